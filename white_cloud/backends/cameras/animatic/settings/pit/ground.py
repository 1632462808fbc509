"""The ground of the open pit: one spiral road whose turns are the benches, walls of strata, a floor with standing water.

The same formulas give the whole pit on a coarse grid and the surroundings of a camera on a fine one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, mix, smoothstep, spectral_noise
from white_cloud.media.survey import class_number

CELLS, CELL = 1280, 2.5
SIZE = CELLS * CELL
RADIUS, BENCH_WIDTH, BENCH_HEIGHT, BENCHES = 1150.0, 62.0, 26.0, 13
_LIP, _FACE = 0.72, 0.22  # where a bench ends and how much of its width is wall, as parts of the width
_FLOOR = -BENCH_HEIGHT * (BENCHES - 0.9)
_WATER = _FLOOR - 1.1
_STRIP = 80  # rows dug at a time: the formulas need many planes
_BERM = (1.7, 2.8)  # height and half width in metres of the bank along the edge

#: The colour of rock by height in metres.
_STRATA = (
    (-400, "#5c564e"),
    (-300, "#6e675c"),
    (-262, "#8c7a60"),
    (-226, "#a89070"),
    (-216, "#4a4541"),
    (-204, "#4d4741"),
    (-196, "#a08a66"),
    (-150, "#857e73"),
    (-118, "#c2a878"),
    (-90, "#8f5f40"),
    (-78, "#94684a"),
    (-60, "#bfa782"),
    (-20, "#a3967f"),
    (60, "#b3a27f"),
)


@dataclass(frozen=True)
class Ground:
    """Heights (n, n) in metres, albedo (n, n, 3), and classes (n, n), uint8, of survey.CLASSES."""

    height: Array = field(repr=False)
    albedo: Array = field(repr=False)
    kinds: Array = field(repr=False)


@dataclass(frozen=True)
class _Noises:
    """Noise of long, middle and short waves over the whole pit, and of the rock close by (a tile of 48 m)."""

    long: Tile
    middle: Tile
    short: Tile
    rock: Tile


@lru_cache(maxsize=1)
def _noises(seed: int) -> _Noises:
    half = CELLS // 2
    return _Noises(
        Tile(spectral_noise(half, 2.4, seed, 1, 9)),
        Tile(spectral_noise(half, 1.7, seed + 1, 6, 60)),
        Tile(spectral_noise(CELLS, 1.5, seed + 2, 40, 260)),
        Tile(spectral_noise(512, 1.25, seed + 3, 3, 60)),
    )


def _over(tile: Tile, x: Array, y: Array, size: float) -> Array:
    """Return a tile of `size` metres over places."""
    return tile((x / np.float32(size)).astype(np.float32), (y / np.float32(size)).astype(np.float32))


@dataclass(frozen=True)
class _Spiral:
    """At each place: the bench count (whole at the foot of each wall), the turn 0..1, and metres along and across the road."""

    bench: Array
    turn: Array
    radius: Array

    @classmethod
    def at(cls, x: Array, y: Array, noise: _Noises) -> _Spiral:
        east, north = x - np.float32(SIZE / 2), y - np.float32(SIZE / 2)
        turn = np.arctan2(north, east) / np.float32(2 * math.pi) + np.float32(0.5)
        radius = np.hypot(east, north * np.float32(1.18)) * (1 + np.float32(0.11) * _over(noise.long, x, y, SIZE))
        radius += _over(noise.middle, x, y, SIZE) * np.float32(7) + _over(noise.short, x, y, SIZE) * np.float32(1.5)
        bench = np.minimum((np.float32(RADIUS) - radius) / np.float32(BENCH_WIDTH) + turn, BENCHES + turn)
        return cls(bench, turn, radius)


def dig(seed: int) -> Ground:
    """Return the whole pit, CELLS a side."""
    places = np.arange(CELLS, dtype=np.float32) * np.float32(CELL)
    shape = (CELLS, CELLS)
    whole = Ground(np.empty(shape, np.float32), np.empty((*shape, 3), np.float32), np.empty(shape, np.uint8))
    for first in range(0, CELLS, _STRIP):
        rows = slice(first, first + _STRIP)
        x, y = np.meshgrid(places, places[rows])
        strip = _dug(x, y, seed, fine=False)
        whole.height[rows], whole.albedo[rows], whole.kinds[rows] = strip.height, strip.albedo, strip.kinds
    return whole


def dig_near(seed: int, west: float, south: float, cells: int, cell: float) -> Ground:
    """Return the square of `cells` a side, `cell` metres apart, whose lower left corner is at (west, south), in detail."""
    places = np.arange(cells, dtype=np.float32) * np.float32(cell)
    x, y = np.meshgrid(np.float32(west) + places, np.float32(south) + places)
    return _dug(x, y, seed, fine=True)


def _dug(x: Array, y: Array, seed: int, fine: bool) -> Ground:
    """Return the ground; h = -step * (floor(s) + face - turn) with s = (R - r) / width + turn: every bench is the road."""
    noise = _noises(seed)
    spiral = _Spiral.at(x, y, noise)
    rock = _over(noise.rock, x, y, 48.0) if fine else None
    floor = np.floor(spiral.bench)
    along = spiral.bench - floor
    lip = np.float32(_LIP) + np.float32(0.02) * _over(noise.middle, x, y, SIZE)
    face = np.clip((along - lip) / np.float32(_FACE), 0, 1)
    height = np.float32(-BENCH_HEIGHT) * (floor + face - spiral.turn)
    wall = np.float32(4) * face * (1 - face)  # 1 in the middle of a wall, 0 where it is flat
    if rock is not None:  # too narrow for the coarse grid, where it would be a row of teeth
        rubble = _over(noise.rock, y, x, 39.0)
        height += _berm(along - lip) * (1 + np.float32(0.2) * rubble) * (spiral.bench > 0.5)
    height += _scree(along - lip)
    if rock is not None:
        height += _ledges(height, rock) * np.sqrt(wall)
    height = mix(_plateau(x, y, spiral, noise), height, smoothstep(-0.4, 0.9, spiral.bench)).astype(np.float32)
    floor_heaps = np.clip(_over(noise.long, x, y, SIZE) * 3 + _over(noise.middle, x, y, SIZE) * np.float32(1.6), -1.5, 12)
    height = np.where(height < _FLOOR, np.float32(_FLOOR) + floor_heaps, height)
    inside = spiral.bench > 0.5
    tracks = _tracks(along * np.float32(BENCH_WIDTH), spiral, x, y, noise, rock) * (wall <= 0) * inside
    if rock is not None:
        height += tracks * np.float32(0.055) + np.clip(rubble - 1.7, 0, 2) * np.float32(0.15) * (wall <= 0)
    albedo = _albedo(height, wall, _over(noise.middle, x, y, SIZE), _over(noise.short, x, y, SIZE), rock)
    albedo *= (1 + np.float32(0.20) * tracks)[..., None]
    kinds = np.where(inside & (wall <= 0) & (along < lip - 0.04), class_number("road"), class_number("ground"))
    kinds = np.where((wall > 0.05) & (spiral.bench > 0), class_number("rock"), kinds)
    kinds = np.where(height < _WATER, class_number("water"), kinds).astype(np.uint8)
    return Ground(np.maximum(height, _WATER).astype(np.float32), albedo, kinds)


def _berm(off: Array) -> Array:
    """Return the bank along the edge: a ridge of loose rock as high as half a wheel."""
    high, half = _BERM
    aside = np.clip(np.abs(off * np.float32(BENCH_WIDTH) + np.float32(half + 0.8)) / np.float32(half), 0, 1)
    return np.asarray((1 - aside * aside) ** 1.5 * high, np.float32)


def _scree(off: Array) -> Array:
    """Return what has crumbled to the foot of a wall, from the bench's part past its lip."""
    foot = np.where(off > 0, off - np.float32(_FACE), off + np.float32(1 - _FACE)) * np.float32(BENCH_WIDTH)
    return (np.float32(2.2) * np.exp(-np.abs(foot) / np.where(foot > 0, np.float32(3.0), np.float32(5.0)))).astype(np.float32)


