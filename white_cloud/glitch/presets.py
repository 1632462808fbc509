"""The scores that come with the program, by name. Light, for reading documents."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("scores")

#: The score documents, by the names that a film's `preset` takes.
PRESETS = {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}
