"""How far a voice has come apart at a drift."""

from fractions import Fraction

from white_cloud.stages.treating import damage_at


def test_a_voice_is_whole_until_the_drift_has_begun_and_broken_at_its_end():
    """Nothing below 0.3, everything at 1, evenly between; exact."""
    assert [damage_at(Fraction(tenths, 10)) for tenths in (0, 3, 10)] == [0, 0, 1]
    assert damage_at(Fraction(65, 100)) == Fraction(1, 2)
