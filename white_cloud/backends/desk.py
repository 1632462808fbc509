"""The desk where a build places its paid orders: the ledger, the purse, the prices, and where deliveries are kept."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any

from white_cloud import identity
from white_cloud.backends.base import BackendBase
from white_cloud.backends.hosted.replay.deck import Deck
from white_cloud.backends.purse import Purse
from white_cloud.backends.throttle import Throttle
from white_cloud.errors import Interrupted
from white_cloud.film.prices import PriceTable, total
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import Asked, Entry, Ledger

#: How the ledger's reasons begin for what was played back.
REPLAYED = "replayed: "


@dataclass(frozen=True)
class Desk:
    """What paid orders of one film go through. `stopped` is set when a person stops the build. Shared by threads.

    `unavailable` says which backend and model cannot serve in this build, as it was found, and why. A `deck` records what is
    exchanged with vendors, or plays it back: then nothing is paid and nobody is waited for. `file` is the screenplay as a
    person names it, for commands.
    """

    film: str
    ledger: Ledger
    blobs: Blobs
    prices: PriceTable = field(default_factory=PriceTable)
    purse: Purse = field(default_factory=Purse)
    stopped: Event = field(default_factory=Event)
    throttle: Throttle = field(default_factory=Throttle)
    unavailable: dict[tuple[str, str], str] = field(default_factory=dict)
    deck: Deck | None = None
    file: str = "FILE"

    @property
    def replayed(self) -> bool:
        """Whether orders are played back from a recording."""
        return self.deck is not None and self.deck.offline

    def price(self, backend: type[BackendBase], request: Any) -> Fraction | None:
        """Return what a request costs by the price table, in its money; None when no price is known.

        It is 0 for a free backend, and for any where orders are played back.
        """
        if not backend.paid or self.replayed:
            return Fraction(0)
        return self.prices.price(backend.name, model_of(request), backend.quantities(request))

    def wait(self, seconds: float) -> None:
        """Wait before a vendor is asked again; raise Interrupted at once when the build is stopped."""
        if self.stopped.wait(0 if self.replayed else seconds):
            raise Interrupted("stopped; orders that a vendor has taken are written down, and the next build asks for them")


@dataclass(frozen=True)
class Errand:
    """What an order is for: the desk it goes through and its subject (`shot/pit_03`), which was `origin` before.

    `another` asks for one more of the same; without it a delivery of the same request is used again, whoever held it before.
    `take` is the take that it belongs to (`key`, `request`, `reached`), empty for words. With `fetches` it orders nothing.
    """

    desk: Desk
    subject: str
    another: bool = False
    origin: str = ""
    take: Mapping[str, Any] = field(default_factory=dict)
    fetches: bool = False

    @property
    def take_key(self) -> str:
        """The key of the take that it belongs to; empty where there is none."""
        return str(self.take.get("key", ""))

    @property
    def names(self) -> tuple[str, ...]:
        """The subject, by all its names."""
        return (self.subject, self.origin) if self.origin else (self.subject,)

    @contextmanager
    def reserved(self, backend: type[BackendBase], requests: Sequence[Any]) -> Iterator[None]:
        """Set apart what these requests cost together; raise OverBudget, before any is placed, when the budget is too small.

        What an earlier build ordered for the same take counts.
        """
        price = total(self.desk.price(backend, request) for request in requests)
        self.desk.purse.reserve(self.subject, None if price is None else max(price - self._bought(), Fraction(0)))
        try:
            yield
        finally:
            self.desk.purse.release(self.subject)

    def _bought(self) -> Fraction:
        mine = [one for one in self.desk.ledger.unkept(self.desk.film, *self.names) if one.state != "ambiguous"]
        return sum((one.spent for one in mine if self.take_key and one.take_key == self.take_key), Fraction(0))

    def asked(self, backend: type[BackendBase], request: Any) -> Asked:
        """Return a request as the ledger knows it."""
        key = identity.key("order", request_data(backend, request))
        price = self.desk.price(backend, request)
        replayed = REPLAYED if self.desk.replayed else ""
        return Asked(
            self.desk.film,
            self.subject,
            key,
            backend.name,
            model_of(request),
            price,
            self.take,
            replayed,
            self.desk.prices.money,
        )


def settling(file: str, orders: Iterable[int], verdict: str) -> str:
    """Return the command, to be pasted, with which a person says what became of orders of a film, named by its screenplay."""
    return f"`white-cloud ledger settle {shlex.quote(file)} {' '.join(map(str, orders))} {verdict}`"


def cheap(price: Fraction | None, options: Mapping[str, Any]) -> bool:
    """Return whether an order of unknown fate costs so little that it is placed again, by the option `resend_below`."""
    return price is not None and price < Fraction(str(options.get("resend_below", 0)))


def unsettled(errand: Errand, orders: Iterable[Entry], options: Mapping[str, Any]) -> list[Entry]:
    """Return the orders of unknown fate that were placed for an earlier wish of the same subject, and are not cheap.

    If one was taken its subject has a take, and needs no other: so they are settled before anything else is ordered for it.
    """
    if not errand.take_key:
        return []
    return [
        one
        for one in orders
        if one.state == "ambiguous" and one.take_key not in {"", errand.take_key} and not cheap(one.price, options)
    ]


def request_data(backend: type[BackendBase], request: Any) -> dict[str, Any]:
    """Return what decides the result of a request, for keys: files by digest, no context, no operational options."""
    unsaid = {each.name for each in fields(request) if each.metadata.get("when_said") and not getattr(request, each.name)}
    left_out = backend.context | unsaid
    data = {name: _plain(value) for name, value in asdict(request).items() if name not in left_out}
    return {**backend.identity(), **data, "options": backend.keyed(request.options)}


def model_of(request: Any) -> str:
    """Return the model that a request names; empty for a backend that has but one."""
    return str(request.options.get("model", ""))


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return identity.file_digest(value)
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def restored(backend: type[Any], path: Path | None, data: Mapping[str, Any]) -> Any:
    """Return a delivery again from its file and its data."""
    return backend.delivers.of(path, data)
