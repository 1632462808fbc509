"""What a camera will not understand of its prompts: said by `check`, by `plan`, and as a build begins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Film, Run

DESERT = """\
format: white-cloud/screenplay@1
title: {en: Desert}
languages: [en]
size: 64x36
acts:
  - id: a
    title: {en: One}
    scenes:
      - id: s
        shots:
"""
UNKNOWN = "shot s_1: names no setting that animatic knows; it will show 'dunes'"
IGNORED = "shot s_2, becomes: animatic does not know 'glockenspiels' and will not show it."


@pytest.fixture
def desert(tmp_path: Path) -> Callable[..., Path]:
    """Write a film of shots with these fields, by the embedded camera."""

    def write(*shots: str) -> Path:
        path = tmp_path / "scripts_screenplay" / "desert.yaml"
        path.parent.mkdir(exist_ok=True)
        lines = [f"          - {{id: s_{number}, length: 4f, {fields}}}\n" for number, fields in enumerate(shots, 1)]
        path.write_text(DESERT + "".join(lines), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("command", ["check", "plan"])
def test_what_an_unknown_prompt_gets_and_what_is_ignored_is_a_note(desert: Callable[..., Path], run: Run, command: str) -> None:
    """For the prompt and for what it becomes; a prompt that is understood has none."""
    film = desert("prompt: xylophone", "prompt: desert dunes, becomes: a tunnel with glockenspiels", "prompt: open pit")
    ran = run(command, film)
    assert ran.status == 0
    assert f"note: {UNKNOWN}" in ran.out
    assert f"note: {IGNORED}" in ran.out
    assert "shot s_3" not in ran.out


def test_programs_read_the_remarks_in_the_plan(desert: Callable[..., Path], run: Run) -> None:
    """With the stage that shoots."""
    film = desert("prompt: desert dunes", "prompt: desert dunes, becomes: a tunnel with glockenspiels")
    plans = {stage["stage"]: stage for stage in json.loads(run("plan", film, "--json").out)["stages"]}
    assert plans["shoot"]["remarks"] == [IGNORED]


def test_a_plan_has_a_few_remarks_and_says_where_the_others_are(desert: Callable[..., Path], run: Run) -> None:
    """Eight at most; `check` has all."""
    film = desert(*["prompt: desert dunes with glockenspiels"] * 11)
    planned, checked = run("plan", film).out, run("check", film).out
    assert planned.count("'glockenspiels'") == 8
    assert "note: and 3 more on prompts: `white-cloud check` lists them all" in planned
    assert checked.count("'glockenspiels'") == 11


def test_shots_that_are_made_are_not_remarked_on(desert: Callable[..., Path], run: Run) -> None:
    """A build says it once, before it shoots."""
    film = desert("prompt: desert dunes with glockenspiels")
    first = run("build", film, "--until", "shoot", "--jobs", 1)
    assert first.out.count("note: shot s_1: animatic does not know 'glockenspiels'") == 1
    assert "glockenspiels" not in run("plan", film).out
    assert "glockenspiels" in run("check", film).out


def test_own_footage_is_not_remarked_on(film: Film, run: Run) -> None:
    """No camera reads a prompt for it."""
    film.write("footage/gate.mov", b"not read by a check")
    film.change("prompt: dunes at dawn", "file: footage/gate.mov")
    assert "note" not in run("check", film.screenplay).out


def test_a_check_says_where_in_the_file(desert: Callable[..., Path], run: Run) -> None:
    """Line and column of the prompt, or of what it becomes, as errors have them."""
    film = desert("prompt: desert dunes", "prompt: desert dunes, becomes: a tunnel with glockenspiels")
    line = next(at for at, text in enumerate(film.read_text(encoding="utf-8").splitlines(), 1) if "s_2" in text)
    column = film.read_text(encoding="utf-8").splitlines()[line - 1].index("a tunnel") + 1
    assert f"desert.yaml:{line}:{column}: note: {IGNORED}" in run("check", film).out


def test_credits_that_are_left_out_are_a_note(film: Film, run: Run) -> None:
    """Where the length of their pages was set to nothing; unsaid, they are in the film, and there is nothing to note."""
    film.change("cast:", "inspired_by: [{zh: 地方志, en: A gazetteer}]\ncast:")
    assert "note" not in run("check", film.screenplay).out
    film.change("cards: {title: 12f, closing: 24f}", "cards: {title: 12f, credits: 0s, closing: 24f}")
    said = "small.yaml:9:30: note: `cards: {credits: 0s}` leaves out what stands under `inspired_by`"
    assert said in run("check", film.screenplay).out
