"""The words of a text as they are timed: each han character is one, and each run of letters or digits."""

from __future__ import annotations

import re

#: Han characters, for use inside a character class.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
#: A letter or digit of any script that is not a han character.
LETTER = rf"[^\W_{HAN}]"

_WORD = re.compile(rf"[{HAN}]|{LETTER}+(?:['’.,:-]{LETTER}+)*")


def word_places(text: str) -> tuple[tuple[int, int], ...]:
    """Return the words of a text as (first character, length), in order; `don't` and `1,200` are one word each."""
    return tuple((found.start(), found.end() - found.start()) for found in _WORD.finditer(text))
