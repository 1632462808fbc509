"""Moves."""

import pytest

from white_cloud.backends.cameras.animatic.moves import Move, eased
from white_cloud.backends.cameras.base import MOVES

#: A gate weaves by less than this, in every quantity.
WEAVE = 0.05


@pytest.mark.parametrize("name", MOVES)
def test_every_move_of_the_contract_is_known_and_a_pure_function_of_time(name):
    """Asked twice, by two equal moves, at any time, it says the same."""
    assert Move(name, 5.0, 3).at(2.5) == Move(name, 5.0, 3).at(2.5)
    assert Move(name, 5.0, 3).at(-0.1).across == Move(name, 5.0, 3).at(-0.1).across


def test_a_static_camera_only_weaves():
    """It never leaves its station."""
    for t in (0.0, 1.0, 3.0):
        offset = Move("static", 6.0, 1).at(t)
        assert (offset.across, offset.up, offset.forward) == (0, 0, 0)
        assert abs(offset.yaw) < WEAVE
        assert abs(offset.horizon) < WEAVE


@pytest.mark.parametrize(
    ("name", "quantity", "sign"),
    [
        ("pan left", "yaw", -1),
        ("pan right", "yaw", 1),
        ("tilt up", "horizon", 1),
        ("tilt down", "horizon", -1),
        ("push in", "forward", 1),
        ("pull out", "forward", -1),
        ("track left", "across", -1),
        ("track right", "across", 1),
        ("crane up", "up", 1),
        ("crane down", "up", -1),
        ("drone", "forward", 1),
        ("hand-held", "forward", 1),
        ("descent", "up", -1),
    ],
)
def test_a_move_goes_the_way_it_says(name, quantity, sign):
    """From start to end its quantity changes in its direction."""
    move = Move(name, 6.0, 1)
    assert (getattr(move.at(6.0), quantity) - getattr(move.at(0.0), quantity)) * sign > 0.05


def test_a_longer_take_moves_farther_but_slower():
    """A take of two seconds does not whip over the whole way."""
    short, usual = (abs(Move("pan left", seconds).at(seconds).yaw) for seconds in (2.0, 6.0))
    assert short < usual
    assert short / 2 > usual / 6 * 0.5


def test_hands_shake_differently_by_seed():
    """Two seeds are two people."""
    assert Move("hand-held", 6.0, 1).at(2.0) != Move("hand-held", 6.0, 2).at(2.0)


def test_easing_rests_outside_and_starts_slowly():
    """Nothing moves before the start and after the end."""
    assert (eased(-1), eased(0), eased(1), eased(2)) == (0, 0, 1, 1)
    assert eased(0.1) < 0.1
