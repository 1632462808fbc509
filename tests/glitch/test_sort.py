"""Sort: pixels change places along rows or columns, light goes one way, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.sort import Sort
from white_cloud.media.planes import black, planes


def _noise(size):
    width, height = size
    return np.random.default_rng(1).integers(0, 256, (height * 3 // 2, width)).astype(np.uint8)


def _grain(size):
    """Soft patches with some grain, as a natural picture has them."""
    packed = cv2.GaussianBlur(_noise(size), (0, 0), 6).astype(float)
    packed = 128 + (packed - packed.mean()) * 50 / packed.std() + np.random.default_rng(2).normal(0, 3, packed.shape)
    return np.clip(packed, 16, 235).astype(np.uint8)


def _damaged(plate, frame: int = 40, strength: float = 1.0, seed: int = 7):
    return Sort().frame(plate, Moment(frame, strength, seed), lambda _: plate)


#: Seeds that sort along rows, forwards and back, and along columns likewise.
_RIGHT, _LEFT, _DOWN, _UP = 7, 3, 5, 1


@pytest.mark.parametrize(("seed", "read", "axis"), [(_RIGHT, 0, 1), (_LEFT, 1, 1), (_DOWN, 0, 0), (_UP, 1, 0)])
def test_no_pixel_is_lost(seed, read, axis):
    """Of each pair of lines the one that is read keeps its values, in another order."""
    plate = _grain((96, 64))
    before, after = (np.swapaxes(planes(packed)[0], 1, axis)[read::2] for packed in (plate, _damaged(plate, seed=seed)))
    assert (np.sort(before, axis=1) == np.sort(after, axis=1)).all()
    assert (before != after).any()


@pytest.mark.parametrize(("seed", "axis", "sign"), [(_RIGHT, 1, 1), (_LEFT, 1, -1), (_DOWN, 0, 1), (_UP, 0, -1)])
def test_light_flows_out_of_things_one_way(seed, axis, sign):
    """A lamp in the dark is drawn over its edge on one side, and not on the other."""
    plate = black((160, 160))
    plate[60:100, 60:100] = 220
    lit = np.flatnonzero((planes(_damaged(plate, seed=seed))[0] > 100).any(axis=1 - axis))
    over = (lit.max() - 99, 60 - lit.min())[::sign]
    assert over[0] > 12
    assert over[1] <= 4


def test_colour_goes_with_its_light():
    """Where a red lamp's light goes, its red goes."""
    plate = black((160, 160))
    luma, _, red = planes(plate)
    luma[60:100, 60:100], red[30:50, 30:50] = 220, 200
    luma, _, red = planes(_damaged(plate))
    assert ((luma[::2, ::2] > 100) == (red > 150)).mean() > 0.99


def test_a_picture_without_light_or_shade_is_left_as_it_is():
    """There is nothing to sort."""
    assert (_damaged(black((96, 64))) == black((96, 64))).all()


def test_on_a_still_picture_it_moves_slowly():
    """It lives, and does not boil."""
    plate = _grain((320, 180))
    frames = [_damaged(plate, frame, 0.8).astype(int) for frame in range(40, 52)]
    steps = [np.abs(one - other).mean() for one, other in pairwise(frames)]
    assert 0 < np.mean(steps) < np.abs(frames[0] - plate).mean() / 5


@pytest.mark.parametrize("size", [(2, 2), (1080, 2), (2, 1080), (34, 38)])
def test_any_shape_of_black_white_and_noise(size):
    """Nothing is too thin, too flat or too wild."""
    width, height = size
    for plate in (black(size), np.full((height * 3 // 2, width), 255, np.uint8), _noise(size)):
        result = _damaged(plate)
        assert (result.shape, result.dtype) == (plate.shape, np.uint8)
        assert (_damaged(plate) == result).all()
