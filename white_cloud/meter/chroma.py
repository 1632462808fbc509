"""How far colours went from what they were."""

from __future__ import annotations

import numpy as np

from white_cloud.media.planes import Packed


def colour_error(one: tuple[Packed, Packed], other: tuple[Packed, Packed]) -> float:
    """Return the mean distance of two pictures' colours in the plane of U and V, in levels of 8 bit, 0 to about 361.

    Each picture is its U and V planes, uint8 (H, W). Luma has no part in it.
    """
    blue, red = (a.astype(np.float32) - b for a, b in zip(one, other, strict=True))
    return float(np.sqrt(blue * blue + red * red).mean(dtype=np.float64))
