"""A backdrop and the sheet it is painted on: coordinates, blurs, points of light out of focus, and the light it throws."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep, spectral_noise

#: Wider and higher than a frame by these factors; painted at a half.
WIDE, HIGH, HALF = 1.9, 1.7, 2


@dataclass(frozen=True)
class Rim:
    """The light that a backdrop throws on who is before it: direction (x to the right, y away, z up) and colours."""

    towards: tuple[float, float, float]
    key: Array
    fill: Array
    ambient: Array


@dataclass(frozen=True)
class Backdrop:
    """A painted backdrop.

    `still` (h, w, 4) is its light, `living` layers that pulse, each with its rate in hertz, depth of pulse and phase; `classes`
    names what its areas are: (name, mask, metres), the first covering all; `away` is how far it seems to be, metres.
    """

    still: Array = field(repr=False)
    living: tuple[tuple[Array, float, float, float], ...] = field(repr=False)
    classes: tuple[tuple[str, Array | None, float], ...] = field(repr=False)
    rim: Rim
    away: float
    exposure: float = 1.0
    lively: float = 0.0  # how much the key light flickers

    def at(self, t: float) -> Array:
        """Return the light at `t` seconds, a fresh array."""
        picture: Array = self.still.copy()
        for layer, rate, deep, phase in self.living:
            pulse = 1 - deep * (0.5 + 0.5 * wavering(t * rate, phase))
            picture = cv2.scaleAdd(layer, pulse, picture)
        return picture


def wavering(turns: float, phase: float) -> float:
    """Return a smooth unrest between -1 and 1."""
    a = 2 * math.pi * turns + phase
    return 0.55 * math.sin(a) + 0.30 * math.sin(2.3 * a + 1.3) + 0.15 * math.sin(5.1 * a + 0.4)


class Sheet:
    """Coordinates and blurs of a backdrop in the making: x in frame widths from the middle, y in frame heights downwards."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self.random = np.random.default_rng((seed, 77))
        self.w, self.h = max(8, round(size[0] * WIDE / HALF)), max(8, round(size[1] * HIGH / HALF))
        self.frame = size[0] / HALF
        self.x = ((np.arange(self.w, dtype=np.float32) + 0.5 - self.w / 2) / self.frame)[None]
        self.y = ((np.arange(self.h, dtype=np.float32) + 0.5 - self.h / 2) / (size[1] / HALF))[:, None]
        self.aspect = size[0] / size[1]
        self.noise = spectral_noise(128, slope=2.0, seed=seed, lowest=1, highest=12)

    def blank(self) -> Array:
        """Return a picture without light (h, w, 3)."""
        return np.zeros((self.h, self.w, 3), np.float32)

    def soft(self, picture: Array, radius: float) -> Array:
        """Return a picture as a lens out of focus shows it, `radius` in frame widths."""
        r = max(1, round(radius * self.frame))
        kernel: Array = np.zeros((2 * r + 1, 2 * r + 1), np.float32)
        cv2.circle(kernel, (r, r), r, 1.0, -1)
        return cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)

    def disc(self, picture: Array, x: float, y: float, radius: float, light: Array) -> None:
        """Add a point of light out of focus: an even disc, a little brighter at its edge."""
        cx, cy = (x * self.frame + self.w / 2, y * self.frame / self.aspect + self.h / 2)
        r = max(1.2, radius * self.frame)
        x0, x1 = int(max(0, cx - r - 2)), int(min(self.w, cx + r + 3))
        y0, y1 = int(max(0, cy - r - 2)), int(min(self.h, cy + r + 3))
        if x1 <= x0 or y1 <= y0:
            return
        across, down = np.arange(x0, x1)[None] - cx, np.arange(y0, y1)[:, None] - cy
        away = np.sqrt(across * across + down * down) / r
        shape = smoothstep(1 + 0.8 / r, 1 - 0.8 / r, away) * (0.72 + 0.28 * smoothstep(0.5, 1.0, away))
        picture[y0:y1, x0:x1] += shape[..., None].astype(np.float32) * light

    def cloudy(self) -> Array:
        """Return slow noise over the sheet, mean 0."""
        return cv2.resize(self.noise, (self.w, self.h), interpolation=cv2.INTER_CUBIC)


def four(picture: Array) -> Array:
    """Return a picture with a fourth channel, which is 0."""
    return np.ascontiguousarray(np.dstack([picture, np.zeros_like(picture[..., 0])]), np.float32)


def everywhere(mask: Array, sheet: Sheet) -> Array:
    """Return what depends on x or y alone at the whole size of a sheet."""
    return np.ascontiguousarray(np.broadcast_to(mask, (sheet.h, sheet.w)))
