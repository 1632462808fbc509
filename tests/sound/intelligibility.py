"""How intelligible a sound still is beside the one it was made from, from their envelopes alone.

Source of the measure: C. H. Taal, R. C. Hendriks, R. Heusdens and J. Jensen, "An algorithm for intelligibility prediction of
time-frequency weighted noisy speech" (2011): the correlation of envelopes in fifteen third-octave bands over 384 ms, silences
left out, bands clipped at 15 dB of distortion. Ours differs in one thing: a frame of the later sound is taken where its moment
went, so that a line that stutters and drags is compared with itself.
"""

import numpy as np

from white_cloud.media.sound import resample

_RATE = 10000
_FRAME, _SEGMENT = 256, 30
_WINDOW = np.hanning(_FRAME + 2)[1:-1]
_FREQUENCIES = np.arange(_FRAME + 1) * _RATE / (2 * _FRAME)
_MIDDLES = 150 * 2 ** (np.arange(15) / 3)
_WIDTH = 2 ** (1 / 6)
_BANDS = np.array([np.abs(np.log(np.maximum(_FREQUENCIES, 1e-9) / c)) < np.log(_WIDTH) for c in _MIDDLES], dtype=float)


def intelligibility(clean, rate, later, later_rate, place):
    """Return 0..1, 1 where every envelope is as it was; `place` maps seconds of the clean sound to the later one."""
    moments = np.arange(0, len(clean) / rate, _FRAME / 2 / _RATE)
    was, power = _envelopes(resample(clean, rate, _RATE), moments)
    became, _ = _envelopes(resample(later, later_rate, _RATE), np.array([float(place(moment)) for moment in moments]))
    loud = 10 * np.log10(power + 1e-12) > 10 * np.log10(power.max()) - 40
    was, became = was[:, loud], became[:, loud]
    found = [_alike(was[:, end - _SEGMENT : end], became[:, end - _SEGMENT : end]) for end in range(_SEGMENT, was.shape[1] + 1)]
    return float(np.mean(found))


def envelopes(samples, rate, moments):
    """Return the levels of a sound in the bands, (15, moments)."""
    return _envelopes(resample(samples, rate, _RATE), moments)[0]


def _envelopes(samples, moments):
    padded = np.pad(samples.astype(float), _FRAME)
    starts = np.clip(np.rint(moments * _RATE).astype(int) + _FRAME // 2, 0, len(padded) - _FRAME)
    frames = padded[starts[:, None] + np.arange(_FRAME)] * _WINDOW
    return np.sqrt(_BANDS @ (np.abs(np.fft.rfft(frames, 2 * _FRAME)) ** 2).T), (frames**2).sum(axis=1)


def _alike(was, became):
    scale = np.linalg.norm(was, axis=1, keepdims=True) / np.maximum(np.linalg.norm(became, axis=1, keepdims=True), 1e-9)
    clipped = np.minimum(scale * became, was * (1 + 10 ** (15 / 20)))
    was, clipped = (one - one.mean(axis=1, keepdims=True) for one in (was, clipped))
    lengths = np.linalg.norm(was, axis=1) * np.linalg.norm(clipped, axis=1)
    return float(((was * clipped).sum(axis=1) / np.maximum(lengths, 1e-12)).mean())
