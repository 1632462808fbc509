"""A tailings lake: black sludge to the horizon, pipes on stilts that pour slurry, smelters and windmills in the haze."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.kept import kept
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.hours import Hour
from white_cloud.backends.cameras.animatic.land.land_setting import LandSetting
from white_cloud.backends.cameras.animatic.land.landscape import Detail, Landscape, LandscapeCamera, Path, Reach, Station, View
from white_cloud.backends.cameras.animatic.land.light import bake
from white_cloud.backends.cameras.animatic.land.terrain import HeightField, VoxelRenderer
from white_cloud.backends.cameras.animatic.land.weather import Weather, weather_named
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.props.bodies import draw_puff
from white_cloud.backends.cameras.animatic.props.smoke import Plume, Smoke, SmokeLight
from white_cloud.backends.cameras.animatic.props.works.build import Age, Works, build
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.props.works.halo import draw_halos
from white_cloud.backends.cameras.animatic.props.works.light import Lamp, WorksLight
from white_cloud.backends.cameras.animatic.props.works.picture import WorksCamera
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, spectral_noise
from white_cloud.backends.cameras.animatic.setting import hour_of
from white_cloud.backends.cameras.animatic.settings.tailings.basin import CELL, MIDDLE, basin, cracks, shore
from white_cloud.backends.cameras.animatic.settings.tailings.jets import Jets
from white_cloud.backends.cameras.animatic.settings.tailings.pipes import blades, far_works, shoreworks, stacks
from white_cloud.backends.cameras.animatic.settings.tailings.sludge import Sludge, first_row, mirror_size, still_mirror
from white_cloud.media.survey import class_number

_GRADE = Grade(exposure=0.95, saturation=0.84, vignette=0.42, bloom=0.16, shadow="#121116")
_SUN_AZIMUTH = 332.0
_SIGHT = 1500.0
_AMBER = colour("#ffb35c")
_NOWHERE = (MIDDLE, -9000.0)  # where slurry falls when no pipe brings it

HOURS = {
    "day": Hour(
        elevation=20,
        sunlight=("#ffe6c0", 2.5),
        skylight=("#a2a6ae", 1.0),
        bounce=("#7c7468", 0.3),
        sky_top=("#868c98", 0.90),
        sky_low=("#c6c0b8", 1.15),
        wide_glow=("#d8c098", 0.40),
        near_glow=("#ffe8c0", 0.8),
        disc=("#fff2d8", 1.1),
        haze_away=("#a5a5aa", 0.95),
        haze_towards=("#cdc1ae", 1.15),
    ),
    "dusk": Hour(
        elevation=6,
        sunlight=("#ff9a62", 1.6),
        skylight=("#6f6c86", 0.55),
        bounce=("#5a4450", 0.2),
        sky_top=("#54506c", 0.60),
        sky_low=("#d89a6c", 1.05),
        wide_glow=("#e8824a", 0.6),
        near_glow=("#ffb878", 1.1),
        disc=("#ffd09a", 2.4),
        haze_away=("#6f6878", 0.6),
        haze_towards=("#d08c64", 1.05),
        stop=1.2,
    ),
    "dawn": Hour(
        elevation=8,
        sunlight=("#ffd2b4", 1.5),
        skylight=("#8f98aa", 0.75),
        bounce=("#6a6468", 0.2),
        sky_top=("#8b96aa", 0.85),
        sky_low=("#d8c0b4", 1.15),
        wide_glow=("#e8b8a0", 0.4),
        near_glow=("#ffd8b8", 0.6),
        disc=("#fff0e0", 1.4),
        haze_away=("#a3a6b0", 0.95),
        haze_towards=("#d8c0b4", 1.1),
        stop=1.05,
    ),
    "night": Hour(
        elevation=24,
        sunlight=("#a8b8d8", 0.35),
        skylight=("#5e6678", 0.20),
        bounce=("#303848", 0.06),
        sky_top=("#1a1f2c", 0.36),
        sky_low=("#5c5046", 0.46),
        wide_glow=("#7080a0", 0.10),
        near_glow=("#b0c0e0", 0.22),
        disc=("#eef3ff", 1.8),
        haze_away=("#3c3c42", 0.36),
        haze_towards=("#565a68", 0.38),
        stop=2.4,
    ),
}


@dataclass(frozen=True)
class _Stand:
    """Where a camera may stand: metres `along` the shore from the middle and `out` into the lake, then as a Station.

    A `near` one has a pipe before it, the others show the whole.
    """

    along: float
    out: float
    above: float
    yaw: float
    horizon: float
    fov: float
    near: bool = False


_STANDS = (
    _Stand(-92, 46, 3.4, 84, 0.40, 46, near=True),
    _Stand(146, 58, 4.4, -86, 0.40, 44),
    _Stand(-86, 24, 3.4, 62, 0.42, 46, near=True),
    _Stand(20, -46, 7.0, 4, 0.36, 46),
    _Stand(-120, -84, 3.0, 40, 0.42, 36),
    _Stand(60, -8, 2.4, -34, 0.42, 48, near=True),
    _Stand(-60, 4, 2.6, 20, 0.44, 52, near=True),
    _Stand(90, -78, 5.0, -20, 0.40, 34),
    _Stand(-98, -9, 2.2, 34, 0.36, 48),
    _Stand(-106, -30, 3.0, 62, 0.36, 48),
    _Stand(140, -34, 3.4, -52, 0.36, 46),
)


@dataclass(frozen=True)
class _World:
    """What all takes of one hour and weather share."""

    hour: Hour
    landscape: Landscape
    bed: Tile
    far: Works


@kept
def _world(name: str, weather: Weather) -> _World:
    hour = weather.hour(HOURS[name])
    light = hour.light(_SUN_AZIMUTH)
    ground = basin(11)
    albedo = weather.ground(ground.albedo, ground.height, CELL)
    radiance, lit = bake(ground.height, CELL, albedo, light, 2.0)
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    landscape = Landscape(
        field=HeightField(ground.height, radiance, CELL),
        lit=Tile(lit),
        light=light,
        sky=hour.sky(clouds, 4.5, 0.07),
        air=hour.air(clouds, haze=weather.haze**0.6 / _SIGHT, dust=0.0),
        detail=Detail(cracks(), size=15.0, amount=0.95 if not weather.snow else 0.25, fade=34, end=170),
        kinds=ground.kinds,
    )
    sent = [colour("#c8c6c0") * (light.skylight * np.float32(0.8) + light.sunlight * np.float32(0.12))]
    unshaded = replace(_works_light(hour), shadows=False)
    far = build(far_works(), unshaded, Age(colour("#9a917f"), 0.3), 7, sent, texel=(3.0, 8.0))
    return _World(hour, landscape, Tile(ground.height), far)


def _works_light(hour: Hour) -> WorksLight:
    light = hour.light(_SUN_AZIMUTH)
    return WorksLight(light.sun.direction.astype(float), light.sunlight, light.skylight, colour(*hour.bounce))


class Tailings(LandSetting):
    """A tailings lake. Heeds `night`, `dusk`, `dawn`, `day`; `fog`, `rain`, `snow`, `smoke`; `close`, `wide`, `aerial`."""

    name = "tailings"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        name = hour_of(words, "day")
        self._weather = weather_named(words & {"snow", "rain", "fog"})
        self._world = _world(name, self._weather)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * self._world.hour.stop)
        self._sight = _SIGHT / self._weather.haze**0.6
        self._lit = name in ("night", "dusk") and "no lamp" not in words
        self._lamps: tuple[Lamp, ...] = _far_lamps() if self._lit else ()
        self._near, self._sludge, self._jets = self._pipes(seed)
        stand = self._chosen(words, move, random)
        wide = 1.0 if stand.near else 2.2
        reach = Reach(across=6 * wide, up=5 * wide, forward=7 * wide, clearance=1.5)
        landscape = self._world.landscape
        self._path = Path(_station(stand, random, "aerial" in words), move, reach, landscape.field, size)
        self._camera = LandscapeCamera(
            landscape, VoxelRenderer(size, near=3, far=4200, slices=110, columns=max(16, size[0] // 2), crowding=0.35)
        )
        self._works_camera = WorksCamera(size, 5)
        self._mirror_camera = WorksCamera(mirror_size(size), 5)
        self._smoke, self._spray = Smoke(seed), Tile(spectral_noise(256, 1.7, 19, 2, 50))
        self._dense = 1.8 if "smoke" in words else 1.0
        self._drops = Fall.of(self._weather, seed)

    def _pipes(self, seed: int) -> tuple[Works, Sludge, Jets]:
        hour, light, made = self._world.hour, self._world.landscape.light, shoreworks(seed, "no pipe" not in self.words)
        fallen = light.skylight * np.float32(0.9) + light.sunlight * np.float32(0.2)
        near = tuple(Lamp(place, _AMBER * np.float32(22)) for place in made.lamps) if self._lit else ()
        self._lamps += tuple(Lamp(lamp.place, lamp.light * np.float32(0.5)) for lamp in near)
        works = build(made.panels, replace(_works_light(hour), lamps=near), Age(colour("#8d8478"), 0.45, 0.5), 8)
        feet = np.array([outfall.foot for outfall in made.outfalls] or [_NOWHERE])
        froth = colour("#c4bfc4") * np.float32(1.25) * fallen
        if self._lit:
            fallen = fallen + _AMBER * np.float32(0.10)
        jets = Jets.of(made.outfalls, colour("#cfcacf") * np.float32(1.2) * fallen, colour("#57525a") * fallen)
        return works, Sludge.around(feet, colour("#2a2630") * fallen, froth, self._world.bed), jets

    @staticmethod
    def _chosen(words: frozenset[str], move: Move, random: np.random.Generator) -> _Stand:
        stands = list(_STANDS)
        if "close" in words:
            stands = [one for one in stands if one.near]
        elif words & {"wide", "aerial"} or move.name in {"drone", "descent"}:
            stands = [one for one in stands if not one.near]
        return stands[int(random.integers(len(stands)))]

    def _view(self, t: float, surveyed: bool = False) -> View:
        lens = self._path.lens(t)
        dust = Dust.seen(lens, _SUN_AZIMUTH, self._world.hour, self._sight, low=0.0)
        view = self._camera.view(lens, t, surveyed)
        self._draw_smoke(view, dust, t)
        far = self._works_camera.photograph(self._world.far, lens, dust, t, blades(t), plain=True)
        view.radiance = far.over(view.radiance, view.depth)
        if view.survey is not None:
            far.survey_into(view.survey)
        wet = self._draw_lake(view, dust, t)
        near = self._works_camera.photograph(self._near, lens, dust, t)
        view.radiance = near.over(view.radiance, view.depth, 0.25)
        if view.survey is not None:
            near.survey_into(view.survey, 0.25)
        self._jets.draw(view, (dust.colours, self._sight), t)
        self._draw_spray(view, t)
        if self._lamps:
            draw_halos(
                view.radiance,
                view.depth,
                lens,
                self._lamps,
                0.02,
                4000.0,
                wet * (np.float32(0.5) - near.radiance[..., 3] * np.float32(0.5)),
            )
        if self._drops is not None:
            self._drops.draw(view, t)
        return view

    def _draw_lake(self, view: View, dust: Dust, t: float) -> Array:
        """Lay the lake over the land's view, in place; return how far it covers (height, width), 0..1."""
        lens = view.lens
        below = replace(lens, z=-lens.z, horizon=1 - lens.horizon, size=mirror_size(lens.size))
        plate, first = self._mirror_camera.photograph(self._near, below, dust, t, plain=True, reach=110.0), first_row(lens)
        mirror = still_mirror(view.radiance, view.landscape.sky.paint(lens, view.landscape.light.sun, t), plate, lens, first)
        self._jets.draw_mirrored(mirror, first, lens, (dust.colours, self._sight), t)
        light, depth, cover = self._sludge.paint(lens, view.depth, mirror, t)
        clear = dust.clear(depth[:, None], np.zeros((len(depth), 1), np.float32))[..., None]
        light *= clear
        light += dust.colours[None] * (1 - clear)
        land = np.ascontiguousarray(view.radiance[first:])
        view.radiance[first:] = cv2.blendLinear(light, land, cover, 1 - cover)
        away = np.broadcast_to(depth[:, None], cover.shape)
        wet = cover > 0.5
        view.depth[first:][wet] = away[wet]
        if view.survey is not None:
            view.survey.classes[first:][wet] = class_number("water")
            view.survey.depth[first:][wet] = away[wet]
        whole = np.zeros(view.depth.shape, np.float32)
        whole[first:] = cover
        return whole

    def _draw_spray(self, view: View, t: float) -> None:
        """Draw the spray where slurry falls, the farthest first."""
        light = view.landscape.light
        paint = colour("#b8b4b6") * (light.skylight * np.float32(0.9) + light.sunlight * np.float32(0.12))
        far = sorted(
            (one.foot for one in self._jets.outfalls), key=lambda one: -math.hypot(one[0] - view.lens.x, one[1] - view.lens.y)
        )
        for number, (x, y) in enumerate(far):
            if math.hypot(x - view.lens.x, y - view.lens.y) > 80:
                continue
            breath = 0.5 + 0.08 * math.sin(t * 2.3 + number)
            draw_puff(view, (float(x), float(y), 0.35), 1.9, paint, breath, self._spray, number * 0.37 - t * 0.05)

    def _draw_smoke(self, view: View, dust: Dust, t: float) -> None:
        light = view.landscape.light
        for number, (place, radius) in enumerate(() if "no smoke" in self.words else stacks()):
            column, row, depth = (float(part) for part in view.lens.project(*place))
            if depth < 50:
                continue
            clear = math.exp(-depth / self._sight)
            haze = dust.colours[int(np.clip(column, 0, view.lens.size[0] - 1)), :3]
            belly = light.skylight * np.float32(0.5 * clear) + haze * np.float32(1 - clear)
            back = (light.skylight * np.float32(0.8) + light.sunlight * np.float32(0.25)) * clear + haze * np.float32(1 - clear)
            plume = Plume(place[0], place[2], radius * 1.4 * self._dense**0.5, 0.8 * self._dense, 700.0, number * 2.9)
            self._smoke.draw(view.radiance, (column, row), view.lens.focal / depth, plume, SmokeLight(belly, back), t * 0.4)


