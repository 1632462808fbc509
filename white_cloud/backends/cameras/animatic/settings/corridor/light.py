"""The light of a dormitory corridor: tubes, the window at its end, and what falls out of the doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, colour
from white_cloud.backends.cameras.animatic.rooms.lamps import Lamps, corner_shade, grid
from white_cloud.backends.cameras.animatic.settings.corridor.paint import (
    DOOR_HEIGHT,
    DOOR_WIDTH,
    END,
    HALF,
    HEIGHT,
    START,
    Door,
)  # fmt: skip

_FINE = 9.0  # texels of the light maps a metre
_FLOOR_FINE = 24.0
_LENGTH = END - START
_TUBE = 1.9  # what a tube sends at 1 m, for a radiance of its own colour


@dataclass(frozen=True)
class Hour:
    """What shines: how many of the tubes burn (0..1), their colour, the window's and the rooms' colours, linear BGR.

    `rooms` is the part of the doors behind which there is light; `air` is the haze's colour.
    """

    burning: float
    tube: Array
    pane: Array
    room: Array
    rooms: float
    air: Array
    ambient: float = 0.5


HOURS = {
    "": Hour(0.75, colour("#dff0dc", 1.0), colour("#c3cdd0", 1.5), colour("#f0cf9c", 1.0), 0.4, colour("#a9b3a4", 0.10)),
    "night": Hour(
        0.22, colour("#d6efd9", 0.95), colour("#31425f", 0.12), colour("#ffb566", 1.5), 0.6, colour("#7d8a74", 0.035), 0.42
    ),
    "dusk": Hour(
        0.35, colour("#e6f0d6", 0.65), colour("#f0995a", 4.8), colour("#ffbd78", 1.3), 0.5, colour("#c08b62", 0.22), 0.9
    ),
    "dawn": Hour(
        0.3, colour("#dceae0", 0.6), colour("#a9c1e0", 3.4), colour("#ffb972", 1.2), 0.4, colour("#8fa3bd", 0.20), 0.8
    ),
    "day": Hour(0.0, colour("#dff0dc", 0.0), colour("#e9ecdf", 9.0), colour("#dfe6e2", 3.2), 0.85, colour("#c6c9bb", 0.5), 1.7),
}


@dataclass(frozen=True)
class Lighting:
    """Irradiance of the corridor's surfaces (h, w, 3) and, along y, of a thing in its middle: `along` (n, 3).

    `faltering` (n,) is the part of all light at each y that comes from the tube that flickers.
    """

    left: Array = field(repr=False)
    right: Array = field(repr=False)
    end: Array = field(repr=False)
    floor: Array = field(repr=False)
    ceiling: Array = field(repr=False)
    along: Array = field(repr=False)
    faltering: Array = field(repr=False)


def tube_lamps(y: float, tint: Array) -> Lamps:
    """Return the light of one tube under the ceiling."""
    return Lamps.line((0, y - 0.6, HEIGHT - 0.06), (0, y + 0.6, HEIGHT - 0.06), tint, (0, 0, 0))


def door_lamps(door: Door, right: bool) -> Lamps:
    """Return the light that falls out of a doorway."""
    wide = DOOR_WIDTH * door.gap
    x, out = (HALF, -1.0) if right else (-HALF, 1.0)
    start = door.y + DOOR_WIDTH - wide
    # right x up must point into the corridor
    corner, across = ((x, start, 0.1), (0, wide, 0)) if out > 0 else ((x, start + wide, 0.1), (0, -wide, 0))
    return Lamps.pane(corner, across, (0, 0, DOOR_HEIGHT - 0.2), door.room * np.float32(1.5 * wide))


def lighting(
    tubes: Sequence[tuple[float, bool]], doors: Sequence[tuple[Door, bool]], hour: Hour, flickering: float | None
) -> Lighting:
    """Return the light of all burning tubes, of doors (door, whether on the right) and of the window."""
    lamps = [tube_lamps(y, hour.tube * np.float32(_TUBE)) for y, burns in tubes if burns]
    lamps += [door_lamps(door, right) for door, right in doors if door.gap]
    lamps.append(Lamps.pane((0.58, END - 0.02, 0.95), (-1.16, 0, 0), (0, 0, 1.35), hour.pane * np.float32(3.0)))
    one = Lamps.all([tube_lamps(flickering, hour.tube * np.float32(_TUBE))] if flickering is not None else [])
    direct, faint = _direct(Lamps.all(lamps)), _direct(one)
    bounce = _bounce(direct, hour)
    shares = _mean_along(faint) / np.maximum(_mean_along(direct) + bounce * 0.8, 1e-4)
    maps = _lifted(direct, bounce)
    maps[3] = _with_patches(maps[3], doors)
    along = _mean_along(direct) + bounce
    left, right, end, floor, ceiling = maps
    faltering = np.clip(shares.mean(1), 0, 1).astype(np.float32)
    return Lighting(left, right, end, floor, ceiling, along.astype(np.float32), faltering)


def _direct(lamps: Lamps) -> list[Array]:
    long, tall, wide = (round(metres * _FINE) for metres in (_LENGTH, HEIGHT, 2 * HALF))
    fine = (round((2 * HALF + 0.6) * _FLOOR_FINE), round(_LENGTH * _FLOOR_FINE))
    north, up = (0, _LENGTH, 0), (0, 0, HEIGHT)
    floor = cv2.resize(
        lamps.on(grid((-HALF - 0.3, START, 0), north, (2 * HALF + 0.6, 0, 0), (wide, long)), (0, 0, 1)), fine[::-1]
    )
    return [
        lamps.on(grid((-HALF, START, 0), north, up, (tall, long)), (1, 0, 0)),
        lamps.on(grid((HALF, START, 0), north, up, (tall, long)), (-1, 0, 0)),
        lamps.on(grid((-HALF, END, 0), (2 * HALF, 0, 0), up, (tall, wide)), (0, -1, 0)),
        floor,
        lamps.on(grid((-HALF, START, HEIGHT), north, (2 * HALF, 0, 0), (wide, long)), (0, 0, -1)),
    ]


def _mean_along(maps: Sequence[Array]) -> Array:
    """Return the mean light (n, 3) round the corridor at each of n places along it."""
    sides = [maps[i].mean(0) for i in (0, 1, 3, 4)]
    count = sides[0].shape[0]
    even = [cv2.resize(np.ascontiguousarray(side[None]), (count, 1), interpolation=cv2.INTER_AREA)[0] for side in sides]
    mean: Array = np.mean(even, 0)
    return mean


def _bounce(direct: Sequence[Array], hour: Hour) -> Array:
    mean = _mean_along(direct)[None]
    near, far = blur(np.ascontiguousarray(mean), 1.1 * _FINE), blur(np.ascontiguousarray(mean), 4.0 * _FINE)
    return np.asarray((0.6 * near + 0.7 * far)[0] * hour.ambient + hour.air * 0.2 + hour.tube * 0.004, np.float32)


def _lifted(direct: Sequence[Array], bounce: Array) -> list[Array]:
    """Add the light that comes back from all round, less of it in the corners."""
    lifted = []
    for number, light in enumerate(direct):
        rows, columns = light.shape[:2]
        tall = HEIGHT if number < 3 else 2 * HALF
        metres = (np.arange(rows, dtype=np.float32) + 0.5) / rows * tall
        shade = corner_shade(metres) * corner_shade(tall - metres)
        around = cv2.resize(bounce[None], (columns, 1)) if number != 2 else np.broadcast_to(bounce[-1], (1, columns, 3))
        lifted.append((light + shade[:, None, None] * around).astype(np.float32))
    return lifted


def _with_patches(floor: Array, doors: Sequence[tuple[Door, bool]]) -> Array:
    """Throw the sharper light of each room's own lamp through its doorway onto the floor."""
    rows, columns = floor.shape[:2]
    for door, right in doors:
        if not door.gap:
            continue
        start, stop = door.y + DOOR_WIDTH * (1 - door.gap), door.y + DOOR_WIDTH
        x, out = (HALF, -1) if right else (-HALF, 1)
        far = x + out * 1.55
        outline = np.array([(start, x), (stop, x), (stop + 0.28, far), (start - 0.42, far)])
        pixels = ((outline - (START, -HALF - 0.3)) * _FLOOR_FINE * 16).round().astype(np.int32)
        patch: Array = np.zeros((rows, columns), np.float32)
        cv2.fillConvexPoly(patch, pixels, 1.0, cv2.LINE_8, 4)
        patch = cv2.GaussianBlur(patch, (0, 0), 0.05 * _FLOOR_FINE)
        v = (np.arange(rows, dtype=np.float32) + 0.5) / _FLOOR_FINE - HALF - 0.3
        patch *= np.exp(-np.abs(v - x) / 0.85)[:, None]
        floor = floor + patch[..., None] * (door.room * np.float32(0.9))
    return floor
