"""Cards: titles on a warm near-black, set in the middle, the Chinese large and wide, the Latin small beneath it.

Credits stand on both sides of the middle, as one is used to:      矿工 The miner | espeak
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from white_cloud.errors import UserError
from white_cloud.film.timeline import Card
from white_cloud.text.breaking import FORCED, breaks, is_han, squeeze, wrap
from white_cloud.text.fonts import FontChoice, drawable, find_font
from white_cloud.text.type import Face

#: Raised by one when a card is drawn otherwise; part of the keys of what shows one.
REVISION = 2
#: The part of the picture's width and height that type stays inside.
SAFE = 0.9

_GROUND = (13, 12, 11)
_PAPER = (231, 225, 212)
_ASH = (150, 143, 132)
#: The middle of the type stands this far down the picture: slightly high, where the eye takes it for the middle.
_MIDDLE = 0.485
_SMALLEST = 0.5
_SHRINK = 0.94


@dataclass(frozen=True)
class _Style:
    """How a role is set: size in parts of the picture's height; tracking, line height in ems; measure in parts of its width."""

    size: float
    tracking: float
    leading: float
    measure: float
    colour: tuple[int, int, int]


_HAN = {
    "title": _Style(0.112, 0.46, 1.45, SAFE, _PAPER),
    "second title": _Style(0.05, 0.4, 1.6, SAFE, _PAPER),
    "heading": _Style(0.03, 0.5, 2.2, 0.74, _ASH),
    "credit": _Style(0.034, 0.1, 1.9, 0.4, _PAPER),
    "text": _Style(0.038, 0.16, 1.85, 0.74, _PAPER),
    "small": _Style(0.025, 0.12, 1.8, 0.74, _ASH),
}
_LATIN = {
    "title": _Style(0.07, 0.14, 1.4, SAFE, _PAPER),
    "second title": _Style(0.036, 0.3, 1.6, SAFE, _PAPER),
    "heading": _Style(0.026, 0.2, 2.2, 0.68, _ASH),
    "credit": _Style(0.031, 0.03, 1.9, 0.4, _PAPER),
    "text": _Style(0.031, 0.035, 1.6, 0.68, _PAPER),
    "small": _Style(0.0215, 0.045, 1.65, 0.68, _ASH),
}
_RANK = {"title": 0, "second title": 0, "heading": 1, "credit": 1, "text": 1, "small": 2}
#: Half of the gap between the two sides of a credit, in parts of the picture's width; and a Han's distance from Latin, in ems.
_GUTTER, _BETWEEN_SCRIPTS = 0.018, 0.22


@dataclass(frozen=True)
class _Row:
    """A line where it stands: `side` is the middle, or the left or right of it."""

    text: str
    face: Face
    colour: tuple[int, int, int]
    baseline: float
    side: Literal["middle", "left", "right"] = "middle"


def draw_card(card: Card, size: tuple[int, int], own_fonts: Sequence[Path] = ()) -> NDArray[np.uint8]:
    """Draw a card at `size` (width, height); return RGB uint8 (H, W, 3), full range.

    Type is made smaller until it stays inside the safe area. Raise UserError where it would have to be less than half its size,
    and where no font has a character.
    """
    width, height = size
    fonts = [find_font(text.replace("\t", " "), own_fonts) for _, text in card.lines]
    scale = 1.0
    while (rows := _laid_out(card, fonts, size, scale)) is None:
        scale *= _SHRINK
        if scale < _SMALLEST:
            words = card.lines[0][1][:40]
            raise UserError(
                f"the card that begins {words!r} holds more text than {width}x{height} can show; give it fewer words"
            )
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = _GROUND
    for row in rows:
        _ink(picture, row)
    drawn: NDArray[np.uint8] = np.clip(picture + 0.5, 0, 255).astype(np.uint8)
    return drawn


