"""A prompt cut into tokens: the longest known terms first, what is unknown, and what takes away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from white_cloud.backends.cameras.animatic.words.lexicon import Lexicon

Kind = Literal["term", "takes", "unknown", "takes away", "takes back", "carries on", "stop"]

_WORD = r"[a-z0-9]+(?:[-'][a-z0-9]+)*'?"
_PART = re.compile(rf"(?P<latin>{_WORD}(?:[ \t\n]+{_WORD})*)|(?P<han>[\u3400-\u9fff]+|、)|[,.;:!?()。]")
_LONGEST_LATIN, _LONGEST_HAN = 5, 6


@dataclass(frozen=True)
class Token:
    """A piece of a prompt: a known `term` (in the lexicon's form), one that `takes` away, an `unknown` word, or a negation."""

    kind: Kind
    text: str


def tokens(prompt: str, known: Lexicon) -> Iterator[Token]:
    """Yield the tokens of a folded prompt in its order; silent words are left out."""
    for part in _PART.finditer(prompt):
        if part["latin"]:
            yield from _latin(part["latin"].split(), known)
        elif part["han"]:
            yield from _han(part["han"], known)
        else:
            yield Token("stop", part.group())


def _latin(words: list[str], known: Lexicon) -> Iterator[Token]:
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_LATIN, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            token = _token(phrase, known)
            if token:
                yield token
            if token or (length > 1 and phrase in known.silent):
                break
        else:
            length = 1
            if not _silent(words[at], known):
                yield Token("unknown", words[at].removesuffix("'"))
        at += length


def _token(words: str, known: Lexicon) -> Token | None:
    """Return what `words` are: a term, perhaps in the plural, or a negation; None when they are neither."""
    forms = [words, *(words.removesuffix(end) for end in ("s", "es", "x", "'s", "'", "s'") if words.endswith(end))]
    forms += [words[:-3] + "y"] if words.endswith("ies") else []
    term = next((form for form in forms if known.names_a_thing(form)), "")
    if term:
        return Token("takes" if term in known.takes else "term", term)
    if words in known.takes_away:
        return Token("takes away", words)
    if words in known.takes_back:
        return Token("takes back", words)
    return Token("carries on", words) if words in known.carries_on else None


def _silent(word: str, known: Lexicon) -> bool:
    word = word.removesuffix("'")
    return word in known.silent or len(word) == 1 or word.isdigit() or word.removesuffix("s") in known.silent


def _han(run: str, known: Lexicon) -> Iterator[Token]:
    """Cut a run of Han characters greedily into the longest known words; unknown characters in a row are one word."""
    at, unknown = 0, ""
    while at < len(run):
        word = _longest(run[at : at + _LONGEST_HAN], known)
        if not word:
            unknown += run[at]
            at += 1
            continue
        if unknown:
            yield Token("unknown", unknown)
            unknown = ""
        token = _token(word, known)
        if token:
            yield token
        at += len(word)
    if unknown:
        yield Token("unknown", unknown)


def _longest(text: str, known: Lexicon) -> str:
    for length in range(len(text), 0, -1):
        part = text[:length]
        if _token(part, known) or part in known.silent:
            return part
    return ""
