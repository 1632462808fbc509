"""What a plan says of orders: it agrees with what the next build then does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.backends.test_orders import PRICE, PRICES, Request, Vendor
from white_cloud.backends.base import Job
from white_cloud.backends.desk import Desk, Errand
from white_cloud.backends.drive import obtain
from white_cloud.backends.outlook import Books, Outlook, outlook
from white_cloud.errors import NotOrdered
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import Entry, Ledger

TAKE = {"key": "now", "request": {}}
EARLIER = {"key": "before", "request": {}}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    Vendor.ledger = Ledger(tmp_path / "ledger.sqlite")
    Vendor.calls, Vendor.submits, Vendor.collects = [], [], []
    return Desk("film", Vendor.ledger, Blobs(tmp_path / "blobs"), PRICES)


def errand(desk: Desk, **given: Any) -> Errand:
    return Errand(desk, "shot/a", **{"take": TAKE, **given})


def intended(desk: Desk, request: Request | None = None, **given: Any) -> Entry:
    return desk.ledger.intend(errand(desk, **given).asked(Vendor, request or Request()))


def ahead(desk: Desk, *requests: Request, **given: Any) -> Outlook:
    books = Books(desk.ledger.entries("film"))
    return outlook(errand(desk, **given), Vendor, requests or (Request(),), books)


def test_what_nobody_ordered_has_its_price(desk: Desk) -> None:
    """Also what failed without being refused, and what is ordered for something else."""
    desk.ledger.failed(intended(desk), "no")
    desk.ledger.submitted(desk.ledger.intend(Errand(desk, "shot/b").asked(Vendor, Request())), "t")
    assert ahead(desk) == Outlook(PRICE)


def test_what_is_ordered_is_paid(desk: Desk) -> None:
    """Until it is delivered it is said to be ordered; one more of the same costs, once a take holds it."""
    entry = desk.ledger.submitted(intended(desk), "t")
    assert ahead(desk) == Outlook(Fraction(0), "ordered already (order 1)", ordered=True)
    desk.ledger.done(entry, "", 0, {}, None)
    assert ahead(desk) == ahead(desk, another=True) == Outlook(Fraction(0), "delivered already (order 1)", ordered=True)
    desk.ledger.hold([1])
    assert ahead(desk).price == 0
    assert ahead(desk, another=True) == Outlook(PRICE)


def test_the_rest_of_a_chain_is_still_to_be_paid(desk: Desk) -> None:
    """Its later links are known by their take: what they start from is not known beforehand."""
    chain = (Request("one"), Request("two"), Request("three"))
    desk.ledger.submitted(intended(desk, Request("one")), "t")
    assert ahead(desk, *chain) == Outlook(2 * PRICE, "1 of 3 orders for it are placed already (order 1)")
    desk.ledger.submitted(intended(desk, Request("from a frame that nobody has yet")), "t")
    assert ahead(desk, *chain) == Outlook(PRICE, "2 of 3 orders for it are placed already (orders 1, 2)")
    assert ahead(desk, *chain, take=EARLIER).price == 2 * PRICE


@pytest.mark.parametrize("take", [TAKE, EARLIER])
def test_what_may_have_been_taken_waits_for_a_person(desk: Desk, take: Any) -> None:
    """Also where it was ordered for an earlier wish, or one more is asked for, unless it is cheap enough to be placed again."""
    desk.ledger.ambiguous(intended(desk, Request() if take is TAKE else Request("before"), take=take), "cut")
    found = ahead(desk)
    assert (found.price, found.waits, "order 1 may have been taken" in found.said) == (0, True, True)
    assert ahead(desk, another=True) == found
    cheap = Request(options={**Request().options, "resend_below": 1})
    assert ahead(desk, cheap) == Outlook(PRICE)


@pytest.mark.parametrize("refused", [True, False])
def test_a_later_link_of_a_chain_that_waits_holds_all_of_it(desk: Desk, refused: bool) -> None:
    """The build stops there, so nothing is to be paid."""
    chain = (Request("one"), Request("two"))
    desk.ledger.done(intended(desk, chain[0]), "", 0, {}, None)
    link = intended(desk, Request("from a frame that nobody has yet"))
    if refused:
        desk.ledger.failed(link, "not in a film of ours", refused=True)
    else:
        desk.ledger.ambiguous(link, "cut")
    found = ahead(desk, *chain)
    assert (found.price, found.waits) == (0, True)


def test_a_delivery_that_is_lost_and_cannot_be_had_again_has_its_price(desk: Desk) -> None:
    """One that the vendor has under an id is fetched."""
    desk.ledger.done(intended(desk), "ab" * 32, 7, {}, None)
    assert ahead(desk) == Outlook(PRICE)
    desk.ledger.done(desk.ledger.submitted(intended(desk), "t"), "ab" * 32, 7, {}, None)
    assert ahead(desk).price == 0


def test_what_was_delivered_counts_though_one_more_failed(desk: Desk) -> None:
    """A build goes by it too."""
    desk.ledger.done(intended(desk), "", 0, {}, None)
    desk.ledger.hold([1])
    desk.ledger.failed(intended(desk, another=True), "cancelled")
    assert ahead(desk).price == 0
    assert desk.ledger.standing("film", "shot/a", errand(desk).asked(Vendor, Request()).key).id == 1


def test_what_was_refused_waits_too(desk: Desk) -> None:
    """With the vendor's reason; asked for by name it has its price."""
    desk.ledger.failed(intended(desk), "not in a film of ours", refused=True)
    found = ahead(desk)
    assert (found.price, found.waits) == (0, True)
    assert found.said.endswith("(order 1): not in a film of ours")
    assert ahead(desk, another=True) == Outlook(PRICE)


def test_an_errand_that_only_fetches_places_nothing(desk: Desk, tmp_path: Path) -> None:
    """Nor does it take an order of unknown fate for lost, however cheap."""
    Vendor.submits = [Job("never")]
    cheap = Request(options={**Request().options, "resend_below": 1})
    with pytest.raises(NotOrdered):
        obtain(Vendor, cheap, tmp_path, errand=errand(desk, fetches=True))
    desk.ledger.ambiguous(intended(desk, cheap), "cut")
    with pytest.raises(NotOrdered):
        obtain(Vendor, cheap, tmp_path, errand=errand(desk, fetches=True))
    assert [entry.state for entry in desk.ledger.entries()] == ["ambiguous"]
    assert Vendor.calls == []


def test_what_two_takes_want_alike_belongs_to_the_one_that_gets_it(desk: Desk, tmp_path: Path) -> None:
    """Unless a take holds it already."""
    desk.ledger.done(intended(desk, take=EARLIER), "", 0, {"delivered": {"cost": "0"}}, None)
    obtain(Vendor, Request(), tmp_path, errand=errand(desk))
    assert desk.ledger.entries()[0].take_key == "now"
    desk.ledger.hold([1])
    obtain(Vendor, Request(), tmp_path, errand=errand(desk, take=EARLIER))
    assert desk.ledger.entries()[0].take_key == "now"
