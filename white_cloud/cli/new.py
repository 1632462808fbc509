"""`white-cloud new`: begin a film."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from white_cloud.cli.app import say, shown


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; its name becomes the film's.", show_default=False)],
) -> None:
    """Make a film folder that builds: a small screenplay, a voice, and room for the rest."""
    from white_cloud.new_film import new_film

    screenplay = new_film(folder)
    say(f"{shown(screenplay)} is yours to write in. Build it with:")
    say(f"  white-cloud build {shown(screenplay)}")
