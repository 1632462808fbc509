"""Stutter: a word's first syllable is begun, broken off, and begun again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.splice import FADE, Lengthened, Span, struck, within

Samples = NDArray[np.float32]

#: How many of the words are struck at full strength.
SHARE = 0.2
#: The longest beginning that is said again, in samples, and how much of its word it may be.
LONGEST, PART = RATE * 9 // 100, 0.4
#: How often at the most.
TIMES = 2
#: Samples in which a crossing of zero is looked for: 4 ms.
_NEAR = RATE // 250
_WINDOW = RATE // 200
#: A window of less power than this is silence.
_SILENT = 1e-8


def stutters(line: Samples, words: Sequence[Span], strength: float, seed: int, most: int) -> list[Lengthened]:
    """Return where a mono line at 48 kHz stutters: `strength` (0..1) says how many words and how long, `seed` which.

    Together they add no more than `most` samples. A word whose sound begins late, or never, does not stutter.
    """
    hard = struck(len(words), strength, SHARE, np.random.default_rng(seed))
    wanted = [force * TIMES * min(LONGEST, PART * (end - first)) for force, (first, end) in zip(hard, words, strict=True)]
    factor = within(wanted, most)
    parts = [(first, min(first + round(PART * (end - first)), len(line))) for first, end in words]
    found = [_begun_again(line, part, factor * owed) for part, owed in zip(parts, wanted, strict=True) if owed]
    return [one for one in found if one.repeats]


def _begun_again(line: Samples, part: Span, owed: float) -> Lengthened:
    """Return a beginning with its repeats: the last try is the longest, and the one before it is what is owed beyond it."""
    start = _crossing(line, _onset(line, part), part[0])
    longest = min(LONGEST, part[1] - start)
    tries = [min(owed, longest), min(max(owed - longest, 0.0), longest)]
    ends = [_crossing(line, start + int(length), start) for length in tries if length > 2 * FADE]
    repeats = [(end, end - start) for end in reversed(ends) if end - start > FADE]
    return Lengthened(start, ends[0] if repeats else start, tuple(repeats))


def _onset(line: Samples, part: Span) -> int:
    """Return where the sound of a word's first part begins: where it first comes within 20 dB of its loudest; else its end."""
    first, end = part
    count = (end - first) // _WINDOW
    levels = (line[first : first + count * _WINDOW].reshape(count, _WINDOW) ** 2).mean(axis=1)
    loud = np.flatnonzero((levels > levels.max(initial=0.0) / 100) & (levels > _SILENT))
    return first + int(loud[0]) * _WINDOW if len(loud) else end


def _crossing(line: Samples, near: int, floor: int) -> int:
    """Return the last sample up to `near`, from `floor` on, where the line rises through zero; `near` where none is close."""
    first = max(near - _NEAR, floor)
    part = line[first : near + 1]
    rising = np.flatnonzero((part[:-1] <= 0) & (part[1:] > 0))
    return first + int(rising[-1]) + 1 if len(rising) else near
