"""Predicted frames fall upon a picture that is not their own, as often as one likes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from white_cloud.media.planes import black, planes
from white_cloud.media.predicted import Keyless, coded_size

SIZE = (128, 64)


def _edge(at: int, left: int = 60, right: int = 180):
    """Dark on the left, bright from a column on."""
    packed = black(SIZE)
    luma = planes(packed)[0]
    luma[:, :at], luma[:, at:] = left, right
    return packed


def _moved(stream: Keyless, drags: int):
    stream.code(_edge(60))
    stream.code(_edge(66))
    for _ in range(drags):
        stream.drag()
    return planes(stream.picture())[0]


def test_until_a_frame_is_predicted_the_picture_stands():
    """The stream's own key frame is lost."""
    stream = Keyless(_edge(20))
    stream.code(_edge(60))
    stream.drag()
    assert cv2.absdiff(stream.picture(), _edge(20)).max() < 12


def test_a_frame_predicted_carries_the_motion_on():
    """One drag more and the edge is further right."""
    edges = [int((_moved(Keyless(_edge(60)), drags)[32] < 120).sum()) for drags in range(3)]
    assert edges == [60, 66, 72]


def test_what_is_moved_is_the_picture_and_not_the_streams():
    """The edge goes on in another picture's levels."""
    row = _moved(Keyless(_edge(60, 30, 220)), 1)[32].astype(int)
    assert np.abs(row[50:64] - 30).max() < 12
    assert np.abs(row[70:80] - 220).max() < 12


@pytest.mark.parametrize(
    ("size", "coded"),
    [
        ((1280, 720), (1280, 720)),
        ((2, 2), (16, 16)),
        ((2, 1080), (16, 540)),
        ((1920, 1080), (960, 540)),
        ((4096, 2304), (1024, 576)),
    ],
)
def test_large_pictures_are_coded_small_and_small_ones_as_a_block(size, coded):
    """The cost has a limit, and the codec its least."""
    assert coded_size(size) == coded
    assert Keyless(black(size)).picture().shape == (coded[1] * 3 // 2, coded[0])
