"""What the ledger says of what a build is going to ask for: what is to be paid, what is fetched, what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from white_cloud.backends.base import BackendBase
from white_cloud.backends.desk import Errand, cheap, settling, unsettled
from white_cloud.film.prices import total
from white_cloud.store.ledger import PLACED, Entry


class Books:
    """A film's orders as they stood at one moment."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._by_subject: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_subject.setdefault(entry.subject, []).append(entry)

    def __bool__(self) -> bool:
        """Return whether anything was ordered."""
        return bool(self._by_subject)

    def of(self, *subjects: str) -> list[Entry]:
        """Return the orders of a subject, by all its names, the oldest first."""
        found = [entry for subject in dict.fromkeys(subjects) for entry in self._by_subject.get(subject, ())]
        return sorted(found, key=lambda entry: entry.id)

    def of_take(self, key: str, *subjects: str) -> list[Entry]:
        """Return a subject's orders for one take that were placed, and that no take holds yet."""
        return [one for one in self.of(*subjects) if one.take_key == key and one.state in PLACED and not one.kept]

    def subjects(self) -> list[str]:
        """Return every subject that something was ordered for."""
        return list(self._by_subject)


@dataclass(frozen=True)
class Outlook:
    """What is still to be paid (None: nobody knows), what the ledger says of it, and whether it `waits` for a person.

    `ordered`: nothing is placed for it any more, what was is fetched.
    """

    price: Fraction | None
    said: str = ""
    waits: bool = False
    ordered: bool = False


def outlook(errand: Errand, backend: type[BackendBase], requests: Sequence[Any], books: Books) -> Outlook:
    """Say what becomes of the requests that make up one thing when the next build asks for them."""
    whole = total(errand.desk.price(backend, request) for request in requests)
    mine = [one for one in books.of(*errand.names) if not (errand.another and one.kept)]
    if not backend.paid or errand.desk.replayed or not mine:
        return Outlook(whole)
    asked = [errand.asked(backend, request) for request in requests]
    newest = _by_key(mine)
    keys = {one.key for one in asked}
    # later links of a chain are known by their take: what they start from is not known beforehand
    links = [one for one in newest.values() if one.take_key and one.take_key == errand.take_key and not one.kept]
    known = [one for one in newest.values() if one.key in keys or one in links]
    options = requests[0].options if requests else {}
    if waits := _waits(errand, known, mine, options):
        return waits
    placed = [one for one in known if _is_there(errand, one)]
    if not placed:
        return Outlook(whole)
    if len(placed) >= len(asked):
        return Outlook(Fraction(0), f"{_ordered(placed)} already ({_numbers(placed)})", ordered=True)
    rest = None if whole is None else max(whole - sum((one.price or Fraction(0) for one in placed), Fraction(0)), Fraction(0))
    return Outlook(rest, f"{len(placed)} of {len(asked)} orders for it are placed already ({_numbers(placed)})")


def _waits(errand: Errand, known: Sequence[Entry], mine: Sequence[Entry], options: Mapping[str, Any]) -> Outlook | None:
    """Return that a person has to act first, and how; None when nobody has."""
    unknown = [one for one in known if one.state == "ambiguous" and not cheap(one.price, options)]
    unknown += unsettled(errand, mine, options)
    if unknown:
        lost = settling(errand.desk.file, [one.id for one in unknown], "--lost")
        said = (
            f"{_numbers(unknown)} may have been taken and paid, and nothing is ordered before that is settled: {lost} if not, "
            "with --found ID or --spent if so"
        )
        return Outlook(Fraction(0), said, waits=True)
    refused = [one for one in known if one.state == "failed" and one.refused and not errand.another]
    if refused:
        said = f"refused on {refused[-1].changed[:10]} ({_numbers(refused[-1:])}): {refused[-1].reason}"
        return Outlook(Fraction(0), said, waits=True)
    return None


def _by_key(orders: Sequence[Entry]) -> dict[str, Entry]:
    """Return the order of each key that a build goes by: the newest that was placed, else the newest."""
    found = {one.key: one for one in orders}
    return found | {one.key: one for one in orders if one.state in PLACED}


def _is_there(errand: Errand, order: Entry) -> bool:
    """Return whether an order is not placed again: it is asked for, or what came is there, or the vendor gives it once more."""
    if order.state == "done" and order.blob and not order.vendor_id:
        return errand.desk.blobs.has(order.blob, order.size)
    return order.state in PLACED


def _ordered(placed: Sequence[Entry]) -> str:
    return "delivered" if all(one.state == "done" for one in placed) else "ordered"


def _numbers(orders: Sequence[Entry]) -> str:
    several = "s" if len(orders) > 1 else ""
    return f"order{several} {', '.join(str(one.id) for one in orders)}"
