"""A text in pieces that a model can speak at once: one language each, cut at punctuation, never inside a word.

Where it is asked for, scripts lie apart: in a language written with han, Latin words are English; in any other, han is
Mandarin. Which of its words a single han character belongs to is not known, so between two of them is the last choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from white_cloud.backends.voices.words import HAN, word_places
from white_cloud.film.lines import unspaced

#: Silence after a piece, in seconds, by how it ends: a sentence, a clause, or in mid-phrase.
SENTENCE, CLAUSE, PHRASE = Fraction(35, 100), Fraction(18, 100), Fraction(6, 100)

_CLOSING = "”’」』）)】》\"'"
_SENTENCE_END = re.compile(rf"(?:[。！？!?…]+[{_CLOSING}]*|\.+[{_CLOSING}]*(?=\s|$))\s*")
_CLAUSE_END = re.compile(rf"(?:[，、；：—]+[{_CLOSING}]*|[,;:]+[{_CLOSING}]*(?=\s|$))\s*")
_SPACE = re.compile(r"\s+")
#: What belongs to the word after it.
_OPENING = "“‘「『（(【《"
_HAN_WORD = re.compile(rf"[{HAN}]")
_LATIN_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Piece:
    """What is spoken at once: its text, its language, and the silence after it in seconds."""

    text: str
    language: str
    pause: Fraction


def split(text: str, language: str, longest: int, *, apart: bool = False) -> tuple[Piece, ...]:
    """Return the pieces of a text, at most `longest` characters each unless one word is longer; none without a word.

    With `apart`, words of the other script become pieces in their own language; else all are in the text's.
    """
    runs = _runs(text, language) if apart else [(text, language)]
    pieces: list[Piece] = []
    for said, spoken in runs:
        pieces += [Piece(part, spoken, _pause(part)) for part in _parts(said, longest)]
    return _without_wordless(pieces)


def _runs(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of one script, each with its language; numbers and single letters are in the text's own."""
    at, spoken = 0, language
    for first, length in word_places(text):
        told = _language(text[first : first + length], language)
        if told == spoken:
            continue
        border = first - (len(text[:first]) - len(text[:first].rstrip(_OPENING)))
        if border > at:
            yield text[at:border], spoken
        at, spoken = border, told
    yield text[at:], spoken


def _language(word: str, own: str) -> str:
    if unspaced(own):
        return "en" if _LATIN_WORD.search(word) else own
    return "zh" if _HAN_WORD.match(word) else own


def _parts(text: str, longest: int) -> Iterator[str]:
    start = 0
    borders = _borders(text)
    while len(text[start:].strip()) > longest:
        cut = _best(text, borders, start, longest)
        if cut == len(text):
            break
        yield text[start:cut].strip()
        start = cut
    if text[start:].strip():
        yield text[start:].strip()


def _borders(text: str) -> dict[int, int]:
    """Return where a text may be cut, with how good a place it is: 3 a sentence's end, 2 a clause's, 1 a space, 0 any other."""
    inside = {at for first, length in word_places(text) for at in range(first + 1, first + length)}
    found = {at + length: 0 for at, length in word_places(text)}
    for quality, pattern in ((1, _SPACE), (2, _CLAUSE_END), (3, _SENTENCE_END)):
        found |= {match.end(): quality for match in pattern.finditer(text)}
    return {at: quality for at, quality in sorted(found.items()) if at not in inside}


def _best(text: str, borders: dict[int, int], start: int, longest: int) -> int:
    """Return where to cut: the last of the best places that leave the piece short enough, else the first place there is."""
    fitting = [at for at in borders if at > start and len(text[start:at].strip()) <= longest]
    if not fitting:
        return min((at for at in borders if at > start), default=len(text))
    # a cut that leaves a mere crumb before it is worth less than a weaker one further on
    roomy = [at for at in fitting if at - start > longest // 4] or fitting
    return max(roomy, key=lambda at: (borders[at], at))


def _pause(text: str) -> Fraction:
    bare = text.rstrip(_CLOSING)
    if bare.endswith(tuple("。！？!?….")):
        return SENTENCE
    return CLAUSE if bare.endswith(tuple("，、；：—,;:")) else PHRASE


def _without_wordless(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join what has no word in it to the piece before it, whose pause it then decides; before the first, to the next."""
    kept: list[Piece] = []
    lead = ""
    for piece in pieces:
        if word_places(piece.text):
            kept.append(replace(piece, text=lead + piece.text))
            lead = ""
        elif kept:
            kept[-1] = Piece(kept[-1].text + piece.text, kept[-1].language, max(piece.pause, kept[-1].pause))
        else:
            lead += piece.text
    return tuple(kept)
