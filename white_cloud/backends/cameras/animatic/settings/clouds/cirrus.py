"""Cirrus: fibres of ice drawn out by the wind, on a plane high above, in two sheets that drift at different speeds."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, smoothstep, spectral_noise

_CEILING = 5200.0  # metres above the eye
_LOWEST = 0.035  # tangent of the angle over the horizon under which there is only haze


class Cirrus:
    """Streaks on the sky; `amount` 0..1 is how much of it they veil, `heading` the wind's direction in degrees."""

    def __init__(self, seed: int, amount: float, heading: float) -> None:
        self.amount, self._heading = amount, heading
        self._fibres, self._bands = Tile(_fibres(seed)), Tile(spectral_noise(128, 1.8, seed + 3, 1, 12, stretch=0.6))

    def cover(self, lens: Pinhole, t: float) -> Array:
        """Return how much of the sky behind is veiled, float32 (height, width) of the frame, 0..1."""
        w, h = max(2, lens.size[0] // 2), max(2, lens.size[1] // 2)
        rows = np.arange(h, dtype=np.float32) * 2 + 1
        rise = (np.float32(lens.horizon_row) - rows) / np.float32(lens.focal)
        shown = int(np.searchsorted(-rise, -_LOWEST))
        cover = np.zeros((h, w), np.float32)
        if shown < 1:
            return np.zeros((lens.size[1], lens.size[0]), np.float32)
        away = np.float32(_CEILING) / rise[:shown]
        columns = np.arange(w, dtype=np.float32) * 2 + np.float32(
            1 - lens.size[0] / 2 + lens.focal * math.tan(math.radians(lens.yaw))
        )
        x = columns[None] / np.float32(lens.focal) * away[:, None]
        y = np.repeat(away[:, None], w, 1)
        c, s = (np.float32(f(math.radians(self._heading))) for f in (math.cos, math.sin))
        along, beside = x * c + y * s, y * c - x * s
        band = self._bands(along / 60000 + np.float32(0.00025 * t), beside / 42000)
        streak = self._fibres(along / 46000 + np.float32(0.0011 * t), beside / 23000 + np.float32(0.0002 * t))
        fine = self._fibres(along / 21000 + np.float32(0.0019 * t + 0.37), beside / 9100 + np.float32(0.21))
        fine *= np.clip(rise[:shown] * 6, 0, 1)[:, None]
        body = streak * 0.75 + fine * 0.42 + band * 0.85
        veil = smoothstep(0.9 - 1.5 * self.amount, 4.2 - 1.0 * self.amount, body).astype(np.float32)
        veil *= smoothstep(_LOWEST, 0.16, rise[:shown])[:, None].astype(np.float32)
        cover[:shown] = veil * np.float32(0.9)
        return cv2.resize(cover, lens.size, interpolation=cv2.INTER_LINEAR)

    def depth(self, lens: Pinhole) -> Array:
        """Return metres to the sheet for every row of the frame, float32 (height, 1)."""
        rows = np.arange(lens.size[1], dtype=np.float32) + np.float32(0.5)
        rise = np.maximum((np.float32(lens.horizon_row) - rows) / np.float32(lens.focal), np.float32(0.02))
        return np.asarray((np.float32(_CEILING) / rise)[:, None], np.float32)


def _fibres(seed: int) -> Array:
    """Return a tile of noise drawn out along x, its threads bent as where ice falls into slower air."""
    rows, columns = np.mgrid[0:512, 0:1024].astype(np.float32)
    bend = spectral_noise(512, 2.2, seed + 1, 1, 8, width=1024)
    thread = spectral_noise(512, 1.25, seed, 2, 200, stretch=0.09, width=1024)
    cut = cv2.remap(thread, (columns + 34 * np.roll(bend, 200, 1)) % 1023, (rows + 26 * bend) % 511, cv2.INTER_LINEAR)
    tuft = spectral_noise(512, 1.7, seed + 2, 2, 26, stretch=0.5, width=1024)
    return (cut * 0.75 + 0.65 * tuft).astype(np.float32)
