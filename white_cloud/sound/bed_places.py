"""Beds of places: wind, the pit, a generator, a room, a town, mains hum. Each returns stereo loops at LOW, of any level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from white_cloud.sound.filters import highpass, lowpass, peak
from white_cloud.sound.loops import LOW, band, clock, lay, noise, passed, placed, roomed, slope, swell, ticks
from white_cloud.sound.rooms import Room

Floats = NDArray[np.float64]
Layers = tuple[Floats, ...]


def wind(seed: int) -> Layers:
    """Make wind over open ground: a low body, gusts that open its upper part, and a thin whistle in the strongest of them."""
    rng = np.random.default_rng([seed, 1])
    return _air(rng, 17), _gusts(rng, 23)


def _air(rng: np.random.Generator, seconds: float) -> Floats:
    count = ticks(seconds)
    sides = [noise(rng, count, slope(4.5, 70, 900)) for _ in range(2)]
    return np.stack(sides, axis=1) * (0.3 + 0.7 * swell(rng, count, 3.0))[:, None]


def _gusts(rng: np.random.Generator, seconds: float) -> Floats:
    count = ticks(seconds)
    gust = swell(rng, count, 1.8) ** 2.5
    out = np.zeros((count, 2))
    for side in range(2):
        breath = noise(rng, count, band(420, 2.2)) * gust
        whistle = noise(rng, count, band(rng.uniform(640, 900), 0.09)) * gust**2.5
        # a gust reaches one ear before the other
        out[:, side] = np.roll(1.1 * breath + 0.16 * whistle, side * ticks(0.18))
    return out


def machinery(seed: int) -> Layers:
    """Make an open pit: the slow diesel of a haul truck idling, others' rumble, a bucket's knock, a far reversing signal."""
    rng = np.random.default_rng([seed, 2])
    return _diesel(rng, 16), _pit_floor(rng, 22)


def _diesel(rng: np.random.Generator, seconds: float) -> Floats:
    """Return an engine: firings in a rhythm of four with one weak cylinder, at about 330 a minute a cylinder pair."""
    count = ticks(seconds)
    firings = 4 * round(seconds * 11 / 4)
    loop = np.zeros(count)
    for index in range(firings):
        wander = rng.normal(0, 0.0016)
        at = round((index / firings * seconds + wander) * LOW)
        lay(loop, _firing(rng, (1.0, 0.74, 0.9, 0.5)[index % 4] * rng.uniform(0.88, 1.12)), at)
    load = 0.75 + 0.25 * swell(rng, count, 4.0)
    body = passed(
        loop * load, (highpass(45, rate=LOW), peak(128, 3, 2.0, LOW), peak(420, 4, 1.0, LOW), lowpass(1900, rate=LOW))
    )
    return placed(body, -0.15)


def _firing(rng: np.random.Generator, strength: float) -> Floats:
    time = clock(0.16)
    thump = np.sin(2 * np.pi * (58 + 26 * np.exp(-time / 0.015)) * time) * np.exp(-time / 0.04)
    block = np.sin(2 * np.pi * rng.uniform(170, 190) * time) * np.exp(-time / 0.03)
    knock = rng.standard_normal(len(time)) * np.exp(-time / 0.009)
    return np.asarray(strength * (0.55 * thump + 0.5 * block + 0.5 * knock) * np.minimum(time / 0.002, 1))


def _pit_floor(rng: np.random.Generator, seconds: float) -> Floats:
    count = ticks(seconds)
    sides = [noise(rng, count, slope(5, 55, 700)) for _ in range(2)]
    loop = 0.32 * np.stack(sides, axis=1) * (0.6 + 0.4 * swell(rng, count, 5.0))[:, None]
    for _ in range(5):
        lay(loop, placed(1.1 * _clank(rng), rng.uniform(-0.8, 0.8)), int(rng.integers(count)))
    signal = placed(0.08 * _reversing(), 0.6)
    lay(loop, signal, int(rng.integers(count)))
    return roomed(loop, Room(1.9, delay=90, dull=2600, echoes=(210, 340)), 0.35, int(rng.integers(2**31)))


def _clank(rng: np.random.Generator) -> Floats:
    """Return struck steel plate: partials that are no harmonics, dying at different speeds."""
    time = clock(1.1)
    base = rng.uniform(150, 240)
    total = np.zeros(len(time))
    for ratio in (1.0, 1.59, 2.14, 2.83, 3.92, 5.2):
        total += np.sin(2 * np.pi * base * ratio * time + rng.uniform(0, 6)) * np.exp(-time * (3.5 + 2.2 * ratio)) / ratio
    return total * np.minimum(time / 0.001, 1)


def _reversing() -> Floats:
    time = clock(5.0)
    sounding = np.clip(np.sin(2 * np.pi * time / 1.0) * 40, 0, 1)
    return np.asarray(np.sin(2 * np.pi * 1180 * time) * sounding)


def generator(seed: int) -> Layers:
    """Make a generator behind a wall: 25 Hz and its harmonics, uneven from turn to turn, with a loose plate."""
    rng = np.random.default_rng([seed, 3])
    count = ticks(18)
    time = np.arange(count) / LOW
    drift = 1 + 0.14 * (swell(rng, count, 0.5) - 0.5)
    total = np.zeros(count)
    for harmonic in range(1, 25):
        level = (1.0 if harmonic % 4 == 0 else 0.55 if harmonic % 2 == 0 else 0.3) / harmonic**0.85
        # a whole number of turns in the loop: 25 Hz * 18 s
        total += level * np.sin(2 * np.pi * 25 * harmonic * time + rng.uniform(0, 2 * np.pi)) * drift
    chug = 0.7 + 0.3 * np.cos(2 * np.pi * 12.5 * time) ** 4
    plate = noise(rng, count, band(1900, 0.8)) * np.maximum(np.cos(2 * np.pi * 25 * time), 0) ** 8
    exhaust = noise(rng, count, slope(4, 90, 1400)) * (0.5 + 0.5 * np.cos(2 * np.pi * 25 * time))
    mono = passed(
        total * chug + 0.12 * plate * swell(rng, count, 2.5) + 0.45 * exhaust, (highpass(35, rate=LOW), lowpass(3200, rate=LOW))
    )
    return (roomed(placed(mono, 0.2), Room(0.5, delay=12, dull=1800), 0.5, seed),)


def room(seed: int) -> Layers:
    """Make a room in which nothing happens: low air, the mains a floor below, now and then the building."""
    rng = np.random.default_rng([seed, 4])
    count = ticks(19)
    sides = [noise(rng, count, slope(5.0, 45, 2400)) for _ in range(2)]
    loop = np.stack(sides, axis=1) + 0.2 * placed(np.sqrt(2) * np.sin(2 * np.pi * 50 * np.arange(count) / LOW), 0.0)
    for _ in range(3):
        time = clock(0.25)
        tick = np.sin(2 * np.pi * rng.uniform(220, 520) * time) * np.exp(-time / 0.018)
        lay(loop, placed(1.6 * tick, rng.uniform(-0.7, 0.7)), int(rng.integers(count)))
    return (loop,)


def town(seed: int) -> Layers:
    """Make a mining town from a few streets away: traffic, a two-stroke that passes, horns, a dog."""
    rng = np.random.default_rng([seed, 5])
    return _traffic(rng, 21), _street(rng, 29)


def _traffic(rng: np.random.Generator, seconds: float) -> Floats:
    count = ticks(seconds)
    out = np.zeros((count, 2))
    for side in range(2):
        far = noise(rng, count, slope(4.5, 60, 1200))
        near = noise(rng, count, band(700, 2.4)) * swell(rng, count, 2.5) ** 3
        out[:, side] = far + 0.5 * near
    return out


def _street(rng: np.random.Generator, seconds: float) -> Floats:
    count = ticks(seconds)
    loop = np.zeros((count, 2))
    lay(loop, 0.8 * _two_stroke(rng), int(rng.integers(count)))
    for pitch in (392.0, 415.0, 330.0):
        lay(
            loop,
            placed(0.28 * _horn(pitch * rng.uniform(0.97, 1.03), rng.uniform(0.2, 0.7)), rng.uniform(-1, 1)),
            int(rng.integers(count)),
        )
    bark_at = int(rng.integers(count))
    for index in range(4):
        lay(loop, placed(0.3 * _bark(rng), -0.6), bark_at + ticks(0.42 * index + (0.5 if index > 1 else 0)))
    return roomed(1.5 * loop, Room(1.1, delay=60, dull=3000, echoes=(95, 160)), 0.8, int(rng.integers(2**31)))


def _two_stroke(rng: np.random.Generator) -> Floats:
    """Return a motorcycle that passes: its pitch falls as it goes by (Doppler, about 12 m/s)."""
    time = clock(7.0)
    away = 12 * (time - 3.5)
    distance = np.sqrt(away**2 + 14**2)
    speed = away / distance * 12
    phase = np.cumsum(88 * (1 - speed / 343)) / LOW
    tone = sum(np.sin(2 * np.pi * harmonic * phase) / harmonic**0.7 for harmonic in range(1, 14))
    rough = 1 + 0.35 * rng.standard_normal(len(time) // 300 + 2).repeat(300)[: len(time)]
    sound = np.asarray(tone) * rough * 14 / distance * np.sin(np.pi * time / 7) ** 2
    angle = (np.tanh(away / 25) + 1) * np.pi / 4
    return np.stack((sound * np.cos(angle), sound * np.sin(angle)), axis=1)


def _horn(pitch: float, seconds: float) -> Floats:
    time = clock(seconds)
    total = sum(np.sin(2 * np.pi * pitch * ratio * time) / ratio for ratio in (1, 1.25, 2, 2.5, 3))
    return np.asarray(total) * np.minimum(1, np.minimum(time, seconds - time) / 0.03)


def _bark(rng: np.random.Generator) -> Floats:
    time = clock(0.17)
    phase = np.cumsum(430 * rng.uniform(0.95, 1.05) * np.exp(-time * 3)) / LOW
    voice = sum(np.sin(2 * np.pi * harmonic * phase) / harmonic**0.5 for harmonic in range(1, 9))
    return (np.asarray(voice) + rng.standard_normal(len(time))) * np.sin(np.pi * time / 0.17) ** 1.5


def hum(seed: int) -> Layers:
    """Make a fluorescent tube: 100 Hz and its harmonics beating with themselves, and a thin buzz."""
    rng = np.random.default_rng([seed, 6])
    count = ticks(20)
    time = np.arange(count) / LOW
    out = np.zeros((count, 2))
    for side in range(2):
        for harmonic, level in (
            (0.5, 0.4),
            (1, 1.0),
            (2, 0.5),
            (3, 0.42),
            (4, 0.2),
            (6, 0.22),
            (9, 0.12),
            (14, 0.08),
            (21, 0.05),
        ):
            beat = 1 + 0.25 * np.sin(2 * np.pi * int(rng.integers(2, 9)) / 20 * time + rng.uniform(0, 6))
            out[:, side] += level * beat * np.sin(2 * np.pi * 100 * harmonic * time + rng.uniform(0, 6))
        buzz = noise(rng, count, band(4200, 1.0)) * np.abs(np.sin(2 * np.pi * 50 * time)) ** 6
        out[:, side] += 0.1 * buzz
    return (out,)
