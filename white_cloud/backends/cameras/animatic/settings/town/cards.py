"""The mining town, painted on cards from the hills to the nearest roofs. Metres; x = 0 is the middle of the first frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card, Easel, card
from white_cloud.backends.cameras.animatic.props.smoke import Plume
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise


@dataclass(frozen=True)
class TownLight:
    """The hour: haze at the foot and head of the air, sky light on things, share of windows lit, clear sight in metres."""

    haze_low: Array
    haze_high: Array
    sky: Array
    lit: float
    sight: float


@dataclass
class Town:
    """The painted town: cards far to near, each with the smoke, the red lamps and the wheels that belong to it."""

    cards: list[Card] = field(default_factory=list)
    plumes: list[tuple[int, Plume]] = field(default_factory=list)
    beacons: list[tuple[int, float, float]] = field(default_factory=list)
    wheels: list[tuple[int, float, float, float]] = field(default_factory=list)
    train: int = -1
    lamps: list[tuple[int, float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Land:
    """A card's place, metres: its depth, how far its ground lies below the eye, how high and how deep things on it reach."""

    depth: float
    drop: float
    tall: float
    deep: float = 8.0


#: The cards, far to near.
HILLS, HEAPS, PLANT, TOWERS, SLABS, MINE, RAIL, HOUSES, ROOFS = range(9)
LAND = (
    Land(5200, 30, 620, 180), Land(2500, 30, 230, 20), Land(1500, 28, 290), Land(1100, 26, 165, 25), Land(760, 24, 34),
    Land(470, 21, 72), Land(300, 16.5, 12), Land(225, 15, 16, 10), Land(92, 11.4, 16),
)  # fmt: skip
_WARM = ("#ffbe6a", "#ffd69a", "#ffa04a", "#d9e6df")


