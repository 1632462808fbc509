"""Looking without making: is a document in order, can a backend serve here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from white_cloud.backends import registry
from white_cloud.backends.catalogue import price_table
from white_cloud.documents.kind import kind_of
from white_cloud.documents.load import load_edit, load_score, load_takes, load_voice
from white_cloud.documents.migrate import migrate
from white_cloud.documents.script_file import load_script
from white_cloud.errors import UserError, WhiteCloudError
from white_cloud.project import known_names, open_project
from white_cloud.stages.notes import Note


def check_document(path: Path) -> list[Note]:
    """Read a document of any kind, a screenplay with all that belongs to its film.

    Returns notes on one that is in order; raises DocumentError with all problems of a document, UserError for what cannot be
    built from it.
    """
    if not path.is_file():
        raise UserError(f"there is no file {path}")
    kind = kind_of(path)
    if kind == "screenplay":
        project = open_project(path)
        project.read()
        price_table(project.folder / "prices.yaml")
        return project.remarks()
    readers: dict[str, Callable[[Path], object]] = {
        "script": load_script,
        "edit": lambda path: load_edit(path, path.resolve().parent.parent, known_names()),
        "score": lambda path: load_score(path, known_names()),
        "takes": load_takes,
        "voice": load_voice,
        "prices": price_table,
    }
    readers[kind](path)
    return []


def examine() -> list[tuple[str, str]]:
    """Return (what, complaint) for every backend and for what the film itself needs; an empty complaint means it can serve."""
    findings = [(f"{door} {name}", _backend_complaint(door, name)) for door in registry.DOORS for name in registry.names(door)]
    findings.append(("picture and sound codecs", _complaint(_check_codecs)))
    findings.append(("font for titles and captions", _complaint(_check_font)))
    return findings


def _backend_complaint(door: str, name: str) -> str:
    return _complaint(lambda: registry.backend(door, name).check())


def _complaint(check: Callable[[], None]) -> str:
    try:
        check()
    except WhiteCloudError as error:
        return str(error)
    return ""


def _check_codecs() -> None:
    available = import_module("av").codecs_available
    missing = [name for name in ("libx264", "aac", "mov_text") if name not in available]
    if missing:
        raise UserError(
            f"PyAV was built without {', '.join(missing)}; install the wheel from the package index: pip install av"
        )


def _check_font() -> None:
    from white_cloud.text.fonts import find_font

    find_font("白云 White Cloud")


def migrate_document(path: Path) -> bool:
    """Rewrite a document in the newest form of its kind; return whether it was older."""
    if not path.is_file():
        raise UserError(f"there is no file {path}")
    return migrate(path, kind_of(path))
