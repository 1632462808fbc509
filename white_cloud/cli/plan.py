"""`white-cloud plan`: what a build would make, re-use, and why."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from white_cloud.cli.app import Json, Screenplay, say


def plan(
    screenplay: Screenplay,
    edit: Annotated[Path | None, typer.Option(help="Plan the cut of this edit.")] = None,
    out: Annotated[Path | None, typer.Option(help="Plan for delivery into this folder.")] = None,
    profile: Annotated[Literal["draft", "review", "master"], typer.Option(help="Plan for this profile.")] = "master",
    only: Annotated[str, typer.Option(help="Plan one act, scene, shot or line.", show_default=False)] = "",
    clean: Annotated[bool, typer.Option("--clean", help="Plan a render without glitch.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Also list what would be re-used.")] = False,
    json: Json = False,
) -> None:
    """Say what a build would make, re-use, and why. Makes nothing."""
    from white_cloud.project import BuildOptions, open_project

    plans = open_project(screenplay).plan(BuildOptions(edit=edit, out=out, profile=profile, only=only, clean=clean))
    if json:
        say(json_format.dumps([asdict(stage) for stage in plans], ensure_ascii=False))
        return
    for stage in plans:
        wanted = stage.made()
        if all(step.state == "blocked" for step in wanted) and wanted:
            say(f"{stage.stage}: waits, {wanted[0].reason}")
            continue
        count = f"{len(wanted)} to make" if wanted else "nothing to make"
        say(f"{stage.stage}: {count}, {len(stage.reused())} re-used")
        for step in stage.steps if all_ else wanted:
            say(f"  {step.id}: {step.state}, {step.reason}")
        for remark in stage.remarks:
            say(f"  note: {remark}")
