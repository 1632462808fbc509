"""The contract of a writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from white_cloud.film.lines import Phrase


@dataclass(frozen=True)
class WriteRequest:
    """Lines asked for. What decides them is keyed; `said`, the film's lines so far in all languages, is only context.

    `speak` holds the spoken language of each line in turn, repeated as needed; `drift` is the mean over the scene.
    """

    brief: str
    register: str
    speaker: str
    persona: str
    languages: tuple[str, ...]
    speak: tuple[str, ...]
    count: int
    drift: Fraction
    seed: int
    options: Mapping[str, object]
    said: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Written:
    """What a writer delivers: `count` lines, each a tuple of phrases that stand in every language asked for.

    `note` is what a person should know about them, in a sentence; empty when there is nothing. `sources`
    says what each line was made from (a template, a found text), where the writer knows.
    """

    lines: tuple[tuple[Phrase, ...], ...]
    note: str = ""
    sources: tuple[str, ...] = ()
