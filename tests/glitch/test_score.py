"""What drift calls: nothing at 0, never less as it rises, and the same for the same shot wherever it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.film.timeline import Clip, Plate
from white_cloud.glitch.score import SCORE, Response, score_for

PLATE = Plate("dunes", 1, "aa", 100, Fraction(24))
drifts = st.fractions(0, 1, max_denominator=1000)


def _names(drift: Fraction) -> list[str]:
    return [one.name for one in score_for(Clip("c", PLATE, 0, 10, shot="dunes"), [drift])]


def test_at_drift_0_nothing_is_applied():
    """Testimony is left alone."""
    assert _names(Fraction(0)) == []


def test_effects_come_in_one_after_another_and_stay():
    """All of them at propaganda."""
    counts = [len(_names(Fraction(step, 20))) for step in range(21)]
    assert counts == sorted(counts)
    assert counts[-1] == len(SCORE)
    assert all(response.strength(1) == 1 for response in SCORE)


@given(drifts, drifts)
def test_strength_never_falls_as_drift_rises(one, other):
    """For every effect, between 0 and its ceiling."""
    low, high = sorted((one, other))
    for response in SCORE:
        assert 0 <= response.strength(low) <= response.strength(high) <= response.ceiling


def test_the_highest_drift_decides_what_a_stretch_needs():
    """A clip that is calm at first still carries what its end calls for."""
    clip = Clip("c", PLATE, 0, 10, shot="dunes")
    assert [one.name for one in score_for(clip, [Fraction(0), Fraction(1)])] == [response.effect for response in SCORE]


def test_seeds_follow_from_the_shot_and_the_effect():
    """A clip that moved, or was cut in two, looks the same; another shot looks otherwise."""
    here = score_for(Clip("c1", PLATE, 0, 10, shot="dunes", seed=7), [Fraction(1)])
    there = score_for(Clip("c2", PLATE, 500, 10, shot="dunes", seed=7), [Fraction(1)])
    other = score_for(Clip("c1", PLATE, 0, 10, shot="pit", seed=8), [Fraction(1)])
    assert here == there
    assert len({one.seed for one in here + other}) == 2 * len(SCORE)


@pytest.mark.parametrize("wrong", [{"start": 1, "end": 1}, {"start": -1, "end": 1}, {"start": 0, "end": 1, "ceiling": 2}])
def test_a_response_that_makes_no_sense_is_refused(wrong):
    """It would divide by nothing, begin at 0, or overshoot."""
    with pytest.raises(ValueError, match="'float'"):
        Response("float", **{name: Fraction(value) for name, value in wrong.items()})
