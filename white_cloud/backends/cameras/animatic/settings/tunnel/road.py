"""The road of a tunnel, and the grain of road and wall."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.tunnel.make import Make


def grain(seed: int) -> Tile:
    """Return the grain of wall and road, a tile of four planes: fine, coarse, wet, nothing."""
    fine = spectral_noise(256, 0.7, seed, 12)
    coarse = spectral_noise(256, 1.6, seed + 1, 2)
    wet = smoothstep(0.4, 1.6, spectral_noise(256, 1.3, seed + 2, 4)) * (1 + 0.5 * fine)
    return Tile(np.dstack([fine, coarse, wet, np.zeros_like(fine)]).astype(np.float32))


def lit_road(
    make: Make, surface: Tile, lamplight: Tile, places: tuple[Array, Array, Array], lens: Pinhole, first: float
) -> tuple[Array, Array]:
    """Return the lit road (h, w, 4) at `places` (x, y, distance) and its gloss (h, w): wheel tracks in mud, or rails.

    `lamplight` is the light on it, whose first great ring stands at y = `first`.
    """
    x, y, distance = places
    noise = surface(x * np.float32(0.22), y * np.float32(1 / 6.5))
    fine, coarse, wet, _ = cv2.split(noise)
    near = np.clip(1.6 - distance * distance * np.float32(4 / (lens.z * lens.focal)), 0, 1)
    paint = np.maximum(1 + coarse * np.float32(0.18) + fine * near * np.float32(0.25), 0) * np.float32(0.15)
    track = np.exp(-(((np.abs(x) - np.float32(0.95)) / np.float32(0.26)) ** 2))
    gloss = np.clip(0.16 + 0.50 * track + 0.26 * wet, 0.05, 1).astype(np.float32)
    paint *= 1 - np.float32(0.6) * track
    if make.rails:
        paint, gloss = _rails(x, y, distance, lens, paint, gloss)
    light = lamplight(x / np.float32(8.0) + np.float32(0.5), (y - np.float32(first)) / np.float32(make.portal))
    own = colour("#ffe9c8", 0.9)
    beam = paint * (np.float32(1.0) / (distance * np.float32(1.4) + np.float32(2.0)))
    lit = cv2.multiply(light, four_channels(paint))
    return cv2.add(lit, cv2.merge([*(beam * v for v in own), np.zeros_like(beam)])), gloss


def _rails(x: Array, y: Array, distance: Array, lens: Pinhole, paint: Array, gloss: Array) -> tuple[Array, Array]:
    """Lay two rails on sleepers over a bed of gravel; a box filter in x and y."""
    across = distance / np.float32(lens.focal)
    along = distance * across / np.float32(lens.z)
    period = np.float32(0.66)
    phase = y / period - np.floor(y / period)
    soft = np.clip(along / period, 0.05, 1)
    sleeper = np.clip((np.float32(0.19) - np.abs(phase - np.float32(0.5))) / soft + np.float32(0.5), 0, 1)
    sleeper += (np.float32(0.38) - sleeper) * np.clip(along / period * 2 - 0.5, 0, 1)
    sleeper *= np.clip((np.float32(1.15) - np.abs(x)) / across + np.float32(0.5), 0, 1)
    rail = np.clip((np.float32(0.036) - np.abs(np.abs(x) - np.float32(0.72))) / across + np.float32(0.5), 0, 1)
    rail *= np.minimum(np.float32(0.072) / across, 1)
    paint = paint * (1 - np.float32(0.45) * sleeper) * (1 - rail) + rail * np.float32(0.5)
    return paint, np.clip(gloss * (1 - np.float32(0.4) * sleeper) + rail * np.float32(0.9), 0, 1)
