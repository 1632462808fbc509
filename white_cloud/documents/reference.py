"""docs/documents.md: every kind of document and each of its fields, made from the JSON Schemas.

python -m white_cloud.documents.reference            writes it
python -m white_cloud.documents.reference --check    says when it is out of date, with exit status 1
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import yaml
from pydantic import TypeAdapter

from white_cloud.documents import generated
from white_cloud.documents.fields import (
    Decibels,
    Drift,
    Id,
    Language,
    Length,
    LineId,
    Price,
    Rate,
    Seed,
    Size,
    TakeName,
    TakeNumber,
)
from white_cloud.documents.kind import Kind
from white_cloud.documents.models.screenplay import Backend, Speaks
from white_cloud.documents.schema import schemas

COMMAND = "python -m white_cloud.documents.reference"
PAGE = generated.DOCS / "documents.md"

#: What a field takes, by the type it is declared with.
_TYPES: dict[str, Any] = {
    "length": Length,
    "number or keyframes": Drift,
    "language": Language,
    "language, or a list of them": Speaks,
    "id": Id,
    "line's id": LineId,
    "rate": Rate,
    "size": Size,
    "decibels": Decibels,
    "seed": Seed,
    "backend": Backend,
    "take's number": TakeNumber,
    "price": Price,
}
#: What does not decide which type a schema is.
_REMARKS = {"description", "default", "examples"}
_WHERE: dict[Kind, str] = {
    "screenplay": "scripts_screenplay/NAME.yaml",
    "script": "scripts_screenplay/NAME.script.yaml",
    "voice": "voices/NAME.yaml",
    "edit": "edits/NAME.yaml",
    "takes": "edits/NAME.takes.yaml",
    "prices": "prices.yaml",
    "score": "scores/NAME.yaml",
}
_HEAD = f"""\
<!-- Made by `{COMMAND}`: change the models in white_cloud/documents/models/, not this page. -->

# The documents

A film is seven kinds of YAML document. You write the screenplay and the voices; the program writes the script and you may
change it; an edit, a takes document, prices and a score of your own are there when you want them. `white-cloud check FILE...`
validates any of them and says every problem with its line and column. Its first line names its schema, so that an editor
completes and checks as you type.

## How things are written

| what | how |
|---|---|
| length | `6s`, `1.5s`, `800ms`, `18m`, `1h`; `144f` is film frames; `00:01:30:12` a timecode; a bare number is refused |
| number or keyframes | `0.3`; `[0, 0.2]` from the beginning to the end; `{{0%: 0, 60%: 0.1, 100%: 0.5}}` keyframes |
| language | a BCP-47 tag: `zh`, `en`, `fr`, `pt-BR` |
| id | small letters, digits, `_` and `-`, beginning with a letter; at most 40. Missing ones are written in at the first build |
| text per language | `{{zh: 夜班, en: Night Shift}}`, in every language of the film |
| backend | its name, or its name and options: `{{use: phrasebook}}` |
| rate, size | `24`, `23.976`, `30000/1001`; `1280x720`, both even |
| file | a path inside the film folder |

Words are words: `no`, `on` and `12:30` need no quotes. An unknown key is refused, and the nearest known one named.
"""


def page() -> str:
    """Return the whole page, Markdown."""
    told: set[str] = set()
    return "\n".join([_HEAD, *(_kind(kind, schema, told) for kind, schema in schemas().items())])


def example(kind: Kind) -> str:
    """Return the small annotated example of a kind, YAML."""
    return (generated.DOCS / "examples" / f"{kind}.yaml").read_text(encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` only look; return the exit status."""
    return generated.run(COMMAND, {PAGE: page()}, arguments)


