"""Tear: the signal gives way. Bands of rows slip sideways, and runs of blocks show what belongs elsewhere, or are dragged out.

Each fault is an event with a life of some frames, in one of a fixed number of slots; what it is follows from the seed, the slot
and the number of the event, so that it stays while it lasts and any frame can be made alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import dice
from white_cloud.media.planes import Packed, picture_size, planes

#: Slots for bands and for runs of blocks: at full strength that many faults at once, or nearly.
_BANDS, _RUNS = 9, 40
#: A macroblock's side, in parts of the picture's height (16 of 720), made a multiple of 4.
_BLOCK = 16 / 720
_BAND_LIFE, _RUN_LIFE = (3, 17), (2, 11)


@dataclass(frozen=True)
class _Event:
    """One fault while it lasts: its age 0..1, and the dice that say what it is."""

    age: float
    chance: np.random.Generator


class Tear(GlitchEffect):
    """Displaces rows and blocks; strength sets how many, how large and how far."""

    name: ClassVar[str] = "tear"

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame torn; every displaced sample comes from this very frame."""
        result = packed.copy()
        for event in _events(moment, 0, _RUNS, _RUN_LIFE):
            _displace_run(packed, result, event, moment.strength)
        whole = result.copy()
        for event in _events(moment, 1, _BANDS, _BAND_LIFE):
            _slip_band(whole, result, event, moment.strength)
        return result


def _events(moment: Moment, kind: int, slots: int, life: tuple[int, int]) -> Iterator[_Event]:
    """Yield the faults alive at a moment: a slot's events follow each other, and each happens with the strength's chance."""
    for slot in range(slots):
        plan = dice(moment.seed, kind, slot)
        length = int(plan.integers(*life, endpoint=True))
        number, age = divmod(moment.frame + int(plan.integers(0, length)), length)
        chance = dice(moment.seed, kind, slot, number + 1)
        if chance.random() < 0.12 + 0.83 * moment.strength:
            yield _Event((age + 1) / length, chance)


def _slip_band(source: Packed, result: Packed, event: _Event, strength: float) -> None:
    """Slip a band of rows sideways: most at its top, less towards its foot, as a head finds its track again."""
    width, height = picture_size(source)
    chance = event.chance
    rows = _even(height * (0.004 + strength * (0.01 + 0.13 * chance.random() ** 2)))
    top = _even(chance.random() * (height - rows) + event.age * strength * height * 0.04 * (chance.random() - 0.5))
    top = min(max(top, 0), height - rows)
    far = (chance.random() - 0.5) * 2 * width * (0.004 + 0.22 * strength**2)
    lag = 2 * _even(chance.random() * strength * width * 0.006)
    bow = 0.4 + 2 * chance.random()
    for row in range(0, rows, 2):
        slip = 2 * round(far * (1 - row / rows) ** bow * (1.15 - 0.3 * event.age) / 2)
        for target, plane, share, late in zip(planes(result), planes(source), (1, 2, 2), (0, lag, lag), strict=True):
            y = (top + row) // share
            span = slice(y, y + 2 // share)
            target[span] = np.roll(plane[span], (slip + late) // share, axis=1)


def _displace_run(source: Packed, result: Packed, event: _Event, strength: float) -> None:
    """Fill a run of blocks with what lies elsewhere, or with its own first column dragged across it."""
    width, height = picture_size(source)
    side = max(4, _even(height * _BLOCK / 2) * 2)
    chance = event.chance
    columns, lines = max(width // side, 1), max(height // side, 1)
    across = min(1 + int(chance.random() ** 2 * (2 + 40 * strength**2)), columns)
    down = min(1 + int(chance.random() ** 3 * (1 + 14 * strength**3)), lines)
    left = int(chance.random() * (columns - across + 1)) * side
    top = int(chance.random() * (lines - down + 1)) * side
    w, h = across * side, down * side
    reach = (0.01 + 0.16 * strength**2) * (0.4 + 0.6 * event.age)
    x = _inside(left + _even((chance.random() - 0.5) * 2 * width * reach), width - w)
    y = _inside(top + _even((chance.random() - 0.5) * 2 * height * reach), height - h)
    dragged = chance.random() < 0.3 * strength
    for target, plane, share in zip(planes(result), planes(source), (1, 2, 2), strict=True):
        place = target[top // share : (top + h) // share, left // share : (left + w) // share]
        if dragged:
            place[:] = plane[top // share : (top + h) // share, left // share : left // share + 1]
        else:
            place[:] = plane[y // share : (y + h) // share, x // share : (x + w) // share]


def _even(length: float) -> int:
    """Return the nearest even whole number, so that the colour planes move as far as luma; at least 2 for lengths over 0.5."""
    return 2 * round(length / 2) or (2 if length > 0.5 else 0)


def _inside(place: int, last: int) -> int:
    return min(max(place, 0), last // 2 * 2)
