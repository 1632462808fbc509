"""Where a line of text may end, and how well: Chinese, Japanese and languages with spaces, mixed or alone.

The rules follow the Unicode line breaking algorithm (UAX #14) and GB/T 15834 for punctuation, made stricter where reading
asks for it: numbers stay whole, a counted thing stays with its number, and a break costs the less the better it falls in the
sentence. The words that decide it are data, in `line_breaks.yaml`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.resources import files

import yaml

OPENING = frozenset("（「『【《〈“‘([{«¿¡〔〖")
CLOSING = frozenset("，。、；：？！）」』】》〉”’…—–～·‧,.;:!?)]}»%‰℃°〕〗々ー")
_NO_BREAK_SPACES = frozenset("\u00a0\u202f\u2007\u2060\ufeff")
_SPACES = re.compile(r"\s+")

#: Costs of ending a line or a caption at a place, from the best place to the worst.
SENTENCE, CLAUSE, COMMA, LISTED = 0, 2, 4, 8
BEFORE_JOINING_WORD, AFTER_PARTICLE, SCRIPT_CHANGE, BETWEEN_WORDS = 10, 12, 14, 16
AFTER_SMALL_WORD, INSIDE_HAN, COUNTED, BOUND_PAIR, FORCED = 28, 30, 50, 60, 300

_AFTER_MARK = {
    **dict.fromkeys("。！？!?.…", SENTENCE),
    **dict.fromkeys("；;：:—–", CLAUSE),
    **dict.fromkeys("，,", COMMA),
    "、": LISTED,
}
_HAN_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿点半多余几")
_DATA = yaml.safe_load(files(__package__).joinpath("line_breaks.yaml").read_text(encoding="utf-8"))
_ABBREVIATIONS = frozenset(_DATA["abbreviations"].split())
_JOINING_WORDS = frozenset(_DATA["joining"]["latin"].split())
_JOINING_HAN = tuple(_DATA["joining"]["han"].split())
_SMALL_WORDS = frozenset(_DATA["small"].split())
_PARTICLES = frozenset(_DATA["particles"])
_SUFFIXES = _PARTICLES | frozenset(_DATA["suffixes"])
_PRONOUNS = frozenset(_DATA["pronouns"])
_BEFORE_OBJECTS = frozenset(_DATA["before_objects"])
_BOUND_PAIRS = frozenset(_DATA["bound"].split())


def squeeze(text: str) -> str:
    """Return text on one line: one space for every run of them, and none at the ends; no-break spaces stay such."""
    return _SPACES.sub(lambda run: run[0][0] if _NO_BREAK_SPACES.issuperset(run[0]) else " ", text).strip()


def is_han(character: str) -> bool:
    """Return whether a character belongs to a script without spaces between words: Han, kana, and their punctuation."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF01 <= code <= 0xFF60
        or code >= 0x20000
    )


def breaks(text: str, widths: Sequence[float], limit: float) -> dict[int, int]:
    """Return the places where a line may end, `{index of the next line's first character: cost}`, the end of the text at 0.

    Inside a word or number wider than `limit` every place becomes one, at the cost `FORCED`: it could not be set otherwise.
    `widths` holds the width of each character; `text` is squeezed.
    """
    found = {at: cost for at in range(1, len(text)) if (cost := _cost(text, at)) is not None}
    found[len(text)] = SENTENCE
    for start, end in itertools.pairwise([0, *sorted(found)]):
        if sum(widths[start : trimmed(text, end)]) > limit:
            # what has no width is a mark on the character before it
            found |= {at: FORCED for at in range(start + 1, trimmed(text, end)) if widths[at] > 0}
    return dict(sorted(found.items()))


def wrap(text: str, widths: Sequence[float], limit: float) -> tuple[str, ...]:
    """Set squeezed text in as few lines as hold it, none wider than `limit`, balanced and broken where it reads best.

    Dynamic programming over the break places, as Knuth and Plass do for paragraphs: the squares of the lines' widths balance
    them, and each break adds its cost.
    """
    cuts = breaks(text, widths, limit)
    upto = [0.0, *itertools.accumulate(widths)]
    best: dict[int, tuple[int, float, int]] = {0: (0, 0.0, 0)}
    for end, cut in cuts.items():
        choices = []
        for start, (lines, cost, _) in reversed(best.items()):
            width = upto[trimmed(text, end)] - upto[start]
            if width > limit:
                break
            choices.append((lines + 1, cost + cut + 60 * (width / limit) ** 2, start))
        if choices:
            best[end] = min(choices)
    return _lines(text, best)


