"""Sky and air: the dome with its sun, and the haze and dust between the eye and the land."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.light import Sun
from white_cloud.backends.cameras.animatic.land.terrain import VoxelRenderer
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, mix, smoothstep

_FEWER_COLUMNS = 4  # air is soft: it is summed for every fourth column


@dataclass(frozen=True)
class Sky:
    """The dome.

    Colours are linear, blue first, float32 (3,): `top`, and `low` at the horizon, falling off by `fall` a radian. `wide_glow`
    and `near_glow` surround the sun, whose `disc` has a radius of `disc_radius` pixels in a picture 640 wide; `clouds` are
    streaks of relative strength `cloud_amount` that turn by `wind` tiles a second.
    """

    top: Array
    low: Array
    wide_glow: Array
    near_glow: Array
    disc: Array
    clouds: Tile
    fall: float = 5.5
    disc_radius: float = 13
    cloud_amount: float = 0.055
    wind: float = 0.0008

    def paint(self, lens: Pinhole, sun: Sun, t: float) -> Array:
        """Return the sky of a whole frame, float32 (height, width, 4); what lies below the horizon mirrors what is above."""
        width, height = lens.size
        across, down = max(2, width // 4), max(2, height // 4)
        column = (np.arange(across, dtype=np.float32) + 0.5) * (width / across) - width / 2
        row = lens.horizon_row - (np.arange(down, dtype=np.float32) + 0.5) * (height / down)
        bearing = (np.arctan(column / lens.focal) + math.radians(lens.yaw)).astype(np.float32)
        rise = np.arctan(row / lens.focal).astype(np.float32)
        from_sun = _turn(bearing - math.radians(sun.azimuth)) * math.cos(math.radians(sun.elevation))
        distance = np.sqrt(from_sun[None] ** 2 + (rise - math.radians(sun.elevation))[:, None] ** 2).astype(np.float32)
        steep = np.abs(rise)[:, None]
        low_part = np.exp(-steep * np.float32(self.fall))
        dome = np.zeros((down, across, 4), np.float32)
        dome[..., :3] = mix(self.top, self.low, low_part[..., None])
        dome[..., :3] += cv2.exp(distance * np.float32(-2.6))[..., None] * self.wide_glow
        dome[..., :3] += cv2.exp(distance * np.float32(-9))[..., None] * self.near_glow
        u = np.repeat((bearing * 0.16 + t * self.wind)[None].astype(np.float32), down, 0)
        clouds = self.clouds(u, np.repeat((steep * 1.3 + 0.1).astype(np.float32), across, 1))
        clouds *= self.cloud_amount * (1 - low_part * 0.6)
        clouds += 1
        picture = cv2.resize(cv2.multiply(dome, four_channels(clouds)), (width, height))
        self._add_disc(picture, lens, sun)
        return picture

    def _add_disc(self, picture: Array, lens: Pinhole, sun: Sun) -> None:
        width, height = lens.size
        aside = float(_turn(np.float32(math.radians(sun.azimuth - lens.yaw))))
        if abs(aside) > 1.4:
            return
        x = width / 2 + math.tan(aside) * lens.focal
        y = lens.horizon_row - math.tan(math.radians(sun.elevation)) * lens.focal / math.cos(aside)
        radius = max(1.0, self.disc_radius * width / 640)
        left, right = int(max(0, x - 4 * radius)), int(min(width, x + 4 * radius))
        top, bottom = int(max(0, y - 4 * radius)), int(min(height, y + 4 * radius))
        if right <= left or bottom <= top:
            return
        rows, columns = np.mgrid[top:bottom, left:right]
        distance = np.hypot(columns - x, rows - y)
        light = smoothstep(radius + 1.2, radius - 1.2, distance) + np.exp(-distance / radius * 1.1) * 0.25
        picture[top:bottom, left:right, :3] += light[..., None].astype(np.float32) * self.disc


@dataclass(frozen=True)
class Air:
    """Haze and drifting dust.

    `away` and `towards` are the haze's colours from and to the sun (`pointed` narrows the latter). Optical depth a metre:
    `haze` everywhere, and up to `dust` times the pattern `clouds` (a tile of `cloud_size` metres that drifts by `wind` metres
    a second east and north), thinning with height above `floor` by a scale of `thickness` metres.
    """

    away: Array
    towards: Array
    clouds: Tile
    haze: float = 0.00034
    dust: float = 0.0006
    floor: float = 8
    thickness: float = 14
    wind: tuple[float, float] = (14, 22)
    cloud_size: float = 570.0
    pointed: float = 4

    def colour_towards(self, lens: Pinhole, slope: Array, sun: Sun) -> Array:
        """Return the haze's colour (n, 4) in columns whose offset over the focal length is `slope`."""
        angle = np.arctan(slope) + math.radians(lens.yaw - sun.azimuth)
        part = np.clip(np.cos(angle), 0, 1) ** self.pointed
        shade = np.zeros((len(slope), 4), np.float32)
        shade[:, :3] = mix(self.away, self.towards, part[:, None])
        return shade

    def veil(self, renderer: VoxelRenderer, lens: Pinhole, sun: Sun, heights: Array, t: float) -> tuple[Array, Haze]:
        """Return the air before land of `heights` (slices, columns), and the same for bodies.

        It is a slice picture (slices, columns, 4): the light that the air adds, and fourth the part that it lets through.
        """
        some = slice(min(_FEWER_COLUMNS // 2, renderer.columns - 1), None, _FEWER_COLUMNS)
        heights = np.ascontiguousarray(heights[:, some])
        east, north = (ray[some] / np.float32(self.cloud_size) for ray in renderer.rays(lens))
        u = np.multiply.outer(renderer.depths, east)
        u += np.float32((lens.x - self.wind[0] * t) / self.cloud_size)
        v = np.multiply.outer(renderer.depths, north)
        v += np.float32((lens.y - self.wind[1] * t) / self.cloud_size)
        density = self.clouds(u, v)
        density *= np.exp(-np.clip(heights - self.floor, 0, None) / self.thickness)
        density *= (self.dust * np.minimum(1, renderer.depths / 180))[:, None].astype(np.float32)
        density += np.float32(self.haze)
        density *= renderer.spacing[:, None]
        clear = cv2.exp(-np.cumsum(density, 0, dtype=np.float32))
        slope = renderer.aside[some] / np.float32(lens.focal)
        veil = ((1 - clear)[..., None] * self.colour_towards(lens, slope, sun)[None]).astype(np.float32)
        veil[..., 3] = clear
        return veil, Haze(self, renderer, lens, sun, clear)


@dataclass(frozen=True)
class Haze:
    """The air of one frame, for what stands in it: `clear` is the part of light that comes through, (slices, some columns)."""

    air: Air
    renderer: VoxelRenderer
    lens: Pinhole
    sun: Sun
    clear: Array = field(repr=False)

    def at(self, column: float, depth: float) -> tuple[float, Array]:
        """Return the part of light that passes from a pixel column and a depth in metres, and the haze's colour (3,) there."""
        row = int(np.clip(np.searchsorted(self.renderer.depths, depth), 0, self.renderer.slices - 1))
        place = int(np.clip(column / self.lens.size[0] * self.clear.shape[1], 0, self.clear.shape[1] - 1))
        slope = np.array([(column - self.lens.size[0] / 2) / self.lens.focal], np.float32)
        return float(self.clear[row, place]), self.air.colour_towards(self.lens, slope, self.sun)[0, :3]


def _turn(angle: Array | np.float32) -> Array:
    """Return angles in radians brought into -pi..pi."""
    return np.asarray((angle + math.pi) % (2 * math.pi) - math.pi, np.float32)
