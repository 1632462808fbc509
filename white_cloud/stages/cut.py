"""Cut: lines and takes become a timeline, by the assembly and then by what the edit changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from white_cloud import identity
from white_cloud.film import edits
from white_cloud.film.assembly import Material, Voiced, assemble, overruns
from white_cloud.film.edit_changes import EditDocument
from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Card, Plate, Timeline
from white_cloud.stages.production import Production
from white_cloud.text.disclosure import closing_card


@dataclass(frozen=True)
class Cut:
    """The timeline, and what a person should know about it."""

    timeline: Timeline
    remarks: tuple[str, ...] = ()


def cut(
    production: Production,
    lines: Mapping[str, tuple[Voiced, ...]],
    plates: Mapping[str, Plate],
    edit: EditDocument | None,
) -> Cut:
    """Assemble the film and apply the edit; raise UserError for a cut that cannot be made."""
    screenplay = production.screenplay
    changes = edit.changes if edit else ()
    screenplay = edits.before_assembly(screenplay, changes)
    timeline = assemble(screenplay, Material(lines, plates, bed_files(production), title_card(screenplay), closing(screenplay)))
    timeline = edits.after_assembly(timeline, changes)
    remarks = tuple(
        f"scene {over.scene!r} is led by its picture, and its speech is {over.frames} frames longer"
        for over in overruns(screenplay, lines)
    )
    return Cut(timeline, remarks)


def title_card(screenplay: Screenplay) -> Card:
    """Return the opening title: the film's title in every language."""
    return Card(
        tuple(("title", screenplay.title[language]) for language in screenplay.languages if language in screenplay.title)
    )


def closing(screenplay: Screenplay) -> Card:
    """Return the closing card that says what was synthesised, or an empty one where a person turned it off."""
    return closing_card(screenplay) if screenplay.disclosure else Card(())


def bed_files(production: Production) -> dict[str, str]:
    """Take the screenplay's own bed files into the store and return their blobs by path."""
    import shutil

    found: dict[str, str] = {}
    blobs = production.store.blobs
    for _, scene in production.screenplay.scenes():
        for bed in scene.beds:
            if bed.file and bed.file not in found:
                path = production.folder / bed.file
                digest = identity.file_digest(path)
                if not blobs.has(digest):
                    copy = production.scratch() / path.name
                    shutil.copyfile(path, copy)
                    blobs.add(copy)
                found[bed.file] = digest
    return found
