"""An open-pit mine: terraces into haze, and oversized haul trucks that crawl along them with lamps lit, trailing dust."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.hours import hour_named
from white_cloud.backends.cameras.animatic.land.landscape import (
    LandscapeCamera,
    Path,
    Reach,
    Station,
    View,
    shifted_station,
)
from white_cloud.backends.cameras.animatic.land.terrain import VoxelRenderer, graded_depths
from white_cloud.backends.cameras.animatic.land.weather import weather_named
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.pit.convoy import Convoy, Truck
from white_cloud.backends.cameras.animatic.settings.pit.ground import SIZE, road
from white_cloud.backends.cameras.animatic.settings.pit.world import HOURS, world
from white_cloud.backends.cameras.animatic.survey import Survey

_SLICES = graded_depths((8, 0.4), (60, 2.5), (150, 5), (600, 6.5), (1500, 10), (2000, 40), (3600, 120))
_GRADE = Grade(exposure=0.80, saturation=0.84, vignette=0.42, bloom=0.16)

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


def _traffic(height: Array) -> tuple[Truck, ...]:
    """Return the trucks that are always somewhere in the pit."""
    return tuple(
        _truck(height, 0.13 + 0.041 * number, 2 + number * 5 % 9, 5.0 if number % 2 == 0 else -5.0, number % 2 == 1)
        for number in range(14)
    )


def _truck(height: Array, turn: float, level: int, speed: float, loaded: bool) -> Truck:
    places = np.array([road(height, (turn + part) % 1, level) for part in np.linspace(-0.032, 0.032, 15)])
    return Truck.on(_fair(places), speed, loaded, turn * 7)


def _fair(places: Array) -> Array:
    """Return a road without kinks: its places along a parabola through their middle."""
    part = np.linspace(-1, 1, len(places))
    return np.column_stack([np.polyval(np.polyfit(part, places[:, axis], 3), part) for axis in range(3)])


def _framed(scene: _Scene, height: Array) -> tuple[Station, Truck]:
    """Return where a scene's camera stands, and its truck."""
    x, y, _ = road(height, scene.turn, scene.level)
    inward = math.atan2(SIZE / 2 - x, SIZE / 2 - y)
    x, y = x + math.sin(inward) * scene.inward, y + math.cos(inward) * scene.inward
    speed = math.copysign(2.2, -scene.ahead)
    truck = _truck(height, (scene.turn + scene.ahead) % 1, scene.level + scene.below, speed, loaded=True)
    (truck_x, truck_y, _), _ = truck.at(2.0)
    yaw = math.degrees(math.atan2(truck_x - x, truck_y - y)) + scene.aim
    return Station(x, y, scene.above, yaw, scene.horizon, scene.fov), truck


class Pit(Setting):
    """An open-pit mine.

    Heeds the hours and weathers; `truck`, `close` (a wheel fills the frame); `walker`; `wide`, `aerial`; `empty` (no trucks).
    """

    name = "pit"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        hour_name, weather = hour_named(words, HOURS), weather_named(words)
        pit = world(hour_name, weather.name)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * pit.hour.stop)
        scene = self._scene(words, move, random)
        station, truck = _framed(scene, pit.height)
        self._trucks = () if "empty" in words else (truck, *_traffic(pit.height))
        smoke = Tile(spectral_noise(256, 1.7, 19, 2, 50))
        self._convoy = Convoy("#c4b294", smoke, pit.gravel, damp=max(weather.wet, weather.snow))
        self._fall = Fall.of(weather, seed)
        reach = (
            Reach(across=12, up=11, forward=14, clearance=4) if scene.near else Reach(across=40, up=36, forward=50, clearance=8)
        )
        station = shifted_station(station, random)
        land = pit.near(station)
        self._path = Path(station, move, reach, land.field, size)
        renderer = VoxelRenderer(size, 10, 3600, softness=0.5, depths=_SLICES)
        self._camera = LandscapeCamera(land, renderer)

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
        self._convoy.draw(view, self._trucks, t)
        if self._fall is not None:
            self._fall.draw(view, t)
        return view
