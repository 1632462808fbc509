"""What the mix sums: a lane of voices, and one lane for each bed, each read block by block in film order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from white_cloud.errors import MediaError
from white_cloud.film.timeline import BedClip, VoiceClip
from white_cloud.media.sound import WavReader, sound_blocks
from white_cloud.sound import RATE
from white_cloud.sound.beds import Bed
from white_cloud.sound.filters import decibels

Samples = NDArray[np.float32]
Resolve = Callable[[str], Path]

#: Half of the crossfade between the beds of two scenes, in samples: 0.7 s in all.
_HALF = round(0.35 * RATE)
#: How a bed comes in at the head of the film and goes out at its tail, in samples.
_HEAD, _TAIL = RATE, 2 * RATE
#: What overlaps where a bed's file begins again, in samples.
_OVERLAP = RATE // 20

#: How far beds go down under a voice, in dB; how long before it they begin to and after it are back, in seconds.
DUCK = 7.0
_ATTACK, _HOLD, _RELEASE = Fraction(1, 4), Fraction(3, 20), Fraction(9, 10)


def sample_at(seconds: Fraction) -> int:
    """Return the sample at 48 kHz that is nearest to a time."""
    return round(seconds * RATE)


@dataclass(frozen=True)
class Ramp:
    """A value over film time: straight lines between (sample, value) points, flat outside."""

    points: tuple[tuple[int, float], ...]

    def over(self, start: int, count: int) -> NDArray[np.float64]:
        """Return the value at samples start..start+count."""
        places, values = zip(*self.points, strict=True)
        if start >= places[-1] or start + count <= places[0]:
            return np.full(count, values[-1] if start >= places[-1] else values[0])
        return np.asarray(np.interp(np.arange(start, start + count), places, values))

    def silent_over(self, start: int, count: int) -> bool:
        """Return whether samples start..start+count lie where the value has not begun, or has ended, at 0."""
        (first, low), (last, high) = self.points[0], self.points[-1]
        return (low == 0 and start + count <= first) or (high == 0 and start >= last)


class VoiceLane:
    """The treated lines where they stand; files are open only while they sound."""

    def __init__(self, clips: Sequence[VoiceClip], resolve: Resolve) -> None:
        self._waiting = sorted(clips, key=lambda clip: (clip.start, clip.line), reverse=True)
        self._resolve = resolve
        self._open: list[tuple[VoiceClip, int, WavReader]] = []

    def block(self, start: int, count: int) -> Samples:
        """Return the next block, float32 (count, 2); blocks are asked for in order. Raises MediaError."""
        while self._waiting and sample_at(self._waiting[-1].start) < start + count:
            clip = self._waiting.pop()
            self._open.append((clip, sample_at(clip.start), _reader(clip, self._resolve)))
        out = np.zeros((count, 2), dtype=np.float32)
        for clip, at, reader in self._open:
            first = max(at - start, 0)
            heard = reader.read(start + first - at, count - first)
            out[first : first + len(heard)] += heard * np.float32(decibels(float(clip.gain)))
        self._close(start + count)
        return out

    def _close(self, end: int) -> None:
        for _, at, reader in self._open:
            if at + reader.samples <= end:
                reader.close()
        self._open = [each for each in self._open if each[1] + each[2].samples > end]

    def close(self) -> None:
        """Close the files that are still open."""
        for _, _, reader in self._open:
            reader.close()
        self._open = []


def _reader(clip: VoiceClip, resolve: Resolve) -> WavReader:
    reader = WavReader(resolve(clip.blob))
    if reader.rate != RATE:
        reader.close()
        raise MediaError(f"line {clip.line}: its treated sound has {reader.rate} Hz, and the mix wants {RATE}")
    return reader


class BedLane:
    """A bed through all neighbouring scenes that have it: its sound, its presence (0..1) and its gain in dB."""

    def __init__(self, clips: Sequence[BedClip], rate: Fraction, total: int, resolve: Resolve) -> None:
        edges = [sample_at(clip.start / rate) for clip in clips] + [sample_at(_end(clips[-1]) / rate)]
        self._presence = _presence(edges[0], edges[-1], total)
        self._gain = _gain(clips, edges)
        first = clips[0]
        self._file = _looped(resolve(first.blob)) if first.blob else None
        self._bed = None if first.blob else Bed(first.kind, first.seed)
        self._rest = np.zeros((0, 2), dtype=np.float32)

    def add_to(self, out: Samples, start: int, ducking: NDArray[np.float64]) -> None:
        """Add the next block, lowered by `ducking` (dB, one a sample); blocks are asked for in order. Raises MediaError."""
        if self._presence.silent_over(start, len(out)):
            return
        presence = self._presence.over(start, len(out))
        level = np.sin(presence * np.pi / 2) * 10 ** ((self._gain.over(start, len(out)) - ducking) / 20)
        sound = self._bed.block(start, len(out)) if self._bed else self._from_file(len(out))
        out += (sound * level[:, None]).astype(np.float32)

    def _from_file(self, count: int) -> Samples:
        while self._file and len(self._rest) < count:
            self._rest = np.concatenate((self._rest, next(self._file)))
        sound, self._rest = self._rest[:count], self._rest[count:]
        return sound


def bed_lanes(clips: Sequence[BedClip], rate: Fraction, total: int, resolve: Resolve) -> list[BedLane]:
    """Return a lane for each bed; clips of the same bed that follow each other share one, so that it goes on over the cut."""
    runs: list[list[BedClip]] = []
    for clip in sorted(clips, key=lambda each: (each.start, each.kind, each.blob, each.seed)):
        same = (run for run in runs if _sounds_like(run[-1], clip) and _end(run[-1]) == clip.start)
        run = next(same, None)
        if run:
            run.append(clip)
        elif clip.frames > 0:
            runs.append([clip])
    return [BedLane(run, rate, total, resolve) for run in runs]


def _sounds_like(one: BedClip, other: BedClip) -> bool:
    return (one.kind, one.blob) == (other.kind, other.blob)


def _end(clip: BedClip) -> int:
    return clip.start + clip.frames


def _presence(start: int, end: int, total: int) -> Ramp:
    """Return how a bed comes and goes: across the cuts it stands between, and slower at the film's head and tail."""
    half = min(_HALF, (end - start) // 2)
    points = [(start - half, 0.0), (start + half, 1.0)] if start > 0 else [(0, 0.0), (min(_HEAD, end // 2), 1.0)]
    if end >= total:
        points += [(max(total - _TAIL, points[-1][0] + 1), 1.0), (total, 0.0)]
    else:
        points += [(max(end - half, points[-1][0] + 1), 1.0), (end + half, 0.0)]
    return Ramp(tuple(points))


def _gain(clips: Sequence[BedClip], edges: Sequence[int]) -> Ramp:
    points = [(edges[0], float(clips[0].gain))]
    for before, after, edge, following in zip(clips, clips[1:], edges[1:], edges[2:], strict=False):
        half = min(_HALF, (edge - points[-1][0]) // 2, (following - edge) // 2)
        points += [(edge - half, float(before.gain)), (edge + half, float(after.gain))]
    return Ramp(tuple(points))


def ducking(clips: Sequence[VoiceClip]) -> Ramp:
    r"""Return by how many dB beds are lowered: from the spans in which someone speaks, not from what is heard.

    voice        |-------|  |----|                 |----|
    ducking   __/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\______________/‾‾‾‾‾‾\___
    """
    points: list[tuple[int, float]] = [(-1, 0.0)]
    for start, end in _spoken_spans(clips):
        rise = max(sample_at(start - _ATTACK), points[-1][0] + 1)
        down = max(sample_at(start), rise + 1)
        held = max(sample_at(end + _HOLD), down + 1)
        points += [(rise, 0.0), (down, DUCK), (held, DUCK), (held + sample_at(_RELEASE), 0.0)]
    return Ramp(tuple(points))


def _spoken_spans(clips: Sequence[VoiceClip]) -> list[tuple[Fraction, Fraction]]:
    """Return when someone speaks, in order; those so close that the beds would not come back between them are one."""
    spans = [(clip.start + phrase.start, clip.start + phrase.end) for clip in clips for phrase in clip.phrases]
    spans += [(clip.start, clip.start + clip.seconds) for clip in clips if not clip.phrases]
    merged: list[tuple[Fraction, Fraction]] = []
    for start, end in sorted(spans):
        if merged and start - _ATTACK <= merged[-1][1] + _HOLD + _RELEASE:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _looped(path: Path) -> Iterator[Samples]:
    """Yield a sound file again and again; its end is faded into its beginning."""
    over = np.zeros((0, 2), dtype=np.float32)
    while True:
        held = np.zeros((0, 2), dtype=np.float32)
        for block in sound_blocks(path, RATE):
            held = np.concatenate((held, block))
            if len(held) < 2 * _OVERLAP:
                continue
            held, over = _crossed(over, held), over[:0]
            yield held[:-_OVERLAP]
            held = held[-_OVERLAP:]
        if not len(held):
            raise MediaError(f"{path} holds no sound that can be decoded")
        if len(held) > _OVERLAP:  # shorter than two overlaps: repeated as it is
            yield held
            held = held[:0]
        over = held


def _crossed(over: Samples, sound: Samples) -> Samples:
    """Return a sound whose beginning the end of another fades into."""
    if not len(over):
        return sound
    count = len(over)
    rise = (np.arange(count, dtype=np.float32) / np.float32(count))[:, None]
    crossed = sound.copy()
    crossed[:count] = sound[:count] * rise + over * (1 - rise)
    return crossed
