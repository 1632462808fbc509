"""Files in docs/ that follow from the program: written by a command, and checked by the same one with `--check`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Where the documentation of this repository lies.
DOCS = Path(__file__).parents[2] / "docs"


def write(files: Mapping[Path, str]) -> None:
    """Write every file that is not as it should be; folders are made where they are missing."""
    for path in outdated(files):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8", newline="\n")


def outdated(files: Mapping[Path, str]) -> list[Path]:
    """Return the files that are missing or hold something else."""
    return [path for path, text in files.items() if not path.is_file() or path.read_bytes() != text.encode()]


def run(command: str, files: Mapping[Path, str], arguments: Sequence[str]) -> int:
    """Write the files, or with `--check` only look, and name the `command` that writes them; return the exit status."""
    if list(arguments) not in ([], ["--check"]):
        print(f"usage: {command} [--check]", file=sys.stderr)
        return 2
    if not arguments:
        write(files)
        return 0
    old = outdated(files)
    if old:
        print(f"out of date: {', '.join(str(path) for path in old)}; run `{command}`", file=sys.stderr)
    return 1 if old else 0
