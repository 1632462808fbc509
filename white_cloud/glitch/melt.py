"""Melt: the picture runs down like paint that was put on too thick, each column at its own speed, most where it is dark.

A column sags from a height of its own downwards: what lies there is drawn out, and what lies below it sinks. It sags slowly,
and then the picture pulls itself together, quickly, and sags again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, dice, enlarged, slow_field
from white_cloud.glitch.warp import Warp
from white_cloud.media.planes import Packed, planes

#: How far the wide curtains and the narrow runs sink at full strength, in parts of the height.
_CURTAIN, _RUN = 0.36, 0.44
#: How many of each stand side by side.
_CURTAINS, _RUNS = 14, 110
#: Frames from one sagging to the next, at the least and at the most, and the part of it that pulling together takes.
_LIFE, _BACK = (90, 230), 0.14
#: How much of its way down a column is drawn out: at 1 it would stand still.
_DRAWN = 0.93
#: How far a column leans to a side for each step down, at the most.
_LEAN = 0.5
#: Rows of the coarse map.
_ROWS = 48
_GRID, _PERIOD = (3, 6), 190


class Melt(GlitchEffect):
    """Sinks columns; strength sets how far."""

    name: ClassVar[str] = "melt"

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._warp = Warp()

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame run down; what comes in from above is its first row, drawn out."""
        luma = planes(packed)[0]
        up = _sunk(luma, moment) * np.float32(-luma.shape[0])
        return self._warp.frame(packed, up * _lean(moment, up.shape[::-1]), up)


def _lean(moment: Moment, size: tuple[int, int]) -> Field:
    """Return how far columns lean to a side for each step down: to one of the sides, here more and there less."""
    side = 1 if moment.seed & 1 else -1
    land = slow_field(moment.seed + 2, moment.frame, _GRID, _PERIOD)
    return enlarged(np.asarray(_LEAN * (side + land) / 2, np.float32), size)


def _sunk(luma: Packed, moment: Moment) -> Field:
    """Return how far each place of a coarse map has sunk, float32 (rows, columns), in parts of the height."""
    height, width = luma.shape
    size = min(4 * _RUNS, width), min(_ROWS, height)
    down = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    curtains, runs = _columns(moment, _CURTAINS, size[0], 2.5), _columns(moment, _RUNS, size[0], 1)
    far = moment.strength**2.2 * (_CURTAIN * curtains + _RUN * runs**3)
    land = enlarged(slow_field(moment.seed, moment.frame, _GRID, _PERIOD), size)
    top = 0.2 + 0.14 * enlarged(slow_field(moment.seed + 1, moment.frame, (1, 9), 4 * _PERIOD), (size[0], 1))
    drawn = np.maximum(_DRAWN * (down - top), 0)
    sunk = np.minimum(drawn, far * np.maximum(0.8 + 0.4 * land, 0) * _heavy(luma, size))
    return np.asarray(sunk, np.float32)


def _heavy(luma: Packed, size: tuple[int, int]) -> Field:
    """Return how heavily the paint lies, by places: thick where it is dark."""
    # halves are quick, and what is left is a quarter of the work
    half = luma.shape[1] // 2, luma.shape[0] // 2
    near = cv2.resize(luma, half, interpolation=cv2.INTER_AREA) if half[0] > size[0] and half[1] > size[1] else luma
    light = cv2.blur(cv2.resize(near, size, interpolation=cv2.INTER_AREA), (9, 9)).astype(np.float32)
    return np.asarray(1.35 - light / 200, np.float32)


def _columns(moment: Moment, number: int, width: int, soft: float) -> Field:
    """Return how far columns are on their way, float32 (width,) of 0..1; soft by parts of a column."""
    place, weight, life, offset = _lives(moment.seed, number)
    age = (moment.frame + offset) % life / life
    way = np.where(age < 1 - _BACK, age / (1 - _BACK), (1 - age) / _BACK)
    sagged = (weight * (0.3 + 0.7 * way * way * (3 - 2 * way))).astype(np.float32)
    spread = np.interp(np.linspace(0, 1, width), place, sagged).astype(np.float32)[None]
    tips = cv2.dilate(spread, np.ones((1, max(width // number // 2, 1)), np.uint8))
    blur = max(round(soft * width / number), 1), 1
    return np.asarray(cv2.blur(tips, blur, borderType=cv2.BORDER_REPLICATE)[0], np.float32)


@lru_cache(maxsize=16)
def _lives(seed: int, number: int) -> tuple[NDArray[np.float64], ...]:
    chance = dice(seed, number)
    life = chance.uniform(*_LIFE, number)
    place = np.cumsum(0.15 + chance.random(number) ** 2)
    return (place - place[0]) / (place[-1] - place[0]), chance.random(number), life, life * chance.random(number)
