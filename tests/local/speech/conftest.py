"""Tiny models of speech, made once: a voice that spells, and a listener that guesses."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent

# two threads of one small model wait for each other longer than they work
os.environ.setdefault("OMP_NUM_THREADS", "1")


def beside(name: str) -> ModuleType:
    """Return a module that lies beside this file."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    return importlib.import_module(name)


@pytest.fixture(scope="session")
def listener_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Whisper model."""
    made: Path = beside("tiny_whisper").make(tmp_path_factory.mktemp("models") / "tiny_whisper")
    return made


@pytest.fixture(scope="session")
def voice_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A tiny VITS model with so many speakers; one of one voice for 0."""
    made: dict[int, Path] = {}

    def make(speakers: int = 0) -> Path:
        if speakers not in made:
            made[speakers] = beside("tiny_coqui").make(tmp_path_factory.mktemp("models") / f"vits{speakers}", speakers)
        return made[speakers]

    return make


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, voice_model: Callable[[int], Path], listener_model: Path) -> ModuleType:
    """The module of the voice and the listener that have these models for defaults."""
    monkeypatch.setenv("TINY_VOICE", str(voice_model(0)))
    monkeypatch.setenv("TINY_LISTENER", str(listener_model))
    monkeypatch.setenv("PYTHONPATH", f"{HERE}:{HERE.parents[2]}")
    return beside("tiny_speech")
