"""A rip map: maps kept at every halving of width and of height, each by itself (Larson and Shah 1990, after Williams's mip map).

A wall seen at a glance is small across and large upwards: it takes columns of one level and rows of another, so that it is
smooth the one way and stays sharp the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_MARGIN = 2  # texels repeated around every level, so that interpolation wraps


class Ripmap:
    """Tileable maps of one size, a power of two each way, looked up by number, place and footprint."""

    def __init__(self, tiles: Sequence[Array], picture: tuple[int, int]) -> None:
        """Keep `tiles` (height, width, 4) for pictures of a size (width, height)."""
        self.rows, self.columns = tiles[0].shape[:2]
        across = [self.columns >> k for k in range(self.columns.bit_length())]
        down = [self.rows >> k for k in range(self.rows.bit_length())]
        self._starts_x = np.cumsum([0] + [wide + 2 * _MARGIN for wide in across])
        starts_y = np.cumsum([0] + [high + 2 * _MARGIN for _ in tiles for high in down])
        self._map: Array = np.zeros((int(starts_y[-1]), int(self._starts_x[-1]), 4), np.float32)
        for number, tile in enumerate(tiles):
            for k, high in enumerate(down):
                top = int(starts_y[number * len(down) + k])
                for j, wide in enumerate(across):
                    part = cv2.resize(tile, (wide, high), interpolation=cv2.INTER_AREA)
                    part = np.pad(part, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0)), mode="wrap")
                    left = int(self._starts_x[j])
                    self._map[top : top + part.shape[0], left : left + part.shape[1]] = part
        self._levels = (len(across), len(down))
        self._wide, self._left = _table(across), _table(self._starts_x[:-1] + _MARGIN - 0.5)
        self._high, self._top = _table(down * len(tiles)), _table(starts_y[:-1] + _MARGIN - 0.5)
        # A level is chosen with a little chance a pixel: two levels mix where one turns into the other, and no edge shows.
        chance = np.random.default_rng(17).random((picture[1], picture[0]), np.float32)
        self._chance = np.exp2(chance - np.float32(0.5)).astype(np.float32)

    def __call__(
        self, number: Array | int, u: Array, v: Array, wide: Array, tall: Array, rows: slice = slice(None), crisp: bool = False
    ) -> Array:
        """Return (h, w, 4) at places `u`, `v` (h, w), counted in tiles, of map `number` (h, w), uint8.

        `wide` and `tall` are how many tiles a pixel spans; `rows` are the rows of the picture that are meant. A `crisp` map
        is not interpolated where it is seen larger than it is.
        """
        chance = self._chance[rows]
        level_x = self._level(wide, chance, self.columns, self._levels[0])
        level_y = self._level(tall, chance, self.rows, self._levels[1])
        x = _in_tile(u, cv2.LUT(level_x, self._wide), level_x == 0 if crisp else None)
        x += cv2.LUT(level_x, self._left)
        level_y += np.uint8(self._levels[1]) * np.asarray(number, np.uint8)
        first = (level_y % np.uint8(self._levels[1]) == 0) if crisp else None
        y = _in_tile(v, cv2.LUT(level_y, self._high), first)
        y += cv2.LUT(level_y, self._top)
        return cv2.remap(self._map, x, y, cv2.INTER_LINEAR)

    @staticmethod
    def _level(span: Array, chance: Array, texels: int, levels: int) -> Array:
        """Return the level (h, w), uint8, of a footprint in tiles: the binary logarithm of its texels, read off the exponent."""
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
