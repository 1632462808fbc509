"""Voice: every line spoken phrase by phrase, each by its own language's voice; then treated by register and drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.outlook import Books
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.build.events import Warned
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan
from white_cloud.errors import UserError, nearest
from white_cloud.film.assembly import Voiced
from white_cloud.film.lines import Line, plain
from white_cloud.film.narrative import mean_drift
from white_cloud.film.screenplay import Scene, Screenplay, Slot
from white_cloud.film.timeline import SpokenPhrase, Word
from white_cloud.sound.revisions import TREATMENT_REVISION
from white_cloud.stages.monitor import Monitor
from white_cloud.stages.monitor import remarks as monitor_remarks
from white_cloud.stages.phrases import parts
from white_cloud.stages.production import Production
from white_cloud.stages.provenance import on_speech
from white_cloud.stages.recordings import recording_of, recordings, take_in, told, unused, want_recording
from white_cloud.stages.said import as_said, said_data
from white_cloud.stages.standing import Standing, Wanted, foreseen, lost_choices, stale_remarks, stand
from white_cloud.stages.unwritten import unwritten_steps
from white_cloud.stages.voice_files import handed_options, keyed_options
from white_cloud.store.takes import Take

if TYPE_CHECKING:
    from white_cloud.stages.voice_work import Spoken

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
    takes, books = production.store.takes(production.screenplay.name), production.books()
    standings = {}
    found = recordings(production.folder)
    for line in (line for said in lines.values() for line in said):
        file = recording_of(production.screenplay, found, line)
        wanted = want_recording(production, line, file) if file else want(production, line)
        standing = stand(wanted, takes, production.choices, production.store.blobs, production.reshoot)
        if standing.wanted.paid and standing.step.to_make:
            standing = _foreseen(production, line, standing, books)
        standings[line.id] = told(standing, file) if file else standing
    waiting = unwritten_steps(production, blocked) if blocked else ()
    steps = tuple(standing.step for standing in standings.values())
    about = (*lost_choices(standings.values()), *stale_remarks(standings.values(), "lines", "; captions hold what they say"))
    return Voicing(standings, StagePlan("voice", steps + waiting, (*about, *on_speech(standings))))


def with_unused(production: Production, plan_: StagePlan, lines: Lines, blocked: Sequence[str] = ()) -> StagePlan:
    """Return the stage's plan with a remark for every recording that stands for no line of the whole film."""
    every = [line for said in lines.values() for line in said]
    remarks = unused(production.screenplay, recordings(production.folder), every, blocked)
    return replace(plan_, remarks=(*plan_.remarks, *remarks))


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
        options = keyed_options(production, voice, settings.options)
        phrases.append(
            {**voice.identity(), "language": phrase.speak, "text": spoken, "options": options, "say": said_so, **described}
        )
    data = {"backend": made_by, "phrases": phrases, "seed": identity.seed(screenplay.seed, line.speaker)}
    price = production.price(registry.backend("voice", made_by), _asked(production, line, data)) if paid else Fraction(0)
    subject = f"line/{line.id}"
    weight = sum(len(phrase.spoken()) for phrase in line.phrases)
    key = identity.key("speech", data)
    return Wanted(line.id, subject, subject, key, identity.canonical(data), paid, weight, price)


def _asked(production: Production, line: Line, data: Mapping[str, Any]) -> list[SpeechRequest]:
    """Return what is asked of a line's voice, piece by piece."""
    asked = [part for _, part in parts(data["phrases"], _options(production, line), data["seed"])]
    return [part for part in asked if isinstance(part, SpeechRequest)]


def _foreseen(production: Production, line: Line, standing: Standing, books: Books) -> Standing:
    wanted = standing.wanted
    voice, asked = registry.backend("voice", wanted.request["backend"]), _asked(production, line, wanted.request)
    return foreseen(standing, production.outlook(voice, asked, books, wanted.subject, **wanted.errand(standing.another)))


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
        id_ = outcome.task.id
        _keep(production, by_id[id_], voicing.standings[id_].wanted, outcome.value)

    production.run("voice", tasks, reasons, keep)
    for name in {str(standing.wanted.request["backend"]) for standing in voicing.standings.values()} - {"file"}:
        registry.backend("voice", name).close()


