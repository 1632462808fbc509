"""Land as a height field: its heights and colours in several sizes, and finer pieces laid into it."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.codes import coded, decoded
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur

_OUTSIDE = np.float32(-9)  # a coordinate that no map has


class Pyramid:
    """A map and copies of it, each half as fine, side by side in one plane: every pixel is read from the copy that suits it.

    Mip maps (Williams 1983), kept in 16 bits. A map that tiles goes on for ever; outside of another nothing is changed.
    """

    def __init__(self, layers: Array, levels: int, tiles: bool) -> None:
        """Take a picture (n, n, 3), float32, linear light."""
        self.levels, self._cells, self._tiles = levels, layers.shape[0], tiles
        border = cv2.BORDER_WRAP if tiles else cv2.BORDER_REPLICATE
        copies = [layers]
        for _ in range(levels - 1):
            copies.append(_halved(copies[-1], tiles))
        width = sum(part.shape[1] + 2 for part in copies)
        self._map = np.zeros((layers.shape[0] + 2, width, 4), np.uint16)  # four channels are looked up faster than three
        starts: list[int] = []
        for part in copies:
            starts.append(sum(one.shape[1] + 2 for one in copies[: len(starts)]))
            rows, columns = part.shape[0] + 2, part.shape[1] + 2
            place = self._map[:rows, starts[-1] : starts[-1] + columns]
            for channel in range(3):  # one at a time: whole lands are large
                codes = coded(cv2.extractChannel(part, channel))
                place[..., channel] = cv2.copyMakeBorder(codes, 1, 1, 1, 1, border)
        # Tables by level. A copy's first cell has its middle further in; a border of one is around each.
        self._scale = _table([0.5**level for level in range(levels)])
        self._down = _table([0.5 * 0.5**level + 0.5 for level in range(levels)])
        self._across = _table([0.5 * 0.5**level + 0.5 + start for level, start in enumerate(starts)])

    def __call__(self, x: Array, y: Array, level: Array, out: Array) -> None:
        """Read the codes at float32 planes `x`, `y`, in cells, from the copies `level`, uint8, into `out` (..., 4).

        `out` is uint16; `x` and `y` are used up.
        """
        if self._tiles:
            x -= np.floor(x * np.float32(1 / self._cells)) * np.float32(self._cells)
            y -= np.floor(y * np.float32(1 / self._cells)) * np.float32(self._cells)
        else:
            outside = (x < 0) | (y < 0) | (x > self._cells - 1) | (y > self._cells - 1)
        scale = cv2.LUT(level, self._scale)
        x *= scale
        x += cv2.LUT(level, self._across)
        y *= scale
        y += cv2.LUT(level, self._down)
        if self._tiles:
            cv2.remap(self._map, x, y, cv2.INTER_LINEAR, out)
        else:
            y[outside] = _OUTSIDE
            cv2.remap(self._map, x, y, cv2.INTER_LINEAR, out, cv2.BORDER_TRANSPARENT)


def _table(values: list[float]) -> Array:
    """Return values by level as a table for OpenCV; above the last level the last value stands."""
    return np.array([values + [values[-1]] * (256 - len(values))], np.float32)


def _halved(layers: Array, wraps: bool) -> Array:
    """Return a map (n, n) or (n, n, channels) half as fine; a channel at a time, as whole lands are large."""
    if layers.ndim == 3:
        return cv2.merge([_halved(cv2.extractChannel(layers, i), wraps) for i in range(layers.shape[2])])
    half = (layers.shape[1] // 2, layers.shape[0] // 2)
    soft = blur(layers, 0.6, wrap=True) if wraps else cv2.GaussianBlur(layers, (0, 0), 0.6)
    return cv2.resize(soft, half, interpolation=cv2.INTER_AREA)


@dataclass(frozen=True)
class Patch:
    """A finer piece of a land: heights (n, n) and colours, `cell` metres apart, lower left corner at (west, south).

    At its edges it must equal the land into which it is laid.
    """

    height: Array = field(repr=False)
    colours: Pyramid = field(repr=False)
    west: float
    south: float
    cell: float

    @classmethod
    def of(cls, height: Array, radiance: Array, west: float, south: float, cell: float) -> Patch:
        """Return a patch of heights (n, n) in metres and radiance (n, n, 3)."""
        return cls(np.ascontiguousarray(height, np.float32), Pyramid(radiance, 3, tiles=False), west, south, cell)

    def lift(self, x: Array, y: Array, heights: Array) -> None:
        """Lay the heights over `heights` at places in metres, in place; what lies outside stays. `x` and `y` are used up."""
        self._cells(x, y)
        cv2.remap(self.height, x, y, cv2.INTER_LINEAR, heights, cv2.BORDER_TRANSPARENT)

    def paint(self, x: Array, y: Array, pixel: Array, out: Array) -> None:
        """Lay the codes of colours over `out` (..., 4), uint16, at places in metres; a pixel covers `pixel` metres."""
        self._cells(x, y)
        self.colours(x, y, finest_level(pixel, self.cell), out)

    def _cells(self, x: Array, y: Array) -> None:
        x -= np.float32(self.west)
        y -= np.float32(self.south)
        x *= np.float32(1 / self.cell)
        y *= np.float32(1 / self.cell)

    def reach(self, x: float, y: float) -> float:
        """Return how far its farthest corner lies from a place, metres."""
        side = self.cell * len(self.height)
        return math.hypot(
            max(abs(self.west - x), abs(self.west + side - x)), max(abs(self.south - y), abs(self.south + side - y))
        )


class HeightField:
    """A tileable land: heights (n, n) in metres and radiance (n, n, 3), `cell` metres apart; smaller copies serve far ground.

    Rows go north and columns east: the cell (row, column) lies at x = column * cell, y = row * cell.
    """

    def __init__(self, height: Array, radiance: Array, cell: float, levels: int = 3) -> None:
        self.height, self.cell, self.cells = height, cell, height.shape[0]
        self.size = cell * self.cells
        self.patch: Patch | None = None
        self.colours = Pyramid(radiance, levels, tiles=True)
        self.heights: list[Tile] = []
        layer: Array = np.asarray(height, np.float32)
        for _ in range(levels):
            self.heights.append(Tile(layer))
            layer = _halved(layer, wraps=True)

    def refined(self, patch: Patch) -> HeightField:
        """Return the same land with a finer piece in it; what is large is shared."""
        finer = copy(self)
        finer.patch = patch
        return finer

    def height_at(self, x: float, y: float) -> float:
        """Return the height of the ground at a place, bilinear."""
        return float(self.heights_at(np.full((1, 1), x, np.float32), np.full((1, 1), y, np.float32))[0, 0])

    def heights_at(self, x: Array, y: Array, level: int = 0, near: int = 0) -> Array:
        """Return the heights at float32 planes of places in metres, from the copy `level`.

        The finer piece is looked for in the rows from `near` on.
        """
        shift = 0.5 * (2**level - 1) / self.cells  # a smaller copy's first cell has its middle further in
        scale = np.float32(1 / self.size)
        heights = self.heights[level](x * scale - np.float32(shift), y * scale - np.float32(shift))
        if self.patch is not None and near < len(x):
            self.patch.lift(x[near:].copy(), y[near:].copy(), heights[near:])
        return heights

    def paint(self, x: Array, y: Array, pixel: Array, near: int = 0) -> Array:
        """Return the radiance (..., 4) at places in metres, where a picture's pixel covers `pixel` metres."""
        codes = np.empty((*x.shape, 4), np.uint16)
        scale = np.float32(1 / self.cell)
        self.colours(x * scale, y * scale, finest_level(pixel, self.cell), codes)
        if self.patch is not None and near < len(x):
            self.patch.paint(x[near:].copy(), y[near:].copy(), pixel[near:], codes[near:])
        return decoded(codes)

    def near_rows(self, x: float, y: float, depth: Array) -> int:
        """Return the first row of `depth` (rows, columns or one), metres from a place, that may show the finer piece."""
        if self.patch is None:
            return len(depth)
        near = (depth < self.patch.reach(x, y)).reshape(len(depth), -1).any(1)
        return int(np.argmax(near)) if near.any() else len(depth)


def finest_level(pixel: Array, cell: float) -> Array:
    """Return the copy, uint8, 0 the finest, whose cells are about as large as a pixel of `pixel` metres."""
    ratio = pixel * np.float32(1 / cell)
    level = (ratio > 2).view(np.uint8)
    for bound in (4, 8):
        level = level + (ratio > bound).view(np.uint8)
    return level
