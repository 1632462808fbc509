"""The contract of a voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from white_cloud.backends.base import BackendBase
from white_cloud.film.timeline import Word


@dataclass(frozen=True)
class SpeechRequest:
    """One piece of text in one language, without marks; `say` maps words to their pronunciation, in the backend's notation.

    `persona` is who speaks and `register` how, in words, for voices that are made from a description (`described`). `attempt`
    counts from 1: the same text is asked for again when what was said was not what was written.
    """

    text: str
    language: str
    options: Mapping[str, object]
    say: Mapping[str, str]
    seed: int = 0
    persona: str = ""
    register: str = ""
    attempt: int = 1


@dataclass(frozen=True)
class Speech:
    """What a voice delivers: a mono WAV file (PCM 16 bit, any rate), and the words it timed (may be none).

    A word's `at` and `length` count characters of the request's text; times are seconds from the start of the file. `record`
    is what else should be kept of the making.
    """

    path: Path
    rate: int
    samples: int
    words: tuple[Word, ...]
    cost: Fraction = Fraction(0)
    record: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return all but the file, as plain data."""
        words = [[word.at, word.length, str(word.start), str(word.end)] for word in self.words]
        known = {"rate": self.rate, "samples": self.samples, "words": words, "cost": str(self.cost)}
        return {**known, "record": dict(self.record)}

    @classmethod
    def of(cls, path: Path, data: Mapping[str, Any]) -> Speech:
        """Return it again from its file and its data."""
        words = tuple(Word(at, length, Fraction(start), Fraction(end)) for at, length, start, end in data["words"])
        return cls(path, data["rate"], data["samples"], words, Fraction(data["cost"]), data["record"])


class VoiceBase(BackendBase):
    """A voice; `serves` tells which languages it speaks."""

    #: What it hands over.
    delivers: ClassVar[type[Speech]] = Speech
    #: Whether it is made from a description: persona and register are then part of what is asked, and a voice document with a
    #: persona needs no settings for it.
    described: ClassVar[bool] = False
    #: Options that a voice document may begin with, in one language; shown to a person whose document has none for this voice.
    example: ClassVar[Mapping[str, Any]] = {}
    #: Its options that name a file in the film folder: known by its bytes in keys, and handed over as a path that can be read.
    files: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def refuse_persona(cls, persona: str, language: str, options: Mapping[str, Any]) -> None:
        """Raise Refusal for a persona that it could not be told whole, whatever is to be said; `options` were read."""

    @classmethod
    def languages(cls) -> tuple[str, ...]:
        """Return the BCP-47 languages it speaks, for a person to choose from; empty when they cannot be listed."""
        return ()

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether it speaks a BCP-47 language."""
        return language in cls.languages()
