"""Wet ground: what stands on it is mirrored in it, drawn out downwards by its roughness."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.plan import CELL
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits


class Mirror:
    """Mirrors a street in its ground; `wet` 0..1 is how much of it is water."""

    def __init__(self, seed: int, wet: float) -> None:
        self._wet = wet
        self._puddles = Tile(spectral_noise(256, slope=1.5, seed=seed, lowest=3, highest=60))

    def lay(self, picture: Array, depth: Array, hits: Hits, lens: Pinhole, t: float) -> None:
        """Mix into the ground what it mirrors, by Fresnel's law (Schlick 1994) and by how wet it is.

        `depth` knows what stands in the street. The mirrored row follows from what stands where the column's ground ends: a
        place `z` high at depth `d` is seen in the ground as if the lens stood as deep below it as it stands above.
        """
        first = max(0, math.ceil(lens.horizon_row))
        if len(picture) - first < 4:
            return
        ground = hits.ground[first:] & (depth[first:] == hits.depth[first:])
        share = self._share(hits.depth[first:], ground, hits.x[first:], hits.y[first:], lens.z)
        seen = self._seen(picture, depth, first, ground, hits, lens, t)
        region = np.ascontiguousarray(picture[first:])
        darker = cv2.multiply(region, four_channels(1 - np.float32(0.5) * share), dst=region)
        picture[first:] = cv2.add(darker, cv2.multiply(seen, four_channels(share), dst=seen), dst=darker)

    def _share(self, far: Array, ground: Array, x: Array, y: Array, height: float) -> Array:
        """Return the part of light that the ground mirrors, (rows, w)."""
        square = np.minimum(far, 3000)
        square *= square
        square += np.float32(height**2)
        cv2.sqrt(square, square)
        share = np.float32(-height) / square
        share += 1
        fourth = share * share
        fourth *= fourth
        share *= fourth
        share *= np.float32(0.85)
        share += np.float32(0.05)
        scale = np.float32(CELL / 26.0)
        wet = self._puddles(x * scale, y * scale)
        wet *= np.float32(0.58)
        wet += np.float32(0.71)
        np.clip(wet, 0.30, 1, out=wet)
        share *= wet
        share *= np.float32(self._wet) * ground
        return share

    def _seen(self, picture: Array, depth: Array, first: int, ground: Array, hits: Hits, lens: Pinhole, t: float) -> Array:
        """Return what is mirrored (rows, w, 4), worked out at half the size, as rough water is soft."""
        h, w = picture.shape[:2]
        step = np.s_[::2, ::2]
        far, ground = np.minimum(depth[first:][step], 3000), ground[step]
        rows = np.arange(len(far), dtype=np.int32)[:, None]
        wall_row = np.maximum.accumulate(np.where(ground, 0, rows), axis=0)
        wall = np.take_along_axis(far, wall_row, 0)
        below = (2 * rows + np.float32(first + 1 - lens.horizon_row)).astype(np.float32)
        ripple = self._puddles(
            hits.x[first:][step] * np.float32(1.9) + np.float32(t * 0.02), hits.y[first:][step] * np.float32(1.9)
        )
        mirrored = np.float32(2 * lens.z * lens.focal) / wall
        mirrored += np.float32(lens.horizon_row) - below
        mirrored += ripple * np.clip(below * np.float32(0.05), 0.2, 3.0)
        mirrored *= np.float32(0.5)
        np.clip(mirrored, 0, h / 2 - 1, out=mirrored)
        columns = ripple * np.float32(0.4) + np.arange(far.shape[1], dtype=np.float32)
        seen = cv2.remap(_drawn_out(picture), columns, mirrored, cv2.INTER_LINEAR)
        return cv2.resize(seen, (w, h - first), interpolation=cv2.INTER_LINEAR)


def _drawn_out(picture: Array) -> Array:
    """Return a picture at half its size, drawn out up and down, as rough water shows it."""
    h, w = picture.shape[:2]
    half = cv2.resize(picture, (max(1, w // 2), max(1, h // 2)), interpolation=cv2.INTER_AREA)
    near = cv2.blur(half, (1, max(3, h // 90)))
    far = cv2.blur(near, (1, max(3, h // 22)))
    return cv2.addWeighted(near, 0.55, far, 0.45, 0)
