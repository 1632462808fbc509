"""The signs of a street: boards that stick out of the shop fronts, road signs, banners; none of them says anything."""

from __future__ import annotations

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.furniture import Board, strokes
from white_cloud.backends.cameras.animatic.settings.city.road import CROSSING, PERIOD, Road

_NEON = ("#ff3b6a", "#2fd8e8", "#ffb020", "#ff5a2a", "#9a6cff", "#40e0a0", "#ff2d3a", "#f4f0e4")
_BLUE, _WHITE, _RED, _GOLD = colour("#1f5fae", 0.8), colour("#f0f0ec", 0.8), colour("#c4161c", 0.9), colour("#e8b040", 0.8)


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
    marks = strokes(random, ink * np.float32(0.9), rows, columns)
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
