"""Write: every slot of the screenplay gets its lines, from the screenplay's own words or from the writer.

What a person edited or locked in the script stays. A line whose brief changed stays too, shown as stale, until somebody asks
for it to be rewritten; hand-written words that nobody touched in the script follow the screenplay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.writers.base import WriteRequest, Written
from white_cloud.build.events import Warned
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, State, Step
from white_cloud.errors import UserError, nearest
from white_cloud.film.lines import Line, Phrase, mark_complaints, plain
from white_cloud.film.narrative import mean_drift
from white_cloud.film.screenplay import Scene, Screenplay, Slot
from white_cloud.film.script import ScriptDocument, ScriptLine
from white_cloud.stages.production import Production
from white_cloud.stages.standing import with_outlook
from white_cloud.stages.write_work import around, ask, context_digest, own_prompts, said_before, said_so_far


@dataclass(frozen=True)
class Writing:
    """The plan of the stage: the script's lines as they stand, by slot, and what is asked of the writer.

    `rewritten` holds the lines, by slot, that stay until others are written in their place. `now` holds the lines of the whole
    film as they stand at this moment, by slot, in film order.
    """

    kept: dict[str, tuple[ScriptLine, ...]]
    asks: dict[str, WriteRequest]
    plan: StagePlan
    rewritten: Mapping[str, tuple[ScriptLine, ...]] = field(default_factory=dict)
    now: Mapping[str, tuple[ScriptLine, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    """What a slot has; `kept_though` when its words stay though something else was asked since.

    `before` are words that stay until others are written.
    """

    lines: tuple[ScriptLine, ...]
    state: State
    reason: str
    kept_though: bool = False
    before: tuple[ScriptLine, ...] = ()


def plan(
    screenplay: Screenplay, script: ScriptDocument | None, rewrite: Collection[str] = (), whole: Screenplay | None = None
) -> Writing:
    """See what every slot has; `rewrite` names slots to write anew (`stale` for all that are). Nothing is made.

    `whole` is the film that the screenplay is a part of, where it is one. Raises UserError when `rewrite` names a slot that is
    not there.
    """
    _check_rewrite(screenplay, rewrite)
    written = _by_slot(script)
    kept, asks, steps, remarks = {}, {}, [], []
    rewritten = {}
    for _, scene, slot in screenplay.slots():
        entries = written.get(slot.id, [])
        request = None if slot.words else request_of(screenplay, scene, slot)
        asked = _words_asked(slot) if request is None else asked_of_writer(screenplay, request)
        found = _by_hand(slot, entries, asked) if request is None else _by_writer(slot, entries, asked, rewrite)
        if request is not None and not found.lines:
            asks[slot.id] = request
            if found.before or slot.id in rewrite:
                rewritten[slot.id] = found.before
        kept[slot.id] = found.lines
        steps.append(Step(slot.id, found.state, found.reason, asked))
        if found.kept_though:
            remarks.append(f"line {slot.id}: {found.reason}")
    stage = StagePlan("write", tuple(steps), (*remarks, *_orphaned(screenplay, script)))
    return Writing(kept, asks, stage, rewritten, _now(whole or screenplay, written, kept))


def _now(
    film: Screenplay, written: Mapping[str, Sequence[ScriptLine]], kept: Mapping[str, tuple[ScriptLine, ...]]
) -> dict[str, tuple[ScriptLine, ...]]:
    """Return the lines of a whole film as they stand; those to be written anew are there until they are."""
    now = {}
    for _, _, slot in film.slots():
        entries = written.get(slot.id, [])
        by_hand = _by_hand(slot, entries, _words_asked(slot)).lines if slot.words and slot.id not in kept else ()
        now[slot.id] = kept.get(slot.id) or by_hand or tuple(entries)
    return now


def with_prices(production: Production, writing: Writing) -> StagePlan:
    """Return the stage's plan with what each answer of the writer costs; one that has to be repaired costs more."""
    writer, books = registry.backend("writer", production.screenplay.writer.name), production.books()

    def priced(step: Step) -> Step:
        if step.id not in writing.asks or not writer.paid:
            return step
        another = step.id in writing.rewritten
        ahead = production.outlook(writer, [writing.asks[step.id]], books, f"words/{step.id}", another=another)
        return with_outlook(step, ahead)

    return replace(writing.plan, steps=tuple(priced(step) for step in writing.plan.steps))


def _orphaned(screenplay: Screenplay, script: ScriptDocument | None) -> Iterator[str]:
    """Say which lines that a person touched have no place in the screenplay any more; they stay in the script."""
    slots = {slot.id for _, _, slot in screenplay.slots()}
    for entry in script.lines if script else ():
        if entry.slot not in slots and touched(entry):
            yield f"line {entry.id}: it stands in the script, and no longer in the screenplay; it is kept, and not said"


def _check_rewrite(screenplay: Screenplay, rewrite: Collection[str]) -> None:
    slots = [slot.id for _, _, slot in screenplay.slots()]
    for name in rewrite:
        if name != "stale" and name not in slots:
            hint = nearest(name, slots)
            raise UserError(f"--rewrite names {name!r}, and no line is called so" + (f" ({hint})" if hint else ""))


