"""Burnt-in text for review copies: timecode, shot, take and drift in a dark strip, drawn straight onto the planes.

    | 00:01:12:07            dunes_03  take 2              drift 0.42 |

Digits have one width, so that a running timecode stands still.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from white_cloud.media.planes import Packed, picture_size, planes
from white_cloud.text.fonts import FontChoice, drawable
from white_cloud.timecode import frames_to_timecode

#: Every character a review line may have besides those of the shot's own name.
REVIEW_CHARACTERS = "0123456789:;. takedrift"
#: How often the em, the strip's height and its margin go into the picture's height.
_EM, _STRIP, _MARGIN = 30, 18, 24

_WHITE, _BLACK, _GREY = 235, 16, 128
#: How much of the picture is left under the strip, of 255.
_THROUGH = 120
_SHADOW = 200


def review_line(frame: int, rate: Fraction, label: str, drift: float) -> str:
    """Return what a review copy shows at a film frame: its timecode at `rate`, the shot and take, the drift (0..1)."""
    return f"{frames_to_timecode(frame, rate)}\t{label}\tdrift {drift:.2f}"


def burn_in(packed: Packed, lines: Sequence[str], font: FontChoice, *, place: Literal["bottom", "top"] = "bottom") -> Packed:
    """Return a copy of a frame of planes (uint8, BT.709 limited range, (H*3/2, W)) with lines of text in a strip.

    Tabs part a line into fields, which stand at the left, the middle and the right. `font` has every character: ask `find_font`
    once for the film.
    """
    shown = packed.copy()
    width, height = picture_size(packed)
    strip = max(2, _even(height // _STRIP))
    first = 0 if place == "top" else height - strip * len(lines)
    for number, line in enumerate(lines):
        rows = slice(_even(first + number * strip), _even(first + (number + 1) * strip))
        _darken(shown, rows)
        _write(shown, rows, _line_mask(line, font, (width, rows.stop - rows.start), height))
    return shown


def _even(number: float) -> int:
    return int(number) // 2 * 2


def _darken(packed: Packed, rows: slice) -> None:
    luma, *chroma = planes(packed)
    luma[rows] = _towards(_BLACK)[luma[rows]]
    for plane in chroma:
        part = plane[_halved(rows)]
        part[:] = _towards(_GREY)[part]


@functools.cache
def _towards(level: int) -> NDArray[np.uint8]:
    return np.array([(value * _THROUGH + level * (255 - _THROUGH) + 127) // 255 for value in range(256)], np.uint8)


def _write(packed: Packed, rows: slice, masks: Sequence[tuple[int, NDArray[np.uint8]]]) -> None:
    luma, *chroma = planes(packed)
    for left, mask in masks:
        columns = slice(left, left + mask.shape[1])
        shadow = _dropped(mask)
        part = luma[rows, columns]
        part[:] = _mixed(_mixed(part, _BLACK, shadow), _WHITE, mask)
        covered = np.maximum(shadow, mask)[::2, ::2]
        for plane in chroma:
            colour = plane[_halved(rows), _halved(columns)]
            colour[:] = _mixed(colour, _GREY, covered)


def _halved(part: slice) -> slice:
    return slice(part.start // 2, part.stop // 2)


def _mixed(under: NDArray[np.uint8], level: int, alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    share = alpha.astype(np.uint16)
    mixed: NDArray[np.uint8] = ((under * (255 - share) + level * share + 127) // 255).astype(np.uint8)
    return mixed


def _dropped(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the shadow of a mask: itself, moved down and to the right by one and two pixels."""
    shadow = np.zeros_like(mask)
    for step in (1, 2):
        np.maximum(shadow[step:, step:], mask[:-step, :-step], out=shadow[step:, step:])
    return (shadow.astype(np.uint16) * _SHADOW // 255).astype(np.uint8)


def _line_mask(line: str, font: FontChoice, strip: tuple[int, int], height: int) -> list[tuple[int, NDArray[np.uint8]]]:
    """Return each field's place and mask: the first at the left, the last at the right, others evenly between."""
    width, tall = strip
    pixels, margin = max(6, round(height / _EM)), height // _MARGIN
    fields = [_field_mask(drawable(field), font, pixels, tall) for field in line.split("\t")]
    found = []
    for number, mask in enumerate(fields):
        share = number / max(len(fields) - 1, 1)
        left = margin + share * (width - 2 * margin - mask.shape[1])
        start = max(0, _even(left))
        found.append((start, mask[:, : width - start]))
    return found


def _field_mask(text: str, font: FontChoice, pixels: int, tall: int) -> NDArray[np.uint8]:
    cells = [_glyph(font, pixels, tall, character) for character in text]
    width = sum(cell.shape[1] for cell in cells) + 2
    blank = np.zeros((tall, 2 + width % 2), np.uint8)
    return np.concatenate([*cells, blank], axis=1)


@functools.lru_cache(maxsize=1024)
def _glyph(font: FontChoice, pixels: int, tall: int, character: str) -> NDArray[np.uint8]:
    """Return one character in the middle of its cell, as wide as the widest digit where it is a digit."""
    sized = font.at(pixels)
    alike = "0123456789" if character.isdigit() else character
    width = max(1, round(max(sized.getlength(each) for each in alike)))
    cell = Image.new("L", (width, tall))
    baseline = tall / 2 + 0.36 * pixels
    ImageDraw.Draw(cell).text((width / 2, baseline), character, font=sized, fill=255, anchor="ms")
    return np.array(cell)
