"""Dressing a corridor: which doors are open, which tubes burn, what stands at the doors, what hangs, who walks there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, sculpt
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.standees import Standee, Stroller
from white_cloud.backends.cameras.animatic.settings.corridor import things
from white_cloud.backends.cameras.animatic.settings.corridor.enamel import basin
from white_cloud.backends.cameras.animatic.settings.corridor.laundry import GARMENTS, Garment, hung, through
from white_cloud.backends.cameras.animatic.settings.corridor.light import Hour, Lighting
from white_cloud.backends.cameras.animatic.settings.corridor.paint import END, HALF, HEIGHT, START, Door, Wear

_PITCH = 3.3  # from one door to the next, metres
_TUBES = 4.1  # from one tube to the next
_NEAREST = 1.9  # what stands nearer to the lens, metres, would be a blur at the frame's edge
_LINE = 2.36  # the height of a washing line
_DARK = np.zeros(3, np.float32)
Place = tuple[float, float, float]


def _line_height(x: float) -> float:
    """Return how high a washing line hangs at x."""
    return _LINE - 0.05 * (1 - (x / HALF) ** 2)


def doors_along(rng: np.random.Generator, hour: Hour, start: float, empty: bool) -> tuple[Door, ...]:
    """Return the doors of one side, `start` metres north being where the lens stands; all are shut in an `empty` house."""
    doors = []
    y = start - 1.4 + float(rng.uniform(0, _PITCH))
    while y < END - 1.6:
        lit = rng.random() < hour.rooms and not empty
        gap = float(rng.choice([0.0, 0.22, 0.42, 1.0], p=[0.4, 0.2, 0.2, 0.2])) if lit else 0.0
        light = hour.room * np.float32(rng.uniform(0.7, 1.2))
        doors.append(Door(y, gap, light if gap else _DARK, light * np.float32(0.55) if lit else _DARK))
        y += _PITCH + float(rng.uniform(-0.25, 0.25))
    return tuple(doors)


def tubes_along(rng: np.random.Generator, hour: Hour, start: float) -> tuple[tuple[tuple[float, bool], ...], float | None]:
    """Return the tubes along the ceiling (y, whether it burns) and the y of the one that falters."""
    first = start + float(rng.uniform(1.6, 3.0))
    places = [first + _TUBES * k for k in range(-1, 8) if first + _TUBES * k < END - 0.8]
    burns = rng.random(len(places)) < hour.burning
    if not hour.burning:
        return tuple((y, False) for y in places), None
    bad = int(rng.integers(1, min(4, len(places))))
    burns[bad] = True
    return tuple((y, bool(b)) for y, b in zip(places, burns, strict=True)), places[bad]


def wear_of(rng: np.random.Generator, empty: bool) -> Wear:
    """Return how the paint has aged; in an `empty` house badly."""
    lower = ("#6c8271", "#738a80", "#637c80", "#7d8a6c")[int(rng.integers(4))]
    leaf = ("#6b4630", "#4d5f6b", "#7a5a3a")[int(rng.integers(3))]
    peeling = 0.95 if empty else float(rng.uniform(0.3, 0.7))
    return Wear(peeling, colour(lower, 0.72), colour("#c3bda9", 0.8), colour(leaf))


@dataclass(frozen=True)
class Dresser:
    """Puts things into a lit corridor, as sharp as `lens` will see them."""

    rng: np.random.Generator
    light: Lighting
    hour: Hour
    tubes: tuple[tuple[float, bool], ...]
    lens: Pinhole

    def at_doors(self, sides: Sequence[Sequence[Door]], empty: bool) -> list[Standee]:
        """Return what stands and leans beside the doors of the left and the right side."""
        rng, placed = self.rng, []
        for side, doors in zip((-1, 1), sides, strict=True):
            for door in doors:
                if not 0 < door.y - self.lens.y < 15 or rng.random() < (0.75 if empty else 0.25):
                    continue
                for number in range(1 if empty else int(rng.integers(1, 4))):
                    thing = things.FLOOR_THINGS[int(rng.integers(len(things.FLOOR_THINGS)))]
                    y = door.y - 0.25 - 0.34 * number + float(rng.uniform(-0.05, 0.05))
                    kind, yaw = int(rng.integers(8)), float(rng.uniform(-30, 30))
                    if self.lens.y + _NEAREST < y < END - 0.3:
                        placed += self._set(thing, kind, ((HALF - thing.off) * side, y, 0.0), yaw)
        return placed

    def group(self, side: int) -> list[Standee]:
        """Return a still life a few steps ahead at the left (-1) or the right (1) wall: all that a man owns."""
        start = self.lens.y + float(self.rng.uniform(2.3, 2.6))
        order = self.rng.permutation(4)
        placed = []
        for number, which in enumerate(order):
            thing = things.FLOOR_THINGS[int(which)]
            place = ((HALF - thing.off - 0.04 * (number % 2)) * side, start + 0.30 * number, 0.0)
            placed += self._set(thing, int(self.rng.integers(8)), place, float(self.rng.uniform(-25, 25)), 230.0)
        return placed

    def washing(self) -> list[Standee]:
        """Return lines across the corridor with what is hung on them to dry; none, one or two."""
        rng, lines = self.rng, []
        y = self.lens.y + float(rng.uniform(5.5, 8.0))
        for _ in range(int(rng.integers(0, 3))):
            if y > END - 0.8:
                break
            lines.append(self._line(y))
            at = -HALF + 0.34
            while at < HALF - 0.3:
                if rng.random() < 0.62:
                    garment = GARMENTS[int(rng.integers(len(GARMENTS)))]
                    lines.append(self._hung(garment, (at, y - 0.02, _line_height(at)), float(rng.uniform(-24, 24))))
                at += float(rng.uniform(0.50, 0.66))
            y += float(rng.uniform(4.0, 5.5))
        return lines

    def walker(self, asked: bool, at_window: bool) -> Stroller | None:
        """Return the one who walks away down the corridor: near where `asked` for, else far, in every other take."""
        rng = self.rng
        if not asked and rng.random() < 0.5:
            return None
        away = float(rng.uniform(5.5, 7.0)) if asked else float(rng.uniform(10, 13))
        if at_window:  # the end is near
            away = float(rng.uniform(4.0, 6.0))
        place = (float(rng.uniform(-0.25, 0.25)), self.lens.y + away, 0.0)
        speed = 0.3 if at_window else 0.75
        metre = max(20.0, self.lens.focal / away * 1.25)
        return Stroller.lit(place, metre, colour("#3f4348"), self._ambient(place), self._glows(place), speed)

    def _line(self, y: float) -> Standee:
        """Return a line from wall to wall that sags."""
        ends = np.linspace(-HALF, HALF, 7)
        heights = [_line_height(x) - _LINE for x in ends]
        limbs = [
            Limb((float(a), 0, b), (float(c), 0, d), 0.008, 0.008, 0.002)
            for a, b, c, d in zip(ends, heights, ends[1:], heights[1:], strict=False)
        ]
        return self._standee(tuple(limbs), (0, y, _LINE), 0)

    def _hung(self, garment: Garment, place: Place, turn: float) -> Standee:
        """Return a garment on the line, lit from both sides."""
        number, seed = int(self.rng.integers(8)), int(self.rng.integers(1 << 20))
        relief = hung(garment, number, self._sharpness(place, 170.0), seed, turn)
        glows = self._glows(place)
        glows += [through(glow) for glow in glows if glow.place[1] > 0]
        return Standee.of(relief, relief.lit(_DARK, self._ambient(place), glows), place)

    def _set(self, thing: things.Thing, kind: int, place: Place, yaw: float, finest: float = 170.0) -> list[Standee]:
        """Return a thing at its place, with the basin that stands on it."""
        limbs = thing.make(kind)
        placed = [self._standee(limbs, place, yaw, finest)] if limbs else []
        if thing.basin is not None:
            x, y, z = place[0], place[1] - 0.01, thing.basin
            away = max(y - self.lens.y, 1.0)
            tilt = min(max((self.lens.z - z) / away, 0.06), 0.7)
            light = self._falling((x, y, z))
            placed.append(Standee.pictured(*basin(kind, tilt, self._sharpness(place, 1.5 * finest), light), (x, y, z)))
        return placed

    def _falling(self, place: Place) -> Array:
        """Return the light that falls on what lies open at a place."""
        falls = [glow.colour * (max(glow.place[2], 0.3) / sum(v * v for v in glow.place) ** 1.5) for glow in self._glows(place)]
        return np.asarray(self._ambient(place) * np.float32(1.6) + np.sum(falls, 0), np.float32)

    def _sharpness(self, place: Place, finest: float) -> float:
        """Return the pixels a metre that a thing is made with, a little finer than it is seen."""
        return min(finest, max(20.0, self.lens.focal / max(place[1] - self.lens.y, 1.0) * 1.3))

    def _standee(self, limbs: tuple[Limb, ...], place: Place, yaw: float, finest: float = 170.0) -> Standee:
        relief = sculpt(limbs, yaw, self._sharpness(place, finest))
        return Standee.of(relief, relief.lit(colour("#6b665a"), self._ambient(place), self._glows(place)), place)

    def _ambient(self, place: Place) -> Array:
        light = self.light.along
        row = (place[1] - START) / (END - START) * len(light)
        return np.asarray(light[int(np.clip(row, 0, len(light) - 1))] * np.float32(0.55), np.float32)

    def _glows(self, place: Place) -> list[Glow]:
        """Return the tubes near a place, and the window behind it, as a relief sees them."""
        burning = sorted((abs(y - place[1]), y) for y, burns in self.tubes if burns)[:2]
        tube, pane = self.hour.tube * np.float32(0.9), self.hour.pane * np.float32(2.2)
        glows = [Glow((-place[0], y - place[1], HEIGHT - place[2]), tube.astype(np.float32), edge=0.3) for _, y in burning]
        return [*glows, Glow((-place[0], END - place[1], 1.6 - place[2]), pane.astype(np.float32), edge=2.0)]
