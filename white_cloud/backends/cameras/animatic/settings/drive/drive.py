"""A street as a car camera sees it: behind a windscreen, driving on."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.radiance import Array, colour, four_channels, smoothstep
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas
from white_cloud.backends.cameras.animatic.settings.city.moods import in_street, mood_of, overcast
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL, plan
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits, enter
from white_cloud.backends.cameras.animatic.settings.city.road import LAMPS, Surface, lamp_place
from white_cloud.backends.cameras.animatic.settings.city.street import Street
from white_cloud.backends.cameras.animatic.settings.drive.route import Route, route, traffic
from white_cloud.backends.cameras.animatic.settings.drive.windscreen import Windscreen
from white_cloud.media.survey import Survey

_EYE, _FOV, _HORIZON = 1.32, 66.0, 0.50  # metres, degrees, part of the height
_REACH = (0.34, 0.42, 0.55)  # how far a whole move takes the camera in the car, metres


class Drive(Setting):
    """A drive through a city; heeds the hour and the weather, `wide`, `close` (a jam), `truck`, `crowd` and `empty`.

    It leaves out `traffic`, `truck` and `people`.
    """

    name = "drive"
    internal_scale = 0.5

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Choose a street, set out traffic and people, and mount the camera."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 11))
        mood = mood_of(words, ("day", "night", "day", "dusk")[int(rng.integers(4))])
        mood = overcast(mood) if not mood.lit else mood
        mood = in_street(mood)
        self.grade = replace(mood.grade, vignette=0.5)
        city = plan(int(rng.integers(1 << 30)))
        self._route: Route = route(city, rng, words)
        road = self._route.road
        empty = "empty" in words
        azimuth = road.yaw + float(rng.choice([-1, 1]) * rng.uniform(30, 60))
        self._blocks = Blocks(size, city, mood, seed, azimuth, 150, empty, Surface(road, seed))
        life = traffic(self._route, mood, words, rng).sparing(words)
        end = self._route.along(move.seconds + 1.0)
        self._street = Street(road, self._blocks, seed, life, mood.lit and not empty, (self._route.start - 30, end + 10))
        self._glass = Windscreen(size, mood, seed)
        self._lit = mood.lit

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds, float32 (h, w, 4)."""
        canvas = self._shot(t, None)
        return self._glass.before(canvas.picture, self._view(t), self._passing(t), t)

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows; what is seen of the own car is a thing."""
        survey = Survey.empty(self.size)
        self._shot(t, survey)
        self._glass.enter(survey, self._view(t), t)
        return survey

    def _shot(self, t: float, survey: Survey | None) -> Canvas:
        lens = self._lens(t)
        picture, hits = self._blocks.shoot(lens, t)
        if survey is not None:
            enter(survey, hits)
        if self._lit:
            self._light_ahead(picture, hits, lens, t)
        canvas = Canvas(picture, hits.depth.copy(), lens, self._blocks, survey)
        self._street.draw(canvas, hits, t)
        return canvas

    def _lens(self, t: float) -> Pinhole:
        offset, way = self.move.at(t), self._route
        x, y = way.road.place(way.along(t) + offset.forward * _REACH[2], way.across + offset.across * _REACH[0])
        bounce = 0.010 * math.sin(9.1 * t) * math.sin(1.7 * t + 1) + 0.006 * math.sin(23.0 * t)
        z = _EYE + offset.up * _REACH[1] + bounce
        horizon = _HORIZON + offset.horizon + 0.22 * bounce + 0.004 * math.sin(0.8 * t)
        yaw = way.road.yaw + offset.yaw + 0.12 * math.sin(0.7 * t)
        return Pinhole(float(x), float(y), z, yaw, horizon, cropped(_FOV, self.size), self.size)

    def _view(self, t: float) -> tuple[float, float, float]:
        """Return how the camera's move shifts the inside of the car: right and down as parts of the height, and its zoom."""
        offset = self.move.at(t)
        focal = self.size[0] / 2 / math.tan(math.radians(cropped(_FOV, self.size)) / 2) / self.size[1]
        near = 1.15  # metres from the lens to the edge of the dashboard
        zoom = near / (near - offset.forward * _REACH[2])
        right = -focal * math.tan(math.radians(offset.yaw)) - offset.across * _REACH[0] * focal / near
        return right, offset.horizon + offset.up * _REACH[1] * focal / near, zoom

    def _passing(self, t: float) -> float:
        """Return how far the next lamp is, in lamps' distances: its light slides over the bonnet."""
        along = self._route.along(t)
        number = math.floor((along - lamp_place(0)) / LAMPS) + 1
        return (lamp_place(number) - along) / LAMPS

    def _light_ahead(self, picture: Array, hits: Hits, lens: Pinhole, t: float) -> None:
        """Brighten the road in the beams of the own head lamps, in place."""
        first = max(0, math.ceil(lens.horizon_row))
        if len(picture) - first < 2:
            return
        road = self._route.road
        step = np.s_[first::2, ::2]
        ahead = road.along(hits.x[step] * np.float32(CELL), hits.y[step] * np.float32(CELL)) - np.float32(self._route.along(t))
        aside = road.across(hits.x[step] * np.float32(CELL), hits.y[step] * np.float32(CELL)) - np.float32(self._route.across)
        spread = np.float32(1.5) + np.float32(0.10) * ahead
        beam = cv2.exp(-((aside / spread) ** 2) - np.maximum(ahead, 0) * np.float32(1 / 16))
        beam *= smoothstep(3.0, 7.0, ahead)
        beam *= hits.ground[step]
        light = four_channels(cv2.resize(beam, (picture.shape[1], len(picture) - first)))
        region = np.ascontiguousarray(picture[first:])
        tint = colour("#fff1dc", 0.035, 4)
        region += light * tint
        picture[first:] = cv2.multiply(region, 1 + light * np.float32(2.6))