class TownPainter:
    """Paints a town for one size of picture, one seed and one hour."""

    def __init__(self, size: tuple[int, int], focal: float, horizon: float, seed: int, light: TownLight) -> None:
        self.size, self.focal, self.horizon, self.light = size, focal, horizon, light
        self.rng = np.random.default_rng(seed)
        self.seed = seed
        self.town = Town()
        self._ridge = spectral_noise(64, slope=1.7, seed=seed + 3, lowest=1, width=512)

    def paint(self) -> Town:
        """Return the whole town."""
        for land in LAND:
            self.half = land.depth * self.size[0] / 2 / self.focal
            self.easel = self._easel(land)
            painters: dict[int, Callable[[], None]] = {
                HILLS: self._hills, HEAPS: self._heaps, PLANT: self._plant, TOWERS: self._towers, SLABS: self._slabs,
                MINE: self._mine, RAIL: self._rail, HOUSES: self._houses, ROOFS: self._roofs,
            }  # fmt: skip
            painters[len(self.town.cards)]()
            self.town.cards.append(self._finish(land.drop))
        return self.town

    def _easel(self, land: Land) -> Easel:
        """Stretch a sheet wide enough for pans; below it the ground goes on by itself."""
        metre, wide = self.focal / land.depth, int(self.size[0] * 1.9)
        high = int((land.tall + land.deep) * metre) + 4
        return Easel(land.depth, metre, -wide / 2 / metre, land.tall, (wide, high))

    @property
    def number(self) -> int:
        """Return the number of the card being painted."""
        return len(self.town.cards)

    def _profile(self, row: int, count: int = 300) -> tuple[Array, Array]:
        """Return x over the whole sheet and a smooth random line of deviation 1."""
        x = np.linspace(self.easel.left, self.easel.right, count)
        line = np.interp(np.linspace(0, 1, count), np.linspace(0, 1, 512), self._ridge[row])
        return x, line

    def _ground(self, x: Array, z: Array, tone: float = 1.0) -> None:
        deep = -self.size[1] / self.easel.metre
        self.easel.polygon([*zip(x, z, strict=True), (x[-1], deep), (x[0], deep)], tone)

    def _windows(
        self, x0: float, x1: float, z0: float, z1: float, step: tuple[float, float], share: float, fill: float = 0.55
    ) -> None:
        """Light a share of a grid of windows `step` (across, up) metres apart."""
        dx, dz = step
        for z in np.arange(z0, z1 - dz * 0.6, dz):
            for x in np.arange(x0, x1 - dx * 0.6, dx):
                if self.rng.random() >= share * self.light.lit:
                    continue
                tint = colour(_WARM[self.rng.choice(4, p=[0.45, 0.3, 0.15, 0.1])], 1.5)
                a, b = x + dx * (1 - fill) / 2, x + dx * (1 + fill) / 2
                c, d = z + dz * 0.3, z + dz * 0.8
                self.easel.shine([(a, c), (b, c), (b, d), (a, d)], tint * math.exp(self.rng.normal(-0.25, 0.5)))

    def _smoke(self, x: float, z: float, radius: float, density: float) -> None:
        length = 26.0 if radius < 2 else 165 * radius**0.6
        self.town.plumes.append((self.number, Plume(x, z, radius, density, length, len(self.town.plumes) * 1.7)))

    def _tree(self, x: float, z: float, height: float) -> None:
        """Grow a bare tree by forking."""

        def branch(x: float, z: float, angle: float, length: float, thick: float, forks: int) -> None:
            x1, z1 = x + length * math.sin(angle), z + length * math.cos(angle)
            self.easel.line(x, z, x1, z1, thick)
            for _ in range(self.rng.integers(2, 4) if forks else 0):
                part, turn = self.rng.uniform(0.6, 1), self.rng.normal(0, 0.48)
                branch(
                    x + (x1 - x) * part,
                    z + (z1 - z) * part,
                    angle + turn,
                    length * self.rng.uniform(0.6, 0.82),
                    thick * 0.6,
                    forks - 1,
                )

        branch(x, z, self.rng.normal(0, 0.06), height * 0.32, height * 0.022, 5)

    # ---------------------------------------------------------------- far to near
    def _hills(self) -> None:
        x, line = self._profile(0)
        self._ground(x, 190 + 130 * line)

    def _heaps(self) -> None:
        """Paint spoil heaps: cones with a flat lip, a conveyor climbing one of them."""
        x, line = self._profile(4)
        z = 22 + 3 * line
        peaks = []
        for u in np.arange(-1.7, 1.8, 0.62):
            middle, high = (u + self.rng.uniform(-0.18, 0.18)) * self.half, self.rng.uniform(80, 185)
            wide = high * self.rng.uniform(2.0, 2.5)
            z = np.maximum(z, np.minimum(high, high * 1.3 * (1 - np.abs(x - middle) / wide)) + 3 * line)
            peaks.append((middle, high, wide))
        self._ground(x, z)
        for middle, high, wide in peaks[::2]:
            self.easel.line(middle - wide * 1.15, 8, middle + 14, high + 22, 7)
            self.easel.line(middle - wide * 0.1, high * 0.8, middle - wide * 0.1, high + 6, 3)

    def _plant(self) -> None:
        """Paint a power plant: boiler house, stacks, cooling towers, sheds."""
        easel, rng = self.easel, self.rng
        x, line = self._profile(8)
        self._ground(x, 8 + line)
        middle = rng.uniform(-0.45, 0.15) * self.half
        for _ in range(44):
            a, w = rng.uniform(easel.left, easel.right), rng.uniform(16, 60)
            easel.box(a, a + w, 0, rng.uniform(8, 28), rng.uniform(0.8, 1.1))
        easel.box(middle - 180, middle + 120, 0, 58, 0.9)
        easel.box(middle - 120, middle + 60, 0, 84, 0.8)
        easel.box(middle + 120, middle + 230, 0, 36, 1.0)
        easel.polygon([(middle - 340, 0), (middle - 180, 62), (middle - 172, 70), (middle - 345, 8)], 0.7)
        for q in range(-3, 4):
            easel.box(middle + q * 26 - 2, middle + q * 26 + 2, 80, 104)
        self._windows(middle - 176, middle + 116, 8, 56, (7, 7), 0.16)
        self._windows(middle - 116, middle + 56, 56, 82, (9, 8), 0.12)
        self._windows(easel.left, easel.right, 2, 14, (9, 8), 0.08)
        for offset, high in ((-60, 250), (36, 205), (205, 165))[: 2 + int(rng.random() < 0.7)]:
            self._chimney(middle + offset, high * rng.uniform(0.92, 1.08))
        side = middle - 360 if rng.random() < 0.5 else middle + 390
        for k in range(rng.integers(2, 4)):
            self._cooling_tower(side + k * 118 * (-1 if side < middle else 1), 118, 48)

    def _chimney(self, x: float, high: float) -> None:
        wide = high * 0.036
        self.easel.polygon([(x - wide, 0), (x + wide, 0), (x + wide * 0.62, high), (x - wide * 0.62, high)], 0.8)
        self.town.beacons += [(self.number, x, high + 1.5), (self.number, x, high * 0.55)]
        self._smoke(x, high, wide * 0.8, self.rng.uniform(1.9, 2.6))

    def _cooling_tower(self, x: float, high: float, wide: float) -> None:
        part = np.linspace(0, 1, 24)
        across = wide * (0.62 + 0.38 * ((part - 0.78) / 0.78) ** 2)
        left = list(zip(x - across, part * high, strict=True))
        self.easel.polygon(left + list(zip((x + across)[::-1], part[::-1] * high, strict=True)), 0.9)
        self._smoke(x, high - 4, wide * 0.5, 2.2)

    def _towers(self) -> None:
        """Paint the new towers beside the town: rows of one tower copied, the last still under its crane."""
        side = 1 if self.rng.random() < 0.75 else -1
        x = side * self.half * self.rng.uniform(0.34, 0.44)
        count = int(self.rng.integers(4, 7))
        high, wide = self.rng.uniform(100, 118), 26.0
        for k in range(count):
            at = x + side * k * wide * 1.62
            done = high if k < count - 1 else high * 0.62
            self.easel.box(at, at + wide, -20, done, 1.02 + 0.06 * (k % 2))
            self.easel.box(at + wide * 0.36, at + wide * 0.64, done, done + (7 if k < count - 1 else 2), 0.9)
            if k < count - 1:
                self._windows(at + 1, at + wide - 1, 2, done - 2, (3.6, 3.5), 0.30, 0.6)
            else:
                self._crane(at + wide * 0.5, high * 1.24, -side)
        lx, line = self._profile(30)
        self._ground(lx, -3 + line)

    def _crane(self, x: float, high: float, side: int) -> None:
        e = self.easel
        e.line(x, 0, x, high, 1.6)
        e.line(x - side * 16, high - 4, x + side * 52, high - 2, 1.3)
        e.line(x, high + 8, x + side * 50, high - 2, 0.5)
        e.line(x, high + 8, x - side * 15, high - 3, 0.5)
        e.line(x, high - 4, x, high + 8, 1.0)
        e.line(x + side * 34, high - 3, x + side * 34, high - 26, 0.5)
        self.town.beacons.append((self.number, x, high + 10))

    def _slabs(self) -> None:
        """Paint workers' slabs with stair wells and aerials."""
        e, rng = self.easel, self.rng
        x, line = self._profile(12)
        self._ground(x, 2 + line)
        at = e.left
        while at < e.right:
            wide, high = rng.uniform(40, 54), rng.choice([15, 18, 18, 21.0])
            if rng.random() < 0.72:
                e.box(at, at + wide, 0, high, rng.uniform(0.85, 1.1))
                e.box(at + wide * 0.3, at + wide * 0.3 + 1.2, high, high + 3)
                e.line(at + wide * 0.7, high, at + wide * 0.7, high + 4, 0.15)
                self._windows(at + 1, at + wide - 1, 1, high - 0.6, (3.1, 3), 0.26)
            at += wide + rng.uniform(6, 26)

    def _mine(self) -> None:
        """Paint the pit head: headframe, winding house, washery with its galleries, silos."""
        e, rng = self.easel, self.rng
        x, line = self._profile(16)
        self._ground(x, 1.0 + line)
        side = -1 if rng.random() < 0.5 else 1
        head = side * self.half * rng.uniform(0.22, 0.42)
        self._headframe(head, side)
        hall = head - side * rng.uniform(95, 120)
        for k in range(3):
            e.box(hall + k * 17 - 24, hall + k * 17 - 9, 0, 31, 0.9)
            e.polygon(
                [(hall + k * 17 - 24, 31), (hall + k * 17 - 9, 31), (hall + k * 17 - 14, 36), (hall + k * 17 - 19, 36)], 0.8
            )
        far = hall - side * 78
        e.box(*_ordered(far, far - side * 30), 0, 40, 0.95)
        self._windows(*_ordered(far, far - side * 30), 4, 38, (5, 6), 0.22)
        self._gallery((head - side * 8, 15), (hall, 35))
        self._gallery((hall, 33), (far, 38))
        self._gallery((far, 30), (far - side * 120, 3))
        for k in range(10):
            a, w = rng.uniform(e.left, e.right), rng.uniform(12, 34)
            if abs(a - head) > 60:
                e.box(a, a + w, 0, rng.uniform(5, 11), rng.uniform(0.85, 1.1))
                self._windows(a + 1, a + w - 1, 1, 7, (3.5, 4), 0.3)
            if k < 5:
                self._tree(rng.uniform(e.left, e.right), 1, 8 + 4 * rng.random())

    def _gallery(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Cover a conveyor on trestles between two places."""
        self.easel.line(*start, *end, 3.6)
        for part in (0.2, 0.4, 0.6, 0.8):
            x, z = mix(np.array(start), np.array(end), part)
            self.easel.line(x - 1.2, 0, x, z, 0.6)
            self.easel.line(x + 1.2, 0, x, z, 0.6)

    def _headframe(self, x: float, side: int) -> None:
        """Raise an A-frame over the shaft with two sheaves, braced back to the winding house."""
        e = self.easel
        s = side
        posts = ((0, 0, 3, 52), (15, 0, 12, 52), (58, 0, 11, 50), (52, 0, 9, 44))
        braces = ((0.9, 16, 14, 16), (1.8, 32, 13, 32), (0.9, 16, 13, 32), (14, 16, 1.8, 32), (0, 0, 14, 16), (15, 0, 0.9, 16))
        for foot, z0, head, z1 in posts:
            e.line(x + s * foot, z0, x + s * head, z1, 1.5)
        for x0, z0, x1, z1 in (*braces, (1.8, 32, 12, 48), (13, 32, 3, 48), (29, 26, 13, 32), (42, 13, 30, 24)):
            e.line(x + s * x0, z0, x + s * x1, z1, 0.6)
        e.box(*_ordered(x, x + s * 16), 50, 53)
        e.box(*_ordered(x - s * 12, x + s * 22), 0, 13, 0.9)
        e.box(*_ordered(x + s * 52, x + s * 88), 0, 17, 0.95)
        for offset in (5.0, 10.5):
            e.wheel(x + s * offset, 57, 4.6, 0.7)
            self.town.wheels.append((self.number, x + s * offset, 57.0, 4.6))
        e.line(x + s * 9, 60.5, x + s * 62, 17, 0.25)
        e.line(x + s * 3, 62, x + s * 13, 62, 0.5)
        e.line(x + s * 3, 52, x + s * 3, 62, 0.5)
        e.line(x + s * 13, 52, x + s * 13, 62, 0.5)
        self._windows(*_ordered(x - s * 11, x + s * 21), 2, 12, (4, 4.5), 0.4)
        self._windows(*_ordered(x + s * 53, x + s * 87), 2, 16, (4, 4.5), 0.3)
        self.town.beacons.append((self.number, x + s * 8, 64))

    def _rail(self) -> None:
        """Paint an embankment with signals; the coal train that runs on it is a card of its own."""
        x, _ = self._profile(18)
        self._ground(x, 2.2 + 0 * x)
        for at in np.arange(self.easel.left, self.easel.right, 46):
            self.easel.line(at, 2, at, 9.5, 0.22)
            self.easel.line(at - 0.4, 9, at + 2.6, 9, 0.18)
        self.easel.line(self.easel.left, 8.9, self.easel.right, 8.9, 0.08)
        self.town.train = self.number

    def _houses(self) -> None:
        e, rng = self.easel, self.rng
        x, line = self._profile(20)
        ground = 2.4 * line - 2.4
        self._ground(x, ground, 0.9)
        for at in np.arange(e.left, e.right, 12.5):
            a = at + rng.normal(0, 2.2)
            if rng.random() < 0.85:
                self._house(a, float(np.interp(a, x, ground)) - 0.6, rng.uniform(8, 13), rng.uniform(2.8, 3.6), 0.45, 0.46)
        for _ in range(14):
            self._tree(rng.uniform(e.left, e.right), -2, rng.uniform(5, 9))
        for at in np.arange(e.left, e.right, 34):
            e.line(at, -3, at, 8.2, 0.16)
            e.line(at - 1.1, 7.4, at + 1.1, 7.4, 0.12)

    def _house(self, x: float, z: float, wide: float, high: float, flue: float, share: float) -> None:
        """Paint a low brick house: walls, gable or hipped roof, a chimney that mostly smokes."""
        e, rng = self.easel, self.rng
        tone, roof = rng.uniform(0.85, 1.1), rng.uniform(1.5, 2.3)
        e.box(x, x + wide, z - 4, z + high, tone)
        eaves = [(x - 0.6, z + high), (x + wide + 0.6, z + high)]
        ridge = (
            [(x + wide * 0.5, z + high + roof)]
            if rng.random() < 0.4
            else [(x + wide * 0.9, z + high + roof), (x + wide * 0.1, z + high + roof)]
        )
        e.polygon(eaves + ridge, tone * 0.68)
        at = x + wide * rng.uniform(0.2, 0.8)
        e.box(at, at + flue * 1.6, z + high + 0.4, z + high + roof + 1.1, 0.6)
        if rng.random() < 0.6:
            self._smoke(at + flue * 0.8, z + high + roof + 1.2, flue, 0.6)
        self._windows(x + 0.8, x + wide - 0.8, z + 0.3, z + high, (2.7, 2.6), share, 0.42)

    def _roofs(self) -> None:
        """Paint the nearest roofs, poles with their wires, a street lamp, bare trees."""
        e, rng = self.easel, self.rng
        x, line = self._profile(24)
        self._ground(x, 0.6 * line - 1.2, 0.8)
        for u in np.arange(-1.75, 1.8, 0.5):
            at = (u + rng.uniform(-0.12, 0.12)) * self.half
            self._house(at, -2.2, rng.uniform(9, 14), rng.uniform(3.0, 3.6), 0.5, 0.5)
        poles = np.arange(-1.8, 1.9, 0.86) * self.half + rng.uniform(-5, 5)
        for at in poles:
            e.line(at, -3, at, 9.5, 0.22)
            e.line(at - 1.3, 8.6, at + 1.3, 8.6, 0.14)
            e.line(at - 1.0, 7.7, at + 1.0, 7.7, 0.12)
        for a, b in pairwise(poles):
            for offset, z in ((-1.2, 8.6), (1.2, 8.6), (-0.9, 7.7), (0.9, 7.7)):
                part = np.linspace(0, 1, 20)
                sag = z - (1 - (2 * part - 1) ** 2) * 1.3
                wire = list(zip(a + offset + (b - a) * part, sag, strict=True))
                for (x0, z0), (x1, z1) in pairwise(wire):
                    e.line(x0, z0, x1, z1, 0.035)
        lamp = poles[2] + 0.2
        e.line(lamp - 0.2, 6.8, lamp + 2.0, 7.2, 0.1)
        self.town.lamps.append((self.number, lamp + 2.0, 7.1))
        for _ in range(3):
            self._tree(rng.uniform(-1.2, 1.2) * self.half, -2, rng.uniform(7, 11))

    # ---------------------------------------------------------------- light
    def _finish(self, drop: float) -> Card:
        """Bake sky light, spill of the windows and haze into one premultiplied picture."""
        e, light = self.easel, self.light
        cover, tone, glow = e.layers()
        h, w = cover.shape
        clear: Array | float = math.exp(-e.depth / light.sight)
        rows = np.arange(h, dtype=np.float32)[:, None, None]
        seen = self.horizon + ((drop - e.top) * e.metre + rows) / self.size[1]  # where in the frame, at the station
        haze = mix(light.haze_high, light.haze_low, np.clip((seen - 0.29) / 0.5, 0, 1))
        mist = (0.42 if e.depth > 150 else 0.12) * np.exp(-np.abs(e.top - rows / e.metre) / 11.0)  # it lies on the ground
        clear = clear * (1 - mist)
        grain = cv2.resize(spectral_noise(256, slope=1.3, seed=int(e.depth) % 97, lowest=3), (w, h))
        edges = np.clip(cover - np.roll(cover, max(1, int(0.35 * e.metre)), 0), 0, 1)[..., None] * (light.sky * 1.3)
        near = cv2.GaussianBlur(glow, (0, 0), max(1.0, min(14.0, 2.6 * e.metre)))
        far = cv2.resize(glow, (w // 4, h // 4), interpolation=cv2.INTER_AREA)
        far = cv2.resize(cv2.GaussianBlur(far, (0, 0), max(0.6, min(10.0, 2.3 * e.metre))), (w, h))
        spill = near * 0.16 + far * 0.30
        lit = light.sky * 0.62 * (tone * (1 + 0.18 * grain))[..., None] + edges + spill
        alpha = cover[..., None]
        paint = (lit * clear + haze * (1 - clear)) * alpha + glow * (clear**0.6) * alpha + spill * 0.10 * (1 - alpha) * clear
        picture = np.dstack([paint, cover]).astype(np.float32)
        return card(e.depth, picture, e.left, e.top - drop, e.metre, ground=True)


def _ordered(a: float, b: float) -> tuple[float, float]:
    return min(a, b), max(a, b)


def paint_train(metre: float, light: TownLight, depth: float) -> Array:
    """Return one period of a coal train, premultiplied (h, w, 4): two hoppers heaped with coal, `metre` pixels to the metre."""
    e = Easel(depth, metre, 0.0, 5.6, (int(28 * metre), max(6, int(5.8 * metre))))
    for x in (0.4, 14.4):
        e.polygon([(x, 1.1), (x + 1.4, 1.1), (x + 11.8, 1.1), (x + 13.2, 1.1), (x + 13.2, 3.9), (x, 3.9)], 1.0)
        top = [(x + 0.4 + q * 1.24, 3.9 + 0.9 * math.sin(math.pi * q / 10) ** 0.6) for q in range(11)]
        e.polygon(top, 0.45)
        e.line(x - 0.5, 1.3, x + 13.8, 1.3, 0.4)
        for q in (1.6, 3.4, 9.8, 11.6):
            e.wheel(x + q, 0.5, 0.36, 0.34)
        for q in np.arange(1.0, 13, 1.5):
            e.line(x + q, 1.3, x + q, 3.8, 0.12)
    cover, tone, _ = e.layers()
    clear = math.exp(-depth / light.sight)
    edges = np.clip(cover - np.roll(cover, 1, 0), 0, 1)[..., None] * (light.sky * 0.8)
    body = (light.sky * 0.32 * tone[..., None] + edges) * clear + light.haze_low * (1 - clear)
    return np.dstack([body * cover[..., None], cover]).astype(np.float32)


def sky(size: tuple[int, int], horizon_row: float, colours: tuple[Array, Array, Array, Array]) -> Array:
    """Return a quarter-size sky (h, w, 4): low, middle, high colour, and a glow on the horizon, for a horizon row in pixels."""
    low, middle, high, glow = colours
    w, h = size[0] // 4, size[1] // 4
    up = np.clip((horizon_row / 4 - np.arange(h, dtype=np.float32) - 0.5) / (0.66 * h), 0, None)[:, None, None]
    picture = np.zeros((h, w, 4), np.float32)
    across = (np.arange(w, dtype=np.float32) + 0.5) / w
    picture[..., :3] = mix(mix(low, middle, smoothstep(0.0, 0.42, up)), high, smoothstep(0.30, 1.05, up))
    bright = np.exp(-(((across - 0.56) / 0.30) ** 2))[None] * np.exp(-up[..., 0] * 5.5)
    picture[..., :3] += bright[..., None] * glow
    return picture
