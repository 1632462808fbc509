"""What a picture file is, before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors
from white_cloud.media.fit import Geometry
from white_cloud.media.index import Index, index, open_picture


@dataclass(frozen=True)
class Facts:
    """Facts of a picture file.

    `frames` are those shown; `rate` is exact where `constant` holds, else the container's guess; `size` is (width, height) as
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
    return Facts(len(found.times), found.rate, found.constant, geometry(path).shown, _seconds(found), codec, has_sound)


def geometry(path: Path) -> Geometry:
    """Return how a file's frames are to be shown; decodes the first."""
    container, stream = open_picture(path)
    with container, media_errors("decode", path):
        frame = next(container.decode(stream), None)
    if frame is None:
        raise MediaError(f"cannot decode {path}: its picture stream has no frames")
    aspect = stream.sample_aspect_ratio or Fraction(1)
    return Geometry((frame.width, frame.height), aspect, round(frame.rotation / 90) % 4)


def _seconds(found: Index) -> Fraction:
    return (found.times[-1] - found.times[0]) * found.time_base + 1 / found.rate
