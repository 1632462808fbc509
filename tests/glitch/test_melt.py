"""Melt: down it goes, and never up."""

from __future__ import annotations

import numpy as np

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.melt import Melt
from white_cloud.media.planes import black, planes


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
