"""Sprites of dust, all soft at their rims so that they merge: billows, a haze that fills their gaps, a jet out of a hole."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, smoothstep, spectral_noise

#: Pixels of a sprite's side, and how many billows there are.
SPRITE, SPRITES = 96, 6
#: Where among the sprites the haze and the jet are.
HAZE, JET = SPRITES, SPRITES + 1


def sprites(seed: int) -> tuple[Array, ...]:
    """Return all sprites: SPRITES billows, the haze, the jet."""
    return (*(billow(seed + number) for number in range(SPRITES)), haze(), jet())


def billow(seed: int) -> Array:
    """Return a billow of dust (SPRITE, SPRITE, 4): slopes of its relief to the right and down times cover, 0, and cover.

    It is the upper side of many balls within a ball, roughened by noise and frayed towards its rim.
    """
    random = np.random.default_rng(seed)
    columns, rows = _grid()
    height: Array = np.full((SPRITE, SPRITE), -0.4, np.float32)
    for _ in range(22):
        turn, out = random.uniform(0, 2 * math.pi), math.sqrt(random.random()) * 0.62
        radius = float(random.uniform(0.20, 0.52))
        x, y = out * math.cos(turn), out * math.sin(turn)
        z = math.sqrt(max(0.0, 0.62 - out * out)) * float(random.uniform(0.3, 0.9))
        inside = radius * radius - (columns - np.float32(x)) ** 2 - (rows - np.float32(y)) ** 2
        height = np.maximum(height, np.where(inside > 0, np.float32(z) + np.sqrt(np.maximum(inside, 0)), -0.4))
    noise = spectral_noise(SPRITE, 1.5, seed + 50, 3, 40)
    edge = np.hypot(columns, rows)
    solid = blur((height > -0.3).astype(np.float32), 5.0)
    cover = smoothstep(0.15, 1.0, solid + 0.16 * noise) * smoothstep(0.98, 0.42, edge + 0.07 * noise) * (edge < 0.98)
    relief = blur((height + 0.05 * noise).astype(np.float32), 2.0)
    slope_x, slope_y = (cv2.Sobel(relief, cv2.CV_32F, dx, dy, ksize=3) for dx, dy in ((1, 0), (0, 1)))
    gain = np.float32(1.1 / (slope_x.std() + slope_y.std()))
    return _sprite(np.clip(slope_x * gain, -1.5, 1.5), np.clip(slope_y * gain, -1.5, 1.5), cover)


def haze() -> Array:
    """Return a sprite as of `billow`, but softer: it fills the gaps between billows."""
    columns, rows = _grid()
    cover = np.clip(1 - columns**2 - rows**2, 0, 1) ** 1.3 * (1 + 0.18 * spectral_noise(SPRITE, 1.7, 66, 3, 24))
    return _sprite(-0.35 * columns, -0.35 * rows, np.clip(cover, 0, 1))


def jet() -> Array:
    """Return a sprite as of `billow`: what shoots out of a hole, narrow at the foot of the sprite, torn at its head."""
    columns, rows = _grid()
    noise = spectral_noise(SPRITE, 1.4, 88, 3, 40, stretch=2.0)
    wide = 0.22 + 0.30 * (1 - rows) / 2 + 0.05 * noise
    cover = smoothstep(1.0, 0.45, np.abs(columns + 0.05 * noise) / wide) * smoothstep(-0.95, -0.2, rows + 0.22 * noise)
    cover *= smoothstep(0.97, 0.85, np.abs(rows)) * smoothstep(0.97, 0.8, np.abs(columns))
    return _sprite(-0.7 * np.clip(columns / wide, -1, 1), 0.3 + 0.3 * noise, cover)


def _grid() -> tuple[Array, Array]:
    """Return how far right and down of a sprite's middle its pixels are, -1..1."""
    rows, columns = np.mgrid[0:SPRITE, 0:SPRITE].astype(np.float32) / (SPRITE / 2) - 1
    return columns, rows


def _sprite(slope_x: Array, slope_y: Array, cover: Array) -> Array:
    planes = [slope_x * cover, slope_y * cover, np.zeros_like(cover), cover]
    return np.asarray(cv2.merge([plane.astype(np.float32) for plane in planes]))
