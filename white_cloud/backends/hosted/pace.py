"""How long words take to say, and how many tokens they are: estimates, for asking and for prices."""

from __future__ import annotations

from fractions import Fraction

from white_cloud.backends.voices.words import word_places
from white_cloud.film.lines import pieces, unspaced

#: Syllables or words a second by register, hanzi first, words of a spaced language second: a voice of a documentary says 210 to
#: 230 hanzi or 140 to 150 words a minute, an announcer 290 or 180.
RATES = {
    "testimony": (Fraction(36, 10), Fraction(24, 10)),
    "slippage": (Fraction(38, 10), Fraction(25, 10)),
    "advert": (Fraction(48, 10), Fraction(3)),
    "propaganda": (Fraction(38, 10), Fraction(23, 10)),
}
_ORDINARY = (Fraction(4), Fraction(25, 10))
_HAN_RANGES = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


def rate(language: str, register: str) -> Fraction:
    """Return how many hanzi (of a language without spaces) or words a voice says in a second."""
    hanzi, words = RATES.get(register, _ORDINARY)
    return hanzi if unspaced(language) else words


def seconds(text: str, language: str, register: str) -> Fraction:
    """Return about how long a text takes to say, its `[pause]` marks included."""
    parts = pieces(text)
    silent = sum((part for part in parts if isinstance(part, Fraction)), Fraction(0))
    said = sum(len(word_places(part)) for part in parts if isinstance(part, str))
    return silent + said / rate(language, register)


def tokens(text: str) -> int:
    """Return about how many tokens a text is, rather too many: one and a quarter a hanzi, one for three other characters."""
    han = sum(1 for character in text if is_han(character))
    return -(-han * 5 // 4) + -(-(len(text) - han) // 3)


def is_han(character: str) -> bool:
    """Return whether a character is a hanzi."""
    return any(low <= character <= high for low, high in _HAN_RANGES)
