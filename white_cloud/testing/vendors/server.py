"""The loopback vendors in a thread of the process that asks for them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType

from white_cloud.testing.vendors.faults import Fault
from white_cloud.testing.vendors.log import Asked, Order, Wanted, repeated
from white_cloud.testing.vendors.switchboard import KEYS, Switchboard
from white_cloud.testing.vendors.wire import Exchange

#: How often, in seconds, the server looks whether it should stop.
_LOOK = 0.01


@dataclass(frozen=True)
class Addresses:
    """Where each vendor is reached: `runway` as RUNWAYML_BASE_URL, `openai` as OPENAI_BASE_URL; `root` steers the server."""

    root: str

    @property
    def runway(self) -> str:
        """The base address for Runway's SDK."""
        return f"{self.root}/runway"

    @property
    def openai(self) -> str:
        """The base address for OpenAI's SDK, and for anything compatible."""
        return f"{self.root}/openai/v1"

    def environment(self, keys: Mapping[str, str] = KEYS) -> dict[str, str]:
        """Return the environment variables with which both SDKs come here with the right keys.

        A server that a document names has a key of its own, called after its host: that one too.
        """
        return {
            "RUNWAYML_BASE_URL": self.runway,
            "RUNWAYML_API_SECRET": keys["runway"],
            "OPENAI_BASE_URL": self.openai,
            "OPENAI_API_KEY": keys["openai"],
            "OPENAI_API_KEY_127_0_0_1": keys["openai"],
        }


class Vendors:
    """Runway and OpenAI on a port of 127.0.0.1, from `start` to `stop`; a context manager.

    `scale` makes pictures smaller than sold, in the same shape. `port` 0 takes any that is free. What goes wrong is said by
    `faults`, and by `add` while it runs.
    """

    def __init__(
        self,
        *faults: Fault,
        scale: Fraction = Fraction(1),
        keys: Mapping[str, str] = KEYS,
        port: int = 0,
    ) -> None:
        self.keys = dict(keys)
        self._board = Switchboard(faults, self.keys, scale, lambda: self.url.root)
        self._server = Exchange(port, self._board)
        self.url = Addresses(f"http://127.0.0.1:{self._server.server_port}")
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK,), daemon=True)

    def start(self) -> Vendors:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every connection and the server; raise what failed in the server itself, if anything did."""
        self._server.shutdown()
        self._board.held.release()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        if self._server.failures:
            raise self._server.failures[0]

    def __enter__(self) -> Vendors:
        """Begin to answer."""
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop."""
        self.stop()

    def environment(self) -> dict[str, str]:
        """Return the environment variables with which both SDKs come here with the right keys."""
        return self.url.environment(self.keys)

    def add(self, *faults: Fault) -> None:
        """Let more go wrong, after what is still to come."""
        self._board.script.add(*faults)

    def clear(self) -> None:
        """Let everything go well from here on."""
        self._board.script.clear()

    def left(self) -> tuple[Fault, ...]:
        """Return the faults that were not played."""
        return self._board.script.left()

    def asked(self) -> tuple[Asked, ...]:
        """Return every request so far, in order."""
        return self._board.log.asked()

    def created(self, wanted: Wanted) -> tuple[Order, ...]:
        """Return every order that was taken for `video`, `speech` or `text`."""
        return self._board.log.created(wanted)

    def repeated(self, wanted: Wanted) -> dict[str, int]:
        """Return how often each order was placed that was placed more than once, by its key; empty when none was."""
        return repeated(self.created(wanted))

    def release(self) -> None:
        """Let go of every connection that is held."""
        self._board.held.release()

    def wait_held(self, count: int = 1, patience: float = 10.0) -> bool:
        """Wait until `count` connections are held; return False when that takes more than `patience` seconds."""
        return self._board.held.wait(count, patience)

    def serve(self) -> None:
        """Answer in this thread, until the process ends."""
        self._server.serve_forever()
