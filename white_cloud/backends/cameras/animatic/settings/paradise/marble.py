"""What is built in paradise: a round pavilion on steps, banks of a canal, a terrace, lanterns; all of one white stone."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from white_cloud.backends.cameras.animatic.props.scenery import Flat
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix
from white_cloud.backends.cameras.animatic.settings.paradise.palettes import Palette

_UP, _FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)
_MARBLE = "#f3eee8"


class Mason:
    """Builds on flats for one palette."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.stone = colour(_MARBLE) * np.float32(0.86)

    def drum(self, flat: Flat, x: float, y: float, radius: tuple[float, float], z: tuple[float, float], paint: Array) -> None:
        """Draw an upright round body: `radius` at its foot and at its head, shaded strip by strip."""
        for a, b in pairwise((np.sin(np.linspace(-math.pi / 2, math.pi / 2, 15))).tolist()):
            middle = (a + b) / 2
            strip = [
                (x + a * radius[0], y, z[0]),
                (x + b * radius[0], y, z[0]),
                (x + b * radius[1], y, z[1]),
                (x + a * radius[1], y, z[1]),
            ]
            flat.face(strip, paint, (middle, -math.sqrt(1 - middle * middle), 0.0), "building")

    def dome(self, flat: Flat, x: float, y: float, radius: float, foot: float, high: float, paint: Array) -> None:
        """Draw a dome in gores and rings."""
        rings = np.linspace(0, math.pi / 2, 12)
        for low, top in pairwise(rings.tolist()):
            tilt = (low + top) / 2
            for a, b in pairwise(np.sin(np.linspace(-math.pi / 2, math.pi / 2, 17)).tolist()):
                middle = (a + b) / 2
                normal = (middle * math.cos(tilt), -math.sqrt(1 - middle * middle) * math.cos(tilt), math.sin(tilt))
                r0, r1 = radius * math.cos(low), radius * math.cos(top)
                z0, z1 = foot + high * math.sin(low), foot + high * math.sin(top)
                flat.face(
                    [(x + a * r0, y, z0), (x + b * r0, y, z0), (x + b * r1, y, z1), (x + a * r1, y, z1)],
                    paint,
                    normal,
                    "building",
                )

    def pavilion(self, flat: Flat, x: float, y: float, size: float = 1.0) -> None:
        """Build a round temple of eight columns under a dome, on steps that go down into the water."""
        s, stone = size, self.stone
        for k in range(5):
            half, z = (11.5 - 1.15 * k) * s, 0.36 * s
            self._step(flat, x, y, half, (z * k, z * (k + 1)), stone)
        floor, head = 1.8 * s, 9.2 * s
        back = self.stone * np.float32(0.62)
        for turn in (-54, -18, 18, 54):
            self._column(flat, x + 5.6 * s * math.sin(math.radians(turn)), y + 4 * s, (floor, head), 0.40 * s, back)
        if self.palette.lamps:
            flat.shine(
                [(x - 4 * s, y, floor), (x + 4 * s, y, floor), (x + 4 * s, y, head), (x - 4 * s, y, head)],
                colour("#ffb46a", 0.35),
            )
            flat.pool((x, y, floor + 2 * s), 9 * s, colour("#ffb870", 0.9))
        for turn in (-78, -40, 40, 78):
            self._column(flat, x + 6.2 * s * math.sin(math.radians(turn)), y, (floor, head), 0.50 * s, stone)
        for low, high, radius in ((9.2, 9.9, 7.0), (9.9, 10.2, 7.6), (10.2, 11.0, 6.6)):
            self.drum(flat, x, y, (radius * s, radius * s), (low * s, high * s), stone)
        self.dome(flat, x, y, 6.2 * s, 11.0 * s, 5.4 * s, mix(stone, self.palette.blossoms[1], 0.18))
        self.drum(flat, x, y, (0.5 * s, 0.12 * s), (16.3 * s, 18.6 * s), colour("#e8c878"))

    def _step(self, flat: Flat, x: float, y: float, half: float, z: tuple[float, float], stone: Array) -> None:
        flat.face(
            [(x - half, y, z[0]), (x + half, y, z[0]), (x + half, y, z[1]), (x - half, y, z[1])],
            stone * np.float32(0.9),
            _FRONT,
            "building",
        )
        if flat.view.eye > z[1]:
            deep = half * 0.8
            flat.face(
                [(x - half, y, z[1]), (x + half, y, z[1]), (x + half, y + deep, z[1]), (x - half, y + deep, z[1])],
                stone,
                _UP,
                "building",
            )

    def _column(self, flat: Flat, x: float, y: float, z: tuple[float, float], radius: float, paint: Array) -> None:
        self.drum(flat, x, y, (radius * 1.35, radius * 1.35), (z[0], z[0] + radius), paint)
        self.drum(flat, x, y, (radius * 1.05, radius * 0.86), (z[0] + radius, z[1] - radius), paint)
        self.drum(flat, x, y, (radius * 1.0, radius * 1.45), (z[1] - radius, z[1]), paint)

    def bank(self, flat: Flat, y: tuple[float, float], inner: float, outer: float, lawn: bool = True) -> None:
        """Lay a straight bank on both sides: a kerb of marble at the water, a mown lawn in stripes beyond it."""
        for side in (-1.0, 1.0):
            a, b = side * inner, side * outer
            kerb = side * (inner + 1.3)
            top, stone = 0.55, self.stone
            if lawn:
                for k in range(12):
                    c, d = (mix(kerb, b, part / 12) for part in (k, k + 1))
                    green = self.palette.meadow * np.float32(0.58 if k % 2 else 0.70)
                    flat.face([(c, y[0], top), (d, y[0], top), (d, y[1], top), (c, y[1], top)], green, _UP, "plant")
            flat.face([(a, y[0], top), (kerb, y[0], top), (kerb, y[1], top), (a, y[1], top)], stone, _UP, "ground")
            normal = (-side, 0.0, 0.0)
            flat.face([(a, y[0], 0), (a, y[1], 0), (a, y[1], top), (a, y[0], top)], stone * np.float32(0.75), normal, "ground")
            flat.face([(a, y[0], 0), (b, y[0], 0), (b, y[0], top), (a, y[0], top)], stone * np.float32(0.7), _FRONT, "ground")

    def urn(self, flat: Flat, x: float, y: float, foot: float) -> None:
        """Set an urn with flowers on a block, a lantern in it at night."""
        stone = self.stone
        self.drum(flat, x, y, (0.45, 0.45), (foot, foot + 0.6), stone)
        self.drum(flat, x, y, (0.22, 0.55), (foot + 0.6, foot + 1.25), stone)
        for k in range(26):
            angle, radius = k * 2.4, 0.52 * math.sqrt(k / 26)
            at = (x + radius * math.cos(angle), y, foot + 1.3 + 0.28 * (1 - radius) + 0.12 * math.sin(angle))
            paint = self.palette.blossoms[k % 2]
            ring = [(at[0] + 0.11 * math.cos(a), y, at[2] + 0.10 * math.sin(a)) for a in np.linspace(0, 6.28, 8)]
            flat.face(ring, paint, (0.0, -0.5, 0.85), "plant")
        if self.palette.lamps:
            flat.pool((x, y, foot + 1.6), 1.6, colour("#ffc080", 1.6))

    def terrace(self, flat: Flat, y: tuple[float, float], half: float, top: float) -> None:
        """Lay a terrace across the whole width, its joints leading away."""
        stone = self.stone * np.float32(0.95)
        flat.face([(-half, y[0], top), (half, y[0], top), (half, y[1], top), (-half, y[1], top)], stone, _UP, "floor")
        joint = flat.daylight.on(stone * np.float32(0.8), _UP)
        for x in np.arange(-half, half + 0.1, 1.6):
            flat.stroke([(float(x), y[0], top), (float(x), y[1], top)], 0.03, joint, "floor")
        for away in np.arange(y[0], y[1], 1.6):
            flat.stroke([(-half, float(away), top), (half, float(away), top)], 0.03, joint, "floor")
