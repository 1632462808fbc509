"""A new film folder that builds, from the template in the package."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from white_cloud.documents.schema import schemas
from white_cloud.errors import UserError
from white_cloud.store.blobs import replace_text

_IGNORED = "build/\n.white_cloud/\n"
_SCHEMA_LINE = "https://white-cloud.invalid/schemas/"


def new_film(folder: Path) -> Path:
    """Make a film folder and return its screenplay; raise UserError when the folder is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is there already and is not an empty folder; choose another name")
    name = re.sub(r"[^a-z0-9]+", "_", folder.absolute().name.lower()).strip("_") or "film"
    template = files("white_cloud") / "template"
    screenplay = folder / "scripts_screenplay" / f"{name}.yaml"
    try:
        _write(screenplay, (template / "scripts_screenplay" / "film.yaml").read_text(encoding="utf-8"))
        _write(folder / "voices" / "guard.yaml", (template / "voices" / "guard.yaml").read_text(encoding="utf-8"))
        _write_schemas(folder / "schemas")
        for empty in ("edits", "sources", "footage", "sound"):
            (folder / empty).mkdir()
        replace_text(folder / ".gitignore", _IGNORED)
    except OSError as error:
        raise UserError(f"cannot write in {folder}: {error.strerror}") from error
    return screenplay


def _write(path: Path, text: str) -> None:
    replace_text(path, text.replace(_SCHEMA_LINE, "../schemas/"))


def _write_schemas(folder: Path) -> None:
    """Write the schemas beside the film, so that an editor completes and checks without a network."""
    import json

    for kind, schema in schemas().items():
        replace_text(folder / f"{kind}.schema.json", json.dumps(schema, ensure_ascii=False, indent=1) + "\n")
