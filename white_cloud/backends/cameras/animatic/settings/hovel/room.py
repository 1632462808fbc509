"""What stands in the miners' room: walls, window, bunks, table, stove, washing on a line, and small things."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures import Limb, hanging_coat, helmet
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix
from white_cloud.backends.cameras.animatic.rooms.cutouts import Sculpture
from white_cloud.backends.cameras.animatic.rooms.decorator import Decorator
from white_cloud.backends.cameras.animatic.rooms.light import Pane

WIDTH, DEPTH, HEIGHT = 4.2, 5.2, 2.4
PANE = Pane(2.75, 1.02, 1.25, 1.0)
#: The stove's mouth and the kettle's spout, metres.
FIRE, SPOUT = (0.575, 1.96, 0.30), (0.47, 2.02, 0.74)
#: Groups of things drawn together, see rooms.stage.
SHELL, TABLE, BUNK, STOOL, STOVE, LOCKER, BOOTS, HOOKS, LINE = range(9)
#: How high the stool's seat is, metres.
STOOL_TOP = 0.44
_WALL = 96  # texels a metre


@dataclass(frozen=True)
class Taste:
    """How a room of this kind differs from the next: tiers of the bunk, paint, papers on the wall, washing on a line."""

    tiers: int
    dado: str
    papered: bool
    washing: float | None

    @classmethod
    def of(cls, rng: np.random.Generator) -> Taste:
        """Return one by chance; `washing` is the line's distance from the near wall, or None."""
        dado = ("#4a6a5a", "#47606c", "#5d6650", "#6a5f4e")[int(rng.integers(4))]
        tiers, papered = int(rng.choice((2, 2, 3))), bool(rng.random() < 0.4)
        return cls(tiers, dado, papered, float(rng.uniform(1.9, 2.3)) if rng.random() < 0.5 else None)


def furnish(d: Decorator, taste: Taste, fire: bool) -> None:
    """Furnish the room, except for its window's glass and what lies outside."""
    _shell(d, taste)
    _bunk(d, taste.tiers)
    _table(d)
    _stove_and_locker(d, fire)
    _small_things(d)
    if taste.washing is not None:
        _washing(d, taste.washing)


def _shell(d: Decorator, taste: Taste) -> None:
    w, y, h = WIDTH, DEPTH, HEIGHT
    back, left, right, near = (d.painted_wall(wide, h, taste.dado, lime="#a99f88", density=_WALL) for wide in (w, y, y, w))
    if taste.papered:
        _newspapers(d, left)
        _newspapers(d, back)
    _papers(d, back)
    _door(d, right)
    _open_wall(d, left)
    d.plane((w, y, h), (0, -y, 0), (0, 0, -h), right)
    d.plane((0, y, h), (w, 0, 0), (0, 0, -h), back)
    d.plane((w, 0, h), (-w, 0, 0), (0, 0, -h), near)
    d.plane((0, y, 0), (w, 0, 0), (0, -y, 0), _floor(d), "floor")
    d.plane((0, 0, h), (w, 0, 0), (0, y, 0), _ceiling(d), "ceiling")
    for beam in (1.2, 2.9, 4.5):
        d.block((0, beam, h - 0.16), (w, beam + 0.14, h), "#3a3024", SHELL, 1, kind="ceiling", faces=(0, 1, 5))
        d.plane((0, beam, h - 0.16), (w, 0, 0), (0, 0.14, 0), d.stained(w, 0.14, colour("#3a3024")), "ceiling", level=1)


def _open_wall(d: Decorator, wall: Array) -> None:
    """Set the wall of the window in four pieces about the opening, its reveal, its sill and its sashes."""
    low, high, start, end = PANE.z, PANE.z + PANE.height, PANE.y, PANE.y + PANE.width
    for y0, y1, z0, z1 in ((0, start, 0, HEIGHT), (end, DEPTH, 0, HEIGHT), (start, end, 0, low), (start, end, high, HEIGHT)):
        part = wall[int((HEIGHT - z1) * _WALL) : int((HEIGHT - z0) * _WALL), int(y0 * _WALL) : int(y1 * _WALL)].copy()
        d.plane((0, y0, z1), (0, y1 - y0, 0), (0, 0, z0 - z1), part)
    wood = "#5b5140"
    d.block((0, start - 0.06, low - 0.05), (0.14, end + 0.06, low), wood, SHELL, 3)
    for y0, y1, z0, z1 in (
        (start - 0.06, start, low, high + 0.05), (end, end + 0.06, low, high + 0.05), (start, end, high, high + 0.05),
        (start + 0.40, start + 0.44, low, high), (start + 0.82, start + 0.86, low, high), (start, end, low + 0.62, low + 0.655),
        (start, start + 0.03, low, high), (end - 0.03, end, low, high), (start, end, low, low + 0.03),
        (start, end, high - 0.03, high),
    ):  # fmt: skip
        d.block((0.005, y0, z0), (0.045, y1, z1), wood, SHELL, 2, solid=False, kind="window")


