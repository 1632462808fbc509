"""Who rides: heads and shoulders over the backs of seats, one that leans on the glass, the driver, straps that swing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, Relief, bust, sculpt, standing
from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep
from white_cloud.backends.cameras.animatic.rooms.cutouts import (
    Cutout,
    Sculpture,
    coarser,
    lit_cutout,
    seen_from,
    softened,
    tilted,
)
from white_cloud.backends.cameras.animatic.settings.bus.cabin import HALF, LENGTH, PLACES, ROWS, group_of

_SHOULDERS = 0.56  # metres of the bust's foot over the floor: the middle of the head comes to 1.22
#: What is worn, the commonest twice, and how far (degrees) a head under it nods.
_HATS = (("hair", 0.0), ("cap", 6.0), ("fur", 12.0), ("hair", 0.0), ("cap", 6.0), ("helmet", 3.0))
_CLOTHS = ("#2a3037", "#34352f", "#262b2a", "#2c2f33", "#2d353f")
_BARE = 2.6  # whoever sits nearer to the lens than that, metres, has his helmet off: he sleeps
_STANDERS = 300
_DRIVER = 400
_NEAR, _FINEST = 2.4, 420.0
#: How far over a rail's underside the sleeve of a strap reaches, metres.
SLEEVE = 0.032
#: A collar turned up.
_COLLAR = Limb((0, -0.010, 0.480), (0, -0.006, 0.545), 0.092, 0.084, 0.02, (1.02, 1.0, 1.0), cloth=True)


def clear_of(people: Sequence[Cutout], lens: Pinhole, place: tuple[float, float, float]) -> float:
    """Return what is seen, 0..1, of a strap at `place` past those who stand before it: beside a head all, behind it nothing."""
    column, _, depth = (float(v) for v in lens.project(*place))
    seen = 1.0
    for one in people:
        at, _, near = (float(v) for v in lens.project(*one.place))
        if one.group in range(_STANDERS, _DRIVER) and 0.3 < near < depth:
            aside = abs(column - at) / lens.focal * near
            seen = min(seen, float(smoothstep(0.14, 0.26, aside)))
    return seen


class Riders:
    """Seats people and lights them by the windows of both sides, the windscreen and a dim ceiling."""

    def __init__(self, lens: Pinhole, lights: list[tuple[Array, Array]], ambient: Array, rng: np.random.Generator) -> None:
        """Take the lights as (place (3,), linear BGR colour at 1 m)."""
        self._lens, self._lights, self._ambient, self._rng = lens, lights, ambient.astype(np.float32), rng
        self._reliefs: dict[tuple[object, ...], Relief] = {}

    def seated(self, share: float, clear: float, leaning: tuple[int, int] | None) -> list[Cutout]:
        """Return those who sit: a `share` of the places; nobody within `clear` metres ahead of the lens; one may lean."""
        people = []
        for row, y in enumerate(ROWS):
            for place, x in enumerate(PLACES):
                chosen, (hat, nod) = self._rng.random() < share, _HATS[int(self._rng.integers(len(_HATS)))]
                high = float(self._rng.normal(0, 0.035))
                if (row, place) == leaning:
                    continue
                depth = float(self._lens.project(x, y + 0.16, 1.2)[2])
                if hat == "helmet" and depth < _BARE:
                    hat, nod = "hair", 9.0
                if chosen and depth > clear:
                    at = (x + float(self._rng.normal(0, 0.03)), y + 0.16, _SHOULDERS + high)
                    rider = (*bust(hat, nod, 0.0, "padded"), _COLLAR)
                    people.append(self._one(rider, hat, 0.0, at, group_of(row, place)))
        if leaning is not None:
            people.append(self._asleep(*leaning))
        return people

    def _asleep(self, row: int, place: int) -> Cutout:
        """Return one whose head has sunk against the window."""
        side = -1.0 if place < 2 else 1.0
        at = (side * (HALF - 0.26), ROWS[row] + 0.16, _SHOULDERS - 0.02)
        one = self._one(bust("hair", 17.0, 0.0, "padded"), "asleep", 0.0, at, group_of(row, place))
        return tilted(one, side * 15.0 * self._lens.right[0])

    def standing(self, count: int) -> list[Cutout]:
        """Return people who stand in the aisle."""
        people = []
        for number in range(count):
            y = 3.4 + 0.95 * number + float(self._rng.normal(0, 0.1))
            x = float(self._rng.choice((-0.17, 0.17)))
            if y > LENGTH - 1.6 or float(self._lens.project(x, y, 1.2)[2]) < 1.7:
                continue
            hat = ("hair", "cap")[number % 2]
            people.append(self._one(standing(hat, 0.72), ("stands", hat), 0.0, (x, y, 0.0), _STANDERS + number))
        return people

    def driver(self) -> Cutout:
        """Return the driver's head and shoulders before the windscreen."""
        return self._one(bust("cap", 0.0, 0.0, "jacket"), "driver", 0.0, (-0.62, LENGTH - 1.15, _SHOULDERS + 0.06), _DRIVER)

    def _one(
        self, limbs: tuple[Limb, ...], kind: object, heading: float, place: tuple[float, float, float], group: int
    ) -> Cutout:
        away = math.dist(place[:2], (self._lens.x, self._lens.y))
        near = away < _NEAR
        key = (kind, heading, near)
        if key not in self._reliefs:
            metre = min(_FINEST, self._lens.focal / (0.9 if near else _NEAR) * 1.1)
            self._reliefs[key] = sculpt(limbs, self._lens.yaw - heading, metre, 0.35, 3)
        cloth = colour(_CLOTHS[group % len(_CLOTHS)])
        thing = Sculpture((), heading, place, cloth, group, 1, kind="person")
        one = coarser(lit_cutout(thing, self._reliefs[key], lambda _: self._glows(place)), self._lens.focal / away * 1.15)
        soft = 1.5 * (1.5 - away) * self._lens.size[0] / 768
        return softened(one, soft * one.metre * away / self._lens.focal) if soft > 0.2 else one

    def _glows(self, place: tuple[float, float, float]) -> tuple[Array, list[Glow]]:
        head = np.array([place[0], place[1], place[2] + 0.6])
        strongest = sorted(
            self._lights, key=lambda light: -float(light[1].max()) / (0.2 + float(((light[0] - head) ** 2).sum()))
        )[:4]
        return self._ambient, [Glow(seen_from(place, at, self._lens), tint, wrap=0.05, edge=0.55) for at, tint in strongest]


