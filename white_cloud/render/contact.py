"""The contact sheet: one picture of every shot on a dark page, its id and act beneath."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from white_cloud.text.fonts import drawable, find_font
from white_cloud.text.type import Face

Picture = NDArray[np.uint8]

_GROUND = (16, 15, 14)
_PAPER = (231, 225, 212)
_ASH = (143, 136, 126)
#: The most a page is wide, in pixels, and the least a picture is.
_PAGE, _LEAST = 2400, 96
_QUALITY = 90


@dataclass(frozen=True)
class _Page:
    """The measures of a sheet in pixels: `cell` is a picture's (width, height), `caption` the height of the text beneath it."""

    columns: int
    rows: int
    cell: tuple[int, int]
    head: int

    @property
    def margin(self) -> int:
        return max(24, self.cell[0] // 5)

    @property
    def gap(self) -> int:
        return max(8, self.cell[0] // 16)

    @property
    def caption(self) -> int:
        return max(22, self.cell[0] // 6)

    @property
    def size(self) -> tuple[int, int]:
        width = 2 * self.margin + self.columns * self.cell[0] + (self.columns - 1) * self.gap
        height = 2 * self.margin + self.head + self.rows * (self.cell[1] + self.caption) + (self.rows - 1) * self.gap
        return width, height

    def corner(self, number: int) -> tuple[int, int]:
        """Return the top left corner of a picture, counted along the rows."""
        row, column = divmod(number, self.columns)
        step = self.cell[1] + self.caption + self.gap
        return self.margin + column * (self.cell[0] + self.gap), self.margin + self.head + row * step


def contact_sheet(
    stills: Iterable[tuple[str, str, Picture]], columns: int = 0, title: str = "", own_fonts: Sequence[Path] = ()
) -> Picture:
    """Return a sheet, RGB uint8 (H, W, 3), of (shot id, act, RGB uint8 picture); `columns` 0 chooses a page near to square.

    Pictures are made small as they come, so that a long film's need not be held together. Raise UserError where no font has a
    character.
    """
    small = [(shot, act, _shrunk(picture)) for shot, act, picture in stills]
    page = _page(small, columns, title)
    sheet = Image.new("RGB", page.size, _GROUND)
    if title:
        size = max(24, page.head // 3)
        _letter(sheet, title, (page.margin, page.margin + size), (size, page.size[0] - 2 * page.margin), _PAPER, own_fonts)
    for number, (shot, act, picture) in enumerate(small):
        left, top = page.corner(number)
        sheet.paste(_fitted(picture, page.cell), (left, top))
        size = max(9, page.cell[0] // 21)
        below = top + page.cell[1] + round(1.45 * size)
        _letter(sheet, shot, (left, below), (size, page.cell[0]), _PAPER, own_fonts)
        small_size = max(8, round(size * 0.82))
        _letter(sheet, act, (left, below + round(1.4 * size)), (small_size, page.cell[0]), _ASH, own_fonts)
    return np.array(sheet)


def save_contact_sheet(path: Path, sheet: Picture) -> None:
    """Write a sheet as JPEG, the same bytes for the same sheet."""
    Image.fromarray(sheet).save(path, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)


def _page(stills: Sequence[tuple[str, str, Image.Image]], columns: int, title: str) -> _Page:
    count = max(len(stills), 1)
    columns = min(columns or math.ceil(math.sqrt(count)), count)
    width = max(_LEAST, min(480, _PAGE // columns))
    shape = stills[0][2].size if stills else (16, 9)
    cell = width, max(1, round(width * shape[1] / shape[0]))
    head = max(72, width // 3) if title else 0
    return _Page(columns, math.ceil(count / columns), cell, head)


def _shrunk(picture: Picture) -> Image.Image:
    image = Image.fromarray(picture)
    image.thumbnail((480, 480), Image.Resampling.LANCZOS)
    return image


def _fitted(image: Image.Image, cell: tuple[int, int]) -> Image.Image:
    """Return a picture inside its cell, whole; what it leaves of the cell is black."""
    scale = min(cell[0] / image.width, cell[1] / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    whole = Image.new("RGB", cell, (0, 0, 0))
    whole.paste(image.resize(size, Image.Resampling.LANCZOS), ((cell[0] - size[0]) // 2, (cell[1] - size[1]) // 2))
    return whole


def _letter(
    sheet: Image.Image,
    text: str,
    origin: tuple[int, int],
    measure: tuple[int, int],
    colour: tuple[int, int, int],
    own_fonts: Sequence[Path],
) -> None:
    """Write a line from (left, baseline); `measure` is its em and the width it must not leave, both in pixels."""
    if not text:
        return
    size, width = measure
    shown = drawable(text)
    face = Face(find_font(shown + "…", own_fonts), size, 0.05 * size)
    shown = _within(shown, face, width)
    mask = Image.new("L", (width, 2 * size))
    face.draw(mask, shown, 0, round(1.4 * size))
    sheet.paste(colour, (origin[0], origin[1] - round(1.4 * size)), mask)


def _within(text: str, face: Face, width: float) -> str:
    if sum(face.widths(text)) <= width:
        return text
    kept = text
    while kept and sum(face.widths(kept + "…")) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
