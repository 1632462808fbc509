"""The dusty air among works."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.hours import Hour
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix


@dataclass(frozen=True)
class Dust:
    """The air among works.

    A part 1 / `sight` of light is lost a metre, and more near the ground: `low` times, in a layer `layer` metres high.
    `colours` (width, 4) is what it adds, one colour a column of the picture.
    """

    sight: float
    colours: Array = field(repr=False)
    low: float = 1.0
    layer: float = 12.0

    @classmethod
    def seen(cls, lens: Pinhole, azimuth: float, hour: Hour, sight: float, low: float = 1.0, layer: float = 12.0) -> Dust:
        """Return the air of an hour through `lens`: its haze is of another colour towards the sun at `azimuth` degrees."""
        slope = (np.arange(lens.size[0], dtype=np.float32) + np.float32(0.5 - lens.size[0] / 2)) / np.float32(lens.focal)
        part = np.clip(np.cos(np.arctan(slope) + np.float32(math.radians(lens.yaw - azimuth))), 0, 1) ** 3
        colours = np.zeros((lens.size[0], 4), np.float32)
        colours[:, :3] = mix(colour(*hour.haze_away), colour(*hour.haze_towards), part[:, None])
        return cls(sight, colours, low, layer)

    def clear(self, depth: Array, height: Array) -> Array:
        """Return the part of light that comes through from `depth` metres and a mean `height` of its way, in metres."""
        loss = cv2.exp(height * np.float32(-1 / self.layer))
        lost: Array = loss * np.float32(-self.low / self.sight) - np.float32(1 / self.sight)
        lost *= depth
        return np.asarray(cv2.exp(lost))
