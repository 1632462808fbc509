"""The paint of a dormitory corridor: two-tone walls that peel, doors, an end with its window, floor, ceiling."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.sheets import Canvas

#: Half the corridor's width, its height, where it begins and where it ends, metres.
HALF, HEIGHT, START, END = 1.02, 2.72, -1.6, 22.5
METRE = 104.0
DADO = 1.28
DOOR_WIDTH, DOOR_HEIGHT, DOOR_DEEP = 0.92, 2.04, 0.17
SLOT = DOOR_WIDTH + DOOR_DEEP + 0.06
_FRAME, _LEAF, _IRON = colour("#33463c"), colour("#6b4630"), colour("#2b2c2b")
_GLASS = colour("#20282a")
_WINDOW_SILL, _WINDOW_TOP, _WINDOW_HALF = 0.95, 2.3, 0.58


@dataclass(frozen=True)
class Door:
    """A door in a side wall: where it starts, `gap` 0 (shut) to 1 (wide open), what lights its room and its fanlight."""

    y: float
    gap: float
    room: Array = field(repr=False)
    fanlight: Array = field(repr=False)


@dataclass(frozen=True)
class Wear:
    """How old the paint is: `peeling` 0..1, the colours of the lower and the upper half, and of a door."""

    peeling: float
    lower: Array
    upper: Array
    leaf: Array = field(default_factory=lambda: _LEAF)


def _noise(canvas: Canvas, slope: float, seed: int, lowest: float, stretch: float = 1.0) -> Array:
    """Return noise over a whole canvas, nowhere repeated; its grain is as long as high, or higher by a factor `stretch`."""
    rows, columns = canvas.shape
    few = spectral_noise(128, slope, seed, lowest, stretch=rows / columns / stretch, width=1024)
    return cv2.resize(few, (columns, rows), interpolation=cv2.INTER_CUBIC)


def side(doors: tuple[Door, ...], wear: Wear, seed: int) -> Canvas:
    """Return a side wall, u metres north, v metres up, with its doors' frames and flat faces."""
    canvas = Canvas((START, END), (0, HEIGHT), METRE, wear.upper, "wall")
    _, v = canvas.metres()
    wavy = _noise(canvas, 1.6, seed, 3)
    below = smoothstep(0.012, -0.012, v - DADO - 0.006 * wavy)
    canvas.albedo[:] = mix(wear.upper, wear.lower, below[..., None])
    line = smoothstep(0.030, 0.018, np.abs(v - DADO - 0.02))
    canvas.albedo *= 1 - 0.45 * line[..., None] * smoothstep(-2.2, -0.6, wavy)[..., None]
    _peel(canvas, wear.peeling, seed + 1)
    _soil(canvas, v, seed + 2)
    _pipes(canvas, seed)
    rng = np.random.default_rng((seed, 7))
    _notices(canvas, doors, rng)
    for number, door in enumerate(doors):
        _frame(canvas, door, wear, number)
    return canvas


def _peel(canvas: Canvas, amount: float, seed: int) -> None:
    """Let flakes of paint fall: plaster shows, with a dark edge above and a light one below."""
    _, v = canvas.metres()
    flakes = _noise(canvas, 1.55, seed, 3) + 0.22 * _noise(canvas, 0.8, seed + 5, 24)
    damp = _noise(canvas, 2.0, seed + 3, 2) * 0.8
    likely = (
        1.1 * np.exp(-(((v - 0.25) / 0.35) ** 2)) + 0.9 * np.exp(-(((v - DADO) / 0.30) ** 2)) + 1.2 * smoothstep(2.0, 2.7, v)
    )
    bare = smoothstep(2.75 - 1.6 * amount, 3.0 - 1.6 * amount, flakes + damp + likely)
    plaster = mix(colour("#8f8875"), colour("#77766c"), smoothstep(-1, 1, flakes)[..., None])
    canvas.albedo[:] = mix(canvas.albedo, plaster, bare[..., None])
    lip = cv2.Sobel(cv2.GaussianBlur(bare.astype(np.float32), (0, 0), 1.2), cv2.CV_32F, 0, 1)
    canvas.albedo *= np.clip(1 + 0.30 * lip, 0.7, 1.2)[..., None]


