"""Melt: down it goes, and never up."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.melt import Melt
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
    return Melt().frame(plate, Moment(frame, strength, seed), lambda _: plate)


def _bar():
    plate = black((240, 240))
    plate[120:128] = 220
    return plate


def test_it_runs_down_and_not_up():
    """A bright bar leaves nothing above its place, and much below it."""
    luma = planes(_damaged(_bar()))[0]
    assert luma[:120].max() == 16
    assert (luma[128:] > 100).any(axis=0).mean() > 0.5


def test_each_column_has_its_own_way():
    """The bar's upper edge is no longer a line."""
    edge = np.argmax(planes(_damaged(_bar()))[0] > 100, axis=0)
    assert np.ptp(edge) > 20


def test_what_is_dark_runs_farther():
    """The same marks on a dark wall and on a bright one."""
    sunk = []
    for ground in (20, 180):
        plate = _bar()
        plate[:240] = ground
        plate[120:128] = ground + 50
        sunk.append(np.argmax(planes(_damaged(plate, strength=0.7))[0] > ground + 20, axis=0).mean())
    assert sunk[0] > sunk[1] + 3


def test_a_column_sinks_slowly_and_comes_back():
    """Over its life the picture sags and pulls itself together: it moves both ways, most of the time down."""
    places = [np.argmax(planes(_damaged(_bar(), frame))[0] > 100, axis=0) for frame in range(0, 240, 6)]
    moves = np.diff(np.array(places), axis=0)
    assert (moves > 0).sum() > 1.5 * (moves < 0).sum() > 0


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
