"""The blocks of a city photographed: fronts, roofs and ground in the light of a mood, through its air, before its sky."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.daylight import Daylight
from white_cloud.backends.cameras.animatic.settings.city.fronts import Fronts
from white_cloud.backends.cameras.animatic.settings.city.ground import Ground
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.city.picked import whole
from white_cloud.backends.cameras.animatic.settings.city.plan import Plan
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits, RayCaster, soften
from white_cloud.backends.cameras.animatic.settings.city.ripmap import dither
from white_cloud.backends.cameras.animatic.settings.city.road import Surface

_END = 1450.0  # metres about which the air takes over, before the rays end


class Blocks:
    """Photographs a plan for pictures of one size."""

    def __init__(
        self,
        size: tuple[int, int],
        plan: Plan,
        mood: Mood,
        seed: int,
        azimuth: float,
        far: int,
        dark: bool,
        surface: Surface | None = None,
    ) -> None:
        """Set the sun at `azimuth` degrees and see `far` grid lines; in a `dark` city nobody is at home.

        `surface` is that of the street one stands in.
        """
        self.size, self.mood = size, mood
        self.daylight = Daylight(plan, azimuth, mood.elevation)
        self.caster = RayCaster(size, plan, far)
        self._chance = dither(size)
        self._fronts = Fronts(size, plan.looks, mood, self.daylight, seed, dark, self._chance)
        self._ground = Ground(plan, mood, self.daylight, surface)
        self._clouds = Tile(spectral_noise(256, slope=1.9, seed=seed, lowest=2, highest=60, stretch=0.3, width=512))

    def shoot(self, lens: Pinhole, t: float) -> tuple[Array, Hits]:
        """Return the light (h, w, 4) that a lens sees at `t` seconds, without what moves, and the hits of its rays."""
        hits = self.caster.cast(lens)
        picture: Array = np.empty((*hits.depth.shape, 4), np.float32)  # every pixel is a house, ground or sky
        whole(picture)[np.flatnonzero(hits.sky)] = 0
        self._fronts.paint(picture, lens, hits)
        self._ground.paint(picture, lens, hits, self._chance)
        picture = self._through_air(picture, lens, hits)
        sky = self._sky(lens, t)
        open_ = np.flatnonzero(hits.sky)
        whole(picture)[open_] = whole(sky)[open_]
        soften(picture, hits, lens)
        return picture, hits

    # ---------------------------------------------------------------- light for what stands in a street
    def light_on(self, normals: Array, sunlit: float) -> Array:
        """Return the light (n, 3) that falls in a street on surfaces with unit `normals` (n, 3), a part `sunlit` in the sun."""
        mood = self.mood
        light = (0.62 + 0.38 * normals[:, 2:]) * mood.ambient + (0.22 + 0.26 * np.maximum(normals[:, 2:], 0)) * mood.lamps
        light = light + np.clip(normals @ np.array(self.daylight.direction), 0, None)[:, None] * (sunlit * mood.sun)
        return np.asarray(light, np.float32)

    def sunlit(self, x: float, y: float, z: float) -> float:
        """Return how much of the sun (0..1) a place in metres gets."""
        return self.daylight.at(x, y, z) if self.mood.shadows else 0.0

    def clear_to(self, depth: Array | float) -> Array:
        """Return the part of light that comes through from something low at `depth` metres."""
        return np.exp(np.asarray(depth) * np.float32(-self.mood.density * 0.98))

    def low_haze(self, lens: Pinhole) -> Array:
        """Return what the low air adds in each column where it hides all, linear (w, 3)."""
        return np.asarray(self.mood.haze[0] + self._towards_sun(lens)[:, None] * self.mood.glow, np.float32)

    # ---------------------------------------------------------------- air and sky
    def _through_air(self, picture: Array, lens: Pinhole, hits: Hits) -> Array:
        """Return the picture through haze that lies in the streets and in a layer above the lower roofs."""
        mood, z = self.mood, np.maximum(hits.z, 0)
        thin: Array = cv2.exp(z * np.float32(-1 / 90.0))
        thin *= np.float32(0.62)
        thin += np.float32(0.38)
        layer: Array = z * np.float32(1 / 16.0)
        layer -= np.float32(62 / 16)
        layer *= layer
        thin += np.float32(0.22) * cv2.exp(-layer)
        depth = np.minimum(hits.depth, 6000)
        thin *= depth
        thin *= np.float32(-mood.density)
        depth *= np.float32(1 / _END)
        depth *= depth
        thin -= depth * depth * depth
        clear = cv2.exp(thin)
        veil = 1 - clear
        z *= np.float32(1 / 260)
        z += np.float32(0.05)
        high = np.minimum(z, 1)
        high *= veil
        colours = np.zeros((4, 4), np.float32)
        colours[:3, 0], colours[:3, 1] = mood.haze[0], mood.haze[1] - mood.haze[0]
        colours[:3, 2] = mood.glow
        haze = cv2.transform(cv2.merge([veil, high, self._towards_sun(lens) * veil, veil]), colours)
        return cv2.add(cv2.multiply(picture, four_channels(clear), dst=picture), haze, dst=picture)

    def _towards_sun(self, lens: Pinhole) -> Array:
        """Return how near to the sun each column looks, 0..1 (w,)."""
        aside = np.arctan(self.caster.aside / np.float32(lens.focal)) + math.radians(lens.yaw - self.daylight.azimuth)
        return np.asarray(np.clip(np.cos(aside), 0, 1) ** 6, np.float32)

    def _sky(self, lens: Pinhole, t: float) -> Array:
        mood, (w, h) = self.mood, (max(1, self.size[0] // 4), max(1, self.size[1] // 4))
        rows = (np.arange(h, dtype=np.float32) + 0.5) * (self.size[1] / h)
        columns = (np.arange(w, dtype=np.float32) + 0.5) * (self.size[0] / w)
        up = np.clip(np.arctan((lens.horizon_row - rows) / lens.focal), 0, 1)[:, None].astype(np.float32)
        aside = np.arctan((columns - self.size[0] / 2) / lens.focal) + math.radians(lens.yaw)
        picture = np.zeros((h, w, 4), np.float32)
        picture[..., :3] = mix(mood.sky[1], mood.sky[0], np.exp(-up * 4.5)[..., None])
        towards = (np.clip(np.cos(aside - math.radians(self.daylight.azimuth)), 0, 1) ** 6)[None]
        picture[..., :3] += (towards * np.exp(-up * 3.0))[..., None] * mood.glow
        u = np.repeat((aside * 0.35 + t * 0.0016)[None].astype(np.float32), h, 0)
        smog = self._clouds(u, np.repeat(np.float32(0.12) / (up + np.float32(0.12)), w, 1))
        overcast = 0.5 if mood.weather.overcast else 1.0
        picture *= (1 + 0.17 * overcast * np.clip(smog, -1.6, 2))[..., None]
        # Towards the horizon the sky is the haze that stands before it.
        low = smoothstep(0.17, 0.0, up)[..., None]
        picture[..., :3] += (mood.haze[0] + towards[..., None] * mood.glow - picture[..., :3]) * low
        return cv2.resize(picture.astype(np.float32), self.size)
