"""The plan of a city: blocks of slabs, low houses, mixed streets, towers and parks on a grid, and how each house looks.

All maps tile, so that the city has no edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, colour, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.houses import Look, Looks, look
from white_cloud.backends.cameras.animatic.settings.city.shade import shadow_heights

#: Metres of a cell, cells of the map, cells from street to street.
CELL, CELLS, BLOCK = 10.0, 256, 16
#: The ceremonial avenue: the cell on whose edge its axis runs, half its width and half the mirrored strip in cells, its hall.
AXIS, _HALF_AVENUE, _MIRRORED, HALL = 128, 3, 44, 196


@dataclass(frozen=True)
class Plan:
    """A built city.

    `cells` (CELLS, CELLS, 2) is height in metres and the number of the house, zero height being street; `looks` is how
    the houses look, by number; `ground` (h, w, 4) tiles: linear albedo of the ground times how open it lies, and lamplight;
    `beacons` (n, 3) are the red lamps of the highest roofs, metres.
    """

    cells: Array = field(repr=False)
    looks: Looks = field(repr=False)
    ground: Tile = field(repr=False)
    beacons: Array = field(repr=False)

    def height_at(self, x: float, y: float) -> float:
        """Return the height of what stands at a place in metres, 0 on a street."""
        return float(self.cells[int(y // CELL) % CELLS, int(x // CELL) % CELLS, 0])

    def shadows(self, azimuth: float, elevation: float) -> Tile:
        """Return, as a tile of metres, how high the shadow of a sun stands over every place; angles in degrees."""
        return Tile(shadow_heights(self.cells[..., 0], CELL, azimuth, elevation))


def avenue(line: int, lines_of: int) -> int:
    """Return the width in cells of street number `line`; every `lines_of`th is wide."""
    return 3 if line % lines_of == 0 else 2


class _Builder:
    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.height = np.zeros((CELLS, CELLS), np.float32)
        self.owner = np.zeros((CELLS, CELLS), np.int32)
        self.green = np.zeros((CELLS, CELLS), np.float32)
        self.looks: list[Look] = [look("yard", self.rng)]
        self.spires: list[tuple[float, float, float]] = []

    def raise_(self, rows: slice, columns: slice, high: float, kind: str, like: int | None = None) -> int:
        """Raise one house of a kind, or one that looks `like` another; return its number."""
        if like is None:
            self.looks.append(look(kind, self.rng))
            like = len(self.looks) - 1
        self.height[rows, columns], self.owner[rows, columns] = high, like
        return like

    def block(self, x0: int, x1: int, y0: int, y1: int, kind: str) -> None:
        """Fill one block of the grid."""
        fill = {"slab": self._slabs, "low": self._low, "mixed": self._mixed, "tower": self._towers, "park": self._park}
        fill[kind](x0, x1, y0, y1)

    def _slabs(self, x0: int, x1: int, y0: int, y1: int) -> None:
        """Rows of flats, all alike, with green between them; now and then one is missing or higher."""
        high, long = float(self.rng.choice([33, 54, 63, 84, 96])), int(self.rng.integers(4, 7))
        model = self.raise_(slice(y0, y0 + 1), slice(x0, x0 + 1), 0, "slab")
        self.owner[y0, x0] = 0
        self.green[y0:y1, x0:x1] = 0.7
        for row in range(y0, y1 - 1, 4):
            for column in range(x0, x1 - long + 1, long + 1):
                if self.rng.random() > 0.08:
                    self.raise_(slice(row, row + 2), slice(column, column + long), high, "slab", model)
                    stair = column + long // 2
                    self.height[row : row + 1, stair : stair + 1] = high + 4

    def _low(self, x0: int, x1: int, y0: int, y1: int) -> None:
        row = y0
        while row < y1:
            deep, column = int(self.rng.integers(1, 4)), x0
            while column < x1:
                wide = int(self.rng.integers(1, 4))
                if self.rng.random() < 0.9:
                    rows, columns = slice(row, min(y1, row + deep)), slice(column, min(x1, column + wide))
                    self.raise_(rows, columns, float(self.rng.choice([10, 13, 17, 20, 27])), "low")
                column += wide
            row += deep + (self.rng.random() < 0.3)

    def _mixed(self, x0: int, x1: int, y0: int, y1: int) -> None:
        """Houses around a yard, each with its own height, that stand along the streets; a taller one behind."""
        inside = np.s_[y0 + 4 : y1 - 4, x0 + 4 : x1 - 4]
        for rows in (slice(y0, y0 + 4), slice(y1 - 4, y1)):
            self._row(rows, x0, x1, along_x=True)
        for columns in (slice(x0, x0 + 4), slice(x1 - 4, x1)):
            self._row(columns, y0 + 4, y1 - 4, along_x=False)
        self.height[inside], self.owner[inside], self.green[inside] = 0, 0, 0.4
        if self.rng.random() < 0.6:
            row, column = int(self.rng.integers(y0 + 3, y1 - 6)), int(self.rng.integers(x0 + 3, x1 - 6))
            self.raise_(slice(row, row + 3), slice(column, column + 3), float(self.rng.uniform(70, 130)), "office")

    def _row(self, deep: slice, start: int, end: int, along_x: bool) -> None:
        at = start
        while at < end:
            wide = min(int(self.rng.integers(2, 6)), end - at)
            high = float(self.rng.choice([16, 24, 30, 36, 48, 66], p=[0.12, 0.22, 0.22, 0.2, 0.14, 0.10]))
            part = slice(at, at + wide)
            rows, columns = (deep, part) if along_x else (part, deep)
            if self.rng.random() < 0.94:
                self.raise_(rows, columns, high, str(self.rng.choice(["mixed", "office", "hotel"], p=[0.6, 0.28, 0.12])))
            at += wide

    def _towers(self, x0: int, x1: int, y0: int, y1: int) -> None:
        self.raise_(slice(y0, y1), slice(x0, x1), float(self.rng.choice([14, 20, 26])), "podium")
        yard = np.s_[y0 + 5 : y1 - 5, x0 + 5 : x1 - 5]
        self.height[yard], self.owner[yard], self.green[yard] = 0, 0, 0.5
        corners = [(y0, x0), (y0, x1 - 5), (y1 - 5, x0), (y1 - 5, x1 - 5)]
        for corner in self.rng.permutation(4)[: int(self.rng.integers(2, 4))]:
            wide, deep = (int(v) for v in self.rng.integers(3, 6, 2))
            row, column = (v + int(self.rng.integers(0, 2)) for v in corners[int(corner)])
            self._tower(min(row, y1 - deep), min(column, x1 - wide), wide, deep)

    def _tower(self, row: int, column: int, wide: int, deep: int) -> None:
        """Raise one tower: a shaft, shoulders that stop earlier, a crown of its own look, perhaps a spire."""
        high = float(self.rng.uniform(110, 285))
        shaft = self.raise_(slice(row, row + deep), slice(column, column + wide), high, "tower")
        if wide > 3 and self.rng.random() < 0.5:
            side = column if self.rng.random() < 0.5 else column + wide - 1
            self.height[row : row + deep, side] = high * float(self.rng.uniform(0.6, 0.9))
        top = high
        inset = 1
        while min(wide, deep) - 2 * inset > 0 and self.rng.random() < 0.75:
            top += float(self.rng.choice([6, 12, 22]))
            rows, columns = slice(row + inset, row + deep - inset), slice(column + inset, column + wide - inset)
            self.raise_(rows, columns, top, "crown", None if self.rng.random() < 0.6 else shaft)
            inset += 1
        if top > 150 and self.rng.random() < 0.6:
            middle = ((column + wide / 2) * CELL, (row + deep / 2) * CELL, top)
            self.spires.append(middle)

    def _park(self, x0: int, x1: int, y0: int, y1: int) -> None:
        self.green[y0:y1, x0:x1] = 1.0
        if self.rng.random() < 0.5:
            row, column = int(self.rng.integers(y0 + 2, y1 - 5)), int(self.rng.integers(x0 + 2, x1 - 5))
            self.raise_(slice(row, row + 3), slice(column, column + 4), 18.0, "hall")


def plan(seed: int, ceremonial: bool = False) -> Plan:
    """Build the city of a seed; a `ceremonial` one has a wide avenue with a hall at its end, the same on either side."""
    builder = _Builder(seed)
    kinds = ("slab", "low", "mixed", "tower", "park")
    for row in range(0, CELLS, BLOCK):
        for column in range(0, CELLS, BLOCK):
            central = math.hypot(column - CELLS / 2, row - CELLS / 2) < 46
            shares = (0.12, 0.0, 0.30, 0.54, 0.04) if central else (0.40, 0.16, 0.30, 0.10, 0.04)
            kind = kinds[int(builder.rng.choice(5, p=shares))]
            x0, y0 = column + avenue(column // BLOCK, 3), row + avenue(row // BLOCK, 4)
            builder.block(x0, column + BLOCK, y0, row + BLOCK, kind)
    if ceremonial:
        _lay_axis(builder)
    return _finished(builder)


def _lay_axis(builder: _Builder) -> None:
    """Clear the avenue, line it with ministries, close it with a hall, and mirror what lies to the left of the axis."""
    height, owner, green = builder.height, builder.owner, builder.green
    left = slice(AXIS - _MIRRORED, AXIS)
    near = slice(AXIS - _HALF_AVENUE - 9, AXIS)
    height[:, near], owner[:, near], green[:, near] = 0, 0, 0
    inner = AXIS - _HALF_AVENUE
    for row in range(0, CELLS, BLOCK):
        high = float(builder.rng.choice([34, 40, 46, 58]))
        block = slice(row + 3, row + BLOCK)
        model = builder.raise_(block, slice(inner - 4, inner), high, "ministry")
        if builder.rng.random() < 0.7:
            builder.raise_(slice(row + 3, row + 6), slice(inner - 4, inner), high + 18, "ministry", model)
        builder.raise_(block, slice(inner - 9, inner - 5), float(builder.rng.uniform(50, 120)), "slab")
    _raise_hall(builder)
    right = slice(AXIS, AXIS + _MIRRORED)
    for field_ in (height, owner, green):
        field_[:, right] = field_[:, left][:, ::-1]
    builder.spires = [s for s in builder.spires if abs(s[0] / CELL - AXIS) > _MIRRORED]
    builder.spires.append((AXIS * CELL, (HALL + 4) * CELL, 150.0))


def _raise_hall(builder: _Builder) -> None:
    """Raise the left half of the hall that closes the avenue: wings, a colonnade, steps of a tower."""
    square = np.s_[HALL - 6 : HALL, AXIS - 16 : AXIS]
    builder.height[square], builder.owner[square] = 0, 0
    hall = builder.raise_(slice(HALL, HALL + 8), slice(AXIS - 11, AXIS), 30.0, "ministry")
    builder.raise_(slice(HALL, HALL + 8), slice(AXIS - 6, AXIS), 46.0, "ministry", hall)
    builder.raise_(slice(HALL + 1, HALL + 7), slice(AXIS - 4, AXIS), 66.0, "hall")
    builder.raise_(slice(HALL + 2, HALL + 6), slice(AXIS - 2, AXIS), 112.0, "monument")
    builder.raise_(slice(HALL + 3, HALL + 5), slice(AXIS - 1, AXIS), 150.0, "monument")


def _finished(builder: _Builder) -> Plan:
    height, owner = builder.height, builder.owner
    cells = np.dstack([height, owner]).astype(np.float32)
    taken = blur(np.clip(height / 40, 0, 1), 1.5, wrap=True)
    size = (CELLS * 4, CELLS * 4)
    free = cv2.resize(np.clip(1.15 - taken, 0.2, 1).astype(np.float32), size)
    road = (cv2.resize(height, size, interpolation=cv2.INTER_NEAREST) < 1).astype(np.float32)
    ground = np.dstack([_albedo(builder.green) * free[..., None], _street_light(road)])
    spires = np.array(builder.spires, np.float32).reshape(-1, 3)
    return Plan(cells, Looks.of(builder.looks), Tile(ground.astype(np.float32)), spires)


def _albedo(green: Array) -> Array:
    """Return the ground's linear albedo (4 a cell): dark lanes, pale pavements, yards, and green with trees."""
    side = CELLS * 4
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / 4
    noise = spectral_noise(side, slope=1.0, seed=5, lowest=40)
    lane_x, lane_y = x % BLOCK, y % BLOCK
    lanes = np.minimum(np.abs(lane_x - 1.0), np.abs(lane_y - 1.0)) < 0.8
    tone = np.where(lanes, np.float32(0.085), np.float32(0.19)) * (1 + 0.10 * noise)
    planted = cv2.resize(green, (side, side), interpolation=cv2.INTER_LINEAR)
    trees = ((noise * 0.5 + planted * 1.6 > 0.9) & (planted > 0.25))[..., None]
    leaves = colour("#4c5a38", 0.75) * (0.8 + 0.35 * np.clip(noise, -1.5, 1.5))[..., None]
    paint = np.where(trees, leaves, tone[..., None] * np.array([0.95, 1.0, 1.03], np.float32))
    return np.asarray(paint, np.float32)


def _street_light(road: Array) -> Array:
    """Return the light of lamps along all streets, four texels a cell."""
    side = CELLS * 4
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / 4
    lamp = np.zeros_like(road)
    for along, across in ((y, x), (x, y)):
        kerb = (across % BLOCK < 0.3) | (np.abs(across % BLOCK - 2.2) < 0.3)
        lamp[(along * 4 % 12 < 1) & kerb] = 1
    wide = blur(lamp * road, 7, wrap=True) * 10 + blur(lamp, 40, wrap=True) * 5
    light = blur(lamp * road, 2.2, wrap=True) * 9 + wide + 0.10
    return np.asarray(light * road + 0.35 * blur(light, 5, wrap=True), np.float32)
