"""A picture between two frames, by the motion from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from white_cloud.glitch.noise import Field
from white_cloud.glitch.warp import Warp, taken
from white_cloud.media.planes import Packed, picture_size, planes

#: How far things move from a frame to the next, in pixels: across and down, each (H, W).
Motion = tuple[Field, Field]
#: The longest side on which motion is looked for, and the shortest side on which it can be found.
_LONGEST, _SHORTEST = 320, 16


class Between:
    """Makes pictures between frames; what it keeps depends on their size only.

    Motion is looked for by dense inverse search (T. Kroeger and others, "Fast optical flow using dense inverse search", 2016).
    """

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._warp = Warp()
        self._last: _Pair | None = None

    def __reduce__(self) -> tuple[type[Between], tuple[()]]:
        """Copy and pickle it as a new one: OpenCV's part of it can be neither, and nothing in it is missed."""
        return Between, ()

    def picture(self, before: Packed, after: Packed, part: float) -> Packed:
        """Return the picture a part of a frame after `before`, 0..1: the nearer frame, carried along by the motion.

        One frame and not a mixture of both, which would lose its grain. Where motion cannot be found it stays where it is.
        """
        near, times = (before, -part) if part < 0.5 else (after, 1 - part)
        if min(_small(before)) < _SHORTEST:
            return near.copy()
        motion = self._pair(before, after).motion
        # at the points where it has come to by then
        return self._carried(near, (_pulled(motion[0], motion, -part), _pulled(motion[1], motion, -part)), times)

    def _pair(self, before: Packed, after: Packed) -> _Pair:
        """Return two frames with the motion from one to the other; time goes slowly, and often wants the same pair again."""
        last = self._last
        if last and last.before is before and last.after is after:
            return last
        one = last.other if last and last.after is before else _shrunk(before)
        other = last.one if last and last.before is after else _shrunk(after)
        nothing: Any = None  # the stubs want a flow to begin with
        across, down = cv2.split(self._flow.calc(one, other, nothing))
        motion = np.asarray(across, np.float32), np.asarray(down, np.float32)
        self._last = _Pair(before, after, one, other, motion)
        return self._last

    def _carried(self, packed: Packed, motion: Motion, times: float) -> Packed:
        """Return a frame carried along so many times the motion."""
        (rows, columns), (width, height) = motion[0].shape, picture_size(packed)
        across, down = (np.float32(times * scale) for scale in (width / columns, height / rows))
        return self._warp.frame(packed, motion[0] * across, motion[1] * down)


@dataclass(frozen=True)
class _Pair:
    """Two frames, their luma made small, and the motion from one to the other at the first one's points."""

    before: Packed
    after: Packed
    one: Packed
    other: Packed
    motion: Motion


def _small(packed: Packed) -> tuple[int, int]:
    """Return the size (width, height) at which motion is looked for."""
    size = picture_size(packed)
    by = max(4.0, max(size) / _LONGEST)
    return int(size[0] / by), int(size[1] / by)


def _shrunk(packed: Packed) -> Packed:
    return np.asarray(cv2.resize(planes(packed)[0], _small(packed), interpolation=cv2.INTER_AREA), np.uint8)


def _pulled(plane: Any, motion: Motion, times: float) -> Any:
    """Return a small plane, or motion, with every point taken from so many times the motion away."""
    return taken(plane, motion[0] * np.float32(times), motion[1] * np.float32(times))
