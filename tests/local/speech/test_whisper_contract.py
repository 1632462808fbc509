"""The contract of listeners, and of all doors, kept by `whisper` with a tiny model."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from tests.backends.contract import *  # noqa: F403
from tests.backends.test_contract_doors import *  # noqa: F403
from tests.backends.test_contract_listeners import *  # noqa: F403

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def any_listener(tiny: ModuleType) -> Any:
    """The listener; it verifies where that is asked for."""
    return tiny.TinyWhisper


@pytest.fixture
def any_backend(any_listener: Any) -> Any:
    """The same, as a backend behind some door."""
    return any_listener
