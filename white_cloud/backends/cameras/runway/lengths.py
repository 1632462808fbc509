"""How long a take must be bought: models sell whole seconds, and what is bought is to be least. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import ceil

from white_cloud.backends.cameras.chunks import chunk_lengths


def held(seconds: Sequence[int], rate: Fraction) -> int:
    """Return the frames that takes of these lengths hold together; each but the first shows one frame of the one before."""
    return sum(int(each * rate) for each in seconds) - (len(seconds) - 1)


@cache
def bought(frames: int, rate: Fraction, sold: tuple[int, ...], pieces: int = 1) -> tuple[int, ...]:
    """Return the seconds of the takes that hold `frames` at `rate`, longest first, so that as few seconds as possible are paid.

    One take where the longest that is sold suffices; else a chain. Of chains that cost the same the one with fewest takes,
    of those the most even. There are at least `pieces`. `sold` must not be empty.
    """
    if pieces == 1 and frames <= held([max(sold)], rate):
        return (min(seconds for seconds in sold if held([seconds], rate) >= frames),)
    best: tuple[int, ...] = ()
    chains: dict[int, tuple[int, ...]] = {0: ()}
    takes = 0
    while not best or sum(best) > _least(frames, takes + 1, rate):
        takes += 1
        chains = _longer(chains, sold, sum(best))
        if takes >= pieces:
            enough = (chain for chain in chains.values() if held(chain, rate) >= frames)
            best = min([*([best] if best else []), *enough], key=sum, default=())
        if not chains:
            break
    return tuple(sorted(best, reverse=True))


def pieces(frames: int, rate: Fraction, sold: tuple[int, ...], amnesia: Fraction) -> tuple[int, ...]:
    """Return the frames of each chunk of a shot, in order; they add up to `frames`. `amnesia` (0..1) asks for more chunks.

    There are no more than takes of the shortest length sold fill, since shorter ones would be paid and thrown away.
    """
    longest, shortest = held([max(sold)], rate), held([min(sold)], rate)
    wanted = len(chunk_lengths(frames, longest, amnesia, rate)) if amnesia else 1
    chain = bought(frames, rate, sold, max(1, min(wanted, frames // shortest)))
    return _shared(frames, [int(seconds * rate) - (number > 0) for number, seconds in enumerate(chain)])


def _least(frames: int, takes: int, rate: Fraction) -> int:
    """Return the fewest whole seconds in which so many takes can hold the frames at all."""
    return ceil((frames + takes - 1) / rate)


def _longer(chains: dict[int, tuple[int, ...]], sold: Sequence[int], limit: int) -> dict[int, tuple[int, ...]]:
    """Return chains with one take more, by their seconds, the most even of each; none that reaches a `limit` other than 0."""
    found: dict[int, tuple[int, ...]] = {}
    for seconds, chain in sorted(chains.items()):
        for more in sorted(sold):
            total, one = seconds + more, (*chain, more)
            if (not limit or total < limit) and (total not in found or _unevenness(one) < _unevenness(found[total])):
                found[total] = one
    return found


def _unevenness(chain: Sequence[int]) -> int:
    return sum(seconds * seconds for seconds in chain)


def _shared(frames: int, room: Sequence[int]) -> tuple[int, ...]:
    """Return `frames` divided in proportion to what each take has room for."""
    whole, given, shares = sum(room), 0, []
    for number in range(len(room)):
        reach = frames * sum(room[: number + 1]) // whole
        shares.append(reach - given)
        given = reach
    return tuple(shares)
