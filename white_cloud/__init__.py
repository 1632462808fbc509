"""A fake-documentary assembly engine: from a screenplay in YAML to a finished bilingual film."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from white_cloud.project import Project

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | Path) -> Project:  # noqa: A001 - reads as white_cloud.open(...), like gzip.open
    """Open a film by its screenplay: `white_cloud.open("scripts_screenplay/film.yaml").clip()`."""
    from white_cloud.project import open_project

    return open_project(path)
