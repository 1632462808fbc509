"""Light on a height field: a sun, its shadows, the sky in hollows, and one bounce; baked once a setting.

Heights are tileable planes (rows go north, columns east), in metres, `cell` metres apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, shifted, smoothstep


@dataclass(frozen=True)
class Sun:
    """Where the sun stands: azimuth (degrees, clockwise from north) and elevation (degrees)."""

    azimuth: float
    elevation: float

    @property
    def direction(self) -> Array:
        """A unit vector towards the sun, x east, y north, z up, float32 (3,)."""
        azimuth, elevation = math.radians(self.azimuth), math.radians(self.elevation)
        flat = math.cos(elevation)
        return np.array([flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(elevation)], np.float32)


@dataclass(frozen=True)
class Light:
    """What falls on a land from the sun, the sky and, bounced, from the ground: colours, linear, blue first, float32 (3,)."""

    sun: Sun
    sunlight: Array = field(compare=False)
    skylight: Array = field(compare=False)
    bounce: Array | None = field(default=None, compare=False)

    def ambience(self, lit: float) -> Array:
        """Return what falls on dust from all sides, (3,), where a part `lit` of the sun reaches."""
        return np.asarray(self.sunlight * np.float32(0.25 * lit) + self.skylight)


def normals(height: Array, cell: float) -> tuple[Array, Array, Array]:
    """Return the planes x, y, z of unit normals of a tileable height field."""
    slope_x = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * cell)
    slope_y = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * cell)
    up = 1 / np.sqrt(1 + slope_x * slope_x + slope_y * slope_y)
    return -slope_x * up, -slope_y * up, up


def sun_reaches(height: Array, cell: float, sun: Sun, softness: float = 1.5, doublings: int = 8) -> Array:
    """Return 0 (in cast shadow) to 1 (lit) per cell; `softness` is the height in metres over which a shadow's edge fades.

    The highest ground towards the sun, lowered by the ray's rise, is found by doubling: after k rounds it covers 2**k cells.
    """
    x, y, z = (float(part) for part in sun.direction)
    flat = math.hypot(x, y)
    step_x, step_y, rise = x / flat, y / flat, cell * z / flat
    horizon = shifted(height, step_x, step_y) - np.float32(rise)
    reach = 1.0
    for _ in range(doublings):
        horizon = np.maximum(horizon, shifted(horizon, step_x * reach, step_y * reach) - np.float32(rise * reach))
        reach *= 2
    shadow: Array = smoothstep(-0.25 * softness, softness, horizon - height)
    return (1 - shadow).astype(np.float32)


def openness(height: Array, cell: float, scales: tuple[tuple[float, float], ...]) -> Array:
    """Return how much sky a cell sees, .15 to 1.15, from its height below blurred copies: (sigma in cells, strength) each."""
    seen = np.ones_like(height)
    for sigma, strength in scales:
        seen -= np.float32(strength / cell) * np.maximum(blur(height, sigma, wrap=True) - height, np.float32(-0.2 / strength))
    return np.clip(seen, 0.15, 1.15)


def bake(
    height: Array,
    cell: float,
    albedo: Array,
    light: Light,
    softness: float = 1.5,
    hollows: tuple[tuple[float, float], ...] = ((6, 0.05), (24, 0.03)),
    reached: Array | None = None,
) -> tuple[Array, Array]:
    """Return the radiance (n, n, 3) of a land of colour `albedo` (n, n, 3) under `light`, and its sunlit parts (n, n), 0..1.

    `reached` (n, n), 0..1, is the sun that what lies outside the land lets through.
    """
    x, y, up = normals(height, cell)
    direction = [float(part) for part in light.sun.direction]
    facing = np.clip(x * direction[0] + y * direction[1] + up * direction[2], 0, None)
    lit = blur(sun_reaches(height, cell, light.sun, softness), 0.9, wrap=True)
    if reached is not None:
        lit *= reached
    direct = facing * lit
    ambient = openness(height, cell, hollows) * (0.6 + 0.4 * up)
    bounced = blur(direct, 10, wrap=True) * (1 - direct) if light.bounce is not None else None
    radiance = np.empty((*height.shape, 3), np.float32)  # filled a channel at a time: lands are large
    for channel in range(3):
        fall = direct * light.sunlight[channel] + ambient * light.skylight[channel]
        if bounced is not None and light.bounce is not None:
            fall += bounced * light.bounce[channel]
        radiance[..., channel] = albedo[..., channel] * fall
    return radiance, lit
