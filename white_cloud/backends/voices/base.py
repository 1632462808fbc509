"""The contract of a voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from white_cloud.backends.base import BackendBase
from white_cloud.film.timeline import Word


@dataclass(frozen=True)
class SpeechRequest:
    """One piece of text in one language, without marks; `say` maps words to their pronunciation, in the backend's notation."""

    text: str
    language: str
    options: Mapping[str, object]
    say: Mapping[str, str]
    seed: int = 0


@dataclass(frozen=True)
class Speech:
    """What a voice delivers: a mono WAV file (PCM 16 bit, any rate), and the words it timed (may be none).

    A word's `at` and `length` count characters of the request's text; times are seconds from the start of the file.
    """

    path: Path
    rate: int
    samples: int
    words: tuple[Word, ...]
    cost: Fraction = Fraction(0)


class VoiceBase(BackendBase):
    """A voice; `serves` tells which languages it speaks."""

    @classmethod
    def languages(cls) -> tuple[str, ...]:
        """Return the BCP-47 languages it speaks, for a person to choose from; empty when they cannot be listed."""
        return ()

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether it speaks a BCP-47 language."""
        return language in cls.languages()
