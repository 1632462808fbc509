"""Rooms: impulse responses made from seeded noise that dies away, high frequencies first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.filters import filtered, highpass, lowpass

#: What is left of a reverberation at the end of its time: a thousandth, -60 dB.
_DECAY = float(np.log(1000.0))


@dataclass(frozen=True)
class Room:
    """A room: seconds until its sound fell by 60 dB, ms before it answers, Hz of its upper and lower end, early echoes (ms)."""

    seconds: float
    delay: float = 5.0
    dull: float = 6000.0
    echoes: tuple[float, ...] = ()
    low: float = 180.0

    def impulses(self, seed: int) -> NDArray[np.float32]:
        """Return the stereo response (n, 2) without the direct sound; each channel has the energy of one impulse."""
        rng = np.random.default_rng(seed)
        count = int(self.seconds * RATE)
        time = np.arange(count) / RATE
        noise = rng.standard_normal((count, 2))
        bright = noise * np.exp(-_DECAY * time / (0.45 * self.seconds))[:, None]
        soft = filtered(noise, [lowpass(self.dull / 3)]) * np.exp(-_DECAY * time / self.seconds)[:, None]
        tail = filtered(bright + 2 * soft, [highpass(self.low), lowpass(self.dull)])
        tail /= np.sqrt((tail**2).sum(axis=0))
        delay = int(self.delay * RATE / 1000)
        out = np.zeros((delay + count, 2), dtype=np.float32)
        out[delay:] = tail * 0.8
        for index, echo in enumerate(self.echoes):
            at = int(echo * RATE / 1000)
            side = index % 2
            out[at, side] += 0.6 * 0.8**index
            out[min(at + RATE // 900, len(out) - 1), 1 - side] += 0.4 * 0.8**index
        return np.asarray(out / np.sqrt((out**2).sum(axis=0)), dtype=np.float32)


def echo(samples: NDArray[np.float32], milliseconds: float, gain: float, times: int = 3) -> NDArray[np.float32]:
    """Return a stereo sound with repeats, each `gain` times the one before, changing sides; longer by the repeats."""
    step = int(milliseconds * RATE / 1000)
    out = np.zeros((len(samples) + step * times, 2), dtype=np.float32)
    for index in range(times + 1):
        sides = (
            samples if index == 0 else samples[:, :: 1 if index % 2 else -1] * np.array([1.0, 0.6])[:: 1 if index % 2 else -1]
        )
        out[index * step : index * step + len(samples)] += (sides * gain**index).astype(np.float32)
    return out
