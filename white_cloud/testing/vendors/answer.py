"""What goes back over the wire, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from white_cloud.testing.vendors.faults import Fault

_PAGE = b"<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>\n"
#: Where a WAV header says how long the file and its samples are, and what stands there when nobody knows.
_SIZES, _UNKNOWN = (slice(4, 8), slice(40, 44)), b"\xff\xff\xff\xff"


@dataclass(frozen=True)
class Answer:
    """A status, a body, its headers. `sent` bytes of the body go out (all, when None) and the connection ends as `ending` says.

    `whole` keeps it open, `closed` ends it in order, `reset` does not. `silent`: not even a status is sent. `hold` seconds pass
    first, unless somebody releases what is held. `file` marks a body that is media.
    """

    status: int
    body: bytes = b""
    content: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    file: bool = False
    sent: int | None = None
    ending: Literal["whole", "closed", "reset"] = "whole"
    silent: bool = False
    hold: float = 0.0


def told(status: int, data: Any, **headers: str) -> Answer:
    """Return plain data as JSON; underscores in the names of headers become hyphens."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return Answer(status, body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def spoiled(answer: Answer, fault: Fault) -> Answer:
    """Return a file as it arrives when a fault plays on its way."""
    half = len(answer.body) // 2
    match fault.kind:
        case "cut short":
            return replace(answer, sent=half, ending="reset")
        case "short":
            return replace(answer, sent=half, ending="closed")
        case "half":
            return replace(answer, body=answer.body[:half])
        case "page":
            return replace(answer, body=_PAGE, content="text/html; charset=utf-8")
        case "empty":
            return replace(answer, body=b"")
        case "unsized":
            return replace(answer, body=_unsized(answer.body))
        case _:
            raise ValueError(f"{fault.kind!r} does not spoil a file")


def _unsized(wav: bytes) -> bytes:
    header = bytearray(wav[:44])
    for place in _SIZES:
        header[place] = _UNKNOWN
    return bytes(header) + wav[44:]


def instead(fault: Fault, message: Any) -> Answer:
    """Return what a client hears in place of an answer; `message` gives the vendor's body for a status."""
    match fault.kind:
        case "hold":
            return Answer(0, silent=True, hold=fault.hold)
        case "cut":
            return Answer(0, silent=True)
        case "rate limit":
            wait = {"retry_after": f"{fault.wait:g}", "retry_after_ms": f"{fault.wait * 1000:g}"} if fault.wait else {}
            return told(429, message(429), **wait)
        case _:
            return told(fault.status, message(fault.status))
