"""What Runway sells, read from the types of the installed SDK: `python -m white_cloud.backends.cameras.runway.table [--check]`.

The table lies beside this file (`models.json`) and is read without the SDK; it is written anew when the SDK changes.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Required, TypeGuard, get_args, get_origin, get_type_hints

from white_cloud.documents import generated

COMMAND = "python -m white_cloud.backends.cameras.runway.table"
TABLE = Path(__file__).with_name("models.json")
#: The doors of a model, and the types in which the SDK describes their orders.
DOORS = {"text": "TextToVideoCreateParams", "image": "ImageToVideoCreateParams"}

_RANGE = re.compile(r"\b(?:from|between) (\d+) (?:to|and) (\d+)\b")
_UNITS = re.compile(r"\bup to (\d+) characters\b")
_IMAGES = re.compile(r"\bup to (\d+)\b", re.IGNORECASE)
_CAPPED = re.compile(r"\bwith image references are capped at (\d+p)\b")


def table() -> dict[str, dict[str, Any]]:
    """Return every model's doors, by name: what an order may or must name there, of which values, and how much of it.

    Raises ModuleNotFoundError where the SDK is not installed.
    """
    found: dict[str, dict[str, Any]] = {}
    for door, types in DOORS.items():
        for kind in _kinds(types):
            hints = get_type_hints(kind, include_extras=True)
            for name in _choices(hints["model"]):
                found.setdefault(str(name), {})[door] = _door(kind, hints)
    return found


def text(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the table as JSON, a line for each door."""
    models = (
        f"  {json.dumps(name)}: {{\n"
        + ",\n".join(f"    {json.dumps(door)}: {json.dumps(row, sort_keys=True)}" for door, row in sorted(doors.items()))
        + "\n  }"
        for name, doors in sorted(found.items())
    )
    return "{\n" + ",\n".join(models) + "\n}\n"


def main(arguments: Sequence[str]) -> int:
    """Write the table, or with `--check` only look; return the exit status."""
    return generated.run(COMMAND, {TABLE: text(table())}, arguments)


def _kinds(types: str) -> Iterator[type[Any]]:
    module = import_module("runwayml.types." + re.sub(r"(?<!^)(?=[A-Z])", "_", types).lower())
    yield from get_args(getattr(module, types))


def _door(kind: type[Any], hints: Mapping[str, Any]) -> dict[str, Any]:
    said = _docstrings(kind)
    units = _UNITS.search(said.get("prompt_text", ""))
    return {
        "ratios": _choices(hints.get("ratio")),
        "resolutions": [name for name in _choices(hints.get("resolution")) if name == str(name).lower()],
        "durations": _durations(hints.get("duration"), said.get("duration", "")),
        "prompt_units": int(units[1]) if units else None,
        "needs_prompt": get_origin(hints.get("prompt_text")) is Required,
        "references": _references(hints, said.get("references", "")),
        "references_capped": capped[1] if (capped := _CAPPED.search(said.get("resolution", ""))) else None,
        **{name: field in hints for name, field in _TAKEN.items()},
    }


#: What a door may be told, and the SDK's name for it.
_TAKEN = {"seed": "seed", "audio": "audio", "negative": "negative_prompt", "rewrites": "prompt_expansion_mode"}


def _durations(hint: Any, said: str) -> list[int] | None:
    """Return the whole seconds that are sold: those of the type, else those of the range that is told; None where none is."""
    sold = [seconds for seconds in _choices(hint) if _is_number(seconds)]
    told = _RANGE.search(said)
    if sold or not told:
        return sold or None
    return list(range(int(told[1]), int(told[2]) + 1))


def _references(hints: Mapping[str, Any], said: str) -> int | None:
    """Return how many reference images an order may name: 0 where it names none, None where nobody states it."""
    if "references" not in hints:
        return 0
    told = _IMAGES.search(said)
    if not told:
        return None
    # an order by the image door has a first frame, which some models count among them
    return int(told[1]) - ("frames included" in said and "prompt_image" in hints)


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int)


def _choices(hint: Any) -> list[Any]:
    """Return the values of all literals in a type, in order."""
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [value for part in get_args(hint) if not isinstance(part, str) for value in _choices(part)]


def _docstrings(kind: type[Any]) -> dict[str, str]:
    """Return what the SDK says below each field of a type, in one line."""
    tree = ast.parse(inspect.getsource(kind)).body[0]
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    said = {}
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            said[field.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    return said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
