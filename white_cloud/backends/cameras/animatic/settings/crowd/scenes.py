"""Who stands or walks where in a crowd, at any moment: those who leave, those who queue, those who rally.

Places are metres: x to the right, y away from the station.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.props.figures_march import Person
from white_cloud.backends.cameras.animatic.radiance import smoothstep

_STRIDE = 1.42  # metres a cycle of two steps
_SHUFFLE = 0.62  # metres that a queue moves on at once
_REST = 0.72  # how high an arm stays raised between two beats
_PACE = 4.2  # seconds between two such moves


@dataclass(frozen=True)
class Figure:
    """Somebody at a moment: place, phase of the gait, how far they stride, how high the right arm is raised."""

    person: Person
    x: float
    y: float
    phase: float = 0.0
    stride: float = 0.0
    raised: float = 0.0


@dataclass(frozen=True)
class Leaving:
    """People who walk away, each at a pace of their own; some come past the camera."""

    people: tuple[tuple[Person, float, float, float, float], ...]  # who, x, y at 0 s, metres a second, phase

    @classmethod
    def of(cls, random: np.random.Generator, hats: tuple[str, ...], loads: tuple[str, ...], count: int = 46) -> Leaving:
        """Return a shift that goes home."""
        people = []
        for number in range(count):
            y = -9.0 + 86.0 * ((number + float(random.random())) / count) ** 1.35
            wide = 1.3 + 0.20 * max(y, 0.0)
            x = float(np.clip(random.normal(0, 0.55), -1.3, 1.3)) * wide
            if y < 5:  # who comes past the camera does not walk through it
                x = math.copysign(max(abs(x), 0.95 + 0.12 * abs(y)), x)
            person = Person.cast(random, hats, loads)
            people.append((person, x, y, float(random.normal(1.08, 0.07)), float(random.random())))
        return cls(tuple(people))

    def at(self, t: float) -> list[Figure]:
        """Return who is where."""
        found = []
        for person, x, y, pace, phase in self.people:
            gone = y + pace * t
            found.append(Figure(person, x + 0.03 * math.sin(gone), gone, gone / _STRIDE + phase, 1.0))
        return found


@dataclass(frozen=True)
class Queue:
    """People in a line that moves on now and then, from the front backwards.

    `line` goes from its head (x, y) in the direction (dx, dy) of its tail, a unit vector.
    """

    people: tuple[tuple[Person, float, float, float], ...]  # who, metres from the head, aside, phase
    head: tuple[float, float]
    tail: tuple[float, float]

    @classmethod
    def of(
        cls,
        random: np.random.Generator,
        hats: tuple[str, ...],
        loads: tuple[str, ...],
        head: tuple[float, float],
        end: tuple[float, float],
        aside: bool = False,
    ) -> Queue:
        """Return a queue between two places."""
        length = math.hypot(end[0] - head[0], end[1] - head[1])
        people: list[tuple[Person, float, float, float]] = []
        along = 0.0
        while along < length:
            two = not aside and random.random() < 0.3  # friends stand side by side
            sides = (-0.28, 0.30) if two else (float(random.normal(0, 0.10)),)
            people += [(Person.cast(random, hats, loads, aside), along, side, float(random.random())) for side in sides]
            along += float(random.uniform(0.52, 0.74) if aside else random.uniform(0.62, 0.95))
        return cls(tuple(people), head, ((end[0] - head[0]) / length, (end[1] - head[1]) / length))

    def at(self, t: float) -> list[Figure]:
        """Return who is where."""
        found = []
        for person, along, side, phase in self.people:
            late = t + 6 * _PACE - along * 0.16  # the gap travels back along the line
            moved = math.floor(late / _PACE) + float(smoothstep(0.0, 0.30, (late / _PACE) % 1))
            walking = math.sin(math.pi * min(1.0, (late / _PACE) % 1 / 0.30))
            place = along - (moved - 6) * _SHUFFLE
            idle = 0.02 * math.sin(t * 0.7 + phase * 40)
            x = self.head[0] + self.tail[0] * place - self.tail[1] * side + idle
            y = self.head[1] + self.tail[1] * place + self.tail[0] * side
            if place > -2.5:
                found.append(
                    Figure(
                        person, x, y, moved * _SHUFFLE / _STRIDE * 2 + phase, max(0.14 if person.aside else 0.0, 0.55 * walking)
                    )
                )
        return found


@dataclass(frozen=True)
class Flag:
    """A flag on a pole that stands at (x, y): the pole's height and the cloth's length in metres, and its lateness."""

    x: float
    y: float
    tall: float
    long: float
    late: float


@dataclass(frozen=True)
class Rally:
    """Rows of people, the same to the left and to the right, near to far; some raise an arm, together."""

    rows: tuple[tuple[float, tuple[tuple[Person, float, float, float], ...]], ...]  # y; who, x, lateness, zeal
    flags: tuple[Flag, ...]

    @classmethod
    def of(cls, random: np.random.Generator, hats: tuple[str, ...], rows: tuple[float, ...], reach: float) -> Rally:
        """Return rows at depths `rows`, `reach` times as far to either side as they are away."""
        found = []
        for number, y in enumerate(rows):
            people, x = [], 0.37 if number % 2 else 0.76
            while x < reach * y + 0.8:
                for side in (-1, 1):
                    zeal = 1.0 if random.random() < 0.62 else 0.0
                    place = side * x + float(random.normal(0, 0.03))
                    people.append((Person.cast(random, hats, ("",)), place, float(random.normal(0, 0.05)), zeal))
                x += 0.76
            found.append((y, tuple(people)))
        flags = []
        for y, x, tall in (
            (8.6, 2.55, 2.9),
            (11.5, 1.7, 3.4),
            (14.5, 4.6, 4.0),
            (19.0, 3.0, 4.7),
            (25.0, 5.6, 5.6),
            (31.0, 3.2, 6.0),
        ):
            flags += [Flag(side * x, y, tall, 1.15, float(random.random()) * 3) for side in (-1, 1)]
        return cls(tuple(found), tuple(flags))

    def row(self, number: int, t: float) -> list[Figure]:
        """Return who stands where in one row."""
        y, people = self.rows[number]
        return [Figure(who, x, y, raised=zeal * raised(t - late), phase=late % 1) for who, x, late, zeal in people]

    def at(self, t: float) -> list[Figure]:
        """Return who is where."""
        return [figure for number in range(len(self.rows)) for figure in self.row(number, t)]


def raised(t: float) -> float:
    """Return how high the arms of a rally are, 0..1: up, and struck out again every 1.7 seconds."""
    beat = (t / 1.7) % 1
    return _REST + (1 - _REST) * float(smoothstep(0.0, 0.22, beat) - smoothstep(0.35, 1.0, beat))
