"""A new film folder that builds, from the template in the package."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from white_cloud.documents.kind import Kind, schema_line
from white_cloud.documents.schema import write_schemas
from white_cloud.errors import StoreError, UserError
from white_cloud.store.blobs import replace_text, require_writable, scratch, storing

_IGNORED = "/build/\n/.white_cloud/\n"


def new_film(folder: Path) -> Path:
    """Make a film folder and return its screenplay; all of it or nothing.

    Raises UserError when the folder is there and not empty or may not be made, StoreError when the disk is full.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is there already and is not an empty folder; choose another name")
    require_writable(folder, "a film folder is to be made in")
    name = re.sub(r"[^a-z0-9]+", "_", folder.absolute().name.lower()).strip("_") or "film"
    fresh = not folder.exists()
    try:
        # filled out of the way, then moved in, so that a folder half full is never taken for a film
        with scratch(folder) as place, storing("make the film", folder):
            _fill(place, name)
            for part in sorted(place.iterdir()):
                part.replace(folder / part.name)
    except StoreError:
        if fresh and folder.is_dir():
            folder.rmdir()
        raise
    return folder / "scripts_screenplay" / f"{name}.yaml"


def _fill(folder: Path, name: str) -> None:
    _write("screenplay", "scripts_screenplay/film.yaml", folder / "scripts_screenplay" / f"{name}.yaml")
    _write("voice", "voices/guard.yaml", folder / "voices" / "guard.yaml")
    write_schemas(folder / "docs" / "schemas")
    for empty in ("edits", "sources", "footage", "sound"):
        (folder / empty).mkdir()
    replace_text(folder / ".gitignore", _IGNORED)


def _write(kind: Kind, template: str, path: Path) -> None:
    """Write a document of the template, with the line by which an editor completes and checks it without a network."""
    text = (files("white_cloud") / "template" / template).read_text(encoding="utf-8")
    replace_text(path, f"{schema_line(kind)}\n{text}")
