"""The backends that every contract suite goes through: all that are installed here, and the public fakes."""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends import registry
from white_cloud.backends.base import BackendBase
from white_cloud.backends.drive import obtain
from white_cloud.errors import BackendUnavailable
from white_cloud.testing import fakes

FAKES: dict[str, tuple[type[BackendBase], ...]] = {
    "writer": (fakes.FakeWriter,),
    "voice": (fakes.FakeVoice, fakes.QueuedVoice),
    "camera": (fakes.FakeCamera, fakes.QueuedCamera),
    "listener": (fakes.FakeListener,),
}


def behind(door: str) -> list[Any]:
    """Return the backends behind a door as test parameters; one that cannot serve here is skipped, and says why."""
    params = [pytest.param(fake, id=fake.name) for fake in FAKES[door]]
    for name in registry._entries(door):
        try:
            backend = registry.backend(door, name)
            backend.check()
        except BackendUnavailable as error:
            params.append(pytest.param(None, id=name, marks=pytest.mark.skip(reason=str(error))))
        else:
            params.append(pytest.param(backend, id=name))
    return params


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test that asks for `any_writer`, `any_voice`, `any_camera`, `any_listener` or `any_backend` each in turn."""
    for door in registry.DOORS:
        if f"any_{door}" in metafunc.fixturenames:
            metafunc.parametrize(f"any_{door}", behind(door))
    if "any_backend" in metafunc.fixturenames:
        each = [
            pytest.param(*one.values, id=f"{door} {one.id}", marks=one.marks) for door in registry.DOORS for one in behind(door)
        ]
        metafunc.parametrize("any_backend", each)


@pytest.fixture
def get(tmp_path: Path) -> Callable[..., Any]:
    """Get a thing from a backend of either kind, each time in a new empty folder."""
    made = []

    def get_(backend: type[BackendBase], request: Any, heard: list[float] | None = None) -> Any:
        made.append(request)
        folder = tmp_path / f"made{len(made)}"
        folder.mkdir()
        return obtain(backend, request, folder, [].append if heard is None else heard.append)

    return get_


@pytest.fixture
def get_elsewhere(tmp_path: Path) -> Callable[[type[BackendBase], Any], str]:
    """Get a thing in a process of its own, and return the SHA-256 of its file."""

    def get_(backend: type[BackendBase], request: Any) -> str:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        given = pickle.dumps((backend, request, folder))
        ran = subprocess.run([sys.executable, "-c", _ELSEWHERE], input=given, capture_output=True, check=True)
        return ran.stdout.decode().strip()

    return get_


_ELSEWHERE = """
import pickle, sys
from white_cloud.backends.drive import obtain
from white_cloud.identity import file_digest
print(file_digest(obtain(*pickle.load(sys.stdin.buffer)).path))
"""


@pytest.fixture
def digest() -> Callable[[Any], str]:
    """Return the SHA-256 of the file of a thing that was delivered."""
    return lambda delivered: hashlib.sha256(delivered.path.read_bytes()).hexdigest()
