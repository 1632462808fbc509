"""A build in a process of its own, for tests that end it while it works: followed by its events, ended by a signal.

Needs psutil, which comes with the `dev` extra.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

#: How long, in seconds, what should end in a moment may take before it counts as left at work.
PATIENCE = 30


@dataclass(frozen=True)
class Ended:
    """How a build ended: its exit status (minus the signal's number when killed), its messages, the workers that stayed."""

    status: int
    said: str
    left: tuple[int, ...]


class BuildProcess:
    """`white-cloud build SCREENPLAY --json` with more options, at work. Use as a context manager; leaving it kills it.

    `events` holds what it told so far, as plain data, and `times` when each was read, on the clock of `time.perf_counter`.
    """

    def __init__(self, screenplay: Path, *options: str) -> None:
        self.events: list[dict[str, Any]] = []
        self.times: list[float] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "white_cloud", "build", str(screenplay), "--json", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> BuildProcess:
        """Return the build."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill what is still at work."""
        if self._process.poll() is None:
            self.kill()
        self._process.communicate()

    def follow(self, wanted: Callable[[dict[str, Any]], bool]) -> bool:
        """Read events until one is wanted; return False when the build ended without it."""
        assert self._process.stdout
        return any(self._hear(line) and wanted(self.events[-1]) for line in self._process.stdout)

    def finish(self) -> Ended:
        """Let the build come to its end."""
        self.follow(lambda _: False)
        return self._ended([])

    def kill(self) -> Ended:
        """Kill the build alone, at once, with no chance to say goodbye; its workers have to end by themselves."""
        parent = psutil.Process(self._process.pid)
        parent.suspend()  # so that no worker is begun unseen
        workers = parent.children(recursive=True)
        parent.kill()
        return self._ended(workers)

    def interrupt(self, number: signal.Signals) -> Ended:
        """Ask the build alone to stop, as Ctrl-C does (SIGINT) or a system that shuts down (SIGTERM)."""
        workers = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(number)
        return self._ended(workers)

    def _ended(self, workers: list[psutil.Process]) -> Ended:
        self._process.wait(PATIENCE)
        _, left = psutil.wait_procs(workers, timeout=PATIENCE)
        for worker in left:
            worker.kill()
        told, said = self._process.communicate(timeout=PATIENCE)
        for line in told.splitlines(keepends=True):
            self._hear(line)
        return Ended(self._process.returncode, said, tuple(worker.pid for worker in left))

    def _hear(self, line: str) -> bool:
        """Take an event in; a kill may have cut the last one short."""
        if not line.endswith("\n"):
            return False
        self.times.append(time.perf_counter())
        self.events.append(json.loads(line))
        return True


def told(events: list[dict[str, Any]], event: str, stage: str = "") -> bool:
    """Return whether an event was told, of a stage if one is named."""
    return any(one["event"] == event and stage in {"", one.get("stage")} for one in events)
