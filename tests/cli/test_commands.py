"""Every command on a small film: what it says, how it ends, and that a program can read it."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from white_cloud import __version__
from white_cloud.backends import registry
from white_cloud.documents.schema import outdated

if TYPE_CHECKING:
    from conftest import Film, Run

COMMANDS = ("new", "check", "plan", "build", "takes", "diff", "doctor", "migrate", "store")


@pytest.mark.parametrize("command", [*COMMANDS, "store verify", "store gc"])
def test_help_of_every_command_teaches(run: Run, command: str) -> None:
    """It ends well, and says more than the names of its options."""
    ran = run(*command.split(), "--help")
    assert ran.status == 0
    assert f"white-cloud {command}" in ran.out or command in ran.out
    assert len(ran.out.splitlines()) > 6


def test_without_a_command_the_commands_are_listed(run: Run) -> None:
    """With a line each, and where to begin."""
    ran = run()
    assert ran.status in {0, 2}
    said = ran.out + ran.err
    assert all(command in said for command in COMMANDS)
    assert "white-cloud new my-film" in said


@pytest.mark.parametrize(
    "wrong", [["bild"], ["build"], ["plan", "x.yaml", "--nothing"], ["build", "x.yaml", "--profile", "fast"]]
)
def test_a_misspelt_command_or_option_ends_with_2(run: Run, wrong: list[str]) -> None:
    """With the usage, and no traceback."""
    ran = run(*wrong)
    assert ran.status == 2
    assert "Usage:" in ran.err
    assert "Traceback" not in ran.err


def test_the_command_as_a_module_tells_its_version(run_outside: Run) -> None:
    """As `python -m white_cloud`."""
    ran = run_outside("-m", "white_cloud", "--version")
    assert (ran.status, ran.out) == (0, f"white-cloud {__version__}\n")


def test_a_new_film_gets_a_hosted_voice_by_one_word(run: Run, tmp_path: Path) -> None:
    """It can be checked and planned; a voice that needs settings shows the line, which then will do."""
    assert run("new", "night").status == 0
    screenplay, voice = tmp_path / "night/scripts_screenplay/night.yaml", tmp_path / "night/voices/guard.yaml"
    espeak = screenplay.read_text(encoding="utf-8")
    screenplay.write_text(espeak.replace("voice: espeak", "voice: openai"), encoding="utf-8")
    assert run("check", screenplay).status == 0
    assert "voice: 3 to make" in run("plan", screenplay).out
    screenplay.write_text(espeak.replace("voice: espeak", "voice: coqui"), encoding="utf-8")
    ran = run("check", screenplay)
    line = "coqui: {zh: {speaker: Ana Florence}, en: {speaker: Ana Florence}}"
    assert (ran.status, f"add the line `{line}` under its `backends:`" in ran.err) == (2, True)
    with voice.open("a", encoding="utf-8") as file:
        file.write(f"  {line}\n")
    assert run("check", screenplay).status == 0


def test_a_new_film_is_in_order_and_can_be_planned(run_outside: Run, run: Run) -> None:
    """With the embedded backends; its schemas lie beside it, and its documents name them."""
    made = run_outside("-m", "white_cloud", "new", "Night Shift")
    assert made.status == 0
    assert "white-cloud build" in made.out
    screenplay = "Night Shift/scripts_screenplay/night_shift.yaml"
    assert screenplay in made.out
    assert run("check", screenplay, "Night Shift/voices/guard.yaml").status == 0
    planned = run("plan", screenplay)
    assert planned.status == 0
    assert "write: 3 to make, 0 re-used" in planned.out
    assert "gate_01: missing, there is no take of it yet" in planned.out
    assert "\x1b" not in made.out + planned.out


def test_a_new_film_names_its_schemas_to_an_editor(run: Run) -> None:
    """They are the package's own."""
    assert run("new", "film").status == 0
    for document in ("scripts_screenplay/film.yaml", "voices/guard.yaml"):
        path = Path("film") / document
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert (path.parent / first.partition("$schema=")[2]).is_file(), first
    assert outdated(Path("film/docs/schemas")) == []


