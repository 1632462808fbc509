"""Pulverise: the picture is sand. Its brightest land, or its darkest, lifts off grain by grain, is blown away, and settles.

A grain's flight is an event: it lifts off, goes its way on the wind, lies where it has come down, and is home again. Where
it is at a frame follows from the age of its round, so that any frame can be made alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from white_cloud.glitch.effect import Earlier, GlitchEffect, Moment, Strength
from white_cloud.glitch.noise import Field, dice, enlarged, slow_field
from white_cloud.media.planes import Packed, picture_size, planes

#: Sides of a grain's place and of a flying grain, in parts of the picture's height (4 and 2 of 720).
_PLACE, _GRAIN = 4 / 720, 2 / 720
#: Frames of a round, at the least and at the most; of it, how much is lifting off, when a grain has come down, when it is gone.
_ROUND, _LIFT, _DOWN, _GONE = (100, 150), 0.1, 0.72, 0.97
#: Rows and columns of the gusts, of eddies, and frames of their swing.
_GUSTS, _EDDIES, _SWING = (4, 7), (6, 10), 140
#: How far grains fly at none and at full strength, in parts of the picture's height.
_NEAR, _FAR = 0.03, 0.5
#: The height over which a grain is loose at none and at full strength, and how soft that limit is; heights are around 0.42.
_FAST, _LOOSE, _SOFT = 0.89, 0.22, 0.15
#: The sand's colour (U, V), and how much of it bare ground has; the part of light that the ground keeps, and how rough it is.
_SAND, _TINT, _SHADE, _ROUGH = (108.0, 146.0), 0.35, 0.78, 0.3

#: How much darker or brighter than its home a flying grain can be, in levels: each catches the light in its own way.
_GLINTS = (-10.0, 22.0)

_Sheet = TypeVar("_Sheet", Field, Packed)


@dataclass(frozen=True)
class _Grains:
    """What each grain is, (rows, columns): frames of its round, where frame 0 falls in it, three throws, home (x, y), glint."""

    length: Field
    offset: Field
    throws: Field
    homes: Field
    glints: NDArray[np.int16]  # levels
    specks: Packed  # 0..254, at the colour planes' size: which part of the ground is bared first
    rough: Packed  # at the same size: the part of light that the ground keeps, of 255


class Pulverise(GlitchEffect):
    """Bares the ground under loose grains and scatters the grains; strength sets how much is loose and how far it flies."""

    name: ClassVar[str] = "pulverise"

    def __init__(self, strength: Strength = 1.0, seed: int = 0) -> None:
        super().__init__(strength, seed)
        self._grains: dict[tuple[int, tuple[int, int]], _Grains] = {}

    def damage(self, packed: Packed, moment: Moment, earlier: Earlier) -> Packed:  # noqa: ARG002 - needs no past
        """Return the frame as sand."""
        key = moment.seed, picture_size(packed)
        if key not in self._grains:
            self._grains = {key: _grains(*key)}
        grains = self._grains[key]
        colours = [_sized(plane, grains.length.shape, cv2.INTER_AREA) for plane in planes(packed)]
        loose = _loose(colours[0], grains, moment)
        age = (moment.frame + grains.offset) / grains.length
        age -= np.floor(age)
        result = packed.copy()
        # a place is bared as its grain lifts off, and filled again once that has come down
        away = np.minimum(age / _LIFT, (1 - age) / (1 - _DOWN))
        _bare(result, colours, loose * np.minimum(away, 1), grains)
        _scatter(result, colours, loose, age, grains, moment)
        return result


def _grains(seed: int, size: tuple[int, int]) -> _Grains:
    """Throw the dice for every grain; neighbours lift off soon after one another."""
    width, height = size
    side = max(2, 2 * round(height * _PLACE / 2))
    shape = max(1, height // side), max(1, width // side)
    chance = dice(seed)
    throws = chance.random((3, *shape), np.float32)
    length, phase = (enlarged(chance.random(_GUSTS, np.float32), shape[::-1]) for _ in range(2))
    length = _ROUND[0] + (_ROUND[1] - _ROUND[0]) * np.clip(length, 0, 1)
    offset = length * (1 + 1.6 * phase + 0.22 * throws[0]) % length
    down, across = np.indices(shape, np.float32)
    homes = np.stack([across * np.float32(width / shape[1]), down * np.float32(height / shape[0])])
    glints = (_GLINTS[0] + (_GLINTS[1] - _GLINTS[0]) * throws[2]).astype(np.int16)
    specks = chance.integers(0, 255, (height // 2, width // 2), np.uint8)
    rough = (255 * _SHADE + (specks - 127.0) * _ROUGH).astype(np.uint8)
    return _Grains(length.astype(np.float32), offset.astype(np.float32), throws, homes, glints, specks, rough)


def _loose(luma: Packed, grains: _Grains, moment: Moment) -> Field:
    """Return how loose each grain is, 0..1: those of one end of the picture's light first, where gusts go most."""
    light = cv2.blur(luma.astype(np.float32), (5, 5))
    light = (light - light.mean()) / (light.std() + 6)
    gusts = _sized(slow_field(moment.seed, moment.frame, _GUSTS, _SWING), luma.shape)
    height = 0.42 + (0.16 if moment.seed % 2 else -0.16) * light + 0.2 * grains.throws[1] + 0.14 * gusts
    return np.asarray(np.clip((height - _FAST + (_FAST - _LOOSE) * moment.strength) / _SOFT, 0, 1), np.float32)


