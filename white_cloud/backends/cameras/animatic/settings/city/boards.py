"""The signs of a street: boards that stick out of the shop fronts, road signs, banners; none of them says anything."""

from __future__ import annotations

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.furniture import Board
from white_cloud.backends.cameras.animatic.settings.city.road import CROSSING, PERIOD, Road

_NEON = ("#ff3b6a", "#2fd8e8", "#ffb020", "#ff5a2a", "#9a6cff", "#40e0a0", "#ff2d3a", "#f4f0e4")
_BLUE, _WHITE, _RED, _GOLD = colour("#1f5fae", 0.8), colour("#f0f0ec", 0.8), colour("#c4161c", 0.9), colour("#e8b040", 0.8)

#: Strokes of a sign in its cell: across from, to, up from, to. They stand upright and have their narrow part on the left, as
#: writing has, and are none. A whole sign, or a left part before a right one.
_Stroke = tuple[float, float, float, float]
_LEFT: tuple[tuple[_Stroke, ...], ...] = (
    ((0.17, 0.25, 0.04, 0.96), (0.04, 0.36, 0.66, 0.74)),
    (
        (0.06, 0.34, 0.80, 0.88),
        (0.06, 0.34, 0.52, 0.60),
        (0.06, 0.13, 0.12, 0.42),
        (0.27, 0.34, 0.12, 0.42),
        (0.06, 0.34, 0.12, 0.20),
    ),
    ((0.16, 0.24, 0.08, 0.92), (0.03, 0.36, 0.72, 0.80), (0.03, 0.36, 0.38, 0.46)),
)
_RIGHT: tuple[tuple[_Stroke, ...], ...] = (
    ((0.44, 0.96, 0.84, 0.92), (0.66, 0.74, 0.10, 0.88), (0.50, 0.92, 0.46, 0.54), (0.42, 0.98, 0.06, 0.14)),
    (
        (0.46, 0.94, 0.86, 0.94),
        (0.46, 0.54, 0.44, 0.90),
        (0.86, 0.94, 0.44, 0.90),
        (0.46, 0.94, 0.44, 0.52),
        (0.66, 0.74, 0.04, 0.46),
        (0.46, 0.96, 0.22, 0.30),
    ),
    (
        (0.66, 0.74, 0.72, 0.98),
        (0.42, 0.98, 0.70, 0.78),
        (0.50, 0.58, 0.04, 0.50),
        (0.84, 0.92, 0.04, 0.50),
        (0.50, 0.92, 0.44, 0.52),
        (0.50, 0.92, 0.22, 0.30),
    ),
)
_WHOLE: tuple[tuple[_Stroke, ...], ...] = (
    (
        (0.04, 0.96, 0.70, 0.78),
        (0.46, 0.54, 0.70, 0.98),
        (0.20, 0.80, 0.46, 0.54),
        (0.46, 0.54, 0.06, 0.50),
        (0.10, 0.90, 0.06, 0.14),
    ),
    (
        (0.10, 0.90, 0.86, 0.94),
        (0.14, 0.22, 0.40, 0.90),
        (0.78, 0.86, 0.40, 0.90),
        (0.14, 0.86, 0.62, 0.69),
        (0.14, 0.86, 0.40, 0.48),
        (0.46, 0.54, 0.04, 0.44),
        (0.04, 0.96, 0.18, 0.26),
    ),
    (
        (0.08, 0.16, 0.04, 0.90),
        (0.08, 0.92, 0.84, 0.92),
        (0.84, 0.92, 0.04, 0.90),
        (0.30, 0.70, 0.58, 0.66),
        (0.30, 0.70, 0.22, 0.30),
        (0.46, 0.54, 0.22, 0.62),
    ),
)


