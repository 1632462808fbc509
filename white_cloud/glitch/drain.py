"""Drain: colour comes loose from the picture and runs out of it, first here, then there."""

from __future__ import annotations

from math import floor, sin, tau
from typing import Any, ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import enlarged, slow_field
from white_cloud.glitch.warp import in_between
from white_cloud.media.planes import Packed, empty, picture_size, planes

_GREY = 128
#: The most that is left of saturation.
_MOST = 1.25
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
        result = empty((width, height))
        result[:height] = packed[:height]
        kept = _kept((width // 2, height // 2), moment)
        apart = _APART * width / 2 * moment.strength * (1 + 0.35 * sin(tau * moment.frame / 61 + moment.seed % 7))
        (_, *chroma), (_, *chroma_out) = planes(packed), planes(result)
        for plane, out, way, cast in zip(chroma, chroma_out, (1, -1), _CAST, strict=True):
            _fade(_shifted(plane, way * apart, -way * apart / 5), kept, cast * moment.strength, out)
        return result


def _kept(size: tuple[int, int], moment: Moment) -> Packed:
    """Return the part of saturation that is left, 0..255 for none to `_MOST`, (H/2, W/2); the drained land wanders."""
    land = slow_field(moment.seed, moment.frame, _GRID, _PERIOD)
    left = enlarged(1 - moment.strength * (1.1 + 1.1 * land), (-(-size[0] // 8), -(-size[1] // 8)))
    coarse = np.rint(np.clip(left, 0.06, _MOST) * (255 / _MOST)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _shifted(plane: Packed, right: float, down: float) -> Packed:
    """Return a plane moved by parts of a pixel; the edge is drawn out."""
    (height, width), (x, y) = plane.shape, (floor(-right), floor(-down))
    wide = abs(x) + 1, abs(y) + 1
    more = cv2.copyMakeBorder(plane, wide[1], wide[1], wide[0], wide[0], cv2.BORDER_REPLICATE)
    more = more[wide[1] + y : wide[1] + y + height + 1, wide[0] + x : wide[0] + x + width + 1]
    return np.asarray(in_between(more, -right - x, -down - y), np.uint8)


def _fade(plane: Packed, kept: Packed, cast: float, out: Packed) -> None:
    """Draw a plane towards grey with a cast, but for the part of it that is kept: what is over it, and what is under it."""
    left: Any = round(_GREY + cast)  # the stubs know of no numbers beside arrays
    over, under = cv2.subtract(plane, left), cv2.subtract(left, plane)
    cv2.multiply(over, kept, dst=over, scale=_MOST / 255)
    cv2.multiply(under, kept, dst=under, scale=_MOST / 255)
    cv2.subtract(cv2.add(over, left, dst=over), under, dst=out)
