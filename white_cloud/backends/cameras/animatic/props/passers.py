"""Passers-by among cards: small people who walk, each a card of their own that follows from the time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card, card
from white_cloud.backends.cameras.animatic.props.figures_relief import Glow, sculpt
from white_cloud.backends.cameras.animatic.props.scenery import Daylight
from white_cloud.backends.cameras.animatic.props.walker import walking
from white_cloud.backends.cameras.animatic.radiance import Array, colour

_PHASES = 10
_STRIDE, _SPEED = 1.5, 1.1  # metres a cycle, metres a second
#: Dark working clothes.
COATS = ("#3f4a5a", "#46413a", "#5a4636", "#39443c")


@dataclass(frozen=True)
class Passer:
    """One who walks.

    At 0 s he is at (x, y) metres and goes `way` (across, away) metres a second; `phases` are his lit pictures, `metre` pixels
    to the metre, `start` the phase he begins with; `eye` is the viewer's height, `foot` that of what he walks on.
    """

    x: float
    y: float
    way: tuple[float, float]
    start: float
    phases: tuple[Array, ...] = field(repr=False)
    metre: float
    eye: float
    foot: float = 0.0

    def card(self, t: float) -> Card:
        """Return the walker at `t` seconds as a card of his own."""
        x, y = self.x + self.way[0] * t, max(3.0, self.y + self.way[1] * t)
        gone = math.hypot(*self.way) * t / _STRIDE + self.start
        picture = self.phases[math.floor(gone * _PHASES) % _PHASES]
        h, w = picture.shape[:2]
        return card(y, picture, x - w / 2 / self.metre, h / self.metre + self.foot - self.eye, self.metre, kind="person")


def walkers(
    daylight: Daylight,
    eye: float,
    places: list[tuple[float, float, tuple[float, float]]],
    focal: float,
    seed: int,
    coats: tuple[str, ...] = COATS,
) -> list[Passer]:
    """Return people at `places` (x, y, way), lit by `daylight`; a few figures in `coats` serve for all."""
    random = np.random.default_rng((seed, 41))
    nearest = min(y for _, y, _ in places)
    metre = min(70.0, max(8.0, 1.15 * focal / nearest))
    casts: dict[tuple[int, int], tuple[Array, ...]] = {}
    people = []
    for x, y, way in places:
        heading = round(math.degrees(math.atan2(way[0], way[1])) / 45) * 45
        coat = int(random.integers(2)) if len(places) > 2 else 0
        if (heading, coat) not in casts:
            casts[heading, coat] = _cast(daylight, heading, coats[(coat + seed) % len(coats)], metre, y)
        people.append(Passer(x, y, way, float(random.random()), casts[heading, coat], metre, eye))
    return people


def _cast(daylight: Daylight, heading: float, coat: str, metre: float, depth: float) -> tuple[Array, ...]:
    clear, phases = np.float32(daylight.clear(depth)), []
    sun = Glow(daylight.towards, daylight.sun, distant=True, wrap=0.15, edge=0.4)
    for number in range(_PHASES):
        lit = sculpt(walking(number / _PHASES), yaw=-heading, metre=metre).lit(
            colour(coat), daylight.sky * np.float32(1.1), [sun]
        )
        lit[..., :3] = lit[..., :3] * clear + lit[..., 3:] * (daylight.haze_low * (1 - clear))
        phases.append(np.pad(lit, ((1, 0), (1, 1), (0, 0))))
    return tuple(phases)
