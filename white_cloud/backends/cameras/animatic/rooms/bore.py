"""A bore: a round tunnel with ribs, cast ray by ray, all of it in closed form.

A ray meets the inner cylinder, on which the ribs end, by a quadratic equation. Where it meets no rib it goes on to the outer
cylinder, unless the front of the next rib comes first. How much of a pixel each takes is a box filter over the period of the
ribs, so that far ones melt into their mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.passage import Sight

_FARTHEST = 600.0
_EDGE = 0.05  # the worn edge of a rib, metres


@dataclass(frozen=True)
class Bore:
    """A tunnel along y: its inner `radius` about the height `axis`, ribs `wide` metres long every `pitch`, grooves `deep`.

    `chevron` is how far a rib lags behind at the foot of the wall: metres for a radian from the crown.
    """

    radius: float = 3.05
    axis: float = 1.55
    pitch: float = 1.5
    wide: float = 0.62
    deep: float = 0.30
    chevron: float = 0.0


@dataclass(frozen=True)
class Cast:
    """What the pixels (h, w) of a frame meet on the wall of a bore, float32.

    `distance` along the sight and `north`, metres, both on the inner cylinder; `turn` radians from the crown, to the right;
    `height` metres over the floor; `outer` the distance of the outer cylinder; `wide` the metres north that a pixel covers,
    `pixel` the radians about the axis that it covers at 1 m. The
    parts of it that are `rib` (its `edge` too) and rib's `front`; the rest is groove.
    """

    distance: Array = field(repr=False)
    north: Array = field(repr=False)
    turn: Array = field(repr=False)
    height: Array = field(repr=False)
    wide: Array = field(repr=False)
    rib: Array = field(repr=False)
    front: Array = field(repr=False)
    edge: Array = field(repr=False)
    outer: Array = field(repr=False)
    pixel: float

    @classmethod
    def of(cls, sight: Sight, bore: Bore, mirrored: bool = False) -> Cast:
        """Cast a frame; `mirrored` casts what a floor at height 0 mirrors, into rows as they are in the picture."""
        sign = np.float32(-1.0 if mirrored else 1.0)
        aside, up = sight.aside, sight.up * sign
        x, z = np.float32(sight.lens.x), np.float32(sight.lens.z) * sign - np.float32(bore.axis)
        square = np.maximum(aside * aside + up * up, np.float32(1e-6))
        half = (x * aside + z * up) / square
        off = x * x + z * z
        inner = _root(half, (off - np.float32(bore.radius**2)) / square)
        outer = _root(half, (off - np.float32((bore.radius + bore.deep) ** 2)) / square)
        east, high = x + inner * aside, z + inner * up
        turn: Array = cv2.phase(high, east)
        turn = turn - np.float32(2 * math.pi) * (turn > math.pi)
        north = np.float32(sight.lens.y) + inner * sight.along
        wide = inner * inner * np.float32(1 / (bore.radius * sight.lens.focal)) + np.float32(1e-4)
        rib, front, edge = _ribs(bore, north + np.float32(bore.chevron) * np.abs(turn), wide, (outer - inner) * sight.along)
        return cls(
            inner,
            north,
            turn,
            high + np.float32(bore.axis),
            wide,
            rib,
            front,
            edge,
            outer,
            1 / (bore.radius * sight.lens.focal),
        )

    def ring(self, start: float, length: float, pitch: float) -> Array:
        """Return the part of each pixel that lies in a ring `length` metres long that begins at `start` + k * `pitch`."""
        first = (self.north - np.float32(start)) / np.float32(pitch)
        return _part(first, self.wide / np.float32(pitch), length / pitch)

    def arc(self, middle: float, half: float) -> Array:
        """Return the part of each pixel that lies within `half` radians of `middle`, on either side of the crown alike."""
        pixel = np.maximum(self.distance * np.float32(self.pixel), np.float32(1e-4))
        return np.clip((np.float32(half) - np.abs(np.abs(self.turn) - np.float32(middle))) / pixel + np.float32(0.5), 0, 1)


def _root(half: Array, constant: Array) -> Array:
    # a mirrored lens lies below the bore: where its rays pass by, there is no floor either
    met: Array = np.minimum(np.sqrt(np.maximum(half * half - constant, np.float32(0))) - half, np.float32(_FARTHEST))
    return met


def _ribs(bore: Bore, north: Array, wide: Array, run: Array) -> tuple[Array, Array, Array]:
    """Return the parts of each pixel that are rib, front of a rib and its edge; `run` is how far a ray gets within a groove."""
    rib = bore.wide / bore.pitch
    first, spread = north / np.float32(bore.pitch), wide / np.float32(bore.pitch)
    hidden = np.minimum(run / np.float32(bore.pitch), np.float32(1 - rib))
    return _part(first, spread, rib), _part(first + hidden, spread, hidden), _part(first, spread, _EDGE / bore.pitch)


def _part(phase: Array, spread: Array, share: Array | float) -> Array:
    """Return the mean over `spread` of a wave of period 1 that is 1 in the first `share` of each period and else 0."""
    half = spread * np.float32(0.5)
    high, low = phase + half, phase - half
    risen, fallen = np.floor(high), np.floor(low)
    total = np.minimum(high - risen, share) - np.minimum(low - fallen, share) + (risen - fallen) * np.float32(1) * share
    result: Array = np.clip(total / spread, 0, 1).astype(np.float32, copy=False)
    return result
