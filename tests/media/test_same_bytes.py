"""The same frames give the same bytes, whatever the process did before."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from white_cloud.identity import file_digest
from white_cloud.media.planes import Packed, black, planes
from white_cloud.media.writer import DRAFT, MASTER, REVIEW, TAKE, Encoding, PictureWriter

#: Ten blocks of 16 pixels wide: not a multiple of eight, at which x264's widest loops once read past their rows.
SIZE = (160, 90)


def _frames() -> list[Packed]:
    """Soft hills that slide at two speeds: work for motion search and for B-frames."""
    chance = np.random.default_rng(1)
    far, near = (cv2.resize(chance.integers(16, 235, (9, 40), dtype=np.uint8), (640, SIZE[1])) for _ in range(2))
    frames = []
    for number in range(60):
        frame = black(SIZE)
        luma = planes(frame)[0]
        luma[:45] = far[:45, number : number + SIZE[0]]
        luma[45:] = near[45:, 4 * number : 4 * number + SIZE[0]]
        frames.append(frame)
    return frames


def _litter(seed: int) -> None:
    """Leave other numbers in the memory that is handed out next."""
    chance = np.random.default_rng(seed)
    litter = [chance.integers(0, 255, int(size), dtype=np.uint8) for size in chance.integers(1_000, 1_000_000, 60)]
    litter.clear()


@pytest.mark.parametrize("encoding", [TAKE, MASTER, REVIEW, DRAFT], ids=["take", "master", "review", "draft"])
def test_the_same_frames_give_the_same_bytes_whatever_lay_in_memory(encoding: Encoding, tmp_path: Path) -> None:
    """Encoded three times, with other things done in between."""
    digests = set()
    for seed in range(3):
        _litter(seed)
        path = tmp_path / f"{seed}.mp4"
        with PictureWriter(path, SIZE, Fraction(24), encoding) as writer:
            for frame in _frames():
                writer.write(frame)
        digests.add(file_digest(path))
    assert len(digests) == 1
