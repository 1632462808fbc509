"""Warping: every point of a plane taken from another place."""

from __future__ import annotations

from typing import Any

import cv2

from white_cloud.glitch.noise import Field

#: OpenCV takes x and y in one map or in two; its type stubs know only two, and an empty array makes it hang.
_ONE_MAP: Any = None


def taken(plane: Any, places: Field, out: Any = None, *, border: int = cv2.BORDER_REPLICATE) -> Any:
    """Return a plane with every point taken from its place, float32 (H, W, 2), x and y in pixels; into `out` where given.

    What comes in over an edge is drawn out, or as `border` says.
    """
    return cv2.remap(plane, places, _ONE_MAP, cv2.INTER_LINEAR, dst=out, borderMode=border)
