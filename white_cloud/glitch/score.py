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

#: Frames of the grid, counted in a source's conformed frames, on which long clips are split.
GRID = 240

#: Frames from one key frame to the next, for what loses them; it divides the grid.
KEY_FRAME = 60

#: In the order in which they work on a picture: time first, then what a coder forgets and leaves, then shape, light and colour;
#: what is left is sand, and at last the signal itself gives way. What looks back comes before what does not: it then needs
#: nothing of that made a second time.
ORDER = (
    "hesitate",
    "stutter",
    "mosh",
    "echo",
    "amnesia",
    "dream",
    "quantise",
    "smear",
    "melt",
    "sort",
    "float",
    "hunt",
    "drain",
    "pulverise",
    "tear",
    "overprint",
)


#: How many frames effects look back at the most; those that are not here see the frame alone.
LOOK_BACK = {"hesitate": 24, "stutter": 13, "mosh": KEY_FRAME - 1, "echo": 26, "amnesia": 79}
#: Those that have a state, to which the strengths of all these frames matter; to the others only the frame's own does.
STATEFUL = frozenset({"mosh", "amnesia"})
#: What reaches over a cut: it takes the picture that was seen last into the clip, until the next key frame.
REACHES_OVER = "mosh"
#: What works on a picture before it is taken over a cut; the others still will.
BEFORE_THE_CUT = frozenset(ORDER[: ORDER.index(REACHES_OVER)])
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

    def highest(self, first: int, last: int) -> float:
        """Return the greatest strength from one frame to another; it falls on one of them or on a point between."""
        points = [first, last, *(frame for frame, _ in self.ramp if first < frame < last)]
        return max(self.strength(frame) for frame in points)


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

    `accents` are the clip's, as `accents_of` gives them. Strengths reach back before the stretch as far as effects look,
    through one another; what works where none looks is left out. Seeds follow from the clip's own, which is its shot's, and the
    effect: a moved clip looks the same.
    """
    last = first + frames - 1
    seen = first
    found: list[Applied] = []
    for name in reversed(ORDER):
        looks = max(seen - LOOK_BACK.get(name, 0), 0)
        span = looks if name in STATEFUL else seen, last
        lanes = [_lane(clip, clip.score.parts[name], span)] if name in clip.score.parts else []
        lanes += [Lane(_within(ramp, span)) for ramp in (accents or {}).get(name, ())]
        if any(lane.highest(seen, last) > 0 for lane in lanes):
            lines = clip.source.asked if name in SHOW_TEXT and isinstance(clip.source, Plate) else ()
            working = tuple(lane for lane in lanes if lane.highest(*span) > 0)
            found.append(Applied(name, REVISIONS[name], identity.seed(clip.seed, name), working, lines))
            seen = looks
    return tuple(reversed(found))


def next_key_frame(frame: int) -> int:
    """Return the first key frame after a frame."""
    return frame - frame % KEY_FRAME + KEY_FRAME


def reaches_over(clip: Clip, effects: Sequence[Applied]) -> bool:
    """Return whether effects at the beginning of a clip take the picture before the cut into it."""
    return any(one.name == REACHES_OVER and one.strength(clip.first) > 0 for one in effects)


def shows_the_cut(clip: Clip, first: int, effects: Sequence[Applied]) -> bool:
    """Return whether a stretch of a clip, from a conformed frame on, shows what was taken over the cut, or looks back at it."""
    names = [one.name for one in effects]
    if REACHES_OVER not in names:
        return False
    looks = sum(LOOK_BACK.get(name, 0) for name in names[names.index(REACHES_OVER) + 1 :])
    return first - looks < next_key_frame(clip.first)


def accents_of(clip: Clip, timeline: Timeline) -> dict[str, list[Ramp]]:
    """Return the strengths that a clip's accents give to effects, each as a ramp over the clip's conformed frames."""
    found: dict[str, list[Ramp]] = {}
    for accent in clip.score.accents:
        frames = max(accent.length.in_frames(timeline.rate), 1)
        for start, end in _blows(accent, frames, clip, timeline):
            for name, strength in accent.strengths.items():
                if strength:
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
        first = floor(start * timeline.rate)
        last = max(first, ceil(end * timeline.rate) - 1)
        if first < clip.end and clip.start < last + falls:
            yield first - clip.start + clip.first, last - clip.start + clip.first


def _blow(first: int, last: int, falls: int, strength: Fraction) -> Ramp:
    """Return a ramp that jumps up at a frame, stays to another, and falls off over some frames."""
    points = {first - 1: Fraction(0), first: strength, last: strength, last + falls: Fraction(0)}
    return tuple(sorted(points.items()))


def _within(ramp: Ramp, span: tuple[int, int]) -> Ramp:
    """Return what a ramp is over a span, so that a blow elsewhere in the clip is not in a stretch's key."""
    first, last = span
    inside = [first, *(frame for frame, _ in ramp if first < frame < last), *([last] if last > first else [])]
    return fewest([(frame, value_at(ramp, frame)) for frame in inside])
