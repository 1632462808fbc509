"""The listener whisper as far as it goes without its libraries: options, keys, refusals, silence."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from white_cloud.backends.listeners.base import ListenRequest
from white_cloud.backends.listeners.whisper import Whisper
from white_cloud.errors import BackendUnavailable, MediaError, UserError
from white_cloud.media.sound import write_wav


def test_only_the_model_decides_the_times(tmp_path: Path) -> None:
    """Where it runs and whether it verifies is in no key."""
    plain = Whisper.keyed(Whisper.read_options({}))
    asked = {"device": "cpu", "verify": True, "garbled_above": 0.1}
    assert Whisper.keyed(Whisper.read_options(asked)) == plain == {"model": "openai/whisper-small"}
    assert Whisper.keyed(Whisper.read_options({"model": "openai/whisper-tiny"})) != plain


def test_a_model_in_a_folder_is_known_by_its_files(tmp_path: Path) -> None:
    """Not by where it lies: moved it is the same, changed it is another."""
    model = tmp_path / "here" / "mine"
    model.mkdir(parents=True)
    (model / "model.safetensors").write_bytes(b"weights" * 1_000_000)

    def keyed(path: Path) -> dict[str, Any]:
        return Whisper.keyed(Whisper.read_options({"model": str(path)}))

    before = keyed(model)
    assert str(tmp_path) not in str(before)
    assert before["model"].startswith("mine@")
    moved = tmp_path / "there" / "mine"
    moved.parent.mkdir()
    model.rename(moved)
    assert keyed(moved) == before
    (moved / "model.safetensors").write_bytes(b"Weights" * 1_000_000)
    assert keyed(moved) != before
    with pytest.raises(UserError, match="there is no model folder"):
        keyed(model)


def test_it_verifies_when_it_is_asked_to() -> None:
    """And bears as much as the option says."""
    asked = Whisper.read_options({"verify": True, "garbled_above": 0.2})
    assert Whisper.verifies(asked)
    assert Whisper.tolerated(asked) == Fraction(1, 5)
    assert not Whisper.verifies(Whisper.read_options({}))


@pytest.mark.parametrize("wrong", [{"device": "gpu"}, {"garbled_above": 2.0}, {"model": ""}, {"verify": "yes"}])
def test_options_of_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    """Before anything is made."""
    with pytest.raises(ValidationError):
        Whisper.read_options(wrong)


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one command."""
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.delitem(sys.modules, "transformers", raising=False)
    sys.path_importer_cache.clear()
    with pytest.raises(
        BackendUnavailable, match=r"needs torch, transformers, which are not installed; run: pip install 'white-cloud\[local\]'"
    ):
        Whisper.check()


def silence(folder: Path) -> Path:
    path = folder / "said.wav"
    write_wav(path, np.zeros(16000, dtype=np.float32), 16000)
    return path


def test_silence_is_an_error_rate_of_one(tmp_path: Path) -> None:
    """Where that was asked for; no model is needed to hear nothing."""
    asked = ListenRequest(silence(tmp_path), "风很大。", "zh", (), Whisper.read_options({}), verify=True)
    heard = Whisper().make(asked, tmp_path)
    assert (heard.error_rate, heard.text) == (1, "")
    assert [word.at for word in heard.words] == [0, 1, 2]


def test_silence_has_no_words_to_be_found(tmp_path: Path) -> None:
    """The error names the file and the words."""
    with pytest.raises(MediaError, match=r"said\.wav is silent: nothing of '风很大。'"):
        Whisper().make(ListenRequest(silence(tmp_path), "风很大。", "zh", (), Whisper.read_options({})), tmp_path)
