"""Loops: sounds without a seam, made on a circle. What is laid over the end goes on at the beginning.

Noise is shaped in the frequency domain, where every sound is periodic; swells are sums of whole numbers of turns.
Beds hold little above 7 kHz, so they are made at LOW, a third of the mix's rate, and raised at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.filters import Section, response
from white_cloud.sound.rooms import Room

Floats = NDArray[np.float64]
Shape = Callable[[Floats], Floats]

_TIMES = 3
#: The rate at which loops are made, in Hz.
LOW = RATE // _TIMES


def ticks(seconds: float) -> int:
    """Return a length in samples at LOW."""
    return round(seconds * LOW)


def clock(seconds: float) -> Floats:
    """Return the times in seconds of a sound at LOW."""
    return np.arange(ticks(seconds)) / LOW


def noise(rng: np.random.Generator, count: int, shape: Shape) -> Floats:
    """Return seamless noise of RMS 1 whose spectrum is `shape`, a function from Hz to amplitude."""
    frequencies = np.fft.rfftfreq(count, 1 / LOW)
    phases = rng.uniform(0, 2 * np.pi, len(frequencies))
    weights = shape(np.maximum(frequencies, 1.0)) * np.sqrt(rng.standard_exponential(len(frequencies)))
    weights[0] = 0.0
    sound = np.fft.irfft(weights * np.exp(1j * phases), n=count)
    return np.asarray(sound / np.sqrt(np.mean(sound**2)))


def band(center: float, octaves: float) -> Shape:
    """Return a spectrum around `center` (Hz), a bell `octaves` wide on a logarithmic axis."""
    return lambda hertz: np.exp(-0.5 * (np.log2(hertz / center) / (octaves / 2)) ** 2)


def slope(decibels_an_octave: float, low: float, high: float) -> Shape:
    """Return a spectrum that falls from `low` to `high` (Hz) and is gone beyond; 3 dB an octave is pink, 6 is brown."""

    def shape(hertz: Floats) -> Floats:
        fall = (hertz / low) ** (-decibels_an_octave / 6.02)
        return np.asarray(fall / (1 + (low / hertz) ** 4) / (1 + (hertz / high) ** 6))

    return shape


def swell(rng: np.random.Generator, count: int, seconds: float) -> Floats:
    """Return a seamless slow movement between 0 and 1, with waves of about `seconds` and longer."""
    turns = max(int(count / LOW / seconds), 1)
    time = np.arange(count) / count
    total = np.zeros(count)
    for turn in range(1, turns + 1):
        total += rng.standard_normal() * np.cos(2 * np.pi * (turn * time + rng.uniform()))
    low, high = total.min(), total.max()
    return np.asarray((total - low) / (high - low))


def lay(loop: NDArray[np.floating[Any]], sound: NDArray[np.floating[Any]], at: int) -> None:
    """Add a sound to a loop from sample `at` on, around its end where need be; axis 0 is time."""
    count = len(loop)
    done = 0
    while done < len(sound):
        place = (at + done) % count
        part = min(count - place, len(sound) - done)
        loop[place : place + part] += sound[done : done + part]
        done += part


def passed(loop: Floats, sections: tuple[Section, ...]) -> Floats:
    """Return a loop through filter sections (made for the rate LOW), still seamless."""
    shape = (-1,) + (1,) * (loop.ndim - 1)
    spectrum = np.fft.rfft(loop, axis=0) * response(sections, len(loop)).reshape(shape)
    return np.asarray(np.fft.irfft(spectrum, n=len(loop), axis=0))


def roomed(loop: Floats, room: Room, wet: float, seed: int) -> Floats:
    """Return a stereo loop with its reverberation added, which goes round with it."""
    folded = np.zeros((len(loop), 2))
    # a room as dull as these has nothing that every third sample would miss
    lay(folded, room.impulses(seed)[::_TIMES] * np.sqrt(_TIMES), 0)
    spectrum = np.fft.rfft(loop, axis=0) * np.fft.rfft(folded, axis=0)
    return np.asarray(loop + wet * np.fft.irfft(spectrum, n=len(loop), axis=0))


def placed(sound: Floats, side: float) -> Floats:
    """Return a mono sound in stereo, from -1 (left) to 1 (right), at constant power."""
    angle = (side + 1) * np.pi / 4
    return np.stack((sound * np.cos(angle), sound * np.sin(angle)), axis=1)


def raised(loop: Floats) -> Floats:
    """Return a loop at the rate of the mix, seamless: its spectrum goes on with silence."""
    count = len(loop) * _TIMES
    spectrum = np.zeros((count // 2 + 1, *loop.shape[1:]), dtype=np.complex128)
    low = np.fft.rfft(loop, axis=0)
    spectrum[: len(low) - 1] = low[:-1]
    return np.asarray(np.fft.irfft(spectrum, n=count, axis=0) * _TIMES)