def _station(stand: _Stand, random: np.random.Generator, aerial: bool) -> Station:
    """Return a stand on the map, a little to the side."""
    x, yaw, fov = random.uniform(-1, 1, 3)
    east = MIDDLE + stand.along + 3 * float(x)
    lift, sink, back = (22.0, 0.2, 55.0) if aerial else (0.0, 0.0, 0.0)
    turn = math.radians(stand.yaw)
    return Station(
        east - math.sin(turn) * back,
        float(shore(east)) + stand.out - math.cos(turn) * back,
        stand.above + lift,
        stand.yaw + 2 * float(yaw),
        stand.horizon - sink,
        stand.fov * (1 + 0.03 * float(fov)),
    )


def _far_lamps() -> tuple[Lamp, ...]:
    """Return the lamps across the lake: amber at the works and red on the chimneys."""
    random = np.random.default_rng(57)
    red = colour("#ff3a20", 7.0)
    amber = [
        Lamp(
            (MIDDLE + float(random.uniform(-560, 760)), 1850.0, float(random.uniform(6, 42))),
            _AMBER * np.float32(random.uniform(4, 11)),
        )
        for _ in range(34)
    ]
    return (*amber, *(Lamp((x, y - radius - 3, z), red) for (x, y, z), radius in stacks()))
