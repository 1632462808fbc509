"""What stands before the blast: a drill rig, stakes and cords on the crest, a cable, a siren, people and a pickup far off."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.panels import Panel, Place, beam, box, drum
from white_cloud.backends.cameras.animatic.props.works.scene import Movers
from white_cloud.backends.cameras.animatic.props.works.staffage import boulder, drill_rig, person, pickup
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.blast.quarry import BENCH, on_face, place
from white_cloud.media.survey import class_number

_CORD, _STEEL, _ROCK = colour("#c99a3c"), colour("#55524e"), colour("#8b867e")
_SPACING = 6.0
_STAKES, _BEHIND = 4.6, 5.5  # how far behind the crest's foot the holes are, metres

#: How high the ground is at a place east and north.
Ground = Callable[[float, float], float]


@dataclass(frozen=True)
class Charges:
    """The row of holes: how far along the face each is, metres, from the first to go off to the last."""

    along: Array = field(repr=False)

    @classmethod
    def drilled(cls, middle: float, count: int, from_left: bool) -> Charges:
        """Return a row of holes about `middle`."""
        along = middle + (np.arange(count) - (count - 1) / 2) * _SPACING
        return cls(along if from_left else along[::-1])


@dataclass(frozen=True)
class Things:
    """What stands about, and where the siren's lamp is."""

    panels: tuple[Panel, ...] = field(repr=False)
    siren: Place
    stakes: tuple[Place, ...]


def things(charges: Charges, eye: tuple[float, float], aim: float, ground: Ground, random: np.random.Generator) -> Things:
    """Return what stands about for a camera at `eye` (east, north) that looks to `aim` (degrees)."""
    panels: list[Panel] = []
    stakes = []
    for along in charges.along:
        stakes.append((*place(float(along), _STAKES), BENCH))
        panels += _hole(float(along), ground)
    panels += _trunk_line(charges)
    low, high = float(charges.along.min()), float(charges.along.max())
    rig = _standing(high + 16 if random.random() < 0.5 else low - 16, 8.0, ground)
    panels += drill_rig(rig, float(random.uniform(-60, 60)) - 36.87, colour("#a8812f"))
    siren = _siren(eye, aim, ground, random)
    panels += siren[1] + _cable(eye, aim, float(charges.along.mean()), ground)
    panels += _watchers(eye, aim, _from_face(eye), ground, random)
    panels += _stones(eye, aim, ground, random)
    return Things(tuple(panels), siren[0], tuple(stakes))


def _from_face(eye: tuple[float, float]) -> float:
    """Return how far a place is from the foot of the face, metres."""
    _, away = on_face(np.array([eye[0]], np.float32), np.array([eye[1]], np.float32))
    return -float(away[0])


def _standing(along: float, away: float, ground: Ground) -> Place:
    x, y = place(along, away)
    return x, y, ground(x, y)


def _hole(along: float, ground: Ground) -> list[Panel]:
    """Return a stake beside a charged hole, a cone of stemming, and the cord that hangs down the face."""
    x, y, _ = _standing(along, _STAKES, ground)
    panels = beam((x, y, BENCH - 0.5), (x, y, BENCH + 1.7), 0.08, _STEEL, "thing")
    panels += drum(*place(along, _BEHIND + 2), (BENCH - 0.2, BENCH + 0.5), (0.7, 0.1), colour("#b0aaa0"), 8, "ground")
    ends = (
        (*place(along + 0.3, 3.2), BENCH + 0.15),
        (*place(along + 0.7, 0.4), BENCH * 0.66),
        (*place(along + 0.9, -0.9), BENCH * 0.12),
    )
    for start, end in pairwise(ends):
        panels += beam(start, end, 0.11, _CORD, "thing")
    return panels


def _trunk_line(charges: Charges) -> list[Panel]:
    """Return the cord from hole to hole."""
    panels: list[Panel] = []
    for one, two in pairwise(charges.along):
        a, b = place(float(one), 3.2), place(float(two), 3.2)
        panels += beam((*a, BENCH + 0.3), (*b, BENCH + 0.3), 0.11, _CORD, "thing")
    return panels


def _before(eye: tuple[float, float], aim: float, forward: float, aside: float, ground: Ground) -> Place:
    """Return the ground at a place `forward` of the camera and `aside` to its right."""
    turn = math.radians(aim)
    x = eye[0] + math.sin(turn) * forward + math.cos(turn) * aside
    y = eye[1] + math.cos(turn) * forward - math.sin(turn) * aside
    return x, y, ground(x, y)


