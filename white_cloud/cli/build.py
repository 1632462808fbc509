"""`white-cloud build`: make the film."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

import typer

from white_cloud.cli.app import Json, Screenplay, say, shown
from white_cloud.errors import UserError


def build(
    screenplay: Screenplay,
    edit: Annotated[Path | None, typer.Option(help="Cut by this edit (edits/NAME.yaml) instead of the plain assembly.")] = None,
    out: Annotated[Path | None, typer.Option(help="Deliver into this folder instead of build/NAME.")] = None,
    profile: Annotated[
        Literal["draft", "review", "master"],
        typer.Option(help="draft: half size, fast. review: timecode, shot, take and drift burnt in. master: the film."),
    ] = "master",
    only: Annotated[str, typer.Option(help="Build one act, scene, shot or line, by its id.", show_default=False)] = "",
    until: Annotated[
        Literal["write", "voice", "shoot", "cut", "mix", "render", "deliver"], typer.Option(help="Stop after this stage.")
    ] = "deliver",
    jobs: Annotated[int, typer.Option(min=0, help="Workers at once; 0 is one for each core.")] = 0,
    clean: Annotated[bool, typer.Option("--clean", help="Render without glitch.")] = False,
    rewrite: Annotated[
        list[str] | None, typer.Option(help="Have this line written anew (repeatable), or `stale` for all that are.")
    ] = None,
    reshoot: Annotated[
        list[str] | None, typer.Option(help="Make this shot or line once more (repeatable), or `stale` for all that are.")
    ] = None,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Spend at most this much in this build, in the money of the price table.", show_default=False),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(help="Keep all that is exchanged with hosted backends in this folder, without keys.", show_default=False),
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(help="Ask no hosted backend: answer from this recording, without network or key.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Build a film from its screenplay: write, voice, shoot, cut, mix, render, deliver.

    Only what changed is made again, and what costs only where there is nothing to use or --reshoot says so; orders go through
    the ledger, so that none is paid twice. Ctrl-C stops cleanly, and the next build goes on from there. The newest film lies
    in build/NAME, whatever its profile or edit; every finished one is kept under build/NAME/cuts. With --json every event is
    a line of JSON on standard output.
    """
    from white_cloud.cli.listeners import listening
    from white_cloud.project import BuildOptions, open_project

    again = (tuple(rewrite or ()), tuple(reshoot or ()))
    if budget is not None and not isfinite(budget):
        raise UserError(f"a budget is a sum of money, not {budget}")
    limit = None if budget is None else Fraction(str(budget))
    options = BuildOptions(edit, out, profile, only, until, jobs, clean, *again, limit, record, replay)
    project = open_project(screenplay)
    with listening(json=json) as tell:
        project.build(options, tell)
    if not json and until == "write":
        say(f"The words stand in {shown(project.script_path)}; edit or lock them there.")
