"""Warping: every point of a picture taken from somewhere else, so far away.

How far is told in two fields, across and down, and OpenCV adds the points' own places: that is quicker than one field of both,
and no grid of places is kept.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import cv2
import numpy as np

from white_cloud.glitch.noise import Field
from white_cloud.media.planes import Packed, empty, picture_size, planes


def taken(plane: Any, across: Field, down: Field, out: Any = None, *, border: int = cv2.BORDER_REPLICATE) -> Any:
    """Return a plane with every point taken from so far away, each float32 (H, W) in pixels; into `out` where given.

    What comes in over an edge is drawn out, or as `border` says.
    """
    how = cv2.INTER_LINEAR | cv2.WARP_RELATIVE_MAP
    return cv2.remap(plane, across, down, how, dst=out, borderMode=border)


def in_between(plane: Any, across: float, down: float) -> Any:
    """Return a plane with every point taken from these parts of a pixel away, 0..1: it has a row and a column less."""
    plane = cv2.addWeighted(plane[:, :-1], 1 - across, plane[:, 1:], across, 0)
    return cv2.addWeighted(plane[:-1], 1 - down, plane[1:], down, 0)


class Warp:
    """Warps frames by coarse fields; what it keeps depends on their size only, since new memory costs more than the sums."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, ...], tuple[Field, Field]] = {}

    def frame(self, packed: Packed, across: Field, down: Field, *, border: int = cv2.BORDER_REPLICATE) -> Packed:
        """Return a frame with every point taken from so far away, in pixels, told on coarse grids of float32."""
        result = empty(picture_size(packed))
        (luma, *chroma), (luma_out, *chroma_out) = planes(packed), planes(result)
        self._sheet(luma, across, down, border, luma_out)
        # OpenCV warps four channels at once nearly as quickly as one, and two far more slowly
        colours = self._sheet(cv2.merge([*chroma, *chroma]), across * np.float32(0.5), down * np.float32(0.5), border)
        cv2.mixChannels([colours], [*chroma_out], [0, 0, 1, 1])
        return result

    def _sheet(self, source: Any, across: Field, down: Field, border: int, out: Any = None) -> Any:
        """Warp a plane or more, laid in a frame as wide as is needed: points outside cost OpenCV far more."""
        left, right, top, bottom = (_room(far) for far in (-across.min(), across.max(), -down.min(), down.max()))
        fields = self._enlarged(across + np.float32(left), down + np.float32(top), source.shape[:2])
        framed = cv2.copyMakeBorder(source, top, bottom, left, right, border)
        return taken(framed, *fields, out, border=border)

    def _enlarged(self, across: Field, down: Field, shape: tuple[int, ...]) -> tuple[Field, Field]:
        """Return two fields drawn to a plane's shape, in buffers that are used again."""
        if shape not in self._kept:
            self._kept[shape] = np.empty(shape, np.float32), np.empty(shape, np.float32)
        for coarse, field in zip((across, down), self._kept[shape], strict=True):
            cv2.resize(coarse, shape[::-1], dst=field, interpolation=cv2.INTER_LINEAR)
        return self._kept[shape]


def _room(far: float) -> int:
    """Return the pixels beyond an edge that points up to so far over it need, with their neighbours."""
    return max(ceil(far) + 1, 1)
