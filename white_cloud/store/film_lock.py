"""One build of a film at a time: a second one waits, and whoever only looks does not disturb the first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from white_cloud.store.blobs import storing


class FilmLock:
    """The lock of one film, a file in the store's folder."""

    def __init__(self, root: Path, film: str) -> None:
        self._root = root
        self._path = root / f"{film}.lock"

    @contextmanager
    def alone(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Hold the lock; call `waiting` once when another has it, and wait for that to end."""
        with storing("lock the film", self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._path)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                waiting()
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def unless_held(self) -> Iterator[bool]:
        """Hold the lock if it is free, and yield whether it was; False also in a folder that one may only read.

        Where there is no store yet nobody builds.
        """
        if not self._root.exists():
            yield True
            return
        if not os.access(self._root, os.W_OK):
            yield False
            return
        lock = FileLock(self._path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()
