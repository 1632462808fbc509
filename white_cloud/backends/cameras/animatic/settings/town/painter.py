"""The town on its flats, far to near: hills, heaps, works, towers, slabs, rows of houses, and what hangs before the lens."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card
from white_cloud.backends.cameras.animatic.props.scenery import Flat, Place, View
from white_cloud.backends.cameras.animatic.props.smoke import Plume
from white_cloud.backends.cameras.animatic.radiance import colour
from white_cloud.backends.cameras.animatic.settings.town.blocks import Estate
from white_cloud.backends.cameras.animatic.settings.town.houses import Builder, Season
from white_cloud.backends.cameras.animatic.settings.town.lots import House, hidden, house, lots
from white_cloud.backends.cameras.animatic.settings.town.plan import Plan, TownLight
from white_cloud.backends.cameras.animatic.settings.town.works import Industry

_FRONT, _UP = (0.0, -1.0, 0.0), (0.0, 0.0, 1.0)
_LAMP = colour("#ffc27e", 2.0)
_TRAIN = 28.0  # metres after which the wagons repeat
_STOVES = 9  # as many as may smoke


@dataclass(frozen=True)
class Spot:
    """A place on a card: the card's number, metres across and up from the eye on it, and how large a metre is there."""

    card: int
    x: float
    z: float
    scale: float


@dataclass
class Scene:
    """The painted town: cards far to near; plumes, red lamps and wheels (with their radius) where they belong."""

    cards: list[Card] = field(default_factory=list)
    plumes: list[tuple[Spot, Plume]] = field(default_factory=list)
    beacons: list[Spot] = field(default_factory=list)
    wheels: list[tuple[Spot, float]] = field(default_factory=list)
    train: Card | None = None
    rail: int = -1


