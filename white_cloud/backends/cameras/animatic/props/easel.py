"""An easel: a sheet that silhouettes are painted on in metres, twice as fine as it is shown."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_FINE = 2
_SUBPIXEL = 4  # bits of fraction in OpenCV's polygon corners
_FARTHEST = 400_000  # in those units: OpenCV's fixed-point corners overflow beyond


class Easel:
    """Three layers: coverage, tone (a factor on the paint of all) and shine (what gives light itself), each float32, 0 up.

    x runs to the right from the left edge, z up from the ground at the lower edge.
    """

    def __init__(self, metre: float, tall: float, size: tuple[int, int]) -> None:
        """Stretch a sheet of `size` (width, height) pixels, `metre` of them to the metre, its upper edge `tall` metres up."""
        self._scale, self._tall, self._size = metre * _FINE, tall, size
        fine = (size[1] * _FINE, size[0] * _FINE)
        self._cover, self._shine = np.zeros(fine, np.float32), np.zeros(fine, np.float32)
        self._tone = np.ones(fine, np.float32)

    def polygon(self, places: Sequence[tuple[float, float]], tone: float | None = None) -> None:
        """Cover a polygon, in a tone or in that of what lies below."""
        points = self._points(places)
        cv2.fillPoly(self._cover, [points], 1.0, cv2.LINE_8, _SUBPIXEL)
        cv2.fillPoly(self._shine, [points], 0.0, cv2.LINE_8, _SUBPIXEL)
        if tone is not None:
            cv2.fillPoly(self._tone, [points], float(tone), cv2.LINE_8, _SUBPIXEL)

    def box(self, x0: float, x1: float, z0: float, z1: float, tone: float | None = None) -> None:
        """Cover an upright rectangle."""
        self.polygon([(x0, z0), (x1, z0), (x1, z1), (x0, z1)], tone)

    def line(self, x0: float, z0: float, x1: float, z1: float, thick: float) -> None:
        """Cover a line `thick` metres wide, never less than half a pixel."""
        start, end = ((int(p[0]), int(p[1])) for p in self._points([(x0, z0), (x1, z1)]))
        cv2.line(self._cover, start, end, 1.0, max(1, round(thick * self._scale)), cv2.LINE_8, _SUBPIXEL)

    def wheel(self, x: float, z: float, radius: float, thick: float) -> None:
        """Cover a ring."""
        (point,) = self._points([(x, z)])
        wide = max(1, round(thick * self._scale))
        reach = int(radius * self._scale * (1 << _SUBPIXEL))
        cv2.circle(self._cover, (int(point[0]), int(point[1])), reach, 1.0, wide, cv2.LINE_8, _SUBPIXEL)

    def shine(self, places: Sequence[tuple[float, float]], strength: float = 1.0) -> None:
        """Make a polygon shine."""
        cv2.fillPoly(self._shine, [self._points(places)], strength, cv2.LINE_8, _SUBPIXEL)

    def layers(self) -> tuple[Array, Array, Array]:
        """Return coverage, tone and shine (height, width) at the size they are shown."""
        sheets = (self._cover, self._tone, self._shine)
        cover, tone, shine = (cv2.resize(sheet, self._size, interpolation=cv2.INTER_AREA) for sheet in sheets)
        return cover, tone, shine

    def _points(self, places: Sequence[tuple[float, float]]) -> Array:
        scale = self._scale * (1 << _SUBPIXEL)
        fixed = [(x * scale, (self._tall - z) * scale) for x, z in places]
        return np.round(np.clip(fixed, -_FARTHEST, _FARTHEST)).astype(np.int32)
