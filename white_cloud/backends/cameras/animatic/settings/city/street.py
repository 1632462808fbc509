"""Life in a street: what stands along it, who walks and drives there, and the wet ground that mirrors all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.radiance import Array, colour, four_channels, smoothstep
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas, Glows
from white_cloud.backends.cameras.animatic.settings.city.cars import Car, draw_car
from white_cloud.backends.cameras.animatic.settings.city.furniture import Board, Stand, abstract_marks
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.city.people import Somebody, Way, draw_somebody
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits
from white_cloud.backends.cameras.animatic.settings.city.road import CROSSING, LAMPS, PERIOD, Road, lamp_place
from white_cloud.backends.cameras.animatic.settings.city.trees import TALL, tree, tree_card
from white_cloud.backends.cameras.animatic.settings.city.wet import Mirror

_SIGHT = 250.0  # metres up to which things stand in a street
_TRAFFIC = 300.0  # metres after which the traffic repeats
_NEON = ("#ff3b6a", "#2fd8e8", "#ffb020", "#ff5a2a", "#9a6cff", "#40e0a0", "#ff2d3a", "#f4f0e4")

#: Something to draw: metres along, and what draws it.
_Thing = tuple[float, Callable[[], None]]


@dataclass(frozen=True)
class Life:
    """Who and what is in a street: cars that drive, cars that stand, people's ways, who they are from behind and aside.

    `signal` tells what the traffic lights show at a time; `banners` hang from the lamps; `wires` run along the right.
    """

    driving: tuple[Car, ...] = ()
    parked: tuple[Car, ...] = ()
    ways: tuple[Way, ...] = ()
    behind: tuple[Somebody, ...] = field(default=(), repr=False)
    aside: tuple[Somebody, ...] = field(default=(), repr=False)
    signal: Callable[[float], str] = lambda _: "green"
    banners: bool = False
    wires: bool = False
    shops: bool = True


class Street:
    """Draws one road's life into a picture of its blocks."""

    def __init__(self, road: Road, mood: Mood, seed: int, life: Life, lit: bool) -> None:
        """Furnish the road; its lamps are `lit` or not."""
        self.road, self.mood, self.seed, self.life, self.lit = road, mood, seed, life, lit
        snowy = bool(mood.weather.snow)
        light = mood.ambient * 0.8 + mood.sun * 0.22
        lamp = mood.lamps * (0.7 if lit else 0.0)
        self._trees = [tree_card(*tree(seed * 5 + k, snowy), light, lamp, snowy) for k in range(3)]
        wet = max(mood.weather.wet, 0.85 if mood.lit and mood.windows > 1 else 0.35 if mood.lit else 0.0)
        self._mirror = Mirror(seed, wet * (0.35 if snowy else 1.0)) if wet else None
        self._fall = Fall.of(mood.weather, seed)
        self._boards = {block: _boards(road, seed, block, life) for block in range(-30, 30)}

    def draw(self, canvas: Canvas, hits: Hits, t: float) -> None:
        """Draw all that stands and moves, far to near, with its shadows, lamps and mirror images."""
        here = float(self.road.along(canvas.lens.x, canvas.lens.y))
        glows = Glows()
        cars = list(self._cars(here, t))
        self._lay_shadows(canvas, hits, cars, t)
        things = [*self._standing(canvas, glows, here, t), *self._moving(canvas, glows, cars, here, t)]
        for _, thing in sorted(things, key=lambda one: -one[0]):
            thing()
        if self.life.wires:
            first = math.floor(here / 40)
            Stand(canvas, glows, self.road).wires([(first + k) * 40.0 + 4 for k in range(6)], self.road.kerb + 0.9)
        glows.lay(canvas.picture, canvas.depth)
        if self._mirror is not None:
            self._mirror.lay(canvas.picture, canvas.depth, hits, canvas.lens, t)
        self._let_fall(canvas, t)

    # ---------------------------------------------------------------- what stands
    def _standing(self, canvas: Canvas, glows: Glows, here: float, t: float) -> Iterator[_Thing]:
        stand, road = Stand(canvas, glows, self.road), self.road
        for number in range(math.floor(here / LAMPS), math.ceil((here + _SIGHT) / LAMPS) + 1):
            along = lamp_place(number)
            if along > here + 1 and not 0 < along % PERIOD < CROSSING:
                for side in (-1, 1):
                    yield along, partial(stand.lamp_post, along, side, self.lit)
                    if self.life.banners:
                        yield along - 0.2, partial(stand.board, _banner(road, along, side))
        for number in range(math.floor(here / 16), math.ceil((here + 0.8 * _SIGHT) / 16) + 1):
            along = number * 16.0 + 2
            if along > here + 2 and -12 < (along + 12) % PERIOD - 12 and not -14 < (along + 14) % PERIOD - 14 < CROSSING + 8:
                for side in (-1, 1):
                    yield along, partial(self._stand_tree, canvas, along, side, number)
        for block in range(math.floor(here / PERIOD), math.floor((here + _SIGHT) / PERIOD) + 1):
            start = block * PERIOD
            for side in (-1, 1):
                if here + 1 < start + CROSSING + 8 < here + _SIGHT:
                    yield start + CROSSING + 8, partial(stand.signal, start + CROSSING + 8, side, self.life.signal(t))
            for board in self._boards.get(block, ()):
                if here + 1.5 < board.along < here + _SIGHT:
                    yield board.along, partial(stand.board, board)
        if self.life.wires:
            for number in range(math.floor(here / 40), math.ceil((here + _SIGHT * 0.7) / 40)):
                along = number * 40.0 + 4
                if along > here + 1:
                    yield along, partial(stand.pole, along, road.kerb + 0.9)

    def _stand_tree(self, canvas: Canvas, along: float, side: int, number: int) -> None:
        kind = (number * 7 + side) % 3
        size = TALL * (0.80 + 0.08 * ((number * 5 + side) % 4)) * (0.8 if self.road.half < 12 else 1.0)
        x, y = self.road.place(along, side * (self.road.kerb + 1.5))
        canvas.card(self._trees[kind], (float(x), float(y), 0.0), size, "plant", 4.0)

    # ---------------------------------------------------------------- what moves
    def _cars(self, here: float, t: float) -> Iterator[tuple[Car, float, float]]:
        """Yield cars that are in sight, each with where it is along the street and how strongly its lamps burn."""
        start = here - 30
        for car in self.life.driving:
            along = start + (car.at(t) - start) % _TRAFFIC
            fade = float(smoothstep(start + _TRAFFIC, start + _TRAFFIC - 60, along))
            yield car, along, (1.0 if self.lit else 0.0 if car.speed > 0 else 0.12) * fade
        for car in self.life.parked:
            along = start + (car.along - start) % (4 * PERIOD)
            if along < here + _SIGHT and not -10 < (along + 10) % PERIOD - 10 < CROSSING + 8:
                yield car, along, 0.0

    def _moving(
        self, canvas: Canvas, glows: Glows, cars: Sequence[tuple[Car, float, float]], here: float, t: float
    ) -> Iterator[_Thing]:
        road, life = self.road, self.life
        for car, along, lamps in cars:
            if along > here - 6:
                x, y = road.place(along, car.across)
                heading = road.yaw + (180 if car.speed < 0 else 0)
                yield along, partial(draw_car, canvas, glows, car, (float(x), float(y)), heading, lamps)
        for way in life.ways:
            along, across, gone = way.at(t)
            if here + 1.5 < along < here + 160:
                x, y = road.place(along, across)
                crosses = abs(way.speed_across) > abs(way.speed_along)
                who = (life.aside if crosses else life.behind)[way.who]
                turned = crosses and way.speed_across < 0
                yield along, partial(draw_somebody, canvas, who, (float(x), float(y)), gone, turned)

    def _lay_shadows(self, canvas: Canvas, hits: Hits, cars: Sequence[tuple[Car, float, float]], t: float) -> None:
        """Darken the ground under cars and people."""
        lens = canvas.lens
        height, width = canvas.depth.shape
        first = max(0, math.ceil(lens.horizon_row))
        if height - first < 3:
            return
        prints = [(along, car.across, car.model.length / 2 + 0.15, car.model.width / 2 + 0.18) for car, along, _ in cars]
        prints += [(*way.at(t)[:2], 0.22, 0.34) for way in self.life.ways]
        mask: Array = np.zeros((height - first, width), np.uint8)
        for along, across, long, wide in prints:
            corners = np.array([(-long, -wide), (long, -wide), (long, wide), (-long, wide)]) + (along, across)
            x, y = self.road.place(corners[:, 0], corners[:, 1])
            column, row, depth = lens.project(x, y, np.zeros(4))
            if depth.max() < 2 or depth.min() > 140:
                continue
            safe = np.clip(np.stack([column, np.minimum(row, 3 * height) - first], 1), -9000, 9000)
            if depth.min() > 0.8:
                cv2.fillConvexPoly(mask, np.round(safe * 16).astype(np.int32), 150, cv2.LINE_AA, 4)
        soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, width / 420)).astype(np.float32)
        soft *= np.float32(1 / 255)
        soft[~hits.ground[first:]] = 0
        region = np.ascontiguousarray(canvas.picture[first:])
        canvas.picture[first:] = cv2.multiply(region, four_channels(1 - soft))

    def _let_fall(self, canvas: Canvas, t: float) -> None:
        if self._fall is not None:
            let_fall(self._fall, canvas, t)


