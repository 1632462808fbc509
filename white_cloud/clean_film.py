"""The clean rendering of a finished film: the same cut without glitch, made where it is missing."""

from __future__ import annotations

from pathlib import Path

from white_cloud.build.events import Listener, unheard
from white_cloud.errors import UserError
from white_cloud.project import BuildOptions, open_project
from white_cloud.stages.metering import Film, finished, same_plates

#: The stages that make what a cut is made of; the clean rendering uses what is there.
_SOURCES = ("write", "voice", "shoot")


def clean_rendering(film: Film, clean: Path | None = None, jobs: int = 0, tell: Listener = unheard) -> Film:
    """Return the clean rendering of a film: that in `clean`, else in `clean/` beside it, made where it is missing or another's.

    Nothing is written, voiced, shot or paid for. Raises UserError, with the command to run, where it is not in a folder that
    was named, where the report does not say what the film was made by, and where what it was made of has changed since.
    """
    folder = clean or film.folder / "clean"
    if (folder / "report.json").is_file():
        found = finished(folder)
        if clean or same_plates(film, found):
            return found
    command = film.command(folder)
    if clean:
        raise UserError(f"there is no finished film in {clean}; make the clean rendering with `{command}`")
    if not film.made_by:
        raise UserError(
            f"{film.folder / 'report.json'} is of an earlier version and does not say by which edit the film was cut: make the "
            f"clean rendering with `{command}`, and --edit if there was one"
        )
    if film.home is None:
        raise UserError(f"{film.folder} lies in no folder with its {film.screenplay}: run `{command}` where that is")
    _build(film, folder, jobs, tell)
    return finished(folder)


def _build(film: Film, folder: Path, jobs: int, tell: Listener) -> None:
    project = open_project(film.screenplay)
    only = str(film.made_by["only"])
    options = BuildOptions(edit=film.edit, out=folder, profile=film.profile, only=only, jobs=jobs, clean=True)
    for stage in project.plan(options):
        if stage.stage in _SOURCES and (wanted := stage.made()):
            raise UserError(
                f"what {film.folder} was made of has changed since ({stage.stage} {wanted[0].id}: {wanted[0].reason}): "
                f"build it again with `{film.command()}`"
            )
    project.build(options, tell)
