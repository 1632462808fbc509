"""JSON that obeys a schema, filled with bilingual lines of which none is said twice."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

import yaml

from white_cloud import identity

#: What a list holds whose schema does not say.
_ITEMS = 3
#: Hanzi of a line where nobody says how long it should be: at least, and how many more at most.
_USUAL = 12
#: Fewer hanzi than these are not worth another sentence.
_SHORTEST = 4
#: How many hanzi a line may be too long.
_OVER = 2
#: Hanzi a second.
_PACE = 4
_SECONDS = re.compile(r"(?:about|约)\s*(\d+(?:\.\d+)?)\s*(?:seconds|秒)")
#: What is answered when JSON is asked for and no schema given.
_PLAIN = {
    "type": "object",
    "properties": {
        "lines": {
            "type": "array",
            "items": {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}},
        }
    },
}


@cache
def _pool() -> Mapping[str, list[dict[str, str]]]:
    text = (files("white_cloud.testing.vendors") / "lines.yaml").read_text(encoding="utf-8")
    pool: dict[str, list[dict[str, str]]] = yaml.safe_load(text)
    return pool


class Pool:
    """Lines of one meaning in Chinese and English. Which comes is decided by a seed; none comes twice from one pool."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: set[str] = set()

    def line(self, seed: int, hanzi: int, known: str = "") -> dict[str, str]:
        """Return a line of about `hanzi` hanzi, in every language, that was not said and does not stand in what is `known`."""
        with self._lock:
            fresh = next(line for line in _candidates(seed, hanzi) if line["zh"] not in self._said and line["zh"] not in known)
            self._said.add(fresh["zh"])
            return fresh


def _candidates(seed: int, hanzi: int) -> Iterator[dict[str, str]]:
    """Yield lines for ever, put together from sentences as the seed says; slowly longer, so that there is always another."""
    for attempt in count():
        said = _sentences(identity.seed(seed, attempt), hanzi + attempt // 20)
        yield {"zh": "".join(one["zh"] for one in said), "en": " ".join(one["en"] for one in said)}


def _sentences(seed: int, hanzi: int) -> list[dict[str, str]]:
    """Return sentences, none twice, that come close to a length without passing it by much; one at least."""
    left = [*_pool()["lines"], *_pool()["openers"]]
    said = [left.pop(_nearest(left, seed, hanzi))]
    while (room := hanzi - sum(len(one["zh"]) for one in said)) > _SHORTEST:
        said.insert(0, left.pop(_nearest(left, identity.seed(seed, len(said)), room)))
    return said


def _nearest(left: list[dict[str, str]], seed: int, room: int) -> int:
    """Return the place of a sentence that fits into `room` hanzi, by the seed; of the shortest, where none does."""
    fitting = [place for place, one in enumerate(left) if len(one["zh"]) <= room + _OVER]
    return fitting[seed % len(fitting)] if fitting else min(range(len(left)), key=lambda place: len(left[place]["zh"]))


def fill(schema: Mapping[str, Any], pool: Pool, request: Any, prompt: str = "") -> Any:
    """Return data that obeys a JSON schema. An object with texts in Chinese and English holds one line in both.

    Of a choice the first is taken that is not null; lists hold `minItems`, or without it three, `maxItems` at most. Where the
    `prompt` says `about 12 seconds`, all lines together take about as long; none of them stands in it already.
    """
    digest = identity.key("words", request)
    counted = _Filling(schema, digest, lambda _: {"zh": "", "en": ""})
    counted.value(schema)
    asked = _SECONDS.search(prompt)
    each = round(float(asked.group(1)) * _PACE / max(1, counted.lines)) if asked else 0
    return _Filling(schema, digest, lambda seed: pool.line(seed, each or _USUAL + seed % _USUAL, prompt)).value(schema)


class _Filling:
    """One answer on its way; each line and text takes the next number."""

    def __init__(self, root: Mapping[str, Any], digest: str, line: Callable[[int], Mapping[str, str]]) -> None:
        self._root = root
        self._digest = digest
        self._line = line
        self._number = 0
        self.lines = 0

    def value(self, schema: Mapping[str, Any]) -> Any:
        schema = self._resolved(schema)
        if "const" in schema or "enum" in schema:
            return schema["const"] if "const" in schema else schema["enum"][0]
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kind, list):
            kind = next(one for one in kind if one != "null")
        if kind == "object":
            return self._object(schema)
        if kind == "array":
            return [self.value(schema.get("items", {})) for _ in range(_length(schema))]
        plain = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": False, "null": None}
        return plain[kind] if kind in plain else self._text(schema)

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" in schema:
            found: Any = self._root
            for part in schema["$ref"].removeprefix("#").strip("/").split("/"):
                found = found[part] if part else found
            return self._resolved(found)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self._resolved(next(one for one in schema[choice] if one.get("type") != "null"))
        return schema

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        properties = schema.get("properties", {})
        spoken = {name for name, one in properties.items() if _tongue(name) and self._resolved(one).get("type") == "string"}
        line = self._line(self._seed()) if spoken else {}
        self.lines += bool(spoken)
        return {name: line[_tongue(name)] if name in spoken else self.value(one) for name, one in properties.items()}

    def _text(self, schema: Mapping[str, Any]) -> str:
        seed = self._seed()
        lines = _pool()["lines"]
        text = lines[seed % len(lines)]["en"][: schema.get("maxLength", 4096)]
        return text.ljust(schema.get("minLength", 0), ".")

    def _seed(self) -> int:
        self._number += 1
        return identity.seed(self._digest, self._number)


def _tongue(name: str) -> str:
    """Return the language of the pool that a property is named after (`zh`, `en`, `zh-Hans`), or nothing."""
    language = name.replace("_", "-").partition("-")[0].lower()
    return language if language in {"zh", "en"} else ""


def _length(schema: Mapping[str, Any]) -> int:
    return int(schema.get("minItems") or min(_ITEMS, schema.get("maxItems", _ITEMS)))


def schema_within(text: str) -> Mapping[str, Any]:
    """Return the first JSON schema of an object written in a prompt; without one, that of a list of lines."""
    decoder = json.JSONDecoder()
    for at, character in enumerate(text):
        if character == "{":
            try:
                found, _ = decoder.raw_decode(text, at)
            except json.JSONDecodeError:
                continue
            if isinstance(found, dict) and ("properties" in found or "$ref" in found):
                return found
    return _PLAIN


def lacking_language(data: Any) -> Any:
    """Return data without the last language of the first object that holds more than one."""
    spoiled = json.loads(json.dumps(data))
    for one in _objects(spoiled):
        spoken = [name for name in one if _tongue(name)]
        if len(spoken) > 1:
            del one[spoken[-1]]
            return spoiled
    raise ValueError("nothing in this answer stands in two languages")


def one_short(data: Any) -> Any:
    """Return data with each list one item shorter."""
    if isinstance(data, dict):
        return {name: one_short(value) for name, value in data.items()}
    if isinstance(data, list):
        return [one_short(value) for value in data[:-1]]
    return data


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _objects(value)
