"""What the town lives by: the pit head with its wheels, the power plant, stacks, cooling towers, spoil heaps; and the hills."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from white_cloud.backends.cameras.animatic.props.scenery import Flat
from white_cloud.backends.cameras.animatic.props.smoke import Plume
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, spectral_noise
from white_cloud.backends.cameras.animatic.settings.town.blocks import Estate, Span

_FRONT = (0.0, -1.0, 0.0)
_STEEL, _BRICK, _CONCRETE = "#4b4743", "#7a5244", "#a09a90"

#: The headframe's members, metres from the shaft's foot: along, up, along, up, and how thick.
_POSTS: tuple[tuple[float, float, float, float, float], ...] = (
    (0, 0, 4.5, 46, 0.95),
    (17, 0, 12.5, 46, 0.95),
    (56, 0, 13.5, 45, 1.15),
    (50, 0, 9.5, 38, 0.7),
)
_BRACES: tuple[tuple[float, float, float, float], ...] = (
    (1.4, 14, 15.5, 14), (2.8, 28, 14.2, 28), (1.4, 14, 14.2, 28), (15.5, 14, 2.8, 28), (0, 0, 15.5, 14), (17, 0, 1.4, 14),
    (2.8, 28, 12.6, 44), (14.2, 28, 4.4, 44), (27, 29, 13.4, 29), (40, 15, 31, 22), (33, 24, 26, 24),
)  # fmt: skip


class Industry:
    """Builds the works on flats; collects plumes (with their distance), red lamps and wheels."""

    def __init__(self, random: np.random.Generator, estate: Estate, calm: float) -> None:
        self.random, self.estate, self.calm = random, estate, calm
        self.plumes: list[tuple[float, Plume]] = []
        self.beacons: list[tuple[float, float, float]] = []
        self.wheels: list[tuple[float, float, float, float]] = []

    def smoke(self, x: float, y: float, z: float, radius: float, density: float, length: float, gust: float = 0.0) -> None:
        """Let a mouth smoke; no two plumes are alike."""
        number = len(self.plumes)
        lift = (0.26 + 1.1 * self.calm) * float(self.random.uniform(0.7, 1.45))
        spread = float(self.random.uniform(0.10, 0.20))
        long = length * float(self.random.uniform(0.65, 1.3)) / (1 + self.calm)
        self.plumes.append(
            (y, Plume(x, z, radius, density, long, number * 1.7 + float(self.random.random()), lift, spread, gust))
        )

    # ---------------------------------------------------------------- stacks and towers
    def chimney(self, flat: Flat, x: float, y: float, high: float, density: float = 2.1) -> None:
        """Raise a stack with red bands; it smokes."""
        foot, head = high * 0.036, high * 0.021
        paint = colour(_CONCRETE if self.random.random() < 0.6 else _BRICK)
        part = np.linspace(-1, 1, 7)
        for a, b in pairwise(part.tolist()):
            middle = (a + b) / 2
            normal = (middle, -math.sqrt(1 - middle * middle), 0.0)
            strip = [(x + a * foot, y, 0), (x + b * foot, y, 0), (x + b * head, y, high), (x + a * head, y, high)]
            flat.face(strip, paint, normal, "building")
            if high > 120:
                for low, top in ((0.90, 0.95), (0.80, 0.85)):
                    w0, w1 = mix(foot, head, low), mix(foot, head, top)
                    band = [
                        (x + a * w0, y, high * low),
                        (x + b * w0, y, high * low),
                        (x + b * w1, y, high * top),
                        (x + a * w1, y, high * top),
                    ]
                    flat.face(band, colour("#8f3f34"), normal, "building")
        self.beacons += [(x, y, high + 1.5), (x, y, high * 0.55)]
        self.smoke(x, y, high, head * 1.2, density * float(self.random.uniform(0.8, 1.2)), 190 * (high * 0.03) ** 0.6)

    def cooling_tower(self, flat: Flat, x: float, y: float, high: float) -> None:
        """Raise a cooling tower, shaded round, stained below its lip; it steams."""
        wide = high * 0.40
        paint = colour("#9b968d")
        up = np.linspace(0, 1, 20)
        waist = wide * (0.60 + 0.40 * ((up - 0.80) / 0.80) ** 2)
        edges = np.linspace(-1, 1, 17)
        for a, b in pairwise(edges.tolist()):
            middle = (a + b) / 2
            normal = (middle, -math.sqrt(max(0.0, 1 - middle * middle)), 0.0)
            left = [(x + a * w, y, high * u) for w, u in zip(waist.tolist(), up.tolist(), strict=True)]
            right = [(x + b * w, y, high * u) for w, u in zip(waist[::-1].tolist(), up[::-1].tolist(), strict=True)]
            tone = float(self.random.uniform(0.93, 1.05))
            flat.face(left + right, paint * np.float32(tone), normal, "building")
        dark = flat.daylight.on(paint * np.float32(0.5), _FRONT)
        for k in range(18):
            a, b = (x + wide * math.sin(math.pi * (k + part - 9) / 18) for part in (0.0, 1.0))
            flat.stroke([(a, y, 0), (b, y, high * 0.07)], 0.7, dark, "building")
        rim = flat.daylight.on(paint * np.float32(1.15), (0.0, 0.0, 1.0))
        flat.stroke([(x - waist[-1], y, high), (x + waist[-1], y, high)], 1.0, rim, "building")
        self.smoke(x, y, high - 3, float(waist[-1]) * 0.72, 1.7, high * 3.2)

    # ---------------------------------------------------------------- the power plant
    def plant(self, flat: Flat, x: float, y: float, cooling: bool) -> None:
        """Build a power plant: boiler houses, bunkers, a gallery, sheds about it, stacks over it."""
        random = self.random
        far = y + 30
        for _ in range(26):
            at, wide = x + float(random.uniform(-420, 420)), float(random.uniform(16, 55))
            paint = colour(_CONCRETE) * np.float32(random.uniform(0.6, 0.95))
            self.estate.box(flat, (at, at + wide), (far, far + 12), (0, float(random.uniform(8, 24))), paint)
        for offset, high in ((-52, 1.0), (28, 0.82), (112, 0.64))[: 2 + int(random.random() < 0.6)]:
            self.chimney(flat, x + offset, y + 20, 190 * high * float(random.uniform(0.9, 1.1)))
        grey = colour("#8d8880")
        for a, b, high, tone in ((-120, 60, 66, 0.85), (-70, 20, 84, 0.78), (60, 150, 38, 0.95), (-170, -120, 46, 0.9)):
            self.estate.box(flat, (x + a, x + b), (y, y + 20), (0, high), grey * np.float32(tone))
            self.estate.bays(flat, (x + a + 2, x + b - 2), y - 0.2, (6, high - 4), (9, 9), 0.16, grey)
        gallery = [(x - 330, y, 2), (x - 170, y, 44), (x - 170, y, 51), (x - 330, y, 9)]
        flat.face(gallery, grey * np.float32(0.7), _FRONT, "machine")
        for part in (0.25, 0.5, 0.75):
            at = x - 330 + 160 * part
            flat.stroke([(at, y, 0), (at, y, 2 + 42 * part)], 1.2, flat.daylight.on(colour(_STEEL), _FRONT), "machine")
        if cooling:
            side = 1 if x < 0 else -1
            for k in range(2):
                self.cooling_tower(flat, x + side * (175 + 92 * k), y - 10, 92 * float(random.uniform(0.95, 1.05)))

    # ---------------------------------------------------------------- the pit head
    def pit(self, flat: Flat, x: float, y: float, side: int) -> None:
        """Build the pit head: the headframe over the shaft, the winding house it leans to, washery, silos, galleries."""
        s, steel = side, flat.daylight.on(colour(_STEEL), _FRONT)
        brick, grey = colour(_BRICK), colour("#827d76")
        hall = x - s * 74
        for k in range(3):
            a = hall - 20 + k * 14.0
            self._silo(flat, (a, a + 12), y + 8, 27)
        self._shed(flat, (hall - s * 62 - 16, hall - s * 62 + 16), y + 10, 33, grey)
        self._gallery(flat, (x - s * 6, 12.0), (hall, 30.0), y + 9)
        self._gallery(flat, (hall, 28.0), (hall - s * 58, 31.0), y + 9)
        self._gallery(flat, (hall - s * 74, 25.0), (hall - s * 170, 3.0), y + 9)
        for offset in (5.6, 10.4):
            self.wheels.append((x + s * offset, y, 50.0, 3.9))
        for x0, z0, x1, z1, thick in _POSTS[2:]:
            flat.stroke([(x + s * x0, y + 6, z0), (x + s * x1, y + 6, z1)], thick, steel * np.float32(0.9), "machine")
        for x0, z0, x1, z1 in _BRACES:
            flat.stroke([(x + s * x0, y + 3, z0), (x + s * x1, y + 3, z1)], 0.42, steel * np.float32(0.92), "machine")
        for x0, z0, x1, z1, thick in _POSTS[:2]:
            flat.stroke([(x + s * x0, y, z0), (x + s * x1, y, z1)], thick, steel, "machine")
        self.estate.box(flat, _span(x + s * 2.5, x + s * 14.5), (y, y + 5), (44.5, 46), colour(_STEEL), "machine")
        for path in ([(x + s * 5.6, 54.0), (x + s * 66, 13.0)], [(x + s * 10.4, 54.0), (x + s * 66, 12.0)]):
            flat.stroke([(a, y + 2, z) for a, z in path], 0.14, steel, "machine")
        for a, b in ((2.5, 7.0), (14.5, 9.0), (2.5, 2.5), (14.5, 14.5)):
            flat.stroke([(x + s * a, y, 46), (x + s * b, y, 54.8)], 0.4, steel, "machine")
        flat.stroke([(x + s * 1.8, y, 54.8), (x + s * 15.2, y, 54.8)], 0.5, steel, "machine")
        self._shed(flat, _span(x - s * 13, x + s * 24), y - 2, 11, brick)
        self._shed(flat, _span(x + s * 52, x + s * 84), y - 1, 15, brick)
        self.beacons.append((x + s * 8, y, 56))

    def _shed(self, flat: Flat, x: Span, y: float, high: float, paint: Array) -> None:
        self.estate.box(flat, x, (y, y + 12), (0, high), paint)
        roof = [(x[0] - 0.5, y, high), (x[1] + 0.5, y, high), ((x[0] + x[1]) / 2, y, high + (x[1] - x[0]) * 0.12)]
        flat.face(roof, self.estate.season.roof(paint * np.float32(0.7)), (0.0, -0.5, 0.85), "building")
        bay = (4.2, 5.5) if high > 8 else (3.2, 3.4)
        self.estate.bays(flat, (x[0] + 1.5, x[1] - 1.5), y - 0.1, (1.6, high - 0.8), bay, 0.34, paint)

    def _silo(self, flat: Flat, x: Span, y: float, high: float) -> None:
        paint, middle, half = colour(_CONCRETE), (x[0] + x[1]) / 2, (x[1] - x[0]) / 2
        for a, b in pairwise(np.linspace(-1, 1, 9).tolist()):
            c = (a + b) / 2
            strip = [
                (middle + a * half, y, 0),
                (middle + b * half, y, 0),
                (middle + b * half, y, high),
                (middle + a * half, y, high),
            ]
            flat.face(strip, paint, (c, -math.sqrt(1 - c * c), 0.0), "building")
        self.estate.box(flat, (x[0] + 1.5, x[1] - 1.5), (y, y + 4), (high, high + 4), paint * np.float32(0.75))

    def _gallery(self, flat: Flat, start: tuple[float, float], end: tuple[float, float], y: float) -> None:
        """Cover a conveyor on trestles between two places (across, up)."""
        steel = flat.daylight.on(colour(_STEEL), _FRONT)
        for part in (0.15, 0.4, 0.65, 0.9):
            x, z = mix(start[0], end[0], part), mix(start[1], end[1], part)
            for foot in (-1.6, 1.6):
                flat.stroke([(x + foot, y + 1, 0), (x, y + 1, z)], 0.4, steel, "machine")
        skin = colour("#77726b")
        quad = [(start[0], y, start[1]), (end[0], y, end[1]), (end[0], y, end[1] + 3.4), (start[0], y, start[1] + 3.4)]
        flat.face(quad, skin, _FRONT, "machine")
        lid = flat.daylight.on(self.estate.season.roof(skin), (0.0, 0.0, 1.0))
        flat.stroke([(start[0], y, start[1] + 3.4), (end[0], y, end[1] + 3.4)], 0.5, lid, "machine")

    # ---------------------------------------------------------------- land
    def hills(self, flat: Flat, y: float, high: float, albedo: Array, seed: int, rough: float = 0.3) -> None:
        """Draw a line of hills, `high` metres in the mean, lit by how they slope."""
        ridge = spectral_noise(64, 1.75, seed, 1, width=512)[7]
        fine = spectral_noise(64, 1.2, seed + 1, 8, width=512)[9]
        half = flat.size[0] / flat.metre / 2
        x = np.linspace(-half, half, 300)
        z = high * (
            1
            + 0.42 * np.interp(np.linspace(0, 1, 300), np.linspace(0, 1, 512), ridge)
            + 0.03 * rough * np.interp(np.linspace(0, 1, 300), np.linspace(0, 1, 512), fine)
        )
        sx = flat.daylight.towards[0]
        for k in range(len(x) - 1):
            slope = -(z[k + 1] - z[k]) / (x[k + 1] - x[k])
            normal = (0.55 * float(np.tanh(slope * 2)) * (1 if sx else 0), -0.62, 0.55)
            quad = [(x[k], y, -60), (x[k + 1] + 0.5, y, -60), (x[k + 1] + 0.5, y, z[k + 1]), (x[k], y, z[k])]
            flat.face(quad, albedo, normal, "rock")

    def heap(self, flat: Flat, x: float, y: float, high: float, albedo: Array) -> None:
        """Tip a spoil heap: a cone with a flat lip, gullies down its sides, a tipping track up one of them."""
        wide = high * float(self.random.uniform(2.0, 2.5))
        lip = wide * 0.16
        for a, b in pairwise(np.linspace(-1, 1, 25).tolist()):
            c = (a + b) / 2
            normal = (0.75 * c, -0.55, 0.5)
            tone = np.float32(self.random.uniform(0.86, 1.08))
            quad = [(x + a * wide, y, 0), (x + b * wide, y, 0), (x + b * lip, y, high), (x + a * lip, y, high)]
            flat.face(quad, albedo * tone, normal, "rock")
        steel = flat.daylight.on(colour(_STEEL), _FRONT)
        flat.stroke([(x - wide * 1.05, y - 1, 4), (x + 6, y - 1, high + 12)], 3.0, steel, "machine")


def _span(a: float, b: float) -> Span:
    return (a, b) if a < b else (b, a)
