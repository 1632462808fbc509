"""Crush: fewer bits and a lower rate, without the filters that would hide it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE

Samples = NDArray[np.float32]

#: What is left at full strength: bits of full scale, and the rate at which samples are taken and held, in Hz.
BITS, HELD = 6.0, 8000.0
_WHOLE_BITS = 16.0


def crushed(samples: NDArray[np.floating[Any]], strength: float) -> Samples:
    """Return a mono sound at 48 kHz with its samples rounded and held; between whole and crushed by `strength` (0..1).

    Nothing stays nothing. Bits and rate fall evenly as the strength grows, and the crushed sound replaces the whole one.
    """
    line = samples.astype(np.float32)
    if not strength or not len(line):
        return line
    held = (RATE / HELD) ** strength
    step = 2 ** (1 - _WHOLE_BITS + strength * (_WHOLE_BITS - BITS))
    taken = np.floor(np.floor(np.arange(len(line)) / held + 1e-9) * held + 1e-9).astype(np.int64)
    broken = np.rint(line[taken] / step) * step
    return np.asarray(line + strength * (broken - line), dtype=np.float32)
