"""The voice coqui with a model of random weights: what holds however it sounds."""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("TTS")

from white_cloud.backends.voices import coqui_model  # noqa: E402
from white_cloud.backends.voices.base import Speech, SpeechRequest  # noqa: E402
from white_cloud.backends.voices.coqui import Coqui  # noqa: E402
from white_cloud.errors import BackendError, BackendUnavailable, Refusal, UserError  # noqa: E402

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


def asked(model: Path, text: str = "the wind is strong", **options: Any) -> SpeechRequest:
    return SpeechRequest(text, "en", Coqui.read_options({"model": str(model), "device": "cpu", **options}), {})


def sha(speech: Speech) -> str:
    return hashlib.sha256(speech.path.read_bytes()).hexdigest()


def test_another_attempt_and_another_seed_sound_otherwise(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """And the same ones the same."""
    one = asked(voice_model(0))
    again = [sha(Coqui().make(request, tmp_path)) for request in (one, one, replace(one, attempt=2), replace(one, seed=5))]
    assert again[0] == again[1]
    assert len(set(again)) == 3


def test_long_texts_are_spoken_in_pieces(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """With the pauses of their punctuation."""
    once = Coqui().make(asked(voice_model(0), "the wind is strong. " * 12), tmp_path).samples
    twice = Coqui().make(asked(voice_model(0), "the wind is strong. " * 24), tmp_path).samples
    assert 1.8 < twice / once < 2.3


def test_a_word_that_would_be_left_out_is_refused_and_say_helps(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """Coqui would drop it without a word."""
    request = asked(voice_model(0), "the 矿 is strong")
    with pytest.raises(Refusal, match=r"has no signs for '矿'.*`say:`"):
        Coqui().make(request, tmp_path)
    assert Coqui().make(replace(request, say={"矿": "kuang"}), tmp_path).samples


def test_a_faster_voice_is_shorter(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """And the pace of one film is not that of the next."""
    plain = Coqui().make(asked(voice_model(0)), tmp_path).samples
    assert Coqui().make(asked(voice_model(0), speed=2.0), tmp_path).samples < plain
    assert Coqui().make(asked(voice_model(0)), tmp_path).samples == plain


def test_a_speaker_is_chosen_by_name(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """Where a model has several; a wrong name is told with the nearest."""
    several = voice_model(2)
    spoken = {sha(Coqui().make(asked(several, speaker=name), tmp_path)) for name in ("speaker0", "speaker1")}
    assert len(spoken) == 2
    with pytest.raises(UserError, match="did you mean 'speaker1'"):
        Coqui().make(asked(several, speaker="speakr1"), tmp_path)
    with pytest.raises(UserError, match="has 2 speakers; in the voice document, write `speaker: speaker0`"):
        Coqui().make(asked(several), tmp_path)
    with pytest.raises(UserError, match="one voice, without a name"):
        Coqui().make(asked(voice_model(0), speaker="Ana"), tmp_path)


def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path: Path, monkeypatch: Any) -> None:
    """Nothing is fetched during a build."""
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    name = "tts_models/zh-CN/baker/tacotron2-DDC-GST"
    with pytest.raises(BackendUnavailable, match=rf"fetch it once with: python -c .*download_model\('{name}'\)"):
        Coqui().make(replace(asked(tmp_path), options=Coqui.read_options({"model": name})), tmp_path)


def test_a_model_that_coqui_fetched_is_found_by_its_name(
    voice_model: Callable[[int], Path], tmp_path: Path, monkeypatch: Any
) -> None:
    """Where coqui keeps its models."""
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    shutil.copytree(voice_model(0), tmp_path / "tts" / "tts_models--en--tiny--vits")
    options = Coqui.read_options({"model": "tts_models/en/tiny/vits", "device": "cpu"})
    assert Coqui().make(SpeechRequest("the wind", "en", options, {}), tmp_path).samples


class Trap:
    """What runs when a pickle is read without care."""

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return open, ("trap-was-sprung", "w")


def test_weights_are_never_run_as_code(voice_model: Callable[[int], Path], tmp_path: Path, monkeypatch: Any) -> None:
    """A pickle in a model's folder is refused, not obeyed."""
    monkeypatch.chdir(tmp_path)
    trapped = tmp_path / "trapped"
    shutil.copytree(voice_model(0), trapped)
    torch.save({"model": Trap()}, trapped / "model.pth")
    with pytest.raises(BackendError, match="cannot load the model"):
        Coqui().make(asked(trapped), tmp_path)
    assert not (tmp_path / "trap-was-sprung").exists()


def test_a_family_that_reads_pickles_is_refused(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """Before any of its files is."""
    bark = tmp_path / "bark"
    bark.mkdir()
    (bark / "config.json").write_text(json.dumps({"model": "bark"}))
    with pytest.raises(Refusal, match="pickles that may run code"):
        Coqui().make(asked(bark), tmp_path)


def test_a_model_is_loaded_once_and_given_back(voice_model: Callable[[int], Path], tmp_path: Path) -> None:
    """Until it is closed: then nothing of it is in memory."""
    Coqui().make(asked(voice_model(0)), tmp_path)
    (first,) = coqui_model._loaded.values()
    Coqui().make(asked(voice_model(0), "the wind"), tmp_path)
    assert list(coqui_model._loaded.values()) == [first]
    del first
    Coqui.close()
    assert not coqui_model._loaded
    modules = [one for one in gc.get_objects() if isinstance(one, torch.nn.Module)]
    assert [type(one) for one in modules if list(one.parameters())] == []
