"""How many seconds are bought for how many frames."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.cameras.runway.lengths import bought, held, pieces

RANGE = tuple(range(2, 11))
FILM = Fraction(24)
SOLD = st.sampled_from([RANGE, (4, 6, 8), (5, 10), (5, 8, 12), (1,), (7,)])
RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(50)])


@pytest.mark.parametrize(
    ("frames", "sold", "seconds"),
    [
        (1, RANGE, (2,)),
        (49, RANGE, (3,)),
        (240, RANGE, (10,)),
        (241, RANGE, (6, 5)),
        (360, RANGE, (8, 8)),
        (100, (4, 6, 8), (6,)),
        (193, (4, 6, 8), (6, 4)),
        (241, (5, 10), (10, 5)),
        (130, (5, 12), (12,)),
    ],
)
def test_as_little_is_bought_as_holds_the_frames(frames: int, sold: tuple[int, ...], seconds: tuple[int, ...]) -> None:
    """One take where one suffices; a chain loses a frame at each seam, which is shown twice."""
    assert bought(frames, FILM, sold) == seconds


@given(st.integers(1, 1500), RATES, SOLD)
def test_what_is_bought_holds_what_is_asked_and_is_bought_again_as_it_is(
    frames: int, rate: Fraction, sold: tuple[int, ...]
) -> None:
    """So that a take once sold is asked for by its own length."""
    chain = bought(frames, rate, sold)
    whole = held(chain, rate)
    assert whole >= frames
    assert set(chain) <= set(sold)
    assert held(bought(whole, rate, sold), rate) == whole


@given(st.integers(250, 700), RATES, SOLD)
def test_no_chain_is_cheaper(frames: int, rate: Fraction, sold: tuple[int, ...]) -> None:
    """Looked for among all of fewer takes, of as many, and of one more."""
    chain = bought(frames, rate, sold)
    if len(chain) in range(2, 5):
        others = (one for count in range(2, len(chain) + 2) for one in combinations_with_replacement(sold, count))
        assert sum(chain) == min(sum(one) for one in others if held(one, rate) >= frames)


@given(st.integers(1, 900), RATES, SOLD, st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1)]))
def test_chunks_add_up_and_each_fits_a_take(frames: int, rate: Fraction, sold: tuple[int, ...], amnesia: Fraction) -> None:
    """With the frame that each but the first shows again."""
    chunks = pieces(frames, rate, sold, amnesia)
    assert sum(chunks) == frames
    assert all(chunk > 0 for chunk in chunks)
    assert all(chunk + (number > 0) <= held([max(sold)], rate) for number, chunk in enumerate(chunks))


def test_amnesia_makes_more_chunks_but_none_that_would_be_paid_and_thrown_away() -> None:
    """At two seconds the least that is sold, ten seconds are five chunks at most."""
    assert [len(pieces(240, FILM, RANGE, Fraction(part, 4))) for part in range(5)] == [1, 2, 2, 4, 5]
