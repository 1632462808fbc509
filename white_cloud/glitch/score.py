"""From a clip's score to the effects on a stretch of it, with their strengths frame by frame. Pure, and light for planning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from white_cloud import identity
from white_cloud.film.heard import heard
from white_cloud.film.ramp import Ramp, fewest, ramp_of, value_at
from white_cloud.film.score import Accent, Part, Response
from white_cloud.film.timeline import Clip, Plate, Timeline
from white_cloud.glitch.revisions import REVISIONS

#: Frames of the grid, counted in a source's conformed frames, on which long clips are split and effects with a state restart.
GRID = 240

#: In the order in which they work on a picture: time first, then memory, shape, colour, and last the signal itself gives way.
#: What looks back comes before what does not: it then needs nothing of that made a second time.
ORDER = (
    "hesitate",
    "stutter",
    "mosh",
    "amnesia",
    "echo",
    "dream",
    "smear",
    "melt",
    "sort",
    "pulverise",
    "float",
    "hunt",
    "drain",
    "quantise",
    "tear",
    "overprint",
)


#: What shows what the shot was asked for.
SHOW_TEXT = frozenset({"overprint"})


@dataclass(frozen=True)
class Lane:
    """One thing that drives an effect: a level over conformed frames, and how the effect answers where that is drift."""

    ramp: Ramp
    response: Response | None = None

    def strength(self, frame: int) -> float:
        """Return the strength, 0..1, at a conformed frame."""
        level = value_at(self.ramp, frame)
        return self.response.strength(level) if self.response else float(level)

    @property
    def highest(self) -> float:
        """The greatest strength; both ramps and responses have theirs at a point."""
        return max(self.strength(frame) for frame, _ in self.ramp)


@dataclass(frozen=True)
class Applied:
    """An effect on a stretch of a clip: by name and revision, with its seed, and the lanes that drive it.

    `lines` are what one that shows text shows.
    """

    name: str
    revision: int
    seed: int
    lanes: tuple[Lane, ...]
    lines: tuple[str, ...] = ()

    def strength(self, frame: int) -> float:
        """Return the strength, 0..1, at a conformed frame: that of the strongest lane."""
        return max(lane.strength(frame) for lane in self.lanes)


def applied(clip: Clip, first: int, frames: int, accents: Mapping[str, Sequence[Ramp]] | None = None) -> tuple[Applied, ...]:
    """Return the effects that work on some conformed frames of a clip, in working order.

    `accents` are the clip's, as `accents_of` gives them. Strengths reach back to the grid line before the stretch, since what
    has a state begins there. Seeds follow from the clip's own, its shot's, and the effect: a moved clip looks the same.
    """
    span = first - first % GRID, first + frames - 1
    found = []
    for name in ORDER:
        lanes = [_lane(clip, clip.score.parts[name], span)] if name in clip.score.parts else []
        lanes += [Lane(_within(ramp, span)) for ramp in (accents or {}).get(name, ())]
        if heard_of := tuple(lane for lane in lanes if lane.highest > 0):
            lines = clip.source.asked if name in SHOW_TEXT and isinstance(clip.source, Plate) else ()
            found.append(Applied(name, REVISIONS[name], identity.seed(clip.seed, name), heard_of, lines))
    return tuple(found)


def accents_of(clip: Clip, timeline: Timeline) -> dict[str, list[Ramp]]:
    """Return the strengths that a clip's accents give to effects, each as a ramp over the clip's conformed frames."""
    found: dict[str, list[Ramp]] = {}
    for accent in clip.score.accents:
        frames = max(accent.length.in_frames(timeline.rate), 1)
        for start, end in _blows(accent, frames, clip, timeline):
            for name, strength in accent.strengths.items():
                found.setdefault(name, []).append(_blow(start, end, frames, strength))
    return found


def _lane(clip: Clip, part: Part, span: tuple[int, int]) -> Lane:
    if isinstance(part, Response):
        return Lane(ramp_of(clip, clip.drift, *span), part)
    return Lane(ramp_of(clip, part, *span))


def _blows(accent: Accent, falls: int, clip: Clip, timeline: Timeline) -> Iterator[tuple[int, int]]:
    """Yield the first and last conformed frame of every blow of an accent that reaches into a clip."""
    if not accent.word:
        yield clip.first, clip.first
        return
    for start, end in heard(timeline.voice, accent.word):
        first, last = floor(start * timeline.rate), ceil(end * timeline.rate) - 1
        if first < clip.end and clip.start < last + falls:
            yield first - clip.start + clip.first, max(first, last) - clip.start + clip.first


def _blow(first: int, last: int, falls: int, strength: Fraction) -> Ramp:
    """Return a ramp that jumps up at a frame, stays to another, and falls off over some frames."""
    points = {first - 1: Fraction(0), first: strength, last: strength, last + falls: Fraction(0)}
    return tuple(sorted(points.items()))


def _within(ramp: Ramp, span: tuple[int, int]) -> Ramp:
    """Return what a ramp is over a span, so that a blow elsewhere in the clip is not in a stretch's key."""
    first, last = span
    inside = [first, *(frame for frame, _ in ramp if first < frame < last), *([last] if last > first else [])]
    return fewest([(frame, value_at(ramp, frame)) for frame in inside])
