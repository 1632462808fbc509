"""A refinery: conveyors on trestles, the crusher, silos, tanks, pipes, stacks; in dust by day, in sodium light at night."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.kept import kept
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.air import Sky
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.hours import Hour
from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.land.light import Light, Sun
from white_cloud.backends.cameras.animatic.land.weather import Weather, weather_named
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.smoke import Plume, Smoke, SmokeLight
from white_cloud.backends.cameras.animatic.props.works.build import Age, Works, build
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.props.works.halo import draw_halos
from white_cloud.backends.cameras.animatic.props.works.light import Lamp, WorksLight
from white_cloud.backends.cameras.animatic.props.works.picture import Plate, WorksCamera
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting, hour_of
from white_cloud.backends.cameras.animatic.settings.refinery.ore import FallingOre
from white_cloud.backends.cameras.animatic.settings.refinery.plant import STACKS, plan
from white_cloud.backends.cameras.animatic.settings.refinery.yard import Yard, ground_depth, mirrored, yard_places
from white_cloud.media.survey import SKY_DEPTH, Survey

_GRADE = Grade(exposure=0.8, saturation=0.86, vignette=0.4, bloom=0.17)
_SODIUM = colour("#ffab4e")


@dataclass(frozen=True)
class _Time:
    """An hour in the plant: its colours, where the sun stands, how far one sees, how bright the lamps are."""

    hour: Hour
    azimuth: float
    sight: float
    lamps: float
    windows: float


_TIMES = {
    "day": _Time(
        Hour(
            elevation=27,
            sunlight=("#ffe3ba", 3.3),
            skylight=("#a3a8a8", 1.0),
            bounce=("#a08c68", 0.5),
            sky_top=("#a2a49d", 1.0),
            sky_low=("#d2c8b2", 1.35),
            wide_glow=("#e6c08a", 0.6),
            near_glow=("#ffe2b0", 0.8),
            disc=("#fff0cf", 0.8),
            haze_away=("#b4ac9c", 1.0),
            haze_towards=("#d8c6a2", 1.35),
        ),
        azimuth=244,
        sight=520,
        lamps=0.0,
        windows=0.0,
    ),
    "dusk": _Time(
        Hour(
            elevation=5,
            sunlight=("#d09a8c", 0.4),
            skylight=("#66789a", 0.62),
            bounce=("#544a4c", 0.2),
            sky_top=("#34496c", 0.50),
            sky_low=("#8b8c9c", 0.62),
            wide_glow=("#c08a78", 0.20),
            near_glow=("#ffb070", 0.25),
            disc=("#ffdca8", 0.0),
            haze_away=("#56657e", 0.50),
            haze_towards=("#a08a88", 0.60),
            stop=1.3,
        ),
        azimuth=318,
        sight=560,
        lamps=110.0,
        windows=2.2,
    ),
    "dawn": _Time(
        Hour(
            elevation=9,
            sunlight=("#ffc4a0", 1.9),
            skylight=("#8d96ac", 0.8),
            bounce=("#80706c", 0.3),
            sky_top=("#8490a8", 0.85),
            sky_low=("#e0b8a4", 1.2),
            wide_glow=("#f0b490", 0.6),
            near_glow=("#ffcfa0", 0.8),
            disc=("#ffe6c8", 1.6),
            haze_away=("#9a9ba8", 0.85),
            haze_towards=("#dcb4a0", 1.2),
            stop=1.05,
        ),
        azimuth=36,
        sight=380,
        lamps=40.0,
        windows=1.0,
    ),
    "night": _Time(
        Hour(
            elevation=30,
            sunlight=("#90a4c8", 0.05),
            skylight=("#6a6a74", 0.20),
            bounce=("#4a3a28", 0.06),
            sky_top=("#171b24", 0.25),
            sky_low=("#6a5238", 0.7),
            wide_glow=("#7a5a38", 0.06),
            near_glow=("#7a5a38", 0.05),
            disc=("#ffffff", 0.0),
            haze_away=("#4a3c2e", 0.34),
            haze_towards=("#5a4630", 0.40),
            stop=2.2,
        ),
        azimuth=300,
        sight=620,
        lamps=190.0,
        windows=2.6,
    ),
}


@dataclass(frozen=True)
class _Station:
    """Where a camera may stand in the plant, metres and degrees, as of a Pinhole; `near` ones show a part, others the whole."""

    x: float
    y: float
    z: float
    yaw: float
    horizon: float
    fov: float
    near: bool = False


_STATIONS = (
    _Station(6, 2, 2.2, -6, 0.72, 52),
    _Station(46, 8, 3.0, -22, 0.68, 48),
    _Station(-60, 6, 2.0, 26, 0.70, 50),
    _Station(104, 2, 5.0, -40, 0.62, 46),
    _Station(-110, 30, 9.0, 48, 0.58, 50),
    _Station(64, 36, 2.2, -46, 0.80, 52, near=True),
    _Station(28, 84, 3.0, 37, 0.72, 50, near=True),
    _Station(0, -14, 16.0, -2, 0.46, 46),
    _Station(-25.5, 20, 2.4, 12, 0.7, 46, near=True),
    _Station(-118, 88, 2.4, 22, 0.84, 54),
    _Station(84, 80, 3.0, 34, 0.7, 48, near=True),
    _Station(-30, 30, 34.0, 34, 0.28, 50),
)


@dataclass(frozen=True)
class _World:
    """What all takes of one hour and weather share."""

    hour: Hour
    works: Works
    yard: Yard
    lamps: tuple[Lamp, ...]
    light: Light
    sky: Sky
    sun: Sun


def _unlit(time: _Time) -> _Time:
    return replace(time, lamps=0.0, windows=0.0)


@kept
def _world(name: str, weather: Weather, lit: bool) -> _World:
    time = _TIMES[name] if lit else _unlit(_TIMES[name])
    hour, sun = weather.hour(time.hour), Sun(time.azimuth, time.hour.elevation)
    drawn = plan(_SODIUM * np.float32(time.lamps), _SODIUM * np.float32(time.windows), lit)
    light = WorksLight(
        sun=sun.direction.astype(float),
        sunlight=colour(*hour.sunlight),
        skylight=colour(*hour.skylight),
        bounce=colour(*hour.bounce),
        lamps=drawn.lamps if time.lamps else (),
    )
    ore = [colour("#5d4c40") * (light.sunlight * np.float32(s) + light.skylight * np.float32(0.8)) for s in (0.3, 0.05)]
    age = Age(colour("#dfe3e6"), 0.95) if weather.snow else Age(colour("#9a8c74"), 0.5)
    works = build(drawn.panels, light, age, 3, ore, yard_places())
    wetness = 0.8 if weather.wet else 0.25 if name == "day" or weather.snow else 0.5
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    return _World(
        hour,
        works,
        Yard.lit(works.fallen, wetness, weather.snow > 0),
        light.lamps,
        hour.light(time.azimuth),
        hour.sky(clouds, 4.5, 0.08),
        sun,
    )


@dataclass(frozen=True)
class _Outdoors:
    """What falling drops and flakes must know of a view."""

    radiance: Array
    depth: Array
    lens: Pinhole
    landscape: _World


class Refinery(Setting):
    """An ore refinery. Heeds `night`, `dusk`, `dawn`, `day`; `fog`, `rain`, `snow`, `smoke`; `close`, `wide`, `aerial`."""

    name = "refinery"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        name = hour_of(words, "day")
        lit = "no lamp" not in words
        self._time = _TIMES[name] if lit else _unlit(_TIMES[name])
        self._weather = weather_named(words & {"snow", "rain", "fog"})
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * self._time.hour.stop)
        self._world = _world(name, self._weather, lit)
        self._station = self._chosen(words, move, random)
        self._camera = WorksCamera(size, 5)
        self._smoke = Smoke(seed)
        self._dense = 1.9 if "smoke" in words else 1.0
        self._sight = self._time.sight * (0.22 if "fog" in words else 0.6 if words & {"rain", "smoke", "snow"} else 1.0)
        self._ore = FallingOre(seed)
        self._fall = Fall.of(self._weather, seed)
        self._mirrored = bool(random.random() < 0.5)

    @staticmethod
    def _chosen(words: frozenset[str], move: Move, random: np.random.Generator) -> _Station:
        stations = list(_STATIONS)
        if "close" in words:
            stations = [one for one in stations if one.near]
        elif words & {"wide", "aerial"} or move.name in {"drone", "descent"}:
            stations = [one for one in stations if not one.near]
        chosen = stations[int(random.integers(len(stations)))]
        x, y, yaw = random.uniform(-1, 1, 3)
        lifted = chosen.z + (22 if "aerial" in words else 0)
        sunk = 0.28 if "aerial" in words else 0.0
        return replace(
            chosen, x=chosen.x + 1.5 * x, y=chosen.y + y, yaw=chosen.yaw + 1.5 * yaw, z=lifted, horizon=chosen.horizon - sunk
        )

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds."""
        lens = self._lens(t)
        dust = self._dust(lens)
        picture = self._world.sky.paint(lens, self._world.sun, t)
        _veil_sky(picture, lens, dust)
        self._draw_smoke(picture, lens, dust, t)
        plate = self._plate(lens, dust, t)
        open_part = four_channels(1 - plate.radiance[..., 3])
        above = cv2.add(cv2.multiply(picture, open_part), plate.radiance)
        self._world.yard.paint(picture, lens, dust, mirrored(above, lens))
        picture = cv2.add(cv2.multiply(picture, open_part), plate.radiance)
        if self._world.lamps:
            wet = (plate.depth >= SKY_DEPTH) * np.float32(0.5 if self._weather.wet else 0.22)
            draw_halos(picture, plate.depth, lens, self._world.lamps, 0.0022, self._sight, wet)
        if self._fall is not None:
            depth = np.minimum(plate.depth, ground_depth(lens)[:, None])
            self._fall.draw(cast("View", _Outdoors(picture, depth, lens, self._world)), t)
        return cv2.flip(picture, 1) if self._mirrored else picture

    def survey(self, t: float) -> Survey:
        """Return what the pixels at `t` seconds show."""
        lens = self._lens(t)
        dust = self._dust(lens)
        survey = Survey.empty(self.size)
        picture = self._world.sky.paint(lens, self._world.sun, t)
        self._world.yard.paint(picture, lens, dust, picture.copy(), survey)
        self._plate(lens, dust, t).survey_into(survey)
        if self._mirrored:
            return Survey(np.ascontiguousarray(survey.classes[:, ::-1]), np.ascontiguousarray(survey.depth[:, ::-1]))
        return survey

    def _plate(self, lens: Pinhole, dust: Dust, t: float) -> Plate:
        return self._camera.photograph(self._world.works, lens, dust, t, self._ore.movers(t))

    def _lens(self, t: float) -> Pinhole:
        offset, one = self.move.at(t), self._station
        side = -1 if self._mirrored else 1
        yaw = math.radians(one.yaw)
        across, forward = 7.0 * offset.across * side, 11.0 * offset.forward
        return Pinhole(
            one.x + math.cos(yaw) * across + math.sin(yaw) * forward,
            one.y - math.sin(yaw) * across + math.cos(yaw) * forward,
            one.z + 7.0 * offset.up,
            one.yaw + offset.yaw * side,
            one.horizon + offset.horizon,
            cropped(one.fov, self.size),
            self.size,
        )

    def _dust(self, lens: Pinhole) -> Dust:
        return Dust.seen(lens, self._world.sun.azimuth, self._world.hour, self._sight, low=0.6)

    def _draw_smoke(self, picture: Array, lens: Pinhole, dust: Dust, t: float) -> None:
        light = self._world.hour
        for number, ((x, y, z), radius, density) in enumerate(() if "no smoke" in self.words else STACKS):
            column, row, depth = (float(part) for part in lens.project(x, y, z))
            if depth < 20:
                continue
            clear = math.exp(-depth / self._sight)
            haze = dust.colours[int(np.clip(column, 0, lens.size[0] - 1)), :3]
            glow = _SODIUM * np.float32(self._time.lamps * 0.0009)
            belly = (colour(*light.skylight) * np.float32(0.55) + glow) * clear + haze * (1 - clear)
            back = (colour(*light.skylight) * np.float32(0.8) + colour(*light.sunlight) * np.float32(0.28) + glow) * clear
            plume = Plume(x, z, radius * self._dense**0.5, density * self._dense, 110.0 * radius, number * 3.7)
            metre = lens.focal / depth
            self._smoke.draw(picture, (column, row), metre, plume, SmokeLight(belly, back + haze * (1 - clear)), t)


def _veil_sky(picture: Array, lens: Pinhole, dust: Dust) -> None:
    """Let the sky end in the haze at the horizon, in place."""
    rise = np.abs(np.arange(lens.size[1], dtype=np.float32) - np.float32(lens.horizon_row)) / np.float32(lens.focal)
    veil = np.ascontiguousarray(np.broadcast_to(np.exp(rise * np.float32(-11))[:, None], picture.shape[:2]))
    haze = np.ascontiguousarray(np.broadcast_to(dust.colours[None], picture.shape))
    picture[:] = cv2.blendLinear(haze, picture, veil, 1 - veil)
