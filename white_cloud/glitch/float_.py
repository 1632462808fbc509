"""Float: the picture breathes, as if it were seen through warm air, then through water."""

from __future__ import annotations

from math import sin, tau
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, slow_field
from white_cloud.glitch.warp import Warp
from white_cloud.media.planes import Packed, picture_size

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
        self._warp = Warp()

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame moved; what comes in over an edge is mirrored."""
        height = np.float32(picture_size(packed)[1])
        across, down = displacement(moment)
        return self._warp.frame(packed, across * height, down * height, border=cv2.BORDER_REFLECT)


def displacement(moment: Moment) -> tuple[Field, Field]:
    """Return how far points are moved across and down at a moment, each on a coarse grid of float32, in parts of the height."""
    breath = 0.75 + 0.25 * sin(tau * (moment.frame / _BREATH + moment.seed % 97 / 97))
    far = _FAR * breath * moment.strength**1.6
    near = _NEAR * breath * moment.strength**1.3
    rows, columns = _RIPPLE[0] * 3, _RIPPLE[1] * 3
    across, down = (
        far * _smooth(slow_field(moment.seed + axis, moment.frame, _SWELL, _BREATH), (columns, rows))
        + near * _smooth(slow_field(moment.seed + 2 + axis, moment.frame, _RIPPLE, _SWING), (columns, rows))
        for axis in (0, 1)
    )
    return across, down


def _smooth(field: Field, size: tuple[int, int]) -> Field:
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_CUBIC), np.float32)
