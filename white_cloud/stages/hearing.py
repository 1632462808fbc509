"""A line heard: when each phrase and each of its words is said in the line's sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.film.lines import plain
from white_cloud.film.timeline import Word
from white_cloud.media.sound import write_wav
from white_cloud.stages.monitor import Monitor, as_data


@dataclass(frozen=True)
class Part:
    """Part of a phrase with its words, timed in seconds of the line; characters count in the phrase's plain text."""

    phrase: int
    start: Fraction
    end: Fraction
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Hearing:
    """The parts of a line in order, and where that was asked for how each was heard, as plain data."""

    parts: tuple[Part, ...]
    heard: tuple[dict[str, Any], ...] = ()


def hear(monitor: Monitor, request: Mapping[str, Any], samples: NDArray[np.floating[Any]], rate: int, folder: Path) -> Hearing:
    """Hear a line, (samples, channels): what was spoken piece by piece as it was, a person's recording as a whole."""
    verify = bool(request.get("verify"))
    if "pieces" in request:
        return _pieces(monitor, request, samples, rate, folder, verify)
    return _whole(monitor, request["phrases"], samples, rate, folder, verify)


def _pieces(
    monitor: Monitor,
    request: Mapping[str, Any],
    samples: NDArray[np.floating[Any]],
    rate: int,
    folder: Path,
    verify: bool,
) -> Hearing:
    found: list[Part] = []
    told: list[dict[str, Any]] = []
    cursor: dict[int, int] = {}
    for number, piece in enumerate(request["pieces"]):
        index, text = piece["phrase"], piece["text"]
        phrase = request["phrases"][index]
        path = folder / f"piece{number}.wav"
        write_wav(path, samples[piece["start"] : piece["end"]], rate)
        given = tuple(Word(at, length, Fraction(start), Fraction(end)) for at, length, start, end in piece["words"])
        heard = monitor.hear(path, text, phrase["language"], given, verify=verify)
        told += [as_data(text, heard)] if verify else []
        offset = plain(phrase["text"]).find(plain(text), cursor.get(index, 0))
        cursor[index] = offset + len(plain(text))
        start = Fraction(piece["start"], rate)
        words = tuple(Word(word.at + offset, word.length, word.start + start, word.end + start) for word in heard.words)
        found.append(Part(index, start, Fraction(piece["end"], rate), words))
    return Hearing(tuple(found), tuple(told))


def _whole(
    monitor: Monitor,
    phrases: Sequence[Mapping[str, str]],
    samples: NDArray[np.floating[Any]],
    rate: int,
    folder: Path,
    verify: bool,
) -> Hearing:
    """Hear a recording of the whole line, in the language of its longest phrase; a phrase lasts while its words do."""
    texts = [plain(phrase["text"]) for phrase in phrases]
    language = max(phrases, key=lambda phrase: len(plain(phrase["text"])))["language"]
    path = folder / "recording.wav"
    write_wav(path, samples.mean(axis=1), rate)
    whole = " ".join(texts)
    heard = monitor.hear(path, whole, language, verify=verify)
    parts: list[Part] = []
    first, at = 0, Fraction(0)
    for index, text in enumerate(texts):
        mine = [word for word in heard.words if first <= word.at < first + len(text)]
        words = tuple(Word(word.at - first, word.length, word.start, word.end) for word in mine)
        start = words[0].start if words else at
        at = words[-1].end if words else start
        parts.append(Part(index, start, at, words))
        first += len(text) + 1
    return Hearing(tuple(parts), (as_data(whole, heard),) if verify else ())
