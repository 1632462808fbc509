"""Paid orders: whatever happens, the ledger knows what was asked of whom, and nothing is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

import pytest

from white_cloud.backends.base import BackendBase, Job, Pending
from white_cloud.backends.desk import REPLAYED, Desk, Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.purse import Purse
from white_cloud.backends.throttle import Throttle
from white_cloud.errors import (
    Ambiguous,
    BackendError,
    BackendUnavailable,
    Failed,
    Interrupted,
    NotAccepted,
    OverBudget,
    Refusal,
    StoreError,
    Unusable,
)
from white_cloud.film.prices import PriceTable, VendorPrices
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import Asked, Entry, Ledger

PRICE = Fraction(1, 5)
PRICES = PriceTable(
    "2026-11-22", "USD", {"credit": Fraction(1, 100)}, {"vendor": VendorPrices("credit", {"m": {"take": Fraction(20)}})}
)


@dataclass(frozen=True)
class Request:
    prompt: str = "dunes"
    options: dict[str, Any] = field(default_factory=lambda: {"model": "m", "tries": 3})


@dataclass(frozen=True)
class Delivery:
    path: Path
    cost: Fraction = Fraction(0)

    def data(self) -> dict[str, Any]:
        return {"cost": str(self.cost)}

    @classmethod
    def of(cls, path: Path, data: dict[str, Any]) -> Delivery:
        return cls(path, Fraction(data["cost"]))


class Vendor(BackendBase):
    """Does what the test laid down, step by step, and remembers what the ledger held as it was called."""

    name: ClassVar[str] = "vendor"
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "credit"
    poll: ClassVar[float] = 0.0
    delivers: ClassVar[type] = Delivery
    submits: ClassVar[list[Any]] = []
    collects: ClassVar[list[Any]] = []
    calls: ClassVar[list[tuple[str, list[str]]]] = []
    ledger: ClassVar[Ledger]

    @classmethod
    def quantities(cls, request: Request) -> dict[str, Fraction]:  # noqa: ARG003 - each costs the same
        return {"take": Fraction(1)}

    def submit(self, request: Request) -> Job:  # noqa: ARG002 - what it does is laid down
        return self._do("submit", self.submits)

    def collect(self, job: Job, folder: Path) -> Any:
        found = self._do(f"collect {job.id}", self.collects)
        if isinstance(found, bytes):
            path = folder / "take.mp4"
            path.write_bytes(found)
            return Delivery(path, Fraction(18))
        return found

    def _do(self, call: str, steps: list[Any]) -> Any:
        self.calls.append((call, [entry.state for entry in self.ledger.entries()]))
        found = steps.pop(0)
        if isinstance(found, BaseException):
            raise found
        return found


class Sender(Vendor):
    """A vendor that is sent something ahead of every order; `ahead` is what comes of that."""

    ahead: ClassVar[list[Any]] = []

    def prepare(self, request: Request) -> Callable[[], Job]:
        self._do("prepare", self.ahead)
        return lambda: self.submit(request)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    Vendor.ledger = Ledger(tmp_path / "ledger.sqlite")
    Vendor.calls, Vendor.submits, Vendor.collects = [], [], []
    return Desk("film", Vendor.ledger, Blobs(tmp_path / "blobs"), PRICES, Purse())


def order(
    desk: Desk, folder: Path, request: Request | None = None, *, another: bool = False, of: type[Vendor] = Vendor
) -> Delivery:
    place = folder / f"order{len(list(folder.iterdir()))}"
    place.mkdir()
    found: Delivery = obtain(of, request or Request(), place, errand=Errand(desk, "shot/a", another))
    return found


def lay_down(*submits: Any, collects: tuple[Any, ...] = ()) -> None:
    Vendor.submits, Vendor.collects = list(submits), list(collects)


def calls() -> list[str]:
    return [call for call, _ in Vendor.calls]


def only(desk: Desk) -> Entry:
    (entry,) = desk.ledger.entries()
    return entry


def asked() -> Asked:
    return Errand(Desk("film", Vendor.ledger, Blobs(Path()), PRICES), "shot/a").asked(Vendor, Request())


def test_an_order_is_written_down_before_each_step(desk: Desk, tmp_path: Path) -> None:
    """The intent before the call, the vendor's id before the first question; then what came and what it cost."""
    lay_down(Job("t1"), collects=(Pending(0.5), b"picture"))
    delivery = order(desk, tmp_path)
    assert Vendor.calls == [("submit", ["intent"]), ("collect t1", ["submitted"]), ("collect t1", ["submitted"])]
    assert delivery.path.read_bytes() == b"picture"
    entry = only(desk)
    assert (entry.state, entry.vendor_id, entry.price, entry.cost) == ("done", "t1", PRICE, Fraction(18, 100))
    assert desk.purse.spent == Fraction(18, 100)
    assert desk.blobs.verified(entry.blob).read_bytes() == b"picture"


