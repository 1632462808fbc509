"""docs/commands.md, made from the application."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from white_cloud.cli.app import app
from white_cloud.cli.reference import COMMAND, PAGE, commands, main, page, parameters
from white_cloud.documents import generated

COMMANDS = dict(commands(app))


def test_the_page_is_up_to_date() -> None:
    """Whoever changes a command runs the other command."""
    assert generated.outdated({PAGE: page()}) == [], f"run `{COMMAND}`"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_says_what_the_help_says(name: str) -> None:
    """Every command that is listed answers, with every option that is listed."""
    told = CliRunner().invoke(app, [*name.split()[1:], "--help"])
    assert told.exit_code == 0
    for one in parameters(COMMANDS[name]):
        assert one.positional or one.written in told.output
        assert one.about != "None"
        assert f"| `{one.written}` |" in page()


def test_every_command_of_the_application_is_on_the_page() -> None:
    """The groups' as well."""
    for name in ("new", "check", "plan", "build", "takes", "diff", "doctor", "migrate", "store verify", "store gc"):
        assert f"\n## white-cloud {name}\n" in page()


def test_defaults_and_choices_are_told() -> None:
    """A nought is a default too, and a switch has none."""
    text = page()
    assert "| `--jobs` | whole number | `0` |" in text
    assert "| `--profile` | `draft`, `review`, `master` | `master` |" in text
    assert "| `--clean` |  |  | Render without glitch. |" in text
    assert "| `FILES...` | path, repeatable | **required** |" in text


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 0 when all is well, 2 for words it does not know."""
    assert main(["--check"]) == 0
    assert main(["--chekc"]) == 2
    assert COMMAND in capsys.readouterr().err
