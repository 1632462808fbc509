"""Float: the picture breathes, as if it were seen through warm air, then through water."""

from __future__ import annotations

from math import sin, tau
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, slow_field
from white_cloud.glitch.warp import taken
from white_cloud.media.planes import Packed, empty, picture_size, planes

#: Rows and columns of the swells, and of the ripples on them.
_SWELL, _RIPPLE = (4, 6), (9, 15)
#: Frames of one breath, and of one swing of a ripple.
_BREATH, _SWING = 108, 40
#: How far a point is moved at full strength, in parts of the picture's height: by swells, and by ripples.
_FAR, _NEAR = 0.11, 0.034


class Float(GlitchEffect):
    """Moves every point along slow swells with ripples on them; strength sets how far, the breath makes it come and go."""

    name: ClassVar[str] = "float"

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._places: dict[tuple[int, int], tuple[Field, Field]] = {}

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame moved; what comes in over an edge is mirrored."""
        size = picture_size(packed)
        result = empty(size)
        coarse: Field = displacement(moment) * np.float32(size[1])
        (luma, *chroma), (luma_out, *chroma_out) = planes(packed), planes(result)
        taken(luma, self._map(coarse, size), luma_out, border=cv2.BORDER_REFLECT)
        half = self._map(coarse * np.float32(0.5), (size[0] // 2, size[1] // 2))
        for plane, out in zip(chroma, chroma_out, strict=True):
            taken(plane, half, out, border=cv2.BORDER_REFLECT)
        return result

    def _map(self, coarse: Field, size: tuple[int, int]) -> Field:
        """Return where each pixel comes from, (H, W, 2) in pixels; the buffers are kept, they cost more than the sums."""
        if size not in self._places:
            grid = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
            places = np.stack(grid, axis=-1)
            self._places[size] = places, np.empty_like(places)
        places, moved = self._places[size]
        cv2.resize(coarse, size, dst=moved, interpolation=cv2.INTER_LINEAR)
        return np.asarray(cv2.add(moved, places, dst=moved))


def displacement(moment: Moment) -> Field:
    """Return how far points are moved at a moment, float32 (rows, columns, 2) on a coarse grid, in parts of the height."""
    breath = 0.75 + 0.25 * sin(tau * (moment.frame / _BREATH + moment.seed % 97 / 97))
    far = _FAR * breath * moment.strength**1.6
    near = _NEAR * breath * moment.strength**1.3
    rows, columns = _RIPPLE[0] * 3, _RIPPLE[1] * 3
    axes = [
        far * _smooth(slow_field(moment.seed + axis, moment.frame, _SWELL, _BREATH), (columns, rows))
        + near * _smooth(slow_field(moment.seed + 2 + axis, moment.frame, _RIPPLE, _SWING), (columns, rows))
        for axis in (0, 1)
    ]
    return np.stack(axes, axis=-1)


def _smooth(field: Field, size: tuple[int, int]) -> Field:
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_CUBIC), np.float32)
