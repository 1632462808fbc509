"""Captions in the picture: white, with a soft dark edge, drawn once and then laid over each frame of planes where they stand.

|                                      |
|              我闺女画大车，              |     centred, inside the title safe area, two rows a language at the most
|          My girl drew a truck        |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from white_cloud.errors import UserError
from white_cloud.media.planes import Packed, planes
from white_cloud.text.breaking import FORCED, breaks, is_han, wrap
from white_cloud.text.fonts import drawable, find_font
from white_cloud.text.type import Face

#: Raised by one when a caption is drawn otherwise; part of the keys of what shows one.
REVISION = 1
#: The part of the picture's width that captions stay inside, and how far their foot is above the picture's, clear of what a
#: review copy shows there.
SAFE, FOOT = 0.9, 0.075
#: Rows of one language.
ROWS = 2

#: The em of Han and of other scripts in parts of the picture's height, their line height and their tracking in ems.
_HAN, _LATIN = (0.05, 1.36, 0.03), (0.042, 1.3, 0.0)
#: Between two languages, in ems of the first.
_BETWEEN = 0.18
#: A row as one reads it, in ems of Han, before it may grow to the safe area.
_MEASURE = 19
_SHRINK, _SMALLEST = 0.94, 0.6
_WHITE, _BLACK, _GREY = 235, 16, 128
_EDGE = 0.85


@dataclass(frozen=True)
class Lettering:
    """Drawn captions in their box, with its left top corner, even numbers.

    For luma and for chroma: how much of the picture is left, of 256, and what is added, in 256ths of a level.
    """

    left: int
    top: int
    luma: tuple[NDArray[np.uint16], NDArray[np.uint16]]
    chroma: tuple[NDArray[np.uint16], NDArray[np.uint16]]


@dataclass(frozen=True)
class _Row:
    text: str
    face: Face
    baseline: float


def lay_over(packed: Packed, lettering: Lettering) -> Packed:
    """Return a copy of a frame of planes (uint8, BT.709 limited range, (H*3/2, W)) with captions in it."""
    shown = packed.copy()
    luma, *chroma = planes(shown)
    _mix(luma, lettering.left, lettering.top, *lettering.luma)
    for plane in chroma:
        _mix(plane, lettering.left // 2, lettering.top // 2, *lettering.chroma)
    return shown


def _mix(plane: NDArray[np.uint8], left: int, top: int, kept: NDArray[np.uint16], added: NDArray[np.uint16]) -> None:
    box = plane[top : top + kept.shape[0], left : left + kept.shape[1]]
    mixed = np.multiply(box, kept, dtype=np.uint16)
    mixed += added
    mixed >>= 8
    box[:] = mixed


@lru_cache(maxsize=16)
def lettering(texts: tuple[str, ...], size: tuple[int, int]) -> Lettering:
    """Draw captions, a text a language from top to bottom, for pictures of (width, height).

    Raises UserError where no font has a character, and where a text has no room in two rows at more than half its size.
    """
    rows = laid_out(texts, size)
    width, height = size
    inked = [_ink(row) for row in rows]
    reach = max(2, round(rows[0].face.pixels * 0.3))
    widest = max(ink.width for ink, _ in inked)
    left = _even(max(0, (width - widest) / 2 - reach))
    top = _even(max(0, rows[0].baseline - rows[0].face.pixels - reach))
    bottom = min(height, _even(rows[-1].baseline + 0.35 * rows[-1].face.pixels + reach) + 2)
    # as far from the right as from the left
    mask = Image.new("L", (width - 2 * left, bottom - top))
    for row, (ink, above) in zip(rows, inked, strict=True):
        mask.paste(ink, (round((width - ink.width) / 2) - left, round(row.baseline) - above - top))
    return _as_planes(mask, left, top, rows[0].face.pixels)


def _ink(row: _Row) -> tuple[Image.Image, int]:
    """Draw a row and cut its ink out, since closing marks are half empty; return it with its height above the baseline."""
    pixels = row.face.pixels
    canvas = Image.new("L", (round(sum(row.face.widths(row.text))) + 2 * pixels, 3 * pixels))
    row.face.draw(canvas, row.text, pixels, 2 * pixels)
    box = canvas.getbbox() or (0, 0, 1, 1)
    return canvas.crop(box), 2 * pixels - box[1]


def laid_out(texts: Sequence[str], size: tuple[int, int]) -> list[_Row]:
    """Set texts in rows, each with its baseline in the picture; raises UserError as `lettering` does."""
    width, height = size
    unit = min(height, width * 0.75)
    down = 0.0
    rows: list[_Row] = []
    shown = [seen for text in texts if (seen := drawable(text).strip())]
    if not shown:
        raise UserError(f"there is nothing in the caption {' / '.join(texts)!r} that can be drawn")
    for number, text in enumerate(shown):
        set_in, face, leading = _set(text, unit, width)
        down += _BETWEEN * face.pixels if number else 0.0
        for row in set_in:
            down += leading * face.pixels
            rows.append(_Row(row, face, down))
    foot = (1 - FOOT) * height - 0.25 * rows[-1].face.pixels - down
    return [_Row(row.text, row.face, row.baseline + foot) for row in rows]


def _set(text: str, unit: float, width: int) -> tuple[tuple[str, ...], Face, float]:
    """Set one text in as few rows as read well: first in a reader's measure, then up to the safe area, then smaller."""
    em, leading, tracking = _HAN if _mostly_han(text) else _LATIN
    font = find_font(text)
    scale = 1.0
    while scale >= _SMALLEST:
        pixels = max(6, round(em * unit * scale))
        face = Face(font, pixels, tracking * pixels, 0.22 * pixels)
        widths = face.widths(text)
        for limit in (min(_MEASURE * _HAN[0] * unit * scale, SAFE * width), SAFE * width):
            rows = wrap(text, widths, limit) if max(widths) <= limit else ()
            if rows and len(rows) <= ROWS and FORCED not in breaks(text, widths, limit).values():
                return rows, face, leading
        scale *= _SHRINK
    raise UserError(
        f"the caption {text!r} has no room in {ROWS} rows of a picture {width} wide; part the line with a full stop"
    )


