"""The modern city: over its roofs in haze, down in a street, or on the avenue of the parades."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.settings.city.moods import mood_of
from white_cloud.backends.cameras.animatic.settings.city.plan import plan
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits
from white_cloud.backends.cameras.animatic.settings.city.stations import Station, aloft, in_street, on_axis
from white_cloud.backends.cameras.animatic.survey import Survey


class City(Setting):
    """A modern city; heeds the hour and the weather, `street`, `aerial`, `wide`, `crowd`, and `empty` for a ghost city."""

    name = "city"
    internal_scale = 0.5

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Build the plan and find a station."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 3))
        mood = mood_of(words, ("dusk", "night", "day")[int(rng.integers(3))])
        self.grade = mood.grade
        ceremonial = "street" in words and bool(words & {"wide", "crowd"})
        on_street = "street" in words or ("aerial" not in words and bool(words & {"crowd", "rain", "close"}))
        city = plan(int(rng.integers(1 << 30)), ceremonial)
        if ceremonial:
            self._station = on_axis(rng)
        else:
            self._station = in_street(city, rng) if on_street else aloft(city, rng, "aerial" in words)
        azimuth = self._station.yaw + float(rng.choice([-1, 1]) * rng.uniform(38, 75))
        self._blocks = Blocks(size, city, mood, seed, azimuth, 200 if on_street else 240, "empty" in words)

    def radiance(self, t: float) -> Array:
        """Return the city's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        picture, hits = self._blocks.shoot(lens, t)
        return picture

    def _lens(self, t: float) -> Pinhole:
        s, offset = self._station, self.move.at(t)
        across, up, forward = offset.across * s.reach[0], offset.up * s.reach[1], offset.forward * s.reach[2]
        angle = math.radians(s.yaw)
        x = s.x + math.cos(angle) * across + math.sin(angle) * forward
        y = s.y - math.sin(angle) * across + math.cos(angle) * forward
        return Pinhole(x, y, s.z + up, s.yaw + offset.yaw, s.horizon + offset.horizon, cropped(s.fov, self.size), self.size)
