"""Drift: how far the narrative has gone from testimony (0) to propaganda (1), as data."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True)
class Curve:
    """Keyframed drift over a span: (position in 0..1, drift in 0..1) pairs in order, linear between them, flat outside."""

    keyframes: tuple[tuple[Fraction, Fraction], ...]

    @classmethod
    def flat(cls, value: Fraction | int) -> Curve:
        """Return a curve that has one value everywhere."""
        return cls(((Fraction(0), Fraction(value)),))

    def at(self, position: Fraction) -> Fraction:
        """Return the drift at a position; exact."""
        places = [place for place, _ in self.keyframes]
        after = bisect_right(places, position)
        if after == 0:
            return self.keyframes[0][1]
        if after == len(places):
            return self.keyframes[-1][1]
        (left, low), (right, high) = self.keyframes[after - 1], self.keyframes[after]
        return low + (high - low) * (position - left) / (right - left)

    def mean(self) -> Fraction:
        """Return the mean over 0..1; exact."""
        places = sorted({Fraction(0), *(place for place, _ in self.keyframes if 0 < place < 1), Fraction(1)})
        return sum(
            ((self.at(left) + self.at(right)) / 2 * (right - left) for left, right in pairwise(places)), start=Fraction(0)
        )

    def part(self, start: Fraction, end: Fraction) -> Curve:
        """Return the piece from `start` to `end`, stretched to 0..1 again; a span of no length gives a flat curve."""
        if end <= start:
            return Curve.flat(self.at(start))
        inner = [(place, value) for place, value in self.keyframes if start < place < end]
        points = [(start, self.at(start)), *inner, (end, self.at(end))]
        return Curve(tuple(((place - start) / (end - start), value) for place, value in points))
