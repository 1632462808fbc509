"""What the ledger says of what a build is going to ask for: what is to be paid, what is fetched, what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from white_cloud.backends.base import BackendBase
from white_cloud.backends.desk import Errand, cheap, unsettled
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

    def subjects(self) -> list[str]:
        """Return every subject that something was ordered for."""
        return list(self._by_subject)


@dataclass(frozen=True)
class Outlook:
    """What is still to be paid (None: nobody knows), what the ledger says of it, and whether it `waits` for a person."""

    price: Fraction | None
    said: str = ""
    waits: bool = False


def outlook(errand: Errand, backend: type[BackendBase], requests: Sequence[Any], books: Books) -> Outlook:
    """Say what becomes of the requests that make up one thing when the next build asks for them."""
    whole = total(errand.desk.price(backend, request) for request in requests)
    mine = [one for one in books.of(*errand.names) if not (errand.another and one.kept)]
    if not backend.paid or errand.desk.replayed or not mine:
        return Outlook(whole)
    asked = [errand.asked(backend, request) for request in requests]
    newest = {one.key: one for one in mine}
    known = [newest[one.key] for one in asked if one.key in newest]
    options = requests[0].options if requests else {}
    if waits := _waits(errand, known, mine, options):
        return waits
    placed = _placed(errand, known, mine)
    if not placed:
        return Outlook(whole)
    if len(placed) >= len(asked):
        return Outlook(Fraction(0), f"{_ordered(placed)} already ({_numbers(placed)})")
    rest = None if whole is None else max(whole - sum((one.price or Fraction(0) for one in placed), Fraction(0)), Fraction(0))
    return Outlook(rest, f"{len(placed)} of {len(asked)} orders for it are placed already ({_numbers(placed)})")


def _waits(errand: Errand, known: Sequence[Entry], mine: Sequence[Entry], options: Mapping[str, Any]) -> Outlook | None:
    """Return that a person has to act first, and how; None when nobody has."""
    unknown = [one for one in known if one.state == "ambiguous" and not cheap(one.price, options)]
    unknown += unsettled(errand, mine, options)
    if unknown:
        said = f"{_numbers(unknown)} may have been taken and paid: nothing is ordered before `white-cloud ledger settle`"
        return Outlook(Fraction(0), said, waits=True)
    refused = [one for one in known if one.state == "failed" and one.refused and not errand.another]
    if refused:
        said = f"refused on {refused[-1].changed[:10]} ({_numbers(refused[-1:])}): {refused[-1].reason}"
        return Outlook(Fraction(0), said, waits=True)
    return None


def _placed(errand: Errand, known: Sequence[Entry], mine: Sequence[Entry]) -> list[Entry]:
    """Return the orders that are not placed again: those of these very requests, and later links of the same chain."""
    links = [one for one in mine if one.take_key and one.take_key == errand.take_key and not one.kept]
    found = {one.id: one for one in (*known, *links) if one.state in PLACED}
    return [found[number] for number in sorted(found)]


def _ordered(placed: Sequence[Entry]) -> str:
    return "delivered" if all(one.state == "done" for one in placed) else "ordered"


def _numbers(orders: Sequence[Entry]) -> str:
    several = "s" if len(orders) > 1 else ""
    return f"order{several} {', '.join(str(one.id) for one in orders)}"
