"""A blasting face: a wall of rock drilled and wired, a siren lamp, people far off; and, where it is asked for, the blast."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.kept import kept
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.hours import Hour
from white_cloud.backends.cameras.animatic.land.land_setting import LandSetting
from white_cloud.backends.cameras.animatic.land.landscape import (
    Cliffs,
    Detail,
    Landscape,
    LandscapeCamera,
    Path,
    Reach,
    Station,
    View,
)
from white_cloud.backends.cameras.animatic.land.light import bake
from white_cloud.backends.cameras.animatic.land.terrain import HeightField, VoxelRenderer
from white_cloud.backends.cameras.animatic.land.weather import Weather, weather_named
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.build import Age, Works, build
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.props.works.halo import draw_halos
from white_cloud.backends.cameras.animatic.props.works.light import Lamp, WorksLight
from white_cloud.backends.cameras.animatic.props.works.picture import WorksCamera
from white_cloud.backends.cameras.animatic.props.works.scene import Movers
from white_cloud.backends.cameras.animatic.radiance import Tile, colour, spectral_noise
from white_cloud.backends.cameras.animatic.setting import hour_of
from white_cloud.backends.cameras.animatic.settings.blast.explosion import Explosion
from white_cloud.backends.cameras.animatic.settings.blast.quarry import BENCH, CELL, face_texture, gravel, place, quarry
from white_cloud.backends.cameras.animatic.settings.blast.things import Charges, flags, things

_GRADE = Grade(exposure=0.80, saturation=0.78, vignette=0.42, bloom=0.15, contrast=1.42, shadow="#0f1215", highlight="#eeefe9")
_SUN_AZIMUTH = 78.0
_NORTH = -36.87  # the bearing that looks straight at the face, degrees
_HAZE = 0.0010
_ROCK_FLOUR = colour("#c2b5a2")

HOURS = {
    "day": Hour(
        elevation=34,
        sunlight=("#fff0dc", 3.5),
        skylight=("#95a2b2", 0.80),
        bounce=("#8c857a", 0.35),
        sky_top=("#848f9b", 0.95),
        sky_low=("#c2c2be", 1.30),
        wide_glow=("#d8c8a8", 0.4),
        near_glow=("#ffe8c4", 0.8),
        disc=("#fff2d8", 1.5),
        haze_away=("#abacac", 0.98),
        haze_towards=("#cfc8b8", 1.2),
    ),
    "dusk": Hour(
        elevation=11,
        sunlight=("#ffb07a", 2.9),
        skylight=("#6f7c96", 0.62),
        bounce=("#8a5f4c", 0.25),
        sky_top=("#56647e", 0.70),
        sky_low=("#d0a48c", 1.10),
        wide_glow=("#f0a068", 0.6),
        near_glow=("#ffc890", 1.0),
        disc=("#ffdcb0", 2.0),
        haze_away=("#7f8090", 0.70),
        haze_towards=("#d8a484", 1.1),
        stop=1.15,
    ),
    "dawn": Hour(
        elevation=14,
        sunlight=("#ffd8b8", 2.4),
        skylight=("#8d9ab0", 0.78),
        bounce=("#7f7a78", 0.25),
        sky_top=("#8796ac", 0.85),
        sky_low=("#d8c4b8", 1.2),
        wide_glow=("#e8bca0", 0.45),
        near_glow=("#ffd8b8", 0.8),
        disc=("#ffeedd", 1.6),
        haze_away=("#a2a8b4", 0.92),
        haze_towards=("#dcc4b4", 1.15),
        stop=1.05,
    ),
    "night": Hour(
        elevation=38,
        sunlight=("#aabbd8", 0.50),
        skylight=("#5e6a80", 0.20),
        bounce=("#3a4456", 0.08),
        sky_top=("#1c222e", 0.38),
        sky_low=("#464c58", 0.42),
        wide_glow=("#6f86ad", 0.10),
        near_glow=("#b9cbe6", 0.2),
        disc=("#eef3ff", 1.6),
        haze_away=("#343c4a", 0.34),
        haze_towards=("#4c566a", 0.36),
        stop=2.5,
    ),
}


@dataclass(frozen=True)
class _Stand:
    """Where a camera may stand: metres `along` the face and `before` it, then as a Station whose yaw 0 looks at the face.

    The row of charges has its middle at `charged`.
    """

    along: float
    before: float
    above: float
    yaw: float
    horizon: float
    fov: float
    charged: float = 0.0
    wide: bool = False


_STANDS = (
    _Stand(-20, 122, 2.2, 6, 0.72, 46),
    _Stand(60, 96, 2.0, -30, 0.74, 48),
    _Stand(-118, 84, 2.4, 44, 0.72, 46, -14),
    _Stand(0, 186, 3.0, 0, 0.68, 34, 0, wide=True),
    _Stand(40, 236, 15.0, -9, 0.50, 32, 0, wide=True),
    _Stand(-70, 222, 9.0, 15, 0.56, 34, 0, wide=True),
    _Stand(128, 120, 2.0, -42, 0.70, 44, 10),
    _Stand(-72, 66, 2.0, 34, 0.80, 52, -10),
    _Stand(110, 70, 2.0, -52, 0.74, 46, 10),
    _Stand(-60, 150, 2.6, 18, 0.70, 38, 0, wide=True),
)


@dataclass(frozen=True)
class _World:
    """What all takes of one hour and weather share."""

    hour: Hour
    landscape: Landscape


@kept
def _world(name: str, weather: Weather) -> _World:
    hour = weather.hour(HOURS[name])
    ground = quarry(7)
    light = hour.light(_SUN_AZIMUTH)
    albedo = weather.ground(ground.albedo, ground.height, CELL)
    radiance, lit = bake(ground.height, CELL, albedo, light, 0.8, hollows=((4, 0.05), (16, 0.03)))
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    drifts = Tile(np.clip(spectral_noise(512, 1.6, 21, 2, 90, stretch=0.45) + 0.1, 0, None))
    landscape = Landscape(
        field=HeightField(ground.height, radiance, CELL),
        lit=Tile(lit),
        light=light,
        sky=hour.sky(clouds, 4.5, 0.09),
        air=hour.air(
            drifts, haze=_HAZE * weather.haze**0.6, dust=0.0012, floor=0.0, thickness=9.0, wind=(2.5, 1.0), cloud_size=240.0
        ),
        detail=Detail(gravel(), size=26.0, amount=0.38, fade=70, end=320),
        cliffs=Cliffs(face_texture(), slope=1.0, height=BENCH, amount=0.30, fade=900.0),
        kinds=ground.kinds,
    )
    return _World(hour, landscape)


class Blast(LandSetting):
    """A blasting face. Heeds `blast`; `night`, `dusk`, `dawn`, `day`; `fog`, `rain`, `snow`; `close`, `wide`."""

    name = "blast"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        name = hour_of(words, "day")
        self._weather = weather_named(words & {"snow", "rain", "fog"})
        self._world = _world(name, self._weather)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * self._world.hour.stop)
        stand = self._chosen(words, move, random)
        field = self._world.landscape.field
        station = _station(stand, random)
        self._path = Path(station, move, Reach(across=7, up=6, forward=9, clearance=1.6), field, size)
        renderer = VoxelRenderer(
            size, near=3, far=900, slices=220, columns=max(16, size[0] * 3 // 4), crowding=0.15, sharp=False
        )
        self._camera, self._works_camera = LandscapeCamera(self._world.landscape, renderer), WorksCamera(size, 5)
        self._charges = Charges.drilled(stand.charged + float(random.uniform(-6, 6)), 21, bool(random.random() < 0.5))
        self._things = things(self._charges, (station.x, station.y), station.yaw, field.height_at, random)
        self._works = self._built()
        start = min(1.0, 0.16 * move.seconds)
        self._explosion = Explosion.of(self._charges, start, stand.before, seed) if "blast" in words else None
        self._drops = Fall.of(self._weather, seed)

    def _built(self) -> Works:
        hour, light = self._world.hour, self._world.landscape.light
        fallen = light.skylight * np.float32(0.8) + light.sunlight * np.float32(0.35)
        palette = [colour("#a83224") * fallen, colour("#4c4844") * fallen * np.float32(0.6)]
        falls = WorksLight(
            light.sun.direction.astype(float), light.sunlight, light.skylight, colour(*hour.bounce), sky_parts=14
        )
        age = Age(colour("#dfe3e6"), 0.9) if self._weather.snow else Age(colour("#a8a094"), 0.2, 0.2)
        return build(self._things.panels, falls, age, 9, palette)

    @staticmethod
    def _chosen(words: frozenset[str], move: Move, random: np.random.Generator) -> _Stand:
        stands = list(_STANDS)
        if words & {"wide"} or move.name in {"drone", "descent"}:
            stands = [one for one in stands if one.wide]
        elif "close" in words:
            stands = [one for one in stands if one.before < 100]
        return stands[int(random.integers(len(stands)))]

    def _view(self, t: float, surveyed: bool = False) -> View:
        lens = self._lens(t)
        view = self._camera.view(lens, t, surveyed)
        if self._explosion is not None:
            self._explosion.heave(view, t)
        dust = Dust.seen(lens, _SUN_AZIMUTH, self._world.hour, 1 / (_HAZE * self._weather.haze**0.6), low=0.0)
        plate = self._works_camera.photograph(self._works, lens, dust, t, self._movers(t))
        view.radiance = plate.over(view.radiance, view.depth, 0.3, 0.03)
        if view.survey is not None:
            plate.survey_into(view.survey, 0.3, 0.03)
        flash = max(0.0, math.sin(t * 5.4 + self.seed)) ** 3
        lamp = Lamp(self._things.siren, colour("#ff9a30", 26.0) * np.float32(0.12 + flash))
        draw_halos(view.radiance, view.depth, lens, (lamp,), 0.0085, 500.0)
        if self._explosion is not None:
            light = view.landscape.light
            bright = _ROCK_FLOUR * (light.skylight * np.float32(0.80) + light.sunlight * np.float32(0.52))
            dim = _ROCK_FLOUR * (light.skylight * np.float32(0.30) + light.sunlight * np.float32(0.035))
            self._explosion.draw_dust(view, dust, t, (bright, dim))
        if self._drops is not None:
            self._drops.draw(view, t)
        return view

    def _movers(self, t: float) -> Movers:
        waving = flags(self._things.stakes, t)
        if self._explosion is None:
            return waving
        since = self._explosion.since(t)
        waving = flags(tuple(stake for stake, gone in zip(self._things.stakes, since, strict=True) if gone < 0.2), t)
        thrown = self._explosion.thrown(t)
        if thrown is None:
            return waving
        both = ((getattr(waving, part), getattr(thrown, part)) for part in ("corners", "tones", "kinds"))
        return Movers(*(np.concatenate([one.reshape(-1, *other.shape[1:]), other]) for one, other in both))

    def _lens(self, t: float) -> Pinhole:
        lens = self._path.lens(t)
        if self._explosion is None:
            return lens
        yaw, horizon = self._explosion.shake(t)
        return replace(lens, yaw=lens.yaw + yaw, horizon=lens.horizon + horizon)


def _station(stand: _Stand, random: np.random.Generator) -> Station:
    """Return a stand on the map, a little to the side."""
    along, before, yaw = (float(part) for part in random.uniform(-1, 1, 3))
    x, y = place(stand.along + 4 * along, -stand.before + 4 * before)
    return Station(x, y, stand.above, stand.yaw + 2 * yaw + _NORTH, stand.horizon, stand.fov)
