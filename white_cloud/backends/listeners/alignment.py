"""From a matrix of attention to the times of words: nothing here knows a model.

Rows are the tokens of a text, columns the frames of a sound; a value says how much a token attends to a frame. The path that
gathers most attention, by dynamic time warping (Sakoe and Chiba 1978), tells when each token is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.film.timeline import Word

Matrix = NDArray[np.floating[Any]]

#: Frames over which attention is smoothed: an odd number.
_SMOOTHED = 7


def sharpened(heads: Matrix) -> Matrix:
    """Return the mean over attention heads (heads, tokens, frames), each head standardised over tokens and median-filtered."""
    middle, spread = heads.mean(axis=-2, keepdims=True), heads.std(axis=-2, keepdims=True)
    even = (heads - middle) / np.maximum(spread, 1e-9)
    if even.shape[-1] > _SMOOTHED:
        edges = [(0, 0)] * (even.ndim - 1) + [(_SMOOTHED // 2, _SMOOTHED // 2)]
        around = np.lib.stride_tricks.sliding_window_view(np.pad(even, edges, mode="reflect"), _SMOOTHED, axis=-1)
        even = np.median(around, axis=-1)
    mean: Matrix = even.mean(axis=0)
    return mean


def token_spans(attention: Matrix) -> list[tuple[int, int]]:
    """Return (first frame, end frame) of each token (row): in order, without overlap, over all frames (columns)."""
    tokens, frames = attention.shape
    starts = _path_starts(-attention)
    ends = [*starts[1:], frames]
    return [(starts[token], max(ends[token], starts[token])) for token in range(tokens)]


def _path_starts(cost: Matrix) -> list[int]:
    """Return the first column of each row on the cheapest path from corner to corner, by steps right, down and across.

    Filled along diagonals, on which no cell needs another.
    """
    rows, columns = cost.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0
    step = np.zeros((rows + 1, columns + 1), dtype=np.int8)
    for diagonal in range(2, rows + columns + 1):
        row = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        column = diagonal - row
        before = np.stack([total[row - 1, column - 1], total[row - 1, column], total[row, column - 1]])
        step[row, column] = choice = before.argmin(axis=0)
        total[row, column] = cost[row - 1, column - 1] + before[choice, np.arange(len(row))]
    starts = [0] * rows
    row_, column_ = rows, columns
    while row_ > 0 and column_ > 0:
        starts[row_ - 1] = column_ - 1
        taken = step[row_, column_]
        row_, column_ = row_ - (taken != 2), column_ - (taken != 1)
    return starts


def words_of(
    places: Sequence[tuple[int, int]],
    tokens: Sequence[tuple[int, int]],
    spans: Sequence[tuple[Fraction, Fraction]],
    within: tuple[Fraction, Fraction],
) -> tuple[Word, ...]:
    """Return the words at `places` (first character, length) with the times of their characters, kept `within` the sound.

    `tokens` are the characters (first, end) of each token and `spans` its seconds. A token of several characters shares its
    time among them; a character of several tokens has the time of all of them.
    """
    times: dict[int, tuple[Fraction, Fraction]] = {}
    for (first, end), (start, stop) in zip(tokens, spans, strict=True):
        for number, character in enumerate(range(first, end)):
            each = (stop - start) / (end - first)
            begun, ended = times.get(character, (start + number * each, start + (number + 1) * each))
            times[character] = (begun, max(ended, start + (number + 1) * each))
    words, at = [], within[0]
    for first, length in places:
        known = [times[character] for character in range(first, first + length) if character in times]
        start = min(max(known[0][0] if known else at, at), within[1])
        at = min(max(known[-1][1] if known else start, start), within[1])
        words.append(Word(first, length, start, at))
    return tuple(words)
