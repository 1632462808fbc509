"""Light kept in 16 bits: half the memory of floats, looked up faster, and finer than any print shows."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_PEAK = 16.0  # the brightest light that is kept; codes are square roots


def coded(light: Array) -> Array:
    """Return linear light as codes, uint16, square roots of parts of 16; what is brighter or below 0 is cut off."""
    part = np.clip(light, 0, _PEAK)
    part *= np.float32(65535.0**2 / _PEAK)
    return cv2.sqrt(part, part).astype(np.uint16)


def decoded(codes: Array) -> Array:
    """Return the linear light, float32, of codes."""
    return cv2.multiply(codes, codes, scale=_PEAK / 65535.0**2, dtype=cv2.CV_32F)
