"""Tiny pipelines with random weights, made here: every family in a megabyte or less. Their pictures are noise."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.diffusion.camera import Diffusers
from white_cloud.backends.cameras.diffusion.libraries import library

# threads that wait for each other are dearer than sums as small as these
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder of a tiny pipeline by its class name, made once."""
    root = tmp_path_factory.mktemp("tiny")

    def folder(name: str) -> Path:
        if not (root / name).exists():
            library("diffusers")
            from tests.local.cameras import tiny_pipelines

            tiny_pipelines.save(name, root / name)
        return root / name

    return folder


@pytest.fixture(autouse=True)
def _given_back(request: pytest.FixtureRequest) -> Any:
    """No model outlives its test's module by accident; those of one module share what is loaded."""
    yield
    if request.node is request.session.items[-1]:
        Diffusers.close()


@pytest.fixture
def asked(tiny: Callable[[str], Path]) -> Callable[..., ShotRequest]:
    """Return a request for a short take of a tiny pipeline, on the processor, in two steps."""

    def asked_(name: str, options: dict[str, Any] | None = None, **changes: Any) -> ShotRequest:
        given = {
            "model": str(tiny(name)),
            "dtype": "float32",
            "device": "cpu",
            "size": "32x32",
            "steps": 2,
            **(options or {}),
        }
        plain = {
            "prompt": "一家从不关门的店, night shift",
            "frames": 5,
            "rate": Fraction(24),
            "size": (48, 26),
            "move": "static",
            "register": "testimony",
            "seed": 7,
        }
        return ShotRequest(**{**plain, **changes, "options": Diffusers.read_options(given)})

    return asked_


@pytest.fixture
def shoot(tmp_path: Path) -> Callable[..., Any]:
    """Make a request, each time in a new folder; return the footage."""
    made: list[Path] = []

    def shoot_(request: ShotRequest, progress: Callable[[float], None] | None = None) -> Any:
        made.append(tmp_path / f"take{len(made)}")
        made[-1].mkdir()
        return Diffusers().make(request, made[-1], progress or (lambda _: None))

    return shoot_
