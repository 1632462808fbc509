"""docs/documents.md, made from the schemas."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from white_cloud.documents import generated
from white_cloud.documents.kind import KINDS
from white_cloud.documents.load import (
    load_edit,
    load_prices,
    load_score,
    load_screenplay,
    load_script,
    load_takes,
    load_voice,
)
from white_cloud.documents.reader import parse_document
from white_cloud.documents.reference import COMMAND, PAGE, example, main, page, shown, takes
from white_cloud.documents.schema import schemas
from white_cloud.project import known_names


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film folder of nothing but the page's examples."""
    places = {
        "screenplay": "scripts_screenplay/night_shift.yaml",
        "script": "scripts_screenplay/night_shift.script.yaml",
        "voice": "voices/guard.yaml",
        "edit": "edits/night_shift.yaml",
        "takes": "edits/night_shift.takes.yaml",
        "prices": "prices.yaml",
        "score": "scores/clouded.yaml",
    }
    for kind in KINDS:
        path = tmp_path / places[kind]
        path.parent.mkdir(exist_ok=True)
        path.write_text(example(kind), encoding="utf-8")
    return tmp_path


def fields(schema: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every field of a schema and of its parts, by name."""
    parts = [schema, *schema.get("$defs", {}).values()]
    return [(name, field) for part in parts for name, field in part["properties"].items()]


def test_the_page_is_up_to_date() -> None:
    """Whoever changes a model runs the command."""
    assert generated.outdated({PAGE: page()}) == [], f"run `{COMMAND}`"


def test_the_examples_are_one_film_that_loads(film: Path) -> None:
    """What a stranger copies from the page works, and the documents fit together."""
    screenplay = load_screenplay(film / "scripts_screenplay" / "night_shift.yaml", film, known_names())
    shots = {shot.id for _, _, shot in screenplay.shots()}
    lines = {slot.id for _, _, slot in screenplay.slots()}
    assert len(load_edit(film / "edits" / "night_shift.yaml", film, known_names(), screenplay).changes) == 4
    assert set(load_score(film / "scores" / "clouded.yaml", known_names()).parts) == {"float", "drain", "quantise"}
    assert load_takes(film / "edits" / "night_shift.takes.yaml", shots=shots).chosen == {"gate_01": 2}
    assert {line.slot for line in load_script(film / "scripts_screenplay" / "night_shift.script.yaml").lines} <= lines
    assert load_voice(film / "voices" / "guard.yaml").name["en"] == "The guard"
    assert load_prices(film / "prices.yaml").price("runway", "gen4_turbo", {"second": Fraction(10)}) == Fraction(1, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_what_it_is_and_has_an_example_that_is_right(kind: Any) -> None:
    """A part of a document has its own table instead."""
    schema = schemas()[kind]
    for name, field in fields(schema):
        assert field.get("description"), name
        assert shown(field) or "](#" in takes(field), f"{name}: no example"
        validator = jsonschema.Draft202012Validator({**field, "$defs": schema.get("$defs", {})})
        for one in shown(field):
            assert list(validator.iter_errors(one)) == [], name


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_every_field(kind: Any) -> None:
    """With what it takes, so that a row is never half empty."""
    text = page()
    for name, field in fields(schemas()[kind]):
        assert f"| `{name}` | {takes(field)} |" in text


def test_links_lead_to_headings_that_stand_once() -> None:
    """A part that two kinds share is described once."""
    headings = [line.lstrip("# ").lower().replace(" ", "-") for line in page().splitlines() if line.startswith("##")]
    assert len(headings) == len(set(headings))
    assert {each.split(")")[0] for each in page().split("](#")[1:]} <= set(headings)


def test_each_example_is_of_its_kind() -> None:
    """And an editor underlines nothing in it."""
    for kind, schema in schemas().items():
        data = json.loads(json.dumps(parse_document(example(kind), Path("film.yaml")).data, default=float))
        assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)] == []


def test_the_command_names_itself_when_a_page_is_old(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 0 when all is well, 1 when a page is old or missing, 2 for words it does not know."""
    old = tmp_path / "docs" / "page.md"
    assert generated.run("make page", {old: "new\n"}, ["--check"]) == 1
    assert "run `make page`" in capsys.readouterr().err
    assert generated.run("make page", {old: "new\n"}, []) == 0
    assert old.read_bytes() == b"new\n"
    assert generated.run("make page", {old: "new\n"}, ["--check"]) == 0
    assert main(["--chekc"]) == 2
    assert COMMAND in capsys.readouterr().err
