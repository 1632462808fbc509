"""`white-cloud score`: which effects work on every clip, and how strongly."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from white_cloud.cli.app import Json, Screenplay, say, shown
from white_cloud.cli.table import say_table

if TYPE_CHECKING:
    from white_cloud.glitch.sheet import ClipScore
    from white_cloud.project import ScoredCut


def score(
    screenplay: Screenplay,
    edit: Annotated[Path | None, typer.Option(help="The score of this edit's cut.")] = None,
    only: Annotated[str, typer.Option(help="One act, scene or shot.", show_default=False)] = "",
    picture: Annotated[
        Path | None, typer.Option(help="Also draw it, over the length of the film, into this PNG.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """Say which effects work on every clip and how strongly, as they follow from drift, keyframes and accents.

    Strengths run from 0 to 1, from a clip's first frame to its last, with the strongest in between where it is higher. Nothing
    is rendered; while lines or takes are not made yet, the cut is taken by the lengths asked.
    """
    from white_cloud.project import BuildOptions, open_project
    from white_cloud.timecode import frames_to_timecode

    scored = open_project(screenplay).score(BuildOptions(edit=edit, only=only))
    if picture:
        scored.draw(picture)
    if json:
        say(json_format.dumps(_data(scored), ensure_ascii=False))
        return
    rate = scored.timeline.rate
    rows = [
        (one.clip.id, frames_to_timecode(one.clip.start, rate), str(one.clip.frames), *_drift(one), _effects(one))
        for one in scored.clips
    ]
    say_table(("clip", "starts", "frames", "drift", "to"), rows, to_the_right={"frames"})
    for note in scored.notes:
        say(f"note: {note}")
    if picture:
        say(f"drawn in {shown(picture)}")


def _drift(one: ClipScore) -> tuple[str, str]:
    return f"{one.drift[0]:.3f}", f"{one.drift[-1]:.3f}"


def _effects(one: ClipScore) -> str:
    return ", ".join(f"{name} {_course(strengths)}" for name, strengths in one.strengths.items()) or "none"


def _course(strengths: Sequence[float]) -> str:
    """Return a course of strengths in short: its ends, and its peak where that is in between."""
    first, last, peak = strengths[0], strengths[-1], max(strengths)
    between = f" ^ {peak:.2f}" if peak > max(first, last) + 0.005 else ""
    return f"{first:.2f}{between} > {last:.2f}" if between or abs(first - last) >= 0.005 else f"{first:.2f}"


def _data(scored: ScoredCut) -> dict[str, Any]:
    clips = [
        {
            "clip": one.clip.id,
            "act": one.clip.act,
            "scene": one.clip.scene,
            "start": one.clip.start,
            "frames": one.clip.frames,
            "drift": [round(drift, 4) for drift in one.drift],
            "effects": [
                {
                    "effect": name,
                    "revision": one.effects[name].revision,
                    "seed": one.effects[name].seed,
                    "strength": [round(strength, 4) for strength in strengths],
                }
                for name, strengths in one.strengths.items()
            ],
        }
        for one in scored.clips
    ]
    return {"film": scored.timeline.name, "rate": str(scored.timeline.rate), "clips": clips, "notes": list(scored.notes)}
