"""Setting type: a line of text as a mask, with tracking, kerning where it has none to spoil, and its ink measured."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw
from PIL import features as pillow

from white_cloud.text.breaking import is_han
from white_cloud.text.fonts import FontChoice


@dataclass(frozen=True)
class Face:
    """A font at a size in pixels to the em, with tracking in pixels between characters.

    `between_scripts` is what a Han and a Latin character that touch are kept apart, in pixels: a Han fills its square, a Latin
    letter does not, and without it they look glued (W3C, Requirements for Chinese Text Layout, 3.2.3).
    """

    font: FontChoice
    pixels: int
    tracking: float = 0.0
    between_scripts: float = 0.0

    def widths(self, text: str) -> list[float]:
        """Return the advance of each character in pixels; their sum is the length of the line."""
        sized, features = self.font.at(self.pixels), _features(text)
        if _joined(text):
            ends = [sized.getlength(text[: at + 1], features=features) for at in range(len(text))]
            return [end - start for start, end in itertools.pairwise([0.0, *ends])]
        length = functools.cache(lambda part: sized.getlength(part, features=features))
        # the advance up to the next character, kerning between the two included
        plain = [length(text[at : at + 2]) - length(text[at + 1 : at + 2]) + self.tracking for at in range(len(text))]
        return [width + self.between_scripts * _changes(text[at : at + 2]) for at, width in enumerate(plain)]

    def ink(self, text: str) -> tuple[float, float]:
        """Return where the ink of a line begins and ends, in pixels from its origin."""
        sized, features = self.font.at(self.pixels), _features(text)
        places = [(at, sized.getbbox(run, anchor="ls", features=features)) for at, run in self._runs(text) if not run.isspace()]
        return min((at + box[0] for at, box in places), default=0.0), max((at + box[2] for at, box in places), default=0.0)

    def draw(self, canvas: Image.Image, text: str, left: float, baseline: float) -> None:
        """Draw a line on an 8-bit mask, its origin at (left, baseline)."""
        pen = ImageDraw.Draw(canvas)
        sized, features = self.font.at(self.pixels), _features(text)
        for at, run in self._runs(text):
            pen.text((left + at, baseline), run, font=sized, fill=255, anchor="ls", features=features)

    def _runs(self, text: str) -> Iterator[tuple[float, str]]:
        """Yield what is drawn at once, with its place: characters, or the whole line of a script whose letters join."""
        if _joined(text):
            yield 0.0, text
            return
        at = 0.0
        for character, width in zip(text, self.widths(text), strict=True):
            yield at, character
            at += width


def _changes(pair: str) -> bool:
    """Return whether of two characters one is Han and the other a letter or digit of another script."""
    return len(pair) == 2 and is_han(pair[0]) != is_han(pair[1]) and pair.isalnum()


@functools.cache
def _shapes() -> bool:
    return bool(pillow.check("raqm"))


def _features(text: str) -> list[str] | None:
    """Return the OpenType features of a line: a Chinese font gives Latin quotes and apostrophes a Han's width unless asked."""
    return None if any(is_han(character) for character in text) or not _shapes() else ["pwid"]


def _joined(text: str) -> bool:
    """Return whether letters join or stack, so that they must not be drawn one by one."""
    return any(unicodedata.bidirectional(each) in {"R", "AL"} or unicodedata.category(each) in {"Mn", "Mc"} for each in text)
