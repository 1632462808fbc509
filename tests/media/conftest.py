"""Small pictures that tests can tell apart, and libav made to speak up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest

from white_cloud.media.encoding import Encoding
from white_cloud.media.planes import Packed, black, planes
from white_cloud.media.writer import PictureWriter

#: Quick, and good enough that decoded frames can be told apart.
QUICK = Encoding(crf=10, preset="ultrafast", gop=12)
SIZE = (64, 48)
RATE = Fraction(24)


def _picture(number: int, size: tuple[int, int] = SIZE) -> Packed:
    """A frame that says its number: a bar that moves, on a ground that brightens."""
    packed = black(size)
    luma, blue, _ = planes(packed)
    luma[:] = 30 + number % 60 * 3
    luma[:, number * 4 % size[0] :][:, :4] = 235
    blue[: size[1] // 4] = 100
    return packed


def _write(path: Path, count: int, size: tuple[int, int] = SIZE, rate: Fraction = RATE, encoding: Encoding = QUICK) -> Path:
    """A file of such pictures."""
    with PictureWriter(path, size, rate, encoding) as writer:
        for number in range(count):
            writer.write(_picture(number, size))
    return path


def _decoded(path: Path) -> list[Packed]:
    """Every frame of a file as libav gives it, in order."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


@pytest.fixture(scope="session")
def picture() -> Callable[..., Packed]:
    """Makes frame `number` at a size: no two near each other are alike."""
    return _picture


@pytest.fixture(scope="session")
def write() -> Callable[..., Path]:
    """Writes a file of that many pictures, 64x48 at 24 unless told otherwise; returns its path."""
    return _write


@pytest.fixture(scope="session")
def decoded() -> Callable[[Path], list[Packed]]:
    """Decodes a whole file."""
    return _decoded


@pytest.fixture
def libav_silence() -> Iterator[None]:
    """Fail the test when libav warns of anything, such as an x264 parameter that it ignored."""
    before = av.logging.get_level()
    av.logging.set_level(av.logging.WARNING)
    with av.logging.Capture(local=False) as said:
        yield
    av.logging.set_level(before)
    assert said == []
