"""How fast a vendor is asked: so many orders a minute, evenly apart."""

from __future__ import annotations

import time
from threading import Lock


class Throttle:
    """When each backend may next be asked. Safe from any thread."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = Lock()

    def turn(self, backend: str, per_minute: int) -> float:
        """Take the next turn and return how many seconds away it is; 0 without a limit."""
        if per_minute <= 0:
            return 0.0
        with self._lock:
            now = time.monotonic()
            at = max(self._next.get(backend, now), now)
            self._next[backend] = at + 60 / per_minute
        return at - now
