"""Clouds that fill the frame: a wall beside an aeroplane, a sea from above, a blast's dust, streaks over a strip of land."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.precipitation import Precipitation
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.clouds.cabin import Cabin, board
from white_cloud.backends.cameras.animatic.settings.clouds.cirrus import Cirrus
from white_cloud.backends.cameras.animatic.settings.clouds.stations import REACH, STATIONS, CloudPainter, Station
from white_cloud.backends.cameras.animatic.settings.clouds.strips import Boiling, draw, survey
from white_cloud.backends.cameras.animatic.settings.clouds.weather import WEATHERS, paint_sky, weather_of
from white_cloud.media.survey import Survey

_GRADE = Grade(
    exposure=0.78, contrast=1.25, saturation=0.92, bloom=0.20, vignette=0.26, shadow="#141a22", highlight="#f8f2e8", grain=2.8
)
#: Which kind of view a word asks for.
_KINDS = (("window", "wall"), ("aerial", "sea"), ("smoke", "blast"), ("wide", "cirrus"))


class Clouds(Setting):
    """Clouds. Words: the hours, `storm`, `rain`; `window` (an aeroplane's), `aerial`, `smoke`, `wide` choose the view."""

    name = "clouds"
    internal_scale = 0.5

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Choose a view, and paint it."""
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 7))
        self._station = _station(random, words)
        self._weather = WEATHERS[weather_of(words)]
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * self._weather.stop)
        painter = CloudPainter(size, self._lens(0.0).focal, self._station, self._weather, seed)
        self._strips = painter.paint()
        self._boiling = Boiling(seed)
        self._falling = Precipitation("rain", size, seed, 1.3) if "rain" in words else None
        framed = "window" in words or self._station.seat == "inside"
        aboard = framed or self._station.seat == "beside"
        self._cabin = board(size, self._weather, self._station.aside, framed) if aboard else Cabin()
        high = self._station.kind == "cirrus"
        heading = float(random.uniform(-50, 50)) - 25 * self._station.aside
        self._cirrus = Cirrus(seed, 0.85 if high else 0.42, heading)

    def _lens(self, t: float) -> Pinhole:
        offset, station = self.move.at(t), self._station
        across, up, forward = REACH[station.kind]
        return Pinhole(
            across * offset.across,
            forward * offset.forward + self._glide(t),
            up * offset.up,
            0.7 * station.fov / 50 * offset.yaw,
            station.horizon + offset.horizon,
            cropped(station.fov, self.size),
            self.size,
        )

    def _glide(self, t: float) -> float:
        return 16.0 * t if self._station.kind == "sea" else 0.0

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        picture = paint_sky(self._weather, lens, self._station.aside)
        self._veil(picture, lens, t)
        draw(self._strips, picture, lens, self._boiling, t)
        if self._falling is not None:
            turned = -lens.focal * np.tan(np.radians(lens.yaw))
            light = colour(*self._weather.haze) * np.float32(1.15)
            self._falling.draw(picture, light, t, (float(turned), lens.horizon_row))
        self._cabin.draw(picture, self.move.at(t))
        return picture

    def _veil(self, picture: Array, lens: Pinhole, t: float) -> None:
        """Lay the cirrus over the sky: white in the sun, more so about it."""
        cover = self._cirrus.cover(lens, t)
        light = (colour(*self._weather.sun, channels=4) * 0.62 + colour(*self._weather.shade, channels=4) * 0.5) * np.float32(
            0.85
        )
        white = np.broadcast_to(light, picture.shape)
        picture[:] = cv2.blendLinear(np.ascontiguousarray(white), picture, cover, 1 - cover)

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows: the strips whose cover is half or more."""
        kept, lens = Survey.empty(self.size), self._lens(t)
        kept.put("cloud", self._cirrus.cover(lens, t) >= 0.5, self._cirrus.depth(lens))
        survey(self._strips, kept, lens, self._boiling, t)
        self._cabin.survey(kept, self.move.at(t))
        return kept


def _station(random: np.random.Generator, words: frozenset[str]) -> Station:
    kind = next((kind for word, kind in _KINDS if word in words), None)
    choice = [one for one in STATIONS if kind in {None, one.kind}]
    return choice[int(random.integers(len(choice)))]
