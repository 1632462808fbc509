"""Which rooms of a city are lit, and by what: one texel a window, for homes, offices, hotels, shops and signs."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep, spectral_noise

_SIDE = 128  # windows across and storeys
_LAMPS = ("#ffc27a", "#ffad58", "#ffe2b8", "#d8e6ea", "#9fc7c9", "#ff8a6a")
_HOME = (0.40, 0.27, 0.18, 0.08, 0.04, 0.03)
_WORK = (0.05, 0.02, 0.28, 0.50, 0.15, 0.0)
_NEON = ("#ff3b6a", "#2fd8e8", "#ffb020", "#ff5a2a", "#8a5cff", "#40e0a0", "#ff2d3a", "#f2f4ff")


def _tints(random: np.random.Generator, shares: tuple[float, ...], shape: tuple[int, int]) -> Array:
    palette = np.array([colour(code) for code in _LAMPS])
    chosen: Array = palette[random.choice(len(_LAMPS), p=shares, size=shape)]
    return chosen


def _homes(random: np.random.Generator) -> Array:
    """Homes: clusters where people are in, dark stairs of flats, a stair well lit green now and then."""
    shape = (_SIDE, _SIDE)
    at_home = 0.19 + 0.13 * spectral_noise(_SIDE, 1.2, int(random.integers(1 << 30)), 3)
    lit = random.random(shape) < at_home
    light = _tints(random, _HOME, shape) * np.exp(random.normal(-0.35, 0.7, shape))[..., None] * lit[..., None]
    for well in range(3, _SIDE, 9):
        on = random.random(_SIDE) < 0.7
        light[on, well] = colour("#cfe0c8", 0.55)
    return light


def _offices(random: np.random.Generator) -> Array:
    """Offices: whole storeys left on, the same lamps all along, and cleaners somewhere."""
    shape = (_SIDE, _SIDE)
    storey = random.random((_SIDE, 1)) < 0.16
    patch = spectral_noise(_SIDE, 1.4, int(random.integers(1 << 30)), 4, stretch=0.3) > 1.15
    lit = (storey & (random.random(shape) < 0.9)) | patch | (random.random(shape) < 0.035)
    tint = np.repeat(_tints(random, _WORK, (_SIDE, 1)), _SIDE, 1)
    return np.asarray(tint * lit[..., None] * (0.5 + 0.35 * random.random(shape))[..., None])


def _hotel(random: np.random.Generator) -> Array:
    shape = (_SIDE, _SIDE)
    lit = random.random(shape) < 0.34
    light: Array = colour("#ffbf7a") * lit[..., None] * np.exp(random.normal(-0.5, 0.5, shape))[..., None]
    return light


def _few(random: np.random.Generator) -> Array:
    shape = (_SIDE, _SIDE)
    lit = random.random(shape) < 0.06
    return np.asarray(_tints(random, _HOME, shape) * lit[..., None] * 0.8)


def _dark(random: np.random.Generator) -> Array:
    """Nobody: one window in a thousand, where somebody stayed."""
    shape = (_SIDE, _SIDE)
    lit = random.random(shape) < 0.0012
    return np.asarray(colour("#ffb060") * lit[..., None] * 0.8)


def _shops(random: np.random.Generator) -> Array:
    """Shops: every one has a light of its own, white, warm or in colour; some have closed."""
    palette = np.array([colour(code) for code in ("#fff0d8", "#ffdca8", "#e8f4ff", "#ff7a4a", "#ffd060", "#7fe0e8", "#ff5a78")])
    chosen = palette[random.choice(7, p=(0.28, 0.24, 0.18, 0.1, 0.08, 0.07, 0.05), size=(_SIDE, _SIDE))]
    open_ = random.random((_SIDE, _SIDE)) < 0.75
    return np.asarray(chosen * (open_ * random.uniform(0.5, 1.5, (_SIDE, _SIDE)))[..., None])


def _lobbies(random: np.random.Generator) -> Array:
    across = np.repeat(random.uniform(0.04, 0.42, (_SIDE, _SIDE // 4)), 4, 1)
    palette = np.array([colour(code) for code in ("#ffd6a4", "#ffe9d0", "#dfeaf4", "#cfe8e4", "#ffbe84")])
    tint = np.repeat(palette[random.choice(5, p=(0.3, 0.25, 0.2, 0.15, 0.1), size=(_SIDE, _SIDE // 8))], 8, 1)
    return np.asarray(tint * across[..., None])


def _flood(random: np.random.Generator) -> Array:
    """One light for all: a crown or a hall under floodlight."""
    hue = np.repeat(random.random((_SIDE, _SIDE // 32)), 32, 1)
    warm, cold = colour("#ffd9a0", 0.5), colour("#cfe6ff", 0.36)
    return np.asarray(np.where((hue < 0.7)[..., None], warm, cold))


def _neon(random: np.random.Generator) -> Array:
    """Lines and screens: bold flat colours in abstract shapes, discs and bars that mean nothing."""
    sheet: Array = np.zeros((_SIDE, _SIDE, 3), np.float32)
    palette = [colour(code) for code in _NEON]
    for top in range(0, _SIDE, 16):
        for left in range(0, _SIDE, 16):
            ground, shape = (palette[int(k)] for k in random.choice(len(palette), 2, replace=False))
            sheet[top : top + 16, left : left + 16] = ground * np.float32(random.uniform(0.25, 0.6))
            middle = (left + int(random.integers(4, 12)), top + int(random.integers(4, 12)))
            tone = tuple(float(v) for v in shape * 0.9)
            if random.random() < 0.5:
                cv2.circle(sheet, middle, int(random.integers(3, 7)), tone, -1)
            else:
                high = int(random.integers(1, 4))
                cv2.rectangle(sheet, (left, middle[1] - high), (left + 15, middle[1] + high), tone, -1)
    return sheet


_LIT: dict[str, Callable[[np.random.Generator], Array]] = {
    "dark": _dark,
    "homes": _homes,
    "offices": _offices,
    "hotel": _hotel,
    "few": _few,
    "shops": _shops,
    "lobbies": _lobbies,
    "flood": _flood,
    "neon": _neon,
}
#: The kinds of lights by name, in the order of their numbers.
LIGHTS = tuple(_LIT)


def rooms_lit(seed: int) -> list[Array]:
    """Return the lights of every kind, (128, 128, 4) in the order of LIGHTS; the fourth part, 0..1, tells curtains apart."""
    random = np.random.default_rng((seed, 61))
    sheets = []
    for paint in _LIT.values():
        curtain = smoothstep(0, 1, random.random((_SIDE, _SIDE)))
        sheets.append(np.dstack([paint(random), curtain]).astype(np.float32))
    return sheets
