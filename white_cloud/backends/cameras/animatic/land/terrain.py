"""Land as a height field, and the renderer that walks rays over it (voxel space, after NovaLogic's Comanche, 1992).

A column of the picture is a vertical plane through the eye. Along it the land is sampled at fixed depths, the *slices*; their
projected rows, made a running minimum, say which slice each pixel shows. What is added per slice (air, detail) costs nothing
per pixel: a slice picture (slices, columns, 4) is looked up by a fractional slice index once.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur
from white_cloud.backends.cameras.animatic.survey import SKY_DEPTH as SKY_DEPTH


@dataclass(frozen=True)
class Patch:
    """A finer piece of a land: layers (n, n, 4), radiance and height, `cell` metres apart, lower left corner at (west, south).

    At its edges it must equal the land, into which it is laid.
    """

    layers: Array = field(repr=False)
    west: float
    south: float
    cell: float

    def __call__(self, x: Array, y: Array, land: Array) -> None:
        """Lay the patch over samples `land` (rows, columns, 4) at places in metres, in place; what lies outside stays."""
        x -= np.float32(self.west)
        y -= np.float32(self.south)
        x *= np.float32(1 / self.cell)
        y *= np.float32(1 / self.cell)
        cv2.remap(self.layers, x, y, cv2.INTER_LINEAR, land, cv2.BORDER_TRANSPARENT)

    def reach(self, x: float, y: float) -> float:
        """Return how far its farthest corner lies from a place, metres."""
        side = self.cell * len(self.layers)
        return float(np.hypot(max(abs(self.west - x), abs(self.west + side - x)), max(abs(self.south - y), abs(self.south + side - y))))


class HeightField:
    """A tileable land: heights (n, n) in metres and radiance (n, n, 3), `cell` metres apart; smaller copies serve far slices.

    Rows go north and columns east: the cell (row, column) lies at x = column * cell, y = row * cell.
    """

    def __init__(self, height: Array, radiance: Array, cell: float, levels: int = 3) -> None:
        self.height, self.cell, self.cells = height, cell, height.shape[0]
        self.size = cell * self.cells
        self.patch: Patch | None = None
        self.levels: list[Tile] = []
        layers: Array = cv2.merge([*cv2.split(np.asarray(radiance, np.float32)), np.asarray(height, np.float32)])
        for _ in range(levels):
            self.levels.append(Tile(layers))
            half = (layers.shape[1] // 2, layers.shape[0] // 2)
            layers = cv2.resize(blur(layers, 0.8, wrap=True), half, interpolation=cv2.INTER_AREA)

    def refined(self, patch: Patch) -> HeightField:
        """Return the same land with a finer piece in it; what is large is shared."""
        field = copy(self)
        field.patch = patch
        return field

    def height_at(self, x: float, y: float) -> float:
        """Return the height of the ground at a place, bilinear."""
        land = self.levels[0].at(x / self.size, y / self.size).reshape(1, 1, 4)
        if self.patch is not None:
            self.patch(np.full((1, 1), x, np.float32), np.full((1, 1), y, np.float32), land)
        return float(land[0, 0, 3])


def slice_depths(near: float, far: float, count: int, crowding: float) -> Array:
    """Return `count` depths from `near` to `far`, float32: `crowding` 1 gives even rows of the picture, 0 even ratios."""
    part = np.linspace(0, 1, count)
    even_rows = 1 / (1 / near + (1 / far - 1 / near) * part)
    even_ratios = near * (far / near) ** part
    return np.exp((1 - crowding) * np.log(even_ratios) + crowding * np.log(even_rows)).astype(np.float32)


@dataclass(frozen=True)
class Surface:
    """What a frame shows: a fractional slice `index` per pixel, `sky` (1: no land), `gap`, the open part of a ridge pixel."""

    index: Array
    sky: Array
    gap: Array


class VoxelRenderer:
    """Walks a height field for pictures of one size.

    `columns` rays of `slices` depths from `near` to `far` metres; `fairing` is the width of a mean over ridge lines that hides
    slice steps; `sharp` meets a crest between two slices from both sides; a lower `softness` lets fine copies serve farther.
    """

    def __init__(
        self,
        size: tuple[int, int],
        near: float,
        far: float,
        slices: int = 320,
        columns: int | None = None,
        crowding: float = 0.35,
        fairing: int = 3,
        sharp: bool = True,
        softness: float = 1.0,
    ) -> None:
        self.width, self.height = size
        self.columns, self.slices, self.fairing, self.sharp = columns or self.width, slices, fairing, sharp
        self._softness = softness
        self.depths = slice_depths(near, far, slices, crowding)
        self.spacing = np.gradient(self.depths).astype(np.float32)
        #: Columns' offsets from the middle and rows, in pixels.
        self.aside = (np.arange(self.columns, dtype=np.float32) + 0.5) / self.columns * self.width - self.width / 2
        self.rows = np.arange(self.height, dtype=np.float32)[:, None]
        self._each_column = np.arange(self.columns, dtype=np.int32)
        self._column_map = self._across(np.arange(self.columns, dtype=np.float32))
        self._pixel_map = self._across((np.arange(self.width, dtype=np.float32) + 0.5) * self.columns / self.width - 0.5)

    def _across(self, row: Array) -> Array:
        return np.ascontiguousarray(np.broadcast_to(row.astype(np.float32), (self.height, len(row))))

    def rays(self, lens: Pinhole) -> tuple[Array, Array]:
        """Return metres east and north per metre of depth, for every column."""
        slope = self.aside / np.float32(lens.focal)
        east = lens.forward[0] + lens.right[0] * slope
        north = lens.forward[1] + lens.right[1] * slope
        return east.astype(np.float32), north.astype(np.float32)

    def sample(self, lens: Pinhole, field: HeightField) -> Array:
        """Return the land along every ray: float32 (slices, columns, 4), radiance and height."""
        east, north = (ray / np.float32(field.size) for ray in self.rays(lens))
        coarse = np.log2(np.maximum(self.spacing * (self._softness / field.cell / 1.2), 1))
        level = np.clip(np.floor(coarse), 0, len(field.levels) - 1).astype(int)
        land = np.empty((self.slices, self.columns, 4), np.float32)
        for number, tile in enumerate(field.levels):
            rows = np.flatnonzero(level == number)
            if not len(rows):
                continue
            part = slice(rows[0], rows[-1] + 1)
            shift = 0.5 * (2**number - 1) / field.cells  # a smaller copy's first cell has its middle further in
            u = np.multiply.outer(self.depths[part], east)
            u += np.float32(lens.x / field.size - shift)
            v = np.multiply.outer(self.depths[part], north)
            v += np.float32(lens.y / field.size - shift)
            tile(u, v, land[part])
        if field.patch is not None:
            self._refine(lens, field.patch, land)
        return land

    def _refine(self, lens: Pinhole, patch: Patch, land: Array) -> None:
        near = int(np.searchsorted(self.depths, patch.reach(lens.x, lens.y)))
        if near:
            east, north = self.rays(lens)
            x, y = np.multiply.outer(self.depths[:near], east), np.multiply.outer(self.depths[:near], north)
            x += np.float32(lens.x)
            y += np.float32(lens.y)
            patch(x, y, land[:near])

    def resolve(self, lens: Pinhole, heights: Array) -> Surface:
        """Return which slice every pixel shows, from heights (slices, columns) in metres."""
        rows: Array = np.float32(lens.z) - heights
        rows *= (lens.focal / self.depths)[:, None].astype(np.float32)
        rows += np.float32(lens.horizon_row)
        if self.sharp:
            _sharpen_crests(rows)
        for number in range(1, self.slices):  # faster than np.minimum.accumulate, which strides
            np.minimum(rows[number], rows[number - 1], out=rows[number])
        if self.fairing > 1:
            rows = cv2.blur(rows, (self.fairing, 1))
        index = self._first_visible(rows)
        sky = (index > self.slices - 0.5).astype(np.float32)
        np.minimum(index, self.slices - 1, out=index)
        before = np.maximum(index - 1, 0)
        row: Array = cv2.remap(rows, self._column_map, index, cv2.INTER_NEAREST)
        row_before: Array = cv2.remap(rows, self._column_map, before, cv2.INTER_NEAREST)
        gap = np.zeros((self.height, self.columns), np.float32)
        np.subtract(row_before[:-1], self.rows[1:], out=gap[1:])
        gap[(gap >= 1) | (gap < 0)] = 0
        row_before -= row
        np.maximum(row_before, 1e-3, out=row_before)
        row -= self.rows
        fraction = np.clip((row + row_before) / row_before, 0, 1)
        before += fraction
        return Surface(before, sky, gap)

    def _first_visible(self, rows: Array) -> Array:
        # Counting the slices that reach each row, then running down the rows, inverts the row-of-slice function.
        reached = np.clip(np.floor(rows), 0, self.height).astype(np.int32)
        reached *= self.columns
        reached += self._each_column
        count = np.bincount(reached.ravel(), minlength=(self.height + 1) * self.columns)
        count = count[: self.height * self.columns].reshape(self.height, self.columns)
        index = np.empty((self.height, self.columns), np.float32)
        left = np.full(self.columns, self.slices, np.int64)
        for row in range(self.height):
            left -= count[row]
            index[row] = left
        return index

    def lookup(self, slices: Array, surface: Surface) -> Array:
        """Return the picture (height, width, channels) of a slice picture (slices, columns, channels)."""
        index = self.picture_of(surface.index)
        return cv2.remap(slices, self._pixel_map, index, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def depth(self, surface: Surface) -> Array:
        """Return the depth of every pixel in metres along the sight, SKY_DEPTH for the sky."""
        nowhere = np.zeros_like(surface.index)
        depth = cv2.remap(self.depths[:, None].copy(), nowhere, surface.index, cv2.INTER_LINEAR)
        depth[surface.sky > 0.5] = SKY_DEPTH
        return self.picture_of(depth)

    def picture_of(self, plane: Array) -> Array:
        """Return a plane with one column a ray (height, columns) as one of the picture's size."""
        if self.columns == self.width:
            return plane
        return cv2.resize(plane, (self.width, self.height), interpolation=cv2.INTER_LINEAR)

    def join(self, land: Array, sky: Array, surface: Surface) -> Array:
        """Return land and sky in one picture; the open part of a ridge pixel shows what is above it (anti-aliasing)."""
        open_sky, gap = self.picture_of(surface.sky), self.picture_of(surface.gap)
        picture = cv2.blendLinear(sky, land, open_sky, 1 - open_sky)
        picture[1:] = cv2.blendLinear(picture[:-1].copy(), picture[1:].copy(), gap[1:], 1 - gap[1:])
        return picture


def _sharpen_crests(rows: Array) -> None:
    """Raise each slice of `rows` (slices, columns) to where the lines before and behind it meet, where that is a crest."""
    step = rows[1:] - rows[:-1]
    turn = step[:-2] - step[2:]
    part = step[1:-1] - step[2:]
    np.minimum(turn, -1e-3, out=turn)
    part /= turn
    np.clip(part, 0, 1, out=part)
    part *= step[:-2]
    part += rows[1:-2]
    part[turn > -0.15] = SKY_DEPTH  # not a crest
    np.minimum(rows[2:-1], part, out=rows[2:-1])
