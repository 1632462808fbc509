"""Laying one picture over another, here more and there less."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.media.planes import Packed


class Overlay:
    """Lays planes over planes; the sheets it keeps depend on their size only, and cost more than the sums."""

    def __init__(self) -> None:
        self._sheets: dict[tuple[int, ...], tuple[Packed, Packed]] = {}

    def lay(self, plane: Packed, over: Packed, share: Packed) -> None:
        """Draw `over` over a plane in place, by its share of each point, 0..255; both are brought to its size in lines."""
        shares, whole = self._sheets.setdefault(plane.shape, (np.empty_like(plane), np.empty_like(plane)))
        for small, sheet in ((share, shares), (over, whole)):
            cv2.resize(small, (plane.shape[1], plane.shape[0]), dst=sheet, interpolation=cv2.INTER_LINEAR)
        cv2.multiply(whole, shares, dst=whole, scale=1 / 255)
        cv2.multiply(plane, cv2.bitwise_not(shares, dst=shares), dst=plane, scale=1 / 255)
        cv2.add(plane, whole, dst=plane)
