"""Types of fields as a filmmaker writes them: durations, rates, sizes, languages, drift, ids, texts.

Each takes the plain data of the reader, refuses with a sentence that says what was expected, and describes itself in a schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from white_cloud.documents.reader import described
from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import REGISTERS
from white_cloud.timecode import Duration, parse_duration, parse_rate

Value = TypeVar("Value")

ID_PATTERN = r"[a-z][a-z0-9_-]*"
LONGEST_ID = 40
#: A written line's id is its slot's, with a number where the slot asked for several.
LONGEST_LINE_ID = 48
_ID = re.compile(ID_PATTERN)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SIZE = re.compile(r"([1-9][0-9]{1,3})x([1-9][0-9]{1,3})")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%")
_LARGEST_SEED = 2**63 - 1
_LONGEST_DURATION = 24


def refused(message: str, hint: str = "") -> PydanticCustomError:
    """Return the error a field raises: what was expected, and the nearest valid choice."""
    return PydanticCustomError("refused", "{message}", {"message": message, "hint": hint})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        hint = f'in quotes it is text: "{value}"' if isinstance(value, int | Decimal) else ""
        raise refused(f"expected text, found {described(value)}", hint)
    if not value.strip():
        raise refused("expected text, found none")
    return value


def _id(value: Any, longest: int = LONGEST_ID) -> str:
    if isinstance(value, str) and _ID.fullmatch(value) and len(value) <= longest:
        return value
    expected = f"expected an id of at most {longest} small letters, digits, _ and -, beginning with a letter"
    likely = re.sub(r"^[^a-z]+", "", re.sub(r"[^a-z0-9_-]+", "_", str(value).strip().lower())).rstrip("_")[:longest]
    raise refused(f"{expected}; found {described(value)}", f"did you mean {likely!r}?" if likely else "")


def _line_id(value: Any) -> str:
    return _id(value, LONGEST_LINE_ID)


def _language(value: Any) -> str:
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    raise refused(f"expected a language tag such as zh, en or pt-BR; found {described(value)}")


def _duration(value: Any) -> Duration:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        raise refused(f"expected a duration with its unit, found {described(value)}", f"did you mean {value}s?")
    if not isinstance(value, str) or len(value) > _LONGEST_DURATION or not value.isascii():
        raise refused(f"expected a duration such as 6s, 1.5s, 18m, 144f or 00:01:30:12; found {described(value)}")
    return _read(_known_duration, value)


# A film has thousands of lengths and few different ones.
_known_duration = lru_cache(maxsize=1024)(parse_duration)


def _rate(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal) or len(str(value)) > _LONGEST_DURATION:
        raise refused(f"expected a frame rate such as 24, 25 or 23.976; found {described(value)}")
    return _read(parse_rate, str(value))


def _size(value: Any) -> tuple[int, int]:
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise refused(f"expected a size such as 1280x720, found {described(value)}")
    width, height = int(found.group(1)), int(found.group(2))
    if width % 2 or height % 2 or not (16 <= width <= 8192 and 16 <= height <= 8192):
        even = f"{width + width % 2}x{height + height % 2}"
        raise refused(f"width and height are even numbers from 16 to 8192; found {value}", f"did you mean {even}?")
    return width, height


def _number(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refused(f"expected a number, found {described(value)}")
    return Fraction(value)


def _price(value: Any) -> Fraction:
    price = _number(value)
    if price < 0:
        raise refused(f"expected a price of 0 or more, found {value}")
    return price


def _decibels(value: Any) -> Fraction:
    gain = _number(value)
    if not -60 <= gain <= 24:
        raise refused(f"expected a gain from -60 to 24 dB, found {value}")
    return gain


def _loudness(value: Any) -> Fraction:
    loudness = _number(value)
    if not -36 <= loudness <= -9:
        raise refused(f"expected a loudness from -36 to -9 LUFS, found {value}")
    return loudness


def _seed(value: Any) -> int:
    return _whole(value, 0, _LARGEST_SEED, "a seed")


def _count(value: Any) -> int:
    return _whole(value, 1, 100, "a count of lines")


def _take_number(value: Any) -> int:
    return _whole(value, 1, 9999, "a take's number")


def _take_name(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return _take_number(int(value[:6]))
    raise refused(f"expected a take's number, found {described(value)}")


def _whole(value: Any, low: int, high: int, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refused(f"expected {what}, a whole number from {low} to {high}; found {described(value)}")
    return value


def _drift(value: Any) -> Curve:
    return _curve(value, "drift", "between 0 (testimony) and 1 (propaganda)")


def _strength(value: Any) -> Curve:
    return _curve(value, "strength", "between 0 and 1")


def _share(value: Any) -> Fraction:
    return _part_of_one(value, "this", "between 0 and 1")


def _exponent(value: Any) -> Fraction:
    exponent = _number(value)
    if not Fraction(1, 10) <= exponent <= 10:
        raise refused(f"expected a curve from 0.1 to 10, found {value}", "1 rises evenly")
    return exponent


def _curve(value: Any, what: str, bounds: str) -> Curve:
    if isinstance(value, list):
        if len(value) != 2:
            raise refused(
                f"expected {what} as [from, to], found {len(value)} numbers", "keyframes: {0%: 0, 60%: 0.05, 100%: 0.1}"
            )
        low, high = (_part_of_one(end, what, bounds) for end in value)
        return Curve(((Fraction(0), low), (Fraction(1), high)))
    if isinstance(value, dict):
        return Curve(_keyframes(value, what, bounds))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refused(f"expected {what} as a number from 0 to 1, [from, to] or {{0%: 0, 100%: 0.1}}; found {described(value)}")
    return Curve.flat(_part_of_one(value, what, bounds))


def _part_of_one(value: Any, what: str, bounds: str) -> Fraction:
    part = _number(value)
    if not 0 <= part <= 1:
        hint = f"did you mean {Decimal(value) / 100}?" if 1 < part <= 100 else ""
        raise refused(f"{what} lies {bounds}; found {value}", hint)
    return part


def _keyframes(value: dict[str, Any], what: str, bounds: str) -> tuple[tuple[Fraction, Fraction], ...]:
    if not value:
        raise refused(f"expected keyframes of {what} such as {{0%: 0, 100%: 0.1}}, found none")
    frames: list[tuple[Fraction, Fraction]] = []
    for name, part in value.items():
        found = _PERCENT.fullmatch(name)
        if not found or Fraction(found.group(1)) > 100:
            raise refused(f"a keyframe's place is written 0% to 100%; found {name!r}")
        place = Fraction(found.group(1)) / 100
        if frames and place <= frames[-1][0]:
            raise refused(f"keyframes stand in rising order; {name} comes too late")
        frames.append((place, _part_of_one(part, what, bounds)))
    return tuple(frames)


def _read(reader: Callable[[str], Value], text: str) -> Value:
    try:
        return reader(text)
    except ValueError as error:
        raise refused(str(error)) from error


def _given(value: Any) -> Any:
    if value is None:
        raise refused("expected a value after this key, found nothing", "give one, or remove the key")
    return value


def as_list(value: Any) -> Any:
    """Return one text as a list of it, where a list of texts is meant."""
    return [value] if isinstance(value, str) else value


def as_use(value: Any) -> Any:
    """Return a name as `{use: name}`."""
    return {"use": value} if isinstance(value, str) else value


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


_PART_OF_ONE = {"type": "number", "minimum": 0, "maximum": 1}

Text = Annotated[str, PlainValidator(_text), _schema(type="string", minLength=1)]
Id = Annotated[
    str, PlainValidator(_id), _schema(type="string", pattern=f"^{ID_PATTERN}$", maxLength=LONGEST_ID, examples=["gate_01"])
]
LineId = Annotated[str, PlainValidator(_line_id), _schema(type="string", pattern=f"^{ID_PATTERN}$", maxLength=LONGEST_LINE_ID)]
Language = Annotated[
    str, PlainValidator(_language), _schema(type="string", pattern=f"^{_LANGUAGE.pattern}$", examples=["zh", "en", "fr"])
]
Length = Annotated[
    Duration,
    PlainValidator(_duration),
    _schema(
        type="string",
        pattern=r"^\s*([0-9]+(\.[0-9]+)?\s*(h|ms|m|s|f)|[0-9]{1,2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2})\s*$",
        examples=["6s", "144f", "18m", "00:01:30:12"],
    ),
]
Rate = Annotated[Fraction, PlainValidator(_rate), _schema(type=["number", "string"], examples=[24, 25, 23.976, "30000/1001"])]
Size = Annotated[
    tuple[int, int], PlainValidator(_size), _schema(type="string", pattern=f"^{_SIZE.pattern}$", examples=["1280x720"])
]
Price = Annotated[Fraction, PlainValidator(_price), _schema(type="number", minimum=0)]
Decibels = Annotated[Fraction, PlainValidator(_decibels), _schema(type="number", minimum=-60, maximum=24, examples=[-6])]
Loudness = Annotated[Fraction, PlainValidator(_loudness), _schema(type="number", minimum=-36, maximum=-9, examples=[-23])]
Seed = Annotated[int, PlainValidator(_seed), _schema(type="integer", minimum=0, maximum=_LARGEST_SEED)]
Count = Annotated[int, PlainValidator(_count), _schema(type="integer", minimum=1, maximum=100)]
TakeNumber = Annotated[int, PlainValidator(_take_number), _schema(type="integer", minimum=1, maximum=9999)]
TakeName = Annotated[int, PlainValidator(_take_name), _schema(type="string", pattern="^[1-9][0-9]{0,3}$")]
_CURVE = [
    _PART_OF_ONE,
    {"type": "array", "items": _PART_OF_ONE, "minItems": 2, "maxItems": 2},
    {
        "type": "object",
        "patternProperties": {r"^[0-9]{1,3}(\.[0-9]+)?\s*%$": _PART_OF_ONE},
        "additionalProperties": False,
        "minProperties": 1,
    },
]
Drift = Annotated[Curve, PlainValidator(_drift), _schema(anyOf=_CURVE, examples=[0.3, [0, 0.2]])]
Strength = Annotated[Curve, PlainValidator(_strength), _schema(anyOf=_CURVE, examples=[0.3, [0, 0.5]])]
Share = Annotated[Fraction, PlainValidator(_share), _schema(**_PART_OF_ONE)]
Exponent = Annotated[Fraction, PlainValidator(_exponent), _schema(type="number", minimum=0.1, maximum=10)]
_REGISTER_NAMES = Literal["testimony", "slippage", "advert", "propaganda"]
RegisterName = Annotated[_REGISTER_NAMES, _schema(type="string", enum=list(REGISTERS))]

#: A key that may be left out, and is not left empty.
Maybe = Annotated[Value | None, BeforeValidator(_given)]
