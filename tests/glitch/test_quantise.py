"""Quantise: blocks, bands, and grey that stays grey."""

from __future__ import annotations

import numpy as np

from tests.glitch.pictures import natural
from white_cloud.glitch.effect import Moment
from white_cloud.glitch.quantise import Quantise
from white_cloud.media.planes import planes


def _damaged(plate, frame: int = 40, strength: float = 1.0, seed: int = 7):
    return Quantise().frame(plate, Moment(frame, strength, seed), lambda _: plate)


def test_tones_become_few():
    """Bit depth falls: bands take the place of slopes."""
    faint, full = (len(np.unique(planes(_damaged(natural((320, 360)), strength=strength))[0])) for strength in (0.1, 1.0))
    assert full < faint / 8


def test_blocks_lose_their_detail_and_their_joins_show():
    """At 360 rows a block has 8: neighbours over a join differ much more than neighbours inside a block."""
    luma = planes(_damaged(natural((320, 360))))[0].astype(int)
    steps = np.abs(np.diff(luma, axis=1)).mean(0)
    joins = np.arange(len(steps)) % 8 == 7
    assert steps[joins].mean() > 3 * steps[~joins].mean()


def test_grey_stays_grey():
    """Steps are counted from grey, so that nothing without colour takes one."""
    plate = natural((96, 64))
    plate[64:] = 128
    assert all((_damaged(plate, strength=strength)[64:] == 128).all() for strength in (0.3, 0.6, 1.0))


def test_it_is_not_everywhere_at_once():
    """At half strength some blocks are as they were, bit for bit, and others are not."""
    plate = natural((320, 360))
    kept = planes(_damaged(plate, strength=0.5))[0] == planes(plate)[0]
    whole = kept.reshape(45, 8, 40, 8).all(axis=(1, 3)).mean()
    assert 0.1 < whole < 0.9
