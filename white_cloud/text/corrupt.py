"""How a caption goes from faithful to corrupted: characters drop, words and phrases change language, a slogan surfaces.

    strength    0            0.3                0.6                   1
    zh          我闺女画大车    我闺□画truck        My girl drew a truck  矿在，家就在。

Whether something happens to a character, a word, a phrase or the whole is one draw each, from the seed and its place; it
happens once the strength is high enough for that draw. So more strength adds damage to the same damage, and nothing dances.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

import yaml

from white_cloud.identity import seed as seed_of
from white_cloud.text.breaking import is_han

#: Where each kind of damage comes in, where it is full, and the part of all it then reaches.
DROPPED = (0.0, 1.0, 0.3)
TRANSLATED = (0.1, 0.7, 0.45)
SWAPPED = (0.35, 1.0, 0.75)
SLOGAN = (0.8, 1.0, 0.6)

#: What stands where characters were: in Chinese the square that stands for a deleted one, elsewhere a word struck out.
DELETED, STRUCK, WIDE_SPACE, SPACE = "□", "▒", "\u3000", "\u00a0"

_AFTER = r"[”’」』）)»\"'\s]*"
#: A phrase ends with a mark; a point, comma or colon inside a number is none.
_PHRASE = re.compile(rf".*?(?:[。！？!?…；;：，]|[,:](?!\d)|\.(?=[\s\"”’)]|$))+{_AFTER}|.+$", re.DOTALL)
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Marks that belong to the letter before them.
_JOINED = "".join(chr(code) for code in range(0x300, 0x2000) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
_LETTER = rf"(?:(?![{_HAN}])[^\W_][{_JOINED}]*)"
#: A run of Han, or a word of a script with spaces, which holds its own apostrophes and hyphens.
_WORD = re.compile(rf"(?:(?![\W_])[{_HAN}])+|{_LETTER}+(?:['’-]{_LETTER}+)*")
#: Han that mostly stand alone: no piece of a run holds one, so that more pieces are words; a number takes what it counts along.
_ALONE = "我你您他她它这那的了着过得地在是有没不都也就还才又很太把被给让叫跟和与比从到对为用要会能可再只最吗吧呢啊个"
_NUMERALS = "零〇一二两三四五六七八九十百千万"
_OTHERS = rf"[^{_ALONE}{_NUMERALS}]"
_RUN = re.compile(rf"(?P<whole>[{_ALONE}]|[{_NUMERALS}]+{_OTHERS}{{0,2}})|{_OTHERS}+")
#: Words that say too little to be worth another language, beside those of less than four letters.
_SMALL = frozenset({
    "been", "from", "have", "into", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those", "were",
    "what", "when", "will", "with", "your",
})  # fmt: skip
_TELLING = 4


@dataclass(frozen=True)
class _Draws:
    """Chance for one text of one caption."""

    seed: int
    language: str = ""

    def at(self, *place: str | int) -> float:
        """Return a draw in 0..1 that belongs to a place."""
        return seed_of(self.seed, self.language, *place) / 2**63


def corrupted(lines: Mapping[str, str], strength: float, seed: int, shown: Collection[str] = ()) -> dict[str, str]:
    """Return a caption's text by language as it stands at a strength from 0, where nothing happens, to 1; pure.

    Words and phrases change to the next language that is `shown`, or where that is one, to the next of `lines`, at the same
    place in the text; where there is only one language they stay. Slogans come from slogans.yaml, of those that are written in
    every language that is `shown`: all unless said.
    Raises ValueError outside 0..1.
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"the strength of what corrupts captions lies between 0 and 1; found {strength}")
    if strength == 0:
        return dict(lines)
    draws = _Draws(seed)
    if _falls(draws.at("slogan"), SLOGAN, strength):
        found = slogans(frozenset(shown or lines))
        if found:
            return {**lines, **found[int(draws.at("which") * len(found))]}
    among = shown if len(shown) > 1 else lines
    languages = [language for language, text in lines.items() if text and language in among]
    return {
        language: _corrupted(text, _other(lines, languages, language), strength, _Draws(seed, language))
        for language, text in lines.items()
    }


@cache
def slogans(languages: frozenset[str]) -> tuple[dict[str, str], ...]:
    """Return the slogans that are written in every one of some languages, each by language."""
    data = yaml.safe_load(files(__package__).joinpath("slogans.yaml").read_text(encoding="utf-8"))
    return tuple(
        {language: text for language, text in slogan.items() if language in languages}
        for slogan in data["slogans"]
        if languages <= slogan.keys()
    )


def _falls(draw: float, kind: tuple[float, float, float], strength: float) -> bool:
    """Return whether what was drawn happens at a strength, for a kind of damage."""
    enters, full, part = kind
    return draw < part * min(max((strength - enters) / (full - enters), 0.0), 1.0)


def _other(lines: Mapping[str, str], languages: Sequence[str], language: str) -> str:
    """Return the text in the next language that has one, or nothing."""
    if language not in languages or len(languages) < 2:
        return ""
    return lines[languages[(languages.index(language) + 1) % len(languages)]]


