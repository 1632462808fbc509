"""What changes from frame to frame and is no motion."""

from __future__ import annotations

import numpy as np
import pytest

from tests.meter.pictures import clipped, scene
from white_cloud.meter.residual import Motion, residual, shrunk


def stills(plane):
    rows, columns = plane.shape
    return np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).astype(np.float32)


def carried(now, before):
    return residual(now, before, Motion().places(now, before))


def test_a_still_picture_has_none():
    """Equal frames, whatever is in them."""
    assert residual(scene(), scene(), stills(scene())) == 0
    assert carried(scene(), scene()) < 0.5


def test_a_pan_is_no_change():
    """Most of what differs is where it was, moved."""
    before, now = scene(), scene(x=3)
    plain = np.abs(now.astype(int) - before).mean()
    assert plain > 12
    assert carried(now, before) < plain / 6


@pytest.mark.parametrize("levels", [5, 10, 20])
def test_flicker_is_told_by_its_levels(levels):
    """A whole picture that grows brighter, at its place or under a pan whose motion is known."""
    before, now = clipped(scene() * 0.7), clipped(scene(x=3) * 0.7)
    places = Motion().places(now, before)
    flicker = residual(clipped(now + levels), before, places) - residual(now, before, places)
    assert flicker == pytest.approx(levels, rel=0.25)


def test_a_picture_too_small_for_motion_is_compared_at_its_place():
    """Down to a single sample."""
    for size in ((1, 1), (15, 40)):
        plane = scene(size)
        assert (Motion().places(plane, plane) == stills(plane)).all()


def test_large_pictures_are_made_small():
    """Each sample a mean of those it stands for; small ones stay."""
    assert shrunk(np.full((720, 1280), 77, np.uint8)).shape == (360, 640)
    assert (shrunk(np.full((720, 1280), 77, np.uint8)) == 77).all()
    assert shrunk(np.zeros((2000, 2), np.uint8)).shape == (640, 1)
    assert (shrunk(scene()) == scene()).all()
