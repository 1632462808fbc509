"""Joining picture files of one encoding by copying their packets; nothing is decoded or encoded.

Every packet gets new times: its presentation time is moved by the frames before its file, its decoding time is its place in
the whole film less the encoder's delay. (Moving both by the same offset, as the usual concatenation does, fails on files of
one or two frames, whose decoding times would run into each other.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from white_cloud.errors import MediaError
from white_cloud.media.atomic import media_errors, whole_or_absent
from white_cloud.media.index import open_picture
from white_cloud.media.writer import open_output

#: A file and the frames it must hold.
Part = tuple[Path, int]

#: Frames that x264 holds back for reordering when `b-pyramid` is off, as every Encoding has it.
_DELAY = 1
#: The least ticks a second of an MP4's clock; more would overflow 32 bits in long films.
_CLOCK = 10_000


def join(parts: Sequence[Part], out: Path, rate: Fraction) -> None:
    """Join files of one encoding into one MP4 of constant rate; raise MediaError when one does not fit the others."""
    with media_errors("write", out), whole_or_absent(out) as whole, open_output(whole, **clock(rate)) as container:
        stream = copied_stream(container, parts[0][0], rate)
        for packet in copied_packets(parts, stream, rate):
            container.mux(packet)


def clock(rate: Fraction) -> dict[str, str]:
    """Return the muxer's options that give an MP4 a clock in which every frame's time is whole."""
    ticks = rate.numerator
    while ticks < _CLOCK:
        ticks *= 2
    return {"video_track_timescale": str(ticks), "movie_timescale": str(ticks)}


def copied_stream(container: OutputContainer, like: Path, rate: Fraction) -> VideoStream:
    """Add a picture stream to `container` with the settings of the file `like`, for `copied_packets`."""
    source, template = open_picture(like)
    with source:
        stream = container.add_stream_from_template(template)
    stream.time_base = 1 / rate
    return stream


def copied_packets(parts: Sequence[Part], stream: VideoStream, rate: Fraction) -> Iterator[Packet[Any]]:
    """Yield the packets of all parts in order, timed for the whole; raise MediaError that names a part that does not fit."""
    headers = stream.codec_context.extradata
    before = 0
    for path, frames in parts:
        source, template = open_picture(path)
        with source, media_errors("read", path):
            if template.codec_context.extradata != headers:
                raise MediaError(f"cannot join {path}: it was encoded with other settings than {parts[0][0]}")
            packets = (packet for packet in source.demux(template) if packet.size)
            count = 0
            for count, packet in enumerate(packets, 1):
                yield _moved(packet, stream, rate, before, before + count - 1)
        if count != frames:
            raise MediaError(f"cannot join {path}: it holds {count} frames, expected {frames}")
        before += frames


def _moved(packet: Packet[Any], stream: VideoStream, rate: Fraction, before: int, place: int) -> Packet[Any]:
    assert packet.pts is not None
    number = packet.pts * packet.time_base * rate
    assert number.denominator == 1, "a segment's frames stand on the grid of its rate"
    packet.stream = stream
    packet.time_base = 1 / rate
    packet.pts, packet.dts, packet.duration = before + int(number), place - _DELAY, 1
    return packet
