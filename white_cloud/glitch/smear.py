"""Smear: light is drawn out of things to one side, as a thumb draws wet ink; the way it is drawn wanders slowly.

A streak is a mean of 2**n steps along the way that fade towards its end, made by n doublings: each adds the picture so far to
itself, moved by as many steps as it already covers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, floor, hypot, sin, tau
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, enlarged, slow_field
from white_cloud.glitch.overlay import Overlay
from white_cloud.glitch.warp import in_between
from white_cloud.media.planes import Packed, picture_size, planes

#: How far a streak reaches at full strength, in parts of the picture's height, and what is left of it at its end.
_FAR, _LEFT = 0.5, 0.05
#: Doublings of a short streak, and of a long one.
_NEAR_TIMES, _TIMES = 4, 6
#: Pixels from which on a streak is moved by whole ones.
_COARSE = 4.5
#: What a black pixel weighs beside a white one, which weighs 1.
_BLACK = 0.02
_GRID, _PERIOD = (3, 5), 140
#: Frames in which the way swings to and fro, and how far, in turns.
_SWING, _SWUNG = 410, 0.09
#: The most that streaks take of the picture: under them things can still be made out.
_MOST = 0.92


class Smear(GlitchEffect):
    """Blurs to one side, bright pixels weighing most; strength sets how far, and how much of the picture."""

    name: ClassVar[str] = "smear"

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._overlay = Overlay()

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame drawn out; streaks are soft, so that they are made at the size of chroma."""
        width, height = picture_size(packed)
        result = packed.copy()
        luma, *chroma = planes(result)
        half = np.asarray(cv2.resize(luma, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)
        land = slow_field(moment.seed, moment.frame, _GRID, _PERIOD)
        streaks = _streaks([half, *chroma], _step(moment, height // 2), _part(0.55 + 0.6 * land))
        share = _share(1.55 * moment.strength - 0.35 - 0.5 * land, (width, height))
        for plane, streak in zip((luma, *chroma), streaks, strict=True):
            self._overlay.lay(plane, streak, share)
        return result


def _streaks(picture: list[Packed], step: tuple[float, float], reach: Field) -> list[Packed]:
    """Return three planes drawn out, shortly where `reach`, a coarse field, is 0 and far where it is 1.

    The picture is turned so that all is drawn right and down, and its edges are drawn out by as much as comes in over them.
    """
    height, width = picture[0].shape
    turned = [slice(None, None, -1 if part < 0 else 1) for part in reversed(step)]
    moves = [_Move.along(step, time) for time in range(_TIMES)]
    across, down = sum(move.across for move in moves), sum(move.down for move in moves)
    whole = [
        np.asarray(cv2.copyMakeBorder(np.ascontiguousarray(plane[*turned]), down, 0, across, 0, cv2.BORDER_REPLICATE), np.uint8)
        for plane in picture
    ]
    far_share = np.asarray(cv2.resize(np.ascontiguousarray(reach[*turned]), (width, height)), np.float32)
    weight, *colours = (_drawn_out(sheet, moves, far_share) for sheet in _weighed(whole))
    return [np.asarray(cv2.divide(colour, weight, dtype=cv2.CV_8U), np.uint8)[*turned] for colour in colours]


def _part(field: Field) -> Field:
    return np.clip(field, 0, 1).astype(np.float32)


def _share(land: Field, size: tuple[int, int]) -> Packed:
    """Return the streaks' share of the picture, 0..255, at a sixteenth of its size: cubic curves are dear at its own."""
    coarse = enlarged(_part(land) * np.float32(_MOST), (-(-size[0] // 16), -(-size[1] // 16)))
    return np.rint(255 * _part(coarse)).astype(np.uint8)


def _step(moment: Moment, height: float) -> tuple[float, float]:
    """Return one step along the way, right and down in pixels."""
    turn = moment.seed % 360 / 360 + _SWUNG * sin(tau * (moment.frame / _SWING + moment.seed % 89 / 89))
    far = _FAR * height * moment.strength**1.2 / 2**_TIMES
    return far * cos(tau * turn), far * sin(tau * turn)


def _weighed(picture: list[Packed]) -> Iterator[Field]:
    """Yield each pixel's weight, and its three values multiplied by it."""
    weight = np.asarray(cv2.LUT(picture[0], ((np.arange(256) / 255) ** 3 + _BLACK).astype(np.float32)), np.float32)
    yield weight
    for plane in picture:
        yield np.asarray(cv2.multiply(plane, weight, dtype=cv2.CV_32F), np.float32)


def _drawn_out(sheet: Field, moves: list[_Move], far_share: Field) -> Field:
    """Return a sheet drawn out, without the margins that went into it: far by that share, and shortly for the rest."""
    rows, columns = far_share.shape
    for move in moves[:_NEAR_TIMES]:
        sheet = move.doubled(sheet)
    near = sheet[-rows:, -columns:]
    for move in moves[_NEAR_TIMES:]:
        sheet = move.doubled(sheet)
    return np.asarray(cv2.blendLinear(sheet, near, far_share, 1 - far_share), np.float32)


@dataclass(frozen=True)
class _Move:
    """One doubling of streaks: columns and rows that it moves them, the parts of a pixel it falls short, what it leaves."""

    across: int
    down: int
    short: tuple[float, float] | None
    left: float

    @classmethod
    def along(cls, step: tuple[float, float], time: int) -> _Move:
        """Return the doubling of streaks of 2**time steps; parts of a pixel are not seen in a long move, and are left out."""
        steps = 2**time
        across, down = abs(step[0]) * steps, abs(step[1]) * steps
        left = _LEFT ** (steps / 2**_TIMES)
        if hypot(across, down) >= _COARSE:
            return cls(round(across), round(down), None, left)
        right, under = floor(across) + 1, floor(down) + 1
        return cls(right, under, (right - across, under - down), left)

    def doubled(self, sheet: Field) -> Field:
        """Return streaks with themselves moved right and down added, without the margin from which those come."""
        rows, columns = sheet.shape[0] - self.down, sheet.shape[1] - self.across
        moved = sheet[:rows, :columns] if self.short is None else in_between(sheet[: rows + 1, : columns + 1], *self.short)
        kept = sheet[self.down :, self.across :]
        return np.asarray(cv2.addWeighted(kept, 1 / (1 + self.left), moved, self.left / (1 + self.left), 0), np.float32)
