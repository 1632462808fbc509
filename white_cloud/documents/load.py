"""Documents in: from files to the film's values, or all their problems at once."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from white_cloud.documents.casting import read_voice
from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.ids import missing_ids
from white_cloud.documents.located import Located, Problems, Steps
from white_cloud.documents.mend import mended
from white_cloud.documents.migrate import read_as
from white_cloud.documents.models.edit import ChangeModel, EditModel, TakesModel
from white_cloud.documents.models.screenplay import ScreenplayModel
from white_cloud.documents.models.voice import VoiceModel
from white_cloud.documents.prices_file import load_prices
from white_cloud.documents.resolve import Resolver
from white_cloud.documents.scores import Scores
from white_cloud.documents.script_file import load_script, save_script
from white_cloud.documents.validate import Faults, check, validate
from white_cloud.errors import DocumentError, nearest
from white_cloud.film.edit_changes import Change, Drop, EditDocument, Gap, Remove, Swap, TakesDocument, Trim
from white_cloud.film.score import Score
from white_cloud.film.scoring import FILM
from white_cloud.film.screenplay import Screenplay

__all__ = [
    "load_edit",
    "load_prices",
    "load_score",
    "load_screenplay",
    "load_script",
    "load_takes",
    "load_voice",
    "save_script",
]


def load_screenplay(path: Path, folder: Path, catalogue: Catalogue) -> Screenplay:
    """Read a screenplay of the film in `folder`, with the voice documents it names.

    Missing ids are filled in as `write_ids` would write them; nothing is written. Raises DocumentError with all problems of
    one document (a voice document's come alone), UserError when there is no such file.
    """
    document = read_as(path, "screenplay")
    found = check(document, ScreenplayModel)
    if isinstance(found, Faults):
        raise _all_problems(document, found, folder, catalogue).error()
    resolver = Resolver(document, found, missing_ids(document.data), folder, catalogue)
    screenplay = resolver.screenplay(path.stem)
    resolver.problems.raise_any()
    return screenplay


def load_voice(path: Path) -> VoiceModel:
    """Read a voice document by itself, to check its form; a film casts it by `load_screenplay`. Raises DocumentError."""
    return read_voice(path)[1]


def load_score(path: Path, catalogue: Catalogue) -> Score:
    """Read a score document, which a film may start from as its preset. Raises DocumentError."""
    return Scores(path.parent.parent, catalogue).load(path)


def load_edit(path: Path, folder: Path, catalogue: Catalogue, screenplay: Screenplay | None = None) -> EditDocument:
    """Read an edit of the film in `folder`; with its screenplay also check what it names. Raises DocumentError or UserError."""
    names = _Names.of(screenplay) if screenplay else _Names()
    document = read_as(path, "edit")
    model = validate(document, EditModel)
    problems = Problems(document)
    scores, changes = Scores(folder, catalogue), []
    for index, change in enumerate(model.cut):
        steps: Steps = ("cut", index)
        changes.append(_change(change))
        for at, name in _shots_of(change, steps):
            _known("shot", name, names.shots, at, problems)
        if change.drop is not None:
            _known("line", change.drop, names.lines, (*steps, "drop"), problems)
    for name in model.glitch:
        _known("act, scene or shot", name, names.parts, ("glitch", name), problems, at_key=True)
    glitch = {name: scores.glitch(said, ("glitch", name), problems) for name, said in model.glitch.items()}
    problems.raise_any()
    places = tuple(document.place(("cut", index)).line for index in range(len(changes)))
    return EditDocument(path.stem, model.screenplay, tuple(changes), places, glitch)


@dataclass(frozen=True)
class _Names:
    """What an edit may name: shots, lines, and the parts that have a score; None where the film is not known."""

    shots: Collection[str] | None = None
    lines: Collection[str] | None = None
    parts: Collection[str] | None = None

    @classmethod
    def of(cls, screenplay: Screenplay) -> _Names:
        shots = {shot.id for _, _, shot in screenplay.shots()}
        parts = shots | {act.id for act in screenplay.acts} | {scene.id for _, scene in screenplay.scenes()}
        return cls(shots, {slot.id for _, _, slot in screenplay.slots()}, parts | {FILM})


def load_takes(path: Path, *, shots: Collection[str] | None = None) -> TakesDocument:
    """Read which takes were chosen; without a file none were. With `shots`, the film's ids, also check what it names."""
    if not path.exists():
        return TakesDocument()
    document = read_as(path, "takes")
    model = validate(document, TakesModel)
    problems = Problems(document)
    for section, named in (("chosen", model.chosen), ("rejected", model.rejected), ("notes", model.notes)):
        for shot in named:
            _known("shot", shot, shots, (section, shot), problems, at_key=True)
    for shot, take in model.chosen.items():
        if take in model.rejected.get(shot, ()):
            problems.add(("chosen", shot), f"take {take} of {shot} is chosen and rejected", "keep one of them")
    problems.raise_any()
    rejected = {shot: tuple(takes) for shot, takes in model.rejected.items()}
    return TakesDocument(model.chosen, rejected, model.notes)


def _all_problems(document: Located, faults: Faults, folder: Path, catalogue: Catalogue) -> Problems:
    """Return the problems of form, and those of meaning as far as they can be told."""
    mend = mended(document, faults.wrong, faults.unknown)
    model = check(mend.document, ScreenplayModel) if mend else None
    if mend is None or not isinstance(model, ScreenplayModel):
        return faults.problems
    resolver = Resolver(document, model, missing_ids(mend.document.data), folder, catalogue)
    # A voice document's own problems wait until the screenplay has a form.
    with suppress(DocumentError):
        resolver.screenplay(document.path.stem)
    faults.problems.take(resolver.problems, but_under=mend.touched)
    return faults.problems


def _change(change: ChangeModel) -> Change:
    if change.trim is not None:
        return Trim(change.trim.shot, change.trim.head, change.trim.tail)
    if change.remove is not None:
        return Remove(change.remove)
    if change.swap is not None:
        return Swap(*change.swap)
    if change.gap is not None:
        return Gap(change.gap.after, change.gap.length)
    return Drop(change.drop or "")


def _shots_of(change: ChangeModel, steps: Steps) -> list[tuple[Steps, str]]:
    """Return the shots that a change names, each with where."""
    if change.trim is not None:
        return [((*steps, "trim", "shot"), change.trim.shot)]
    if change.gap is not None:
        return [((*steps, "gap", "after"), change.gap.after)]
    if change.remove is not None:
        return [((*steps, "remove"), change.remove)]
    return [((*steps, "swap", index), shot) for index, shot in enumerate(change.swap or ())]


def _known(
    what: str, name: str, names: Collection[str] | None, steps: Steps, problems: Problems, *, at_key: bool = False
) -> None:
    if names is not None and name not in names:
        problems.add(steps, f"there is no {what} {name!r} in the film", nearest(name, names), at_key=at_key)
