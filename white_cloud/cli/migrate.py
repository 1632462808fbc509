"""`white-cloud migrate`: rewrite documents in the newest form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from white_cloud.cli.app import say, shown


def migrate(
    files: Annotated[list[Path], typer.Argument(help="Documents of any kind.", show_default=False)],
) -> None:
    """Rewrite documents in the newest form of their kind; comments and order stay. Older forms are read without this."""
    from white_cloud.examine import migrate_document

    for path in files:
        say(f"{shown(path)}: {'rewritten' if migrate_document(path) else 'is of the newest form already'}")
