"""The contract of voices, and of all doors, kept by `coqui` with a tiny model."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("TTS")

from tests.backends.contract import *  # noqa: F403
from tests.backends.test_contract_doors import *  # noqa: F403
from tests.backends.test_contract_voices import *  # noqa: F403

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def any_voice(tiny: ModuleType) -> Any:
    """The voice, with a model that has a sign for every letter of the contract."""
    return tiny.TinyCoqui


@pytest.fixture
def any_backend(any_voice: Any) -> Any:
    """The same, as a backend behind some door."""
    return any_voice


@pytest.fixture
def left_open() -> LeftOpen:  # noqa: F405
    """It refuses a text without a word."""
    return {"refused": "…"}
