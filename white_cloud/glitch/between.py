"""A picture between two frames, by the motion from one to the other."""

from __future__ import annotations

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
#: Between these parts of a frame two pictures are mixed; before and after one is enough, and keeps its grain.
_MIDWAY = (0.3, 0.7)
#: Levels by which two pictures may differ before the nearer is believed more, and wholly.
_DOUBT = (6.0, 30.0)


class Between:
    """Makes pictures between frames; what it keeps depends on their size only.

    Motion is looked for by dense inverse search (T. Kroeger and others, "Fast optical flow using dense inverse search", 2016).
    """

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._warp = Warp()
        self._kept: dict[tuple[int, ...], tuple[Field, Field]] = {}

    def picture(self, before: Packed, after: Packed, part: float) -> Packed:
        """Return the picture a part of a frame after `before`, 0..1; of frames too small to find motion in, the nearer one."""
        size = picture_size(before)
        by = max(4.0, max(size) / _LONGEST)
        small = int(size[0] / by), int(size[1] / by)
        if min(small) < _SHORTEST:
            return (before if part < 0.5 else after).copy()
        one, other = (
            np.asarray(cv2.resize(planes(at)[0], small, interpolation=cv2.INTER_AREA), np.uint8) for at in (before, after)
        )
        motion = self._motion(one, other, part)
        if part < _MIDWAY[0]:
            return self._carried(before, motion, -part)
        if part > _MIDWAY[1]:
            return self._carried(after, motion, 1 - part)
        share = _share(_pulled(one, motion, -part), _pulled(other, motion, 1 - part), part)
        return self._mixed(self._carried(before, motion, -part), self._carried(after, motion, 1 - part), share)

    def _motion(self, one: Packed, other: Packed, part: float) -> Motion:
        """Return the motion from one to the other, at the points where it has come to by then."""
        nothing: Any = None  # the stubs want a flow to begin with
        across, down = cv2.split(self._flow.calc(one, other, nothing))
        motion = np.asarray(across, np.float32), np.asarray(down, np.float32)
        return _pulled(motion[0], motion, -part), _pulled(motion[1], motion, -part)

    def _carried(self, packed: Packed, motion: Motion, times: float) -> Packed:
        """Return a frame carried along so many times the motion."""
        (rows, columns), (width, height) = motion[0].shape, picture_size(packed)
        across, down = (np.float32(times * scale) for scale in (width / columns, height / rows))
        return self._warp.frame(packed, motion[0] * across, motion[1] * down)

    def _mixed(self, before: Packed, after: Packed, share: Field) -> Packed:
        """Return `before`, mixed with `after`, of which each point has its share."""
        for earlier, later in zip(planes(before), planes(after), strict=True):
            if earlier.shape not in self._kept:
                self._kept[earlier.shape] = np.empty(earlier.shape, np.float32), np.empty(earlier.shape, np.float32)
            sooners, laters = self._kept[earlier.shape]
            cv2.resize(share, earlier.shape[::-1], dst=laters, interpolation=cv2.INTER_LINEAR)
            np.subtract(1, laters, out=sooners)
            cv2.blendLinear(earlier, later, sooners, laters, dst=earlier)
        return before


def _pulled(plane: Any, motion: Motion, times: float) -> Any:
    """Return a small plane, or motion, with every point taken from so many times the motion away."""
    return taken(plane, motion[0] * np.float32(times), motion[1] * np.float32(times))


def _share(one: Packed, other: Packed, part: float) -> Field:
    """Return the share of the later picture at each point: as time has it, but the nearer's where the two do not agree."""
    apart = cv2.GaussianBlur(cv2.absdiff(one, other), (5, 5), 0)
    doubt = np.clip((apart - np.float32(_DOUBT[0])) / (_DOUBT[1] - _DOUBT[0]), 0, 1)
    later = (part - _MIDWAY[0]) / (_MIDWAY[1] - _MIDWAY[0])
    return np.asarray(later + (round(part) - later) * doubt, np.float32)
