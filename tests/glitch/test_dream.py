"""Dream: regions drawn again from a thumbnail, too smooth and too sharp."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from white_cloud.glitch.dream import Dream, _edged, _land
from white_cloud.glitch.effect import Moment
from white_cloud.media.planes import Packed, black, planes

SIZE = (320, 192)


def _still(shift: int = 0) -> Packed:
    """A soft edge, and fine noise over it that no thumbnail holds."""
    packed = black(SIZE)
    slope = np.clip(np.linspace(-1.5, 1.5, SIZE[0]) + shift / 100, -0.5, 0.5) * 120 + 120
    noise = np.random.default_rng(3).normal(0, 6, SIZE[::-1])
    planes(packed)[0][:] = np.clip(slope + noise, 16, 235).astype(np.uint8)
    return packed


def _dreamt(packed: Packed, strength: float = 1.0, number: int = 40, seed: int = 7) -> Packed:
    return Dream().frame(packed, Moment(number, strength, seed), lambda _: packed)


def test_a_slope_becomes_an_edge():
    """Its steepest step is many times as high."""
    slope = np.repeat(np.linspace(40, 200, 64).astype(np.uint8)[None], 32, axis=0)
    steps = np.diff(_edged(cv2.GaussianBlur(slope, (9, 9), 0), 3)[16].astype(int))
    assert steps.max() >= 3 * np.diff(slope[16].astype(int)).max()
    there = np.where(np.arange(64) < 30, 40, 200).astype(np.uint8)[None].repeat(32, axis=0)
    assert (_edged(there, 3) == there).all()


def test_the_grain_is_the_regions_own_and_not_in_its_place():
    """As coarse and as strong as the picture's, and from elsewhere."""
    luma = planes(_still())[0]
    half = cv2.resize(luma, (SIZE[0] // 2, SIZE[1] // 2), interpolation=cv2.INTER_AREA).astype(np.float32)
    grain = Dream()._grain(luma, (SIZE[0] // 2, SIZE[1] // 2), 1.0)
    assert grain.std() > 1
    assert abs(np.corrcoef((half - cv2.GaussianBlur(half, (7, 7), 0)).ravel(), grain.ravel())[0, 1]) < 0.1


def test_what_the_thumbnail_lost_is_not_remembered():
    """Of the fine noise nothing comes back at its own place: the grain is invented."""
    packed = _still()
    plain, dreamt = (planes(one)[0].astype(np.float32) for one in (packed, _dreamt(packed)))
    inside = _inside(1.0)
    own, new = (plane - cv2.GaussianBlur(plane, (0, 0), 3) for plane in (plain, dreamt))
    assert new[inside].std() > 1
    assert abs(np.corrcoef(own[inside], new[inside])[0, 1]) < 0.2


def test_edges_overshoot():
    """A halo is brighter than all that was there, and a shadow darker."""
    packed = black(SIZE)
    luma = planes(packed)[0]
    luma[:] = 80
    luma[:, SIZE[0] // 2 :] = 160
    dreamt = planes(_dreamt(packed))[0]
    assert dreamt.max() > 170
    assert dreamt.min() < 70


def test_strength_takes_land_and_the_rest_stays_as_it_was():
    """What a weaker dream has, a stronger one has too."""
    few, some, most = (_land(Moment(40, strength, 7)) for strength in (0.1, 0.5, 1.0))
    assert (few <= some).all()
    assert (some <= most).all()
    assert few.mean() < 0.1 < some.mean() < 0.8 < most.mean()
    packed = _still()
    untouched = cv2.resize(_land(Moment(40, 0.5, 7)), SIZE, interpolation=cv2.INTER_LINEAR) == 0
    assert untouched.any()
    assert (planes(_dreamt(packed, 0.5))[0] == planes(packed)[0])[untouched].all()


def test_the_land_wanders_slowly():
    """From one frame to the next no region comes or goes."""
    lands = [_land(Moment(number, 0.6, 7)) for number in range(60)]
    assert max(np.abs(later - earlier).max() for earlier, later in pairwise(lands)) < 0.2
    assert np.abs(lands[0] - lands[-1]).max() > 0.5


def _inside(strength: float) -> np.ndarray:
    """Return where nothing but the dream is seen."""
    return cv2.resize(_land(Moment(40, strength, 7)), SIZE, interpolation=cv2.INTER_LINEAR) == 1
