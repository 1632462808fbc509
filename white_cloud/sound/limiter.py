"""A look-ahead limiter: it sees a peak before it comes, and is down when it arrives.

gain needed a millisecond     1   1   1  .5   1   1   1
least of what is ahead        1  .5  .5  .5   1   1   1      then slow release
averaged over what is behind  1  .8  .6  .5  .6  .7  .8      never above what is needed
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.filters import decibels
from white_cloud.sound.loudness import PEAK_REACH, true_peaks

Samples = NDArray[np.float32]
Gains = NDArray[np.float64]

_HOP = RATE // 1000
_AHEAD = 5
_RELEASE = 1 / 80  # the part of the way back to 1 taken in a millisecond


class Limiter:
    """Holds the true peak of stereo at 48 kHz under a ceiling (dB), block by block, with a delay that `flush` ends.

    What comes out is as long as what went in, and in time with it once put together.
    """

    def __init__(self, ceiling: float = -1.0) -> None:
        self._ceiling = decibels(ceiling)
        self._waiting = np.zeros((0, 2), dtype=np.float32)
        self._before = np.zeros((PEAK_REACH, 2), dtype=np.float32)
        self._released = 1.0
        self._behind: Gains | None = None
        self._last = 1.0

    def feed(self, samples: Samples) -> Samples:
        """Take the next samples, (n, 2), and return those that are ready."""
        self._waiting = np.concatenate((self._waiting, samples))
        # a frame is ready when the frames ahead of it, one for its far edge, and the reach of its peaks are here
        frames = (len(self._waiting) - PEAK_REACH) // _HOP - _AHEAD
        return self._through(frames) if frames > 0 else self._waiting[:0]

    def flush(self) -> Samples:
        """Return what is still held; nothing is fed afterwards."""
        count = len(self._waiting)
        frames = -(-count // _HOP)
        silence = np.zeros(((frames + _AHEAD + 1) * _HOP + PEAK_REACH - count, 2), dtype=np.float32)
        self._waiting = np.concatenate((self._waiting, silence))
        return self._through(frames)[:count] if frames else self._waiting[:0]

    def _through(self, frames: int) -> Samples:
        gains = self._gains(frames)
        done = self._waiting[: frames * _HOP]
        self._waiting = self._waiting[frames * _HOP :]
        self._before = np.concatenate((self._before, done))[-PEAK_REACH:]
        if gains.min() == 1.0:
            return done
        ramp = np.interp(np.arange(frames * _HOP) / _HOP, np.arange(frames + 1), gains)
        return (done * ramp[:, None]).astype(np.float32)

    def _gains(self, frames: int) -> Gains:
        """Return the gain at the edges of the next `frames` frames, one more than frames."""
        span = self._waiting[: (frames + _AHEAD) * _HOP + PEAK_REACH]
        peaks = true_peaks(np.concatenate((self._before, span)))[PEAK_REACH : PEAK_REACH + (frames + _AHEAD) * _HOP]
        needed = np.minimum(1.0, self._ceiling / np.maximum(peaks.reshape(-1, _HOP).max(axis=1), 1e-9))
        least = np.lib.stride_tricks.sliding_window_view(needed, _AHEAD).min(axis=1)
        # one frame more than goes out, for the far edge of the last; it is computed again next time
        smooth = self._smoothed(least[: frames + 1], frames)
        edges = np.minimum(np.concatenate(([self._last], smooth[:-1])), smooth)
        self._last = float(smooth[frames - 1])
        return edges

    def _smoothed(self, least: Gains, kept: int) -> Gains:
        released, level = np.empty(len(least)), self._released
        if level == 1.0 and least.min() == 1.0:
            released[:] = 1.0
        else:
            for index, limit in enumerate(least.tolist()):
                level = min(limit, level + (1 - level) * _RELEASE)
                level = 1.0 if level > 0.9999 else level
                released[index] = level
        # a film that begins with a peak begins already down
        behind = np.full(_AHEAD - 1, released[0]) if self._behind is None else self._behind
        longer = np.concatenate((behind, released))
        self._released = float(released[kept - 1])
        self._behind = longer[kept : kept + _AHEAD - 1]
        return np.asarray(np.lib.stride_tricks.sliding_window_view(longer, _AHEAD).mean(axis=1))


def limited(samples: NDArray[np.floating[Any]], ceiling: float = -1.0) -> Samples:
    """Return a whole stereo sound with its true peak held under `ceiling` dB."""
    limiter = Limiter(ceiling)
    ready = limiter.feed(samples.astype(np.float32))
    return np.concatenate((ready, limiter.flush()))
