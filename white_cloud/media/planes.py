"""A frame is planes: YUV 4:2:0, BT.709, limited range, packed into one uint8 array of shape (H * 3/2, W), H and W even.

    Y    H rows of W           luma, 16..235
    U    H/2 rows of W/2       blue difference, 16..240, 128 is none
    V    H/2 rows of W/2       red difference, likewise

The three lie one after the other in memory (I420), so the rows of U and V are packed two to a row of the array.
"""

from __future__ import annotations

import threading
from typing import Any

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

Packed = NDArray[np.uint8]

#: Codes of ITU-T H.273 as libav knows them: BT.709, limited range, full range.
BT709, LIMITED, FULL = 1, 1, 2
#: Without these flags swscale loses a luma level a trip.
ACCURATE = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP

_TO_RGB = {"src_color_range": LIMITED, "dst_color_range": FULL}
_FROM_RGB = {"src_color_range": FULL, "dst_color_range": LIMITED}


class _Converters(threading.local):
    """swscale contexts, kept because making one a frame is dear; one pair a thread because they are not shareable."""

    def __init__(self) -> None:
        self.to_rgb = VideoReformatter()
        self.from_rgb = VideoReformatter()


_converters = _Converters()


def picture_size(packed: Packed) -> tuple[int, int]:
    """Return (width, height) in pixels of a packed frame."""
    return packed.shape[1], packed.shape[0] * 2 // 3


def empty(size: tuple[int, int]) -> Packed:
    """Return a packed frame of (width, height), not filled; raise ValueError when a side is odd."""
    width, height = size
    if width % 2 or height % 2:
        raise ValueError(f"a frame of planes has even sides, not {width}x{height}")
    return np.empty((height * 3 // 2, width), np.uint8)


def black(size: tuple[int, int]) -> Packed:
    """Return a packed frame of (width, height) in black: luma 16, no colour."""
    packed = empty(size)
    packed[: size[1]] = 16
    packed[size[1] :] = 128
    return packed


def planes(packed: Packed) -> tuple[Packed, Packed, Packed]:
    """Return Y (H, W), U and V (H/2, W/2) as views, no copy; the packed frame must be contiguous."""
    width, height = picture_size(packed)
    assert packed.flags.c_contiguous, "planes are views, and this packed frame is not contiguous"
    flat = packed.reshape(-1)
    luma, chroma = width * height, width * height // 4
    half = height // 2, width // 2
    return (
        packed[:height],
        flat[luma : luma + chroma].reshape(half),
        flat[luma + chroma :].reshape(half),
    )


def to_rgb(packed: Packed) -> NDArray[np.uint8]:
    """Return (H, W, 3) uint8 full-range RGB of a packed frame, by the BT.709 matrix."""
    return as_array(_reformat(_converters.to_rgb, to_frame(packed), "rgb24", _TO_RGB))


def from_rgb(rgb: NDArray[np.uint8]) -> Packed:
    """Return the packed frame of an (H, W, 3) uint8 full-range RGB picture, by the BT.709 matrix; sides must be even."""
    height, width = rgb.shape[:2]
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or height % 2 or width % 2:
        raise ValueError(f"expected RGB of shape (even, even, 3) and uint8, got {rgb.shape} {rgb.dtype}")
    frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(rgb), format="rgb24")
    return as_array(_reformat(_converters.from_rgb, frame, "yuv420p", _FROM_RGB))


def to_frame(packed: Packed) -> av.VideoFrame:
    """Return a libav frame over (where it can be, without a copy) the bytes of a packed frame."""
    packed = np.ascontiguousarray(packed)
    if packed.shape[0] % 6:
        # from_numpy_buffer counts chroma in whole rows and loses two where the height is not a multiple of 4
        return av.VideoFrame.from_ndarray(packed, format="yuv420p")
    return av.VideoFrame.from_numpy_buffer(packed, format="yuv420p")


def as_array(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Return a libav frame's samples (8 bit) as a new array."""
    return np.asarray(frame.to_ndarray(), np.uint8)


def _reformat(converter: VideoReformatter, frame: av.VideoFrame, target: str, ranges: dict[str, Any]) -> av.VideoFrame:
    return converter.reformat(
        frame, format=target, interpolation=ACCURATE, src_colorspace=BT709, dst_colorspace=BT709, threads=1, **ranges
    )
