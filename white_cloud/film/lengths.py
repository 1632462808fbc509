"""Sharing a whole among its parts, by the lengths asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from white_cloud.film.screenplay import Scene


def spans(lengths: Sequence[int]) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield where each of some lengths begins and ends in all of them, 0..1; all are 0 where there is no length at all."""
    total = max(sum(lengths), 1)
    for start, end in pairwise(accumulate(lengths, initial=0)):
        yield Fraction(start, total), Fraction(end, total)


def asked(scenes: Sequence[Scene]) -> int:
    """Return how many frames scenes ask for."""
    return sum(shot.frames for scene in scenes for shot in scene.shots)
