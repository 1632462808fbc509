"""What is asked for once more is made once more: not twice where a build broke off, and not at the price of what was there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from tests.hosted.test_paid_kills import killed_at
from white_cloud.testing.vendors import Fault, Vendors

TWO = ("{id: a, prompt: dunes at dawn, length: 1s}", "{id: b, prompt: an open pit, length: 1s}")
ASKED = "{id: asked, brief: dust on everything}"


def unreachable(one: Any, vendors: Vendors, **options: Any) -> None:
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    one.fails(until="shoot", **options)
    vendors.clear()


def takes_in_cut(one: Any) -> set[tuple[str, int]]:
    return {take for take in one.takes_in_cut() if take[0].startswith("shot/")}


def test_a_budget_that_was_too_small_is_no_reason_to_pay_again(film: Callable[..., Any], vendors: Vendors) -> None:
    """The same command with a larger one buys the rest; once the build is there the same names mean others."""
    one = film(*TWO)
    one.build(until="shoot")
    one.fails(until="shoot", reshoot=("a", "b"), budget=Fraction(3, 10))
    one.build(until="shoot", reshoot=("b", "a"), budget=Fraction(2))
    assert any("was made before the last build ended" in event.message for event in one.told if hasattr(event, "message"))
    assert [len(one.project().takes(shot)) for shot in "ab"] == [2, 2]
    one.build(until="shoot", reshoot=("b", "a"))
    assert [len(one.project().takes(shot)) for shot in "ab"] == [3, 3]
    assert len(vendors.created("video")) == 6


@pytest.mark.parametrize(
    "between", [{"until": "voice"}, {"until": "voice", "reshoot": ("a", "b")}, {"until": "voice", "reshoot": ("stale",)}]
)
def test_a_build_that_asks_for_nothing_of_it_forgets_nothing(
    film: Callable[..., Any], vendors: Vendors, between: dict[str, Any]
) -> None:
    """A look at the cut before the budget is raised, or the same command up to an earlier stage."""
    one = film(*TWO)
    one.build(until="shoot")
    one.fails(until="shoot", reshoot=("a", "b"), budget=Fraction(3, 10))
    one.build(**between)
    one.build(until="shoot", reshoot=("a", "b"))
    assert [len(one.project().takes(shot)) for shot in "ab"] == [2, 2]
    assert len(vendors.created("video")) == 4


def test_words_that_were_written_anew_may_be_asked_for_again(film: Callable[..., Any], vendors: Vendors) -> None:
    """The same command given once more means others."""
    one = film(TWO[0], lines=(ASKED,))
    one.build(until="write")
    for _ in range(2):
        one.build(until="write", rewrite=("asked",))
    assert len(vendors.created("text")) == 3


def test_names_other_than_those_of_before_are_asked_for_in_whole(film: Callable[..., Any], vendors: Vendors) -> None:
    """Nobody gave that command before."""
    one = film(*TWO)
    one.rewrite("camera: {use: runway,", "camera: {use: runway, at_once: 1,")
    one.build(until="shoot")
    one.fails(until="shoot", reshoot=("a", "b"), budget=Fraction(3, 10))
    one.build(until="shoot", reshoot=("a",))
    assert len(one.project().takes("a")) == 3


def test_what_was_ordered_once_more_is_fetched_without_being_asked_for_again(
    film: Callable[..., Any], vendors: Vendors
) -> None:
    """The plan says so, whatever take there is, and the cut has it at once."""
    one = film("{id: a, prompt: dunes at dawn, length: 1s}")
    one.build(until="shoot")
    one.rewrite("dunes at dawn", "dunes at noon")
    unreachable(one, vendors, reshoot=("a",))
    (step,) = one.project().plan(one.options())[2].steps
    assert ("ordered already (order 2)" in step.reason, step.price) == (True, 0)
    one.build(until="cut")
    assert [take.request["prompt"] for take in one.project().takes("a")] == ["dunes at dawn", "dunes at noon"]
    assert takes_in_cut(one) == {("shot/a", 2)}
    assert len(vendors.created("video")) == 2


def test_of_two_wishes_at_a_vendor_s_the_later_is_in_the_cut(film: Callable[..., Any], vendors: Vendors) -> None:
    """Both are fetched."""
    one = film("{id: a, prompt: dunes at dawn, length: 1s}")
    unreachable(one, vendors)
    one.rewrite("dunes at dawn", "dunes at noon")
    unreachable(one, vendors, reshoot=("a",))
    assert one.states() == ["submitted", "submitted"]
    one.build(until="cut")
    assert one.states() == ["done", "done"]
    number = next(take.number for take in one.project().takes("a") if take.request["prompt"] == "dunes at noon")
    assert takes_in_cut(one) == {("shot/a", number)}


@pytest.mark.parametrize("budget", [Fraction(0), None])
def test_words_that_cannot_be_written_anew_stay(film: Callable[..., Any], vendors: Vendors, budget: Fraction | None) -> None:
    """A person's own above all: whatever stops the writer, the script is as it was."""
    one = film(TWO[0], lines=(ASKED,))
    one.build(until="write")
    script = one.project().script_path
    script.write_text(script.read_text(encoding="utf-8").replace("zh: ", "zh: 我", 1), encoding="utf-8")
    before = script.read_bytes()
    if budget is None:
        vendors.add(Fault("refusal", match="responses"))
    one.fails(until="write", rewrite=("asked",), budget=budget)
    assert script.read_bytes() == before
    one.build(until="write", rewrite=("asked",))
    assert script.read_bytes() != before


def test_words_are_there_wherever_writing_them_anew_is_killed(film: Callable[..., Any], vendors: Vendors) -> None:
    """Those of before, or others."""
    one = film(TWO[0], lines=(ASKED,))
    one.build(until="write")
    for number in (2, 5, 8):
        killed_at(number, one, until="write", rewrite=("asked",))
        assert one.project().script().lines
