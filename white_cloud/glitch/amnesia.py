"""Amnesia: regions of the picture forget what they showed; it runs, blurs, and is imagined anew out of what was left of it.

Every so many frames a new memory begins with the plate, and takes over from the old one slowly: nothing pops.
What is imagined grows by activation near and inhibition around: A. M. Turing, "The Chemical Basis of Morphogenesis" (1952).
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sin
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, Moment, Strength
from white_cloud.glitch.noise import Field, dice, enlarged, slow_field
from white_cloud.glitch.overlay import Overlay
from white_cloud.glitch.stateful import StatefulEffect
from white_cloud.media.planes import Packed, picture_size, planes

#: Frames from one memory to the next (they divide the grid), and those in which the next is there and comes into sight.
_CELL, _OVER = 60, 20
#: Rows of a memory's luma, at the most (it is never over half the picture's size); its colour has half of that.
_ROWS = 216
#: Where is forgotten: rows and columns of the large regions and their ragged borders, frames of a swing, share of the borders.
_LAND, _RAGGED, _PERIOD, _SHARE = (4, 6), (11, 19), 160, 0.3
#: Height of the land that is still clear at no strength, how far forgetting comes at full strength, how soft its borders are.
_CLEAR, _TAKEN, _BORDER = 0.74, 1.5, 0.5
#: How fast a memory runs, in parts of its height a frame, and the grid and swing of the current.
_RUN, _CURRENT, _SWING = 0.0026, (5, 8), 220
#: The push away from the wider blur, its limit in levels a frame, and how wide is wide, in samples of the memory.
_PUSH, _LIMIT, _WIDE = 0.24, 0.8, 9
#: The specks that a memory starts with, in parts of the luma over black: they grow where nothing else does.
_GERM = 0.03


class Amnesia(StatefulEffect["_Memories"]):
    """Shows a memory in place of the plate where it is forgotten; strength sets how much land that is, and how far."""

    name: ClassVar[str] = "amnesia"
    look_back: ClassVar[int] = _OVER + _CELL - 1

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._overlay = Overlay()

    def nothing(self, frame: int) -> _Memories:
        """Return no memory at all."""
        return _Memories(frame)

    def beginning(self, frame: int) -> int:
        """Return the frame with which the older of a frame's memories begins."""
        return _beginning(frame // _CELL)

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame with its forgotten regions."""
        memories = self.state(packed, moment, earlier)
        forgotten = (255 * min(1, 0.3 + moment.strength) * _forgotten(moment)).astype(np.uint8)
        result = packed.copy()
        for plane, imagined in zip(planes(result), memories.mixed(), strict=True):
            self._overlay.lay(plane, imagined, forgotten)
        return result


def _beginning(cell: int) -> int:
    """Return the frame with which the memory of a cell begins: before the cell, and with the first frame at the soonest."""
    return max(cell * _CELL - _OVER, 0)


class _Memories:
    """The memories at a frame, each as its three planes: that of the frame's cell, and at the cell's end the next one's."""

    def __init__(self, frame: int) -> None:
        self.frame = frame
        self._cells: dict[int, list[Field]] = {}

    def mixed(self) -> list[Packed]:
        """Return the planes of what is remembered: a memory that begins is not seen yet."""
        old, *new = self._cells.values()
        if not new:
            return [_bytes(plane, plane, 0) for plane in old]
        come = sin(pi / 2 * (self.frame % _CELL - _CELL + _OVER) / _OVER) ** 2
        return [_bytes(one, two, come) for one, two in zip(old, *new, strict=True)]

    def step(self, plate: Callable[[], Packed], moment: Moment) -> None:
        """Go one frame on; a memory begins as the plate. What begins to be forgotten is already left to itself."""
        self.frame, seen = moment.frame, _seen(plate())
        cell = moment.frame // _CELL
        self._cells.pop(cell - 1, None)  # the next has taken over
        clear = np.clip(1 - 4 * _forgotten(moment), 0, 1)
        sheets = {plane.shape: (*_way(moment, plane.shape), _sized(clear, plane.shape)) for plane in seen[:2]}
        for planes_of in self._cells.values():
            for number, (plane, new) in enumerate(zip(planes_of, seen, strict=True)):
                _dream(plane, new, *sheets[new.shape], colour=number > 0)
        for begun in (cell, cell + 1):
            if begun not in self._cells and moment.frame >= _beginning(begun):
                germs = dice(moment.seed, moment.frame).standard_normal(seen[0].shape, np.float32)
                self._cells[begun] = [seen[0] + _GERM * germs * (seen[0] - 16), *(plane.copy() for plane in seen[1:])]


def _bytes(one: Field, two: Field, share: float) -> Packed:
    """Return a plane with a share of another in it, rounded."""
    return np.asarray(cv2.addWeighted(one, 1 - share, two, share, 0, dtype=cv2.CV_8U), np.uint8)


def _seen(plate: Packed) -> list[Field]:
    """Return a plate's planes at a memory's size."""
    width, height = picture_size(plate)
    part = min(0.5, _ROWS / height)
    luma = max(1, round(width * part)), max(1, round(height * part))
    sizes = luma, *[(max(1, luma[0] // 2), max(1, luma[1] // 2))] * 2
    return [cv2.resize(plane, size).astype(np.float32) for plane, size in zip(planes(plate), sizes, strict=True)]


def _forgotten(moment: Moment) -> Field:
    """Return how far each part of the land is forgotten, 0..1, on a coarse grid."""
    land, ragged = (
        enlarged(slow_field(moment.seed + number, moment.frame, grid, _PERIOD), (_RAGGED[1] * 4, _RAGGED[0] * 4))
        for number, grid in enumerate((_LAND, _RAGGED))
    )
    return np.clip((land + _SHARE * ragged - _CLEAR + _TAKEN * moment.strength) / _BORDER, 0, 1)


def _way(moment: Moment, shape: tuple[int, ...]) -> tuple[Field, Field]:
    """Return where each sample of a plane comes from, across and down: a current in eddies, without spring or sink."""
    stream = enlarged(slow_field(moment.seed + 2, moment.frame, _CURRENT, _SWING), (_CURRENT[1] * 4, _CURRENT[0] * 4))
    slope_down, slope_across = np.gradient(stream * np.float32(4 * _RUN * shape[0]))
    down, across = np.indices(shape, np.float32, sparse=True)
    return across - _sized(slope_down, shape), down + _sized(slope_across, shape)


def _sized(coarse: Field, shape: tuple[int, ...]) -> Field:
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _dream(plane: Field, seen: Field, across: Field, down: Field, clear: Field, *, colour: bool) -> None:
    """Let a plane of a memory run, blur a little and push away from its wider blur (colour only runs); clear land is seen."""
    moved = cv2.remap(plane, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if not colour:
        cv2.blur(moved, (3, 3), dst=moved)
        wide = cv2.blur(moved, (_WIDE, _WIDE))
        push = cv2.addWeighted(moved, _PUSH, wide, -_PUSH, 0, dst=wide)
        cv2.add(moved, np.clip(push, -_LIMIT, _LIMIT, out=push), dst=moved)
    cv2.add(moved, cv2.multiply(cv2.subtract(seen, moved), clear), dst=plane)
