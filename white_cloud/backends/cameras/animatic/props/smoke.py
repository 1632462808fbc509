"""Smoke from a stack: a plume that rises, bends into the wind and widens, its texture drifting along it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, smoothstep, spectral_noise

_COARSE = 56  # a plume is computed with about so many cells along its length


@dataclass(frozen=True)
class Plume:
    """Where smoke comes from: place in metres, radius of the mouth, density, length in metres along the wind, and a seed.

    `lift` is how high it climbs, as a part of its length (.34 in a wind, above 1 in still air); `spread` how much it widens;
    `gust` 0..1 breaks it into puffs, as a stove that is being fed does.
    """

    x: float
    z: float
    radius: float
    density: float
    length: float
    seed: float
    lift: float = 0.34
    spread: float = 0.15
    gust: float = 0.0


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
        high = length * (plume.lift * 1.05 + plume.spread * 1.3 + 0.06)
        x0, x1 = int(max(0, mouth[0] - radius * 2)), int(min(w, mouth[0] + length))
        y0, y1 = int(max(0, mouth[1] - high)), int(min(h, mouth[1] + radius * 2))
        if x1 - x0 < 4 or y1 - y0 < 4:
            return
        step = max(2, int(max(length, high) / _COARSE))
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
        sway = 1 + 0.10 * math.sin(t * 0.31 + plume.seed) + 0.06 * math.sin(t * 0.73 + 2.3 * plume.seed)
        rise = plume.lift * sway * s**0.55 * (1 - 0.25 * s)
        wide = mouth + plume.spread * s**0.85 + 0.002
        # Across a steep plume its width lies along the wind: the slope of the axis turns one into the other.
        slope = plume.lift * 0.5 / np.sqrt(s + 0.03)
        aside = (up - rise) / (wide * np.sqrt(1 + slope * slope * 0.6))
        swirl, curl = self._texture(s, aside, plume, t)
        body = np.exp(-aside * aside * 1.1) * np.clip(0.50 + 0.42 * swirl + 0.22 * curl, 0, None)
        body *= np.clip(1 - s, 0, 1) ** 1.1 * (mouth / wide) ** 0.55 * np.exp(-before * before * 1.4)
        body *= smoothstep(-1.6, 0.2, (up - rise) / mouth + np.minimum(s * 60, 3))
        if plume.gust:
            puffs = np.sin(s * 26 - t * 1.5 + plume.seed * 2.1) + 0.6 * np.sin(s * 11 - t * 0.63 + plume.seed)
            body *= 1 - plume.gust * np.clip(0.55 - 0.5 * puffs, 0, 1) * smoothstep(0.0, 0.1, s)
        shade = np.clip(0.52 + 0.36 * aside + 0.20 * swirl + 0.10 * curl, 0.05, 1)
        return (1 - np.exp(-3.6 * plume.density * body)).astype(np.float32), shade.astype(np.float32)

    def _texture(self, s: Array, aside: Array, plume: Plume, t: float) -> tuple[Array, Array]:
        drift = t * 0.045 * (1 + 0.4 * plume.density) / max(0.6, plume.radius**0.25)
        swirl = self._noise(
            (s * 1.5 - drift + plume.seed * 0.37).astype(np.float32),
            (aside * 0.16 + plume.seed * 0.61 + s * 0.2 - t * 0.010).astype(np.float32),
        )
        curl = self._noise(
            (s * 3.6 - t * 0.10 + plume.seed * 0.11).astype(np.float32), (aside * 0.33 + plume.seed * 0.3).astype(np.float32)
        )
        return swirl, curl
