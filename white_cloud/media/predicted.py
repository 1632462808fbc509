"""Predicted frames without their key frame: a stream's motion, and what little else it says, falls upon a picture not its own.

The codec is MPEG-4 Part 2 (ISO/IEC 14496-2), one long group of pictures without B frames: every predicted frame moves
the blocks of whatever was decoded last and adds a rest, or codes a block anew (intra) where no motion was found.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext

from white_cloud.media.planes import Packed, as_array, empty, picture_size, planes, to_frame

#: A macroblock's side in luma.
BLOCK: Final = 16
#: The picture that is coded is no larger than this; a larger one is halved, or divided by three and so on.
_LARGEST = 1280, 720
#: Quantisers (1..31): of the picture that stands in for the key frame, and of what is predicted. A rest that is added again
#: and again piles up: a coarse one leaves most of the colours as they were.
_KEY, _PREDICTED = 3, 24
#: The stream's luma is blurred over so many samples, or grain would be taken for motion, and added up.
_BLUR = 5
#: What an intra block costs the coder beside its bits: the more, the longer what is not its own stays in the picture.
_PENALTY = 600
_RATE = Fraction(24)  # of no consequence: nothing is timed


class Keyless:
    """A decoder that shows a picture, and a stream whose key frame it never gets."""

    def __init__(self, shown: Packed) -> None:
        """Begin with a picture that takes the key frame's place."""
        self.size = coded_size(picture_size(shown))
        key = _encode(_encoder(self.size, _KEY), self._coded(shown), 0)
        self._encoder = _encoder(self.size, _PREDICTED)
        self._decoder = _decoder()
        self._decoded = self._decode(key)
        self._count = 0
        self._predicted: bytes | None = None

    def code(self, picture: Packed) -> None:
        """Code one more picture of the stream; the first is its key frame, and lost."""
        small = self._coded(picture).copy()
        luma = planes(small)[0]
        cv2.GaussianBlur(luma, (_BLUR, _BLUR), 0, dst=luma)
        coded = _encode(self._encoder, small, self._count)
        self._predicted = coded if self._count else None
        self._count += 1

    def drag(self) -> None:
        """Decode the frame predicted last over what is shown; again, as often as one likes, and it drags on."""
        if self._predicted is not None:
            self._decoded = self._decode(self._predicted)

    def picture(self) -> Packed:
        """Return what is shown, packed, at the size that is coded."""
        return as_array(self._decoded)

    def _coded(self, picture: Packed) -> Packed:
        if picture_size(picture) == self.size:
            return picture
        result = empty(self.size)
        for plane, out in zip(planes(picture), planes(result), strict=True):
            cv2.resize(plane, out.shape[::-1], dst=out, interpolation=cv2.INTER_AREA)
        return result

    def _decode(self, coded: bytes) -> av.VideoFrame:
        packet = av.Packet(len(coded))  # made so it has the padding that the decoder reads into
        packet.update(coded)
        (frame,) = self._decoder.decode(packet)
        return frame


def coded_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size that a picture of (width, height) is coded at: even sides of a macroblock at the least."""
    by = max(-(-side // most) for side, most in zip(size, _LARGEST, strict=True))
    width, height = (max(BLOCK, 2 * round(side / by / 2)) for side in size)
    return width, height


def _encoder(size: tuple[int, int], quantiser: int) -> VideoCodecContext:
    encoder = av.CodecContext.create("mpeg4", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuv420p"
    encoder.framerate, encoder.time_base = _RATE, 1 / _RATE
    encoder.thread_count = 1
    encoder.gop_size, encoder.max_b_frames = 600, 0
    encoder.options = {
        "qmin": str(quantiser),
        "qmax": str(quantiser),
        "sc_threshold": "1000000000",
        "intra_penalty": str(_PENALTY),
        "flags": "+bitexact+mv4",
        # whole numbers, the same on every processor
        "dct": "int",
        "idct": "simple",
    }
    return encoder


def _decoder() -> VideoCodecContext:
    decoder = av.CodecContext.create("mpeg4", "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_count = 1
    decoder.options = {"flags": "+bitexact+low_delay", "idct": "simple"}
    return decoder


def _encode(encoder: VideoCodecContext, picture: Packed, number: int) -> bytes:
    frame = to_frame(np.ascontiguousarray(picture))
    frame.pts, frame.time_base = number, 1 / _RATE
    (packet,) = encoder.encode(frame)
    return bytes(packet)