def _task(production: Production, line: Line, standing: Standing) -> Task:
    # imported where work is begun, so that a plan, or a build with nothing to do, loads no numerical library
    from white_cloud.stages.voice_work import speak

    wanted = standing.wanted
    if wanted.request["backend"] == "file":
        recording = production.folder / wanted.request["file"]
        return Task(wanted.id, take_in, (recording, production.scratch()), wanted.weight, where="thread")
    options, monitor = _handed(production, line), _monitor(production)
    voice = registry.backend("voice", wanted.request["backend"])
    errand = production.errand(wanted.subject, **wanted.errand(standing.another)) if voice.works_in == "thread" else None
    given = (voice, wanted.request, options, production.scratch(), errand, monitor if monitor.verifies else None)
    limits = [voice.at_once(options[0]), monitor.listener.at_once(monitor.options) if monitor.verifies else 0]
    at_once = min((limit for limit in limits if limit), default=0)
    return Task(wanted.id, speak, given, wanted.weight, voice.works_in, lane=f"voice {voice.name}", at_once=at_once)


def _handed(production: Production, line: Line) -> list[dict[str, Any]]:
    """Return the options of each phrase's voice as it is given them: files as paths that can be read."""
    voices = production.screenplay.cast[line.speaker].voices
    settings = [voices[phrase.speak] for phrase in line.phrases]
    return [handed_options(production, registry.backend("voice", one.backend), one.options) for one in settings]


def _monitor(production: Production) -> Monitor:
    listener = production.screenplay.listener
    return Monitor(registry.backend("listener", listener.name), listener.options)


def _keep(production: Production, line: Line, wanted: Wanted, spoken: Spoken) -> None:
    size = spoken.path.stat().st_size
    take = Take(
        subject=wanted.subject,
        number=0,
        key=wanted.key,
        request=wanted.request,
        blob=production.store.blobs.add(spoken.path),
        size=size,
        backend=str(wanted.request["backend"]),
        facts={**spoken.facts, "said": said_data(line)},
        record=spoken.record,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    production.keep_take(wanted.id, take, wanted.origin)
    production.reshoot.discard(wanted.id)
    for remark in monitor_remarks(wanted.id, spoken.facts.get("heard", ()), _monitor(production)):
        production.emit(Warned(remark))


def treatments(production: Production, lines: Lines, voicing: Voicing) -> list[Treatment]:
    """Return how every voiced line is to be treated, in film order; a line has the words that its take says."""
    found, languages = [], production.screenplay.languages
    for _, scene, slot in production.screenplay.slots():
        for line in lines.get(slot.id, ()):
            take = voicing.standings[line.id].take
            if take:
                said = as_said(line, take, languages)
                request = _treatment_request(production, scene, said, take)
                found.append(Treatment(slot, said, take, request, identity.key("treatment", request)))
    return found


def _treatment_request(production: Production, scene: Scene, line: Line, take: Take) -> dict[str, Any]:
    screenplay, monitor = production.screenplay, _monitor(production)
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
        "seed": identity.seed(screenplay.seed, line.id, "treatment") % 2**32,
        "revision": TREATMENT_REVISION,
    }


def with_treatments(production: Production, plan_: StagePlan, wanted: Sequence[Treatment]) -> StagePlan:
    """Return the stage's plan with the lines that are spoken but still to be treated."""
    untreated = {one.line.id for one in wanted if production.store.treated.get(one.key) is None}
    steps = tuple(
        replace(
            step, state="stale", reason="its register, its drift or its listener is new: it is treated again", price=Fraction(0)
        )
        if step.id in untreated and not step.to_make
        else step
        for step in plan_.steps
    )
    return replace(plan_, steps=steps)


def treat(production: Production, wanted: Sequence[Treatment]) -> int:
    """Treat what is not in the cache; return how many lines were treated."""
    monitor = _monitor(production)
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
        for remark in monitor_remarks(outcome.task.id, facts.get("heard", ()), monitor):
            production.emit(Warned(remark))

    reasons = dict.fromkeys(missing, "its speech, register or drift is new")
    production.run("voice", tasks, reasons, keep)
    monitor.listener.close()
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
