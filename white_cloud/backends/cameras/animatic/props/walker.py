"""A lone walker: a small figure in mid-stride, placed where a crest shows it, with a long shadow and a line of prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import Landscape, View
from white_cloud.backends.cameras.animatic.props.bodies import draw_card
from white_cloud.backends.cameras.animatic.props.figures import DARK, HAIR, Glow, Limb, head, sculpt, standing
from white_cloud.backends.cameras.animatic.props.marks import darken_ground, mark_ground
from white_cloud.backends.cameras.animatic.radiance import Array, colour

_PHASES = 24
_STRIDE, _SPEED = 1.5, 1.15  # metres a cycle, metres a second
_PRINTS = 46  # steps that the ground keeps
_TALL = 1.76
_NEAR, _FAR = 26.0, 130.0  # how far from the camera a walker is placed, metres


@dataclass(frozen=True)
class Dress:
    """What a walker wears: a hat (see figures.head), the colour of the coat, and whether it is long."""

    hat: str = "cap"
    coat: str = "#4a443c"
    long: bool = True


def walking(phase: float, dress: Dress = Dress()) -> tuple[Limb, ...]:
    """Return a person, facing +y, at a part 0..1 of the cycle of two steps."""
    turn = 2 * math.pi * phase
    rise = 0.018 * math.cos(2 * turn)
    limbs = [
        Limb((0, 0.02, 0.98 + rise), (0, 0.03, 1.32 + rise), 0.15, 0.17, 0.05, (1.1, 0.8, 1.0)),
        Limb((0, 0.0, 0.98 + rise), (0, -0.02, (0.66 if dress.long else 0.86) + rise), 0.16, 0.18, 0.06, (1.0, 0.85, 1.0)),
        Limb((-0.16, 0.03, 1.40 + rise), (0.16, 0.03, 1.40 + rise), 0.075, 0.075, 0.08),
    ]
    for side, swing in ((1, turn), (-1, turn + math.pi)):
        limbs += _leg(side, swing, rise) + _arm(side, swing, rise)
    return (*limbs, *head(0.0, 0.07, 1.62 + rise, dress.hat, 8))


def _leg(side: int, swing: float, rise: float) -> list[Limb]:
    thigh = 0.47 * math.sin(swing)
    bend = max(0.0, 0.75 * math.sin(swing + 1.9)) + 0.08
    hip = (side * 0.09, 0.0, 0.92 + rise)
    knee = (side * 0.09, 0.43 * math.sin(thigh), hip[2] - 0.43 * math.cos(thigh))
    ankle = (side * 0.09, knee[1] + 0.43 * math.sin(thigh - bend), max(0.06, knee[2] - 0.43 * math.cos(thigh - bend)))
    toe = (side * 0.10, ankle[1] + 0.16, max(0.03, ankle[2] - 0.04))
    return [
        Limb(hip, knee, 0.09, 0.065, paint=DARK),
        Limb(knee, ankle, 0.062, 0.048, paint=DARK),
        Limb(ankle, toe, 0.05, 0.036, paint=HAIR),
    ]


def _arm(side: int, swing: float, rise: float) -> list[Limb]:
    angle = -0.38 * math.sin(swing)
    shoulder = (side * 0.20, 0.02, 1.38 + rise)
    elbow = (side * 0.24, 0.02 + 0.28 * math.sin(angle), 1.38 + rise - 0.28 * math.cos(angle))
    hand = (side * 0.23, elbow[1] + 0.25 * math.sin(angle + 0.35), elbow[2] - 0.25 * math.cos(angle + 0.35))
    return [Limb(shoulder, elbow, 0.066, 0.055), Limb(elbow, hand, 0.052, 0.038)]


@dataclass(frozen=True)
class Walker:
    """A walker: at (x, y) in metres at `at` seconds, walking with `heading` in degrees; `cards` are its lit phases.

    One whose `speed`, in metres a second, is 0 stands.
    """

    x: float
    y: float
    at: float
    heading: float
    cards: tuple[Array, ...] = field(repr=False)
    speed: float = _SPEED

    @classmethod
    def placed(cls, view: View, at: float, random: np.random.Generator) -> Walker:
        """Return a walker for the view of time `at`: on a crest in the middle distance where there is one."""
        column, row = _place(view, random)
        lens = view.lens
        x, y = under(view, column, float(view.depth[row, column]))
        to_the_middle = -1 if column > lens.size[0] / 2 else 1
        return cls.at_place(view, x, y, at, lens.yaw + to_the_middle * float(random.uniform(60, 85)))

    @classmethod
    def at_place(cls, view: View, x: float, y: float, at: float, heading: float, dress: Dress = Dress()) -> Walker:
        """Return a walker who is at (x, y) at `at` seconds and goes in direction `heading`."""
        poses = [walking(number / _PHASES, dress) for number in range(_PHASES)]
        return cls(x, y, at, heading, _cards(view, poses, (x, y), heading, dress, 44.0))

    @classmethod
    def standing_at(cls, view: View, x: float, y: float, heading: float, dress: Dress = Dress()) -> Walker:
        """Return someone who stands at (x, y) and looks in direction `heading`, close by."""
        pose = standing(dress.hat, 0.6 if dress.long else 0.84)
        return cls(x, y, 0.0, heading, _cards(view, [pose], (x, y), heading, dress, 96.0), speed=0.0)

    def draw(self, view: View, t: float) -> None:
        """Draw the walker as of `t` seconds, with its shadow and the prints it leaves."""
        gone = self.speed * (t - self.at)
        scene = view.landscape
        x, y = self._after(gone)
        if self.speed:
            self._print(view, gone)
        ground = scene.field.height_at(x, y)
        darken_ground(view, self._shadow(scene, x, y, ground), 0.66 * scene.sunlit(x, y))
        phase = math.floor(gone / _STRIDE * _PHASES) % len(self.cards)
        draw_card(view, self.cards[phase], (x, y, ground - 0.03), _TALL * 1.04, bias=2.5)

    def _after(self, gone: float, aside: float = 0.0) -> tuple[float, float]:
        """Return the place `gone` metres on and `aside` metres to the right."""
        east, north = math.sin(math.radians(self.heading)), math.cos(math.radians(self.heading))
        return self.x + east * gone + north * aside, self.y + north * gone - east * aside

    def _shadow(self, scene: Landscape, x: float, y: float, ground: float) -> Array:
        """Return the outline (n, 3) of the shadow: it lies on the ground that it crosses."""
        sun_x, sun_y, sun_z = (float(part) for part in scene.light.sun.direction)
        end_x, end_y = -sun_x / sun_z * _TALL, -sun_y / sun_z * _TALL
        long = math.hypot(end_x, end_y)
        aside = (-end_y / long, end_x / long)
        outline = [(x + dx, y + dy, ground) for dx in (-0.16, 0.16) for dy in (-0.16, 0.16)]
        for part, half in ((0.5, 0.26), (0.8, 0.24), (0.97, 0.1)):
            for side in (-half, half):
                place = (x + end_x * part + aside[0] * side, y + end_y * part + aside[1] * side)
                outline.append((*place, scene.field.height_at(*place)))
        return np.array(outline)

    def _print(self, view: View, gone: float) -> None:
        """Mark the last steps on the ground: hollows, half a stride apart."""
        field, steps = view.landscape.field, []
        last = math.floor(gone / (_STRIDE / 2))
        for number in range(last - _PRINTS, last + 1):
            middle = number * _STRIDE / 2
            aside = 0.11 if number % 2 else -0.11
            corners = [self._after(middle + a * 0.17, aside + b * 0.08) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            steps.append(np.array([(*corner, field.height_at(*corners[0])) for corner in corners]))
        mark_ground(view, steps, 0.34)


def _place(view: View, random: np.random.Generator) -> tuple[int, int]:
    """Return the pixel (column, row) of the best of some places: in the sun, near, and against what is far behind."""
    height, width = view.depth.shape
    rows, columns = np.nonzero((view.depth > _NEAR) & (view.depth < _FAR))
    inside = (rows > height * 0.2) & (rows < height * 0.9) & (columns > width * 0.2) & (columns < width * 0.8)
    rows, columns = rows[inside], columns[inside]
    best, place = -1.0, _nearest_ground(view)
    for number in random.integers(len(rows), size=80) if len(rows) else ():
        column, row = int(columns[number]), int(rows[number])
        depth = float(view.depth[row, column])
        head_row = max(0, row - int(0.75 * _TALL * view.lens.focal / depth))
        x, y = under(view, column, depth)
        score = view.landscape.sunlit(x, y) + 0.8 * float(view.depth[head_row, column] > 1.4 * depth) + 0.9 * _NEAR / depth
        if score > best:
            best, place = score, (column, row)
    return place


def _nearest_ground(view: View) -> tuple[int, int]:
    """Return the pixel (column, row) of the nearest ground in the middle of the picture, a little above its lower edge."""
    height, width = view.depth.shape
    row = int(height * 0.88)
    middle = slice(width // 4, width - width // 4)
    return width // 4 + int(np.argmin(view.depth[row, middle])), row


def under(view: View, column: int, depth: float) -> tuple[float, float]:
    """Return the place (x, y) in metres on the ray through a column at a depth."""
    lens = view.lens
    aside = (column + 0.5 - lens.size[0] / 2) / lens.focal * depth
    return lens.x + lens.forward[0] * depth + lens.right[0] * aside, lens.y + lens.forward[1] * depth + lens.right[1] * aside


def _cards(
    view: View, poses: Sequence[tuple[Limb, ...]], place: tuple[float, float], heading: float, dress: Dress, metre: float
) -> tuple[Array, ...]:
    """Return the lit cards of someone at a place who looks in direction `heading`, `metre` pixels to the metre."""
    scene, lens = view.landscape, view.lens
    sun = scene.light.sun.direction
    right, forward = np.array([*lens.right, 0.0]), np.array([*lens.forward, 0.0])
    towards = (float(sun @ right), float(sun @ forward), float(sun[2]))
    lit = np.float32(scene.sunlit(*place))
    glow = Glow(towards, scene.light.sunlight * lit, distant=True, wrap=0.15, edge=0.4)
    turn = heading - lens.yaw  # to the right of the line of sight
    coat = colour(dress.coat)
    return tuple(sculpt(pose, yaw=-turn, metre=metre).lit(coat, scene.light.skylight, [glow]) for pose in poses)
