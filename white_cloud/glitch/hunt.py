"""Hunt: the camera is no longer sure how bright and how warm the world is; it overshoots, comes back, and tries again.

A camera's control loop answers a jump of what it aims at as a damped swing; the loop is linear, so the answer to many jumps is
the sum of the answers to each (any textbook on control: step response of a second-order system).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, exp, sin, sqrt, tau
from typing import Any, ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import Field, dice
from white_cloud.media.planes import Packed, empty, picture_size, planes

#: Stops of exposure at full strength where the camera is farthest off, before its overshoot.
_STOPS = 1.3
#: Levels of colour that a mid grey then gets: towards red or blue, and towards green or magenta.
_WARMTH, _TINT = 28.0, 6.0
#: Code values of black and of the way to white, and the film's gamma.
_BLACK, _RANGE, _GAMMA = 16.0, 219.0, 2.2


@dataclass(frozen=True)
class _Loop:
    """A control loop: frames between two changes of mind, frames of one swing, and its damping (1 is none)."""

    number: int
    pause: int
    swing: float
    damping: float

    @property
    def memory(self) -> int:
        """How many changes of mind back still swing: after that less than a thousandth is left."""
        return int(7 * self.swing / (tau * self.damping) / self.pause) + 1


_EXPOSURE = _Loop(0, 34, 21, 0.3)
_WHITE = _Loop(1, 52, 34, 0.4)
_GREEN = _Loop(2, 61, 46, 0.5)


class Hunt(GlitchEffect):
    """Exposes the frame anew and changes its white balance; strength sets how far the camera is off."""

    name: ClassVar[str] = "hunt"

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame as a camera that is off by this much would see it."""
        off = moment.strength**1.35
        exposure, warm, green = (off * reading(moment, loop) for loop in (_EXPOSURE, _WHITE, _GREEN))
        seen = _exposed(2 ** (_STOPS * exposure))
        result = empty(picture_size(packed))
        (luma, *chroma), (luma_out, *chroma_out) = planes(packed), planes(result)
        half = cv2.resize(luma, chroma[0].shape[::-1], interpolation=cv2.INTER_AREA)
        saturation = _saturation(seen, max(exposure, 0.0))
        casts = (-_WARMTH * warm - _TINT * green, 0.95 * _WARMTH * warm - _TINT * green)
        kept = cv2.LUT(half, saturation)
        for plane, out, cast in zip(chroma, chroma_out, casts, strict=True):
            _cast(plane, kept, cv2.LUT(half, (cast * seen * (1.5 - seen)).astype(np.float32)), out)
        cv2.LUT(luma, np.rint(_BLACK + _RANGE * seen).astype(np.uint8), dst=luma_out)
        return result


def reading(moment: Moment, loop: _Loop) -> float:
    """Return how far a loop is from the truth at a moment, about -1..1 and over it where it swings."""
    step = moment.frame // loop.pause
    value, _ = _aim(moment.seed, loop, step - loop.memory)
    before = value
    for number in range(step - loop.memory + 1, step + 1):
        target, late = _aim(moment.seed, loop, number)
        value += (target - before) * _answer(moment.frame - number * loop.pause - late, loop)
        before = target
    return value


@lru_cache(maxsize=1024)
def _aim(seed: int, loop: _Loop, number: int) -> tuple[float, int]:
    """Return what the camera aims at from a change of mind on, too much and too little by turns, and how late it comes."""
    # before the film there was film: the numbers start below zero
    size, late = dice(seed, loop.number, number + loop.memory + 1).random(2)
    first = dice(seed, loop.number).random() < 0.5
    side = 1 if (number % 2 == 0) == first else -1
    return side * (0.5 + 0.5 * float(size)), int(late * loop.pause / 2)


def _answer(age: float, loop: _Loop) -> float:
    """Return the part of a jump that is made after `age` frames: 0 at once, over 1 where it overshoots, 1 in the end."""
    if age <= 0:
        return 0.0
    angle, rest = tau / loop.swing, sqrt(1 - loop.damping**2)
    turn = rest * angle * age
    return 1 - exp(-loop.damping * angle * age) * (cos(turn) + loop.damping / rest * sin(turn))


def _exposed(gain: float) -> Field:
    """Return what each luma code looks like under a gain of light, 0..1: white is neared and never cut off, black stays."""
    light = np.clip((np.arange(256) - _BLACK) / _RANGE, 0, 1) ** _GAMMA
    # a shoulder into white; and going dark, highlights hold on a little, as they were far over the sensor's white
    lost = (gain - 1) * light if gain >= 1 else 0
    held = 0.5 * (1 - gain) * light**2 if gain < 1 else 0
    return np.asarray((gain * light * (1 + held) / (1 + lost)) ** (1 / _GAMMA), np.float32)


def _saturation(seen: Field, over: float) -> Field:
    """Return by what the colours of each luma code are multiplied: they go with the light, and burn out near white."""
    code = np.maximum((np.arange(256) - _BLACK) / _RANGE, 0.04)
    return np.asarray(np.clip(seen / code, 0, 1.5) * (1 - 0.75 * np.tanh(over) * seen**3), np.float32)


def _cast(plane: Packed, kept: Any, cast: Any, out: Packed) -> None:
    """Multiply a plane's colours and add a cast."""
    colour = np.subtract(plane, 128, dtype=np.float32)
    cv2.multiply(colour, kept, dst=colour)
    cv2.add(colour, cast, dst=colour)
    cv2.addWeighted(colour, 1, colour, 0, 128, dst=out, dtype=cv2.CV_8U)  # rounds and saturates
