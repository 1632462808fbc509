"""The contracts of voices, of listeners and of all doors, kept by `coqui` and `whisper` with tiny models."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

SUITES = Path(__file__).parents[2] / "backends"

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


def _suite(name: str) -> dict[str, Any]:
    """Return the tests and fixtures of a file of the contract suites."""
    spec = importlib.util.spec_from_file_location(f"contract_{name}", SUITES / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


_FIXTURES = _suite("conftest")
get, get_elsewhere, digest = _FIXTURES["get"], _FIXTURES["get_elsewhere"], _FIXTURES["digest"]
sound = _suite("test_contract_listeners")["sound"]
for _name in ("test_contract_voices", "test_contract_listeners", "test_contract_doors"):
    globals().update({name: test for name, test in _suite(_name).items() if name.startswith("test_")})


@pytest.fixture
def any_voice(tiny: ModuleType) -> Any:
    """The voice, with a model that has a sign for every letter of the contract."""
    pytest.importorskip("TTS")
    return tiny.TinyCoqui


@pytest.fixture
def any_listener(tiny: ModuleType) -> Any:
    """The listener."""
    return tiny.TinyWhisper


@pytest.fixture(params=["TinyCoqui", "TinyWhisper"])
def any_backend(tiny: ModuleType, request: pytest.FixtureRequest) -> Any:
    """Both, as backends behind some door."""
    return getattr(tiny, request.param)
