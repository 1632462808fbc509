"""Life in a street: what stands along it, who walks and drives there, and the wet ground that mirrors all."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels, smoothstep
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.settings.city.boards import banner, road_signs, shop_boards
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas, Glows
from white_cloud.backends.cameras.animatic.settings.city.cars import Car, Fleet, Model, Placed
from white_cloud.backends.cameras.animatic.settings.city.furniture import POLES, Joiner, Shine, hang_wires
from white_cloud.backends.cameras.animatic.settings.city.people import Somebody, Way, person_pieces
from white_cloud.backends.cameras.animatic.settings.city.pieces import Pieces, draw_pieces
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits
from white_cloud.backends.cameras.animatic.settings.city.road import CROSSING, LAMPS, PERIOD, Road, lamp_place
from white_cloud.backends.cameras.animatic.settings.city.trees import TALL, tree, tree_cards
from white_cloud.backends.cameras.animatic.settings.city.wet import Mirror

_SIGHT = 250.0  # metres up to which things stand in a street
_TREES, _PEOPLE = 150.0, 150.0  # metres up to which there are trees, and people
_TRAFFIC = 300.0  # metres after which the traffic repeats
_SIGNALS = ("green", "amber", "red")


@dataclass(frozen=True)
class Life:
    """Who and what is in a street: cars that drive, cars that stand, people, and their ways.

    `signal` tells what the traffic lights show at a time; `banners` hang from the lamps; `wires` run along the right; boards
    in front of shops shine by `shops`.
    """

    models: tuple[Model, ...] = field(default=(), repr=False)
    driving: tuple[Car, ...] = ()
    parked: tuple[Car, ...] = ()
    people: tuple[Somebody, ...] = field(default=(), repr=False)
    ways: tuple[Way, ...] = ()
    signal: Callable[[float], str] = lambda _: "green"
    banners: bool = False
    wires: bool = False
    shops: float = 1.0

    def sparing(self, words: frozenset[str]) -> Life:
        """Return this life without the traffic, lorries or people that words refuse; a lorry is the last of the models."""
        gone = range(len(self.models)) if "no traffic" in words else [len(self.models) - 1] if "no truck" in words else ()
        driving, parked = (tuple(car for car in cars if car.model not in gone) for cars in (self.driving, self.parked))
        return replace(self, driving=driving, parked=parked, ways=() if "no people" in words else self.ways)


class Street:
    """Draws one road's life into pictures of its blocks."""

    def __init__(self, road: Road, blocks: Blocks, seed: int, life: Life, lit: bool, span: tuple[float, float]) -> None:
        """Furnish the road over a `span` of metres along that the lens may pass; its lamps are `lit` or not."""
        self.road, self.life, self._lit = road, life, lit
        mood = blocks.mood
        snowy = bool(mood.weather.snow)
        light, lamp = mood.ambient * 0.8 + mood.sun * 0.22, mood.lamps * (0.7 if lit else 0.0)
        self._trees = [tree_cards(*tree(seed * 5 + k, snowy), light, lamp, snowy) for k in range(3)]
        wet = max(mood.weather.wet, 0.85 if mood.lit and mood.windows > 1 else 0.35 if mood.lit else 0.0)
        self._mirror = Mirror(seed, wet * (0.35 if snowy else 1.0)) if wet else None
        self._fall = Fall.of(mood.weather, seed)
        self._fleet = Fleet(life.models, road.yaw, blocks)
        self._people_light = blocks.light_on(np.array([[0, 0, 0.35]]), 0.0)[0] + 0.3 * mood.sun
        self._furnish(Joiner(road, blocks), seed, (span[0], span[1] + _SIGHT))

    # ---------------------------------------------------------------- what stands
    def _furnish(self, joiner: Joiner, seed: int, span: tuple[float, float]) -> None:
        pieces: list[Pieces] = []
        shines: list[Shine | None] = []
        for along, side in _lamp_places(span):
            post, shine = joiner.lamp_post(along, side, self._lit)
            pieces.append(post)
            shines.append(shine)
            if self.life.banners:
                pieces += joiner.board(banner(self.road, along, side))[0]
        blocks = range(math.floor(span[0] / PERIOD), math.ceil(span[1] / PERIOD))
        for block in blocks:
            boards = road_signs(self.road, block)
            boards += [] if self.life.banners else shop_boards(self.road, seed, block, self.life.shops)
            for board in boards:
                made, shine = joiner.board(board)
                pieces += made
                shines.append(shine)
        if self.life.wires:
            pieces += [
                joiner.pole(k * POLES, self.road.kerb + 0.9) for k in range(int(span[0] // POLES), int(span[1] // POLES))
            ]
        self._standing = Pieces.joined(pieces)
        self._shines = [shine for shine in shines if shine is not None]
        self._signals, self._signal_shines = {}, {}
        for shows in _SIGNALS:
            made_signals = [joiner.signal(block * PERIOD + CROSSING + 8, side, shows) for block in blocks for side in (-1, 1)]
            self._signals[shows] = Pieces.joined([one for one, _ in made_signals])
            self._signal_shines[shows] = [shine for _, shine in made_signals if shine is not None]

    # ---------------------------------------------------------------- a moment
    def draw(self, canvas: Canvas, hits: Hits, t: float) -> None:
        """Draw all that stands and moves, with its shadows, lamps and mirror images."""
        here = float(self.road.along(canvas.lens.x, canvas.lens.y))
        cars, ways = self._cars(here, t), self._walking(here, t)
        self._lay_shadows(canvas, hits, cars, ways)
        if self.life.wires:
            hang_wires(canvas, self.road, math.floor(here / POLES) * POLES + 0.0, 4)
        signal = self.life.signal(t)
        moving = self._fleet.pieces(cars, canvas.lens)
        moving += [
            person_pieces(self.life.people[way.who], way, gone, place, self._people_light, canvas.lens)
            for way, place, gone in ways
        ]
        draw_pieces(canvas, Pieces.joined([self._standing, self._signals[signal], *moving]))
        self._stand_trees(canvas, here)
        (self._glows(self._shines + self._signal_shines[signal]) + self._fleet.glows(cars)).lay(canvas)
        if self._mirror is not None:
            self._mirror.lay(canvas.picture, canvas.depth, hits, canvas.lens, t)
        if self._fall is not None:
            let_fall(self._fall, canvas, t)

    @staticmethod
    def _glows(shines: Sequence[Shine]) -> Glows:
        places = np.array([shine.place for shine in shines]).reshape(-1, 3)
        light = np.array([shine.light for shine in shines]).reshape(-1, 3)
        return Glows(places, np.array([shine.reach for shine in shines]), light)

    def _stand_trees(self, canvas: Canvas, here: float) -> None:
        for number in range(math.ceil((here + _TREES) / 16), math.floor(here / 16), -1):
            along = number * 16.0 + 2
            if along < here + 2 or (along + 14) % PERIOD < CROSSING + 22:
                continue
            for side in (-1, 1):
                size = TALL * (0.80 + 0.08 * ((number * 5 + side) % 4)) * (0.8 if self.road.half < 12 else 1.0)
                x, y = self.road.place(along, side * (self.road.kerb + 1.5))
                canvas.card(self._trees[(number * 7 + side) % 3], (float(x), float(y), 0.0), size, "plant")

    def _cars(self, here: float, t: float) -> list[Placed]:
        """Return the cars in sight."""
        start, found = here - 30, []
        for car in self.life.driving:
            along = start + (car.at(t) - start) % _TRAFFIC
            fade = float(smoothstep(start + _TRAFFIC, start + _TRAFFIC - 60, along))
            lamps = (1.0 if self._lit else 0.12 if car.speed < 0 else 0.0) * fade
            found.append(self._placed(car, along, lamps))
        for car in self.life.parked:
            along = start + (car.along - start) % (4 * PERIOD)
            if along < here + 130 and (along + 12) % PERIOD > CROSSING + 22:
                found.append(self._placed(car, along, 0.0))
        return found

    def _placed(self, car: Car, along: float, lamps: float) -> Placed:
        x, y = self.road.place(along, car.across)
        return Placed(car.model, (float(x), float(y)), car.speed < 0, lamps, car.braking)

    def _walking(self, here: float, t: float) -> list[tuple[Way, tuple[float, float], float]]:
        """Return the ways of people in sight, with where each is and how far each has gone."""
        found = []
        for way in self.life.ways:
            along, across, gone = way.at(t)
            if here + 1.5 < along < here + _PEOPLE:
                x, y = self.road.place(along, across)
                found.append((way, (float(x), float(y)), gone))
        return found

    def _lay_shadows(
        self, canvas: Canvas, hits: Hits, cars: Sequence[Placed], ways: Sequence[tuple[Way, tuple[float, float], float]]
    ) -> None:
        """Darken the ground under cars and people."""
        lens = canvas.lens
        height, width = canvas.depth.shape
        first = max(0, math.ceil(lens.horizon_row))
        if height - first < 3 or not (cars or ways):
            return
        models = self.life.models
        feet = [(*car.place, models[car.model].length / 2 + 0.15, models[car.model].width / 2 + 0.18) for car in cars]
        feet += [(*place, 0.22, 0.34) for _, place, _ in ways]
        x, y, long, wide = (np.array(part)[:, None] for part in zip(*feet, strict=True))
        angle = math.radians(self.road.yaw)
        ahead, aside = long * np.array([-1, 1, 1, -1]), wide * np.array([-1, -1, 1, 1])
        x = x + math.sin(angle) * ahead + math.cos(angle) * aside
        y = y + math.cos(angle) * ahead - math.sin(angle) * aside
        column, row, depth = lens.project(x, y, np.zeros_like(x))
        points = np.round(np.clip(np.stack([column, row - first], 2), -60000, 60000) * 16).astype(np.int32)
        mask: Array = np.zeros((height - first, width), np.uint8)
        for one in np.flatnonzero((depth.min(1) > 0.8) & (depth.min(1) < 140)).tolist():
            cv2.fillConvexPoly(mask, points[one], 150, cv2.LINE_8, 4)
        soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, width / 420)).astype(np.float32)
        soft *= np.float32(1 / 255)
        soft *= hits.ground[first:]
        region = np.ascontiguousarray(canvas.picture[first:])
        canvas.picture[first:] = cv2.multiply(region, four_channels(1 - soft))


def _lamp_places(span: tuple[float, float]) -> list[tuple[float, int]]:
    numbers = range(math.floor(span[0] / LAMPS), math.ceil(span[1] / LAMPS))
    places = [lamp_place(number) for number in numbers]
    return [(along, side) for along in places for side in (-1, 1) if not 0 < along % PERIOD < CROSSING]


def let_fall(fall: Fall, canvas: Canvas, t: float) -> None:
    """Draw snow or rain before a picture, in the light of its sky and lamps."""
    cover = fall.seen(canvas.lens, canvas.depth, t).astype(np.float32)
    cover *= np.float32(fall.strength / 255)
    mood = canvas.blocks.mood
    paint = np.append(mood.haze[0] * 0.75 + mood.ambient * 0.5 + mood.lamps * 0.10, 0).astype(np.float32)
    drops = four_channels(cover) * paint
    np.copyto(canvas.picture, cv2.add(cv2.multiply(canvas.picture, four_channels(1 - cover)), drops))
