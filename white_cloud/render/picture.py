"""A segment as a clip: its source, its effects, its captions, its review strip.

`segment_clip(...).frame(n)` is the one truth of a frame.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from white_cloud.errors import MediaError
from white_cloud.film.timeline import Card, Plate
from white_cloud.glitch.catalogue import effect_class
from white_cloud.glitch.effect import GlitchEffect
from white_cloud.glitch.score import REACHES_OVER, Applied
from white_cloud.media.planes import Packed, black, from_rgb, picture_size, planes
from white_cloud.media.reader import PictureReader
from white_cloud.render.clip import PlaneClip, frame_number, plate_clip
from white_cloud.render.segments import Segment

#: Draws a card at a size (width, height) as RGB uint8 (H, W, 3).
DrawCard = Callable[[Card, tuple[int, int]], Packed]

#: Frames over which a card comes out of black, and goes back.
FADE = 12


def segment_clip(segment: Segment, resolve: Callable[[str], Path], draw_card: DrawCard | None = None) -> PlaneClip:
    """Return a segment's frames, 0 to `segment.frames - 1`, as a clip of packed planes.

    `resolve` gives the file of a blob. The effects work on the whole source, before the cut, so that they see the frames before
    the segment's first and count as its neighbours do. Raises MediaError when the source is shorter than the cut wants it.
    """
    source = _source_clip(segment, resolve, draw_card)
    if segment.first + segment.frames > source.frames:
        source.close()
        raise MediaError(
            f"clip {segment.clip}: its source gives {source.frames} frames at this speed, and the cut wants "
            f"{segment.frames} from {segment.first} on; trim the clip or slow it down"
        )
    effects = [_effect(one, segment, resolve) for one in segment.effects]
    start, end = segment.first / source.fps, (segment.first + segment.frames) / source.fps
    clip: PlaneClip = source.with_effects(effects).subclipped(start, end)
    clip = _captioned(clip, segment) if segment.captions else clip
    return _burnt_in(clip, segment) if segment.burn_in else clip


def _effect(applied: Applied, segment: Segment, resolve: Callable[[str], Path]) -> GlitchEffect:
    """Return an effect with what it needs beside its strength and its seed: lines to show, the picture before the cut."""
    more: dict[str, Any] = {"lines": applied.lines} if applied.lines else {}
    if applied.name == REACHES_OVER and segment.before:
        with segment_clip(segment.before, resolve) as last:
            more |= {"cut": segment.whole[0], "before": last.frame(0)}
    # a frame's strength is asked for by what works on it and by what looks back
    return effect_class(applied.name)(strength=cache(applied.strength), seed=applied.seed, **more)


def _source_clip(segment: Segment, resolve: Callable[[str], Path], draw_card: DrawCard | None) -> PlaneClip:
    source = segment.source
    if isinstance(source, Plate):
        return plate_clip(PictureReader(resolve(source.blob), segment.size), segment.rate, segment.speed)
    if draw_card is None:
        from white_cloud.text import cards

        draw_card = cards.draw_card
    return _card_clip(segment, from_rgb(draw_card(source, segment.size)))


def _card_clip(segment: Segment, card: Packed) -> PlaneClip:
    """Return a card that fades in at its clip's first frame and out at its last; frames are counted as the clip's."""
    first, frames = segment.whole
    fade = min(FADE, frames // 2)

    def make(number: int) -> Packed:
        near = min(number - first + 1, first + frames - number)
        return card if near > fade else _faded(card, near / (fade + 1))

    return PlaneClip(make, first + frames, segment.size, segment.rate)


def _faded(packed: Packed, part: float) -> Packed:
    """Return a frame mixed with black, `part` of it left."""
    result = black(picture_size(packed))
    for target, plane, none in zip(planes(result), planes(packed), (16, 128, 128), strict=True):
        target[:] = (plane.astype("f4") - none) * part + (none + 0.5)
    return result


def _captioned(clip: PlaneClip, segment: Segment) -> PlaneClip:
    """Return a segment's clip with its captions over the finished picture, which no effect touches."""
    from white_cloud.text.lettering import lay_over, lettering

    def caption(get_frame: Callable[[float], Packed], time: float) -> Packed:
        packed, number = get_frame(time), segment.first + frame_number(time, segment.rate)
        for shown in segment.captions:
            if shown.first <= number < shown.first + shown.frames:
                return lay_over(packed, lettering(shown.texts, segment.size))
        return packed

    captioned: PlaneClip = clip.transform(caption)
    return captioned


def _burnt_in(clip: PlaneClip, segment: Segment) -> PlaneClip:
    """Return a segment's clip with timecode, shot, take and drift in a strip at its foot."""
    from white_cloud.text.burn_in import REVIEW_CHARACTERS, burn_in, review_line
    from white_cloud.text.fonts import find_font

    shown = segment.burn_in
    assert shown is not None
    font = find_font(REVIEW_CHARACTERS + shown.label)

    def burn(get_frame: Callable[[float], Packed], time: float) -> Packed:
        number = frame_number(time, segment.rate)
        drift = float(segment.drift(segment.first + number))
        line = review_line(shown.start + number, segment.rate, shown.label, drift)
        return burn_in(get_frame(time), [line], font)

    burnt: PlaneClip = clip.transform(burn)
    return burnt
