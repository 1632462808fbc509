"""Hesitate: a step back in time, and pictures between the frames that follow the motion."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from white_cloud.glitch.between import Between
from white_cloud.glitch.effect import Moment
from white_cloud.glitch.hesitate import Hesitate, delay
from white_cloud.media.planes import Packed, black, planes

SIZE = (192, 128)


def _moving(number: int) -> Packed:
    """A soft pattern that moves six pixels to the right a frame."""
    packed = black(SIZE)
    rough = np.random.default_rng(1).integers(30, 220, (32, 96), np.uint8)
    ground = cv2.resize(rough, None, fx=8, fy=4, interpolation=cv2.INTER_CUBIC)
    left = 500 - 6 * number
    planes(packed)[0][:] = ground[:, left : left + SIZE[0]]
    return packed


def _delays(strength: float, seed: int, frames: int = 240) -> list[float]:
    return [delay(Moment(number, strength, seed)) for number in range(frames)]


@pytest.mark.parametrize("seed", [1, 7, 90])
def test_time_goes_back_and_comes_home(seed):
    """The picture runs backwards for a while, and is in time again between two hesitations."""
    delays = _delays(1.0, seed)
    shown = [number - behind for number, behind in enumerate(delays)]
    back = [later < earlier for earlier, later in pairwise(shown)]
    assert sum(now and not before for before, now in pairwise(back)) >= 4
    assert sum(back) > 24
    assert min(delays) < 1
    assert 15 < max(delays) <= Hesitate.look_back - 1


@pytest.mark.parametrize("seed", [1, 7, 90])
def test_strength_sets_how_far_back_and_how_often(seed):
    """At no frame is a stronger one less far behind; at a tenth it is never a whole frame."""
    weak, middle, full = (_delays(strength, seed) for strength in (0.1, 0.4, 1.0))
    assert all(one <= two <= three for one, two, three in zip(weak, middle, full, strict=True))
    assert 0 < max(weak) < 1
    assert sum(behind == 0 for behind in weak) > 2 * sum(behind == 0 for behind in full)


def test_time_never_leaps():
    """Even catching up, it runs: at most five frames at once, the one that is due and four more."""
    assert max(abs(later - earlier) for earlier, later in pairwise(_delays(1.0, 7))) < 4


def test_a_picture_between_follows_the_motion():
    """It is where the thing then is, and nearer to it than a cross-fade."""
    before, true, after = (planes(_moving(number))[0][:, 24:-24] for number in (40, 41, 42))
    between = planes(Between().picture(_moving(40), _moving(42), 0.5))[0][:, 24:-24]
    faded = cv2.addWeighted(before, 0.5, after, 0.5, 0)
    assert cv2.absdiff(between, true).mean() < cv2.absdiff(faded, true).mean() / 3


def test_where_there_is_no_motion_to_find_the_nearer_frame_is_shown():
    """After a cut between two frames, no picture is half of each."""
    dark, bright = black(SIZE), black(SIZE)
    planes(bright)[0][:] = 200
    assert set(np.unique(planes(Between().picture(dark, bright, 0.4))[0])) == {16}
    assert set(np.unique(planes(Between().picture(dark, bright, 0.6))[0])) == {200}
