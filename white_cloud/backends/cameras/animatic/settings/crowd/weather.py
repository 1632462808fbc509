"""What falls on a crowd: flakes or drops in three sheets, the nearer the larger and the faster."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels

_SHEETS = ((14.0, 0.5), (6.5, 0.8), (3.2, 1.0))  # metres away, and how strong
_SHIFT = 4  # bits of fraction in OpenCV's coordinates


@dataclass(frozen=True)
class Falling:
    """Particles of the air: `places` (n, 2) in 0..1 of a sheet, how fast they fall (metres a second) and drift aside."""

    places: Array = field(repr=False)
    falls: float
    drifts: float
    snow: bool

    @classmethod
    def of(cls, words: frozenset[str], seed: int) -> Falling | None:
        """Return what falls by the words, None where nothing does."""
        random = np.random.default_rng((seed, 65))
        if "snow" in words:
            return cls(random.random((420, 2)), 1.0, 0.35, True)
        if "rain" in words:
            return cls(random.random((380, 2)), 8.0, 0.7, False)
        return None

    def draw(self, picture: Array, lens: Pinhole, light: Array, t: float) -> None:
        """Draw what falls at `t` seconds over `picture`, in `light` (3,)."""
        width, height = lens.size
        sheet: Array = np.zeros((height, width), np.uint8)
        turned = math.tan(math.radians(lens.yaw)) * lens.focal
        for number, (away, strength) in enumerate(_SHEETS):
            metre = lens.focal / max(away - lens.y, 1.0)
            places = self.places[number :: len(_SHEETS)]
            wide, tall = width * 1.2, height * 1.2
            sway = 0.12 * np.sin(t * 1.3 + places[:, 0] * 40) if self.snow else 0.0
            x = (places[:, 0] * wide + (self.drifts * t + sway - lens.x) * metre - turned) % wide - 0.1 * width
            y = (places[:, 1] * tall + (self.falls * t + lens.z) * metre + lens.horizon_row) % tall - 0.1 * height
            self._mark(sheet, x, y, metre, strength)
        cover = cv2.multiply(sheet, 1 / 255, dtype=cv2.CV_32F)
        veil = cv2.multiply(four_channels(cover), (*light.tolist(), 0.0))
        np.copyto(picture, cv2.add(cv2.multiply(picture, four_channels(1 - cover)), veil))

    def _mark(self, sheet: Array, x: Array, y: Array, metre: float, strength: float) -> None:
        points = np.round(np.stack([x, y], 1) * 2**_SHIFT).astype(int)
        if self.snow:
            radius = max(0.6, 0.008 * metre)
            for px, py in points:
                cv2.circle(sheet, (int(px), int(py)), int(radius * 2**_SHIFT), int(200 * strength), -1, cv2.LINE_AA, _SHIFT)
            return
        long = int(self.falls / 40 * metre * 2**_SHIFT)
        aside = int(long * self.drifts / self.falls)
        for px, py in points:
            end = (int(px) + aside, int(py) + long)
            cv2.line(sheet, (int(px), int(py)), end, int(54 * strength), 1, cv2.LINE_AA, _SHIFT)
