"""What a writer is asked for a slot, and asked again when its answer is of no use."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.desk import Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.writers.base import Around, Repair, Said, WriterBase, WriteRequest, Written
from white_cloud.errors import Unusable
from white_cloud.film.screenplay import Scene, Screenplay, Slot
from white_cloud.film.script import ScriptLine

#: How many lines before its own a writer is given, at most.
_BEFORE = 8


def ask(writer: type[WriterBase], request: WriteRequest, folder: Path, errand: Errand | None) -> Written:
    """Return what the writer gives; an answer of no use is asked for again, as often as this writer allows.

    Raises Unusable when it never is of use, and what the writer raises.
    """
    while True:
        try:
            written: Written = obtain(writer, request, folder, errand=errand)
            _require_whole(written, request)
        except Unusable as error:
            if len(request.repairs) >= writer.repairs:
                raise _hopeless(error, len(request.repairs) + 1) from error
            request = replace(request, repairs=(*request.repairs, Repair(error.answer, str(error))))
        else:
            return written


def _hopeless(error: Unusable, times: int) -> Unusable:
    asked = "it was asked once" if times == 1 else f"it was asked {times} times"
    return Unusable(f"the writer gave nothing of use ({asked}): {error}. Change the brief, or write the line yourself")


def _require_whole(written: Written, request: WriteRequest) -> None:
    """Raise Unusable unless every line stands in every language."""
    answer = str(written.data()["lines"])
    if len(written.lines) != request.count:
        raise Unusable(f"it gave {len(written.lines)} lines instead of {request.count}", answer)
    for number, phrases in enumerate(written.lines, 1):
        missing = {language for phrase in phrases for language in request.languages if not phrase.text.get(language)}
        if missing or not phrases:
            raise Unusable(f"line {number} lacks {', '.join(sorted(missing)) or 'everything'}", answer)


def around(screenplay: Screenplay, scene: Scene, slot: Slot, before: tuple[Said, ...]) -> Around:
    """Return what a writer may know of where a slot's lines stand; `before` is what was said last, as `said_before` tells."""
    first = screenplay.languages[0]
    speakers = {name: (one.name.get(first, name), one.persona) for name, one in screenplay.cast.items()}
    title = " / ".join(screenplay.title.values())
    return Around(title, scene.brief, speakers, before, seconds_to_fill(screenplay, scene, slot))


def said_before(screenplay: Screenplay, lines: Mapping[str, Sequence[ScriptLine]]) -> Iterator[tuple[str, tuple[Said, ...]]]:
    """Yield every slot with what is said last before it, the nearest at the end; `lines` are by slot, in film order."""
    last: deque[Said] = deque(maxlen=_BEFORE)
    for slot_id, entries in lines.items():
        yield slot_id, tuple(last)
        last.extend(Said(entry.speaker, _texts(screenplay, entry)) for entry in entries)


def context_digest(around: Around) -> str:
    """Return a digest, 16 hexadecimal digits, of where lines stand; not of how long they may be: shots are often trimmed."""
    told = {"title": around.title, "scene": around.scene, "speakers": around.speakers, "before": around.before}
    return identity.key("context", told)[:16]


def own_prompts(folder: Path) -> Path | None:
    """Return the film folder's own prompt files, or None where it has none."""
    prompts = folder / "prompts"
    return prompts if prompts.is_dir() else None


def require_prompts(screenplay: Screenplay, folder: Path) -> None:
    """Raise UserError for a prompt file of the film that its writer cannot use, where it has something to write."""
    own = own_prompts(folder)
    if own and any(not slot.words for _, _, slot in screenplay.slots()):
        registry.backend("writer", screenplay.writer.name).check_prompts(own, screenplay.languages)


def _texts(screenplay: Screenplay, entry: ScriptLine) -> dict[str, str]:
    line = entry.line()
    known = [language for language in screenplay.languages if all(language in phrase.text for phrase in entry.phrases)]
    return {language: line.text(language) for language in known}


def seconds_to_fill(screenplay: Screenplay, scene: Scene, slot: Slot) -> Fraction:
    """Return how long a slot's lines may be together: their share of the scene's picture, without their pauses."""
    picture = sum(shot.frames for shot in scene.shots) / screenplay.rate
    share = picture * slot.count / sum(one.count for one in scene.slots)
    return max(share - slot.pause * slot.count, Fraction(1))


def said_so_far(lines: Mapping[str, Sequence[Any]]) -> frozenset[str]:
    """Return every text of every line, in all languages."""
    entries = [entry for said in lines.values() for entry in said]
    return frozenset(text for entry in entries for phrase in entry.phrases for text in phrase.text.values())
