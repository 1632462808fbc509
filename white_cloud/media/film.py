"""The finished film: joined picture, sound encoded once, a soft caption track a language, in one MP4."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.subtitles.stream import SubtitleStream

from white_cloud.errors import MediaError, nearest
from white_cloud.media.atomic import media_errors, whole_or_absent
from white_cloud.media.join import Part, clock, copied_packets, copied_stream
from white_cloud.media.languages import iso_639_2
from white_cloud.media.soft_tracks import switch_off_captions
from white_cloud.media.writer import open_output
from white_cloud.store.blobs import flush

#: A caption: start and end in seconds, and its text with line breaks.
Caption = tuple[Fraction, Fraction, str]
#: A caption track: its language (BCP-47), its name, its captions in order.
CaptionTrack = tuple[str, str, Sequence[Caption]]

SOUND_RATE = 48_000
_SOUND_BITS = 192_000
_AAC_FRAME = 1024
_BIT_EXACT = 1 << 23
#: Tags that the MP4 muxer keeps; it drops others without a word.
TAGS = frozenset({"title", "artist", "album", "comment", "genre", "copyright", "description", "synopsis", "date", "grouping"})

_MILLISECOND = Fraction(1, 1000)
#: The caption encoder wants a style sheet to open with.
_STYLES = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def write_film(
    out: Path,
    segments: Sequence[Part],
    rate: Fraction,
    size: tuple[int, int],
    sound: Path,
    captions: Sequence[CaptionTrack],
    metadata: Mapping[str, str],
    *,
    captions_off: bool = False,
) -> None:
    """Write a film: `segments` (file, frames) joined, `sound` (a file as long as the picture, to a frame) as AAC 48 kHz stereo.

    Captions become mov_text tracks, in milliseconds; players show the first of them unasked unless `captions_off`. `metadata`
    holds tags of the film (see TAGS), and under `language` that of the sound (BCP-47; undetermined when absent). The index
    stands before the media, so that playing can begin at once.
    The same arguments give the same bytes. Raises MediaError; the file is then absent.
    """
    _check_tags(metadata)
    with media_errors("write", out), whole_or_absent(out) as part:
        with open_output(part, movflags="+faststart", **clock(rate)) as container:
            container.metadata.update({name: text for name, text in metadata.items() if name != "language"})
            picture = copied_stream(container, segments[0][0], rate)
            if (picture.width, picture.height) != size:
                raise MediaError(f"cannot write {out}: its picture is {picture.width}x{picture.height}, expected {size}")
            voices = _add_sound(container, metadata.get("language", ""))
            tracks = [_add_captions(container, track) for track in captions]
            frames = sum(count for _, count in segments)
            sources: list[Iterable[Packet[Any]]] = [
                copied_packets(segments, picture, rate),
                _sound_packets(sound, voices, Fraction(frames) / rate, 1 / rate),
                *(_caption_packets(stream, track) for stream, track in zip(tracks, captions, strict=True)),
            ]
            for packet in heapq.merge(*sources, key=_decoding_time):
                container.mux(packet)
        if captions_off:
            switch_off_captions(part)
        flush(part)


def _check_tags(metadata: Mapping[str, str]) -> None:
    for name in metadata:
        if name not in TAGS | {"language"}:
            raise MediaError(f"an MP4 has no tag {name!r} ({nearest(name, TAGS)})")


def _decoding_time(packet: Packet[Any]) -> Fraction:
    assert packet.dts is not None
    return packet.dts * packet.time_base


def _add_sound(container: OutputContainer, language: str) -> AudioStream:
    stream = container.add_stream("aac", rate=SOUND_RATE, layout="stereo")
    assert isinstance(stream, AudioStream)
    stream.bit_rate = _SOUND_BITS
    stream.codec_context.flags |= _BIT_EXACT
    stream.metadata["language"] = iso_639_2(language) if language else "und"
    return stream


def _sound_packets(path: Path, stream: AudioStream, seconds: Fraction, slack: Fraction) -> Iterator[Packet[Any]]:
    """Encode a sound file from its first sample; the encoder's priming goes into the edit list."""
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE, frame_size=_AAC_FRAME)
    samples = 0
    with media_errors("read", path), av.open(str(path)) as container:
        for decoded in [*container.streams.audio][:1]:
            for frame in _resampled(container.decode(decoded), resampler):
                frame.pts, frame.time_base = samples, Fraction(1, SOUND_RATE)
                samples += frame.samples
                yield from stream.encode(frame)
    yield from stream.encode(None)
    if abs(Fraction(samples, SOUND_RATE) - seconds) >= slack:
        length = float(Fraction(samples, SOUND_RATE))
        raise MediaError(f"{path}: the sound lasts {length:.3f} s and the picture {float(seconds):.3f} s; mix it again")


def _resampled(frames: Iterable[av.AudioFrame], resampler: av.AudioResampler) -> Iterator[av.AudioFrame]:
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _add_captions(container: OutputContainer, track: CaptionTrack) -> SubtitleStream:
    language, name, _ = track
    stream = container.add_stream("mov_text", time_base=_MILLISECOND)
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = _STYLES
    stream.codec_context.time_base = _MILLISECOND
    stream.metadata["language"] = iso_639_2(language)
    stream.metadata["handler_name"] = name
    return stream


def _caption_packets(stream: SubtitleStream, track: CaptionTrack) -> Iterator[Packet[Any]]:
    """Write captions as 3GPP timed text (TS 26.245): two bytes of length, then UTF-8; no mark-up to escape."""
    for start, end, text in track[2]:
        words = text.encode()
        data = len(words).to_bytes(2, "big") + words
        packet = Packet(len(data))
        packet.update(data)
        begin, finish = round(start / _MILLISECOND), round(end / _MILLISECOND)
        packet.stream = stream
        packet.time_base = _MILLISECOND
        packet.pts = packet.dts = begin
        packet.duration = finish - begin
        yield packet
