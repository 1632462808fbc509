"""An open-pit mine: terraces into haze, and oversized haul trucks that crawl along them with lamps lit, trailing dust."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.hours import Hour, hour_named
from white_cloud.backends.cameras.animatic.land.landscape import (
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
from white_cloud.backends.cameras.animatic.land.light import Light, bake
from white_cloud.backends.cameras.animatic.land.terrain import HeightField, VoxelRenderer
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.survey import Survey
from white_cloud.backends.cameras.animatic.settings.pit.convoy import Convoy, Truck
from white_cloud.backends.cameras.animatic.settings.pit.ground import CELL, dig, road

_SUN_AZIMUTH = 118.0
_GRADE = Grade(exposure=0.74, saturation=0.84, vignette=0.42, bloom=0.16)
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
        sunlight=("#b4c4de", 0.45),
        skylight=("#667288", 0.24),
        bounce=("#49566e", 0.1),
        sky_top=("#222834", 0.40),
        sky_low=("#565e6c", 0.45),
        wide_glow=("#6f86ad", 0.12),
        near_glow=("#b9cbe6", 0.25),
        disc=("#eef3ff", 2.0),
        haze_away=("#3a4252", 0.36),
        haze_towards=("#5c6a84", 0.36),
        stop=1.7,
    ),
}


@dataclass(frozen=True)
class _Scene:
    """A station on the spiral road and the truck that is its subject.

    The camera stands on bench `level` at `turn` (0..1), `inward` metres from the road's middle towards the pit's, `above` the
    road. The truck is `ahead` turns further along, `below` benches lower, and comes nearer; the camera looks `aim` degrees
    to its right.
    """

    turn: float
    level: int
    ahead: float
    aim: float
    above: float = 5.0
    inward: float = 4.0
    horizon: float = 0.56
    fov: float = 42.0
    below: int = 0

    @property
    def near(self) -> bool:
        """Whether the truck is the subject, rather than the land."""
        return self.below == 0


_SCENES = (
    _Scene(0.125, 7, 0.028, -4),
    _Scene(0.292, 9, 0.034, -4),
    _Scene(0.458, 3, 0.021, -4),
    _Scene(0.875, 4, 0.024, -4),
    _Scene(0.208, 4, -0.022, 4),
    _Scene(0.375, 6, -0.026, 4),
    _Scene(0.542, 8, -0.030, 5),
    _Scene(0.625, 5, -0.024, 5),
    _Scene(0.708, 2, -0.020, 5),
    _Scene(0.792, 7, -0.028, 4),
    _Scene(0.05, 4, -0.05, 8, above=14, horizon=0.36, fov=48, below=1),
    _Scene(0.15, 6, -0.08, 6, above=14, horizon=0.36, fov=48, below=1),
    _Scene(0.65, 4, -0.06, 8, above=14, horizon=0.36, fov=48, below=1),
    _Scene(0.75, 3, -0.06, 6, above=16, horizon=0.35, fov=46, below=1),
    _Scene(0.25, 5, -0.05, 10, above=16, inward=14, horizon=0.36, fov=50, below=1),
    _Scene(0.40, 4, 0.05, -10, above=16, inward=14, horizon=0.36, fov=50, below=1),
    _Scene(0.90, 5, 0.05, -10, above=16, inward=14, horizon=0.36, fov=50, below=1),
    _Scene(0.70, 1, -0.10, 0, above=40, inward=10, horizon=0.24, fov=52, below=2),
    _Scene(0.80, 1, 0.10, 0, above=50, inward=10, horizon=0.20, fov=54, below=2),
    _Scene(0.10, 1, 0.10, 0, above=50, inward=10, horizon=0.20, fov=54, below=2),
)


@dataclass(frozen=True)
class _World:
    """What all takes of one hour share."""

    landscape: Landscape
    height: Array = field(repr=False)
    trucks: tuple[Truck, ...]
    convoy: Convoy


@lru_cache(maxsize=1)
def _world(hour_name: str) -> _World:
    hour = HOURS[hour_name]
    light = hour.light(_SUN_AZIMUTH)
    height, radiance, lit = _lit_ground(hour, light)
    dust = Tile(np.clip(spectral_noise(512, 1.6, 21, 2, 90, stretch=0.45) + 0.1, 0, None))
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    gravel = Tile(spectral_noise(512, 1.0, 17, 8) * 0.55 + spectral_noise(512, 1.6, 18, 3, 60) * 0.4)
    strata = spectral_noise(512, 1.1, 23, 3, stretch=0.10) * 0.8 + spectral_noise(512, 1.3, 24, 4) * 0.45
    landscape = Landscape(
        field=HeightField(height, radiance, CELL),
        lit=Tile(lit),
        light=light,
        sky=hour.sky(clouds, fall=4.5),
        air=hour.air(dust, haze=0.00024, dust=0.0005, floor=-250.0, thickness=70.0, wind=(6.0, 9.0), cloud_size=800.0),
        detail=Detail(gravel, size=150.0, amount=0.26, fade=200, end=600),
        cliffs=Cliffs(Tile(np.clip(strata, -1.6, 1.6)), slope=0.75, height=46.0, amount=0.42, fade=800.0),
    )
    convoy = Convoy("#c4b294", Tile(spectral_noise(256, 1.7, 19, 2, 50)), gravel)
    return _World(landscape, height, _traffic(height), convoy)


def _lit_ground(hour: Hour, light: Light) -> tuple[Array, Array, Array]:
    """Return heights, radiance and sunlit parts of the pit; apart, so that its albedo is gone before more is built."""
    ground = dig(_SEED)
    radiance, lit = bake(ground.height, CELL, ground.albedo, light, 2.0, hollows=((4, 0.055), (19, 0.02)))
    radiance[ground.water] = colour(*hour.sky_low) * np.float32(0.55)
    return ground.height, radiance, lit


def _traffic(height: Array) -> tuple[Truck, ...]:
    """Return the trucks that are always somewhere in the pit."""
    return tuple(
        _truck(height, 0.13 + 0.041 * number, 2 + number * 5 % 9, 7.0 if number % 2 == 0 else -7.0, number % 2 == 1)
        for number in range(14)
    )


def _truck(height: Array, turn: float, level: int, speed: float, loaded: bool) -> Truck:
    places = np.array([road(height, (turn + part) % 1, level) for part in np.linspace(-0.02, 0.02, 9)])
    return Truck.on(places, speed, loaded, turn * 7)


def _framed(scene: _Scene, height: Array) -> tuple[Station, Truck]:
    """Return where a scene's camera stands, and its truck."""
    x, y, _ = road(height, scene.turn, scene.level)
    middle = height.shape[0] * CELL / 2
    inward = math.atan2(middle - x, middle - y)
    x, y = x + math.sin(inward) * scene.inward, y + math.cos(inward) * scene.inward
    speed = math.copysign(2.6, -scene.ahead)
    truck = _truck(height, (scene.turn + scene.ahead) % 1, scene.level + scene.below, speed, loaded=True)
    (truck_x, truck_y, _), _ = truck.at(2.0)
    yaw = math.degrees(math.atan2(truck_x - x, truck_y - y)) + scene.aim
    return Station(x, y, scene.above, yaw, scene.horizon, scene.fov), truck


