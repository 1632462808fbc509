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


@dataclass(frozen=True)
class Card:
    """A picture (h, w, 4), linear BGR premultiplied by its coverage, `depth` metres from the station.

    `left` and `top` are the place of its upper left corner in metres, `metre` its pixels to the metre, `solid` the first of its
    rows from which all is covered; a `ground` card goes on for ever below.
    """

    depth: float
    picture: Array
    left: float
    top: float
    metre: float
    solid: int
    ground: bool = False


def card(depth: float, picture: Array, left: float, top: float, metre: float, ground: bool = False) -> Card:
    """Return a card; empty rows above are cut away. A `ground` card goes on below its last row and beyond its sides."""
    filled = np.flatnonzero(picture.max((1, 2)) > 1e-3)
    first = int(filled[0]) if len(filled) else 0
    kept = np.ascontiguousarray(picture[first:])
    open_ = np.flatnonzero(kept[..., 3].min(1) < 0.985)
    solid = (int(open_[-1]) + 1 if len(open_) else 0) if ground else len(kept)
    return Card(depth, kept, left, top - first / metre, metre, solid, ground)


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
    placements = [placement(lens, one) for one in cards]
    bottom, bottoms = lens.size[1], []
    for one, at in zip(reversed(cards), reversed(placements), strict=True):
        bottoms.append(bottom)
        if one.ground:
            bottom = min(bottom, math.ceil(at.y + one.solid * at.zoom) + 2)
    for index, (one, at, low) in enumerate(zip(cards, placements, reversed(bottoms), strict=True)):
        before(index)
        _lay(picture, one, at, low)


def _lay(picture: Array, one: Card, at: Placement, low: int) -> None:
    top = max(0, math.floor(at.y))
    low = low if one.ground else min(low, math.ceil(at.y + len(one.picture) * at.zoom))
    left, right = max(0, math.floor(at.x)), min(picture.shape[1], math.ceil(at.x + one.picture.shape[1] * at.zoom))
    if low - top < 1 or right - left < 1:
        return
    matrix = np.array([[at.zoom, 0, at.x - left + (at.zoom - 1) / 2], [0, at.zoom, at.y - top + (at.zoom - 1) / 2]])
    border = cv2.BORDER_REPLICATE if one.ground else cv2.BORDER_CONSTANT
    cut = cv2.warpAffine(one.picture, matrix, (right - left, low - top), flags=cv2.INTER_LINEAR, borderMode=border)
    closed = min(max(math.ceil(at.y + one.solid * at.zoom) + 1 - top, 0), low - top) if one.ground else low - top
    picture[top + closed : low, left:right] = cut[closed:]
    if closed:
        over(np.ascontiguousarray(cut[:closed]), picture[top : top + closed, left:right])


def over(cut: Array, region: Array) -> None:
    """Lay a premultiplied picture (h, w, 4) over a region of another, in place."""
    clear = 1 - cv2.extractChannel(cut, 3)
    region[:] = cv2.add(cv2.multiply(np.ascontiguousarray(region), four_channels(clear)), cut)


class Easel:
    """A sheet to paint one card on in metres (x to the right, z up from the card's ground), twice as fine as it is shown.

    Three layers: coverage, tone (a factor on the paint of all) and glow (what shines by itself).
    """

    FINE = 2

    def __init__(self, depth: float, metre: float, left: float, top: float, size: tuple[int, int]) -> None:
        """Stretch a sheet of `size` (width, height) pixels, `metre` of them to the metre, corner at (left, top) metres."""
        self.depth, self.metre, self.left, self.top, self.size = depth, metre, left, top, size
        fine = (size[1] * self.FINE, size[0] * self.FINE)
        self.cover = np.zeros(fine, np.float32)
        self.tone = np.ones(fine, np.float32)
        self.glow = np.zeros((*fine, 3), np.float32)

    @property
    def right(self) -> float:
        """Return the metres of the right edge."""
        return self.left + self.size[0] / self.metre

    def _points(self, places: Sequence[tuple[float, float]]) -> Array:
        scale = self.metre * self.FINE
        fixed = [((x - self.left) * scale * 16, (self.top - z) * scale * 16) for x, z in places]
        return np.round(np.clip(fixed, -400_000, 400_000)).astype(np.int32)

    def polygon(self, places: Sequence[tuple[float, float]], tone: float | None = None) -> None:
        """Cover a polygon, in a tone or in what lies below."""
        points = self._points(places)
        cv2.fillPoly(self.cover, [points], 1.0, cv2.LINE_8, 4)
        cv2.fillPoly(self.glow, [points], (0, 0, 0), cv2.LINE_8, 4)
        if tone is not None:
            cv2.fillPoly(self.tone, [points], float(tone), cv2.LINE_8, 4)

    def box(self, x0: float, x1: float, z0: float, z1: float, tone: float | None = None) -> None:
        """Cover an upright rectangle."""
        self.polygon([(x0, z0), (x1, z0), (x1, z1), (x0, z1)], tone)

    def line(self, x0: float, z0: float, x1: float, z1: float, thick: float = 0.3) -> None:
        """Cover a line `thick` metres wide, never less than half a pixel."""
        points = self._points([(x0, z0), (x1, z1)])
        start, end = ((int(p[0]), int(p[1])) for p in points)
        cv2.line(self.cover, start, end, 1.0, max(1, round(thick * self.metre * self.FINE)), cv2.LINE_8, 4)

    def wheel(self, x: float, z: float, radius: float, thick: float) -> None:
        """Cover a ring."""
        (point,) = self._points([(x, z)])
        fine = self.metre * self.FINE
        cv2.circle(
            self.cover,
            (int(point[0]), int(point[1])),
            int(radius * fine * 16),
            1.0,
            max(1, round(thick * fine)),
            cv2.LINE_8,
            4,
        )

    def shine(self, places: Sequence[tuple[float, float]], light: Array) -> None:
        """Make a polygon shine in a linear BGR light."""
        cv2.fillPoly(self.glow, [self._points(places)], tuple(float(v) for v in light), cv2.LINE_8, 4)

    def layers(self) -> tuple[Array, Array, Array]:
        """Return coverage, tone and glow at the size they are shown."""
        cover, tone, glow = (cv2.resize(v, self.size, interpolation=cv2.INTER_AREA) for v in (self.cover, self.tone, self.glow))
        return cover, tone, glow
