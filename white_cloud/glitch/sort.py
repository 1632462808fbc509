"""Sort: light flows out of things. Where it is bright, runs of pixels are put in order of brightness and reach past their edge.

Pixel sorting as Kim Asendorf made it known (ASDFPixelSort, 2010), in bands of rows, or of columns, that live for some frames.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import Field, dice
from white_cloud.media.planes import Packed, empty, picture_size, planes

#: Bands at once, and how many frames each lives, at the least and at the most.
_SLOTS, _LIFE = 30, (14, 50)
#: Columns that share the bounds of a run, in pairs: a pair goes with its sample of the colour planes.
_CELL = 4
#: At full strength: how far runs reach past an edge and how long they grow, in parts of a row; how tall a band is.
_REACH, _LENGTH, _TALL = 0.12, 0.45, 0.16
#: A sorting key of 32 bits: from the 20th the cell where a run starts, from the 12th the brightness, below the pair of columns.
_START, _VALUE, _MOST = 20, 12, 1 << 12
#: Columns that are sorted at once.
_WIDEST = _MOST

Keys = NDArray[np.uint32]


class _Bands(NamedTuple):
    """The pairs of rows that are sorted now, and for each, in cells: how far runs reach, how long they are, where they end."""

    rows: NDArray[np.intp]
    reach: NDArray[np.int32]
    length: NDArray[np.int32]
    shift: NDArray[np.int32]


class Sort(GlitchEffect):
    """Sorts bright runs; strength sets how much counts as bright, how many bands there are and how long the runs."""

    name: ClassVar[str] = "sort"

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame sorted along rows, or columns, forwards or back, as the seed has it."""
        upright, back = moment.seed >> 1 & 1 == 0, moment.seed >> 2 & 1 == 0
        result = _turned(packed, upright, back)
        luma, *chroma = planes(result)
        for left in range(0, luma.shape[1], _WIDEST):
            half = slice(left // 2, (left + _WIDEST) // 2)
            _flow(luma[:, left : left + _WIDEST], [plane[:, half] for plane in chroma], moment)
        return _turned(result, upright, back) if upright or back else result


def _turned(packed: Packed, upright: bool, back: bool) -> Packed:
    """Return a copy with columns as rows where it is `upright`, and end to end where it is `back`; twice undoes it."""
    size = picture_size(packed)
    result = empty(size[::-1] if upright else size)
    for plane, out in zip(planes(packed), planes(result), strict=True):
        out[:] = cv2.transpose(plane) if upright else plane
        if back:
            cv2.flip(out, -1, dst=out)
    return result


def _flow(luma: Packed, chroma: list[Packed], moment: Moment) -> None:
    """Sort the bands' rows in place, in pairs of columns, each with its sample of both colours."""
    bands = _bands(moment, luma.shape[0] // 2, luma.shape[1])
    if not len(bands.rows):
        return
    starts, inside = _runs(luma, bands, moment.strength)
    upper, lower = luma[::2][bands.rows], luma[1::2][bands.rows]
    places = _sorted(np.ascontiguousarray(upper[:, ::2]), starts, inside)
    pairs = upper.view(np.uint16).take(places)
    luma[::2][bands.rows] = pairs.view(np.uint8)
    luma[1::2][bands.rows] = cv2.copyTo(pairs, inside, lower.view(np.uint16)).view(np.uint8)
    for plane in chroma:
        plane[bands.rows] = plane[bands.rows].take(places)


def _sorted(values: Packed, starts: Keys, inside: Packed) -> NDArray[np.intp]:
    """Return from where, counted over all rows, each place of the rows takes its own; outside of runs all stays."""
    keys = cv2.bitwise_and(values, inside).astype(np.uint32)
    keys <<= _VALUE
    keys |= starts
    keys |= np.arange(values.shape[1], dtype=np.uint32)
    keys.sort(axis=1)
    places = (keys & (_MOST - 1)).astype(np.intp)
    places += np.arange(len(places))[:, None] * places.shape[1]
    return places


def _runs(luma: Packed, bands: _Bands, strength: float) -> tuple[Keys, Packed]:
    """Return for pairs of columns the run as the high bits of a key, and 255 where it is in one at all; told by cells."""
    (height, width), cells = luma.shape, -(-luma.shape[1] // _CELL)
    calm = np.asarray(cv2.blur(cv2.resize(luma, (cells, height // 2), interpolation=cv2.INTER_AREA), (5, 5)), np.uint8)
    # in this picture: its lights at first, at last all but its shadows
    bright = calm[bands.rows] > np.quantile(calm[::4, ::4], 0.97 - 0.72 * strength)
    places = np.arange(cells, dtype=np.int32)
    last = np.maximum.accumulate(np.where(bright, places, -(1 << 20)).astype(np.int32), axis=1)
    inside = places - last <= bands.reach[:, None]
    edges = np.maximum.accumulate(np.where(inside, 0, places), axis=1)
    length, shift = bands.length[:, None], bands.shift[:, None]
    starts = np.where(inside, np.maximum(edges, (places + shift) // length * length - shift), places)
    keys = _spread((starts.astype(np.uint32) << _START).view(np.float32), width // 2).view(np.uint32)
    return keys, _spread(inside.astype(np.uint8) * np.uint8(255), width // 2)


def _spread(cells: Any, pairs: int) -> Any:
    """Repeat each cell over its pairs of columns; OpenCV copies 32 bits as they are, if they pass for float32."""
    size = cells.shape[1] * _CELL // 2, cells.shape[0]
    return np.ascontiguousarray(cv2.resize(cells, size, interpolation=cv2.INTER_NEAREST)[:, :pairs])


def _bands(moment: Moment, pairs: int, width: int) -> _Bands:
    """Return the bands alive at a moment; a slot's bands follow each other, each with its place, reach and length."""
    reach, length = np.zeros(pairs, np.float32), np.ones(pairs, np.float32)
    ragged = _ragged(moment.seed, pairs)
    for happens, place, tall, wide, long_, age in (_band(moment.seed, slot, moment.frame) for slot in range(_SLOTS)):
        if happens < 0.1 + 0.9 * moment.strength:
            rows = max(round(pairs * _TALL * (0.1 + tall) * moment.strength), 1)
            band = slice(top := round(place * (pairs - rows)), top + rows)
            reach[band] = _REACH * moment.strength * (0.2 + wide) * min(age * 4, 1, (1 - age) * 6)
            length[band] = _LENGTH * moment.strength * (0.15 + long_) * (0.6 + 0.4 * ragged[band])
    alive, cells = np.flatnonzero(reach), width / _CELL
    # bounds follow the row alone: they stay while what flows over them grows
    far, most, shift = (reach * ragged * cells)[alive], np.maximum(length * cells, 2)[alive], (ragged * cells)[alive]
    return _Bands(alive, far.astype(np.int32), most.astype(np.int32), shift.astype(np.int32))


@lru_cache(maxsize=8)
def _ragged(seed: int, pairs: int) -> Field:
    """Return how far each pair of rows follows its band, so that what flows out is ragged."""
    own = dice(seed, 1, pairs).random((2, pairs), np.float32)
    curtains = cv2.blur(own[:1], (9, 1), borderType=cv2.BORDER_REFLECT)[0]
    return np.asarray(np.clip(0.5 + 3 * (curtains - 0.5), 0, 1) ** 2 * 0.9 + 0.1 * own[1], np.float32)


def _band(seed: int, slot: int, frame: int) -> tuple[float, ...]:
    """Return the five throws of a slot's band, and its age, over 0 and under 1."""
    life = _LIFE[0] + int(_throws(seed, 2, slot)[0] * (_LIFE[1] - _LIFE[0] + 1))
    number, age = divmod(frame + slot * _LIFE[0] // 3, life)
    return *_throws(seed, 3, slot, number), (age + 1) / (life + 1)


@lru_cache(maxsize=1024)
def _throws(seed: int, *numbers: int) -> tuple[float, ...]:
    return tuple(dice(seed, *numbers).random(5).tolist())