def _floor(d: Decorator) -> Array:
    texture = d.stained(WIDTH, DEPTH, colour("#5d554b"), 90, 0.16)
    h, w = texture.shape[:2]
    crack = np.exp(-((d.noise(0, h, w) / 0.03) ** 2)) * (d.noise(2, h, w) > 0.2)
    worn = 1 + 0.12 * d.noise(2, h, w)
    return (texture * ((1 - 0.5 * crack) * worn)[..., None]).astype(np.float32)


def _ceiling(d: Decorator) -> Array:
    texture = d.stained(WIDTH, DEPTH, colour("#574c3d"), 60, 0.14)
    board = (np.arange(texture.shape[1]) / 60 * 5.5) % 1
    gaps = 1 - 0.55 * np.exp(-(((board - 0.5) / 0.06) ** 2))
    return (texture * gaps[None, :, None]).astype(np.float32)


def _door(d: Decorator, wall: Array) -> None:
    w, h = int(0.9 * _WALL), int(1.95 * _WALL)
    left = int((DEPTH - 2.2) * _WALL)
    door = d.stained(0.92, 1.97, colour("#74603f"), _WALL, 0.16)[:h, :w]
    plank = (np.arange(w) / w * 5) % 1
    wall[-h:, left - 6 : left + w + 6] *= 0.6
    wall[-h:, left : left + w] = door * (1 - 0.6 * np.exp(-(((plank - 0.5) / 0.045) ** 2)))[None, :, None]


def _papers(d: Decorator, wall: Array) -> None:
    """Paste a calendar, a work roster, newspaper and a photograph onto the back wall, where they hung by chance."""
    shift = d.rng.uniform(-0.15, 0.25)
    pastes = (
        (0.42, 1.98, 0.62, 0.80, "#a89c80", 0.28),
        (1.16 + shift, 1.90, 0.34, 0.48, "#bfb6a0", 0.22),
        (1.70 + shift, 1.82, 0.20, 0.15, "#989284", 0.30),
        (1.74 + shift, 1.60, 0.15, 0.20, "#7f796c", 0.20),
    )
    for x, z, wide, high, tone, ink in pastes[int(d.rng.integers(2)) :]:
        _paste(d, wall, (x, z), (wide, high), tone, ink)
    a, b = int((1.16 + shift) * _WALL), int((HEIGHT - 1.90) * _WALL)
    wall[b : b + int(0.24 * _WALL), a : a + int(0.34 * _WALL)] = colour("#8c3126")


def _newspapers(d: Decorator, wall: Array) -> None:
    """Paste the wall over with newspaper, sheet beside sheet, yellowed and torn."""
    wide = wall.shape[1] / _WALL
    for z in (2.30, 1.76, 1.22):
        for x in np.arange(-0.1, wide - 0.3, 0.40):
            if d.rng.random() < 0.82:
                tone = ("#8f8468", "#98907a", "#857b62")[int(d.rng.integers(3))]
                x0 = min(max(x + d.rng.normal(0, 0.02), 0.02), wide - 0.42)
                _paste(d, wall, (x0, z + d.rng.normal(0, 0.015)), (0.40, 0.55), tone, 0.30)


