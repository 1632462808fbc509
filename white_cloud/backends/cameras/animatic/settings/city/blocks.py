"""The blocks of a city photographed: fronts with their windows, roofs and ground, in the light of a mood, through its air."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.bays import bays
from white_cloud.backends.cameras.animatic.settings.city.houses import FACES, LIT
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL, CELLS, Plan
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits, RayCaster, soften
from white_cloud.backends.cameras.animatic.settings.city.ripmap import Ripmap
from white_cloud.backends.cameras.animatic.settings.city.road import Surface
from white_cloud.backends.cameras.animatic.settings.city.rooms_lit import rooms_lit

_WINDOWS = np.float32(1 / 128)  # a window as a part of the sheet of lights


@dataclass(frozen=True)
class Front:
    """What every pixel's surface is like: albedo and own light (h, w, 4), how much of it mirrors the sky (h, w)."""

    albedo: Array = field(repr=False)
    shine: Array = field(repr=False)
    mirror: Array = field(repr=False)


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
        self.size, self.plan, self.mood, self.azimuth = size, plan, mood, azimuth
        self._surface = surface
        self.caster = RayCaster(size, plan, far)
        self._bays = Ripmap(bays(), size)
        self._rooms = Ripmap(rooms_lit(seed), size)
        self._lights = np.zeros_like(plan.looks.lights) if dark else plan.looks.lights
        self._stains = Tile(spectral_noise(256, slope=1.3, seed=seed, lowest=3, highest=90, stretch=2.5))
        self._clouds = Tile(spectral_noise(256, slope=1.9, seed=seed, lowest=2, highest=60, stretch=0.3, width=512))
        self._shadows = plan.shadows(azimuth, mood.elevation) if mood.shadows else None
        angle, rise = math.radians(azimuth), math.radians(mood.elevation)
        self.sun = (math.sin(angle) * math.cos(rise), math.cos(angle) * math.cos(rise), math.sin(rise))

    def shoot(self, lens: Pinhole, t: float) -> tuple[Array, Hits]:
        """Return the light (h, w, 4) that a lens sees at `t` seconds, without what moves, and the hits of its rays."""
        hits = self.caster.cast(lens)
        front = self._fronts(lens, hits)
        if self._surface is not None:
            weather = self.mood.weather
            self._surface.lay(front.albedo, hits, lens, weather.snow, max(weather.wet, 0.55 * self.mood.lit))
        picture = self._lit(front, hits)
        picture = self._through_air(picture, lens, hits)
        sky = self._sky(lens, t)
        open_ = hits.sky.astype(np.float32)
        picture = cv2.blendLinear(sky, picture, open_, 1 - open_)
        soften(picture, hits, lens)
        return picture, hits

    # ---------------------------------------------------------------- fronts
    def _fronts(self, lens: Pinhole, hits: Hits) -> Front:
        looks = self.plan.looks
        metre = hits.depth * np.float32(1 / lens.focal)
        sizes = looks.sizes.take(hits.owner, 0)
        bays_a_metre, floors_a_metre, base, shift = cv2.split(sizes)
        foot = hits.z < base
        along = hits.along_x.view(np.uint8)
        place = hits.owner * np.int32(FACES)
        place += np.where(hits.flat, np.uint8(4), along + 2 * foot.view(np.uint8))
        style = looks.styles.take(place)
        place = hits.owner * np.int32(LIT)
        place += np.where(foot, np.uint8(2), along)
        kind = self._lights.take(place)
        across, floor, wide, tall = self._in_bays(lens, hits, metre, (bays_a_metre, floors_a_metre, base, foot))
        bay = self._bays(style, across, floor, wide, tall)
        across += shift
        floor += shift
        for part in (across, floor, wide, tall):
            part *= _WINDOWS
        room = self._rooms(kind, across, floor, wide, tall, crisp=True)
        return self._composed(hits, looks.paint.take(hits.owner * 2 + hits.flat, 0), bay, room)

    def _in_bays(
        self, lens: Pinhole, hits: Hits, metre: Array, sizes: tuple[Array, Array, Array, Array]
    ) -> tuple[Array, Array, Array, Array]:
        """Return each pixel's place on its front in bays and storeys, and how many of these it spans."""
        bays_a_metre, floors_a_metre, base, foot = sizes
        across = np.where(hits.flat, hits.x, hits.wall * bays_a_metre * np.float32(CELL))
        floors_a_metre = np.where(foot, 1 / base, floors_a_metre)
        floor = hits.z - np.where(foot, np.float32(0), base)
        floor *= floors_a_metre
        np.copyto(floor, hits.y, where=hits.flat)
        steep_x, steep_y = (np.minimum(1 / np.maximum(np.abs(ray) * CELL, 1e-4), 60).astype(np.float32) for ray in hits.rays)
        wide = np.where(hits.along_x, steep_y, steep_x)
        wide *= metre
        wide *= bays_a_metre
        tall = metre * floors_a_metre
        return across, floor, wide, tall

    def _composed(self, hits: Hits, paint: Array, bay: Array, room: Array) -> Front:
        mood = self.mood
        inside, tone, glass, board = cv2.split(bay)
        curtain, gain = cv2.extractChannel(room, 3), cv2.extractChannel(paint, 3)
        stains = self._stains(hits.wall * np.float32(0.11), hits.z * np.float32(0.0045))
        stains *= np.float32(0.085)
        stains += 1
        tone *= stains
        inside *= gain
        inside *= np.float32(mood.windows)
        own = inside + board * np.float32(max(mood.windows * 0.9, 0.22))
        own[hits.flat] = 0
        glass *= np.float32(0.78) + np.float32(0.42) * curtain
        glass *= np.clip(hits.z * np.float32(1 / 90) + np.float32(0.45), 0, 1.25)
        glass[hits.flat] = 0
        albedo = cv2.multiply(paint, four_channels(tone))
        if mood.weather.snow:
            lying = (hits.flat * np.float32(0.8))[..., None]
            albedo += (np.float32(0.78) - albedo) * lying
        self._lay_ground(albedo, hits)
        return Front(albedo, cv2.multiply(room, four_channels(own)), glass)

    def _lay_ground(self, albedo: Array, hits: Hits) -> None:
        """Put the ground's albedo and, as the fourth part, its lamplight where streets and yards are seen."""
        where = np.flatnonzero(hits.ground)
        albedo[..., 3] = 1
        if not len(where):
            return
        columns = 256
        count = -(-len(where) // columns) * columns
        padded = np.resize(where, count)
        u, v = ((part.ravel()[padded] * np.float32(1 / CELLS)).reshape(-1, columns) for part in (hits.x, hits.y))
        ground = self.plan.ground(u, v).reshape(-1, 4)[: len(where)]
        if self.mood.weather.snow:
            ground[:, :3] += (np.float32(0.62) - ground[:, :3]) * np.float32(0.75)
        elif self.mood.weather.wet:
            ground[:, :3] *= np.float32(0.55)
        albedo.reshape(-1, 4)[where] = ground

    # ---------------------------------------------------------------- light
    def _lit(self, front: Front, hits: Hits) -> Array:
        mood = self.mood
        rising = np.float32(1) - np.float32(0.55) * cv2.exp(hits.z * np.float32(-0.09))  # the canyon is dark below
        sky = self._by_face(hits, (0.80, 0.80, 0.80, 0.80), 1.25)
        sky *= np.where(hits.flat, np.float32(1), rising)
        warm = cv2.exp(np.maximum(hits.z, 0) * np.float32(-1 / 9.0))
        warm *= np.float32(0.85)
        warm += np.float32(0.06) * (1 - rising)
        np.copyto(warm, np.float32(0.05), where=hits.flat)
        lamplight = cv2.extractChannel(front.albedo, 3)
        np.copyto(warm, lamplight, where=hits.ground)
        matrix = np.zeros((4, 4), np.float32)
        matrix[:3, 0], matrix[:3, 1], matrix[:3, 2] = mood.ambient, mood.sun, mood.lamps
        sun = self._sunlight(hits) if self._shadows is not None else np.zeros_like(sky)
        light = cv2.transform(cv2.merge([sky, sun, warm, np.zeros_like(sky)]), matrix)
        picture = cv2.multiply(front.albedo, light, dst=light)
        picture += front.shine
        mirrored = np.zeros((1, 4), np.float32)
        mirrored[0, :3] = mood.glass
        picture += cv2.multiply(four_channels(front.mirror), (*(float(v) for v in mirrored[0]),))
        return picture

    def _by_face(self, hits: Hits, faces: tuple[float, float, float, float], flat: float) -> Array:
        """Return a number for what faces east, west, north, south or up, by the way each pixel's surface faces."""
        east, west, north, south = faces
        across = np.where(hits.rays[0] > 0, np.float32(west), np.float32(east))[None]
        along = np.where(hits.rays[1] > 0, np.float32(south), np.float32(north))[None]
        return np.where(hits.flat, np.float32(flat), np.where(hits.along_x, along, across)).astype(np.float32)

    def _sunlight(self, hits: Hits) -> Array:
        """Return how much sun falls on each pixel (h, w): Lambert's law, and none in the shadow of other blocks."""
        assert self._shadows is not None
        east, north, up = self.sun
        sun = self._by_face(hits, (max(east, 0), max(-east, 0), max(north, 0), max(-north, 0)), up)
        # Beside a wall, not in it: the wall's own house is no shade to it.
        aside = [np.sign(ray).astype(np.float32) * np.float32(0.22) for ray in hits.rays]
        upright = ~hits.flat
        u = hits.x - aside[0] * (upright & ~hits.along_x)
        v = hits.y - aside[1] * (upright & hits.along_x)
        u *= np.float32(1 / CELLS)
        v *= np.float32(1 / CELLS)
        above = hits.z - self._shadows(u, v)
        above *= np.float32(0.5)
        above += np.float32(0.6)
        np.clip(above, 0, 1, out=above)
        sun *= above
        return sun

    # ---------------------------------------------------------------- air and sky
    def _through_air(self, picture: Array, lens: Pinhole, hits: Hits) -> Array:
        """Return the picture through haze that lies in the streets and in a layer above the lower roofs."""
        mood, z = self.mood, np.maximum(hits.z, 0)
        thin = np.float32(0.38) + np.float32(0.62) * cv2.exp(z * np.float32(-1 / 90.0))
        layer = (z - np.float32(62)) * np.float32(1 / 16.0)
        layer *= layer
        thin += np.float32(0.22) * cv2.exp(-layer)
        thin *= np.minimum(hits.depth, 6000)
        clear = cv2.exp(thin * np.float32(-mood.density))
        veil = 1 - clear
        high = np.clip(z * np.float32(1 / 260) + np.float32(0.05), 0, 1)
        colours = np.zeros((4, 4), np.float32)
        colours[:3, 0], colours[:3, 1] = mood.haze[0], mood.haze[1] - mood.haze[0]
        colours[:3, 2] = mood.glow
        towards = np.repeat(self._towards_sun(lens)[None], len(z), 0)
        haze = cv2.transform(cv2.merge([veil, high * veil, towards * veil, veil]), colours)
        return cv2.add(cv2.multiply(picture, four_channels(clear)), haze)

    def _towards_sun(self, lens: Pinhole) -> Array:
        """Return how near to the sun each column looks, 0..1 (w,)."""
        aside = np.arctan(self.caster.aside / np.float32(lens.focal)) + math.radians(lens.yaw - self.azimuth)
        return np.asarray(np.clip(np.cos(aside), 0, 1) ** 6, np.float32)

    def light_on(self, normals: Array, sunlit: float) -> Array:
        """Return the light (n, 3) that falls in a street on surfaces with unit `normals` (n, 3), a part `sunlit` in the sun."""
        mood = self.mood
        light = (0.62 + 0.38 * normals[:, 2:]) * mood.ambient + (0.22 + 0.26 * np.maximum(normals[:, 2:], 0)) * mood.lamps
        light = light + np.clip(normals @ np.array(self.sun), 0, None)[:, None] * (sunlit * mood.sun)
        return np.asarray(light, np.float32)

    def sunlit(self, x: float, y: float, z: float) -> float:
        """Return how much of the sun (0..1) a place in metres gets."""
        if self._shadows is None:
            return 0.0
        return float(np.clip(z - self._shadows.at(x / (CELLS * CELL), y / (CELLS * CELL))[0] + 0.5, 0, 1))

    def clear_to(self, depth: Array | float) -> Array:
        """Return the part of light that comes through from something low at `depth` metres."""
        return np.exp(np.asarray(depth) * np.float32(-self.mood.density * 0.98))

    def low_haze(self, lens: Pinhole) -> Array:
        """Return what the low air adds in each column where it hides all, linear (w, 3)."""
        return np.asarray(self.mood.haze[0] + self._towards_sun(lens)[:, None] * self.mood.glow, np.float32)

    def _sky(self, lens: Pinhole, t: float) -> Array:
        mood, (w, h) = self.mood, (max(1, self.size[0] // 4), max(1, self.size[1] // 4))
        rows = (np.arange(h, dtype=np.float32) + 0.5) * (self.size[1] / h)
        columns = (np.arange(w, dtype=np.float32) + 0.5) * (self.size[0] / w)
        up = np.clip(np.arctan((lens.horizon_row - rows) / lens.focal), 0, 1)[:, None].astype(np.float32)
        aside = np.arctan((columns - self.size[0] / 2) / lens.focal) + math.radians(lens.yaw)
        picture = np.zeros((h, w, 4), np.float32)
        picture[..., :3] = mix(mood.sky[1], mood.sky[0], np.exp(-up * 4.5)[..., None])
        towards = (np.clip(np.cos(aside - math.radians(self.azimuth)), 0, 1) ** 6)[None] * np.exp(-up * 3.0)
        picture[..., :3] += towards[..., None] * mood.glow
        u = np.repeat((aside * 0.35 + t * 0.0016)[None].astype(np.float32), h, 0)
        smog = self._clouds(u, np.repeat(np.float32(0.12) / (up + np.float32(0.12)), w, 1))
        overcast = 0.5 if mood.weather.overcast else 1.0
        picture *= (1 + 0.17 * overcast * np.clip(smog, -1.6, 2))[..., None]
        # Towards the horizon the sky is the haze that stands before it.
        low = smoothstep(0.16, 0.0, up)[..., None] * np.float32(0.75)
        glow = (np.clip(np.cos(aside - math.radians(self.azimuth)), 0, 1) ** 6)[None, :, None] * mood.glow
        picture[..., :3] += (mood.haze[0] + glow - picture[..., :3]) * low
        return cv2.resize(picture.astype(np.float32), self.size)
