"""Ramps: a value over conformed frames of a source, as the fewest points in order that give it exactly; linear between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from operator import itemgetter

from white_cloud.film.drift import Curve
from white_cloud.film.timeline import Clip

#: (conformed frame, value) pairs in order.
Ramp = tuple[tuple[int, Fraction], ...]


def ramp_of(clip: Clip, curve: Curve, first: int, last: int) -> Ramp:
    """Return a curve over a clip's span, as drift is, from one conformed frame to another, both among its points."""
    low, high = clip.drift_span
    bends = [low + place * max(high - low, 1) for place, _ in curve.keyframes]
    # whole frames on both sides of a bend say it exactly, be it a bend or a jump
    beside = {frame for bend in bends for frame in (ceil(bend) - 1, floor(bend), ceil(bend))}
    frames = sorted({first, last, *(frame for frame in beside if first < frame < last)})
    return fewest([(frame, clip.at(curve, frame)) for frame in frames])


def fewest(points: Sequence[tuple[int, Fraction]]) -> Ramp:
    """Leave out every point that lies on the line between its neighbours."""
    kept = list(points[:1])
    for (x1, y1), (x2, y2) in pairwise(points[1:]):
        x0, y0 = kept[-1]
        if (y1 - y0) * (x2 - x0) != (y2 - y0) * (x1 - x0):
            kept.append((x1, y1))
    return (*kept, *points[1:][-1:])


def value_at(ramp: Ramp, frame: int) -> Fraction:
    """Return a ramp's value at a frame; outside it, that of its nearer end."""
    after = bisect_right(ramp, frame, key=itemgetter(0))
    if after in (0, len(ramp)):
        return ramp[max(after - 1, 0)][1]
    (left, low), (right, high) = ramp[after - 1 : after + 1]
    return low + (high - low) * Fraction(frame - left, right - left)
