"""The modern city: over its roofs in haze, down in a street, or on the avenue of the parades."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from white_cloud.backends.cameras.animatic.land.fall import Fall
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas
from white_cloud.backends.cameras.animatic.settings.city.cars import garage, stream
from white_cloud.backends.cameras.animatic.settings.city.heights import Heights
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood, in_street, mood_of
from white_cloud.backends.cameras.animatic.settings.city.people import cast, strollers
from white_cloud.backends.cameras.animatic.settings.city.plan import plan
from white_cloud.backends.cameras.animatic.settings.city.rays import enter
from white_cloud.backends.cameras.animatic.settings.city.road import Road, Surface
from white_cloud.backends.cameras.animatic.settings.city.stations import above_a_street, aloft, on_axis
from white_cloud.backends.cameras.animatic.settings.city.street import Life, Street, let_fall
from white_cloud.media.survey import Survey


class City(Setting):
    """A modern city; heeds the hour and the weather, `street`, `aerial`, `wide`, `crowd`, and `empty` for a ghost city.

    It leaves out `traffic`, `truck` and `people`.
    """

    name = "city"
    internal_scale = 0.5

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Build the plan and find a station."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 3))
        mood = mood_of(words, ("dusk", "night", "day")[int(rng.integers(3))])
        ceremonial = "street" in words and bool(words & {"wide", "crowd"})
        on_street = "street" in words or ("aerial" not in words and "crowd" in words)
        mood = in_street(mood) if on_street else mood
        self.grade = mood.grade
        city = plan(int(rng.integers(1 << 30)), ceremonial)
        if ceremonial:
            self._station = on_axis(rng)
        else:
            self._station = above_a_street(city, rng) if on_street else aloft(city, rng, "aerial" in words)
        if "wide" in words and not on_street:
            self._station = replace(self._station, fov=66.0)
        # A high sun lights the fronts; a low one stands behind them.
        aside = (105, 150) if mood.elevation > 20 else (30, 58)
        azimuth = self._station.yaw + float(rng.choice([-1, 1]) * rng.uniform(*aside))
        road = self._station.road
        surface = Surface(road, seed) if road else None
        empty = "empty" in words
        self._blocks = Blocks(size, city, mood, seed, azimuth, 160 if on_street else 240, empty, surface)
        self._heights = Heights(city, mood.lit, not (empty or "no traffic" in words))
        self._fall = Fall.of(mood.weather, seed)
        self._street: Street | None = None
        if road is not None:
            here = float(road.along(self._station.x, self._station.y))
            life = _life(road, words, mood, rng).sparing(words)
            self._street = Street(road, self._blocks, seed, life, mood.lit and not empty, (here - 30, here + 30))

    def radiance(self, t: float) -> Array:
        """Return the city's light at `t` seconds, float32 (h, w, 4)."""
        return self._shot(t, None).picture

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows."""
        survey = Survey.empty(self.size)
        self._shot(t, survey)
        return survey

    def _shot(self, t: float, survey: Survey | None) -> Canvas:
        lens = self._lens(t)
        picture, hits = self._blocks.shoot(lens, t)
        if survey is not None:
            enter(survey, hits)
        canvas = Canvas(picture, hits.depth.copy(), lens, self._blocks, survey)
        if self._street is not None:
            self._street.draw(canvas, hits, t)
        else:
            self._heights.draw(canvas, hits, t)
            if self._fall is not None:
                let_fall(self._fall, canvas, t)
        return canvas

    def _lens(self, t: float) -> Pinhole:
        s, offset = self._station, self.move.at(t)
        across, up, forward = offset.across * s.reach[0], offset.up * s.reach[1], offset.forward * s.reach[2]
        angle = math.radians(s.yaw)
        x = s.x + math.cos(angle) * across + math.sin(angle) * forward
        y = s.y - math.sin(angle) * across + math.cos(angle) * forward
        return Pinhole(x, y, s.z + up, s.yaw + offset.yaw, s.horizon + offset.horizon, cropped(s.fov, self.size), self.size)


def _life(road: Road, words: frozenset[str], mood: Mood, rng: np.random.Generator) -> Life:
    """Return who is in a street: nobody in a ghost city, people all over the avenue in a crowd, else traffic and passers-by."""
    ceremonial, crowd = road.half > 20, "crowd" in words
    if "empty" in words:
        return Life(banners=ceremonial, wires=road.half < 12, shops=0.0)
    people = cast(rng, 10, bool(mood.weather.drops))
    ways = strollers(rng, 40 if crowd else 18, len(people), (road.kerb + 0.6, road.half - 0.8), (-100, 300))
    if crowd:
        ways += strollers(rng, 110, len(people), (0.3, road.kerb), (-100, 300))
    lanes = [(road.middle_of(k) * side, side * float(rng.uniform(7, 11))) for k in range(road.lanes) for side in (-1, 1)]
    models = garage()
    driving = () if crowd else stream(models, range(len(models)), lanes, 38.0, 300.0, rng)
    beside = [(side * (road.kerb - 1.1), 1e-6 * side) for side in (-1, 1)]
    parked = () if ceremonial or crowd else stream(models, range(12), beside, 9.0, 640.0, rng)
    return Life(models, driving, parked, people, ways, banners=ceremonial, wires=road.half < 12)
