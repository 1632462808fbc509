"""What local models could never make of a film's shots is told as the film is read, before anything is written or voiced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from white_cloud.errors import UserError


@pytest.fixture
def wrong(film: Any, tmp_path: Path) -> Any:
    """A film of three shots on `diffusers`: its model is in no folder, is no pipeline, does not start from the still."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "wan").mkdir()
    (tmp_path / "wan" / "model_index.json").write_text(json.dumps({"_class_name": "WanPipeline"}))
    (film.folder / "stills").mkdir()
    Image.new("RGB", (64, 36)).save(film.folder / "stills" / "gate.png")
    for shot, rest in (("gone", ""), ("empty", ""), ("wan", ", image: stills/gate.png")):
        before = {"gone": "dunes at dawn", "empty": "open pit with a truck", "wan": "virtual paradise"}[shot]
        film.rewrite(f"{before},", f"{before}{rest}, camera: {{use: diffusers, model: {tmp_path / shot}}},")
    return film


def test_every_shot_that_its_model_cannot_make_is_named(wrong: Any, tmp_path: Path) -> None:
    """One does not hide another; the still is told as a person knows it."""
    with pytest.raises(UserError) as told:
        wrong.project().read()
    first, second, third = str(told.value).splitlines()
    assert first == f"shot yard_01: there is no model folder {tmp_path / 'gone'}"
    assert second.startswith(f"shot yard_02: {tmp_path / 'empty'} is no pipeline: it has no model_index.json")
    assert third.startswith(f"shot lake_01: {tmp_path / 'wan'} (WanPipeline) starts from words, not from the still gate.png;")
