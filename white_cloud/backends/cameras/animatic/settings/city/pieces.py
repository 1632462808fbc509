"""Flat pieces of solid things in a street: gathered, drawn far to near as numbers, and looked up where a pixel shows them.

Numbers are drawn four to a pixel, so that edges are smooth and a pixel's light, cover, depth and class follow from the same
four samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas
from white_cloud.backends.cameras.animatic.settings.city.picked import looked_up, whole
from white_cloud.media.survey import class_number

_SUBPIXEL = 4
_NEAR, _BIAS = (
    0.8,
    np.float32(0.4),
)  # metres: what is nearer is left out; by which a thing may lie behind what it stands against


@dataclass(frozen=True)
class Pieces:
    """Convex pieces of things: `corners` (n, 3) in metres, how many each has (m,), the light it sends (m, 3), its class (m,).

    `anchors` (m, 3) are the places of the things they are parts of, by which they are sorted; `least` (m,) is how many pixels
    a metre must have for the piece to be drawn at all.
    """

    corners: Array = field(repr=False)
    counts: Array = field(repr=False)
    tones: Array = field(repr=False)
    kinds: Array = field(repr=False)
    anchors: Array = field(repr=False)
    least: Array = field(repr=False)

    @classmethod
    def of(
        cls,
        outlines: Sequence[Array],
        tones: Sequence[Array] | Array,
        kind: str,
        anchor: tuple[float, float, float],
        least: float = 0.0,
    ) -> Pieces:
        """Return the pieces of one thing from outlines (n, 3)."""
        count = len(outlines)
        return cls(
            np.concatenate(outlines).astype(np.float64),
            np.array([len(outline) for outline in outlines]),
            np.asarray(tones, np.float32).reshape(count, 3),
            np.full(count, class_number(kind), np.uint8),
            np.tile(np.array(anchor, np.float64), (count, 1)),
            np.full(count, least),
        )

    @classmethod
    def joined(cls, parts: Sequence[Pieces]) -> Pieces:
        """Return all pieces of `parts`, of which there is at least one."""
        names = ("corners", "counts", "tones", "kinds", "anchors", "least")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    def small(self, least: float) -> Pieces:
        """Return the pieces, to be drawn only where a metre has at least so many pixels."""
        return replace(self, least=np.full(len(self.counts), least))


@dataclass(frozen=True)
class _Drawn:
    """Pieces in sight, far to near: their corners in samples, and by number from 1 depth, class and hazed light."""

    points: list[Array]
    depth: Array
    kinds: Array
    tones: Array


def draw_pieces(canvas: Canvas, pieces: Pieces) -> None:
    """Draw pieces into a canvas, against its depth."""
    drawn = _in_sight(canvas, pieces)
    if not drawn.points:
        return
    height, width = canvas.depth.shape
    numbers: Array = np.zeros((2 * height, 2 * width), np.uint16)
    for number, points in enumerate(drawn.points, 1):
        cv2.fillConvexPoly(numbers, points, number, cv2.LINE_8, _SUBPIXEL)
    _resolve(canvas, numbers, drawn)


def _in_sight(canvas: Canvas, pieces: Pieces) -> _Drawn:
    lens: Pinhole = canvas.lens
    width, height = lens.size
    x, y, depth = lens.project(pieces.corners[:, 0], pieces.corners[:, 1], pieces.corners[:, 2])
    starts = np.concatenate([[0], np.cumsum(pieces.counts)])
    first = starts[:-1]
    seen = np.minimum.reduceat(depth, first) > _NEAR
    for place, end in ((x, width), (y, height)):
        seen &= (np.maximum.reduceat(place, first) > 0) & (np.minimum.reduceat(place, first) < end)
    mean = np.add.reduceat(depth, first) / pieces.counts
    seen &= pieces.least * np.maximum(mean, 0.1) <= lens.focal
    _, _, anchor = lens.project(pieces.anchors[:, 0], pieces.anchors[:, 1], pieces.anchors[:, 2])
    order = np.flatnonzero(seen)
    order = order[np.argsort(-anchor[order], kind="stable")][-65000:]
    samples = np.clip(np.round((np.stack([x, y], 1) * 2 - 0.5) * 2**_SUBPIXEL), -(2**20), 2**20).astype(np.int32)
    points = [samples[starts[piece] : starts[piece + 1]] for piece in order.tolist()]
    far = mean[order].astype(np.float32)
    column = (np.add.reduceat(x, first) / pieces.counts)[order]
    tones = np.zeros((len(order) + 1, 4), np.float32)
    tones[1:, :3] = canvas.hazed(pieces.tones[order], column, far)
    tones[1:, 3] = 1
    return _Drawn(points, np.append(np.float32(0), far), np.append(np.uint8(0), pieces.kinds[order]), tones)


def _resolve(canvas: Canvas, numbers: Array, drawn: _Drawn) -> None:
    """Mix the samples of every pixel that has any into the canvas."""
    pairs = numbers.view(np.uint32)  # two samples side by side
    upper, lower = pairs[0::2].ravel(), pairs[1::2].ravel()
    where = np.flatnonzero(upper | lower)
    first, second = upper.take(where), lower.take(where)
    inner = first == second
    inner &= (first >> 16) == (first & 0xFFFF)
    _fill(canvas, where[inner], first[inner] & 0xFFFF, drawn)
    edge = ~inner
    _mix(canvas, where[edge], np.stack([first[edge], second[edge]], 1).view(np.uint16), drawn)


def _fill(canvas: Canvas, where: Array, number: Array, drawn: _Drawn) -> None:
    """Put pieces into pixels that show nothing else."""
    far = drawn.depth.take(number)
    seen = far <= canvas.depth.ravel().take(where) + _BIAS
    where, number, far = where[seen], number[seen], far[seen]
    whole(canvas.picture)[where] = whole(drawn.tones).take(number)
    _note(canvas, where, number, far, drawn)


def _mix(canvas: Canvas, where: Array, samples: Array, drawn: _Drawn) -> None:
    """Mix four samples (n, 4) each into pixels."""
    far = drawn.depth.take(samples)
    samples[far > canvas.depth.ravel().take(where)[:, None] + _BIAS] = 0
    far[samples == 0] = np.float32(1e9)
    mixed = looked_up(drawn.tones, samples).sum(1)
    mixed *= np.float32(0.25)
    flat = whole(canvas.picture)
    behind = flat.take(where).view(np.float32).reshape(-1, 4)
    behind *= 1 - mixed[:, 3:]
    behind += mixed
    flat[where] = whole(behind)
    solid = np.flatnonzero(mixed[:, 3] > 0.45)
    nearest = far[solid].argmin(1)
    _note(canvas, where[solid], samples[solid, nearest], far[solid, nearest], drawn)


def _note(canvas: Canvas, where: Array, number: Array, far: Array, drawn: _Drawn) -> None:
    canvas.depth.reshape(-1)[where] = far
    if canvas.survey is not None:
        canvas.survey.depth.reshape(-1)[where] = far
        canvas.survey.classes.reshape(-1)[where] = drawn.kinds.take(number)
