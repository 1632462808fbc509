"""Segments: what is rendered at once, as values with keys. Pure, and light enough for planning.

    timeline   | clip a                     | clip b   |
    segments   | a/0      | a/240    | a/480 | b/0      |

A clip over 240 frames is split on a grid counted in its source's conformed frames, so that a trim renders one end again. No
key holds a position in the film: a ripple or a reorder keeps them all (burnt-in timecode alone adds it).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from importlib.metadata import version
from itertools import pairwise
from math import ceil, floor
from operator import itemgetter
from typing import Any

from white_cloud import identity
from white_cloud.film.timeline import Card, Clip, Plate, Timeline
from white_cloud.glitch.score import Applied, score_for
from white_cloud.media.encoding import Encoding

#: Frames of the grid on which long clips are split.
GRID = 240
#: Raised by one when a segment's pixels change for another reason than an effect: fades, fitting, burnt-in text.
RENDER_REVISION = 1
#: That of white_cloud.text.cards, which planning does not import; a test compares them.
CARD_REVISION = 2

#: Drift over conformed frames: points in order, linear between them.
Ramp = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True)
class BurnIn:
    """What a review copy shows in its picture: the shot and take, and the film frame that the segment begins at."""

    label: str
    start: int


@dataclass(frozen=True)
class Segment:
    """A stretch of one clip, rendered at once.

    `id` and `clip` name it for people. `first` and `frames` count conformed frames of the source, as in Clip; `whole` is the
    first frame and the length of the clip, which a card's fades follow. `ramp` is the drift over those frames, and `effects`
    are those that it calls, in working order.
    """

    id: str
    clip: str
    source: Plate | Card
    first: int
    frames: int
    speed: Fraction
    rate: Fraction
    size: tuple[int, int]
    encoding: Encoding
    whole: tuple[int, int]
    ramp: Ramp = ()
    effects: tuple[Applied, ...] = ()
    burn_in: BurnIn | None = None

    def drift(self, number: int) -> Fraction:
        """Return the drift at a conformed frame; outside the segment, that of its nearer end."""
        after = bisect_right(self.ramp, number, key=itemgetter(0))
        if after in (0, len(self.ramp)):
            return self.ramp[max(after - 1, 0)][1]
        (left, low), (right, high) = self.ramp[after - 1 : after + 1]
        return low + (high - low) * Fraction(number - left, right - left)

    def strength(self, effect: Applied, number: int) -> float:
        """Return the strength of an effect, 0..1, at a conformed frame."""
        return effect.response.strength(self.drift(number))

    def key(self) -> str:
        """Return the segment's key: everything that decides its bytes, and nothing else."""
        return self._key

    @cached_property
    def _key(self) -> str:
        return identity.key("segment", self._deciding())

    def _deciding(self) -> dict[str, Any]:
        shows_drift = self.effects or self.burn_in
        return {
            "source": self._source(),
            "first": self.first,
            "frames": self.frames,
            "rate": self.rate,
            "size": self.size,
            "encoding": self.encoding.identity(),
            "effects": self.effects,
            "drift": self.ramp if shows_drift else (),
            "burn_in": self.burn_in and (self.burn_in, type_identity()),
            "revision": RENDER_REVISION,
        }

    def _source(self) -> dict[str, Any]:
        if isinstance(self.source, Plate):
            return {"blob": self.source.blob, "rate": self.source.rate, "speed": self.speed}
        return {"card": self.source, "whole": self.whole, "type": type_identity()}


def segments(timeline: Timeline, encoding: Encoding, *, clean: bool = False, burn_in: bool = False) -> tuple[Segment, ...]:
    """Return the segments of a cut in film order; `clean` leaves the effects out, `burn_in` is for review copies."""
    return tuple(
        _segment(clip, timeline, encoding, span, clean=clean, burn_in=burn_in)
        for clip in timeline.picture
        for span in _spans(clip)
    )


@cache
def type_identity() -> dict[str, Any]:
    """Return what of type decides pixels, for keys: the package that brings the font, and the one that draws it."""
    return {"font": f"zhplot {version('zhplot')}", "drawing": f"pillow {version('pillow')}", "revision": CARD_REVISION}


def _spans(clip: Clip) -> Iterator[tuple[int, int]]:
    """Yield (first, frames) in conformed source frames: the whole clip, or its parts between lines of the grid."""
    end = clip.first + clip.frames
    lines = range((clip.first // GRID + 1) * GRID, end, GRID) if clip.frames > GRID else range(0)
    for first, last in zip((clip.first, *lines), (*lines, end), strict=True):
        yield first, last - first


def _segment(
    clip: Clip, timeline: Timeline, encoding: Encoding, span: tuple[int, int], *, clean: bool, burn_in: bool
) -> Segment:
    first, frames = span
    points = ramp(clip, first, frames)
    segment = Segment(
        id=f"{clip.id}/{first}",
        clip=clip.id,
        source=clip.source,
        first=first,
        frames=frames,
        speed=clip.speed,
        rate=timeline.rate,
        size=timeline.size,
        encoding=encoding,
        whole=(clip.first, clip.frames),
        ramp=points,
        effects=() if clean else score_for(clip, (drift for _, drift in points)),
    )
    start = clip.start + first - clip.first
    return replace(segment, burn_in=BurnIn(_label(clip), start)) if burn_in else segment


def _label(clip: Clip) -> str:
    take = f" take {clip.source.take}" if isinstance(clip.source, Plate) else ""
    return f"{clip.shot or clip.id}{take}"


def ramp(clip: Clip, first: int, frames: int) -> Ramp:
    """Return a clip's drift over some conformed frames, as the fewest points that give the value of each frame."""
    low, high = clip.drift_span
    last = first + frames - 1
    bends = [low + place * max(high - low, 1) for place, _ in clip.drift.keyframes]
    # whole frames on both sides of a bend say it exactly, be it a bend or a jump
    beside = {frame for bend in bends for frame in (ceil(bend) - 1, floor(bend), ceil(bend))}
    frames_ = sorted({first, last, *(frame for frame in beside if first < frame < last)})
    return _fewest([(frame, clip.drift_at(frame)) for frame in frames_])


def _fewest(points: list[tuple[int, Fraction]]) -> Ramp:
    """Leave out every point that lies on the line between its neighbours."""
    kept = points[:1]
    for (x1, y1), (x2, y2) in pairwise(points[1:]):
        x0, y0 = kept[-1]
        if (y1 - y0) * (x2 - x0) != (y2 - y0) * (x1 - x0):
            kept.append((x1, y1))
    return (*kept, *points[1:][-1:])
