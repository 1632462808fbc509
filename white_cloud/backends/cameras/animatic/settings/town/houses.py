"""The old town: low brick houses under tiled roofs, their stoves' flues, lanes with lamps, washing, wires, bare trees."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from white_cloud.backends.cameras.animatic.props.scenery import Flat, Place
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix
from white_cloud.backends.cameras.animatic.settings.town.lots import House

_BRICKS = ("#7d5140", "#6b4638", "#87604a", "#73675e", "#8c8274", "#a2937c")
_TILES = ("#6a4a3e", "#5a4c46", "#735446", "#565656", "#4e5256")
_CLOTHS = ("#b9b4a8", "#7a8ea0", "#a85448", "#46566a", "#c0a878", "#8a8f86")
_SHEEN = colour("#b4bcc6", 0.11)  # of the sky in tiles that the day has left damp
_TINTS = ("#ffbe6a", "#ffd69a", "#ffa04a", "#d9e6df")

#: Up to what height things at a place (x, y) are hidden by what stands nearer.
Hidden = Callable[[tuple[float, float]], float]
#: Where a branch begins and ends, aside and up, and how thick it is, metres.
Branch = tuple[tuple[float, float], tuple[float, float], float]


@dataclass(frozen=True)
class Season:
    """What lies on roofs and ground: `snow` or not; `wet` 0..1; the share of windows lit; whether there are `lamps`."""

    snow: bool
    wet: float
    lit: float
    lamps: bool = True

    def roof(self, albedo: Array) -> Array:
        """Return a roof's albedo as it lies there."""
        return mix(albedo, colour("#e6eaf0"), 0.86) if self.snow else albedo * np.float32(1 - 0.35 * self.wet) + _SHEEN

    def ground(self, albedo: Array) -> Array:
        """Return the ground's albedo as it lies there."""
        return mix(albedo, colour("#dfe4ea"), 0.78) if self.snow else albedo * np.float32(1 - 0.45 * self.wet)


