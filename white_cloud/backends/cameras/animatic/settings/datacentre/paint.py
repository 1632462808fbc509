"""The paint of a data centre: rack fronts and their lamps, row ends, cable trays, raised floor, ceiling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep
from white_cloud.backends.cameras.animatic.rooms.sheets import HOLE, Canvas, Sheet

#: Half an aisle's width, a row's depth, the ceiling and the cable trays, where the rows end, metres.
HALF, ROW, HEIGHT, TRAY, END = 0.92, 1.16, 3.05, 2.52, 30.0
#: From the middle of an aisle to that of the next.
PERIOD = 2 * HALF + ROW
START = -3.2
METRE = 96.0
RACK, RACK_HEIGHT = 0.6, 2.12
_UNIT = 0.0445  # a height unit of IEC 60297 racks, metres
#: Groups of lamps that blink together in a rack, and their colours.
GROUPS = 4
LAMP_COLOURS = ("#59ffb0", "#4fd8ff", "#8affd9", "#ffb45c")
_STEEL, _DARK = colour("#59656a"), colour("#1a2022")


def fronts(seed: int, fine: bool) -> tuple[Canvas, Array]:
    """Return a wall of racks, u metres north, v metres up, and where its lamps are: (rows, columns, GROUPS), 0..1.

    A `fine` one is for a lens that sees little but its beginning.
    """
    length, metre = (17.4, 120.0) if fine else (END, METRE)
    canvas = Canvas((0.0, length), (0, HEIGHT), metre, _DARK, "wall")
    lamps = np.zeros((*canvas.shape, GROUPS), np.float32)
    rng = np.random.default_rng((seed, 3))
    for number in range(round(length / RACK)):
        _rack(canvas, lamps, number * RACK, rng)
    _above(canvas, rng)
    _, v = canvas.metres()
    canvas.albedo *= (1 - 0.5 * np.exp(-v / 0.06))[..., None]
    return canvas, lamps


def _rack(canvas: Canvas, lamps: Array, left: float, rng: np.random.Generator) -> None:
    """Paint one rack: frame, perforated door, the machines behind it with their lamps."""
    kind = rng.choice(4, p=[0.42, 0.3, 0.2, 0.08])  # servers, blades, storage, a blank door
    tone = np.float32(rng.uniform(0.75, 1.2))
    right = left + RACK
    canvas.box(left, right, 0.03, RACK_HEIGHT, _STEEL * tone * np.float32(0.45), "machine")
    low = 0.14
    while low < RACK_HEIGHT - 0.16 and kind != 3:
        units = int(rng.choice([1, 2, 4], p=[0.45, 0.4, 0.15])) if kind == 0 else (7 if kind == 1 else 2)
        high = min(low + units * _UNIT, RACK_HEIGHT - 0.10)
        if rng.random() < 0.90:
            _machine(canvas, lamps, (left + 0.06, right - 0.06, low, high), int(kind), rng)
        low = high + 0.004
    canvas.box(left, left + 0.012, 0.03, RACK_HEIGHT, _DARK * np.float32(0.4), "machine")
    canvas.box(left + 0.014, left + 0.032, 0.03, RACK_HEIGHT, _STEEL * np.float32(1.25), "machine")
    canvas.box(right - 0.03, right - 0.014, 0.03, RACK_HEIGHT, _STEEL * np.float32(0.95), "machine")
    canvas.box(right - 0.075, right - 0.05, 0.98, 1.22, _STEEL * np.float32(1.9), "machine")
    canvas.box(left + 0.2, left + 0.4, RACK_HEIGHT - 0.07, RACK_HEIGHT - 0.03, colour("#9aa5a6"), "sign")


def _machine(canvas: Canvas, lamps: Array, box: tuple[float, float, float, float], kind: int, rng: np.random.Generator) -> None:
    left, right, low, high = box
    face = np.float32(rng.uniform(0.55, 1.3)) * _STEEL * np.float32(0.62)
    canvas.box(left, right, low + 0.003, high - 0.003, face, "machine")
    canvas.shade(left, right, high - 0.012, high - 0.003, 1.7)
    canvas.shade(left, right, low, low + 0.006, 0.4)
    bays = {0: 8, 1: 8, 2: 12}[kind]
    step = (right - left) / bays
    for bay in range(bays):
        canvas.shade(left + bay * step, left + bay * step + 0.010, low, high, 0.5)
        if rng.random() < (0.5 if kind else 0.30):
            _lamp(
                canvas,
                lamps,
                left + (bay + 0.5) * step,
                float(rng.uniform(low, high)) if kind == 1 else low + 0.5 * (high - low),
                rng,
            )
    if rng.random() < 0.7:
        for at in (0.02, 0.045):
            _lamp(canvas, lamps, left + at, high - 0.02, rng)


def _lamp(canvas: Canvas, lamps: Array, u: float, v: float, rng: np.random.Generator) -> None:
    group = int(rng.choice(GROUPS, p=[0.40, 0.32, 0.20, 0.08]))
    place = canvas.part(u, u + 0.008, v, v + 0.008)
    lamps[place[0], place[1], group] = np.float32(rng.uniform(0.4, 1.0))


def _above(canvas: Canvas, rng: np.random.Generator) -> None:
    """Paint what is above the racks: bundles of cables, a rail, and dark panels up to the ceiling."""
    u, v = canvas.metres()
    canvas.box(0, END, RACK_HEIGHT, HEIGHT, colour("#1c2224"), "wall")
    for seam in np.arange(0, END, 1.2):
        canvas.shade(float(seam), float(seam) + 0.02, RACK_HEIGHT, HEIGHT, 0.4)
    rows = canvas.part(0, 1, RACK_HEIGHT, 2.42)[0]
    for number in range(7):
        wave = 2.20 + 0.026 * number + 0.012 * np.sin(u * (0.9 + 0.13 * number) + float(rng.uniform(0, 6)))
        bundle = smoothstep(0.014, 0.007, np.abs(v[rows] - wave))
        tint = colour(("#2d5560", "#5b5f52", "#27383c", "#6a5b3a")[int(rng.integers(4))])
        canvas.albedo[rows] += (tint - canvas.albedo[rows]) * bundle[..., None]
    canvas.box(0, END, RACK_HEIGHT + 0.02, RACK_HEIGHT + 0.05, _STEEL, "machine")


def lamp_sheet(canvas: Canvas, lamps: Array, aside: float) -> Sheet:
    """Return the lamps of a wall of racks as a sheet whose four channels are the groups."""
    return Sheet(lamps, canvas.metre, canvas.u[0], canvas.v[0], canvas.classes, aside, onward=True)


def row_end(seed: int, glow: Array) -> Canvas:
    """Return the end of a row, u metres east from its middle, v up: a panel, a strip of light, a small screen."""
    canvas = Canvas((-ROW / 2, ROW / 2), (0, HEIGHT), METRE, colour("#465054"), "wall")
    rng = np.random.default_rng((seed, 5))
    canvas.box(-ROW / 2, ROW / 2, RACK_HEIGHT + 0.1, HEIGHT, colour("#1c2224"), "wall")
    for low in (0.10, 0.82, 1.54):
        canvas.shade(-ROW / 2, ROW / 2, low, low + 0.012, 0.4)
    canvas.shade(-0.006, 0.006, 0.1, RACK_HEIGHT, 0.5)
    canvas.shade(-ROW / 2, ROW / 2, 0, 0.10, 0.4)
    for side in (-1, 1):
        canvas.box(side * 0.535 - 0.016, side * 0.535 + 0.016, 0.12, RACK_HEIGHT + 0.04, _STEEL, "lamp", glow)
    canvas.box(-0.34, -0.12, 1.30, 1.46, _DARK, "screen", colour("#6fd6d0", 0.5))
    for row in range(4):
        wide = float(rng.uniform(0.05, 0.17))
        canvas.box(-0.32, -0.32 + wide, 1.32 + 0.033 * row, 1.335 + 0.033 * row, _DARK, "screen", colour("#d8fff4", 1.0))
    return canvas


def back_wall(glow: Array) -> Canvas:
    """Return the wall at the end of an aisle: a pair of doors with lit panes, and a sign above."""
    canvas = Canvas((-HALF, HALF), (0, HEIGHT), METRE, colour("#5c676a"), "wall")
    canvas.box(-0.72, 0.72, 0, 2.16, colour("#2b3235"), "wall")
    for side in (-1, 1):
        canvas.box(side * 0.36 - 0.25, side * 0.36 + 0.25, 1.0, 1.85, _DARK, "window", glow)
    canvas.box(-0.015, 0.015, 0, 2.16, _DARK)
    canvas.box(-0.22, 0.22, 2.3, 2.44, _DARK, "sign", colour("#66f0b0", 1.4))
    return canvas


def floor(seed: int) -> tuple[Canvas, Array]:
    """Return a raised floor of tiles, u metres north, v metres east, and its gloss (rows, columns)."""
    canvas = Canvas((START, END), (-PERIOD / 2, PERIOD / 2), 80.0, colour("#6d777a"), "floor")
    rng = np.random.default_rng((seed, 9))
    gloss = np.full(canvas.shape, 0.62, np.float32)
    for i in range(int((END - START) / RACK)):
        for j in range(-3, 3):
            u, v = START + i * RACK, j * RACK + (0.30 if j >= -2 else 0)
            canvas.shade(u, u + RACK, v, v + RACK, float(rng.uniform(0.9, 1.08)))
            gloss[canvas.part(u, u + RACK, v, v + RACK)] *= np.float32(rng.uniform(0.88, 1.06))
    for i in range(2, int((END - START) / RACK), 3):
        _grille(canvas, gloss, START + i * RACK, -0.3)
    for u in np.arange(START, END, RACK):
        canvas.shade(float(u), float(u) + 0.012, -9, 9, 0.35)
        gloss[canvas.part(float(u), float(u) + 0.012, -9, 9)] *= np.float32(0.3)
    for v in (-0.9, -0.3, 0.3, 0.9):
        canvas.shade(START, END, v - 0.006, v + 0.006, 0.35)
        gloss[canvas.part(START, END, v - 0.006, v + 0.006)] *= np.float32(0.3)
    return canvas, gloss


def _grille(canvas: Canvas, gloss: Array, u: float, v: float) -> None:
    """Paint a perforated tile that lets the cold air up."""
    holes = np.arange(0.05, RACK - 0.04, 0.05)
    for du in holes:
        canvas.shade(u + float(du), u + float(du) + 0.026, v + 0.05, v + RACK - 0.05, 0.25)
    gloss[canvas.part(u + 0.04, u + RACK - 0.04, v + 0.04, v + RACK - 0.04)] *= np.float32(0.35)


def ceiling(burning: Sequence[bool], light: Array) -> Canvas:
    """Return the ceiling, u metres north, v metres east: a dark slab with a broken line of light, pipes beside it."""
    canvas = Canvas((START, END), (-PERIOD / 2, PERIOD / 2), 64.0, colour("#2a3133"), "ceiling")
    for u in np.arange(START, END, 1.2):
        canvas.shade(float(u), float(u) + 0.03, -9, 9, 0.55)
    for v, wide, tint in ((0.42, 0.10, "#4d5658"), (-0.50, 0.14, "#434c4e"), (-0.74, 0.06, "#56605f")):
        canvas.box(START, END, v - wide / 2, v + wide / 2, colour(tint), "pipe")
    for number, on in enumerate(burning):
        u = START + number * 1.5
        canvas.box(u + 0.05, u + 1.40, -0.075, 0.075, colour("#5b6466"), "lamp", light if on else None)
    return canvas


def trays(light: Array) -> Sheet:
    """Return the cable trays over both edges of an aisle: premultiplied, seen from below, the fourth channel coverage."""
    canvas = Canvas((START, END), (-PERIOD / 2, PERIOD / 2), 72.0, colour("#1a1f20"), "pipe")
    cover = np.zeros(canvas.shape, np.float32)
    for side in (-1, 1):
        for at in (0.50, 0.84):  # side rails
            _rail(canvas, cover, START, END, side * at)
        for u in np.arange(START, END, 0.30):
            low, high = sorted((side * 0.50, side * 0.84))
            cover[canvas.part(float(u), float(u) + 0.035, low, high)] = 1
            canvas.box(float(u), float(u) + 0.035, low, high, _STEEL * np.float32(0.9), "pipe")
        for number in range(4):  # cables lie on the rungs
            v = side * (0.57 + 0.065 * number)
            cover[canvas.part(START, END, v - 0.018, v + 0.018)] = 1
            tint = ("#22383d", "#3b3a2c", "#1d2426", "#2d4348")[number]
            canvas.box(START, END, v - 0.018, v + 0.018, colour(tint), "pipe")
    whole = canvas.sheet(light, HEIGHT - TRAY)
    picture = whole.picture * cover[..., None]
    picture[..., 3] = cover
    return Sheet(
        picture, whole.metre, whole.u, whole.v, np.where(cover > 0.5, canvas.classes, np.uint8(HOLE)), 1.2, onward=True
    )


def _rail(canvas: Canvas, cover: Array, start: float, end: float, v: float) -> None:
    cover[canvas.part(start, end, v - 0.014, v + 0.014)] = 1
    canvas.box(start, end, v - 0.014, v + 0.014, _STEEL * np.float32(1.5), "pipe")