def test_a_price_that_the_vendor_names_takes_the_place_of_ours(desk: Desk, tmp_path: Path) -> None:
    """From the moment it is known."""
    lay_down(Job("t1", Fraction(30)), collects=(Failed("it broke", again=False),))
    with pytest.raises(Failed):
        order(desk, tmp_path)
    assert only(desk).price == Fraction(30, 100)
    assert desk.purse.spent == 0


@pytest.mark.parametrize("kept", [False, True])
def test_what_was_delivered_is_not_ordered_again(desk: Desk, tmp_path: Path, kept: bool) -> None:
    """Neither after a build that died, nor when a take of it was lost."""
    lay_down(Job("t1"), collects=(b"picture",))
    order(desk, tmp_path)
    if kept:
        desk.ledger.keep("film", "shot/a")
    lay_down()
    again = order(desk, tmp_path)
    assert (again.path.read_bytes(), again.cost) == (b"picture", 18)
    assert len(desk.ledger.entries()) == 1


def test_one_more_of_the_same_is_ordered_when_a_take_holds_the_first(desk: Desk, tmp_path: Path) -> None:
    """And not before: until then the first is the one more."""
    lay_down(Job("t1"), Job("t2"), collects=(b"one", b"two"))
    order(desk, tmp_path)
    assert order(desk, tmp_path, another=True).path.read_bytes() == b"one"
    desk.ledger.keep("film", "shot/a")
    assert order(desk, tmp_path, another=True).path.read_bytes() == b"two"


def test_an_order_that_was_taken_is_asked_about_and_not_placed_again(desk: Desk, tmp_path: Path) -> None:
    """A build that died after the vendor's id was written goes on with it; that order is not this build's expense."""
    desk.ledger.submitted(desk.ledger.intend(asked()), "t1")
    lay_down(collects=(Pending(), b"picture"))
    assert order(desk, tmp_path).path.read_bytes() == b"picture"
    assert calls() == ["collect t1", "collect t1"]
    assert desk.purse.spent == 0


@pytest.mark.parametrize("error", [Ambiguous("timed out"), KeyError("a bug"), Interrupted("stopped")])
def test_an_order_of_unknown_fate_is_not_placed_again(desk: Desk, tmp_path: Path, error: Exception) -> None:
    """It counts as spent, and the next build says what to do."""
    lay_down(error)
    with pytest.raises(type(error)):
        order(desk, tmp_path)
    assert (only(desk).state, desk.ledger.spent("film")) == ("ambiguous", PRICE)
    with pytest.raises(Ambiguous, match=r"see at vendor whether it was taken and paid\. .*settle FILE 1 --lost`") as told:
        order(desk, tmp_path)
    assert told.value.order == 1
    assert calls() == ["submit"]


@pytest.mark.parametrize(
    "error", [Refusal("no picture"), BackendUnavailable("no key"), Interrupted("stopped"), KeyError("a bug")]
)
def test_what_ends_before_the_order_is_placed_leaves_nothing_to_settle(desk: Desk, tmp_path: Path, error: Exception) -> None:
    """While pictures are sent ahead, which may take minutes, nobody has ordered anything."""
    lay_down(Job("t1"), collects=(b"picture",))
    Sender.ahead = [error, None]
    with pytest.raises(type(error)):
        order(desk, tmp_path, of=Sender)
    assert (desk.ledger.entries(), desk.purse.spent) == ([], 0)
    later = replace(desk, unavailable={})
    assert order(later, tmp_path, of=Sender).path.read_bytes() == b"picture"
    assert Vendor.calls == [("prepare", []), ("prepare", []), ("submit", ["intent"]), ("collect t1", ["submitted"])]


