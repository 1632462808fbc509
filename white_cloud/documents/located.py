"""Data read from a document together with where each part of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud.errors import DocumentError, Problem

#: A way into a document: names of keys and positions in lists.
Steps = tuple[str | int, ...]

#: A message may quote what a person wrote, which may be long.
_LONGEST = 300


class Place:
    """Where a node starts (1-based line and column), and the places inside it.

    `values` maps a mapping's keys, or a list's positions, to places; `keys` maps a mapping's keys to where the key itself
    stands. `flow` says that the node is written in braces or brackets.
    """

    __slots__ = ("column", "flow", "keys", "line", "values")

    def __init__(self, line: int, column: int, flow: bool = False) -> None:
        self.line = line
        self.column = column
        self.flow = flow
        self.values: dict[str | int, Place] = {}
        self.keys: dict[str, Place] = {}


@dataclass(frozen=True)
class Located:
    """A document: its file, its text, its data (text, int, Decimal, bool, None, dict, list), and the place of the root."""

    path: Path
    text: str
    data: dict[str, Any]
    root: Place

    def place(self, steps: Sequence[str | int]) -> Place:
        """Return where the value at `steps` stands, or the innermost thing around it that stands in the file."""
        found = self.root
        for step in steps:
            inner = found.values.get(step)
            if inner is None:
                return found
            found = inner
        return found

    def key_place(self, steps: Sequence[str | int]) -> Place:
        """Return where the key that leads to `steps` stands, or what `place` gives when there is no such key."""
        around = self.place(steps[:-1])
        if not steps or not isinstance(steps[-1], str):
            return self.place(steps)
        return around.keys.get(steps[-1], around)

    def problem(self, steps: Sequence[str | int], message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """Return a problem at `steps`; `at_key` points at the key instead of its value."""
        place = self.key_place(steps) if at_key else self.place(steps)
        return Problem(place.line, place.column, _short(self.name(steps)), _short(message), hint)

    def name(self, steps: Sequence[str | int]) -> str:
        """Return a path, as far as the document has it, as a person reads it: `acts[one].scenes[pit].shots[0].length`."""
        parts: list[str] = []
        around: Any = self.data
        for step in steps:
            if isinstance(around, dict) and step in around:
                around = around[str(step)]
                parts.append(f".{step}" if parts else str(step))
            elif isinstance(around, list) and isinstance(step, int) and step < len(around):
                around = around[step]
                named = around.get("id") if isinstance(around, dict) else None
                parts.append(f"[{named if isinstance(named, str) else step}]")
            else:
                break
        return "".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


class Problems:
    """Collects all problems of one document, to be raised together."""

    def __init__(self, document: Located) -> None:
        self.document = document
        self._found: list[tuple[Steps, Problem]] = []

    def add(self, steps: Sequence[str | int], message: str, hint: str = "", *, at_key: bool = False) -> None:
        """Note a problem at `steps`."""
        self._found.append((tuple(steps), self.document.problem(steps, message, hint, at_key=at_key)))

    def take(self, other: Problems, *, but_under: Sequence[Steps]) -> None:
        """Take over what `other` found, except inside some paths."""
        self._found += [each for each in other._found if not any(each[0][: len(steps)] == steps for steps in but_under)]

    def error(self) -> DocumentError:
        """Return all problems noted, in the order of the file."""
        unique = {problem for _, problem in self._found}
        in_order = sorted(unique, key=lambda problem: (problem.line, problem.column, problem.where, problem.message))
        return DocumentError(self.document.path, in_order)

    def raise_any(self) -> None:
        """Raise DocumentError with all problems noted; do nothing when there are none."""
        if self._found:
            raise self.error()
