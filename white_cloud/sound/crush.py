"""Crush: fewer bits and a lower rate, without the filters that would hide it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE

Samples = NDArray[np.float32]

#: What is left at full strength: bits of a sample, and the rate at which samples are taken and held, in Hz.
BITS, HELD = 4.0, 12000.0
_WHOLE_BITS = 14.0
#: Samples are rounded on the curve of ITU-T G.711 (mu-law, continuous form), so that quiet consonants are not lost.
_CURVE = 255.0


def crushed(samples: NDArray[np.floating[Any]], strength: float) -> Samples:
    """Return a mono sound at 48 kHz with its samples rounded and held; between whole and crushed by `strength` (0..1).

    Nothing stays nothing. Bits and rate fall evenly as the strength grows, and at 1 nothing of the whole sound is left.
    """
    line = samples.astype(np.float32)
    if not strength or not len(line):
        return line
    held = (RATE / HELD) ** strength
    group = np.floor(np.arange(len(line)) / held + 1e-9).astype(np.int64)
    taken = line[np.floor(np.arange(group[-1] + 1) * held + 1e-9).astype(np.int64)]
    levels = 2 ** (_WHOLE_BITS - 1 - strength * (_WHOLE_BITS - BITS))
    curved = np.log1p(_CURVE * np.abs(taken)) / np.log1p(_CURVE)
    rounded = np.sign(taken) * np.expm1(np.rint(curved * levels) / levels * np.log1p(_CURVE)) / _CURVE
    return np.asarray(line + strength * (rounded[group] - line), dtype=np.float32)
