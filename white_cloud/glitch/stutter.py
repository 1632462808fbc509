"""Stutter: the picture sticks, jumps on to catch up, and where it is worse goes round in small loops."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import dice
from white_cloud.media.planes import Packed

#: Frames between the earliest beginnings of two faults: two to a second.
_STEP = 12
#: How late in its step a fault may begin, and how long it lasts at the most; together no longer than the step.
_LATE, _LONGEST = 2, 10
#: The strengths between which the second fault of every second of film comes in.
_SECOND = (0.15, 0.55)
#: From this strength a fault may be a loop. How many frames it goes round: one is a frame that is held.
_LOOPS_FROM, _ROUNDS = 0.45, (1, 2, 1, 3, 2, 4)
#: Steps in which each number of frames comes once, so that loops are neither lacking nor in a row.
_DECK = len(_ROUNDS)


class Stutter(GlitchEffect):
    """Shows frames again in place of those that are due; strength sets how often, for how long, and whether it loops."""

    name: ClassVar[str] = "stutter"
    look_back: ClassVar[int] = _LONGEST + max(_ROUNDS) - 1

    def since(self, moment: Moment) -> int:
        """Return the frame that is shown."""
        return moment.frame - delay(moment)

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame that is shown instead, whole as it was."""
        back = delay(moment)
        return (earlier(moment.frame - back) if back else packed).copy()


def delay(moment: Moment) -> int:
    """Return how many frames the picture shown is behind: the first of a fault shows the frame before it."""
    step, place = divmod(moment.frame, _STEP)
    start, patience, long = _fault(moment.seed, step)
    age = place - start
    if not 0 <= age < _length(moment.strength, patience, long):
        return 0
    turn = _turn(moment.seed, step) if moment.strength >= _LOOPS_FROM else 1
    return age - age % turn + turn


def _length(strength: float, patience: float, long: float) -> int:
    """Return how many frames a fault lasts: one at the least where it happens at all."""
    if strength <= patience:
        return 0
    part = (strength - patience) / (1 - patience)
    return 1 + int(0.5 + part**1.3 * (_LONGEST - 1) * (0.7 + 0.3 * long))


@lru_cache(maxsize=256)
def _fault(seed: int, step: int) -> tuple[int, float, float]:
    """Return where in its step a fault begins, the strength it needs, and a throw for its length.

    Every other step has one at any strength: one dropped frame a second is the least that there is.
    """
    late, patience, long = dice(seed, step).random(3)
    low, high = _SECOND
    needed = low + (high - low) * patience if step % 2 else 0.0
    return int(late * (_LATE + 1)), needed, long


@lru_cache(maxsize=256)
def _turn(seed: int, step: int) -> int:
    """Return how many frames the fault of a step goes round: dealt from a shuffled deck."""
    deal, place = divmod(step, _DECK)
    return int(dice(seed, deal, 1).permutation(_ROUNDS)[place])
