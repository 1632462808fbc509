"""The video a loopback camera delivers: a field of one shade that brightens slowly, so that no two frames are equal."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from white_cloud.media.planes import Packed, empty, from_rgb, planes
from white_cloud.media.writer import TAKE, PictureWriter

RATE = Fraction(24)
#: How much brighter the last frame is than the first, in steps of luma: at least, and how far the shade may add to it.
_DRIFT = (16, 16)


@dataclass(frozen=True)
class Plate:
    """What decides a video: its size in pixels, its length in seconds, a seed for its shade, and the picture it begins with."""

    size: tuple[int, int]
    seconds: int
    shade: int
    image: bytes | None = None


class NoPicture(ValueError):
    """The bytes given as an image are none."""


class Lab:
    """Makes each video once and keeps it in memory. Safe to ask from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[Plate, bytes] = {}

    def develop(self, plate: Plate) -> bytes:
        """Return the MP4 (H.264, 24 frames a second) of a plate."""
        with self._lock:
            if plate not in self._made:
                self._made[plate] = _film(plate)
            return self._made[plate]


def shade_of(*parts: object) -> int:
    """Return a number that follows from what was asked."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4], "big")


def check_image(image: bytes) -> None:
    """Raise NoPicture when bytes cannot be decoded as a picture."""
    _decoded(image)


def _film(plate: Plate) -> bytes:
    first = _first_frame(plate)
    frames = plate.seconds * int(RATE)
    drift = _DRIFT[0] + plate.shade % _DRIFT[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "video.mp4"
        with PictureWriter(path, plate.size, RATE, TAKE) as writer:
            for number in range(frames):
                writer.write(_brighter(first, number, frames, drift))
        return path.read_bytes()


def _first_frame(plate: Plate) -> Packed:
    if plate.image is not None:
        return from_rgb(np.asarray(cv2.resize(_decoded(plate.image), plate.size, interpolation=cv2.INTER_AREA), np.uint8))
    frame = empty(plate.size)
    luma, u, v = planes(frame)
    slope = np.linspace(-16, 16, plate.size[0])
    luma[:] = (60 + plate.shade % 120 + slope).astype(np.uint8)
    u[:] = 104 + plate.shade // 128 % 48
    v[:] = 104 + plate.shade // 8192 % 48
    return frame


def _brighter(first: Packed, number: int, frames: int, drift: int) -> Packed:
    """Return a frame with a band of its own: the brightness drifts, and a bright column walks from left to right."""
    frame = first.copy()
    luma = planes(frame)[0]
    luma[:] = np.minimum(luma.astype(np.uint16) + drift * number // frames, 235).astype(np.uint8)
    if number:
        at = number * (luma.shape[1] - 2) // frames
        luma[:, at : at + 2] = 235
    return frame


def _decoded(image: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR) if image else None
    if picture is None:
        raise NoPicture("the image cannot be decoded")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
