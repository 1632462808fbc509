"""A line that is played with repeats: at some places it goes back and goes on from there, and so it becomes longer.

line     |--------a======b------------|
played   |--------a======b a======b------------|
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE

Samples = NDArray[np.float32]
#: Where a word lies in a line, as (first, end) samples.
Span = tuple[int, int]

#: Samples over which what is left fades into what is gone back to: 4 ms.
FADE = RATE // 250


@dataclass(frozen=True)
class Lengthened:
    """Samples first..end of a line, played with repeats: at each (place, back), in playing order, it goes back by so many."""

    first: int
    end: int
    repeats: tuple[tuple[int, int], ...]

    @property
    def added(self) -> int:
        """Samples by which it is longer."""
        return sum(back for _, back in self.repeats)


@dataclass(frozen=True)
class Remap:
    """Where each moment of a line lies in another, in samples.

    Straight between knots (there, here); before the first and after the last, moments are as far apart as they were.
    """

    knots: tuple[tuple[int, int], ...] = ()

    def at(self, moment: Fraction) -> Fraction:
        """Return where a moment, in samples, lies; exact, and never earlier for a later one."""
        before = (0, 0)
        for knot in self.knots:
            if moment < knot[0]:
                return before[1] + (moment - before[0]) * Fraction(knot[1] - before[1], knot[0] - before[0])
            before = knot
        return moment - before[0] + before[1]


#: Nothing was lengthened: every moment lies where it lay.
AS_SPOKEN = Remap()


def spliced(line: Samples, lengthened: Sequence[Lengthened]) -> tuple[Samples, Remap]:
    """Return a mono line played with its repeats, and where its moments went.

    The lengthened parts do not overlap; their order is free.
    """
    parts = sorted((part for part in lengthened if part.added), key=lambda part: part.first)
    if not parts:
        return line, AS_SPOKEN
    knots: list[tuple[int, int]] = []
    added = 0
    for part in parts:
        knots.append((part.first, part.first + added))
        added += part.added
        knots.append((part.end, part.end + added))
    return _played(line, [repeat for part in parts for repeat in part.repeats]), Remap(tuple(knots))


def _played(line: Samples, repeats: Sequence[tuple[int, int]]) -> Samples:
    """Return the line with a fade around each place where it goes back; no stretch between two fades is shorter than one."""
    padded = np.pad(line, FADE // 2)  # so that a sample's number is the start of the fade around it
    rise = (0.5 - 0.5 * np.cos(np.pi * (np.arange(FADE) + 0.5) / FADE)).astype(np.float32)
    pieces, start = [], FADE // 2
    for place, back in repeats:
        left, right = padded[place : place + FADE], padded[place - back : place - back + FADE]
        pieces += [padded[start:place], left * (1 - rise) + right * rise]
        start = place - back + FADE
    return np.concatenate([*pieces, padded[start : len(line) + FADE // 2]])


def struck(count: int, strength: float, share: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how hard each of `count` words is struck, 0..1: at full strength `share` of them are, half of those fully.

    Which come first is chance; none is struck less as the strength (0..1) grows, and none is struck by a jump.
    """
    order = rng.permutation(count) / max(count, 1)
    return np.asarray(np.clip(2 * (strength - order / share), 0.0, 1.0))


def within(parts: Sequence[float], most: float) -> float:
    """Return the factor, at most 1, that brings lengths down to a sum of `most`."""
    return min(1.0, most / max(sum(parts), 1e-9))
