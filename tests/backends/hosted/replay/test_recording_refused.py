"""Orders while a recording cannot be kept: what may be paid is never told as if it were not."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.backends.desk import Desk, Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.hosted.replay.recorder import LARGEST, Recorder
from white_cloud.backends.hosted.replay.recording import read_recording
from white_cloud.errors import Ambiguous, BackendError, BackendUnavailable, StoreError
from white_cloud.film.prices import PriceTable, VendorPrices
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import Entry, Ledger
from white_cloud.testing.vendors import Fault, Vendors

pytest.importorskip("runwayml")

PRICES = PriceTable(
    "2026-11-22",
    "USD",
    {"credits": Fraction(1, 100)},
    {"runway": VendorPrices("credits", {"gen4.5": {"second": Fraction(12)}})},
)


@dataclass
class Shoot:
    """Orders one take of Runway's on loopback, and records it."""

    folder: Path
    vendors: Vendors
    caught: list[BaseException] = field(default_factory=list)

    @property
    def recording(self) -> Path:
        return self.folder / "recording"

    def order(self, largest: int = LARGEST) -> Entry:
        """Place the order, and return it as the ledger has it."""
        self.place(largest)
        return self.last()

    def place(self, largest: int = LARGEST, image: Path | None = None) -> None:
        """Place the order, and keep the error that comes of it."""
        deck = Recorder(read_recording(self.recording), largest)
        desk = Desk("film", self.ledger(), Blobs(self.folder / "blobs"), PRICES, deck=deck)
        options = RunwayCamera.read_options({"timeout": 10.0, "poll": 0})
        request = ShotRequest("dunes", 48, Fraction(24), (1280, 720), "static", "testimony", 5, options, image=image)
        place = self.folder / f"order{len(self.caught)}"
        place.mkdir()
        try:
            obtain(RunwayCamera, request, place, errand=Errand(desk, "shot/a"))
        except (BackendError, StoreError) as error:
            self.caught.append(error)

    def without_its_folder(self, **given: Path) -> None:
        """Place the order, and let a file take the recording's place while the vendor thinks, as a disk that is unplugged."""
        thread = threading.Thread(target=lambda: self.place(**given))
        thread.start()
        assert self.vendors.wait_held()
        shutil.rmtree(self.recording)
        self.recording.write_text("")
        self.vendors.release()
        thread.join()

    def ledger(self) -> Ledger:
        """Return the ledger that the orders are written in."""
        return Ledger(self.folder / "ledger.sqlite")

    def last(self) -> Entry:
        """Return the last order as the ledger has it."""
        return self.ledger().entries()[-1]


@pytest.fixture
def shoot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shoot]:
    """A shot to be ordered; pictures are small."""
    with Vendors(scale=Fraction(1, 20)) as vendors:
        for name, value in vendors.environment().items():
            monkeypatch.setenv(name, value)
        yield Shoot(tmp_path, vendors)


def test_an_order_whose_answer_is_too_large_to_keep_may_have_been_taken(shoot: Shoot) -> None:
    """It was: a person settles it, and its price counts as spent."""
    entry = shoot.order(largest=20)
    assert (entry.state, entry.spent) == ("ambiguous", Fraction(24, 100))
    assert "more than 20 bytes" in entry.reason
    assert isinstance(shoot.caught[0], Ambiguous)
    assert len(shoot.vendors.created("video")) == 1


def test_a_take_too_large_to_keep_leaves_the_order_with_the_vendor(shoot: Shoot) -> None:
    """It was taken, for certain; the next build asks for it again, and buys no other."""
    entry = shoot.order(largest=1500)
    assert (entry.state, len(shoot.caught)) == ("submitted", 1)
    assert (shoot.order().state, len(shoot.vendors.created("video"))) == ("done", 1)


def test_an_order_whose_answer_cannot_be_written_may_have_been_taken(shoot: Shoot) -> None:
    """The disk went away while the vendor thought; a person is told which order is to be settled."""
    shoot.vendors.add(Fault("late", match="text_to_video"))
    shoot.without_its_folder()
    entry = shoot.last()
    assert (entry.state, entry.spent) == ("ambiguous", Fraction(24, 100))
    (error,) = shoot.caught
    assert isinstance(error, StoreError)
    assert "Before order 1 (shot/a) is placed again, see at runway" in str(error)


def test_a_take_that_cannot_be_written_leaves_the_order_with_the_vendor(shoot: Shoot) -> None:
    """A file is in the way of the recorded ones; once it is gone the take is fetched."""
    shoot.recording.mkdir()
    (shoot.recording / "files").write_text("")
    assert shoot.order().state == "submitted"
    assert isinstance(shoot.caught[0], StoreError)
    (shoot.recording / "files").unlink()
    assert (shoot.order().state, len(shoot.vendors.created("video"))) == ("done", 1)


def test_a_question_that_cannot_be_written_leaves_the_order_with_the_vendor(shoot: Shoot) -> None:
    """What it was answered is asked again."""
    shoot.vendors.add(Fault("late", match="GET /v1/tasks"))
    shoot.without_its_folder()
    assert shoot.last().state == "submitted"
    shoot.recording.unlink()
    assert (shoot.order().state, len(shoot.vendors.created("video"))) == ("done", 1)


def test_nothing_is_ordered_and_nothing_counts_when_nothing_can_be_written(shoot: Shoot) -> None:
    """Nobody was asked, so nothing is to be settled."""
    shoot.recording.symlink_to(shoot.folder / "a disk that is not there" / "recording")
    entry = shoot.order()
    assert (entry.state, entry.spent) == ("failed", 0)
    assert isinstance(shoot.caught[0], BackendUnavailable)
    assert not shoot.vendors.asked()


def test_a_still_whose_giving_cannot_be_written_orders_nothing(shoot: Shoot) -> None:
    """Nothing is paid for giving it; the build does not go on to the order."""
    still = shoot.folder / "still.png"
    Image.new("RGB", (320, 180), (90, 60, 30)).save(still)
    shoot.vendors.add(Fault("late", match="/v1/uploads"))
    shoot.without_its_folder(image=still)
    assert not shoot.ledger().entries()
    assert isinstance(shoot.caught[0], BackendUnavailable)
    assert not shoot.vendors.created("video")
