"""`white-cloud survey`: what the pixels of a take show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from white_cloud.cli.app import Screenplay, say, shown


def survey(
    screenplay: Screenplay,
    shot: Annotated[str, typer.Argument(help="The shot, by its id.", show_default=False)],
    frame: Annotated[int, typer.Option(min=0, help="The frame of the take, from 0.")] = 0,
    take: Annotated[
        int, typer.Option(min=0, help="The number of the take; the one that the cut uses unless said.", show_default=False)
    ] = 0,
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("survey"),
) -> None:
    """Write what every pixel of a take's frame shows and how far away it is: exact, for cameras that know their scene.

    SHOT_FRAME.classes.png is indexed by class, SHOT_FRAME.depth.tif holds metres, SHOT_FRAME.json says which class is which.
    """
    from white_cloud.media.survey_files import write_survey
    from white_cloud.project import open_project

    found = open_project(screenplay).survey(shot, frame, take)
    for path in write_survey(found, out, f"{shot}_{frame:05d}"):
        say(shown(path))
