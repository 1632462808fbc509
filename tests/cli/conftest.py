"""The command, run in this process or in one of its own, and a small film to run it on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from white_cloud.cli.main import main
from white_cloud.testing import fakes, films


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit status, what it said, what it complained of."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Run the command in this process, from an empty folder, with the fakes known."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.chdir(tmp_path)

    def run_(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            main([str(argument) for argument in arguments])
            status: object = 0
        except SystemExit as end:
            status = end.code or 0
        said = capsys.readouterr()
        assert isinstance(status, int)
        return Ran(status, said.out, said.err)

    yield run_
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def run_outside(tmp_path: Path) -> Run:
    """Run Python in a process of its own, from an empty folder, with arguments."""

    def run_(*arguments: object) -> Ran:
        environment = {**os.environ, "COLUMNS": "100"}
        command = [sys.executable, *(str(argument) for argument in arguments)]
        ran = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=60, cwd=tmp_path, env=environment, check=False
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return run_


class Film:
    """A film folder, to be changed as a person would change it."""

    def __init__(self, screenplay: Path) -> None:
        self.screenplay = screenplay
        self.folder = screenplay.parent.parent
        self.out = self.folder / "build" / "small"

    def change(self, old: str, new: str, file: str = "scripts_screenplay/small.yaml") -> None:
        """Replace a text that stands once in a document."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, file: str, text: str | bytes) -> Path:
        """Write a file of the folder."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def listing(self) -> dict[str, bytes | None]:
        """Everything that is in the folder: files with their bytes, folders, links."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else None for path in self.folder.rglob("*")
        }


@pytest.fixture
def film(tmp_path: Path, known_fakes: None) -> Film:
    """A film of which nothing was made yet; its backends are the fakes."""
    return Film(films.small_film(tmp_path / "film"))


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Film:
    from white_cloud.project import BuildOptions, open_project

    fakes.install()
    film = Film(films.small_film(tmp_path_factory.mktemp("built"), size="192x108"))
    open_project(film.screenplay).build(BuildOptions(jobs=1))
    return film


@pytest.fixture
def built(_built: Film, tmp_path: Path, known_fakes: None) -> Film:
    """A copy of a film that was built, its cuts still hard links."""
    shutil.copytree(_built.folder, tmp_path / "built", copy_function=os.link)
    for path in (tmp_path / "built").rglob("*.yaml"):  # what a test changes in place
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
    return Film(tmp_path / "built" / "scripts_screenplay" / "small.yaml")
