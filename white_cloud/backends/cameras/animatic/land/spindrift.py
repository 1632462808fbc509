"""Spindrift: sand or snow that the wind lifts off crests, a low veil that streams and tears."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour

_LEAP = 1.18  # how many times farther the land beyond a crest lies than the crest
_FEWER = 2  # a veil is soft: it is computed for every second column and row


@dataclass(frozen=True)
class Spindrift:
    """What blows off crests between `near` and `far` metres from the camera.

    `noise` is its pattern, `height` the metres in which it thins to a third, `amount` its opacity at the crest, 0..1, and
    `wind` its speed in metres a second across the view, to the right; `paint` is its colour, linear, blue first, (3,).
    """

    noise: Tile
    height: float = 1.5
    amount: float = 0.6
    wind: float = 7.0
    paint: Array = field(default_factory=lambda: colour("#f2dfba"), compare=False)
    near: float = 25.0
    far: float = 900.0

    def draw(self, view: View, t: float) -> None:
        """Draw the veil into a bare view, lit by its sun and sky."""
        depth = np.ascontiguousarray(view.depth[::_FEWER, ::_FEWER])
        crest, above = self._crests(depth)
        if not crest.any():
            return
        metre = np.float32(_FEWER / view.lens.focal) * crest
        above *= metre
        wide = np.arange(depth.shape[1], dtype=np.float32) - np.float32(depth.shape[1] / 2)
        across = wide * metre + np.float32(view.lens.x * view.lens.right[0] + view.lens.y * view.lens.right[1])
        across -= above * np.float32(3.5)  # it leans with the wind
        across -= np.float32(self.wind * t)
        lift = above * np.float32(1 / 3.5) + np.float32(t * 0.11) + crest * np.float32(0.004)
        veil = self.noise(across * np.float32(1 / 46.0), lift.copy())
        gust = self.noise(across * np.float32(1 / 310.0), crest * np.float32(0.0021) + np.float32(t * 0.012))
        veil *= np.float32(0.55)
        veil += gust * np.float32(0.6) + np.float32(0.35)
        np.clip(veil, 0, 1.6, out=veil)
        tall = np.float32(self.height) * (1 + np.clip(gust, -0.5, 1.5)) + metre  # never thinner than a pixel
        veil *= cv2.exp(-above / tall) * np.float32(self.amount)
        veil *= (crest > 0) * np.clip((np.float32(self.far) - crest) / np.float32(self.far / 2), 0, 1)
        self._lay(view, np.clip(veil, 0, 0.95), float(np.median(crest[crest > 0])))

    def _crests(self, depth: Array) -> tuple[Array, Array]:
        """Return for every pixel the depth of the crest below it, 0 where there is none, and how many pixels it is above it."""
        crest, above = np.zeros_like(depth), np.zeros_like(depth)
        for row in range(len(depth) - 2, -1, -1):
            below = depth[row + 1]
            leap = (depth[row] > below * _LEAP) & (below > self.near) & (below < self.far)
            goes_on = depth[row] >= crest[row + 1]  # until nearer land comes
            crest[row] = np.where(leap, below, np.where(goes_on, crest[row + 1], 0))
            above[row] = np.where(leap, 0.5, above[row + 1] + 1)
        return crest, above

    def _lay(self, view: View, veil: Array, depth: float) -> None:
        width, height = view.lens.size
        cover = cv2.resize(cv2.GaussianBlur(veil, (0, 0), 0.7), (width, height))
        clear, haze = view.haze.at(width / 2, depth)
        light = view.landscape.light
        sand = (light.sunlight * 0.30 + light.skylight * 0.5) * self.paint
        dust = np.empty((height, width, 4), np.float32)
        dust[:] = np.append((sand * clear + haze * (1 - clear)).astype(np.float32), 0)
        np.copyto(view.radiance, cv2.blendLinear(dust, view.radiance, cover, 1 - cover))
