"""Reads one YAML document strictly: bounded, exact, and with the place of every node.

libyaml's events are folded into plain data without recursion. The language read is a part of YAML 1.2: one document, keys
that are text, no tags, no duplicate keys, anchors and aliases in moderation.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml._yaml import CParser, Mark

from white_cloud.documents.located import Located, Place
from white_cloud.documents.scalars import FORBIDDEN, forbidden_name, plain_scalar
from white_cloud.errors import DocumentError, Problem, UserError, nearest

LARGEST_FILE = 5_000_000
LONGEST_SCALAR = 100_000
DEEPEST = 60
MOST_NODES = 500_000
#: Nodes that aliases may stand for, all together.
MOST_ALIASED = 20_000

_EXPECTED = "expected a mapping that begins with a line such as `format: white-cloud/screenplay@1`"


def read_document(path: Path) -> Located:
    """Read a file; raise DocumentError for what is wrong inside it, UserError when there is no such file."""
    return parse_document(_decode(path, _read_bytes(path)), path)


def parse_document(text: str, path: Path) -> Located:
    """Read the text of a document; `path` is only named in errors. Raises DocumentError and nothing else."""
    text = text.removeprefix("\ufeff")
    _refuse_forbidden(text, path)
    builder = _Builder(path)
    try:
        builder.read(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _refuse(path, line, column, f"not YAML: {error.problem or error.context}", _syntax_hint(text, line))
    except yaml.YAMLError as error:
        _refuse(path, 1, 1, f"not YAML: {error}")
    if builder.problems:
        raise DocumentError(path, builder.problems)
    if builder.root is None:
        _refuse(path, 1, 1, "the file is empty", _EXPECTED)
    data, root = builder.root
    if not isinstance(data, dict):
        _refuse(path, root.line, root.column, f"this is {described(data)}", _EXPECTED)
    return Located(path, text, data, root)


def described(value: Any) -> str:
    """Return what a value is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    shown = str(value) if len(str(value)) <= 40 else f"{str(value)[:37]}..."
    return f"the text {shown!r}" if isinstance(value, str) else f"the number {shown}"


