"""One exchange with a vendor as plain values: what was asked, what was answered. Knows neither HTTP library nor disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.errors import BackendError


@dataclass(frozen=True)
class Asked:
    """A request without anything secret: whose it is, method, path from `/v1/` on, and the body as plain data.

    `subject` says what it was for (`shot/pit_03`). `files` are the files of a form, by digest; the body names the digests.
    """

    vendor: str
    method: str
    path: str
    body: Any = None
    subject: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same request, whatever it was for and to whichever host it went."""
        return identity.key("exchange", self.data())

    def data(self) -> dict[str, Any]:
        """Return what decides whether two requests are the same."""
        return {"vendor": self.vendor, "method": self.method, "path": self.path, "body": self.body}


@dataclass(frozen=True)
class Cut:
    """How a connection ended that did not end in order: the name of the HTTP library's error, and what it said."""

    error: str
    said: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer as it is handed on, its body as bytes or a file; where `cut` is told, the connection ended after that much.

    Status 0: not even a status came.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Path = b""
    cut: Cut | None = None


@dataclass(frozen=True)
class Arriving:
    """An answer on its way: its status, its headers in lower case, and its body piece by piece, decompressed."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class CutShort(Exception):
    """Raised by whoever sends, before or while an answer arrives, when the connection ends otherwise than in order."""

    def __init__(self, cut: Cut) -> None:
        super().__init__(cut.error)
        self.cut = cut


class TooLarge(BackendError):
    """An answer that came, to a request that was sent, is larger than may be kept."""


#: Sends a request when it is entered, and gives what arrives; raises CutShort.
Send = Callable[[], AbstractContextManager[Arriving]]
