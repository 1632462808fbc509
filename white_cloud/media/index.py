"""Which frames a picture file holds: found from its packets, without decoding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors


@dataclass(frozen=True)
class Index:
    """Times of the shown frames in presentation order, and of the frames decoding can start at, in units of `time_base` s."""

    times: tuple[int, ...]
    keys: tuple[int, ...]
    time_base: Fraction
    guessed_rate: Fraction

    @property
    def rate(self) -> Fraction:
        """Frames a second: exact where all frames last equally long, else what the container says."""
        steps = {later - earlier for earlier, later in zip(self.times, self.times[1:], strict=False)}
        return 1 / (steps.pop() * self.time_base) if len(steps) == 1 else self.guessed_rate

    @property
    def constant(self) -> bool:
        """Whether every frame stands where `rate` says, within a tick of rounding."""
        tick = 1 / (self.rate * self.time_base)
        return all(abs(time - self.times[0] - number * tick) <= 1 for number, time in enumerate(self.times))


def open_picture(path: Path) -> tuple[InputContainer, VideoStream]:
    """Open a file and return it with its first picture stream, one decoding thread; raise MediaError."""
    with media_errors("read", path):
        container = av.open(str(path))
    if not container.streams.video:
        container.close()
        raise MediaError(f"cannot read {path}: there is no picture in it")
    stream = container.streams.video[0]
    stream.codec_context.thread_count = 1
    return container, stream


def index(path: Path) -> Index:
    """Return the index of a file, kept for as long as the file stays the same; raise MediaError when it is damaged."""
    with media_errors("read", path):
        status = path.stat()
    return _scan(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=64)
def _scan(path: Path, _size: int, _changed: int) -> Index:
    container, stream = open_picture(path)
    with container, media_errors("read", path):
        packets = [packet for packet in container.demux(stream) if packet.size]
        promised = stream.frames
        rate = stream.guessed_rate or stream.average_rate
    damaged = any(packet.is_corrupt for packet in packets)
    if damaged or len(packets) < promised:
        raise MediaError(
            f"{path} is damaged: it holds {len(packets)} whole frames of {promised or 'more'}; fetch or make it again"
        )
    if not packets or not rate or not stream.time_base:
        raise MediaError(f"cannot read {path}: its picture stream has no frames")
    if any(packet.pts is None for packet in packets):
        raise MediaError(f"cannot read {path}: its frames carry no times; convert it to MP4 or MOV first")
    times = sorted(packet.pts for packet in packets if packet.pts is not None and not packet.is_discard)
    # frames that an edit list hides are decoded, never shown; decoding may have to start at one
    keys = sorted(packet.pts for packet in packets if packet.pts is not None and packet.is_keyframe)
    return Index(tuple(times), tuple(keys), stream.time_base, rate)
