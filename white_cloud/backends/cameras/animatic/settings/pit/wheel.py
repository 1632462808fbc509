"""The wheel of a haul truck: a ribbed tyre as tall as a house, with its rim, bolts and the marks by which one sees it turn."""

from __future__ import annotations

import math

import numpy as np

from white_cloud.backends.cameras.animatic.props.solids import Face
from white_cloud.backends.cameras.animatic.radiance import Array, colour

_DARK = np.zeros(3, np.float32)
_FINE = 40  # segments from which a wheel has its bolts
_LUG, _GROOVE, _SIDE = colour("#4f4a44"), colour("#131211"), colour("#302d2a")
_DUSTY, _HUB_DARK = colour("#585147"), colour("#1d1b19")


def wheel(radius: float, width: float, rim: Array, segments: int) -> list[Face]:
    """Return a wheel about the x axis, its axle at the origin; seen from anywhere its faces are painted in this order.

    `rim` is the paint of its metal; `segments` must be even: half of them are lugs.
    """
    angle = np.linspace(0, 2 * math.pi, segments + 1)
    shoulder, side = width / 2 * 0.8, width / 2
    faces = []
    for i in range(segments):
        ends = (angle[i], angle[i + 1])
        for number, (left, right) in enumerate(((-shoulder, 0.0), (0.0, shoulder))):
            paint = _LUG if (i + number) % 2 else _GROOVE
            faces.append(_strip(ends, (left, radius), (right, radius), paint))
        faces.append(_strip(ends, (shoulder, radius), (side, radius * 0.87), _LUG if i % 2 == 0 else _GROOVE))
        faces.append(_strip(ends, (-side, radius * 0.87), (-shoulder, radius), _LUG if i % 2 else _GROOVE))
    for way in (1, -1):
        faces += _flank(way * side, radius, rim, segments)
    return faces


def _strip(ends: tuple[float, float], left: tuple[float, float], right: tuple[float, float], paint: Array) -> Face:
    """Return a piece of the tyre between two angles, from (x, radius) `left` to `right`."""
    corners = [
        (x, r * math.cos(a), r * math.sin(a))
        for (x, r), a in ((left, ends[0]), (left, ends[1]), (right, ends[1]), (right, ends[0]))
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
