"""Echo: what was seen stays, and bleeds into what is seen; bright things leave trails, as on a tired camera tube."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.media.planes import Packed, picture_size

#: Frames back to each ghost: unequal steps, or moving things would look like a row of copies.
_BACK = (7, 15, 26)
#: How much of the picture the ghosts take at full strength, nearest first.
_WEIGHTS = (0.32, 0.28, 0.24)
#: Levels that a ghost has lost where it outshines the picture, at full strength and at none.
_LOST = (18.0, 110.0)
#: Rows that are mixed at a time, so that they stay in the processor's cache.
_STRIP = 120


class Echo(GlitchEffect):
    """Mixes three earlier frames in, and lets the last of them shine through wherever it was brighter."""

    name: ClassVar[str] = "echo"
    look_back: ClassVar[int] = max(_BACK)

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame with its ghosts; all planes are mixed alike, and luma alone outshines."""
        # oldest first, so that a reader goes forwards
        ghosts = [earlier(moment.frame - back) for back in reversed(_BACK)]
        lost = ceil(_LOST[1] + (_LOST[0] - _LOST[1]) * moment.strength)
        result, rows = np.empty_like(packed), picture_size(packed)[1]
        for top in range(0, len(packed), _STRIP):
            strip = slice(top, top + _STRIP)
            mixed, source = result[strip], packed[strip]
            for ghost, weight in zip(ghosts, reversed(_WEIGHTS), strict=True):
                share = weight * moment.strength
                cv2.addWeighted(source, 1 - share, ghost[strip], share, 0, dst=mixed)
                source = mixed
            luma = slice(top, min(top + _STRIP, rows))
            if top < rows:
                dimmed = cv2.subtract(ghosts[-1][luma], lost)  # type: ignore[call-overload]
                cv2.max(result[luma], dimmed, dst=result[luma])
        return result
