"""From attention to word times, on matrices made by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.listeners.alignment import sharpened, token_spans, words_of

SECOND = Fraction(1)


def attention(lengths: list[int]) -> np.ndarray:
    """Attention that follows tokens of these lengths, in frames, one after the other."""
    matrix = np.zeros((len(lengths), sum(lengths)))
    at = 0
    for token, length in enumerate(lengths):
        matrix[token, at : at + length] = 1
        at += length
    return matrix


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_tokens_last_as_long_as_they_are_attended_to(lengths: list[int]) -> None:
    """Clear attention is followed to the frame."""
    spans = token_spans(attention(lengths))
    assert [end - first for first, end in spans] == lengths
    assert spans[0][0] == 0


@given(st.integers(1, 9), st.integers(1, 30), st.integers(0, 99))
def test_whatever_is_attended_to_tokens_stand_in_order(tokens: int, frames: int, seed: int) -> None:
    """Without overlap, over the whole sound, also where there are more tokens than frames."""
    spans = token_spans(np.random.default_rng(seed).normal(size=(tokens, frames)))
    ends = [at for span in spans for at in span]
    assert ends == sorted(ends)
    assert ends[0] >= 0
    assert ends[-1] == frames


def test_a_head_that_looks_everywhere_does_not_blur_the_others() -> None:
    """Each is standardised first, however loud it is."""
    clear, blurred = attention([10, 10, 10]), np.full((3, 30), 50.0)
    assert token_spans(sharpened(np.stack([clear, blurred]))) == [(0, 10), (10, 20), (20, 30)]


def test_a_token_of_two_han_shares_its_time_and_a_han_of_two_tokens_has_both() -> None:
    """Tokens are not characters."""
    places = [(0, 1), (1, 1), (2, 1)]
    tokens = [(0, 2), (2, 3), (2, 3)]
    spans = [(Fraction(0), Fraction(2)), (Fraction(2), Fraction(3)), (Fraction(3), Fraction(5))]
    words = words_of(places, tokens, spans, (Fraction(0), Fraction(9)))
    assert [(word.start, word.end) for word in words] == [(0, 1), (1, 2), (2, 5)]


def test_words_stay_within_the_sound() -> None:
    """Whatever the tokens say."""
    words = words_of([(0, 2)], [(0, 2)], [(Fraction(0), Fraction(9))], (SECOND, 2 * SECOND))
    assert [(word.start, word.end) for word in words] == [(1, 2)]


def test_a_word_without_a_token_has_no_length() -> None:
    """It stands where the word before it ends."""
    words = words_of([(0, 1), (2, 1)], [(0, 1)], [(Fraction(0), SECOND)], (Fraction(0), 9 * SECOND))
    assert [(word.start, word.end) for word in words] == [(0, 1), (1, 1)]


@pytest.mark.parametrize("heads", [1, 3])
def test_sharpening_keeps_tokens_and_frames(heads: int) -> None:
    """One matrix comes of many, of a short sound too."""
    assert sharpened(np.ones((heads, 4, 5))).shape == (4, 5)