def let_fall(fall: Fall, canvas: Canvas, t: float) -> None:
    """Draw snow or rain before a picture, in the light of its sky and lamps."""
    cover = fall.seen(canvas.lens, canvas.depth, t).astype(np.float32)
    cover *= np.float32(fall.strength / 255)
    mood = canvas.blocks.mood
    paint = np.append(mood.haze[0] * 0.75 + mood.ambient * 0.5 + mood.lamps * 0.10, 0).astype(np.float32)
    drops = cv2.multiply(four_channels(cover), (*(float(v) for v in paint),))
    np.copyto(canvas.picture, cv2.add(cv2.multiply(canvas.picture, four_channels(1 - cover)), drops))


def _banner(road: Road, along: float, side: int) -> Board:
    """Return a red banner that hangs from a lamp post."""
    post = side * (road.kerb + 0.7)
    red, gold = colour("#c4161c", 0.9), colour("#e8b040", 0.8)
    marks = (((0.3, 0.7, 0.62, 0.82), gold), ((0.2, 0.8, 0.12, 0.16), gold), ((0.2, 0.8, 0.05, 0.07), gold))
    return Board(along - 0.2, (post - side * 0.15, post - side * 1.55), (3.6, 7.6), red, marks, 0.12)


def _boards(road: Road, seed: int, block: int, life: Life) -> tuple[Board, ...]:
    """Return the signs of one block: boards that stick out of the shop fronts, road signs before the next crossing."""
    random = np.random.default_rng((seed, 77, block + 1000))
    start, found = block * PERIOD, []
    dark = not life.shops
    for side in (-1, 1):
        along = start + CROSSING + 6 + float(random.uniform(0, 12))
        while along < start + PERIOD - 4 and not life.banners:
            found.append(_shop_board(random, road, along, side, dark))
            along += float(random.uniform(6, 22))
    blue, white = colour("#1f5fae", 0.8), colour("#f0f0ec", 0.8)
    at = start + PERIOD - 46
    right = road.kerb - 0.4
    arrows = (((0.12, 0.30, 0.45, 0.53), white), ((0.19, 0.23, 0.2, 0.5), white), ((0.48, 0.52, 0.18, 0.8), white),
              ((0.44, 0.56, 0.76, 0.84), white), ((0.68, 0.88, 0.45, 0.53), white))  # fmt: skip
    found.append(Board(at, (right - 3.4, right), (5.2, 7.2), blue, arrows, 0.05))
    found.append(Board(at + 0.1, (road.kerb + 0.55, road.kerb + 0.75), (0.0, 7.3), colour("#4a4e52", 0.7), (), 0.0, False, "thing"))
    red = colour("#c02a22", 0.8)
    limit = (((0.12, 0.88, 0.12, 0.88), white), ((0.3, 0.42, 0.3, 0.7), red * 0.1), ((0.55, 0.7, 0.3, 0.7), red * 0.1))
    found.append(Board(start + CROSSING + 22, (road.kerb + 0.6, road.kerb + 1.25), (2.3, 2.95), red, limit, 0.05, True))
    return tuple(found)


def _shop_board(random: np.random.Generator, road: Road, along: float, side: int, dark: bool) -> Board:
    """Return a board that sticks out of a front, tall or square, in two colours, with strokes that say nothing."""
    tall = random.random() < 0.6
    wide, high = (float(random.uniform(0.8, 1.3)), float(random.uniform(3.5, 9))) if tall else (1.9, float(random.uniform(1.2, 2.2)))
    foot = float(random.uniform(4.6, 8.0))
    ground, ink = (colour(_NEON[int(k)]) for k in random.choice(len(_NEON), 2, replace=False))
    if random.random() < 0.5:
        ground, ink = ink * np.float32(0.05) + colour("#20242a", 0.4), ground
    marks = abstract_marks(random, ink * np.float32(0.9), max(1, round(high / wide)) if tall else 1, 1 if tall else 3)
    outer = side * (road.half - 0.15)
    return Board(along, (outer - side * wide, outer), (foot, foot + high), ground * np.float32(0.75), marks, 0.0 if dark else 1.0)
