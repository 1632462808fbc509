"""What changes from frame to frame and is no motion."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from white_cloud.media.planes import Packed

#: The longest side on which motion is followed, and the shortest side on which it can be found.
_LONGEST, _SHORTEST = 640, 16
#: OpenCV's type stubs want a second map and a flow to begin with, which are not needed.
_NONE: Any = None

Flow = NDArray[np.float32]


def shrunk(luma: Packed) -> Packed:
    """Return a luma plane, uint8 (H, W), at the size on which motion is followed: no side over 640, each sample a mean."""
    by = max(1.0, max(luma.shape) / _LONGEST)
    size = max(1, round(luma.shape[1] / by)), max(1, round(luma.shape[0] / by))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


class Motion:
    """Finds where each sample of a picture stood in the picture before it.

    By dense inverse search, at its fast setting: T. Kroeger, R. Timofte, D. Dai, L. Van Gool, "Fast optical flow using dense
    inverse search", ECCV 2016.
    """

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)

    def places(self, now: Packed, before: Packed) -> Flow:
        """Return places in `before`, float32 (H, W, 2), x and y, of the samples of `now`; both uint8 (H, W).

        Planes with a side under 16 are too small to find motion in: every sample stays where it is.
        """
        rows, columns = now.shape
        grid = np.stack(np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32)), axis=-1)
        if min(now.shape) < _SHORTEST:
            return grid
        return grid + np.asarray(self._flow.calc(now, before, _NONE), np.float32)


def residual(now: Packed, before: Packed, places: Flow) -> float:
    """Return the mean absolute difference, 0..255, of a plane to the one before it, of which each sample comes from its place.

    Planes are uint8 (H, W), `places` float32 (H, W, 2). What comes in over an edge is compared with the edge.
    """
    carried = cv2.remap(before.astype(np.float32), places, _NONE, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return float(np.abs(now.astype(np.float32) - carried).mean(dtype=np.float64))
