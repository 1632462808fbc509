"""A build is killed at every step of an order, and built again: nobody is asked twice to make one take."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import pytest

from white_cloud.errors import WhiteCloudError
from white_cloud.store.takes import Take
from white_cloud.testing.vendors import Order, Vendors

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

#: What Python tells of as it does it: the ledger is opened before each of its steps, a vendor before it is asked, and a take is
#: linked into its place. The script comes to its own by a rename.
STEPS = {"sqlite3.connect", "socket.connect", "os.link"}


def is_step(event: str, given: Sequence[Any]) -> bool:
    """Return whether what Python is about to do takes an order, or what came of one, a step further."""
    return event in STEPS or (event == "os.rename" and str(given[1]).endswith(".script.yaml"))


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

        def hook(event: str, given: tuple[Any, ...]) -> None:
            if is_step(event, given) and next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        film.build(**options)

    status = in_a_child(work)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    return status != 0


def settled(film: Any, taken: Sequence[Order]) -> list[bool]:
    """Settle what nobody can know, if there is such an order, as a person does who looks at what the vendor has taken.

    Return whether the vendor had each.
    """
    if "ambiguous" not in film.states():
        return []
    assert "see at runway whether it was taken and paid" in film.fails(until="shoot")
    known = {entry.vendor_id for entry in film.orders()}
    found = [order.id for order in taken if order.id not in known]
    assert len(found) <= 1
    film.project().settle([], *(("found", found[0]) if found else ("lost",)))
    return [bool(found)]


def undisturbed(film: Callable[..., Any], vendors: Vendors, shot: str) -> tuple[Take, list[str]]:
    """Return the take of a shot whose build nothing disturbs, and what the vendor was asked for it, order by order."""
    one = film(shot)
    one.build(until="shoot")
    (whole,) = one.project().takes()
    return whole, [order.key for order in vendors.created("video")]


def test_a_take_is_ordered_once_wherever_a_build_is_killed(film: Callable[..., Any], vendors: Vendors) -> None:
    """Where nobody can know whether it was taken a person settles it; everywhere else the next build goes on by itself."""
    states, had = [], set()
    for number in count(1):
        before = len(vendors.created("video"))
        one = film("{id: a, prompt: dunes at dawn, length: 1s}", folder=f"film{number}")
        if not killed_at(number, one, until="shoot"):
            break
        states.append(tuple(one.states()))
        had.update(settled(one, vendors.created("video")[before:]))
        one.build(until="shoot")
        assert len(vendors.created("video")[before:]) == 1
        assert [take.number for take in one.project().takes("a")] == [1]
    assert list(dict.fromkeys(states)) == [(), ("ambiguous",), ("submitted",), ("done",)]
    assert had == {False, True}


@pytest.mark.thorough
@pytest.mark.parametrize("length", ["10s", "20s"])
def test_every_take_of_a_chain_is_ordered_once_wherever_a_build_is_killed(
    film: Callable[..., Any], vendors: Vendors, length: str
) -> None:
    """A shot longer than its model allows: what there is of it is taken up, and the whole is that of an undisturbed build."""
    shot = f"{{id: a, prompt: dunes at dawn, length: {length}}}"
    whole, orders = undisturbed(film, vendors, shot)
    assert len(orders) > 1
    states, had = [], []
    for number in count(1):
        before = len(vendors.created("video"))
        one = film(shot, folder=f"film{number}")
        if not killed_at(number, one, until="shoot"):
            break
        states.append(tuple(one.states()))
        had += settled(one, vendors.created("video")[before:])
        one.build(until="shoot")
        assert [order.key for order in vendors.created("video")[before:]] == orders
        assert [(take.number, take.blob) for take in one.project().takes("a")] == [(1, whole.blob)]
    under_way = [("done",) * made + state for made in range(len(orders)) for state in ((), ("ambiguous",), ("submitted",))]
    assert list(dict.fromkeys(states)) == [*under_way, ("done",) * len(orders)]
    assert set(had) == {False, True}


@pytest.mark.parametrize("length", ["1s", pytest.param("10s", marks=pytest.mark.thorough)])
def test_a_shot_renamed_after_a_kill_takes_up_what_its_old_name_ordered(
    film: Callable[..., Any], vendors: Vendors, length: str
) -> None:
    """Wherever the build was killed: the vendor is asked for no more than by an undisturbed build, and the take is the same."""
    shot = f"{{id: a, prompt: dunes at dawn, length: {length}}}"
    whole, orders = undisturbed(film, vendors, shot)
    subjects = set()
    for number in count(1):
        before = len(vendors.created("video"))
        one = film(shot, folder=f"film{number}")
        if not killed_at(number, one, until="shoot"):
            break
        one.rewrite("{id: a,", "{id: b, was: a,")
        settled(one, vendors.created("video")[before:])
        one.build(until="shoot")
        assert [order.key for order in vendors.created("video")[before:]] == orders
        assert [(take.number, take.blob) for take in one.project().takes()] == [(1, whole.blob)]
        assert not one.project().plan(one.options())[2].made()
        subjects.update(entry.subject for entry in one.orders())
    assert subjects == {"shot/a", "shot/b"}


@pytest.mark.thorough
def test_words_are_paid_once_wherever_a_build_is_killed_but_for_what_is_cheap(
    film: Callable[..., Any], vendors: Vendors
) -> None:
    """Two briefs: what was written is never asked for again; an order of unknown fate is placed again and counts as spent."""
    briefs = {"words/dust": "dust on everything", "words/salt": "salt in the tea"}
    lines = tuple(f"{{id: {subject[6:]}, brief: {brief}}}" for subject, brief in briefs.items())
    states, paid_again = [], set()
    for number in count(1):
        before = len(vendors.created("text"))
        one = film("{id: a, prompt: dunes, length: 4s}", lines=lines, folder=f"film{number}")
        if not killed_at(number, one, until="write"):
            break
        left = {entry.subject: entry.state for entry in one.orders()}
        states.append(tuple(left.values()))
        one.build(until="write")
        for subject, brief in briefs.items():
            more = sum(brief in str(order.body["input"]) for order in vendors.created("text")[before:]) - 1
            assert 0 <= more <= (left.get(subject) == "ambiguous")
            if left.get(subject) == "ambiguous":
                paid_again.add(more)
        lost = [entry for entry in one.orders() if entry.state != "done"]
        assert len(lost) == list(left.values()).count("ambiguous")
        assert all(entry.reason.endswith("placed again") and entry.spent == entry.price for entry in lost)
        delivered = [entry.data["delivered"]["lines"] for entry in one.orders() if entry.state == "done"]
        script = one.project().script()
        assert [[[vars(phrase) for phrase in line.phrases]] for line in script.lines] == delivered
    assert list(dict.fromkeys(states)) == [(), ("ambiguous",), ("done",), ("done", "ambiguous"), ("done", "done")]
    assert paid_again == {0, 1}


@pytest.mark.thorough
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