def _mostly_han(text: str) -> bool:
    """Return whether a text is set as Chinese: a word of it does not make an English caption a Chinese one, nor the reverse."""
    letters = [character for character in text if character.isalnum()]
    han = sum(is_han(character) for character in letters)
    return 3 * han >= len(letters) if letters else any(map(is_han, text))


def _even(number: float) -> int:
    return int(number) // 2 * 2


def _as_planes(ink: Image.Image, left: int, top: int, pixels: int) -> Lettering:
    white = np.asarray(ink, np.float32) / 255
    # white, then what is not white darkened by the edge, then the picture
    dark = _edge(ink, pixels) * (1 - white)
    kept = np.rint((1 - white - dark) * 256)
    added = (white * _WHITE + dark * _BLACK) / np.maximum(white + dark, 1e-6) * (256 - kept)
    halved = np.rint(kept.reshape(kept.shape[0] // 2, 2, kept.shape[1] // 2, 2).mean((1, 3)))
    return Lettering(
        left,
        top,
        (kept.astype(np.uint16), np.rint(added + 128).astype(np.uint16)),
        (halved.astype(np.uint16), ((256 - halved) * _GREY + 128).astype(np.uint16)),
    )


def _edge(ink: Image.Image, pixels: int) -> NDArray[np.float32]:
    """Return how dark it is around the ink, 0..1: a close line that parts it from white, and a soft fall-off around that."""
    line = ink.filter(ImageFilter.MaxFilter(2 * max(1, round(pixels / 20)) + 1)).filter(ImageFilter.GaussianBlur(pixels / 28))
    soft = ink.filter(ImageFilter.MaxFilter(2 * max(1, round(pixels / 14)) + 1)).filter(ImageFilter.GaussianBlur(pixels / 9))
    both = np.maximum(np.asarray(line, np.float32) * _EDGE, np.asarray(soft, np.float32) * 0.75)
    dark: NDArray[np.float32] = both / 255
    return dark
