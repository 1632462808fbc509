"""Rain on a windscreen: drops that turn over what is behind them, and the wiper that takes them away."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep
from white_cloud.backends.cameras.animatic.settings.city.picked import whole

_CYCLE, _MOVING = 2.4, 0.55  # seconds of a wiper; the part of them in which it moves
_REST, _SWEEP = 0.12, 2.35  # radians
_PIVOT, _LONG = (0.30, 1.12), (0.05, 0.92)  # parts of the frame's width and height; of its height, from the pivot


@dataclass(frozen=True)
class Drops:
    """The pixels that drops cover, all (n,): `index` in the flat picture, the pixel `seen` through a full-grown drop.

    `light` is what the drop's rim leaves of it, `born` the seconds after the wiper at which it falls, `passed` the part of the
    wiper's way over at which it comes by.
    """

    index: Array = field(repr=False)
    seen: Array = field(repr=False)
    light: Array = field(repr=False)
    born: Array = field(repr=False)
    passed: Array = field(repr=False)

    @classmethod
    def fallen(cls, size: tuple[int, int], seed: int) -> Drops:
        """Return the drops on a glass of `size` (width, height)."""
        width, height = size
        random = np.random.default_rng((seed, 91))
        parts = [_drop(size, random) for _ in range(560)]
        x, y, seen_x, seen_y, light, born = (np.concatenate(part) for part in zip(*parts, strict=True))
        last = np.zeros(width * height, np.int64)  # of drops that overlap the last one shows
        index = y.astype(np.int64) * width + x.astype(np.int64)
        last[index] = np.arange(len(index))
        kept = last[index] == np.arange(len(index))
        angle = np.arctan2(_PIVOT[1] * height - y, x - _PIVOT[0] * width)
        passed = np.arcsin(np.sqrt(np.clip((angle - _REST) / _SWEEP, 0, 1))) / np.pi * _MOVING
        seen = np.clip(seen_y, 0, height - 1).astype(np.int64) * width + np.clip(seen_x, 0, width - 1).astype(np.int64)
        return cls(index[kept], seen[kept], light[kept].astype(np.float32), born[kept], passed[kept])

    def lay(self, picture: Array, t: float) -> None:
        """Show a picture (h, w, 4) through the drops there are at `t` seconds, in place."""
        part = (t / _CYCLE) % 1.0
        back = _MOVING - self.passed
        since = np.where(part >= back, part - back, np.where(part >= self.passed, part - self.passed, part + 1 - back)) * _CYCLE
        grown = smoothstep(0.0, 0.15, since - self.born).astype(np.float32)[:, None]
        flat = whole(picture)
        behind = flat.take(self.index).view(np.float32).reshape(-1, 4)
        through = flat.take(self.seen).view(np.float32).reshape(-1, 4) * self.light[:, None]
        flat[self.index] = whole(behind + (through - behind) * grown)


def _drop(size: tuple[int, int], random: np.random.Generator) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Return a drop's pixels: columns, rows, the column and row seen through each, its light, when it is born."""
    width, height = size
    radius = height * float(np.clip(random.lognormal(-5.0, 0.45), 0.003, 0.018))
    x, y, born = float(random.uniform(0, width)), float(random.uniform(0, height)), float(random.uniform(0.05, 2.2))
    rows, columns = np.mgrid[int(y - radius) : int(y + radius) + 2, int(x - radius) : int(x + radius) + 2]
    away_x, away_y = (columns - x) / radius, (rows - y) / radius
    inside = (away_x**2 + away_y**2 < 1) & (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    away_x, away_y, rows, columns = (part[inside] for part in (away_x, away_y, rows, columns))
    light = 0.90 - 0.28 * away_y
    seen_x, seen_y = columns - away_x * radius * 7, rows - away_y * radius * 7 - radius * 4
    return columns, rows, seen_x, seen_y, light, np.full(len(rows), born)


def wiper_blade(size: tuple[int, int], t: float) -> tuple[tuple[slice, slice], Array]:
    """Return a part of the picture and how much of it the wiper covers at `t` seconds: it goes over, comes back and rests."""
    width, height = size
    part = (t / _CYCLE) % 1.0
    angle = _REST + _SWEEP * math.sin(math.pi * min(part / _MOVING, 1.0)) ** 2
    pivot = (_PIVOT[0] * width, _PIVOT[1] * height)
    ends = [(pivot[0] + reach * height * math.cos(angle), pivot[1] - reach * height * math.sin(angle)) for reach in _LONG]
    left, right = (int(np.clip(edge, 0, width)) for edge in (min(x for x, _ in ends) - 6, max(x for x, _ in ends) + 7))
    top, bottom = (int(np.clip(edge, 0, height)) for edge in (min(y for _, y in ends) - 6, max(y for _, y in ends) + 7))
    left, top = min(left, width - 1), min(top, height - 1)
    mask: Array = np.zeros((max(bottom - top, 1), max(right - left, 1)), np.uint8)
    start, end = ((round((x - left) * 16), round((y - top) * 16)) for x, y in ends)
    cv2.line(mask, start, end, 255, max(1, round(height * 0.011)), cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.5, height / 500)).astype(np.float32)
    return np.s_[top : top + len(mask), left : left + mask.shape[1]], soft * np.float32(1 / 255)
