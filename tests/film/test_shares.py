"""How the shots of a scene share its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.film.shares import share


@st.composite
def scenes(draw: st.DrawFn) -> tuple[int, list[int], list[int]]:
    """Draw a length, weights and limits that hold it."""
    limits = draw(st.lists(st.integers(1, 60), min_size=1, max_size=8))
    weights = draw(st.lists(st.integers(1, 60), min_size=len(limits), max_size=len(limits)))
    return draw(st.integers(len(limits), sum(limits))), weights, limits


@given(scenes())
def test_the_parts_add_up_and_none_is_empty_or_over_its_limit(given_: tuple[int, list[int], list[int]]) -> None:
    """Whatever the weights."""
    total, weights, limits = given_
    parts = share(total, weights, limits)
    assert sum(parts) == total
    assert all(1 <= part <= limit for part, limit in zip(parts, limits, strict=True))


@given(scenes())
def test_who_asked_for_more_gets_no_less(given_: tuple[int, list[int], list[int]]) -> None:
    """Unless it is full; a frame of rounding apart."""
    total, weights, limits = given_
    parts = share(total, weights, limits)
    for i, one in enumerate(weights):
        for j, other in enumerate(weights):
            if one >= other and parts[i] < limits[i]:
                assert parts[i] >= parts[j] - 1


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_what_was_asked_is_given_when_the_length_is_what_was_asked(weights: list[int]) -> None:
    """A scene as long as its shots leaves them as they are."""
    assert share(sum(weights), weights, [weight + 24 for weight in weights]) == weights


@pytest.mark.parametrize(
    ("total", "weights", "limits", "parts"),
    [
        (90, [1, 2, 6], [100, 100, 100], [10, 20, 60]),
        (10, [1, 1, 1], [9, 9, 9], [4, 3, 3]),
        (11, [1, 1, 1], [9, 9, 9], [4, 4, 3]),
        (90, [1, 2, 6], [100, 100, 40], [17, 33, 40]),
        (3, [1, 1000, 1], [9, 1000, 9], [1, 1, 1]),
        (5, [1000, 1, 1], [9, 9, 9], [3, 1, 1]),
        (30, [9, 1, 1], [10, 10, 10], [10, 10, 10]),
        (31, [1, 18, 1, 18, 1, 1, 1], [1, 14, 1, 13, 1, 1, 1], [1, 13, 1, 13, 1, 1, 1]),
    ],
)
def test_the_rest_goes_to_the_largest_remainder_and_first_come_first(
    total: int, weights: list[int], limits: list[int], parts: list[int]
) -> None:
    """What one cannot hold is poured over the others in proportion."""
    assert share(total, weights, limits) == parts


@pytest.mark.parametrize(("total", "limits"), [(21, [10, 10]), (1, [10, 10]), (5, [0, 10])])
def test_a_length_that_does_not_fit_is_refused(total: int, limits: list[int]) -> None:
    """Too long, more parts than frames, or a part that holds nothing."""
    with pytest.raises(ValueError, match="do not fit"):
        share(total, [1, 1], limits)
