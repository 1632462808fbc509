"""How a shot is divided into chunks that each see only the last frame of the one before. Pure functions over numbers."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

#: What a chunk tends towards as amnesia grows, in seconds.
SHORTEST = 1


def chunk_lengths(frames: int, longest: int, amnesia: Fraction, rate: Fraction) -> tuple[int, ...]:
    """Return the frames of each chunk of a shot, in order; they add up to `frames`.

    Without amnesia there are as few chunks as a model that makes at most `longest` frames needs; with all of it (1) none is
    longer than a second at `rate`; between, the length falls evenly from the one to the other. Every chunk but the first shows
    one more frame than it counts, the last of the chunk before, and is at most `longest` with it. Raises ValueError where
    `frames` is below 1, `longest` below 2, or `amnesia` outside 0..1.
    """
    if frames < 1 or longest < 2 or not 0 <= amnesia <= 1:
        raise ValueError(
            f"a shot has 1 frame or more, a chunk may hold 2 or more, amnesia is in 0..1: not {frames}, {longest}, {amnesia}"
        )
    whole = max(min(frames, longest), 2)
    second = max(min(whole, ceil(SHORTEST * rate)), 2)
    length = floor(whole - amnesia * (whole - second))
    # a chunk that shows n frames takes n - 1 steps through time; the first frame of all takes none
    steps, count = frames - 1, max(1, -(-(frames - 1) // (length - 1)))
    share, more = divmod(steps, count)
    return tuple(share + (number < more) + (number == 0) for number in range(count))


def position(turning: tuple[Fraction, Fraction]) -> Fraction | None:
    """Return where on the way from the prompt to what it becomes a chunk stands, 0..1; None for the whole way at once.

    The first chunk stands at 0 and the last at 1, whatever their lengths.
    """
    begin, end = turning
    if not 0 <= begin < end <= 1:
        raise ValueError(f"a chunk turns from one point of 0..1 to a later one, not from {begin} to {end}")
    rest = begin + (1 - end)
    return begin / rest if rest else None
