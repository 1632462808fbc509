"""Strips of cloud in depth: each wraps, drifts by itself, boils slowly, and moves against the others by its distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over, place
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, columns_and_rows, spectral_noise
from white_cloud.media.survey import Survey

_COARSE = 8  # boiling is computed for every eighth pixel


@dataclass(frozen=True)
class Strip:
    """A picture (h, w, 4), linear BGR premultiplied by its cover, that repeats to the left and to the right.

    It stands upright `depth` metres from the station; `foot` is the height of its last row in metres, `metre` its pixels to
    the metre; `drift` metres a second to the right, `boil` metres of unrest; below its foot it goes on if it is `ground`;
    `single` shows it once; `kind` is what a survey says of it.
    """

    depth: float
    picture: Array = field(repr=False)
    foot: float
    metre: float
    left: float = 0.0
    drift: float = 0.0
    boil: float = 0.0
    ground: bool = True
    single: bool = False
    kind: str = "cloud"

    @cached_property
    def solid(self) -> int:
        """The first row from which all is covered."""
        open_ = np.flatnonzero(self.picture[..., 3].min(1) < 0.985)
        return int(open_[-1]) + 1 if len(open_) else 0


class Boiling:
    """The slow unrest that all strips share: displacements by noise that rises."""

    def __init__(self, seed: int) -> None:
        planes = [spectral_noise(128, 1.9, seed + k, 2, 24) for k in (71, 72)]
        self._noise = Tile(cv2.merge(planes))

    def at(self, across: Array, up: Array, t: float, cell: float) -> Array:
        """Return displacements (rows, columns, 2) of deviation 1 at metres `across` and `up`; `cell` metres are one period."""
        u, v = columns_and_rows(across / cell, up / cell)
        u += np.float32(0.011 * t)
        v -= np.float32(0.035 * t)
        return self._noise(u, v)


def draw(strips: Sequence[Strip], picture: Array, lens: Pinhole, boiling: Boiling, t: float) -> None:
    """Lay strips, given far to near, over `picture` (h, w, 4) in place; none is drawn where nearer ones cover all."""
    for strip, low in zip(strips, _lows(strips, lens), strict=True):
        seen = _seen(strip, lens, boiling, t, low)
        if seen is None:
            continue
        top, bottom, left, right, x, y = seen
        border = cv2.BORDER_REPLICATE if strip.ground else cv2.BORDER_CONSTANT
        cut = cv2.remap(strip.picture, x, y, cv2.INTER_LINEAR, borderMode=border)
        over(cut, picture[top:bottom, left:right])


def survey(strips: Sequence[Strip], kept: Survey, lens: Pinhole, boiling: Boiling, t: float) -> None:
    """Enter strips, given far to near, into a survey: each where it covers at least half."""
    for strip, low in zip(strips, _lows(strips, lens), strict=True):
        seen = _seen(strip, lens, boiling, t, low)
        if seen is not None:
            _enter(strip, kept, lens, seen)


def _lows(strips: Sequence[Strip], lens: Pinhole) -> list[int]:
    """Return the row of the frame below which each strip is hidden by a nearer one."""
    low, lows = lens.size[1], []
    for strip in reversed(strips):
        lows.append(low)
        if strip.ground:
            _, foot, metre = place(lens, 0.0, strip.foot, strip.depth)
            zoom = metre / strip.metre
            covered = foot - (strip.picture.shape[0] - strip.solid) * zoom + strip.boil * metre * 3 + 2
            low = max(0, min(low, int(covered)))
    return lows[::-1]


def _enter(strip: Strip, kept: Survey, lens: Pinhole, seen: tuple[int, int, int, int, Array, Array]) -> None:
    top, bottom, left, right, x, y = seen
    border = cv2.BORDER_REPLICATE if strip.ground else cv2.BORDER_CONSTANT
    cover = cv2.remap(np.ascontiguousarray(strip.picture[..., 3]), x, y, cv2.INTER_LINEAR, borderMode=border)
    where = np.zeros(kept.depth.shape, bool)
    where[top:bottom, left:right] = cover >= 0.5
    kept.put(strip.kind, where, max(strip.depth - lens.y, 1.0))


def _seen(strip: Strip, lens: Pinhole, boiling: Boiling, t: float, low: int) -> tuple[int, int, int, int, Array, Array] | None:
    """Return the rectangle of the frame (top, bottom, left, right) a strip lies in, and the strip's pixel of each of its."""
    high, period = strip.picture.shape[0], strip.picture.shape[1] - 1
    column, foot, metre = place(lens, strip.left + strip.drift * t, strip.foot, strip.depth)
    zoom = metre / strip.metre
    spare = strip.boil * metre
    top = max(0, int(foot - high * zoom - spare))
    bottom = low if strip.ground else min(low, int(foot + spare) + 1)
    left, right = 0, lens.size[0]
    if strip.single:
        left, right = max(0, int(column - spare)), min(right, int(column + period * zoom + spare) + 1)
    if bottom - top < 2 or right - left < 2:
        return None
    across = (np.arange(left, right, dtype=np.float32) + np.float32(0.5 - column)) / np.float32(zoom)
    down = (np.arange(top, bottom, dtype=np.float32) + np.float32(0.5 - foot)) / np.float32(zoom) + np.float32(high - 0.5)
    x, y = columns_and_rows(across, down)
    if strip.boil:
        unrest = _unrest(strip, across, down, boiling, t)
        x += unrest[..., 0]
        y += unrest[..., 1]
    if not strip.single:
        x -= np.floor(x * np.float32(1 / period)) * np.float32(period)
    return top, bottom, left, right, x, y


def _unrest(strip: Strip, across: Array, down: Array, boiling: Boiling, t: float) -> Array:
    columns, rows = max(2, len(across) // _COARSE), max(2, len(down) // _COARSE)
    some_across = np.linspace(across[0], across[-1], columns, dtype=np.float32) / np.float32(strip.metre)
    some_down = np.linspace(down[0], down[-1], rows, dtype=np.float32) / np.float32(strip.metre)
    shift = boiling.at(some_across + np.float32(strip.depth), some_down, t, strip.boil * 60)
    shift *= np.float32(strip.boil * strip.metre)
    return cv2.resize(shift, (len(across), len(down)), interpolation=cv2.INTER_LINEAR)


def wrapped(picture: Array) -> Array:
    """Return a strip's picture with its first column again after its last, so that it can be looked up across the seam."""
    return np.ascontiguousarray(np.concatenate([picture, picture[:, :1]], 1))
