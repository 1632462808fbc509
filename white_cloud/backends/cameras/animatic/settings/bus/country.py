"""The country outside a moving bus: sky, ground, road and strips that slide by, each as fast as its distance tells.

The lens is level and every strip is a vertical plane along the road, so a pixel column meets a strip at one depth: its place
along the road follows from the column, its height from the row. One look-up a strip, and the parallax is exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.bus.roadside import GROUND, LEVELS, Strip, strips
from white_cloud.media.survey import Survey, class_number

_SPEED = 11.5  # metres a second
_KINDS = ("ground", "rock", "machine", "building", "plant")  # the strips' classes, far to near
_FIELD = 36.0  # metres of a tile of ground
_ROAD = (-5.6, 2.1)  # the road's edges, metres from the bus's middle
_LAMP = colour("#ffb060")
_LEVEL = 1e-3  # slopes above minus this meet no ground
_COARSE = 3  # pixels of the picture to one of the sky


@dataclass(frozen=True)
class Weather:
    """The light outside, linear BGR: overhead, at the horizon, towards the sun, of the ground; the sun's azimuth from the road.

    `clear` is the distance in metres over which haze takes two thirds; `shine` is how bright windows are; `sun` how bright the
    disc is, 0 for none; `height` its height in degrees.
    """

    zenith: Array
    horizon: Array
    glow: Array
    ground: Array
    azimuth: float
    clear: float
    shine: float
    sun: float
    height: float = 5.0


@dataclass(frozen=True)
class _Rays:
    """For a metre along the sight: how far each column goes to the right of the road and along it (w,), how high a row (h,)."""

    lens: Pinhole
    aside: Array = field(repr=False)
    ahead: Array = field(repr=False)
    up: Array = field(repr=False)

    @classmethod
    def of(cls, lens: Pinhole, rows: slice, step: int = 1) -> _Rays:
        """Return the rays of some rows and of every `step`-th column."""
        columns = np.arange(0, lens.size[0], step) + 0.5 * (step - 1)
        across = ((columns - lens.size[0] / 2) / lens.focal).astype(np.float32)
        aside = np.float32(lens.forward[0]) + across * np.float32(lens.right[0])
        ahead = np.float32(lens.forward[1]) + across * np.float32(lens.right[1])
        up = ((lens.horizon_row - np.arange(rows.start, rows.stop)) / lens.focal).astype(np.float32)
        return cls(lens, aside, ahead, up)

    def below(self, depth: float, height: float) -> int:
        """Return the first of the rows that is below `height` metres over the bus's floor at `depth`."""
        return int(np.searchsorted(-self.up, (self.lens.z - height) / depth))


