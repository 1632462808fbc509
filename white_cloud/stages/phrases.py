"""A line's phrases as what is asked of a voice: pieces to speak and silences between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.film.lines import pieces

#: Silence between two phrases of one line, in seconds: the breath in which a speaker changes language.
BREATH = Fraction(12, 100)


def parts(
    phrases: Sequence[Mapping[str, Any]], options: Sequence[Mapping[str, Any]], seed: int
) -> Iterator[tuple[int, SpeechRequest | Fraction]]:
    """Yield what to speak and how long to be silent, in order, each with the number of its phrase.

    `phrases` are those of a take's request, `options` all options of each one's voice, those that are in no key too.
    """
    for index, phrase in enumerate(phrases):
        if index:
            yield index, BREATH
        for part in pieces(phrase["text"]):
            yield index, part if isinstance(part, Fraction) else _request(phrase, part, options[index], seed)


def _request(phrase: Mapping[str, Any], text: str, options: Mapping[str, Any], seed: int) -> SpeechRequest:
    return SpeechRequest(
        text,
        phrase["language"],
        options,
        phrase["say"],
        seed % 2**31,
        persona=phrase.get("persona", ""),
        register=phrase.get("register", ""),
    )
