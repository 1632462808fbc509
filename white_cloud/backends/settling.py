"""Ambiguous orders: a person looks at the vendor's, and says what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from white_cloud.backends import registry
from white_cloud.errors import UserError
from white_cloud.store.ledger import Entry, Ledger

#: lost: the vendor never had it. spent: it was made and paid, and cannot be had. found: the vendor has it, under an id.
Verdict = Literal["lost", "spent", "found"]

#: What makes a thing, by what it is.
_DOORS = {"words": "writer", "line": "voice", "shot": "camera"}


def settle(ledger: Ledger, film: str, orders: Sequence[int], verdict: Verdict, vendor_id: str = "") -> list[Entry]:
    """Write down a verdict on a film's ambiguous orders, all unless some are named by number; return them as they stand now.

    One that the vendor has, and that never arrives, is settled by its number too. What was lost or spent may be ordered again
    by the next build; what was found is asked for. Raises UserError for an order that is not open, and for `found` unless it is
    one order with the vendor's id.
    """
    open_ = {"ambiguous", "submitted"} if orders and verdict == "spent" else {"ambiguous"}
    waiting = {entry.id: entry for entry in ledger.entries(film) if entry.state in open_}
    orders = tuple(dict.fromkeys(orders))
    for number in orders:
        if number not in waiting:
            raise UserError(_why_not_open(ledger.entries(film), number))
    chosen = [waiting[number] for number in orders or waiting]
    if (verdict == "found") != bool(vendor_id) or (vendor_id and len(chosen) != 1):
        raise UserError("an order that was found is settled by itself, with the vendor's id for it: `--found ID`")
    if verdict == "found":
        _require_fetchable(ledger, chosen[0], vendor_id)
    return [_settled(ledger, entry, verdict, vendor_id) for entry in chosen]


def _why_not_open(orders: Sequence[Entry], number: int) -> str:
    """Return why an order cannot be settled so: there is none of the number, it is over, or it is only to be given up."""
    states = {order.id: order.state for order in orders}
    match states.get(number):
        case None:
            waiting = [str(id_) for id_, state in states.items() if state == "ambiguous"]
            return f"there is no order {number}; to be settled: {', '.join(waiting) or 'none'}"
        case "submitted":
            return (
                f"order {number} is at the vendor's, and the next build asks for it; what never comes is given up with --spent"
            )
        case state:
            return f"order {number} {'has failed' if state == 'failed' else f'is {state}'}: there is nothing to settle"


def _require_fetchable(ledger: Ledger, order: Entry, vendor_id: str) -> None:
    """Raise UserError where an order cannot be asked for by an id, or another order has that id."""
    door = _DOORS[order.subject.partition("/")[0]]
    if not hasattr(registry.backend(door, order.backend), "collect"):
        raise UserError(
            f"{order.backend} delivers what a {door} makes at once, and is not asked for it again: say of order {order.id} "
            f"({order.subject}) that it is --lost or --spent"
        )
    for other in ledger.entries():
        if other.vendor_id == vendor_id and other.id != order.id:
            raise UserError(f"{vendor_id} is order {other.id} ({other.subject} of {other.film}) already")


def _settled(ledger: Ledger, entry: Entry, verdict: Verdict, vendor_id: str) -> Entry:
    if verdict == "found":
        return ledger.submitted(entry, vendor_id)
    cost = entry.price if verdict == "spent" else Fraction(0)
    reason = f"{entry.reason}; settled as {verdict}" if entry.reason else f"settled as {verdict}"
    return ledger.failed(entry, reason, cost, data=entry.data)
