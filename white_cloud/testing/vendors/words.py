"""JSON that obeys a schema, filled with bilingual lines of which none is said twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from white_cloud import identity

#: What a list holds whose schema does not say.
_ITEMS = 3
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

    def line(self, seed: int) -> dict[str, str]:
        """Return a line that was not said before, in every language."""
        with self._lock:
            fresh = next(line for line in _candidates(seed) if line["zh"] not in self._said)
            self._said.add(fresh["zh"])
            return fresh


def _candidates(seed: int) -> Iterator[dict[str, str]]:
    """Yield every line alone, then with one opener, with two... each time from where the seed points on."""
    lines, openers = _pool()["lines"], _pool()["openers"]
    choices = len(lines)
    before = 0
    while True:
        for step in range(choices):
            yield _made((seed + step) % choices, before, lines, openers)
        choices, before = choices * len(openers), before + 1


def _made(number: int, before: int, lines: list[dict[str, str]], openers: list[dict[str, str]]) -> dict[str, str]:
    number, last = divmod(number, len(lines))
    said = [lines[last]]
    for _ in range(before):
        number, opener = divmod(number, len(openers))
        said.insert(0, openers[opener])
    return {"zh": "".join(one["zh"] for one in said), "en": " ".join(one["en"] for one in said)}


def fill(schema: Mapping[str, Any], pool: Pool, request: Any) -> Any:
    """Return data that obeys a JSON schema. An object with texts in Chinese and English holds one line in both.

    Of a choice the first is taken that is not null; lists hold three items, or what `minItems` and `maxItems` allow.
    """
    return _Filling(schema, pool, identity.key("words", request)).value(schema)


class _Filling:
    """One answer on its way; each line and text takes the next number."""

    def __init__(self, root: Mapping[str, Any], pool: Pool, digest: str) -> None:
        self._root = root
        self._pool = pool
        self._digest = digest
        self._number = 0

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
        line = self._pool.line(self._seed()) if spoken else {}
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
    return int(max(schema.get("minItems", 0), min(_ITEMS, schema.get("maxItems", _ITEMS))))


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
