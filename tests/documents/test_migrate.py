"""Versions of documents: older ones are read, and rewritten only when asked; newer ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from white_cloud.documents.kind import KINDS, kind_of, schema_line
from white_cloud.documents.load import load_voice
from white_cloud.documents.migrate import STEPS, format_line, migrate, newest
from white_cloud.errors import DocumentError

if TYPE_CHECKING:
    from conftest import FilmFolder

OLD = """\
# The miner, as he was written once.
format: white-cloud/voice@1
name: {zh: "矿工", en: 'The miner'}
character: dry   # later called persona
backends:
  espeak: {zh: {variant: m3}, en: {variant: m3}}
"""


def renamed(data: dict[str, Any]) -> None:
    """A step for tests: version 2 says `persona` where version 1 said `character`."""
    data["persona"] = data.pop("character")


@pytest.fixture
def second_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "voice", (renamed,))  # type: ignore[misc]


def test_every_kind_begins_at_version_one() -> None:
    """The table has no step yet."""
    assert {kind: newest(kind) for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert format_line("edit") == "white-cloud/edit@1"


@pytest.mark.usefixtures("second_version")
def test_an_older_document_is_read_and_left_as_it_is(film: FilmFolder) -> None:
    """Reading brings it up to date in memory only."""
    film.voice.write_text(OLD, encoding="utf-8")
    assert load_voice(film.voice).persona == "dry"
    assert film.load().cast["miner"].persona == "dry"
    assert film.voice.read_text(encoding="utf-8") == OLD


@pytest.mark.usefixtures("second_version")
def test_migrate_rewrites_it_with_comments_and_quotes(film: FilmFolder) -> None:
    """Once; a second time there is nothing to do."""
    film.voice.write_text(OLD, encoding="utf-8")
    assert migrate(film.voice, "voice")
    text = film.voice.read_text(encoding="utf-8")
    assert text.startswith(
        "# The miner, as he was written once.\nformat: white-cloud/voice@2\nname: {zh: \"矿工\", en: 'The miner'}\n"
    )
    assert "persona: dry" in text
    assert "character" not in text
    assert not migrate(film.voice, "voice")
    assert film.voice.read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("second_version")
def test_a_problem_in_an_older_document_is_told_where_it_stands(film: FilmFolder) -> None:
    """Places are those of the file, not of what was made of it."""
    film.voice.write_text(OLD.replace("gain", "gain") + "gain: loud\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_voice(film.voice)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(7, 7)]


def test_a_newer_document_is_refused_with_the_version_needed(film: FilmFolder) -> None:
    """And how to get it."""
    film.change("white-cloud/voice@1", "white-cloud/voice@3", film.voice)
    with pytest.raises(
        DocumentError, match=r"needs a White Cloud that reads voice@3; this one, .* reads up to voice@1"
    ) as caught:
        load_voice(film.voice)
    assert caught.value.problems[0].hint == "pip install --upgrade white-cloud"


@pytest.mark.parametrize("written", ["voice@1", "white-cloud/voice", "white-cloud/voice@0", "white-cloud/voice@x", "1", "[a]"])
def test_a_format_that_is_none_shows_the_line_that_is_expected(film: FilmFolder, written: str) -> None:
    """Whatever stands there instead."""
    film.change("white-cloud/voice@1", written, film.voice)
    with pytest.raises(DocumentError) as caught:
        load_voice(film.voice)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (1, 9)
    assert problem.hint == "expected the line `format: white-cloud/voice@1`"


def test_a_document_says_what_kind_it_is(film: FilmFolder) -> None:
    """So that one command checks any file."""
    assert (kind_of(film.path), kind_of(film.voice)) == ("screenplay", "voice")


def test_the_line_for_editors_names_the_schema() -> None:
    """Relative to the document's folder."""
    assert schema_line("edit") == "# yaml-language-server: $schema=../docs/schemas/edit.schema.json"
