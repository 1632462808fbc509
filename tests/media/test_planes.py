"""Planes are views into one packed array, and colour goes to RGB and back by BT.709."""

from __future__ import annotations

import numpy as np
import pytest

from white_cloud.media.planes import as_array, black, empty, from_rgb, picture_size, planes, to_frame, to_rgb

SIZES = [(10, 10), (12, 8), (34, 38), (2, 2)]


def _flat(rgb: tuple[int, int, int]) -> np.ndarray:
    return np.full((8, 8, 3), rgb, np.uint8)


@pytest.mark.parametrize("size", SIZES)
def test_planes_are_views_that_cover_the_packed_array(size):
    """Writing to Y, U and V writes to every byte of the frame, once."""
    packed = empty(size)
    for number, plane in enumerate(planes(packed), 1):
        plane[:] = number
    counts = [int((packed == number).sum()) for number in (1, 2, 3)]
    assert counts == [size[0] * size[1], size[0] * size[1] // 4, size[0] * size[1] // 4]
    assert picture_size(packed) == size


def test_planes_refuse_an_array_that_is_not_contiguous():
    """A reshaped copy would swallow what is written to it."""
    with pytest.raises(AssertionError, match="contiguous"):
        planes(black((8, 8))[:, ::2])


@pytest.mark.parametrize("size", SIZES)
def test_a_libav_frame_holds_every_row(size):
    """Also where the height is no multiple of 4, which PyAV's own way cuts short."""
    packed = empty(size)
    packed[:] = np.random.default_rng(1).integers(16, 236, packed.shape)
    assert (as_array(to_frame(packed)) == packed).all()


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_primaries_follow_the_bt709_matrix(rgb, yuv):
    """Y' = 16 + 219 (.2126 R + .7152 G + .0722 B) and so on, ITU-R BT.709; BT.601 would be up to 22 levels off."""
    for plane, expected in zip(planes(from_rgb(_flat(rgb))), yuv, strict=True):
        assert np.abs(plane.astype(int) - expected).max() <= 1


def test_a_grey_ramp_survives_the_way_to_rgb_and_back():
    """Within a level, without drifting away over five trips."""
    packed = black((220, 8))
    planes(packed)[0][:] = np.arange(16, 236)
    trip = packed
    for _ in range(5):
        trip = from_rgb(to_rgb(trip))
    assert np.abs(trip.astype(int) - packed).max() <= 1


@pytest.mark.parametrize("shape", [(9, 8, 3), (8, 9, 3), (8, 8, 4), (8, 8)])
def test_only_even_rgb_pictures_become_planes(shape):
    """Half a colour sample does not exist."""
    with pytest.raises(ValueError, match="expected RGB"):
        from_rgb(np.zeros(shape, np.uint8))
