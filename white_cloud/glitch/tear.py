"""Tear: the signal gives way. Bands of rows slip sideways, and runs of blocks show what belongs elsewhere, or are dragged out.

Each fault is an event with a life of some frames, in one of a fixed number of slots; what it is follows from the seed, the slot
and the number of the event, so that it stays while it lasts and any frame can be made alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import dice
from white_cloud.media.planes import Packed, picture_size, planes

#: A macroblock's side, in parts of the picture's height (16 of 720).
_BLOCK = 16 / 720


@dataclass(frozen=True)
class _Kind:
    """A kind of fault: how many can be at once, and how many frames they live, at the least and at the most."""

    number: int
    slots: int
    life: tuple[int, int]


_RUN = _Kind(0, 40, (2, 11))
_BAND = _Kind(1, 9, (3, 17))


@dataclass(frozen=True)
class _Event:
    """One fault while it lasts: its age, over 0 to 1, and seven throws of 0..1 that say what it is."""

    age: float
    throws: tuple[float, ...]


class Tear(GlitchEffect):
    """Displaces rows and blocks; strength sets how many, how large and how far."""

    name: ClassVar[str] = "tear"

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame torn; every displaced sample comes from this very frame."""
        blocks = packed.copy()
        for event in _events(moment, _RUN):
            _displace_run(packed, blocks, event, moment.strength)
        result = blocks.copy()
        for event in _events(moment, _BAND):
            _slip_band(blocks, result, event, moment.strength)
        return result


def _events(moment: Moment, kind: _Kind) -> Iterator[_Event]:
    """Yield the faults alive at a moment: a slot's events follow each other, and each happens with the strength's chance."""
    for slot in range(kind.slots):
        length, offset = _life(moment.seed, kind, slot)
        number, age = divmod(moment.frame + offset, length)
        happens, *throws = _throws(moment.seed, kind, slot, number)
        if happens < 0.12 + 0.83 * moment.strength:
            yield _Event((age + 1) / length, tuple(throws))


@lru_cache(maxsize=1024)
def _life(seed: int, kind: _Kind, slot: int) -> tuple[int, int]:
    """Return how long the events of a slot live, and how far into one the first frame falls."""
    chance = dice(seed, kind.number, slot)
    length = int(chance.integers(*kind.life, endpoint=True))
    return length, int(chance.integers(0, length))


@lru_cache(maxsize=1024)
def _throws(seed: int, kind: _Kind, slot: int, number: int) -> tuple[float, ...]:
    return tuple(dice(seed, kind.number, slot, number + 1).random(8).tolist())


def _slip_band(source: Packed, result: Packed, event: _Event, strength: float) -> None:
    """Slip a band of rows sideways: most at its top, less towards its foot, as a head finds its track again."""
    width, height = picture_size(source)
    tall, place, creep, side, lag, bow, _ = event.throws
    rows = min(_even(height * (0.004 + strength * (0.01 + 0.13 * tall**2))), height)
    creeping = event.age * strength * height * 0.04 * (creep - 0.5)
    top = _inside(_even(place * (height - rows) + creeping), height - rows)
    far = (side - 0.5) * 2 * width * (0.004 + 0.22 * strength**2) * (1.15 - 0.3 * event.age)
    late = _even(lag * strength * width * 0.012)
    for row in range(0, rows, 2):
        slip = _even(far * (1 - row / rows) ** (0.4 + 2 * bow))
        _slip_rows(source, result, top + row, slip, late)


def _slip_rows(source: Packed, result: Packed, row: int, slip: int, late: int) -> None:
    """Slip two rows of luma and one of each colour to the right, colour some more; what goes out comes in again."""
    for target, plane, share, lag in zip(planes(result), planes(source), (1, 2, 2), (0, late, late), strict=True):
        place = slice(row // share, (row + 2) // share)
        width = plane.shape[1]
        moved = (slip + lag) // share % width
        target[place, moved:] = plane[place, : width - moved]
        target[place, :moved] = plane[place, width - moved :]


def _displace_run(source: Packed, result: Packed, event: _Event, strength: float) -> None:
    """Fill a run of blocks with what lies elsewhere, or with its own first column dragged across it."""
    width, height = picture_size(source)
    wide, tall, left, top, aside, down, drag = event.throws
    side = max(2, _even(height * _BLOCK))
    w = min(side * (1 + int(wide**2 * (2 + 40 * strength**2))), width)
    h = min(side * (1 + int(tall**3 * (1 + 14 * strength**3))), height)
    x, y = _aligned(left * (width - w), side), _aligned(top * (height - h), side)
    reach = 2 * width * (0.01 + 0.16 * strength**2) * (0.4 + 0.6 * event.age)
    from_x = _inside(x + _even((aside - 0.5) * reach), width - w)
    from_y = _inside(y + _even((down - 0.5) * reach), height - h)
    for target, plane, share in zip(planes(result), planes(source), (1, 2, 2), strict=True):
        place = target[y // share : (y + h) // share, x // share : (x + w) // share]
        if drag < 0.3 * strength:
            place[:] = plane[y // share : (y + h) // share, x // share : x // share + 1]
        else:
            place[:] = plane[from_y // share : (from_y + h) // share, from_x // share : (from_x + w) // share]


def _even(length: float) -> int:
    """Return the nearest even number, so that the colour planes move as far as luma; what is over half a pixel moves."""
    nearest = 2 * round(length / 2)
    return nearest if nearest or abs(length) <= 0.5 else 2


def _aligned(place: float, side: int) -> int:
    return int(place / side) * side


def _inside(place: int, last: int) -> int:
    return min(max(place, 0), last)
