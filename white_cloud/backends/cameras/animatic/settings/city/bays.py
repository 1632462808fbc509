"""The bays of house fronts: one window and the wall about it, drawn once for each style and repeated over a wall.

A bay is one unit wide and one storey high, its first row at the floor. Four parts: how much of the light inside comes out,
the tone of the wall, how much is glass that mirrors the sky, and how much is a board that shines by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.ripmap import Ripmap

_SIDE = 64  # texels of a bay
_FINE = 4  # drawn so much finer


class Bay:
    """A sheet to draw a bay on; places are parts of its width and height, the floor at 0."""

    def __init__(self, tone: float = 1.0) -> None:
        side = _SIDE * _FINE
        self._parts: Array = np.zeros((side, side, 4), np.float32)
        self._parts[..., 1] = tone

    def box(self, u0: float, u1: float, v0: float, v1: float, parts: tuple[float, float, float, float]) -> None:
        """Fill a rectangle with (inside, wall, glass, board)."""
        side = _SIDE * _FINE
        self._parts[round(v0 * side) : round(v1 * side), round(u0 * side) : round(u1 * side)] = parts

    def wall(self, u0: float, u1: float, v0: float, v1: float, tone: float) -> None:
        """Fill a rectangle with wall of a tone."""
        self.box(u0, u1, v0, v1, (0, tone, 0, 0))

    def glass(self, u0: float, u1: float, v0: float, v1: float, mirror: float = 1.0, lit: float = 1.0) -> None:
        """Fill a rectangle with a pane: the room behind is brightest under its ceiling; its head lies in shade."""
        side = _SIDE * _FINE
        rows, columns = slice(round(v0 * side), round(v1 * side)), slice(round(u0 * side), round(u1 * side))
        up = np.linspace(0, 1, rows.stop - rows.start, dtype=np.float32)[:, None, None]
        pane = np.concatenate([lit * (0.55 + 0.6 * up), 0 * up, mirror * (1 - 0.55 * (up > 0.86)), 0 * up], 2)
        self._parts[rows, columns] = pane

    def shade(self, v0: float, v1: float, tone: float, u0: float = 0.0, u1: float = 1.0) -> None:
        """Darken what is there, as the shadow of a slab does."""
        side = _SIDE * _FINE
        self._parts[round(v0 * side) : round(v1 * side), round(u0 * side) : round(u1 * side), :3] *= np.float32(tone)

    def tint(self, tone: float | Array) -> None:
        """Give all that is there a tone, be it glass."""
        self._parts[..., 1] = tone

    def texels(self) -> Array:
        """Return the bay (_SIDE, _SIDE, 4)."""
        return cv2.resize(self._parts, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)


def _punched() -> Bay:
    bay = Bay()
    bay.wall(0.20, 0.80, 0.22, 0.27, 1.2)
    bay.glass(0.24, 0.76, 0.27, 0.80)
    bay.wall(0.49, 0.51, 0.27, 0.80, 0.55)
    bay.wall(0.24, 0.76, 0.66, 0.68, 0.55)
    bay.wall(0.80, 0.98, 0.10, 0.24, 0.62)
    return bay


def _ribbon() -> Bay:
    bay = Bay()
    bay.glass(0.0, 1.0, 0.34, 0.84)
    for at in (0.0, 0.5):
        bay.wall(at, at + 0.03, 0.34, 0.84, 0.6)
    bay.wall(0, 1, 0.30, 0.34, 1.15)
    bay.shade(0.0, 0.02, 0.8)
    return bay


def _curtain() -> Bay:
    bay = Bay(0.5)
    bay.glass(0, 1, 0.0, 1.0)
    bay.tint(0.28)
    bay.box(0, 1, 0.0, 0.24, (0.04, 0.6, 0.45, 0))
    for at in (0.0, 0.5):
        bay.wall(at, at + 0.035, 0, 1, 0.75)
    bay.wall(0, 1, 0.24, 0.27, 0.8)
    bay.wall(0, 1, 0.0, 0.03, 0.8)
    return bay


def _fins() -> Bay:
    bay = Bay()
    bay.glass(0.30, 0.92, 0.0, 1.0)
    bay.box(0.30, 0.92, 0.0, 0.22, (0.03, 0.42, 0.2, 0))
    bay.wall(0.0, 0.08, 0, 1, 1.18)
    bay.shade(0, 1, 0.6, 0.24, 0.36)
    return bay


def _balcony() -> Bay:
    bay = Bay(0.62)
    bay.glass(0.10, 0.62, 0.05, 0.80, 0.75)
    bay.wall(0.35, 0.37, 0.05, 0.80, 0.4)
    bay.wall(0.70, 0.98, 0.0, 1.0, 0.9)
    bay.shade(0.55, 1.0, 0.62)
    bay.wall(0.0, 1.0, 0.04, 0.36, 1.08)
    for at in np.arange(0.03, 0.98, 0.09):
        bay.wall(float(at), float(at) + 0.035, 0.10, 0.30, 0.78)
    bay.wall(0.0, 1.0, 0.0, 0.05, 0.68)
    bay.wall(0.97, 1.0, 0.0, 1.0, 1.1)
    return bay


def _grid() -> Bay:
    bay = Bay(1.08)
    bay.wall(0.12, 0.90, 0.10, 0.88, 0.6)
    bay.glass(0.18, 0.90, 0.12, 0.80)
    bay.shade(0.70, 0.88, 0.5, 0.12, 0.90)
    bay.shade(0.10, 0.88, 0.65, 0.12, 0.22)
    return bay


def _panel() -> Bay:
    bay = Bay()
    bay.glass(0.10, 0.50, 0.28, 0.78)
    bay.wall(0.29, 0.31, 0.28, 0.78, 0.6)
    bay.glass(0.66, 0.86, 0.28, 0.78, 0.9)
    bay.wall(0.64, 0.90, 0.08, 0.24, 0.72)
    bay.shade(0.0, 0.025, 0.72)
    bay.shade(0, 1, 0.78, 0.0, 0.02)
    return bay


def _caged() -> Bay:
    bay = Bay(1.05)
    for at in np.arange(0, 1, 0.125):  # tiles
        bay.shade(float(at), float(at) + 0.012, 0.9)
        bay.shade(0, 1, 0.9, float(at), float(at) + 0.012)
    bay.glass(0.18, 0.82, 0.24, 0.82, 0.8)
    for at in np.arange(0.18, 0.82, 0.08):
        bay.wall(float(at), float(at) + 0.015, 0.24, 0.82, 0.35)
    bay.wall(0.16, 0.84, 0.20, 0.25, 0.6)
    bay.shade(0.82, 0.86, 0.7, 0.16, 0.84)
    return bay


def _blank() -> Bay:
    bay = Bay(0.97)
    bay.shade(0.0, 0.02, 0.88)
    bay.shade(0, 1, 0.94, 0.0, 0.012)
    return bay


def _louvre() -> Bay:
    bay = Bay(0.8)
    for at in np.arange(0.0, 1.0, 0.125):
        bay.box(0, 1, float(at), float(at) + 0.06, (0.45, 0.28, 0, 0))
    bay.wall(0, 0.05, 0, 1, 1.05)
    return bay


def _line() -> Bay:
    bay = _curtain()
    bay.box(0.0, 1.0, 0.27, 1.0, (0.0, 0.3, 0.7, 0.0))
    bay.box(0.0, 0.07, 0, 1, (0, 0.5, 0, 1.3))
    return bay


def _screen() -> Bay:
    bay = Bay(0.35)
    for at in np.arange(0.0, 1.0, 0.125):  # strips of lamps before a dark wall
        bay.box(0, 1, float(at), float(at) + 0.05, (0, 0.2, 0, 1.1))
    for at in (0.0, 0.5):
        bay.wall(at, at + 0.025, 0, 1, 0.3)
    return bay


def _shop() -> Bay:
    bay = Bay(0.8)
    bay.glass(0.05, 0.95, 0.06, 0.64, 0.6, 1.25)
    for at in (0.36, 0.64):
        bay.wall(at, at + 0.02, 0.06, 0.64, 0.4)
    bay.box(0.06, 0.30, 0.06, 0.22, (0.5, 0.25, 0.1, 0))
    bay.wall(0.0, 1.0, 0.64, 0.70, 0.45)
    bay.box(0.02, 0.98, 0.70, 0.93, (0, 0.12, 0, 0.85))
    for at, wide in ((0.16, 0.10), (0.30, 0.07), (0.41, 0.12), (0.57, 0.06), (0.67, 0.12)):  # strokes of a name nobody reads
        bay.box(at, at + wide, 0.77, 0.87, (0, 0.5, 0, 0.12))
    bay.wall(0.0, 1.0, 0.0, 0.05, 0.5)
    return bay


def _shutter() -> Bay:
    bay = Bay(0.85)
    for at in np.arange(0.04, 0.62, 0.04):
        bay.wall(0.06, 0.94, float(at), float(at) + 0.03, 0.55)
    bay.wall(0.0, 1.0, 0.62, 0.70, 0.5)
    bay.box(0.04, 0.96, 0.72, 0.92, (0, 0.35, 0, 0.28))
    return bay


def _lobby() -> Bay:
    bay = Bay(0.95)
    bay.glass(0.20, 1.0, 0.04, 0.80, 0.8, 0.55)
    bay.box(0.20, 1.0, 0.70, 0.80, (1.3, 0.3, 0.4, 0))  # the ceiling with its lamps
    for at in (0.20, 0.46, 0.72):
        bay.wall(at, at + 0.02, 0.0, 0.80, 0.3)
    bay.wall(0.20, 1.0, 0.46, 0.48, 0.35)
    bay.box(0.26, 0.44, 0.04, 0.30, (0.18, 0.2, 0.3, 0))
    bay.box(0.76, 0.96, 0.04, 0.22, (0.22, 0.2, 0.3, 0))
    bay.wall(0.20, 1.0, 0.80, 0.88, 0.45)
    bay.wall(0.0, 0.16, 0.0, 0.92, 1.2)
    bay.shade(0, 0.92, 0.6, 0.16, 0.20)
    bay.wall(0.0, 1.0, 0.0, 0.04, 0.5)
    return bay


def _pilaster() -> Bay:
    bay = Bay(0.92)
    bay.wall(0.0, 0.26, 0, 1, 1.22)
    bay.shade(0, 1, 0.55, 0.26, 0.33)
    bay.glass(0.40, 0.86, 0.12, 0.86, 0.8)
    bay.wall(0.62, 0.64, 0.12, 0.86, 0.5)
    bay.shade(0.86, 0.92, 0.6, 0.36, 0.90)
    return bay


def _roof(seed: int) -> Callable[[], Bay]:
    """Return a roof ten metres square: felt or gravel with machines, each with the shadow that falls beside it."""

    def draw() -> Bay:
        random = np.random.default_rng(seed)
        bay = Bay(0.72)
        noise = cv2.resize(spectral_noise(64, 1.2, seed), (_SIDE * _FINE, _SIDE * _FINE))
        bay.tint(0.72 + 0.07 * noise)
        for _ in range(int(random.integers(0, 4))):
            u, v = random.uniform(0.05, 0.7, 2)
            wide, deep = random.uniform(0.08, 0.24, 2)
            bay.shade(v - 0.04, v + deep, 0.45, u + 0.02, u + wide + 0.06)
            bay.wall(u, u + wide, v, v + deep, float(random.choice([0.45, 1.05, 1.3])))
        return bay

    return draw


#: The styles of bays by name, in the order of their numbers.
_DRAWN: dict[str, Callable[[], Bay]] = {
    "blank": _blank,
    "punched": _punched,
    "ribbon": _ribbon,
    "curtain": _curtain,
    "fins": _fins,
    "balcony": _balcony,
    "grid": _grid,
    "panel": _panel,
    "caged": _caged,
    "louvre": _louvre,
    "line": _line,
    "screen": _screen,
    "shop": _shop,
    "shutter": _shutter,
    "lobby": _lobby,
    "pilaster": _pilaster,
    "roof 0": _roof(1),
    "roof 1": _roof(2),
    "roof 2": _roof(3),
    "roof 3": _roof(7),
}
STYLES = tuple(_DRAWN)


@lru_cache(maxsize=1)
def bays() -> Ripmap:
    """Return every style's bay, (64, 64, 4), in the order of STYLES."""
    return Ripmap([draw().texels() for draw in _DRAWN.values()])
