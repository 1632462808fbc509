"""Where the lens stands in a city: over the roofs, or in a street."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.settings.city.plan import AXIS, BLOCK, CELL, CELLS, HALL, Plan, avenue
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits, RayCaster
from white_cloud.backends.cameras.animatic.settings.city.road import Road

_PREVIEW = (64, 36)


@dataclass(frozen=True)
class Station:
    """Where the lens stands, how it looks, and how far a whole move takes it: across, up, forward, metres.

    In a street `half` is half the way from wall to wall and `aside` how far to the right of its middle the lens stands.
    """

    x: float
    y: float
    z: float
    yaw: float
    horizon: float
    fov: float
    reach: tuple[float, float, float]
    half: float = 0.0
    aside: float = 0.0

    @property
    def road(self) -> Road | None:
        """The street one stands in, None over the roofs."""
        if not self.half:
            return None
        a = math.radians(self.yaw)
        return Road.through(self.x - math.cos(a) * self.aside, self.y + math.sin(a) * self.aside, self.yaw, self.half)


def aloft(city: Plan, rng: np.random.Generator, high: bool) -> Station:
    """Scout: look from random places over a tiny picture and keep the best balance of sky, skyline, streets and depth.

    From `high` up one looks down on the roofs, else along the skyline.
    """
    caster = RayCaster(_PREVIEW, city, 160)
    best, chosen, room = -1e9, None, 0.0
    for _ in range(70):
        x, y = rng.uniform(0, CELLS * CELL, 2)
        z = float(rng.uniform(190, 330) if high else rng.uniform(70, 190))
        horizon = float(rng.uniform(0.06, 0.16) if high else rng.uniform(0.26, 0.42))
        station = Station(float(x), float(y), z, float(rng.uniform(0, 360)), horizon, 46, (16, 16, 40))
        if city.height_at(station.x, station.y) > z - 40:
            continue
        hits = caster.cast(Pinhole(station.x, station.y, z, station.yaw, station.horizon, station.fov, _PREVIEW))
        score = _composition(hits, 0.08 if high else 0.26)
        if score > best:
            best, chosen, room = score, station, float(hits.depth.min())
    if chosen is None:  # seventy roofs in a row: above them all there is room
        return Station(0.0, 0.0, 360.0, 45.0, 0.24, 46, (16, 16, 40))
    return replace(chosen, reach=(16.0, 16.0, min(45.0, 0.5 * room)))


def _composition(hits: Hits, sky: float) -> float:
    depth = np.log(np.minimum(hits.depth, 6000))
    open_ = float(hits.sky.mean())
    skyline = np.argmin(hits.sky, axis=0).astype(float)
    near = float(((hits.depth < 300) & ~hits.flat).mean())
    blocked = 8.0 * max(0.0, near - 0.24) + (6.0 if hits.depth.min() < 45 else 0.0)
    roofs = float((hits.flat & ~hits.ground & (hits.depth < 400)).mean())
    return float(
        -4 * abs(open_ - sky)
        + 0.08 * float(np.abs(np.diff(skyline)).mean())
        + 0.08 * skyline.std()
        + float(depth[~hits.sky].std())
        - blocked
        - 3.0 * max(0.0, roofs - 0.25)
        + 2.0 * min(float(hits.ground.mean()), 0.10)
        + 2.0 * min(near, 0.18)
    )


def above_a_street(city: Plan, rng: np.random.Generator) -> Station:
    """Return a station in a good street: on a footbridge over the lanes, or where it is wide on the line between them."""
    x, y, yaw, half = best_street(city, rng)
    side = float(rng.choice([-1, 1]))
    bridge = half < 12 or rng.random() < 0.65
    aside = side * float(rng.uniform(0.0, 0.45) * half if bridge else 0.1)
    height = float(rng.uniform(4.4, 7.5) if bridge else rng.uniform(1.6, 2.4))
    a = math.radians(yaw)
    place = x + math.cos(a) * aside, y - math.sin(a) * aside
    return Station(
        *place, height, yaw, 0.62 if bridge else 0.58, 58, (2.4 if bridge else 0.7, 2.4 if bridge else 1.6, 16.0), half, aside
    )


def best_street(city: Plan, rng: np.random.Generator, half: float | None = None) -> tuple[float, float, float, float]:
    """Return x, y in metres, yaw and half the width of the best street of some that chance offers, of a width if said."""
    best, chosen = -1e9, (0.0, 0.0, 0.0, 15.0)
    for _ in range(90):
        north = rng.random() < 0.5
        line, other = (int(v) for v in rng.integers(0, CELLS // BLOCK, 2))
        wide = avenue(line, 3 if north else 4) * CELL / 2
        middle, start = line * BLOCK * CELL + wide, (other * BLOCK + rng.uniform(4, 9)) * CELL
        yaw = (0.0 if north else 90.0) + (180 if rng.random() < 0.5 else 0)
        x, y = (middle, start) if north else (start, middle)
        score = _canyon(city, (x, y, yaw), wide)
        if score > best and half in (None, wide):
            best, chosen = score, (x, y, yaw, wide)
    return chosen


def _canyon(city: Plan, at: tuple[float, float, float], half: float) -> float:
    """Return how good a street is: walls on both sides near by, high and uneven, and open at its end."""
    x, y, yaw = at
    a = math.radians(yaw)
    sides = []
    for side in (-1, 1):
        aside = side * (half + 5)
        row = [
            city.height_at(x + math.sin(a) * ahead + math.cos(a) * aside, y + math.cos(a) * ahead - math.sin(a) * aside)
            for ahead in range(5, 460, 15)
        ]
        sides.append(np.array(row))
    near = min(float(np.mean(row[:7] > 8)) for row in sides)
    walls = np.concatenate(sides)
    return float(np.minimum(walls, 110).mean() + 0.7 * np.minimum(walls, 150).std() + 60 * near)


def on_axis(rng: np.random.Generator) -> Station:
    """Return a station in the middle of the ceremonial avenue, square on to the hall."""
    away = float(rng.uniform(300, 480))
    return Station(
        AXIS * CELL,
        HALL * CELL - away,
        float(rng.uniform(4.5, 11)),
        0.0,
        0.64,
        float(rng.choice([40, 48])),
        (3.0, 5.0, 30.0),
        30.0,
        0.0,
    )
