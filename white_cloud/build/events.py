"""What a build tells while it works. A listener is any callable that takes an event; the faces decide how to show it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

#: Where the first clause of a message ends, and how many characters of it are shown.
_CLAUSE_ENDS = re.compile(r"[.;](?=\s|$)|。|\n")
_LONGEST = 120


@dataclass(frozen=True)
class Event:
    """Something that happened; `data()` is the event as plain data for programs."""

    def data(self) -> dict[str, Any]:
        """Return the event as a mapping with its name under `event`."""
        return {"event": type(self).__name__, **asdict(self)}


@dataclass(frozen=True)
class StageStarted(Event):
    """A stage knows what it will make; `weight` is the sum over what it makes, for progress."""

    stage: str
    made: int
    reused: int
    weight: int


@dataclass(frozen=True)
class ItemUnderWay(Event):
    """One thing is being made elsewhere; `part` is how much of it is done, 0..1."""

    stage: str
    item: str
    part: float


@dataclass(frozen=True)
class ItemDone(Event):
    """One thing was made. `cost` is what it cost, with the money it is counted in; empty for what was free."""

    stage: str
    item: str
    weight: int
    reason: str
    cost: str = ""


@dataclass(frozen=True)
class ItemFailed(Event):
    """One thing could not be made; the others go on. `order`: the number of an order of unknown fate that it leaves, else 0.

    `detail` is what a program said of it, which is in no sentence.
    """

    stage: str
    item: str
    message: str
    order: int = 0
    detail: str = ""

    @property
    def named(self) -> str:
        """The item, with the number of the order where there is one."""
        return f"{self.item} (order {self.order})" if self.order else self.item

    @property
    def reason(self) -> str:
        """The message in short: its first clause, up to a full stop, a semicolon or the end of the line."""
        first = _CLAUSE_ENDS.split(self.message, maxsplit=1)[0]
        return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 3].rstrip()}..."


@dataclass(frozen=True)
class StageDone(Event):
    """A stage ended."""

    stage: str
    made: int
    reused: int
    seconds: float


@dataclass(frozen=True)
class Warned(Event):
    """Something a person should know; the build goes on."""

    message: str


@dataclass(frozen=True)
class Spent(Event):
    """A build that ends without a film has cost this, with the money it is counted in; not told where it cost nothing."""

    spent: str


@dataclass(frozen=True)
class Finished(Event):
    """The film stands; `path` is relative to where the command was run if it lies below. `spent` is what this build cost."""

    path: str
    frames: int
    sha256: str
    made: int
    spent: str = ""


Listener = Callable[[Event], None]


def unheard(_: Event) -> None:
    """Tell nobody."""