def _by_slot(script: ScriptDocument | None) -> dict[str, list[ScriptLine]]:
    found: dict[str, list[ScriptLine]] = {}
    for entry in script.lines if script else ():
        found.setdefault(entry.slot, []).append(entry)
    return found


def _by_hand(slot: Slot, entries: Sequence[ScriptLine], asked: str) -> _Found:
    fresh = ScriptLine(slot.id, slot.id, slot.speaker, slot.register, slot.words, asked=asked, made=made_of(slot.words))
    if not entries:
        return _Found((fresh,), "missing", "its words stand in the screenplay")
    entry, *others = entries
    # further lines of the slot are a person's, or left from when it was a brief
    added = tuple(one for one in others if touched(one))
    if entry.asked == asked:
        said = "locked" if entry.locked else "edited in the script" if edited(entry) else "written"
        return _Found((entry, *added), "current", said)
    if touched(entry):
        said = "its words changed in the screenplay, but it was edited or locked in the script: the script's words stay"
        return _Found((entry, *added), "current", said, kept_though=True)
    return _Found((fresh, *added), "stale", "its words changed in the screenplay")


def _by_writer(slot: Slot, entries: Sequence[ScriptLine], asked: str, rewrite: Collection[str]) -> _Found:
    # words that the screenplay no longer has are gone, unless somebody touched them
    held = tuple(
        replace(entry, speaker=slot.speaker, register=slot.register)  # who says it and how is the screenplay's to say
        for entry in entries
        if entry.source != "screenplay" or touched(entry)
    )
    if not held:
        return _Found((), "missing", "the writer has not filled its brief yet")
    # a line that a person added was never asked for, so it is never stale
    stale = any(entry.asked and entry.asked != asked for entry in held)
    if slot.id in rewrite or ("stale" in rewrite and stale and not any(edited(entry) for entry in held)):
        if not any(entry.locked for entry in held):
            return _Found((), "stale", "it is to be written anew", before=held)
        return _Found(held, "current", "locked in the script: unlock it there to have it written anew")
    if stale:
        said = "stale: it is asked for otherwise now (brief, register, speaker or writer)"
        return _Found(held, "current", f"{said}; it stays until `build --rewrite {slot.id}`", kept_though=True)
    return _Found(held, "current", "written")


def edited(entry: ScriptLine) -> bool:
    """Return whether a person changed the words since the program wrote them."""
    return made_of(entry.phrases) != entry.made


def touched(entry: ScriptLine) -> bool:
    """Return whether a person changed or locked a line, so that it stays as it is."""
    return entry.locked or edited(entry)


def made_of(phrases: Sequence[Phrase]) -> str:
    """Return the digest of written words, short."""
    return identity.key("words", [phrase.data() for phrase in phrases])[:16]


def _words_asked(slot: Slot) -> str:
    words = [phrase.data() for phrase in slot.words]
    return identity.key("asked", {"words": words, "speaker": slot.speaker, "register": slot.register})[:16]


def asked_of_writer(screenplay: Screenplay, request: WriteRequest) -> str:
    """Return the digest of what was asked; what was said elsewhere in the film is context and does not count."""
    writer = registry.backend("writer", screenplay.writer.name)
    names = ("brief", "register", "speaker", "languages", "speak", "count", "seed")
    plain = {name: getattr(request, name) for name in names}
    return identity.key("asked", {**writer.identity(), **plain, "options": writer.keyed(request.options)})[:16]


def request_of(screenplay: Screenplay, scene: Scene, slot: Slot) -> WriteRequest:
    """Return what is asked of the writer for a slot's brief, without what it is told beside that."""
    return WriteRequest(
        brief=slot.brief,
        register=slot.register,
        speaker=slot.speaker,
        persona=screenplay.cast[slot.speaker].persona,
        languages=screenplay.languages,
        speak=slot.speak or (screenplay.languages[0],),
        count=slot.count,
        drift=mean_drift(scene),
        seed=identity.seed(screenplay.seed, slot.id, "words"),
        options=screenplay.writer.options,
    )


def make(
    production: Production, writing: Writing, keep: Callable[[dict[str, tuple[ScriptLine, ...]]], object]
) -> dict[str, tuple[ScriptLine, ...]]:
    """Ask the writer for what is missing, in film order; return the lines of every slot. A refusal leaves its slot as it was.

    `keep` is given all lines after each answer, so that words once written, and perhaps paid for, survive whatever comes next.
    """
    lines = {**writing.kept, **writing.rewritten}
    reasons = {step.id: step.reason for step in writing.plan.steps}
    for _, scene, slot in production.screenplay.slots():
        if slot.id not in writing.asks:
            continue

        told = _told(production, writing, scene, slot, lines)
        unwritten = _unwritten(production.screenplay, slot, told)

        def keep_slot(outcome: Outcome, unwritten: ScriptLine = unwritten) -> None:
            slot_id, written = outcome.task.id, outcome.value
            lines[slot_id] = _entries(unwritten, written)
            keep(lines)
            production.kept(f"words/{slot_id}")
            production.rewrite.discard(slot_id)
            if written.note:
                production.emit(Warned(f"line {slot_id}: {written.note}"))

        production.run("write", [_task(production, writing, slot.id, told)], reasons, keep_slot)
    return lines


