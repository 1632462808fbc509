"""What the loopback vendors were asked, and what orders they took. Neither holds a key."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from uuid import UUID

from white_cloud import identity

#: What an order is for.
Wanted = Literal["video", "speech", "text"]
#: Where keys travel; a log goes without.
_SECRET = {"authorization", "x-api-key", "api-key", "cookie"}


@dataclass(frozen=True)
class Asked:
    """One request: its body as parsed (JSON, or the fields of a form), and whether the right key came with it."""

    vendor: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    right_key: bool
    files: Mapping[str, bytes] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return it as plain data, files by their length in bytes."""
        told = {name: value for name, value in vars(self).items() if name != "files"}
        return told | {"files": {name: len(content) for name, content in self.files.items()}}

    @property
    def said(self) -> str:
        """`METHOD path` and the body as JSON: what the `match` of a fault is looked for in."""
        return f"{self.method} {self.path}\n{json.dumps(self.body, ensure_ascii=False)}"


@dataclass(frozen=True)
class Order:
    """One order that was taken, and will be charged: its number from 1, the vendor's id, the route, the body as sent.

    `key` is the same for equal orders: a file that was uploaded counts by its content, not by the address it was given.
    """

    number: int
    wanted: Wanted
    id: str
    path: str
    body: Mapping[str, Any]
    key: str


class Log:
    """Requests and orders so far. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: list[Asked] = []
        self._orders: list[Order] = []

    def note(self, asked: Asked) -> None:
        """Write a request down."""
        with self._lock:
            self._asked.append(asked)

    def take_order(self, wanted: Wanted, asked: Asked, decides: Any, prefix: str = "") -> Order:
        """Write an order down and return it; `decides` is what of its body decides the result."""
        key = identity.key("order", {"path": asked.path, "body": decides})
        with self._lock:
            number = len(self._orders) + 1
            name = f"{prefix}{UUID(identity.key('order-id', [number, key])[:32])}"
            order = Order(number, wanted, name, asked.path, asked.body, key)
            self._orders.append(order)
        return order

    def asked(self) -> tuple[Asked, ...]:
        """Return every request so far."""
        with self._lock:
            return tuple(self._asked)

    def created(self, wanted: Wanted) -> tuple[Order, ...]:
        """Return every order of a kind that was taken."""
        with self._lock:
            return tuple(order for order in self._orders if order.wanted == wanted)

    def data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        with self._lock:
            return {"asked": [one.data() for one in self._asked], "orders": [asdict(one) for one in self._orders]}


def repeated(orders: Iterable[Order]) -> dict[str, int]:
    """Return how often each order was placed that was placed more than once, by its key; empty when none was."""
    counted = Counter(order.key for order in orders)
    return {key: times for key, times in counted.items() if times > 1}


def without_keys(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers, names in lower case, without those that carry a key."""
    return {name.lower(): value for name, value in headers.items() if name.lower() not in _SECRET}
