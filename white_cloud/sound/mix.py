"""The mix: voices over beds, once through in blocks of a second, to 48 kHz stereo of one loudness.

voices ──┬──────────────┐
         └ spans ─ duck │
beds ─── crossfades ────┴─ sum ─ measured ─> temporary file ─ gain ─ limiter ─> WAV
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from white_cloud.film.timeline import Timeline
from white_cloud.media.disk import disk_errors
from white_cloud.media.sound import WavWriter
from white_cloud.sound import RATE
from white_cloud.sound.filters import decibels
from white_cloud.sound.lanes import Resolve, VoiceLane, bed_lanes, ducking, sample_at
from white_cloud.sound.limiter import Limiter
from white_cloud.sound.loudness import SILENCE, Meter, true_peaks

Samples = NDArray[np.float32]

#: The ceiling of the mix's true peak in dB, and how far it is raised at most, in dB.
CEILING, FURTHEST = -1.0, 12.0

_BLOCK = RATE
#: The fade of everything at both ends of the film, in samples.
_EDGE = RATE // 50


@dataclass(frozen=True)
class MixFacts:
    """What was mixed: seconds, integrated loudness in LUFS, true peak in dB under full scale.

    `summed` is the loudness of voices and beds together, before the gain that brings them to the film's.
    """

    seconds: Fraction
    lufs: float
    peak: float
    summed: float


def _silent(_: float) -> None:
    pass


def mix(timeline: Timeline, resolve: Resolve, out: Path, progress: Callable[[float], None] = _silent) -> MixFacts:
    """Mix the timeline's voices and beds into a PCM 16 bit WAV file that is exactly as long as its picture.

    Its integrated loudness is the timeline's (EBU R 128) as far as it can be: it is raised by at most FURTHEST, and its true
    peak is held under CEILING.
    `resolve` gives the path of a blob: treated lines are WAV at 48 kHz, beds any sound file. Memory does not grow with the
    length; equal timelines and blobs give equal bytes. `progress` is told the part done, 0..1. Raises MediaError.
    """
    total = sample_at(timeline.frames / timeline.rate)
    meter = Meter()
    with disk_errors("mix into", out), tempfile.TemporaryFile(dir=out.parent) as store:
        for block in _summed(timeline, resolve, total):
            meter.feed(block)
            store.write(block.tobytes())
            progress(0.8 * store.tell() / (8 * max(total, 1)))
        store.seek(0)
        summed = meter.integrated()
        facts = _mastered(_stored(store), summed, _gain(summed, float(timeline.loudness)), out)
    progress(1.0)
    return facts


def _summed(timeline: Timeline, resolve: Resolve, total: int) -> Iterator[Samples]:
    """Yield the mix before its gain, in blocks of a second."""
    beds = bed_lanes(timeline.beds, timeline.rate, total, resolve)
    duck = ducking(timeline.voice)
    with closing(VoiceLane(timeline.voice, resolve)) as voices:
        for start in range(0, total, _BLOCK):
            count = min(_BLOCK, total - start)
            block = voices.block(start, count)
            lowered = duck.over(start, count)
            for bed in beds:
                bed.add_to(block, start, lowered)
            yield block * _edges(start, count, total)


def _edges(start: int, count: int, total: int) -> Samples:
    place = np.arange(start, start + count)
    near = np.minimum(place, total - 1 - place) / _EDGE
    return np.asarray(np.minimum(near, 1.0)[:, None], dtype=np.float32)


def _stored(store: BinaryIO) -> Iterator[Samples]:
    while data := store.read(_BLOCK * 8):
        yield np.frombuffer(data, dtype=np.float32).reshape(-1, 2)


def _gain(lufs: float, target: float) -> float:
    """Return the factor that brings a mix of `lufs` to the target in LUFS, at most FURTHEST dB; 1 for silence."""
    return 1.0 if lufs <= SILENCE else decibels(min(target - lufs, FURTHEST))


def _mastered(blocks: Iterator[Samples], summed: float, gain: float, out: Path) -> MixFacts:
    limiter, meter, peak, samples = Limiter(CEILING), Meter(), 1e-6, 0
    with WavWriter(out, RATE, 2) as writer:
        for ready in _limited(blocks, gain, limiter):
            if len(ready):
                writer.write(ready)
                meter.feed(ready)
                peak = max(peak, float(true_peaks(ready).max()))
                samples += len(ready)
    return MixFacts(Fraction(samples, RATE), meter.integrated(), 20 * float(np.log10(peak)), summed)


def _limited(blocks: Iterator[Samples], gain: float, limiter: Limiter) -> Iterator[Samples]:
    for block in blocks:
        yield limiter.feed(block * np.float32(gain))
    yield limiter.flush()
