"""People in a street as silhouettes: walking along it, waiting, or crossing it on the zebra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.props.figures_march import Person
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas

_METRE, _SHEET = 72, (1.4, 2.3)  # pixels a metre; metres across and up
_PHASES, _CYCLE = 14, 1.42  # of two steps; metres that they cover
_COATS = ("#2a2c31", "#3a322c", "#4a4d52", "#27303c", "#5a2f2a", "#6b675c", "#1f2022")


@dataclass(frozen=True)
class Somebody:
    """Outlines (phases, h, w) 0..1 of one person, and the linear colour of the coat."""

    outlines: Array = field(repr=False)
    coat: Array

    def sheet(self, phase: float, light: Array) -> Array:
        """Return the person (h, w, 4) at a phase of the gait, lit from above, premultiplied by its cover."""
        outline = self.outlines[int(phase * _PHASES) % _PHASES].astype(np.float32) * np.float32(1 / 255)
        rise = np.linspace(1.35, 0.55, outline.shape[0], dtype=np.float32)[:, None]
        tone = np.append(self.coat * light, 0).astype(np.float32)
        sheet = (outline * rise)[..., None] * tone
        sheet[..., 3] = outline
        return np.asarray(sheet, np.float32)


@dataclass(frozen=True)
class Way:
    """How somebody goes: at 0 s at (along, across) metres in the street, with a speed along and across it, metres a second."""

    who: int
    along: float
    across: float
    speed_along: float
    speed_across: float
    until: float = 1e9

    def at(self, t: float) -> tuple[float, float, float]:
        """Return along, across and the metres gone; one who has arrived stays."""
        t = min(t, self.until)
        return (
            self.along + self.speed_along * t,
            self.across + self.speed_across * t,
            float(np.hypot(self.speed_along, self.speed_across)) * t,
        )


def cast(random: np.random.Generator, count: int, umbrellas: bool) -> tuple[tuple[Somebody, ...], tuple[Somebody, ...]]:
    """Return people seen from behind and the same from the side, going to the right."""
    behind, aside = [], []
    for _ in range(count):
        loads = ("umbrella", "umbrella", "bag") if umbrellas else ("", "", "bag")
        person = Person.cast(random, ("hair", "hair", "cap", "hood"), loads)
        coat = colour(_COATS[int(random.integers(len(_COATS)))], 0.85)
        for seen_aside, into in ((False, behind), (True, aside)):
            who = Person(person.hat, person.coat, person.breadth, person.tall, person.load, seen_aside)
            into.append(Somebody(np.array([_drawn(who, k / _PHASES) for k in range(_PHASES)]), coat))
    return tuple(behind), tuple(aside)


def _drawn(person: Person, phase: float) -> Array:
    wide, high = int(_SHEET[0] * _METRE), int(_SHEET[1] * _METRE)
    outline = person.outline(phase, stride=1.0, tilt=0.04).placed(_METRE, wide / 2, high)
    return np.asarray(outline.cover((0, 0, wide, high)) * 255, np.uint8)


def draw_somebody(canvas: Canvas, who: Somebody, place: tuple[float, float], gone: float, turned: bool) -> None:
    """Stand somebody at a place on the ground, `gone` metres on the way; `turned` goes to the left."""
    sheet = who.sheet(gone / _CYCLE % 1.0, canvas.blocks.light_on(np.array([[0, 0, 0.4]]), (*place, 1.0))[0])
    if turned:
        sheet = np.ascontiguousarray(sheet[:, ::-1])
    canvas.card(sheet, (*place, 0.0), _SHEET[1], "person")


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
    random: np.random.Generator, count: int, people: int, zebra: tuple[float, float], kerb: float, seconds: Sequence[float]
) -> tuple[Way, ...]:
    """Return people who cross on a zebra, from both sides; they set out within `seconds`, first and last."""
    ways = []
    for _ in range(count):
        side = float(random.choice([-1, 1]))
        speed = float(random.uniform(1.0, 1.5))
        ahead = float(random.uniform(*seconds))
        start = side * (kerb + 1.0) - (-side * speed) * ahead
        until = ahead + (2 * kerb + 3.0) / speed
        ways.append(Way(int(random.integers(people)), float(random.uniform(*zebra)), start, 0.0, -side * speed, until))
    return tuple(ways)