def test_what_does_not_get_through_ahead_is_sent_again(desk: Desk, tmp_path: Path) -> None:
    """As often as the options say; the order is placed once."""
    lay_down(Job("t1"), collects=(b"picture",))
    Sender.ahead = [NotAccepted("429", 0.0), NotAccepted("429", 0.0), None]
    order(desk, tmp_path, of=Sender)
    assert calls() == ["prepare", "prepare", "prepare", "submit", "collect t1"]
    assert (only(desk).state, desk.purse.spent) == ("done", Fraction(18, 100))


def test_a_vendor_that_cannot_serve_is_sent_nothing_more(desk: Desk, tmp_path: Path) -> None:
    """As with a key that is not accepted: the next shot is told without asking."""
    Sender.ahead = [BackendUnavailable("no such key")]
    for prompt in ("one", "two"):
        with pytest.raises(BackendUnavailable, match="no such key"):
            order(desk, tmp_path, Request(prompt), of=Sender)
    assert calls() == ["prepare"]


def test_the_first_failure_of_an_order_says_what_to_do_as_the_second_does(desk: Desk, tmp_path: Path) -> None:
    """With the whole command, to be pasted."""
    lay_down(Ambiguous("timed out"), Job("t2"), collects=(Ambiguous("they no longer know it"),))
    said = []
    for prompt in ("one", "one", "two", "two"):
        with pytest.raises(Ambiguous) as told:
            order(desk, tmp_path, Request(prompt))
        said.append((told.value.order, str(told.value)))

    def next_step(number: int) -> str:
        return (
            "Before it is placed again, see at vendor whether it was taken and paid. If not, `white-cloud ledger settle FILE "
            f"{number} --lost`; if so, the same with `--found ID` in place of --lost"
        )

    assert said[:2] == [(1, f"timed out. {next_step(1)}")] * 2
    assert said[2:] == [(2, f"they no longer know it. {next_step(2)}")] * 2


def test_a_disk_that_refuses_while_an_order_is_placed_leaves_it_to_be_settled(desk: Desk, tmp_path: Path) -> None:
    """What came is lost, and the vendor may have taken the order; the ledger keeps the disk's reason."""
    lay_down(StoreError("cannot write what a vendor answers: no room"))
    with pytest.raises(StoreError, match=r"no room\. Before order 1 \(shot/a\) is placed again, see at vendor"):
        order(desk, tmp_path)
    assert (only(desk).state, desk.ledger.spent("film")) == ("ambiguous", PRICE)
    assert only(desk).reason.startswith("cannot write what a vendor answers: no room")


def test_a_cheap_order_of_unknown_fate_is_placed_once_more(desk: Desk, tmp_path: Path) -> None:
    """Below `resend_below`; the first counts as spent."""
    cheap = Request(options={"model": "m", "tries": 3, "resend_below": 0.3})
    lay_down(Ambiguous("timed out"), Job("t2"), collects=(b"picture",))
    assert order(desk, tmp_path, cheap).path.read_bytes() == b"picture"
    assert [(entry.state, entry.spent) for entry in desk.ledger.entries()] == [("failed", PRICE), ("done", Fraction(18, 100))]
    lay_down(Ambiguous("timed out"), Ambiguous("timed out"))
    with pytest.raises(
        Ambiguous, match=r"^timed out\. The next build places it again, since it costs less than `resend_below`$"
    ):
        order(desk, tmp_path, Request("other", cheap.options))
    lay_down(Job("t5"), collects=(b"other",))
    assert order(desk, tmp_path, Request("other", cheap.options)).path.read_bytes() == b"other"


def test_an_order_of_no_known_price_is_never_cheap(desk: Desk, tmp_path: Path) -> None:
    """Nobody knows what it would cost twice."""
    lay_down(Ambiguous("timed out"))
    with pytest.raises(Ambiguous):
        order(desk, tmp_path, Request(options={"model": "unknown", "tries": 3, "resend_below": 100.0}))
    assert calls() == ["submit"]


