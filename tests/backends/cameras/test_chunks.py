"""How a shot is divided into chunks, and what each is told."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.cameras.base import MOVES
from white_cloud.backends.cameras.chunks import chunk_lengths, position
from white_cloud.backends.cameras.wording import directed, worded

FRAMES = st.integers(1, 2000)
LONGEST = st.integers(2, 300)
AMNESIA = st.fractions(0, 1, max_denominator=1000)
RATES = st.sampled_from([Fraction(8), Fraction(24), Fraction(25), Fraction(30000, 1001)])


@given(FRAMES, LONGEST, AMNESIA, RATES)
def test_chunks_add_up_and_fit_the_model(frames: int, longest: int, amnesia: Fraction, rate: Fraction) -> None:
    """Also with the frame of the chunk before that each but the first shows again."""
    lengths = chunk_lengths(frames, longest, amnesia, rate)
    assert sum(lengths) == frames
    assert all(length >= 1 for length in lengths)
    assert all(length + (number > 0) <= longest for number, length in enumerate(lengths))
    assert max(lengths) - min(lengths) <= 2


@given(FRAMES, LONGEST, AMNESIA, AMNESIA, RATES)
def test_more_amnesia_never_makes_longer_chunks(
    frames: int, longest: int, one: Fraction, other: Fraction, rate: Fraction
) -> None:
    """Nor fewer."""
    less, more = (chunk_lengths(frames, longest, amnesia, rate) for amnesia in sorted((one, other)))
    assert len(less) <= len(more)
    assert max(less) >= max(more)


@given(FRAMES, RATES)
def test_without_amnesia_a_shot_that_fits_is_one_chunk(frames: int, rate: Fraction) -> None:
    """Nothing changes where nothing is forgotten."""
    assert chunk_lengths(frames, max(frames, 2), Fraction(0), rate) == (frames,)


def test_a_shot_that_forgets_everything_is_made_by_the_second() -> None:
    """And by halves of it with half the amnesia."""
    assert chunk_lengths(240, 240, Fraction(1), Fraction(24)) == (23, 22, 22, 22, 22, 22, 22, 22, 21, 21, 21)
    assert chunk_lengths(240, 240, Fraction(1, 2), Fraction(24)) == (121, 119)
    assert chunk_lengths(240, 81, Fraction(0), Fraction(24)) == (81, 80, 79)


@pytest.mark.parametrize(("frames", "longest", "amnesia"), [(0, 10, 0), (10, 1, 0), (10, 10, 2), (10, 10, -1)])
def test_what_cannot_be_divided_is_refused(frames: int, longest: int, amnesia: int) -> None:
    """A frame at least, room for two, amnesia within 0..1."""
    with pytest.raises(ValueError, match="a shot has 1 frame or more"):
        chunk_lengths(frames, longest, Fraction(amnesia), Fraction(24))


@given(st.lists(st.integers(1, 100), min_size=2, max_size=12))
def test_the_first_chunk_stands_at_the_beginning_and_the_last_at_the_end(lengths: list[int]) -> None:
    """And those between in their order."""
    whole, begins = sum(lengths), [sum(lengths[:number]) for number in range(len(lengths) + 1)]
    places = [position((Fraction(begin, whole), Fraction(end, whole))) for begin, end in pairwise(begins)]
    assert places[0] == 0
    assert places[-1] == 1
    assert places == sorted(places, key=lambda place: place or 0)


def test_the_whole_way_stands_nowhere_and_no_way_is_refused() -> None:
    """A shot in one piece goes the whole way by itself."""
    assert position((Fraction(0), Fraction(1))) is None
    for wrong in ((1, 0), (0, 2), (0, 0)):
        with pytest.raises(ValueError, match="not from"):
            position((Fraction(wrong[0]), Fraction(wrong[1])))


def test_the_words_turn_from_the_one_prompt_to_the_other() -> None:
    """In as many stages as a reader can tell apart."""
    stages = [worded("a wheel", "a tunnel", (Fraction(n, 5), Fraction(n + 1, 5))) for n in range(5)]
    assert stages == [
        "a wheel",
        "a wheel, beginning to turn into a tunnel",
        "a wheel and a tunnel at once, halfway from the one to the other",
        "a tunnel, with a last trace of a wheel",
        "a tunnel",
    ]
    assert worded("a wheel", "a tunnel", (Fraction(0), Fraction(1))) == "a wheel, which slowly turns into a tunnel"


@given(st.integers(0, 9))
def test_what_becomes_nothing_else_stays_as_it_is(chunk: int) -> None:
    """Whatever chunk it is."""
    assert worded("a wheel", "", (Fraction(chunk, 10), Fraction(chunk + 1, 10))) == "a wheel"


def test_every_move_and_register_is_said() -> None:
    """After the prompt; a register that nobody knows is not."""
    assert len({directed("a wheel", move, "testimony") for move in MOVES}) == len(MOVES)
    assert directed("a wheel.", "push in", "advert") == (
        "a wheel. the camera pushes in slowly. glossy commercial, soft bright light"
    )
    assert directed("a wheel", "static", "whispered") == "a wheel. static camera"
