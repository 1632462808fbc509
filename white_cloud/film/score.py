"""The score: how strongly each effect works, by drift or by keyframes, and the accents. Values, and what changes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from white_cloud.errors import UserError
from white_cloud.film.drift import Curve
from white_cloud.timecode import Duration

#: How long an accent takes to fall off unless said: at 24 frames a second.
HALF_A_SECOND = Duration(frames=12)
#: Told of a change to an answer to drift that is not there.
_NO_ANSWER = "has a strength of its own here (keyframes, `hold` or `off`), and no answer to drift; say `from` and `to`"
#: How finely a strength is kept where it is held.
_HELD = 1000


@dataclass(frozen=True)
class Response:
    """How an effect answers to drift: it enters at `start`, reaches `ceiling` at `end`; exponents over 1 come in late.

    strength = ceiling * ((drift - start) / (end - start)) ^ exponent
    """

    start: Fraction = Fraction(0)
    end: Fraction = Fraction(1)
    ceiling: Fraction = Fraction(1)
    exponent: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end and 0 <= self.ceiling <= 1 and self.exponent > 0):
            raise ValueError("a response must have 0 <= start < end, 0 <= ceiling <= 1 and exponent > 0")

    def strength(self, drift: Fraction | float) -> float:
        """Return the strength, 0..1, at a drift; never falls as drift rises."""
        part = min(max((float(drift) - float(self.start)) / float(self.end - self.start), 0.0), 1.0)
        strength: float = float(self.ceiling) * part ** float(self.exponent)
        return strength


#: How a score names what voices suffer; all other names in it are effects on the picture.
VOICE = "voice"
#: What drives an effect over a stretch of film: its answer to drift, or a strength keyframed over that stretch.
Part = Response | Curve


@dataclass(frozen=True)
class Accent:
    """A blow: effects jump to their strengths and fall off over a length.

    It falls where a `word` is heard, or, without one, on the cut that begins a shot. `onwards`: also in all that comes after.
    """

    strengths: Mapping[str, Fraction]
    word: str = ""
    length: Duration = HALF_A_SECOND
    onwards: bool = False


@dataclass(frozen=True)
class Score:
    """What works on a stretch of film: parts by the names of effects, and accents. One that is not named does nothing."""

    parts: Mapping[str, Part] = field(default_factory=dict)
    accents: tuple[Accent, ...] = ()

    def strength(self, name: str, position: Fraction, drift: Fraction) -> float:
        """Return the strength of one thing, 0..1, at a position of the stretch and the drift there; accents aside."""
        part = self.parts.get(name)
        if part is None:
            return 0.0
        return part.strength(drift) if isinstance(part, Response) else float(part.at(position))

    def part(self, start: Fraction, end: Fraction) -> Score:
        """Return the score of a piece of the stretch, from `start` to `end` in 0..1."""
        parts = {name: one.part(start, end) if isinstance(one, Curve) else one for name, one in self.parts.items()}
        return replace(self, parts=parts)


@dataclass(frozen=True)
class EffectChange:
    """What is said of one effect: a strength of its own, that it holds, or how its response differs from the one above."""

    strength: Curve | None = None
    hold: bool = False
    start: Fraction | None = None
    end: Fraction | None = None
    ceiling: Fraction | None = None
    exponent: Fraction | None = None

    @property
    def starts_nowhere(self) -> bool:
        """Whether it changes an answer to drift, and does not say from where to where that goes."""
        return self.strength is None and not self.hold and (self.start is None or self.end is None)


@dataclass(frozen=True)
class Glitch:
    """What is said of the score for a film, act, scene or shot; what is not said stays as it is around that.

    `preset` and `off` start over; `hold` keeps every strength as it is at the beginning; `amount` weakens all of it.
    `place` is where it stands, for messages.
    """

    preset: Score | None = None
    off: bool = False
    hold: bool = False
    amount: Fraction = Fraction(1)
    effects: Mapping[str, EffectChange] = field(default_factory=dict)
    accents: tuple[Accent, ...] = ()
    place: str = ""

    @property
    def starts_over(self) -> bool:
        """Whether nothing of what was said around it holds any longer."""
        return self.off or self.preset is not None


def changed(score: Score, said: Glitch, drift: Fraction) -> Score:
    """Return a score with what is said over a stretch that begins at a drift.

    Raises UserError, naming the place, where an effect would be full before it enters.
    """
    if said.starts_over:
        score = said.preset or Score()
    parts = dict(score.parts)
    for name, change in said.effects.items():
        try:
            if isinstance(parts.get(name), Curve) and change.starts_nowhere:
                raise UserError(f"{said.place}: {name} {_NO_ANSWER}")
            parts[name] = _changed_part(parts.get(name), change, drift)
        except ValueError as error:
            raise UserError(f"{said.place}: {name} {_crossed(parts.get(name), change)}") from error
    if said.hold:
        parts = {name: part if name in said.effects else _held(part, drift) for name, part in parts.items()}
    whole = Score(parts, (*score.accents, *said.accents))
    return whole if said.amount == 1 else _weakened(whole, said.amount)


def _changed_part(part: Part | None, change: EffectChange, drift: Fraction) -> Part:
    if change.strength is not None:
        return change.strength
    if change.hold:
        return _held(part or Curve.flat(0), drift)
    given = {name: value for name in _FIELDS if (value := getattr(change, name)) is not None}
    return replace(_response(part), **given)


_FIELDS = ("start", "end", "ceiling", "exponent")


def _response(part: Part | None) -> Response:
    return part if isinstance(part, Response) else Response()


def _crossed(part: Part | None, change: EffectChange) -> str:
    around = _response(part)
    start = around.start if change.start is None else change.start
    end = around.end if change.end is None else change.end
    return (
        f"would enter at drift {float(start):g} and be full at {float(end):g}; say both `from` and `to`, `from` the lower one"
    )


def _held(part: Part, drift: Fraction) -> Curve:
    """Return a strength that stays as it is where the stretch begins."""
    if isinstance(part, Curve):
        return Curve.flat(part.at(Fraction(0)))
    return Curve.flat(Fraction(round(part.strength(drift) * _HELD), _HELD))


def _weakened(score: Score, amount: Fraction) -> Score:
    parts = {name: _weakened_part(part, amount) for name, part in score.parts.items()}
    accents = tuple(
        replace(accent, strengths={name: strength * amount for name, strength in accent.strengths.items()})
        for accent in score.accents
    )
    return Score(parts, accents)


def _weakened_part(part: Part, amount: Fraction) -> Part:
    if isinstance(part, Curve):
        return Curve(tuple((place, value * amount) for place, value in part.keyframes))
    return replace(part, ceiling=part.ceiling * amount)
