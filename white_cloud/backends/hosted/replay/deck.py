"""The deck that an order runs on: it records what is exchanged, or plays back what was. Without one, vendors are asked.

The build hands the deck to its orders, and each order sets it for as long as it runs, in the thread that it runs in: so it is
no property of the process, and two films that are built side by side do not hear each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from white_cloud.backends.hosted.replay.exchange import Answer, Asked, Send


class Deck(Protocol):
    """Stands between hosted backends and the network. `offline`: nothing is sent; no key, no cost, no waiting."""

    @property
    def offline(self) -> bool:
        """Whether every answer comes from a recording."""

    def exchange(self, asked: Asked, send: Send) -> Answer:
        """Return the answer to a request; raises BackendError (TooLarge: it was sent), or StoreError once it was sent.

        Called from any thread.
        """


@dataclass(frozen=True)
class Running:
    """A deck, and what the order that runs on it is for."""

    deck: Deck
    subject: str


_running: ContextVar[Running | None] = ContextVar("deck", default=None)


@contextmanager
def on_deck(deck: Deck | None, subject: str) -> Iterator[None]:
    """Let everything that this thread exchanges with vendors go through a deck; None asks them directly."""
    before = _running.set(Running(deck, subject) if deck else None)
    try:
        yield
    finally:
        _running.reset(before)


def running() -> Running | None:
    """Return the deck of this thread's order, if it has one."""
    return _running.get()


def offline() -> bool:
    """Return whether this thread's order is played back."""
    found = _running.get()
    return found is not None and found.deck.offline
