"""Burnt-in text stands in its strip and touches nothing else."""

from fractions import Fraction

import numpy as np

from white_cloud.media.planes import planes
from white_cloud.text.burn_in import REVIEW_CHARACTERS, burn_in, review_line
from white_cloud.text.fonts import find_font

FONT = find_font(REVIEW_CHARACTERS)
SIZE = (320, 180)


def grey(level=120):
    return np.full((SIZE[1] * 3 // 2, SIZE[0]), level, np.uint8)


def test_a_review_line_says_timecode_shot_take_and_drift():
    """Fields are parted by tabs."""
    assert review_line(24 * 61 + 5, Fraction(24), "dunes take 2", 0.416) == "00:01:01:05\tdunes take 2\tdrift 0.42"


def test_text_is_white_on_dark_in_a_strip_at_the_bottom():
    """The picture above it is untouched, bit for bit, and so is the frame that came in."""
    before = grey()
    luma, blue, red = planes(burn_in(before, ["00:00:01:00"], FONT))
    assert (luma[:170] == 120).all()
    assert luma[170:].max() > 170
    assert luma[170:].min() < 90
    assert (blue[:85] == 120).all()
    assert (np.abs(red[85:].astype(int) - 128) <= 4).all()
    assert (before == grey()).all()


def test_text_at_the_top_leaves_the_bottom():
    """The strip goes where it is asked for."""
    luma = planes(burn_in(grey(), ["1"], FONT, place="top"))[0]
    assert (luma[10:] == 120).all()
    assert luma[:10].max() > 150


def test_luma_stays_in_the_limited_range():
    """White is 235 and black is 16."""
    luma = planes(burn_in(grey(16), ["88:88"], FONT))[0]
    assert luma.min() >= 16
    assert luma.max() <= 235


def test_a_running_timecode_stands_still():
    """All digits are as wide: the mark after them is drawn in the same place."""
    one = planes(burn_in(grey(), ["11:11\t\t"], FONT))[0]
    eight = planes(burn_in(grey(), ["88:88\t\t"], FONT))[0]
    other = planes(burn_in(grey(), ["18:18\t\t"], FONT))[0]
    differs = (one != eight).any(axis=0).nonzero()[0]
    assert set((other != one).any(axis=0).nonzero()[0]) <= set(differs)


def test_fields_stand_left_middle_and_right():
    """Three fields, three places."""
    luma = planes(burn_in(grey(), ["1\t1\t1"], FONT))[0]
    bright = (luma[170:] > 180).any(axis=0).nonzero()[0]
    assert bright.min() < 40
    assert bright.max() > 280
    assert ((bright > 140) & (bright < 180)).any()


def test_a_line_wider_than_the_picture_is_cut_at_its_edge():
    """A long shot name does not break the frame."""
    assert burn_in(grey(), ["take " * 60], FONT).shape == grey().shape
