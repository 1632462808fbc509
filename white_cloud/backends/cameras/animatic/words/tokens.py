"""A prompt cut into tokens: the longest known terms first, what is unknown, and what takes away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from white_cloud.backends.cameras.animatic.words.lexicon import Lexicon

Kind = Literal["term", "takes", "unknown", "silent", "takes away", "takes back", "carries on", "stop"]

_WORD = r"[a-z0-9]+(?:[-'][a-z0-9]+)*'?"
_PART = re.compile(rf"(?P<latin>{_WORD}(?:[ \t\n]+{_WORD})*)|(?P<han>[\u3400-\u9fff]+|、)|[,.;:!?()。]")
_LONGEST_LATIN, _LONGEST_HAN = 5, 6


@dataclass(frozen=True)
class Token:
    """A piece of a prompt: a known `term` (in the lexicon's form), one that `takes` away, a negation, or another word."""

    kind: Kind
    text: str


def tokens(prompt: str, known: Lexicon) -> Iterator[Token]:
    """Yield the tokens of a folded prompt in its order; numbers and single letters that stand for nothing are left out."""
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
            if not token and length > 1 and phrase in known.silent:
                token = Token("silent", phrase)
            if token:
                yield token
                break
        else:
            length = 1
            yield from _plain(words[at].removesuffix("'"), known)
        at += length


def _token(words: str, known: Lexicon) -> Token | None:
    """Return what `words` are: a term, perhaps in the plural, or a negation; None when they are neither."""
    forms = [words, *(words.removesuffix(end) for end in ("s", "es", "x", "'s", "'", "s'") if words.endswith(end))]
    forms += [words[:-3] + "y"] if words.endswith("ies") else []
    term = next((form for form in forms if known.names_a_thing(form) and (form == words or form not in known.takes)), "")
    if term:
        return Token("takes" if term in known.takes else "term", term)
    if words in known.takes_away:
        return Token("takes away", words)
    if words in known.takes_back:
        return Token("takes back", words)
    return Token("carries on", words) if words in known.carries_on else None


def _plain(word: str, known: Lexicon) -> Iterator[Token]:
    """Yield a word that is neither a term nor a negation."""
    silent = next((form for form in (word, word.removesuffix("s")) if form in known.silent), "")
    if silent:
        yield Token("silent", silent)
    elif len(word) > 1 and not word.isdigit():
        yield Token("unknown", word)


def _han(run: str, known: Lexicon) -> Iterator[Token]:
    """Cut a run of Han characters greedily into the longest known words; unknown characters in a row are one word."""
    at, unknown = 0, ""
    while at < len(run):
        word = _longest(run[at : at + _LONGEST_HAN], known)
        if not word or _within_a_word(word, run[at + 1 :], known):
            unknown += run[at]
            at += 1
            continue
        if unknown:
            yield Token("unknown", unknown)
            unknown = ""
        yield _token(word, known) or Token("silent", word)
        at += len(word)
    if unknown:
        yield Token("unknown", unknown)


def _within_a_word(word: str, rest: str, known: Lexicon) -> bool:
    """Return whether a negation of one character is no negation: none of the camera's things follows."""
    return len(word) == 1 and word in known.takes_away and not known.refusable(_longest(rest[:_LONGEST_HAN], known))


def _longest(text: str, known: Lexicon) -> str:
    for length in range(len(text), 0, -1):
        part = text[:length]
        if _token(part, known) or part in known.silent:
            return part
    return ""
