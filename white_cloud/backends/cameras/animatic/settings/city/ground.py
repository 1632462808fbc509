"""The ground of a city: streets, yards, parks, and the street one stands in."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.city.daylight import Daylight
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.city.picked import Picked
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL, CELLS, Plan
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits
from white_cloud.backends.cameras.animatic.settings.city.road import Surface


class Ground:
    """Paints the ground of a city in one mood; `surface` is that of the street one stands in."""

    def __init__(self, plan: Plan, mood: Mood, daylight: Daylight, surface: Surface | None) -> None:
        self._plan, self._mood, self._daylight, self._surface = plan, mood, daylight, surface

    def paint(self, picture: Array, lens: Pinhole, hits: Hits, chance: Array) -> None:
        """Put the light that the ground sends into a picture (h, w, 4); `chance` dithers (h, w)."""
        picked = Picked.of(hits.ground)
        if picked is None:
            return
        mood = self._mood
        x, y, depth = (picked.take(plane) for plane in (hits.x, hits.y, hits.depth))
        ground = self._plan.ground(x * np.float32(1 / CELLS), y * np.float32(1 / CELLS))
        if mood.weather.snow:
            ground[..., :3] += (np.float32(0.62) - ground[..., :3]) * np.float32(0.75)
        if self._surface is not None:
            metre = depth * np.float32(1 / lens.focal)
            tall = metre * depth * np.float32(1 / max(lens.z, 0.3))
            cell = np.float32(CELL)
            self._surface.cover(ground, x * cell, y * cell, (metre, tall, picked.take(chance)), mood.weather.snow)
        wet = max(mood.weather.wet, 0.5 * mood.lit) * 0.45
        lamplight: Array = cv2.extractChannel(ground, 3)
        sky = np.full_like(lamplight, 1.2 * (1 - wet))
        sun = self._daylight.on_roofs(x, y, np.float32(0)) if mood.shadows else np.zeros_like(sky)
        lamplight *= np.float32(1 - wet)
        matrix = np.zeros((4, 4), np.float32)
        matrix[:3, 0], matrix[:3, 1], matrix[:3, 2] = mood.ambient, mood.sun, mood.lamps
        light = cv2.transform(cv2.merge([sky, sun, lamplight, sky]), matrix)
        picked.put(picture, cv2.multiply(ground, light, dst=light))
