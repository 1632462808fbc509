"""The way a car takes through a city, and whom it meets: cars before it and against it, people at the crossing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.settings.city.cars import Car, Model, garage, stream
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.city.people import Way, cast, crossing, strollers
from white_cloud.backends.cameras.animatic.settings.city.plan import Plan
from white_cloud.backends.cameras.animatic.settings.city.road import CROSSING, PERIOD, STOP, ZEBRAS, Road
from white_cloud.backends.cameras.animatic.settings.city.stations import best_street
from white_cloud.backends.cameras.animatic.settings.city.street import Life

_SALOONS, _VANS, _BUSES, _LORRY = tuple(range(11)), (11, 12), (13, 14), 15
_GREEN_BEFORE = 3.2  # seconds before the car arrives the light turns


@dataclass(frozen=True)
class Route:
    """A way along a road: where it starts along and lies across, metres, its speed; `halt` is where it ends, if it does."""

    road: Road
    start: float
    across: float
    speed: float
    halt: float | None = None

    def along(self, t: float) -> float:
        """Return where the car is: at one speed, or slowing down to its halt as one who brakes gently."""
        if self.halt is None:
            return self.start + self.speed * t
        way = self.halt - self.start
        return self.start + (way * (1 - math.exp(-self.speed * t / way)) if t > 0 else self.speed * t)


def route(city: Plan, rng: np.random.Generator, words: frozenset[str]) -> Route:
    """Return a way along a good street: towards a crossing, with a `crowd` to a halt before it, in a jam slowly."""
    wide = True if "wide" in words else bool(rng.random() < 0.6)
    x, y, yaw, half = best_street(city, rng, 15.0 if wide else 10.0)
    road = Road.through(x, y, yaw, half)
    block = math.floor(float(road.along(x, y)) / PERIOD)
    stop = (block + 1) * PERIOD + STOP
    lane = int(rng.integers(road.lanes))
    if "crowd" in words:
        return Route(road, stop - float(rng.uniform(17, 24)), road.middle_of(lane), 6.5, stop - 2.2)
    speed = 2.6 if "close" in words else float(rng.uniform(8.8, 13.2))
    return Route(road, stop - float(rng.uniform(40, 118)), road.middle_of(lane), speed)


def traffic(way: Route, mood: Mood, words: frozenset[str], rng: np.random.Generator) -> Life:
    """Return who is met on the way; nobody at all in an `empty` city."""
    road = way.road
    if "empty" in words:
        return Life(signal=lambda _: "amber", wires=road.half < 12, shops=0.0)
    models, people = garage(), cast(rng, 10, bool(mood.weather.drops))
    stop = math.ceil((way.start - STOP) / PERIOD) * PERIOD
    pavement = (road.kerb + 0.5, road.half - 0.7)
    span = (way.start - 10, way.start + 330)
    arrival = (stop + STOP - way.start) / way.speed
    ways = strollers(rng, 26, len(people), pavement, span)
    ways += _at_the_crossing(road, stop, arrival, len(people), "crowd" in words, rng)
    beside = [(side * (road.kerb - 1.05), 1e-6 * side) for side in (-1, 1)]
    parked = stream(models, (*_SALOONS, *_SALOONS, *_VANS), beside, 6.5, 4 * PERIOD, rng)
    halting = way.halt is not None
    driving = _halted(road, stop, models, rng) if halting else _before(way, models, words, rng) + _against(way, models, rng)
    return Life(
        models,
        driving,
        parked,
        people,
        ways,
        signal=_lights(None if halting else max(0.8, arrival - _GREEN_BEFORE)),
        wires=road.half < 12,
    )


def _lights(turn: float | None) -> Callable[[float], str]:
    """Return what traffic lights show at a time: red, and green from `turn` seconds on, if ever."""
    return lambda t: "green" if turn is not None and t >= turn else "red"


def _at_the_crossing(
    road: Road, crossing_at: float, arrival: float, people: int, crowd: bool, rng: np.random.Generator
) -> tuple[Way, ...]:
    """Return people on the zebras: the last of those who had green before the `arrival` in seconds, or a crowd that has it."""
    near, far = (tuple(crossing_at + edge for edge in zebra) for zebra in ZEBRAS)
    if crowd:
        first = crossing(rng, 26, people, (near[0] + 0.3, near[1] - 0.3), road.kerb, (-9.0, 6.0))
        return first + crossing(rng, 18, people, (far[0], far[1]), road.kerb, (-9.0, 6.0))
    last = arrival - 1.0 - (2 * road.kerb + 2.5) / 1.0  # the slowest is over when the car comes
    group = crossing(rng, 8, people, (near[0] + 0.4, near[1] - 0.4), road.kerb, (last - 5.0, last))
    waiting = tuple(
        Way(
            int(rng.integers(people)),
            float(rng.uniform(near[0] - 1, near[1] + 1)),
            float(side * (road.kerb + rng.uniform(0.6, 1.6))),
            0.0,
            1e-6,
        )
        for side in (-1, 1, 1)
    )
    return group + waiting


def _before(way: Route, models: tuple[Model, ...], words: frozenset[str], rng: np.random.Generator) -> tuple[Car, ...]:
    """Return the cars that drive the same way: one before the lens, others beside it."""
    jam, road = "close" in words, way.road
    cars: list[Car] = []
    for lane in range(road.lanes):
        across = road.middle_of(lane)
        own = abs(across - way.across) < 0.1
        at = way.start + (float(rng.uniform(7.5, 9) if jam else rng.uniform(15, 26)) if own else float(rng.uniform(2, 30)))
        first = True
        while at < way.start + 240:
            lorry = "truck" in words and own and first
            number = _LORRY if lorry else int(rng.choice((*_SALOONS, *_SALOONS, *_VANS, *_BUSES)))
            at += models[number].length / 2
            speed = way.speed if own else way.speed * float(rng.uniform(0.95, 1.12))
            cars.append(
                Car(
                    number,
                    at,
                    across + float(rng.normal(0, 0.1)),
                    speed,
                    0.25 if jam else 1.4,
                    jam or bool(rng.random() < 0.15),
                )
            )
            at += models[number].length / 2 + float(rng.uniform(2.5, 5) if jam else rng.uniform(16, 60))
            first = False
    return tuple(cars)


def _against(way: Route, models: tuple[Model, ...], rng: np.random.Generator) -> tuple[Car, ...]:
    """Return the cars that come towards the lens."""
    lanes = [(way.road.middle_of(-1 - k), -float(rng.uniform(8, 12))) for k in range(way.road.lanes)]
    return stream(models, (*_SALOONS, *_SALOONS, *_VANS, *_BUSES, _LORRY), lanes, 34.0, 300.0, rng)


def _halted(road: Road, crossing_at: float, models: tuple[Model, ...], rng: np.random.Generator) -> tuple[Car, ...]:
    """Return the cars that wait at the red light, beside the lens and on the other side."""
    cars = []
    for lane in range(-road.lanes, road.lanes):
        at = crossing_at + CROSSING + 10.0
        across = road.middle_of(lane)
        if lane >= 0:
            continue
        for _ in range(4):
            number = int(rng.choice((*_SALOONS, *_VANS)))
            at += models[number].length / 2
            cars.append(Car(number, at, across, -1e-6))
            at += models[number].length / 2 + float(rng.uniform(1.5, 3))
    return tuple(cars)
