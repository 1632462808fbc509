"""The `format:` line of documents: `white-cloud/KIND@N`. Older forms are read; only `migrate` rewrites them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from white_cloud import __version__
from white_cloud.documents.kind import KINDS, Kind, stated
from white_cloud.documents.located import Located
from white_cloud.documents.reader import parse_document, read_document
from white_cloud.documents.rewrite import dump, load_for_rewriting, write_atomically
from white_cloud.errors import DocumentError, UserError

#: Changes a document's data, in place, from one version to the next.
Step = Callable[[dict[str, Any]], None]

#: For each kind the steps from version 1 to 2, from 2 to 3 and so on; the newest version is one more than their number.
STEPS: Mapping[Kind, tuple[Step, ...]] = dict.fromkeys(KINDS, ())


def format_line(kind: Kind) -> str:
    """Return what stands after `format:` in the newest form of a kind."""
    return f"white-cloud/{kind}@{newest(kind)}"


def newest(kind: Kind) -> int:
    """Return the newest version of a kind that this program knows."""
    return len(STEPS[kind]) + 1


def read_as(path: Path, kind: Kind) -> Located:
    """Read a document of one kind and bring its data, in memory, to the newest form; raise DocumentError."""
    return modernised(read_document(path), kind)


def modernised(document: Located, kind: Kind) -> Located:
    """Return the document with its data in the newest form; raise DocumentError for another kind or a newer version."""
    version = _version(document, kind)
    if version == newest(kind):
        return document
    return replace(document, data=_stepped(document.data, kind, version))


def migrate(path: Path, kind: Kind) -> bool:
    """Rewrite a file in the newest form of its kind, comments kept; return whether it was older."""
    document = read_document(path)
    version = _version(document, kind)
    if version == newest(kind):
        return False
    data = load_for_rewriting(document.text)
    for step in STEPS[kind][version - 1 :]:
        step(data)
    data["format"] = format_line(kind)
    text = dump(data)
    modernised(parse_document(text, path), kind)
    write_atomically(path, text)
    return True


def require_newest(document: Located, kind: Kind) -> None:
    """Raise UserError when a document of that kind is of an older form, which only `migrate` may rewrite."""
    version = _version(document, kind)
    if version < newest(kind):
        was, now = f"{kind}@{version}", f"{kind}@{newest(kind)}"
        raise UserError(f"{document.path}: is {was} and would be written as {now}; run `white-cloud migrate {document.path}`")


def _stepped(data: dict[str, Any], kind: Kind, version: int) -> dict[str, Any]:
    copied = _copied(data)
    for step in STEPS[kind][version - 1 :]:
        step(copied)
    return {**copied, "format": format_line(kind)}


def _copied(value: Any) -> Any:
    """Return data of its own at every place, so that a step may change what an alias shared."""
    if isinstance(value, dict):
        return {name: _copied(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def _version(document: Located, kind: Kind) -> int:
    expected = f"format: {format_line(kind)}"
    named, version = stated(document, expected)
    if named != kind:
        message = f"this is a document of kind {named}, not {kind}"
        raise DocumentError(document.path, [document.problem(("format",), message, f"expected the line `{expected}`")])
    if version > newest(kind):
        message = f"needs a White Cloud that reads {kind}@{version}; this one, {__version__}, reads up to {kind}@{newest(kind)}"
        raise DocumentError(document.path, [document.problem(("format",), message, "pip install --upgrade white-cloud")])
    return version
