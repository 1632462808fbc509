"""A small film built once with fakes, and copies of it to change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from white_cloud.build.events import Event
from white_cloud.project import BuildOptions, Project, open_project
from white_cloud.stages.chain import Result
from white_cloud.testing import fakes, films


@dataclass
class Film:
    """A film folder under test."""

    screenplay: Path

    @property
    def folder(self) -> Path:
        return self.screenplay.parent.parent

    @property
    def out(self) -> Path:
        return self.folder / "build" / "small"

    def project(self) -> Project:
        return open_project(self.screenplay)

    def build(self, **options: object) -> tuple[Result, list[Event]]:
        """Build, and return the result with what was told."""
        told: list[Event] = []
        result = self.project().build(BuildOptions(**{"jobs": 2, **options}), told.append)  # type: ignore[arg-type]
        return result, told

    def rewrite(self, old: str, new: str, path: Path | None = None) -> None:
        """Change the screenplay, or another document, as a person would."""
        path = path or self.screenplay
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def segments(self) -> dict[str, int]:
        """The rendered segments in the cache, by name, with their inodes."""
        return {path.name: path.stat().st_ino for path in self.folder.glob(".white_cloud/cache/segments/*/*.mp4")}


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Film:
    fakes.install()
    film = Film(films.small_film(tmp_path_factory.mktemp("built")))
    film.build()
    return film


@pytest.fixture
def film(_built: Film, tmp_path: Path, known_fakes: None) -> Film:
    """A copy of the built film, with the fakes having been asked nothing."""
    shutil.copytree(_built.folder, tmp_path / "film", symlinks=True)
    return Film(tmp_path / "film" / "scripts_screenplay" / "small.yaml")


@pytest.fixture
def built(_built: Film) -> Film:
    """The built film itself, to look at only."""
    return _built


@dataclass(frozen=True)
class Embedded:
    """The smallest film on the embedded backends: its folder when all was spoken and nothing shot, the whole film's digest."""

    spoken: Path
    sha256: str


def smallest_film(folder: Path) -> Path:
    """Write the first act of the small film on the embedded backends, its shots long enough for what is said."""
    screenplay = films.small_film(folder, writer="phrasebook", voice="espeak", camera="animatic", size="160x90")
    text = screenplay.read_text(encoding="utf-8").partition("  - id: second")[0]
    for length in ("24f", "36f"):
        text = text.replace(f"length: {length}", "length: 60f")
    screenplay.write_text(text, encoding="utf-8")
    return screenplay


@pytest.fixture
def smallest(tmp_path: Path) -> Film:
    """The smallest film, of which nothing was built."""
    return Film(smallest_film(tmp_path / "smallest"))


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    """The smallest film, built by one worker and never disturbed."""
    folder = tmp_path_factory.mktemp("embedded")
    film = Film(smallest_film(folder / "whole"))
    film.build(jobs=1, until="voice")
    shutil.copytree(film.folder, folder / "spoken")
    return Embedded(folder / "spoken", film.build(jobs=1)[0].report["sha256"])


@pytest.fixture
def spoken(embedded: Embedded, tmp_path: Path) -> Film:
    """A copy of the smallest film in which all was spoken and nothing shot."""
    shutil.copytree(embedded.spoken, tmp_path / "spoken")
    return Film(tmp_path / "spoken" / "scripts_screenplay" / "small.yaml")
