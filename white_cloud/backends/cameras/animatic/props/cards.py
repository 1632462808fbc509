"""Painted cards in depth, as on a multiplane stage (Disney's, 1937): each moves as its distance tells, and parallax is true.

A card is a flat picture that stands upright across the sight at one distance. The lens may go aside, up and forward a little
and turn a little: a card has no sides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.media.survey import Survey, class_number

_BLOCK = 128  # columns that are laid at once


@dataclass(frozen=True)
class Card:
    """A picture (h, w, 4), linear BGR premultiplied by its coverage, `depth` metres from the station.

    `left` and `top` are the place of its upper left corner in metres, `metre` its pixels to the metre, `solid` the first of its
    rows from which all is covered; a `ground` card goes on for ever below. `kinds` (h, w), uint8, says which of survey.CLASSES
    each pixel shows; a card without it shows `kind` everywhere.
    """

    depth: float
    picture: Array
    left: float
    top: float
    metre: float
    solid: int
    ground: bool = False
    kinds: Array | None = None
    kind: str = "thing"


def card(
    depth: float,
    picture: Array,
    left: float,
    top: float,
    metre: float,
    ground: bool = False,
    kinds: Array | None = None,
    kind: str = "thing",
) -> Card:
    """Return a card; empty rows above are cut away. A `ground` card goes on below its last row and beyond its sides."""
    filled = np.flatnonzero(picture.max((1, 2)) > 1e-3)
    first = int(filled[0]) if len(filled) else 0
    kept = np.ascontiguousarray(picture[first:])
    open_ = np.flatnonzero(kept[..., 3].min(1) < 0.985)
    solid = (int(open_[-1]) + 1 if len(open_) else 0) if ground else len(kept)
    kinds = None if kinds is None else np.ascontiguousarray(kinds[first:])
    return Card(depth, kept, left, top - first / metre, metre, solid, ground, kinds, kind)


@dataclass(frozen=True)
class Placement:
    """Where a card lies in a frame: its left and top in pixels, and its enlargement."""

    x: float
    y: float
    zoom: float


def place(lens: Pinhole, x: float, z: float, depth: float) -> tuple[float, float, float]:
    """Return column, row and pixels to the metre of a place on a card; `lens.y` is how far forward, a yaw shifts all alike."""
    metre = lens.focal / max(depth - lens.y, 1.0)
    turned = lens.focal * math.tan(math.radians(lens.yaw))
    return lens.size[0] / 2 + (x - lens.x) * metre - turned, lens.horizon_row - (z - lens.z) * metre, metre


def placement(lens: Pinhole, one: Card) -> Placement:
    """Return where a card lies for a lens."""
    x, y, metre = place(lens, one.left, one.top, one.depth)
    return Placement(x, y, metre / one.metre)


def show(picture: Array, lens: Pinhole, cards: Sequence[Card], before: Callable[[int], None] = lambda _: None) -> None:
    """Lay cards, given far to near, over `picture` (h, w, 4) in place; `before(i)` may draw behind card i.

    No card is drawn below the row where nearer ones cover all.
    """
    for index, (one, cut) in enumerate(zip(cards, _cuts(lens, cards), strict=True)):
        before(index)
        if cut is not None:
            _lay(picture, one, cut)


def enter(kept: Survey, lens: Pinhole, cards: Sequence[Card], before: Callable[[int], None] = lambda _: None) -> None:
    """Enter cards, given far to near, into a survey as `show` lays them: where one covers at least half, there it is.

    Unlike depths, the order rules, as in the picture; `before(i)` may enter what stands behind card i.
    """
    for index, (one, cut) in enumerate(zip(cards, _cuts(lens, cards), strict=True)):
        before(index)
        if cut is None:
            continue
        cover = cut.warped(np.ascontiguousarray(one.picture[..., 3]), cut.border(one))
        where = cover >= 0.5
        kept.depth[cut.place][where] = max(one.depth - lens.y, 1.0)
        if one.kinds is None:
            kept.classes[cut.place][where] = class_number(one.kind)
        else:
            kinds = cut.warped(one.kinds, cv2.BORDER_REPLICATE, cv2.INTER_NEAREST)
            kept.classes[cut.place][where] = kinds[where]


@dataclass(frozen=True)
class _Cut:
    """The part of a frame that a card is drawn in, and how: rows `top` to `low`, columns `left` to `right`."""

    top: int
    low: int
    left: int
    right: int
    matrix: Array
    closed: int

    @property
    def place(self) -> tuple[slice, slice]:
        return slice(self.top, self.low), slice(self.left, self.right)

    @staticmethod
    def border(one: Card) -> int:
        return cv2.BORDER_REPLICATE if one.ground else cv2.BORDER_CONSTANT

    def warped(self, plane: Array, border: int, flags: int = cv2.INTER_LINEAR) -> Array:
        """Return a card's plane as the frame shows it within the cut."""
        size = (self.right - self.left, self.low - self.top)
        return np.asarray(cv2.warpAffine(plane, self.matrix, size, flags=flags, borderMode=border))


def _cuts(lens: Pinhole, cards: Sequence[Card]) -> list[_Cut | None]:
    """Return where each card is drawn, None where it is not seen."""
    bottom, cuts = lens.size[1], []
    for one in reversed(cards):
        at = placement(lens, one)
        cuts.append(_cut(lens, one, at, bottom))
        if one.ground:
            bottom = min(bottom, math.ceil(at.y + one.solid * at.zoom) + 2)
    return cuts[::-1]


def _cut(lens: Pinhole, one: Card, at: Placement, low: int) -> _Cut | None:
    top = max(0, math.floor(at.y))
    low = low if one.ground else min(low, math.ceil(at.y + len(one.picture) * at.zoom))
    left, right = max(0, math.floor(at.x)), min(lens.size[0], math.ceil(at.x + one.picture.shape[1] * at.zoom))
    if low - top < 1 or right - left < 1:
        return None
    matrix = np.array([[at.zoom, 0, at.x - left + (at.zoom - 1) / 2], [0, at.zoom, at.y - top + (at.zoom - 1) / 2]])
    closed = min(max(math.ceil(at.y + one.solid * at.zoom) + 1 - top, 0), low - top) if one.ground else low - top
    return _Cut(top, low, left, right, matrix, closed)


def _lay(picture: Array, one: Card, cut: _Cut) -> None:
    seen = cut.warped(one.picture, cut.border(one))
    region = picture[cut.place]
    region[cut.closed :] = seen[cut.closed :]
    for left in range(0, seen.shape[1], _BLOCK):  # what stands up is mostly gaps: those cost nothing
        part = np.s_[: cut.closed, left : left + _BLOCK]
        if cut.closed and cv2.hasNonZero(cv2.extractChannel(seen[part], 3)):
            over(np.ascontiguousarray(seen[part]), region[part])


def over(cut: Array, region: Array) -> None:
    """Lay a premultiplied picture (h, w, 4) over a region of another, in place."""
    clear = 1 - cv2.extractChannel(cut, 3)
    region[:] = cv2.add(cv2.multiply(np.ascontiguousarray(region), four_channels(clear)), cut)
