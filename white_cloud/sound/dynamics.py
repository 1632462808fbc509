"""Dynamics of a whole line: an envelope in windows of 5 ms, and the gains that a compressor or a gate makes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE

Floats = NDArray[np.floating[Any]]

_WINDOW = RATE // 200


def compressed(samples: Floats, threshold: float, ratio: float, release: float = 0.16) -> NDArray[np.float32]:
    """Return a mono sound whose level above `threshold` (dB under full scale, RMS) rises only by 1 in `ratio`.

    The gain falls within 8 ms and returns in about `release` seconds.
    """
    over = np.maximum(_levels(samples) - threshold, 0.0)
    return _gained(samples, _followed(-over * (1 - 1 / ratio), fall=0.008, rise=release))


def gated(samples: Floats, threshold: float, depth: float, release: float = 0.09) -> NDArray[np.float32]:
    """Return a mono sound lowered by `depth` dB where its level stays below `threshold`: the air between the words goes."""
    closed = np.where(_levels(samples) < threshold, -depth, 0.0)
    return _gained(samples, _followed(closed, fall=release, rise=0.004))


def _levels(samples: Floats) -> NDArray[np.float64]:
    count = -(-len(samples) // _WINDOW)
    padded = np.zeros(count * _WINDOW)
    padded[: len(samples)] = samples
    return np.asarray(10 * np.log10((padded.reshape(count, _WINDOW) ** 2).mean(axis=1) + 1e-10))


def _followed(gains: NDArray[np.float64], fall: float, rise: float) -> NDArray[np.float64]:
    """Return gains in dB that move towards those given with time constants in seconds."""
    down, up = (1 - float(np.exp(-_WINDOW / RATE / seconds)) for seconds in (fall, rise))
    out, level = np.empty(len(gains)), 0.0
    for index, wanted in enumerate(gains.tolist()):
        level += (wanted - level) * (down if wanted < level else up)
        out[index] = level
    return out


def _gained(samples: Floats, gains: NDArray[np.float64]) -> NDArray[np.float32]:
    middles = (np.arange(len(gains)) + 0.5) * _WINDOW
    return (samples * 10 ** (np.interp(np.arange(len(samples)), middles, gains) / 20)).astype(np.float32)
