"""The inside of the bus: walls with windows that have misted over, seats in rows, rails, the driver's place."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep
from white_cloud.backends.cameras.animatic.rooms.decorator import Decorator, Furnishing
from white_cloud.backends.cameras.animatic.rooms.planes import Surface

HALF, LENGTH, HEIGHT = 1.2, 9.6, 2.12
#: Windows of both sides: from and to along y; sill and lintel.
WINDOWS = tuple((y, y + 1.32) for y in (0.35, 1.80, 3.25, 4.70, 6.15, 7.60))
SILL, LINTEL = 0.86, 1.72
#: The windscreen: half its width, sill and lintel.
WINDSCREEN = (1.08, 0.84, 1.80)
#: Rows of seats (y of their backs), and how far to either side of the aisle they stand (x of both places).
ROWS = tuple(1.55 + 0.84 * i for i in range(8))
PLACES = (-0.93, -0.47, 0.47, 0.93)
BACK_TOP, CUSHION = 1.10, 0.46
#: Where the ceiling's lamps are, along y.
LAMPS = (1.2, 3.4, 5.6, 7.8)
#: The rails under the ceiling: how far to either side of the aisle, how high.
STRAPS_AT, RAIL = 0.36, 1.88
#: Groups: seats from here upwards, then rails.
FIRST_SEAT, RAILS, DASHBOARD = 10, 3, 4

_VINYLS = ("#33454a", "#4a3a34", "#37423a")
_LINEN = "#a8a598"


def furnish(seed: int, mist: float, glow: Array, drops: bool) -> Furnishing:
    """Return the cabin; its panes are misted over by `mist` 0..1, and the mist shines as `glow` (linear BGR)."""
    d = Decorator(seed)
    _shell(d)
    _panes(d, mist, glow, drops)
    _front(d, mist, glow)
    vinyl = _VINYLS[int(d.rng.integers(len(_VINYLS)))]
    for number, y in enumerate(ROWS):
        for side in (0, 1):
            _seat(d, y, PLACES[2 * side : 2 * side + 2], vinyl, FIRST_SEAT + 4 * number + 2 * side)
    _rails(d)
    return d.room


def light_ceiling(room: Furnishing, light: Array) -> None:
    """Set the ceiling's lamps: flat panels that shine in `light` (linear BGR)."""
    for y in LAMPS:
        paint, glow = (np.broadcast_to(v, (6, 6, 3)).astype(np.float32) for v in (np.full(3, 0.3), light * np.float32(1.8)))
        corner, across, along = (np.array(v, float) for v in ((-0.13, y - 0.35, HEIGHT - 0.02), (0.26, 0, 0), (0, 0.7, 0)))
        room.surfaces.append(Surface(corner, across, along, paint, 0, 4, glow, "lamp"))


