"""What a worker does for a shot: gets its take from the camera, in one piece or in chunks that it joins, and looks at it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud.backends.base import Progress, silent
from white_cloud.backends.cameras.base import CameraBase, Footage, ShotRequest
from white_cloud.backends.desk import Errand
from white_cloud.backends.drive import obtain
from white_cloud.stages.own_files import stamp

#: A take's file, what the film needs to know of it, and what was recorded of its making.
Taken = tuple[Path, dict[str, Any], dict[str, Any]]


def shoot(
    camera: type[CameraBase],
    request: ShotRequest,
    folder: Path,
    progress: Progress = silent,
    errand: Errand | None = None,
) -> Taken:
    """Get one take from a camera and look at what it delivered."""
    chunks = chunk_requests(camera, request)
    if len(chunks) == 1:
        footage = obtain(camera, request, folder, progress, errand)
    else:
        # a shot that the budget cannot finish is not begun
        with errand.reserved(camera, chunks) if errand and not errand.fetches else nullcontext():
            footage = _joined(camera, chunks, folder, progress, errand)
    cost = {"cost": str(footage.cost), "currency": camera.currency} if footage.cost else {}
    return footage.path, look_at(footage.path), {**cost, **footage.record}


def chunk_requests(camera: type[CameraBase], request: ShotRequest) -> tuple[ShotRequest, ...]:
    """Return what is asked of the camera for each chunk of a shot; where a later one starts from is known once it is made."""
    lengths = camera.chunks(request)
    if len(lengths) == 1:
        return (request,)
    found, at = [], 0
    for number, frames in enumerate(lengths):
        turning = (Fraction(at, request.frames), Fraction(at + frames, request.frames))
        shown_again = 1 if number else 0
        found.append(replace(request, frames=frames + shown_again, turning=turning))
        at += frames
    return tuple(found)


def _joined(
    camera: type[CameraBase], chunks: Sequence[ShotRequest], folder: Path, progress: Progress, errand: Errand | None
) -> Footage:
    """Make chunks one after the other, each from the last frame of the one before, and join them to one file."""
    from white_cloud.media.chunks import join_chunks, write_last_frame

    made: list[Footage] = []
    for number, chunk in enumerate(chunks):
        place = folder / f"chunk{number}"
        place.mkdir()
        if made:
            chunk = replace(chunk, image=write_last_frame(made[-1].path, place / "from.png"))  # noqa: PLW2901
        made.append(obtain(camera, chunk, place, _part_of(progress, number, len(chunks)), errand))
    path = folder / "take.mp4"
    join_chunks([one.path for one in made], path)
    records = [dict(one.record) for one in made]
    return Footage(path, sum((one.cost for one in made), Fraction(0)), {**records[0], "chunks": records})


def _part_of(progress: Progress, number: int, count: int) -> Progress:
    return lambda part: progress((number + part) / count)


def take_in(path: Path, folder: Path) -> Taken:
    """Look at a person's own file, and copy it; raise MediaError that names it when it is no picture."""
    facts = look_at(path)
    copy = folder / path.name
    shutil.copyfile(path, copy)
    return copy, {**facts, **stamp(path)}, {}


def look_at(path: Path) -> dict[str, Any]:
    """Return what the film needs to know of a picture file: frames and rate; raise MediaError when it cannot be read."""
    from white_cloud.media.probe import probe

    facts = probe(path)
    return {"frames": facts.frames, "rate": str(facts.rate), "size": list(facts.size)}
