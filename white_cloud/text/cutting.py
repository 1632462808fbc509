"""Cutting a line into captions: at punctuation first, then balanced, with the words in time.

The cut is the one of least cost, found by dynamic programming over the places where a line may break.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Self, TypeVar

from white_cloud.text.breaking import CLAUSE, COMMA, breaks, is_han, trimmed
from white_cloud.text.word_times import TimedText

#: A row of a caption holds so many characters of Latin, or of Han; in a mixed row each takes its share.
LATIN_IN_ROW = 42
HAN_IN_ROW = 18
#: Seconds a caption is shown at least, where the next one leaves room.
SHORTEST = Fraction(4, 5)

# a Han character is as wide as 42/18 Latin ones: in whole numbers, 7 to 3
_HAN_WIDTH, _LATIN_WIDTH = LATIN_IN_ROW // 6, HAN_IN_ROW // 6
#: The width of a full row, in the measure of `row_width`.
ROW_WIDTH = HAN_IN_ROW * _HAN_WIDTH

# what reads badly, in the measure of the costs in `breaking`
_ANOTHER_CUE = 40
_FULLNESS = 90
_MILLISECONDS_A_POINT = 20
_SILENCE = 600
_LONG = 6000
_STRADDLES = 30
#: The times of a translation are carried over by proportion, and no more exact than this.
_CLOSE_ENOUGH = 250

_State = TypeVar("_State")


@dataclass(frozen=True)
class Cut:
    """A line cut into pieces, each (start, end) in characters, and what the cut costs."""

    cost: float
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class CaptionText:
    """A timed line made ready to be cut into pieces of at most `rows` rows.

    `edges` are the places to cut, the start and end of the text among them; `cuts` what each costs; `upto` the width of the
    text before each character; `ends` and `begins` are when the words before an edge end and those after it begin, and `waits`
    how long the silences at the edges before it are in all beyond what is bearable, in milliseconds.
    """

    timed: TimedText
    rows: int
    edges: tuple[int, ...]
    cuts: Mapping[int, int]
    upto: tuple[int, ...]
    ends: Mapping[int, int]
    begins: Mapping[int, int]
    waits: Mapping[int, int]

    @classmethod
    def of(cls, timed: TimedText, rows: int) -> Self:
        """Find where a line may be cut and when each place is reached."""
        widths = _widths(timed.text)
        cuts = breaks(timed.text, widths, ROW_WIDTH) if timed.text else {}
        # one voice turning to another language is a place to cut, as good as a comma
        cuts |= {seam: min(cuts[seam], COMMA) for seam in timed.seams if seam in cuts}
        edges = (0, *sorted(cuts))
        spans = {stretch: timed.span(*stretch) for stretch in itertools.pairwise(edges)}
        ends = {end: int(span[1] * 1000) for (_, end), span in spans.items()}
        begins = {start: int(span[0] * 1000) for (start, _), span in spans.items()}
        silences = (max(0, begins[edge] - ends[edge] - _SILENCE) if edge in begins and edge in ends else 0 for edge in edges)
        waits = dict(zip(edges, itertools.accumulate(silences), strict=True))
        return cls(timed, rows, edges, cuts, (0, *itertools.accumulate(widths)), ends, begins, waits)

    def rows_of(self, start: int, end: int) -> tuple[str, ...]:
        """Set a piece of the line in rows."""
        fold = None if self._width(start, end) <= ROW_WIDTH else self._fold(start, end)
        edges = (start, end) if fold is None else (start, fold, end)
        return tuple(self.timed.text[first:last].strip() for first, last in itertools.pairwise(edges))

    def words_of(self, start: int, end: int) -> str:
        """Return a piece of the line on one row."""
        return self.timed.text[start:end].strip()

    def beginnings(self, cut: Cut) -> list[int]:
        """Return when each piece begins, in milliseconds."""
        return [self.begins[start] for start, _ in cut.pieces]

    def cut(self) -> Cut:
        """Return the cut of least cost into as many pieces as read well."""
        best: dict[int, Cut] = {0: Cut(0.0, ())}
        for start, end, step in self._steps:
            _keep_cheaper(best, end, _longer(best[start], (start, end), step))
        return best[self.edges[-1]]

    def cut_in(self, count: int, moments: Sequence[int] = ()) -> Cut:
        """Return the cut of least cost into `count` pieces, or as near to so many as the text allows.

        `moments`, in milliseconds, are when the pieces should begin.
        """
        # a state is an edge, reached in a number of steps
        best: dict[tuple[int, int], Cut] = {(0, 0): Cut(0.0, ())}
        for start, end, step in self._steps:
            for number in range(count):
                if (start, number) in best:
                    off = abs(self.begins[start] - moments[number]) if number < len(moments) else 0
                    cost = step + 2 * max(0, off - _CLOSE_ENOUGH) / _MILLISECONDS_A_POINT
                    _keep_cheaper(best, (end, number + 1), _longer(best[start, number], (start, end), cost))
        found = [best[self.edges[-1], number] for number in range(count + 1) if (self.edges[-1], number) in best]
        return found[-1] if found else self.cut()

    @cached_property
    def _steps(self) -> tuple[tuple[int, int, float], ...]:
        """Every piece that fits a caption, as (start, end, cost), in the order of the text."""
        found: list[tuple[int, int, float]] = []
        for first in range(len(self.edges)):
            for last in range(first + 1, len(self.edges)):
                cost = self._cost(first, last)
                if cost is None:
                    break
                found.append((self.edges[first], self.edges[last], cost))
        return tuple(found)

    def _cost(self, first: int, last: int) -> float | None:
        """Return what the piece from edge to edge costs, or None when it does not fit; then no longer one does either."""
        start, end = self.edges[first], self.edges[last]
        width = self._width(start, end)
        fold = end if width <= ROW_WIDTH else self._fold(start, end)
        if fold is None:
            return None
        reading = self.cuts[end] + self._straddling(first, last) + (self.cuts[fold] / 2 if fold < end else 0)
        full = _FULLNESS * (width / (self.rows * ROW_WIDTH)) ** 2
        waiting = self.waits[self.edges[last - 1]] - self.waits[start]
        shown = self.ends[end] - self.begins[start]
        out_of_time = waiting + (max(0, shown - _LONG) + max(0, int(SHORTEST * 1000) - shown)) / 2
        return _ANOTHER_CUE + reading + full + out_of_time / _MILLISECONDS_A_POINT

    def _straddling(self, first: int, last: int) -> int:
        """Return the cost of a piece that ends one sentence and leaves the next unfinished."""
        if self.cuts[self.edges[last]] <= COMMA:
            return 0
        return _STRADDLES if any(self.cuts[edge] <= CLAUSE for edge in self.edges[first + 1 : last]) else 0

    def _fold(self, start: int, end: int) -> int | None:
        """Return the best place to fold a piece into two rows, or None where there is none."""
        if self.rows == 1 or self._width(start, end) > self.rows * ROW_WIDTH:
            return None
        folds: list[tuple[float, int]] = []
        for at in self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]:
            first, second = self._width(start, at) / ROW_WIDTH, self._width(at, end) / ROW_WIDTH
            if max(first, second) <= 1:
                folds.append((self.cuts[at] + _FULLNESS * (first**2 + second**2), at))
        return min(folds)[1] if folds else None

    def _width(self, start: int, end: int) -> int:
        return self.upto[trimmed(self.timed.text, end)] - self.upto[start]


def row_width(text: str) -> int:
    """Return the width of a caption's row; `ROW_WIDTH` is the most it may have."""
    return sum(_widths(text))


def _longer(cut: Cut, piece: tuple[int, int], cost: float) -> Cut:
    return Cut(cut.cost + cost, (*cut.pieces, piece))


def _keep_cheaper(best: dict[_State, Cut], state: _State, cut: Cut) -> None:
    if state not in best or cut.cost < best[state].cost:
        best[state] = cut


def _widths(text: str) -> list[int]:
    # dashes, dots and curly quotes are as wide as the script they stand in
    among_han = any(is_han(character) for character in text)
    return [_character_width(character, among_han) for character in text]


def _character_width(character: str, among_han: bool) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    wide = "WFA" if among_han else "WF"
    return _HAN_WIDTH if is_han(character) or unicodedata.east_asian_width(character) in wide else _LATIN_WIDTH
