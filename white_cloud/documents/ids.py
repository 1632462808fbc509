"""Ids of acts, scenes, shots and lines that a person has not given: short, from what a thing is, never from where it stands.

- prompt: dunes at dawn          - id: shot_7f3a
  length: 5s              →        prompt: dunes at dawn
                                   length: 5s
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from white_cloud.documents.located import Located, Steps
from white_cloud.documents.migrate import require_newest
from white_cloud.documents.reader import parse_document, read_document
from white_cloud.documents.rewrite import write_atomically
from white_cloud.errors import DocumentError

_INSIDE = {"acts": "scenes", "scenes": "shots"}
_WORDS = {"acts": "act", "scenes": "scene", "shots": "shot", "lines": "line"}
_SHORTEST = 4


def write_ids(path: Path) -> Mapping[str, str]:
    """Write missing ids into a screenplay and return them by the place they belong to; every other byte stays as it is."""
    document = read_document(path)
    require_newest(document, "screenplay")
    new = missing_ids(document.data)
    if not new:
        return {}
    text = _inserted(document, new)
    _require_only_ids_changed(document, new, text)
    mark = "\ufeff" if path.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    write_atomically(path, mark + text)
    return {document.name(steps): each for steps, each in new.items()}


def missing_ids(data: Mapping[str, Any]) -> dict[Steps, str]:
    """Return an id for every act, scene, shot and line of a screenplay's data that has none, by its path."""
    items = list(_items(data, (), "acts"))
    taken = {item["id"] for _, item, _ in items if isinstance(item.get("id"), str)}
    found: dict[Steps, str] = {}
    by_object: dict[int, str] = {}
    for steps, item, word in items:
        if item.get("id") is not None:
            continue
        if id(item) not in by_object:
            by_object[id(item)] = _new_id(word, item, taken)
            taken.add(by_object[id(item)])
        found[steps] = by_object[id(item)]
    return found


def _items(around: Mapping[str, Any], before: Steps, key: str) -> Iterator[tuple[Steps, dict[str, Any], str]]:
    listed = around.get(key)
    if not isinstance(listed, list):
        return
    for index, item in enumerate(listed):
        if not isinstance(item, dict) or not item:
            continue
        steps = (*before, key, index)
        yield steps, item, _WORDS[key]
        if key == "scenes":
            yield from _items(item, steps, "lines")
        if key in _INSIDE:
            yield from _items(item, steps, _INSIDE[key])


def _new_id(word: str, item: dict[str, Any], taken: set[str]) -> str:
    content = json.dumps(item, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(f"{word}\x1f{content}".encode()).hexdigest()
    for length in range(_SHORTEST, 30):
        new = f"{word}_{digest[:length]}"
        if new not in taken:
            return new
    # Only for the same content thirty times over: count on.
    return next(new for count in range(2, 10**9) if (new := f"{word}_{digest[:12]}_{count}") not in taken)


def _inserted(document: Located, new: Mapping[Steps, str]) -> str:
    """Return the text with `id:` put before the first key of each item."""
    lines = document.text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in document.text else "\n"
    edits: dict[tuple[int, int], str] = {}
    for steps, name in new.items():
        place = document.place(steps)
        first = min(place.keys.values(), key=lambda key: (key.line, key.column))
        after = ", " if place.flow else ending + " " * (first.column - 1)
        edits[first.line - 1, first.column - 1] = f"id: {name}{after}"
    for (line, column), inserted in sorted(edits.items(), reverse=True):
        lines[line] = lines[line][:column] + inserted + lines[line][column:]
    return "".join(lines)


def _require_only_ids_changed(document: Located, new: Mapping[Steps, str], text: str) -> None:
    try:
        after: Any = parse_document(text, document.path).data
    except DocumentError:
        after = None
    else:
        for steps in new:
            item = after
            for step in steps:
                item = item[step]
            item.pop("id", None)
    if after != document.data:
        places = [
            document.problem(steps, "has no id, and none can be written here", f"write id: {name}")
            for steps, name in new.items()
        ]
        raise DocumentError(document.path, places)