def _soil(canvas: Canvas, v: Array, seed: int) -> None:
    """Soil a wall: mottled, darkest at the floor and at a shoulder's height, with runs of water from above."""
    mottled = 1 + 0.07 * _noise(canvas, 1.1, seed, 3) + 0.03 * _noise(canvas, 0.4, seed + 1, 60)
    runs = np.clip(_noise(canvas, 1.0, seed + 2, 6, stretch=9.0), 0, 3) * np.exp(-(HEIGHT - v) / 0.9)
    rubbed = np.clip(_noise(canvas, 1.3, seed + 3, 5), 0, 3) * np.exp(-(((v - 1.05) / 0.30) ** 2))
    dirt = 0.55 * np.exp(-v / 0.10) + 0.18 * np.exp(-v / 0.45) + 0.16 * runs + 0.11 * rubbed
    canvas.albedo *= (mottled * np.clip(1 - dirt, 0.25, 1)).astype(np.float32)[..., None]


def _pipes(canvas: Canvas, seed: int) -> None:
    """Run a heating pipe and a cable duct along the wall under the ceiling."""
    high = 2.50 if seed % 2 else 2.56
    u0, u1 = canvas.u
    canvas.shade(u0, u1, high - 0.11, high - 0.02, 0.72)
    for part, tone in ((0.0, 0.42), (0.02, 0.75), (0.035, 0.62)):
        canvas.box(u0, u1, high + part, high + part + 0.022, colour("#8b8f84") * np.float32(tone), "pipe")
    canvas.box(u0, u1, 0.10, 0.112, colour("#1f2320"))


def _notices(canvas: Canvas, doors: tuple[Door, ...], rng: np.random.Generator) -> None:
    """Hang papers, fuse boxes and a red case between the doors."""
    for one, other in pairwise(doors):
        free = one.y + DOOR_WIDTH + 0.35
        room = other.y - 0.35 - free
        kind = rng.integers(5)
        at = free + float(rng.uniform(0.1, 0.9)) * max(room - 0.6, 0)
        if kind == 0:
            canvas.box(at, at + 0.5, 0.85, 1.45, colour("#7d1f18"), "thing")
            canvas.box(at + 0.05, at + 0.45, 0.92, 1.38, colour("#9a3125"), "thing")
            canvas.shade(at, at + 0.5, 0.80, 0.85, 0.5)
        elif kind == 1:
            canvas.box(at, at + 0.34, 1.45, 1.92, colour("#77776e"), "thing")
            canvas.box(at + 0.05, at + 0.29, 1.68, 1.86, colour("#31352f"), "thing")
            canvas.box(at + 0.15, at + 0.18, 1.92, 2.5, colour("#55564e"))
        elif kind <= 3:
            for sheet in range(int(rng.integers(1, 4))):
                left, low = at + 0.30 * sheet, 1.42 + float(rng.uniform(-0.05, 0.12))
                canvas.box(left, left + 0.22, low, low + 0.31, colour("#d4cdb8") * np.float32(rng.uniform(0.75, 1.05)), "sign")
                for row in range(4):
                    canvas.shade(left + 0.03, left + 0.19, low + 0.06 + 0.06 * row, low + 0.08 + 0.06 * row, 0.6)


def _frame(canvas: Canvas, door: Door, wear: Wear, number: int) -> None:
    """Paint a door's frame, its fanlight and the flat face that is seen from far away."""
    y, top = door.y, DOOR_HEIGHT
    canvas.shade(y - 0.22, y - 0.05, 0.9, 1.3, 0.86)  # hands have felt for the door here
    canvas.box(y - 0.075, y + DOOR_WIDTH + 0.075, 0, 2.50, _FRAME, "wall")
    canvas.box(y, y + DOOR_WIDTH, top + 0.07, 2.43, _GLASS, "window", door.fanlight)
    canvas.box(y + DOOR_WIDTH / 2 - 0.02, y + DOOR_WIDTH / 2 + 0.02, top + 0.07, 2.43, _FRAME, "wall")
    lit = door.room * np.float32(0.5 * door.gap)
    canvas.box(y, y + DOOR_WIDTH, 0, top, wear.leaf * np.float32(1 - 0.8 * door.gap), "wall", lit)
    canvas.box(y - 0.30, y - 0.16, 1.62, 1.72, colour("#b9b09a"), "sign")
    canvas.shade(y - 0.27 + 0.02 * (number % 3), y - 0.19, 1.65, 1.69, 0.4)


