"""Treating: what was spoken is heard, and bent by register and drift; free, kept in the cache, done again when it is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from white_cloud import identity
from white_cloud.build.events import Warned
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan
from white_cloud.film.assembly import Voiced
from white_cloud.film.lines import Line, plain
from white_cloud.film.narrative import mean_drift
from white_cloud.film.score import VOICE
from white_cloud.film.scoring import mean_strength
from white_cloud.film.screenplay import Scene, Slot
from white_cloud.film.timeline import SpokenPhrase, Word
from white_cloud.sound.revisions import TREATMENT_REVISION
from white_cloud.stages.monitor import monitor_of, remarks
from white_cloud.stages.production import Production
from white_cloud.stages.said import as_said
from white_cloud.stages.voice import Lines, Voicing
from white_cloud.store.takes import Take


@dataclass(frozen=True)
class Treatment:
    """How one spoken line is to be treated: its slot and scene, and the key of the treated sound."""

    slot: Slot
    line: Line
    take: Take
    request: dict[str, Any]
    key: str


def treatments(production: Production, lines: Lines, voicing: Voicing) -> list[Treatment]:
    """Return how every voiced line is to be treated, in film order; a line has the words that its take says."""
    found = []
    for _, scene, slot in production.screenplay.slots():
        for line in lines.get(slot.id, ()):
            take = voicing.standings[line.id].take
            if take:
                said = as_said(line, take)
                request = _treatment_request(production, scene, said, take)
                found.append(Treatment(slot, said, take, request, identity.key("treatment", request)))
    return found


def _treatment_request(production: Production, scene: Scene, line: Line, take: Take) -> dict[str, Any]:
    screenplay, monitor = production.screenplay, monitor_of(production.screenplay)
    # a recording is heard as a whole; what was not heard back when it was spoken is now
    pieces = {} if take.backend == "file" else {"pieces": take.facts["pieces"]}
    verify = {"verify": True} if monitor.verifies and "heard" not in take.facts else {}
    return {
        "speech": take.blob,
        "phrases": [{"language": phrase.speak, "text": phrase.spoken()} for phrase in line.phrases],
        **pieces,
        "listener": {**monitor.listener.identity(), "options": monitor.listener.keyed(monitor.options)},
        **verify,
        "register": line.register,
        "drift": mean_drift(scene),
        "damage": mean_strength(scene, VOICE),
        "seed": identity.seed(screenplay.seed, line.id, "treatment") % 2**32,
        "revision": TREATMENT_REVISION,
    }


def with_treatments(production: Production, plan_: StagePlan, wanted: Sequence[Treatment]) -> StagePlan:
    """Return the stage's plan with the lines that are spoken but still to be treated."""
    untreated = {one.line.id for one in wanted if production.store.treated.get(one.key) is None}
    steps = tuple(
        replace(
            step,
            state="untreated",
            reason="its register, drift, glitch or listener is new, or the cache was cleared: it is treated again",
            price=Fraction(0),
        )
        if step.id in untreated and not step.to_make
        else step
        for step in plan_.steps
    )
    return replace(plan_, steps=steps)


def treat(production: Production, wanted: Sequence[Treatment]) -> int:
    """Treat what is not in the cache; return how many lines were treated."""
    monitor = monitor_of(production.screenplay)
    missing = {one.line.id: one for one in wanted if production.store.treated.get(one.key) is None}
    if not missing:
        return 0
    from white_cloud.stages.voice_work import treat_take

    tasks = [
        Task(
            id_,
            treat_take,
            (monitor, one.request, production.store.blobs.verified(one.take.blob), production.scratch()),
            lane=f"listener {monitor.listener.name}",
            at_once=monitor.listener.at_once(monitor.options),
        )
        for id_, one in missing.items()
    ]

    def keep(outcome: Outcome) -> None:
        path, facts = outcome.value
        production.store.treated.put(missing[outcome.task.id].key, path, facts)
        for remark in remarks(outcome.task.id, facts.get("heard", ()), monitor):
            production.emit(Warned(remark))

    reasons = dict.fromkeys(missing, "its speech, register, drift or glitch is new, or the cache was cleared")
    production.run("voice", tasks, reasons, keep, [monitor.listener])
    return len(tasks)


def voiced(production: Production, wanted: Sequence[Treatment]) -> dict[str, tuple[Voiced, ...]]:
    """Return the treated lines by slot, ready to be placed; raise KeyError for one that is not treated."""
    by_slot: dict[str, tuple[Voiced, ...]] = {}
    for one in wanted:
        entry = production.store.treated.get(one.key)
        if entry is None:
            raise KeyError(one.line.id)
        speaker = production.screenplay.cast[one.line.speaker]
        ready = Voiced(
            line=one.line.id,
            speaker=one.line.speaker,
            blob=one.key,
            seconds=Fraction(entry.facts["seconds"]),
            phrases=tuple(_phrase(one.line, data) for data in entry.facts["phrases"]),
            pause=one.slot.pause,
            gain=speaker.gain,
        )
        by_slot[one.slot.id] = (*by_slot.get(one.slot.id, ()), ready)
    return by_slot


def _phrase(line: Line, data: Mapping[str, Any]) -> SpokenPhrase:
    words = tuple(Word(at, length, Fraction(start), Fraction(end)) for at, length, start, end in data["words"])
    asked = line.phrases[data["phrase"]]
    text = {language: plain(said) for language, said in asked.text.items()}
    return SpokenPhrase(asked.speak, text, Fraction(data["start"]), Fraction(data["end"]), words)
