"""The listener whisper with a model of random weights: what holds whatever the model knows."""

from __future__ import annotations

import gc
import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from white_cloud.backends.listeners import whisper_model  # noqa: E402
from white_cloud.backends.listeners.base import ListenRequest  # noqa: E402
from white_cloud.backends.listeners.whisper import Whisper  # noqa: E402
from white_cloud.errors import BackendUnavailable, Refusal, UserError  # noqa: E402
from white_cloud.media.sound import write_wav  # noqa: E402

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]

RATE = 16000
TEXT = "The wind is strong."


def bursts(path: Path, count: int = 1, seconds: float = 1.0) -> Path:
    """Write so many tones of a second, with a silence of a quarter after each."""
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(int(seconds * RATE)) / RATE)
    write_wav(path, np.tile(np.concatenate([tone, np.zeros(RATE // 4)]), count).astype(np.float32), RATE)
    return path


@pytest.fixture
def asked(tmp_path: Path, listener_model: Path) -> ListenRequest:
    """A second of sound with a short text."""
    options = Whisper.read_options({"model": str(listener_model), "device": "cpu"})
    return ListenRequest(bursts(tmp_path / "said.wav"), TEXT, "en", (), options)


def test_it_says_what_it_heard_and_how_far_that_is_from_the_text(asked: ListenRequest, tmp_path: Path) -> None:
    """Only where that is asked for; the words are the same either way."""
    plain, verified = Whisper().make(asked, tmp_path), Whisper().make(replace(asked, verify=True), tmp_path)
    assert (plain.error_rate, plain.text) == (None, "")
    assert verified.text
    assert verified.error_rate is not None
    assert 0 < verified.error_rate <= 1
    assert verified.words == plain.words


def test_more_than_half_a_minute_is_heard_in_windows(asked: ListenRequest, tmp_path: Path) -> None:
    """Every word of a long text has its place, in order, over the whole recording."""
    path = bursts(tmp_path / "long.wav", 60)
    heard = Whisper().make(replace(asked, path=path, text=" ".join([TEXT] * 30)), tmp_path)
    assert len(heard.words) == 30 * 4
    assert all(one.start <= one.end <= other.start for one, other in pairwise(heard.words))
    assert heard.words[-1].end > 60


def test_a_text_that_no_sound_so_short_can_hold_is_refused(asked: ListenRequest, tmp_path: Path) -> None:
    """A recording that was cut off, or another's."""
    with pytest.raises(Refusal, match="characters are too many for"):
        Whisper().make(replace(asked, text=TEXT * 40), tmp_path)


def test_a_language_that_the_model_does_not_hear_is_named(asked: ListenRequest, tmp_path: Path) -> None:
    """With those that it does."""
    with pytest.raises(UserError, match=r"does not hear 'ja' \(choose from en, fr, zh\)"):
        Whisper().make(replace(asked, language="ja"), tmp_path)
    assert Whisper().make(replace(asked, language="cmn-Hans", text="风很大。"), tmp_path).words


def test_a_model_that_is_not_here_says_how_to_get_it(asked: ListenRequest, tmp_path: Path, monkeypatch: Any) -> None:
    """Nothing is fetched during a build."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(BackendUnavailable, match="hf download openai/whisper-small"):
        Whisper().make(replace(asked, options=Whisper.read_options({"device": "cpu"})), tmp_path)


class Trap:
    """What runs when a pickle is read without care."""

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return open, ("trap-was-sprung", "w")


def test_weights_are_never_run_as_code(asked: ListenRequest, listener_model: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """A pickle in a model's folder is refused, not obeyed."""
    monkeypatch.chdir(tmp_path)
    trapped = tmp_path / "trapped"
    shutil.copytree(listener_model, trapped)
    (trapped / "model.safetensors").unlink()
    torch.save({"model": Trap()}, trapped / "pytorch_model.bin")
    options = Whisper.read_options({"model": str(trapped), "device": "cpu"})
    with pytest.raises(BackendUnavailable, match="cannot load the model"):
        Whisper().make(replace(asked, options=options), tmp_path)
    assert not (tmp_path / "trap-was-sprung").exists()


def test_a_model_is_loaded_once_and_given_back(asked: ListenRequest, tmp_path: Path) -> None:
    """Until it is closed: then nothing of it is in memory."""
    Whisper().make(asked, tmp_path)
    (first,) = whisper_model._loaded.values()
    Whisper().make(asked, tmp_path)
    assert list(whisper_model._loaded.values()) == [first]
    del first
    Whisper.close()
    assert not whisper_model._loaded
    modules = [one for one in gc.get_objects() if isinstance(one, torch.nn.Module)]
    assert [type(one) for one in modules if list(one.parameters())] == []


def test_a_model_that_hears_english_only_says_so(asked: ListenRequest, listener_model: Path, tmp_path: Path) -> None:
    """It is not told a language."""
    english = tmp_path / "english"
    shutil.copytree(listener_model, english)
    said = json.loads((english / "generation_config.json").read_text())
    (english / "generation_config.json").write_text(json.dumps({**said, "is_multilingual": False}))
    options = Whisper.read_options({"model": str(english), "device": "cpu"})
    assert Whisper().make(replace(asked, options=options, verify=True), tmp_path).text
    with pytest.raises(UserError, match="hears English only"):
        Whisper().make(replace(asked, options=options, language="zh"), tmp_path)
