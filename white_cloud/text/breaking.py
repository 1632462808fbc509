"""Where a line of text may end, and how well: Chinese, Japanese and languages with spaces, mixed or alone.

The rules follow the Unicode line breaking algorithm (UAX #14) and GB/T 15834 for punctuation, made stricter where reading asks
for it: numbers stay whole, a counted thing stays with its number, and a break costs the less the better it falls in the sentence.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence

OPENING = frozenset("（「『【《〈“‘([{«¿¡〔〖")
CLOSING = frozenset("，。、；：？！）」』】》〉”’…—–～·‧,.;:!?)]}»%‰℃°〕〗々ー")
_NO_BREAK_SPACES = frozenset("\u00a0\u202f\u2007\u2060\ufeff")
_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007\ufeff]+")

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
_ABBREVIATIONS = frozenset("mr mrs ms dr st no vol mme mlle".split())
_JOINING_WORDS = frozenset(
    "and but or nor so because that which who whose where when while if unless until as than though although for with from into "
    "et mais ou donc car que qui dont où quand si comme parce pour avec dans sans sur sous vers chez depuis pendant".split()
)
_SMALL_WORDS = frozenset(
    "a an the of to in on at by my your his her its our their no not i we you he she it they is are was were "
    "le la les un une des du de au aux à en ne pas mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette "
    "ces je tu il elle nous vous ils elles on".split()
)
_PARTICLES = frozenset("的了着过吗呢吧啊地得")
_SUFFIXES = _PARTICLES | frozenset("们里上下中")
_PRONOUNS = frozenset("我你您他她它咱这那")
_BEFORE_OBJECTS = frozenset("把被对从给让跟和与向比在替叫于为")
_HAN_JOINING = (
    "而",
    "但",
    "和",
    "与",
    "或",
    "因为",
    "所以",
    "如果",
    "可是",
    "不过",
    "然后",
    "于是",
    "虽然",
    "就",
    "也",
    "还",
    "却",
    "才",
    "把",
    "被",
    "在",
    "从",
    "对",
    "让",
)
_HAN_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿点半多余几")
_BOUND_PAIRS = frozenset(
    "我们 你们 他们 她们 它们 咱们 人们 自己 什么 怎么 为什 没有 不是 不会 不能 不要 已经 因为 所以 如果 但是 可是 还是 或者 以及 而且 这个 那个 这里 那里 "
    "这样 那样 这些 那些 时候 现在 以后 以前 后来 知道 觉得 看见 听见 可以 可能 应该 需要 开始 只有 只要 一样 一起 一直 一切 一点 地方 东西 孩子 老板 工人 "
    "世界 城市 机器 卡车 公司 白云 矿山 稀土 未来 生活 工作 时间 今天 明天 昨天 每天 晚上 早上 父亲 母亲 天空 草原 灰尘 眼睛 声音".split()
)


def squeeze(text: str) -> str:
    """Return text on one line: every run of spaces that may break is one space, and none at the ends."""
    return _SPACES.sub(" ", text).strip()


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
        for start, (lines, cost, _) in best.items():
            width = upto[trimmed(text, end)] - upto[start]
            if width <= limit:
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
    if mark in _AFTER_MARK and not (mark == "." and _abbreviated(head)):
        return _AFTER_MARK[mark]
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
    if text.startswith(_HAN_JOINING, at):
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