def recesses(doors: tuple[Door, ...], wear: Wear, seed: int) -> Canvas:
    """Return the doorways' insides unfolded side by side, as rooms.passage.Recesses reads them."""
    canvas = Canvas((0, SLOT * len(doors)), (0, DOOR_HEIGHT + 0.12), METRE, _FRAME, "wall")
    rng = np.random.default_rng((seed, 8))
    for number, door in enumerate(doors):
        left = number * SLOT
        if door.gap >= 0.6:
            _room(canvas, left, door, rng)
        else:
            _leaf(canvas, left, door, wear, rng)
        jamb = canvas.part(left + DOOR_WIDTH, left + SLOT - 0.06, 0, DOOR_HEIGHT)
        canvas.albedo[jamb] = colour("#5d6f60")
        if door.gap:  # the jamb catches what falls out of the room
            shape = canvas.glow[jamb].shape
            canvas.glow[jamb] = (
                door.room * np.linspace(0.75, 0.30, shape[1], dtype=np.float32)[None, :, None] * np.float32(0.30)
            )
    canvas.albedo[canvas.part(0, canvas.u[1], DOOR_HEIGHT, DOOR_HEIGHT + 0.12)] *= np.float32(0.5)
    return canvas


def _leaf(canvas: Canvas, left: float, door: Door, wear: Wear, rng: np.random.Generator) -> None:
    tone = wear.leaf * np.float32(rng.uniform(0.8, 1.15))
    right = left + DOOR_WIDTH
    canvas.box(left, right, 0, DOOR_HEIGHT, tone, "wall")
    for u0, u1, v0, v1 in (
        (0.10, 0.42, 0.2, 0.85),
        (0.50, 0.82, 0.2, 0.85),
        (0.10, 0.42, 1.05, 1.85),
        (0.50, 0.82, 1.05, 1.85),
    ):
        canvas.shade(left + u0, left + u1, v0, v1, 0.72)
        canvas.shade(left + u0 + 0.015, left + u1, v0, v1 - 0.015, 1.25)
    canvas.shade(left, right, 0, 0.22, 0.6)
    canvas.box(left + 0.78, left + 0.84, 0.98, 1.10, _IRON, "wall")
    if rng.random() < 0.35:  # a sheet of red paper, what is left of the new year
        canvas.box(left + 0.31, left + 0.61, 1.30, 1.60, colour("#8e2a1e"), "sign")
    if door.gap:
        slit = left + DOOR_WIDTH * (1 - door.gap)
        canvas.box(slit, right, 0, DOOR_HEIGHT, colour("#8a7d68"), "wall", door.room)
        canvas.shade(slit - 0.05, slit, 0, DOOR_HEIGHT, 0.5)


def _room(canvas: Canvas, left: float, door: Door, rng: np.random.Generator) -> None:
    """Paint what an open door shows: a lit back wall, a bunk's posts and quilts, a floor."""
    right = left + DOOR_WIDTH
    place = canvas.part(left, right, 0, DOOR_HEIGHT)
    rows, columns = canvas.glow[place].shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    pool = np.exp(-(((x / columns - 0.45) / 0.5) ** 2) - ((y / rows - 0.72) / 0.42) ** 2)
    canvas.albedo[place] = colour("#6d6454")
    canvas.glow[place] = door.room * (0.30 + 0.8 * pool)[..., None]
    canvas.classes[place] = canvas.classes[place[0].start, place[1].start]
    canvas.box(left, right, 0, 0.16, colour("#4a443a"), "floor", door.room * np.float32(0.28))
    bunk = left + (0.0 if rng.random() < 0.5 else 0.42)
    for low in (0.42, 1.32):
        quilt = (colour("#7c2f28"), colour("#3f5570"), colour("#6c6a4c"))[int(rng.integers(3))]
        canvas.box(bunk, bunk + 0.5, low, low + 0.16, quilt, "furniture", quilt * door.room)
        canvas.box(bunk, bunk + 0.5, low - 0.06, low, _IRON, "furniture")
    for post in (bunk + 0.02, bunk + 0.45):
        canvas.box(post, post + 0.035, 0.05, 1.8, _IRON, "furniture")


