"""Voice: every line spoken phrase by phrase, each by its own language's voice, or by a person's own recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.outlook import Books
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.build.events import Warned
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan
from white_cloud.errors import UserError, nearest
from white_cloud.film.lines import Line
from white_cloud.film.screenplay import Screenplay
from white_cloud.stages.monitor import monitor_of, remarks
from white_cloud.stages.phrases import parts
from white_cloud.stages.production import Production
from white_cloud.stages.provenance import on_speech
from white_cloud.stages.recordings import recording_of, recordings, take_in, told, unused, want_recording
from white_cloud.stages.said import not_captioned
from white_cloud.stages.standing import Standing, Wanted, foreseen, lost_choices, stale_remarks, stand
from white_cloud.stages.unwritten import unwritten_steps
from white_cloud.stages.voice_files import handed_options, keyed_options
from white_cloud.store.takes import Take

if TYPE_CHECKING:
    from white_cloud.stages.voice_work import Spoken

#: Lines by the slot they stand in, in order.
Lines = Mapping[str, Sequence[Line]]


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
        unfit = partial(not_captioned, line, languages=production.screenplay.languages)
        standing = stand(wanted, takes, production.choices, production.store.blobs, production.reshoot, unfit)
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
    return Wanted(line.id, subject, subject, key, identity.canonical(data), paid, weight, price, money=production.money)


def _asked(production: Production, line: Line, data: Mapping[str, Any]) -> list[SpeechRequest]:
    """Return what is asked of a line's voice, piece by piece; what is said twice is asked once."""
    asked = [part for _, part in parts(data["phrases"], _options(production, line), data["seed"])]
    return list({(part.text, part.language): part for part in asked if isinstance(part, SpeechRequest)}.values())


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

    voices = {str(standing.wanted.request["backend"]) for standing in voicing.standings.values()} - {"file"}
    makers = [*(registry.backend("voice", name) for name in voices), monitor_of(production.screenplay).listener]
    production.run("voice", tasks, reasons, keep, makers)


def _task(production: Production, line: Line, standing: Standing) -> Task:
    # imported where work is begun, so that a plan, or a build with nothing to do, loads no numerical library
    from white_cloud.stages.voice_work import speak

    wanted = standing.wanted
    if wanted.request["backend"] == "file":
        recording = production.folder / wanted.request["file"]
        return Task(wanted.id, take_in, (recording, production.scratch()), wanted.weight, where="thread")
    options, monitor = _handed(production, line), monitor_of(production.screenplay)
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
        facts={**spoken.facts, "said": [phrase.data() for phrase in line.phrases]},
        record=spoken.record,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    production.keep_take(wanted.id, take, wanted.origin)
    production.reshoot.discard(wanted.id)
    for remark in remarks(wanted.id, spoken.facts.get("heard", ()), monitor_of(production.screenplay)):
        production.emit(Warned(remark))
