"""Where the command begins and ends: registers the commands, and turns errors into messages and exit statuses."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, NoReturn

import typer

from white_cloud import __version__
from white_cloud.cli import approve, build, check, diff, doctor, ledger, meter, migrate, new, plan, score, store, survey, takes
from white_cloud.cli.app import app, say
from white_cloud.errors import Interrupted, WhiteCloudError

_COMMANDS = (new, check, plan, score, build, approve, takes, diff, meter, survey, doctor, migrate)


def _interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that Ctrl-C ends with a message; left to itself, typer ends it without a word."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except KeyboardInterrupt:
            raise Interrupted("stopped; what was finished is kept, and the next build goes on from there") from None

    return run


for _module in _COMMANDS:
    app.command()(_interruptible(getattr(_module, _module.__name__.rpartition(".")[2])))
app.add_typer(ledger.app, name="ledger")
app.add_typer(store.app, name="store")


def _version(wanted: bool) -> None:
    if wanted:
        say(f"white-cloud {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")] = False,
) -> None:
    """Hold the options that stand before a command."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command; exit 0 when done, 1 when it failed, 2 for what the person wrote or asked, 130 when interrupted."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        app(arguments, standalone_mode=True)
    except WhiteCloudError as error:
        sys.stderr.write(f"white-cloud: {error}\n")
        if isinstance(error, Interrupted) and error.abandoned:
            _leave(error.exit_status)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.stderr.write("white-cloud: stopped; what was finished is kept\n")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _leave(status: int) -> NoReturn:
    """End the program without waiting for threads."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _as_interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
