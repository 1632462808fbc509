"""Sort: pixels change places along rows or columns, light goes one way, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest

from tests.glitch.pictures import natural
from white_cloud.glitch.effect import Moment
from white_cloud.glitch.sort import Sort
from white_cloud.media.planes import black, planes


def _damaged(plate, frame: int = 40, strength: float = 1.0, seed: int = 7):
    return Sort().frame(plate, Moment(frame, strength, seed), lambda _: plate)


#: Seeds that sort along rows, forwards and back, and along columns likewise.
_RIGHT, _LEFT, _DOWN, _UP = 7, 3, 5, 1


@pytest.mark.parametrize(("seed", "read", "axis"), [(_RIGHT, 0, 1), (_LEFT, 1, 1), (_DOWN, 0, 0), (_UP, 1, 0)])
def test_no_pixel_is_lost(seed, read, axis):
    """Of each pair of lines the one that is read keeps its values, in another order."""
    plate = natural((96, 64))
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
