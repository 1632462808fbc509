"""How the shots of a scene share its length."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def share(total: int, weights: Sequence[int], limits: Sequence[int]) -> list[int]:
    """Split `total` frames in proportion to `weights`, none above its limit; what one cannot hold goes to the others.

    The parts are whole frames, each at least 1, and add up to `total` (largest remainder, first come first on a tie).
    Raises ValueError when the limits together hold less than `total`, one holds nothing, or there are more parts than frames.
    """
    if sum(limits) < total or total < len(weights) or min(limits, default=1) < 1:
        raise ValueError(f"{total} frames do not fit")
    exact = _fill(total, weights, limits)
    parts = [max(1, int(part)) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (int(exact[i]) - exact[i], i))
    while (left := total - sum(parts)) > 0:
        for i in [i for i in order if parts[i] < limits[i]][:left]:
            parts[i] += 1
    for _ in range(sum(parts) - total):  # parts of less than a frame were given one: the largest parts pay for them
        parts[max(range(len(parts)), key=lambda i: (parts[i], i))] -= 1
    return parts


def _fill(total: int, weights: Sequence[int], limits: Sequence[int]) -> list[Fraction]:
    """Share out exactly, pouring what full parts cannot take over the rest."""
    parts = [Fraction(0)] * len(weights)
    open_parts = list(range(len(weights)))
    rest = Fraction(total)
    while open_parts:
        unit = rest / sum(weights[i] for i in open_parts)
        full = [i for i in open_parts if weights[i] * unit > limits[i]]
        for i in full or open_parts:
            parts[i] = Fraction(limits[i]) if full else weights[i] * unit
        if not full:
            break
        rest -= sum(limits[i] for i in full)
        open_parts = [i for i in open_parts if i not in full]
    return parts
