"""Watching a finished film from end to end, as a machine can: every frame decodes, and the lengths agree."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors


def verify_film(path: Path, frames: int, rate: Fraction) -> None:
    """Decode a whole film; raise MediaError unless it has `frames` whole frames on the grid of `rate`, and sound as long."""
    with media_errors("decode", path), av.open(str(path)) as container:
        _verify_picture(path, container, frames, rate)
    with media_errors("decode", path), av.open(str(path)) as container:
        _verify_sound(path, container, frames / rate, 1 / rate)


def _verify_picture(path: Path, container: InputContainer, frames: int, rate: Fraction) -> None:
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"  # nothing here depends on the number of threads
    count = 0
    for count, frame in enumerate(container.decode(stream), 1):
        if frame.is_corrupt:
            raise MediaError(f"{path}: frame {count - 1} does not decode whole")
        assert frame.pts is not None
        assert stream.time_base is not None
        if frame.pts * stream.time_base * rate != count - 1:
            raise MediaError(f"{path}: frame {count - 1} is shown at {float(frame.pts * stream.time_base):.4f} s")
    if count != frames:
        raise MediaError(f"{path}: it has {count} frames, expected {frames}")


def _verify_sound(path: Path, container: InputContainer, seconds: Fraction, slack: Fraction) -> None:
    if not container.streams.audio:
        raise MediaError(f"{path}: it has no sound")
    stream = container.streams.audio[0]
    decoded = sum(frame.samples for frame in container.decode(stream))
    assert stream.time_base is not None
    length = (stream.duration or 0) * stream.time_base
    if abs(length - seconds) >= slack or Fraction(decoded, stream.rate) < seconds - slack:
        raise MediaError(f"{path}: its sound lasts {float(length):.3f} s and its picture {float(seconds):.3f} s")