def test_a_film_is_not_made_over_another(film: Film, run: Run) -> None:
    """A folder with anything in it is left alone."""
    before = film.listing()
    ran = run("new", film.folder)
    assert ran.status == 2
    assert "choose another name" in ran.err
    assert film.listing() == before


def test_a_build_with_nothing_to_do_says_so_plainly(built: Film, run: Run) -> None:
    """In a pipe there are no bars and no colours."""
    ran = run("build", built.screenplay)
    assert ran.status == 0
    assert "render: nothing to make, 5 re-used" in ran.out
    assert "nothing had to be made" in ran.out
    assert "\x1b" not in ran.out


def test_events_are_lines_of_json(built: Film, run: Run) -> None:
    """From the first stage to the finished film."""
    events = [json.loads(line) for line in run("build", built.screenplay, "--json").out.splitlines()]
    started = [event["stage"] for event in events if event["event"] == "StageStarted"]
    assert started == ["write", "voice", "shoot", "cut", "mix", "render", "deliver"]
    assert events[-1]["event"] == "Finished"
    assert events[-1]["made"] == 0


def test_a_plan_is_read_by_programs(built: Film, run: Run) -> None:
    """Stage by stage, every step with its state and reason; it makes nothing."""
    built.change("length: 36f", "length: 30f")
    before = built.listing()
    plans = {stage["stage"]: stage for stage in json.loads(run("plan", built.screenplay, "--json").out)["stages"]}
    steps = {step["id"]: step for step in plans["shoot"]["steps"]}
    assert steps["yard_02"]["state"] == "stale"
    assert "frames changed from 60 to 54" in steps["yard_02"]["reason"]
    assert built.listing() == before


def test_a_plan_lists_all_when_asked(built: Film, run: Run) -> None:
    """What is re-used too."""
    assert "yard_01: current, take 1 is for this request" in run("plan", built.screenplay, "--all").out
    assert "yard_01" not in run("plan", built.screenplay).out


def test_a_choice_that_cannot_be_followed_is_a_note(built: Film, run: Run) -> None:
    """In the plan and in the build; the take that is there is used."""
    built.write("edits/small.takes.yaml", "format: white-cloud/takes@1\nchosen: {yard_01: 4}\n")
    said = "note: yard_01: take 4 was chosen, but there is no such take"
    assert said in run("plan", built.screenplay).out
    assert said in run("build", built.screenplay, "--until", "shoot").out


def test_what_could_not_be_made_ends_the_build_with_1(film: Film, run: Run) -> None:
    """The others are made; each failure is named once at the end."""
    film.change("prompt: dunes at dawn", "prompt: forbidden dunes")
    ran = run("build", film.screenplay, "--until", "shoot", "--jobs", 1)
    assert ran.status == 1
    assert "  shoot yard_01: refused: 'forbidden dunes'" in ran.err
    assert "Traceback" not in ran.err
    assert len(run("takes", film.screenplay).out.splitlines()) == 1 + 5


def test_takes_are_listed_for_people_and_programs(built: Film, run: Run) -> None:
    """All, or those of one shot; an id without takes says so, an unknown one names the nearest."""
    head, *takes = run("takes", built.screenplay).out.splitlines()
    assert (head.split(), len(takes)) == (["for", "take", "of", "length", "made", "reel"], 6)
    assert len({line.index("in the cut") for line in takes}) == 1
    assert all(re.search(r"  20\d\d-\d\d-\d\d \d\d:\d\d  ", line) for line in takes)
    (take,) = json.loads(run("takes", built.screenplay, "yard_01", "--json").out)
    assert (take["subject"], take["number"], take["facts"]["frames"]) == ("shot/yard_01", 1, 48)
    built.change("id: yard_01", "id: yard_03")
    assert run("takes", built.screenplay, "yard_03").out == "no takes of yard_03 yet\n"
    ran = run("takes", built.screenplay, "yard_9")
    assert ran.status == 2
    assert "did you mean" in ran.err


