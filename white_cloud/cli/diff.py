"""`white-cloud diff`: what changed between two cuts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from white_cloud.cli.app import say


def diff(
    first: Annotated[int, typer.Argument(help="The number of a cut, as under build/NAME/cuts.", show_default=False)],
    second: Annotated[int, typer.Argument(help="The number of another.", show_default=False)],
    film: Annotated[Path | None, typer.Option(help="The folder that holds cuts/; found when there is only one film.")] = None,
) -> None:
    """Say what changed between two finished cuts: clips moved, trimmed, reshot, lines reworded, length and sound."""
    from white_cloud.stages.cut_diff import compare_cuts, find_cuts

    for sentence in compare_cuts(find_cuts(film), first, second):
        say(sentence)