class Pit(Setting):
    """An open-pit mine. Heeds `dusk`, `dawn`, `night`; `truck`, `close` (a truck fills the frame); `wide`, `aerial`."""

    name = "pit"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        hour_name = hour_named(words, HOURS)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * HOURS[hour_name].stop)
        self._world = _world(hour_name)
        scene = self._scene(words, move, random)
        station, truck = _framed(scene, self._world.height)
        self._trucks = (truck, *self._world.trucks)
        reach = (
            Reach(across=12, up=11, forward=14, clearance=4) if scene.near else Reach(across=40, up=36, forward=50, clearance=8)
        )
        field = self._world.landscape.field
        self._path = Path(shifted_station(station, random), move, reach, field, size)
        renderer = VoxelRenderer(size, near=14, far=3600, slices=350, crowding=-0.05, fairing=0, sharp=False, softness=0.7)
        self._camera = LandscapeCamera(self._world.landscape, renderer)

    @staticmethod
    def _scene(words: frozenset[str], move: Move, random: np.random.Generator) -> _Scene:
        wide = words & {"wide", "aerial"} or move.name in {"drone", "descent"}
        near = words & {"truck", "close", "walker"}
        scenes = [scene for scene in _SCENES if scene.near != bool(wide)] if wide or near else list(_SCENES)
        return scenes[int(random.integers(len(scenes)))]

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds."""
        return self._view(t).radiance

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows at `t` seconds."""
        survey = self._view(t, surveyed=True).survey
        assert survey is not None
        return survey

    def _view(self, t: float, surveyed: bool = False) -> View:
        view = self._camera.view(self._path.lens(t), t, surveyed)
        self._world.convoy.draw(view, self._trucks, t)
        return view
