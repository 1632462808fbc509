"""When each character of a line is heard: from the words of the voice, or carried over from them to a translation."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from white_cloud.errors import UserError
from white_cloud.film.lines import unspaced
from white_cloud.film.timeline import SpokenPhrase, VoiceClip, Word
from white_cloud.text.breaking import is_han, squeeze

Span = tuple[Fraction, Fraction]

_AFTER = r"[”’」』）)»\"'\s]*"
_STOP = r"[。！？!?…]|\.(?=\s|$)"
_PAUSE = r"[；;：:—]"
_COMMA = r"，|,(?!\d)"
#: Ever smaller parts of a text: sentences, clauses, and what stands between commas.
_PARTS = tuple(
    re.compile(rf".*?(?:{marks})+{_AFTER}|.+$", re.DOTALL)
    for marks in (_STOP, f"{_STOP}|{_PAUSE}", f"{_STOP}|{_PAUSE}|{_COMMA}")
)


@dataclass(frozen=True)
class TimedText:
    """A text on one line, with the span in seconds of film time in which each character is heard.

    A space or a mark is not heard (None). `start` and `end` are the whole span; `seams` are where a phrase ends and the next
    begins.
    """

    text: str
    heard: tuple[Span | None, ...]
    start: Fraction
    end: Fraction
    seams: frozenset[int] = frozenset()

    def span(self, first: int, last: int) -> Span:
        """Return when the characters `first` to `last` (exclusive) are heard; silent ones lie between their neighbours."""
        inside = [span for span in self.heard[first:last] if span]
        if inside:
            return inside[0][0], inside[-1][1]
        before = next((span[1] for span in reversed(self.heard[:first]) if span), self.start)
        after = next((span[0] for span in self.heard[last:] if span), self.end)
        return before, max(before, after)


def timed_line(clip: VoiceClip, language: str) -> TimedText:
    """Return a line's words in one language with their times in the film; raise UserError where it does not have them."""
    pieces = [_timed_phrase(clip, phrase, language) for phrase in clip.phrases]
    text, heard, seams = "", list[Span | None](), set[int]()
    for piece in pieces:
        if not piece.text:
            continue
        joint = _joint(text, piece.text, language)
        if text:
            seams.add(len(text) + len(joint))
        text += joint + piece.text
        heard += [None] * len(joint) + list(piece.heard)
    return TimedText(text, tuple(heard), clip.start, clip.start + clip.seconds, frozenset(seams))


def _joint(before: str, after: str, language: str) -> str:
    if not before:
        return ""
    latin_meets_latin = not is_han(before[-1]) and not is_han(after[0]) and before[-1].isalnum() and after[0].isalnum()
    return " " if latin_meets_latin or not unspaced(language) else ""


def _timed_phrase(clip: VoiceClip, phrase: SpokenPhrase, language: str) -> TimedText:
    if language not in phrase.text:
        raise UserError(
            f"line {clip.line} has no words in {language!r}, only in {', '.join(sorted(phrase.text))}; write it there first"
        )
    begin, end = clip.start + phrase.start, clip.start + phrase.end
    spoken = phrase.text[phrase.language]
    heard = _squeezed(spoken, _by_words(spoken, phrase.words, clip.start, (begin, end)))
    voiced = TimedText(squeeze(spoken), heard, begin, end)
    return voiced if language == phrase.language else _carried_over(squeeze(phrase.text[language]), voiced)


def _by_words(text: str, words: Sequence[Word], shift: Fraction, whole: Span) -> list[Span | None]:
    """Share each word's time among its characters, and the time between words among letters that no word covers."""
    heard: list[Span | None] = [None] * len(text)
    for word in words:
        _share(heard, text, range(word.at, min(word.at + word.length, len(text))), (shift + word.start, shift + word.end))
    for silent, run in itertools.groupby(range(len(text)), key=lambda at: heard[at] is None):
        places = list(run)
        if silent:
            before = next((span[1] for span in reversed(heard[: places[0]]) if span), whole[0])
            after = next((span[0] for span in heard[places[-1] + 1 :] if span), whole[1])
            _share(heard, text, places, (before, max(before, after)))
    return heard


def _share(heard: list[Span | None], text: str, places: Sequence[int], span: Span) -> None:
    sounding = [at for at in places if text[at].isalnum()]
    start, end = span
    for number, at in enumerate(sounding):
        part = (end - start) / len(sounding)
        heard[at] = (start + number * part, start + (number + 1) * part)


def _squeezed(text: str, heard: Sequence[Span | None]) -> tuple[Span | None, ...]:
    """Return the times of the characters that are left when spaces are squeezed; a space is never heard."""
    spans = iter([span for character, span in zip(text, heard, strict=True) if not character.isspace()])
    return tuple(None if character.isspace() else next(spans) for character in squeeze(text))


def _carried_over(text: str, voiced: TimedText) -> TimedText:
    """Time a translation by the proportion of its characters, stretch by stretch where sentences or clauses are as many."""
    heard: list[Span | None] = [None] * len(text)
    for mine, theirs in _stretches(range(len(text)), text, range(len(voiced.text)), voiced.text):
        if theirs:
            _share(heard, text, mine, voiced.span(theirs.start, theirs.stop))
    return TimedText(text, tuple(heard), voiced.start, voiced.end)


def _stretches(mine: range, text: str, theirs: range, spoken: str) -> Iterator[tuple[range, range]]:
    for pattern in _PARTS:
        left, right = _parts(pattern, text, mine), _parts(pattern, spoken, theirs)
        if len(left) == len(right) > 1:
            for one, other in zip(left, right, strict=True):
                yield from _stretches(one, text, other, spoken)
            return
    yield mine, theirs


def _parts(pattern: re.Pattern[str], text: str, place: range) -> list[range]:
    found = pattern.finditer(text, place.start, place.stop)
    return [range(match.start(), match.end()) for match in found if match.group().strip()]
