"""The plan of a city: blocks of slabs, low houses, mixed streets and towers on a grid, its windows, its street light.

All maps tile, so that the city has no edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, colour, spectral_noise

#: Metres of a cell, cells of the map, cells from street to street, metres of a floor.
CELL, CELLS, BLOCK, FLOOR = 10.0, 256, 16, 3.3
#: Kinds of building, as rows of the window atlas.
LOW, SLAB, MIXED, TOWER = range(4)
#: Windows of the atlas across, and floors of each kind.
ACROSS, FLOORS = 512, 128
_LIGHTS = ("#ffcf8a", "#ffb45e", "#ffe9c8", "#cfe3e8", "#9fc7c9")
_MIXTURE = (
    (0.5, 0.3, 0.15, 0.05, 0.0),
    (0.36, 0.22, 0.22, 0.15, 0.05),
    (0.35, 0.2, 0.25, 0.15, 0.05),
    (0.12, 0.05, 0.33, 0.3, 0.2),
)
_SHARE_LIT = (0.16, 0.20, 0.18, 0.17)


@dataclass(frozen=True)
class Plan:
    """A built city.

    `cells` (CELLS, CELLS, 4) is height in metres, a number that shifts the windows, kind and albedo, zero height being street;
    `street` is lamplight on the ground, `ground` its albedo times how open it lies to the sky; `beacons` (n, 3) are the red
    lamps of the highest roofs, metres.
    """

    cells: Array
    street: Tile
    ground: Tile
    beacons: Array

    def height_at(self, x: float, y: float) -> float:
        """Return the height of what stands at a place in metres, 0 on a street."""
        return float(self.cells[int(y // CELL) % CELLS, int(x // CELL) % CELLS, 0])


@dataclass(frozen=True)
class Station:
    """Where the lens stands, how it looks, and how far a whole move takes it: across, up, forward, metres."""

    x: float
    y: float
    z: float
    yaw: float
    horizon: float
    fov: float
    reach: tuple[float, float, float]


def avenue(line: int, lines_of: int) -> int:
    """Return the width in cells of street number `line`; every `lines_of`th is wide."""
    return 3 if line % lines_of == 0 else 2


class _Builder:
    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.height = np.zeros((CELLS, CELLS), np.float32)
        self.kind = np.zeros((CELLS, CELLS), np.float32)
        self.owner = np.zeros((CELLS, CELLS), np.int32)
        self._number = 0

    def raise_(self, rows: slice, columns: slice, high: float, kind: int) -> None:
        """Raise one building."""
        self._number += 1
        self.height[rows, columns], self.kind[rows, columns], self.owner[rows, columns] = high, kind, self._number

    def block(self, x0: int, x1: int, y0: int, y1: int, kind: str) -> None:
        """Fill one block of the grid."""
        {"slab": self._slabs, "low": self._low, "mixed": self._mixed, "tower": self._towers}[kind](x0, x1, y0, y1)

    def _slabs(self, x0: int, x1: int, y0: int, y1: int) -> None:
        high, long = self.rng.choice([54, 63, 84, 96.0]), int(self.rng.integers(4, 6))
        for row in range(y0 + 1, y1 - 1, 4):
            for column in range(x0 + 1, x1 - long + 1, long + 1):
                if self.rng.random() > 0.06:
                    self.raise_(slice(row, row + 2), slice(column, column + long), high, SLAB)
                    self.height[row, column + long // 2] = high + 4

    def _low(self, x0: int, x1: int, y0: int, y1: int) -> None:
        row = y0
        while row < y1:
            deep, column = int(self.rng.integers(1, 4)), x0
            while column < x1:
                wide = int(self.rng.integers(1, 4))
                if self.rng.random() < 0.88:
                    rows, columns = slice(row, min(y1, row + deep)), slice(column, min(x1, column + wide))
                    self.raise_(rows, columns, float(self.rng.choice([10, 13, 17, 20, 27])), LOW)
                column += wide
            row += deep + (self.rng.random() < 0.3)

    def _mixed(self, x0: int, x1: int, y0: int, y1: int) -> None:
        for _ in range(11):
            deep, wide = (int(v) for v in self.rng.integers(2, 5, 2))
            column, row = int(self.rng.integers(x0, x1 - wide + 1)), int(self.rng.integers(y0, y1 - deep + 1))
            high = float(self.rng.choice([24, 36, 48, 66, 110], p=[0.25, 0.25, 0.2, 0.18, 0.12]))
            self.raise_(slice(row, row + deep), slice(column, column + wide), high, MIXED)

    def _towers(self, x0: int, x1: int, y0: int, y1: int) -> None:
        self.raise_(slice(y0, y1), slice(x0, x1), float(self.rng.choice([14, 20])), MIXED)
        for _ in range(2):
            wide = int(self.rng.integers(4, 6))
            column, row = int(self.rng.integers(x0 + 1, x1 - wide)), int(self.rng.integers(y0 + 1, y1 - wide))
            high = float(self.rng.uniform(130, 290))
            self.raise_(slice(row, row + wide), slice(column, column + wide), high, TOWER)
            inner = np.s_[row + 1 : row + wide - 1, column + 1 : column + wide - 1]
            self.height[inner] = high + float(self.rng.choice([0, 12, 26]))


def plan(seed: int) -> Plan:
    """Build the city of a seed."""
    builder = _Builder(seed)
    kinds = ("slab", "low", "mixed", "tower")
    for row in range(0, CELLS, BLOCK):
        for column in range(0, CELLS, BLOCK):
            central = math.hypot(column - CELLS / 2, row - CELLS / 2) < 40
            shares = (0.15, 0.0, 0.30, 0.55) if central else (0.44, 0.18, 0.26, 0.12)
            kind = kinds[int(builder.rng.choice(4, p=shares))]
            x0, y0 = column + avenue(column // BLOCK, 3), row + avenue(row // BLOCK, 4)
            builder.block(x0, column + BLOCK, y0, row + BLOCK, kind)
    return _finished(builder)


def _finished(builder: _Builder) -> Plan:
    height, owner = builder.height, builder.owner
    shade = 0.5 + 0.5 * builder.rng.random(owner.max() + 1)
    albedo = np.where(owner > 0, shade[owner], 1.0)
    cells = np.dstack([height, owner * 37 % 509, builder.kind, albedo]).astype(np.float32)
    street, road = _street_light(height)
    taken = blur(np.clip(height / 40, 0, 1), 1.5, wrap=True)
    free = cv2.resize(np.clip(1.15 - taken, 0.15, 1).astype(np.float32), road.shape)
    return Plan(cells, Tile(street * road + 0.35 * blur(street, 5, wrap=True)), Tile(free * _asphalt(road)), _beacons(height))


def _asphalt(road: Array) -> Array:
    """Return the albedo of the ground: dark lanes with a light middle line between paler pavements and yards."""
    y, x = np.mgrid[0 : road.shape[0], 0 : road.shape[1]].astype(np.float32) / 4
    lanes = np.minimum(np.abs(x % BLOCK - 1.12), np.abs(y % BLOCK - 1.12))
    return np.where(lanes < 1.0, np.float32(0.62), np.float32(0.9)).astype(np.float32)


def _street_light(height: Array) -> tuple[Array, Array]:
    """Return light of lamps along all streets and a road mask, four texels a cell."""
    size = (CELLS * 4, CELLS * 4)
    road = (cv2.resize(height, size, interpolation=cv2.INTER_NEAREST) < 1).astype(np.float32)
    y, x = np.mgrid[0 : size[0], 0 : size[0]].astype(np.float32) / 4
    lamp = np.zeros_like(road)
    for along, across in ((y, x), (x, y)):
        kerb = (across % BLOCK < 0.3) | (np.abs(across % BLOCK - 2.2) < 0.3)
        lamp[(along * 4 % 12 < 1) & kerb] = 1
    wide = blur(lamp * road, 7, wrap=True) * 10 + blur(lamp, 40, wrap=True) * 5
    light = blur(lamp * road, 2.2, wrap=True) * 9 + wide + 0.10
    return light.astype(np.float32), road


def _beacons(height: Array) -> Array:
    rows, columns = np.where(height > 165)
    chosen: list[tuple[float, float, float]] = []
    for row, column in zip(rows, columns, strict=True):
        around = height[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3]
        if height[row, column] >= around.max() - 0.1:
            chosen.append(((column + 0.5) * CELL, (row + 0.5) * CELL, float(height[row, column]) + 4))
    return np.array(chosen[::3], np.float32).reshape(-1, 3)


class WindowAtlas:
    """Every window of the city as one texel, and four coarser copies side by side for walls seen small or at a glance."""

    LEVELS = 5

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        fine = np.concatenate([_windows(rng, kind) for kind in range(4)]).astype(np.float32)
        levels: list[Array] = [fine]
        for _ in range(self.LEVELS - 1):
            levels.append(cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        starts = np.cumsum([0] + [level.shape[1] + 8 for level in levels])
        self.map = np.zeros((4 * FLOORS, int(starts[-1]), 4), np.float32)
        for level, start in zip(levels, starts, strict=False):
            self.map[: level.shape[0], start : start + level.shape[1]] = level
        self.starts = starts[:-1].astype(np.float32)
        self.scales = np.array([0.5**k for k in range(self.LEVELS)], np.float32)


def _windows(rng: np.random.Generator, kind: int) -> Array:
    """Return the light (FLOORS, ACROSS, 4) of one kind's windows; the ground floor is shops, the fourth channel blinds."""
    chance = rng.random((FLOORS, ACROSS))
    lit = chance < _SHARE_LIT[kind]
    if kind == TOWER:  # office floors left on
        lit |= (rng.random((FLOORS, 1)) < 0.08) & (rng.random((FLOORS, ACROSS)) < 0.8)
    palette = np.array([colour(code) for code in _LIGHTS])
    tint = palette[rng.choice(5, p=_MIXTURE[kind], size=(FLOORS, ACROSS))]
    if kind == SLAB:  # stair wells
        wells = np.arange(ACROSS) % 7 == 3
        lit |= wells[None] & (rng.random((FLOORS, ACROSS)) < 0.75)
        tint[:, wells] = colour("#cfe3d8")
    light = tint * (lit * np.exp(rng.normal(-0.5, 0.8, (FLOORS, ACROSS))))[..., None]
    light[0] = _shops(rng)
    return np.dstack([light, rng.random((FLOORS, ACROSS))])


def _shops(rng: np.random.Generator) -> Array:
    """Return a row of shop fronts: runs of windows that share a light, some dark, some signs in colour."""
    row = np.zeros((ACROSS, 3), np.float32)
    signs = ("#fff0d8", "#ffe2b0", "#ff6a4a", "#ffd27a", "#9fe0e8", "#ffffff")
    at = 0
    while at < ACROSS:
        wide = int(rng.integers(2, 7))
        if rng.random() < 0.7:
            row[at : at + wide] = colour(
                signs[int(rng.choice(6, p=[0.3, 0.25, 0.13, 0.12, 0.1, 0.1]))], float(rng.uniform(0.8, 2.2))
            )
        at += wide
    return row


def clouds(seed: int) -> Tile:
    """Return tileable smog for the sky."""
    return Tile(spectral_noise(256, slope=1.9, seed=seed, lowest=2, highest=60, stretch=0.3, width=512))
