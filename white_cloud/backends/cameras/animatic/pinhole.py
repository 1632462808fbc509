"""A level pinhole lens: the horizon shifts instead of the camera tilting, so verticals stay vertical (a shift lens)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array


@dataclass(frozen=True)
class Pinhole:
    """A station and a lens: metres east, north, up; `yaw` degrees clockwise from north; `horizon` as a part of the height.

    `fov` is the horizontal angle in degrees, `size` the picture's (width, height) in pixels.
    """

    x: float
    y: float
    z: float
    yaw: float
    horizon: float
    fov: float
    size: tuple[int, int]

    @property
    def focal(self) -> float:
        """Return the focal length in pixels."""
        return self.size[0] / 2 / math.tan(math.radians(self.fov) / 2)

    @property
    def horizon_row(self) -> float:
        """Return the row of the horizon in pixels."""
        return self.horizon * self.size[1]

    @property
    def forward(self) -> tuple[float, float]:
        """Return the unit vector of sight on the ground."""
        return math.sin(math.radians(self.yaw)), math.cos(math.radians(self.yaw))

    @property
    def right(self) -> tuple[float, float]:
        """Return the unit vector to the right on the ground."""
        return math.cos(math.radians(self.yaw)), -math.sin(math.radians(self.yaw))

    def project(self, x: Array | float, y: Array | float, z: Array | float) -> tuple[Array, Array, Array]:
        """Return column, row and depth (metres along the sight) of places; what lies behind has a depth below zero."""
        east, north = np.asarray(x) - self.x, np.asarray(y) - self.y
        depth = east * self.forward[0] + north * self.forward[1]
        aside = east * self.right[0] + north * self.right[1]
        safe = np.maximum(depth, 0.01)
        column = self.size[0] / 2 + aside * self.focal / safe
        return column, self.horizon_row - (np.asarray(z) - self.z) * self.focal / safe, depth


def cropped(fov: float, size: tuple[int, int]) -> float:
    """Return the horizontal angle that is left of one meant for 16:9 when a picture is narrower: its sides are cut off."""
    part = min(1.0, size[0] / size[1] / (16 / 9))
    return math.degrees(2 * math.atan(math.tan(math.radians(fov) / 2) * part))
