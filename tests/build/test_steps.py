"""Steps and events: what a build would do and what it tells."""

from __future__ import annotations

import json

import pytest

from white_cloud.build.events import Finished, ItemDone, ItemFailed, StageDone, StageStarted, Warned, unheard
from white_cloud.build.steps import StagePlan, State, Step, differences


@pytest.mark.parametrize(("state", "made"), [("current", False), ("stale", True), ("missing", True), ("blocked", True)])
def test_everything_that_is_not_current_is_made(state: State, made: bool) -> None:
    """A plan parts its steps in two, in film order."""
    step, other = Step("a", state, "why"), Step("b", "current", "why")
    plan = StagePlan("shoot", (other, step))
    assert step.to_make is made
    assert plan.made() == ((step,) if made else ())
    assert plan.reused() == ((other,) if made else (other, step))


def test_a_difference_is_told_in_words() -> None:
    """Of the fields of both requests; long values are cut."""
    old, new = {"length": 120, "move": "static", "gone": 1}, {"length": 96, "move": "static", "prompt": "x" * 60}
    assert differences(old, new) == [
        "gone changed from 1 to None",
        "length changed from 120 to 96",
        f"prompt changed from None to {'x' * 45}...",
    ]
    assert differences(old, new, ("length", "move")) == ["length changed from 120 to 96"]
    assert differences(old, dict(old)) == []


def test_a_difference_inside_is_told_where_it_is() -> None:
    """Of options by name, of phrases and texts by number; a pair of numbers is told as a whole."""
    old = {
        "options": {"rate": 1, "pitch": 2},
        "phrases": [{"text": "a"}, {"text": "b"}],
        "size": [640, 360],
        "takers": ["a", "b"],
    }
    new = {
        "options": {"rate": 1, "pitch": 3},
        "phrases": [{"text": "a"}, {"text": "c"}],
        "size": [320, 180],
        "takers": ["a", "c"],
    }
    assert differences(old, new) == [
        "options: pitch changed from 2 to 3",
        "phrase 2: text changed from b to c",
        "size changed from [640, 360] to [320, 180]",
        "taker 2 changed from b to c",
    ]
    assert differences(old, {**old, "phrases": [{"text": "a"}]})[0].startswith("phrases changed from [")


@pytest.mark.parametrize("other", [None, 7, "text", ["list"]])
def test_what_is_not_a_request_has_no_differences(other: object) -> None:
    """A record of an older form is not guessed at."""
    assert differences(other, {"length": 1}) == []
    assert differences({"length": 1}, other) == []


@pytest.mark.parametrize(
    "event",
    [
        StageStarted("shoot", 1, 2, 48),
        ItemDone("shoot", "pit_01", 48, "there is no take of it yet"),
        ItemFailed("shoot", "pit_02", "拒绝"),
        StageDone("shoot", 1, 2, 0.5),
        Warned("a"),
        Finished("build/film/film.mp4", 48, "0" * 64, 3),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_is_a_line_of_json(event: Warned) -> None:
    """With its name, for programs."""
    data = json.loads(json.dumps(event.data()))
    assert data.pop("event") == type(event).__name__
    assert type(event)(**data) == event
    unheard(event)
