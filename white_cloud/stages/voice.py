"""Voice: every line spoken phrase by phrase, each by its own language's voice; then treated by register and drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.errors import UserError, nearest
from white_cloud.film.assembly import Voiced
from white_cloud.film.lines import Line, plain
from white_cloud.film.narrative import mean_drift
from white_cloud.film.screenplay import Scene, Screenplay, Slot
from white_cloud.film.timeline import SpokenPhrase, Word
from white_cloud.sound.revisions import TREATMENT_REVISION
from white_cloud.stages.phrases import parts
from white_cloud.stages.production import Production
from white_cloud.stages.standing import Standing, Wanted, lost_choices, stand
from white_cloud.store.takes import Take

#: Lines by the slot they stand in, in order.
Lines = Mapping[str, Sequence[Line]]


@dataclass(frozen=True)
class Treatment:
    """How one spoken line is to be treated: its slot and scene, and the key of the treated sound."""

    slot: Slot
    line: Line
    take: Take
    request: dict[str, Any]
    key: str


@dataclass(frozen=True)
class Voicing:
    """The plan of the stage: how every line stands, by id."""

    standings: Mapping[str, Standing]
    plan: StagePlan


def plan(production: Production, lines: Lines, blocked: Sequence[str] = ()) -> Voicing:
    """See how every line stands; `blocked` names the slots whose words are not written. Nothing is made."""
    takes = production.store.takes(production.screenplay.name)
    standings = {}
    for line in (line for said in lines.values() for line in said):
        wanted = want(production, line)
        standings[line.id] = stand(wanted, takes, production.choices, production.store.blobs, production.reshoot)
    waiting = tuple(Step(id_, "blocked", "its words are not written yet") for id_ in blocked)
    steps = tuple(standing.step for standing in standings.values())
    return Voicing(standings, StagePlan("voice", steps + waiting, lost_choices(standings.values())))


def require_speakers(screenplay: Screenplay, lines: Lines) -> None:
    """Raise UserError for a line whose speaker is nobody, or has no voice in one of its languages."""
    for line in (line for said in lines.values() for line in said):
        if line.speaker not in screenplay.cast:
            hint = nearest(line.speaker, screenplay.cast)
            raise UserError(f"line {line.id!r} of the script: nobody in the film is called {line.speaker!r} ({hint})")
        voices = screenplay.cast[line.speaker].voices
        for phrase in line.phrases:
            if phrase.speak not in voices:
                hint = nearest(phrase.speak, voices)
                raise UserError(f"line {line.id!r} of the script: {line.speaker} has no voice in {phrase.speak!r} ({hint})")


def want(production: Production, line: Line) -> Wanted:
    """Return the take a line wants: its words, and how its speaker sounds in each of its languages."""
    screenplay = production.screenplay
    speaker = screenplay.cast[line.speaker]
    phrases: list[dict[str, Any]] = []
    paid, made_by = False, ""
    for phrase in line.phrases:
        settings = speaker.voices[phrase.speak]
        voice = registry.backend("voice", settings.backend)
        paid, made_by = paid or voice.paid, settings.backend
        spoken = phrase.spoken()
        said_so = {word: how for word, how in settings.say.items() if word in spoken}
        described = {"persona": speaker.persona, "register": line.register} if voice.described else {}
        options = voice.keyed(settings.options)
        phrases.append(
            {**voice.identity(), "language": phrase.speak, "text": spoken, "options": options, "say": said_so, **described}
        )
    data = {"backend": made_by, "phrases": phrases, "seed": identity.seed(screenplay.seed, line.speaker)}
    price = _price(production, line, data) if paid else Fraction(0)
    subject = f"line/{line.id}"
    weight = sum(len(phrase.spoken()) for phrase in line.phrases)
    key = identity.key("speech", data)
    return Wanted(line.id, subject, subject, key, identity.canonical(data), paid, weight, price)


def _price(production: Production, line: Line, data: Mapping[str, Any]) -> Fraction | None:
    voice = registry.backend("voice", data["backend"])
    asked = [part for _, part in parts(data["phrases"], _options(production, line), data["seed"])]
    return production.price(voice, [part for part in asked if isinstance(part, SpeechRequest)])


def _options(production: Production, line: Line) -> list[Mapping[str, Any]]:
    """Return all options of the voice of each phrase, those that are in no key too."""
    voices = production.screenplay.cast[line.speaker].voices
    return [voices[phrase.speak].options for phrase in line.phrases]


def make(production: Production, voicing: Voicing, lines: Lines) -> None:
    """Speak every line that wants it; a refused one is told of and the others go on."""
    by_id = {line.id: line for said in lines.values() for line in said}
    tasks, reasons = [], {}
    for id_, standing in voicing.standings.items():
        if standing.step.to_make:
            reasons[id_] = standing.step.reason
            tasks.append(_task(production, by_id[id_], standing))

    def keep(outcome: Outcome) -> None:
        _keep(production, voicing.standings[outcome.task.id].wanted, *outcome.value)

    production.run("voice", tasks, reasons, keep)


def _task(production: Production, line: Line, standing: Standing) -> Task:
    # imported where work is begun, so that a plan, or a build with nothing to do, loads no numerical library
    from white_cloud.stages.voice_work import speak

    wanted, options = standing.wanted, _options(production, line)
    voice = registry.backend("voice", wanted.request["backend"])
    errand = production.errand(wanted.subject, another=standing.another) if voice.works_in == "thread" else None
    given = (voice, wanted.request, options, production.scratch(), errand)
    lane, at_once = f"voice {voice.name}", voice.at_once(options[0])
    return Task(wanted.id, speak, given, wanted.weight, voice.works_in, lane=lane, at_once=at_once)


def _keep(production: Production, wanted: Wanted, path: Path, facts: dict[str, Any], cost: Fraction) -> None:
    size = path.stat().st_size
    take = Take(
        subject=wanted.subject,
        number=0,
        key=wanted.key,
        request=wanted.request,
        blob=production.store.blobs.add(path),
        size=size,
        backend=str(wanted.request["backend"]),
        facts=facts,
        cost=str(cost),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    production.keep_take(wanted.id, take, wanted.origin)


def treatments(production: Production, lines: Lines, voicing: Voicing) -> list[Treatment]:
    """Return how every voiced line is to be treated, in film order."""
    found = []
    for _, scene, slot in production.screenplay.slots():
        for line in lines.get(slot.id, ()):
            take = voicing.standings[line.id].take
            if take:
                request = _treatment_request(production.screenplay, scene, line, take)
                found.append(Treatment(slot, line, take, request, identity.key("treatment", request)))
    return found


def _treatment_request(screenplay: Screenplay, scene: Scene, line: Line, take: Take) -> dict[str, Any]:
    listener = registry.backend("listener", screenplay.listener.name)
    return {
        "speech": take.blob,
        "phrases": [{"language": phrase.speak, "text": phrase.spoken()} for phrase in line.phrases],
        "pieces": take.facts["pieces"],
        "listener": {**listener.identity(), "options": dict(screenplay.listener.options)},
        "register": line.register,
        "drift": mean_drift(scene),
        "seed": identity.seed(screenplay.seed, line.id, "treatment") % 2**32,
        "revision": TREATMENT_REVISION,
    }


def with_treatments(production: Production, plan_: StagePlan, wanted: Sequence[Treatment]) -> StagePlan:
    """Return the stage's plan with the lines that are spoken but still to be treated."""
    untreated = {one.line.id for one in wanted if production.store.treated.get(one.key) is None}
    steps = tuple(
        replace(step, state="stale", reason="its register, its drift or its listener is new: it is treated again")
        if step.id in untreated and not step.to_make
        else step
        for step in plan_.steps
    )
    return replace(plan_, steps=steps)


def treat(production: Production, wanted: Sequence[Treatment]) -> int:
    """Treat what is not in the cache; return how many lines were treated."""
    listener = registry.backend("listener", production.screenplay.listener.name)
    missing = {one.line.id: one for one in wanted if production.store.treated.get(one.key) is None}
    if not missing:
        return 0
    from white_cloud.stages.voice_work import treat_take

    tasks = [
        Task(id_, treat_take, (listener, one.request, production.store.blobs.verified(one.take.blob), production.scratch()))
        for id_, one in missing.items()
    ]

    def keep(outcome: Outcome) -> None:
        path, facts = outcome.value
        production.store.treated.put(missing[outcome.task.id].key, path, facts)

    reasons = dict.fromkeys(missing, "its speech, register or drift is new")
    production.run("voice", tasks, reasons, keep)
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
