"""Structural similarity of two pictures.

Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error visibility to structural
similarity", IEEE Transactions on Image Processing 13(4), 2004: a gaussian window of 11x11 samples with a standard deviation
of 1.5, K1 = 0.01, K2 = 0.03, on samples of 8 bit.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from white_cloud.media.planes import Packed, planes

_WINDOW, _DEVIATION = 11, 1.5
_C1, _C2 = np.float32((0.01 * 255) ** 2), np.float32((0.03 * 255) ** 2)

_Field = NDArray[np.float32]


def loss(one: Packed, other: Packed) -> float:
    """Return what is lost of the similarity of two planes, uint8 (H, W): 1 - SSIM, 0 for equal planes, about 1 for strangers.

    It can pass 1, up to 2, where one plane is the other's negative. The mean is over the windows that lie wholly inside; in a
    plane smaller than a window, over all, with what is missing mirrored.
    """
    x, y = one.astype(np.float32), other.astype(np.float32)
    mean_x, mean_y = _windowed(x), _windowed(y)
    product, squares = mean_x * mean_y, mean_x * mean_x + mean_y * mean_y
    shared = _windowed(x * y) - product
    spread = _windowed(x * x + y * y) - squares
    similarity = (2 * product + _C1) * (2 * shared + _C2) / ((squares + _C1) * (spread + _C2))
    return 1 - float(_inside(np.asarray(similarity, np.float32)).mean(dtype=np.float64))


def picture_loss(one: Packed, other: Packed) -> float:
    """Return what is lost of the similarity of two packed frames: the mean over their planes, each by how many samples it has.

    So do ffmpeg's `ssim` filter (its `All`) and others of the trade: colour counts for a third.
    """
    pairs = list(zip(planes(one), planes(other), strict=True))
    samples = sum(plane.size for plane, _ in pairs)
    return sum(loss(plane, like) * plane.size for plane, like in pairs) / samples


def _windowed(plane: _Field) -> _Field:
    blurred = cv2.GaussianBlur(plane, (_WINDOW, _WINDOW), _DEVIATION, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred, np.float32)


def _inside(plane: _Field) -> _Field:
    edge = _WINDOW // 2
    return plane[edge:-edge, edge:-edge] if min(plane.shape) >= _WINDOW else plane
