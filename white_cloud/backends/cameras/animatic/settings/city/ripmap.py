"""A rip map: maps kept at every halving of width and of height, each by itself (Larson and Shah 1990).

A wall seen at a glance is small across and large upwards: it takes columns of one level and rows of another, so that it is
smooth the one way and stays sharp the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.codes import coded, decoded
from white_cloud.backends.cameras.animatic.radiance import Array

_MARGIN = 2  # texels repeated around every level, so that interpolation wraps


class Ripmap:
    """Tileable maps of one size, a power of two each way, looked up by number, place and footprint."""

    def __init__(self, tiles: Sequence[Array]) -> None:
        """Keep `tiles` (height, width, 4), of values from 0 to 16."""
        self.rows, self.columns = tiles[0].shape[:2]
        across = [self.columns >> k for k in range(self.columns.bit_length())]
        down = [self.rows >> k for k in range(self.rows.bit_length())]
        self._starts_x = np.cumsum([0] + [wide + 2 * _MARGIN for wide in across])
        starts_y = np.cumsum([0] + [high + 2 * _MARGIN for _ in tiles for high in down])
        self._map: Array = np.zeros((int(starts_y[-1]), int(self._starts_x[-1]), 4), np.uint16)
        for number, tile in enumerate(tiles):
            for k, high in enumerate(down):
                top = int(starts_y[number * len(down) + k])
                for j, wide in enumerate(across):
                    part = cv2.resize(tile, (wide, high), interpolation=cv2.INTER_AREA)
                    part = np.pad(part, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0)), mode="wrap")
                    left = int(self._starts_x[j])
                    self._map[top : top + part.shape[0], left : left + part.shape[1]] = coded(part)
        self._levels = (len(across), len(down))
        self._wide, self._left = _table(across), _table(self._starts_x[:-1] + _MARGIN - 0.5)
        self._high, self._top = _table(down * len(tiles)), _table(starts_y[:-1] + _MARGIN - 0.5)

    def __call__(
        self, number: Array | int, u: Array, v: Array, wide: Array, tall: Array, chance: Array, crisp: bool = False
    ) -> Array:
        """Return (h, w, 4) at places `u`, `v` (h, w), counted in tiles, of map `number` (h, w), uint8.

        `wide` and `tall` are how many tiles a pixel spans, `chance` its dither. A `crisp` map is not interpolated where it is
        seen larger than it is.
        """
        level_x = self._level(wide, chance, self.columns, self._levels[0])
        level_y = self._level(tall, chance, self.rows, self._levels[1])
        x = _in_tile(u, cv2.LUT(level_x, self._wide), level_x == 0 if crisp else None)
        x += cv2.LUT(level_x, self._left)
        snapped = level_y == 0 if crisp else None
        level_y += np.uint8(self._levels[1]) * np.asarray(number, np.uint8)
        y = _in_tile(v, cv2.LUT(level_y, self._high), snapped)
        y += cv2.LUT(level_y, self._top)
        return decoded(cv2.remap(self._map, x, y, cv2.INTER_LINEAR))

    def column(
        self, number: Array, u: Array, v: tuple[Array, Array], wide: Array, tall: Array, chance: Array, crisp: bool = False
    ) -> Array:
        """Return for upright runs of pixels what `down` needs of each: (r, 5), float32.

        As in a call, but `v` is where height 0 lies and how many tiles a metre has, and all are (r,).
        """
        narrow = 1 + (chance - 1) * np.float32(0.4)  # whole columns change their level: less is seen of it
        level_x = self._level(wide, narrow, self.columns, self._levels[0])
        level_y = self._level(tall, narrow, self.rows, self._levels[1])
        x = u - np.floor(u)
        x *= self._wide[0].take(level_x)
        if crisp:
            x = np.where(level_x == 0, np.floor(x) + np.float32(0.5), x)
        x += self._left[0].take(level_x)
        place = level_y + np.uint8(self._levels[1]) * number
        top = self._top[0].take(place) * np.where((level_y == 0) & crisp, np.float32(-1), np.float32(1))
        return np.stack([x, v[0], v[1], self._high[0].take(place), top], 1).astype(np.float32)

    def down(self, columns: Array, which: Array, z: Array, crisp: bool = False) -> Array:
        """Return (h, w, 4) at heights `z` in metres (h, w) of the runs `which` (h, w) from `column`."""
        x, start, scale, high, top = (np.ascontiguousarray(columns[:, k]).take(which) for k in range(5))
        y = z * scale
        y += start
        y -= np.floor(y)
        y *= high
        if crisp:
            middle = np.floor(y)
            middle += np.float32(0.5)
            np.copyto(y, middle, where=top < 0)
            np.abs(top, out=top)
        y += top
        return decoded(cv2.remap(self._map, x, y, cv2.INTER_LINEAR))

    @staticmethod
    def _level(span: Array, chance: Array, texels: int, levels: int) -> Array:
        """Return the level (h, w), uint8, of a footprint in tiles: the logarithm of its texels, read off the exponent."""
        texel = span * chance
        texel *= np.float32(texels)
        exponent = texel.view(np.int32)
        exponent >>= 23
        exponent -= 127
        np.clip(exponent, 0, levels - 1, out=exponent)
        return exponent.astype(np.uint8)


def _table(values: Sequence[float] | Array) -> Array:
    table = np.zeros((1, 256), np.float32)
    table[0, : len(values)] = values
    return table


def _in_tile(place: Array, texels: Array, snapped: Array | None) -> Array:
    """Return the texel (h, w) within its tile; where `snapped`, the middle of one."""
    part = place - np.floor(place)
    part *= texels
    if snapped is not None:
        middle = np.floor(part)
        middle += np.float32(0.5)
        np.copyto(part, middle, where=snapped)
    return part


def dither(size: tuple[int, int]) -> Array:
    """Return a factor a pixel (h, w) by which footprints vary.

    A level is chosen with a little chance: two levels mix where one turns into the other, and no edge shows.
    """
    chance = np.random.default_rng(17).random((size[1], size[0]), np.float32)
    return np.asarray(np.exp2(chance - np.float32(0.5)), np.float32)