def _kind(kind: Kind, schema: dict[str, Any], told: set[str]) -> str:
    """Return what there is to say of a kind; `told` are the parts that the page has described, each is described once."""
    parts = {name: definition for name, definition in _in_order(schema).items() if name not in told}
    told.update(parts)
    about = [f"## {kind.capitalize()}", f"`{_WHERE[kind]}`. {schema['description']}", f"```yaml\n{example(kind)}```"]
    return "\n\n".join([*about, _fields(schema), *(_part(name, definition) for name, definition in parts.items())]) + "\n"


def _part(name: str, definition: dict[str, Any]) -> str:
    return f"### {_title(name)}\n\n{definition['description']}\n\n{_fields(definition)}"


def _in_order(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a document in the order in which one comes upon them, outer ones first."""
    definitions, found, waiting = schema.get("$defs", {}), {}, [schema]
    while waiting:
        for name in _named(waiting.pop(0).get("properties", {})):
            if name not in found:
                found[name] = definitions[name]
                waiting.append(definitions[name])
    return found


def _named(schema: Any) -> list[str]:
    """Return the names of the parts that a schema refers to."""
    if isinstance(schema, list):
        return [name for item in schema for name in _named(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return own + [name for item in schema.values() for name in _named(item)]


def _fields(schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    rows = [_row(name, field, name in required) for name, field in schema["properties"].items()]
    return "\n".join(["| key | takes | unless said | what it is | for example |", "|---|---|---|---|---|", *rows])


def _row(name: str, field: dict[str, Any], required: bool) -> str:
    default = "**required**" if required else _default(field)
    cells = [f"`{name}`", takes(field), default, field["description"], ", ".join(_code(one) for one in shown(field))]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    return "" if default is None else "none" if default in ("", [], {}) else _code(default)


def shown(field: dict[str, Any]) -> list[Any]:
    """Return the examples of a field's schema; where there is only one thing to write or a choice, it needs none given."""
    if field.get("type") == "boolean":
        return [True]
    return [field["const"]] if "const" in field else list(field.get("examples", field.get("enum", [])[:1]))


def takes(field: dict[str, Any]) -> str:
    """Return what a field's schema takes, in words."""
    if named := next((name for name, schema in _type_schemas().items() if _bare(field) == schema), ""):
        return named
    if "$ref" in field:
        title = _title(field["$ref"].rpartition("/")[2])
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if "anyOf" in field:
        return " or ".join(takes(choice) for choice in field["anyOf"])
    return _plainly(field)


def _plainly(field: dict[str, Any]) -> str:
    match field:
        case {"const": only}:
            return _code(only)
        case {"enum": choices}:
            return ", ".join(f"`{choice}`" for choice in choices)
        case {"type": "array", "items": item}:
            return f"list: {takes(item)}"
        case {"type": "object"}:
            return _mapping(field)
        case {"minimum": low, "maximum": high}:
            return f"{low} to {high}"
    return "`true` or `false`" if field["type"] == "boolean" else str(field["type"]).replace("string", "text")


def _mapping(field: dict[str, Any]) -> str:
    """Return what a mapping takes in words: what stands under its keys, and what they are."""
    patterns = field.get("patternProperties", {})
    pattern, under = next(iter(patterns.items()), ("", field["additionalProperties"]))
    return "options" if under is True else f"{takes(under)} per {_keys().get(pattern, 'name')}"


def _title(name: str) -> str:
    """Return a model's name as a heading: `ScriptLineModel` is `Script line`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name.removesuffix("Model"))
    return words.strip().capitalize()


@lru_cache(maxsize=1)
def _type_schemas() -> dict[str, dict[str, Any]]:
    return {name: _bare(TypeAdapter(type_).json_schema()) for name, type_ in _TYPES.items()}


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Return what the keys of a mapping are, by the pattern that they keep."""
    types: dict[str, Any] = {"language": Language, "id": Id, "number": TakeName}
    return {TypeAdapter(type_).json_schema()["pattern"]: name for name, type_ in types.items()}


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name not in _REMARKS}


def _code(value: Any) -> str:
    """Return a value as it stands in YAML, on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1000)
    return f"`{text.removesuffix('...' + chr(10)).strip()}`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
