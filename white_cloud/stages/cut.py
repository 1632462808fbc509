"""Cut: lines and takes become a timeline, by the assembly and then by what the edit changes."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

from white_cloud import identity
from white_cloud.errors import UserError
from white_cloud.film import edits, narrative
from white_cloud.film.assembly import HANDLES, Material, assemble, overruns
from white_cloud.film.edit_changes import Change, Drop, EditDocument, Gap, Remove, Swap, Trim
from white_cloud.film.heard import Span, heard
from white_cloud.film.prices import for_about, total
from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Card, Clip, Plate, Timeline
from white_cloud.stages.credits import makers
from white_cloud.stages.production import Production
from white_cloud.stages.shoot import Shooting
from white_cloud.stages.treating import Treatment, voiced
from white_cloud.store.blobs import storing
from white_cloud.text.credits import credit_pages
from white_cloud.text.disclosure import closing_card


@dataclass(frozen=True)
class Cut:
    """The timeline, and what a person should know about it."""

    timeline: Timeline
    remarks: tuple[str, ...] = ()


def cut(
    production: Production,
    spoken: Sequence[Treatment],
    shooting: Shooting,
    edit: EditDocument | None,
) -> Cut:
    """Assemble the film from lines that are treated and takes, and apply the edit; raise UserError where it cannot be made.

    Where only a part of the film is built, changes to the rest are passed over.
    """
    lines, plates, beds = voiced(production, spoken), shooting.plates(), bed_files(production)
    changes = _changes(edit, narrative.ids(production.screenplay)) if edit else []
    screenplay = _before(production.screenplay, changes)
    pages = credit_pages(screenplay, makers(screenplay, spoken, shooting))
    try:
        timeline = assemble(screenplay, Material(lines, plates, beds, title_card(screenplay), closing(screenplay), pages))
    except UserError as error:
        raise UserError(f"{error}{_short_takes(shooting)}") from error
    timeline = _after(timeline, changes)
    too_long = tuple(
        f"scene {over.scene!r} is led by its picture, and its speech is {over.frames} frames longer"
        for over in overruns(screenplay, lines)
    )
    return Cut(timeline, too_long + unheard_words(timeline, part=production.part))


def cut_on_paper(screenplay: Screenplay, edit: EditDocument | None) -> Timeline:
    """Return the film as it would be cut by the lengths asked, without a word, while its lines and takes are not all there."""
    changes = _changes(edit, narrative.ids(screenplay)) if edit else []
    screenplay = _before(screenplay, changes)
    plates = {shot.id: Plate(shot.id, 0, "", shot.frames + 2 * HANDLES, screenplay.rate) for _, _, shot in screenplay.shots()}
    beds = {bed.file: "" for _, scene in screenplay.scenes() for bed in scene.beds if bed.file}
    return _after(assemble(screenplay, Material({}, plates, beds, title_card(screenplay), closing(screenplay))), changes)


def _before(screenplay: Screenplay, changes: Sequence[tuple[str, Change]]) -> Screenplay:
    for where, change in changes:
        with _at(where):
            screenplay = edits.before_assembly(screenplay, (change,))
    return screenplay


def _after(timeline: Timeline, changes: Sequence[tuple[str, Change]]) -> Timeline:
    for where, change in changes:
        with _at(where):
            timeline = edits.after_assembly(timeline, (change,))
    return timeline


def unheard_words(timeline: Timeline, *, part: bool = False) -> tuple[str, ...]:
    """Return a remark on every word that an accent waits for and that nobody says where it is to fall.

    In a `part` of the film it may be said elsewhere.
    """
    places: dict[str, list[Clip]] = {}
    for clip in timeline.picture:
        for word in dict.fromkeys(accent.word for accent in clip.score.accents if accent.word):
            places.setdefault(word, []).append(clip)
    return tuple(
        f"the accent on {word!r} {'does not fall in this part' if part else 'never falls'}: nobody says it "
        f"from {clips[0].id} to {clips[-1].id}"
        for word, clips in places.items()
        if not any(_meets(clip, span, timeline.rate) for clip in clips for span in heard(timeline.voice, word))
    )


def _meets(clip: Clip, span: Span, rate: Fraction) -> bool:
    start, end = span
    return clip.start < end * rate and start * rate < clip.end


def _short_takes(shooting: Shooting) -> str:
    """Return a sentence on takes that were made for shorter shots and stay because new ones cost; else nothing."""
    short = [one.wanted for one in shooting.stale() if one.take and one.wanted.request["frames"] > one.take.facts["frames"]]
    if not short:
        return ""
    names, price = [wanted.id for wanted in short], total(wanted.price for wanted in short)
    asked, costs = " ".join(f"--reshoot {name}" for name in names), for_about(price, short[0].money)
    return f". What was made of {', '.join(names)} is for a shorter shot: `{asked}` buys it anew, {costs}"


def _changes(edit: EditDocument, ids: Collection[str]) -> list[tuple[str, Change]]:
    """Return the changes that concern what is being built, each with the place where it stands."""
    places = edit.places or (1,) * len(edit.changes)
    changes = zip(places, edit.changes, strict=True)
    return [(f"edits/{edit.name}.yaml:{line}", change) for line, change in changes if _named(change) <= set(ids)]


def _named(change: Change) -> set[str]:
    match change:
        case Swap(first=first, second=second):
            return {first, second}
        case Drop(line=line):
            return {line}
        case Gap(after=shot) | Trim(shot=shot) | Remove(shot=shot):
            return {shot}


@contextmanager
def _at(where: str) -> Iterator[None]:
    """Put the place in the edit before what is wrong with the cut."""
    try:
        yield
    except UserError as error:
        raise UserError(f"{where}: {error}") from error


def title_card(screenplay: Screenplay) -> Card:
    """Return the opening title: the film's title in every language."""
    return Card(
        tuple(("title", screenplay.title[language]) for language in screenplay.languages if language in screenplay.title)
    )


def closing(screenplay: Screenplay) -> Card:
    """Return the closing card that says what was synthesised, or an empty one where a person turned it off."""
    return closing_card(screenplay) if screenplay.disclosure else Card(())


def bed_files(production: Production) -> dict[str, str]:
    """Return the digests of the screenplay's own bed files by path; nothing is taken in yet."""
    files = {bed.file for _, scene in production.screenplay.scenes() for bed in scene.beds if bed.file}
    return {file: identity.file_digest(production.folder / file) for file in sorted(files)}


def take_in_beds(production: Production) -> None:
    """Copy the screenplay's own bed files into the store where they are not there yet."""
    blobs = production.store.blobs
    for file, digest in bed_files(production).items():
        if not blobs.has(digest):
            with storing(f"take in {file}", production.folder):
                copy = production.scratch() / "bed"
                shutil.copyfile(production.folder / file, copy)
                blobs.add(copy)
