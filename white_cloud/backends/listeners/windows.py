"""A long sound in windows that a listener hears at once, and the part of the known text that is said in each."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

#: A transcript tells where words are when at least one letter of so many agrees with the text.
_UNDERSTOOD = 3


def windows(spans: Sequence[tuple[int, int]], longest: int) -> tuple[tuple[int, int], ...]:
    """Return stretches of at most `longest` samples that hold all the voiced `spans`, cut in silences wherever one is near."""
    found: list[tuple[int, int]] = []
    for first, end in spans:
        if found and end - found[-1][0] <= longest:
            found[-1] = (found[-1][0], end)
            continue
        found += [(start, min(start + longest, end)) for start in range(first, end, longest)]
    return tuple(found)


def apportioned(
    text: str, places: Sequence[tuple[int, int]], parts: Sequence[tuple[int, int]], heard: Sequence[str]
) -> tuple[tuple[int, int], ...]:
    """Return which words of a text are said in each window: (first, end) in `places`, together all of them in order.

    What was heard tells: where it agrees with the text a border is found exactly, elsewhere in proportion. Where
    hardly anything was understood, the words are shared by the length of the windows.
    """
    written = [(at, text[at].casefold()) for at in range(len(text)) if text[at].isalnum()]
    letters = "".join(letter[:1] for _, letter in written)
    said = ["".join(letter.casefold()[:1] for letter in part if letter.isalnum()) for part in heard]
    matches = SequenceMatcher(None, "".join(said), letters, autojunk=False).get_matching_blocks()
    if sum(size for _, _, size in matches) * _UNDERSTOOD < len(letters):
        said, matches = ["." * (end - first) for first, end in parts], []
    borders, passed = [0], 0
    for part in said[:-1]:
        passed += len(part)
        letter = _opposite(passed, matches, sum(map(len, said)), len(letters))
        character = written[letter][0] if letter < len(written) else len(text)
        borders.append(max(sum(at < character for at, _ in places), borders[-1]))
    borders.append(len(places))
    return tuple(pairwise(borders))


def _opposite(at: int, matches: Sequence[tuple[int, int, int]], ends: int, end: int) -> int:
    """Return the place in one text opposite to `at` in the other."""
    before, opposite = 0, 0
    for first, second, size in matches:
        if first >= at:
            ends, end = (first, second) if size or first < ends else (ends, end)
            break
        if first + size > at:
            return second + at - first
        before, opposite = first + size, second + size
    if ends <= before:
        return opposite
    return opposite + (end - opposite) * (at - before) // (ends - before)
