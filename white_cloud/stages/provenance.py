"""Provenance: what words and speech were made with that is in no key, and whether that has changed since.

Nothing is made again for it: a person reads it in the plan, and decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from white_cloud.backends import registry
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.errors import few
from white_cloud.film.screenplay import Scene, Slot
from white_cloud.film.script import ScriptLine
from white_cloud.stages.phrases import parts
from white_cloud.stages.production import Production
from white_cloud.stages.standing import Standing
from white_cloud.stages.write import Writing, request_of, touched
from white_cloud.stages.write_work import around, context_digest, own_prompts, said_before

_PROMPTS = "with other prompt files"
_CONTEXT = "when the title, the scene, the cast or what is said before were others"


def noted(production: Production, writing: Writing) -> Writing:
    """Return the writing with a sentence on lines whose prompt files changed since, and one on those whose context did.

    Lines that a person edited or locked are passed over, and those whose brief changed, which are told of one by one.
    Raises UserError for a prompt file of the film that cannot be read.
    """
    plan = writing.plan
    return replace(writing, plan=replace(plan, remarks=(*plan.remarks, *_on_words(production, writing))))


def _on_words(production: Production, writing: Writing) -> Iterator[str]:
    recorded = [entry for entries in writing.kept.values() for entry in entries if entry.prompts or entry.context]
    if not recorded:
        return
    asked = {step.id: step.key for step in writing.plan.steps}
    slots = {slot.id: (scene, slot) for _, scene, slot in production.screenplay.slots()}
    prompts_now = _prompts_now(production)
    prompts, context = [], []
    for slot_id, before in said_before(production.screenplay, writing.now):
        entries = writing.kept.get(slot_id, ())
        if not any(entry.prompts or entry.context for entry in entries):
            continue
        scene, slot = slots[slot_id]
        if _differ(entries, "prompts", prompts_now(scene, slot)) and _as_written(entries, asked[slot_id]):
            prompts.append(slot_id)
        told = context_digest(around(production.screenplay, scene, slot, before))
        if _differ(entries, "context", told) and _as_written(entries, asked[slot_id]):
            context.append(slot_id)
    for ids, how in ((prompts, _PROMPTS), (context, _CONTEXT)):
        if ids:
            yield _remark(ids, "written", how, f"the words stay; `build --rewrite {ids[0]}` has one written anew, `stale` none")


def _prompts_now(production: Production) -> Callable[[Scene, Slot], str]:
    """Return what tells the digest of a slot's prompt files; they are read once for all slots that are told alike."""
    screenplay, own = production.screenplay, own_prompts(production.folder)
    writer = registry.backend("writer", screenplay.writer.name)
    known: dict[tuple[Any, ...], str] = {}

    def now(scene: Scene, slot: Slot) -> str:
        alike = (slot.speaker, slot.register, slot.speak)
        if alike not in known:
            known[alike] = writer.prompts_digest(replace(request_of(screenplay, scene, slot), prompts=own))
        return known[alike]

    return now


def _differ(entries: Iterable[ScriptLine], name: str, now: str) -> bool:
    return any(getattr(entry, name) not in {"", now} for entry in entries)


def _as_written(entries: Iterable[ScriptLine], asked: str) -> bool:
    """Return whether lines stand as the writer gave them, for this very brief."""
    return all(entry.asked == asked and not touched(entry) for entry in entries)


def on_speech(standings: Mapping[str, Standing]) -> tuple[str, ...]:
    """Return a sentence on lines that were spoken for this very request while their voice's prompt files were others."""
    ids = [id_ for id_, standing in standings.items() if _spoken_otherwise(standing)]
    if not ids:
        return ()
    return (_remark(ids, "spoken", _PROMPTS, f"the takes stay; `build --reshoot {ids[0]}` has one spoken anew, `stale` none"),)


def _spoken_otherwise(standing: Standing) -> bool:
    take, wanted = standing.take, standing.wanted
    if take is None or take.key != wanted.key or "prompts" not in take.record:
        return False
    voice = registry.backend("voice", take.backend)
    phrases = wanted.request["phrases"]
    asked = parts(phrases, [phrase["options"] for phrase in phrases], wanted.request["seed"])
    now = {voice.prompts_digest(part) for _, part in asked if isinstance(part, SpeechRequest)}
    return now - {""} != set(take.record["prompts"])


def _remark(ids: Sequence[str], done: str, how: str, then: str) -> str:
    lines = "1 line was" if len(ids) == 1 else f"{len(ids)} lines were"
    return f"{lines} {done} {how} ({few(ids)}): {then}"
