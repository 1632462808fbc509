"""The renderer that walks rays over a height field (voxel space, after NovaLogic's Comanche, 1992).

A column of the picture is a vertical plane through the eye. Along it the land's height is sampled at fixed depths, the
*slices*; their projected rows, made a running minimum, say between which slices each pixel meets the land, and two steps of
false position find where. What is soft (air) is added per slice: a slice picture (slices, columns, 4) is looked up by a
fractional slice index once.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.field import HeightField
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.media.survey import SKY_DEPTH

_LEAP = 1.05  # how many times farther what is seen over a ridge lies than the ridge

__all__ = ["SKY_DEPTH", "Ground", "HeightField", "Surface", "VoxelRenderer", "graded_depths", "slice_depths"]


def slice_depths(near: float, far: float, count: int, crowding: float) -> Array:
    """Return `count` depths from `near` to `far`, float32: `crowding` 1 gives even rows of the picture, 0 even ratios."""
    part = np.linspace(0, 1, count)
    even_rows = 1 / (1 / near + (1 / far - 1 / near) * part)
    even_ratios = near * (far / near) ** part
    return np.exp((1 - crowding) * np.log(even_ratios) + crowding * np.log(even_rows)).astype(np.float32)


def graded_depths(*stops: tuple[float, float]) -> Array:
    """Return depths, float32, from the first to the last of `stops`, (depth, spacing) in metres; spacing grows evenly."""
    where, spacing = (np.array(part) for part in zip(*stops, strict=True))
    depths = [float(where[0])]
    while depths[-1] < where[-1]:
        depths.append(depths[-1] + float(np.interp(depths[-1], where, spacing)))
    return np.array(depths, np.float32)


@dataclass(frozen=True)
class Surface:
    """What a frame shows, before it is looked at closely: planes (height, columns), float32.

    The ray through a pixel's middle meets the land between slice `before` and the next, whose ground is seen `below` and
    `above` rows below that ray (so `above` is negative); `sky` is 1 where there is no land, `gap` is the open
    part of a ridge pixel.
    """

    before: Array
    below: Array
    above: Array
    sky: Array
    gap: Array


@dataclass(frozen=True)
class Ground:
    """The land that a picture shows in the rows from `top` down: slice `index`, `depth` and place (`x`, `y`) in metres.

    Each is (rows, width), float32; where there is `sky`, (height, width) of the whole picture, they mean nothing.
    """

    top: int
    index: Array
    depth: Array
    x: Array
    y: Array
    sky: Array

    def depths(self) -> Array:
        """Return the depth of every pixel of the picture, float32 (height, width), SKY_DEPTH for the sky."""
        whole = np.full(self.sky.shape, SKY_DEPTH, np.float32)
        whole[self.top :] = self.depth
        whole[self.sky] = SKY_DEPTH
        return whole

    def pixel(self, lens: Pinhole) -> Array:
        """Return how many metres of ground a pixel covers: the mean, by ratio, of its width and its length along the sight."""
        long = np.empty_like(self.depth)
        np.subtract(self.depth[:-1], self.depth[1:], out=long[:-1])
        long[-1] = long[-2] if len(long) > 1 else self.depth[-1]
        wide = self.depth * np.float32(1 / lens.focal)
        np.clip(long, wide, wide * 12, out=long)  # beyond a ridge the length would be that of a leap
        long *= wide
        return np.asarray(np.sqrt(long))


class VoxelRenderer:
    """Walks a height field for pictures of one size.

    `columns` rays of `slices` depths from `near` to `far` metres; `fairing` is the width of a mean over ridge lines that hides
    slice steps; `sharp` meets a crest between two slices from both sides; a lower `softness` lets fine copies serve farther;
    `depths` in metres may be given instead of `near`, `far`, `slices` and `crowding`.
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
        depths: Array | None = None,
    ) -> None:
        self.width, self.height = size
        self.depths = slice_depths(near, far, slices, crowding) if depths is None else depths
        self.columns, self.slices, self.fairing, self.sharp = columns or self.width, len(self.depths), fairing, sharp
        self._softness = softness
        self.spacing = np.gradient(self.depths).astype(np.float32)
        self._steps = np.append(np.diff(self.depths), 1).astype(np.float32)[:, None]
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

    def heights(self, lens: Pinhole, field: HeightField) -> Array:
        """Return the land's height along every ray: float32 (slices, columns), metres."""
        east, north = self.rays(lens)
        coarse = np.log2(np.maximum(self.spacing * (self._softness / field.cell / 1.2), 1))
        level = np.clip(np.floor(coarse), 0, len(field.heights) - 1).astype(int)
        heights = np.empty((self.slices, self.columns), np.float32)
        reach = 0 if field.patch is None else int(np.searchsorted(self.depths, field.patch.reach(lens.x, lens.y)))
        for number in range(len(field.heights)):
            rows = np.flatnonzero(level == number)
            for part in _parts(rows, reach):
                x, y = np.multiply.outer(self.depths[part], east), np.multiply.outer(self.depths[part], north)
                x += np.float32(lens.x)
                y += np.float32(lens.y)
                heights[part] = field.heights_at(x, y, number, near=0 if part.stop <= reach else len(x))
        return heights

    def resolve(self, lens: Pinhole, heights: Array) -> Surface:
        """Return which slice every pixel shows, from heights (slices, columns) in metres."""
        rows: Array = np.float32(lens.z) - heights
        rows *= (lens.focal / self.depths)[:, None].astype(np.float32)
        rows += np.float32(lens.horizon_row + 0.5)  # a pixel shows what lies on its middle
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
        next_row = self.rows + np.float32(1)
        row_before -= next_row
        row -= next_row
        return Surface(before, row_before, row, sky, gap)

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

    def lookup(self, slices: Array, index: Array) -> Array:
        """Return the lower rows of the picture (rows, width, channels) of a slice picture by their slice `index`."""
        columns = self._pixel_map[: len(index)]
        return cv2.remap(slices, columns, index, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def soft_lookup(self, slices: Array, index: Array) -> Array:
        """Return the same for a slice picture with fewer columns, of what is soft."""
        columns = self._pixel_map[: len(index)] * np.float32(slices.shape[1] / self.columns)
        columns += np.float32(0.5 * slices.shape[1] / self.columns - 0.5)
        return cv2.remap(slices, columns, index, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def meet(self, lens: Pinhole, field: HeightField, surface: Surface) -> Ground:
        """Return where the rays of pixels meet the land, for all rows from the first that shows any.

        Between the two slices of a pixel the root of ray less land is found by false position, twice.
        """
        sky = self.picture_of(surface.sky) > 0.5
        shown = np.flatnonzero(~sky.all(1))
        top = int(shown[0]) if len(shown) else self.height - 1
        before, over, under = (self.picture_of(plane)[top:] for plane in (surface.before, surface.below, surface.above))
        near, span = self._depth_of(before, self.depths[:, None]), self._depth_of(before, self._steps)
        part = np.clip(over / np.maximum(over - under, np.float32(1e-3)), 0, 1)
        depth, x, y = self._place(lens, near, span, part)
        # How many rows below the pixel that place's ground is seen: there the ray is still above it.
        off = field.heights_at(x, y, near=field.near_rows(lens.x, lens.y, near))
        off -= np.float32(lens.z)
        off *= np.float32(-lens.focal)
        off /= depth
        off += np.float32(lens.horizon_row - 0.5) - self.rows[top:]
        beyond = part + (1 - part) * (off / np.maximum(off - under, np.float32(1e-3)))
        part *= np.clip(over / np.maximum(over - off, np.float32(1e-3)), 0, 1)
        np.copyto(part, np.clip(beyond, 0, 1), where=off > 0)
        depth, x, y = self._place(lens, near, span, part)
        return Ground(top, before + part, depth, x, y, sky)

    def _depth_of(self, slices: Array, table: Array) -> Array:
        return cv2.remap(table, np.zeros_like(slices), slices, cv2.INTER_NEAREST)

    def _place(self, lens: Pinhole, near: Array, span: Array, part: Array) -> tuple[Array, Array, Array]:
        """Return depth and place, metres, of pixels' rays at a `part` of their slice."""
        depth = span * part
        depth += near
        east, north = self._ways(lens)
        x, y = depth * east, depth * north
        x += np.float32(lens.x)
        y += np.float32(lens.y)
        return depth, x, y

    def _ways(self, lens: Pinhole) -> tuple[Array, Array]:
        """Return metres east and north per metre of depth, for every column of the picture."""
        slope = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / np.float32(lens.focal)
        east, north = (lens.forward[i] + lens.right[i] * slope for i in (0, 1))
        return east.astype(np.float32), north.astype(np.float32)

    def picture_of(self, plane: Array) -> Array:
        """Return a plane with one column a ray (height, columns) as one of the picture's size."""
        if self.columns == self.width:
            return plane
        return cv2.resize(plane, (self.width, self.height), interpolation=cv2.INTER_LINEAR)

    def ridge_gaps(self, surface: Surface, depth: Array) -> Array:
        """Return the open part 0..1 of each pixel of the picture that lies on a ridge, where `depth` leaps; elsewhere 0."""
        gap = self.picture_of(surface.gap).copy()
        gap[1:][depth[:-1] < depth[1:] * np.float32(_LEAP)] = 0
        return gap

    def join(self, land: Array, sky: Array, surface: Surface, depth: Array) -> Array:
        """Return land and sky in one picture; the open part of a ridge pixel shows what is above it (anti-aliasing)."""
        picture = land.copy()
        cv2.copyTo(sky, (self.picture_of(surface.sky) > 0.5).view(np.uint8), picture)
        gap = self.ridge_gaps(surface, depth)
        rows, columns = np.nonzero(gap)
        part = gap[rows, columns][:, None]
        picture[rows, columns] += (picture[rows - 1, columns] - picture[rows, columns]) * part
        return picture


def _parts(rows: Array, at: int) -> list[slice]:
    """Return a run of row numbers as slices, parted at `at`."""
    if not len(rows):
        return []
    first, end = int(rows[0]), int(rows[-1]) + 1
    return [slice(a, b) for a, b in ((first, min(end, at)), (max(first, at), end)) if a < b]


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
