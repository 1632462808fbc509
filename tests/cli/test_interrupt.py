"""Ctrl-C: a build stops at once, with nobody left at work."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from white_cloud.backends import registry
from white_cloud.testing.fakes import FakeWriter
from white_cloud.testing.films import small_film
from white_cloud.testing.processes import BuildProcess

if TYPE_CHECKING:
    from conftest import Film, Run


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
def test_ctrl_c_ends_with_130_says_so_and_leaves_no_worker(tmp_path: Path) -> None:
    """What was finished is kept."""
    screenplay = small_film(tmp_path / "film", writer="phrasebook", voice="espeak", camera="animatic")
    with BuildProcess(screenplay, "--jobs", "1") as build:
        assert build.follow(lambda event: event["event"] == "ItemDone" and event["stage"] == "voice")
        ended = build.interrupt(signal.SIGINT)
    assert ended.status == 130
    assert ended.left == ()
    assert "what was finished is kept" in ended.said
    assert "Traceback" not in ended.said
    assert list(screenplay.parent.parent.glob(".white_cloud/takes/small/line/*/0001.json"))


class _Stopped(FakeWriter):
    """A writer at whose desk somebody presses Ctrl-C."""

    name = "stopped"

    def make(self, *_: Any) -> Any:
        raise KeyboardInterrupt


def test_ctrl_c_between_two_tasks_is_told_too(film: Film, run: Run) -> None:
    """Wherever a build is, it ends the same way."""
    registry.add("writer", _Stopped)
    film.change("writer: fake", "writer: stopped")
    ran = run("build", film.screenplay)
    assert ran.status == 130
    assert ran.err == "white-cloud: stopped; what was finished is kept, and the next build goes on from there\n"
    assert not list(film.folder.glob(".white_cloud/under-way/*"))
