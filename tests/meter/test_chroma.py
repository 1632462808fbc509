"""How far colours went."""

from __future__ import annotations

import numpy as np
import pytest

from tests.meter.pictures import scene
from white_cloud.meter.chroma import colour_error


def test_equal_colours_are_no_distance_apart():
    """Whatever they are."""
    assert colour_error((scene(), scene(seed=2)), (scene(), scene(seed=2))) == 0


def test_it_is_the_distance_in_the_plane_of_both():
    """Three levels of one and four of the other are five."""
    grey = np.full((4, 6), 128, np.uint8)
    assert colour_error((grey + 3, grey - 4), (grey, grey)) == pytest.approx(5)


def test_it_grows_as_colours_drain():
    """Towards grey."""
    blue, red = scene(seed=2), scene(seed=3)
    drained = [[(128 + (plane - 128.0) * left).astype(np.uint8) for plane in (blue, red)] for left in (0.9, 0.5, 0)]
    errors = [colour_error((one, other), (blue, red)) for one, other in drained]
    assert errors == sorted(errors)
    assert errors[0] > 1


def test_the_ends_of_the_scale_are_told_apart():
    """Levels do not wrap around."""
    low, high = np.zeros((2, 2), np.uint8), np.full((2, 2), 255, np.uint8)
    assert colour_error((low, low), (high, high)) == colour_error((high, high), (low, low)) == pytest.approx(255 * 2**0.5)
