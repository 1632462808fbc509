"""Dream: regions are forgotten down to a thumbnail and drawn again too well: wax, hard edges with halos, invented grain.

Edges are made by the toggle filter: each point takes the brightest or the darkest of its neighbours, whichever is nearer
(H. P. Kramer, J. B. Bruckner, "Iterations of a non-linear transformation for enhancement of digital images", 1975). The grain
is the region itself once more: every patch holds a shrunken copy of what is around it.
"""

from __future__ import annotations

from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, slow_field
from white_cloud.glitch.overlay import Overlay
from white_cloud.glitch.warp import taken
from white_cloud.media.planes import Packed, planes

#: How far away points are taken from: across and down, in pixels.
_Away = tuple[Field, Field]
#: By how much a region is brought down: eight times, or to this many rows where that is less.
_DOWN, _ROWS = 8, 90
#: The regions: rows and columns of the field they follow, and frames of its swing.
_GRID, _PERIOD = (4, 6), 140
#: A patch of invented grain, in points of a picture four times the thumbnail's size.
_PATCH = 44
#: How strong the grain is, against the region's own.
_GRAIN = 2.6
#: How much of a slope becomes an edge.
_EDGE = 0.72
#: How much an edge overshoots at every doubling, and in the finished picture.
_HALO, _CRISP = 0.9, 0.7
#: Levels by which neighbours in the thumbnail may differ and still melt into one.
_WAX = 22
_NEIGHBOURS = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))


class Dream(GlitchEffect):
    """Enlarges a thumbnail of the frame as a bad machine would; strength sets how much land it takes and how little it knew."""

    name: ClassVar[str] = "dream"

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._patches: dict[tuple[int, int], tuple[_Away, _Away, Field, Field]] = {}
        self._overlay = Overlay()

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame with its dreamt regions."""
        result = packed.copy()
        luma, *chroma = planes(result)
        land = np.rint(255 * _land(moment)).astype(np.uint8)
        self._overlay.lay(luma, self._redrawn(luma, moment.strength), land)
        for plane in chroma:
            self._overlay.lay(plane, _washed(plane, moment.strength), land)
        return result

    def _redrawn(self, luma: Packed, strength: float) -> Packed:
        """Return luma as it is drawn from its thumbnail."""
        size = luma.shape[1], luma.shape[0]
        thumb = np.asarray(cv2.bilateralFilter(_thumbnail(luma, strength), 5, _WAX, 3), np.uint8)
        twice, four = ((min(thumb.shape[1] * by, size[0]), min(thumb.shape[0] * by, size[1])) for by in (2, 4))
        drawn = _sharpened(_edged(_larger(thumb, twice, cv2.INTER_LANCZOS4), 1), _HALO)
        drawn = _sharpened(_edged(_larger(drawn, four), 2), _HALO)
        drawn = np.asarray(cv2.add(drawn, self._grain(luma, four, strength), dtype=cv2.CV_8U), np.uint8)
        return _sharpened(_larger(drawn, size, cv2.INTER_LINEAR), _CRISP, 3)

    def _grain(self, luma: Packed, size: tuple[int, int], strength: float) -> Field:
        """Return detail for a picture of this size: the picture's own, shrunken into every patch."""
        near, far, *shares = self._patch_maps(size)
        half = cv2.resize(luma, ((size[0] + 1) // 2, (size[1] + 1) // 2), interpolation=cv2.INTER_AREA)
        own = cv2.subtract(half, cv2.GaussianBlur(half, (7, 7), 0), dtype=cv2.CV_32F)
        own = np.asarray(own, np.float32) * np.float32(_GRAIN * strength)
        layers = [taken(own, *away, border=cv2.BORDER_REFLECT) for away in (near, far)]
        return np.asarray(cv2.blendLinear(*layers, *shares))

    def _patch_maps(self, size: tuple[int, int]) -> tuple[_Away, _Away, Field, Field]:
        """Return how far away two overlapping layers of patches take their detail, and what each has of every point."""
        if size not in self._patches:
            (near, inner), (far, outer) = (_patches(size, shift) for shift in (0, _PATCH // 2))
            self._patches[size] = near, far, inner / (inner + outer), outer / (inner + outer)
        return self._patches[size]


def _land(moment: Moment) -> Field:
    """Return how far each region is dreamt, 0..1, on a coarse grid."""
    field = cv2.resize(slow_field(moment.seed, moment.frame, _GRID, _PERIOD), None, fx=8, fy=8, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(2.4 * (1.25 * moment.strength - 0.42 + 0.6 * field), 0, 1), np.float32)


def _thumbnail(plane: Packed, strength: float) -> Packed:
    """Return a plane made small, and at the end smaller than that."""
    height, width = plane.shape
    by = max(_DOWN, height / _ROWS)
    small = max(1, round(width / by)), max(1, round(height / by))
    thumb = cv2.resize(plane, small, interpolation=cv2.INTER_AREA)
    less = cv2.resize(thumb, (max(1, small[0] // 2), max(1, small[1] // 2)), interpolation=cv2.INTER_AREA)
    less = cv2.resize(less, small, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.addWeighted(thumb, 1 - 0.6 * strength, less, 0.6 * strength, 0), np.uint8)


def _washed(plane: Packed, strength: float) -> Packed:
    """Return a colour plane from its thumbnail, a little too bright, at a quarter of its size at the least."""
    small = _thumbnail(plane, strength)
    more = np.asarray(cv2.addWeighted(small, 1 + 0.25 * strength, small, 0, -32 * strength), np.uint8)
    return _larger(more, (max(small.shape[1], -(-plane.shape[1] // 4)), max(small.shape[0], -(-plane.shape[0] // 4))))


def _larger(plane: Packed, size: tuple[int, int], how: int = cv2.INTER_CUBIC) -> Packed:
    return np.asarray(cv2.resize(plane, size, interpolation=how), np.uint8)


def _edged(plane: Packed, times: int) -> Packed:
    """Return a plane in which slopes have become edges, and edges smooth lines; some of the slope shows through."""
    slopes = plane
    for _ in range(times):
        high, low = cv2.dilate(plane, _NEIGHBOURS), cv2.erode(plane, _NEIGHBOURS)
        nearer = cv2.compare(cv2.subtract(high, plane), cv2.subtract(plane, low), cv2.CMP_LT)
        plane = np.asarray(cv2.copyTo(high, nearer, low), np.uint8)
    return np.asarray(cv2.addWeighted(cv2.medianBlur(plane, 5), _EDGE, slopes, 1 - _EDGE, 0), np.uint8)


def _sharpened(plane: Packed, much: float, reach: int = 5) -> Packed:
    """Return a plane with halos: it less its blur, added to it."""
    return np.asarray(cv2.addWeighted(plane, 1 + much, cv2.GaussianBlur(plane, (reach, reach), 0), -much, 0), np.uint8)


def _patches(size: tuple[int, int], shift: int) -> tuple[_Away, Field]:
    """Return how far away each point of a layer of patches takes its detail, and how near its patch's middle it is.

    The detail lies in the picture at half size, and from each point's own row and column in that is counted.
    """
    points = np.stack(np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32)), axis=-1)
    inside = (points + shift) % _PATCH - (_PATCH - 1) / 2
    near = np.cos(inside * np.float32(np.pi / _PATCH)).prod(axis=-1) ** 2
    across, down = cv2.split((inside - points) / 2)
    return (np.asarray(across, np.float32), np.asarray(down, np.float32)), (near + 1e-3).astype(np.float32)
