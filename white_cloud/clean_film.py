"""The clean rendering of a finished film: the same cut without glitch, made where it is missing."""

from __future__ import annotations

from pathlib import Path

from white_cloud.build.events import Listener, unheard
from white_cloud.errors import UserError
from white_cloud.project import BuildOptions, open_project
from white_cloud.stages.metering import Film, finished, same_plates

#: The stages that make what a cut is made of; the clean rendering uses what is there, and treats its voices again if need be.
_SOURCES = ("write", "voice", "shoot")


def clean_rendering(film: Film, clean: Path | None = None, jobs: int = 0, tell: Listener = unheard) -> Film:
    """Return the clean rendering of a film: that in `clean`, else in `clean/` beside it, made where it is missing or another's.

    Nothing is written, voiced, shot or paid for. Raises UserError, with the command to run, where it is not in a folder that
    was named, where the report does not say what the film was made by, and where what it was made of has changed since.
    """
    folder = clean or film.folder / "clean"
    if clean:
        if not (folder / "report.json").is_file():
            command = film.command(folder)
            raise UserError(f"there is no finished film in {clean}; make the clean rendering with `{command}`")
        return finished(folder)
    if (found := _standing(folder)) and same_plates(film, found):
        return found
    _build(film, folder, jobs, tell)
    made = finished(folder)
    if not same_plates(film, made):
        raise UserError(
            f"{film.folder} shows other captions or cards than {film.screenplay} now asks for, or is an earlier renderer's: "
            f"build it again with `{film.command()}`"
        )
    return made


def _standing(folder: Path) -> Film | None:
    """Return the finished film in a folder of our own; None where there is none that can be used."""
    try:
        return finished(folder)
    except UserError:  # it is made anew
        return None


def _build(film: Film, folder: Path, jobs: int, tell: Listener) -> None:
    if not film.made_by:
        raise UserError(
            f"{film.folder / 'report.json'} is of an earlier version and does not say by which edit the film was cut: make the "
            f"clean rendering with `{film.command(folder)}`, and --edit if there was one"
        )
    if film.home is None:
        command = film.command(folder)
        raise UserError(f"{film.folder} lies in no folder with its {film.screenplay}: run `{command}` where that is")
    project = open_project(film.screenplay)
    only = str(film.made_by["only"])
    options = BuildOptions(edit=film.edit, out=folder, profile=film.profile, only=only, jobs=jobs, clean=True)
    for stage in project.plan(options):
        if stage.stage in _SOURCES and (wanted := [step for step in stage.made() if step.state != "untreated"]):
            raise UserError(
                f"what {film.folder} was made of has changed since ({stage.stage} {wanted[0].id}: {wanted[0].reason}): "
                f"build it again with `{film.command()}`"
            )
    project.build(options, tell)
