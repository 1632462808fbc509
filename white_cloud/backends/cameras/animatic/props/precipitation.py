"""Rain and snow before the lens: three sheets of streaks or flakes at different distances, falling without end."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array


@dataclass(frozen=True)
class _Sheet:
    """One distance: a plane of coverage that tiles, how fast it falls and drifts (frames' heights a second), its parallax."""

    plane: Array
    fall: float
    drift: float
    sway: float
    parallax: float


class Precipitation:
    """Falling `rain` or `snow` for pictures of one size (width, height); `amount` 1 is steady."""

    def __init__(self, kind: str, size: tuple[int, int], seed: int, amount: float = 1.0) -> None:
        self.size = size
        random = np.random.default_rng((seed, 29))
        make = _rain if kind == "rain" else _snow
        self._sheets = [make(size, random, near, amount) for near in (0.35, 0.62, 1.0)]

    def draw(self, picture: Array, light: Array, t: float, shift: tuple[float, float] = (0.0, 0.0)) -> None:
        """Let it fall over `picture` (h, w, 4) in place; `light` (3,) is what falls on it, linear BGR.

        `shift` is how far the camera's turn moves what is far, in pixels to the right and down.
        """
        width, height = self.size
        cover = np.zeros((height, width), np.float32)
        for sheet in self._sheets:
            high, wide = sheet.plane.shape[0] // 2, sheet.plane.shape[1] // 2
            x = (t * sheet.drift + 0.02 * sheet.sway * math.sin(0.9 * t + 5 * sheet.parallax)) * height
            x, y = (x + shift[0] * sheet.parallax) % wide, (t * sheet.fall * height + shift[1] * sheet.parallax) % high
            matrix = np.array([[1, 0, x - wide], [0, 1, y - high]])
            cover += cv2.warpAffine(sheet.plane, matrix, self.size, flags=cv2.INTER_LINEAR)
        np.clip(cover, 0, 0.9, out=cover)
        sheen = np.empty_like(picture)
        sheen[:] = np.append(light, 0).astype(np.float32)
        picture[:] = cv2.blendLinear(sheen, picture, cover, 1 - cover)


def _tiled(plane: Array) -> Array:
    return np.ascontiguousarray(np.tile(plane, (2, 2)))


def _rain(size: tuple[int, int], random: np.random.Generator, near: float, amount: float) -> _Sheet:
    width, height = size
    fine = np.zeros((height, width), np.uint8)
    slant = 0.09
    for _ in range(int(260 * amount / near**1.3)):
        x, y = float(random.uniform(0, width)), float(random.uniform(0, height))
        long = height * 0.085 * near * float(random.uniform(0.6, 1.3))
        for dx in (-width, 0, width):
            for dy in (-height, 0, height):
                start, end = (x + dx, y + dy), (x + dx - slant * long, y + dy + long)
                ends = [(round(a * 16), round(b * 16)) for a, b in (start, end)]
                cv2.line(fine, ends[0], ends[1], int(random.uniform(90, 255)), 1, cv2.LINE_AA, 4)
    plane = cv2.GaussianBlur(fine.astype(np.float32) / 255, (0, 0), 0.35 + 0.35 * near)
    return _Sheet(_tiled(plane * np.float32(0.16)), 1.1 + 1.5 * near, -slant * (1.1 + 1.5 * near), 0.0, near)


def _snow(size: tuple[int, int], random: np.random.Generator, near: float, amount: float) -> _Sheet:
    width, height = size
    plane = np.zeros((height, width), np.float32)
    for _ in range(int(230 * amount / near**1.6)):
        radius = height * 0.0042 * near * float(random.uniform(0.6, 1.5))
        x, y = float(random.uniform(0, width)), float(random.uniform(0, height))
        _flake(plane, x, y, max(0.45, radius), min(1.0, (radius / 0.45) ** 2) * float(random.uniform(0.5, 0.95)))
    return _Sheet(_tiled(plane), 0.07 + 0.12 * near, 0.015 + 0.03 * near, near, near)


def _flake(plane: Array, x: float, y: float, radius: float, bright: float) -> None:
    reach = int(radius * 2.5) + 1
    rows = np.arange(int(y) - reach, int(y) + reach + 1)
    columns = np.arange(int(x) - reach, int(x) + reach + 1)
    away = (rows[:, None] - y) ** 2 + (columns[None] - x) ** 2
    soft = (np.exp(-away / (2 * radius * radius * 0.55)) * bright).astype(np.float32)
    place = np.ix_(rows % plane.shape[0], columns % plane.shape[1])
    plane[place] = np.maximum(plane[place], soft)
