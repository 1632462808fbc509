"""What goes wrong, and when: a script of faults that the loopback vendors play, each when its request comes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from white_cloud.errors import UserError, nearest

Kind = Literal[
    # any request, answered in place of what was asked; `after` plays it once the order was taken
    "rate limit",  # 429, with `wait` seconds in retry-after and retry-after-ms
    "error",  # `status`: 500, 503...
    "hold",  # no answer for `hold` seconds, or until released; then the connection is closed
    "cut",  # the connection is closed with no answer
    "late",  # the answer comes after `hold` seconds, or when released
    # an order, refused
    "moderated",  # 400: the prompt offends the rules
    # any request for one thing
    "unknown",  # 404
    # a video order, taken: what becomes of its task
    "fail",  # FAILED with `code`; `credits` of it are not given back
    "cancel",  # CANCELLED, as dear
    "throttle",  # THROTTLED for `polls` questions
    "queue",  # PENDING for `polls` questions
    # a download
    "expired",  # 403, and this address for good: the task has a fresh one
    # a file on its way: a download or speech
    "cut short",  # the connection is reset in the middle
    "short",  # half the body, the length promised of the whole, an orderly end
    "half",  # half the body, and the length says so: only a look inside tells
    "page",  # an HTML page
    "empty",  # no byte
    "unsized",  # a WAV whose header does not know its length, as a vendor that streams writes it
    # words
    "malformed",  # JSON that ends in the middle
    "missing language",  # the last language of the first line is not there
    "too few",  # each list is one short
    "refusal",  # the model says no
    "incomplete",  # the answer stops at the limit of tokens
]

INSTEAD: frozenset[Kind] = frozenset({"rate limit", "error", "hold", "cut"})
TASK: frozenset[Kind] = frozenset({"fail", "cancel", "throttle", "queue"})
FILE: frozenset[Kind] = frozenset({"cut short", "short", "half", "page", "empty", "unsized"})
WORDS: frozenset[Kind] = frozenset({"malformed", "missing language", "too few", "refusal", "incomplete"})


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong `times` times, with the requests that hold `match`, after `skip` of them went well.

    `match` is a piece of `METHOD path` or of the body as JSON (hanzi as they are); empty, it is every request to which the
    kind applies. `after` (rate limit, error, hold, cut) plays it when the order was taken: it is made, and counted, and the
    client does not know. `hold` and `wait` are seconds, `polls` questions about a task, `code` Runway's failure code, `credits`
    what a task that fails or is cancelled costs all the same.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    kind: Kind
    match: str = ""
    times: int = 1
    skip: int = 0
    after: bool = False
    status: int = 500
    wait: float = 0.0
    hold: float = 30.0
    polls: int = 3
    code: str = "INTERNAL.BAD_OUTPUT.CODE01"
    credits: int = 0


_READER = TypeAdapter(tuple[Fault, ...])


def read_script(data: Any) -> tuple[Fault, ...]:
    """Return faults from plain data, a list of mappings; raise UserError that names what is wrong."""
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise UserError(f"a script of faults is a list of mappings with `kind`, not {type(data).__name__}")
    for number, given in enumerate(data, 1):
        kind = given.get("kind") if isinstance(given, Mapping) else None
        if kind not in get_args(Kind):
            raise UserError(f"fault {number}: no kind {kind!r} ({nearest(str(kind), get_args(Kind)) or 'see `Kind`'})")
    try:
        return _READER.validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(f"a script of faults: {place}: {first['msg']}") from error


def load_script(path: Path) -> tuple[Fault, ...]:
    """Return the faults in a YAML or JSON file; raise UserError."""
    try:
        return read_script(yaml.safe_load(path.read_text(encoding="utf-8")) or [])
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(f"cannot read the script of faults {path}: {error}") from error


class Script:
    """The faults still to come, in order. Safe to ask from many threads."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._lock = threading.Lock()
        self._faults = list(faults)

    def add(self, *faults: Fault) -> None:
        """Put faults at the end."""
        with self._lock:
            self._faults.extend(faults)

    def clear(self) -> None:
        """Let everything go well from here on."""
        with self._lock:
            self._faults.clear()

    def left(self) -> tuple[Fault, ...]:
        """Return what has not been played."""
        with self._lock:
            return tuple(self._faults)

    def take(self, said: str, kinds: Iterable[Kind], *, after: bool = False) -> Fault | None:
        """Return the first fault of one of `kinds` that matches what was `said`, and count it as played."""
        wanted = frozenset(kinds)
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.kind in wanted and fault.after == after and fault.match in said:
                    return self._play(place, fault)
        return None

    def _play(self, place: int, fault: Fault) -> Fault | None:
        if fault.skip:
            self._faults[place] = replace(fault, skip=fault.skip - 1)
            return None
        if fault.times > 1:
            self._faults[place] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[place]
        return fault
