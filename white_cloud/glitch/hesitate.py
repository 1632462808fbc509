"""Hesitate: the picture takes a step back and tries again, as one who begins to tell it differently."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import ClassVar

from white_cloud.glitch.between import Between
from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import dice
from white_cloud.media.planes import Packed

#: Frames from one hesitation to the next.
_PERIOD = 46
#: The strengths between which every second one comes in.
_SECOND = (0.3, 0.65)
#: Frames that the picture can be behind at full strength.
_DEEPEST = 22.0
#: A hesitation over its life: a step back, a try, a step further back, a try, and then it catches up. (when, how deep)
_COURSE = ((0.0, 0.0), (0.28, 0.76), (0.4, 0.66), (0.58, 1.0), (0.7, 0.95), (1.0, 0.0))
#: Pictures made between two frames: the eye follows that well enough, and each is near a frame of which it can be made.
_BETWEEN = 2


class Hesitate(GlitchEffect):
    """Shows an earlier time, between frames by the motion from one to the next; strength sets how far back and how often."""

    name: ClassVar[str] = "hesitate"
    look_back: ClassVar[int] = 24

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._between = Between()

    def since(self, moment: Moment) -> int:
        """Return the frame that is shown, or the earlier of the two that it is made of."""
        return _shown(moment)[0]

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the picture of the time that is shown."""
        number, part = _shown(moment)

        def source(at: int) -> Packed:
            return packed if at == moment.frame else earlier(at)

        return self._between.picture(source(number), source(number + 1), part) if part else source(number).copy()


def delay(moment: Moment) -> float:
    """Return by how many frames the picture is behind."""
    number, age = divmod(moment.frame + _offset(moment.seed), _PERIOD)
    patience, deep = _throws(moment.seed, number)
    if moment.strength <= patience:
        return 0.0
    far: float = _DEEPEST * moment.strength**1.5 * (0.75 + 0.25 * deep)
    return far * _course(age / _PERIOD)


def _shown(moment: Moment) -> tuple[int, float]:
    """Return the frame that is shown, and which part of a frame after it."""
    steps = round((moment.frame - delay(moment)) * (_BETWEEN + 1))
    number, step = divmod(steps, _BETWEEN + 1)
    return number, step / (_BETWEEN + 1)


def _course(part: float) -> float:
    """Return how deep a hesitation is at a part of its life, 0..1, smooth from each turn to the next."""
    for (start, low), (end, high) in pairwise(_COURSE):
        if part < end:
            along = (part - start) / (end - start)
            return low + (high - low) * along * along * (3 - 2 * along)
    return 0.0


@lru_cache(maxsize=64)
def _offset(seed: int) -> int:
    """Return how far into the first hesitation, or the second, the first frame falls."""
    return int(dice(seed, 0).integers(0, 2 * _PERIOD))


@lru_cache(maxsize=256)
def _throws(seed: int, number: int) -> tuple[float, float]:
    """Return the strength that a hesitation needs, and how deep it goes, 0..1; every other one needs none."""
    low, high = _SECOND
    patience, deep = dice(seed, 1, number).random(2).tolist()
    return (low + (high - low) * patience if number % 2 else 0.0), deep
