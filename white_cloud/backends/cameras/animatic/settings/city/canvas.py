"""The picture of a street in the making: what stands in it is laid over it, against its depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.media.survey import Survey, class_number

_BIAS = np.float32(0.4)  # metres by which a thing may lie behind what it stands against


@dataclass(frozen=True)
class Canvas:
    """A photograph of blocks: light (h, w, 4) and depth (h, w) in metres, both drawn into; a survey where one is asked for."""

    picture: Array = field(repr=False)
    depth: Array = field(repr=False)
    lens: Pinhole
    blocks: Blocks
    survey: Survey | None = None

    @cached_property
    def _haze(self) -> Array:
        return self.blocks.low_haze(self.lens)

    def veil(self, column: Array | float, depth: Array | float) -> tuple[Array, Array]:
        """Return the part of light (n, 1) that comes through from `depth` metres, and what the air adds (n, 3)."""
        clear = self.blocks.clear_to(depth).reshape(-1, 1)
        haze = self._haze[np.clip(np.asarray(column).astype(int), 0, len(self._haze) - 1)].reshape(-1, 3)
        return clear, haze * (1 - clear)

    def hazed(self, light: Array, column: Array | float, depth: Array | float) -> Array:
        """Return light (n, 3) as it is seen through the air, `depth` metres away in columns of the picture."""
        clear, haze = self.veil(column, depth)
        return np.asarray(light * clear + haze, np.float32)

    def lay(self, left: int, top: int, sheet: Array, depth: float, kind: str) -> None:
        """Lay a sheet (h, w, 4), light premultiplied by its cover, with its corner at a pixel, `depth` metres away."""
        height, width = self.picture.shape[:2]
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + sheet.shape[1], width), min(top + sheet.shape[0], height)
        if x1 <= x0 or y1 <= y0:
            return
        sheet = np.ascontiguousarray(sheet[y0 - top : y1 - top, x0 - left : x1 - left])
        region = self.depth[y0:y1, x0:x1]
        hidden = region < np.float32(depth) - _BIAS
        if hidden.any():
            sheet = cv2.multiply(sheet, four_channels((~hidden).astype(np.float32)))
        cover = cv2.extractChannel(sheet, 3)
        place = np.ascontiguousarray(self.picture[y0:y1, x0:x1])
        self.picture[y0:y1, x0:x1] = cv2.add(cv2.multiply(place, four_channels(1 - cover)), sheet)
        seen = cover > 0.5
        region[seen] = depth
        if self.survey is not None:
            self.survey.classes[y0:y1, x0:x1][seen] = class_number(kind)
            self.survey.depth[y0:y1, x0:x1][seen] = depth

    def card(self, sheets: list[Array], foot: tuple[float, float, float], tall: float, kind: str) -> None:
        """Stand an upright sheet `tall` metres high with its lower middle at `foot`.

        `sheets` are the same sheet (h, w, 4), premultiplied by its cover, each half as large as the one before.
        """
        column, row, far = (float(part) for part in self.lens.project(*foot))
        high = tall * self.lens.focal / max(far, 0.01)
        width, height = self.lens.size
        wide = high * sheets[0].shape[1] / sheets[0].shape[0]
        width, height = self.lens.size
        x0, x1 = max(0, int(np.floor(column - wide / 2))), min(width, int(column + wide / 2) + 2)
        y0, y1 = max(0, int(np.floor(row - high))), min(height, int(row) + 2)
        if far < 1.5 or high < 2 or x1 <= x0 or y1 <= y0:
            return
        sheet = next((one for one in reversed(sheets) if len(one) >= high * 0.9), sheets[0])
        scale = high / sheet.shape[0]
        shift = (scale - 1) / 2
        left, top = column - sheet.shape[1] * scale / 2, row - high
        place = np.array([[scale, 0, left - x0 + shift], [0, scale, top - y0 + shift]], np.float32)
        placed = cv2.warpAffine(sheet, place, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        clear, haze = self.veil(column, far)
        air = np.diag([float(clear[0, 0])] * 3 + [1.0]).astype(np.float32)
        air[:3, 3] = haze[0]
        self.lay(x0, y0, cv2.transform(placed, air), far, kind)


@dataclass(frozen=True)
class Glows:
    """Soft round lights: places (n, 3) and radii (n,) in metres, light (n, 3)."""

    places: Array = field(repr=False)
    reach: Array = field(repr=False)
    light: Array = field(repr=False)

    def __add__(self, other: Glows) -> Glows:
        """Return both together."""
        names = ("places", "reach", "light")
        return Glows(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    def lay(self, canvas: Canvas) -> None:
        """Add the lights to a canvas but those that something nearer hides; at half the size, as they are soft."""
        lens, depth = canvas.lens, canvas.depth
        height, width = depth.shape
        x, y, far = lens.project(self.places[:, 0], self.places[:, 1], self.places[:, 2])
        reach = np.minimum(self.reach * lens.focal / np.maximum(far, 0.1) + 1.2, 0.09 * width)
        inside = (far > 1.5) & (x >= 0) & (x < width) & (y >= 0) & (y < height) & (reach > 2.2)
        index = np.flatnonzero(inside)
        index = index[depth[y[index].astype(int), x[index].astype(int)] > far[index] - 1.5]
        if not len(index):
            return
        half: Array = np.zeros((max(1, height // 2), max(1, width // 2), 4), np.float32)
        light = self.light[index] * canvas.blocks.clear_to(far[index])[:, None]
        for one, tint in zip(index.tolist(), light.tolist(), strict=True):
            _add_glow(half, (float(x[one]) / 2, float(y[one]) / 2), max(float(reach[one]) / 2, 0.8), tint)
        cv2.add(canvas.picture, cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR), dst=canvas.picture)


def _add_glow(half: Array, middle: tuple[float, float], reach: float, light: list[float]) -> None:
    h, w = half.shape[:2]
    x, y = middle
    x0, x1, y0, y1 = max(0, int(x - reach)), min(w, int(x + reach) + 1), max(0, int(y - reach)), min(h, int(y + reach) + 1)
    if x1 <= x0 or y1 <= y0:
        return
    across = (np.arange(x0, x1, dtype=np.float32) - np.float32(x)) / np.float32(reach)
    down = (np.arange(y0, y1, dtype=np.float32) - np.float32(y)) / np.float32(reach)
    square = (across * across)[None] + (down * down)[:, None]
    soft = np.maximum(1 - square, 0) ** 2 * (np.float32(0.10) / (square + np.float32(0.10)))
    half[y0:y1, x0:x1] += cv2.merge([soft * np.float32(part) for part in light] + [np.zeros_like(soft)])
