"""Filters: second-order sections as frequency responses, applied to whole sounds by the Fourier transform.

The sections are those of R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE

Samples = NDArray[np.float32]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Section:
    """A second-order section: (b0 + b1/z + b2/z2) / (a0 + a1/z + a2/z2)."""

    b: tuple[float, float, float]
    a: tuple[float, float, float]


def highpass(frequency: float, q: float = 0.7071, rate: int = RATE) -> Section:
    """Return a section that passes what lies above `frequency` (Hz)."""
    c, alpha = _angle(frequency, q, rate)
    return Section(((1 + c) / 2, -(1 + c), (1 + c) / 2), (1 + alpha, -2 * c, 1 - alpha))


def lowpass(frequency: float, q: float = 0.7071, rate: int = RATE) -> Section:
    """Return a section that passes what lies below `frequency` (Hz)."""
    c, alpha = _angle(frequency, q, rate)
    return Section(((1 - c) / 2, 1 - c, (1 - c) / 2), (1 + alpha, -2 * c, 1 - alpha))


def peak(frequency: float, gain: float, q: float = 1.0, rate: int = RATE) -> Section:
    """Return a section that raises or lowers a band around `frequency` (Hz) by `gain` dB."""
    c, alpha = _angle(frequency, q, rate)
    a = 10 ** (gain / 40)
    return Section((1 + alpha * a, -2 * c, 1 - alpha * a), (1 + alpha / a, -2 * c, 1 - alpha / a))


def low_shelf(frequency: float, gain: float, rate: int = RATE) -> Section:
    """Return a section that raises or lowers what lies below `frequency` (Hz) by `gain` dB."""
    return _shelf(frequency, gain, rate, 1)


def high_shelf(frequency: float, gain: float, rate: int = RATE) -> Section:
    """Return a section that raises or lowers what lies above `frequency` (Hz) by `gain` dB."""
    return _shelf(frequency, gain, rate, -1)


def _angle(frequency: float, q: float, rate: int) -> tuple[float, float]:
    w = 2 * pi * frequency / rate
    return cos(w), sin(w) / (2 * q)


def _shelf(frequency: float, gain: float, rate: int, side: int) -> Section:
    """Return a shelf of slope 1; `side` is 1 for low, -1 for high (the cookbook's two differ in the sign of the cosine)."""
    c, alpha = _angle(frequency, sqrt(0.5), rate)
    c *= side
    a = 10 ** (gain / 40)
    root = 2 * sqrt(a) * alpha
    b = (a * (a + 1 - (a - 1) * c + root), side * 2 * a * (a - 1 - (a + 1) * c), a * (a + 1 - (a - 1) * c - root))
    return Section(b, (a + 1 + (a - 1) * c + root, side * -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - root))


def response(sections: Sequence[Section], count: int) -> NDArray[np.complex128]:
    """Return the complex response of sections in series at the bins of a real transform of `count` samples."""
    z = np.exp(-2j * pi * np.arange(count // 2 + 1) / count)
    total = np.ones(len(z), dtype=np.complex128)
    for section in sections:
        (b0, b1, b2), (a0, a1, a2) = section.b, section.a
        total *= (b0 + z * (b1 + z * b2)) / (a0 + z * (a1 + z * a2))
    return total


def filtered(samples: Floats, sections: Sequence[Section]) -> Samples:
    """Return a sound of the same length passed through sections in series; axis 0 is time."""
    count = fast_length(len(samples) + RATE // 5)  # a fifth of a second for what rings on
    shape = (-1,) + (1,) * (samples.ndim - 1)
    spectrum = np.fft.rfft(samples, n=count, axis=0) * response(sections, count).reshape(shape)
    return np.fft.irfft(spectrum, n=count, axis=0)[: len(samples)].astype(np.float32)


def impulse_response(sections: Sequence[Section], taps: int) -> NDArray[np.float64]:
    """Return the first `taps` samples of what sections in series make of a single impulse."""
    count = fast_length(4 * taps)
    return np.asarray(np.fft.irfft(response(sections, count), n=count)[:taps])


def convolved(samples: Floats, impulses: Floats) -> Samples:
    """Return a mono sound heard through impulse responses (m, channels), with its tail: (n + m - 1, channels)."""
    total = len(samples) + len(impulses) - 1
    count = fast_length(total)
    spectrum = np.fft.rfft(samples, n=count)[:, None] * np.fft.rfft(impulses, n=count, axis=0)
    return np.fft.irfft(spectrum, n=count, axis=0)[:total].astype(np.float32)


def fast_length(count: int) -> int:
    """Return the smallest number of the form 2^a 3^b 5^c, a > 0, that is not below `count`: a length that transforms fast."""
    best = 2
    while best < count:
        best *= 2
    five = 1
    while five < best:
        three = five
        while three < best:
            both = 2 * three
            while both < count:
                both *= 2
            best = min(best, both)
            three *= 3
        five *= 5
    return best


def decibels(gain: float) -> float:
    """Return the factor of a gain in dB."""
    return float(10 ** (gain / 20))