class Builder:
    """Builds houses on flats; collects where smoke comes out and where lamps hang."""

    def __init__(self, random: np.random.Generator, season: Season) -> None:
        self.random, self.season = random, season
        self.flues: list[Place] = []
        self.lamps: list[Place] = []

    # ---------------------------------------------------------------- a house
    def house(self, flat: Flat, one: House, share: float, hidden: Hidden) -> None:
        """Build a house, far faces first; no lamp is lit behind a window most of which is `hidden`."""
        x, y, eaves = one.x, one.y, one.eaves
        brick = colour(_BRICKS[int(self.random.integers(len(_BRICKS)))]) * np.float32(self.random.uniform(0.75, 1.1))
        tile = self.season.roof(
            colour(_TILES[int(self.random.integers(len(_TILES)))]) * np.float32(self.random.uniform(0.8, 1.15))
        )
        if one.end_on:
            self._end_on(flat, x, y, eaves, brick, tile)
        else:
            self._side_on(flat, x, y, eaves, one.pitch, brick, tile)
        self._openings(flat, one, share, brick, hidden)
        self._flue(flat, x, y, eaves, one.pitch, brick)

    def _walls(self, flat: Flat, x: tuple[float, float], y: tuple[float, float], eaves: float, brick: Array) -> None:
        side = x[0] if x[0] > 0 else x[1]
        if x[0] > 0 or x[1] < 0:
            normal = (-1.0, 0.0, 0.0) if x[0] > 0 else (1.0, 0.0, 0.0)
            flat.face(
                [(side, y[0], 0), (side, y[1], 0), (side, y[1], eaves), (side, y[0], eaves)], brick, normal, "building", 0.75
            )
        front = [(x[0], y[0], 0), (x[1], y[0], 0), (x[1], y[0], eaves), (x[0], y[0], eaves)]
        flat.face(front, brick, (0.0, -1.0, 0.0), "building", 0.85)
        foot = [(x[0], y[0], 0), (x[1], y[0], 0), (x[1], y[0], 0.55), (x[0], y[0], 0.55)]
        flat.face(foot, brick * np.float32(0.55), (0.0, -1.0, 0.0), "building", 0.7)
        if flat.scale_at(y[0]) > 14:
            self._courses(flat, x, y[0], eaves, brick)

    def _courses(self, flat: Flat, x: tuple[float, float], y: float, eaves: float, brick: Array) -> None:
        dark = flat.daylight.on(brick * np.float32(0.78), (0.0, -1.0, 0.0), 0.8)
        for z in np.arange(0.7, eaves, 0.22):
            flat.stroke([(x[0], y, float(z)), (x[1], y, float(z))], 0.02, dark, "building")

    def _side_on(
        self, flat: Flat, x: tuple[float, float], y: tuple[float, float], eaves: float, pitch: float, brick: Array, tile: Array
    ) -> None:
        middle, over = (y[0] + y[1]) / 2, 0.35
        if x[0] > 0 or x[1] < 0:
            side, normal = (x[0], (-1.0, 0.0, 0.0)) if x[0] > 0 else (x[1], (1.0, 0.0, 0.0))
            gable = [(side, y[0], eaves), (side, y[1], eaves), (side, middle, eaves + pitch)]
            flat.face(gable, brick, normal, "building", 0.8)
        self._walls(flat, x, y, eaves, brick)
        slope = math.hypot(pitch, middle - y[0])
        normal = (0.0, -pitch / slope, (middle - y[0]) / slope)
        a, b = (x[0] - over, x[1] + over)
        low = eaves - over * pitch / (middle - y[0]) + 0.1
        roof = [(a, y[0] - over, low), (b, y[0] - over, low), (b, middle, eaves + pitch), (a, middle, eaves + pitch)]
        back = (0.0, -normal[1], normal[2])
        if flat.view.eye > eaves + pitch:
            far = [(a, middle, eaves + pitch), (b, middle, eaves + pitch), (b, y[1] + over, low), (a, y[1] + over, low)]
            flat.face(far, tile, back, "building")
        flat.face(roof, tile, normal, "building")
        self._tiling(flat, roof, tile, normal)
        shade = flat.daylight.on(tile * np.float32(0.35), (0.0, -1.0, 0.0), 0.6)
        flat.stroke([(a, y[0] - over, low - 0.06), (b, y[0] - over, low - 0.06)], 0.14, shade, "building")
        light = flat.daylight.on(tile * np.float32(1.2), (0.0, 0.0, 1.0))
        flat.stroke([(a, middle, eaves + pitch + 0.05), (b, middle, eaves + pitch + 0.05)], 0.16, light, "building")

    def _tiling(self, flat: Flat, roof: list[Place], tile: Array, normal: Place) -> None:
        """Draw the furrows between columns of tiles, as far as they can be told apart."""
        step = max(0.34, 2.2 / flat.scale_at(roof[0][1]))
        if step > 0.9:
            return
        lower, upper = np.array(roof[:2]), np.array([roof[3], roof[2]])
        dark = flat.daylight.on(tile * np.float32(0.72), normal)
        count = max(2, int((roof[1][0] - roof[0][0]) / step))
        for part in np.linspace(0, 1, count)[1:-1]:
            ends = [lower[0] + (lower[1] - lower[0]) * part, upper[0] + (upper[1] - upper[0]) * part]
            flat.stroke(np.array(ends), 0.06, dark, "building")

    def _end_on(
        self, flat: Flat, x: tuple[float, float], y: tuple[float, float], eaves: float, brick: Array, tile: Array
    ) -> None:
        """Build a house whose gable faces the viewer."""
        middle = (x[0] + x[1]) / 2
        pitch, over = (x[1] - x[0]) / 2 * 0.46, 0.3
        top, low = eaves + pitch, eaves - 0.46 * over
        slope = math.hypot(pitch, middle - x[0])
        for side, edge in ((-1.0, x[0] - over), (1.0, x[1] + over)):
            normal = (side * pitch / slope, 0.0, (middle - x[0]) / slope)
            if (flat.view.eye - top) > 0 or (middle * side < 0):
                quad = [(edge, y[0] - over, low), (middle, y[0] - over, top), (middle, y[1], top), (edge, y[1], low)]
                flat.face(quad, tile, normal, "building")
        self._walls(flat, x, y, eaves, brick)
        gable = [(x[0], y[0], eaves), (x[1], y[0], eaves), (middle, y[0], top)]
        flat.face(gable, brick, (0.0, -1.0, 0.0), "building", 0.85)
        edge_light = flat.daylight.on(tile * np.float32(1.05), (0.0, 0.0, 1.0))
        verge = [(x[0] - over, y[0] - over, low), (middle, y[0] - over, top + 0.06), (x[1] + over, y[0] - over, low)]
        flat.stroke(verge, 0.20, edge_light, "building")

    def _openings(self, flat: Flat, one: House, share: float, brick: Array, hidden: Hidden) -> None:
        """Cut a door and windows into the front."""
        x, y, wide = one.x, one.y[0], one.x[1] - one.x[0]
        count = max(1, int(wide / 2.5))
        door = int(self.random.integers(count))
        for number in range(count):
            middle = x[0] + wide * (number + 0.5) / count
            if number == door:
                self._door(flat, middle, y)
            else:
                seen = max(hidden((middle + aside, y)) for aside in (-0.55, 0.55)) < 1.3
                high = min(1.25, one.eaves - 1.4)
                self.window(flat, (middle - 0.55, y, 0.95), (1.1, 0.0), high, share if seen else 0.0, brick)

    def _door(self, flat: Flat, x: float, y: float) -> None:
        paint = colour(("#3c4a44", "#4a3028", "#39424e")[int(self.random.integers(3))])
        quad = [(x - 0.45, y, 0.0), (x + 0.45, y, 0.0), (x + 0.45, y, 2.0), (x - 0.45, y, 2.0)]
        flat.face(quad, paint, (0.0, -1.0, 0.0), "building", 0.6)

    def window(
        self,
        flat: Flat,
        corner: Place,
        along: tuple[float, float],
        high: float,
        share: float,
        brick: Array,
        kind: str = "window",
    ) -> None:
        """Set a window into a wall: `corner` its lower left, `along` its width on the ground; a frame, panes, a curtain."""
        (x, y, z), (dx, dy) = corner, along

        def quad(a: float, b: float, c: float, d: float) -> list[Place]:
            return [(x + dx * u, y + dy * u, z + high * v) for u, v in ((a, c), (b, c), (b, d), (a, d))]

        lit = self.random.random() < share * self.season.lit
        pixels = abs(dx) * flat.scale_at(y)
        fine = pixels > 4.5
        if fine:
            flat.face(quad(-0.08, 1.08, -0.12, 1.07), mix(brick, colour("#c9c4b8"), 0.45), (0.0, -1.0, 0.0), "building", 0.8)
        glass = flat.daylight.haze_high * np.float32(0.20) + flat.daylight.on(colour("#20242a"), (0.0, -1.0, 0.0), 0.6)
        flat.fill(quad(0, 1, 0, 1), glass, kind)
        if lit:
            tint = colour(_TINTS[self.random.choice(4, p=[0.45, 0.3, 0.15, 0.1])]) * np.float32(
                1.25 * math.exp(float(self.random.normal(-0.2, 0.42)))
            )
            drawn = float(self.random.choice([0.0, 0.0, 0.35, 0.5]))
            flat.shine(quad(0, 1, 0, 1), tint * np.float32(0.62))
            flat.shine(quad(0.08, 0.92, 0.34, 0.98), tint)
            if fine and drawn:
                flat.shine(quad(0, drawn, 0, 1), tint * colour("#b08a70") * np.float32(0.9))
        if pixels > 7:
            bar = flat.daylight.on(colour("#4c443c"), (0.0, -1.0, 0.0), 0.7)
            for u in (0.5,):
                flat.stroke([(x + dx * u, y + dy * u, z), (x + dx * u, y + dy * u, z + high)], 0.07, bar, kind)
            flat.stroke([(x, y, z + high * 0.66), (x + dx, y + dy, z + high * 0.66)], 0.06, bar, kind)

    def _flue(
        self, flat: Flat, x: tuple[float, float], y: tuple[float, float], eaves: float, pitch: float, brick: Array
    ) -> None:
        at = x[0] + (x[1] - x[0]) * float(self.random.uniform(0.2, 0.8))
        back, top = (y[0] + y[1]) / 2 + 0.2, eaves + pitch + float(self.random.uniform(0.7, 1.2))
        dark = brick * np.float32(0.7)
        quad = [(at, back, eaves), (at + 0.55, back, eaves), (at + 0.55, back, top), (at, back, top)]
        flat.face(quad, dark, (0.0, -1.0, 0.0), "building")
        cap = [
            (at - 0.06, back, top - 0.12),
            (at + 0.61, back, top - 0.12),
            (at + 0.61, back, top + 0.04),
            (at - 0.06, back, top + 0.04),
        ]
        flat.face(cap, self.season.roof(dark), (0.0, 0.0, 1.0), "building")
        if self.random.random() < 0.55:
            self.flues.append((at + 0.27, back, top + 0.1))

    # ---------------------------------------------------------------- between houses
    def shadow(self, flat: Flat, x: tuple[float, float], y: tuple[float, float], high: float, ground: Array) -> None:
        """Lay the shadow of a house on the ground."""
        sx, sy, sz = flat.daylight.towards
        if float(flat.daylight.sun.max()) < 0.3 or sz <= 0.05:
            return
        dx, dy = -sx / sz * high * 0.8, -sy / sz * high * 0.8
        light = flat.daylight.sky * ground * np.float32(0.9)
        corners = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])]
        moved = [(a + dx, b + dy) for a, b in corners]
        for k in range(4):
            ring = [corners[k], corners[(k + 1) % 4], moved[(k + 1) % 4], moved[k]]
            flat.fill([(a, max(b, flat.depth * 0.55), 0.0) for a, b in ring], light, "ground")
        flat.fill([(a, max(b, flat.depth * 0.55), 0.0) for a, b in moved], light, "ground")

    def lamp(self, flat: Flat, x: float, y: float, high: float = 5.2, reach: float = 1.1) -> None:
        """Set a street lamp on a pole; `reach` is how far its arm goes aside, in metres."""
        if not self.season.lamps:
            return
        dark = flat.daylight.on(colour("#3a3632"), (0.0, -1.0, 0.0))
        flat.stroke([(x, y, 0), (x, y, high + 1.2)], 0.16, dark, "thing")
        flat.stroke([(x, y, high - 0.1), (x + reach, y, high + 0.25)], 0.07, dark, "thing")
        flat.mark([(x + reach - 0.2, y, high), (x + reach + 0.2, y, high), (x + reach, y, high + 0.3)], "lamp")
        self.lamps.append((x + reach, y, high + 0.15))

    def pole(self, flat: Flat, x: float, y: float, high: float = 7.5) -> None:
        """Set a wooden pole with two arms."""
        dark = flat.daylight.on(colour("#4a4038"), (0.0, -1.0, 0.0))
        flat.stroke([(x, y, 0), (x, y, high)], 0.20, dark, "thing")
        for z in (high - 0.4, high - 1.1):
            flat.stroke([(x - 0.9, y, z), (x + 0.9, y, z)], 0.11, dark, "thing")

    def wires(self, flat: Flat, start: Place, end: Place, sag: float = 0.8, count: int = 2) -> None:
        """Hang wires between two places."""
        dark = flat.daylight.on(colour("#22201e"), (0.0, 0.0, 1.0))
        part = np.linspace(0, 1, 24)[:, None]
        for number in range(count):
            path = np.array(start) + (np.array(end) - np.array(start)) * part
            path[:, 2] -= sag * (1 - (2 * part[:, 0] - 1) ** 2) * (1 + 0.25 * number) - 0.45 * number
            flat.stroke(path, 0.03, dark, "thing")

    def washing(self, flat: Flat, x: tuple[float, float], y: float, high: float = 2.1) -> None:
        """Hang washing on a line between two posts."""
        dark = flat.daylight.on(colour("#403a34"), (0.0, -1.0, 0.0))
        for at in x:
            flat.stroke([(at, y, 0), (at, y, high)], 0.08, dark, "thing")
        flat.stroke([(x[0], y, high), ((x[0] + x[1]) / 2, y, high - 0.12), (x[1], y, high)], 0.03, dark, "thing")
        at = x[0] + 0.3
        while at < x[1] - 0.6:
            wide, long = float(self.random.uniform(0.4, 0.9)), float(self.random.uniform(0.5, 1.1))
            paint = colour(_CLOTHS[int(self.random.integers(len(_CLOTHS)))])
            z, swing = high - 0.10, float(self.random.normal(0, 0.07))
            cloth = [(at, y, z), (at + wide, y, z), (at + wide + swing, y, z - long), (at + swing, y, z - long * 0.95)]
            flat.face(cloth, paint, (0.0, -1.0, 0.0), "thing")
            at += wide + float(self.random.uniform(0.12, 0.5))

    def tree(self, flat: Flat, x: float, y: float, high: float) -> None:
        """Grow a bare tree by forking."""
        dark = flat.daylight.on(colour("#3e352e"), (0.0, -0.7, 0.7))
        trunk = (x, 0.0, float(self.random.normal(0, 0.06)), high * 0.32, high * 0.022)
        for (x0, z0), (x1, z1), thick in self._branches(*trunk, 4 if flat.scale_at(y) < 12 else 5):
            flat.stroke([(x0, y, z0), (x1, y, z1)], thick, dark, "plant")

    def _branches(self, x: float, z: float, angle: float, length: float, thick: float, forks: int) -> Iterator[Branch]:
        """Yield a branch and all that grows on it."""
        x1, z1 = x + length * math.sin(angle), z + length * math.cos(angle)
        yield (x, z), (x1, z1), thick
        for _ in range(int(self.random.integers(2, 4)) if forks else 0):
            part, turn = float(self.random.uniform(0.6, 1)), float(self.random.normal(0, 0.48))
            start = x + (x1 - x) * part, z + (z1 - z) * part
            grown = length * float(self.random.uniform(0.6, 0.82))
            yield from self._branches(*start, angle + turn, grown, thick * 0.6, forks - 1)

    def path(self, flat: Flat, middle: float, wide: float, y: tuple[float, float], light: Array) -> None:
        """Lay a strip of the lane, with its wheel ruts."""
        quad = [(middle - wide, y[0], 0), (middle + wide, y[0], 0), (middle + wide, y[1], 0), (middle - wide, y[1], 0)]
        flat.fill(quad, light, "road")
        for rut in (-0.75, 0.75):
            flat.stroke([(middle + rut, y[0], 0), (middle + rut, y[1], 0)], 0.22, light * np.float32(0.82), "road")

    def fence(self, flat: Flat, x: tuple[float, float], y: float, high: float = 1.7) -> None:
        """Wall a yard."""
        brick = colour(_BRICKS[int(self.random.integers(3))]) * np.float32(0.85)
        quad = [(x[0], y, 0), (x[1], y, 0), (x[1], y, high), (x[0], y, high)]
        flat.face(quad, brick, (0.0, -1.0, 0.0), "wall", 0.8)
        for (ax, ay, _), (bx, by, _) in pairwise([(x[0], y, 0.0), (x[1], y, 0.0)]):
            light = flat.daylight.on(self.season.roof(brick), (0.0, 0.0, 1.0))
            flat.stroke([(ax, ay, high), (bx, by, high)], 0.12, light, "wall")
