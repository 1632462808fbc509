"""Loudness (ITU-R BS.1770-5, EBU R 128) and true peak, measured block by block."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.filters import Section, fast_length, impulse_response

#: The K-weighting of BS.1770 at 48 kHz: a shelf for the head, and a high-pass.
K_WEIGHTING = (
    Section((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    Section((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)

#: What silence measures.
SILENCE = -70.0

_STEP = RATE // 10
_TAPS = 4800  # the high-pass at 38 Hz has rung out by then


class Meter:
    """Integrated loudness of stereo at 48 kHz, fed in blocks of any size; keeps one number for each tenth of a second."""

    def __init__(self) -> None:
        self._impulse = impulse_response(K_WEIGHTING, _TAPS)
        self._spectra: dict[int, NDArray[np.complex128]] = {}
        self._past = np.zeros((_TAPS - 1, 2))
        self._rest = np.zeros(0)
        self._energies: list[float] = []

    def feed(self, samples: NDArray[np.floating[Any]]) -> None:
        """Take the next samples, (n, 2)."""
        if not len(samples):
            return
        longer = np.concatenate((self._past, samples))
        count = fast_length(len(longer))
        if count not in self._spectra:
            self._spectra[count] = np.fft.rfft(self._impulse, n=count)
        spectrum = np.fft.rfft(longer, n=count, axis=0) * self._spectra[count][:, None]
        weighted = np.fft.irfft(spectrum, n=count, axis=0)[_TAPS - 1 : len(longer)]
        self._past = longer[-(_TAPS - 1) :]
        power = np.concatenate((self._rest, (weighted**2).sum(axis=1)))
        whole = len(power) // _STEP * _STEP
        self._energies += power[:whole].reshape(-1, _STEP).mean(axis=1).tolist()
        self._rest = power[whole:]

    def integrated(self) -> float:
        """Return the gated loudness of all that was fed, in LUFS; SILENCE (-70) when nothing passes the gate.

        Sounds of less than 400 ms are measured as one block.
        """
        steps = np.array(self._energies)
        if len(steps) < 4:
            power = np.concatenate((np.repeat(steps, _STEP), self._rest))
            return max(_lufs(float(power.mean())), SILENCE) if len(power) else SILENCE
        blocks = np.convolve(steps, np.full(4, 0.25), mode="valid")
        loud = blocks[blocks > _power(SILENCE)]
        if not len(loud):
            return SILENCE
        gated = loud[loud > _power(_lufs(float(loud.mean())) - 10)]
        return _lufs(float(gated.mean()))


def loudness(samples: NDArray[np.floating[Any]], rate: int = RATE) -> float:
    """Return the integrated loudness of a whole sound, (n,) or (n, channels), in LUFS; mono counts as both channels alike."""
    from white_cloud.media.sound import resample

    stereo = samples if samples.ndim == 2 and samples.shape[1] == 2 else np.repeat(samples.reshape(-1, 1), 2, axis=1)
    if rate != RATE:
        stereo = resample(stereo, rate, RATE)
    meter = Meter()
    meter.feed(stereo)
    return meter.integrated()


def _lufs(power: float) -> float:
    return -0.691 + 10 * float(np.log10(max(power, 1e-12)))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


#: Samples before and after that a true peak depends on.
PEAK_REACH = 6


def _phases() -> NDArray[np.float64]:
    """Return three windowed-sinc interpolators, for a quarter, a half and three quarters of a sample (BS.1770-5, annex 2)."""
    at = np.arange(-PEAK_REACH + 1, PEAK_REACH + 1)
    offsets = np.array([0.25, 0.5, 0.75])[:, None]
    window = 0.5 + 0.5 * np.cos(np.pi * (at - offsets) / (PEAK_REACH + 0.5))
    taps = np.sinc(at - offsets) * window
    return np.asarray(taps / taps.sum(axis=1, keepdims=True))


_PHASES = _phases()


def true_peaks(samples: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return for each sample of (n, channels) the largest magnitude of it and of three points up to the next, over channels."""
    peaks = np.abs(samples).max(axis=1).astype(np.float64)
    for channel in samples.T:
        padded = np.pad(channel, (PEAK_REACH - 1, PEAK_REACH))
        for taps in _PHASES:
            np.maximum(peaks, np.abs(np.convolve(padded, taps[::-1], mode="valid")), out=peaks)
    return np.asarray(peaks)
