"""The wheel of a haul truck: a ribbed tyre as tall as a house, with its rim, bolts and the marks by which one sees it turn."""

from __future__ import annotations

import math

import numpy as np

from white_cloud.backends.cameras.animatic.props.solids import Face
from white_cloud.backends.cameras.animatic.radiance import Array, colour

_DARK = np.zeros(3, np.float32)
_FINE = 40  # segments from which a wheel has its bolts
_LUG, _GROOVE, _SIDE = colour("#47423c"), colour("#25221f"), colour("#302d2a")
_LUG_PART, _SLANT = 0.74, 0.55  # how much of the tread's length is lug; how far back it slants, in lugs

#: An edge of a piece of the tyre: x, radius, and the angles of its ends.
_Edge = tuple[float, float, tuple[float, float]]
_DUSTY, _HUB_DARK = colour("#585147"), colour("#1d1b19")


def wheel(radius: float, width: float, rim: Array, segments: int) -> list[Face]:
    """Return a wheel about the x axis, its axle at the origin; seen from anywhere its faces are painted in this order.

    `rim` is the paint of its metal; `segments` must be even: half of them are lugs.
    """
    shoulder, side = width / 2 * 0.8, width / 2
    lugs = segments // 2
    pitch = 2 * math.pi / lugs
    faces = []
    for lug in range(lugs):
        for way in (-1, 1):  # the two halves of the tread, half a lug apart; lugs slant back to the shoulders
            start = (lug + 0.25 * way) * pitch
            for begin, end, paint in ((0.0, _LUG_PART, _LUG), (_LUG_PART, 1.0, _GROOVE)):
                middle = (start + begin * pitch, start + end * pitch)
                outer = (middle[0] - _SLANT * pitch, middle[1] - _SLANT * pitch)
                faces.append(_strip((0.0, radius, middle), (way * shoulder, radius * 0.985, outer), paint, way))
                worn = paint * np.float32(0.9)
                faces.append(_strip((way * shoulder, radius * 0.985, outer), (way * side, radius * 0.87, outer), worn, way))
    for way in (1, -1):
        faces += _flank(way * side, radius, rim, segments)
    return faces


def _strip(inner: _Edge, outer: _Edge, paint: Array, way: int) -> Face:
    """Return a piece of the tyre between two edges, the `outer` one on the side `way` (-1 or 1)."""
    left, right = (inner, outer) if way > 0 else (outer, inner)
    corners = [
        (x, r * math.cos(a), r * math.sin(a))
        for (x, r, ends), number in ((left, 0), (left, 1), (right, 1), (right, 0))
        for a in (ends[number],)
    ]
    return Face(np.array(corners), paint, _DARK)


def _flank(x: float, radius: float, rim: Array, segments: int) -> list[Face]:
    """Return the side of a wheel, from the tyre's wall inwards."""
    rings = [
        (0.87, _SIDE),
        (0.76, _DUSTY),
        (0.745, _SIDE),
        (0.60, _GROOVE),
        (0.57, rim),
        (0.50, _HUB_DARK),
        (0.47, rim * np.float32(0.8)),
    ]
    faces = [_disc(x, radius * part, paint, segments) for part, paint in rings]
    if segments >= _FINE:
        for turn in range(3):  # the maker's name, once each third
            faces += [_plate(x, radius * 0.815, turn * 2.094 + k * 0.11, radius * 0.035, _DUSTY) for k in range(4)]
        faces += [_plate(x, radius * 0.535, turn * math.pi / 10, radius * 0.016, _HUB_DARK) for turn in range(20)]
    faces += [_plate(x, radius * 0.345, turn * math.pi / 3, radius * 0.062, _HUB_DARK) for turn in range(6)]
    inner = [(0.225, _HUB_DARK), (0.21, rim), (0.12, _HUB_DARK), (0.10, rim * np.float32(1.15))]
    return faces + [_disc(x, radius * part, paint, 16) for part, paint in inner]


def _disc(x: float, radius: float, paint: Array, segments: int) -> Face:
    angle = np.linspace(0, 2 * math.pi, segments, endpoint=False) * (1 if x > 0 else -1)
    return Face(np.column_stack([np.full(segments, x), radius * np.cos(angle), radius * np.sin(angle)]), paint, _DARK)


def _plate(x: float, out: float, turn: float, half: float, paint: Array) -> Face:
    """Return a small plate on a flank, `out` metres from the axle."""
    angle = turn + np.linspace(0, 2 * math.pi, 6, endpoint=False) * (1 if x > 0 else -1)
    y, z = out * math.cos(turn) + half * np.cos(angle), out * math.sin(turn) + half * np.sin(angle)
    return Face(np.column_stack([np.full(6, x), y, z]), paint, _DARK)
