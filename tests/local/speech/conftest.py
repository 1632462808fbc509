"""Tiny models of speech, made once: a voice that spells, and a listener that guesses."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.local.speech import tiny_coqui, tiny_speech, tiny_whisper

# two threads of one small model wait for each other longer than they work
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def listener_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Whisper model."""
    made: Path = tiny_whisper.make(tmp_path_factory.mktemp("models") / "tiny_whisper")
    return made


@pytest.fixture(scope="session")
def voice_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A tiny VITS model with so many speakers; one of one voice for 0."""
    made: dict[int, Path] = {}

    def make(speakers: int = 0) -> Path:
        if speakers not in made:
            made[speakers] = tiny_coqui.make(tmp_path_factory.mktemp("models") / f"vits{speakers}", speakers)
        return made[speakers]

    return make


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, voice_model: Callable[[int], Path], listener_model: Path, root: Path) -> ModuleType:
    """The module of the voice and the listener that have these models for defaults."""
    monkeypatch.setenv("TINY_VOICE", str(voice_model(0)))
    monkeypatch.setenv("TINY_LISTENER", str(listener_model))
    monkeypatch.setenv("PYTHONPATH", str(root))
    return tiny_speech
