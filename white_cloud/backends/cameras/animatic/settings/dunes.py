"""Sand dunes: asymmetric crests under a low sun across the view, blowing sand, and at times one walker."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from white_cloud.backends.cameras.animatic.kept import kept
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.land.field import HeightField
from white_cloud.backends.cameras.animatic.land.hours import Hour, hour_named
from white_cloud.backends.cameras.animatic.land.land_setting import LandSetting
from white_cloud.backends.cameras.animatic.land.landscape import (
    Detail,
    Landscape,
    LandscapeCamera,
    Path,
    Reach,
    Station,
    View,
    shifted_station,
)
from white_cloud.backends.cameras.animatic.land.light import bake, normals
from white_cloud.backends.cameras.animatic.land.spindrift import Spindrift
from white_cloud.backends.cameras.animatic.land.terrain import VoxelRenderer
from white_cloud.backends.cameras.animatic.land.weather import CLEAR, WEATHERS, Weather, weather_named
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.props.walker import Walker
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, colour, smoothstep, spectral_noise

_CELLS, _CELL = 1024, 4.0
_SUN_AZIMUTH = 142.0
_REACH = Reach(across=36, up=22, forward=44, clearance=2.0)
_GRADE = Grade(exposure=0.62, saturation=0.76, vignette=0.45, bloom=0.16)

HOURS = {
    "day": Hour(
        elevation=16,
        sunlight=("#ffd9a8", 3.6),
        skylight=("#8a98a8", 0.80),
        bounce=("#b98a55", 0.5),
        sky_top=("#8a949a", 1.05),
        sky_low=("#d8c7a6", 1.55),
        wide_glow=("#e8b776", 0.8),
        near_glow=("#ffe2b0", 1.2),
        disc=("#fff0cf", 2.2),
        haze_away=("#b9b0a0", 1.15),
        haze_towards=("#e8c899", 1.7),
    ),
    "dusk": Hour(
        elevation=8,
        sunlight=("#ffb277", 3.2),
        skylight=("#74809a", 0.62),
        bounce=("#b06a44", 0.4),
        sky_top=("#5d6c86", 0.75),
        sky_low=("#e0a77c", 1.25),
        wide_glow=("#f09a5a", 0.9),
        near_glow=("#ffc78a", 1.5),
        disc=("#ffdca8", 3.0),
        haze_away=("#8d8794", 0.8),
        haze_towards=("#eda673", 1.5),
        stop=1.1,
    ),
    "dawn": Hour(
        elevation=9,
        sunlight=("#ffd8c4", 2.3),
        skylight=("#8898b4", 0.85),
        bounce=("#a08a88", 0.35),
        sky_top=("#7d90aa", 0.85),
        sky_low=("#d9cfd0", 1.20),
        wide_glow=("#f2c4b0", 0.5),
        near_glow=("#ffdcc8", 0.9),
        disc=("#fff0e0", 1.8),
        haze_away=("#94a3b8", 0.95),
        haze_towards=("#dac8c4", 1.25),
        stop=1.05,
        turn=-98.0,
        mist=2.4,
    ),
    "night": Hour(
        elevation=26,
        sunlight=("#b4c4de", 0.62),
        skylight=("#667288", 0.16),
        bounce=("#49566e", 0.1),
        sky_top=("#222834", 0.50),
        sky_low=("#565f70", 0.50),
        wide_glow=("#6f86ad", 0.14),
        near_glow=("#b9cbe6", 0.3),
        disc=("#eef3ff", 2.5),
        haze_away=("#3f4858", 0.42),
        haze_towards=("#5f7396", 0.42),
        stop=1.7,
    ),
    "storm": Hour(
        elevation=22,
        sunlight=("#f0c890", 1.5),
        skylight=("#b09a78", 0.95),
        bounce=("#b98a55", 0.4),
        sky_top=("#b0946c", 0.95),
        sky_low=("#d0b080", 1.15),
        wide_glow=("#e0b070", 0.7),
        near_glow=("#f0d0a0", 0.5),
        disc=("#fff0cf", 0.6),
        haze_away=("#bfa075", 1.05),
        haze_towards=("#dcb884", 1.35),
        stop=1.0,
    ),
}

STATIONS = (
    Station(6, 1173, 15, 86, 0.40, 43),
    Station(1728, 169, 8, 114, 0.38, 48),
    Station(535, 2107, 10, 74, 0.41, 40),
    Station(3763, 547, 13, 135, 0.28, 41),
    Station(3931, 569, 32, 87, 0.35, 48),
    Station(3706, 899, 9, 130, 0.30, 38),
    Station(297, 2659, 21, 109, 0.44, 39),
    Station(1828, 2029, 37, 79, 0.28, 45),
    Station(3279, 1110, 22, 106, 0.28, 44),
    Station(2520, 1016, 19, 107, 0.29, 50),
    Station(1743, 2615, 19, 124, 0.27, 43),
    Station(1405, 2003, 7, 116, 0.38, 38),
    Station(3025, 890, 13, 97, 0.37, 43),
    Station(4027, 1962, 14, 107, 0.39, 42),
    Station(374, 325, 19, 116, 0.44, 36),
    Station(3933, 3389, 21, 67, 0.28, 50),
    Station(3656, 974, 30, 88, 0.43, 49),
    Station(255, 479, 24, 120, 0.28, 46),
    Station(3548, 1658, 34, 134, 0.37, 37),
    Station(3532, 1062, 30, 69, 0.28, 46),
    Station(3103, 1249, 36, 122, 0.43, 36),
    Station(3725, 1298, 28, 92, 0.39, 48),
)


def dune_heights(seed: int) -> Array:
    """Return heights in metres (_CELLS, _CELLS) of two crossed families of dunes with steep lee sides, tileable."""
    rows, columns = np.mgrid[0:_CELLS, 0:_CELLS].astype(np.float32) / _CELLS
    bend = spectral_noise(_CELLS, 2.4, seed, 1, 10)
    wobble = spectral_noise(_CELLS, 2.0, seed + 1, 2, 14)
    tall = spectral_noise(_CELLS, 2.2, seed + 2, 1, 8)
    height = _profile(rows * 11 + columns * 2 + bend * 0.55 + wobble * 0.10, 0.74) * (46 + 16 * tall)
    height *= np.clip(0.8 + 0.35 * wobble, 0.25, 1.3)
    small = _profile(rows * 23 + columns * 13 + wobble * 0.40 + height * 0.012, 0.70)
    height += small * 5.5 * np.clip(0.6 + 0.5 * tall, 0, 1.3)
    height += spectral_noise(_CELLS, 2.2, seed + 4, 1, 6) * 12
    return blur(height.astype(np.float32), 0.7, wrap=True)


def _profile(phase: Array, crest: float) -> Array:
    """Return the section of a dune, 0..1: it rises on a sine to `crest` (a part of the period) and slips down behind."""
    phase = phase - np.floor(phase)
    windward = np.sin(np.clip(phase / crest, 0, 1) * np.float32(np.pi / 2)) ** 1.6
    lee = np.clip(1 - (phase - crest) / (1 - crest), 0, 1)
    lee = lee * lee * (1.6 - 0.6 * lee)
    return np.where(phase < crest, windward, lee).astype(np.float32)


def _ripples() -> Tile:
    rows, columns = np.mgrid[0:512, 0:512].astype(np.float32) / 512
    bend = spectral_noise(512, 2.0, 5, 2, 20)
    phase = (rows * 30 + columns * 6 + bend * 0.9) * np.float32(2 * np.pi)
    waves = np.sin(phase) + 0.3 * np.sin(2 * phase + 1)
    waves *= np.clip(0.6 + 0.5 * spectral_noise(512, 2.0, 6, 2, 12), 0, 1.2)
    return Tile(waves * 0.55 + spectral_noise(512, 0.9, 7, 10) * 0.35)


def _swells() -> Tile:
    """Return the larger ripples of the middle distance, and the patches between them."""
    rows, columns = np.mgrid[0:512, 0:512].astype(np.float32) / 512
    bend = spectral_noise(512, 2.1, 15, 2, 24)
    waves = np.sin((rows * 34 + columns * 5 + bend * 1.1) * np.float32(2 * np.pi))
    waves *= np.clip(0.5 + 0.6 * spectral_noise(512, 2.0, 16, 2, 12), 0, 1.3)
    return Tile(waves * 0.5 + spectral_noise(512, 1.3, 17, 6) * 0.3)


def _slides(height: Array) -> Array:
    """Return the tongues of sand that have slid down steep lee sides, a factor (n, n) of the albedo."""
    _, y, up = normals(height, _CELL)
    steep = smoothstep(0.93, 0.85, up) * (np.abs(y) > 0.1)
    streaks = spectral_noise(_CELLS, 1.0, 61, 30, stretch=0.10).T
    return np.asarray(1 + steep * np.clip(streaks, -1.6, 1.6) * 0.13, np.float32)


@kept
def _land(hour_name: str, weather_name: str) -> Landscape:
    weather = WEATHERS.get(weather_name, CLEAR)
    hour = weather.hour(HOURS[hour_name])
    height = dune_heights(3)
    shade = 1 + 0.05 * spectral_noise(_CELLS, 1.1, 12, 8) + 0.08 * spectral_noise(_CELLS, 1.8, 11, 1, 30)
    shade *= _slides(height)
    albedo = weather.ground(shade[..., None] * colour("#c9a877"), height, _CELL)
    light = hour.light(_SUN_AZIMUTH)
    radiance, lit = bake(height, _CELL, albedo, light, softness=2.5)
    dust = Tile(np.clip(spectral_noise(512, 1.6, 21, 2, 90, stretch=0.45) + 0.1, 0, None))
    clouds = Tile(spectral_noise(256, 1.7, 33, 2, 60, stretch=0.28, width=1024))
    haze, raised = 0.00034 * weather.haze * hour.mist, 0.0006 * weather.dust
    thickness = 56.0 if weather.name == "storm" else 14.0
    return Landscape(
        field=HeightField(height, radiance, _CELL),
        lit=Tile(lit),
        light=light,
        sky=hour.sky(clouds, fall=5.5, cloud_amount=0.09),
        air=hour.air(dust, haze=haze, dust=raised, thickness=thickness),
        detail=Detail(_ripples(), size=46.0, amount=0.30, fade=110, end=340),
        grain=Detail(_swells(), size=290.0, amount=0.13, fade=420, end=1400),
    )


def _spindrift(weather: Weather) -> Spindrift | None:
    """Return what blows off the crests; nothing does when they are wet."""
    if weather.wet:
        return None
    noise = Tile(spectral_noise(256, 1.5, 71, 2, 60, stretch=0.35))
    if weather.name == "storm":
        return Spindrift(noise, height=4.5, amount=0.8, wind=13.0)
    return Spindrift(noise, height=0.8, amount=0.5, paint=colour("#eef0f2" if weather.snow else "#f2dfba"))


def _framed(station: Station, words: frozenset[str]) -> Station:
    """Return a station as `aerial`, `wide` or `close` have it: high above, with a short lens, or with the sand before one."""
    if "aerial" in words:
        return replace(station, above=station.above + 95, horizon=0.10, fov=54)
    if "wide" in words:
        return replace(station, above=station.above + 6, fov=66)
    if "close" in words:
        return replace(station, above=2.2, horizon=min(station.horizon, 0.30), fov=46)
    return station


class Dunes(LandSetting):
    """Sand dunes. Heeds the hours and weathers, `walker`, and how far one stands: `close`, `wide`, `aerial`."""

    name = "dunes"

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 1))
        hour_name, weather = hour_named(words, HOURS), weather_named(words)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * weather.hour(HOURS[hour_name]).stop)
        land = _land(hour_name, weather.name)
        low = [one for one in STATIONS if one.above < 24 and one.horizon < 0.44]  # from high up a person is a dot
        stations = low if "walker" in words else STATIONS
        station = shifted_station(stations[int(random.integers(len(stations)))], random)
        self._path = Path(_framed(station, words), move, _REACH, land.field, size)
        self._camera = LandscapeCamera(land, VoxelRenderer(size, near=5, far=5200, slices=300, crowding=0.3))
        self._spindrift, self._fall = _spindrift(weather), Fall.of(weather, seed)
        self._walker = self._staged(random) if "walker" in words else None

    def _staged(self, random: np.random.Generator) -> Walker:
        middle = self.move.seconds / 2
        return Walker.placed(self._camera.view(self._path.lens(middle), middle), middle, random)

    def _view(self, t: float, surveyed: bool = False) -> View:
        view = self._camera.view(self._path.lens(t), t, surveyed)
        if self._spindrift is not None:
            self._spindrift.draw(view, t)
        if self._walker is not None:
            self._walker.draw(view, t)
        if self._fall is not None:
            self._fall.draw(view, t)
        return view