def _laid_out(card: Card, fonts: Sequence[FontChoice], size: tuple[int, int], scale: float) -> list[_Row] | None:
    """Set every line and stack them; None where they leave the safe area or a word would have to be split."""
    width, height = size
    unit = min(height, width * 9 / 16) * scale
    rows: list[_Row] = []
    down, before = 0.0, ""
    for role, text, font in zip(_roles(card), (text for _, text in card.lines), fonts, strict=True):
        sides = [_set(side, part, role, font, unit, width) for side, part in _sides(role, text)]
        if any(side is None for side in sides):
            return None
        down += _space_between(before, role) * unit
        for line in zip_longest(*(side or [] for side in sides)):
            there = [row for row in line if row is not None]
            down += max(row.baseline for row in there)
            rows += [replace(row, baseline=down) for row in there]
        before = role
    return _centred(rows, height)


def _sides(role: str, text: str) -> list[tuple[Literal["middle", "left", "right"], str]]:
    if role != "credit":
        return [("middle", text)]
    left, _, right = text.partition("\t")
    return [("left", left), ("right", right)]


def _set(
    side: Literal["middle", "left", "right"], text: str, role: str, font: FontChoice, unit: float, width: int
) -> list[_Row] | None:
    """Set one text in rows, each with its line height as its baseline; None where a word would have to be split."""
    style = (_HAN if any(is_han(character) for character in text) else _LATIN)[role]
    pixels = max(6, round(style.size * unit))
    face = Face(font, pixels, style.tracking * style.size * unit, _BETWEEN_SCRIPTS * pixels)
    lines = _wrapped(drawable(text), face, style.measure * width)
    if lines is None:
        return None
    return [_Row(line, face, style.colour, style.leading * style.size * unit, side) for line in lines]


def _roles(card: Card) -> list[str]:
    """Return the role of each line; a title under a title is the same in another language, and set smaller."""
    roles = [role for role, _ in card.lines]
    return ["second title" if role == "title" and "title" in roles[:at] else role for at, role in enumerate(roles)]


def _space_between(before: str, role: str) -> float:
    """Return the space above a line, in parts of the height: little inside a block of one language, much before the next."""
    if not before:
        return 0.0
    if role == "second title":
        return 0.035
    if role == before == "credit":
        return 0.0
    return 0.018 if _RANK[role] >= _RANK[before] > 0 else 0.075


def _wrapped(text: str, face: Face, measure: float) -> tuple[str, ...] | None:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = squeeze(paragraph)
        widths = face.widths(words)
        if FORCED in breaks(words, widths, measure).values():
            return None
        lines += wrap(words, widths, measure) if words else []
    return tuple(lines)


def _centred(rows: list[_Row], height: int) -> list[_Row] | None:
    if not rows:
        return []
    top = rows[0].baseline - 0.88 * rows[0].face.pixels
    bottom = rows[-1].baseline + 0.2 * rows[-1].face.pixels
    if bottom - top > SAFE * height:
        return None
    lowest_start = height * (1 + SAFE) / 2 - (bottom - top)
    start = min(max(_MIDDLE * height - (bottom - top) / 2, height * (1 - SAFE) / 2), lowest_start)
    return [replace(row, baseline=row.baseline - top + start) for row in rows]


def _ink(picture: NDArray[np.float32], row: _Row) -> None:
    """Draw a row in the middle of the picture or beside it, by its ink: closing marks are half empty and push it aside."""
    height, width = picture.shape[:2]
    if not row.text:
        return
    first, last = row.face.ink(row.text)
    mask = Image.new("L", (width, height))
    if row.side == "middle":
        left = (width - (last - first)) / 2 - first
    elif row.side == "left":
        left = (0.5 - _GUTTER) * width - last
    else:
        left = (0.5 + _GUTTER) * width - first
    row.face.draw(mask, row.text, left, row.baseline)
    alpha = np.asarray(mask, np.float32)[..., None] / 255
    picture += alpha * (np.asarray(row.colour, np.float32) - picture)
