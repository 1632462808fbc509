"""Drain: colour comes loose from the picture and runs out of it, first here, then there."""

from __future__ import annotations

from math import sin, tau
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import Field, enlarged, slow_field
from white_cloud.media.planes import Packed, picture_size, planes

_GREY = 128.0
#: How far the colours part at full strength, in parts of the picture's width.
_APART = 0.022
_GRID, _PERIOD = (4, 6), 150
#: What is left where the dye is gone: a faint cast towards magenta, as faded prints have, in levels of U and V.
_CAST = (4.0, 7.0)


class Drain(GlitchEffect):
    """Moves the two colour planes apart, and lets saturation fall unevenly, down to a faded print's magenta."""

    name: ClassVar[str] = "drain"

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame with its luma as it is and its colour loose."""
        width, height = picture_size(packed)
        result = packed.copy()
        kept = self._kept((width // 2, height // 2), moment)
        apart = _APART * width / 2 * moment.strength * (1 + 0.35 * sin(tau * moment.frame / 61 + moment.seed % 7))
        _, *chroma = planes(result)
        for plane, way, cast in zip(chroma, (1, -1), _CAST, strict=True):
            moved = _shifted(plane, way * apart, -way * apart / 5)
            plane[:] = _faded(moved, kept, cast * moment.strength)
        return result

    @staticmethod
    def _kept(size: tuple[int, int], moment: Moment) -> Field:
        """Return the part of saturation that is left, float32 (H/2, W/2); the drained land wanders."""
        land = slow_field(moment.seed, moment.frame, _GRID, _PERIOD)
        left = 1 - moment.strength * (1.1 + 1.1 * land)
        return np.clip(enlarged(left, size), 0.06, 1.25)


def _shifted(plane: Packed, right: float, down: float) -> Packed:
    """Return a plane moved by parts of a pixel; the edge is drawn out."""
    matrix = np.array([[1, 0, right], [0, 1, down]], np.float32)
    size = plane.shape[1], plane.shape[0]
    return np.asarray(cv2.warpAffine(plane, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _faded(plane: Packed, kept: Field, cast: float) -> Packed:
    """Return the plane drawn towards grey with a cast, but for the part of it that is kept."""
    left = _GREY + cast
    colour = np.subtract(plane, left, dtype=np.float32)
    np.multiply(colour, kept, out=colour)
    # rounds and saturates
    return np.asarray(cv2.addWeighted(colour, 1, colour, 0, left, dtype=cv2.CV_8U), np.uint8)
