"""What a scalar in a document means: the core rules of YAML 1.2, kept exact, without the traps of YAML 1.1.

Only `true`, `false`, `null`, `~` and nothing are words with a meaning; `on`, `no` and `12:30` are text. Whole numbers are int,
others Decimal (exact, and their text can be had back). Numbers with leading zeros stay text, so that nobody reads octal.
"""

from __future__ import annotations

import re
from decimal import Decimal

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BROKEN = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][-+]?([0-9]{1,9}))?")
_MAYBE_NUMBER = frozenset("0123456789+-.")
_LONGEST_NUMBER = 40
_LARGEST_EXPONENT = 30

#: NUL and other controls, lone surrogates, line separators that editors do not show, and marks that reorder text.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def plain_scalar(text: str) -> str | int | Decimal | bool | None:
    """Return what an unquoted scalar stands for; raise ValueError for a number too long or too large to be meant."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAYBE_NUMBER:
        return text
    if _WHOLE.fullmatch(text):
        return int(_sane(text))
    found = _BROKEN.fullmatch(text)
    if found and any(character.isdigit() for character in text.lower().split("e", maxsplit=1)[0]):
        if found.group(1) and int(found.group(1)) > _LARGEST_EXPONENT:
            raise ValueError(f"{text[:_LONGEST_NUMBER]}: a number this large or small is not meant")
        return Decimal(_sane(text))
    return text


def forbidden_name(character: str) -> str:
    """Return how to name a character that must not stand in text."""
    code = f"U+{ord(character):04X}"
    if character == "\x00":
        return f"a NUL character ({code})"
    if character in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        return f"a mark that changes the direction of text ({code})"
    return f"an invisible control character ({code})"


def _sane(text: str) -> str:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"{text[:_LONGEST_NUMBER]}...: a number of {len(text)} digits is not meant")
    return text