def test_an_edit_builds_its_part_alone(film: Film, run: Run) -> None:
    """What it changes elsewhere is passed over."""
    edit = film.write(
        "edits/e.yaml", "format: white-cloud/edit@1\nscreenplay: small\ncut:\n  - trim: {shot: yard_02, tail: 6f}\n"
    )
    ran = run("build", film.screenplay, "--edit", edit, "--only", "lake", "--until", "cut", "--jobs", 1)
    assert ran.status == 0, ran.err


def test_two_cuts_are_compared(built: Film, run: Run) -> None:
    """In sentences; a cut that is not there names those that are."""
    assert run("build", built.screenplay, "--clean", "--jobs", 1).status == 0
    ran = run("diff", 1, 2, "--film", built.out)
    assert ran.status == 0
    assert "clip lake_01: effects [" in ran.out
    assert "yard_01" not in ran.out
    assert run("diff", 1, 1, "--film", built.out).out == "the two cuts are the same film\n"
    missing = run("diff", 1, 7, "--film", built.out)
    assert missing.status == 2
    assert "there is no cut 7" in missing.err
    assert "(there are: 1, 2)" in missing.err
    assert run("diff", 1, 2).status == 2


def test_the_doctor_looks_at_every_backend(run: Run, known_fakes: None) -> None:
    """For people, and for programs."""
    every = {f"{door} {name}" for door in registry.DOORS for name in registry.names(door)}
    findings = {one["what"]: one["complaint"] for one in json.loads(run("doctor", "--json").out)}
    assert every <= set(findings)
    lines = run("doctor").out.splitlines()
    assert len(lines) == len(findings)
    assert "ok  camera animatic" in lines


def test_verify_finds_a_damaged_take_and_sets_it_aside(built: Film, run: Run) -> None:
    """It ends with 1 that once; the take's record stays, and the file is not deleted."""
    assert run("store", "verify", built.folder).status == 0
    blob = next(built.folder.glob(".white_cloud/takes/blobs/*/*"))
    data = blob.read_bytes()
    blob.unlink()
    blob.write_bytes(b"x" + data[1:])
    ran = run("store", "verify", built.folder)
    assert ran.status == 1
    assert f"damaged, set aside: {blob.parent.name}{blob.name}" in ran.out
    assert "1 files and 0 records are damaged" in ran.err
    assert (built.folder / ".white_cloud/takes/damaged" / f"{blob.parent.name}{blob.name}").read_bytes()[:1] == b"x"
    assert run("store", "verify", built.folder).status == 0


def test_gc_empties_the_cache_by_age_and_leaves_takes(built: Film, run: Run) -> None:
    """What was used of late stays."""
    assert run("store", "gc", built.folder).out.startswith("0 cached files removed")
    takes = sorted(built.folder.glob(".white_cloud/takes/**/*"))
    long_ago = time.time() - 40 * 86400
    for path in (built.folder / ".white_cloud" / "cache").rglob("*.*"):
        data = path.read_bytes()
        path.unlink()  # a hard link to the film that other tests look at
        path.write_bytes(data)
        os.utime(path, (long_ago, long_ago))
    assert not run("store", "gc", built.folder).out.startswith("0 cached")
    assert not list((built.folder / ".white_cloud" / "cache").rglob("*.*"))
    assert sorted(built.folder.glob(".white_cloud/takes/**/*")) == takes


def test_migrate_leaves_the_newest_form_alone(film: Film, run: Run) -> None:
    """Byte for byte."""
    before = film.listing()
    ran = run("migrate", film.screenplay, film.folder / "voices" / "one.yaml")
    assert ran.status == 0
    assert ran.out.count("is of the newest form already") == 2
    assert film.listing() == before
    assert run("migrate", film.folder / "none.yaml").status == 2


def test_missing_ids_are_written_and_told(film: Film, run: Run) -> None:
    """At the first build, and not by a plan."""
    film.change("{id: yard_01, prompt", "{prompt")
    before = film.listing()
    assert run("plan", film.screenplay).status == 0
    assert film.listing() == before
    assert "note: gave ids to what had none in small.yaml: shot_" in run("build", film.screenplay, "--until", "write").out
    assert "{id: shot_" in film.screenplay.read_text(encoding="utf-8")
