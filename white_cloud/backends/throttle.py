"""How fast a vendor is asked: so many orders a minute, evenly apart."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Throttle:
    """When each backend may next be asked, by a clock that counts seconds. Safe from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}
        self._lock = Lock()

    def turn(self, backend: str, per_minute: int) -> float:
        """Take the next turn and return how many seconds away it is; 0 without a limit."""
        if per_minute <= 0:
            return 0.0
        with self._lock:
            now = self._clock()
            at = max(self._next.get(backend, now), now)
            self._next[backend] = at + 60 / per_minute
        return at - now
