"""An open-pit mine: terraces into haze, and oversized haul trucks that crawl along them with lamps lit, trailing dust."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.hours import hour_named
from white_cloud.backends.cameras.animatic.land.land_setting import LandSetting
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
from white_cloud.backends.cameras.animatic.props.walker import Dress, Walker, under
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, spectral_noise
from white_cloud.backends.cameras.animatic.settings.pit.convoy import Convoy, Truck
from white_cloud.backends.cameras.animatic.settings.pit.ground import SIZE, road
from white_cloud.backends.cameras.animatic.settings.pit.truck import FRONT
from white_cloud.backends.cameras.animatic.settings.pit.world import HOURS, world

#: How far a whole move goes.
_REACHES = {
    "truck": Reach(across=10, up=10, forward=14, clearance=1.8),
    "wheel": Reach(across=4, up=5, forward=5, clearance=1.3),
    "land": Reach(across=40, up=36, forward=50, clearance=8),
}
_WORKER = Dress("helmet", "#b8703a", long=False)
#: How much the lamps of trucks do at an hour.
_DARK = {"day": 0.0, "dawn": 0.35, "dusk": 0.4, "night": 1.0}
_SLICES = graded_depths((5, 0.35), (60, 3), (150, 6), (600, 8), (1500, 12), (2000, 40), (3600, 120))
_GRADE = Grade(exposure=0.80, saturation=0.84, vignette=0.42, bloom=0.16)

#: Turn, bench, metres to the truck, aim, metres inward.
_NEAR = (
    (0.53, 8, 57, -5, 11),
    (0.53, 8, -57, 5, 11),
    (0.73, 4, -66, 5, 11),
    (0.13, 4, 66, -5, 11),
    (0.23, 5, 62, -5, -8),
    (0.33, 6, -60, 5, 11),
    (0.63, 3, 66, -5, -8),
    (0.73, 4, 66, -5, 11),
    (0.93, 6, -60, 5, 11),
    (0.13, 4, -66, 5, 11),
)
#: The same without the last, of scenes where a wheel fills the frame.
_WHEELS = (
    (0.53, 8, 14, -3),
    (0.53, 8, -14, 3),
    (0.23, 5, 14, -3),
    (0.73, 4, -13, 3),
    (0.13, 4, 15, -3),
    (0.93, 6, -14, 3),
    (0.63, 3, 13, -3),
)
#: Turn, bench, and metres to the truck, of scenes of the land from above.
_WIDE = (
    (0.05, 2, 300),
    (0.20, 2, -300),
    (0.30, 1, -300),
    (0.40, 3, -300),
    (0.45, 1, 300),
    (0.60, 1, -300),
    (0.65, 2, 300),
    (0.80, 2, -300),
    (0.85, 3, 300),
    (0.90, 1, -300),
    (0.95, 2, 300),
)


@dataclass(frozen=True)
class _Scene:
    """A station on the spiral road and the truck that is its subject.

    The camera stands on bench `level` at `turn` (0..1), `inward` metres from the road's middle towards the pit's, `above` the
    road. The truck is `ahead` metres further along, `below` benches lower, comes nearer at `speed` metres a second; the
    camera looks `aim` degrees to its right. `kind` says what the scene is of: a truck, a wheel, or the land.
    """

    turn: float
    level: int
    ahead: float
    aim: float
    above: float = 2.4
    inward: float = 11.0
    horizon: float = 0.63
    fov: float = 50.0
    below: int = 0
    kind: str = "truck"
    speed: float = 2.2


_SCENES = (
    *(_Scene(turn, level, ahead, aim, inward=inward) for turn, level, ahead, aim, inward in _NEAR),
    *(_Scene(turn, level, ahead, aim, 1.5, -16.5, 0.66, 62.0, 0, "wheel", 0.55) for turn, level, ahead, aim in _WHEELS),
    *(_Scene(turn, level, ahead, 0, 45, 6, 0.22, 54, 2, "land") for turn, level, ahead in _WIDE),
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
    from_middle = math.hypot(x - SIZE / 2, y - SIZE / 2)
    turns = scene.ahead / (2 * math.pi * from_middle)
    inward = math.atan2(SIZE / 2 - x, SIZE / 2 - y)
    x, y = x + math.sin(inward) * scene.inward, y + math.cos(inward) * scene.inward
    speed = math.copysign(scene.speed, -scene.ahead)
    truck = _truck(height, (scene.turn + turns) % 1, scene.level + scene.below, speed, loaded=True)
    (truck_x, truck_y, _), heading = truck.at(2.0)
    if scene.kind == "wheel":  # look at the front axle
        truck_x += math.sin(math.radians(heading)) * FRONT * truck.scale
        truck_y += math.cos(math.radians(heading)) * FRONT * truck.scale
    yaw = math.degrees(math.atan2(truck_x - x, truck_y - y)) + scene.aim
    return Station(x, y, scene.above, yaw, scene.horizon, scene.fov), truck


def _open_to(view: View, x: float, y: float) -> int:
    """Return 3 where a person at a place would be seen from the feet to the breast, 1 where all but the feet, else 0."""
    ground = view.landscape.field.height_at(x, y)
    column, feet, depth = (float(part) for part in view.lens.project(x, y, ground))
    _, breast, _ = view.lens.project(x, y, ground + 1.3)
    width, height = view.lens.size
    if not (0.06 * width < column < 0.94 * width and breast < height - 1):
        return 0
    clear = bool((view.depth[max(0, int(breast)) : int(feet), int(column)] > depth - 0.6).all())
    return clear * (3 if feet < height - 1 else 1)


class Pit(LandSetting):
    """An open-pit mine.

    Heeds the hours and weathers; `truck`, `close` (a wheel fills the frame); `walker`; `wide`, `aerial`; `empty` (no trucks).
    It leaves out `truck`.
    """

    name = "pit"
    internal_scale = 0.47

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        hour_name, weather = hour_named(words, HOURS), weather_named(words)
        pit = world(hour_name, weather.name)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * pit.hour.stop)
        scene = self._scene(words, move, random)
        station, truck = _framed(scene, pit.height)
        self._trucks = () if words & {"empty", "no truck"} else (truck, *_traffic(pit.height))
        smoke = Tile(spectral_noise(256, 1.7, 19, 2, 50))
        self._convoy = Convoy("#c4b294", smoke, pit.gravel, max(weather.wet, weather.snow), _DARK[hour_name])
        self._fall = Fall.of(weather, seed)
        station = shifted_station(station, random)
        land = pit.near(station)
        self._fine = scene.kind == "wheel"
        self._path = Path(station, move, _REACHES[scene.kind], land.field, size)
        self._camera = LandscapeCamera(land, VoxelRenderer(size, 4, 3600, softness=0.5, depths=_SLICES))

        self._worker = self._beside(truck, random) if "walker" in words else None

    def _beside(self, truck: Truck, random: np.random.Generator) -> Walker:
        """Return a worker who walks before the truck, between it and the camera; one who stands by a wheel that is shown."""
        if self._fine:
            return self._by_the_wheel(random)
        middle = self.move.seconds / 2
        lens = self._path.lens(middle)
        (x, y, _), heading = truck.at(middle)
        east, north = math.sin(math.radians(heading)), math.cos(math.radians(heading))
        side = math.copysign(1.0, (lens.x - x) * north - (lens.y - y) * east)  # the camera's side of the truck
        ahead, aside = float(random.uniform(17, 21)), 6.5
        place = (x + east * ahead + north * aside * side, y + north * ahead - east * aside * side)
        return Walker.at_place(self._camera.view(lens, middle), *place, middle, heading + 6 * side, _WORKER)

    def _by_the_wheel(self, random: np.random.Generator) -> Walker:
        """Return a worker who stands where, of some places before a wheel, nothing hides one for the longest time."""
        views = []
        for part in (0.15, 0.5, 0.85):
            views.append(self._camera.view(self._path.lens(part * self.move.seconds), part * self.move.seconds))
            self._convoy.draw(views[-1], self._trucks, part * self.move.seconds, fine=True)
        best, chosen = -1, (0.0, 0.0)
        for depth in (8.8, 10.0, 11.5, 7.6):
            for column in (0.3, 0.7, 0.2, 0.8, 0.4, 0.6, 0.12, 0.88):
                place = under(views[1], int(column * self.size[0]), depth)
                shown = sum(_open_to(view, *place) for view in views)
                if shown > best:
                    best, chosen = shown, place
        yaw = views[1].lens.yaw + float(random.uniform(-50, 50))
        return Walker.standing_at(views[1], *chosen, yaw, _WORKER)

    @staticmethod
    def _scene(words: frozenset[str], move: Move, random: np.random.Generator) -> _Scene:
        """Return a scene as the words have it; a move that goes far is of the land, if they say nothing else."""
        if "close" in words:
            kinds = {"wheel"}
        elif words & {"truck", "walker"}:
            kinds = {"truck"}
        elif words & {"wide", "aerial"} or move.name in {"drone", "descent"}:
            kinds = {"land"}
        else:
            kinds = {"truck", "land"}
        scenes = [scene for scene in _SCENES if scene.kind in kinds]
        return scenes[int(random.integers(len(scenes)))]

    def _view(self, t: float, surveyed: bool = False) -> View:
        view = self._camera.view(self._path.lens(t), t, surveyed)
        self._convoy.draw(view, self._trucks, t, self._fine)
        if self._worker is not None:
            self._worker.draw(view, t)
        if self._fall is not None:
            self._fall.draw(view, t)
        return view
