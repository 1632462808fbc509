"""Prompt files: those of the package, and a film's own in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from white_cloud.backends.hosted.prompts import Prompts
from white_cloud.errors import UserError


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "scene.md").write_text("Write ${count} lines\nof ${brief}.\n", encoding="utf-8")
    (folder / "system.md").write_text("You write. A price is $$5.\n", encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "prompts"
    folder.mkdir()
    return folder


def test_names_are_filled_in(package: Path) -> None:
    """And a doubled dollar sign is one."""
    assert Prompts(package).fill("scene", count="four", brief="dust") == "Write four lines\nof dust."
    assert Prompts(package).fill("system") == "You write. A price is $5."


def test_what_is_filled_in_is_not_filled_again(package: Path) -> None:
    """A brief with a dollar sign stays as it was written."""
    assert Prompts(package).fill("scene", count="1", brief="${count} for $9") == "Write 1 lines\nof ${count} for $9."


def test_a_films_own_file_stands_in_place_of_the_packages(package: Path, own: Path) -> None:
    """One by one: the others stay; a note to the reader is no prompt."""
    (own / "scene.md").write_text("\ufeffOnly ${brief}", encoding="utf-8")
    (own / "README.md").write_text("These are ours, at $5.", encoding="utf-8")
    prompts = Prompts(package, own)
    assert prompts.fill("scene", count="four", brief="dust") == "Only dust"
    assert prompts.fill("system").startswith("You write.")


def test_a_film_may_add_a_language(package: Path, own: Path) -> None:
    """Of which there may be any number."""
    (own / "language_fr.md").write_text("En français.", encoding="utf-8")
    assert Prompts(package, own).has("language_fr")
    assert not Prompts(package, own).has("language_de")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("scene.md", "Lines:\n${breif}", r"scene\.md:2: \$\{breif\} is not known here \(did you mean 'brief'\?\)"),
        ("scene.md", "One\ntwo at $5", r"scene\.md:2: a dollar sign stands alone; write \$\$"),
        ("sceen.md", "x", r"sceen\.md: there is no prompt of this name \(did you mean 'scene'\?\)"),
        ("scene.md", "x" * 70_000, "at most 64 KiB"),
    ],
)
def test_a_file_in_disorder_is_told_with_its_place(package: Path, own: Path, name: str, text: str, told: str) -> None:
    """Which file, which line, and what was meant."""
    (own / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=told):
        Prompts(package, own).fill("scene", count="four", brief="dust")


def test_a_file_that_is_no_text_is_told(package: Path, own: Path) -> None:
    """By its name."""
    (own / "scene.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match=r"scene\.md cannot be read as UTF-8"):
        Prompts(package, own).fill("scene", count="four", brief="dust")
