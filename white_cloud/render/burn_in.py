"""Burnt-in text of review copies: shot, take and drift on the left, timecode on the right, on a dark strip at the foot."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from white_cloud.media.planes import Packed, picture_size, planes
from white_cloud.render.clip import PlaneClip, frame_number
from white_cloud.render.segments import Segment
from white_cloud.text.fonts import find_font
from white_cloud.text.type import Face
from white_cloud.timecode import frames_to_timecode

#: The strip's height in parts of the picture's, and the type's in parts of the strip's.
_STRIP, _TYPE = 1 / 16, 0.6
#: What is left of the picture under the strip; the luma of the type.
_UNDER, _PAPER = 0.35, 220


def burnt_in(clip: PlaneClip, segment: Segment) -> PlaneClip:
    """Return a segment's clip with its text burnt in."""
    words = _words(segment, 0)
    strip = round(segment.size[1] * _STRIP / 4) * 4
    face = Face(find_font("".join(words) + "0123456789:;."), max(6, round(strip * _TYPE)))

    def burn(get_frame: Any, time: float) -> Packed:
        number = frame_number(time, segment.rate)
        return with_strip(get_frame(time), face, strip, _words(segment, number))

    changed: PlaneClip = clip.transform(burn)
    return changed


def with_strip(packed: Packed, face: Face, strip: int, words: tuple[str, str]) -> Packed:
    """Return a frame with a strip of `strip` rows at its foot that holds words at its left and its right."""
    width, _ = picture_size(packed)
    mask = Image.new("L", (width, strip))
    margin, baseline = strip / 3, strip * 0.72
    face.draw(mask, words[0], margin, baseline)
    face.draw(mask, words[1], width - margin - sum(face.widths(words[1])), baseline)
    ink = np.asarray(mask, np.float32) / 255
    result = packed.copy()
    luma, *chroma = (plane[-strip // share :] for plane, share in zip(planes(result), (1, 2, 2), strict=True))
    under = 16 + (luma.astype(np.float32) - 16) * _UNDER
    luma[:] = under + (_PAPER - under) * ink + 0.5
    for plane in chroma:
        plane[:] = 128
    return result


def _words(segment: Segment, number: int) -> tuple[str, str]:
    """Return what stands at the left and at the right at a frame counted from the segment's first."""
    assert segment.burn_in is not None
    drift = float(segment.drift(segment.first + number))
    timecode = frames_to_timecode(segment.burn_in.start + number, segment.rate)
    return f"{segment.burn_in.label}   drift {drift:.2f}", timecode
