"""Quantise: the picture is starved of bits. Macroblocks lose their detail and their tones, here first and there last.

The blocks go through a cosine transform in whole numbers, as in a coder (ITU-T H.265, 8.6.4.2, at any length), and their
coefficients are rounded more and more coarsely. Every product and sum is a whole number under 2**24, which float32 holds
exactly, so that the picture does not depend on the order in which a machine adds.
"""

from __future__ import annotations

from functools import lru_cache
from math import sin, sqrt, tau
from typing import ClassVar

import cv2
import numpy as np

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment
from white_cloud.glitch.noise import Field, dice, enlarged, slow_field
from white_cloud.media.planes import Packed, picture_size, planes

#: A macroblock's side, in parts of the picture's height (16 of 720), and the least and the most in pixels.
_BLOCK, _SIDES = 16 / 720, (4, 64)
#: Frequencies that a starved block keeps, of each direction: what is finer is gone.
_KEPT = 8
#: The coder's scale: the transform's constant row holds this number.
_SCALE = 64
_GRID, _PERIOD = (4, 7), 170
#: Frames from one key picture to the next: hunger grows until the next one comes.
_GROUP = 48
#: Steps of luma's coefficients at full hunger, and of luma and chroma themselves at full strength, in levels.
_STEP, _BAND, _CHROMA = 32.0, 14.0, 24.0


class Quantise(GlitchEffect):
    """Rounds what blocks hold; strength sets how many are starved and how coarse their steps are."""

    name: ClassVar[str] = "quantise"

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame with its hungry blocks starved, chroma in blocks of twice the side."""
        result = packed.copy()
        width, height = picture_size(packed)
        side = min(max(2 * round(height * _BLOCK / 2), _SIDES[0]), _SIDES[1])
        hunger = _hunger(moment, (-(-width // side), -(-height // side)))
        luma, *chroma = planes(result)
        _lay(_starved(_padded(luma, side), hunger, side, moment.strength), hunger, luma, side)
        for plane in chroma:
            _lay(_in_blocks(_padded(plane, side), side, moment.strength), hunger[::2, ::2], plane, side)
        return result


def _hunger(moment: Moment, blocks: tuple[int, int]) -> Field:
    """Return how starved each block is, float32 (rows, columns) of 0..1: a land that wanders, each block a little its own."""
    land = enlarged(slow_field(moment.seed, moment.frame, _GRID, _PERIOD), blocks)
    late = 0.08 * ((moment.frame + moment.seed) % _GROUP / _GROUP) + 0.04 * sin(tau * moment.frame / 131)
    want = 1.5 * moment.strength - 0.6 + 0.5 * land + 0.34 * _tempers(moment.seed, blocks) + late * moment.strength
    return np.asarray(np.clip(want, 0, 1), np.float32)


@lru_cache(maxsize=8)
def _tempers(seed: int, blocks: tuple[int, int]) -> Field:
    return np.asarray(dice(seed, *blocks).random(blocks[::-1], np.float32) - 0.5, np.float32)


@lru_cache(maxsize=8)
def _waves(side: int) -> Field:
    """Return the transform's first rows in whole numbers, float32 (frequencies, side)."""
    rows, places = np.arange(min(_KEPT, side))[:, None], np.arange(side)
    waves = np.cos(np.pi * rows * (2 * places + 1) / (2 * side)) * np.where(rows, sqrt(2), 1)
    return np.asarray(np.rint(_SCALE * waves), np.float32)


def _padded(plane: Packed, side: int) -> Packed:
    """Return the plane in whole blocks, its last row and column repeated."""
    below, right = -plane.shape[0] % side, -plane.shape[1] % side
    return np.asarray(cv2.copyMakeBorder(plane, 0, below, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def _starved(plane: Packed, hunger: Field, side: int, strength: float) -> Packed:
    """Return the plane coded at each block's step, its tones in bands."""
    waves, norm = _waves(side), 1 / (_SCALE * sqrt(side))
    (rows, columns), kept, width = hunger.shape, len(waves), plane.shape[1]
    down = _whole(waves @ plane.astype(np.float32).reshape(rows, side, width), 2 * norm)
    both = (down.reshape(-1, side) @ waves.T).reshape(rows, kept, columns, kept)
    _round_off(both, norm / 2, hunger * np.sqrt(hunger) * np.float32(_STEP * side))
    down = _whole(np.asarray(both.reshape(-1, kept) @ waves, np.float32), 2 * norm)
    coded = np.asarray(waves.T @ down.reshape(rows, kept, width), np.float32).reshape(plane.shape)
    return np.asarray(cv2.LUT(cv2.addWeighted(coded, norm / 2, coded, 0, 0, dtype=cv2.CV_8U), _bands(strength)), np.uint8)


def _whole(sums: Field, scale: float) -> Field:
    np.multiply(sums, np.float32(scale), out=sums)
    return np.rint(sums, out=sums)


def _round_off(coefficients: Field, scale: float, step: Field) -> None:
    """Round coefficients (rows, frequencies, columns, frequencies) to each block's step, the finer ones more coarsely."""
    order = np.arange(coefficients.shape[1], dtype=np.float32)
    weights = 0.5 + 0.25 * (order[:, None, None] + order)
    steps = np.maximum(step[:, None, :, None] * weights, 1)
    np.multiply(coefficients, np.float32(scale), out=coefficients)
    np.divide(coefficients, steps, out=coefficients)
    np.rint(coefficients, out=coefficients)
    np.multiply(coefficients, steps, out=coefficients)
    np.rint(coefficients, out=coefficients)


def _bands(strength: float) -> Packed:
    """Return the table that lets luma's depth fall."""
    step = 1 + _BAND * strength**2
    return np.clip(np.rint((np.arange(256) - 16) / step) * step + 16, 0, 255).astype(np.uint8)


def _in_blocks(plane: Packed, side: int, strength: float) -> Packed:
    """Return the plane's blocks in one colour each, in equal steps from grey, to which what is pale falls back."""
    blocks = plane.shape[1] // side, plane.shape[0] // side
    colour = cv2.resize(plane, blocks, interpolation=cv2.INTER_AREA).astype(np.float32) - 128
    step = 1 + _CHROMA * strength**1.5
    steps = np.floor(np.abs(colour) / step + 0.38)
    return _large(np.clip(np.copysign(steps * step, colour) + 128, 0, 255).round().astype(np.uint8), side)


def _lay(starved: Packed, hunger: Field, plane: Packed, side: int) -> None:
    """Lay the hungry blocks over the plane."""
    hungry = _large((hunger > 0).astype(np.uint8), side)
    height, width = plane.shape
    cv2.copyTo(starved[:height, :width], hungry[:height, :width], plane)


def _large(blocks: Packed, side: int) -> Packed:
    size = blocks.shape[1] * side, blocks.shape[0] * side
    return np.asarray(cv2.resize(blocks, size, interpolation=cv2.INTER_NEAREST), np.uint8)
