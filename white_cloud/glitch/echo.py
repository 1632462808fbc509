"""Echo: what was seen stays, and bleeds into what is seen; bright things leave trails, as on a tired camera tube."""

from __future__ import annotations

from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.media.planes import Packed, planes

#: Frames back to each ghost: unequal steps, or moving things would look like a row of copies.
_BACK = (7, 15, 26)
#: How much of the picture the ghosts take at full strength, nearest first.
_WEIGHTS = (0.32, 0.28, 0.24)
#: Levels that a ghost has lost where it outshines the picture, at full strength and at none.
_LOST = (18.0, 110.0)


class Echo(GlitchEffect):
    """Mixes three earlier frames in, and lets the last of them shine through wherever it was brighter."""

    name: ClassVar[str] = "echo"
    look_back: ClassVar[int] = max(_BACK)

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame with its ghosts; all planes are mixed alike, and luma alone outshines."""
        # oldest first, so that a reader goes forwards
        ghosts = [earlier(moment.frame - back) for back in reversed(_BACK)]
        result = packed
        for ghost, weight in zip(ghosts, reversed(_WEIGHTS), strict=True):
            share = weight * moment.strength
            result = np.asarray(cv2.addWeighted(result, 1 - share, ghost, share, 0), np.uint8)
        luma, trail = planes(result)[0], planes(ghosts[-1])[0]
        lost = _LOST[1] + (_LOST[0] - _LOST[1]) * moment.strength
        dimmed = np.clip(np.arange(256) - lost, 0, 255).astype(np.uint8)
        cv2.max(luma, cv2.LUT(trail, dimmed), dst=luma)
        return result
