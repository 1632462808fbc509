"""From written words to what espeak reads, and from the starts it reports back to the written words.

written    白云在那里
say        白云: bai2 yun2
read       ' bai2 yun2 在那里'        each character remembers the written character it stands for
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from white_cloud.backends.voices.words import HAN, LETTER, word_places
from white_cloud.film.timeline import Word

_SYLLABLE = re.compile(r"[a-zü]+[1-5]")


@dataclass(frozen=True)
class Reading:
    """What espeak is given: the text, for each of its characters the written character, and whether it holds phonemes."""

    text: str
    written: tuple[int, ...]
    phonemes: bool

    def place(self, character: int) -> int:
        """Return the written character that a character of the reading stands for."""
        return self.written[min(max(character, 0), len(self.written) - 1)]


def reading(text: str, say: Mapping[str, str]) -> Reading:
    """Put the pronunciations of `say` in the place of their words; longest first, Latin words whole and in any case."""
    parts: list[str] = []
    written: list[int] = []
    at, phonemes = 0, False
    for start, end, spoken in _replacements(text, say):
        _append_plain(parts, written, text, at, start)
        said, places = _spread(text, start, end, _spelled(spoken))
        parts.append(f" {said} ")
        written += [start, *places, end - 1]
        phonemes = phonemes or "[[" in spoken
        at = end
    _append_plain(parts, written, text, at, len(text))
    return Reading("".join(parts), tuple(written), phonemes)


def _append_plain(parts: list[str], written: list[int], text: str, start: int, end: int) -> None:
    # double brackets would be read as phonemes, and a line break as the end of a sentence
    parts.append(re.sub(r"\s", " ", text[start:end].replace("[[", "((")))
    written += range(start, end)


def _replacements(text: str, say: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return (start, end, pronunciation) for each word of `say` found in the text, in order, none overlapping."""
    words = sorted((word for word in say if word), key=lambda word: (-len(word), word))
    if not words:
        return []
    pronounced = {word.casefold(): say[word] for word in reversed(words)}
    pattern = "|".join(_whole(word) for word in words)
    found = re.finditer(pattern, text, re.IGNORECASE)
    return [(each.start(), each.end(), pronounced[each.group().casefold()]) for each in found]


def _whole(word: str) -> str:
    """Return a pattern for a word: within anything for han characters, otherwise not inside a longer word."""
    inner = re.escape(word)
    before = "" if re.match(rf"[{HAN}]", word[0]) else rf"(?<!{LETTER})"
    after = "" if re.match(rf"[{HAN}]", word[-1]) else rf"(?!{LETTER})"
    return before + inner + after


def _spelled(spoken: str) -> str:
    """Return a pronunciation as espeak reads it: pinyin syllables apart, with v for ü."""
    if "[[" in spoken or not re.fullmatch(r"(?:[a-zü:]+[1-5][\s'-]*)+", spoken):
        return spoken.strip()
    return " ".join(_SYLLABLE.findall(spoken.replace("u:", "ü"))).replace("ü", "v")


def _spread(text: str, start: int, end: int, said: str) -> tuple[str, list[int]]:
    """Return the pronunciation and its characters' places: syllable by token where they are as many, else in proportion."""
    words = word_places(text[start:end])
    syllables = said.split(" ")
    if len(words) == len(syllables) and "[[" not in said:
        places = [start + words[index][0] for index, syllable in enumerate(syllables) for _ in range(len(syllable) + 1)]
        return said, places[:-1]
    return said, [start + index * (end - start) // len(said) for index in range(len(said))]


def timed_words(text: str, starts: Sequence[tuple[int, int]], voiced: Sequence[tuple[int, int]], rate: int) -> tuple[Word, ...]:
    """Time every word of a text, in order and without overlap; each ends where its sound ends, or where the next word begins.

    `starts` holds (written character, sample) as heard, `voiced` the (first, end) samples of sound, in order. A word heard in
    parts starts with the first of them; one not heard apart (没有 is one to espeak) shares the time up to the next that was, by
    characters. Returns nothing when no word was heard.
    """
    places = word_places(text)
    heard = _heard(places, starts)
    if not heard or not voiced:
        return ()
    begins: list[int] = []
    for index in range(len(places)):
        begins.append(max(_begin(places, heard, index, voiced), begins[-1] if begins else 0))
    nexts = [*begins[1:], max(voiced[-1][1], begins[-1])]
    ends = [_sound_end(voiced, begin, following) for begin, following in zip(begins, nexts, strict=True)]
    return tuple(
        Word(at, length, Fraction(begin, rate), Fraction(end, rate))
        for (at, length), begin, end in zip(places, begins, ends, strict=True)
    )


def _heard(places: Sequence[tuple[int, int]], starts: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return for each word that was heard its first sample, in order."""
    firsts = [at for at, _ in places]
    heard: dict[int, int] = {}
    for place, sample in starts:
        index = bisect_right(firsts, place) - 1
        if index >= 0 and place < firsts[index] + places[index][1]:
            heard.setdefault(index, sample)
    return heard


def _begin(places: Sequence[tuple[int, int]], heard: Mapping[int, int], index: int, voiced: Sequence[tuple[int, int]]) -> int:
    """Return the first sample of a word; one that was not heard lies between its heard neighbours, by characters."""
    if index in heard:
        return heard[index]
    left = max((known for known in heard if known < index), default=0)
    right = min((known for known in heard if known > index), default=len(places))
    low = heard.get(left, voiced[0][0])
    high = _sound_end(voiced, low, heard.get(right, voiced[-1][1]))
    before = sum(length for _, length in places[left:index])
    whole = sum(length for _, length in places[left:right])
    return low + (high - low) * before // whole


def _sound_end(voiced: Sequence[tuple[int, int]], begin: int, end: int) -> int:
    """Return where the last sound between two samples ends; `end` where there is none.

    A sound that begins just before `end` (200 samples, the width of the windows it was found with) is the next word's.
    """
    return max((min(stop, end) for start, stop in voiced if start + 200 < end and stop > begin), default=end)
