"""A street's line on the plan and its surface: lanes, kerbs, pavements, zebra crossings, and the lamplight on them.

Places in a street are metres along it and across it, to the right of its middle as one looks along. Every 160 m a street
crosses another: the crossing lies between 0 and 30 m along.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, colour, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.plan import BLOCK, CELL
from white_cloud.backends.cameras.animatic.settings.city.ripmap import Ripmap

#: Metres from crossing to crossing, of a crossing, from lamp to lamp, of a lane.
PERIOD, CROSSING, LAMPS, LANE = BLOCK * CELL, 30.0, 32.0, 3.4
#: Where the zebra before a crossing and the one behind it lie, and the line at which cars stop: metres along.
ZEBRAS, STOP = ((-7.0, -3.2), (CROSSING + 3.0, CROSSING + 6.8)), -8.6
_TEXELS = (512, 1024)


@dataclass(frozen=True)
class Road:
    """A street: a point (x, y) of its middle where a crossing begins, its `yaw` (a multiple of 90), half its whole width."""

    x: float
    y: float
    yaw: float
    half: float

    @classmethod
    def through(cls, x: float, y: float, yaw: float, half: float) -> Road:
        """Return the street along `yaw` degrees whose middle goes through a place."""
        ahead = round(math.sin(math.radians(yaw))), round(math.cos(math.radians(yaw)))
        back = CROSSING if sum(ahead) < 0 else 0.0
        start_x = math.floor(x / PERIOD) * PERIOD + back if ahead[0] else x
        start_y = math.floor(y / PERIOD) * PERIOD + back if ahead[1] else y
        return cls(start_x, start_y, yaw, half)

    @property
    def kerb(self) -> float:
        """Return the metres from the middle to the kerb."""
        return self.half * 0.70

    @property
    def lanes(self) -> int:
        """Return the lanes of each direction; what is left beside them is for parking."""
        return max(1, int((self.kerb - 1.6) / LANE))

    def middle_of(self, lane: int) -> float:
        """Return how far across the middle of a lane lies: 0 is the innermost on the right, -1 the innermost on the left."""
        return (lane + 0.5) * LANE

    def place(self, along: Array | float, across: Array | float) -> tuple[Array, Array]:
        """Return x and y of places in the street."""
        a = math.radians(self.yaw)
        along, across = np.asarray(along), np.asarray(across)
        return self.x + math.sin(a) * along + math.cos(a) * across, self.y + math.cos(a) * along - math.sin(a) * across

    def along(self, x: Array | float, y: Array | float) -> Array:
        """Return the metres along the street of places."""
        a = math.radians(self.yaw)
        return np.asarray(
            (np.asarray(x) - self.x) * np.float32(math.sin(a)) + (np.asarray(y) - self.y) * np.float32(math.cos(a))
        )

    def across(self, x: Array | float, y: Array | float) -> Array:
        """Return the metres across the street of places."""
        a = math.radians(self.yaw)
        return np.asarray(
            (np.asarray(x) - self.x) * np.float32(math.cos(a)) - (np.asarray(y) - self.y) * np.float32(math.sin(a))
        )


def paved(road: Road, seed: int) -> Array:
    """Return the street's surface (along, across, 4): linear albedo and, fourth, the light of its lamps."""
    columns, rows = _TEXELS
    across = ((np.arange(columns, dtype=np.float32) + 0.5) / columns * 2 - 1)[None] * road.half
    along = ((np.arange(rows, dtype=np.float32) + 0.5) / rows * PERIOD)[:, None]
    side = np.abs(across)
    crossing = along < CROSSING
    noise = cv2.resize(spectral_noise(512, 0.9, seed + 3, 4), (columns, rows))
    blotch = cv2.resize(spectral_noise(256, 1.7, seed + 4, 2), (columns, rows))
    tone = 0.072 * (1 + 0.16 * noise + 0.14 * blotch)
    rut = np.cos((side % LANE) / LANE * 4 * np.pi)
    tone *= np.where(crossing | (side > road.lanes * LANE), 1, 1 - 0.06 * rut)
    walk = _pavement(along, side, road, noise)
    tone = np.where((side > road.kerb) & ~crossing, walk, tone)
    paint = np.repeat(tone[..., None], 3, 2) * np.array([1.0, 0.99, 0.97], np.float32)
    white, yellow = _lines(along, across, road)
    worn = np.clip(0.8 + 0.18 * noise + 0.12 * blotch, 0.25, 1)[..., None]
    for mask, code in ((white, "#d8d6cc"), (yellow, "#d0a23c")):
        paint += (colour(code, 0.75) - paint) * (mask[..., None] * worn)
    return np.dstack([paint, _lamplight(along, across, road)]).astype(np.float32)


