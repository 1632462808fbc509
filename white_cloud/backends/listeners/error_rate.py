"""How far what was heard is from what was written: the character error rate.

Case, punctuation, spaces and full-width forms do not count, nor whether a number stands in digits or in (Mandarin or English)
words. Traditional and simplified characters are left as they are: a listener that writes the other script is wrong by as much.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from white_cloud.backends.listeners.numerals import in_digits


def normalised(text: str) -> str:
    """Return the letters, marks and digits of a text: NFKC, lower case, numbers in digits."""
    folded = in_digits(unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LMN")


def character_error_rate(wanted: str, heard: str) -> Fraction:
    """Return the edits (Levenshtein 1966) between what was heard and what was wanted for each character wanted; at most 1."""
    said, meant = normalised(heard), normalised(wanted)
    if not meant:
        return Fraction(bool(said))
    return min(Fraction(_distance(meant, said), len(meant)), Fraction(1))


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, start=1):
        above, row[0] = row[0], number
        for at, against in enumerate(other, start=1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (character != against))
    return row[-1]
