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
    """A spoken piece whose words are known: a sound file, its text and language, and the timings the voice gave (may be none).

    `verify` asks a listener that verifies for what it heard, and how far that is from the text.
    """

    path: Path
    text: str
    language: str
    words: tuple[Word, ...]
    options: Mapping[str, object]
    verify: bool = False


@dataclass(frozen=True)
class Heard:
    """Word timings that cover the whole text, in order, without overlap.

    Where it was asked for, also the character error rate (0..1) and the text that was heard.
    """

    words: tuple[Word, ...]
    error_rate: Fraction | None = None
    text: str = ""


class ListenerBase(BackendBase):
    """A listener; `verifies` tells whether it hears, so that what was said can be compared with what was written."""

    @classmethod
    def verifies(cls, options: Mapping[str, Any]) -> bool:  # noqa: ARG003 - for those that hear
        """Return whether it measures an error rate under these options."""
        return False

    @classmethod
    def tolerated(cls, options: Mapping[str, Any]) -> Fraction:  # noqa: ARG003 - for those that hear
        """Return the error rate above which a piece counts as garbled: it is spoken again once, then told of."""
        return Fraction(1)
