"""Orders that are played back: nobody is waited for, nothing is paid, and the ledger says so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import pytest

from white_cloud.backends.base import BackendBase, Job, Pending
from white_cloud.backends.desk import Desk, Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.hosted.replay.deck import Running, running
from white_cloud.backends.hosted.replay.exchange import Asked
from white_cloud.backends.hosted.replay.player import Player
from white_cloud.backends.hosted.replay.recording import read_recording
from white_cloud.backends.purse import Purse
from white_cloud.errors import Ambiguous, NotAccepted
from white_cloud.film.prices import PriceTable, VendorPrices
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import Asked as Ordered
from white_cloud.store.ledger import Ledger

PRICES = PriceTable(
    "2026-11-22", "USD", {"credit": Fraction(1)}, {"slow": VendorPrices("credit", {"m": {"take": Fraction(20)}})}
)


class Waits(threading.Event):
    """Nobody has stopped the build; it writes down how long it was waited for that."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0.0)
        return False


@dataclass(frozen=True)
class Request:
    prompt: str = "dunes"
    options: dict[str, Any] = field(default_factory=lambda: {"model": "m", "tries": 3, "per_minute": 1, "poll": 60})


@dataclass(frozen=True)
class Delivery:
    path: Path
    cost: Fraction = Fraction(18)

    def data(self) -> dict[str, Any]:
        return {}


class Slow(BackendBase):
    """Is busy for an hour, then takes the order, is asked twice, and delivers; tells on which deck it runs."""

    name: ClassVar[str] = "slow"
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "credit"
    steps: ClassVar[list[Any]] = []
    decks: ClassVar[list[Running | None]] = []

    @classmethod
    def quantities(cls, request: Request) -> dict[str, Fraction]:  # noqa: ARG003 - each costs the same
        return {"take": Fraction(1)}

    def submit(self, request: Request) -> Job:  # noqa: ARG002 - what it does is laid down
        self.decks.append(running())
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return Job(step, Fraction(18))

    def collect(self, job: Job, folder: Path) -> Any:  # noqa: ARG002 - there is but one
        if self.steps:
            return self.steps.pop(0)
        (folder / "take.mp4").write_bytes(b"film")
        return Delivery(folder / "take.mp4")


@pytest.fixture
def desk(tmp_path: Path, laid: Any, poll: Callable[..., Asked]) -> Desk:
    """A desk at which a recording is played back, with no money at all."""
    laid(poll())
    player = Player(read_recording(laid.folder))
    ledger, blobs = Ledger(tmp_path / "ledger.sqlite"), Blobs(tmp_path / "blobs")
    return Desk("film", ledger, blobs, PRICES, Purse(Fraction(0)), stopped=Waits(), deck=player)


def test_nothing_is_paid_and_nobody_waited_for(desk: Desk, tmp_path: Path) -> None:
    """Neither between two questions nor for a busy vendor nor for one's turn, at a budget of nothing."""
    Slow.steps[:] = [NotAccepted("busy", 3600.0), "task-1", Pending(), Pending()]
    obtain(Slow, Request(), tmp_path, errand=Errand(desk, "shot/a"))
    assert isinstance(desk.stopped, Waits)
    assert set(desk.stopped.seconds) == {0}
    failed, done = desk.ledger.entries("film")
    assert (failed.state, failed.reason, done.state) == ("failed", "replayed: busy", "done")
    assert done.data["replayed"]
    assert [entry.spent for entry in (failed, done)] == [0, 0]
    assert done.price == 0
    assert desk.purse.spent == 0


def test_an_order_runs_on_its_desks_deck_and_under_its_subject(desk: Desk, tmp_path: Path) -> None:
    """In the thread that it runs in, and no longer."""
    Slow.steps[:], Slow.decks[:] = ["task-1"], []
    thread = threading.Thread(target=obtain, args=(Slow, Request(), tmp_path), kwargs={"errand": Errand(desk, "shot/a")})
    thread.start()
    thread.join()
    assert desk.deck is not None
    assert Slow.decks == [Running(desk.deck, "shot/a")]
    assert running() is None


def test_an_order_whose_fate_was_unknown_is_heard_on(desk: Desk, tmp_path: Path) -> None:
    """What came of it once a person had settled it stands in the recording as well; nothing can be paid twice here."""
    Slow.steps[:] = [Ambiguous("cut"), "task-2"]
    assert obtain(Slow, Request(), tmp_path, errand=Errand(desk, "shot/a")).path.read_bytes() == b"film"
    assert [entry.state for entry in desk.ledger.entries("film")] == ["failed", "done"]


def test_an_order_that_was_really_placed_is_not_settled_by_playing_back(desk: Desk, tmp_path: Path) -> None:
    """Its money may be spent; what a recording says has nothing to do with it."""
    errand = Errand(desk, "shot/a")
    key = errand.asked(Slow, Request()).key
    real = desk.ledger.intend(Ordered("film", "shot/a", key, "slow", "m", Fraction(20)))
    desk.ledger.ambiguous(real, "the connection ended")
    Slow.steps[:] = ["task-1"]
    obtain(Slow, Request(), tmp_path, errand=errand)
    assert [(entry.state, entry.spent) for entry in desk.ledger.entries("film")] == [("ambiguous", 20), ("done", 0)]


def test_an_order_that_was_only_played_back_does_not_stand_in_the_way_of_a_real_one(desk: Desk, tmp_path: Path) -> None:
    """Nobody was asked for it, so there is nothing to settle; a person is not told to."""
    Slow.steps[:] = [Ambiguous("cut"), Ambiguous("cut")]
    with pytest.raises(Ambiguous, match=r"^cut$"):
        obtain(Slow, Request(), tmp_path, errand=Errand(desk, "shot/a"))
    real = replace(desk, deck=None, purse=Purse())
    Slow.steps[:] = ["task-1"]
    assert obtain(Slow, Request(), tmp_path, errand=Errand(real, "shot/a")).path.read_bytes() == b"film"
    assert [(entry.state, entry.spent) for entry in desk.ledger.entries("film")] == [("failed", 0), ("failed", 0), ("done", 18)]
