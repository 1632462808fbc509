"""Decisions about takes, written into the takes document: a person's own comments and order survive."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from white_cloud.documents.kind import schema_line
from white_cloud.documents.migrate import format_line, require_newest
from white_cloud.documents.reader import parse_document, read_document
from white_cloud.documents.rewrite import dump, load_for_rewriting, write_atomically

Decision = Literal["chosen", "rejected", "cleared", "noted"]


def write_decision(path: Path, id_: str, number: int, decision: Decision, note: str = "") -> None:
    """Write a decision on one take of a shot or line; a take is chosen, rejected or neither. "noted" decides nothing.

    The file is made when there is none. Raises DocumentError for one that cannot be read, UserError when it cannot be written.
    """
    if path.exists():
        document = read_document(path)
        require_newest(document, "takes")
        data, head = load_for_rewriting(document.text), ""
    else:
        data, head = {"format": format_line("takes")}, f"{schema_line('takes')}\n"
    if decision != "noted":
        _drop(data, id_, number)
    if decision == "chosen":
        _section(data, "chosen")[id_] = number
    elif decision == "rejected":
        _section(data, "rejected")[id_] = sorted([*_section(data, "rejected").get(id_, []), number])
    if note:
        _section(data, "notes").setdefault(id_, {})[str(number)] = note
    text = head + dump(data)
    parse_document(text, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)


def _drop(data: Any, id_: str, number: int) -> None:
    """Take back what was decided of a take before."""
    chosen, rejected = _section(data, "chosen"), _section(data, "rejected")
    if chosen.get(id_) == number:
        del chosen[id_]
    if number in rejected.get(id_, []):
        rejected[id_].remove(number)
        if not rejected[id_]:
            del rejected[id_]


def _section(data: Any, name: str) -> Any:
    if data.get(name) is None:
        data[name] = {}
    return data[name]
