"""Overprint: what the shot was asked for comes through the picture, as writing does from the other side of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, enlarged, slow_field
from white_cloud.media.planes import Packed, picture_size, planes
from white_cloud.text.breaking import squeeze, wrap
from white_cloud.text.fonts import drawable, find_font
from white_cloud.text.type import Face

#: The size of the type, the first that of the first line, in parts of the picture's height, and its leading in ems.
_SIZES, _LEADING = (0.05, 0.026), 1.45
#: Where it begins: how far down in parts of the height, how far in and how long a line is in parts of the width.
_HEAD, _LEFT, _MEASURE = 0.045, 0.055, 0.72
#: Where it comes through: rows and columns of a field, frames of its swing, and how soft the borders are.
_GRID, _PERIOD, _BORDER = (4, 9), 70, 0.35
#: How far writing goes towards white, and its shadow towards black, at full strength; the offset of the shadow in ems.
_INK, _SHADOW, _FALL = 0.92, 0.55, 0.06


class Overprint(GlitchEffect):
    """Prints `lines` over the picture, the first of them large; strength sets where they come through, and how clearly."""

    name: ClassVar[str] = "overprint"

    def __init__(self, strength: Strength = 1.0, seed: int = 0, lines: Sequence[str] = ()) -> None:
        super().__init__(strength, seed)
        self.lines = tuple(lines)
        self._sheets: dict[tuple[tuple[int, int], tuple[str, ...]], NDArray[np.uint8]] = {}

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame with what comes through of the lines; without any, the seed is printed."""
        size = picture_size(packed)
        through = np.asarray(cv2.multiply(self._sheet(size, moment), _opened(moment, size), scale=1 / 255), np.uint8)
        fall = max(1, round(_SIZES[0] * _FALL * size[1]))
        shadow = np.zeros_like(through)
        shadow[fall:, fall:] = through[:-fall, :-fall]
        result = packed.copy()
        luma, *chroma = planes(result)
        _drawn(luma, shadow, 16, _SHADOW)
        _drawn(luma, through, 235, _INK)
        half = np.asarray(cv2.resize(through, (size[0] // 2, size[1] // 2), interpolation=cv2.INTER_AREA), np.uint8)
        for plane in chroma:
            _drawn(plane, half, 128, _INK)
        return result

    def _sheet(self, size: tuple[int, int], moment: Moment) -> NDArray[np.uint8]:
        """Return the lines set for a picture of a size, kept."""
        lines = self.lines or (f"seed {moment.seed}",)
        if (size, lines) not in self._sheets:
            self._sheets[size, lines] = _set(lines, size)
        return self._sheets[size, lines]


def _set(lines: Sequence[str], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return lines of text as a mask, uint8 (H, W), broken to the measure, at the head: captions have the foot."""
    width, height = size
    canvas = Image.new("L", size)
    baseline = height * _HEAD
    for number, line in enumerate(lines):
        face = Face(find_font(line), max(4, round(_SIZES[min(number, 1)] * height)))
        text = squeeze(drawable(line))
        widths = face.widths(text)
        for part in wrap(text, widths, max(_MEASURE * width, *widths, 1.0)):
            baseline += _LEADING * face.pixels
            face.draw(canvas, part, _LEFT * width, baseline)
    return np.array(canvas)


def _opened(moment: Moment, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return how far the picture lets the writing through, uint8 (H, W): in places first, at full strength everywhere."""
    field: Field = slow_field(moment.seed, moment.frame, _GRID, _PERIOD)
    open_ = np.clip((field - 1.1 + 2.6 * moment.strength) / _BORDER, 0, 1) * min(1.0, 0.35 + 0.65 * moment.strength)
    return np.clip(enlarged((255 * open_).astype(np.float32), size), 0, 255).astype(np.uint8)


def _drawn(plane: Packed, mask: NDArray[np.uint8], level: int, most: float) -> None:
    """Mix a level into a plane, `most` of it where the mask is full."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not len(rows):
        return
    part, share = plane[rows[0] : rows[-1] + 1], mask[rows[0] : rows[-1] + 1].astype(np.int32) * round(256 * most)
    part[:] = part + ((level - part.astype(np.int32)) * share + 2**15) // 2**16
