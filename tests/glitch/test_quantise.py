"""Quantise: blocks, bands, and grey that stays grey."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.quantise import Quantise
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
    return Quantise().frame(plate, Moment(frame, strength, seed), lambda _: plate)


def test_tones_become_few():
    """Bit depth falls: bands take the place of slopes."""
    faint, full = (len(np.unique(planes(_damaged(_grain((320, 360)), strength=strength))[0])) for strength in (0.1, 1.0))
    assert full < faint / 8


def test_blocks_lose_their_detail_and_their_joins_show():
    """At 360 rows a block has 8: neighbours over a join differ much more than neighbours inside a block."""
    luma = planes(_damaged(_grain((320, 360))))[0].astype(int)
    steps = np.abs(np.diff(luma, axis=1)).mean(0)
    joins = np.arange(len(steps)) % 8 == 7
    assert steps[joins].mean() > 3 * steps[~joins].mean()


def test_grey_stays_grey():
    """Steps are counted from grey, so that nothing without colour takes one."""
    plate = _grain((96, 64))
    plate[64:] = 128
    assert all((_damaged(plate, strength=strength)[64:] == 128).all() for strength in (0.3, 0.6, 1.0))


def test_it_is_not_everywhere_at_once():
    """At half strength some blocks are as they were, bit for bit, and others are not."""
    plate = _grain((320, 360))
    kept = planes(_damaged(plate, strength=0.5))[0] == planes(plate)[0]
    whole = kept.reshape(45, 8, 40, 8).all(axis=(1, 3)).mean()
    assert 0.1 < whole < 0.9


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
