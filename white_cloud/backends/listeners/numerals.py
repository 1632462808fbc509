"""Numbers in words as digits, so that `十九`, `nineteen` and `19` are heard as the same."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN_NUMBER = re.compile(rf"[\d{''.join([*_DIGITS, *_TENS, *_MYRIADS])}]+")

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_BY_TEN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: value for value, word in enumerate([*_UNITS, *_TEENS])} | {
    word: value for value, word in zip(range(20, 100, 10), _BY_TEN, strict=True)
}
_LARGE = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_ENGLISH_WORD = "|".join([*_SMALL, *_LARGE])
_ENGLISH_NUMBER = re.compile(rf"\b(?:{_ENGLISH_WORD})(?:(?:\s+and\s+|[\s-]+)(?:{_ENGLISH_WORD}))*\b")


def in_digits(text: str) -> str:
    """Return a text in lower case with its Mandarin and English cardinal numbers written in digits."""
    return _HAN_NUMBER.sub(_han, _ENGLISH_NUMBER.sub(_english, text))


def _han(found: re.Match[str]) -> str:
    if found.group().isascii():
        return found.group()
    whole = section = 0
    number: int | None = None
    for character in found.group():
        if character in _TENS:
            section += (1 if number is None else number) * _TENS[character]
            number = None
        elif character in _MYRIADS:
            section += number or 0
            # an eight-digit unit counts all that was said before it, a four-digit one its own section
            if _MYRIADS[character] == 10**8:
                whole, section = (whole + section or 1) * 10**8, 0
            else:
                whole, section = whole + (section or 1) * 10**4, 0
            number = None
        else:
            digit = _DIGITS[character] if character in _DIGITS else int(character)
            number = digit if number is None else number * 10 + digit
    if number is None and not whole and not section:
        return found.group()
    return _with_zeros(found.group(), whole + section + (number or 0))


def _with_zeros(said: str, value: int) -> str:
    """Return a value in digits; figures said one by one keep the zeros they begin with."""
    figures = all(character in _DIGITS or character.isdigit() for character in said)
    return str(value).zfill(len(said)) if figures else str(value)


def _english(found: re.Match[str]) -> str:
    numbers: list[int] = []
    whole, part, begun = 0, 0, False
    for word in re.split(r"[\s-]+", found.group()):
        if word == "and":
            continue
        if word == "hundred":
            part = (part or 1) * 100
        elif word in _LARGE:
            whole, part = whole + (part or 1) * _LARGE[word], 0
        else:
            small = _SMALL[word]
            # `nineteen eighty-four`: what cannot be added to the number before it begins another
            if begun and not _fits(part, small):
                numbers.append(whole + part)
                whole, part = 0, 0
            part += small
        begun = True
    numbers.append(whole + part)
    return "".join(str(number) for number in numbers)


def _fits(part: int, small: int) -> bool:
    if small == 0:
        return False
    if small < 10:
        return part % 10 == 0 and part % 100 != 10
    return part % 100 == 0
