"""The fundamental frequency of a voice over time.

Source of the method: A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and music" (2002),
steps 2 to 5: difference function, its cumulative mean, absolute threshold, parabolic interpolation. All frames at once.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE

Floats = NDArray[np.floating[Any]]

#: Samples at 48 kHz from one frame to the next: 5 ms.
HOP = RATE // 200
#: The lowest and the highest voice that is looked for, in Hz.
LOWEST, HIGHEST = 60, 500
#: How aperiodic a frame may be to count as voiced; the paper's 0.1 leaves out where a vowel changes.
_APERIODIC = 0.25
#: Frames of less than this many dB under the line's loudest are silence.
_FLOOR = 45.0
#: Voiced stretches shorter than these frames are chance.
_SHORTEST = 5
#: Voiced stretches with no more frames between them are one, where the pitch goes on within a fifth of itself.
_BRIDGED = 5

_EVERY = 4  # enough samples for a voice's fundamental, and a sixteenth of the work
_RATE = RATE // _EVERY
_WINDOW = _RATE // 40


def fundamental(samples: Floats) -> NDArray[np.float64]:
    """Return the fundamental of a mono sound at 48 kHz in Hz, one value every HOP samples; 0 where there is no voice."""
    count = -(-len(samples) // HOP)
    if not count or not np.any(samples):
        return np.zeros(count)
    frames = _frames(_thinned(samples), count)
    normal = _normalised_differences(frames)
    found = _periods(normal)
    power = (frames[:, :_WINDOW] ** 2).mean(axis=1)
    found[power < power.max() * 10 ** (-_FLOOR / 10)] = 0.0
    hertz = np.divide(_RATE, found, out=np.zeros(count), where=found > 0)
    return _steady(hertz)


def _thinned(samples: Floats) -> NDArray[np.float64]:
    """Return the means of every four samples: what folds over is far above a voice's fundamental, and small."""
    whole = np.pad(samples, (0, -len(samples) % _EVERY)).astype(np.float64)
    return np.asarray(whole.reshape(-1, _EVERY).mean(axis=1))


def _frames(low: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return (count, window + longest lag) samples, each row's middle at its frame's time."""
    length = _WINDOW + _RATE // LOWEST + 2
    hop = HOP // _EVERY
    padded = np.pad(low, (length // 2, length + hop))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, length)[: count * hop : hop])


def _normalised_differences(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cumulative mean normalised difference of each frame at lags 0 and up (equation 8 of the paper)."""
    length = frames.shape[1]
    lags = length - _WINDOW
    size = 1 << (length - 1).bit_length()
    whole, first = np.fft.rfft(frames, size), np.fft.rfft(frames[:, :_WINDOW], size)
    together = np.fft.irfft(whole * first.conj(), size)[:, :lags]
    summed = np.pad(np.cumsum(frames**2, axis=1), ((0, 0), (1, 0)))
    energy = summed[:, _WINDOW : _WINDOW + lags] - summed[:, :lags]
    difference = np.maximum(energy[:, :1] + energy - 2 * together, 0.0)
    mean = np.cumsum(difference[:, 1:], axis=1) / np.arange(1, lags)
    out = np.ones_like(difference)
    np.divide(difference[:, 1:], mean, out=out[:, 1:], where=mean > 1e-12)
    return out


def _periods(normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the period of each frame in samples of the low rate, 0 where no lag is periodic enough."""
    shortest = _RATE // HIGHEST
    inner = normal[:, shortest:-1]
    dips = (inner < _APERIODIC) & (inner <= normal[:, shortest - 1 : -2]) & (inner < normal[:, shortest + 1 :])
    at = dips.argmax(axis=1) + shortest
    rows = np.arange(len(normal))
    before, here, after = (normal[rows, at + step] for step in (-1, 0, 1))
    bend = before - 2 * here + after
    offset = np.divide(0.5 * (before - after), bend, out=np.zeros(len(rows)), where=bend > 1e-12)
    return np.where(dips.any(axis=1), at + np.clip(offset, -0.5, 0.5), 0.0)


def _steady(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the track without short gaps, each voiced stretch smoothed by a median of five frames, none of them chance."""
    _bridge(hertz)
    out = np.zeros_like(hertz)
    for first, end in stretches(hertz > 0):
        if end - first >= _SHORTEST:
            padded = np.pad(hertz[first:end], 2, mode="edge")
            out[first:end] = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    return out


def _bridge(hertz: NDArray[np.float64]) -> None:
    voiced = stretches(hertz > 0)
    for (_, end), (first, _) in itertools.pairwise(voiced):
        if first - end <= _BRIDGED and abs(np.log(hertz[first] / hertz[end - 1])) < 0.2:
            hertz[end:first] = np.linspace(hertz[end - 1], hertz[first], first - end + 2)[1:-1]


def stretches(which: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where a row of truths is true, as (first, end) pairs in order."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], which.astype(np.int8), [0]))))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]
