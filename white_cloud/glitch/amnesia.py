"""Amnesia: regions of the picture forget what they showed; it runs, blurs, and is imagined anew out of what was left of it.

Two memories restart from the plate every `_CELL` frames, half a cell apart; neither is seen while it restarts: nothing pops.
What is imagined grows by activation near and inhibition around: A. M. Turing, "The Chemical Basis of Morphogenesis" (1952).
"""

from __future__ import annotations

from math import pi, sin
from typing import ClassVar

import cv2
import numpy as np
from moviepy import VideoClip

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, dice, enlarged, slow_field
from white_cloud.glitch.overlay import Overlay
from white_cloud.media.planes import Packed, picture_size, planes

#: Frames until a memory restarts, and how far apart the two restart.
_CELL, _APART = 48, 24
#: Rows of a memory's luma, at the most (it is never over half the picture's size); its colour has half of that.
_ROWS = 288
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


class Amnesia(GlitchEffect):
    """Shows a memory in place of the plate where it is forgotten; strength sets how much land that is, and how far."""

    name: ClassVar[str] = "amnesia"
    look_back: ClassVar[int] = _CELL - 1

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._memories: dict[tuple[int, tuple[int, ...]], _Memories] = {}
        self._overlay = Overlay()

    def apply(self, clip: VideoClip) -> VideoClip:
        """Return `clip` with this effect, which then remembers nothing of other clips."""
        self._memories = {}
        return super().apply(clip)

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:
        """Return the frame with its forgotten regions."""
        memories = self._remembered(packed, moment, earlier)
        forgotten = (255 * min(1, 0.3 + moment.strength) * _forgotten(moment)).astype(np.uint8)
        result = packed.copy()
        for plane, imagined in zip(planes(result), memories.mixed(), strict=True):
            self._overlay.lay(plane, imagined, forgotten)
        return result

    def _remembered(self, packed: Packed, moment: Moment, earlier: Earlier) -> _Memories:
        """Return both memories at a moment: brought on from the last one asked for, or from where the older of them starts."""
        key = moment.seed, packed.shape
        first = moment.frame - max((moment.frame + apart) % _CELL for apart in (0, _APART))
        memories = self._memories.get(key)
        if memories is None or not first <= memories.frame <= moment.frame:
            memories = _Memories(first - 1)
        for frame in range(memories.frame + 1, moment.frame + 1):
            plate = packed if frame == moment.frame else earlier(frame)
            memories.step(plate, Moment(frame, self.strength_at(max(frame, 0)), moment.seed))
        self._memories = {key: memories}
        return memories


class _Memories:
    """The two memories at a frame, each as its three planes, by when they restart."""

    def __init__(self, frame: int) -> None:
        self.frame = frame
        self._cells: dict[int, list[Field]] = {}

    def mixed(self) -> list[Packed]:
        """Return the planes of both, each in its turn: a memory that restarts is not seen."""
        turn = sin(pi * (self.frame % _CELL + 0.5) / _CELL) ** 2
        pairs = zip(self._cells[0], self._cells[_APART], strict=True)
        return [np.asarray(cv2.addWeighted(one, turn, two, 1 - turn, 0, dtype=cv2.CV_8U), np.uint8) for one, two in pairs]

    def step(self, plate: Packed, moment: Moment) -> None:
        """Go one frame on; a memory that restarts is the plate. What begins to be forgotten is already left to itself."""
        self.frame, seen = moment.frame, _seen(plate)
        clear = np.clip(1 - 4 * _forgotten(moment), 0, 1)
        sheets = {plane.shape: (*_way(moment, plane.shape), _sized(clear, plane.shape)) for plane in seen[:2]}
        for apart in (0, _APART):
            if (moment.frame + apart) % _CELL == 0:
                germs = dice(moment.seed, max(moment.frame, 0)).standard_normal(seen[0].shape, np.float32)
                self._cells[apart] = [seen[0] + _GERM * germs * (seen[0] - 16), *(plane.copy() for plane in seen[1:])]
            elif apart in self._cells:
                for number, (plane, new) in enumerate(zip(self._cells[apart], seen, strict=True)):
                    _dream(plane, new, *sheets[new.shape], colour=number > 0)


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
