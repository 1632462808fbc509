"""The contract of a listener."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

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
