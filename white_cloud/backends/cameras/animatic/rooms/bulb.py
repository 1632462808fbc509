"""A bulb on a wire, bare or under a tin shade, painted as a cut-out."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout

_FINE = 4  # times finer that it is painted
_RIM, _TALL = 0.17, 0.12  # a shade's radius and height, metres
_TIN = (0.025, 0.034, 0.036)
_WIRE = (0.012, 0.014, 0.016)


def hung_bulb(
    place: tuple[float, float, float], lens: Pinhole, tint: Array, group: int, shaded: bool = True, bright: float = 8.5
) -> Cutout:
    """Return a bulb at `place` (the middle of its shade's rim) in the light `tint`, as `lens` sees it from below or above."""
    depth = max(float(lens.project(*place)[2]), 0.5)
    metre = lens.focal / depth * 1.2 * _FINE
    half = 0.30 if shaded else 0.08
    side = int(2 * half * metre) + 8
    fine = np.zeros((side, side, 4), np.float32)
    middle = (side / 2, side / 2)
    if shaded:
        _paint_shade(fine, middle, metre, (place[2] - lens.z) / depth, tint, bright)
    else:
        _paint_bare(fine, middle, metre, tint, bright)
    small = cv2.resize(fine, (max(2, side // _FINE), max(2, side // _FINE)), interpolation=cv2.INTER_AREA)
    reach = side / 2 / metre
    return Cutout((small,), -reach, -reach, metre / _FINE, place, group, 0, "lamp")


def _paint_shade(fine: Array, middle: tuple[float, float], metre: float, slope: float, tint: Array, bright: float) -> None:
    """Paint a shade, its lit underside where it is seen from below (`slope` above 0), and the bulb."""
    x, y = middle
    rim, flat = _RIM * metre, max(2.0, abs(slope) * _RIM * metre)
    cone = np.array([[x - 0.04 * metre, y - _TALL * metre], [x + 0.04 * metre, y - _TALL * metre], [x + rim, y], [x - rim, y]])
    glow = tuple(float(v) for v in tint)
    cv2.fillConvexPoly(fine, np.round(cone * 16).astype(np.int32), (*_TIN, 1), cv2.LINE_8, 4)
    cv2.ellipse(fine, (int(x), int(y)), (int(rim), int(flat)), 0, 0, 360, (*(bright / 4 * v for v in glow), 1), -1)
    if slope < 0:
        cv2.fillConvexPoly(fine, np.round(cone * 16).astype(np.int32), (*(1.6 * v for v in _TIN), 1), cv2.LINE_8, 4)
        return
    cv2.circle(fine, (int(x), int(y + 0.012 * metre)), max(2, int(0.036 * metre)), (*(bright * v for v in glow), 1), -1)


def _paint_bare(fine: Array, middle: tuple[float, float], metre: float, tint: Array, bright: float) -> None:
    """Paint a socket and a pear-shaped bulb."""
    x, y = middle
    glow = (*(bright * float(v) for v in tint), 1.0)
    cv2.rectangle(
        fine, (int(x - 0.018 * metre), int(y - 0.075 * metre)), (int(x + 0.018 * metre), int(y - 0.03 * metre)), (*_WIRE, 1), -1
    )
    cv2.ellipse(fine, (int(x), int(y + 0.006 * metre)), (int(0.031 * metre), int(0.036 * metre)), 0, 0, 360, glow, -1)
    neck = np.array([[x - 0.017, y - 0.034], [x + 0.017, y - 0.034], [x + 0.027, y], [x - 0.027, y]])
    neck[:, 0], neck[:, 1] = x + (neck[:, 0] - x) * metre, y + (neck[:, 1] - y) * metre
    cv2.fillConvexPoly(fine, np.round(neck * 16).astype(np.int32), glow, cv2.LINE_8, 4)


def draw_wire(picture: Array, lens: Pinhole, top: tuple[float, float, float], end: tuple[float, float, float]) -> None:
    """Draw a wire from the ceiling to a bulb over `picture` in place, smooth at any thickness and with a little slack."""
    depth = float(lens.project(*end)[2])
    if depth < 0.3:
        return
    part = np.linspace(0, 1, 9)
    places = np.array(top)[None] + (np.array(end) - np.array(top))[None] * part[:, None]
    places[:, 0] += 0.012 * np.sin(part * math.pi)
    x, y, _ = lens.project(places[:, 0], places[:, 1], places[:, 2])
    left, right = max(0, int(x.min()) - 3), min(picture.shape[1], int(x.max()) + 4)
    high, low = max(0, int(y.min()) - 1), min(picture.shape[0], int(y.max()) + 2)
    if right - left < 2 or low - high < 2:
        return
    fine = np.zeros(((low - high) * _FINE, (right - left) * _FINE), np.float32)
    half = max(0.45, 0.0042 * lens.focal / depth)
    sides = np.vstack([np.stack([x - half, y], 1), np.stack([x + half, y], 1)[::-1]])
    sides = np.round((sides - (left, high)) * _FINE * 16).astype(np.int32)
    cv2.fillPoly(fine, [sides], 1.0, cv2.LINE_8, 4)
    cover = cv2.resize(fine, (right - left, low - high), interpolation=cv2.INTER_AREA)
    wire = four_channels(cover)
    wire *= np.array((*_WIRE, 1.0), np.float32)
    over(wire, picture[high:low, left:right])
