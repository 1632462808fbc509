"""What is out of focus behind a head: dunes, a pit's lamps, a city, a window, a bulb, a furnace, a wall of screens.

A backdrop is painted once, wider than the frame, at half its pixels; lights that live are layers of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise

#: Wider and higher than a frame by these factors; painted at a half.
WIDE, HIGH, HALF = 1.9, 1.7, 2


@dataclass(frozen=True)
class Rim:
    """The light that a backdrop throws on who is before it: direction (x to the right, y away, z up) and colours."""

    towards: tuple[float, float, float]
    key: Array
    fill: Array
    ambient: Array


@dataclass(frozen=True)
class Backdrop:
    """A painted backdrop.

    `still` (h, w, 4) is its light, `living` layers that pulse, each with its rate in hertz, depth of pulse and phase; `classes`
    names what its areas are: (name, mask, metres), the first covering all; `away` is how far it seems to be, metres.
    """

    still: Array = field(repr=False)
    living: tuple[tuple[Array, float, float, float], ...] = field(repr=False)
    classes: tuple[tuple[str, Array | None, float], ...] = field(repr=False)
    rim: Rim
    away: float
    exposure: float = 1.0
    lively: float = 0.0  # how much the key light flickers

    def at(self, t: float) -> Array:
        """Return the light at `t` seconds, a fresh array."""
        picture: Array = self.still.copy()
        for layer, rate, deep, phase in self.living:
            pulse = 1 - deep * (0.5 + 0.5 * wavering(t * rate, phase))
            picture = cv2.scaleAdd(layer, pulse, picture)
        return picture


def wavering(turns: float, phase: float) -> float:
    """Return a smooth unrest between -1 and 1."""
    a = 2 * math.pi * turns + phase
    return 0.55 * math.sin(a) + 0.30 * math.sin(2.3 * a + 1.3) + 0.15 * math.sin(5.1 * a + 0.4)


class _Sheet:
    """Coordinates and blurs of a backdrop in the making: x in frame widths from the middle, y in frame heights downwards."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self.random = np.random.default_rng((seed, 77))
        self.w, self.h = max(8, round(size[0] * WIDE / HALF)), max(8, round(size[1] * HIGH / HALF))
        self.frame = size[0] / HALF
        self.x = ((np.arange(self.w, dtype=np.float32) + 0.5 - self.w / 2) / self.frame)[None]
        self.y = ((np.arange(self.h, dtype=np.float32) + 0.5 - self.h / 2) / (size[1] / HALF))[:, None]
        self.aspect = size[0] / size[1]
        self.noise = spectral_noise(128, slope=2.0, seed=seed, lowest=1, highest=12)

    def blank(self) -> Array:
        return np.zeros((self.h, self.w, 3), np.float32)

    def soft(self, picture: Array, radius: float) -> Array:
        """Return a picture as a lens out of focus shows it, `radius` in frame widths."""
        r = max(1, round(radius * self.frame))
        kernel: Array = np.zeros((2 * r + 1, 2 * r + 1), np.float32)
        cv2.circle(kernel, (r, r), r, 1.0, -1)
        return cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)

    def disc(self, picture: Array, x: float, y: float, radius: float, light: Array) -> None:
        """Add a point of light out of focus: an even disc, a little brighter at its edge."""
        cx, cy = (x * self.frame + self.w / 2, y * self.frame / self.aspect + self.h / 2)
        r = max(1.2, radius * self.frame)
        x0, x1 = int(max(0, cx - r - 2)), int(min(self.w, cx + r + 3))
        y0, y1 = int(max(0, cy - r - 2)), int(min(self.h, cy + r + 3))
        if x1 <= x0 or y1 <= y0:
            return
        across, down = np.arange(x0, x1)[None] - cx, np.arange(y0, y1)[:, None] - cy
        away = np.sqrt(across * across + down * down) / r
        shape = smoothstep(1 + 0.8 / r, 1 - 0.8 / r, away) * (0.72 + 0.28 * smoothstep(0.5, 1.0, away))
        picture[y0:y1, x0:x1] += shape[..., None].astype(np.float32) * light

    def cloudy(self) -> Array:
        """Return slow noise over the sheet, mean 0."""
        return cv2.resize(self.noise, (self.w, self.h), interpolation=cv2.INTER_CUBIC)


def _four(picture: Array) -> Array:
    return np.ascontiguousarray(np.dstack([picture, np.zeros_like(picture[..., 0])]), np.float32)


def _everywhere(mask: Array, sheet: _Sheet) -> Array:
    return np.ascontiguousarray(np.broadcast_to(mask, (sheet.h, sheet.w)))