def strap(place: tuple[float, float, float], lens: Pinhole, light: Array, angle: float, group: int) -> Cutout:
    """Return a strap with its ring that hangs at `angle` (radians) from the sleeve round a rail, its top at `place`."""
    depth = max(float(lens.project(*place)[2]), 0.4)
    metre = lens.focal / depth * 3
    h, w = max(8, int(0.40 * metre)), max(8, int(0.30 * metre))
    fine = np.zeros((h, w, 4), np.float32)
    steel, web = ((*(float(v) for v in light * np.float32(gain)), 1.0) for gain in (1.35, 0.8))
    way = np.array([math.sin(angle), math.cos(angle)])
    hinge = np.array([w / 2, 0.034 * metre])
    end, middle = hinge + way * 0.205 * metre, hinge + way * 0.252 * metre
    _stroke(fine, hinge, end, 0.024 * metre, web)
    _stroke(fine, np.array([w / 2, 0.0]), hinge + way * 0.012 * metre, 0.044 * metre, web)  # the sleeve over the rail
    across = np.array([way[1], -way[0]]) * 0.026 * metre
    cv2.circle(fine, _sixteenths(middle), max(16, int(0.047 * metre * 16)), steel, max(1, int(0.013 * metre)), cv2.LINE_8, 4)
    _stroke(fine, end - across, end + across, 0.020 * metre, web)  # where it is sewn about the ring
    small = cv2.resize(fine, (max(2, w // 3), max(2, h // 3)), interpolation=cv2.INTER_AREA)
    return Cutout((small,), -w / 2 / metre, -h / metre, metre / 3, place, group, 2)


def _stroke(picture: Array, start: Array, end: Array, thick: float, tint: tuple[float, ...]) -> None:
    """Draw a flat band with square ends."""
    way = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
    aside = np.array([-way[1], way[0]]) * thick / 2
    corners = np.array([start - aside, start + aside, end + aside, end - aside])
    cv2.fillConvexPoly(picture, np.round(corners * 16).astype(np.int32), tint, cv2.LINE_8, 4)


def _sixteenths(point: Array) -> tuple[int, int]:
    return int(point[0] * 16), int(point[1] * 16)
