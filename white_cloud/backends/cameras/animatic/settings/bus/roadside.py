"""What stands along the road: five long strips, each parallel to it, painted once and repeated for ever."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.easel import Easel
from white_cloud.backends.cameras.animatic.radiance import Array, colour, spectral_noise

#: Paints a strip of a period in metres.
_Painter = Callable[[Easel, float, np.random.Generator], None]

#: Ground under the bus's floor, metres.
GROUND = -1.0
#: Levels of a strip, each blurred twice as far along the road as the one before.
LEVELS = 7
_BLUR = 0.12  # metres that go by while a frame is exposed


@dataclass(frozen=True)
class Strip:
    """A strip `aside` metres from the bus, `period` metres long, from the ground to `tall` metres above it.

    `atlas` is uint8 (levels * (rows + 2), columns + 1, 2): coverage, and tone times coverage at 128 for 1; each level is
    blurred twice as far along the road, its columns `texel` metres wide. `shine` is what shines, alike, one channel, or none.
    """

    aside: float
    period: float
    tall: float
    rows: int
    columns: int
    paint: Array
    atlas: Array = field(repr=False)
    shine: Array | None = field(repr=False)

    @property
    def texel(self) -> float:
        """Return the metres of a column."""
        return self.period / self.columns


def strips(seed: int, snow: bool) -> tuple[Strip, ...]:
    """Return the strips of a country, far to near."""
    rng = np.random.default_rng((seed, 61))
    paints = (
        ("#8f9296", "#7d7a78", "#5f5a55", "#7a7672", "#6e6a62")
        if snow
        else ("#57544f", "#4d463f", "#34312e", "#3b352f", "#453b2c")
    )
    plans = (
        (620.0, 4000.0, 190.0, 0.5, _hills),
        (190.0, 1200.0, 76.0, 1.6, _heaps),
        (74.0, 480.0, 46.0, 5.0, _pylons),
        (23.0, 260.0, 11.0, 8.0, _houses),
        (6.8, 120.0, 6.5, 13.0, _verge),
    )
    return tuple(
        _strip(aside, period, tall, metre, colour(paint), rng, painter)
        for (aside, period, tall, metre, painter), paint in zip(plans, paints, strict=True)
    )


def _strip(
    aside: float, period: float, tall: float, metre: float, paint: Array, rng: np.random.Generator, painter: _Painter
) -> Strip:
    columns, rows = int(period * metre), int(tall * metre)
    easel = Easel(metre, tall, (columns, rows))
    painter(easel, period, rng)
    cover, tone, glow = easel.layers()
    atlas = _levels(cv2.merge([cover, tone * cover * np.float32(128 / 255)]), metre)
    shine = _levels(glow, metre) if glow.any() else None
    return Strip(aside, period, tall, rows, columns, paint, atlas, shine)


def _levels(sheet: Array, metre: float) -> Array:
    """Return a sheet above copies of itself, each blurred farther along the road; empty rows part them."""
    sheet = _wrapped_blur(sheet, _BLUR * metre)
    levels = []
    for level in range(LEVELS):
        if level:
            sheet = _wrapped_blur(sheet, 0.45 * 2**level)
        padded = cv2.copyMakeBorder(sheet, 1, 1, 0, 1, cv2.BORDER_WRAP)
        padded[0], padded[-1] = 0, 0
        levels.append(np.clip(padded * 255 + 0.5, 0, 255).astype(np.uint8))
    return np.vstack(levels)


def _wrapped_blur(sheet: Array, sigma: float) -> Array:
    border = min(int(3 * sigma) + 1, sheet.shape[1] - 1)
    padded = cv2.copyMakeBorder(sheet, 0, 0, border, border, cv2.BORDER_WRAP)
    blurred = cv2.GaussianBlur(padded, (0, 0), sigmaX=max(sigma, 0.3), sigmaY=0.35)
    return np.ascontiguousarray(blurred[:, border:-border])


def _ridge(easel: Easel, period: float, heights: Array, tone: float) -> None:
    """Cover all below a periodic line of heights."""
    along = np.linspace(0, period, len(heights) + 1)
    line = list(zip(along.tolist(), [*heights.tolist(), float(heights[0])], strict=True))
    easel.polygon([(0.0, -1.0), *line, (period, -1.0)], tone)


def _line_noise(rng: np.random.Generator, count: int, slope: float, lowest: int) -> Array:
    line: Array = spectral_noise(16, slope, int(rng.integers(1 << 30)), lowest=lowest, width=count)[0]
    return line


def _hills(easel: Easel, period: float, rng: np.random.Generator) -> None:
    """Paint two ranges of bare hills, and stacks of a far works."""
    _ridge(easel, period, 78 + 30 * _line_noise(rng, 200, 1.5, 2), 0.9)
    _ridge(easel, period, 38 + 15 * _line_noise(rng, 300, 1.3, 3), 1.1)
    for place in rng.uniform(0.1, 0.9, 4) * period:
        for step in range(int(rng.integers(1, 4))):
            x, high = place + 26 * step, rng.uniform(95, 150)
            easel.polygon([(x - 5, 20), (x + 5, 20), (x + 3, high), (x - 3, high)], 0.85)


def _heaps(easel: Easel, period: float, rng: np.random.Generator) -> None:
    """Paint spoil heaps with their gullies, a conveyor on one, a headframe."""
    _ridge(easel, period, 3 + 1.2 * _line_noise(rng, 200, 1.0, 4), 0.8)
    place = 60.0
    while place < period - 200:
        wide, high = rng.uniform(110, 210), rng.uniform(34, 68)
        top = rng.uniform(0.02, 0.25) * wide
        middle = place + wide / 2
        easel.polygon(
            [(place, 0), (middle - top, high), (middle + top, high * 0.985), (place + wide, 0)], rng.uniform(0.85, 1.1)
        )
        for _ in range(14):
            foot = place + wide * rng.uniform(0.1, 0.9)
            head = middle + (foot - middle) * 0.25 + rng.normal(0, 2)
            reach = high * rng.uniform(0.55, 0.95)
            easel.polygon([(head, reach), (foot - 3, 2), (foot + 3, 2)], rng.uniform(0.7, 1.25))
        if rng.random() < 0.5:
            easel.line(place - 45, 3, middle - top, high, 2.2)
            for part in (0.25, 0.55, 0.8):
                x, z = place - 45 + part * (middle - top - place + 45), 3 + part * (high - 3)
                easel.line(x, 0, x, z, 1.4)
        elif rng.random() < 0.6:
            _headframe(easel, place - 30, rng.uniform(30, 42))
        place += wide + rng.uniform(30, 190)


def _headframe(easel: Easel, x: float, high: float) -> None:
    for foot, head in ((-9, -2), (9, 2), (22, 2)):
        easel.line(x + foot, 0, x + head, high, 1.3)
    for part in (0.3, 0.6):
        easel.line(x - 9 + 7 * part, high * part, x + 9 - 7 * part, high * part, 0.9)
    easel.wheel(x, high + 2.5, 3.0, 0.9)
    easel.box(x - 24, x - 12, 0, 9, 0.8)


def _pylons(easel: Easel, period: float, rng: np.random.Generator) -> None:
    """Paint a line of lattice towers with their wires, and low works between."""
    _ridge(easel, period, 0.9 + 0.35 * _line_noise(rng, 300, 1.0, 6), 0.9)
    step = period / 4
    for number in range(-1, 5):
        x = step * (number + 0.5)
        for arm, level in ((6.2, 34.0), (8.0, 27.5), (6.2, 21.5)):
            for side in (-1, 1):
                _wire(easel, (x + side * arm, level - 2.2), (x + step + side * arm, level - 2.2), 7.5)
        _tower(easel, x)
    for place in rng.uniform(20, period - 60, 6):
        wide, high = rng.uniform(12, 34), rng.uniform(4, 8.5)
        easel.polygon(
            [(place, 0), (place, high), (place + wide * 0.5, high + 1.6), (place + wide, high), (place + wide, 0)],
            rng.uniform(0.7, 1.2),
        )
        for window in np.arange(place + 2, place + wide - 2, 4.2):
            if rng.random() < 0.25:
                easel.shine(
                    [(window, high * 0.45), (window + 1.2, high * 0.45), (window + 1.2, high * 0.7), (window, high * 0.7)], 0.6
                )


def _tower(easel: Easel, x: float) -> None:
    """Paint a lattice tower 38 m tall."""

    def half(z: float) -> float:
        return 4.2 - 3.0 * min(z / 21.5, 1.0) - 0.9 * max(0.0, z - 21.5) / 16.5

    levels = [0.0, 5.5, 10.5, 15.0, 18.5, 21.5, 24.5, 27.5, 31.0, 34.0, 38.0]
    for low, high in pairwise(levels):
        for side in (-1, 1):
            easel.line(x + side * half(low), low, x + side * half(high), high, 0.38)
            easel.line(x + side * half(low), low, x - side * half(high), high, 0.20)
    for arm, level in ((6.2, 34.0), (8.0, 27.5), (6.2, 21.5)):
        for side in (-1, 1):
            easel.line(x, level + 1.7, x + side * arm, level, 0.30)
            easel.line(x, level, x + side * arm, level, 0.30)
            easel.line(x + side * arm, level, x + side * arm, level - 2.2, 0.24)


def _wire(easel: Easel, start: tuple[float, float], end: tuple[float, float], sag: float) -> None:
    part = np.linspace(0, 1, 25)
    x = start[0] + part * (end[0] - start[0])
    z = start[1] + part * (end[1] - start[1]) - sag * 4 * part * (1 - part)
    for a in range(24):
        easel.line(float(x[a]), float(z[a]), float(x[a + 1]), float(z[a + 1]), 0.10)


def _houses(easel: Easel, period: float, rng: np.random.Generator) -> None:
    """Paint low houses with chimneys behind their walls, poplars, poles with slack wires."""
    _ridge(easel, period, 0.35 + 0.15 * _line_noise(rng, 400, 0.8, 8), 0.8)
    place = 6.0
    while place < period - 24:
        if rng.random() < 0.62:
            place = _house(easel, place, rng)
        else:
            for _ in range(int(rng.integers(1, 5))):
                _bare_tree(easel, place, rng.uniform(6.0, 10.0), rng, 0.30)
                place += rng.uniform(2.0, 4.0)
        place += rng.uniform(2.0, 20.0)
    step = period / 6
    for number in range(-1, 7):
        x = step * (number + 0.3)
        easel.line(x, 0, x, 8.2, 0.26)
        easel.line(x - 0.9, 7.7, x + 0.9, 7.7, 0.16)
        for wire in (-0.8, 0.8):
            _wire(easel, (x + wire, 7.7), (x + step + wire, 7.7), 0.9)


def _house(easel: Easel, place: float, rng: np.random.Generator) -> float:
    wide, high, tone = rng.uniform(6, 13), rng.uniform(2.6, 3.4), rng.uniform(0.8, 1.8)
    roof = rng.uniform(0.9, 1.7)
    easel.box(place, place + wide, 0, high, tone)
    easel.polygon(
        [(place - 0.4, high), (place + 0.5, high + roof), (place + wide - 0.5, high + roof), (place + wide + 0.4, high)],
        tone * 0.55,
    )
    chimney = place + wide * rng.uniform(0.2, 0.8)
    easel.box(chimney, chimney + 0.55, high + roof - 0.3, high + roof + 0.9, tone * 0.7)
    lit = rng.random() < 0.5
    for window in np.arange(place + 1.0, place + wide - 1.6, 2.4):
        corners = [(window, 1.0), (window + 1.0, 1.0), (window + 1.0, 2.1), (window, 2.1)]
        easel.polygon(corners, tone * 0.3)
        if lit and rng.random() < 0.6:
            easel.shine(corners)
    if rng.random() < 0.6:
        easel.box(place + wide, place + wide + rng.uniform(4, 10), 0, rng.uniform(1.5, 2.0), tone * 0.9)
    return float(place + wide)


def _bare_tree(easel: Easel, x: float, high: float, rng: np.random.Generator, thick: float) -> None:
    """Paint a poplar without leaves: a trunk, and twigs that go up along it."""
    easel.line(x, 0, x + rng.normal(0, 0.15), high, thick)
    for _ in range(22):
        z = rng.uniform(0.22, 0.92) * high
        side, reach = rng.choice((-1.0, 1.0)), (high - z) * rng.uniform(0.12, 0.34)
        easel.line(x, z, x + side * reach * 0.5, z + reach * 1.3, max(0.05, thick * 0.28))
        easel.line(x + side * reach * 0.3, z + reach * 0.8, x + side * reach, z + reach * 1.5, max(0.04, thick * 0.18))


def _verge(easel: Easel, period: float, rng: np.random.Generator) -> None:
    """Paint dead grass, guard posts, a few trees that whip past."""
    _ridge(easel, period, np.clip(0.22 + 0.13 * _line_noise(rng, 900, 0.5, 30), 0.05, 0.6), 0.9)
    for post in np.arange(5.0, period, 10.0):
        easel.box(post, post + 0.16, 0, 0.85, 1.6)
    for place in rng.uniform(6, period - 6, 5):
        _bare_tree(easel, float(place), rng.uniform(4.5, 6.2), rng, 0.22)
    for place in rng.uniform(3, period - 6, 8):
        wide, high = rng.uniform(0.7, 2.2), rng.uniform(0.5, 1.2)
        turns = np.linspace(0, math.pi, 7)
        bush = [(float(place + wide * math.cos(a)), float(high * math.sin(a) * rng.uniform(0.8, 1.1))) for a in turns]
        easel.polygon(bush, rng.uniform(0.6, 0.9))