def _ledges(height: Array, rock: Array) -> Array:
    """Return how bedding stands out of a wall: treads that hold, faces that fall back."""
    phase = height / np.float32(4.1) + rock * np.float32(0.16)
    part = phase - np.floor(phase)
    step = np.clip((part - 0.35) / 0.65, 0, 1) - part
    return (step * np.float32(3.4) + rock * np.float32(0.5)).astype(np.float32)


def _plateau(x: Array, y: Array, spiral: _Spiral, noise: _Noises) -> Array:
    """Return the land around the pit, with its heaps of waste."""
    heaps = np.clip(_over(noise.middle, x, y, SIZE), 0, 3) * np.float32(18) * smoothstep(RADIUS, RADIUS * 1.25, spiral.radius)
    return np.asarray(_over(noise.long, x, y, SIZE) * np.float32(7) + heaps)


def _tracks(metres: Array, spiral: _Spiral, x: Array, y: Array, noise: _Noises, rock: Array | None) -> Array:
    """Return the wear of the road, -1 (a rut) to 1 (packed dust), from the metres off the wall."""
    wander = _over(noise.middle, x, y, SIZE / 3) * np.float32(1.2)
    worn = np.zeros_like(metres)
    for centre, gauge in ((12.0, 5.4), (14.5, 6.2), (28.0, 5.4), (31.0, 6.2)):
        for side in (-1, 1):
            off = np.abs(metres - np.float32(centre + side * gauge) - wander)
            worn -= np.exp(-((off / np.float32(1.3)) ** 4)) * np.float32(0.55)
            worn += np.exp(-(((off - 2.0) / np.float32(0.5)) ** 2)) * np.float32(0.5)
    if rock is not None:  # the print of the lugs
        length = spiral.turn * spiral.radius * np.float32(2 * math.pi)
        lugs = np.sin((length + np.abs(metres - 20) * np.float32(0.5)) * np.float32(2 * math.pi / 1.5))
        worn += np.clip(-worn, 0, 1) * lugs * np.float32(0.55)
    return np.clip(worn, -1, 1).astype(np.float32)


