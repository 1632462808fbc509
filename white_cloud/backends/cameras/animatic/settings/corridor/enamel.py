"""Enamel basins of a dormitory: painted as the lens looks down into them, the right way up."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour

_FINE = 4  # times finer that they are painted
_WIDE, _HIGH, _FOOT = 0.19, 0.115, 0.62  # half the rim, the height, metres; the foot's part of the rim
#: Enamel, its rim and the flower on its ground.
_PAINTS = (("#d5d2c4", "#2e4470", "#9a3b30"), ("#a7b4ae", "#3b4a44", "#7c4038"), ("#c9b98f", "#6a3526", "#4f6a4a"))


def basin(number: int, tilt: float, metre: float, light: Array) -> tuple[Array, float, float, float]:
    """Return a basin in `light` (3,) as a picture (h, w, 4), premultiplied, with its left, bottom and metre.

    `tilt` is how far the lens looks down on it: what the height of its round mouth is to its width.
    """
    metre *= _FINE
    w, h = (math.ceil(n * metre / _FINE) * _FINE for n in (2.2 * _WIDE, _HIGH + 2.2 * _WIDE * tilt))
    fine = np.zeros((h, w, 4), np.float32)
    rim, base = 1.08 * _WIDE * tilt * metre, h - 1.08 * _WIDE * _FOOT * tilt * metre
    enamel, edge, flower = (colour(tone) * light for tone in _PAINTS[number % len(_PAINTS)])
    paint = _Basin(fine, w / 2, _WIDE * metre, tilt)
    paint.side(rim, base, enamel)
    paint.ring(rim, 1.0, edge)
    paint.hollow(rim, 0.945, enamel)
    paint.ring(rim + 0.6 * (base - rim) * (1 - tilt), 0.30, 0.6 * flower, within=0.93, mouth=rim)
    small = cv2.resize(fine, (w // _FINE, h // _FINE), interpolation=cv2.INTER_AREA)
    return small, -w / 2 / metre, -_WIDE * _FOOT * tilt, metre / _FINE


class _Basin:
    """A basin in the making: the picture, its middle column, half its rim's width in pixels and its tilt."""

    def __init__(self, picture: Array, middle: float, wide: float, tilt: float) -> None:
        self.picture, self.middle, self.wide, self.tilt = picture, middle, wide, tilt
        self._across = ((np.arange(picture.shape[1]) + 0.5 - middle) / wide).astype(np.float32)

    def side(self, rim: float, base: float, paint: Array) -> None:
        """Paint the outer wall from the rim to the foot, round by its shade."""
        mask = self._round(base, _FOOT)
        corners = [(-1, rim), (1, rim), (_FOOT, base), (-_FOOT, base)]
        outline = [(self.middle + side * self.wide, row) for side, row in corners]
        cv2.fillConvexPoly(mask, np.round(np.array(outline) * 16).astype(np.int32), 1.0, cv2.LINE_8, 4)
        shade = np.clip(0.50 - 0.34 * self._across**2 - 0.14 * self._across, 0.08, 1)
        down = np.linspace(1.1, 0.7, len(mask), dtype=np.float32)[:, None]
        self._lay(mask, (shade[None] * down)[..., None] * paint)

    def ring(self, row: float, part: float, paint: Array, within: float = 0.0, mouth: float = 0.0) -> None:
        """Paint a level disc, `part` of the rim wide; one inside is seen only through the `mouth`, `within` of the rim wide."""
        mask = self._round(row, part)
        self._lay(mask * self._round(mouth, within) if within else mask, np.broadcast_to(paint, (*mask.shape, 3)))

    def hollow(self, row: float, part: float, paint: Array) -> None:
        """Paint the inside: the far wall catches the light, the near one lies in shade."""
        mask = self._round(row, part)
        deep = np.clip((np.arange(len(mask)) + 0.5 - row) / max(self.wide * self.tilt, 1.0), -1, 1)[:, None]
        shade = 0.62 - 0.26 * deep + 0.16 * self._across[None] - 0.20 * (1 - np.clip(deep**2 + self._across**2, 0, 1))
        self._lay(mask, np.clip(shade, 0.1, 1)[..., None] * paint)

    def _round(self, row: float, part: float) -> Array:
        mask: Array = np.zeros(self.picture.shape[:2], np.float32)
        axes = (max(1, int(self.wide * part)), max(1, int(self.wide * part * self.tilt)))
        cv2.ellipse(mask, (int(self.middle), int(row)), axes, 0, 0, 360, 1.0, -1)
        return mask

    def _lay(self, mask: Array, paint: Array) -> None:
        cover = mask[..., None]
        self.picture[..., :3] += cover * (paint - self.picture[..., :3])
        self.picture[..., 3:] += cover * (1 - self.picture[..., 3:])
