"""How much a picture shows the borders of blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from white_cloud.media.planes import Packed

#: Sides of the blocks that codecs think in; what is in larger ones shows on these borders too.
_SIDES = (8, 16)
#: Levels that are added to both sides of the ratio: where next to nothing changes, a hair more across a border is none.
_STEADY = 1.0


def blockiness(luma: Packed) -> float:
    """Return how much more a luma plane, uint8 (H, W), changes across borders of blocks than beside them.

    0 when as much, 1 when twice as much, and at most a little below 0; blocks of 8 and of 16 samples from the upper left
    corner, those that show more. 0 for a plane that has no border with a sample to both sides.
    """
    steps = [_steps(luma), _steps(luma.T)]
    return max(_excess(steps, side) for side in _SIDES)


def _steps(luma: Packed) -> NDArray[np.float64]:
    """Return the mean absolute difference of each column to the next."""
    wide = luma.astype(np.int16)
    return np.asarray(np.abs(wide[:, 1:] - wide[:, :-1]).mean(axis=0), np.float64)


def _excess(steps: list[NDArray[np.float64]], side: int) -> float:
    across, beside = [], []
    for one in steps:
        borders = np.arange(side - 1, len(one) - 1, side)
        across.append(one[borders])
        beside += [one[borders - 1], one[borders + 1]]
    if not sum(map(len, across)):
        return 0.0
    return (_mean(across) + _STEADY) / (_mean(beside) + _STEADY) - 1


def _mean(parts: list[NDArray[np.float64]]) -> float:
    return float(np.concatenate(parts).mean())
