"""`white-cloud meter`: what glitch did to a film, measured."""

from __future__ import annotations

import json as json_format
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from white_cloud.cli.app import Json, say, shown
from white_cloud.cli.table import say_table


def meter(
    film: Annotated[Path, typer.Argument(help="The folder that a finished film lies in, as build/NAME.", show_default=False)],
    clean: Annotated[
        Path | None,
        typer.Option(help="The folder of its clean rendering; FILM/clean, made if need be, unless said.", show_default=False),
    ] = None,
    every: Annotated[int, typer.Option(min=1, help="Measure every frame (1), every second (2), ...")] = 2,
    jobs: Annotated[int, typer.Option(min=0, help="Workers at once; 0 is one for each core.")] = 0,
    json: Json = False,
) -> None:
    """Measure what glitch did to a film, clip by clip, against the same cut rendered without it.

    The clean rendering is that of `white-cloud build ... --clean --out DIR`. Says for each clip the loss of similarity
    (1 - SSIM), the floor (what encoding the clean film once more loses), the residual (change from frame to frame that is no
    motion), how far colours went, and how much borders of blocks show. Writes meter.json and meter.png beside the film.
    """
    from white_cloud.build.events import unheard
    from white_cloud.build.executors import Pool
    from white_cloud.clean_film import clean_rendering
    from white_cloud.cli.listeners import listening
    from white_cloud.stages import metering

    found = metering.finished(film)
    with listening(json=False) as told:
        tell = unheard if json else told
        plain = clean_rendering(found, clean, jobs, tell)
        with Pool(jobs or os.cpu_count() or 1) as pool:
            data = metering.measure(found, plain, every, pool, tell)
    if json:
        say(json_format.dumps(data, ensure_ascii=False))
        return
    _say_clips(data)
    _say_whole(data)
    for name in ("meter.json", "meter.png"):
        say(shown(film / name))


def _say_clips(data: Mapping[str, Any]) -> None:
    head = ["clip", "act", "drift", "loss", "floor", "residual", "chroma", "blocks"]
    rows = [
        [
            clip["clip"],
            clip["act"],
            f"{clip['drift']:.3f}" if clip["shot"] else "",
            f"{clip['loss']:.4f}",
            f"{clip['floor']:.4f}",
            f"{clip['residual']:z.2f}",
            f"{clip['chroma']:.2f}",
            f"{clip['blockiness']:z.3f}",
            "",
        ]
        for clip in data["clips"]
    ]
    say_table(head, rows, to_the_right={*head[2:]})


def _say_whole(data: Mapping[str, Any]) -> None:
    """Say the figures of the whole under the table; what there is nothing to say of is left out."""
    rank = data["spearman"]
    say(f"drift and loss: Spearman {rank:.3f}" if rank is not None else "drift and loss: no correlation to speak of")
    if floor := data["floor"]:
        say(f"floor: {floor['mean']:.4f} on average, {floor['greatest']:.4f} at most")
    if calm := data["calm"]:
        say(f"drift under 0.05: {calm['clips']} clips, at most {calm['beyond_floor']:z.4f} beyond the floor ({calm['worst']})")
    for what, found in (("drift over 0.75", data["far"]), ("last act", data["last_act"])):
        if found:
            least = f"{found['least']:.4f} at least ({found['clip']})"
            say(f"{what}: {found['clips']} clips, lose {least}, {found['mean']:.4f} on average")
    if step := data["step"]:
        say(f"greatest step without an accent: {_change(step)}; jumps: {len(data['jumps'])}")
    for jump in data["jumps"]:
        say(f"jump: {_change(jump)}")


def _change(step: Mapping[str, Any]) -> str:
    return f"{step['from']} to {step['to']}, {step['loss']:.4f} for {step['drift']:.4f} of drift"
