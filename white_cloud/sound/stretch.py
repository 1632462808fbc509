"""Stretch: the ends of words drag, and their pitch stays.

Source of the method: W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high
quality time-scale modification of speech" (1993). What is played goes back to where the sound was most like it is now.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.splice import Lengthened, Span, struck, within

Samples = NDArray[np.float32]

#: How many of the words drag at full strength, and how much longer their ends become.
SHARE, LONGER = 0.5, 0.6
#: Where in a word its end begins: behind what a stutter repeats.
END_FROM = 0.45
#: The longest that is added to one word, in samples.
LONGEST = RATE * 16 // 100
#: The least and the most that is gone back at once, in samples: 5 and 16 ms, which holds a period of every voice.
LEAST, MOST = RATE // 200, RATE * 16 // 1000
_ALIKE = RATE // 100


def drags(line: Samples, words: Sequence[Span], strength: float, seed: int, most: int) -> list[Lengthened]:
    """Return where a mono line at 48 kHz drags: `strength` (0..1) says how many words and how long, `seed` which.

    Together they add no more than `most` samples.
    """
    hard = struck(len(words), strength, SHARE, np.random.default_rng(seed))
    spans = [(first + round(END_FROM * (end - first)), min(end, len(line))) for first, end in words]
    wanted = [min(force * LONGER * (end - first), LONGEST) for force, (first, end) in zip(hard, spans, strict=True)]
    factor = within(wanted, most)
    found = [_dragged(line, span, factor * owed) for span, owed in zip(spans, wanted, strict=True) if owed > LEAST / 2]
    return [one for one in found if one.repeats]


def _dragged(line: Samples, span: Span, owed: float) -> Lengthened:
    """Return a stretch of the line that goes back, evenly, until what is owed is added; never by more than that."""
    first, end = span
    repeats: list[tuple[int, int]] = []
    added, place = 0, max(first, MOST)
    step = MOST // 2
    while place + _ALIKE < end and owed - added >= LEAST:
        if owed * (place - first) / (end - first) - added >= LEAST / 2:
            back = _most_alike(line, place, min(MOST, int(owed) - added))
            repeats.append((place, back))
            added += back
        place += step
    return Lengthened(first, end, tuple(repeats))


def _most_alike(line: Samples, place: int, most: int) -> int:
    """Return how far before `place`, LEAST to `most` samples, the line was most like what follows there."""
    pattern = line[place : place + _ALIKE].astype(np.float64)
    searched = line[place - most : place - LEAST + _ALIKE].astype(np.float64)
    energy = np.cumsum(np.concatenate(([0.0], searched**2)))
    strength = np.sqrt(np.maximum(energy[_ALIKE:] - energy[:-_ALIKE], 1e-12))
    return most - int((np.correlate(searched, pattern) / strength).argmax())
