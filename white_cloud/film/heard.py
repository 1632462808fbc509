"""Where a word is heard in a cut: in the language that is spoken, by the timings of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from unicodedata import normalize

from white_cloud.film.timeline import SpokenPhrase, VoiceClip

#: A span in seconds of film time.
Span = tuple[Fraction, Fraction]

#: A letter or digit of a script that sets spaces between words: none from the East Asian blocks on.
_LETTER = r"[^\W\u2e80-\uffff]"


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
    word = normalize("NFC", word)  # as texts are mostly typed; their own letters are counted by the words' places
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, word.strip()) else ""
    after = rf"(?!{_LETTER})" if re.match(_LETTER, word.strip()[-1:]) else ""
    return re.compile(f"{before}{spaced}{after}", re.IGNORECASE)


def _in_phrase(phrase: SpokenPhrase, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Yield where the pattern is heard in a phrase, in seconds from the start of its line."""
    for found in pattern.finditer(phrase.text[phrase.language]):
        words = [word for word in phrase.words if word.at < found.end() and found.start() < word.at + word.length]
        if words:
            yield min(word.start for word in words), max(word.end for word in words)
        elif not phrase.words:
            yield phrase.start, phrase.end