def _paste(d: Decorator, wall: Array, corner: tuple[float, float], size: tuple[float, float], tone: str, ink: float) -> None:
    a, b = int(corner[0] * _WALL), max(3, int((HEIGHT - corner[1]) * _WALL))
    w, h = int(size[0] * _WALL), int(size[1] * _WALL)
    place = wall[b : b + h, a : a + w]
    h, w = place.shape[:2]
    sheet = d.stained(size[0] + 0.1, size[1] + 0.1, colour(tone), _WALL, 0.08)[:h, :w]
    lines = (np.arange(h) % 7 < 2)[:, None] * (d.noise(3, h, w) > -0.2) * (np.arange(h) > h * 0.14)[:, None]
    columns = np.abs(np.arange(w) % max(8, w // 3) - 2) > 2
    wall[b - 3 : b + h + 2, max(0, a - 2) : a + w + 2] *= 0.85
    wall[b : b + h, a : a + w] = (
        sheet * (1 - ink * cv2.GaussianBlur((lines * columns[None]).astype(np.float32), (0, 0), 0.7))[..., None]
    )


def _cloth(d: Decorator, wide: float, long: float, tone: str, kind: int) -> Array:
    """Return a quilt: folds, and stripes or printed flowers."""
    texture = d.stained(wide, long, colour(tone), 90, 0.10)
    h, w = texture.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32) / 90
    folds = 0.20 * np.sin(x * 9 + 2.2 * d.noise(2, h, w) + y * 1.3) + 0.13 * np.sin(y * 7 + 1.6 * d.noise(0, h, w))
    print_ = (np.sin(x * 19) * np.sin(y * 19) > 0.7) if kind else (np.abs((y * 3.2) % 1 - 0.5) < 0.10)
    texture = texture * (1 + folds)[..., None]
    printed: Array = mix(texture, texture * 0.5 + colour("#8f7d66") * 0.25, print_[..., None].astype(np.float32))
    return printed.astype(np.float32)


#: Heights of the beds of a bunk of two and of three tiers.
BEDS = {2: (0.36, 1.30), 3: (0.36, 1.02, 1.68)}


def _bunk(d: Decorator, tiers: int) -> None:
    """Set an iron bunk along the right wall."""
    x0, x1, y0, y1 = 3.12, 4.14, 2.75, 4.85
    quilts = [("#63332c", 1), ("#3c4a59", 0), ("#57573f", 0), ("#5d3d48", 1)]
    pick = d.rng.permutation(4)
    for level, bottom in enumerate(BEDS[tiers]):
        tone, kind = quilts[pick[level]]
        d.block((x0, y0, bottom - 0.06), (x1, y1, bottom), "#33302d", BUNK, 0)
        d.block(
            (x0 + 0.02, y0 + 0.04, bottom),
            (x1 - 0.02, y1 - 0.04, bottom + 0.12),
            tone,
            BUNK,
            1,
            _cloth(d, x1 - x0, y1 - y0, tone, kind),
        )
        d.block((x0 + 0.15, y1 - 0.42, bottom + 0.12), (x1 - 0.15, y1 - 0.08, bottom + 0.22), "#8d8472", BUNK, 2)
        if level:
            d.block((x0 - 0.025, y0, bottom + 0.21), (x0 + 0.01, y1, bottom + 0.24), "#343f3c", BUNK, 4, solid=False)
            d.block((x0, y0 + 0.005, bottom + 0.22), (x1, y0 + 0.04, bottom + 0.25), "#343f3c", BUNK, 4, solid=False)
    top = BEDS[tiers][-1] + 0.48
    for x, level in ((x0 - 0.03, 4), (x1 - 0.02, 0)):
        for y in (y0, y1 - 0.05):
            d.block((x, y, 0), (x + 0.045, y + 0.045, min(top, 2.2)), "#343f3c", BUNK, level, solid=False)
    d.block((x0, y0 + 0.005, 0.62), (x1, y0 + 0.04, 0.655), "#343f3c", BUNK, 4, solid=False)


def _table(d: Decorator) -> None:
    x0, x1, y0, y1 = 0.30, 1.72, DEPTH - 0.95, DEPTH - 0.25
    for x in (x0 + 0.04, x1 - 0.1):
        for y in (y0 + 0.04, y1 - 0.1):
            d.block((x, y, 0), (x + 0.06, y + 0.06, 0.70), "#4b3b29", TABLE, -1)
    d.block((x0, y0, 0.70), (x1, y1, 0.745), "#5a4531", TABLE, 0)
    d.block((x0 + 0.85, y0 + 0.32, 0.745), (x0 + 1.15, y0 + 0.56, 0.79), "#8a806c", TABLE, 1, kind="thing")
    d.block((x0 + 0.88, y0 + 0.35, 0.79), (x0 + 1.10, y0 + 0.53, 0.83), "#4c5350", TABLE, 2, kind="thing")
    d.block((0.93, 3.55, STOOL_TOP - 0.04), (1.27, 3.89, STOOL_TOP), "#5d4833", STOOL, 0)
    for x in (0.95, 1.21):
        for y in (3.57, 3.83):
            d.block((x, y, 0), (x + 0.04, y + 0.04, 0.40), "#4b3b29", STOOL, -1, solid=False)


def _stove_and_locker(d: Decorator, fire: bool) -> None:
    d.block((0.14, 1.75, 0), (0.56, 2.17, 0.52), "#2a2724", STOVE, 0, kind="machine")
    d.block((0.24, 1.85, 0.52), (0.33, 1.94, HEIGHT), "#262321", STOVE, 1, kind="pipe")
    if fire:
        mouth = np.full((8, 12, 3), 0.02, np.float32)
        embers = np.clip(0.7 + 0.4 * d.noise(3, 8, 12), 0.2, 1.4)[..., None] * colour("#ff7a2a", 2.6)
        d.plane((0.565, 1.85, 0.36), (0, 0.22, 0), (0, 0, -0.11), mouth, "machine", STOVE, 1, embers.astype(np.float32))
    d.block((2.12, DEPTH - 0.42, 0), (2.72, DEPTH - 0.02, 1.25), "#4b5551", LOCKER, 0)
    d.block((2.16, DEPTH - 0.435, 0.08), (2.40, DEPTH - 0.42, 1.20), "#535e59", LOCKER, 1, solid=False)
    d.block((2.44, DEPTH - 0.435, 0.08), (2.68, DEPTH - 0.42, 1.20), "#535e59", LOCKER, 1, solid=False)


def _small_things(d: Decorator) -> None:
    yellow, red, enamel, black = colour("#9c762a"), colour("#74312a"), colour("#a8a498"), colour("#211e1b")
    thermos = (Limb((0, 0, 0.05), (0, 0, 0.24), 0.065, 0.065, 0.02), Limb((0, 0, 0.26), (0, 0, 0.34), 0.045, 0.035, 0.03))
    mug = (Limb((0, 0, 0.045), (0, 0, 0.06), 0.05, 0.05, 0.02), Limb((0.06, 0, 0.03), (0.06, 0, 0.07), 0.012, 0.012, 0.01))
    kettle = (
        Limb((0, 0, 0.09), (0, 0, 0.11), 0.12, 0.10, 0.03),
        Limb((0.10, 0, 0.10), (0.19, 0, 0.19), 0.022, 0.016, 0.03),
        Limb((-0.07, 0, 0.25), (0.07, 0, 0.25), 0.014, 0.014, 0.01),
    )
    boot = (
        Limb((0, -0.02, 0.09), (0, -0.03, 0.30), 0.055, 0.066, 0.04),
        Limb((0, -0.03, 0.045), (0, 0.17, 0.04), 0.05, 0.042, 0.04),
    )
    table = DEPTH - 0.95
    add = d.room.sculptures.append
    add(Sculpture(thermos, 0, (0.48, table + 0.45, 0.745), red, TABLE))
    add(Sculpture(mug, 0, (0.78, table + 0.22, 0.745), enamel, TABLE))
    if d.rng.random() < 0.6:
        add(Sculpture(_resting_helmet(), 205, (1.52, table + 0.30, 0.745), yellow, TABLE))
    add(Sculpture(kettle, 0, (0.40, 2.02, 0.52), colour("#43433f"), STOVE))
    add(Sculpture(_resting_helmet(), 190, (2.42, DEPTH - 0.22, 1.25), yellow, LOCKER))
    for x, tone in ((2.94, "#2a3742"), (3.34, "#343a30"), (3.74, "#40372f")):
        if d.rng.random() < 0.8:
            add(Sculpture(hanging_coat(), 180, (x, DEPTH - 0.12, 1.02), colour(tone), HOOKS, 0, 0.25))
    for x, y, heading in ((2.80, 3.35, 250), (2.74, 3.55, 262)):
        add(Sculpture(boot, heading, (x, y, 0), black, BOOTS))


def _resting_helmet() -> tuple[Limb, ...]:
    """Return a helmet that rests on its lip and its peak, the flat limbs of it."""
    limbs = helmet()
    lowest = min(float(limb.reach[0][2]) for limb in limbs if limb.squash[2] < 0.2)
    return tuple(limb.moved(z=-lowest) for limb in limbs)


def _washing(d: Decorator, y: float) -> None:
    """Hang work clothes on a line across the room, near the ceiling."""
    d.block((0, y, 2.02), (WIDTH, y + 0.006, 2.026), "#3a372f", LINE, 0, solid=False, kind="thing")
    side = d.rng.choice((0.0, 2.35))
    for number, x in enumerate(side + np.array([0.35, 0.82, 1.30])):
        if number == 1 and d.rng.random() < 0.4:
            continue
        tone = ("#39424a", "#4a4439", "#5d5b54")[int(d.rng.integers(3))]
        place = (float(x + d.rng.normal(0, 0.04)), y, 1.22 + float(d.rng.normal(0, 0.02)))
        d.room.sculptures.append(Sculpture(hanging_coat(), float(d.rng.uniform(-18, 18)), place, colour(tone), LINE, 1, 0.25))
