"""docs/commands.md: every command with its arguments and options, made from the application itself.

python -m white_cloud.cli.reference            writes it
python -m white_cloud.cli.reference --check    says when it is out of date, with exit status 1
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import typer
from typer.models import OptionInfo, ParamMeta
from typer.utils import get_params_from_function

import white_cloud.cli.main  # noqa: F401 - hangs every command on the application
from white_cloud.cli.app import app
from white_cloud.documents import generated

COMMAND = "python -m white_cloud.cli.reference"
PAGE = generated.DOCS / "commands.md"

_HEAD = f"""\
<!-- Made by `{COMMAND}`: change the commands in white_cloud/cli/, not this page. -->

# The commands

`python -m white_cloud` is the same as `white-cloud`. Every command also takes `-h` or `--help`; paths are relative to where you
stand. `white-cloud --install-completion` teaches your shell to complete.
"""
_STATUSES = """\
## Exit status

| status | meaning |
|---|---|
| 0 | done |
| 1 | failed: something could not be made; what was finished is kept, and the message says what to do |
| 2 | something you wrote or asked cannot be: a document with problems, an unknown id, a backend that cannot serve here |
| 130 | interrupted with Ctrl-C; what was finished is kept |

Results go to standard output, complaints to standard error.
"""


@dataclass(frozen=True)
class Parameter:
    """An argument or option: how it is written, what it takes, what it is when left out, and what it says of itself."""

    written: str
    takes: str
    default: str
    about: str
    positional: bool


def page() -> str:
    """Return the whole page, Markdown."""
    return "\n".join([_HEAD, *(_command(name, callback) for name, callback in commands(app)), _before(), _STATUSES])


def commands(group: typer.Typer, above: str = "white-cloud") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every command with its whole name, those of groups after the others."""
    for command in group.registered_commands:
        if command.callback is not None:
            yield f"{above} {command.name or command.callback.__name__}", command.callback
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            yield from commands(inner.typer_instance, f"{above} {inner.name}")


def parameters(callback: Callable[..., Any]) -> list[Parameter]:
    """Return the arguments and options of a command, in the order in which it declares them."""
    return [_parameter(one) for one in get_params_from_function(callback).values()]


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` only look; return the exit status."""
    return generated.run(COMMAND, {PAGE: page()}, arguments)


def _command(name: str, callback: Callable[..., Any]) -> str:
    found = parameters(callback)
    arguments = [one.written if one.default == "**required**" else f"[{one.written}]" for one in found if one.positional]
    options = [] if all(one.positional for one in found) else ["[OPTIONS]"]
    usage = " ".join([name, *options, *arguments])
    return "\n".join([f"## {name}\n", f"    {usage}\n", f"{inspect.getdoc(callback)}\n", *_table(found)])


def _before() -> str:
    """Return what there is to say of the options that stand before a command."""
    callback = app.registered_callback
    assert callback is not None
    assert callback.callback is not None
    return "\n".join(["## Before a command\n", *_table(parameters(callback.callback))])


def _table(found: Sequence[Parameter]) -> list[str]:
    if not found:
        return []
    rows = [f"| `{one.written}` | {one.takes} | {one.default} | {one.about} |" for one in found]
    return ["| write | takes | unless said | what it does |", "|---|---|---|---|", *rows, ""]


def _parameter(declared: ParamMeta) -> Parameter:
    info, type_ = declared.default, declared.annotation
    default = "**required**" if info.default is ... else _shown(info.default)
    if isinstance(info, OptionInfo):
        written = ", ".join(info.param_decls or [f"--{declared.name}"])
    else:
        written = declared.name.upper() + ("..." if get_origin(type_) is list else "")
    return Parameter(written, _takes(type_), default, str(info.help), positional=not isinstance(info, OptionInfo))


def _shown(default: Any) -> str:
    return "" if default is None or default is False or default == "" else f"`{default}`"


def _takes(type_: Any) -> str:
    """Return what a parameter takes, in words; nothing for a switch."""
    inner = [one for one in get_args(type_) if one is not type(None)]
    if get_origin(type_) is Literal:
        return ", ".join(f"`{choice}`" for choice in inner)
    if get_origin(type_) is list:
        return f"{_takes(inner[0])}, repeatable"
    if isinstance(type_, UnionType):
        return _takes(inner[0])
    return {"Path": "path", "str": "text", "int": "whole number", "float": "number", "bool": ""}[type_.__name__]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
