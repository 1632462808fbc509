"""The ways that billows of dust go: jets out of the holes, bursts from the face, a roll along the floor, a rising body."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.blast.billows import HAZE, JET, SPRITES
from white_cloud.backends.cameras.animatic.settings.blast.quarry import BENCH, place

_DRIFT = 0.55  # how fast the wind takes what has come to rest along the face, metres a second squared
_THINNING = 3.2  # seconds


@dataclass(frozen=True)
class Puff:
    """One billow at one time: place and radius in metres, cover 0..1, which sprite and how far it has rolled (radians).

    It is `tall` times as high as wide.
    """

    x: float
    y: float
    z: float
    radius: float
    cover: float
    sprite: int
    turn: float
    tall: float = 1.0


@dataclass(frozen=True)
class Course:
    """How one billow goes: it starts `after` seconds after its charge at (along, away, z) and comes to rest slowly.

    It goes `out` towards the camera's side, up by `rise` and grows from `small` to `large` metres; `pace` is how fast, a
    second; `fade` is when it begins to thin out. One that is `rooted` stays with its foot where it began.
    """

    charge: int
    after: float
    along: float
    away: float
    z: float
    out: float
    rise: float
    small: float
    large: float
    pace: float
    cover: float
    fade: float
    sprite: int
    spin: float
    tall: float = 1.0
    rooted: bool = False

    def at(self, since: float) -> Puff | None:
        """Return the billow `since` seconds after its charge, None before it begins or after it has gone."""
        time = since - self.after
        if time <= 0:
            return None
        gone = 1 - math.exp(-time * self.pace)
        late = max(0.0, time - self.fade)
        cover = self.cover * min(1.0, time / 0.14) * math.exp(-late / (0.5 if self.rooted else _THINNING))
        if cover < 0.02:
            return None
        x, y = place(self.along + 0.5 * _DRIFT * max(0.0, time - 1.5) ** 1.4, self.away - self.out * gone)
        radius = self.small + (self.large - self.small) * (1 - math.exp(-time * self.pace * 0.9)) + 0.6 * late
        foot = radius * self.tall * 0.9 if self.rooted else 0.0
        z = max(self.z + self.rise * gone + foot, radius * 0.30)
        return Puff(x, y, z, radius, cover, self.sprite, self.spin * time, self.tall)


def courses(along: Array, room: float, random: np.random.Generator) -> tuple[Course, ...]:
    """Return the billows of charges at `along` (n,).

    Nothing goes farther than `room` metres from the face: what comes nearer to the camera is the veil.
    """
    swell = random.normal(0, 1, len(along) + 4)
    swell = np.exp(0.34 * np.convolve(swell, (0.3, 0.7, 1.0, 0.7, 0.3), "valid"))  # neighbours are strong together
    found: list[Course] = []
    for number, metres in enumerate(along):
        charge = _Charge(number, float(metres), float(swell[number]), room, random)
        found += [charge.jet(), *charge.bursts(), *charge.body()]
    return tuple(found)


@dataclass(frozen=True)
class _Charge:
    """A charge at a place `along` the face, and how `strong` it is."""

    number: int
    along: float
    strong: float
    room: float
    random: np.random.Generator

    def _between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def _course(
        self,
        after: float,
        start: tuple[float, float],
        way: tuple[float, float],
        size: tuple[float, float],
        pace: float,
        cover: float,
        fade: float,
        sprite: int | None = None,
    ) -> Course:
        """Return a course from `start` (away, z) by `way` (out, up), somewhat by chance."""
        chance = self.random.normal(0, 1, 4)
        sprite = int(self.random.integers(SPRITES)) if sprite is None else sprite
        out = way[0] * (1 + 0.16 * math.tanh(float(chance[1])))
        large = size[1] * (1 + 0.18 * math.tanh(float(chance[3])))
        return Course(
            self.number, after + 0.05 * abs(float(chance[2])), self.along + 2.4 * float(chance[0]), *start,
            min(self.room, out), way[1] * (1 + 0.15 * float(chance[2])), size[0], large, pace, cover, fade,
            sprite, self._between(-0.35, 0.35),
        )  # fmt: skip

    def jet(self) -> Course:
        """Return what shoots up out of the hole: stemming and gas, gone in a moment."""
        high, tall = self._between(10, 25) * self.strong**0.7, self._between(1.2, 2.1)
        wide = high / 2 / tall
        return Course(
            self.number, 0.0, self.along, 5.0, BENCH - 1, 0.5, 0.0, 0.25 * wide, wide, 2.6, 0.8, self._between(0.8, 1.4),
            JET, 0.0, tall, rooted=True,
        )  # fmt: skip

    def bursts(self) -> list[Course]:
        """Return what bursts from the face at once."""
        found = []
        for low, high in ((2.0, 9.0), (8.0, BENCH - 4.0)):
            way = (self._between(5, 20) * self.strong, 3.0)
            size = (1.3, 7.5 * self.strong * float(self.random.lognormal(0, 0.25)))
            found.append(self._course(0.10, (1.0, self._between(low, high)), way, size, 0.75, 0.88, 4.0))
        return found

    def body(self) -> list[Course]:
        """Return what follows: the haze that binds the mass, the roll along the floor, the head that rises."""
        found = []
        if self.number % 2 == 0:
            found.append(self._course(0.15, (2.0, 10.0), (5.0, 5.0), (4.0, 17.0 * self.strong), 0.6, 0.85, 5.0, HAZE))
            way, size = (self._between(25, 90) * self.strong, 3.0), (3.0, 13.0 * self.strong)
            found.append(self._course(0.45, (-2.0, 3.0), way, size, 0.27, 0.9, 6.0))
        if self.number % 3 == 0:
            way, size = (7.0, self._between(10, 26) * self.strong), (3.0, 15.0 * self.strong)
            found.append(self._course(0.35, (3.0, BENCH - 6), way, size, 0.32, 0.82, 5.0))
            found.append(self._course(0.40, (2.0, BENCH - 8), (4.0, way[1] * 0.6), (4.0, 19.0), 0.36, 0.75, 4.5, HAZE))
            way = (self._between(55, 115) * self.strong, 5.0)
            found.append(self._course(0.9, (-6.0, 2.0), way, (4.0, 20.0), 0.24, 0.9, 8.0))
        return found
