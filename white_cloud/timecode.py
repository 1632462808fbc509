"""Durations and timecode: what a person writes, as exact numbers.

A duration is written `6s`, `1.5s`, `18m`, `400ms`, `144f` (film frames) or `00:01:30:12` (SMPTE; `;` before the frames marks
drop-frame). Rates are exact: 23.976 is 24000/1001.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(h|ms|m|s|f)")
_TIMECODE = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;])(\d{2})")
_RATE = re.compile(r"\d{1,6}(?:\.\d{1,9})?|\d{1,9}/\d{1,9}")
_NTSC = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}

EXPECTED = "a duration such as 6s, 1.5s, 18m, 144f or 00:01:30:12"


@dataclass(frozen=True)
class Duration:
    """A length as it was written: seconds, or film frames, or a timecode; exact at any rate."""

    seconds: Fraction = Fraction(0)
    frames: int = 0
    timecode: str = ""

    def in_frames(self, rate: Fraction) -> int:
        """Return the length in whole frames at `rate` (nearest; a half rounds up)."""
        if self.timecode:
            return timecode_to_frames(self.timecode, rate)
        return self.frames + int(self.seconds * rate + Fraction(1, 2))

    def in_seconds(self, rate: Fraction) -> Fraction:
        """Return the length in seconds, exact; frames and timecodes count at `rate`."""
        if self.timecode or self.frames:
            return self.in_frames(rate) / rate
        return self.seconds


def parse_duration(text: str) -> Duration:
    """Read a duration; raise ValueError that says what was expected."""
    text = text.strip()
    if _TIMECODE.fullmatch(text):
        return Duration(timecode=text)
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not {EXPECTED}")
    number, unit = found.groups()
    if unit == "f":
        if "." in number:
            raise ValueError(f"{text!r}: frames are whole numbers")
        return Duration(frames=int(number))
    return Duration(seconds=Fraction(number) * _UNITS[unit])


def parse_rate(value: str | int | float) -> Fraction:
    """Read a frame rate (24, 25, 23.976, "30000/1001"); raise ValueError outside 1..120."""
    text = str(value).strip()
    try:
        # Fraction alone would also read 1e999999999, and compute it
        rate = _NTSC.get(text) or Fraction(text if _RATE.fullmatch(text) else "")
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{text!r} is not a frame rate such as 24, 25 or 23.976") from None
    if not 1 <= rate <= 120:
        raise ValueError(f"{text!r}: a frame rate lies between 1 and 120")
    return rate


def timecode_to_frames(text: str, rate: Fraction) -> int:
    """Return the frame a timecode names at `rate`; drop-frame counting (SMPTE ST 12-1) where it has a `;`.

    Raises ValueError for a frame that does not exist: past the end of its second, or one that drop-frame counting leaves out.
    """
    found = _TIMECODE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a timecode such as 00:01:30:12")
    hours, minutes, seconds, mark, frames = found.groups()
    base = round(rate)
    if int(frames) >= base or int(seconds) > 59 or int(minutes) > 59:
        raise ValueError(f"{text!r} names a frame that does not exist at {base} frames a second")
    total_minutes = int(hours) * 60 + int(minutes)
    count = (total_minutes * 60 + int(seconds)) * base + int(frames)
    if mark == ":":
        return count
    dropped = _dropped_a_minute(rate)
    if not dropped:
        raise ValueError(f"{text!r}: drop-frame (;) counts at 29.97 and 59.94 only; write {text.replace(';', ':')}")
    if int(seconds) == 0 and int(frames) < dropped and total_minutes % 10:
        raise ValueError(f"{text!r} names a frame that drop-frame leaves out; the minute begins with ;{dropped:02d}")
    return count - dropped * (total_minutes - total_minutes // 10)


def frames_to_timecode(frames: int, rate: Fraction) -> str:
    """Return HH:MM:SS:FF for a frame count; drop-frame with `;` at 29.97 and 59.94."""
    base = round(rate)
    drop = _dropped_a_minute(rate)
    if drop:
        ten = 600 * base - 9 * drop
        tens, rest = divmod(frames, ten)
        frames += 9 * drop * tens + (drop * ((rest - drop) // (60 * base - drop)) if rest >= drop else 0)
    seconds, frame = divmod(frames, base)
    mark = ";" if drop else ":"
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frame:02d}"


def _dropped_a_minute(rate: Fraction) -> int:
    return {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}.get(rate, 0)
