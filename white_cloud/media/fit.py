"""Any decoded frame as planes of one size: turned upright, pixels made square, BT.709 limited range, 8 bit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter

from white_cloud.media.planes import BT709, FULL, LIMITED, Packed, as_array, black, empty, planes

_SCALING = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP
#: Matrices of ITU-T H.273 as swscale numbers them.
_MATRICES = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}
#: Below this height, untagged pictures are taken to be standard definition: BT.601.
_HIGH_DEFINITION = 720


@dataclass(frozen=True)
class Geometry:
    """How a coded frame is shown: its size, the aspect of a pixel, and the quarter turns it needs counterclockwise."""

    coded: tuple[int, int]
    pixel_aspect: Fraction
    turns: int

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as shown, in square pixels, rounded up to even."""
        width, height = self.coded[0] * self.pixel_aspect, Fraction(self.coded[1])
        if self.turns % 2:
            width, height = height, width
        return _even(width), _even(height)


class Fitter:
    """Brings frames of one stream to `size`: scaled to fit and centred on black."""

    def __init__(self, geometry: Geometry, size: tuple[int, int]) -> None:
        self.geometry = geometry
        self.size = size
        self.inner = _inside(geometry.shown, size)
        self._scaler = VideoReformatter()

    def fit(self, frame: av.VideoFrame) -> Packed:
        """Return a frame as a new packed array of `size`."""
        if self._as_it_is(frame):
            return as_array(frame)
        upright = turn(self._scaled(frame), self.geometry.turns)
        return upright if self.inner == self.size else _centred(upright, self.inner, self.size)

    def _as_it_is(self, frame: av.VideoFrame) -> bool:
        right_shape = (frame.width, frame.height) == self.inner == self.size and self.geometry.turns % 4 == 0
        return right_shape and frame.format.name == "yuv420p" and _range(frame) == LIMITED and _matrix(frame) == BT709

    def _scaled(self, frame: av.VideoFrame) -> Packed:
        width, height = self.inner if self.geometry.turns % 2 == 0 else self.inner[::-1]
        return as_array(
            self._scaler.reformat(
                frame,
                width,
                height,
                "yuv420p",
                src_colorspace=_matrix(frame),
                dst_colorspace=BT709,
                interpolation=_SCALING,
                src_color_range=_range(frame),
                dst_color_range=LIMITED,
                threads=1,
            )
        )


def turn(packed: Packed, turns: int) -> Packed:
    """Return a packed frame turned by quarter turns counterclockwise."""
    if turns % 4 == 0:
        return packed
    turned = [np.rot90(plane, turns) for plane in planes(packed)]
    height, width = turned[0].shape
    result = empty((width, height))
    for target, plane in zip(planes(result), turned, strict=True):
        target[:] = plane
    return result


def _even(length: Fraction) -> int:
    return max(2, 2 * round(length / 2 + Fraction(1, 10**9)))


def _inside(shown: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """Return the largest even size of the shape `shown` that fits into `size`."""
    scale = min(Fraction(size[0], shown[0]), Fraction(size[1], shown[1]))
    width, height = (min(_even(length * scale), limit) for length, limit in zip(shown, size, strict=True))
    return width, height


def _centred(packed: Packed, inner: tuple[int, int], size: tuple[int, int]) -> Packed:
    result = black(size)
    left, top = ((outer - length) // 4 * 2 for outer, length in zip(size, inner, strict=True))
    for target, plane, share in zip(planes(result), planes(packed), (1, 2, 2), strict=True):
        x, y = left // share, top // share
        target[y : y + plane.shape[0], x : x + plane.shape[1]] = plane
    return result


def _matrix(frame: av.VideoFrame) -> int:
    """Return swscale's number of a frame's YUV matrix; untagged high definition is BT.709, the rest BT.601 (RGB has none)."""
    untagged = 1 if frame.height >= _HIGH_DEFINITION and not _is_jpeg(frame) else 5
    return _MATRICES.get(frame.colorspace, untagged)


def _range(frame: av.VideoFrame) -> int:
    full = frame.color_range == FULL or _is_jpeg(frame) or frame.format.is_rgb
    return FULL if full else LIMITED


def _is_jpeg(frame: av.VideoFrame) -> bool:
    return frame.format.name.startswith("yuvj")
