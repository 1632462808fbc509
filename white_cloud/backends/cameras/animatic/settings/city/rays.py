"""Column ray casting over a grid of blocks: exact, so that walls stay upright and sharp, and their edges smooth.

Every column of the picture is one ray over the plan. Its crossings with the grid lines are sorted by distance (Amanatides and
Woo 1987, all steps at once); each crossing gives two events, the wall that begins there and the roof behind it. The running
minimum of their rows says which event each pixel shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL, CELLS, Plan
from white_cloud.media.survey import SKY_DEPTH, Survey


@dataclass(frozen=True)
class Hits:
    """What each pixel shows, all (h, w): depth and height in metres, place in cells, wall coordinate in cells.

    `flat` marks roofs and streets, `ground` streets alone, `sky` what is open, `along_x` walls that run along x; `top` is the
    house's height and `owner` its number, int32; `edge` is the exact row at which what the pixel shows begins above; `rays`
    are the columns' steps in cells a metre of depth, east and north (w,).
    """

    depth: Array
    z: Array
    x: Array
    y: Array
    wall: Array
    flat: Array
    along_x: Array
    ground: Array
    sky: Array
    top: Array
    owner: Array
    edge: Array
    event: Array
    rays: tuple[Array, Array]


class RayCaster:
    """Casts rays for pictures of one size, up to `crossings` grid lines far."""

    def __init__(self, size: tuple[int, int], plan: Plan, crossings: int = 240) -> None:
        self.width, self.height = size
        self.crossings = crossings
        self.cells = plan.cells.reshape(-1, 2)
        self.aside = np.arange(self.width, dtype=np.float32) + np.float32(0.5 - self.width / 2)
        self.rows = np.arange(self.height, dtype=np.float32)[:, None] + np.float32(0.5)
        self._columns = np.arange(self.width, dtype=np.int32)
        self._steps = np.arange(crossings * 3 // 4, dtype=np.float32)[:, None]

    def cast(self, lens: Pinhole) -> Hits:
        """Return what a lens sees."""
        slope = self.aside / np.float32(lens.focal)
        east = ((lens.forward[0] + lens.right[0] * slope) / CELL).astype(np.float32)
        north = ((lens.forward[1] + lens.right[1] * slope) / CELL).astype(np.float32)
        x0, y0 = np.float32(lens.x / CELL), np.float32(lens.y / CELL)
        depth, last = self._sorted_crossings(east, north, x0, y0)
        cells = self._cells_behind(depth, east, north, x0, y0)
        cells[..., 0][depth >= last] = 0  # crossings of the other axis have run out: from here on all is haze
        event, edges = self._first_events(lens, depth, cells[..., 0])
        return self._gather(lens, event, edges, depth, cells, (east, north), (x0, y0))

    def _sorted_crossings(self, east: Array, north: Array, x0: np.float32, y0: np.float32) -> tuple[Array, Array]:
        """Return the first crossings of every column, (crossings, w), and the depth (w,) to which none is missing."""

        def crossings(origin: np.float32, step: Array) -> Array:
            step = np.where(np.abs(step) < 1e-6, np.float32(1e-6), step)
            first = np.where(step > 0, np.floor(origin) + 1 - origin, origin - np.floor(origin))
            along: Array = (first[None] + self._steps) / np.abs(step)[None]
            return along

        on_x, on_y = crossings(x0, east), crossings(y0, north)
        by_column = np.concatenate([on_x, on_y]).astype(np.float32).T.copy()
        by_column.sort(axis=1)
        depth = np.empty((self.crossings, self.width), np.float32)
        depth[0] = 0  # the cell in which the lens itself stands
        depth[1:] = by_column[:, : self.crossings - 1].T
        return np.maximum(depth, np.float32(0.01), out=depth), np.minimum(on_x[-1], on_y[-1])

    def _cells_behind(self, depth: Array, east: Array, north: Array, x0: np.float32, y0: np.float32) -> Array:
        """Return the cell entered at every crossing, (crossings, w, 2)."""
        middle = np.empty_like(depth)
        np.add(depth[:-1], depth[1:], out=middle[:-1])
        middle[:-1] *= np.float32(0.5)
        middle[-1] = depth[-1] + np.float32(0.001)
        column = np.floor(middle * east + x0).astype(np.int32)
        row = np.floor(middle * north + y0).astype(np.int32)
        column %= CELLS
        row %= CELLS
        row *= CELLS
        row += column
        return self.cells.take(row.ravel(), 0).reshape(*depth.shape, 2)

    def _first_events(self, lens: Pinhole, depth: Array, height: Array) -> tuple[Array, Array]:
        """Return the number (h, w) of the first event at or above every pixel's row, and the row (events, w) of each event.

        Events are walls (even) and roofs (odd).
        """
        count = 2 * len(depth)
        rows = np.empty((count, self.width), np.float32)
        drop = (np.float32(lens.z) - height) * np.float32(lens.focal)
        np.divide(drop, depth, out=rows[0::2])
        np.divide(drop[:-1], depth[1:], out=rows[1:-1:2])
        rows[-1] = drop[-1] / (depth[-1] * np.float32(1.02))
        rows += np.float32(lens.horizon_row)
        for number in range(1, count):
            np.minimum(rows[number], rows[number - 1], out=rows[number])
        edges = rows.copy()
        rows -= np.float32(0.5)
        np.ceil(rows, out=rows)
        np.clip(rows, 0, self.height, out=rows)
        where = rows.astype(np.int32)
        where *= self.width
        where += self._columns
        landed = np.bincount(where.ravel(), minlength=(self.height + 1) * self.width)[: self.height * self.width]
        landed = landed.reshape(self.height, self.width)
        first = np.empty((self.height, self.width), np.int32)
        left = np.full(self.width, count, np.int64)
        for row in range(self.height):
            left -= landed[row]
            first[row] = left
        return first, edges

    def _gather(
        self,
        lens: Pinhole,
        event: Array,
        edges: Array,
        depth: Array,
        cells: Array,
        rays: tuple[Array, Array],
        origin: tuple[np.float32, np.float32],
    ) -> Hits:
        count = 2 * len(depth)
        sky = event > count - 2
        np.minimum(event, count - 1, out=event)
        pick = event * np.int32(self.width)
        pick += self._columns
        edge = edges.ravel().take(pick)
        flat = (event & 1) == 1
        pick = (event >> 1) * np.int32(self.width)
        pick += self._columns
        near = depth.ravel().take(pick)
        top, owner = cv2.split(cells.reshape(-1, 2).take(pick.ravel(), 0).reshape(self.height, self.width, 2))
        below = self.rows - np.float32(lens.horizon_row)
        level = (np.float32(lens.z) - top) * np.float32(lens.focal)
        level /= np.where(np.abs(below) < 0.4, np.float32(0.4), below)
        far = np.where(flat, level, near)
        np.clip(far, 1, 6000, out=far)
        x, y = far * rays[0], far * rays[1]
        x += origin[0]
        y += origin[1]
        along_x = np.abs(y - np.round(y)) < np.abs(x - np.round(x))
        z = np.float32(lens.z) - below * far * np.float32(1 / lens.focal)
        wall = np.where(along_x, x, y)
        far[sky] = SKY_DEPTH
        ground = flat & (top < 1) & ~sky
        return Hits(far, z, x, y, wall, flat, along_x, ground, sky, top, owner.astype(np.int32), edge, event, rays)


def enter(survey: Survey, hits: Hits) -> None:
    """Enter into an empty survey what the rays hit: houses, streets, and the sky between."""
    depth = np.where(hits.sky, np.float32(SKY_DEPTH), hits.depth)
    for name, where in (("road", hits.ground), ("building", ~hits.ground & ~hits.sky)):
        survey.put(name, where, depth)


def soften(picture: Array, hits: Hits, lens: Pinhole) -> None:
    """Smooth the edges of blocks in `picture` (h, w, 4), in place: a pixel that an edge crosses shows parts of both sides."""
    _soften_tops(picture, hits)
    _soften_corners(picture, hits, lens)


def _soften_tops(picture: Array, hits: Hits) -> None:
    """Where what a pixel shows begins inside the pixel or inside the one above, mix them."""
    width = picture.shape[1]
    changes = hits.event[1:] != hits.event[:-1]
    changes &= ~(hits.ground[1:] & hits.ground[:-1])
    place = np.flatnonzero(changes)
    below = place + width
    offset = hits.edge.ravel()[below] - (below // width).astype(np.float32)
    flat = picture.reshape(-1, 4)
    upper, lower = flat[place], flat[below]
    flat[below] += (upper - lower) * np.clip(offset, 0, 0.5)[:, None]
    flat[place] += (lower - upper) * np.clip(-offset, 0, 0.5)[:, None]


def _soften_corners(picture: Array, hits: Hits, lens: Pinhole) -> None:
    """Where a wall ends between two columns, its corner is a grid point: where that lies in the pixels says how they mix."""
    width = picture.shape[1]
    plane = np.round(np.where(hits.along_x, hits.y, hits.x))
    plane += np.float32(0.5) * hits.along_x
    plane[hits.flat | hits.sky] = 0
    place = np.flatnonzero(np.abs(plane[:, 1:] - plane[:, :-1]).ravel() > 0.1)
    left = place + place // (width - 1)
    depth = hits.depth.ravel()
    near = np.where(depth[left] <= depth[left + 1], left, left + 1)
    upright = ~(hits.flat.ravel()[near] | hits.sky.ravel()[near])
    left, near = left[upright], near[upright]
    along_x = hits.along_x.ravel()[near]
    # The corner is the grid point nearest to the wall's place on the border between the two columns.
    border = (left % width + 1 - width / 2) / lens.focal
    east = (lens.forward[0] + lens.right[0] * border) / CELL
    north = (lens.forward[1] + lens.right[1] * border) / CELL
    x0, y0 = lens.x / CELL, lens.y / CELL
    flat_plane = np.round(np.where(along_x, hits.y.ravel()[near], hits.x.ravel()[near]))
    step = np.where(along_x, north, east)
    far = (flat_plane - np.where(along_x, y0, x0)) / np.where(np.abs(step) < 1e-6, 1e-6, step)
    corner = np.round(np.where(along_x, x0 + far * east, y0 + far * north))
    column, _, _ = lens.project(
        np.where(along_x, corner, flat_plane) * CELL, np.where(along_x, flat_plane, corner) * CELL, np.zeros(len(left))
    )
    offset = (column - (left % width + 1)).astype(np.float32)  # above 0: the left pixel's side reaches into the right one
    offset[np.abs(offset) > 0.75] = 0
    flat = picture.reshape(-1, 4)
    one, other = flat[left], flat[left + 1]
    flat[left + 1] += (one - other) * np.clip(offset, 0, 0.5)[:, None]
    flat[left] += (other - one) * np.clip(-offset, 0, 0.5)[:, None]
