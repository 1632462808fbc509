"""The picture of a street in the making: what stands in it is laid over it far to near, against its depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.survey import Survey, class_number

_SUBPIXEL = 4
_BIAS = np.float32(0.4)  # metres by which a thing may lie behind what it stands against


@dataclass(frozen=True)
class Canvas:
    """A photograph of blocks: light (h, w, 4) and depth (h, w) in metres, both drawn into; a survey where one is asked for."""

    picture: Array = field(repr=False)
    depth: Array = field(repr=False)
    lens: Pinhole
    blocks: Blocks
    survey: Survey | None = None

    def hazed(self, light: Array, column: float, depth: float, z: float = 2.0) -> Array:
        """Return light (n, 3) as it is seen through the air, `depth` metres away in a column of the picture."""
        clear = np.float32(self.blocks.clear_to(depth, z))
        return np.asarray(light * clear + self.blocks.haze_at(column, self.lens) * (1 - clear), np.float32)

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

    def polygons(self, shapes: Sequence[Array], colours: Array, depth: float, kind: str) -> None:
        """Draw polygons (n, 2), pixels, one over the other, in linear colours (m, 3), with smooth edges."""
        height, width = self.picture.shape[:2]
        corners = np.concatenate(shapes)
        low, high = np.floor(corners.min(0)) - 1, np.ceil(corners.max(0)) + 1
        x0, y0 = int(max(low[0], 0)), int(max(low[1], 0))
        x1, y1 = int(min(high[0], width)), int(min(high[1], height))
        if x1 <= x0 or y1 <= y0:
            return
        fine = 2 if (x1 - x0) * (y1 - y0) > 6000 else 4
        sheet: Array = np.zeros(((y1 - y0) * fine, (x1 - x0) * fine, 4), np.float32)
        for shape, tone in zip(shapes, colours, strict=True):
            points = np.round(((shape - (x0, y0)) * fine - 0.5) * 2**_SUBPIXEL).astype(np.int32)
            light = (float(tone[0]), float(tone[1]), float(tone[2]), 1.0)
            cv2.fillConvexPoly(sheet, np.clip(points, -(10**6), 10**6), light, cv2.LINE_8, _SUBPIXEL)
        self.lay(x0, y0, cv2.resize(sheet, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA), depth, kind)

    def card(self, sheet: Array, foot: tuple[float, float, float], tall: float, kind: str, z: float = 2.0) -> None:
        """Stand an upright sheet (h, w, 4), premultiplied by its cover, `tall` metres high with its lower middle at `foot`."""
        column, row, far = (float(part) for part in self.lens.project(*foot))
        high = tall * self.lens.focal / max(far, 0.01)
        width, height = self.lens.size
        if far < 1.5 or high < 2 or not -high < column < width + high or row - high > height:
            return
        if high < sheet.shape[0] * 0.7:
            small = (max(1, round(high / sheet.shape[0] * sheet.shape[1])), max(1, round(high)))
            sheet = cv2.resize(sheet, small, interpolation=cv2.INTER_AREA)
        scale = high / sheet.shape[0]
        left, top = column - sheet.shape[1] * scale / 2, row - high
        x0, y0 = int(np.floor(left)), int(np.floor(top))
        size = (int(sheet.shape[1] * scale) + 2, int(high) + 2)
        shift = (scale - 1) / 2
        place = np.array([[scale, 0, left - x0 + shift], [0, scale, top - y0 + shift]], np.float32)
        placed = cv2.warpAffine(sheet, place, size, flags=cv2.INTER_LINEAR)
        clear = np.float32(self.blocks.clear_to(far, z))
        veil = np.append(self.blocks.haze_at(column, self.lens) * (1 - clear), 0).astype(np.float32)
        cover = cv2.extractChannel(placed, 3)
        placed = cv2.multiply(placed, (float(clear), float(clear), float(clear), 1.0))
        self.lay(x0, y0, cv2.add(placed, cv2.multiply(four_channels(cover), tuple(float(v) for v in veil))), far, kind)


class Glows:
    """Soft round lights, gathered at half the size, as they are soft, and laid over a picture at once."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, float, float, float, Array]] = []

    def add(self, middle: tuple[float, float], reach: float, light: Array, depth: float) -> None:
        """Add a light `reach` pixels in radius around a pixel, `depth` metres away."""
        self._waiting.append((*middle, reach, depth, light))

    def lay(self, picture: Array, depth: Array) -> None:
        """Add the gathered lights to a picture, in place, but those that something nearer hides."""
        height, width = picture.shape[:2]
        half: Array = np.zeros((max(1, height // 2), max(1, width // 2), 4), np.float32)
        any_ = False
        for x, y, reach, far, light in self._waiting:
            if 0 <= x < width and 0 <= y < height and depth[int(y), int(x)] > far - 1.5:
                any_ |= _add_glow(half, (x / 2, y / 2), max(reach / 2, 0.8), light)
        if any_:
            cv2.add(picture, cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR), dst=picture)


def _add_glow(half: Array, middle: tuple[float, float], reach: float, light: Array) -> bool:
    h, w = half.shape[:2]
    x, y = middle
    x0, x1, y0, y1 = max(0, int(x - reach)), min(w, int(x + reach) + 1), max(0, int(y - reach)), min(h, int(y + reach) + 1)
    if x1 <= x0 or y1 <= y0:
        return False
    across = (np.arange(x0, x1, dtype=np.float32) - np.float32(x)) / np.float32(reach)
    down = (np.arange(y0, y1, dtype=np.float32) - np.float32(y)) / np.float32(reach)
    square = (across * across)[None] + (down * down)[:, None]
    soft = np.maximum(1 - square, 0) ** 2 * (np.float32(0.10) / (square + np.float32(0.10)))
    half[y0:y1, x0:x1] += cv2.merge([soft * np.float32(light[i]) for i in range(3)] + [np.zeros_like(soft)])
    return True
