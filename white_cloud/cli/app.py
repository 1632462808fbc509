"""The application object that every command hangs itself on, and what they share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="white-cloud",
    help="Make a bilingual fake documentary from a screenplay in YAML.\n\n"
    "Begin with `white-cloud new my-film`, then `white-cloud build my-film/scripts_screenplay/my_film.yaml`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Screenplay = Annotated[Path, typer.Argument(help="The screenplay, as scripts_screenplay/NAME.yaml.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print data for programs.")]


def say(text: str = "") -> None:
    """Print a line for a person or a program."""
    sys.stdout.write(text + "\n")


def shown(path: Path | str) -> str:
    """Return a path as a person reads it: relative to where the command was run, where it lies below."""
    found = Path(path)
    return str(found.relative_to(Path.cwd())) if found.is_relative_to(Path.cwd()) else str(found)
