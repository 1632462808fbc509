"""Caption files: SubRip (`.srt`) and WebVTT (`.vtt`), out and back in.

SubRip has no standard and no way to escape; a cue's text goes in as it is. WebVTT: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from white_cloud.errors import UserError
from white_cloud.film.timeline import Cue
from white_cloud.store.blobs import replace_text

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_TIME = r"(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})"
_TIMES = re.compile(rf"{_TIME}\s*-->\s*{_TIME}")


def write_srt(path: Path, cues: Sequence[Cue]) -> None:
    """Write captions as SubRip, UTF-8, whole or not at all; times to the millisecond, without overlap."""
    blocks = [
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n" + "\n".join(cue.lines) + "\n"
        for number, (start, end, cue) in enumerate(_in_milliseconds(cues), 1)
    ]
    replace_text(path, "\n".join(blocks))


def write_vtt(path: Path, cues: Sequence[Cue], language: str) -> None:
    """Write captions as WebVTT, UTF-8, whole or not at all; times to the millisecond, without overlap.

    `language`, a BCP-47 tag, stands in a comment: WebVTT leaves it to the page or playlist that shows the file.
    """
    blocks = [
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n" + "\n".join(_escaped(line) for line in cue.lines) + "\n"
        for start, end, cue in _in_milliseconds(cues)
    ]
    replace_text(path, "\n".join(["WEBVTT\n", f"NOTE language: {language}\n", *blocks]))


def read_srt(path: Path) -> tuple[Cue, ...]:
    """Read SubRip captions; raise UserError, with the line, for a block that is not one."""
    return tuple(_cue(path, place, block) for place, block in _blocks(path))


def read_vtt(path: Path) -> tuple[Cue, ...]:
    """Read WebVTT captions, without styles and positions; raise UserError, with the line, for a block that is not one."""
    (place, header), *blocks = list(_blocks(path)) or [(1, [""])]
    if not re.match(r"WEBVTT(\s|$)", header[0]):
        raise UserError(f"{path}:{place}: a WebVTT file begins with the line WEBVTT, not with {header[0]!r}")
    cues = [_cue(path, at, block) for at, block in blocks if not re.match(r"(NOTE|STYLE|REGION)(\s|$)", block[0])]
    return tuple(Cue(cue.start, cue.end, tuple(_unescaped(line) for line in cue.lines)) for cue in cues)


def _in_milliseconds(cues: Sequence[Cue]) -> Iterator[tuple[int, int, Cue]]:
    """Yield start, end and cue; each begins when the one before has ended, and lasts a millisecond at the least."""
    done = 0
    for cue in cues:
        start = max(_nearest(cue.start), done)
        done = max(_nearest(cue.end), start + 1)
        yield start, done, cue


def _nearest(seconds: Fraction) -> int:
    return int(seconds * 1000 + Fraction(1, 2))


def _clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def _escaped(text: str) -> str:
    for plain, coded in _ESCAPES:
        text = text.replace(plain, coded)
    return text


def _unescaped(text: str) -> str:
    for plain, coded in reversed(_ESCAPES):
        text = text.replace(coded, plain)
    return text


def _blocks(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield every run of lines between empty ones, with the 1-based number of its first line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read as captions in UTF-8: {error}") from error
    block: list[str] = []
    lines = [*text.split("\n"), ""]
    for number, line in enumerate(lines, 1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(path: Path, place: int, block: list[str]) -> Cue:
    timed = next((at for at, line in enumerate(block[:2]) if _TIMES.match(line)), None)
    if timed is None:
        raise UserError(f"{path}:{place}: a caption needs a line of times such as 00:00:01,000 --> 00:00:02,500")
    found = _TIMES.match(block[timed])
    times = found.groups() if found else ()
    return Cue(_seconds(times[:4]), _seconds(times[4:]), tuple(block[timed + 1 :]))


def _seconds(clock: tuple[str | None, ...]) -> Fraction:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in clock)
    return (hours * 60 + minutes) * 60 + seconds + Fraction(thousandths, 1000)
