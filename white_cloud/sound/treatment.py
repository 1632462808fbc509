"""The treatment of a spoken line, by register and drift.

testimony    dry and close: a small room, a little warmth
slippage     a little too clean: no room, no breath, the air between the words gone
advert       bright, doubled, an exciter, a short plate
propaganda   slow and wide: a hall, and a slap that comes back from the far wall

Damage comes on top of any of them: words stutter and drag, pitch snaps to a scale, and the signal itself breaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.errors import UserError, nearest
from white_cloud.media.sound import resample
from white_cloud.sound import RATE
from white_cloud.sound.crush import crushed
from white_cloud.sound.damage import strengths
from white_cloud.sound.dynamics import compressed, gated
from white_cloud.sound.filters import Section, convolved, decibels, filtered, high_shelf, highpass, low_shelf, lowpass, peak
from white_cloud.sound.limiter import limited
from white_cloud.sound.loudness import SILENCE, loudness
from white_cloud.sound.pitch import quantised
from white_cloud.sound.rooms import Room, echo
from white_cloud.sound.speech import faded
from white_cloud.sound.splice import AS_SPOKEN, Remap, Span, spliced
from white_cloud.sound.stretch import drags
from white_cloud.sound.stutter import stutters

#: The loudness of every treated line, in LUFS; its true peak stays under PEAK dB.
LINE_LOUDNESS = -20.0
PEAK = -2.0
#: No line becomes longer than this many times, its ringing on aside.
LONGEST = Fraction(5, 4)

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Treated:
    """A treated line: stereo float32 (n, 2) at 48 kHz, tail included, `speed` times as fast as it was spoken.

    `remap` says where its moments went after that, as words stutter and drag.
    """

    samples: Samples
    speed: Fraction
    remap: Remap = AS_SPOKEN

    def place(self, seconds: Fraction) -> Fraction:
        """Return where a moment of the untreated line lies in the treated one, in seconds; exact, and in order."""
        return self.remap.at(seconds / self.speed * RATE) / RATE


@dataclass(frozen=True)
class Chain:
    """What is done to a line, in this order. Levels in dB relative to the line; -90 is none."""

    tone: tuple[Section, ...]
    room: Room
    wet: float
    speed: Fraction = Fraction(1)
    gate: float = 0.0
    threshold: float = -24.0
    ratio: float = 2.0
    warmth: float = 0.0
    exciter: float = -90.0
    doubles: float = -90.0
    slap: float = -90.0
    drift: Mapping[str, float] = field(default_factory=dict)


#: `drift` names the levels that change with drift, and by how many dB from 0 to 1; the chain's own value stands at the middle.
CHAINS = {
    "testimony": Chain(
        tone=(highpass(85), peak(220, 1.5, 0.8), peak(3200, -1.5, 0.9), lowpass(8800)),
        room=Room(0.22, delay=3, dull=4200, echoes=(7, 13)),
        wet=-17.0,
        warmth=0.5,
        drift={"wet": -4.0},
    ),
    "slippage": Chain(
        tone=(highpass(120), peak(300, -2.5, 0.8), peak(4200, 2.5, 0.9), high_shelf(8000, 2.0)),
        room=Room(0.12, delay=1, dull=9000),
        wet=-30.0,
        gate=30.0,
        ratio=4.0,
        exciter=-26.0,
        drift={"exciter": 6.0},
    ),
    "advert": Chain(
        tone=(highpass(150), peak(400, -3.0, 0.9), peak(2800, 3.0, 0.8), high_shelf(6500, 5.0)),
        room=Room(0.75, delay=18, dull=11000, low=400),
        wet=-15.0,
        ratio=5.0,
        threshold=-26.0,
        exciter=-16.0,
        doubles=-8.0,
        drift={"wet": 4.0, "doubles": 4.0},
    ),
    "propaganda": Chain(
        tone=(highpass(140), low_shelf(260, 2.0), peak(1500, 3.0, 0.7), lowpass(6000)),
        room=Room(2.6, delay=45, dull=5200, echoes=(31, 47, 71), low=150),
        wet=-8.0,
        speed=Fraction(48, 50),
        ratio=6.0,
        threshold=-28.0,
        warmth=1.2,
        slap=-9.0,
        drift={"wet": 4.0, "slap": 3.0},
    ),
}

#: What damage brings at its full strength: dB under which the air between syllables is closed, and by how many dB.
GATE, GATED = -42.0, 30.0
#: And the levels, in dB relative to the line, of the doubles, of the sparkle, and of the hall.
DOUBLE, SPARKLE, HALL = -8.0, -14.0, -12.0


def treat(
    samples: NDArray[np.floating[Any]],
    rate: int,
    register: str,
    drift: float,
    seed: int,
    damage: float = 0.0,
    words: Sequence[tuple[Fraction, Fraction]] = (),
) -> Treated:
    """Treat a mono line; `drift` (0..1) moves the chain of its register, `damage` (0..1) breaks it.

    `words` are (start, end) in seconds of the line, in order; those stutter and drag. Every line comes out at LINE_LOUDNESS, at
    most LONGEST times as long. Raises UserError for a register that has no chain, ValueError for a damage out of its range.
    """
    if register not in CHAINS:
        raise UserError(f"there is no treatment for the register {register!r} ({nearest(register, CHAINS)})")
    chain, force = CHAINS[register], strengths(damage)
    if not len(samples):
        return Treated(np.zeros((0, 2), dtype=np.float32), chain.speed)
    # rates in hundredths of a hertz hold the speed exactly
    line = resample(samples, int(rate * 100 * chain.speed), RATE * 100)
    line, remap = _lengthened(quantised(line, force["pitch"]), _spans(words, chain.speed, len(line)), force, seed, chain.speed)
    stereo = _spread(_shaped(line, chain, drift, force), chain, drift, seed, force)
    return Treated(_leveled(faded(stereo, RATE)), chain.speed, remap)


def _spans(words: Sequence[tuple[Fraction, Fraction]], speed: Fraction, count: int) -> list[Span]:
    """Return where words lie in a line of `count` samples that was brought to its speed."""
    return [(min(round(start / speed * RATE), count), min(round(end / speed * RATE), count)) for start, end in words]


def _lengthened(
    line: Samples, spans: Sequence[Span], force: Mapping[str, float], seed: int, speed: Fraction
) -> tuple[Samples, Remap]:
    """Return the line with what stutters and what drags; each may have half of what it may become longer."""
    half = max(int(len(line) * (LONGEST * speed - 1) / 2), 0)
    stuttered = stutters(line, spans, force["stutter"], seed, half)
    return spliced(line, stuttered + drags(line, spans, force["stretch"], seed + 1, half))


def _level(chain: Chain, name: str, drift: float) -> float:
    """Return a level of a chain, as a factor, at a drift."""
    return decibels(getattr(chain, name) + chain.drift.get(name, 0.0) * (drift - 0.5))


def _with(level: float, force: float, most: float) -> float:
    """Return a level, as a factor, with what damage adds to it in power: `most` dB at full force."""
    return float(np.hypot(level, force * decibels(most))) if force else level


def _shaped(line: Samples, chain: Chain, drift: float, force: Mapping[str, float]) -> Samples:
    """Return the line with its tone and dynamics, mono."""
    line = line * decibels(LINE_LOUDNESS - max(loudness(line), SILENCE + 20))
    if chain.gate:
        line = gated(line, -52.0, chain.gate)
    if force["gate"]:
        line = gated(line, GATE, force["gate"] * GATED)
    line = compressed(filtered(line, chain.tone), chain.threshold, chain.ratio)
    if chain.warmth:
        push = 3 * chain.warmth
        line = (np.tanh(push * line + 0.1) - np.tanh(0.1)).astype(np.float32) / np.float32(push)
    excited = _with(_level(chain, "exciter", drift), force["sparkle"], SPARKLE)
    if excited > 1e-4:
        harmonics = filtered(np.tanh(8 * filtered(line, [highpass(2600)])), [highpass(5200), highpass(5200)])
        line = line + np.float32(excited) * harmonics
    return crushed(line, force["crush"])


def _spread(dry: Samples, chain: Chain, drift: float, seed: int, force: Mapping[str, float]) -> Samples:
    """Return the line in stereo: doubled, slapped, in its room."""
    stereo = np.stack((dry, dry), axis=1)
    doubled = _with(_level(chain, "doubles", drift), force["double"], DOUBLE)
    if doubled > 1e-4:
        stereo += np.float32(doubled) * _doubles(dry, seed)
    slapped = _level(chain, "slap", drift)
    if slapped > 1e-4:
        stereo = echo(stereo, 135.0, slapped)
    wet_level = _level(chain, "wet", drift)
    wet = convolved(dry, _room(chain, wet_level, seed, force["hall"]))
    out = np.zeros((max(len(stereo), len(wet)), 2), dtype=np.float32)
    out[: len(stereo)] += stereo
    out[: len(wet)] += np.float32(wet_level) * wet
    return out


def _room(chain: Chain, wet: float, seed: int, hall: float) -> Samples:
    """Return the response of a chain's room; the hall of propaganda comes into it beside what is heard of the room at `wet`."""
    impulses = chain.room.impulses(seed)
    if not hall:
        return impulses
    hall_room = CHAINS["propaganda"].room
    behind = impulses if chain.room == hall_room else hall_room.impulses(seed)
    out = np.zeros((max(len(impulses), len(behind)), 2), dtype=np.float32)
    out[: len(impulses)] += impulses
    out[: len(behind)] += np.float32(hall * decibels(HALL) / wet) * behind
    return out


def _doubles(dry: Samples, seed: int) -> Samples:
    """Return the line as two others would say with it, one a side: a few ms late, wandering a few cents."""
    rng = np.random.default_rng(seed)
    time = np.arange(len(dry)) / RATE
    sides = []
    for late in (0.017, 0.024):
        wander = 0.0025 * np.sin(2 * np.pi * (rng.uniform(0.25, 0.6) * time + rng.uniform()))
        sides.append(np.interp(time - late - wander, time, dry, left=0.0))
    return np.stack(sides, axis=1).astype(np.float32)


def _leveled(stereo: Samples) -> Samples:
    loud = loudness(stereo)
    if loud <= SILENCE:
        return stereo
    return limited(stereo * np.float32(decibels(LINE_LOUDNESS - loud)), PEAK)
