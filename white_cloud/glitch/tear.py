"""Tear: the signal gives way. Bands of rows slip sideways, and runs of blocks show what belongs elsewhere, or are dragged out.

Each fault is an event with a life of some frames, in one of a fixed number of slots; what it is follows from the seed, the slot
and the number of the event, so that it stays while it lasts and any frame can be made alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import dice
from white_cloud.media.planes import Packed, picture_size, planes

#: A macroblock's side, in parts of the picture's height (16 of 720).
_BLOCK = 16 / 720

#: Luma, and both colours.
_Sheets = tuple[NDArray[np.uint8], NDArray[np.uint8]]


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
        size = picture_size(packed)
        blocks = packed.copy()
        source, target = _sheets(packed), _sheets(blocks)
        for event in _events(moment, _RUN):
            _displace_run(source, target, size, event, moment.strength)
        result = blocks.copy()
        source, target = target, _sheets(result)
        for event in _events(moment, _BAND):
            _slip_band(source, target, size, event, moment.strength)
        return result


def _sheets(packed: Packed) -> _Sheets:
    """Return luma (1, H, W), and both colours as one (2, H/2, W/2), as views: what is torn, is torn in both alike."""
    width, height = picture_size(packed)
    colours = packed.reshape(-1)[width * height :].reshape(2, height // 2, width // 2)
    return planes(packed)[0][None], colours


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


def _slip_band(source: _Sheets, result: _Sheets, size: tuple[int, int], event: _Event, strength: float) -> None:
    """Slip a band of rows sideways: most at its top, less towards its foot, as a head finds its track again."""
    width, height = size
    tall, place, creep, side, lag, bow, _ = event.throws
    rows = min(_even(height * (0.004 + strength * (0.01 + 0.13 * tall**2))), height)
    creeping = event.age * strength * height * 0.04 * (creep - 0.5)
    top = _inside(_even(place * (height - rows) + creeping), height - rows)
    far = (side - 0.5) * 2 * width * (0.004 + 0.22 * strength**2) * (1.15 - 0.3 * event.age)
    late = _even(lag * strength * width * 0.012)
    slips = [_even(far * (1 - row / rows) ** (0.4 + 2 * bow)) for row in range(0, rows, 2)]
    _slip_rows(source[0], result[0], top, [slip for slip in slips for _ in (0, 1)])
    _slip_rows(source[1], result[1], top // 2, [(slip + late) // 2 for slip in slips])


def _slip_rows(source: NDArray[np.uint8], result: NDArray[np.uint8], top: int, slips: list[int]) -> None:
    """Slip each row from `top` on its own way to the right; what goes out comes in again. Bytes join faster than arrays do."""
    width = source.shape[2]
    for sheet, target in zip(source, result, strict=True):
        samples, pieces = sheet.reshape(-1).data, list[memoryview]()
        for row, slip in enumerate(slips, top):
            start, end = row * width, (row + 1) * width
            turn = end - slip % width
            pieces += samples[turn:end], samples[start:turn]
        target[top : top + len(slips)] = np.frombuffer(b"".join(pieces), np.uint8).reshape(-1, width)


def _displace_run(source: _Sheets, result: _Sheets, size: tuple[int, int], event: _Event, strength: float) -> None:
    """Fill a run of blocks with what lies elsewhere, or with its own first column dragged across it."""
    width, height = size
    wide, tall, left, top, aside, down, drag = event.throws
    side = max(2, _even(height * _BLOCK))
    w = min(side * (1 + int(wide**2 * (2 + 40 * strength**2))), width)
    h = min(side * (1 + int(tall**3 * (1 + 14 * strength**3))), height)
    x, y = _aligned(left * (width - w), side), _aligned(top * (height - h), side)
    reach = 2 * width * (0.01 + 0.16 * strength**2) * (0.4 + 0.6 * event.age)
    from_x = _inside(x + _even((aside - 0.5) * reach), width - w)
    from_y = _inside(y + _even((down - 0.5) * reach), height - h)
    for target, sheet, share in zip(result, source, (1, 2), strict=True):
        place = target[:, y // share : (y + h) // share, x // share : (x + w) // share]
        if drag < 0.3 * strength:
            place[:] = sheet[:, y // share : (y + h) // share, x // share : x // share + 1]
        else:
            place[:] = sheet[:, from_y // share : (from_y + h) // share, from_x // share : (from_x + w) // share]


def _even(length: float) -> int:
    """Return the nearest even number, so that the colour planes move as far as luma; what is over half a pixel moves."""
    nearest = 2 * round(length / 2)
    return nearest if nearest or abs(length) <= 0.5 else 2


def _aligned(place: float, side: int) -> int:
    return int(place / side) * side


def _inside(place: int, last: int) -> int:
    return min(max(place, 0), last)
