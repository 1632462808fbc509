"""`white-cloud survey`: classes and depth of a frame, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Film, Run

DESERT = """\
format: white-cloud/screenplay@1
title: {en: Desert}
languages: [en]
size: 64x36
acts:
  - id: a
    title: {en: One}
    register: testimony
    scenes:
      - id: s
        shots:
          - {id: s_01, prompt: desert dunes by day, length: 4f}
"""


@pytest.fixture
def desert(tmp_path: Path, run: Run) -> Path:
    """A film of one shot by the embedded camera, shot."""
    screenplay = tmp_path / "scripts_screenplay" / "desert.yaml"
    screenplay.parent.mkdir()
    screenplay.write_text(DESERT, encoding="utf-8")
    assert run("build", screenplay, "--until", "shoot", "--jobs", 1).status == 0
    return screenplay


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
        (("s_02",), "nothing is called 's_02'"),
    ],
)
def test_what_cannot_be_surveyed_is_told(desert: Path, run: Run, asked: tuple[object, ...], said: str) -> None:
    """With status 2, and what there is instead."""
    ran = run("survey", desert, *asked)
    assert ran.status == 2
    assert said in ran.err


def test_a_camera_that_does_not_know_its_scene_refuses(built: Film, run: Run) -> None:
    """And names one that does."""
    ran = run("survey", built.screenplay, "yard_01")
    assert ran.status == 1
    assert "does not know what its pictures show; animatic does" in ran.err
