"""The listener `timing`: the timings the voice itself gave, made whole. It hears nothing and measures no error."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

from white_cloud.backends.base import Progress, silent
from white_cloud.backends.listeners.base import Heard, ListenerBase, ListenRequest
from white_cloud.backends.voices.words import word_places
from white_cloud.film.timeline import Word


class Timing(ListenerBase):
    """Completes a voice's timings: every word of the text in order, without overlap."""

    name: ClassVar[str] = "timing"
    revision: ClassVar[int] = 1

    def make(self, request: ListenRequest, folder: Path, progress: Progress = silent) -> Heard:  # noqa: ARG002 - the contract's
        """Return the words of the text; those the voice left out share the time between their neighbours by characters.

        Where the voice timed none, they share the voiced part of the sound. Raises MediaError when the file cannot be read.
        """
        first, end = _voiced_part(request.path)
        places = word_places(request.text)
        given = _by_place(places, request.words)
        words = _complete(places, given, first, end)
        progress(1.0)
        return Heard(words)


def _voiced_part(path: Path) -> tuple[Fraction, Fraction]:
    """Return where the sound of a file begins and ends, in seconds; the whole file when it is silent."""
    from white_cloud.media.sound import read_sound, voiced_spans

    samples, rate = read_sound(path)
    spans = voiced_spans(samples.mean(axis=1), rate) or ((0, len(samples)),)
    return Fraction(spans[0][0], rate), Fraction(spans[-1][1], rate)


def _by_place(places: Sequence[tuple[int, int]], words: Sequence[Word]) -> dict[int, tuple[Fraction, Fraction]]:
    """Return the span of each word of the text that the voice timed; a word timed in parts runs from the first to the last."""
    firsts = [at for at, _ in places]
    spans: dict[int, tuple[Fraction, Fraction]] = {}
    for word in words:
        index = bisect_right(firsts, word.at) - 1
        if index < 0 or word.at >= firsts[index] + places[index][1]:
            continue
        start, end = spans.get(index, (word.start, word.end))
        spans[index] = (min(start, word.start), max(end, word.end))
    return spans


def _complete(
    places: Sequence[tuple[int, int]], given: Mapping[int, tuple[Fraction, Fraction]], first: Fraction, end: Fraction
) -> tuple[Word, ...]:
    words: list[Word] = []
    index, at = 0, Fraction(0)
    while index < len(places):
        if index in given:
            start, stop = given[index]
            start = max(start, at)
            at = max(_before(given, index, stop), start)
            words.append(Word(*places[index], start, at))
            index += 1
        else:
            run = _untimed(index, len(places), given)
            low = max(at, first) if not words else at
            high = given[run.stop][0] if run.stop in given else end
            words += _even(places[run.start : run.stop], low, max(high, low))
            at, index = max(high, low), run.stop
    return tuple(words)


def _before(given: Mapping[int, tuple[Fraction, Fraction]], index: int, stop: Fraction) -> Fraction:
    """Return where a timed word ends: not after the next timed word begins."""
    return min(stop, given[index + 1][0]) if index + 1 in given else stop


def _untimed(index: int, count: int, given: Mapping[int, tuple[Fraction, Fraction]]) -> range:
    stop = index
    while stop < count and stop not in given:
        stop += 1
    return range(index, stop)


def _even(places: Sequence[tuple[int, int]], low: Fraction, high: Fraction) -> list[Word]:
    """Share a span among words by their characters."""
    whole = sum(length for _, length in places)
    words, passed = [], 0
    for at, length in places:
        start = low + (high - low) * Fraction(passed, whole)
        passed += length
        words.append(Word(at, length, start, low + (high - low) * Fraction(passed, whole)))
    return words
