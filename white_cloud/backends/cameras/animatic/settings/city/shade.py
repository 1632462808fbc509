"""How high the shadow of the sun stands over a city."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_FINE = 4  # texels a cell
_REACH = 9  # doublings: shadows up to 2**9 texels long


def shadow_heights(height: Array, cell: float, azimuth: float, elevation: float) -> Array:
    """Return (rows * 4, columns * 4) metres: what is lower than that lies in shadow, of blocks `height` (rows, columns).

    A place is shaded by what stands towards the sun, less what the ray climbs on its way. The greatest of that over all
    distances is gathered by doubling: the shade over n steps and the same n steps on give that over 2n.
    """
    size = (height.shape[1] * _FINE, height.shape[0] * _FINE)
    shade = cv2.resize(height, size, interpolation=cv2.INTER_NEAREST)
    climb = cell / _FINE * math.tan(math.radians(elevation))
    towards = math.sin(math.radians(azimuth)), math.cos(math.radians(azimuth))
    # One step on, so that a roof does not shade itself.
    shade = _stepped(shade, towards, 1) - np.float32(climb)
    for doubling in range(_REACH):
        steps = 2**doubling
        np.maximum(shade, _stepped(shade, towards, steps) - np.float32(climb * steps), out=shade)
    return np.maximum(cv2.blur(shade, (3, 3)), 0)


def _stepped(field: Array, towards: tuple[float, float], steps: int) -> Array:
    """Return a field as it is `steps` texels further on in a direction."""
    return np.roll(field, (-round(towards[1] * steps), -round(towards[0] * steps)), (0, 1))
