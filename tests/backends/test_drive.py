"""One way to get a thing from a backend of either kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from white_cloud.backends.base import BackendBase, Job, Pending, Progress, silent
from white_cloud.backends.drive import obtain
from white_cloud.errors import Refusal


class Immediate(BackendBase):
    name: ClassVar[str] = "immediate"

    def make(self, request: str, folder: Path, progress: Progress = silent) -> str:
        progress(1.0)
        if request == "forbidden":
            raise Refusal("it refused")
        return f"{request} in {folder.name}"


class Queued(BackendBase):
    name: ClassVar[str] = "queued"
    poll: ClassVar[float] = 0.0

    def __init__(self) -> None:
        self.parts = [0.25, 0.75]

    def submit(self, request: str) -> Job:
        if request == "forbidden":
            raise Refusal("it refused")
        return Job(request)

    def collect(self, job: Job, folder: Path) -> Any:
        return Pending(self.parts.pop(0)) if self.parts else f"{job.id} in {folder.name}"


@pytest.mark.parametrize(("backend", "parts"), [(Immediate, [1.0]), (Queued, [0.25, 0.75])])
def test_both_kinds_deliver_and_tell_how_far_they_are(backend: type[BackendBase], parts: list[float], tmp_path: Path) -> None:
    """A queued one is asked until it delivers."""
    told: list[float] = []
    assert obtain(backend, "dunes", tmp_path, told.append) == f"dunes in {tmp_path.name}"
    assert told == parts


@pytest.mark.parametrize("backend", [Immediate, Queued])
def test_a_refusal_comes_through(backend: type[BackendBase], tmp_path: Path) -> None:
    """With the backend's own words."""
    with pytest.raises(Refusal, match="it refused"):
        obtain(backend, "forbidden", tmp_path)


def test_who_listens_may_stop_the_waiting(tmp_path: Path) -> None:
    """What the listener raises ends the polling."""

    def stop(part: float) -> None:
        raise InterruptedError(part)

    with pytest.raises(InterruptedError):
        obtain(Queued, "dunes", tmp_path, stop)
