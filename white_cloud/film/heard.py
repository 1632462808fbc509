"""Where a word is heard in a cut: in the language that is spoken, by the timings of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from unicodedata import category, normalize

from white_cloud.film.timeline import SpokenPhrase, VoiceClip

#: A span in seconds of film time.
Span = tuple[Fraction, Fraction]

#: A letter or digit of a script that sets spaces between words: none from the East Asian blocks on.
_LETTER = re.compile(r"[^\W\u2e80-\uffff]")
#: Apostrophes are typed one way and set another.
_APOSTROPHES = str.maketrans("’ʼ", "''")


def heard(voice: Sequence[VoiceClip], word: str) -> tuple[Span, ...]:
    """Return where a word, or several in a row, is heard, in film order; not parts of words, and capitals do not matter.

    In scripts that set no spaces, such as Chinese, it is found wherever its characters stand.
    """
    pattern = _pattern(word)
    return tuple(
        (line.start + start, line.start + end)
        for line in voice
        for phrase in line.phrases
        for start, end in _in_phrase(phrase, pattern)
    )


def _pattern(word: str) -> re.Pattern[str]:
    typed = normalize("NFD", word.translate(_APOSTROPHES))
    return re.compile(r"\s+".join(re.escape(part) for part in typed.split()), re.IGNORECASE)


def _in_phrase(phrase: SpokenPhrase, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Yield where the pattern is heard in a phrase, in seconds from the start of its line."""
    text, places = _decomposed(phrase.text[phrase.language])
    for found in pattern.finditer(text):
        if _inside_a_word(text, found.start(), found.end()):
            continue
        first, end = places[found.start()], places[found.end() - 1] + 1
        words = [word for word in phrase.words if word.at < end and first < word.at + word.length]
        if words:
            yield min(word.start for word in words), max(word.end for word in words)
        elif not phrase.words:
            yield phrase.start, phrase.end


def _decomposed(text: str) -> tuple[str, list[int]]:
    """Return a text with its marks apart from their letters, as either may be typed, and where each character comes from."""
    apart = [(character, at) for at, one in enumerate(text) for character in normalize("NFD", one.translate(_APOSTROPHES))]
    return "".join(character for character, _ in apart), [at for _, at in apart]


def _inside_a_word(text: str, start: int, end: int) -> bool:
    """Return whether what stands from one place to another is a part of a word, or lacks a mark of its last letter."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if after and category(after) in {"Mn", "Mc"}:
        return True
    runs_in = _LETTER.match(text[start]) and (_LETTER.match(before) or (before and category(before) in {"Mn", "Mc"}))
    last = next((one for one in reversed(text[start:end]) if category(one) not in {"Mn", "Mc"}), "")
    return bool(runs_in or (_LETTER.match(last) and _LETTER.match(after)))
