"""What a picture file is, before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from white_cloud.media.index import Index, index, open_picture


@dataclass(frozen=True)
class Facts:
    """Facts of a picture file.

    `frames` are those shown; `rate` is exact where `constant` holds, else the average; `size` is (width, height) as
    shown, in square pixels, upright and even; `seconds` reaches to the end of the last frame; `codec` is libav's name.
    """

    frames: int
    rate: Fraction
    constant: bool
    size: tuple[int, int]
    seconds: Fraction
    codec: str
    has_sound: bool


def probe(path: Path) -> Facts:
    """Return a file's facts; raise MediaError when it is missing, damaged, or no picture."""
    found = index(path)
    container, stream = open_picture(path)
    with container:
        codec = stream.codec_context.name
        has_sound = bool(container.streams.audio)
    return Facts(len(found.times), found.rate, found.constant, found.geometry.shown, _seconds(found), codec, has_sound)


def _seconds(found: Index) -> Fraction:
    return (found.times[-1] - found.times[0]) * found.time_base + 1 / found.rate
