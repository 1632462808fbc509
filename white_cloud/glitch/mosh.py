"""Mosh: a key frame is lost, and motion goes on without it; blocks of another time are dragged along and run into each other.

Nothing is imitated: the picture is coded as MPEG-4, and decoded without its key frame, with predicted frames coming too often.
"""

from __future__ import annotations

from typing import ClassVar

import cv2
from moviepy import VideoClip

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.lost import Cell, cell_at, lost_blocks
from white_cloud.glitch.score import KEY_FRAME
from white_cloud.media.planes import Packed, planes
from white_cloud.media.predicted import BLOCK, Keyless


class Mosh(GlitchEffect):
    """Shows dragged blocks in place of the plate's; strength sets how many they are, and how fast they are dragged.

    With `cut`, the number of a clip's first frame, the key frame at the cut is lost: the clip drags the blocks of `before`, the
    picture that was seen last, and strength sets for how long, at the most until the grid's next point. Raises ValueError when
    one of the two is missing, or `before` has another size.
    """

    name: ClassVar[str] = "mosh"
    look_back: ClassVar[int] = KEY_FRAME - 1

    def __init__(self, strength: Strength = 1.0, seed: int = 0, cut: int | None = None, before: Packed | None = None) -> None:
        super().__init__(strength, seed)
        if (cut is None) != (before is None):
            raise ValueError("a cut and the picture before it go together")
        self.cut = cut
        self.before = before
        self._kept: dict[tuple[object, ...], _Dragging] = {}

    def apply(self, clip: VideoClip) -> VideoClip:
        """Return `clip` with this effect, which then drags nothing of other clips."""
        self._kept = {}
        return super().apply(clip)

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame with its dragged blocks."""
        cell = cell_at(moment.frame, self.cut)
        stream = self._dragged(cell, packed, moment, earlier)
        wide, high = (-(-side // BLOCK) for side in stream.size)
        shown = lost_blocks(moment, cell, (high, wide))
        result = packed.copy()
        if shown.any():
            _lay_over(result, stream.picture(), shown)
        return result

    def _dragged(self, cell: Cell, packed: Packed, moment: Moment, earlier: Earlier) -> Keyless:
        """Return the stream at a moment: brought on from the last one asked for, or from where its cell begins."""
        key = cell, moment.seed, packed.shape
        dragging = self._kept.get(key)
        if dragging is None or dragging.frame > moment.frame:
            start = packed if cell.first == moment.frame else earlier(cell.first)
            dragging = _Dragging(cell, self._standing_in(cell, start))
        for frame in range(dragging.frame + 1, moment.frame + 1):
            if dragging.codes(frame):
                dragging.stream.code(packed if frame == moment.frame else earlier(frame))
            dragging.step(Moment(frame, self.strength_at(frame), moment.seed))
        self._kept = {key: dragging}
        return dragging.stream

    def _standing_in(self, cell: Cell, start: Packed) -> Packed:
        """Return the picture in the lost key frame's place."""
        if not cell.cut or self.before is None:
            return start
        if self.before.shape != start.shape:
            raise ValueError(f"the picture before the cut is {self.before.shape}, and the clip's are {start.shape}")
        return self.before


class _Dragging:
    """The stream of a cell at a frame, and how much of the next drag is due."""

    def __init__(self, cell: Cell, shown: Packed) -> None:
        self.frame = cell.first
        self.stream = Keyless(shown)
        self._cell = cell
        self._due = 0.0

    def codes(self, frame: int) -> bool:
        """Return whether the stream codes this frame; its own key frame is the cell's second, for two at once are dear."""
        return (frame - self._cell.first) % self._cell.stride == 1

    def step(self, moment: Moment) -> None:
        """Go one frame on, and drag when a whole drag is due."""
        self.frame = moment.frame
        if self.frame - self._cell.first < self._cell.late(moment.seed):
            return
        self._due += self._cell.haste(moment)
        if self._due >= 1:
            self._due -= 1
            self.stream.drag()


def _lay_over(result: Packed, dragged: Packed, shown: Packed) -> None:
    """Lay the stream's blocks over the planes where they are shown; those of a large picture were coded small."""
    for plane, small, side in zip(planes(result), planes(dragged), (BLOCK, BLOCK // 2, BLOCK // 2), strict=True):
        height, width = small.shape
        where = cv2.resize(shown, None, fx=side, fy=side, interpolation=cv2.INTER_NEAREST)[:height, :width]
        size = plane.shape[1], plane.shape[0]
        if size == (width, height):
            cv2.copyTo(small, where, plane)
        else:
            cv2.copyTo(cv2.resize(small, size), cv2.resize(where, size, interpolation=cv2.INTER_NEAREST), plane)
