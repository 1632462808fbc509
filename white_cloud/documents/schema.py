"""JSON Schemas (draft 2020-12) of the documents, made from their models, for editors that complete and check as one types.

python -m white_cloud.documents.schema            writes docs/schemas/
python -m white_cloud.documents.schema --check    says what is out of date, with exit status 1
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from white_cloud.documents import generated
from white_cloud.documents.kind import KINDS, Kind, schema_file
from white_cloud.documents.migrate import format_line
from white_cloud.documents.models.base import Model
from white_cloud.documents.models.edit import EditModel, TakesModel
from white_cloud.documents.models.glitch import ScoreModel
from white_cloud.documents.models.prices import PricesModel
from white_cloud.documents.models.screenplay import BackendChoice, ScreenplayModel
from white_cloud.documents.models.script import ScriptModel
from white_cloud.documents.models.voice import VoiceModel
from white_cloud.film.drift import Curve
from white_cloud.timecode import Duration

MODELS: dict[Kind, type[Model]] = {
    "screenplay": ScreenplayModel,
    "script": ScriptModel,
    "voice": VoiceModel,
    "edit": EditModel,
    "takes": TakesModel,
    "prices": PricesModel,
    "score": ScoreModel,
}
COMMAND = "python -m white_cloud.documents.schema"
#: Keys of a schema that hold schemas by names of their own.
_NAMED = {"properties", "$defs", "patternProperties"}
#: Keys of a schema that hold data.
_DATA = {"default", "examples"}


def schemas() -> dict[Kind, dict[str, Any]]:
    """Return the JSON Schema of every kind of document."""
    return {kind: _schema(kind) for kind in KINDS}


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder, which is made when it is missing."""
    generated.write(_files(folder))


def outdated(folder: Path) -> list[str]:
    """Return the names of the schema files in a folder that are missing or not as the models say."""
    return [path.name for path in generated.outdated(_files(folder))]


def main(arguments: Sequence[str]) -> int:
    """Write the schemas of this repository, or with `--check` only look; return the exit status."""
    return generated.run(COMMAND, _files(generated.DOCS / "schemas"), arguments)


class _Generator(GenerateJsonSchema):
    """Writes defaults and examples as a person writes them."""

    def encode_default(self, dft: Any) -> Any:
        return _as_written(dft)

    def sort(self, value: Any, parent_key: str | None = None) -> Any:  # noqa: ARG002 - the keys stand as they were written
        return value


def _as_written(value: Any) -> Any:
    if isinstance(value, Model):
        return value.use if isinstance(value, BackendChoice) else _fields_as_written(value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    if isinstance(value, Duration):
        return value.timecode or (f"{value.frames}f" if value.frames else f"{float(value.seconds):g}s")
    if isinstance(value, Curve):
        return _as_written(value.at(Fraction(0)))
    return "x".join(str(part) for part in value) if isinstance(value, tuple) else value


def _fields_as_written(model: Model) -> dict[str, Any]:
    return {name: _as_written(getattr(model, name)) for name in type(model).model_fields}


def _schema(kind: Kind) -> dict[str, Any]:
    schema = MODELS[kind].model_json_schema(schema_generator=_Generator)
    schema["properties"]["format"]["const"] = format_line(kind)
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": f"White Cloud {kind}", **_tidy(schema)}


def _tidy(schema: Any) -> Any:
    """Return a schema without the titles that only repeat names, null where keys are left out, and open sets of keys."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy: dict[str, Any] = {
        name: item if name in _DATA else _tidy_named(item) if name in _NAMED else _tidy(item)
        for name, item in schema.items()
        if name != "title"
    }
    if {"type": "null"} in tidy.get("anyOf", []):
        tidy["anyOf"].remove({"type": "null"})
        del tidy["default"]
        tidy = {**tidy.pop("anyOf")[0], **tidy} if len(tidy["anyOf"]) == 1 else tidy
    if "patternProperties" in tidy:
        tidy.pop("propertyNames", None)
        tidy["additionalProperties"] = False
    return tidy


def _tidy_named(schemas_by_name: dict[str, Any]) -> dict[str, Any]:
    return {name: _tidy(schema) for name, schema in schemas_by_name.items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _files(folder: Path) -> dict[Path, str]:
    return {folder / schema_file(kind): _text(schema) for kind, schema in schemas().items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
