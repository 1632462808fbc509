"""Mosh: a key frame is lost, and motion goes on without it; blocks of another time are dragged along and run into each other.

Nothing is imitated: the picture is coded as MPEG-4, and decoded without its key frame, with predicted frames coming too often.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import cv2

from white_cloud.glitch.effect import Earlier, Moment, Strength
from white_cloud.glitch.lost import Cell, lost_blocks
from white_cloud.glitch.score import KEY_FRAME, next_key_frame
from white_cloud.glitch.stateful import StatefulEffect
from white_cloud.media.planes import Packed, planes
from white_cloud.media.predicted import BLOCK, Keyless


class Mosh(StatefulEffect["_Dragging"]):
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

    def nothing(self, frame: int) -> _Dragging:
        """Return a decoder that was never given a picture."""
        return _Dragging(frame, self.cut, self.before)

    def beginning(self, frame: int) -> int:
        """Return the frame of the last key frame, or of the cut where that is later."""
        key_frame = frame - frame % KEY_FRAME
        return self.cut if self.cut is not None and key_frame < self.cut <= frame else key_frame

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame with its dragged blocks."""
        dragging = self.state(packed, moment, earlier)
        wide, high = (-(-side // BLOCK) for side in dragging.stream.size)
        shown = lost_blocks(moment, dragging.cell, (high, wide))
        result = packed.copy()
        if shown.any():
            _lay_over(result, dragging.stream.picture(), shown)
        return result


class _Dragging:
    """The stream of a cell at a frame, and how much of the next drag is due."""

    cell: Cell
    stream: Keyless

    def __init__(self, frame: int, cut: int | None, before: Packed | None) -> None:
        self.frame = frame
        self._cut = cut
        self._before = before
        self._due = 0.0
        self._end = frame + 1

    def step(self, plate: Callable[[], Packed], moment: Moment) -> None:
        """Go one frame on, and drag when a whole drag is due; a cell's first frame takes the place of its key frame."""
        self.frame = moment.frame
        if moment.frame in (self._end, self._cut):
            self._begin(plate())
            return
        age = moment.frame - self.cell.first
        if age % self.cell.stride == 1:  # the stream's own key frame is the cell's second, for two at once are dear
            self.stream.code(plate())
        if age < self.cell.late(moment.seed):
            return
        self._due += self.cell.haste(moment)
        if self._due >= 1:
            self._due -= 1
            self.stream.drag()

    def _begin(self, plate: Packed) -> None:
        """Begin a cell: its first picture stands in for the lost key frame, or the one before the cut does."""
        shown = self._before if self.frame == self._cut and self._before is not None else plate
        if shown.shape != plate.shape:
            raise ValueError(f"the picture before the cut is {shown.shape}, and the clip's are {plate.shape}")
        self._end = next_key_frame(self.frame)
        self.cell = Cell(self.frame, self._end, cut=self.frame == self._cut)
        self.stream, self._due = Keyless(shown), 0.0


def _lay_over(result: Packed, dragged: Packed, shown: Packed) -> None:
    """Lay the stream's blocks over the planes where they are shown; those of a large picture were coded small."""
    for plane, small, side in zip(planes(result), planes(dragged), (BLOCK, BLOCK // 2, BLOCK // 2), strict=True):
        height, width = small.shape
        where = shown.repeat(side, axis=1).repeat(side, axis=0)[:height, :width]
        size = plane.shape[1], plane.shape[0]
        if size == (width, height):
            cv2.copyTo(small, where, plane)
        else:
            cv2.copyTo(cv2.resize(small, size), cv2.resize(where, size, interpolation=cv2.INTER_NEAREST), plane)