def dunes(sheet: _Sheet, words: frozenset[str]) -> Backdrop:
    """Paint ridges of sand under a low sun, or a high one by day."""
    day, dawn = "day" in words, "dawn" in words
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    top, low = (colour("#9fb4c4", 0.75), colour("#e0d6c2", 0.95)) if day else (colour("#5a5f70", 0.30), colour("#d99a62", 0.62))
    if dawn:
        top, low = colour("#56708c", 0.34), colour("#d8b8a4", 0.56)
    sun = colour("#fff2d8", 1.2) if day else colour("#ffba70" if not dawn else "#ffd0a8", 1.5)
    sand, shade = (
        (colour("#c9a878", 0.62), colour("#7c6448", 0.40)) if day else (colour("#b07846", 0.36), colour("#3c2c28", 0.16))
    )
    picture = low + (top - low) * smoothstep(-0.05, -0.75, sheet.y)[..., None] + 0 * sheet.x[..., None]
    away = np.sqrt((sheet.x - side * 0.30) ** 2 + ((sheet.y + (0.42 if day else 0.06)) / sheet.aspect) ** 2)
    picture += np.exp(-away * 5.5)[..., None] * sun * 0.6 + np.exp(-away * 20)[..., None] * sun
    ground = np.zeros((sheet.h, sheet.w), np.float32)
    for number, (base, tall) in enumerate(((0.02, 0.05), (0.10, 0.09), (0.24, 0.15))):
        phase = sheet.random.uniform(0, 6.28, 3)
        crest = base - tall * (0.6 * np.sin(sheet.x * (2.6 - 0.5 * number) + phase[0]) + 0.4 * np.sin(sheet.x * 5.7 + phase[1]))
        cover = smoothstep(-0.012, 0.012, sheet.y - crest)
        slope = np.cos(sheet.x * (2.6 - 0.5 * number) + phase[0]) * side
        lit = smoothstep(-0.2, 0.7, slope - (sheet.y - crest) * 2.0)[..., None]
        near = 0.35 + 0.32 * number
        paint = mix(low * 0.75, shade + (sand - shade) * lit, near)
        picture = picture + (paint - picture) * cover[..., None]
        ground = np.maximum(ground, cover)
    soft = sheet.soft(picture.astype(np.float32), 0.016)
    rim = Rim(
        (side * 0.8, 0.75, 0.42), sun * np.float32(0.95), top * np.float32(0.8), low * np.float32(0.10 if not day else 0.16)
    )
    return Backdrop(_four(soft), (), (("sky", None, 1e6), ("ground", ground > 0.5, 90.0)), rim, 60.0)


