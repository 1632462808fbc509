"""JSON Schemas for editors, made from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from white_cloud.documents.kind import KINDS, schema_line, stated
from white_cloud.documents.reader import parse_document, read_document
from white_cloud.documents.schema import COMMAND, main, outdated, schemas, write_schemas
from white_cloud.film.screenplay import REGISTERS

if TYPE_CHECKING:
    from conftest import FilmFolder

ROOT = Path(__file__).parents[2]
EDIT = """\
format: white-cloud/edit@1
screenplay: film
cut:
  - trim: {shot: pit_01, head: 6f, tail: 12f}
  - remove: pit_02
  - swap: [pit_01, dunes_01]
  - drop: pit_l2
  - gap: {after: pit_01, length: 1s}
"""
TAKES = """\
format: white-cloud/takes@1
chosen: {pit_01: 2}
rejected: {pit_01: [1, 3]}
notes: {pit_01: {"2": the good one}}
"""
SCRIPT = """\
format: white-cloud/script@1
film: film
lines:
  - {id: a, slot: a, speaker: miner, register: advert, phrases: [{speak: zh, text: {zh: 一, en: One}}]}
"""


def complaints(kind: Any, text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schemas()[kind])
    data = json.loads(json.dumps(parse_document(text, Path("film.yaml")).data, default=float))
    return [error.message for error in validator.iter_errors(data)]


def test_the_schemas_in_the_repository_are_up_to_date() -> None:
    """Whoever changes a model runs the command."""
    assert outdated(ROOT / "docs" / "schemas") == [], f"run `{COMMAND}`"


def test_every_schema_is_one(tmp_path: Path) -> None:
    """Of draft 2020-12, and all of them are written."""
    for schema in schemas().values():
        jsonschema.Draft202012Validator.check_schema(schema)
    write_schemas(tmp_path / "schemas")
    assert sorted(each.name for each in (tmp_path / "schemas").iterdir()) == sorted(f"{kind}.schema.json" for kind in KINDS)
    assert outdated(tmp_path / "schemas") == []
    (tmp_path / "schemas" / "edit.schema.json").unlink()
    assert outdated(tmp_path / "schemas") == ["edit.schema.json"]


def test_the_examples_are_accepted(film: FilmFolder) -> None:
    """A document that loads is one the editor does not underline."""
    assert complaints("screenplay", film.text) == []
    assert complaints("voice", film.voice.read_text(encoding="utf-8")) == []
    assert complaints("edit", EDIT) == []
    assert complaints("takes", TAKES) == []
    assert complaints("script", SCRIPT) == []


def real_documents() -> list[Path]:
    return sorted(path for folder in ("scripts_screenplay", "voices", "edits") for path in (ROOT / folder).glob("*.yaml"))


@pytest.mark.parametrize("path", real_documents(), ids=lambda path: path.name)
def test_the_documents_of_this_repository_are_accepted_and_name_their_schema(path: Path) -> None:
    """An editor that opens one underlines nothing."""
    document = read_document(path)
    kind, _ = stated(document)
    data = json.loads(json.dumps(document.data, default=float))
    assert [error.message for error in jsonschema.Draft202012Validator(schemas()[kind]).iter_errors(data)] == []
    assert document.text.startswith(schema_line(kind) + "\n")


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_refused(kind: Any) -> None:
    """At the top as everywhere."""
    assert any("surprise" in complaint for complaint in complaints(kind, "surprise: 1"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("length: 5s", "length: 5"),
        ("length: 5s", "length: 5x"),
        ("register: slippage", "register: slipage"),
        ("drift: [0, 0.1]", "drift: [0, 1.1]"),
        ("prompt: open pit", "promt: open pit"),
        ("id: pit_02", "id: Pit 02"),
        ("            brief: the trucks are too big\n", ""),
        ("{zh: 证词,", "{ZH: 证词,"),
    ],
)
def test_mistakes_are_underlined_as_one_types(film: FilmFolder, old: str, new: str) -> None:
    """What the program would refuse, where a schema can say so."""
    film.change(old, new)
    assert complaints("screenplay", film.text)


def test_keys_have_descriptions_and_choices() -> None:
    """They are the hover help and the completion list of an editor."""
    definitions = schemas()["screenplay"]["$defs"]
    for name in ("ActModel", "SceneModel", "ShotModel", "LineModel"):
        assert all(field.get("description") for field in definitions[name]["properties"].values()), name
    assert definitions["SceneModel"]["properties"]["register"]["enum"] == list(REGISTERS)
    assert definitions["SceneModel"]["properties"]["lead"]["enum"] == ["words", "picture"]


def test_the_command_checks_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 0 when all is well, 2 for words it does not know."""
    assert main(["--check"]) == 0
    assert main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err
