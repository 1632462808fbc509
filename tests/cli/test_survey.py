"""`white-cloud survey`: classes and depth of a frame, as files."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from white_cloud.project import BuildOptions, open_project

if TYPE_CHECKING:
    from conftest import Film, Run

DESERT = """\
format: white-cloud/screenplay@1
title: {en: Desert}
languages: [en]
size: 64x36
cast: {guard: {voice: guard}}
acts:
  - id: a
    title: {en: One}
    register: testimony
    scenes:
      - id: s
        speaker: guard
        lines: [{id: s_l1, text: {en: Sand.}}]
        shots:
          - {id: s_01, prompt: desert dunes by day, length: 4f}
"""
VOICE = """\
format: white-cloud/voice@1
name: {en: Guard}
backends: {espeak: {en: {}}}
"""


@pytest.fixture(scope="module")
def _shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desert")
    for name, text in (("scripts_screenplay/desert.yaml", DESERT), ("voices/guard.yaml", VOICE)):
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
    open_project(folder / "scripts_screenplay" / "desert.yaml").build(BuildOptions(until="shoot", jobs=1))
    return folder


@pytest.fixture
def desert(_shot: Path, tmp_path: Path) -> Path:
    """A film of one shot by the embedded camera, shot."""
    shutil.copytree(_shot, tmp_path, dirs_exist_ok=True)
    return tmp_path / "scripts_screenplay" / "desert.yaml"


def test_a_survey_is_written_as_files_that_other_programs_read(desert: Path, run: Run, tmp_path: Path) -> None:
    """An indexed picture of classes, metres as floats, and a legend that names what is seen and where."""
    ran = run("survey", desert, "s_01", "--frame", 2, "--out", tmp_path / "out")
    assert ran.status == 0, ran.err
    legend = json.loads((tmp_path / "out" / "s_01_00002.json").read_text())
    classes = np.asarray(Image.open(tmp_path / "out" / "s_01_00002.classes.png"))
    depth = np.asarray(Image.open(tmp_path / "out" / "s_01_00002.depth.tif"))
    assert classes.shape == depth.shape == (36, 64)
    assert {"sky", "ground"} <= set(legend["classes"])
    sky = legend["classes"]["sky"]
    assert (depth[classes == sky["index"]] == legend["depth"]["sky"]).all()
    ground = legend["classes"]["ground"]
    assert np.count_nonzero(classes == ground["index"]) == pytest.approx(ground["part"] * 64 * 36, abs=1)
    assert 1 < depth[classes == ground["index"]].min() < depth[classes == ground["index"]].max() < 20_000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("s_01", "--frame", 9999), "there is no frame 9999; it has frames 0 to"),
        (("s_01", "--take", 7), "s_01 has no take 7; it has 1"),
        (("s_02",), "nothing is called 's_02' (did you mean 's_01'?)"),
        (("a",), "a is an act; its scenes are s"),
        (("s",), "s is a scene; its shots are s_01"),
        (("s_l1",), "s_l1 is a line; the shots of its scene are s_01"),
    ],
)
def test_what_cannot_be_surveyed_is_told(desert: Path, run: Run, asked: tuple[object, ...], said: str) -> None:
    """With status 2, and what there is instead."""
    ran = run("survey", desert, *asked)
    assert ran.status == 2
    assert said in ran.err


def test_a_shot_without_a_take_is_told_with_the_command_that_makes_one(film: Film, run: Run) -> None:
    """It runs as it stands."""
    ran = run("survey", film.screenplay, "yard_01")
    assert ran.status == 2
    assert "there is no take of the shot 'yard_01' yet" in ran.err
    _, *command = shlex.split(ran.err.split("`")[1])
    assert run(*command, "--jobs", 1).status == 0
    assert [take["subject"] for take in json.loads(run("takes", film.screenplay, "--json").out)] == ["shot/yard_01"]


@pytest.mark.parametrize(("decided", "size"), [("chosen: {s_01: 1}", 64), ("rejected: {s_01: [2]}", 64), ("", 128)])
def test_the_take_that_the_cut_uses_is_surveyed(desert: Path, run: Run, decided: str, size: int) -> None:
    """The chosen one, and never a rejected one; another when it is named."""
    text = desert.read_text(encoding="utf-8")
    desert.write_text(text.replace("64x36", "128x72"), encoding="utf-8")
    assert run("build", desert, "--until", "shoot", "--jobs", 1).status == 0
    decisions = desert.parent.parent / "edits" / "desert.takes.yaml"
    decisions.parent.mkdir()
    decisions.write_text(f"format: white-cloud/takes@1\n{decided}\n", encoding="utf-8")

    def surveyed(*asked: object) -> list[int]:
        assert run("survey", desert, "s_01", *asked).status == 0
        return json.loads(Path("survey/s_01_00000.json").read_text(encoding="utf-8"))["size"]

    assert surveyed()[0] == size
    assert surveyed("--take", 2) == [128, 72]


def test_where_every_take_was_rejected_one_has_to_be_named(desert: Path, run: Run) -> None:
    """With status 2, and the takes there are."""
    decisions = desert.parent.parent / "edits" / "desert.takes.yaml"
    decisions.parent.mkdir()
    decisions.write_text("format: white-cloud/takes@1\nrejected: {s_01: [1]}\n", encoding="utf-8")
    ran = run("survey", desert, "s_01")
    assert (ran.status, ran.err) == (2, "white-cloud: s_01 has only rejected takes; name one with --take: 1\n")
    assert run("survey", desert, "s_01", "--take", 1).status == 0


@pytest.mark.parametrize("out", ["taken", "taken/below"])
def test_a_folder_that_cannot_be_is_told(desert: Path, run: Run, tmp_path: Path, out: str) -> None:
    """With status 2; the file that stands there stays as it was."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    ran = run("survey", desert, "s_01", "--out", tmp_path / out)
    assert ran.status == 2
    assert f"{tmp_path / 'taken'} is a file, not a folder; the survey is written into {tmp_path / out}" in ran.err
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing_under_way(desert: Path, run: Run, tmp_path: Path) -> None:
    """As where a folder has its name."""
    (tmp_path / "out" / "s_01_00000.depth.tif").mkdir(parents=True)
    ran = run("survey", desert, "s_01", "--out", tmp_path / "out")
    assert ran.status == 1
    assert f"cannot write the survey into {tmp_path / 'out'}" in ran.err
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == []


def test_a_camera_that_does_not_know_its_scene_cannot_be_asked(built: Film, run: Run) -> None:
    """Nor can own footage; the message names one that does know."""
    ran = run("survey", built.screenplay, "yard_01")
    assert ran.status == 2
    assert "yard_01, take 1: the camera fake does not know what its pictures show; animatic does" in ran.err