class _Builder:
    """Folds parser events into data and places; the stack holds the containers that are open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.root: tuple[Any, Place] | None = None
        self._open: list[_Container] = []
        self._anchors: dict[str, tuple[Any, Place, int, int]] = {}
        self._nodes = 0
        self._aliased = 0

    def read(self, text: str) -> None:
        """Take every event of the text."""
        take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        parser = CParser(text)
        while parser.check_event():
            event = parser.get_event()
            handler = take.get(type(event))
            if handler:
                handler(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self.root is not None:
            self._stop(event, "a second document begins here; a file holds one")

    def _scalar(self, event: Any) -> None:
        self._count(event)
        value: Any = event.value
        mark: Mark = event.start_mark
        if len(value) > LONGEST_SCALAR:
            self._stop(event, f"a text of {len(value):,} characters; at most {LONGEST_SCALAR:,} are read")
        if event.tag is not None:
            self._stop(event, f"the tag {event.tag!r} is not read", "write the value plainly, without a tag")
        if event.style == '"' and (bad := FORBIDDEN.search(value)):
            self._stop(event, f"{forbidden_name(bad.group())} in text", "remove it")
        place = Place(mark.line + 1, mark.column + 1)
        around = self._open[-1] if self._open else None
        if around is not None and around.wants_key:
            self._key(around, value, place)
            return
        if event.implicit[0] and not event.style:
            try:
                value = plain_scalar(value)
            except ValueError as error:
                self._stop(event, str(error), "put it in quotes if it is text")
        self._put(value, place, event.anchor, 1, 0)

    def _key(self, around: _Container, key: str, place: Place) -> None:
        if key in around.place.keys:
            first = around.place.keys[key]
            message = f"the key {key!r} stands here a second time; the first is in line {first.line}"
            self.problems.append(Problem(place.line, place.column, "", message, "keep one of them"))
        else:
            around.place.keys[key] = place
        around.key = key
        around.wants_key = False

    def _start(self, event: Any) -> None:
        self._count(event)
        if event.tag is not None:
            self._stop(event, f"the tag {event.tag!r} is not read", "write the value plainly, without a tag")
        if self._open and self._open[-1].wants_key:
            self._stop(event, "a key is a word, not a mapping or a list", "put text in quotes that begins with { or [")
        if len(self._open) >= DEEPEST:
            self._stop(event, f"nested more than {DEEPEST} deep")
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1, bool(event.flow_style))
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Container({} if mapping else [], place, event.anchor, self._nodes + self._aliased))

    def _end(self, _event: yaml.MappingEndEvent | yaml.SequenceEndEvent) -> None:
        done = self._open.pop()
        size = 1 + self._nodes + self._aliased - done.nodes_before
        self._put(done.value, done.place, done.anchor, size, done.height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._count(event)
        if event.anchor not in self._anchors:
            opened = any(container.anchor == event.anchor for container in self._open)
            self._stop(event, f"the alias *{event.anchor} " + ("contains itself" if opened else "has no anchor before it"))
        if self._open[-1].wants_key:
            self._stop(event, "a key is a word, not an alias")
        value, place, size, height = self._anchors[event.anchor]
        self._aliased += size
        if self._aliased > MOST_ALIASED:
            self._stop(event, f"aliases stand for more than {MOST_ALIASED:,} nodes", "write the repeated parts out")
        if len(self._open) + height > DEEPEST:
            self._stop(event, f"aliases nest more than {DEEPEST} deep", "write the repeated parts out")
        self._put(value, place, None, size, height)

    def _put(self, value: Any, place: Place, anchor: str | None, size: int, height: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, place, size, height)
        if not self._open:
            self.root = (value, place)
            return
        around = self._open[-1]
        if height >= around.height:
            around.height = height + 1
        if isinstance(around.value, dict):
            around.value[around.key] = value
            around.place.values[around.key] = place
            around.wants_key = True
        else:
            around.place.values[len(around.value)] = place
            around.value.append(value)

    def _count(self, event: yaml.Event) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(event, f"more than {MOST_NODES:,} values in one document", "split the film into several")

    def _stop(self, event: Any, message: str, hint: str = "") -> NoReturn:
        mark = event.start_mark
        raise DocumentError(self.path, [*self.problems, Problem(mark.line + 1, mark.column + 1, "", message, hint)])


class _Container:
    """A mapping or list whose end has not come; `height` counts the levels inside it."""

    __slots__ = ("anchor", "height", "key", "nodes_before", "place", "value", "wants_key")

    def __init__(self, value: dict[str, Any] | list[Any], place: Place, anchor: str | None, nodes_before: int) -> None:
        self.value = value
        self.place = place
        self.anchor = anchor
        self.nodes_before = nodes_before
        self.height = 0
        self.key = ""
        self.wants_key = isinstance(value, dict)


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            names = [each.name for each in path.parent.glob("*.yaml")] if path.parent.is_dir() else []
            hint = nearest(path.name, names)
            raise UserError(f"{path}: no such file" + (f" ({hint})" if hint else ""))
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        _refuse(path, 1, 1, f"the file is larger than {LARGEST_FILE // 1_000_000} MB, the most that is read")
    return content


def _decode(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        _refuse(path, *_line_and_column(before, len(before)), "not UTF-8 text", "save the file as UTF-8")


def _refuse_forbidden(text: str, path: Path) -> None:
    found = FORBIDDEN.search(text)
    if found:
        _refuse(path, *_line_and_column(text, found.start()), f"{forbidden_name(found.group())} in text", "remove it")


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    lines = text[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def _syntax_hint(text: str, line: int) -> str:
    lines = text.splitlines()
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    if "\t" in shown:
        return "indent with spaces, not tabs"
    if "[pause" in shown:
        return "inside { } put text with a [pause] mark in quotes"
    if shown.count(": ") > 1:
        return "put text that holds a colon in quotes"
    return ""


def _refuse(path: Path, line: int, column: int, message: str, hint: str = "") -> NoReturn:
    raise DocumentError(path, [Problem(line, column, "", message, hint)])
