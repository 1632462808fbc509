"""Pitch drawn towards the notes of a scale, as a voice that only knows the anthem.

Source of the method: E. Moulines and F. Charpentier, "Pitch-synchronous waveform processing techniques for text-to-speech
synthesis using diphones" (1990), time domain: two periods of the voice around every pitch mark are laid anew, closer or
further apart. Where marks stay in place, the windows add to one and the sound is what it was.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound import RATE
from white_cloud.sound.fundamental import HOP, fundamental, stretches

Floats = NDArray[np.floating[Any]]
Samples = NDArray[np.float32]

#: The notes of the scale, in semitones over its tonic: gong, shang, jue, zhi, yu.
SCALE = (0, 2, 4, 7, 9)
#: Semitones are counted from A at this frequency, in Hz; the tonic is the one nearest to the voice's middle.
CONCERT = 440.0


def quantised(samples: Floats, strength: float) -> Samples:
    """Return a mono sound of the same length whose voice stands `strength` (0..1) of the way nearer to the notes of SCALE.

    What is not voiced stays as it is; at strength 0 everything does.
    """
    line = samples.astype(np.float32)
    if not strength:
        return line
    hertz = fundamental(line)
    if not hertz.any():
        return line
    ratios = np.ones(len(hertz))
    voiced = hertz > 0
    ratios[voiced] = 2 ** (strength * _away(hertz)[voiced] / 12)
    return _laid_anew(line, hertz, ratios)


def nearest_notes(semitones: NDArray[np.float64], tonic: int) -> NDArray[np.float64]:
    """Return the note of the scale over `tonic` (semitones from CONCERT) that is nearest to each pitch."""
    octaves = 12.0 * np.arange(-6, 4)[:, None] + np.array(SCALE)
    notes = np.sort((octaves + tonic % 12).ravel())
    after = np.clip(np.searchsorted(notes, semitones), 1, len(notes) - 1)
    lower, upper = notes[after - 1], notes[after]
    return np.where(semitones - lower <= upper - semitones, lower, upper)


def in_semitones(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return frequencies as semitones from CONCERT."""
    return np.asarray(12 * np.log2(hertz / CONCERT))


def _away(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far, in semitones, each voiced frame lies below its note; a note once taken is held for three frames."""
    away = np.zeros(len(hertz))
    tonic = round(float(np.median(in_semitones(hertz[hertz > 0]))))
    for first, end in stretches(hertz > 0):
        sung = in_semitones(hertz[first:end])
        padded = np.pad(nearest_notes(sung, tonic), 2, mode="edge")
        away[first:end] = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1) - sung
    return away


def _laid_anew(line: Samples, hertz: NDArray[np.float64], ratios: NDArray[np.float64]) -> Samples:
    """Return each voiced stretch laid at its new periods, faded into what lies before and after it."""
    out = line.copy()
    for first, end in stretches(hertz > 0):
        marks = _marks(line, hertz, first * HOP, min(end * HOP, len(line)))
        if len(marks) < 4:
            continue
        placed = _placed(marks, ratios)
        out[marks[0] : marks[-1]] = _overlapped(line, marks, placed)
    return out


def _marks(line: Samples, hertz: NDArray[np.float64], first: int, end: int) -> list[int]:
    """Return a mark for every period from `first` to `end`: each is where the period before it is found again."""
    period = round(RATE / hertz[first // HOP])
    at = first + int(np.abs(line[first : min(first + period, end)]).argmax())
    marks = []
    while at < end:
        marks.append(at)
        period = round(RATE / hertz[at // HOP])
        at = _found_again(line, at, period) if at + 2 * period < len(line) else len(line)
    return marks


def _found_again(line: Samples, at: int, period: int) -> int:
    """Return where the period around a mark sounds again most alike, within an eighth of it from where it is due."""
    left, right, slack = max(at - period // 2, 0), at + period // 2, period // 8
    searched = line[left + period - slack : right + period + slack]
    return at + period - slack + int(np.correlate(searched, line[left:right]).argmax())


def _placed(marks: list[int], ratios: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return (new place, number of the mark that is laid there), from the first mark to the last, which stay."""
    places = np.array(marks)
    periods = np.diff(places)
    placed: list[tuple[int, int]] = []
    at = float(marks[0])
    while True:
        index = int(np.searchsorted(places, at))
        if index and at - places[index - 1] < places[min(index, len(places) - 1)] - at:
            index -= 1
        period = periods[min(index, len(periods) - 1)] / ratios[min(int(at) // HOP, len(ratios) - 1)]
        if at > marks[-1] - period / 2:
            return [*placed, (marks[-1], len(marks) - 1)]
        placed.append((round(at), index))
        at += period


def _overlapped(line: Samples, marks: list[int], placed: list[tuple[int, int]]) -> Samples:
    """Return the sound between the first and the last mark: grains of two periods, at their new places."""
    start, count = marks[0], marks[-1] - marks[0]
    reach = 2 * int(np.diff(marks).max())
    out, weight = np.zeros(count + 2 * reach), np.zeros(count + 2 * reach)
    for place, index in placed:
        before = marks[index] - marks[index - 1] if index else marks[1] - marks[0]
        after = marks[index + 1] - marks[index] if index + 1 < len(marks) else marks[-1] - marks[-2]
        left = min(before, marks[index])
        right = min(after, len(line) - marks[index])
        window = np.concatenate((_rise(before)[before - left :], 1 - _rise(after)[:right]))
        at = place - start + reach - left
        out[at : at + left + right] += window * line[marks[index] - left : marks[index] + right]
        weight[at : at + left + right] += window
    inside = slice(reach, reach + count)
    return (out[inside] / np.maximum(weight[inside], 0.3)).astype(np.float32)


@lru_cache(maxsize=512)
def _rise(count: int) -> NDArray[np.float64]:
    """Return the rising half of a raised cosine, 0 at its beginning."""
    return 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)
