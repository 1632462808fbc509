"""What models on this machine are known by: their files, read in samples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from white_cloud.backends import local_models
from white_cloud.errors import BackendUnavailable, UserError

#: Longer than what is read whole, in bytes.
LARGE = 80 << 20


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder with large weights, nothing but zeros, that take no room on the disk."""
    folder = tmp_path / "mine"
    folder.mkdir()
    with (folder / "weights.safetensors").open("wb") as stream:
        stream.truncate(LARGE)
    os.utime(folder / "weights.safetensors", (1, 1))  # a file system's clock may be slower than a test
    return folder


def retrained(model: Path, at: int, length: int) -> str:
    """Change a stretch of the weights; return what the model is known by."""
    with (model / "weights.safetensors").open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\1" * length)
    return local_models.identity_of(str(model))


@pytest.mark.parametrize(("at", "length"), [(0, 1), (30 << 20, 20 << 20), (LARGE - 1, 1)])
def test_weights_of_the_same_size_that_were_taught_anew_are_another_model(model: Path, at: int, length: int) -> None:
    """At their ends, or in a long stretch between them."""
    before = local_models.identity_of(str(model))
    assert retrained(model, at, length) != before


def test_a_folder_is_read_again_only_when_a_file_changed(model: Path) -> None:
    """By size and time: with both put back, what is written in between is not looked at."""
    file = model / "weights.safetensors"
    before, status = local_models.identity_of(str(model)), file.stat()
    assert retrained(model, 0, 9) != before
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert local_models.identity_of(str(model)) == before


def test_notes_of_a_hub_s_program_are_no_part_of_a_model(model: Path) -> None:
    """They hold when a file was fetched; hidden files and folders do not count."""
    before = local_models.identity_of(str(model))
    notes = model / ".cache" / "huggingface" / "download"
    notes.mkdir(parents=True)
    (notes / "weights.safetensors.metadata").write_text("fetched at noon")
    (model / ".gitattributes").write_text("*")
    assert local_models.identity_of(str(model)) == before
    (model / "config.json").write_text("{}")
    assert local_models.identity_of(str(model)) != before


def test_a_home_of_nobody_is_no_folder() -> None:
    """Told as any other folder that is not there."""
    with pytest.raises(UserError, match="there is no model folder ~nobody-of-that-name/wan"):
        local_models.folder_of("~nobody-of-that-name/wan")


@pytest.mark.parametrize(
    ("lacking", "said"),
    [(["no_such_a"], "no_such_a, which is not"), (["no_such_a", "no_such_b"], "no_such_a, no_such_b, which are not")],
)
def test_what_is_not_installed_is_listed(lacking: list[str], said: str) -> None:
    """Without what is, and with the command that installs it."""
    with pytest.raises(BackendUnavailable, match=rf"the voice 'a' needs {said} installed; run: pip install"):
        local_models.require("the voice 'a'", "json", *lacking)