class TownPainter:
    """Paints a town by a plan, for one lens, light and season; `spare` are the metres and radians a camera may stray."""

    def __init__(
        self, view: View, plan: Plan, light: TownLight, season: Season, spare: tuple[float, float], seed: int, calm: float
    ) -> None:
        self.view, self.plan, self.light, self.season, self.spare = view, plan, light, season, spare
        self.random = np.random.default_rng((seed, plan.seed))
        self.builder = Builder(self.random, season)
        self.estate = Estate(self.random, season)
        self.works = Industry(self.random, self.estate, calm)
        self.scene = Scene()
        self.earth = season.ground(colour("#8a7c68") * np.float32(0.72))

    def paint(self) -> Scene:
        """Return the whole town."""
        plan = self.plan
        stages: list[tuple[float, float, Callable[[Flat], None]]] = [(5200, 900, self._hills), (2300, 330, self._heaps)]
        if plan.plant:
            stages.append((plan.plant[1], 260, self._plant))
        if plan.towers:
            stages.append((plan.towers[1], 150, self._towers))
        if plan.pit:
            stages.append((plan.pit[1], 62, self._pit))
        if plan.slabs:
            stages.append((plan.slabs, 26, self._slabs))
        if plan.rail:
            stages.append((plan.rail, 11, self._rail))
        stages += [(depth, 10.5, self._row) for depth in plan.rows]
        stages.sort(key=lambda stage: -stage[0])
        depths = [stage[0] for stage in stages]
        self._houses = {y: self._row_of(y, depths[depths.index(y) - 1]) for y in plan.rows}
        for number, (depth, tall, draw) in enumerate(stages):
            self.beyond = stages[number - 1][0] if number else depth * 3
            self._stage(depth, tall, draw)
        self._stage(plan.rows[-1] * 0.52, plan.eye + plan.rows[-1] * 0.5, self._foreground, ground=False)
        self._stoves()
        return self.scene

    # ---------------------------------------------------------------- a flat
    def half(self, depth: float) -> float:
        """Return half the frame's width in metres at a distance."""
        return depth * self.view.size[0] / 2 / self.view.focal

    def _stage(self, depth: float, tall: float, draw: Callable[[Flat], None], ground: bool = True) -> None:
        """Draw one flat and keep what smokes and shines on it."""
        reach = self._reach(depth)
        highest = self._height_at(-0.24, depth)
        below = max(6.0, 0.16 * self.view.size[1])
        flat = Flat(
            self.view, depth, reach, min(tall, highest), below if ground else 2.0, self.light.daylight, 1.0 if ground else 0.6
        )
        if ground:
            self._ground(flat, depth)
        lamps = len(self.builder.lamps)
        before = len(self.works.plumes), len(self.works.beacons), len(self.works.wheels), len(self.estate.beacons)
        draw(flat)
        if self.light.lamps:
            for lamp in self.builder.lamps[lamps:]:
                self._light_lamp(flat, lamp)
        finished = flat.finish(self.season.wet, 0.10 if depth < 400 else 0.06)
        number = len(self.scene.cards)
        self.scene.cards.append(finished if ground else replace(finished, ground=False, solid=len(finished.picture)))
        for y, plume in self.works.plumes[before[0] :]:
            self.scene.plumes.append((self._spot(number, (plume.x, y, plume.z)), plume))
        self.scene.beacons += [
            self._spot(number, p) for p in self.works.beacons[before[1] :] + self.estate.beacons[before[3] :]
        ]
        for x, y, z, radius in self.works.wheels[before[2] :]:
            self.scene.wheels.append((self._spot(number, (x, y, z)), radius))

    def _spot(self, number: int, place: Place) -> Spot:
        ratio = self.scene.cards[number].depth / place[1]
        return Spot(number, place[0] * ratio, (place[2] - self.plan.eye) * ratio, ratio)

    def _ground(self, flat: Flat, depth: float) -> None:
        wide, near = self.half(self.beyond) * 4 + 50, depth * 0.45
        plain = [(-wide, near, 0), (wide, near, 0), (wide, self.beyond, 0), (-wide, self.beyond, 0)]
        flat.face(plain, self.earth, _UP, "ground")
        if depth > 600:
            return
        for _ in range(26):  # trodden snow, puddles, ash
            x, y = float(self.random.uniform(-1, 1)) * self.half(depth) * 1.6, depth * float(self.random.uniform(0.95, 1.3))
            long, deep = float(self.random.uniform(1, 5)), float(self.random.uniform(0.4, 1.6))
            ring = [(x + long * math.cos(a), y + deep * math.sin(a), 0.0) for a in np.linspace(0, 6.28, 14)]
            if self.season.wet > 0.5 and self.random.random() < 0.6:
                flat.fill(ring, self.light.sky[1] * np.float32(0.55), "water")
            else:
                flat.face(ring, self.earth * np.float32(self.random.uniform(0.78, 1.08)), _UP, "ground")

    def _light_lamp(self, flat: Flat, lamp: Place) -> None:
        x, y, z = lamp
        glare = 0.10 + 0.45 / flat.scale_at(y)
        globe = [(x + 1.4 * glare * math.cos(a), y, z + glare * math.sin(a)) for a in np.linspace(0, 6.28, 12)]
        flat.shine(globe, _LAMP * np.float32(2.2))
        flat.pool((x, y, z - 0.2), 3.2, _LAMP * np.float32(0.34))
        flat.pool((x, y - 0.3, 0.3), 4.4, _LAMP * np.float32(0.20))

    # ---------------------------------------------------------------- far
    def _hills(self, flat: Flat) -> None:
        self.works.hills(flat, flat.depth, 300.0, self.season.ground(colour("#6d665c")), self.plan.seed, 1.0)

    def _heaps(self, flat: Flat) -> None:
        albedo = self.season.ground(colour("#554f49"))
        half = self.half(flat.depth)
        for u in np.arange(-1.7, 1.8, 0.75):
            high = float(self.random.uniform(70, 170))
            self.works.heap(flat, (float(u) + float(self.random.uniform(-0.2, 0.2))) * half, flat.depth, high, albedo)

    def _plant(self, flat: Flat) -> None:
        assert self.plan.plant is not None
        self.works.plant(flat, self.plan.plant[0] * self.half(flat.depth), flat.depth, self.plan.cooling)

    def _towers(self, flat: Flat) -> None:
        assert self.plan.towers is not None
        part, _, count = self.plan.towers
        side = 1 if part > -0.2 else -1
        self.estate.towers(flat, part * self.half(flat.depth), flat.depth, count, side)

    def _pit(self, flat: Flat) -> None:
        assert self.plan.pit is not None
        part = self.plan.pit[0]
        self.works.pit(flat, part * self.half(flat.depth), flat.depth, -1 if part > 0.05 else 1)
        for _ in range(6):
            self.builder.tree(flat, float(self.random.uniform(-1.3, 1.3)) * self.half(flat.depth), flat.depth, 7.0)

    def _slabs(self, flat: Flat) -> None:
        reach = self.half(flat.depth) * 1.7
        self.estate.slabs(flat, -reach, reach, flat.depth)

    def _rail(self, flat: Flat) -> None:
        """Lay an embankment with its masts; the coal train on it is a card of its own."""
        bank, reach = self.season.ground(colour("#5f574e")), self.half(flat.depth) * 2
        y = flat.depth
        flat.face([(-reach, y, 0), (reach, y, 0), (reach, y + 3, 1.8), (-reach, y + 3, 1.8)], bank, (0.0, -0.6, 0.8), "ground")
        dark = flat.daylight.on(colour("#3c3834"), _FRONT)
        for at in np.arange(-reach, reach, 38):
            flat.stroke([(float(at), y + 6, 1.8), (float(at), y + 6, 9.0)], 0.25, dark, "thing")
            flat.stroke([(float(at) - 0.4, y + 6, 8.6), (float(at) + 2.8, y + 4, 8.2)], 0.15, dark, "thing")
        flat.stroke([(-reach, y + 4, 8.0), (reach, y + 4, 8.0)], 0.06, dark, "thing")
        self.scene.rail = len(self.scene.cards)
        self.scene.train = self._train(y)

    def _train(self, y: float) -> Card:
        """Return two hoppers heaped with coal as a card that can be laid end to end."""
        flat = Flat(self.view, y, _TRAIN / 2, 6.8, 2.0, self.light.daylight)
        rust, coal = colour("#5d463a"), self.season.roof(colour("#1c1b1b"))
        steel = flat.daylight.on(colour("#2a2826"), _FRONT)
        for x in (-_TRAIN / 2 + 0.5, 0.5):
            part = np.linspace(0, 1, 12)
            load = [(x + 0.5 + 12 * p, y, 5.3 + 0.9 * math.sin(math.pi * p) ** 0.6) for p in part.tolist()]
            flat.face([(x + 0.5, y, 4.6), *load, (x + 12.5, y, 4.6)], coal, (0.0, -0.5, 0.85), "vehicle")
            side = [(x, y, 2.9), (x + 13, y, 2.9), (x + 13, y, 5.3), (x, y, 5.3)]
            flat.face(side, rust * np.float32(self.random.uniform(0.8, 1.1)), _FRONT, "vehicle")
            for rib in np.arange(x + 0.2, x + 13.2, 1.4):
                flat.stroke([(float(rib), y, 2.9), (float(rib), y, 5.3)], 0.12, steel, "vehicle")
            flat.fill([(x - 0.5, y, 2.6), (x + 13.5, y, 2.6), (x + 13.5, y, 2.95), (x - 0.5, y, 2.95)], steel, "vehicle")
            for wheel in (1.6, 3.4, 9.6, 11.4):
                ring = [(x + wheel + 0.46 * math.cos(a), y, 2.3 + 0.46 * math.sin(a)) for a in np.linspace(0, 6.28, 14)]
                flat.fill(ring, steel, "vehicle")
        one = flat.finish()
        period = int(_TRAIN * one.metre)
        whole = math.ceil(self.view.size[0] * 1.6 / period) + 2
        assert one.kinds is not None
        picture = np.tile(one.picture[:, :period], (1, whole, 1))
        return replace(one, picture=picture, kinds=np.tile(one.kinds[:, :period], (1, whole)), ground=False, solid=len(picture))

    # ---------------------------------------------------------------- near
    def lane_at(self, y: float) -> float | None:
        """Return the lane's middle, metres across, at a distance."""
        if self.plan.lane is None:
            return None
        nearest = self.plan.rows[-1]
        start = self.plan.lane * self.half(nearest) * (1.0 if self.plan.eye > 5 else 0.4)
        return start + (y - nearest) * self.plan.lane * (-0.12 if self.plan.eye > 5 else 0.03)

    def _reach(self, depth: float) -> float:
        """Return half the width in metres that a flat at a distance must cover."""
        return self.half(depth) * 1.02 + depth * math.tan(self.spare[1]) + self.spare[0]

    def _row_of(self, y: float, beyond: float) -> list[House]:
        """Return the houses of a row."""
        reach, deep = self._reach(y), min(6.4, (beyond - y) * 0.55)
        high = float(self.random.uniform(2.7, 3.1))
        houses = []
        for span in lots(self.random, -reach, reach, self.lane_at(y + 2)):
            front = y + float(self.random.uniform(0.6, 1.6))
            houses.append(house(self.random, span, (front, front + deep), high + float(self.random.uniform(-0.2, 0.5))))
        return houses

    def _row(self, flat: Flat) -> None:
        """Build a row of houses: yards between them, a gap for the lane, poles and washing before them."""
        y, reach = flat.depth, self._reach(flat.depth)
        lane = self.lane_at(y + 2)
        if lane is not None:
            light = flat.daylight.on(self.season.ground(colour("#9a8c78") * np.float32(0.8)), _UP)
            self.builder.path(flat, lane, 2.3, (y * 0.7, self.beyond), light)
        houses = self._houses[y]
        number = self.plan.rows.index(y) + 1
        nearer = self._houses[self.plan.rows[number]] if number < len(self.plan.rows) else []
        for one in houses:
            self.builder.shadow(flat, one.x, one.y, one.eaves + 1.5, self.earth)
        for one in sorted(houses, key=lambda house: -abs(sum(house.x))):
            end = one.x[1]
            if self.random.random() < 0.5 and (lane is None or not end - 3 < lane < end + 6):
                self.builder.fence(flat, (end, end + 3.2), one.y[0] + 0.5)
            self.builder.house(flat, one, 0.62, partial(hidden, nearer, eye=self.plan.eye))
        self._furniture(flat, y, reach, lane)

    def _furniture(self, flat: Flat, y: float, reach: float, lane: float | None) -> None:
        random, builder = self.random, self.builder
        for at in np.arange(-reach + float(random.uniform(0, 20)), reach, 27.0).tolist():
            if lane is None or abs(at - lane) > 3.4:
                builder.pole(flat, at, y - 0.4)
            builder.wires(flat, (at - 0.8, y - 0.4, 7.0), (at + 26.2, y - 0.4, 7.0))
        if lane is not None:
            side = 1 if int(y) % 2 else -1
            builder.lamp(flat, lane + side * 2.7, y + 0.2, 5.0, -side * 1.0)
        else:
            builder.lamp(flat, float(random.uniform(-0.8, 0.8)) * self.half(y), y - 0.3)
        for _ in range(2):
            at = float(random.uniform(-1, 1)) * self.half(y)
            if random.random() < 0.45 and (lane is None or min(abs(at - lane), abs(at + 4 - lane)) > 3) and flat.metre > 6:
                builder.washing(flat, (at, at + 4.2), y - 0.2)
        for _ in range(3):
            at = float(random.uniform(-1.2, 1.2)) * self.half(y)
            if lane is None or abs(at - lane) > 4:
                builder.tree(flat, at, y + 0.2, float(random.uniform(5, 8.5)))

    def _foreground(self, flat: Flat) -> None:
        """Hang what is nearest out of the way of what is to be looked at: wires, and a pole or a bare tree at the side."""
        y, half, builder = flat.depth, self.half(flat.depth), self.builder
        side = -1 if (self.plan.lane or 0.1) > 0 else 1
        at, top = side * half * float(self.random.uniform(0.66, 0.86)), self._height_at(0.22, y)
        kind = int(self.random.integers(3))
        if self.plan.eye < 5 or kind == 1:
            high = self._height_at(float(self.random.uniform(0.02, 0.10)), y)
            for rise in (0.0, -0.12 * half):
                builder.wires(
                    flat, (-half * 2.2, y, high + rise), (half * 2.2, y, high + 0.25 * half * side + rise), 0.12 * half, 1
                )
            return
        if kind == 2:
            builder.tree(flat, side * half * 0.97, y, top * 0.85)
        else:
            builder.pole(flat, at, y, top)
        for rise in (0.0, -0.55):
            builder.wires(flat, (at, y, top - 0.4 + rise), (-side * half * 2.4, y, top * 1.05 + rise), 1.0 + 0.02 * half, 1)
            builder.wires(flat, (at, y, top - 0.4 + rise), (side * half * 2.2, y, top + 0.8 + rise), 0.4, 1)

    def _height_at(self, row: float, y: float) -> float:
        """Return how high over the ground a thing is that is seen at a row (a part of the frame's height) at a distance."""
        return self.plan.eye + (self.view.horizon - row) * self.view.size[1] / self.view.focal * y

    def _stoves(self) -> None:
        """Let some of the houses' flues smoke, thinly; the number that smokes has an end."""
        flues = [flue for flue in self.builder.flues if abs(flue[0]) < self.half(flue[1]) * 1.05]
        order = self.random.permutation(len(flues))[:_STOVES]
        depths = [one.depth for one in self.scene.cards[:-1]]
        for pick in order.tolist():
            x, y, z = flues[pick]
            number = next((k for k, depth in enumerate(depths) if depth <= y), len(depths) - 1)  # far to near
            self.works.smoke(x, y, z, 0.30, 0.75, 17.0, 0.65)
            self.scene.plumes.append((self._spot(number, (x, y, z)), self.works.plumes[-1][1]))
