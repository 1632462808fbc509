"""The loopback vendors in a process of their own, which outlives whoever asks them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any
from urllib.request import Request, urlopen

from white_cloud.testing.vendors.faults import Fault
from white_cloud.testing.vendors.log import Order, Wanted, repeated
from white_cloud.testing.vendors.server import Addresses
from white_cloud.testing.vendors.switchboard import KEYS

#: How long, in seconds, an answer of the server about itself may take beyond what it was asked to wait for.
_PATIENCE = 30


class VendorsProcess:
    """`Vendors` as a program at work; a context manager that ends it. It has the same keys, addresses and counts."""

    def __init__(self, *faults: Fault, scale: Fraction = Fraction(1)) -> None:
        self.keys = dict(KEYS)
        command = [sys.executable, "-m", "white_cloud.testing.vendors", "--scale", str(scale)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert self._process.stdout
        address = self._process.stdout.readline().strip()
        if not address:
            self._process.communicate()
            raise RuntimeError(f"`{' '.join(command)}` ended with {self._process.returncode} before it had an address")
        self.url = Addresses(address)
        self.add(*faults)

    def __enter__(self) -> VendorsProcess:
        """Return the vendors."""
        return self

    def __exit__(self, *_: object) -> None:
        """End them."""
        self._process.terminate()
        self._process.communicate()

    def environment(self) -> dict[str, str]:
        """Return the environment variables with which both SDKs come here with the right keys."""
        return self.url.environment(self.keys)

    def add(self, *faults: Fault) -> None:
        """Let more go wrong, after what is still to come."""
        self._ask("POST", "/_script", [asdict(fault) for fault in faults])

    def clear(self) -> None:
        """Let everything go well from here on."""
        self._ask("DELETE", "/_script")

    def release(self) -> None:
        """Let go of every connection that is held."""
        self._ask("POST", "/_release")

    def wait_held(self, count: int = 1, patience: float = 10.0) -> bool:
        """Wait until `count` connections are held; return False when that takes more than `patience` seconds."""
        return bool(self._ask("GET", f"/_held?count={count}&patience={patience}", patience=patience)["held"])

    def asked(self) -> list[Mapping[str, Any]]:
        """Return every request so far as plain data, in order."""
        return list(self._ask("GET", "/_log")["asked"])

    def created(self, wanted: Wanted) -> tuple[Order, ...]:
        """Return every order that was taken for `video`, `speech` or `text`."""
        orders = (Order(**one) for one in self._ask("GET", "/_log")["orders"])
        return tuple(order for order in orders if order.wanted == wanted)

    def repeated(self, wanted: Wanted) -> dict[str, int]:
        """Return how often each order was placed that was placed more than once, by its key; empty when none was."""
        return repeated(self.created(wanted))

    def _ask(self, method: str, path: str, data: Any = None, patience: float = 0.0) -> Any:
        body = None if data is None else json.dumps(data).encode()
        request = Request(f"{self.url.root}{path}", body, {"content-type": "application/json"}, method=method)
        with urlopen(request, timeout=patience + _PATIENCE) as answer:
            return json.load(answer)
