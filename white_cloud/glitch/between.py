"""A picture between two frames, by the motion from one to the other."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from white_cloud.glitch.noise import Field
from white_cloud.glitch.warp import taken
from white_cloud.media.planes import Packed, empty, picture_size, planes

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
        self._kept: dict[tuple[int, ...], _Buffers] = {}

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
        share = _share(self._pulled(one, motion, -part), self._pulled(other, motion, 1 - part), part)
        return self._mixed(self._carried(before, motion, -part), self._carried(after, motion, 1 - part), share)

    def _motion(self, one: Packed, other: Packed, part: float) -> Field:
        """Return the motion from one to the other, at the points where it has come to by then."""
        nothing: Any = None  # the stubs want a flow to begin with
        motion = np.asarray(self._flow.calc(one, other, nothing), np.float32)
        return np.asarray(self._pulled(motion, motion, -part), np.float32)

    def _pulled(self, plane: Any, motion: Field, times: float) -> Any:
        """Return a small plane, or motion, with every point taken from so many times the motion away."""
        return taken(plane, self._places(motion, times, motion.shape))

    def _carried(self, packed: Packed, motion: Field, times: float) -> Packed:
        """Return a frame carried along so many times the motion."""
        result = empty(picture_size(packed))
        (luma, *chroma), (luma_out, *chroma_out) = planes(packed), planes(result)
        taken(luma, self._places(motion, times, luma.shape), luma_out)
        places = self._places(motion, times, chroma[0].shape)
        for plane, out in zip(chroma, chroma_out, strict=True):
            taken(plane, places, out)
        return result

    def _places(self, motion: Field, times: float, shape: tuple[int, ...]) -> Field:
        """Return where each point of a plane of this shape comes from, in a buffer that is used again."""
        kept = self._buffers(shape)
        scale = np.array([shape[1] / motion.shape[1], shape[0] / motion.shape[0]]) * times
        far = motion * scale.astype(np.float32)
        cv2.resize(far, (shape[1], shape[0]), dst=kept.moved, interpolation=cv2.INTER_LINEAR)
        return np.asarray(cv2.add(kept.moved, kept.grid, dst=kept.moved))

    def _mixed(self, before: Packed, after: Packed, share: Field) -> Packed:
        """Return `before`, mixed with `after`, of which each point has its share."""
        for earlier, later in zip(planes(before), planes(after), strict=True):
            kept = self._buffers(earlier.shape)
            cv2.resize(share, earlier.shape[::-1], dst=kept.later, interpolation=cv2.INTER_LINEAR)
            np.subtract(1, kept.later, out=kept.sooner)
            cv2.blendLinear(earlier, later, kept.sooner, kept.later, dst=earlier)
        return before

    def _buffers(self, shape: tuple[int, ...]) -> _Buffers:
        rows, columns = shape[:2]
        if (rows, columns) not in self._kept:
            self._kept[rows, columns] = _Buffers(rows, columns)
        return self._kept[rows, columns]


class _Buffers:
    """What is filled anew for every frame, for planes of one shape: new memory costs more than the sums."""

    def __init__(self, rows: int, columns: int) -> None:
        grid = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
        self.grid: Field = np.stack(grid, axis=-1)
        self.moved: Field = np.empty_like(self.grid)
        self.sooner: Field = np.empty((rows, columns), np.float32)
        self.later: Field = np.empty((rows, columns), np.float32)


def _share(one: Packed, other: Packed, part: float) -> Field:
    """Return the share of the later picture at each point: as time has it, but the nearer's where the two do not agree."""
    apart = cv2.GaussianBlur(cv2.absdiff(one, other), (5, 5), 0)
    doubt = np.clip((apart - np.float32(_DOUBT[0])) / (_DOUBT[1] - _DOUBT[0]), 0, 1)
    later = (part - _MIDWAY[0]) / (_MIDWAY[1] - _MIDWAY[0])
    return np.asarray(later + (round(part) - later) * doubt, np.float32)
