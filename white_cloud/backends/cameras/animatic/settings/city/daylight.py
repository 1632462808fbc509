"""The sun over a city: which walls it falls on, and where their shadows lie."""

from __future__ import annotations

import math

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL, CELLS, Plan


class Daylight:
    """A sun at `azimuth` and `elevation`, degrees; `direction` is the unit vector to it. Places are cells and metres high."""

    def __init__(self, plan: Plan, azimuth: float, elevation: float) -> None:
        angle, rise = math.radians(azimuth), math.radians(elevation)
        self.azimuth = azimuth
        self.direction = (math.sin(angle) * math.cos(rise), math.cos(angle) * math.cos(rise), math.sin(rise))
        self._shadows: Tile = plan.shadows(azimuth, elevation)

    def on_walls(self, x: Array, y: Array, along_x: Array, rays: tuple[Array, Array]) -> tuple[Array, Array]:
        """Return how squarely the sun falls on walls (Lambert's law), and how high in metres shadows stand on them, (n,) each.

        `rays` point away from the lens: one sees the side of a wall that faces it.
        """
        east, north, _ = (np.float32(part) for part in self.direction)
        fall = np.maximum(np.where(along_x, -north * np.sign(rays[1]), -east * np.sign(rays[0])), 0)
        # Beside a wall, not in it: the wall's own house is no shade to it.
        u = x - np.sign(rays[0]) * (np.float32(0.22) * ~along_x)
        v = y - np.sign(rays[1]) * (np.float32(0.22) * along_x)
        count = len(u)
        u, v = (np.resize(part * np.float32(1 / CELLS), (-(-count // 256), 256)) for part in (u, v))
        return fall, self._shadows(u, v).ravel()[:count]

    def on_roofs(self, x: Array, y: Array, z: Array | np.float32) -> Array:
        """Return how much sun falls on what is level (h, w)."""
        above = z - self._shadows(x * np.float32(1 / CELLS), y * np.float32(1 / CELLS))
        above *= np.float32(0.5)
        above += np.float32(0.6)
        np.clip(above, 0, 1, out=above)
        above *= np.float32(self.direction[2])
        return above

    def at(self, x: float, y: float, z: float) -> float:
        """Return how much of the sun (0..1) reaches a place, all in metres."""
        return float(np.clip(z - self._shadows.at(x / (CELLS * CELL), y / (CELLS * CELL))[0] + 0.5, 0, 1))
