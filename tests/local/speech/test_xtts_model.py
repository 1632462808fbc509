"""The voice coqui with an XTTS model of random weights: voices of its own, a cloned one, two languages in one text."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("TTS")

from tests.local.speech import tiny_xtts
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.backends.voices.coqui import Coqui
from white_cloud.errors import MediaError, Refusal, UserError
from white_cloud.media.sound import write_wav

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="session")
def xtts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model."""
    made: Path = tiny_xtts.make(tmp_path_factory.mktemp("models") / "xtts")
    return made


def request(model: Path, text: str = "The wind is strong.", language: str = "en", **options: Any) -> SpeechRequest:
    given = {"model": str(model), "device": "cpu", **options}
    return SpeechRequest(text, language, Coqui.read_options(given), {})


def recording(path: Path, seconds: float) -> Path:
    write_wav(path, (0.3 * np.sin(np.arange(int(seconds * 24000)) * 0.05)).astype(np.float32), 24000)
    return path


def test_the_same_voice_says_the_same_and_another_sounds_otherwise(xtts: Path, tmp_path: Path) -> None:
    """Its dice are seeded."""
    asked = [request(xtts, speaker=name) for name in ("Ana", "Ana", "Bo")]
    shas = [hashlib.sha256(Coqui().make(one, tmp_path).path.read_bytes()).hexdigest() for one in asked]
    assert shas[0] == shas[1] != shas[2]


def test_a_voice_is_cloned_from_a_recording_and_the_consent_is_kept(xtts: Path, tmp_path: Path) -> None:
    """Of three seconds at least."""
    (tmp_path / "made").mkdir()
    path = recording(tmp_path / "li.wav", 4)
    cloned = Coqui().make(request(xtts, reference=str(path), consent="Li Wei agreed"), tmp_path / "made")
    assert cloned.record == {"consent": "Li Wei agreed"}
    assert [one.name for one in (tmp_path / "made").iterdir()] == ["speech.wav"]
    recording(path, 2)
    with pytest.raises(MediaError, match=r"lasts 2\.0 s; at least 3 s"):
        Coqui().make(request(xtts, reference=str(path), consent="Li Wei agreed"), tmp_path / "made")


def test_a_text_in_two_languages_is_spoken_in_both(xtts: Path, tmp_path: Path) -> None:
    """Latin words are told apart; a word that the model has no signs for is refused."""
    both = Coqui().make(request(xtts, "风很大，White Cloud，没有人。", "zh", speaker="Ana"), tmp_path)
    assert both.samples > Coqui().make(request(xtts, "风很大。", "zh", speaker="Ana"), tmp_path).samples
    with pytest.raises(Refusal, match="has no signs for 'ñandú'"):
        Coqui().make(request(xtts, "el ñandú", "es", speaker="Ana"), tmp_path)


def test_what_the_model_lacks_is_told(xtts: Path, tmp_path: Path) -> None:
    """A language, and voices of its own."""
    with pytest.raises(UserError, match=r"does not speak 'de'"):
        Coqui().make(request(xtts, language="de", speaker="Ana"), tmp_path)
    mute = tmp_path / "mute"
    shutil.copytree(xtts, mute)
    (mute / "speakers_xtts.pth").unlink()
    assert json.loads((mute / "config.json").read_text())["model"] == "xtts"
    with pytest.raises(UserError, match="no voices of its own; give it a `reference`"):
        Coqui().make(request(mute), tmp_path)