def test_a_refusal_is_remembered(desk: Desk, tmp_path: Path) -> None:
    """The same is not asked again until a person says so by name; something else is."""
    lay_down(Refusal("SAFETY.INPUT.TEXT", Fraction(2)))
    with pytest.raises(Refusal, match=r"^SAFETY\.INPUT\.TEXT\. It cost 0\.02 USD all the same$"):
        order(desk, tmp_path)
    assert (only(desk).refused, only(desk).cost, only(desk).reason) == (True, Fraction(2, 100), "SAFETY.INPUT.TEXT")
    with pytest.raises(
        Refusal,
        match=r"SAFETY.* \(refused on [-0-9]* at a cost of 0\.02 USD: change what is asked, or ask once more with --reshoot",
    ):
        order(desk, tmp_path)
    assert calls() == ["submit"]
    lay_down(Job("t2"), Job("t3"), collects=(b"again", b"other"))
    assert order(desk, tmp_path, another=True).path.read_bytes() == b"again"
    assert order(desk, tmp_path, Request("clouds")).path.read_bytes() == b"other"


def test_what_was_not_accepted_is_asked_again_and_costs_nothing(desk: Desk, tmp_path: Path) -> None:
    """As often as the options say, with every try in the ledger."""
    lay_down(NotAccepted("429", 0.0), NotAccepted("429", 0.0), Job("t3"), collects=(b"picture",))
    assert order(desk, tmp_path).path.read_bytes() == b"picture"
    assert [entry.state for entry in desk.ledger.entries()] == ["failed", "failed", "done"]
    lay_down(*[NotAccepted("429", 0.0)] * 4)
    with pytest.raises(NotAccepted):
        order(desk, tmp_path, Request("other"))
    assert len(Vendor.submits) == 1
    assert desk.ledger.spent("film") == desk.purse.spent == Fraction(18, 100)


@pytest.mark.parametrize(("again", "orders"), [(True, 2), (False, 1)])
def test_what_the_vendor_failed_at_is_tried_once_more_where_that_may_help(
    desk: Desk, tmp_path: Path, again: bool, orders: int
) -> None:
    """And no oftener."""
    lay_down(*[Job("t")] * 3, collects=tuple(Failed("INTERNAL.BAD_OUTPUT.01", Fraction(5), again=again) for _ in range(3)))
    with pytest.raises(Failed, match=rf"BAD_OUTPUT\.01\. It cost 0\.{5 * orders:02} USD all the same$") as told:
        order(desk, tmp_path)
    assert (told.value.cost, told.value.again) == (5, again)
    assert calls().count("submit") == orders
    assert desk.purse.spent == orders * Fraction(5, 100)


def test_what_costs_in_a_unit_of_no_known_worth_counts_by_its_price(desk: Desk, tmp_path: Path) -> None:
    """A refusal that the vendor names a cost for was not free."""
    euros = PriceTable("2027-01-01", "EUR", {}, {"vendor": VendorPrices("EUR", {"m": {"take": PRICE}})})
    there = replace(desk, prices=euros)
    lay_down(Refusal("SAFETY", Fraction(2)))
    with pytest.raises(Refusal, match=r"It cost 0\.20 EUR all the same"):
        order(there, tmp_path)
    assert only(desk).cost == desk.purse.spent == PRICE


