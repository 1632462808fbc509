"""Names to backends. Built-in and third-party backends come in by the same entry points, and are imported when chosen.

An entry point in the group `white_cloud.cameras` (or writers, voices, listeners) names a class: `"module:Class"`.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from white_cloud.backends.base import BackendBase
from white_cloud.errors import BackendUnavailable, UserError, nearest

#: The doors, by the word a screenplay uses, and the entry point group of each.
DOORS = {
    "writer": "white_cloud.writers",
    "voice": "white_cloud.voices",
    "camera": "white_cloud.cameras",
    "listener": "white_cloud.listeners",
}


@cache
def _entries(door: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=DOORS[door])}


_added: dict[tuple[str, str], type[BackendBase]] = {}


def names(door: str) -> tuple[str, ...]:
    """Return the names of the backends behind one door, in order."""
    return tuple(sorted({*_entries(door), *(name for at, name in _added if at == door)}))


def add(door: str, backend: type[BackendBase]) -> None:
    """Make a backend class known in this process, as a test or a notebook wants it."""
    _added[door, backend.name] = backend


def backend(door: str, name: str) -> type[Any]:
    """Return a backend class; raise UserError for an unknown name and BackendUnavailable when its module is not installed."""
    if (door, name) in _added:
        return _added[door, name]
    entry = _entries(door).get(name)
    if entry is None:
        raise UserError(f"there is no {door} called {name!r} ({nearest(name, names(door))})")
    try:
        loaded: type[Any] = entry.load()
    except ModuleNotFoundError as error:
        raise BackendUnavailable(f"the {door} {name!r} needs the module {error.name!r}, which is not installed") from error
    return loaded