def _bare(result: Packed, colours: list[Packed], absent: Field, grains: _Grains) -> None:
    """Draw the ground where grains are away: the picture's own light, blurred and dimmed, as sand."""
    half, side = grains.specks.shape, max(1, absent.shape[0] // 15)
    blurred = [_sized(np.asarray(cv2.blur(colour, (side, side)), np.uint8), half) for colour in colours]
    bared = cv2.compare(_sized((absent * 255).astype(np.uint8), half), grains.specks, cv2.CMP_GT)
    light = cv2.subtract(blurred[0], 16, dst=blurred[0])  # type: ignore[call-overload]
    tint = _TINT * min(1.0, float(light.mean()) / 32)  # in the dark, sand has no colour
    ground = cv2.add(cv2.multiply(light, grains.rough, dst=light, scale=1 / 255), 16, dst=light)  # type: ignore[call-overload]
    luma, *chroma = planes(result)
    # each sample is two by two of luma: two bytes at once, in two rows
    pairs = np.multiply(ground, 257, dtype=np.uint16)
    for row in (0, 1):
        cv2.copyTo(pairs, bared, luma.view(np.uint16)[row::2])
    for plane, own, sand in zip(chroma, blurred[1:], _SAND, strict=True):
        cv2.copyTo(cv2.addWeighted(own, 1 - tint, own, 0, tint * sand, dst=own), bared, plane)


def _scatter(result: Packed, colours: list[Packed], loose: Field, age: Field, grains: _Grains, moment: Moment) -> None:
    """Draw the grains that are under way or have come down."""
    width, height = picture_size(result)
    under_way = (age > _LIFT * grains.throws[2]) & (age < _DOWN + (_GONE - _DOWN) * grains.throws[1])
    flying = np.flatnonzero(under_way & (loose > 0.02))
    side = max(1, round(height * _GRAIN))
    x, y = _places(flying, loose, age, grains, moment, height)
    seen = np.flatnonzero((x >= 0) & (x <= width - side) & (y >= 0) & (y <= height - side))
    column, row, flying = x[seen].astype(np.intp), y[seen].astype(np.intp), flying[seen]
    luma, *chroma = (plane.reshape(-1) for plane in planes(result))
    light, *tints = (colour.reshape(-1)[flying] for colour in colours)
    # black grains stay black
    light = np.clip(light + (grains.glints.reshape(-1)[flying] * np.clip(light - 16.0, 0, 24) / 24), 16, 235).astype(np.uint8)
    corner = row * width + column
    for step in (down * width + right for down in range(side) for right in range(side)):
        luma[step:][corner] = light
    corner = (row >> 1) * (width // 2) + (column >> 1)
    for plane, tint in zip(chroma, tints, strict=True):
        plane[corner] = tint


def _places(
    flying: NDArray[np.intp], loose: Field, age: Field, grains: _Grains, moment: Moment, height: int
) -> tuple[Field, Field]:
    """Return x and y of flying grains: they rise, go with the wind and its eddies, and fall; on the floor they lie."""
    far = np.float32(height * (_NEAR + (_FAR - _NEAR) * moment.strength))
    eddies = [_sized(slow_field(moment.seed + axis, moment.frame, _EDDIES, _SWING), loose.shape) for axis in (1, 2)]
    sheets = loose, age, *grains.throws, *grains.homes, *eddies
    free, old, first, second, third, x, y, aside, down = (sheet.reshape(-1)[flying] for sheet in sheets)
    time = np.minimum(old * np.float32(1 / _DOWN), 1)
    far = far * (0.35 + 0.65 * third) * free
    gone = far * time * (2 - time)
    wind = 1 if moment.seed // 2 % 2 else -1
    x += gone * (wind * (0.4 + 0.6 * time) + 0.35 * aside + 0.2 * (first - 0.5))
    y += far * time * (0.75 * time - 0.35) + gone * (0.3 * down + 0.25 * (second - 0.5))
    floor = height * (1 - 0.02 * first * second) - max(1, round(height * _GRAIN))
    return x, np.minimum(y, floor)


def _sized(sheet: _Sheet, shape: tuple[int, ...], how: int = cv2.INTER_LINEAR) -> _Sheet:
    return cv2.resize(sheet, (shape[1], shape[0]), interpolation=how)  # type: ignore[return-value]
