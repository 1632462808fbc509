"""An open-pit mine: terraces into haze, and oversized haul trucks that crawl along them with lamps lit, trailing dust."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from white_cloud.backends.cameras.animatic.bodies import Placed, draw_puff, draw_solid
from white_cloud.backends.cameras.animatic.hours import Hour, hour_named
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.landscape import (
    Cliffs,
    Detail,
    Landscape,
    LandscapeCamera,
    Path,
    Reach,
    Station,
    View,
    shifted_station,
)
from white_cloud.backends.cameras.animatic.light import bake
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pit_ground import CELL, dig, road
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.solids import Solid, distant_truck, haul_truck
from white_cloud.backends.cameras.animatic.terrain import HeightField, VoxelRenderer

_SUN_AZIMUTH = 118.0
_GRADE = {"exposure": 0.74, "saturation": 0.84, "vignette": 0.42, "bloom": 0.16}
_SEED = 11

HOURS = {
    "day": Hour(
        elevation=19,
        sunlight=("#ffe2b6", 3.6),
        skylight=("#8b99a8", 0.80),
        bounce=("#a88a5c", 0.4),
        sky_top=("#8f9594", 1.0),
        sky_low=("#d3c8b2", 1.5),
        wide_glow=("#e8b776", 0.8),
        near_glow=("#ffe2b0", 1.2),
        disc=("#fff0cf", 2.2),
        haze_away=("#b5afa3", 1.05),
        haze_towards=("#e0c8a0", 1.5),
    ),
    "dusk": Hour(
        elevation=9,
        sunlight=("#ffb680", 3.0),
        skylight=("#76829a", 0.66),
        bounce=("#a06a4a", 0.3),
        sky_top=("#5d6a82", 0.75),
        sky_low=("#d8a784", 1.2),
        wide_glow=("#f09a5a", 0.8),
        near_glow=("#ffc78a", 1.4),
        disc=("#ffdca8", 2.8),
        haze_away=("#878392", 0.72),
        haze_towards=("#e0a478", 1.3),
        stop=1.1,
    ),
    "night": Hour(
        elevation=30,
        sunlight=("#a9c0e6", 0.45),
        skylight=("#5a6c92", 0.15),
        bounce=("#49566e", 0.1),
        sky_top=("#1a2336", 0.40),
        sky_low=("#4d5a74", 0.45),
        wide_glow=("#6f86ad", 0.12),
        near_glow=("#b9cbe6", 0.25),
        disc=("#eef3ff", 2.0),
        haze_away=("#3a4252", 0.36),
        haze_towards=("#5c6a84", 0.36),
        stop=1.7,
    ),
}

STATIONS = (
    Station(789, 1250, 112, 129, 0.28, 50),
    Station(789, 1250, 33, 129, 0.31, 50),
    Station(2503, 1762, 62, 188, 0.28, 50),
    Station(1558, 1105, 9, 76, 0.49, 42),
)


@dataclass(frozen=True)
class _Truck:
    """A truck on its stretch of road: points (n, 3) with the metres gone at each, metres a second (negative: backwards along it)."""

    places: Array = field(repr=False)
    gone: Array = field(repr=False)
    speed: float
    solid: Solid
    phase: float
    scale: float = 2.1

    @classmethod
    def on(cls, places: Array, speed: float, solid: Solid, phase: float) -> _Truck:
        steps = np.linalg.norm(np.diff(places[:, :2], axis=0), axis=1)
        return cls(places, np.concatenate([[0], np.cumsum(steps)]), speed, solid, phase)

    def at(self, t: float) -> tuple[tuple[float, float, float], float]:
        """Return position and heading (degrees) at `t` seconds; it starts in the middle of its stretch."""
        metres = self.gone[-1] / 2 + self.speed * t
        ahead = metres + math.copysign(9, self.speed)
        x, y, z = (float(np.interp(metres, self.gone, self.places[:, axis])) for axis in range(3))
        next_x, next_y = (float(np.interp(ahead, self.gone, self.places[:, axis])) for axis in range(2))
        return (x, y, z), math.degrees(math.atan2(next_x - x, next_y - y))


@dataclass(frozen=True)
class _World:
    landscape: Landscape
    trucks: tuple[_Truck, ...]
    distant: Solid
    smoke: Tile
    dust: Array = field(repr=False)


@lru_cache(maxsize=1)
def _world(hour_name: str) -> _World:
    hour = HOURS[hour_name]
    ground = dig(_SEED)
    light = hour.light(_SUN_AZIMUTH)
    radiance, lit = bake(ground.height, CELL, ground.albedo, light, 2.0, hollows=((4, 0.055), (19, 0.02)))
    radiance[ground.water] = light.skylight * np.float32(0.9)
    dust = Tile(np.clip(spectral_noise(512, 1.6, 21, 2, 90, stretch=0.45) + 0.1, 0, None))
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    gravel = Tile(spectral_noise(512, 1.0, 17, 8) * 0.55 + spectral_noise(512, 1.6, 18, 3, 60) * 0.4)
    strata = spectral_noise(512, 1.1, 23, 3, stretch=0.10) * 0.8 + spectral_noise(512, 1.3, 24, 4) * 0.45
    landscape = Landscape(
        field=HeightField(ground.height, radiance, CELL),
        lit=Tile(lit),
        light=light,
        sky=hour.sky(clouds, fall=4.5),
        air=hour.air(dust, haze=0.00040, dust=0.0007, floor=-250.0, thickness=70.0, wind=(6.0, 9.0), cloud_size=800.0),
        detail=Detail(gravel, size=150.0, amount=0.26, fade=200, end=600),
        cliffs=Cliffs(Tile(np.clip(strata, -1.6, 1.6)), slope=0.75, height=46.0, amount=0.42, fade=800.0),
    )
    return _World(landscape, _convoy(ground.height), distant_truck("#7d7566"), Tile(spectral_noise(256, 1.7, 19, 2, 50)), colour("#c4b294"))


def _convoy(height: Array) -> tuple[_Truck, ...]:
    full, unladen = haul_truck("#857a60", loaded=True), haul_truck("#7d7566", loaded=False)
    trucks = []
    for number in range(14):
        turn, level = 0.13 + 0.041 * number, 2 + number * 5 % 9
        places = np.array([road(height, (turn + part) % 1, level) for part in np.linspace(-0.02, 0.02, 9)])
        trucks.append(_Truck.on(places, 7.0 if number % 2 == 0 else -7.0, full if number % 2 else unladen, turn * 7))
    return tuple(trucks)


class Pit(Setting):
    """An open-pit mine. Heeds `dusk`, `dawn`, `night` and `truck`."""

    name = "pit"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        hour_name = hour_named(words, HOURS)
        self.grade = Grade(**{**_GRADE, "exposure": _GRADE["exposure"] * HOURS[hour_name].stop})
        self._world = _world(hour_name)
        station = shifted_station(STATIONS[int(random.integers(len(STATIONS)))], random)
        self._path = Path(station, move, Reach(across=26, up=30, forward=40, clearance=5), self._world.landscape.field, size)
        renderer = VoxelRenderer(size, near=18, far=3600, slices=360, crowding=0.3, fairing=0, sharp=False)
        self._camera = LandscapeCamera(self._world.landscape, renderer)

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds."""
        view = self._camera.view(self._path.lens(t), t)
        self._draw_trucks(view, t)
        return view.radiance

    def _draw_trucks(self, view: View, t: float) -> None:
        seen = []
        for truck in self._world.trucks:
            position, heading = truck.at(t)
            depth = float(view.lens.project(*position)[2])
            if depth > 12:
                seen.append((depth, position, heading, truck))
        for depth, position, heading, truck in sorted(seen, key=lambda job: -job[0]):
            self._draw_dust(view, truck, position, heading, depth, t)
            near = depth < 380
            body = Placed(
                truck.solid if near else self._world.distant,
                position,
                heading,
                truck.scale,
                dirt=self._world.landscape.detail.tile if near and self._world.landscape.detail else None,
                footprint=(4.2, 7.0, 6.0) if depth < 900 else None,
                glare=0.4,
            )
            draw_solid(view, body)

    def _draw_dust(self, view: View, truck: _Truck, position: tuple[float, float, float], heading: float, depth: float, t: float) -> None:
        """Draw what the truck raises behind it, the farthest puff first; far trucks raise fewer."""
        puffs = (5, 4, 3, 2, 1) if depth < 170 else (4, 2, 1) if depth < 450 else (2,) if depth < 1000 else ()
        east, north = math.sin(math.radians(heading)), math.cos(math.radians(heading))
        for number in puffs:
            behind = 8 + number * 11
            place = (position[0] - east * behind, position[1] - north * behind, position[2] + 3 + number * 1.6)
            phase = truck.phase + number * 0.37 - t * 0.02
            draw_puff(view, place, 8 + number * 4.5, self._world.dust, 0.34 / number**0.35, self._world.smoke, phase)
