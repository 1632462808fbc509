"""How lists are laid out for people: columns with a head, and what is long last."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from shutil import get_terminal_size

from white_cloud.cli.app import say

#: How far what is long stands in, where it stands below its line.
_INDENT = 7


def say_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, to_the_right: Collection[str] = ()) -> None:
    """Say a row a line in columns under a head, and last a remark, which may be long; nothing where there are no rows.

    A row has one cell more than the head: its remark. On a terminal too narrow for them remarks stand below, indented, so that
    the columns stay whole; in a pipe every row is one line. The columns named in `to_the_right` hold numbers.
    """
    from rich.cells import cell_len

    if not rows:
        return
    widths = [max(map(cell_len, column)) for column in zip(head, *(row[:-1] for row in rows), strict=True)]
    room = get_terminal_size().columns if sys.stdout.isatty() else 0
    for *cells, remark in ([*head, ""], *rows):
        line = "  ".join(
            " " * (width - cell_len(cell)) + cell if name in to_the_right else cell + " " * (width - cell_len(cell))
            for name, cell, width in zip(head, cells, widths, strict=True)
        )
        for part in _fitted(line, remark, room):
            say(part.rstrip())


def when(moment: str) -> str:
    """Return a moment as it was written down (ISO 8601, UTC) as a person reads it: to the minute."""
    return moment[:16].replace("T", " ")


def _fitted(line: str, remark: str, room: int) -> Iterator[str]:
    """Yield a line with its remark behind it, or below it where `room` cells (0: any number) do not hold both."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    if not room or cell_len(f"{line}  {remark}".rstrip()) <= room:
        yield f"{line}  {remark}"
        return
    yield line
    for part in Text(remark).wrap(Console(width=room), max(room - _INDENT, 20)):
        yield " " * _INDENT + part.plain
