"""A small film spoken and heard by tiny local models."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("TTS")

from white_cloud.backends import registry
from white_cloud.build.events import Warned
from white_cloud.media.sound import write_wav
from white_cloud.project import BuildOptions, open_project
from white_cloud.testing.films import small_film

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def film(tiny: ModuleType, tmp_path: Path, known_fakes: None) -> Path:
    """A film whose voice is coqui and whose listener is whisper, which verifies."""
    registry.add("voice", tiny.TinyCoqui)
    registry.add("listener", tiny.TinyWhisper)
    screenplay = small_film(tmp_path / "film", voice="coqui")
    text = screenplay.read_text(encoding="utf-8")
    screenplay.write_text(text.replace("cards:", "listener: {use: whisper, verify: true}\ncards:"), encoding="utf-8")
    voice = screenplay.parent.parent / "voices/one.yaml"
    voice.write_text(voice.read_text(encoding="utf-8") + "  coqui: {zh: {}, en: {}}\n", encoding="utf-8")
    return screenplay


def build(screenplay: Path) -> tuple[Any, list[str]]:
    told: list[Any] = []
    result = open_project(screenplay).build(BuildOptions(until="cut", jobs=1), told.append)
    return result, [event.message for event in told if isinstance(event, Warned)]


def test_every_line_is_spoken_heard_back_and_timed(film: Path) -> None:
    """A listener that guesses finds every line garbled, twice, and says so; a second build makes nothing."""
    result, told = build(film)
    assert len(told) == 3
    assert all("when it was spoken again" in remark for remark in told)
    takes = [json.loads(path.read_text()) for path in film.parent.parent.glob(".white_cloud/takes/small/line/*/*.json")]
    assert {(take["backend"], take["facts"]["heard"][0]["attempts"]) for take in takes} == {("coqui", 2)}
    for clip in result.timeline.voice:
        (phrase,) = clip.phrases
        heard = "".join(phrase.text[phrase.language][word.at : word.at + word.length] for word in phrase.words)
        assert heard == "".join(letter for letter in phrase.text[phrase.language] if letter.isalnum())
    again, told = build(film)
    assert told == []
    assert again.timeline == result.timeline


def test_a_recording_is_timed_by_the_listener(film: Path) -> None:
    """And heard back, since nobody spoke it here."""
    path = film.parent.parent / "voices/one/lake_l1.wav"
    path.parent.mkdir()
    write_wav(path, (0.3 * np.sin(np.arange(48000) * 0.05)).astype(np.float32), 32000)
    result, told = build(film)
    (clip,) = [clip for clip in result.timeline.voice if clip.line == "lake_l1"]
    assert len(clip.phrases[0].words) == 4
    assert any("lake_l1" in remark for remark in told)