def _siren(eye: tuple[float, float], aim: float, ground: Ground, random: np.random.Generator) -> tuple[Place, list[Panel]]:
    """Return the siren's lamp, and its post with horns and a box, to one side of the foreground."""
    side = -1 if random.random() < 0.5 else 1
    x, y, z = _before(eye, aim, 12.0, side * 4.2, ground)
    panels = beam((x, y, z), (x, y, z + 3.3), 0.1, _STEEL, "thing")
    panels += box((x - 0.28, x + 0.28), (y - 0.16, y + 0.16), (z + 1.0, z + 1.7), colour("#6c463c"), "thing")
    for hood in (2.55, 2.8, 3.05):
        panels += drum(x, y, (z + hood, z + hood + 0.09), (0.30, 0.20), colour("#8c867a"), 12, "thing")
    panels += drum(x, y, (z + 3.3, z + 3.55), (0.13, 0.11), colour("#d08a30"), 10, "lamp")
    return (x, y, z + 3.45), panels


def _cable(eye: tuple[float, float], aim: float, along: float, ground: Ground) -> list[Panel]:
    """Return the firing cable: it lies on the ground from before the camera to the foot of the face."""
    start, end = _before(eye, aim, 3.0, 1.1, ground), place(along, -2.0)
    panels: list[Panel] = []
    before = start
    for part in np.linspace(0, 1, 26)[1:]:
        sway = math.sin(float(part) * 9.0) * 1.6 * (1 - float(part))
        x = start[0] + (end[0] - start[0]) * float(part) + sway
        y = start[1] + (end[1] - start[1]) * float(part) - sway * 0.5
        after = (x, y, ground(x, y) + 0.03)
        panels += beam(before, after, 0.1, colour("#b5662c"), "thing")
        before = after
    return panels


def _watchers(eye: tuple[float, float], aim: float, far: float, ground: Ground, random: np.random.Generator) -> list[Panel]:
    """Return a pickup and three people beside it, far off on the floor."""
    side = float(random.choice((-1, 1)) * random.uniform(0.16, 0.30))
    away = min(float(random.uniform(44, 58)), far - 24)
    x, y, z = _before(eye, aim, away, side * away, ground)
    panels = pickup((x, y, z), aim + 70, colour("#5f676b"))
    for number in range(3):
        px, py, pz = _before(eye, aim, away - 2.5 + number * 1.2, side * away + 3.6 + number * 1.3, ground)
        panels += person(px, py, aim + float(random.uniform(-25, 25)), colour(("#c8692c", "#4a5560", "#c8692c")[number]), pz)
    return panels


def _stones(eye: tuple[float, float], aim: float, ground: Ground, random: np.random.Generator) -> list[Panel]:
    """Return broken stones: a few large ones in the foreground, many at the foot of the face."""
    panels: list[Panel] = []
    for _ in range(9):
        size = float(random.uniform(0.5, 1.9))
        x, y, z = _before(
            eye, aim, float(random.uniform(7, 30)), float(random.choice((-1, 1)) * random.uniform(1.8, 14)), ground
        )
        panels += boulder((x, y, z + size * 0.12), size, _ROCK, random)
    for _ in range(18):
        size = float(random.uniform(0.8, 3.2))
        x, y, z = _standing(float(random.uniform(-120, 120)), float(-random.exponential(5) - 2), ground)
        panels += boulder((x, y, z + size * 0.12), size, _ROCK, random)
    return panels


def flags(stakes: tuple[Place, ...], t: float) -> Movers:
    """Return the red flags on the stakes; they flutter."""
    corners, count = [], len(stakes)
    for number, (x, y, z) in enumerate(stakes):
        turn = 0.5 + 0.5 * math.sin(t * 2.1 + number * 1.9) + 0.2 * math.sin(t * 5.3 + number)
        east, north = 0.75 * math.cos(turn), 0.75 * math.sin(turn)
        corners.append([(x, y, z + 1.2), (x + east, y + north, z + 1.12), (x + east, y + north, z + 1.62), (x, y, z + 1.7)])
    return Movers(np.array(corners), np.zeros(count), np.full(count, class_number("thing"), np.uint8))