def pit(sheet: _Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint the lamps along a pit's terraces by night, and a truck's that creep."""
    picture = colour("#1b2638", 0.20) * (1 - 0.6 * smoothstep(-0.6, 0.3, sheet.y))[..., None] + 0 * sheet.x[..., None]
    warm, cold = colour("#ffb45e"), colour("#dfeaff")
    groups = [sheet.blank(), sheet.blank(), sheet.blank()]
    for terrace in range(7):
        y = -0.12 + 0.085 * terrace + 0.010 * terrace * terrace
        picture += (np.exp(-(((sheet.y - y - 0.10 * sheet.x**2) / 0.020) ** 2)) * (0.05 + 0.016 * terrace))[..., None] * colour(
            "#a8703c", 0.5
        )
        count = 9 + int(sheet.random.integers(5))
        for _ in range(count):
            x = float(sheet.random.uniform(-0.95, 0.95))
            light = (warm if sheet.random.random() < 0.75 else cold) * np.float32(math.exp(sheet.random.normal(-0.9, 0.6)))
            radius = 0.008 + 0.0026 * terrace
            sheet.disc(groups[int(sheet.random.integers(3))], x, y + 0.10 * x * x, radius, light)
    still = sheet.soft(picture.astype(np.float32), 0.012) + groups[0]
    living = tuple((_four(group), rate, 0.55, phase) for group, rate, phase in ((groups[1], 0.23, 0.5), (groups[2], 0.37, 2.0)))
    rim = Rim((0.85, 0.6, 0.30), warm * np.float32(1.1), colour("#5a78a8", 0.5), colour("#1c2636", 0.05))
    ground = _everywhere(sheet.y > -0.16 + 0.10 * sheet.x**2, sheet)
    return Backdrop(_four(still), living, (("sky", None, 1e6), ("ground", ground, 300.0)), rim, 120.0, 1.1, 0.06)


def city(sheet: _Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint a city's lights by night."""
    band = np.exp(-(((sheet.y - 0.12) / 0.45) ** 2))[..., None]
    picture = colour("#141c28", 0.12) + band * colour("#6a5a52", 0.13) + 0 * sheet.x[..., None]
    paints = [colour(code) for code in ("#ffb65c", "#ffd9a0", "#cfe3e8", "#ff5a3c", "#8fd0c8", "#ff8ab0")]
    groups = [sheet.blank(), sheet.blank(), sheet.blank()]
    for _ in range(190):
        x, y = float(sheet.random.uniform(-0.95, 0.95)), float(np.clip(sheet.random.normal(0.10, 0.20), -0.65, 0.7))
        paint = paints[int(sheet.random.choice(6, p=[0.40, 0.24, 0.16, 0.09, 0.06, 0.05]))]
        sheet.disc(
            groups[int(sheet.random.choice(3, p=[0.6, 0.2, 0.2]))],
            x,
            y,
            float(sheet.random.uniform(0.008, 0.024)),
            paint * np.float32(math.exp(sheet.random.normal(-1.15, 0.7))),
        )
    for _ in range(5):  # signs
        x, y = float(sheet.random.uniform(-0.8, 0.8)), float(sheet.random.uniform(-0.35, 0.1))
        for step in range(4):
            sheet.disc(groups[0], x, y + step * 0.035, 0.020, paints[3 + int(sheet.random.integers(3))] * np.float32(0.35))
    still = picture + groups[0]
    living = tuple((_four(group), rate, 0.7, phase) for group, rate, phase in ((groups[1], 0.31, 0.0), (groups[2], 0.19, 1.1)))
    rim = Rim((0.9, 0.5, 0.25), colour("#ffc484", 1.3), colour("#6c9cc0", 0.7), colour("#202833", 0.05))
    building = _everywhere(sheet.y > -0.10, sheet)
    return Backdrop(
        _four(still.astype(np.float32)), living, (("sky", None, 1e6), ("building", building, 200.0)), rim, 150.0, 1.1, 0.10
    )


def window(sheet: _Sheet, words: frozenset[str]) -> Backdrop:
    """Paint a wall with a window: pale daylight, or what the night leaves."""
    night, warm = "night" in words, bool(words & {"dusk", "dawn"})
    pane = colour("#c9d8e4", 2.2) if not night else colour("#5878a8", 0.42)
    if warm:
        pane = colour("#f0b27c", 1.5)
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    left, right = (0.05, 0.47) if side > 0 else (-0.47, -0.05)
    wall = colour("#6c6350", 0.10) if not night else colour("#2c3038", 0.05)
    reach = np.exp(-np.sqrt((sheet.x - (left + right) / 2) ** 2 + (sheet.y / sheet.aspect) ** 2) * 3.4)[..., None]
    paint_line = smoothstep(0.18, 0.21, sheet.y)[..., None]
    picture = (
        wall * (1 - 0.35 * paint_line) * (0.55 + 1.9 * reach) * (1 + 0.08 * sheet.cloudy())[..., None] + pane * reach * 0.02
    )
    inside = ((sheet.x > left) & (sheet.x < right) & (sheet.y > -0.46) & (sheet.y < 0.22)).astype(np.float32)
    middle = (left + right) / 2
    bars = (np.abs(sheet.x - middle) < 0.012) | (np.abs(sheet.y + 0.22) < 0.016) & (sheet.x > -9)
    glass = inside * (1 - bars)
    view = pane * (1 - 0.55 * smoothstep(0.0, 0.16, sheet.y + 0.02 * np.sin(sheet.x * 17)))[..., None]
    picture = picture + (view - picture) * glass[..., None]
    frame = ((sheet.x > left - 0.02) & (sheet.x < right + 0.02) & (sheet.y > -0.50) & (sheet.y < 0.25)).astype(
        np.float32
    ) - glass
    picture = picture * (1 - 0.6 * np.clip(frame, 0, 1)[..., None])
    if night:
        for _ in range(9):
            x, y = float(sheet.random.uniform(left, right)), float(sheet.random.uniform(-0.1, 0.2))
            sheet.disc(picture, x, y, 0.011, colour("#ffbe74", 0.5))
    soft = sheet.soft(picture.astype(np.float32), 0.013)
    veil = _four(np.clip(sheet.soft(glass[..., None].repeat(3, 2).astype(np.float32), 0.03), 0, 1) * pane * 0.12)
    rim = Rim(
        (side * 0.9, 0.42, 0.20),
        pane * np.float32(0.85 if not night else 2.4),
        colour("#8a7558", 0.10),
        wall * np.float32(0.35),
    )
    return Backdrop(
        _four(soft),
        ((veil, 0.05, 0.8, 0.7),),
        (("wall", None, 4.0), ("window", _everywhere(inside > 0.5, sheet), 4.0)),
        rim,
        3.2,
    )


def bulb(sheet: _Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint a room's wall with a bulb that hangs before it."""
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    light = colour("#ffc078")
    x, y = side * 0.27, -0.24
    away = np.sqrt((sheet.x - x) ** 2 + ((sheet.y - y) / sheet.aspect) ** 2)
    fall = (0.020 / (away * away + 0.022))[..., None]
    wall = mix(colour("#8a7a58", 0.9), colour("#4e5a48", 0.8), smoothstep(0.13, 0.15, sheet.y)[..., None])
    picture = wall * (0.035 + 0.62 * fall) * light * (1 + 0.10 * sheet.cloudy())[..., None]
    bunk = (
        (sheet.y > 0.26 + 0.03 * np.sin(sheet.x * 9))
        | (np.abs(sheet.x + side * 0.36) < 0.014)
        | ((np.abs(sheet.y + 0.10) < 0.018) & (sheet.x * side < -0.10))
    )
    picture = picture * np.where(_everywhere(bunk, sheet), 0.35, 1.0)[..., None]
    soft = sheet.soft(picture.astype(np.float32), 0.012)
    lamp = sheet.blank()
    sheet.disc(lamp, x, y, 0.028, light * 3.2)
    lamp += (np.exp(-away * 13) * 0.35 + np.exp(-away * 4.5) * 0.07)[..., None] * light
    near = _everywhere(away < 0.028, sheet)
    rim = Rim((side * 0.75, 0.55, 0.55), light * np.float32(1.7), colour("#5a6a78", 0.16), colour("#4a3c2c", 0.05))
    return Backdrop(
        _four(soft), ((_four(lamp), 0.33, 0.10, 0.0),), (("wall", None, 3.5), ("lamp", near, 2.6)), rim, 2.6, 1.05, 0.05
    )


def furnace(sheet: _Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint the mouth of a furnace, and girders before its glow."""
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    fire, deep = colour("#ff9440", 2.2), colour("#a8401c", 0.62)
    away = np.sqrt(((sheet.x - side * 0.22) * 1.15) ** 2 + ((sheet.y - 0.16) / sheet.aspect) ** 2)
    still = np.exp(-away * 3.2)[..., None] * deep * 0.30 + colour("#1a1412", 0.05) + 0 * away[..., None]
    across = (sheet.x - side * 0.22) / 0.13
    crown = np.where(sheet.y < 0.08, sheet.y - 0.08 - 0.09 * across**2, sheet.y - 0.08)
    door = np.maximum(np.abs(across) + 0 * sheet.y, np.abs(crown) / 0.24)
    mouth = smoothstep(1.04, 0.94, door) * (0.62 + 0.5 * smoothstep(-0.1, 0.3, sheet.y))
    glow = mouth[..., None] * (fire * (0.9 + 0.25 * sheet.cloudy()[..., None])) + np.exp(-away * 6.5)[..., None] * deep * 0.55
    beams = 1 - 0.85 * _everywhere(
        (np.abs(sheet.x - side * 0.47) < 0.022) | (np.abs(sheet.x + side * 0.30) < 0.03) | (np.abs(sheet.y + 0.36) < 0.03),
        sheet,
    )
    still, glow = still * beams[..., None], glow * beams[..., None]
    sparks = [sheet.blank(), sheet.blank()]
    for number in range(46):
        x = side * 0.22 + float(sheet.random.normal(0, 0.16))
        sheet.disc(
            sparks[number % 2],
            x,
            float(sheet.random.uniform(-0.6, 0.2)),
            float(sheet.random.uniform(0.004, 0.010)),
            colour("#ffb050", 0.7),
        )
    living = (
        (_four(sheet.soft(glow.astype(np.float32), 0.014)), 0.9, 0.30, 0.0),
        (_four(sparks[0]), 0.8, 1.0, 0.0),
        (_four(sparks[1]), 0.67, 1.0, 2.5),
    )
    rim = Rim((side * 0.85, 0.55, 0.05), fire * np.float32(0.85), colour("#40506a", 0.25), colour("#2a1a14", 0.06))
    machine = _everywhere(door < 1, sheet)
    return Backdrop(
        _four(sheet.soft(still.astype(np.float32), 0.014)),
        living,
        (("wall", None, 9.0), ("machine", machine, 9.0)),
        rim,
        9.0,
        1.0,
        0.28,
    )


def screens(sheet: _Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint a control room's wall of screens, each with a picture of its own that changes."""
    still = colour("#0e1620", 0.10) + 0 * sheet.x[..., None] + 0 * sheet.y[..., None]
    tones = [
        colour(code, gain)
        for code, gain in (
            ("#6fb4c4", 0.7),
            ("#a8d4e0", 0.9),
            ("#c8b890", 0.6),
            ("#5a86b0", 0.7),
            ("#a87860", 0.4),
            ("#88b8a8", 0.6),
        )
    ]
    groups = [np.asarray(still + sheet.blank(), np.float32), sheet.blank(), sheet.blank()]
    found = np.zeros((sheet.h, sheet.w), bool)
    for row in range(4):
        for column in range(-4, 5):
            x, y = column * 0.21 + (0.02 if row % 2 else 0), -0.50 + row * 0.25
            inside = _everywhere((np.abs(sheet.x - x) < 0.092) & (np.abs(sheet.y - y) < 0.10), sheet)
            found |= inside
            tone = tones[int(sheet.random.integers(len(tones)))] * np.float32(sheet.random.uniform(0.25, 1.0))
            line = 0.75 + 0.5 * smoothstep(-0.02, 0.05, sheet.y - y + 0.04 * np.sin((sheet.x - x) * 40 + column))
            groups[int(sheet.random.choice(3, p=[0.5, 0.25, 0.25]))] += inside[..., None] * tone * line[..., None]
    soft = [sheet.soft(group, 0.013) for group in groups]
    living = tuple((_four(group), rate, 0.45, phase) for group, rate, phase in ((soft[1], 0.43, 0.4), (soft[2], 0.29, 3.0)))
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    rim = Rim((side * 0.85, 0.5, 0.25), colour("#8ed2ea", 1.5), colour("#c88a58", 0.25), colour("#16222c", 0.06))
    return Backdrop(_four(soft[0]), living, (("wall", None, 5.0), ("screen", found, 5.0)), rim, 5.0, 1.05, 0.14)


def mist(sheet: _Sheet, words: frozenset[str]) -> Backdrop:
    """Paint fog, with a pylon in it that is nearly gone."""
    night = "night" in words
    light = colour("#4a5a6e", 0.20) if night else colour("#c4c6c2", 0.72)
    if words & {"dusk", "dawn"}:
        light = colour("#c8a890", 0.55)
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    away = np.sqrt((sheet.x - side * 0.35) ** 2 + ((sheet.y + 0.25) / sheet.aspect) ** 2)[..., None]
    picture = light * (0.72 + 0.45 * np.exp(-away * 2.6) + 0.05 * sheet.cloudy()[..., None])
    x, up = (sheet.x - side * 0.26) / 0.11, np.clip((0.34 - sheet.y) / 0.72, 0, 1)
    lattice = (np.abs(np.abs(x) - (1 - up) * 0.9 - 0.06) < 0.07) & (sheet.y > -0.38) & (sheet.y < 0.34)
    arms = ((np.abs(sheet.y + 0.16) < 0.008) | (np.abs(sheet.y + 0.27) < 0.007)) & (np.abs(x) < 1.3)
    pylon = _everywhere(lattice | arms, sheet)
    picture = picture * np.where(pylon, 0.80, 1.0)[..., None]
    ground = smoothstep(0.30, 0.44, sheet.y)[..., None]
    picture = picture * (1 - 0.25 * ground)
    rim = Rim((side * 0.8, 0.8, 0.5), light * np.float32(0.55), light * np.float32(0.30), light * np.float32(0.22))
    soil = _everywhere(sheet.y > 0.37, sheet)
    return Backdrop(
        _four(sheet.soft(picture.astype(np.float32), 0.008)), (), (("sky", None, 1e6), ("ground", soil, 40.0)), rim, 40.0
    )


KINDS: dict[str, Callable[[_Sheet, frozenset[str]], Backdrop]] = {
    "dunes": dunes, "pit": pit, "city": city, "window": window, "bulb": bulb, "furnace": furnace, "screens": screens,
    "mist": mist,
}  # fmt: skip


def painted(kind: str, size: tuple[int, int], seed: int, words: frozenset[str]) -> Backdrop:
    """Return the backdrop `kind`, one of KINDS, for frames of `size` (width, height)."""
    return KINDS[kind](_Sheet(size, seed), words)
