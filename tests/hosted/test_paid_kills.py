"""A build is killed at every step of an order, and built again: nobody is asked twice to make one take."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from white_cloud.errors import WhiteCloudError
from white_cloud.testing.vendors import Vendors

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

#: What Python tells of as it does it: the ledger is opened before each of its steps, a vendor before it is asked.
STEPS = {"sqlite3.connect", "socket.connect"}


def in_a_child(work: Callable[[], object], begun: Callable[[int], object] = lambda _: None) -> int:
    """Do a thing in a copy of this process, and return how it ended, as `waitpid` says; `begun` is told its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the threads of the vendors stay in this process
        child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except WhiteCloudError as error:
            os._exit(error.exit_status)
        finally:
            os._exit(99)
    begun(child)
    return os.waitpid(child, 0)[1]


def killed_at(number: int, film: Any, **options: Any) -> bool:
    """Build in a process that kills itself before its step of this number; return whether it came so far."""

    def work() -> None:
        steps = count(1)

        def hook(event: str, _: tuple[Any, ...]) -> None:
            if event in STEPS and next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        film.build(**options)

    status = in_a_child(work)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    return status != 0


def test_a_take_is_ordered_once_wherever_a_build_is_killed(film: Callable[..., Any], vendors: Vendors) -> None:
    """Where nobody can know whether it was taken a person settles it; everywhere else the next build goes on by itself."""
    states, settled = [], set()
    for number in count(1):
        before = len(vendors.created("video"))
        one = film("{id: a, prompt: dunes at dawn, length: 1s}", folder=f"film{number}")
        if not killed_at(number, one, until="shoot"):
            break
        states.append(tuple(one.states()))
        if "ambiguous" in one.states():
            assert "see at runway whether it was taken and paid" in one.fails(until="shoot")
            taken = vendors.created("video")[before:]
            settled.add(bool(taken))
            one.project().settle([], *(("found", taken[0].id) if taken else ("lost",)))
        one.build(until="shoot")
        assert len(vendors.created("video")[before:]) == 1
        assert [take.number for take in one.project().takes("a")] == [1]
    assert list(dict.fromkeys(states)) == [(), ("ambiguous",), ("submitted",), ("done",)]
    assert settled == {False, True}


def test_speech_is_paid_once_wherever_a_build_is_killed_but_for_what_is_cheap(
    film: Callable[..., Any], vendors: Vendors
) -> None:
    """A line of two phrases: what was delivered of it is kept; an order of unknown fate is placed again and counts as spent."""
    phrases = (
        "{speak: zh, text: {zh: 风很大。, en: The wind is strong.}}, {speak: en, text: {zh: 水很甜。, en: The water is sweet.}}"
    )
    states = []
    for number in count(1):
        before = len(vendors.created("speech"))
        one = film("{id: a, prompt: dunes, length: 4s}", lines=(f"{{id: l, phrases: [{phrases}]}}",), folder=f"film{number}")
        if not killed_at(number, one, until="voice"):
            break
        states.append(tuple(one.states()))
        unknown = one.states().count("ambiguous")
        one.build(until="voice")
        assert 2 <= len(vendors.created("speech")[before:]) <= 2 + unknown
        assert one.states().count("done") == 2
    assert {("ambiguous",), ("done",), ("done", "ambiguous"), ("done", "done")} <= set(states)
