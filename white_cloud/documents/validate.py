"""From a document's data to its model, with every refusal of pydantic told as a problem with line, column and hint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from white_cloud.documents.located import Located, Problems, Steps
from white_cloud.documents.reader import described
from white_cloud.errors import closest, nearest

Document = TypeVar("Document", bound=BaseModel)

_EXPECTED = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "decimal_type": "a number",
}
#: What was expected where a number is out of bounds, by pydantic's kind of error, with the name of the bound in its context.
_BOUNDS = {
    "greater_than": ("gt", "a number above {:g}"),
    "greater_than_equal": ("ge", "a number of {:g} or more"),
    "less_than": ("lt", "a number below {:g}"),
    "less_than_equal": ("le", "a number of at most {:g}"),
}
_YES_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


@dataclass(frozen=True)
class Faults:
    """What is wrong in a document's form: the problems, and the paths of wrong or missing values and of unknown keys."""

    problems: Problems
    wrong: tuple[Steps, ...]
    unknown: tuple[Steps, ...]


def validate(document: Located, model: type[Document]) -> Document:
    """Return the document as `model`; raise DocumentError with all problems at once."""
    found = check(document, model)
    if isinstance(found, Faults):
        raise found.problems.error()
    return found


def check(document: Located, model: type[Document]) -> Document | Faults:
    """Return the document as `model`, or everything that is wrong in its form."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        return _faults(document, model, error.errors(include_url=False))


def _faults(document: Located, model: type[BaseModel], details: Sequence[ErrorDetails]) -> Faults:
    problems = Problems(document)
    unknown = tuple(_steps(detail) for detail in details if detail["type"] == "extra_forbidden")
    mistyped = _mistyped(document, unknown, model)
    for detail in details:
        if detail["type"] != "missing" or _steps(detail) not in mistyped:
            _tell(problems, detail, (), known_keys(model, _steps(detail)[:-1]))
    wrong = {_steps(detail) for detail in details if detail["type"] != "extra_forbidden"} | mistyped
    return Faults(problems, tuple(sorted(wrong, key=str)), unknown)


@dataclass(frozen=True)
class OptionsAt:
    """Where options stand: the document's problems, the way to them, and which they are, where some stand elsewhere."""

    problems: Problems
    steps: Steps
    names: frozenset[str] = frozenset()


def tell_options(here: OptionsAt, error: ValidationError, names: Iterable[str], above: OptionsAt | None = None) -> None:
    """Note why a backend refused options that stand `here`, or `above` where they are named there; `names` are all it has.

    One that was left out is named, since nothing stands in its place.
    """
    for detail in error.errors(include_url=False):
        inner = _steps(detail)
        at = above if above and inner and inner[0] in above.names else here
        there = at.problems.document.place(at.steps).keys
        left_out = bool(inner) and inner[0] not in there and detail["type"] != "extra_forbidden"
        _tell(at.problems, detail, at.steps, names, f"`{inner[0]}`: " if left_out else "")


def known_keys(model: type[BaseModel], steps: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys that a part of a document may have; empty where any may stand."""
    around: Any = model
    for step in steps:
        around = _bare(around)
        if isinstance(around, type) and issubclass(around, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in around.model_fields.items()}
            around = fields.get(str(step))
        else:
            around = (get_args(around) or (None,))[-1]
    around = _bare(around)
    if isinstance(around, type) and issubclass(around, BaseModel):
        return tuple(field.alias or name for name, field in around.model_fields.items())
    return ()


def _mistyped(document: Located, unknown: Iterable[Steps], model: type[BaseModel]) -> set[Steps]:
    """Return the paths of keys that are not there only because they stand there mistyped."""
    found: set[Steps] = set()
    for *before, written in unknown:
        there = document.place(before).keys
        close = get_close_matches(str(written), known_keys(model, before), n=1)
        found.update((*before, name) for name in close if name not in there)
    return found


def _bare(annotation: Any) -> Any:
    """Return an annotation without `Annotated` and `| None`."""
    while True:
        arguments = get_args(annotation)
        if get_origin(annotation) is Annotated:
            annotation = arguments[0]
        elif type(None) in arguments:
            annotation = next(argument for argument in arguments if argument is not type(None))
        else:
            return annotation


def _steps(detail: ErrorDetails) -> Steps:
    return tuple(step for step in detail["loc"] if step != "[key]")


def _tell(problems: Problems, detail: ErrorDetails, before: Steps, names: Iterable[str], whose: str = "") -> None:
    steps = (*before, *_steps(detail))
    kind, context = detail["type"], detail.get("ctx", {})
    at_key = "[key]" in detail["loc"]
    if kind == "missing":
        problems.add(steps[:-1], f"the key {steps[-1]!r} is missing")
    elif kind == "extra_forbidden":
        problems.add(steps, f"there is no key {str(steps[-1])!r} here", nearest(str(steps[-1]), names), at_key=True)
    elif kind == "refused":
        problems.add(steps, whose + str(context["message"]), str(context["hint"]), at_key=at_key)
    elif kind in _EXPECTED:
        found = f"expected {_EXPECTED[kind]}, found {described(detail['input'])}"
        problems.add(steps, whose + found, _hint(kind, detail["input"]))
    elif kind in {"literal_error", "enum"}:
        message, hint = _choice(detail, context)
        problems.add(steps, whose + message, hint, at_key=at_key)
    else:
        problems.add(steps, whose + _plain(detail, context, steps), at_key=at_key)


def _hint(kind: str, value: Any) -> str:
    if kind == "bool_type" and isinstance(value, str) and value.lower() in {*_YES_NO, "true", "false"}:
        return f"did you mean {_YES_NO.get(value.lower(), value.lower())}?"
    if kind == "string_type" and value is not None and not isinstance(value, dict | list):
        return f'in quotes it is text: "{value}"'
    return ""


def _choice(detail: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    choices, given = [choice for choice in known if choice], detail["input"]
    absent = ", or leave it out" if "" in known else ""
    hint = closest(given, choices) if isinstance(given, str) else ""
    return f"expected one of {', '.join(choices)}{absent}; found {described(given)}", hint


def _plain(detail: ErrorDetails, context: Mapping[str, Any], steps: Steps) -> str:
    if detail["type"] in {"too_short", "too_long"}:
        few = detail["type"] == "too_short"
        bound = f"at least {context['min_length']}" if few else f"at most {context['max_length']}"
        return f"`{steps[-1]}` holds {bound}; found {context['actual_length']}"
    if detail["type"] in _BOUNDS:
        name, expected = _BOUNDS[detail["type"]]
        return f"expected {expected.format(context[name])}; found {described(detail['input'])}"
    if detail["type"] == "string_too_short":
        return "expected text, found none"
    if detail["type"] == "string_too_long":
        return f"expected at most {context['max_length']} characters, found {len(str(detail['input']))}"
    text = detail["msg"].removeprefix("Value error, ")
    return f"{text[:1].lower()}{text[1:]}; found {described(detail['input'])}"
