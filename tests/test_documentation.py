"""What a stranger reads first: its links, commands and examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from white_cloud.cli.app import app
from white_cloud.cli.reference import commands, parameters
from white_cloud.documents.load import load_score, load_screenplay
from white_cloud.documents.reference import example
from white_cloud.glitch.presets import PRESETS
from white_cloud.glitch.score import ORDER
from white_cloud.project import known_names

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = {name.removeprefix("white-cloud "): callback for name, callback in commands(app)}
#: A command as it is written on a page: its name, and what stands after it on the line.
WRITTEN = re.compile(r"(?:^ {4}|`)white-cloud ((?:(?:store|ledger) )?[a-z]+)\b([^`\n]*)", re.MULTILINE)


def named(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    """To files of this repository, pictures too."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_commands_are_there_with_their_options(path: Path) -> None:
    """Whatever a page tells a person to type."""
    for name, rest in WRITTEN.findall(path.read_text(encoding="utf-8")):
        assert name in COMMANDS, f"{path.name}: white-cloud {name}"
        options = {option for one in parameters(COMMANDS[name]) for option in one.written.split(", ")}
        assert set(re.findall(r"--[a-z]+", rest)) <= options, f"{path.name}: white-cloud {name}{rest}"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_options_named_by_themselves_are_there(path: Path) -> None:
    """Of some command, where a page does not say which."""
    known = {option for callback in COMMANDS.values() for one in parameters(callback) for option in one.written.split(", ")}
    known |= {"--help", "--version", "--install-completion"}
    assert set(re.findall(r"`(--[a-z-]+)", path.read_text(encoding="utf-8"))) <= known


def test_the_readme_names_every_command() -> None:
    """A new one is not left out."""
    assert {name for name, _ in WRITTEN.findall((ROOT / "README.md").read_text(encoding="utf-8"))} == set(COMMANDS)


def test_the_screenplay_of_the_readme_is_in_order(tmp_path: Path) -> None:
    """Together with the voice of docs/documents.md."""
    found = re.search(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    for path, text in (("scripts_screenplay/film.yaml", found.group(1)), ("voices/guard.yaml", example("voice"))):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text, encoding="utf-8")
    film = load_screenplay(tmp_path / "scripts_screenplay" / "film.yaml", tmp_path, known_names())
    assert [shot.id for _, _, shot in film.shots()] == ["gate_01"]


def test_the_page_on_glitch_tells_the_score() -> None:
    """Its table has the same numbers in the same order."""
    text = (ROOT / "docs" / "glitch.md").read_text(encoding="utf-8")
    parts = load_score(PRESETS["white-cloud"], known_names()).parts
    rows = [
        f"| {name} | {float(one.start):g} | {float(one.end):g} | {float(one.exponent):g} | {float(one.ceiling):g} |"
        for name in ORDER
        if (one := parts.get(name))
    ]
    assert "\n".join(rows) in text


def test_pictures_are_small() -> None:
    """They stay in the repository's history for ever."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}
    assert {name: size for name, size in sizes.items() if size > 250_000} == {}
