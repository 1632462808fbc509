"""Stutter: a word's first syllable is begun, broken off, and begun again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.splice import FADE, Lengthened, Span, struck, within

Samples = NDArray[np.float32]

#: How many of the words are struck at full strength.
SHARE = 0.3
#: The longest beginning that is said again, in samples, and how much of its word it may be.
LONGEST, PART = RATE * 9 // 100, 0.4
#: How often at the most.
TIMES = 2
#: Samples in which a crossing of zero is looked for: 4 ms, a quarter of a low voice's period to each side.
_NEAR = RATE // 500
_WINDOW = RATE // 200


def stutters(line: Samples, words: Sequence[Span], strength: float, seed: int, most: int) -> list[Lengthened]:
    """Return where a mono line at 48 kHz stutters: `strength` (0..1) says how many words and how long, `seed` which.

    Together they add no more than `most` samples. A word without a sound does not stutter.
    """
    hard = struck(len(words), strength, SHARE, np.random.default_rng(seed))
    wanted = [force * TIMES * min(LONGEST, PART * (end - first)) for force, (first, end) in zip(hard, words, strict=True)]
    factor = within(wanted, most)
    found = []
    for (first, end), owed in zip(words, wanted, strict=True):
        if owed and (begun := _onset(line, first, end)) is not None:
            found.append(_begun_again(line, begun, factor * owed))
    return [one for one in found if one.repeats]


def _onset(line: Samples, first: int, end: int) -> int | None:
    """Return where a word's sound begins, in its first half; None when it has none."""
    count = (min(end, len(line)) - first) // _WINDOW
    if count < 2:
        return None
    levels = (line[first : first + count * _WINDOW].reshape(count, _WINDOW) ** 2).mean(axis=1)
    if levels.max() < 1e-8:
        return None
    return first + int((levels[: -(-count // 2)] > levels.max() / 100).argmax()) * _WINDOW


def _begun_again(line: Samples, begun: int, owed: float) -> Lengthened:
    """Return a beginning with its repeats: the last try is the longest, and the ones before it are what is owed beyond it."""
    tries = [min(owed, LONGEST), max(owed - LONGEST, 0.0)]
    start = _crossing(line, begun)
    ends = [_crossing(line, start + round(length)) for length in tries if length > 2 * FADE]
    repeats = [(end, end - start) for end in reversed(ends) if end - start > FADE]
    return Lengthened(start, ends[0] if repeats else start, tuple(repeats))


def _crossing(line: Samples, near: int) -> int:
    """Return the sample nearest to `near` where the line rises through zero, or `near` itself where none is close."""
    first = max(near - _NEAR, 0)
    part = line[first : near + _NEAR]
    rising = np.flatnonzero((part[:-1] <= 0) & (part[1:] > 0))
    return near if not len(rising) else first + int(rising[np.abs(rising + first - near).argmin()]) + 1
