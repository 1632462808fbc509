"""The mass of the dust: what billows laid over each other look like as one body, torn by turbulence, in the sun."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, columns_and_rows, spectral_noise
from white_cloud.backends.cameras.animatic.settings.blast.quarry import BENCH, place

_EDDY = 64.0  # metres from one period of the turbulence to the next, when it has spread
_TORN = 0.45  # how far turbulence moves what it tears, metres
_FOOT = 4.0  # metres above the floor below which it dissolves into the veil
_CONTACT = 12.0  # metres over which the dust meets what stands in it


@dataclass(frozen=True)
class Tones:
    """How dust looks: lit and not (linear, blue first), the air it is seen through, and from where the sun comes (degrees)."""

    bright: Array
    dim: Array
    air: Dust
    sun: float

    def haze(self, lens: Pinhole) -> Array:
        """Return the air's own light in each column of a coarse picture, (width, 3)."""
        whole = self.air.colours
        return np.asarray(whole[np.linspace(0, len(whole) - 1, lens.size[0]).astype(int), :3], np.float32)


@dataclass(frozen=True)
class Mass:
    """How the dust of charges about `middle`, metres along the face, is torn and lit."""

    middle: float
    turbulence: Tile = field(repr=False)

    @classmethod
    def of(cls, along: Array, seed: int) -> Mass:
        """Return that of charges at `along`; `seed` varies it."""
        return cls(float(along.mean()), _turbulence(seed))

    def lit(self, laid: Array, land: Array, lens: Pinhole, tones: Tones, since: Array) -> tuple[Array, Array]:
        """Return the light (height, width, 4) and the cover of what was laid, before land as deep as `land`."""
        x, y = place(self.middle, 0.0)
        column, row, depth = (float(part) for part in lens.project(x, y, 0.0))
        metre = lens.focal / max(depth, 20.0)
        spread = metre * _spread(float(since[0]))
        eddies = self._eddies((column, row), _EDDY * spread, lens.size, float(since[0]))
        laid = _torn(laid, eddies, _TORN * spread)
        slope_x, slope_y, depth_, cover = cv2.split(laid)
        body = np.maximum(cover, 0.02)
        far = depth_ / body
        whole_x, whole_y = _whole_slopes(cover)
        frayed = cover * 1.36 - 0.16 - 0.10 * cv2.extractChannel(eddies, 0) * (1 - cover * cover)
        high = _heights(lens, far)
        cover = np.clip(frayed, 0, 1) * np.clip((land - far + np.float32(0.7 * _CONTACT)) / _CONTACT, 0, 1)
        cover *= np.clip((high + 1.4) / _FOOT, 0, 1)
        side = -0.42 * math.sin(math.radians(tones.sun - lens.yaw))
        fine = 0.15 * (side * cv2.extractChannel(eddies, 2) + 0.5 * cv2.extractChannel(eddies, 3))
        shade = (1.4 * side * slope_x + 0.72 * slope_y) / body + fine + side * 2.6 * whole_x + 1.3 * whole_y
        shade += np.clip(high / (2.4 * BENCH), 0, 1) * np.float32(0.28) + np.float32(0.36)
        shade = np.clip(shade, 0, 1)
        return _coloured(shade, far, lens, tones), np.asarray(cover, np.float32)

    def _eddies(self, middle: tuple[float, float], period: float, size: tuple[int, int], time: float) -> Array:
        """Return the turbulence in the picture, about the foot of the face; `period` is in pixels."""
        across = (np.arange(size[0], dtype=np.float32) - np.float32(middle[0])) / np.float32(period)
        down = (np.arange(size[1], dtype=np.float32) - np.float32(middle[1])) / np.float32(period)
        return self.turbulence(*columns_and_rows(across - np.float32(0.012 * time), down))


def _spread(time: float) -> float:
    """Return how far turbulence has spread after `time` seconds, about 1 when it has: it spreads as the dust does."""
    return 0.28 + 0.72 * (1 - math.exp(-0.45 * max(0.0, time))) + 0.03 * max(0.0, time)


def _turbulence(seed: int) -> Tile:
    """Return a tile of turbulence: how far it moves things right and down, and the slopes of its relief to the same."""
    side = 192
    moves = [spectral_noise(side, 2.0, seed * 7 + number, 3, 22) for number in (11, 12)]
    relief = -np.abs(spectral_noise(side, 1.9, seed * 7 + 13, 4, 30))
    relief = blur(relief.astype(np.float32), 1.6, wrap=True)
    slopes = [relief - np.roll(relief, 1, axis) for axis in (1, 0)]
    gain = np.float32(1 / slopes[0].std())
    return Tile(cv2.merge([*moves, *(np.clip(slope * gain, -2.5, 2.5) for slope in slopes)]))


def _torn(laid: Array, eddies: Array, reach: float) -> Array:
    """Return what was laid with turbulence through it: no ball keeps its outline."""
    height, width = laid.shape[:2]
    columns, rows = columns_and_rows(np.arange(width), np.arange(height))
    columns += cv2.extractChannel(eddies, 0) * np.float32(reach)
    rows += cv2.extractChannel(eddies, 1) * np.float32(reach)
    return cv2.remap(laid, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _whole_slopes(cover: Array) -> tuple[Array, Array]:
    """Return the slopes to the right and down of the body as a whole, about -1..1."""
    height, width = cover.shape
    small = cv2.resize(cover, (max(4, width // 6), max(4, height // 6)), interpolation=cv2.INTER_AREA)
    small = blur(small, 0.045 * small.shape[1])
    slopes = (cv2.Sobel(small, cv2.CV_32F, dx, dy, ksize=3, scale=0.5) for dx, dy in ((1, 0), (0, 1)))
    wide, down = (cv2.resize(slope, (width, height), interpolation=cv2.INTER_LINEAR) for slope in slopes)
    return wide, down


def _heights(lens: Pinhole, far: Array) -> Array:
    """Return how high above the floor what is seen `far` away is, metres."""
    rise = (np.float32(lens.horizon_row - 0.5) - np.arange(lens.size[1], dtype=np.float32)) / np.float32(lens.focal)
    return np.asarray(far * rise[:, None] + np.float32(lens.z), np.float32)


def _coloured(shade: Array, far: Array, lens: Pinhole, tones: Tones) -> Array:
    """Return the light of dust in `shade` (0 none, 1 all of the sun), `far` away in the air."""
    clear = cv2.exp(far * np.float32(-1 / tones.air.sight))
    haze = tones.haze(lens)
    span = tones.bright - tones.dim
    planes = [(shade * np.float32(span[i]) + np.float32(tones.dim[i])) * clear + haze[:, i] * (1 - clear) for i in range(3)]
    return cv2.merge([*(np.asarray(plane, np.float32) for plane in planes), np.zeros_like(shade)])
