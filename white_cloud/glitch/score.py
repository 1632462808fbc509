"""The score: which effects drift calls, and how strongly. Pure, and light enough for planning.

Strength rises from 0 where an effect enters to its ceiling, along a power curve:

    strength = ceiling * ((drift - start) / (end - start)) ^ exponent

At drift 0 nothing is applied at all, and no strength ever falls while drift rises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from white_cloud import identity
from white_cloud.film.timeline import Clip
from white_cloud.glitch.revisions import REVISIONS


@dataclass(frozen=True)
class Response:
    """How one effect answers to drift: it enters at `start`, reaches `ceiling` at `end`; exponents over 1 come in late."""

    effect: str
    start: Fraction
    end: Fraction
    ceiling: Fraction = Fraction(1)
    exponent: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end and 0 < self.ceiling <= 1 and self.exponent > 0):
            raise ValueError(f"the response of {self.effect!r} must have 0 <= start < end, 0 < ceiling <= 1 and exponent > 0")

    def strength(self, drift: Fraction | float) -> float:
        """Return the strength, 0..1, at a drift; never falls as drift rises."""
        part = min(max((float(drift) - float(self.start)) / float(self.end - self.start), 0.0), 1.0)
        strength: float = float(self.ceiling) * part ** float(self.exponent)
        return strength


@dataclass(frozen=True)
class Applied:
    """An effect on a clip: by name and revision, with its seed and its response to the clip's drift."""

    name: str
    revision: int
    seed: int
    response: Response


#: In the order in which they work on a picture: memory first, then shape, then colour, and last the signal itself tears.
#: What looks back must come first: it then sees the plate, which is the same whichever segment it is asked from.
SCORE = (
    Response("echo", Fraction(3, 10), Fraction(1), exponent=Fraction(5, 4)),
    Response("float", Fraction(1, 20), Fraction(1), exponent=Fraction(3, 2)),
    Response("drain", Fraction(1, 5), Fraction(1), exponent=Fraction(5, 4)),
    Response("tear", Fraction(9, 20), Fraction(1), exponent=Fraction(3, 2)),
)


def score_for(clip: Clip, drifts: Iterable[Fraction], score: tuple[Response, ...] = SCORE) -> tuple[Applied, ...]:
    """Return the effects that some of a clip's `drifts` call, in working order; none at drift 0.

    Seeds follow from the clip's own, which is its shot's, and the effect, so that a moved clip looks the same.
    """
    highest = max(drifts, default=Fraction(0))
    return tuple(
        Applied(one.effect, REVISIONS[one.effect], identity.seed(clip.seed, one.effect), one)
        for one in score
        if one.strength(highest) > 0
    )
