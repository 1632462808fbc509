"""Which frames a picture file holds, found from its packets; only the first is decoded, to learn its shape."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors
from white_cloud.media.fit import Geometry


@dataclass(frozen=True)
class Index:
    """When a file's frames are shown, and how.

    `times` are those of the shown frames in presentation order, `keys` those that decoding can start at, both in units of
    `time_base` seconds. `rate` is exact where `constant` holds (every frame stands on its grid, within a tick of rounding),
    else the average.
    """

    times: tuple[int, ...]
    keys: tuple[int, ...]
    time_base: Fraction
    rate: Fraction
    constant: bool
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class _Told:
    """What a packet says of its frame; the packets themselves would hold a whole film in memory."""

    pts: int | None
    is_keyframe: bool
    is_corrupt: bool
    is_discard: bool

    @classmethod
    def by(cls, packet: Packet[Any]) -> _Told:
        """Return what a packet says."""
        return cls(packet.pts, packet.is_keyframe, packet.is_corrupt, packet.is_discard)


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
        packets = [_Told.by(packet) for packet in container.demux(stream) if packet.size]
        _check(path, packets, stream.frames)
        time_base, promise = stream.time_base, stream.guessed_rate or stream.average_rate
        shape = _geometry(path, container, stream)
    assert time_base is not None
    times = sorted(packet.pts for packet in packets if packet.pts is not None and not packet.is_discard)
    if not times or (times[0] == times[-1] and (len(times) > 1 or not promise)):
        raise MediaError(f"cannot read {path}: its frames have no times of their own; convert it to MP4 or MOV first")
    # frames that an edit list hides are decoded, never shown; decoding may have to start at one
    keys = sorted(packet.pts for packet in packets if packet.pts is not None and packet.is_keyframe)
    return Index(tuple(times), tuple(keys), time_base, *_rate(times, time_base, promise), shape)


def _rate(times: list[int], time_base: Fraction, promise: Fraction | None) -> tuple[Fraction, bool]:
    """Return the rate, and whether it is constant: from equal steps, else as the container promises, else the average."""
    steps = {later - earlier for earlier, later in pairwise(times)}
    if len(steps) == 1 and 0 not in steps:
        return 1 / (steps.pop() * time_base), True
    if promise and _on_grid(times, 1 / (promise * time_base)):
        return promise, True
    average = Fraction(len(times) - 1) / ((times[-1] - times[0]) * time_base)
    return average.limit_denominator(1001), False


def _on_grid(times: list[int], step: Fraction) -> bool:
    return all(abs(time - times[0] - number * step) <= 1 for number, time in enumerate(times))


def _check(path: Path, packets: list[_Told], promised: int) -> None:
    damaged = sum(packet.is_corrupt for packet in packets)
    if damaged or len(packets) < promised:
        found = len(packets) - damaged
        raise MediaError(
            f"{path} is damaged: {found} of {max(promised, len(packets))} frames are whole; fetch or make it again"
        )
    if not packets:
        raise MediaError(f"cannot read {path}: its picture stream has no frames")
    if any(packet.pts is None for packet in packets):
        raise MediaError(f"cannot read {path}: its frames carry no times; convert it to MP4 or MOV first")


def _geometry(path: Path, container: InputContainer, stream: VideoStream) -> Geometry:
    container.seek(0)
    frame = next(container.decode(stream), None)
    if frame is None:
        raise MediaError(f"cannot decode {path}: its first frame is missing")
    aspect = stream.sample_aspect_ratio or Fraction(1)
    return Geometry((frame.width, frame.height), aspect, round(frame.rotation / 90) % 4)
