"""Smoke from a stack: a plume that rises, bends into the wind and widens, its texture drifting along it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, smoothstep, spectral_noise


@dataclass(frozen=True)
class Plume:
    """Where smoke comes from: place in metres, radius of the mouth, density, length in metres along the wind, and a seed."""

    x: float
    z: float
    radius: float
    density: float
    length: float
    seed: float


@dataclass(frozen=True)
class SmokeLight:
    """The colours (linear BGR) of a plume's dark belly and lit back at its distance."""

    belly: Array
    back: Array


class Smoke:
    """Draws plumes; holds the noise they share."""

    def __init__(self, seed: int) -> None:
        self._noise = Tile(spectral_noise(256, slope=1.5, seed=seed, lowest=2, highest=60))

    def draw(self, picture: Array, mouth: tuple[float, float], metre: float, plume: Plume, light: SmokeLight, t: float) -> None:
        """Draw a plume over `picture` in place: `mouth` is the stack's mouth and `metre` a metre there, in pixels.

        The plume is computed coarsely, as smoke is soft, and enlarged.
        """
        h, w = picture.shape[:2]
        length, radius = min(plume.length * metre, w * 0.6), plume.radius * metre
        if radius < 0.12 or length < 6:
            return
        x0, x1 = int(max(0, mouth[0] - radius * 2)), int(min(w, mouth[0] + length))
        y0, y1 = int(max(0, mouth[1] - length * 0.55)), int(min(h, mouth[1] + radius * 2))
        if x1 - x0 < 4 or y1 - y0 < 4:
            return
        step = max(2, int(length / 46))
        coarse = (max(3, (x1 - x0) // step), max(3, (y1 - y0) // step))
        along = ((np.linspace(x0, x1, coarse[0], dtype=np.float32) - np.float32(mouth[0])) / np.float32(length))[None]
        up = ((np.float32(mouth[1]) - np.linspace(y0, y1, coarse[1], dtype=np.float32)) / np.float32(length))[:, None]
        cover, shade = self._body(np.repeat(along, coarse[1], 0), np.repeat(up, coarse[0], 1), radius / length, plume, t)
        cover, shade = (cv2.resize(v, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR) for v in (cover, shade))
        span = light.back - light.belly
        smoke = cv2.merge([shade * np.float32(span[i]) + np.float32(light.belly[i]) for i in range(3)] + [shade])
        region = np.ascontiguousarray(picture[y0:y1, x0:x1])
        picture[y0:y1, x0:x1] = cv2.blendLinear(smoke, region, cover, 1 - cover)

    def _body(self, along: Array, up: Array, mouth: float, plume: Plume, t: float) -> tuple[Array, Array]:
        """Return coverage and shade 0..1 in the plume's own units: lengths along the wind and up from the mouth."""
        before = np.minimum(along, 0) / mouth
        s = np.maximum(along, 0)
        rise = 0.34 * s**0.55 * (1 - 0.25 * s) + 0.03 * math.sin(t * 0.31 + plume.seed) * s
        wide = mouth + 0.15 * s**0.85 + 0.002
        aside = (up - rise) / wide
        drift = t * 0.045 * (1 + 0.4 * plume.density) / max(0.6, plume.radius**0.25)
        swirl = self._noise(
            (s * 1.5 - drift + plume.seed * 0.37).astype(np.float32),
            (aside * 0.16 + plume.seed * 0.61 + s * 0.2 - t * 0.010).astype(np.float32),
        )
        curl = self._noise(
            (s * 3.6 - t * 0.10 + plume.seed * 0.11).astype(np.float32), (aside * 0.33 + plume.seed * 0.3).astype(np.float32)
        )
        body = np.exp(-aside * aside * 1.1) * np.clip(0.50 + 0.42 * swirl + 0.22 * curl, 0, None)
        body *= np.clip(1 - s, 0, 1) ** 1.1 * (mouth / wide) ** 0.55 * np.exp(-before * before * 1.4)
        body *= smoothstep(-1.6, 0.2, (up - rise) / mouth + np.minimum(s * 60, 3))
        shade = np.clip(0.52 + 0.36 * aside + 0.20 * swirl + 0.10 * curl, 0.05, 1)
        return (1 - np.exp(-3.6 * plume.density * body)).astype(np.float32), shade.astype(np.float32)
