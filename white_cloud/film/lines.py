"""What is said: phrases, lines, and the marks a person may write inside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from white_cloud.timecode import parse_duration

_BRACKETED = re.compile(r"\[[^\[\]]*\]?")
_LONGEST_PAUSE = Fraction(60)
_MARK = re.compile(r"\[pause\s+([^\]]+)\]")
#: Scripts written without spaces between words.
_UNSPACED = {"zh", "cmn", "yue", "ja"}


def unspaced(language: str) -> bool:
    """Return whether a BCP-47 language is written without spaces between its words."""
    return language.split("-", maxsplit=1)[0].lower() in _UNSPACED


@dataclass(frozen=True)
class Phrase:
    """A stretch spoken in one language, with its words in every language of the film (`text[speak]` is what is voiced)."""

    speak: str
    text: Mapping[str, str]

    def spoken(self) -> str:
        """Return what is voiced, marks included."""
        return self.text[self.speak]

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"speak": self.speak, "text": dict(self.text)}


@dataclass(frozen=True)
class Line:
    """What one speaker says in one go. `source` is `screenplay`, or the writer's name."""

    id: str
    speaker: str
    register: str
    phrases: tuple[Phrase, ...]
    source: str = "screenplay"

    def text(self, language: str) -> str:
        """Return the whole line in one language, without marks."""
        return join_text([plain(phrase.text[language]) for phrase in self.phrases], language)


def join_text(parts: list[str], language: str) -> str:
    """Join phrases of one line as that language is written: with a space, or without."""
    return ("" if unspaced(language) else " ").join(part.strip() for part in parts if part.strip())


def plain(text: str) -> str:
    """Return the words without marks, as a caption shows them."""
    return re.sub(r"\s{2,}", " ", _MARK.sub("", text)).strip()


def pieces(text: str) -> tuple[str | Fraction, ...]:
    """Split at `[pause 1.2s]` marks: texts to speak, and silences in seconds; raise ValueError for a pause of no sense."""
    parts: list[str | Fraction] = []
    at = 0
    for mark in _MARK.finditer(text):
        parts += [text[at : mark.start()].strip(), _pause(mark.group(1))]
        at = mark.end()
    parts.append(text[at:].strip())
    return tuple(part for part in parts if part)


def mark_complaints(text: str) -> list[str]:
    """Return what is wrong with the marks in a text: an unknown one would be read aloud."""
    return [complaint for found in _BRACKETED.finditer(text) if (complaint := _complaint(found.group()))]


def _complaint(mark: str) -> str:
    pause = _MARK.fullmatch(mark)
    if not pause:
        return f"{mark} is not a mark that is known; it would be read aloud"
    try:
        _pause(pause.group(1))
    except ValueError as error:
        return f"{mark}: {error}"
    return ""


def _pause(text: str) -> Fraction:
    duration = parse_duration(text)
    if duration.frames or duration.timecode or not 0 < duration.seconds <= _LONGEST_PAUSE:
        raise ValueError(f"a pause inside a text is given in seconds, more than 0 and at most {_LONGEST_PAUSE}")
    return duration.seconds
