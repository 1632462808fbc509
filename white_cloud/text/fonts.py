"""Fonts: one that has every glyph of a text, chosen in an order that does not depend on the moment.

The person's own fonts come first, then Noto Sans SC (SIL Open Font License, from the package `zhplot`), which every machine
with White Cloud has and which draws Chinese, Japanese kana, Latin, Greek and Cyrillic; then what the system holds, for other
scripts.
"""

from __future__ import annotations

import functools
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

from white_cloud.errors import UserError
from white_cloud.identity import file_digest
from white_cloud.text.breaking import is_han

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
#: Cuts of a family that are passed over while a plain one will do.
_SPECIAL_CUTS = ("bold", "black", "heavy", "italic", "oblique", "light", "thin", "condensed", "narrow", "mono", "serif", "math")
#: Joiners decide the shape of letters in Arabic and Indic scripts; other invisible marks only order or hint.
_JOINERS = "\u200c\u200d"
_INNER_APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ɏ])’(?=[A-Za-zÀ-ɏ])")


@dataclass(frozen=True)
class FontChoice:
    """A font file, and the face inside it where it is a collection. Keys hold `digest`, never the path."""

    path: Path
    digest: str
    name: str
    face: int = 0

    def identity(self) -> dict[str, str | int]:
        """Return what of the font decides a picture, for keys."""
        return {"digest": self.digest, "face": self.face}

    def at(self, pixels: int) -> ImageFont.FreeTypeFont:
        """Return the font for Pillow at a size in pixels to the em."""
        return _sized(self.path, self.face, pixels)


def find_font(text: str, own: Sequence[Path] = ()) -> FontChoice:
    """Return the first font that has every glyph of `text`; `own` are the person's font files or folders.

    Raise UserError that names the first character no single font here can draw, and how to add one that can.
    """
    wanted = {ord(character) for character in drawable(text)} - {0x0A}
    best_missing: set[int] = wanted
    for path, face in _faces(own):
        missing = wanted - _coverage(path, face)
        if not missing:
            return FontChoice(path, _digest(path, path.stat().st_mtime_ns), _name(path, face), face)
        if len(missing) < len(best_missing):
            best_missing = missing
    raise UserError(_no_glyph(min(best_missing), own))


def drawable(text: str) -> str:
    """Return text as it is drawn: composed (NFC), rare spaces as plain or no-break ones, invisible marks left out."""
    drawn = "".join(_drawn(character) for character in unicodedata.normalize("NFC", text))
    return narrow_apostrophes(drawn) if any(is_han(character) for character in drawn) else drawn


def narrow_apostrophes(text: str) -> str:
    """Return text with a straight apostrophe for each curly one inside a word, which a Chinese font draws as wide as a Han."""
    return _INNER_APOSTROPHE.sub("'", text)


def system_folders() -> tuple[Path, ...]:
    """Return where this system keeps fonts, in the order in which they are searched."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local" / "share" / "fonts", home / ".fonts")


def _drawn(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\u00a0\u2007\u202f\u2060":
        return "\u00a0" if category == "Zs" else ""
    if category == "Zs" and character != "\u3000":
        return " "
    return "" if category == "Cf" and character not in _JOINERS else character


def _faces(own: Sequence[Path]) -> Iterator[tuple[Path, int]]:
    for place in own:
        if not place.exists():
            raise UserError(f"the font {place} does not exist; name a .ttf, .otf or .ttc file, or a folder of them")
        for path, face in _in_folder(place) if place.is_dir() else _with_faces(place):
            if not _coverage(path, face):
                raise UserError(
                    f"{path} is damaged, or is not a font; replace it by a .ttf, .otf or .ttc file, or take it away"
                )
            yield path, face
    yield _house_font(), 0
    for folder in system_folders():
        yield from _in_folder(folder)


def _in_folder(folder: Path) -> Iterator[tuple[Path, int]]:
    for path in _font_files(folder):
        yield from _with_faces(path)


@functools.cache
def _font_files(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    found = [path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file()]
    return tuple(sorted(found, key=lambda path: (_special(path), path.relative_to(folder).as_posix())))


def _special(path: Path) -> int:
    return sum(cut in path.stem.lower() for cut in _SPECIAL_CUTS)


def _with_faces(path: Path) -> Iterator[tuple[Path, int]]:
    for face in range(_face_count(path)):
        yield path, face


@functools.cache
def _house_font() -> Path:
    # found without importing zhplot, which would bring in matplotlib
    spec = find_spec("zhplot")
    folders = spec.submodule_search_locations if spec else None
    path = Path(next(iter(folders))) / "fonts" / "NotoSansSC-Regular.ttf" if folders else None
    if path is None or not path.is_file():
        raise UserError(
            "the package zhplot, which brings the font Noto Sans SC, is not installed whole; run: pip install zhplot"
        )
    return path


@functools.cache
def _face_count(path: Path) -> int:
    with path.open("rb") as stream:
        header = stream.read(12)
    return int.from_bytes(header[8:12], "big") if header[:4] == b"ttcf" else 1


@functools.cache
def _coverage(path: Path, face: int) -> frozenset[int]:
    try:
        with path.open("rb") as stream, TTFont(stream, fontNumber=face, lazy=True) as font:
            # glyph names are not wanted, and finding out 65,000 of them takes four times as long as the rest
            font.setGlyphOrder([])
            return frozenset(font.getBestCmap() or {})
    except (TTLibError, KeyError):
        # not a font, or one without a character map: it draws nothing
        return frozenset()


@functools.cache
def _name(path: Path, face: int) -> str:
    with TTFont(path, fontNumber=face, lazy=True) as font:
        return str(font["name"].getDebugName(4) or path.stem)


@functools.cache
def _digest(path: Path, changed: int) -> str:  # noqa: ARG001 - a font replaced by another has another time
    return file_digest(path)


@functools.lru_cache(maxsize=64)
def _sized(path: Path, face: int, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels, index=face)


def _no_glyph(code: int, own: Iterable[Path]) -> str:
    character = chr(code)
    name = unicodedata.name(character, "a character without a name")
    shown = f"{character!r} " if character.isprintable() else ""
    places = ", ".join(str(place) for place in (*own, *system_folders()))
    return (
        f"no font here can draw {shown}U+{code:04X} ({name}) together with the rest of its text; "
        f"install a font that can (the Noto fonts cover nearly all scripts) or put its file into one of: {places}"
    )