class Waits(Event):
    """A build that nobody stops, whose every wait is over at once and is remembered, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout)
        return False


def test_orders_are_placed_no_faster_than_so_many_a_minute(desk: Desk, tmp_path: Path) -> None:
    """Evenly apart, counted from when the one before was due; a tried order takes a turn for each try."""
    now, stopped = [100.0], Waits()
    slow = replace(desk, stopped=stopped, throttle=Throttle(lambda: now[0]))
    asked = {"model": "m", "tries": 3, "per_minute": 4}
    lay_down(*[Job("t")] * 2, NotAccepted("429", 7.0), *[Job("t")] * 2, collects=(b"picture",) * 4)
    for prompt in ("one", "two", "three"):
        order(slow, tmp_path, Request(prompt, asked))
    assert stopped.seconds == [0, 15, 30, 7, 45]
    now[0] += 1000
    order(slow, tmp_path, Request("four", asked))
    assert stopped.seconds[5:] == [0]


def test_a_question_without_an_answer_is_asked_again(desk: Desk, tmp_path: Path) -> None:
    """When the vendor stays silent the order stands, for the next build."""
    silence = NotAccepted("no answer", 0.0)
    lay_down(Job("t1"), collects=(silence, silence, Pending(), silence, silence, silence))
    with pytest.raises(BackendError, match=r"no answer\. The order \(t1\) stands: build again"):
        order(desk, tmp_path)
    assert only(desk).state == "submitted"
    lay_down(collects=(b"picture",))
    assert order(desk, tmp_path).path.read_bytes() == b"picture"


def test_an_order_that_the_vendor_no_longer_knows_is_for_a_person_to_settle(desk: Desk, tmp_path: Path) -> None:
    """It was taken, so it was paid."""
    lay_down(Job("t1"), collects=(Ambiguous("404"),))
    with pytest.raises(Ambiguous):
        order(desk, tmp_path)
    assert (only(desk).state, only(desk).spent) == ("ambiguous", PRICE)


def test_an_answer_of_no_use_is_paid_and_not_asked_again_here(desk: Desk, tmp_path: Path) -> None:
    """Who asked knows what to change."""
    lay_down(Unusable("too short", "..."))
    with pytest.raises(Unusable):
        order(desk, tmp_path)
    assert (only(desk).state, only(desk).cost, only(desk).refused) == ("failed", PRICE, False)
    assert calls() == ["submit"]


def test_the_budget_stops_before_the_order_that_would_pass_it(desk: Desk, tmp_path: Path) -> None:
    """And all that come after it, cheaper ones too; nothing is asked, nothing written down."""
    tight = Desk(desk.film, desk.ledger, desk.blobs, PRICES, Purse(Fraction(1, 4)))
    lay_down(Job("t1"), collects=(b"picture",))
    order(tight, tmp_path)
    with pytest.raises(OverBudget, match=r"the budget is 0\.25 USD, of which 0\.18 is spent, and what comes next costs 0\.20"):
        order(tight, tmp_path, Request("other"))
    with pytest.raises(OverBudget), Errand(tight, "shot/b").reserved(Vendor, [Request()]):
        pytest.fail("the purse is closed")
    assert calls() == ["submit", "collect t1"]
    assert len(desk.ledger.entries()) == 1


def test_with_a_budget_nothing_is_ordered_at_a_price_nobody_knows(desk: Desk, tmp_path: Path) -> None:
    """A cap that might not hold is none."""
    with pytest.raises(OverBudget, match=r"no price is known for what comes next: name it in prices\.yaml"):
        order(
            Desk(desk.film, desk.ledger, desk.blobs, PRICES, Purse(Fraction(9))),
            tmp_path,
            Request(options={"model": "unknown"}),
        )
    assert calls() == []


def test_orders_that_belong_together_are_begun_only_when_the_budget_holds_them_all(desk: Desk) -> None:
    """Beside what is set apart for others; what is bought of them already counts, what was bought for other words does not."""

    def reserved(purse: Purse, subject: str, *prompts: str) -> Any:
        take = {"key": "take"} if "dunes" in prompts else {"key": "another take"}
        return Errand(Desk(desk.film, desk.ledger, desk.blobs, PRICES, purse), subject, take=take).reserved(
            Vendor, [Request(one) for one in prompts]
        )

    with pytest.raises(OverBudget), reserved(Purse(Fraction(3, 10)), "shot/a", "one", "two"):
        pytest.fail("both cost 0.40")
    purse = Purse(Fraction(6, 10))
    with reserved(purse, "shot/a", "one", "two"), pytest.raises(OverBudget), reserved(purse, "shot/b", "one", "two"):
        pytest.fail("0.40 of 0.60 is set apart")
    desk.ledger.done(desk.ledger.intend(replace(asked(), take={"key": "take"})), "", 0, {}, None)
    with pytest.raises(OverBudget), reserved(Purse(Fraction(3, 10)), "shot/a", "one", "two"):
        pytest.fail("what is bought is no part of these")
    with reserved(Purse(Fraction(3, 10)), "shot/a", "dunes", "two"):
        pass


def test_what_cost_more_than_its_price_leaves_less_for_what_was_set_apart() -> None:
    """A budget holds inside a chain too."""
    purse = Purse(Fraction(9, 10))
    purse.reserve("shot/a", Fraction(4, 5))
    purse.take(Fraction(2, 5), "shot/a")
    purse.correct(Fraction(2, 5), Fraction(3, 5))
    with pytest.raises(OverBudget, match=r"of which 1\.00 is spent"):
        purse.take(Fraction(2, 5), "shot/a")


def test_what_was_played_back_when_a_build_died_stands_in_nobody_s_way(desk: Desk, tmp_path: Path) -> None:
    """Nobody was asked for it."""
    desk.ledger.intend(replace(asked(), reason=REPLAYED))
    desk.ledger.interrupted("film")
    lay_down(Job("t1"), collects=(b"picture",))
    assert order(desk, tmp_path).path.read_bytes() == b"picture"


def test_what_is_set_apart_is_used_up_and_given_back() -> None:
    """Orders for the subject draw on it; the rest is free again afterwards."""
    purse = Purse(Fraction(1))
    purse.reserve("shot/a", Fraction(3, 4))
    purse.take(Fraction(1, 2), "shot/a")
    purse.take(Fraction(1, 4), "shot/b")
    purse.release("shot/a")
    purse.take(Fraction(1, 4), "shot/b")
    assert purse.spent == 1
    with pytest.raises(OverBudget):
        purse.take(Fraction(1, 100), "shot/a")


def test_an_order_that_another_thread_is_placing_is_left_to_it(desk: Desk, tmp_path: Path) -> None:
    """It is neither placed again nor called lost."""
    desk.ledger.intend(asked())
    with pytest.raises(BackendError, match="is being placed at this moment"):
        order(desk, tmp_path)
    assert calls() == []


def test_an_order_is_known_by_the_name_its_shot_had_before(desk: Desk, tmp_path: Path) -> None:
    """Whoever renames a shot pays nothing for that."""
    desk.ledger.submitted(desk.ledger.intend(asked()), "t1")
    lay_down(collects=(b"picture",))
    renamed: Delivery = obtain(Vendor, Request(), tmp_path, errand=Errand(desk, "shot/b", origin="shot/a"))
    assert renamed.path.read_bytes() == b"picture"
    assert calls() == ["collect t1"]


def test_a_vendor_that_cannot_serve_is_asked_once_in_a_build(desk: Desk, tmp_path: Path) -> None:
    """A wrong key is wrong for every shot; a model that is not there stands in no other's way."""
    lay_down(BackendUnavailable("the key is not accepted"), Job("t1"), collects=(b"picture",))
    for prompt in ("one", "two"):
        with pytest.raises(BackendUnavailable, match="the key is not accepted"):
            order(desk, tmp_path, Request(prompt))
    assert calls() == ["submit"]
    assert order(desk, tmp_path, Request("two", {"model": "other", "tries": 3})).path.read_bytes() == b"picture"