def group_of(row: int, place: int) -> int:
    """Return the group of who sits in a row on a place 0..3: the seat's own group is one less."""
    return FIRST_SEAT + 4 * row + 2 * (place // 2) + 1


def _shell(d: Decorator) -> None:
    """Set floor, ceiling and, for both sides, the wall about the windows in strips."""
    w, y, h = HALF, LENGTH, HEIGHT
    wall, upper = colour("#6f726b"), colour("#8a897e")
    d.plane((-w, y, 0), (2 * w, 0, 0), (0, -y, 0), d.stained(2 * w, y, colour("#4a4844"), 50, 0.2), "floor")
    d.plane((-w, 0, h), (2 * w, 0, 0), (0, y, 0), _lined(d.stained(2 * w, y, upper, 40, 0.06), 6), "ceiling")
    d.plane((w, 0, h), (-2 * w, 0, 0), (0, 0, -h), d.stained(2 * w, h, wall, 24, 0.1))
    for side in (-1, 1):
        pieces = [(0.0, y, 0.0, SILL), (0.0, y, LINTEL, h)]
        edges = [0.0, *(edge for window in WINDOWS for edge in window), y]
        pieces += [(start, end, SILL, LINTEL) for start, end in zip(edges[::2], edges[1::2], strict=True)]
        for start, end, low, high in pieces:
            texture = d.stained(end - start, high - low, upper if low > SILL else wall, 50, 0.08)
            # The lit side looks to the middle of the bus: a left wall runs forward, a right wall back.
            corner, way = ((-w, start, high), end - start) if side < 0 else ((w, end, high), start - end)
            d.plane(corner, (0, way, 0), (0, 0, low - high), texture)
    _ledges(d)


def _lined(texture: Array, lines: int) -> Array:
    across = (np.arange(texture.shape[1]) / texture.shape[1] * lines) % 1
    gaps = 1 - 0.5 * np.exp(-(((across - 0.5) / 0.02) ** 2))
    lined: Array = (texture * gaps[None, :, None]).astype(np.float32)
    return lined


def _ledges(d: Decorator) -> None:
    """Set the window ledges, the pillars' thickness and the luggage racks."""
    edges = [0.0, *(edge for window in WINDOWS for edge in window), LENGTH]
    for side in (-1, 1):
        inner, outer = side * (HALF - 0.05), side * HALF
        low, high = min(inner, outer), max(inner, outer)
        d.block((low, 0, SILL - 0.04), (high, LENGTH, SILL), "#54564f", 0, 1, density=30, kind="wall", solid=False)
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            d.block((low, start, SILL), (high, end, LINTEL), "#4c4e49", 0, 2, density=30, kind="wall", solid=False)
        rack = (side * (HALF - 0.34), side * HALF)
        d.block((min(rack), 0.2, 1.86), (max(rack), LENGTH - 1.4, 1.885), "#55564f", 0, 3, density=24, solid=False)


def _panes(d: Decorator, mist: float, glow: Array, drops: bool) -> None:
    """Set the glass: mist that is thick below, wiped here and there, and runs of drops."""
    for side in (-1, 1):
        for start, end in WINDOWS:
            cover = _mist(d, end - start, LINTEL - SILL, mist, drops)
            down = (np.arange(cover.shape[0], dtype=np.float32) / cover.shape[0])[:, None]
            bar = np.exp(-(((down - 0.27) / 0.016) ** 4))  # the sliding pane's rail
            cover = np.maximum(cover, 0.97 * bar)
            light = ((1 - 0.96 * bar)[..., None] * np.broadcast_to(glow, (*cover.shape, 3))).astype(np.float32)
            corner, way = ((-HALF, start, LINTEL), end - start) if side < 0 else ((HALF, end, LINTEL), start - end)
            paint = np.full((*cover.shape, 3), 0.06, np.float32)
            d.plane(corner, (0, way, 0), (0, 0, SILL - LINTEL), paint, None, 0, -1, light, cover)


def _mist(d: Decorator, wide: float, high: float, mist: float, drops: bool) -> Array:
    density = 110
    h, w = int(high * density), int(wide * density)
    y, x = (np.arange(h, dtype=np.float32) / h)[:, None], (np.arange(w, dtype=np.float32) / w)[None]
    edge = np.minimum(np.minimum(x, 1 - x) * wide / high, np.minimum(y, 1 - y))
    cover = mist * (0.30 + 0.55 * y**1.5 + 0.35 * np.exp(-edge / 0.09) + 0.10 * d.noise(0, h, w))
    for _ in range(int(d.rng.integers(0, 3))):  # a sleeve has wiped the glass
        a, b = d.rng.uniform(0.2, 0.8), d.rng.uniform(0.3, 0.65)
        wiped = np.exp(-((((x - a) / 0.20) ** 2 + ((y - b - 0.25 * (x - a)) / 0.17) ** 2) ** 2))
        cover = cover * (1 - 0.85 * wiped)
    dots = (d.rng.random((h, w)) < (0.004 if drops else 0.0012)).astype(np.float32)
    runs: Array = cv2.GaussianBlur(dots, (0, 0), sigmaX=0.9, sigmaY=h / 9)
    runs = runs / max(float(runs.max()), 1e-6)
    beads = smoothstep(1.6, 2.3, d.noise(3, h, w) + 0.5 * d.noise(1, h, w)) * (0.45 if drops else 0.2)
    cover = cover * (1 - 0.7 * runs) + beads * mist + (0.25 * runs if drops else 0.0)
    clear: Array = np.clip(cover, 0.02, 0.96).astype(np.float32)
    return clear


def _front(d: Decorator, mist: float, glow: Array) -> None:
    """Set the wall about the windscreen, the dashboard and the door's rail."""
    half, sill, lintel = WINDSCREEN
    y = LENGTH
    for left, right, low, high in (
        (-HALF, HALF, 0, sill),
        (-HALF, HALF, lintel, HEIGHT),
        (-HALF, -half, sill, lintel),
        (half, HALF, sill, lintel),
    ):
        texture = d.stained(right - left, high - low, colour("#4d4f4b"), 50, 0.1)
        d.plane((left, y, high), (right - left, 0, 0), (0, 0, low - high), texture)
    d.block((-0.035, y - 0.03, sill), (0.035, y, lintel), "#3a3b38", 0, 2, kind="wall", density=30, solid=False)
    wide, high = 2 * half, lintel - sill
    h, w = int(high * 70), int(wide * 70)
    along, x = (np.arange(h, dtype=np.float32) / h)[:, None], (np.arange(w, dtype=np.float32) / w)[None]
    swept = np.minimum(np.hypot((x - 0.27) / 0.30, (along - 1.05) / 1.0), np.hypot((x - 0.77) / 0.30, (along - 1.05) / 1.0))
    dirt = mist * (0.10 + 0.35 * smoothstep(0.86, 0.97, swept)) * (1 + 0.3 * d.noise(0, h, w))
    light = np.broadcast_to(glow, (h, w, 3)).astype(np.float32)
    cover = np.clip(dirt, 0.02, 0.7).astype(np.float32)
    d.plane(
        (-half, y - 0.004, lintel), (wide, 0, 0), (0, 0, -high), np.full((h, w, 3), 0.25, np.float32), None, 0, -1, light, cover
    )
    d.block((-HALF, y - 0.55, 0.0), (HALF, y - 0.01, sill - 0.06), "#32332f", DASHBOARD, density=30)
    d.block((-0.10, y - 0.02, 1.55), (0.28, y, 1.70), "#20211f", 0, 3, density=30, solid=False, kind="thing")


def _seat(d: Decorator, y: float, places: tuple[float, ...], vinyl: str, group: int) -> None:
    """Set a seat for two: cushion, a rounded back for each with a linen cover over its head, a rail on the aisle."""
    low, high = min(places) - 0.225, max(places) + 0.225
    d.block((low, y + 0.04, CUSHION - 0.12), (high, y + 0.48, CUSHION), vinyl, group, 0, density=36, faces=(1, 2, 3, 4))
    d.block((low + 0.05, y + 0.08, 0), (high - 0.05, y + 0.40, CUSHION - 0.12), "#2b2c2a", group, -1, density=20, solid=False)
    for x in places:
        texture, cover = _back(d, vinyl)
        wide, tall = 0.44, BACK_TOP - 0.36
        for face, level in ((y - 0.045, 2), (y + 0.045, 2)):
            corner, way = ((x - wide / 2, face, BACK_TOP), wide) if face < y else ((x + wide / 2, face, BACK_TOP), -wide)
            d.plane(corner, (way, 0, 0), (0, 0, -tall), texture, "furniture", group, level, cover=cover)
        d.block(
            (x - wide / 2 + 0.03, y - 0.04, 0.36),
            (x + wide / 2 - 0.03, y + 0.04, BACK_TOP - 0.13),
            vinyl,
            group,
            1,
            density=36,
            faces=(2, 3, 4),
        )
    aisle = max(places, key=lambda x: -abs(x)) * 0.49
    d.block((aisle - 0.012, y - 0.07, 0.50), (aisle + 0.012, y - 0.045, 0.98), "#6c6f6a", group, 3, density=20, solid=False)


def _back(d: Decorator, vinyl: str) -> tuple[Array, Array]:
    """Return a seat back's texture and its outline: round shoulders, a seam, linen over the upper third."""
    h, w = 100, 60
    texture = d.stained(w / 60, h / 60, colour(vinyl), 60, 0.12)[:h, :w]
    y, x = (np.arange(h, dtype=np.float32) / h)[:, None], (np.arange(w, dtype=np.float32) / w)[None]
    texture = texture * (1 - 0.35 * np.exp(-(((np.abs(x - 0.5) - 0.36) / 0.02) ** 2)))[..., None]
    hem = 0.31 + 0.012 * math.sin(float(d.rng.uniform(0, 6))) + 0.012 * np.sin(x * 9 + d.rng.uniform(0, 6))
    linen = smoothstep(0.008, -0.008, y - hem)[..., None]
    stripe = np.exp(-(((y - hem + 0.045) / 0.010) ** 4))[..., None]
    rubbed = 1 - 0.30 * np.exp(-(((x - 0.5) / 0.22) ** 2) - (((y - 0.10) / 0.14) ** 2))
    worn = (1 + 0.08 * d.noise(2, h, w)) * (1 + 0.05 * d.noise(0, h, w)) * rubbed
    cloth = colour(_LINEN) * (1 - stripe) + colour("#5a6a72") * stripe
    texture = texture * (1 - linen) + cloth * worn[..., None] * linen
    from_side, from_top = np.minimum(x, 1 - x) / 0.28, y / 0.17
    corner = np.hypot(np.clip(1 - from_side, 0, 1), np.clip(1 - from_top, 0, 1))
    cover = smoothstep(1.02, 0.94, corner) * smoothstep(0, 0.02, np.minimum(x, 1 - x)) * smoothstep(0, 0.012, y)
    return texture.astype(np.float32), np.broadcast_to(cover, (h, w)).astype(np.float32).copy()


def _rails(d: Decorator) -> None:
    """Set the rails under the ceiling and a pole by the door."""
    steel, dark = "#8d8f88", "#44463f"
    for x in (-STRAPS_AT, STRAPS_AT):
        d.block((x - 0.014, 0.0, RAIL), (x + 0.014, LENGTH - 0.01, RAIL + 0.028), steel, RAILS, density=16, solid=False)
        for y in np.arange(1.2, LENGTH, 1.6):
            d.block((x - 0.01, y, RAIL + 0.02), (x + 0.01, y + 0.02, HEIGHT), "#6c6f6a", RAILS, -1, density=16, solid=False)
            _plate(d, x, y + 0.01, dark)
    d.block((0.36, LENGTH - 1.55, 0), (0.39, LENGTH - 1.52, HEIGHT), steel, RAILS + 2, density=16, solid=False)
    _plate(d, 0.375, LENGTH - 1.535, dark)


def _plate(d: Decorator, x: float, y: float, tone: str) -> None:
    """Set the plate by which a rod is screwed to the ceiling."""
    plate = np.broadcast_to(colour(tone), (6, 6, 3)).astype(np.float32)
    d.plane((x - 0.045, y - 0.045, HEIGHT - 0.006), (0.09, 0, 0), (0, 0.09, 0), plate, "ceiling", level=4)
