"""Smear: light is drawn out of things to one side, as a thumb draws wet ink; the way it is drawn wanders slowly.

A streak is a mean of 2**n steps along the way that fade towards its end, made by n doublings: each adds the picture so far to
itself, moved by as many steps as it already covers.
"""

from __future__ import annotations

from math import cos, hypot, sin, tau
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, enlarged, slow_field
from white_cloud.media.planes import Packed, empty, picture_size, planes

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
        self._kept: dict[tuple[int, ...], tuple[Field, Field]] = {}
        self._shares: dict[tuple[int, ...], Field] = {}

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame drawn out; streaks are soft, so that they are made at the size of chroma."""
        width, height = picture_size(packed)
        result = empty((width, height))
        (luma, *chroma), (luma_out, *chroma_out) = planes(packed), planes(result)
        size = width // 2, height // 2
        half = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
        land = slow_field(moment.seed, moment.frame, _GRID, _PERIOD)
        reach = np.asarray(cv2.resize(_part(0.55 + 0.6 * land), size), np.float32)
        streaks = self._streaks([half, *chroma], _step(moment, size[1]), reach)
        share = _part(1.55 * moment.strength - 0.35 - 0.5 * land) * np.float32(_MOST)
        large = np.asarray(cv2.resize(streaks[0], (width, height)), np.uint8)
        over, under = self._shared(share, luma.shape)
        cv2.blendLinear(large, luma, over, under, dst=luma_out)
        over, under = self._shared(share, half.shape)
        for streak, plane, out in zip(streaks[1:], chroma, chroma_out, strict=True):
            cv2.blendLinear(streak, plane, over, under, dst=out)
        return result

    def _shared(self, share: Field, shape: tuple[int, ...]) -> Field:
        """Return the streaks' share and the plane's: smoothly to an eighth, as cubic curves are dear, then in lines."""
        if shape not in self._shares:
            self._shares[shape] = np.empty((2, *shape), np.float32)
        over, under = self._shares[shape]
        coarse = _part(enlarged(share, (-(-shape[1] // 8), -(-shape[0] // 8))))
        cv2.resize(coarse, shape[::-1], dst=over, interpolation=cv2.INTER_LINEAR)
        np.subtract(1, over, out=under)
        return self._shares[shape]

    def _streaks(self, picture: list[Packed], step: tuple[float, float], reach: Field) -> list[Packed]:
        """Return three planes drawn out, shortly where `reach` is 0 and far where it is 1."""
        shape = picture[0].shape
        if shape not in self._kept:
            self._kept[shape] = np.empty((3, *shape, 4), np.float32), np.empty((4, *shape), np.float32)
        (near, far, spare), apart = self._kept[shape]
        _weigh(picture, apart)
        cv2.merge(list(apart), dst=near)
        _draw_out(near, spare, step, range(_NEAR_TIMES))
        far[:] = near
        _draw_out(far, spare, step, range(_NEAR_TIMES, _TIMES))
        cv2.split(cv2.blendLinear(far, near, reach, 1 - reach, dst=spare), list(apart))
        return [np.asarray(cv2.divide(colour, apart[0], dtype=cv2.CV_8U), np.uint8) for colour in apart[1:]]


def _part(field: Field) -> Field:
    return np.clip(field, 0, 1).astype(np.float32)


def _step(moment: Moment, height: float) -> tuple[float, float]:
    """Return one step along the way, right and down in pixels."""
    turn = moment.seed % 360 / 360 + _SWUNG * sin(tau * (moment.frame / _SWING + moment.seed % 89 / 89))
    far = _FAR * height * moment.strength**1.2 / 2**_TIMES
    return far * cos(tau * turn), far * sin(tau * turn)


def _weigh(picture: list[Packed], apart: Field) -> None:
    """Put each pixel's weight, and its three values multiplied by it, into four planes."""
    cv2.LUT(picture[0], ((np.arange(256) / 255) ** 3 + _BLACK).astype(np.float32), dst=apart[0])
    for plane, weighed in zip(picture, apart[1:], strict=True):
        cv2.multiply(plane, apart[0], dst=weighed, dtype=cv2.CV_32F)


def _draw_out(streaks: Field, spare: Field, step: tuple[float, float], times: range) -> None:
    """Double streaks in place, from as many steps as the first of the times begins with."""
    height, width = streaks.shape[:2]
    for time in times:
        steps = 2**time
        moved = np.array([[1, 0, step[0] * steps], [0, 1, step[1] * steps]], np.float32)
        # parts of a pixel are not seen in a long move, and whole ones cost a third
        finely = cv2.INTER_LINEAR if hypot(*step) * steps < _COARSE else cv2.INTER_NEAREST
        cv2.warpAffine(streaks, moved, (width, height), dst=spare, flags=finely, borderMode=cv2.BORDER_REPLICATE)
        left = _LEFT ** (steps / 2**_TIMES)
        cv2.addWeighted(streaks, 1 / (1 + left), spare, left / (1 + left), 0, dst=streaks)
