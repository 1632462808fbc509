"""Speech: the recordings of one line's phrases, brought to one loudness and joined with silences, without clicks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound.filters import decibels
from white_cloud.sound.loudness import SILENCE, loudness

#: Every phrase is brought to this loudness, in LUFS, so that two voices of one speaker are as loud; by at most 12 dB.
LEVEL = -23.0
_FURTHEST = 12.0
#: The fade at both ends of a phrase, in seconds: shorter than the silence that a voice leaves there.
_FADE = Fraction(1, 200)


def assemble(
    pieces: Sequence[NDArray[np.floating[Any]]], pauses: Sequence[Fraction], rate: int, after: Fraction = Fraction(0)
) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    """Join the mono recordings of a line's phrases, all at `rate`, into one float32 sound.

    `pauses` are the seconds of silence before each piece, `after` those at the end. Also returns (first, end) of each piece in
    samples of the whole.
    """
    parts: list[NDArray[np.float32]] = []
    places: list[tuple[int, int]] = []
    at = 0
    for pause, piece in zip(pauses, pieces, strict=True):
        start = at + round(pause * rate)
        at = start + len(piece)
        parts += [np.zeros(round(pause * rate), dtype=np.float32), faded(_leveled(piece, rate), rate)]
        places.append((start, at))
    parts.append(np.zeros(round(after * rate), dtype=np.float32))
    return np.concatenate(parts), places


def _leveled(piece: NDArray[np.floating[Any]], rate: int) -> NDArray[np.floating[Any]]:
    loud = loudness(piece, rate)
    if loud <= SILENCE:
        return piece
    gain = decibels(min(max(LEVEL - loud, -_FURTHEST), _FURTHEST))
    top = float(np.abs(piece).max())
    return piece * min(gain, 0.99 / top)


def faded(samples: NDArray[np.floating[Any]], rate: int, fade: Fraction = _FADE) -> NDArray[np.float32]:
    """Return a sound that rises from silence and falls to it within `fade` seconds (raised cosine); axis 0 is time."""
    out = samples.astype(np.float32)
    count = min(round(fade * rate), len(out) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(count, 1))).astype(np.float32)
    ramp = ramp.reshape(-1, *([1] * (out.ndim - 1)))
    out[:count] *= ramp
    if count:
        out[-count:] *= ramp[::-1]
    return out
