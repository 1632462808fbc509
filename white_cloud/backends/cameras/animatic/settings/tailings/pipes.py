"""The works about the lake: pipes on stilts with falling slurry, and, far away, chimneys, sheds and windmills."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.panels import Panel, Place, beam, box, drum, quad, tube
from white_cloud.backends.cameras.animatic.props.works.picture import Movers
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.tailings.basin import MIDDLE, shore
from white_cloud.backends.cameras.animatic.survey import class_number

_PIPE, _OLD_PIPE, _TIMBER, _STEEL = colour("#74737a"), colour("#5a4c48"), colour("#4a4038"), colour("#3a3836")
_SLURRY, _RAIL = colour("#a8a3a8"), colour("#8a8062")
_JETTIES = 9
_GRAVITY = 9.8


@dataclass(frozen=True)
class Outfalls:
    """The near works: panels, and the falling slurry: mouths (n, 3), radii and speeds (n,), metres and metres a second."""

    panels: tuple[Panel, ...] = field(repr=False)
    mouths: Array = field(repr=False)
    radii: Array = field(repr=False)
    speeds: Array = field(repr=False)

    @property
    def falls(self) -> Array:
        """Return where slurry meets the lake, (n, 2)."""
        whole = np.sqrt(2 * self.mouths[:, 2] / _GRAVITY)
        return np.stack([self.mouths[:, 0], self.mouths[:, 1] + self.speeds * whole], 1)


def outfalls(seed: int, empty: bool) -> Outfalls:
    """Return jetties of pipes along the shore, each pouring into the lake; `empty`: no hut, nobody, nothing falls from some."""
    random = np.random.default_rng((seed, 51))
    panels: list[Panel] = []
    falls: list[tuple[float, ...]] = []
    spread = float(random.uniform(22, 27))
    for number in range(_JETTIES):
        x = MIDDLE - 70 + number * spread + float(random.uniform(-3, 3))
        reach = float(random.uniform(26, 50))
        pipes = 3 if number % 4 == 1 else 2 if number % 2 == 0 else 1
        for pipe in range(pipes):
            panels += _jetty(random, x + pipe * 1.7, reach + pipe * 4.5, pipe == 0 and number % 3 == 0, falls)
    panels += _trunk(random, spread)
    if not empty:
        panels += _hut(MIDDLE - 40)
    poured = np.array(falls)
    return Outfalls(tuple(panels), poured[:, :3], poured[:, 3], poured[:, 4])


def _jetty(
    random: np.random.Generator, x: float, reach: float, walked: bool, falls: list[tuple[float, ...]]
) -> list[Panel]:
    """Return one pipe from the trunk out over the lake on crooked stilts, and its slurry; `walked`: with a plank and a rail."""
    foot = float(shore(x)) - 15
    end = float(shore(x)) + reach
    radius = float(random.uniform(0.34, 0.48))
    paint = _PIPE if random.random() < 0.6 else _OLD_PIPE
    level = float(random.uniform(2.9, 3.7))
    sag = random.normal(0, 0.07, 12)
    stops = np.linspace(foot, end, max(5, round((end - foot) / 6.5)))
    line = [(x + 0.25 * float(sag[i % 12]), float(y), level + 0.3 * i / len(stops) + float(sag[(i + 3) % 12]))
            for i, y in enumerate(stops)]  # fmt: skip
    panels = tube([(x, foot, 1.75), (x, foot, line[0][2]), *line], radius, paint, 9)
    for i, (px, py, pz) in enumerate(line[1:]):
        lean = random.normal(0, 0.22, 4)
        for side, k in ((-0.75, 0), (0.75, 2)):
            top = (px + side * 0.8, py, pz - radius - 0.05)
            panels += beam((px + side * 1.25 + float(lean[k]), py + float(lean[k + 1]), -1.6), top, 0.20, _TIMBER, "pipe")
        panels += beam((px - 1.0, py, pz - radius - 0.12), (px + 1.0, py, pz - radius - 0.12), 0.2, _TIMBER, "pipe")
        if i % 2 == 0:
            panels += _flange((px, py - 1.2, pz), radius)
    if walked:
        panels += _plank(line, x - 1.35)
    speed = float(random.uniform(2.6, 4.0))
    falls.append((*line[-1], radius, speed))
    return panels + _slurry(line[-1], radius, speed)


def _flange(place: Place, radius: float) -> list[Panel]:
    x, y, z = place
    return tube([(x, y - 0.09, z), (x, y + 0.09, z)], radius * 1.3, _STEEL, 9)


def _plank(line: list[Place], x: float) -> list[Panel]:
    panels: list[Panel] = []
    for one, two in zip(line[:-1], line[1:], strict=True):
        panels += beam((x, one[1], one[2] - 0.2), (x, two[1], two[2] - 0.2), 0.7, _TIMBER, "pipe", high=0.08)
        for rise in (0.45, 0.9):
            panels += beam((x - 0.35, one[1], one[2] + rise), (x - 0.35, two[1], two[2] + rise), 0.05, _RAIL, "pipe")
        panels += beam((x - 0.35, two[1], two[2] - 0.2), (x - 0.35, two[1], two[2] + 0.9), 0.06, _RAIL, "pipe")
    return panels


def _slurry(mouth: Place, radius: float, speed: float) -> list[Panel]:
    """Return the falling slurry as a bent rope whose wear runs down."""
    whole = math.sqrt(2 * mouth[2] / _GRAVITY)
    times = np.linspace(0, whole * 1.02, 8)
    places = [(mouth[0], mouth[1] + speed * float(s), mouth[2] - 0.12 - _GRAVITY / 2 * float(s) ** 2) for s in times]
    panels: list[Panel] = []
    for number, (one, two) in enumerate(zip(places[:-1], places[1:], strict=True)):
        wide = radius * (0.86 + 0.13 * number)
        for panel in tube([one, two], wide * 0.8, _SLURRY * np.float32(1 + 0.06 * number), 9)[:-2]:
            panels.append(replace(panel, kind="water", run=2.6 + 0.8 * number, rough=2.2))
    return panels


def _trunk(random: np.random.Generator, spread: float) -> list[Panel]:
    """Return the pipe along the shore that feeds the jetties, on low blocks, with valves."""
    panels: list[Panel] = []
    x = np.arange(MIDDLE - 110, MIDDLE - 60 + spread * _JETTIES, 9.0)
    line = [(float(one), float(shore(float(one))) - 15, 1.75 + 0.05 * math.sin(float(one))) for one in x]
    panels += tube(line, 0.62, _OLD_PIPE, 12)
    for px, py, pz in line:
        panels += box((px - 0.35, px + 0.35), (py - 0.9, py + 0.9), (-0.2, pz - 0.5), colour("#8f887c"), "thing")
    for px, py, pz in line[2::4]:
        panels += drum(px, py, (pz + 0.5, pz + 1.5), (0.14, 0.14), _STEEL, 8, "pipe")
        panels += drum(px, py, (pz + 1.5, pz + 1.6), (0.5, 0.5), colour("#7a3b30"), 12, "pipe")
    return panels


def _hut(x: float) -> list[Panel]:
    y = float(shore(x)) - 26
    panels = box((x - 1.6, x + 1.6), (y - 1.4, y + 1.4), (0, 2.7), colour("#7d8a8c"))
    panels += box((x - 1.9, x + 1.9), (y - 1.7, y + 1.7), (2.7, 2.85), _STEEL)
    pane = quad((x + 1.62, y - 0.5, 1.3), (x + 1.62, y + 0.5, 1.3), (x + 1.62, y + 0.5, 2.1), (x + 1.62, y - 0.5, 2.1), _STEEL)
    return [*panels, replace(pane, kind="window", lift=0.5)]


_CLOTS = 64


class Clots:
    """The torn outside of the falling slurry: clots that follow its fall and widen."""

    def __init__(self, outfalls: Outfalls, seed: int) -> None:
        self._made = outfalls
        random = np.random.default_rng((seed, 54))
        self._start = random.random((len(outfalls.mouths), _CLOTS))
        self._aside = random.normal(0, 0.5, (len(outfalls.mouths), _CLOTS, 3))
        self._size = random.uniform(0.03, 0.12, (len(outfalls.mouths), _CLOTS, 4))
        self._tones = random.integers(0, 3, _CLOTS)

    def at(self, t: float, eye: tuple[float, float]) -> Movers:
        """Return the clots of falls less than 50 m from `eye` (x, y) at `t` seconds."""
        made = self._made
        near = np.flatnonzero(np.hypot(made.mouths[:, 0] - eye[0], made.mouths[:, 1] - eye[1]) < 50)
        whole = np.sqrt(2 * made.mouths[near, 2] / _GRAVITY)[:, None]
        time = (self._start[near] * whole + t) % whole
        part = time / whole
        middle = made.mouths[near][:, None] + self._aside[near] * (made.radii[near][:, None] * (0.62 + 0.75 * part))[..., None]
        middle[..., 1] += made.speeds[near][:, None] * time
        middle[..., 2] -= 0.1 + _GRAVITY / 2 * time * time
        middle[..., 2] = np.maximum(middle[..., 2], 0.05)
        a, b, c, d = np.moveaxis(self._size[near], -1, 0)
        long = 1 + 1.6 * part
        zero = np.zeros_like(a)
        away = middle[..., :2] - np.array(eye)
        away /= np.linalg.norm(away, axis=-1, keepdims=True)
        east, north = away[..., 1], -away[..., 0]  # across the sight
        rim = [(-a * east, -a * north, zero), (zero, zero, -b * long), (c * east, c * north, zero), (zero, zero, d * long)]
        corners = np.stack([middle + np.stack(offset, -1) for offset in rim], 2).reshape(-1, 4, 3)
        tones = np.tile(self._tones, len(near)).astype(float)
        return Movers(corners, tones, np.full(len(corners), class_number("water"), np.uint8))


# ------------------------------------------------------------------------------------------------ far away
_MILLS = 13
_STACKS = (
    (-420, 1900, 150, 7), (-330, 1940, 180, 8), (-300, 1960, 120, 6), (210, 1980, 210, 9), (260, 1880, 95, 5),
    (620, 1990, 160, 8), (1500, 420, 140, 7), (1560, 300, 170, 8), (1620, 700, 120, 6), (-1480, 560, 160, 8),
    (-1540, 380, 120, 6), (-1500, 900, 190, 8),
)  # fmt: skip
_SHEDS = (
    (-520, 1860, 160, 42), (-380, 1860, 90, 60), (-250, 1900, 130, 34), (120, 1900, 150, 48), (300, 1940, 210, 30),
    (560, 1940, 120, 40), (1440, 330, 70, 44), (1480, 480, 90, 30), (1520, 620, 60, 52), (-1560, 430, 90, 48),
    (-1510, 620, 80, 34), (-1600, 800, 70, 56),
)  # fmt: skip


def far_works() -> list[Panel]:
    """Return the smelters across the lake."""
    concrete, sheet = colour("#8b8580"), colour("#6f6c6a")
    panels: list[Panel] = []
    for x, y, high, radius in _STACKS:
        panels += drum(MIDDLE + x, y, (0, high), (radius, radius * 0.6), concrete, 12)
    for x, y, wide, high in _SHEDS:
        panels += box((MIDDLE + x, MIDDLE + x + wide), (y, y + 60), (0, high), sheet)
    for x, y in ((-200, 1940), (-110, 1970)):
        for z0, z1, r0, r1 in ((0, 50, 44, 30), (50, 85, 30, 27), (85, 110, 27, 31)):
            panels += drum(MIDDLE + x, y, (z0, z1), (r0, r1), concrete, 20)
    for x, y, _ in mills():
        panels += drum(MIDDLE + x, y, (0, 82), (2.6, 1.5), colour("#d8d8d6"), 8, "machine")
        panels += box((MIDDLE + x - 2, MIDDLE + x + 2), (y - 4, y + 6), (82, 86), colour("#d8d8d6"), "machine")
    return panels


def stacks() -> list[tuple[Place, float]]:
    """Return the mouths of the chimneys and their radii, metres."""
    return [((MIDDLE + x, float(y), float(high)), radius * 0.6) for x, y, high, radius in _STACKS]


def mills() -> list[tuple[float, float, float]]:
    """Return windmills: east of the middle, north, and where a blade stands at the start (radians)."""
    random = np.random.default_rng(53)
    across = [(-1150 + number * 185, 1850 + 350 * (number * 7 % 5) / 4) for number in range(_MILLS)]
    beside = [(side * (1480 + 130 * (number * 3 % 5)), -150 + number * 330) for side in (-1, 1) for number in range(6)]
    return [(x + float(random.uniform(-50, 50)), y + float(random.uniform(-60, 60)), float(random.uniform(0, 6))) for x, y in across + beside]


def blades(t: float) -> Movers:
    """Return the windmills' blades at `t` seconds; they turn slowly."""
    corners = []
    for x, y, start in mills():
        for blade in range(3):
            angle = start + t * 0.75 + blade * 2 * math.pi / 3
            out, aside = np.array([math.sin(angle), 0, math.cos(angle)]), np.array([math.cos(angle), 0, -math.sin(angle)])
            hub = np.array([MIDDLE + x, y - 6, 84.0])
            corners.append([hub + aside * 1.6, hub - aside * 1.6, hub + out * 52 - aside * 0.6, hub + out * 52 + aside * 0.6])
    count = len(corners)
    return Movers(np.array(corners), np.zeros(count), np.full(count, class_number("machine"), np.uint8))