class Country:
    """Looks out of the bus."""

    def __init__(self, seed: int, weather: Weather, snow: bool) -> None:
        """Paint the strips."""
        self.weather = weather
        self._strips = strips(seed, snow)
        self._field = Tile(0.5 + 0.16 * spectral_noise(256, slope=1.1, seed=seed + 5, lowest=2))
        self._clouds = Tile(spectral_noise(256, slope=1.7, seed=seed + 6, lowest=2, highest=40, stretch=0.25))
        self._start = float(np.random.default_rng((seed, 62)).uniform(0, 3000))

    def paint(self, picture: Array, lens: Pinhole, t: float, rows: slice, step: int = 1) -> None:
        """Paint what is outside into the `rows` of `picture` (h, w, 4) as of `t` seconds, every `step`-th column computed.

        What goes by is drawn out along the rows in any case.
        """
        rays = _Rays.of(lens, rows, step)
        haze = self._haze(rays)
        planes = [np.ascontiguousarray(plane) for plane in cv2.split(self._sky(rays, t))[:3]]
        self._lay_ground(planes, rays, haze, t)
        for strip in self._strips:
            self._lay(planes, strip, rays, haze, t)
        view = cv2.merge([*planes, np.zeros_like(planes[0])])
        width = lens.size[0]
        if step > 1:
            view = cv2.resize(view, (view.shape[1] * step, view.shape[0]), interpolation=cv2.INTER_LINEAR)[:, :width]
        picture[rows] = view

    def survey(self, survey: Survey, lens: Pinhole, t: float, rows: slice) -> None:
        """Note in the `rows` of a survey what is outside, ground and sky included."""
        rays = _Rays.of(lens, rows)
        part = Survey(survey.classes[rows], survey.depth[rows])
        depth = np.repeat(((GROUND - lens.z) / np.minimum(rays.up, -_LEVEL))[:, None], lens.size[0], 1)
        east = lens.x + depth * rays.aside
        below, road = (rays.up < -_LEVEL)[:, None], (east > _ROAD[0]) & (east < _ROAD[1])
        part.put("ground", below & ~road, depth)
        part.put("road", below & road, depth)
        for strip, kind in zip(self._strips, _KINDS, strict=True):
            far, place, column, level = self._meet(strip, rays, t)
            covered = self._look(strip, strip.atlas, rays, far, place, column, level)[..., 0] >= 128
            part.classes[place][covered] = class_number(kind)
            part.depth[place][covered] = np.broadcast_to(far, covered.shape)[covered]

    def _towards(self, aside: Array) -> Array:
        """Return how much a look that goes `aside` is towards the sun, 0..1."""
        angle = np.arcsin(np.clip(aside, -0.999, 0.999)) - math.radians(self.weather.azimuth)
        part: Array = np.clip(np.cos(angle), 0, 1).astype(np.float32)
        return part

    def _haze(self, rays: _Rays) -> Array:
        """Return the haze's light (3, w)."""
        warm = 0.6 * self._towards(rays.aside / np.hypot(rays.aside, rays.ahead)) ** 10
        light = self.weather.horizon[:, None] + (self.weather.glow - self.weather.horizon)[:, None] * warm
        return light.astype(np.float32)

    def _sky(self, rays: _Rays, t: float) -> Array:
        weather = self.weather
        flat = np.hypot(rays.aside, rays.ahead)
        aside, up = (rays.aside / flat)[None, ::_COARSE], (rays.up[::_COARSE, None] / flat[None, ::_COARSE])
        angle = np.arcsin(np.clip(aside, -0.999, 0.999)).astype(np.float32)
        high = np.clip(up / np.sqrt(1 + up * up), -0.1, 1).astype(np.float32)
        off = (angle - np.float32(math.radians(weather.azimuth))) ** 2 + 2 * (
            high - np.float32(math.radians(weather.height))
        ) ** 2
        veil = 1 - np.exp(-np.clip(high, 0, 1) * 5.0)
        streaks = self._clouds(angle * np.float32(0.35) + np.float32(0.002 * t) + high * 0, high * np.float32(1.6))
        veil = np.clip(veil + 0.12 * streaks * smoothstep(0.0, 0.15, high), 0, 1)
        near_sun = 1.2 * np.exp(-off / 0.006) if weather.sun else 0.0
        halo = np.exp(-off / 0.10) * 0.6 + near_sun
        sky = weather.horizon + (weather.zenith - weather.horizon) * veil[..., None]
        sky = (sky + np.maximum(weather.glow - 0.5 * weather.horizon, 0) * halo[..., None]).astype(np.float32)
        whole: Array = cv2.resize(sky, (len(rays.aside), len(rays.up)), interpolation=cv2.INTER_LINEAR)
        if weather.sun:
            self._draw_sun(whole, rays)
        return whole

    def _draw_sun(self, view: Array, rays: _Rays) -> None:
        lens = rays.lens
        turn = math.radians(self.weather.azimuth - lens.yaw)
        if math.cos(turn) < 0.2:
            return
        column = (lens.size[0] / 2 + math.tan(turn) * lens.focal) * view.shape[1] / lens.size[0]
        row = (float(rays.up[0]) - math.tan(math.radians(self.weather.height)) / math.cos(turn)) * lens.focal
        if max(abs(column), abs(row)) < 1 << 14:
            disc = self.weather.sun * self.weather.glow / self.weather.glow.max()
            radius = 0.015 * lens.focal
            axes = (max(1, round(radius * view.shape[1] / lens.size[0])), max(1, round(radius)))
            cv2.ellipse(view, (round(column), round(row)), axes, 0, 0, 360, tuple(float(v) for v in disc), -1)

    def _lay_ground(self, planes: list[Array], rays: _Rays, haze: Array, t: float) -> None:
        lens, weather = rays.lens, self.weather
        first = int(np.searchsorted(-rays.up, _LEVEL))
        if first >= len(rays.up):
            return
        depth = ((GROUND - lens.z) / rays.up[first:])[:, None].astype(np.float32)
        east = np.float32(lens.x) + depth * rays.aside
        north = np.float32(lens.y + self._gone(t)) + depth * rays.ahead
        tone = self._field(east * np.float32(1 / _FIELD), north * np.float32(0.4 / _FIELD))
        tone = 0.5 + (tone - 0.5) * np.exp(-depth / 45)
        road = (east > _ROAD[0] - 3) & (east < _ROAD[1] + 3)
        if road.any():
            edge = smoothstep(_ROAD[0] - 0.2, _ROAD[0] + 0.2, east) * smoothstep(_ROAD[1] + 0.2, _ROAD[1] - 0.2, east)
            dash = np.exp(-(((east + 1.75) / 0.10) ** 2)) * smoothstep(0.55, 0.6, (north / 9.0) % 1.0)
            tone = tone * (1 - 0.35 * edge) + 0.5 * dash * np.exp(-depth / 60)
        clear = np.exp(-depth / np.float32(weather.clear))
        tone = (tone * clear).astype(np.float32)
        for plane, light, veil in zip(planes, weather.ground, haze, strict=True):
            plane[first:] = tone * np.float32(2 * light) + (1 - clear) * veil

    def _gone(self, t: float) -> float:
        return self._start + _SPEED * t

    def _meet(self, strip: Strip, rays: _Rays, t: float) -> tuple[Array, slice, Array, Array]:
        """Return each column's depth to a strip, the rows that it can fill, and each column's place and level in its atlas."""
        lens = rays.lens
        side = np.where(rays.aside < 0, np.float32(-1), np.float32(1))
        slope = np.where(np.abs(rays.aside) < 1e-4, side * np.float32(1e-4), rays.aside)
        depth = (side * np.float32(strip.aside) - np.float32(lens.x)) / slope
        nearest = float(depth.min())
        rows = slice(rays.below(nearest, GROUND + strip.tall), min(rays.below(nearest, GROUND) + 1, len(rays.up)))
        along = (
            lens.y + self._gone(t) + depth.astype(float) * rays.ahead + np.where(side < 0, strip.period * 0.37, 0)
        ) / strip.period
        column = ((along - np.floor(along)) * strip.columns).astype(np.float32)
        # A pixel's length along the road is depth^2 / (focal * aside): the level that is blurred as far.
        length = depth * depth / np.float32(lens.focal * strip.aside * strip.texel)
        level = np.clip(np.ceil(np.log2(np.maximum(length, 1.0))), 0, LEVELS - 1)
        return depth.astype(np.float32), rows, column, level.astype(np.float32)

    @staticmethod
    def _look(strip: Strip, atlas: Array, rays: _Rays, depth: Array, rows: slice, column: Array, level: Array) -> Array:
        """Return what of an atlas the `rows` see."""
        up = rays.up[rows]
        if not len(up):
            return np.zeros((0, len(column), *atlas.shape[2:]), np.uint8)
        metre = np.float32(strip.rows / strip.tall)
        row = up[:, None] * (-metre * depth)
        row += metre * np.float32(strip.tall - (rays.lens.z - GROUND)) - np.float32(0.5)
        np.clip(row, -1, strip.rows, out=row)
        row += level * (strip.rows + 2) + 1
        return cv2.remap(atlas, np.repeat(column[None], len(up), 0), row, cv2.INTER_LINEAR)

    def _lay(self, planes: list[Array], strip: Strip, rays: _Rays, haze: Array, t: float) -> None:
        depth, rows, column, level = self._meet(strip, rays, t)
        if rows.stop <= rows.start:
            return
        looked = self._look(strip, strip.atlas, rays, depth, rows, column, level).astype(np.float32)
        cover, tone = cv2.split(looked)
        cover *= np.float32(1 / 255)
        clear = np.exp(-depth / np.float32(self.weather.clear))
        lit = strip.shine is not None and self.weather.shine > 0
        shine = self._look(strip, strip.shine, rays, depth, rows, column, level) if lit and strip.shine is not None else cover
        open_ = 1 - cover
        for plane, paint, ground, veil, lamp in zip(planes, strip.paint, self.weather.ground, haze, _LAMP, strict=True):
            part = plane[rows]
            part *= open_
            part += tone * (
                clear * (np.float32(1.2 / 128) * paint * np.float32(0.6 * ground + 0.4 * self.weather.ground.mean()))
            )
            part += cover * ((1 - clear) * veil)
            if lit:
                part += shine * (clear * np.float32(self.weather.shine / 255 * lamp))
