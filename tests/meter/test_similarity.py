"""Loss of structural similarity."""

from __future__ import annotations

import numpy as np
import pytest

from tests.meter.pictures import blurred, clipped, noisy, scene
from white_cloud.media.planes import black, planes
from white_cloud.meter.similarity import loss, picture_loss


def directly(one, other):
    """1 - SSIM as the paper writes it: window by window."""
    ticks = np.arange(11) - 5
    window = np.exp(-(ticks[:, None] ** 2 + ticks**2) / (2 * 1.5**2))
    window /= window.sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    found = []
    for row in range(one.shape[0] - 10):
        for column in range(one.shape[1] - 10):
            x, y = (plane[row : row + 11, column : column + 11].astype(float) for plane in (one, other))
            mx, my = (window * x).sum(), (window * y).sum()
            vx, vy, both = (
                (window * (a - ma) * (b - mb)).sum() for a, b, ma, mb in ((x, x, mx, mx), (y, y, my, my), (x, y, mx, my))
            )
            found.append((2 * mx * my + c1) * (2 * both + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2)))
    return 1 - np.mean(found)


@pytest.mark.parametrize("damage", [lambda plane: noisy(plane, 12), blurred, lambda plane: clipped(plane * 0.6 + 40)])
def test_it_is_what_the_formula_gives(damage):
    """Window by window, for noise, blur and less contrast."""
    plane = scene((40, 28))
    assert loss(damage(plane), plane) == pytest.approx(directly(damage(plane), plane), abs=2e-5)


@pytest.mark.parametrize("size", [(128, 96), (33, 21), (11, 11), (4, 6), (2, 2), (1, 9)])
def test_equal_planes_lose_nothing(size):
    """Exactly, at any size, also where no window fits."""
    plane = scene(size)
    assert loss(plane, plane.copy()) == 0
    assert loss(np.zeros_like(plane), np.zeros_like(plane)) == 0


def test_it_grows_with_noise():
    """The more noise, the more is lost; strangers lose about all."""
    plane = scene()
    losses = [loss(noisy(plane, deviation), plane) for deviation in (1, 3, 9, 27)]
    assert losses == sorted(losses)
    assert 0 < losses[0] < 0.05
    assert loss(scene(seed=3), plane) > 0.8


def test_it_is_the_same_either_way():
    """Neither plane is the better one."""
    one, other = scene(), noisy(scene(), 9)
    assert loss(one, other) == loss(other, one)


def test_a_picture_loses_by_the_samples_of_its_planes():
    """Half of the similarity of a chroma plane is a twelfth of the picture's; so much of luma's is a third."""
    one = black((64, 48))
    for plane in planes(one):
        plane[:] = scene(seed=1)[: plane.shape[0], : plane.shape[1]]
    for number, share in ((0, 4 / 6), (1, 1 / 6), (2, 1 / 6)):
        other = one.copy()
        plane = planes(other)[number]
        plane[:] = noisy(plane, 20)
        assert picture_loss(other, one) == pytest.approx(share * loss(plane, planes(one)[number]))