def _albedo(height: Array, wall: Array, middle: Array, short: Array, rock: Array | None) -> Array:
    """Return the albedo: strata on the walls, dust where it is flat."""
    grain = short * np.float32(0.05) if rock is None else rock * np.float32(0.10)
    level = height + middle * 4 + (short if rock is None else rock) * np.float32(1.2)
    heights = np.array([height for height, _ in _STRATA])
    shades = np.array([colour(code) for _, code in _STRATA])
    bare = smoothstep(0.0, 0.35, wall).astype(np.float32)
    bedding = 1 + np.float32(0.16) * np.sin(level * np.float32(1.9) + middle) + 2 * grain
    albedo = np.empty((*height.shape, 3), np.float32)
    for channel, dust in enumerate(colour("#a1978a")):
        strata = np.interp(level, heights, shades[:, channel]).astype(np.float32)
        albedo[..., channel] = strata * bedding * bare + dust * (1 + grain) * (1 - bare)
    return albedo


def road(height: Array, turn: float, level: float) -> tuple[float, float, float]:
    """Return x, y, z of the road on bench `level` at a turn 0..1 of the spiral: where the ground has its height and is flat."""
    angle = (turn - 0.5) * 2 * math.pi
    out = np.linspace(60, RADIUS * 1.35, 1600)
    x, y = SIZE / 2 + np.cos(angle) * out, SIZE / 2 + np.sin(angle) * out
    rows, columns = (np.clip((place / CELL).round().astype(int), 0, CELLS - 1) for place in (y, x))
    ground = height[rows, columns]
    wanted = -BENCH_HEIGHT * (level - turn)
    on_road = np.flatnonzero(np.abs(ground - wanted) < 0.7)
    if not len(on_road):
        best = int(np.argmin(np.abs(ground - wanted)))
    else:  # the wall's foot is outside: the middle of the flat run that ends there
        runs = np.split(on_road, np.flatnonzero(np.diff(on_road) > 2) + 1)
        run = max(runs, key=len)
        best = int(run[int(len(run) * 0.45)])
    return float(x[best]), float(y[best]), float(ground[best])
