"""The hall of the canteen: walls, windows, the hatch and its kitchen, tables and benches, a board without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep
from white_cloud.backends.cameras.animatic.rooms.decorator import Decorator, Furnishing
from white_cloud.backends.cameras.animatic.rooms.light import Pane
from white_cloud.backends.cameras.animatic.rooms.planes import Surface

WIDTH, DEPTH, HEIGHT = 9.0, 13.0, 3.4
#: The opening in the back wall: from and to along x, and heights of its sill and lintel, metres.
HATCH = (2.9, 6.1, 1.02, 2.05)
#: The windows in the wall x = 0: from and to along y, sill and lintel.
WINDOWS = tuple((y, y + 1.9, 1.25, 2.65) for y in (0.9, 3.7, 6.5, 9.3))
#: What the light maps take the windows for.
PANE = Pane(0.9, 1.3, 10.3, 1.2)
TABLE_TOP, SEAT = 0.74, 0.45
#: Where lamps hang (x, y), how far under the ceiling.
LAMPS = tuple((x, y) for x in (2.3, 6.7) for y in (1.6, 4.6, 7.6, 10.6))
DROP = 0.55
#: Groups of the stage: the kitchen's counter, then tables and benches upwards.
COUNTER, FIRST_TABLE, FIRST_LAMP = 1, 10, 100

_DADOS = ("#4f7461", "#5b7a70", "#4d6e63", "#55735a")


@dataclass(frozen=True)
class Row:
    """A table with its two benches, `along` x or y: from and to on that axis, and its middle on the other; `group` its number.

    The benches have the groups after it: group + 1 on the near side (lower coordinate), group + 2 on the far.
    """

    along: str
    start: float
    end: float
    middle: float
    group: int

    def place(self, part: float, side: float) -> tuple[float, float]:
        """Return (x, y) of a seat: `part` 0..1 of the length, `side` -1 for the near bench, 1 for the far, 0 for the table."""
        way, aside = self.start + part * (self.end - self.start), self.middle + side * 0.66
        return (way, aside) if self.along == "x" else (aside, way)

    def bench(self, side: int) -> int:
        """Return the group of the bench on a side."""
        return self.group + (1 if side < 0 else 2)


def rows(along: str) -> list[Row]:
    """Return the tables of the hall, set across it (`x`) or lengthwise (`y`)."""
    if along == "x":
        places = [(start, end, y) for y in (2.7, 4.75, 6.8, 8.85, 10.6) for start, end in ((0.75, 3.85), (5.15, 8.25))]
    else:
        places = [(start, start + 4.1, x) for start in (1.6, 6.5) for x in (1.45, 4.5, 7.55)]
    return [Row(along, *place, FIRST_TABLE + 3 * i) for i, place in enumerate(places)]


def furnish(seed: int, along: str, sky: Array, hatch: Array, weather: frozenset[str]) -> Furnishing:
    """Return the hall for a seed; `sky` and `hatch` are the light of windows and kitchen (BGR), `weather` rain or snow."""
    d = Decorator(seed)
    _shell(d, sky, weather)
    _back(d, hatch)
    for row in rows(along):
        _table(d, row)
    _beams(d)
    return d.room


def _shell(d: Decorator, sky: Array, weather: frozenset[str]) -> None:
    w, y, h = WIDTH, DEPTH, HEIGHT
    dado = _DADOS[int(d.rng.integers(len(_DADOS)))]
    left, right = (d.painted_wall(y, h, dado, lime="#b3ae9c", edge=1.2, density=60) for _ in range(2))
    near = d.painted_wall(w, h, dado, lime="#b3ae9c", edge=1.2, density=30)
    _windows(d, left, sky, weather)
    d.plane((0, 0, h), (0, y, 0), (0, 0, -h), left)
    d.plane((w, y, h), (0, -y, 0), (0, 0, -h), right)
    d.plane((w, 0, h), (-w, 0, 0), (0, 0, -h), near)
    d.plane((0, y, 0), (w, 0, 0), (0, -y, 0), _floor(d), kind="floor")
    d.plane((0, 0, h), (w, 0, 0), (0, y, 0), d.stained(w, y, colour("#8d8a7c"), 30, 0.10), kind="ceiling")
    for along in WINDOWS:
        for side in (0.0, WIDTH - 0.12):
            d.block((side, along[0] - 0.55, 0), (side + 0.12, along[0] - 0.25, h), "#a19d8d", 0, 1, kind="wall", density=40)
        d.block((0, along[0] - 0.05, along[2] - 0.06), (0.16, along[1] + 0.05, along[2]), "#8c8878", 0, 2, density=40)


def _floor(d: Decorator) -> Array:
    """Return terrazzo in slabs, worn along the aisles."""
    texture = d.stained(WIDTH, DEPTH, colour("#6c6a60"), 48, 0.14)
    h, w = texture.shape[:2]
    x, y = ((np.arange(n, dtype=np.float32) / 48) % 1.0 for n in (w, h))
    joint = np.maximum(
        np.exp(-((np.minimum(x, 1 - x) / 0.012) ** 2))[None], np.exp(-((np.minimum(y, 1 - y) / 0.012) ** 2))[:, None]
    )
    worn = 1 + 0.14 * d.noise(2, h, w)
    return (texture * ((1 - 0.35 * joint) * worn)[..., None]).astype(np.float32)


def _windows(d: Decorator, wall: Array, sky: Array, weather: frozenset[str]) -> None:
    """Set the panes before the wall, and what they let through: a pale sky over sheds and a heap, behind grime."""
    density = wall.shape[1] / DEPTH
    for start, end, sill, lintel in WINDOWS:
        top, left = int((HEIGHT - lintel) * density), int(start * density)
        h, w = int((lintel - sill) * density), int((end - start) * density)
        across, along = ((np.arange(w) + 0.5) / w)[None], ((np.arange(h) + 0.5) / h)[:, None]
        bars = np.minimum(across % 0.25, 0.25 - across % 0.25) * (end - start)
        rails = np.minimum(np.minimum(along, 1 - along), np.abs(along - 0.30)) * (lintel - sill)
        open_ = cv2.GaussianBlur(((bars > 0.018) & (rails > 0.02)).astype(np.float32), (0, 0), 0.8)
        far = 0.72 + 0.05 * np.cumsum(d.rng.normal(0, 0.35, 8)).repeat(-(-w // 8))[:w]
        outside = 1 - (-0.5 if "snow" in weather else 0.72) * smoothstep(
            -0.02, 0.02, along - cv2.GaussianBlur(far[None].astype(np.float32), (0, 0), w / 60)
        )
        grime = np.clip(0.85 + 0.12 * d.noise(0, h, w), 0.3, 1.2)
        if "rain" in weather:
            runs = cv2.GaussianBlur(d.noise(3, h, w), (0, 0), sigmaX=0.7, sigmaY=h / 8)
            grime = grime * np.clip(0.62 + 3.2 * runs, 0.25, 1.5)
        wall[max(0, top - 3) : top + h + 3, max(0, left - 3) : left + w + 3] *= 0.45
        glow = ((outside * grime * open_)[..., None] * sky).astype(np.float32)
        frame = np.full((h, w, 3), 0.06, np.float32)
        d.plane((0.004, start, lintel), (0, end - start, 0), (0, 0, sill - lintel), frame, "window", level=1, glow=glow)


def _back(d: Decorator, hatch: Array) -> None:
    """Set the back wall about the hatch, the kitchen beyond, the counter, the board and a door."""
    x0, x1, z0, z1 = HATCH
    y, density = DEPTH, 56
    whole = d.painted_wall(WIDTH, HEIGHT, "#4f7461", lime="#b3ae9c", edge=1.2, density=density)
    _board(d, density)
    for left, right, low, high in ((0, x0, 0, HEIGHT), (x1, WIDTH, 0, HEIGHT), (x0, x1, z1, HEIGHT), (x0, x1, 0, z0)):
        part = whole[int((HEIGHT - high) * density) : int((HEIGHT - low) * density), int(left * density) : int(right * density)]
        d.plane((left, y, high), (right - left, 0, 0), (0, 0, low - high), part.copy())
    light = _kitchen(d) * hatch
    d.plane((x0 - 1, y + 1.9, z1 + 0.9), (x1 - x0 + 2, 0, 0), (0, 0, -(z1 + 0.9)), light * 0 + 0.02, glow=light, level=-2)
    for x, way in ((x0, 1), (x1, -1)):
        d.plane((x, y + 0.24 * (way < 0), z1), (0, 0.24 * way, 0), (0, 0, z0 - z1), d.stained(0.24, z1 - z0, colour("#b8b4a4")))
    d.block((x0 - 0.15, y - 0.42, z0 - 0.06), (x1 + 0.15, y + 0.05, z0), "#9fa09a", COUNTER, density=40)
    d.block((x0 - 0.05, y - 0.03, z1), (x1 + 0.05, y, z1 + 0.07), "#6e7068", COUNTER, density=40)


def _board(d: Decorator, density: int) -> None:
    """Hang the red board over the hatch, with pale strokes that are no script, and two dark ones for the day's dishes."""
    x0, x1, _, z1 = HATCH
    wide, high = x1 - x0 + 1.2, 0.58
    texture = d.stained(wide, high, colour("#8f2f26"), density, 0.10)
    h, w = texture.shape[:2]
    signs = np.zeros((h, w), np.float32)
    count = 9
    for i in range(count):
        middle = (i + 0.5) / count * w
        for _ in range(6):
            x, y = middle + d.rng.uniform(-0.28, 0.28) * w / count, d.rng.uniform(0.25, 0.75) * h
            long = d.rng.uniform(0.15, 0.30) * h
            dx, dy = (long, 0) if d.rng.random() < 0.5 else (0, long)
            cv2.line(signs, (int(x - dx), int(y - dy)), (int(x + dx), int(y + dy)), 1.0, max(1, density // 26))
    strokes: Array = cv2.GaussianBlur(signs, (0, 0), density / 40)[..., None]
    texture = mix(texture, np.broadcast_to(colour("#d8c48e"), texture.shape), 0.8 * strokes).astype(np.float32)
    d.plane((x0 - 0.6, DEPTH - 0.03, z1 + 0.88), (wide, 0, 0), (0, 0, -high), texture, "sign", level=1)
    for x in (0.9, 7.0):
        slate = d.stained(1.1, 0.75, colour("#3a4640"), density, 0.2)
        d.plane((x, DEPTH - 0.03, 2.2), (1.1, 0, 0), (0, 0, -0.75), slate, "sign", level=1)


def _kitchen(d: Decorator) -> Array:
    """Return the glowing back of the kitchen, 1 where brightest: tiles, shelves with pots, an extractor's shade above."""
    h, w = 150, 300
    x, y = np.linspace(0, 1, w, dtype=np.float32)[None], np.linspace(0, 1, h, dtype=np.float32)[:, None]
    tiles = 1 - 0.13 * np.maximum((x * 40) % 1 < 0.10, (y * 20) % 1 < 0.10)
    light = tiles * (0.28 + 0.95 * np.exp(-(((x - 0.58) / 0.26) ** 2) - (((y - 0.36) / 0.26) ** 2)))
    light = light * (1 + 0.08 * d.noise(0, h, w))
    for shelf in (0.40, 0.56):
        light[int(shelf * h) : int(shelf * h) + 2] *= 0.35
        for place in np.arange(0.2, 0.8, 0.045):
            wide, high = d.rng.uniform(0.008, 0.02), d.rng.uniform(0.04, 0.11)
            if d.rng.random() < 0.75:
                a, b = int((place - wide) * w), int((place + wide) * w)
                light[int((shelf - high) * h) : int(shelf * h), a:b] *= d.rng.uniform(0.25, 0.6)
    soft: Array = cv2.GaussianBlur(light.astype(np.float32), (0, 0), 1.2)
    return np.repeat(soft[..., None], 3, 2)


def _table(d: Decorator, row: Row) -> None:
    """Set a table with a pale worn top and two benches, on iron legs."""
    tops = ("#7d8078", "#77695a", "#6e7a76")
    tone = tops[seeded(row.group, len(tops))]
    _slab(d, row, (row.start, row.end), row.middle, 0.35, (TABLE_TOP - 0.045, TABLE_TOP), tone, row.group)
    for end in (row.start + 0.25, row.end - 0.30):
        _slab(d, row, (end, end + 0.05), row.middle, 0.28, (0, TABLE_TOP - 0.045), "#3e4340", row.group, -1)
    for side in (-1, 1):
        middle = row.middle + side * 0.66
        _slab(d, row, (row.start + 0.05, row.end - 0.05), middle, 0.14, (SEAT - 0.04, SEAT), "#6b5a46", row.bench(side))
        for end in (row.start + 0.35, row.end - 0.40):
            _slab(d, row, (end, end + 0.05), middle, 0.11, (0, SEAT - 0.04), "#3e4340", row.bench(side), -1)


def seeded(number: int, count: int) -> int:
    """Return a choice 0..count - 1 that belongs to a number."""
    return int(np.random.default_rng((number, 77)).integers(count))


def _slab(
    d: Decorator, row: Row, span: tuple[float, float], middle: float, half: float, heights: tuple[float, float], tone: str,
    group: int, level: int = 0,
) -> None:  # fmt: skip
    low, high = (span[0], middle - half, heights[0]), (span[1], middle + half, heights[1])
    if row.along == "y":
        low, high = (low[1], low[0], low[2]), (high[1], high[0], high[2])
    d.block(low, high, tone, group, level, density=44, solid=level >= 0)


def _beams(d: Decorator) -> None:
    for y in (2.2, 5.4, 8.6, 11.6):
        d.block((0, y, HEIGHT - 0.28), (WIDTH, y + 0.3, HEIGHT), "#86836f", 0, 1, kind="ceiling", density=30)


def hang_tubes(room: Furnishing, tint: Array, lit: Sequence[bool]) -> None:
    """Hang a tube under a white batten at every one of LAMPS, in the light `tint` where it is lit."""
    for number, ((x, y), on) in enumerate(zip(LAMPS, lit, strict=True)):
        z, group = HEIGHT - DROP, FIRST_LAMP + number
        light = tint * np.float32(4.0 if on else 0.04)
        _hung_box(room, (x, y, z), (0.03, 0.62, 0.03), np.full(3, 0.4, np.float32), light, group)
        _hung_box(room, (x, y, z + 0.065), (0.06, 0.64, 0.035), colour("#8f948c"), light * np.float32(0.012), group)
        for dy in (-0.5, 0.5):
            _hung_box(room, (x, y + dy, HEIGHT - 0.2), (0.007, 0.007, 0.30), colour("#2c2c2a"), light * 0, group)


def _hung_box(
    room: Furnishing,
    middle: tuple[float, float, float],
    size: tuple[float, float, float],
    paint: Array,
    glow: Array,
    group: int,
) -> None:
    """Hang a box by its middle and half sizes; what glows is a lamp."""
    (x, y, z), (a, b, c) = middle, size
    faces = (
        ((x - a, y - b, z + c), (2 * a, 0, 0), (0, 0, -2 * c)), ((x + a, y + b, z + c), (-2 * a, 0, 0), (0, 0, -2 * c)),
        ((x - a, y + b, z + c), (0, -2 * b, 0), (0, 0, -2 * c)), ((x + a, y - b, z + c), (0, 2 * b, 0), (0, 0, -2 * c)),
        ((x - a, y - b, z - c), (2 * a, 0, 0), (0, 2 * b, 0)),
    )  # fmt: skip
    for corner, right, down in faces:
        texture = np.broadcast_to(paint, (6, 6, 3)).astype(np.float32)
        light = np.broadcast_to(glow, (6, 6, 3)).astype(np.float32)
        room.surfaces.append(
            Surface(np.array(corner, float), np.array(right, float), np.array(down, float), texture, group, 0, light, "lamp")
        )
