"""A screenplay whose file got another name: what was made for it lies under the old one."""

from __future__ import annotations

from pathlib import Path

from white_cloud.store.store import Store


def renamed(store: Store, screenplay: Path, film: str) -> tuple[str, ...]:
    """Return a sentence where a film has no takes, and takes are there of one that has no screenplay; else nothing."""
    films = store.films()
    if film in films:
        return ()
    lost = [name for name in films if not any(screenplay.with_name(f"{name}{ending}").exists() for ending in (".yaml", ".yml"))]
    if not lost:
        return ()
    named = " and ".join(repr(name) for name in lost)
    return (
        f"nothing was made for {film!r} yet, and there are takes of {named} without a screenplay. If it was renamed: takes, "
        f"words, edits and orders go by the old one. Call it {lost[-1]}{screenplay.suffix} again, and they are used",
    )
