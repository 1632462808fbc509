"""Keys: what decides a result, and nothing else."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud import identity
from white_cloud.film.drift import Curve

REQUEST = {
    "prompt": "dunes at dawn 沙丘",
    "frames": 120,
    "rate": Fraction(24000, 1001),
    "size": (1280, 720),
    "paid": False,
    "note": None,
}

words = st.text("ab/1沙", max_size=3)
scalars = st.none() | st.booleans() | st.integers() | words | st.builds(Fraction, st.integers(), st.just(7))
plain = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=5
)


def test_a_take_key_is_pinned() -> None:
    """Keys of takes that were bought must never change: if this fails, every film would be shot again."""
    assert identity.key("take", REQUEST) == "3f337006459070805515a885bd35ece1941cc5afa261b9391a25bfa699282571"


def test_a_key_of_values_is_pinned() -> None:
    """A dataclass counts by its fields, a curve's fractions exactly."""
    curve = Curve(((Fraction(0), Fraction(1, 3)), (Fraction(1), Fraction(1))))
    assert identity.key("segment", {"ramp": curve}) == "4b7820c191b282296b0908b372bafd6828d4cb3b83ae93a3e2e1067692f8baab"


def test_seeds_are_pinned() -> None:
    """A shot looks the same in ten years."""
    assert identity.seed(0, "pit_01") == 811214220831582143
    assert identity.seed("film", "bed", "wind") == 1438692730655537465


def test_the_kind_parts_equal_requests() -> None:
    """A take and a segment of the same request are two things."""
    assert identity.key("take", REQUEST) != identity.key("speech", REQUEST)


@given(plain)
def test_a_key_is_64_hexadecimal_digits(value: Any) -> None:
    """Whatever is asked."""
    name = identity.key("take", value)
    assert len(name) == 64
    assert set(name) <= set("0123456789abcdef")


@given(st.dictionaries(words, plain, min_size=2, max_size=3))
def test_the_order_of_a_mapping_does_not_count(value: dict[str, Any]) -> None:
    """A person may write the keys of a document in any order."""
    turned = OrderedDict(reversed(value.items()))
    assert identity.key("take", turned) == identity.key("take", value)


@given(st.lists(st.integers(), min_size=2, unique=True))
def test_the_order_of_a_list_counts(value: list[int]) -> None:
    """Phrases in another order are another line."""
    assert identity.key("take", value) != identity.key("take", value[::-1])


def test_a_list_and_a_tuple_are_the_same() -> None:
    """What went through JSON and back keeps its key."""
    assert identity.key("take", {"size": [64, 36]}) == identity.key("take", {"size": (64, 36)})


def test_a_request_keeps_its_key_when_it_is_recorded() -> None:
    """The canonical form of a canonical form is itself."""
    recorded = identity.canonical(REQUEST)
    assert identity.canonical(recorded) == recorded
    assert identity.key("take", recorded) == identity.key("take", REQUEST)


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, "1"), (1, 1.0), (None, ""), (Fraction(1), 1)])
def test_values_of_different_types_are_different(one: object, other: object) -> None:
    """Equal in Python does not mean the same request."""
    assert identity.key("take", one) != identity.key("take", other)


def test_minus_zero_is_zero() -> None:
    """Equal numbers are one request."""
    assert identity.key("take", -0.0) == identity.key("take", 0.0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    """NaN is not equal to itself, so it could never be found again."""
    with pytest.raises(TypeError, match="no place in a key"):
        identity.key("take", {"strength": [value]})


@dataclass(frozen=True)
class _Holds:
    what: object


@pytest.mark.parametrize(
    "value",
    [Path("/film/take.mp4"), PurePosixPath("a"), datetime(2026, 1, 1, tzinfo=UTC), {1, 2}, b"bytes", object(), _Holds, 1j],
    ids=lambda value: type(value).__name__,
)
def test_a_path_a_clock_and_anything_without_one_form_are_refused(value: object) -> None:
    """They would make equal requests differ, here and on another machine."""
    for holder in (value, [value], {"value": value}, _Holds(value)):
        with pytest.raises(TypeError, match="no place in a key"):
            identity.key("take", holder)


def test_a_mapping_by_numbers_is_refused() -> None:
    """JSON would turn the numbers into text, silently."""
    with pytest.raises(TypeError, match="text for names"):
        identity.key("take", {1: "one"})


@given(st.lists(words | st.integers(), min_size=1, max_size=4))
def test_a_seed_is_a_positive_whole_number_of_63_bits(ids: list[str | int]) -> None:
    """NumPy, torch and vendors all take such a one, and it is the same each time."""
    assert 0 <= identity.seed(*ids) < 2**63
    assert identity.seed(*ids) == identity.seed(*ids)


def test_seeds_part_their_ids() -> None:
    """`ab` and `c` are not `a` and `bc`."""
    assert identity.seed("ab", "c") != identity.seed("a", "bc")


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Its name and place do not count."""
    (tmp_path / "a").write_bytes(b"white cloud")
    (tmp_path / "b").write_bytes(b"white cloud")
    assert (
        identity.file_digest(tmp_path / "a")
        == identity.file_digest(tmp_path / "b")
        == "119dfddf6d9c1f021491d3f765dac2cec2391eb428a26c3e05bc9540a12062e5"
    )
