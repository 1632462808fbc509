"""The works about the lake: pipes on stilts with falling slurry, and, far away, chimneys, sheds and windmills."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.panels import Panel, Place, beam, box, drum, quad, tube
from white_cloud.backends.cameras.animatic.props.works.scene import Movers
from white_cloud.backends.cameras.animatic.radiance import colour
from white_cloud.backends.cameras.animatic.settings.tailings.basin import MIDDLE, shore
from white_cloud.backends.cameras.animatic.settings.tailings.jets import Outfall
from white_cloud.media.survey import class_number

_PIPE, _OLD_PIPE, _TIMBER, _STEEL = colour("#74737a"), colour("#5a4c48"), colour("#4a4038"), colour("#3a3836")
_RAIL = colour("#8a8062")
_JETTIES = 9


@dataclass(frozen=True)
class Shoreworks:
    """The near works: panels, what they pour, and where their lamps hang."""

    panels: tuple[Panel, ...] = field(repr=False)
    outfalls: tuple[Outfall, ...]
    lamps: tuple[Place, ...]


def shoreworks(seed: int, piped: bool = True) -> Shoreworks:
    """Return jetties of pipes along the shore, each pouring into the lake; a hut alone where there are no pipes."""
    if not piped:
        return Shoreworks(tuple(_hut(MIDDLE - 40)), (), ())
    random = np.random.default_rng((seed, 51))
    panels: list[Panel] = []
    falls: list[Outfall] = []
    spread = float(random.uniform(22, 27))
    for number in range(_JETTIES):
        x = MIDDLE - 70 + number * spread + float(random.uniform(-3, 3))
        reach = float(random.uniform(26, 50))
        pipes = 3 if number % 4 == 1 else 2 if number % 2 == 0 else 1
        panels += _jetty(random, x, reach, pipes, number % 3 == 0, falls)
    panels += _trunk(spread)
    lamps = tuple((fall.mouth[0] - 1.6, fall.mouth[1] - 4, fall.mouth[2] + 3.4) for fall in falls[::4])
    for x, y, z in lamps:
        panels += beam((x, y, z - 3.7), (x, y, z), 0.09, _STEEL) + beam((x, y, z), (x + 0.5, y + 0.3, z), 0.08, _STEEL)
    panels += _hut(MIDDLE - 40)
    return Shoreworks(tuple(panels), tuple(falls), lamps)


def _jetty(random: np.random.Generator, x: float, reach: float, pipes: int, walked: bool, falls: list[Outfall]) -> list[Panel]:
    """Return pipes side by side from the trunk out over the lake, on crooked stilts; `walked`: with a plank and a rail."""
    foot = float(shore(x)) - 15
    level = float(random.uniform(2.9, 3.7))
    panels: list[Panel] = []
    for pipe in range(pipes):
        radius = float(random.uniform(0.34, 0.48))
        line = _line(random, x + pipe * 1.7, foot, reach + pipe * 4.5, level)
        paint = _PIPE if random.random() < 0.6 else _OLD_PIPE
        panels += [replace(panel, cut=3.5) for panel in tube([(line[0][0], foot, 1.75), *line], radius, paint, 9)]
        for px, py, pz in line[1::2]:
            panels += _flange((px, py - 1.2, pz), radius)
        speed = float(random.uniform(2.6, 4.0))
        falls.append(Outfall(line[-1], radius, speed))
    for _, py, pz in line[1:]:
        panels += _bent(random, (x - 0.9, x + 1.7 * (pipes - 1) + 0.9), py, pz - 0.55)
    if walked:
        panels += _plank(line, x - 1.35)
    return panels


def _line(random: np.random.Generator, x: float, foot: float, reach: float, level: float) -> list[Place]:
    """Return the bends of a pipe: it sags and wanders a little."""
    end = float(shore(x)) + reach
    sag = random.normal(0, 0.07, 12)
    stops = np.linspace(foot, end, max(5, round((end - foot) / 6.5)))
    return [
        (x + 0.25 * float(sag[i % 12]), float(y), level + 0.3 * i / len(stops) + float(sag[(i + 3) % 12]))
        for i, y in enumerate(stops)
    ]


def _bent(random: np.random.Generator, x: tuple[float, float], y: float, top: float) -> list[Panel]:
    """Return two leaning stilts and what lies across them."""
    lean = random.normal(0, 0.22, 4)
    panels = beam((x[0] - 0.25, y, top), (x[1] + 0.25, y, top), 0.2, _TIMBER, "pipe")
    for place, out, k in ((x[0], -0.4, 0), (x[1], 0.4, 2)):
        panels += beam((place + out + float(lean[k]), y + float(lean[k + 1]), -1.6), (place, y, top), 0.2, _TIMBER, "pipe")
    return panels


def _flange(place: Place, radius: float) -> list[Panel]:
    x, y, z = place
    return tube([(x, y - 0.09, z), (x, y + 0.09, z)], radius * 1.3, _STEEL, 9)


def _plank(line: list[Place], x: float) -> list[Panel]:
    panels: list[Panel] = []
    for one, two in pairwise(line):
        panels += beam((x, one[1], one[2] - 0.2), (x, two[1], two[2] - 0.2), 0.7, _TIMBER, "pipe", high=0.08)
        for rise in (0.45, 0.9):
            panels += beam((x - 0.35, one[1], one[2] + rise), (x - 0.35, two[1], two[2] + rise), 0.05, _RAIL, "pipe")
        panels += beam((x - 0.35, two[1], two[2] - 0.2), (x - 0.35, two[1], two[2] + 0.9), 0.06, _RAIL, "pipe")
    return panels


def _trunk(spread: float) -> list[Panel]:
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
    for east, north, _ in mills():
        panels += drum(MIDDLE + east, north, (0, 82), (2.6, 1.5), colour("#d8d8d6"), 8, "machine")
        panels += box((MIDDLE + east - 2, MIDDLE + east + 2), (north - 4, north + 6), (82, 86), colour("#d8d8d6"), "machine")
    return [replace(panel, cut=30.0) for panel in panels]


def stacks() -> list[tuple[Place, float]]:
    """Return the mouths of the chimneys and their radii, metres."""
    return [((MIDDLE + x, float(y), float(high)), radius * 0.6) for x, y, high, radius in _STACKS]


@lru_cache(maxsize=1)
def mills() -> list[tuple[float, float, float]]:
    """Return windmills: east of the middle, north, and where a blade stands at the start (radians)."""
    random = np.random.default_rng(53)
    across = [(-1150 + number * 185, 1850 + 350 * (number * 7 % 5) / 4) for number in range(_MILLS)]
    beside = [(side * (1480 + 130 * (number * 3 % 5)), -150 + number * 330) for side in (-1, 1) for number in range(6)]
    return [
        (x + float(random.uniform(-50, 50)), y + float(random.uniform(-60, 60)), float(random.uniform(0, 6)))
        for x, y in across + beside
    ]


def blades(t: float) -> Movers:
    """Return the windmills' blades at `t` seconds; they turn slowly."""
    east, north, start = np.array(mills()).T
    angle = (start[:, None] + t * 0.75 + np.arange(3) * (2 * math.pi / 3)).ravel()
    hub = np.repeat(np.stack([MIDDLE + east, north - 6, np.full(len(east), 84.0)], 1), 3, 0)
    zero = np.zeros_like(angle)
    out, aside = np.stack([np.sin(angle), zero, np.cos(angle)], 1), np.stack([np.cos(angle), zero, -np.sin(angle)], 1)
    tip = hub + out * 52
    corners = np.stack([hub + aside * 1.6, hub - aside * 1.6, tip - aside * 0.6, tip + aside * 0.6], 1)
    return Movers(corners, zero, np.full(len(corners), class_number("machine"), np.uint8))