def test_a_delivery_whose_file_is_gone_is_fetched_again_and_never_bought(desk: Desk, tmp_path: Path) -> None:
    """Where the vendor has it no more, a person decides."""
    lay_down(Job("t1"), collects=(b"one", b"one", Ambiguous("404")))
    order(desk, tmp_path)
    blob = desk.blobs.path(only(desk).blob)
    blob.unlink()
    assert order(desk, tmp_path).path.read_bytes() == b"one"
    blob.unlink()
    with pytest.raises(BackendError, match="is damaged or gone, and vendor does not give it again: 404"):
        order(desk, tmp_path)
    assert calls().count("submit") == 1


def test_stopping_a_build_leaves_the_order_with_the_vendor(desk: Desk, tmp_path: Path) -> None:
    """It is asked about by the next build; what was not placed yet is not placed."""
    lay_down(Job("t1"), collects=(Pending(),))
    desk.stopped.set()
    with pytest.raises(Interrupted):
        order(desk, tmp_path)
    assert calls() == []
    desk.stopped.clear()

    def stop(_: float) -> None:
        desk.stopped.set()

    with pytest.raises(Interrupted):
        obtain(Vendor, Request(), tmp_path, stop, Errand(desk, "shot/a"))
    assert only(desk).state == "submitted"


def test_files_are_known_by_their_bytes_and_how_a_vendor_is_reached_does_not_count(desk: Desk, tmp_path: Path) -> None:
    """An order is the same wherever its still lies, and however patiently it is placed."""

    @dataclass(frozen=True)
    class WithStill:
        image: Path
        options: dict[str, Any]

    class Patient(Vendor):
        class Options(BackendBase.Options):
            operational: ClassVar[frozenset[str]] = frozenset({"tries"})

    def key(name: str, content: bytes, tries: int) -> str:
        (tmp_path / name).write_bytes(content)
        return Errand(desk, "shot/a").asked(Patient, WithStill(tmp_path / name, {"model": "m", "tries": tries})).key

    assert key("a.png", b"still", 1) == key("b.png", b"still", 2)
    assert key("a.png", b"still", 1) != key("a.png", b"other", 1)
