"""The short film: from an empty store, again, after one prompt changed; in a copy of the film folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from benchmarks.measure import Run, white_cloud

SCREENPLAY = "scripts_screenplay/white_cloud_short.yaml"


def copy_film(root: Path, folder: Path) -> Path:
    """Copy what a person tracks of the film into a folder; return the screenplay."""
    for name in ("scripts_screenplay", "voices", "edits"):
        shutil.copytree(root / name, folder / name)
    return folder / SCREENPLAY


def build(screenplay: Path) -> Run:
    """Build the film."""
    return white_cloud("build", str(screenplay), cwd=screenplay.parent.parent)


def change_one_prompt(screenplay: Path) -> str:
    """Change the first shot's prompt and return its id."""
    text = screenplay.read_text(encoding="utf-8")
    found = re.search(r"- id: (\w+)\n\s+prompt: ", text)
    if found is None:
        raise ValueError("no shot with an id and a prompt on the lines after it")
    at = found.end()
    screenplay.write_text(text[:at] + "sandstorm at night, " + text[at:], encoding="utf-8")
    return found.group(1)


def files_of(folder: Path, pattern: str) -> dict[str, tuple[int, int]]:
    """Return inode and modification time of every file that matches, by name."""
    found = {}
    for path in folder.glob(pattern):
        status = path.stat()
        found[path.name] = (status.st_ino, status.st_mtime_ns)
    return found
