"""A long recording in windows, and the text shared among them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.listeners.windows import apportioned, windows
from white_cloud.backends.voices.words import word_places

TEXT = "We were told the shop never closed. Nobody asked why; the wind is strong."

#: Windows of one length.
EVEN = [(start, start + 10) for start in range(0, 100, 10)]


def shared(heard: list[str], text: str = TEXT) -> list[str]:
    """Return the words of each window."""
    places = word_places(text)
    parts = apportioned(text, places, EVEN[: len(heard)], heard)
    assert len(parts) == len(heard)
    return [" ".join(text[at : at + length] for at, length in places[first:end]) for first, end in parts]


def test_short_sounds_share_a_window_and_a_long_one_is_cut() -> None:
    """At silences where there are any."""
    assert windows([(5, 10), (12, 20), (40, 45)], 20) == ((5, 20), (40, 45))
    assert windows([(0, 25)], 10) == ((0, 10), (10, 20), (20, 25))
    assert windows([], 10) == ()


@given(st.lists(st.integers(1, 30), max_size=12), st.integers(1, 40))
def test_windows_hold_every_sound_and_are_never_too_long(lengths: list[int], longest: int) -> None:
    """In order, without overlap."""
    spans, at = [], 0
    for length in lengths:
        spans.append((at, at + length))
        at += length + 3
    found = windows(spans, longest)
    assert all(0 < end - first <= longest for first, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    inside = {sample for first, end in found for sample in range(first, end)}
    assert {sample for first, end in spans for sample in range(first, end)} <= inside


@pytest.mark.parametrize(
    "heard",
    [
        ["we were told the shop never closed", "nobody asked why the wind is strong"],
        ["We ware told the sharp never clothed", "nobody asks why, the wind's strong!"],
    ],
)
def test_what_was_heard_tells_where_the_text_is_parted(heard: list[str]) -> None:
    """Also where some of it was misheard."""
    assert shared(heard) == ["We were told the shop never closed", "Nobody asked why the wind is strong"]


def test_where_nothing_was_understood_the_text_is_parted_evenly() -> None:
    """By the length of the windows, whatever was heard in them."""
    assert [len(part.split()) for part in shared(["zzzzzzzz" * 20, ""])] == [7, 7]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.text(max_size=40))
def test_every_word_is_in_one_window(heard: list[str], text: str) -> None:
    """None twice, none lost, whatever was heard."""
    places = word_places(text)
    parts = apportioned(text, places, EVEN[: len(heard)], heard)
    assert [index for first, end in parts for index in range(first, end)] == list(range(len(places)))