def _corrupted(text: str, other: str, strength: float, draws: _Draws) -> str:
    mine, theirs = _phrases(text), _phrases(other)
    if len(mine) != len(theirs):
        mine, theirs = [text], [other]
    done = [
        _phrase(phrase, their, strength, _Draws(seed_of(draws.seed, number), draws.language))
        for number, (phrase, their) in enumerate(zip(mine, theirs, strict=True))
    ]
    return _joined(done)


def _phrases(text: str) -> list[str]:
    return [found.group() for found in _PHRASE.finditer(text)]


def _joined(phrases: Sequence[str]) -> str:
    """Join phrases, with a space where two scripts with spaces would touch."""
    text = ""
    for phrase in phrases:
        touching = text and not text[-1].isspace() and not is_han(text[-1]) and phrase and not is_han(phrase[0])
        text += f" {phrase}" if touching else phrase
    return text.rstrip()


def _phrase(phrase: str, other: str, strength: float, draws: _Draws) -> str:
    # drawn without the language: of two languages that are shown, both phrases change places
    if other and _falls(_Draws(draws.seed).at("swap"), SWAPPED, strength):
        return _worn(other, strength, _Draws(draws.seed, f"{draws.language} swapped"))
    mine = _words(phrase)
    theirs = _opposite(mine, _words(other))
    said = ""
    for number, word in enumerate(mine):
        translated = number in theirs and _falls(draws.at("word", number), TRANSLATED, strength)
        text = theirs[number] if translated else word.text
        # two words that come from a script with spaces are kept apart
        touching = said[-1:].isalnum() and text[:1].isalnum() and not is_han(said[-1]) and not is_han(text[0])
        said += " " * touching + _worn(text, strength, _Draws(seed_of(draws.seed, number), draws.language))
    return said


@dataclass(frozen=True)
class _Word:
    """A word, a piece of a run of Han, or what stands between; `place` is where its middle lies in its phrase, 0..1."""

    text: str
    place: float

    @property
    def telling(self) -> bool:
        """Whether it is worth another language."""
        if not self.text[0].isalnum():
            return False
        return len(self.text) >= (2 if is_han(self.text[0]) else _TELLING) and self.text.lower() not in _SMALL


def _opposite(mine: Sequence[_Word], theirs: Sequence[_Word]) -> dict[int, str]:
    """Return the words of another language that lie nearest to one's own, by number; none stands for two."""
    free = [word for word in theirs if word.telling]
    found: dict[int, str] = {}
    for number, word in enumerate(mine):
        if free and word.telling:
            nearest = min(free, key=lambda one: abs(one.place - word.place))
            free.remove(nearest)
            found[number] = nearest.text
    return found


def _words(text: str) -> list[_Word]:
    """Part a text into words, pieces of runs of Han, and what stands between them."""
    parts: list[str] = []
    at = 0
    for found in _WORD.finditer(text):
        parts += [text[at : found.start()]] if found.start() > at else []
        parts += _pieces(found.group()) if is_han(found.group()[0]) else [found.group()]
        at = found.end()
    parts += [text[at:]] if at < len(text) else []
    ends = accumulate(len(part) for part in parts)
    return [_Word(part, (end - len(part) / 2) / len(text)) for part, end in zip(parts, ends, strict=True)]


def _pieces(run: str) -> list[str]:
    """Cut a run of Han into pieces, most of two characters as most words are, where no dictionary is at hand."""
    pieces: list[str] = []
    for found in _RUN.finditer(run):
        part = found.group()
        twos = 1 if found["whole"] else max(len(part) // 2, 1)
        pieces += [part[2 * number : 2 * number + 2 if number + 1 < twos else None] for number in range(twos)]
    return pieces


def _worn(text: str, strength: float, draws: _Draws) -> str:
    """Return a text with some of it gone, blank or struck out: single Han, and words of other scripts or their tails."""
    return _WORD.sub(lambda found: _worn_word(found.group(), strength, draws, found.start()), text)


def _worn_word(word: str, strength: float, draws: _Draws, at: int) -> str:
    if is_han(word[0]):
        fallen = [_falls(draws.at("letter", at + number), DROPPED, strength) for number in range(len(word))]
        return "".join(
            _instead_of_han(draws.at("instead", at + number)) if gone else character
            for number, (character, gone) in enumerate(zip(word, fallen, strict=True))
        )
    if not _falls(draws.at("letter", at), DROPPED, strength):
        return word
    letters = re.findall(rf".[{_JOINED}]*", word)
    instead = draws.at("instead", at)
    if instead < 0.5:  # a word without its tail would pass for a slip of the pen: it goes whole
        return "" if instead < 0.15 else SPACE * len(letters)
    left = int(draws.at("tail", at) * len(letters) * 0.7)
    # a block is as wide as two letters
    return "".join(letters[:left]) + STRUCK * ((len(letters) - left + 1) // 2)


def _instead_of_han(draw: float) -> str:
    return "" if draw < 0.2 else WIDE_SPACE if draw < 0.55 else DELETED
