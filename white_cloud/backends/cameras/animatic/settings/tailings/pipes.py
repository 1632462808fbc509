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
    """The near works: panels, and where slurry falls on the lake: places (n, 2), metres."""

    panels: tuple[Panel, ...] = field(repr=False)
    falls: Array = field(repr=False)


def outfalls(seed: int, empty: bool) -> Outfalls:
    """Return jetties of pipes along the shore, each pouring into the lake; `empty`: no hut, nobody, nothing falls from some."""
    random = np.random.default_rng((seed, 51))
    panels: list[Panel] = []
    falls: list[tuple[float, float]] = []
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
    return Outfalls(tuple(panels), np.array(falls))


def _jetty(
    random: np.random.Generator, x: float, reach: float, walked: bool, falls: list[tuple[float, float]]
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
    panels = tube([(x, foot, 1.75), (x, foot, line[0][2]), *line], radius, paint, 12)
    for i, (px, py, pz) in enumerate(line[1:]):
        panels += drum(px, py - 0.1, (pz - radius - 0.14, pz - radius), (0.1, 0.1), _STEEL, 6, "pipe")
        lean = random.normal(0, 0.22, 4)
        for side, k in ((-0.75, 0), (0.75, 2)):
            top = (px + side * 0.8, py, pz - radius - 0.05)
            panels += beam((px + side * 1.25 + float(lean[k]), py + float(lean[k + 1]), -1.6), top, 0.20, _TIMBER, "pipe")
        panels += beam((px - 1.0, py, pz - radius - 0.12), (px + 1.0, py, pz - radius - 0.12), 0.2, _TIMBER, "pipe")
        if i % 2 == 0:
            panels += _flange((px, py - 1.2, pz), radius)
    if walked:
        panels += _plank(line, x - 1.35)
    fall, place = _slurry(line[-1], radius, float(random.uniform(2.6, 4.0)))
    falls.append(place)
    return panels + fall


def _flange(place: Place, radius: float) -> list[Panel]:
    x, y, z = place
    return tube([(x, y - 0.09, z), (x, y + 0.09, z)], radius * 1.3, _STEEL, 12)


def _plank(line: list[Place], x: float) -> list[Panel]:
    panels: list[Panel] = []
    for one, two in zip(line[:-1], line[1:], strict=True):
        panels += beam((x, one[1], one[2] - 0.2), (x, two[1], two[2] - 0.2), 0.7, _TIMBER, "pipe", high=0.08)
        for rise in (0.45, 0.9):
            panels += beam((x - 0.35, one[1], one[2] + rise), (x - 0.35, two[1], two[2] + rise), 0.05, _RAIL, "pipe")
        panels += beam((x - 0.35, two[1], two[2] - 0.2), (x - 0.35, two[1], two[2] + 0.9), 0.06, _RAIL, "pipe")
    return panels


def _slurry(mouth: Place, radius: float, speed: float) -> tuple[list[Panel], tuple[float, float]]:
    """Return the falling slurry as a bent rope whose wear runs down, and where it meets the lake."""
    whole = math.sqrt(2 * mouth[2] / _GRAVITY)
    times = np.linspace(0, whole * 1.02, 8)
    places = [(mouth[0], mouth[1] + speed * float(s), mouth[2] - 0.12 - _GRAVITY / 2 * float(s) ** 2) for s in times]
    panels: list[Panel] = []
    for number, (one, two) in enumerate(zip(places[:-1], places[1:], strict=True)):
        wide = radius * (0.86 + 0.13 * number)
        for panel in tube([one, two], wide, _SLURRY * np.float32(1 + 0.06 * number), 9)[:-2]:
            panels.append(replace(panel, kind="water", run=2.6 + 0.8 * number, rough=2.2))
    return panels, (mouth[0], mouth[1] + speed * whole)


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


# ------------------------------------------------------------------------------------------------ far away
_MILLS = 13
_STACKS = ((-420, 1720, 150, 7), (-330, 1760, 180, 8), (-300, 1780, 120, 6), (210, 1850, 210, 9), (260, 1700, 95, 5), (620, 1900, 160, 8))


def far_works() -> list[Panel]:
    """Return the smelters across the lake."""
    concrete, sheet = colour("#8b8580"), colour("#6f6c6a")
    panels: list[Panel] = []
    for x, y, high, radius in _STACKS:
        panels += drum(MIDDLE + x, y, (0, high), (radius, radius * 0.6), concrete, 12)
    for x, y, wide, high in ((-520, 1700, 160, 42), (-380, 1700, 90, 60), (-250, 1740, 130, 34), (120, 1760, 150, 48), (300, 1800, 210, 30), (560, 1800, 120, 40)):
        panels += box((MIDDLE + x, MIDDLE + x + wide), (y, y + 60), (0, high), sheet)
    for x, y in ((-200, 1800), (-110, 1830)):
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
    return [
        (-1150 + number * 185 + float(random.uniform(-50, 50)), 1600 + float(random.uniform(0, 700)), float(random.uniform(0, 6)))
        for number in range(_MILLS)
    ]


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
