"""Segments: what is rendered at once, as values with keys. Pure, and light enough for planning.

    timeline   | clip a                     | clip b   |
    segments   | a/0      | a/240    | a/480 | b/0      |

A clip over 240 frames is split on a grid counted in its source's conformed frames, so that a trim renders one end again. No
key holds a position in the film: a ripple or a reorder keeps them all (burnt-in timecode alone adds it).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from importlib.metadata import version
from itertools import takewhile
from operator import attrgetter
from typing import Any

from white_cloud import identity
from white_cloud.film.ramp import Ramp, ramp_of, value_at
from white_cloud.film.score import Score
from white_cloud.film.timeline import Card, Clip, Plate, Timeline
from white_cloud.glitch.score import BEFORE_THE_CUT, GRID, SHOW_TEXT, Applied, accents_of, applied, reaches_over, shows_the_cut
from white_cloud.media.encoding import Encoding
from white_cloud.text.burnt import BurntCaption

#: Raised by one when a segment's pixels change for another reason than an effect: fades, fitting, burnt-in text.
RENDER_REVISION = 1
#: Those of white_cloud.text.cards and white_cloud.text.lettering, which planning does not import; a test compares them.
CARD_REVISION = 2
CAPTION_REVISION = 1


@dataclass(frozen=True)
class BurnIn:
    """What a review copy shows in its picture: the shot and take, and the film frame that the segment begins at."""

    label: str
    start: int


@dataclass(frozen=True)
class Shown:
    """A caption over some of a segment's frames: `first` and `frames` count conformed frames of the source, as in Segment.

    `line` is the id of what is said, for messages.
    """

    first: int
    frames: int
    texts: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Segment:
    """A stretch of one clip, rendered at once; a seam, where it shows what was `before` its clip: the last picture of another.

    `id` and `clip` name it for people. `first` and `frames` count conformed frames of the source, as in Clip; `whole` is the
    first frame and the length of the clip, which a card's fades follow. `ramp` is the drift over those frames, and `effects`
    are those that work on some of them, in working order; `captions` lie over the picture when they are through with it.
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
    before: Segment | None = None
    captions: tuple[Shown, ...] = ()

    @property
    def blobs(self) -> frozenset[str]:
        """The digests of the files that it is rendered from."""
        own = frozenset({self.source.blob} if isinstance(self.source, Plate) else ())
        return own | self.before.blobs if self.before else own

    def drift(self, number: int) -> Fraction:
        """Return the drift at a conformed frame; outside the segment, that of its nearer end."""
        return value_at(self.ramp, number)

    def key(self) -> str:
        """Return the segment's key: everything that decides its bytes, and nothing else."""
        return self._key

    @cached_property
    def _key(self) -> str:
        return identity.key("segment", self._deciding())

    def _deciding(self) -> dict[str, Any]:
        return {
            "source": self._source(),
            "first": self.first,
            "frames": self.frames,
            "rate": self.rate,
            "size": self.size,
            "encoding": self.encoding.identity(),
            "effects": self.effects,
            "drift": self.ramp if self.burn_in else (),
            "burn_in": self.burn_in and (self.burn_in, type_identity()),
            "before": self.before and (self.before.key(), self.whole[0]),
            "revision": RENDER_REVISION,
            **self._captions(),
            **({"type": type_identity()} if any(one.name in SHOW_TEXT for one in self.effects) else {}),
        }

    def _captions(self) -> dict[str, Any]:
        """Return what captions add to a key; nothing where there are none, so that they cost no other segment its key."""
        shown = [(one.first, one.frames, one.texts) for one in self.captions]
        return {"captions": (shown, type_identity(), CAPTION_REVISION)} if shown else {}

    def _source(self) -> dict[str, Any]:
        if isinstance(self.source, Plate):
            return {"blob": self.source.blob, "rate": self.source.rate, "speed": self.speed}
        return {"card": self.source, "whole": self.whole, "type": type_identity()}


def segments(
    timeline: Timeline,
    encoding: Encoding,
    *,
    clean: bool = False,
    burn_in: bool = False,
    captions: Sequence[BurntCaption] = (),
) -> tuple[Segment, ...]:
    """Return the segments of a cut in film order; `clean` leaves the effects out, `burn_in` is for review copies.

    `captions` are those to burn in, in film order.
    """
    picture = [replace(clip, score=Score()) for clip in timeline.picture] if clean else list(timeline.picture)
    found: list[Segment] = []
    for before, clip in zip([None, *picture], picture, strict=False):
        accents = accents_of(clip, timeline)
        parts = [_segment(clip, timeline, encoding, span, accents, burn_in=burn_in) for span in _spans(clip)]
        if (
            before
            and isinstance(before.source, Plate)
            and isinstance(clip.source, Plate)
            and reaches_over(clip, parts[0].effects)
        ):
            last = _last_picture(before, timeline, encoding)
            parts = [replace(part, before=last) if shows_the_cut(clip, part.first, part.effects) else part for part in parts]
        found += [replace(part, captions=shown) if (shown := _shown(part, clip, captions)) else part for part in parts]
    return tuple(found)


def _shown(segment: Segment, clip: Clip, captions: Sequence[BurntCaption]) -> tuple[Shown, ...]:
    """Return the captions over a segment, counted as its source's frames are: a moved clip keeps its key with its words."""
    to_source = clip.first - clip.start
    start = segment.first - to_source
    inside = captions[bisect_right(captions, start, key=attrgetter("end")) :]
    return tuple(
        Shown(
            max(one.start, start) + to_source, min(one.end, start + segment.frames) - max(one.start, start), one.texts, one.line
        )
        for one in takewhile(lambda one: one.start < start + segment.frames, inside)
    )


def _last_picture(clip: Clip, timeline: Timeline, encoding: Encoding) -> Segment:
    """Return a clip's last frame as a segment, with those of its effects that work before the cut is reached over."""
    accents = {name: ramps for name, ramps in accents_of(clip, timeline).items() if name in BEFORE_THE_CUT}
    parts = {name: part for name, part in clip.score.parts.items() if name in BEFORE_THE_CUT}
    bare = replace(clip, score=replace(clip.score, parts=parts))
    return _segment(bare, timeline, encoding, (clip.first + clip.frames - 1, 1), accents, burn_in=False)


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
    clip: Clip,
    timeline: Timeline,
    encoding: Encoding,
    span: tuple[int, int],
    accents: Mapping[str, Sequence[Ramp]],
    *,
    burn_in: bool,
) -> Segment:
    first, frames = span
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
        ramp=ramp_of(clip, clip.drift, first, first + frames - 1),
        effects=applied(clip, first, frames, accents),
    )
    start = clip.start + first - clip.first
    return replace(segment, burn_in=BurnIn(_label(clip), start)) if burn_in else segment


def _label(clip: Clip) -> str:
    take = f" take {clip.source.take}" if isinstance(clip.source, Plate) else ""
    return f"{clip.shot or clip.id}{take}"
