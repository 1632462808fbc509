"""Beds of music: the muzak of a waiting room, and an anthem that is not quite in tune. Each returns stereo loops at LOW."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound.filters import highpass, lowpass, peak
from white_cloud.sound.loops import LOW, band, clock, lay, noise, passed, placed, roomed
from white_cloud.sound.rooms import Room

Floats = NDArray[np.float64]

#: Chords as MIDI notes from the bass up: a bossa's round in E flat that never arrives.
_MUZAK = (
    (51, 67, 70, 74, 77), (48, 67, 70, 75, 79), (53, 68, 72, 75, 79), (46, 68, 72, 74, 79),
    (51, 67, 70, 74, 77), (55, 70, 74, 77, 82), (56, 67, 72, 75, 79), (46, 68, 70, 75, 79),
)  # fmt: skip
#: A march of the plainest chords, with one that belongs to another country (flat six) before the end.
_ANTHEM = (
    (48, 60, 64, 67, 72), (43, 59, 62, 67, 74), (45, 60, 64, 69, 76), (41, 60, 65, 69, 77),
    (48, 60, 64, 67, 79), (41, 60, 65, 69, 77), (44, 60, 63, 68, 75), (43, 59, 62, 67, 74),
)  # fmt: skip


def _hertz(note: float) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def muzak(seed: int) -> tuple[Floats, ...]:
    """Make airline music: electric piano, soft bass, brushes, a vibraphone with nothing to say; 16 bars at 96 to the minute."""
    rng = np.random.default_rng([seed, 7])
    beat = 60 / 96
    bars = [*_MUZAK, *_MUZAK]
    loop = np.zeros((round(len(bars) * 4 * beat * LOW), 2))
    for bar, chord in enumerate(bars):
        start = bar * 4 * beat
        _comp(loop, chord[1:], start, beat)
        for step, note in ((0.0, chord[0]), (1.5, chord[0] + 7), (2.0, chord[0] + 7), (3.5, chord[0])):
            _play(loop, partial(_bass, note, 0.9 * beat), start + step * beat, 0.5, 0.0)
        for step in range(8):
            _play(loop, partial(_brush, rng), start + step * beat / 2, 0.05 if step % 2 else 0.03, 0.35)
    _melody(loop, rng, bars, beat)
    warm = passed(loop, (highpass(70, rate=LOW), peak(300, 1.5, 0.8, LOW), lowpass(3600, rate=LOW)))
    return (roomed(warm, Room(1.3, delay=20, dull=2000), 0.22, seed),)


def _play(loop: Floats, sound: partial[Floats], at: float, level: float, side: float) -> None:
    lay(loop, placed(level * sound(), side), round(at * LOW))


def _comp(loop: Floats, chord: tuple[int, ...], start: float, beat: float) -> None:
    """Lay a bar of bossa on the electric piano."""
    for step, length in ((0.0, 1.3), (1.5, 0.9), (2.5, 1.4)):
        for index, note in enumerate(chord):
            _play(loop, partial(_piano, note, length * beat), start + step * beat + 0.006 * index, 0.13, -0.3 + 0.15 * index)


def _melody(loop: Floats, rng: np.random.Generator, bars: Sequence[tuple[int, ...]], beat: float) -> None:
    """Lay a vibraphone that walks between chord tones and rests every fourth bar."""
    last = 2
    for bar, chord in enumerate(bars):
        if bar % 4 == 3:
            continue
        for step in ((0.0, 1.0, 2.5), (0.5, 2.0), (0.0, 1.5, 3.0))[int(rng.integers(3))]:
            last = min(max(last + int(rng.integers(-1, 2)), 1), len(chord) - 1)
            _play(loop, partial(_vibraphone, chord[last] + 12), (bar * 4 + step) * beat, 0.22, 0.25)


def _piano(note: float, seconds: float) -> Floats:
    """Return an electric piano: a sine modulated by another that dies sooner (J. Chowning's synthesis)."""
    time = clock(seconds + 0.5)
    hertz = _hertz(note)
    index = 1.1 * np.exp(-time / 0.35)
    tone = np.sin(2 * np.pi * hertz * time + index * np.sin(2 * np.pi * hertz * time))
    tine = 0.12 * np.sin(2 * np.pi * 7 * hertz * time) * np.exp(-time / 0.06)
    return np.asarray((tone + tine) * np.exp(-time / 0.9) * _gate(time, seconds, 0.08))


def _bass(note: float, seconds: float) -> Floats:
    time = clock(seconds + 0.1)
    hertz = _hertz(note - 12)
    tone = np.sin(2 * np.pi * hertz * time) + 0.35 * np.sin(4 * np.pi * hertz * time) * np.exp(-time / 0.15)
    return np.asarray(tone * np.exp(-time / 0.7) * _gate(time, seconds, 0.03))


def _vibraphone(note: float) -> Floats:
    time = clock(1.8)
    hertz = _hertz(note)
    tone = np.sin(2 * np.pi * hertz * time) + 0.25 * np.sin(8 * np.pi * hertz * time) * np.exp(-time / 0.1)
    return np.asarray(tone * np.exp(-time / 0.6) * (1 + 0.3 * np.sin(2 * np.pi * 4.8 * time)) * _gate(time, 1.6, 0.06))


def _brush(rng: np.random.Generator) -> Floats:
    time = clock(0.16)
    return np.asarray(np.diff(rng.standard_normal(len(time) + 1)) * np.exp(-time / 0.035) * np.minimum(time / 0.012, 1))


def _gate(time: Floats, seconds: float, release: float) -> Floats:
    """Return an envelope that opens within 4 ms and closes at `seconds` within about `release`, to nothing at the end."""
    closing = np.exp(-np.maximum(time - seconds, 0) / release)
    return np.asarray(np.minimum(time / 0.004, 1) * closing * np.minimum((time[-1] - time) / 0.02, 1))


def anthem(seed: int) -> tuple[Floats, ...]:
    """Make a state occasion: brass and massed voices in slow chords, far drums; the tape is tired and one horn flat."""
    rng = np.random.default_rng([seed, 8])
    beat = 60 / 60
    loop = np.zeros((round(len(_ANTHEM) * 4 * beat * LOW), 2))
    for bar, chord in enumerate(_ANTHEM):
        start = bar * 4 * beat
        for index, note in enumerate(chord):
            flat = -0.38 if index == 2 else rng.normal(0, 0.04)  # the flat horn
            side = -0.6 + 0.3 * index
            _play(loop, partial(_brass, note + flat, 3.7 * beat, 5.0 if index == 0 else 4.0), start, 0.2, side)
            _play(loop, partial(_voices, rng, note, 4.2 * beat), start + 0.05, 0.16, -side)
        for step, level in ((0.0, 0.6), (2.0, 0.42), (3.0, 0.28), (3.5, 0.28)):
            _play(loop, partial(_drum, rng), start + step * beat, level, 0.0)
    worn = passed(loop, (highpass(90, rate=LOW), peak(900, 3, 0.7, LOW), lowpass(2600, rate=LOW)))
    hall = roomed(worn, Room(3.2, delay=60, dull=2400, echoes=(90, 150, 230)), 0.75, seed)
    hiss = noise(rng, len(loop), band(2600, 2.0))
    return (_wow(hall, rng) + 0.006 * hiss[:, None],)


def _brass(note: float, seconds: float, bright: float) -> Floats:
    """Return a horn: harmonics that speak later the higher they are (J.-C. Risset's trumpet)."""
    time = clock(seconds + 0.3)
    hertz = _hertz(note) * (1 + 0.002 * np.sin(2 * np.pi * 4.6 * time) * np.minimum(time, 1))
    phase = 2 * np.pi * np.cumsum(hertz) / LOW
    total = np.zeros(len(time))
    for harmonic in range(1, 9):
        if harmonic * _hertz(note) < 3400:
            rise = 1 - np.exp(-time / (0.03 + 0.025 * harmonic))
            total += rise * np.exp(-harmonic / bright) * np.sin(harmonic * phase)
    return np.asarray(total * _gate(time, seconds, 0.1))


def _voices(rng: np.random.Generator, note: float, seconds: float) -> Floats:
    """Return a few singers on "ah", each a little beside the note."""
    time = clock(seconds)
    total = np.zeros(len(time))
    for _ in range(2):
        hertz = _hertz(note + rng.normal(0, 0.09))
        wander = 0.8 * np.sin(2 * np.pi * rng.uniform(4.5, 6) * time + rng.uniform(0, 6))
        for harmonic in range(1, 6):
            formant = np.exp(-(((harmonic * hertz - 750) / 420) ** 2)) + 0.5 * np.exp(-(((harmonic * hertz - 1150) / 300) ** 2))
            total += (0.15 + formant) * np.sin(2 * np.pi * harmonic * hertz * time + harmonic * wander * 0.3) / harmonic**0.5
    return total * np.sin(np.pi * np.minimum(time / seconds, 1)) ** 0.6


def _drum(rng: np.random.Generator) -> Floats:
    time = clock(0.7)
    skin = np.sin(2 * np.pi * (62 + 30 * np.exp(-time / 0.03)) * time) * np.exp(-time / 0.16)
    return np.asarray((skin + 0.18 * rng.standard_normal(len(time)) * np.exp(-time / 0.05)) * np.minimum(time / 0.004, 1))


def _wow(loop: Floats, rng: np.random.Generator) -> Floats:
    """Return a loop as a tired tape plays it: its speed swings once in about two seconds, and it still closes."""
    count = len(loop)
    turns = round(count / LOW / 2.1)
    place = np.arange(count)
    swing = 0.0016 * LOW * np.sin(2 * np.pi * turns * place / count + rng.uniform(0, 6))
    around = np.concatenate((loop, loop[:1]))
    at = (place + swing) % count
    return np.stack([np.interp(at, np.arange(count + 1), around[:, side]) for side in range(2)], axis=1)