def _pavement(along: Array, side: Array, road: Road, noise: Array) -> Array:
    """Return the albedo of slabs with joints, and of the kerb."""
    joints = (np.abs(along % 0.9 - 0.45) > 0.41) | (np.abs(side % 0.9 - 0.45) > 0.41)
    slabs = 0.185 * (1 + 0.07 * noise) * np.where(joints, 0.82, 1.0)
    kerb = (side < road.kerb + 0.28) * 0.09
    gutter = np.where(side < road.kerb + 0.06, 0.55, 1.0)
    return np.asarray((slabs + kerb) * gutter)


def _lines(along: Array, across: Array, road: Road) -> tuple[Array, Array]:
    """Return where white and yellow paint lies, 0..1."""
    side, free = np.abs(across), (along > CROSSING + 8) & (along < PERIOD + STOP)
    near_stop = (along > PERIOD + STOP - 34) & (along < PERIOD + STOP)

    def line(at: float, wide: float = 0.15) -> Array:
        return np.asarray(np.clip((wide / 2 - np.abs(side - at)) / 0.08 + 0.5, 0, 1))

    white = np.zeros(np.broadcast_shapes(along.shape, across.shape), np.float32)
    for lane in range(1, road.lanes):
        dash = ((along % 10) < 4) | near_stop
        white = np.maximum(white, line(lane * LANE) * dash * free)
    white = np.maximum(white, line(road.lanes * LANE + 0.1) * free)
    for first, last in ZEBRAS:
        band = (
            (along > first % PERIOD) & (along < last % PERIOD)
            if first > 0
            else (along > PERIOD + first) & (along < PERIOD + last)
        )
        stripes = smoothstep(-0.12, 0.12, np.sin(across / 1.0 * 2 * np.pi))
        white = np.maximum(white, stripes * band * (side < road.kerb - 0.4))
    stop = (along > PERIOD + STOP - 0.2) & (along < PERIOD + STOP + 0.25) & (across > 0) & (side < road.lanes * LANE)
    white = np.maximum(white, stop)
    arrow = (along > PERIOD + STOP - 9) & (along < PERIOD + STOP - 4) & (across > 0) & (side < road.lanes * LANE)
    offset = np.abs(side % LANE - LANE / 2)
    tip = along - (PERIOD + STOP - 5.6)
    white = np.maximum(white, arrow * (((offset < 0.12) & (tip < 0.1)) | ((tip >= 0) & (offset < 0.5 - tip * 0.33))))
    yellow = np.maximum(line(0.14, 0.14), 0) * free
    return white.astype(np.float32), yellow.astype(np.float32)


def _lamplight(along: Array, across: Array, road: Road) -> Array:
    """Return the light of the lamps on the ground: pools that melt into each other."""
    total = np.zeros(np.broadcast_shapes(along.shape, across.shape), np.float32)
    for number in range(-1, int(PERIOD / LAMPS) + 2):
        for side in (-1, 1):
            away = (along - lamp_place(number)) ** 2 + (across - side * (road.kerb - 1.2)) ** 2
            total += np.exp(-away / (2 * 6.5**2)) + 0.22 * np.exp(-away / (2 * 16.0**2))
    return np.asarray(blur(total * 0.62 + 0.10, 2.0), np.float32)


def lamp_place(number: int) -> float:
    """Return the metres along of a pair of lamps."""
    return (number + 0.5) * LAMPS - 6.0


class Surface:
    """A road's surface, looked up by place."""

    def __init__(self, road: Road, seed: int) -> None:
        self.road = road
        self._map = Ripmap([paved(road, seed)])

    def cover(self, ground: Array, x: Array, y: Array, seen: tuple[Array, Array, Array], snow: float) -> None:
        """Put the surface's albedo and lamplight into `ground` (h, w, 4) wherever places `x`, `y` in metres lie on the street.

        `seen` are what a pixel spans across and along, metres, and its dither.
        """
        wide, tall, chance = seen
        along, across = self.road.along(x, y), self.road.across(x, y)
        side = np.abs(across)
        scale = np.float32(0.5 / self.road.half)
        v = along * np.float32(1 / PERIOD)
        surface = self._map(0, across * scale + np.float32(0.5), v, wide * scale, tall * np.float32(1 / PERIOD), chance)
        if snow:
            lying = np.where(side < self.road.lanes * LANE, np.float32(0.26 * snow), np.float32(0.75 * snow))[..., None]
            surface[..., :3] += (np.float32(0.6) - surface[..., :3]) * lying
        np.copyto(ground, surface, where=(side < self.road.half)[..., None])
