"""The contract of cameras, and of all doors, kept by the camera `diffusers` with a tiny film model and a tiny picture model."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")

HERE = Path(__file__).parent
SUITES = HERE.parents[1] / "backends"

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
for _name in ("test_contract_cameras", "test_contract_doors"):
    globals().update({name: test for name, test in _suite(_name).items() if name.startswith("test_")})


@pytest.fixture(params=["WanPipeline", "StableDiffusionPipeline"])
def any_camera(request: pytest.FixtureRequest, tiny: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The camera, in a class that a process of its own finds too."""
    monkeypatch.setenv("TINY_MODEL", str(tiny(request.param)))
    monkeypatch.setenv("PYTHONPATH", f"{HERE}:{HERE.parents[2]}")
    if str(HERE) not in sys.path:
        monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("tiny_camera").TinyDiffusers


@pytest.fixture
def any_backend(any_camera: Any) -> Any:
    """The same, as a backend behind some door."""
    return any_camera
