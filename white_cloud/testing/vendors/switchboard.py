"""Who answers what: keys are checked, faults are played, and the rest goes to the desk of its vendor."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Protocol

from white_cloud.testing.vendors import openai, runway
from white_cloud.testing.vendors.answer import Answer, instead, spoiled, told
from white_cloud.testing.vendors.faults import FILE, INSTEAD, Fault, Script, read_script
from white_cloud.testing.vendors.log import Asked, Log

#: Good for nothing but the loopback vendors.
KEYS = {"runway": "key_loopback0runway0good0for0nothing", "openai": "sk-loopback0openai0good0for0nothing"}
_VERSION = "x-runway-version"


class Desk(Protocol):
    """One vendor's answers."""

    def answer(self, asked: Asked) -> Answer:
        """Answer one request whose key is right."""


class Held:
    """Connections that hear nothing until they are released. Safe to use from many threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._releases = 0
        self._held = 0

    def hold(self, seconds: float) -> None:
        """Wait until released, `seconds` at most."""
        with self._changed:
            self._held += 1
            self._changed.notify_all()
            now = self._releases
            self._changed.wait_for(lambda: self._releases > now, seconds)
            self._held -= 1

    def release(self) -> None:
        """Let go of every connection that is held now."""
        with self._changed:
            self._releases += 1
            self._changed.notify_all()

    def wait(self, count: int, patience: float) -> bool:
        """Wait until `count` connections are held; return False when that takes more than `patience` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._held >= count, patience)


class Switchboard:
    """Everything behind the address. `base` gives the server's own address, for the ones it hands out."""

    def __init__(self, faults: Iterable[Fault], keys: Mapping[str, str], scale: Fraction, base: Callable[[], str]) -> None:
        self.script = Script(faults)
        self.log = Log()
        self.held = Held()
        self.keys = dict(keys)
        self._desks: dict[str, Desk] = {
            "runway": runway.Runway(self.script, self.log, scale, lambda: f"{base()}/runway"),
            "openai": openai.OpenAI(self.script, self.log),
        }

    def answer(self, asked: Asked, key: str) -> Answer:
        """Answer one request that came with a key, and write it down without."""
        if asked.vendor == "":
            return self._steered(asked)
        self.log.note(asked)
        if asked.vendor not in self._desks:
            return told(404, {"error": f"no vendor {asked.vendor!r}; addresses begin with /runway or /openai/v1"})
        return self._refused(asked, key) or self._before(asked) or self._served(asked)

    def _refused(self, asked: Asked, key: str) -> Answer | None:
        if asked.vendor == "openai" and not asked.right_key:
            return told(401, openai.wrong_key(key))
        if asked.vendor == "runway" and asked.path.startswith("/v1/"):
            if not asked.right_key:
                return told(401, {"error": f"The API key {key!r} is not valid."})
            if _VERSION not in asked.headers:
                return told(400, {"error": "The X-Runway-Version header is required."})
        return None

    def _before(self, asked: Asked) -> Answer | None:
        fault = self.script.take(asked.said, INSTEAD)
        if fault is not None:
            return instead(fault, _messages(asked.vendor))
        if self.script.take(asked.said, {"unknown"}):
            return told(404, _messages(asked.vendor)(404))
        return None

    def _served(self, asked: Asked) -> Answer:
        answer = self._desks[asked.vendor].answer(asked)
        if answer.status >= 400:
            return answer
        fault = self.script.take(asked.said, INSTEAD, after=True)
        if fault is not None:
            return instead(fault, _messages(asked.vendor))
        if late := self.script.take(asked.said, {"late"}):
            answer = replace(answer, hold=late.hold)
        if answer.file:
            kinds = FILE if answer.content == "audio/wav" else FILE - {"unsized"}
            fault = self.script.take(asked.said, kinds)
        return spoiled(answer, fault) if fault is not None else answer

    def _steered(self, asked: Asked) -> Answer:
        """Answer one who steers the server from another process; the log does not show it."""
        match (asked.method, asked.path):
            case "GET", "/_log":
                return told(200, self.log.data())
            case "POST", "/_script":
                self.script.add(*read_script(asked.body))
                return told(200, {"left": len(self.script.left())})
            case "DELETE", "/_script":
                self.script.clear()
                return told(200, {"left": 0})
            case "POST", "/_release":
                self.held.release()
                return told(200, {})
            case "GET", "/_held":
                count, patience = int(asked.query.get("count", "1")), float(asked.query.get("patience", "10"))
                return told(200, {"held": self.held.wait(count, patience)})
        return told(404, {"error": f"no {asked.method} {asked.path}; there are _log, _script, _release and _held"})


def _messages(vendor: str) -> Callable[[int], Any]:
    return openai.message if vendor == "openai" else runway.message
