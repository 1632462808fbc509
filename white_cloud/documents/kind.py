"""The `format:` line that every document carries: `white-cloud/KIND@N`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, get_args

from white_cloud.documents.located import Located
from white_cloud.documents.reader import read_document
from white_cloud.errors import DocumentError, nearest

Kind = Literal["screenplay", "script", "voice", "edit", "takes", "prices", "score"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_FORMAT = re.compile(r"white-cloud/([a-z]+)@([1-9][0-9]{0,3})")


def kind_of(path: Path) -> Kind:
    """Return what kind of document a file says it is; raise DocumentError when it does not say, UserError without a file."""
    return stated(read_document(path))[0]


def schema_file(kind: Kind) -> str:
    """Return the name of the file that holds a kind's JSON Schema."""
    return f"{kind}.schema.json"


def schema_line(kind: Kind, schemas: str = "../docs/schemas") -> str:
    """Return the comment that names a document's schema to an editor; `schemas` is their folder, from the document's."""
    return f"# yaml-language-server: $schema={schemas}/{schema_file(kind)}"


def stated(document: Located, expected: str = "format: white-cloud/screenplay@1") -> tuple[Kind, int]:
    """Return the kind and version a document states; raise DocumentError that shows the `expected` line."""
    given = document.data.get("format")
    hint = f"expected the line `{expected}`"
    found = _FORMAT.fullmatch(given) if isinstance(given, str) else None
    if given is None:
        raise DocumentError(document.path, [document.problem((), "the document does not say its format", hint)])
    if not found:
        raise DocumentError(document.path, [document.problem(("format",), f"{given!r} is not a format", hint)])
    for kind in KINDS:
        if kind == found.group(1):
            return kind, int(found.group(2))
    message = f"there is no kind of document {found.group(1)!r}"
    raise DocumentError(document.path, [document.problem(("format",), message, nearest(found.group(1), KINDS))])
