"""`white-cloud check`: validate a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from white_cloud.cli.app import say, shown


def check(
    files: Annotated[
        list[Path], typer.Argument(help="Screenplays, scripts, voices, edits or takes documents.", show_default=False)
    ],
) -> None:
    """Validate documents; say every problem with its line and column, and what cameras will not understand."""
    from white_cloud.examine import check_document

    for path in files:
        for note in check_document(path):
            say(f"{shown(path)}:{note.line}:{note.column}: note: {note.message}")
        say(f"{shown(path)}: in order")