def end(pane: Array, wear: Wear, seed: int) -> Canvas:
    """Return the end wall, u metres east, v metres up, with a window that shines in `pane` (3,)."""
    canvas = Canvas((-HALF, HALF), (0, HEIGHT), METRE, wear.upper, "wall")
    _, v = canvas.metres()
    canvas.albedo[:] = mix(wear.upper, wear.lower, smoothstep(0.012, -0.012, v - DADO)[..., None])
    _peel(canvas, wear.peeling, seed)
    _soil(canvas, v, seed + 1)
    low, high, half = _WINDOW_SILL, _WINDOW_TOP, _WINDOW_HALF
    canvas.box(-half - 0.07, half + 0.07, low - 0.09, high + 0.07, _FRAME * np.float32(0.7), "wall")
    canvas.box(-half, half, low, high, _GLASS, "window", pane)
    rows = canvas.part(-half, half, low, high)
    fade = np.linspace(0.72, 1.08, canvas.glow[rows].shape[0], dtype=np.float32)  # the sky is brighter than what is below
    canvas.glow[rows] *= fade[:, None, None]
    for u in (-half / 3, half / 3):
        canvas.box(u - 0.022, u + 0.022, low, high, _FRAME * np.float32(0.5), "wall")
    canvas.box(-half, half, 1.84, 1.88, _FRAME * np.float32(0.5), "wall")
    for rib in range(11):  # a radiator under it
        canvas.box(-0.5 + rib * 0.09, -0.44 + rib * 0.09, 0.14, 0.72, colour("#8d8a7c"), "thing")
    return canvas


def floor(wet: float, seed: int) -> tuple[Canvas, Array]:
    """Return the floor, u metres north, v metres east, and its gloss 0..1 (rows, columns): wet by `wet` 0..1."""
    canvas = Canvas((START, END), (-HALF - 0.3, HALF + 0.3), 64.0, colour("#6f6a60"), "floor")
    _, v = canvas.metres()
    worn = np.exp(-((v / 0.45) ** 2))
    stains = _noise(canvas, 1.5, seed, 3)
    canvas.albedo *= (1 + 0.10 * stains + 0.04 * _noise(canvas, 0.3, seed + 1, 80) + 0.10 * worn)[..., None]
    for joint in np.arange(START, END, 3.0):
        canvas.shade(float(joint), float(joint) + 0.016, -2, 2, 0.5)
    puddles = smoothstep(0.75 - 1.5 * wet, 1.25 - 1.1 * wet, _noise(canvas, 1.7, seed + 2, 5) + 0.2 * stains)
    gloss = (0.16 + 0.08 * worn) * (1 + 0.25 * stains) + (0.30 + 0.7 * wet) * puddles
    canvas.albedo *= (1 - 0.42 * np.clip(puddles, 0, 1))[..., None]  # wet concrete is darker
    return canvas, np.clip(gloss, 0, 1).astype(np.float32)


def ceiling(tubes: tuple[tuple[float, bool], ...], tube: Array, seed: int) -> Canvas:
    """Return the ceiling, u metres north, v metres east, with a batten at each of `tubes` (y, whether it burns)."""
    canvas = Canvas((START, END), (-HALF, HALF), 80.0, colour("#9b978a"), "ceiling")
    stains = smoothstep(0.9, 1.9, _noise(canvas, 1.7, seed, 3))
    edge = smoothstep(0.12, 0.0, np.abs(stains - 0.5))
    canvas.albedo *= (1 - 0.28 * stains - 0.25 * edge + 0.05 * _noise(canvas, 1.0, seed + 1, 4))[..., None]
    for y, burns in tubes:
        canvas.box(y - 0.66, y + 0.66, -0.075, 0.075, colour("#8f8f86"), "lamp")
        canvas.box(y - 0.60, y + 0.60, -0.024, 0.024, colour("#b9bab2"), "lamp", tube if burns else None)
    return canvas
