"""People in a street as silhouettes: walking along it, waiting, or crossing it on the zebra."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures_march import Outline, Person
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.pieces import Pieces
from white_cloud.media.survey import class_number

_PHASES, _CYCLE = 16, 1.42  # of two steps; metres that they cover
_COATS = ("#34373d", "#4a3e36", "#5f6368", "#2c3848", "#7a3a32", "#8a8474", "#26272a", "#3f5a5e")
_PERSON = class_number("person")
_LEGS, _HEAD = colour("#1e2024"), colour("#3a2c24")


@dataclass(frozen=True)
class Somebody:
    """Outlines of one person by phase, from behind and from the side, and the linear colours of their parts."""

    behind: tuple[Outline, ...] = field(repr=False)
    aside: tuple[Outline, ...] = field(repr=False)
    coat: Array

    def paint(self, outline: Outline) -> Array:
        """Return the albedo (m, 3) of the outline's parts: legs below, a head above, a coat between."""
        starts = np.concatenate([[0], outline.ends[:-1]]).astype(int)
        height = np.add.reduceat(outline.points[:, 1], starts) / np.diff([0, *outline.ends])
        paint = np.tile(self.coat, (len(height), 1))
        paint[height < 0.72] = _LEGS
        paint[height > 1.48] = _HEAD
        return paint


@dataclass(frozen=True)
class Way:
    """How somebody goes: at 0 s at (along, across) metres in the street, with a speed along and across it, metres a second."""

    who: int
    along: float
    across: float
    speed_along: float
    speed_across: float
    until: float = 1e9

    @property
    def crosses(self) -> bool:
        """Whether the way leads across the street."""
        return abs(self.speed_across) > abs(self.speed_along)

    def at(self, t: float) -> tuple[float, float, float]:
        """Return along, across and the metres gone; one who has arrived stays."""
        t = min(t, self.until)
        gone = math.hypot(self.speed_along, self.speed_across) * t
        return self.along + self.speed_along * t, self.across + self.speed_across * t, gone


def cast(random: np.random.Generator, count: int, umbrellas: bool) -> tuple[Somebody, ...]:
    """Return so many people."""
    people = []
    for _ in range(count):
        person = Person.cast(
            random, ("hair", "hair", "cap", "hood"), ("umbrella", "umbrella", "bag") if umbrellas else ("", "", "bag")
        )
        seen = []
        for aside in (False, True):
            who = Person(person.hat, person.coat, person.breadth, person.tall, person.load, aside)
            seen.append(tuple(who.outline(k / _PHASES, stride=1.0, tilt=0.04) for k in range(_PHASES)))
        people.append(Somebody(seen[0], seen[1], colour(_COATS[int(random.integers(len(_COATS)))], 0.85)))
    return tuple(people)


def person_pieces(who: Somebody, way: Way, gone: float, place: tuple[float, float], light: Array, lens: Pinhole) -> Pieces:
    """Return the pieces of somebody at a place, upright across the sight."""
    outline = (who.aside if way.crosses else who.behind)[int(gone / _CYCLE * _PHASES) % _PHASES]
    aside = outline.points[:, 0] * (-1.0 if way.crosses and way.speed_across < 0 else 1.0)
    right = lens.right
    corners = np.column_stack([place[0] + aside * right[0], place[1] + aside * right[1], outline.points[:, 1]])
    count = len(outline.ends)
    return Pieces(
        corners,
        np.diff([0, *outline.ends]),
        (who.paint(outline) * light).astype(np.float32),
        np.full(count, _PERSON, np.uint8),
        np.tile(np.array([*place, 0.0]), (count, 1)),
        np.zeros(count),
    )


def strollers(
    random: np.random.Generator, count: int, people: int, pavement: tuple[float, float], span: tuple[float, float]
) -> tuple[Way, ...]:
    """Return people who walk along both pavements."""
    ways = []
    for _ in range(count):
        side = float(random.choice([-1, 1]))
        speed = float(random.choice([-1, 1]) * random.uniform(0.9, 1.5))
        across = side * float(random.uniform(*pavement))
        ways.append(Way(int(random.integers(people)), float(random.uniform(*span)), across, speed, 0.0))
    return tuple(ways)


def crossing(
    random: np.random.Generator, count: int, people: int, zebra: tuple[float, float], kerb: float, seconds: tuple[float, float]
) -> tuple[Way, ...]:
    """Return people who cross on a zebra, from both sides; they are at the kerb within `seconds`, first and last."""
    ways = []
    for _ in range(count):
        side, speed = float(random.choice([-1, 1])), float(random.uniform(1.0, 1.5))
        leaves = float(random.uniform(*seconds))
        start = side * (kerb + 0.8 + speed * leaves)
        until = leaves + (2 * kerb + 2.5) / speed
        ways.append(Way(int(random.integers(people)), float(random.uniform(*zebra)), start, 0.0, -side * speed, until))
    return tuple(ways)
