"""The contract of a listener."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from white_cloud.backends.base import BackendBase
from white_cloud.film.timeline import Word


@dataclass(frozen=True)
class ListenRequest:
    """A spoken piece whose words are known: mono WAV, its text and language, and the timings the voice gave (may be none)."""

    path: Path
    text: str
    language: str
    words: tuple[Word, ...]
    options: Mapping[str, object]


@dataclass(frozen=True)
class Heard:
    """Word timings that cover the whole text, in order, without overlap; `error_rate` where it was measured (0..1)."""

    words: tuple[Word, ...]
    error_rate: Fraction | None = None


class ListenerBase(BackendBase):
    """A listener; `verifies` tells whether it hears, so that what was said can be compared with what was written."""

    @classmethod
    def verifies(cls, options: Mapping[str, Any]) -> bool:  # noqa: ARG003 - for those that hear
        """Return whether it measures an error rate under these options."""
        return False