def _writing(random: np.random.Generator, tint: Array, rows: int, columns: int) -> tuple[tuple[_Stroke, Array], ...]:
    """Return a grid of signs that look like writing from afar."""
    marks = []
    for row in range(rows):
        for column in range(columns):
            if random.random() < 0.4:
                strokes = _WHOLE[int(random.integers(len(_WHOLE)))]
            else:
                strokes = _LEFT[int(random.integers(len(_LEFT)))] + _RIGHT[int(random.integers(len(_RIGHT)))]
            for left, right, low, high in strokes:
                across = tuple((column + 0.14 + 0.72 * part) / columns for part in (left, right))
                up = tuple((row + 0.10 + 0.78 * part) / rows for part in (low, high))
                marks.append(((across[0], across[1], up[0], up[1]), tint))
    return tuple(marks)


def banner(road: Road, along: float, side: int) -> Board:
    """Return a red banner that hangs from a lamp post."""
    post = side * (road.kerb + 0.7)
    marks = (((0.3, 0.7, 0.62, 0.82), _GOLD), ((0.2, 0.8, 0.12, 0.16), _GOLD), ((0.2, 0.8, 0.05, 0.07), _GOLD))
    return Board(along - 0.2, (post - side * 0.15, post - side * 1.55), (3.6, 7.6), _RED, marks, 0.12)


def shop_boards(road: Road, seed: int, block: int, shine: float) -> list[Board]:
    """Return the boards that stick out of one block's fronts."""
    random = np.random.default_rng((seed, 77, block + 1000))
    found = []
    for side in (-1, 1):
        along = block * PERIOD + CROSSING + 6 + float(random.uniform(0, 12))
        while along < (block + 1) * PERIOD - 4:
            found.append(_shop_board(random, road, along, side, shine))
            along += float(random.uniform(6, 22))
    return found


def _shop_board(random: np.random.Generator, road: Road, along: float, side: int, shine: float) -> Board:
    """Return a board, tall or square, in two colours."""
    tall = random.random() < 0.6
    wide = float(random.uniform(0.8, 1.3)) if tall else 1.9
    high = float(random.uniform(3.5, 9)) if tall else float(random.uniform(1.2, 2.2))
    foot = float(random.uniform(4.6, 8.0))
    ground, ink = (colour(_NEON[int(k)]) for k in random.choice(len(_NEON), 2, replace=False))
    if random.random() < 0.6:
        ground, ink = np.asarray(ink * np.float32(0.05) + colour("#20242a", 0.4)), ground
    rows, columns = (max(1, round(high / wide)), 1) if tall else (1, 3)
    outer = side * (road.half - 0.15)
    marks = _writing(random, ink * np.float32(0.9), rows, columns)
    return Board(along, (outer - side * wide, outer), (foot, foot + high), ground * np.float32(0.75), marks, shine)


def road_signs(road: Road, block: int) -> list[Board]:
    """Return the signs of one block: a limit after the crossing, directions on a mast before the next."""
    at, right = (block + 1) * PERIOD - 46.0, road.kerb - 0.4
    arrows: tuple[tuple[tuple[float, float, float, float], Array], ...] = (
        ((0.12, 0.30, 0.45, 0.53), _WHITE),
        ((0.19, 0.23, 0.20, 0.50), _WHITE),
        ((0.48, 0.52, 0.18, 0.80), _WHITE),
        ((0.44, 0.56, 0.76, 0.84), _WHITE),
        ((0.68, 0.88, 0.45, 0.53), _WHITE),
    )
    dark = _RED * np.float32(0.1)
    limit = (((0.12, 0.88, 0.12, 0.88), _WHITE), ((0.30, 0.42, 0.3, 0.7), dark), ((0.55, 0.70, 0.3, 0.7), dark))
    post = road.kerb + 0.6
    return [
        Board(at, (right - 3.4, right), (5.2, 7.2), _BLUE, arrows, 0.05),
        Board(at + 0.1, (right, post + 0.1), (6.0, 6.16), colour("#4a4e52", 0.7)),
        Board(at + 0.1, (post - 0.1, post + 0.1), (0.0, 7.3), colour("#4a4e52", 0.7)),
        Board(block * PERIOD + CROSSING + 22, (post, post + 0.65), (2.3, 2.95), _RED, limit, 0.05, True),
    ]
