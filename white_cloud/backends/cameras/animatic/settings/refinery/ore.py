"""Ore on the move: lumps that ride the belts, and what falls from a belt's head onto its heap."""

from __future__ import annotations

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.scene import Movers
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.refinery.plant import BELTS, FALLS
from white_cloud.media.survey import class_number

_SPACING = 1.1  # metres from lump to lump
_FALLING = 120
_GRAVITY = 9.8


class FallingOre:
    """Lumps of ore, where they are at any time."""

    def __init__(self, seed: int) -> None:
        self._belts = [_Lumps(*belt, np.random.default_rng((seed, 31, number))) for number, belt in enumerate(BELTS)]
        random = np.random.default_rng((seed, 32))
        self._start = random.uniform(0, 1, _FALLING)
        self._aside = random.normal(0, 0.45, (_FALLING, 2))
        self._shape = random.uniform(0.05, 0.19, (_FALLING, 4))

    def movers(self, t: float) -> Movers:
        """Return all lumps at `t` seconds."""
        parts = [belt.at(t) for belt in self._belts] + [self._fall(t, np.array(head), deep) for head, deep in FALLS]
        corners = np.concatenate(parts)
        tones = (np.arange(len(corners)) * 7 % 5 < 2).astype(float)
        return Movers(corners, tones, np.full(len(corners), class_number("thing"), np.uint8))

    def _fall(self, t: float, head: Array, deep: float) -> Array:
        whole = float(np.sqrt(2 * deep / _GRAVITY))
        time = (self._start * whole + t) % whole
        middle = head + np.column_stack([self._aside[:, 0] + 0.9 * time, self._aside[:, 1], -_GRAVITY / 2 * time * time])
        a, b, c, d = self._shape.T
        long = 1 + 2.2 * time / whole  # what falls fast is drawn long
        zero = np.zeros_like(a)
        rim = [(-a, zero, zero), (zero, zero, -b * long), (c, zero, zero), (zero, zero, d * long)]
        return np.stack([middle + np.column_stack(offset) for offset in rim], 1)


class _Lumps:
    """What rides one belt."""

    def __init__(
        self, start: tuple[float, float, float], end: tuple[float, float, float], speed: float, random: np.random.Generator
    ) -> None:
        self._start, way = np.array(start), np.array(end) - np.array(start)
        self._length = float(np.linalg.norm(way))
        self._way = way / self._length
        count = int(self._length / _SPACING)
        self._at = (np.arange(count) + random.uniform(-0.3, 0.3, count)) * self._length / count
        self._aside = random.uniform(-0.45, 0.45, count)
        self._wide, self._high = random.uniform(0.25, 0.7, count), random.uniform(0.25, 0.62, count)
        self._tilt = random.uniform(-0.5, 0.5, count)
        self._speed = speed

    def at(self, t: float) -> Array:
        """Return the corners of the lumps at `t` seconds, (n, 4, 3)."""
        gone = (self._at + self._speed * t) % self._length
        side = np.array([self._way[1], -self._way[0], 0]) / np.hypot(self._way[0], self._way[1])
        foot = self._start + gone[:, None] * self._way + self._aside[:, None] * side
        rise = 0.55 - 0.3 * np.abs(self._aside)
        corners = []
        for along, up in ((-self._wide, rise), (self._wide, rise), (self._tilt * self._wide + 0.18, rise + self._high),
                          (self._tilt * self._wide - 0.18, rise + self._high * 0.85)):  # fmt: skip
            place = foot + along[:, None] * self._way
            place[:, 2] += up
            corners.append(place)
        return np.stack(corners, 1)
