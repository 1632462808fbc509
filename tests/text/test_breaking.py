"""Lines end where they read well."""

import pytest

from white_cloud.text.breaking import FORCED, breaks, squeeze, wrap


def places(text, limit=10_000):
    return {text[:at].rstrip(): cost for at, cost in breaks(text, [1] * len(text), limit).items() if at < len(text)}


def test_spaces_are_squeezed_and_no_break_spaces_kept():
    """One line, one space, whatever was typed."""
    assert squeeze("  a \n b\u00a0! \u00a0c ") == "a b\u00a0! c"


@pytest.mark.parametrize(
    "text", ["don't", "1,200.5", "二十五万", "第3", "（云）", "“好”", "云。", "quoi\u00a0?", "3 000", "« mot »", '"word"', "——"]
)
def test_what_belongs_together_has_no_break(text):
    """Words, numbers, and marks with what they open or close."""
    assert places(text) == {}


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("Dust fell. We swept", "Dust fell.", "Dust"),
        ("Mr. Li came in", "Mr. Li came", "Mr."),
        ("dust and wind", "dust", "dust and"),
        ("the dust falls", "the dust", "the"),
        ("我来，我看", "我来，", "我"),
        ("我们的家园", "我们的", "我们的家"),
        ("很好而且便宜", "很好", "很好而"),
        ("把灰扫走", "把灰扫", "把"),
        ("12吨白灰", "12吨", "12"),
    ],
)
def test_a_better_place_costs_less(text, better, worse):
    """Punctuation before joining words before plain places before small words."""
    found = places(text)
    assert found[better] < found.get(worse, 10_000)


def test_a_word_wider_than_the_line_may_be_split():
    """Only because it could not be set otherwise."""
    assert places("abcdef", limit=4) == dict.fromkeys(["a", "ab", "abc", "abcd", "abcde"], FORCED)


def test_lines_are_as_few_as_hold_the_text_and_balanced():
    """Two lines of like length, not a full one and a rest."""
    text = "one two three four five six"
    assert wrap(text, [1] * len(text), 23) == ("one two three", "four five six")


def test_text_that_fits_stays_on_one_line():
    """No break without need."""
    assert wrap("云。云。", [1] * 4, 4) == ("云。云。",)