def _lines(text: str, best: Mapping[int, tuple[int, float, int]]) -> tuple[str, ...]:
    found: list[str] = []
    end = len(text)
    while end > 0:
        start = best[end][2]
        found.append(text[start:end].strip())
        end = start
    return tuple(reversed(found))


def trimmed(text: str, end: int) -> int:
    """Return the end of a line that breaks at `end`, without the space the break eats."""
    return end - 1 if end and text[end - 1] == " " else end


def _cost(text: str, at: int) -> int | None:
    """Return the cost of a line that ends before `text[at]`, or None where none may."""
    before, after = text[at - 1], text[at]
    if after == " " or before in _NO_BREAK_SPACES or after in _NO_BREAK_SPACES:
        return None
    spaced = before == " "
    last = text[at - 2] if spaced and at > 1 else before
    if _opens(text, text.rindex(last, 0, at)) or _closes(text, at) or unicodedata.category(after) in {"Mn", "Mc", "Me", "Cf"}:
        return None
    if not spaced and not (is_han(last) or is_han(after) or last in "—–"):
        return None
    if _one_number(last, after):
        return None
    return _quality(text, at, spaced)


def _opens(text: str, at: int) -> bool:
    if text[at] == '"':
        return (at == 0 or text[at - 1] == " " or text[at - 1] in OPENING) and text[at + 1 : at + 2] != " "
    return text[at] in OPENING


def _closes(text: str, at: int) -> bool:
    if text[at] == '"':
        return not _opens(text, at)
    return text[at] in CLOSING


def _one_number(last: str, after: str) -> bool:
    if last == "第":
        return after.isdigit() or after in _HAN_NUMERALS
    return (last.isdigit() or last in _HAN_NUMERALS) and (after.isdigit() or after in _HAN_NUMERALS)


def _quality(text: str, at: int, spaced: bool) -> int:
    head = text[:at].rstrip()
    mark = head.rstrip("”’」』）)»\"'")[-1:] or head[-1]
    if mark in _AFTER_MARK:
        return AFTER_SMALL_WORD if mark == "." and _abbreviated(head) else _AFTER_MARK[mark]
    last, after = head[-1], text[at]
    if last.isdigit() and after.isalpha():
        return COUNTED
    if is_han(last) and is_han(after):
        return _inside_han(text, at)
    return _between_words(head, text[at:]) if spaced and not (is_han(last) or is_han(after)) else SCRIPT_CHANGE


def _abbreviated(head: str) -> bool:
    word = re.split(r"[\s(]", head.rstrip("."))[-1].lower()
    return len(word) == 1 or word in _ABBREVIATIONS


def _inside_han(text: str, at: int) -> int:
    if text[at - 1 : at + 1] in _BOUND_PAIRS or text[at] in _SUFFIXES or text[at - 1] in _HAN_NUMERALS:
        return BOUND_PAIR
    if text[at - 1] in _BEFORE_OBJECTS:
        return COUNTED
    if text.startswith(_JOINING_HAN, at):
        return BEFORE_JOINING_WORD
    if text[at] in _PRONOUNS:
        return BETWEEN_WORDS
    return AFTER_PARTICLE if text[at - 1] in _PARTICLES else INSIDE_HAN


def _between_words(head: str, tail: str) -> int:
    last = re.split(r"\s", head)[-1].lower().strip("“‘«(\"'")
    following = re.split(r"\s", tail, maxsplit=1)[0].lower().strip("“‘«(\"'.,;:!?")
    if last in _SMALL_WORDS or last in _JOINING_WORDS:
        return AFTER_SMALL_WORD
    return BEFORE_JOINING_WORD if following in _JOINING_WORDS else BETWEEN_WORDS
