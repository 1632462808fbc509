"""A lone walker: a small figure in mid-stride, placed where a crest shows it, with a long shadow."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import Landscape, View
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.bodies import darken_ground, draw_card
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, head, sculpt
from white_cloud.backends.cameras.animatic.radiance import Array, colour

_PHASES = 12
_STRIDE, _SPEED = 1.5, 1.15  # metres a cycle, metres a second
_PIXELS_A_METRE = 44.0
_TALL = 1.8
_NEAR, _FAR = 38.0, 110.0  # how far from the camera a walker is placed, metres


def walking(phase: float) -> tuple[Limb, ...]:
    """Return a person in a long coat, facing +y, at a part 0..1 of the cycle of two steps."""
    turn = 2 * math.pi * phase
    rise = 0.018 * math.cos(2 * turn)
    limbs = [
        Limb((0, 0.02, 0.98 + rise), (0, 0.03, 1.32 + rise), 0.15, 0.17, 0.05, (1.1, 0.8, 1.0)),
        Limb((0, 0.0, 0.98 + rise), (0, -0.02, 0.66 + rise), 0.17, 0.20, 0.06, (1.0, 0.85, 1.0)),
        Limb((-0.16, 0.03, 1.40 + rise), (0.16, 0.03, 1.40 + rise), 0.075, 0.075, 0.08),
    ]
    for side, swing in ((1, turn), (-1, turn + math.pi)):
        limbs += _leg(side, swing, rise) + _arm(side, swing, rise)
    return (*limbs, *head(0.0, 0.07, 1.62 + rise, "cap", 8))


def _leg(side: int, swing: float, rise: float) -> list[Limb]:
    thigh = 0.42 * math.sin(swing)
    bend = max(0.0, 0.75 * math.sin(swing + 1.9)) + 0.08
    hip = (side * 0.09, 0.0, 0.92 + rise)
    knee = (side * 0.09, 0.43 * math.sin(thigh), hip[2] - 0.43 * math.cos(thigh))
    ankle = (side * 0.09, knee[1] + 0.43 * math.sin(thigh - bend), max(0.06, knee[2] - 0.43 * math.cos(thigh - bend)))
    toe = (side * 0.10, ankle[1] + 0.16, max(0.03, ankle[2] - 0.04))
    return [Limb(hip, knee, 0.10, 0.07), Limb(knee, ankle, 0.066, 0.05), Limb(ankle, toe, 0.05, 0.036)]


def _arm(side: int, swing: float, rise: float) -> list[Limb]:
    angle = -0.38 * math.sin(swing)
    shoulder = (side * 0.20, 0.02, 1.38 + rise)
    elbow = (side * 0.24, 0.02 + 0.28 * math.sin(angle), 1.38 + rise - 0.28 * math.cos(angle))
    hand = (side * 0.23, elbow[1] + 0.25 * math.sin(angle + 0.35), elbow[2] - 0.25 * math.cos(angle + 0.35))
    return [Limb(shoulder, elbow, 0.066, 0.055), Limb(elbow, hand, 0.052, 0.038)]


@dataclass(frozen=True)
class Walker:
    """A walker: at (x, y) in metres at `at` seconds, walking with `heading` in degrees; `cards` are its lit phases."""

    x: float
    y: float
    at: float
    heading: float
    cards: tuple[Array, ...] = field(repr=False)

    @classmethod
    def placed(cls, view: View, at: float, random: np.random.Generator) -> Walker:
        """Return a walker for the view of time `at`: on a crest in the middle distance where there is one."""
        column, row = _place(view.depth, random)
        depth = min(max(float(view.depth[row, column]), _NEAR), _FAR)
        lens = view.lens
        aside = (column + 0.5 - lens.size[0] / 2) / lens.focal * depth
        x, y = (place + lens.forward[i] * depth + lens.right[i] * aside for i, place in enumerate((lens.x, lens.y)))
        to_the_middle = -1 if column > lens.size[0] / 2 else 1
        turn = to_the_middle * float(random.uniform(60, 85))
        cards = _cards(view.landscape, lens, turn, view.landscape.sunlit(x, y))
        return cls(x, y, at, lens.yaw + turn, cards)

    def draw(self, view: View, t: float) -> None:
        """Draw the walker as of `t` seconds, with its shadow."""
        gone = _SPEED * (t - self.at)
        x = self.x + math.sin(math.radians(self.heading)) * gone
        y = self.y + math.cos(math.radians(self.heading)) * gone
        scene = view.landscape
        ground = scene.field.height_at(x, y)
        sun_x, sun_y, sun_z = (float(part) for part in scene.light.sun.direction)
        end = (x - sun_x / sun_z * _TALL, y - sun_y / sun_z * _TALL)
        feet = [(x + dx, y + dy, ground) for dx in (-0.2, 0.2) for dy in (-0.2, 0.2)]
        shadow = np.array([*feet, (*end, scene.field.height_at(*end))])
        darken_ground(view, shadow, 0.6 * scene.sunlit(x, y))
        phase = math.floor(gone / _STRIDE * _PHASES) % _PHASES
        draw_card(view, self.cards[phase], (x, y, ground - 0.05), _TALL * 1.04, bias=4.0)


def _place(depth: Array, random: np.random.Generator) -> tuple[int, int]:
    """Return a pixel (column, row) on a crest in the middle distance; else on any ground there; else in the lower middle."""
    height, width = depth.shape
    behind = np.vstack([depth[:3], depth[:-3]])
    columns = np.arange(width)
    middle = ((columns > width * 0.22) & (columns < width * 0.78))[None]
    ground = (depth > _NEAR) & (depth < _FAR) & middle
    for choice in (ground & (behind > depth * 1.5), ground):
        rows, places = np.nonzero(choice)
        if len(rows):
            chosen = int(random.integers(len(rows)))
            return int(places[chosen]), int(rows[chosen])
    return width // 2, int(height * 0.62)


def _cards(scene: Landscape, lens: Pinhole, turn: float, lit: float) -> tuple[Array, ...]:
    """Return the lit phases of a walker who walks `turn` degrees to the right of the line of sight."""
    sun = scene.light.sun.direction
    right, forward = np.array([*lens.right, 0.0]), np.array([*lens.forward, 0.0])
    towards = (float(sun @ right), float(sun @ forward), float(sun[2]))
    glow = Glow(towards, scene.light.sunlight * np.float32(lit), distant=True, wrap=0.15, edge=0.4)
    coat = colour("#4a443c")
    return tuple(
        sculpt(walking(number / _PHASES), yaw=-turn, metre=_PIXELS_A_METRE).lit(coat, scene.light.skylight, [glow])
        for number in range(_PHASES)
    )
