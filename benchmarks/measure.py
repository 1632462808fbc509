"""Measuring a program as a whole: wall time, CPU seconds of it and its children, and the peak memory of any one process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Run:
    """What a program took: seconds on the wall, CPU seconds, the most resident bytes any of its processes held."""

    wall: float
    cpu: float
    peak: int
    output: str


def run(*arguments: str, cwd: Path | None = None) -> Run:
    """Run a program to its end; raise CalledProcessError with its output when it fails."""
    before = os.times()
    begun = time.perf_counter()
    process = subprocess.Popen(
        arguments,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_environment(),
    )
    watcher = _Watcher(process.pid)
    watcher.start()
    output, _ = process.communicate()
    wall = time.perf_counter() - begun
    watcher.join()
    after = os.times()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments, output)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall, cpu, watcher.peak, output)


def _environment() -> dict[str, str]:
    """As a person has it: Python may keep its byte code, whatever this shell was told."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def white_cloud(*arguments: str, cwd: Path | None = None) -> Run:
    """Run the command `white-cloud` of this environment."""
    return run(sys.executable, "-m", "white_cloud", *arguments, cwd=cwd)


class _Watcher(threading.Thread):
    """Looks at a process and its children until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0

    def run(self) -> None:
        while True:
            try:
                parent = psutil.Process(self.pid)
                if parent.status() == psutil.STATUS_ZOMBIE:
                    return
                for process in [parent, *parent.children(recursive=True)]:
                    self.peak = max(self.peak, process.memory_info().rss)
            except psutil.NoSuchProcess:
                if not psutil.pid_exists(self.pid):
                    return
            time.sleep(0.05)
