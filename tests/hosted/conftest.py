"""Films on hosted backends, and both vendors on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from white_cloud.build.events import Event
from white_cloud.errors import WhiteCloudError
from white_cloud.project import BuildOptions, Project, open_project
from white_cloud.stages.chain import Result
from white_cloud.store.ledger import Entry
from white_cloud.testing.vendors import Vendors

_SCREENPLAY = """\
format: white-cloud/screenplay@1
title: {zh: 小片, en: Small Film}
languages: [zh, en]
size: 160x90
writer: {use: openai, timeout: 5, tries: 2}
voice: {use: openai, timeout: 5, tries: 2}
camera: {use: runway, timeout: 5, tries: 2, poll: 0}
cards: {title: 0f, closing: 12f}
cast:
  one: {voice: one}
acts:
  - id: only
    title: {zh: 一, en: One}
    drift: 0
    scenes:
"""
_VOICE = """\
format: white-cloud/voice@1
name: {zh: 某人, en: Someone}
persona: nobody in particular
backends:
  openai: {zh: {voice: onyx}, en: {voice: onyx}}
  espeak: {zh: {}, en: {}}
"""


@dataclass
class HostedFilm:
    """A film folder whose makers are on loopback."""

    screenplay: Path
    told: list[Event] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.screenplay.parent.parent

    def project(self) -> Project:
        return open_project(self.screenplay)

    def options(self, **options: Any) -> BuildOptions:
        return BuildOptions(**{"jobs": 1, **options})

    def build(self, **options: Any) -> Result:
        self.told.clear()
        return self.project().build(self.options(**options), self.told.append)

    def fails(self, **options: Any) -> str:
        """Build, and return what a build that fails says: its list, then each failure in full."""
        with pytest.raises(WhiteCloudError) as caught:
            self.build(**options)
        return "\n".join([str(caught.value), *getattr(caught.value, "__notes__", ())])

    def orders(self) -> list[Entry]:
        return self.project().orders()

    def states(self) -> list[str]:
        return [entry.state for entry in self.orders()]

    def takes_in_cut(self) -> set[tuple[str, int]]:
        """Return the subject and number of every take that a cut would use now."""
        return {(one.take.subject, one.take.number) for one in self.project().standings().values() if one.take}

    def rewrite(self, old: str, new: str) -> None:
        text = self.screenplay.read_text(encoding="utf-8")
        assert old in text
        self.screenplay.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    """Both vendors on loopback, with small pictures; the SDKs come there with the right keys."""
    with Vendors(scale=Fraction(1, 16)) as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def film(tmp_path: Path, vendors: Vendors, known_fakes: None) -> Callable[..., HostedFilm]:
    """Return a film with one scene: its shots, each a line of YAML, and its lines."""

    def film(*shots: str, lines: tuple[str, ...] = (), folder: str = "film") -> HostedFilm:
        screenplay = tmp_path / folder / "scripts_screenplay" / "film.yaml"
        screenplay.parent.mkdir(parents=True)
        scene = [
            "      - id: yard", "        speaker: one", "        speak: zh", "        lines:" + ("" if lines else " []"),
            *(f"          - {line}" for line in lines),
            "        shots:",
            *(f"          - {shot}" for shot in shots),
        ]  # fmt: skip
        screenplay.write_text(_SCREENPLAY + "\n".join(scene) + "\n", encoding="utf-8")
        (tmp_path / folder / "voices").mkdir()
        (tmp_path / folder / "voices" / "one.yaml").write_text(_VOICE, encoding="utf-8")
        return HostedFilm(screenplay)

    return film
