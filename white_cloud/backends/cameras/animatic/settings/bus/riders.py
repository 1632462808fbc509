"""Who rides: heads and shoulders over the backs of seats, one that leans on the glass, the driver, straps that swing."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, Relief, bust, sculpt, standing
from white_cloud.backends.cameras.animatic.radiance import Array, colour
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
_STANDERS = 300
_DRIVER = 400
_NEAR = 2.4


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
                if chosen and depth > clear:
                    at = (x + float(self._rng.normal(0, 0.03)), y + 0.16, _SHOULDERS + high)
                    people.append(self._one(bust(hat, nod, 0.0, "padded"), hat, 0.0, at, group_of(row, place)))
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
            metre = min(260.0, self._lens.focal / (0.9 if near else _NEAR) * 1.1)
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
        return self._ambient, [Glow(seen_from(place, at, self._lens), tint, wrap=0.05, edge=1.0) for at, tint in strongest]


def strap(place: tuple[float, float, float], lens: Pinhole, light: Array, angle: float, group: int) -> Cutout:
    """Return a strap with its ring that hangs at `angle` (radians) from a rail, seen by `lens` in `light` (3,)."""
    depth = max(float(lens.project(*place)[2]), 0.4)
    metre = lens.focal / depth * 3
    h, w = max(8, int(0.34 * metre)), max(8, int(0.30 * metre))
    fine = np.zeros((h, w, 4), np.float32)
    tint = (*(float(v) for v in light), 1.0)
    top = (w / 2, 0.0)
    end = (w / 2 + math.sin(angle) * 0.20 * metre, math.cos(angle) * 0.20 * metre)
    points = [(int(p[0] * 16), int(p[1] * 16)) for p in (top, end)]
    cv2.line(fine, points[0], points[1], tint, max(1, int(0.016 * metre)), cv2.LINE_8, 4)
    middle = (int((end[0] + math.sin(angle) * 0.055 * metre) * 16), int((end[1] + math.cos(angle) * 0.055 * metre) * 16))
    cv2.circle(fine, middle, max(16, int(0.048 * metre * 16)), tint, max(1, int(0.012 * metre)), cv2.LINE_8, 4)
    small = cv2.resize(fine, (max(2, w // 3), max(2, h // 3)), interpolation=cv2.INTER_AREA)
    return Cutout((small,), -w / 2 / metre, -h / metre, metre / 3, place, group, 2)
