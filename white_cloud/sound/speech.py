"""Speech: the recordings of one line's phrases, brought to one loudness and joined with silences, without clicks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.errors import MediaError
from white_cloud.sound.filters import decibels
from white_cloud.sound.loudness import SILENCE, loudness

#: Every phrase is brought to this loudness, in LUFS, so that two voices of one speaker are as loud; by at most 12 dB.
LEVEL = -23.0
_FURTHEST = 12.0
#: The fade at both ends of a phrase, in seconds: shorter than the silence that a voice leaves there.
_FADE = Fraction(1, 200)


@dataclass(frozen=True)
class Assembled:
    """A line in one piece, mono float32, and for each phrase its first sample in it."""

    samples: NDArray[np.float32]
    starts: tuple[int, ...]


def assemble(pieces: Sequence[NDArray[np.floating[Any]]], pauses: Sequence[Fraction], rate: int) -> Assembled:
    """Join the mono recordings of a line's phrases, all at `rate`.

    `pauses` are seconds of silence: before the first piece, between them, and after the last (one more than pieces).
    Raises MediaError when the counts do not fit.
    """
    if len(pauses) != len(pieces) + 1:
        raise MediaError(f"{len(pieces)} pieces of a line want {len(pieces) + 1} pauses, not {len(pauses)}")
    parts: list[NDArray[np.float32]] = []
    starts: list[int] = []
    at = 0
    for pause, piece in zip(pauses, pieces, strict=False):
        silence = np.zeros(round(pause * rate), dtype=np.float32)
        starts.append(at + len(silence))
        parts += [silence, faded(_leveled(piece, rate), rate)]
        at = starts[-1] + len(piece)
    parts.append(np.zeros(round(pauses[-1] * rate), dtype=np.float32))
    return Assembled(np.concatenate(parts), tuple(starts))


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
