"""Sprites of dust: billows like cauliflower, and a soft haze that fills the gaps between them."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, smoothstep, spectral_noise

#: Pixels of a sprite's side, and how many there are.
SPRITE, SPRITES = 112, 6


def billow(seed: int) -> Array:
    """Return a billow of dust (SPRITE, SPRITE, 4): cover, and its relief's slopes to the right and down.

    It is the upper side of many balls within a ball, roughened by noise.
    """
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:SPRITE, 0:SPRITE].astype(np.float32) / (SPRITE / 2) - 1
    height: Array = np.full((SPRITE, SPRITE), -1.0, np.float32)
    for _ in range(46):
        turn, out = random.uniform(0, 2 * math.pi), math.sqrt(random.random()) * 0.62
        radius = float(random.uniform(0.15, 0.36))
        x, y = out * math.cos(turn), out * math.sin(turn)
        z = math.sqrt(max(0.0, 0.62 - out * out)) * float(random.uniform(0.3, 0.9))
        inside = radius * radius - (columns - np.float32(x)) ** 2 - (rows - np.float32(y)) ** 2
        height = np.maximum(height, np.where(inside > 0, np.float32(z) + np.sqrt(np.maximum(inside, 0)), -1))
    noise = spectral_noise(SPRITE, 1.5, seed + 50, 4, 40)
    solid = blur((height > -0.9).astype(np.float32), 3.2)
    height = np.maximum(height, -0.15) + 0.035 * noise
    edge = np.hypot(columns, rows)
    cover = smoothstep(0.20, 0.88, solid + 0.13 * noise) * smoothstep(1.0, 0.80, edge)
    relief = blur(height.astype(np.float32), 1.6)
    slope_x, slope_y = (cv2.Sobel(relief, cv2.CV_32F, dx, dy, ksize=3) for dx, dy in ((1, 0), (0, 1)))
    gain = np.float32(1 / (slope_x.std() + slope_y.std()))
    slopes = [np.clip(slope * gain, -1.6, 1.6) for slope in (slope_x, slope_y)]
    return np.asarray(cv2.merge([cover.astype(np.float32), *slopes, np.zeros_like(relief)]))


def haze() -> Array:
    """Return a sprite as of `billow`, but soft: it fills the gaps between billows."""
    rows, columns = np.mgrid[0:SPRITE, 0:SPRITE].astype(np.float32) / (SPRITE / 2) - 1
    cover = np.clip(1 - columns**2 - rows**2, 0, 1) ** 1.3 * (1 + 0.18 * spectral_noise(SPRITE, 1.7, 66, 3, 24))
    flat = np.zeros_like(cover)
    return np.asarray(cv2.merge([np.clip(cover, 0, 1).astype(np.float32), -0.35 * columns, -0.35 * rows, flat]))
