"""`white-cloud takes`: what was shot and spoken."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from typing import Annotated

import typer

from white_cloud.cli.app import Json, Screenplay, say


def takes(
    screenplay: Screenplay,
    subject: Annotated[str, typer.Argument(help="A shot or a line, by its id; all when left out.")] = "",
    json: Json = False,
) -> None:
    """List the takes of a film: number, backend, frames or seconds, when it was made, and whether the next cut uses it.

    Choose or reject takes in edits/NAME.takes.yaml (chosen: {pit_01: 2}).
    """
    from white_cloud.project import open_project

    project = open_project(screenplay)
    found = project.takes(subject)
    in_cut = project.takes_in_cut()
    if json:
        say(json_format.dumps([asdict(take) for take in found], ensure_ascii=False))
        return
    for take in found:
        length = f"{take.facts['frames']} frames" if "frames" in take.facts else f"{take.facts.get('seconds', '?')} s"
        used = "  in the cut" if (take.subject, take.number) in in_cut else ""
        say(f"{take.subject}  take {take.number}  {take.backend}  {length}  {take.made}  {take.reel}{used}")
    if not found:
        say(f"no takes of {subject} yet" if subject else "no takes yet; `white-cloud build` makes them")
