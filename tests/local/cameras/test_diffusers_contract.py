"""The contract of cameras, and of all doors, kept by the camera `diffusers` with a tiny film model and a tiny picture model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")

from tests.backends.contract import *  # noqa: F403
from tests.backends.test_contract_cameras import *  # noqa: F403
from tests.backends.test_contract_doors import *  # noqa: F403
from tests.local.cameras.tiny_camera import TinyDiffusers

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(params=["WanPipeline", "StableDiffusionPipeline"])
def any_camera(request: pytest.FixtureRequest, tiny: Callable[[str], Path], root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The camera, in a class that a process of its own finds too."""
    monkeypatch.setenv("TINY_MODEL", str(tiny(request.param)))
    monkeypatch.setenv("PYTHONPATH", str(root))
    return TinyDiffusers


@pytest.fixture
def any_backend(any_camera: Any) -> Any:
    """The same, as a backend behind some door."""
    return any_camera


@pytest.fixture
def left_open() -> LeftOpen:  # noqa: F405
    """It refuses a move that nobody knows."""
    return {"refused": {"move": "somersault"}}
