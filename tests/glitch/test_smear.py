"""Smear: light is drawn to one side, and outweighs the dark."""

from __future__ import annotations

import numpy as np
import pytest

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.smear import Smear
from white_cloud.media.planes import black, planes


def _damaged(plate, frame: int = 40, strength: float = 1.0, seed: int = 7):
    return Smear().frame(plate, Moment(frame, strength, seed), lambda _: plate)


def _lamp(light: int, ground: int):
    plate = black((160, 160))
    plate[:160] = ground
    plate[76:84, 76:84] = light
    return plate


def _change(plate, seed: int):
    return planes(_damaged(plate, seed=seed))[0].astype(int) - planes(plate)[0]


@pytest.mark.parametrize("seed", [0, 90, 180, 270])
def test_light_is_drawn_to_one_side(seed):
    """The seed's degrees point the way, from right by down."""
    gained = np.maximum(_change(_lamp(220, 20), seed), 0).sum(axis=1 if seed % 180 else 0)
    side = gained[90:].sum(), gained[:70].sum()
    assert side[seed >= 180] > 20 * side[seed < 180]


def test_light_outweighs_the_dark():
    """A lamp lights more of a dark street than a lamp post darkens of a bright one."""
    lit, darkened = np.maximum(_change(_lamp(220, 20), 7), 0), np.maximum(-_change(_lamp(20, 220), 7), 0)
    assert lit.sum() > 20 * darkened.sum()


def test_what_is_even_stays_even():
    """Weights cancel out, in colour too."""
    plate = black((96, 64))
    plate[:64], plate[64:] = 120, 150
    assert np.abs(_damaged(plate).astype(int) - plate).max() <= 1


def test_streaks_grow_longer():
    """The farthest that a lamp reaches, by strength."""
    half, full = (np.ptp(np.argwhere(planes(_damaged(_lamp(220, 20), strength=s))[0] > 24), axis=0).max() for s in (0.6, 1.0))
    assert full > 1.5 * half > 1.5 * 16