def _told(
    production: Production, writing: Writing, scene: Scene, slot: Slot, lines: Mapping[str, tuple[ScriptLine, ...]]
) -> WriteRequest:
    """Return what is asked for a slot together with all that the writer may know; of the whole film, when a part is built."""
    film = {**writing.now, **lines}
    before = dict(said_before(production.screenplay, film))[slot.id]
    return replace(
        writing.asks[slot.id],
        said=said_so_far(film),
        around=around(production.screenplay, scene, slot, before),
        prompts=own_prompts(production.folder),
    )


def _task(production: Production, writing: Writing, slot_id: str, told: WriteRequest) -> Task:
    writer = registry.backend("writer", production.screenplay.writer.name)
    errand = production.errand(f"words/{slot_id}", another=slot_id in writing.rewritten)
    # in a thread, so that Ctrl-C lets an answer that is on its way arrive
    return Task(slot_id, ask, (writer, told, production.scratch(), errand), where="thread")


def _unwritten(screenplay: Screenplay, slot: Slot, told: WriteRequest) -> ScriptLine:
    """Return the script's entry for a slot, without its words: what it was told by is read before, as files may change."""
    writer = registry.backend("writer", screenplay.writer.name)
    return ScriptLine(
        id=slot.id,
        slot=slot.id,
        speaker=told.speaker,
        register=told.register,
        phrases=(),
        source=screenplay.writer.name,
        asked=asked_of_writer(screenplay, told),
        prompts=writer.prompts_digest(told),
        context=context_digest(told.around) if writer.reads_around else "",
    )


def _entries(unwritten: ScriptLine, written: Written) -> tuple[ScriptLine, ...]:
    ids = [unwritten.slot if number == 1 else f"{unwritten.slot}_{number}" for number in range(1, len(written.lines) + 1)]
    return tuple(
        replace(unwritten, id=id_, phrases=phrases, made=made_of(phrases))
        for id_, phrases in zip(ids, written.lines, strict=True)
    )


def script_of(
    screenplay: Screenplay, lines: dict[str, tuple[ScriptLine, ...]], before: ScriptDocument | None, *, part: bool
) -> ScriptDocument:
    """Return the script to save: the film's lines in order, then what a person edited or locked for slots that are gone.

    When only a `part` of the film is built, the lines of the rest stay where they are. What a person approved is kept as it
    is: it holds again once the same words are back.
    """
    if before is None:
        return ScriptDocument(screenplay.name, tuple(entry for entries in lines.values() for entry in entries))
    if part:
        kept = [entry for entries in {**_by_slot(before), **lines}.values() for entry in entries]
    else:
        rest = [entry for entry in before.lines if entry.slot not in lines]
        orphans = [entry for entry in rest if touched(entry)]
        kept = [entry for entries in lines.values() for entry in entries] + orphans
    return replace(before, film=screenplay.name, lines=tuple(kept))


def with_edits(
    lines: Mapping[str, tuple[ScriptLine, ...]], before: ScriptDocument | None, now: ScriptDocument | None
) -> dict[str, tuple[ScriptLine, ...]]:
    """Return lines with what a person changed in the script since it was read (`before`), as it stands `now`."""
    read, found = _by_slot(before), _by_slot(now)
    edits = {slot: tuple(entries) for slot, entries in found.items() if slot in lines and entries != read.get(slot)}
    return {**lines, **edits}


def spoken_lines(screenplay: Screenplay, lines: dict[str, tuple[ScriptLine, ...]]) -> dict[str, tuple[Line, ...]]:
    """Return the lines by slot as they are spoken; raise UserError for one that cannot be, as when it lacks a language."""
    return {slot: tuple(_line(screenplay, entry) for entry in entries) for slot, entries in lines.items()}


def _line(screenplay: Screenplay, entry: ScriptLine) -> Line:
    for phrase in entry.phrases:
        for language in screenplay.languages:
            if not phrase.text.get(language):
                raise UserError(
                    f"line {entry.id!r} of the script has no {language!r}; write it in scripts_screenplay/"
                    f"{screenplay.name}.script.yaml, or have it written anew with `build --rewrite {entry.slot}`"
                )
        _check_marks(entry, phrase)
    return entry.line()


def _check_marks(entry: ScriptLine, phrase: Phrase) -> None:
    for text in phrase.text.values():
        for complaint in mark_complaints(text):
            raise UserError(f"line {entry.id!r} of the script: {complaint}")
    if not plain(phrase.spoken()):
        raise UserError(f"line {entry.id!r} of the script: nothing is said in {phrase.spoken()!r}")
