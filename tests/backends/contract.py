"""What the contract suites are given: here, on local models in tests/local, and by whoever has a backend of their own.

A contract is the tests of `test_contract_doors.py` and of the file of one door. A test module for one backend takes them in
and says which backend it is, and what of it a contract leaves open:

    from tests.backends.contract import *
    from tests.backends.test_contract_cameras import *
    from tests.backends.test_contract_doors import *

    @pytest.fixture
    def any_camera(): return MyCamera

    @pytest.fixture
    def any_backend(any_camera): return any_camera

    @pytest.fixture
    def left_open(): return {"refused": {"prompt": "forbidden dunes"}}

The class must be found by its name in another process: it stands in a module of its own.
"""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends.base import BackendBase
from white_cloud.backends.drive import obtain

#: What of a backend a contract leaves open: each suite says which facts it asks for.
LeftOpen = Mapping[str, Any]


def known(backend: type[BackendBase], by_name: Mapping[str, LeftOpen]) -> LeftOpen:
    """Return what is known of a backend by its name; the test fails with what to do where nothing is."""
    if backend.name not in by_name:
        pytest.fail(f"what {backend.name!r} refuses is not known: give a fixture `left_open` (see tests/backends/contract.py)")
    return by_name[backend.name]


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
