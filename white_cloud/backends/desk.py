"""The desk where a build places its paid orders: the ledger, the purse, the prices, and where deliveries are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any

from white_cloud import identity
from white_cloud.backends.base import BackendBase
from white_cloud.backends.purse import Purse
from white_cloud.backends.throttle import Throttle
from white_cloud.errors import Interrupted
from white_cloud.film.prices import PriceTable
from white_cloud.store.blobs import Blobs
from white_cloud.store.ledger import Asked, Ledger


@dataclass(frozen=True)
class Desk:
    """What paid orders of one film go through. `stopped` is set when a person stops the build. Shared by threads."""

    film: str
    ledger: Ledger
    blobs: Blobs
    prices: PriceTable = field(default_factory=PriceTable)
    purse: Purse = field(default_factory=Purse)
    stopped: Event = field(default_factory=Event)
    throttle: Throttle = field(default_factory=Throttle)

    def price(self, backend: type[BackendBase], request: Any) -> Fraction | None:
        """Return what a request costs by the price table, in its money; 0 for a free backend, None when no price is known."""
        if not backend.paid:
            return Fraction(0)
        return self.prices.price(backend.name, model_of(request), backend.quantities(request))

    def wait(self, seconds: float) -> None:
        """Wait before a vendor is asked again; raise Interrupted at once when the build is stopped."""
        if self.stopped.wait(seconds):
            raise Interrupted("stopped; orders that a vendor has taken are written down, and the next build asks for them")


@dataclass(frozen=True)
class Errand:
    """What an order is for: the desk it goes through and its subject (`shot/pit_03`).

    `another` asks for one more of the same; without it a delivery of the same request is used again, whoever held it before.
    """

    desk: Desk
    subject: str
    another: bool = False

    def require(self, backend: type[BackendBase], requests: Sequence[Any]) -> None:
        """Raise OverBudget when the budget does not hold all of these requests together; what is bought already counts."""
        prices = [self.desk.price(backend, request) for request in requests]
        total = None if None in prices else sum((price for price in prices if price), Fraction(0))
        mine = [entry for entry in self.desk.ledger.entries(self.desk.film) if entry.subject == self.subject and not entry.kept]
        bought = sum((entry.spent for entry in mine if entry.state in {"done", "submitted"}), Fraction(0))
        self.desk.purse.require(None if total is None else max(total - bought, Fraction(0)))

    def asked(self, backend: type[BackendBase], request: Any) -> Asked:
        """Return a request as the ledger knows it."""
        key = identity.key("order", request_data(backend, request))
        price = self.desk.price(backend, request)
        return Asked(self.desk.film, self.subject, key, backend.name, model_of(request), price)


def request_data(backend: type[BackendBase], request: Any) -> dict[str, Any]:
    """Return what decides the result of a request, for keys: files by digest, no context, no operational options."""
    data = {name: _plain(value) for name, value in asdict(request).items() if name not in backend.context}
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
