"""The character error rate: what counts as the same, and how much the rest counts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.listeners.error_rate import character_error_rate
from white_cloud.backends.listeners.numerals import in_digits

THE_SAME = [
    ("The wind, it's STRONG.", "the wind its strong"),
    ("风很大，没有人。", "风很大没有人"),
    ("ＡＢＣ　１２３", "abc 123"),
    ("1,200 trucks", "twelve hundred trucks"),
    ("1,200 trucks", "one thousand two hundred trucks"),
    ("十九年", "19年"),
    ("二〇二六年", "2026年"),
    ("一千二百辆", "1200辆"),
    ("3万5千", "三万五千"),
    ("两亿", "200000000"),
    ("in nineteen eighty-four", "in 1984"),
    ("one hundred and five", "105"),
    ("零七", "07"),
]


@pytest.mark.parametrize(("wanted", "heard"), THE_SAME)
def test_what_is_said_alike_is_no_error(wanted: str, heard: str) -> None:
    """Case, punctuation, spaces, full width, and numbers in words or digits."""
    assert character_error_rate(wanted, heard) == 0


@pytest.mark.parametrize(
    ("wanted", "heard", "rate"),
    [
        ("风很大", "风大", Fraction(1, 3)),
        ("风很大", "", Fraction(1)),
        ("", "", Fraction(0)),
        ("", "x", Fraction(1)),
        ("abcd", "abxd", Fraction(1, 4)),
        ("ab", "abab ababab", Fraction(1)),
        ("云", "雲", Fraction(1)),
    ],
)
def test_every_edit_counts_as_a_character_of_the_text(wanted: str, heard: str, rate: Fraction) -> None:
    """At most all of them; a traditional character is not a simplified one."""
    assert character_error_rate(wanted, heard) == rate


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_rate_is_a_part_of_the_whole(one: str, other: str) -> None:
    """And a text is no error of itself."""
    assert 0 <= character_error_rate(one, other) <= 1
    assert character_error_rate(one, one) == 0


def test_words_that_hold_a_number_are_left_alone() -> None:
    """A number is a word of its own in English; a unit that counts nothing stays as it is."""
    assert in_digits("often, stone, weight") == "often, stone, weight"
    assert in_digits("twenty-one tons and seven") == "21 tons and 7"
