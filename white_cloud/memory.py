"""Memory that a process holds: what it gets again and again, and what it holds for nothing."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

#: glibc's mallopt(3): from what size on a block is memory of its own, and how much may lie free at the heap's end.
_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1
#: The most bytes that glibc allows for the one, and bytes for the other: a picture's arrays and what lies between them.
_OWN, _FREE = 32 << 20, 256 << 20


def keep_room() -> None:
    """Let freed memory be used again in this process: other systems than glibc's need no telling.

    As it comes, glibc hands the room of arrays as large as frames back as soon as they are freed, or not, as it happens to
    have learned from earlier ones, and the system then fills the next array's room with zeros, page by page: that can cost more
    than what is done with the array.
    """
    set_option = _of_libc("mallopt")
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _OWN)
        set_option(_TRIM_THRESHOLD, _FREE)


def give_back() -> None:
    """Give freed memory back to the system: glibc's heap keeps the room of large arrays; other systems need no telling."""
    trim = _of_libc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_libc(function: str) -> Any:
    """Return a function of the C library that runs here, or None where there is no such function."""
    return getattr(ctypes.CDLL(None), function, None) if sys.platform == "linux" else None
