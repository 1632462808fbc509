"""How much borders of blocks show."""

from __future__ import annotations

import numpy as np
import pytest

from tests.meter.pictures import blurred, clipped, in_blocks, noisy, scene
from white_cloud.meter.blockiness import blockiness


@pytest.mark.parametrize("side", [8, 16, 32])
def test_blocks_show(side):
    """All that changes changes on their borders."""
    assert blockiness(in_blocks(scene(), side)) > 1


@pytest.mark.parametrize(
    "damage", [blurred, lambda plane: noisy(plane, 9), lambda plane: clipped(plane * 0.5), lambda plane: plane]
)
def test_nothing_else_shows_as_blocks(damage):
    """Not blur, not noise, not contrast."""
    assert abs(blockiness(damage(scene((256, 192))))) < 0.12


def test_it_grows_as_blocks_come_through():
    """Mixed with the picture that they are made of."""
    plane = scene()
    shown = [blockiness(clipped(plane * (1 - part) + in_blocks(plane) * part)) for part in (0.2, 0.5, 0.8, 1)]
    assert shown == sorted(shown)
    assert shown[0] > blockiness(plane)


def test_blocks_are_looked_for_both_ways():
    """Also where they are stripes."""
    stripes = np.repeat(np.arange(0, 160, 10, np.uint8), 8)[None].repeat(40, axis=0)
    assert blockiness(stripes) == blockiness(np.ascontiguousarray(stripes.T)) > 1


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (8, 8), (9, 9), (7, 33)])
def test_a_plane_too_small_for_blocks_has_none(size):
    """Where no border has a sample to both sides of it."""
    assert abs(blockiness(np.full(size[::-1], 90, np.uint8))) == 0
