"""The ground of the open pit: one spiral road whose turns are the benches, walls of strata, a floor with standing water."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise

CELLS, CELL = 1280, 2.5
_RADIUS, _BENCH_WIDTH, _BENCH_HEIGHT, _BENCHES = 1150.0, 62.0, 26.0, 13
_FACE = 0.26  # the part of a bench's width that is wall
_FLOOR = -_BENCH_HEIGHT * (_BENCHES - 0.9)
_WATER = _FLOOR - 1.1

#: The colour of rock by height in metres.
_STRATA = (
    (-400, "#5c564e"),
    (-300, "#6e675c"),
    (-262, "#8c7a60"),
    (-222, "#a89070"),
    (-212, "#3d3936"),
    (-200, "#423d39"),
    (-190, "#a08a66"),
    (-150, "#7f786e"),
    (-118, "#c2a878"),
    (-90, "#8f5a38"),
    (-78, "#94613f"),
    (-60, "#bfa782"),
    (-20, "#a3967f"),
    (60, "#b3a27f"),
)


@dataclass(frozen=True)
class PitGround:
    """Heights (CELLS, CELLS) in metres, albedo (CELLS, CELLS, 3), and where water stands."""

    height: Array = field(repr=False)
    albedo: Array = field(repr=False)
    water: Array = field(repr=False)


@dataclass(frozen=True)
class _Noises:
    """Noise of long, middle and short waves."""

    long: Array
    middle: Array
    short: Array


def _spiral(noise: _Noises) -> tuple[Array, Array, Array]:
    """Return the bench count at every cell (whole numbers at bench edges), the turn 0..1, and the radius in metres."""
    x = ((np.arange(CELLS, dtype=np.float32) - CELLS / 2) * np.float32(CELL))[None]
    y = x.T
    turn = np.arctan2(y, x) / np.float32(2 * math.pi) + np.float32(0.5)
    radius = np.hypot(x, y * np.float32(1.18)) * (1 + np.float32(0.11) * noise.long)
    radius += noise.middle * 7 + noise.short * np.float32(2.6)
    bench = np.minimum((_RADIUS - radius) / np.float32(_BENCH_WIDTH) + turn, _BENCHES + turn)
    return bench, turn, radius


def dig(seed: int) -> PitGround:
    """Return the pit; h = -step * (floor(s) + face - turn) with s = (R - r) / width + turn: every bench is the spiral road."""
    noise = _Noises(
        spectral_noise(CELLS, 2.4, seed, 1, 9),
        spectral_noise(CELLS, 1.7, seed + 1, 6, 60),
        spectral_noise(CELLS, 1.15, seed + 2, 40),
    )
    bench, turn, radius = _spiral(noise)
    floor = np.floor(bench)
    along = bench - floor
    lip = 0.66 + 0.022 * noise.middle
    face = smoothstep(0.0, _FACE, along - lip)
    height = -_BENCH_HEIGHT * (floor + face - turn)
    berm = np.exp(-(((along - lip + 0.03) / 0.022) ** 2)) * 1.3
    plateau = spectral_noise(CELLS, 2.0, seed + 3, 3) * 7
    heaps = np.clip(spectral_noise(CELLS, 1.9, seed + 4, 2, 20), 0, 3) * 26
    plateau += heaps * smoothstep(_RADIUS, _RADIUS * 1.25, radius)
    inside = smoothstep(-0.4, 0.9, bench)
    height = mix(plateau, height + berm * (bench > 0.5), inside)
    uneven = _FLOOR + np.clip(noise.long * 3 + noise.middle * 1.2, -1.5, 12)
    height = np.where(height < _FLOOR, uneven, height)
    height += noise.short * (0.35 * (1 - face) + 6 * face * (1 - face))
    height = height.astype(np.float32)
    albedo = _rock(height, noise, seed)
    for rut in (0.30, 0.42):  # the trucks' tracks, dark lines along every bench
        albedo *= (1 - np.float32(0.16) * np.exp(-(((along - rut) / 0.05) ** 2)) * inside)[..., None]
    return PitGround(np.maximum(height, _WATER), albedo, height < _WATER)


def _rock(height: Array, noise: _Noises, seed: int) -> Array:
    """Return the albedo: strata where it is steep, dust where it is flat."""
    level = height + noise.middle * 5 + noise.long * 10
    heights = np.array([height for height, _ in _STRATA])
    shades = np.array([colour(code) for _, code in _STRATA])
    slope = np.abs(np.gradient(height, axis=0)) + np.abs(np.gradient(height, axis=1))
    flat = np.exp(-slope / np.float32(0.69 * CELL)) * np.float32(0.75)
    rough = 1 + np.float32(0.22) * spectral_noise(CELLS, 0.9, seed + 5, 20)
    dusty = (1 + np.float32(0.07) * noise.short) * flat
    albedo = np.empty((*level.shape, 3), np.float32)
    for channel, dust in enumerate(colour("#b9ad97")):
        strata = np.interp(level, heights, shades[:, channel]).astype(np.float32)
        albedo[..., channel] = strata * rough * (1 - flat) + dust * dusty
    return albedo


def road(height: Array, turn: float, level: float) -> tuple[float, float, float]:
    """Return x, y, z of the road on bench `level` at a turn 0..1 of the spiral: where the ground has its height and is flat."""
    angle = (turn - 0.5) * 2 * math.pi
    out = np.linspace(60, _RADIUS * 1.35, 800)
    middle = CELLS * CELL / 2
    x, y = middle + np.cos(angle) * out, middle + np.sin(angle) * out
    rows, columns = (np.clip((place / CELL).round().astype(int), 0, CELLS - 1) for place in (y, x))
    ground = height[rows, columns]
    wanted = -_BENCH_HEIGHT * (level - turn)
    best = int(np.argmin(np.abs(ground - wanted) + np.abs(np.gradient(ground)) * 3))
    return float(x[best]), float(y[best]), float(ground[best])
