"""A build that is asked to stop says so, leaves nobody at work, and the next one goes on from there."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from white_cloud.testing.processes import BuildProcess, told


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.thorough)])
def test_a_build_stopped_as_it_shoots_keeps_what_it_shot(spoken: Any, embedded: Any, number: signal.Signals) -> None:
    """By Ctrl-C, or by a system that shuts down."""
    with BuildProcess(spoken.screenplay, "--jobs", "1") as build:
        assert build.follow(lambda event: (event["event"], event["stage"]) == ("ItemDone", "shoot"))
        ended = build.interrupt(number)
    assert not told(build.events, "StageDone", "shoot")
    assert ended.status == 130
    assert "what was finished is kept" in ended.said
    assert "Traceback" not in ended.said
    assert ended.left == ()
    assert not list(spoken.folder.glob(".white_cloud/under-way/*"))
    shot = build.events[-1]["item"]
    with BuildProcess(spoken.screenplay, "--jobs", "1") as build:
        assert build.finish().status == 0
    assert shot not in {event["item"] for event in build.events if event["event"] == "ItemDone" and event["stage"] == "shoot"}
    assert build.events[-1]["sha256"] == embedded.sha256


def test_two_workers_make_the_same_film_as_one(smallest: Any, embedded: Any) -> None:
    """On the embedded backends, from nothing."""
    assert smallest.build(jobs=2)[0].report["sha256"] == embedded.sha256
