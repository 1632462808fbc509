"""The contract of a writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from white_cloud.backends.base import BackendBase
from white_cloud.film.lines import Phrase


@dataclass(frozen=True)
class Said:
    """A line that is said before the ones asked for: who says it, and its words in every language."""

    speaker: str
    text: Mapping[str, str]


@dataclass(frozen=True)
class Around:
    """What a writer may know of where its lines stand; it decides no key.

    `title` names the film; `scene` is the scene's brief; `speakers` maps each of the cast to a name and a persona; `before`
    holds what was said last, in order, the nearest at the end; `seconds` is how long the lines may be together.
    """

    title: str = ""
    scene: str = ""
    speakers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    before: tuple[Said, ...] = ()
    seconds: Fraction = Fraction(0)


@dataclass(frozen=True)
class Repair:
    """An answer that was of no use, and why; the writer is asked for a better one."""

    answer: str
    complaint: str


@dataclass(frozen=True)
class WriteRequest:
    """Lines asked for. What decides them is keyed; `said`, `around` and `prompts` are only context.

    `speak` holds the spoken language of each line in turn, repeated as needed; `drift` is the mean over the scene. `said` holds
    the film's lines so far in all languages. `prompts` is the film's own folder of prompt files, where there is one; `repairs`
    what was answered before to no use.
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
    around: Around = field(default_factory=Around)
    prompts: Path | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Written:
    """What a writer delivers: `count` lines, each a tuple of phrases that stand in every language asked for.

    `note` is what a person should know about them, in a sentence; empty when there is nothing. `sources`
    says what each line was made from (a template, a found text), where the writer knows. `cost` is in the backend's currency,
    where the vendor tells it; `used` what was used up, as the price table counts (`quantities`), where that is all it tells.
    """

    lines: tuple[tuple[Phrase, ...], ...]
    note: str = ""
    sources: tuple[str, ...] = ()
    cost: Fraction = Fraction(0)
    used: Mapping[str, Fraction] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        lines = [[phrase.data() for phrase in line] for line in self.lines]
        used = {name: str(count) for name, count in self.used.items()}
        return {"lines": lines, "note": self.note, "sources": list(self.sources), "cost": str(self.cost), "used": used}

    @classmethod
    def of(cls, _: Path | None, data: Mapping[str, Any]) -> Written:
        """Return it again from its data; it has no file."""
        lines = tuple(tuple(Phrase(phrase["speak"], phrase["text"]) for phrase in line) for line in data["lines"])
        used = {name: Fraction(count) for name, count in data.get("used", {}).items()}
        return cls(lines, data["note"], tuple(data["sources"]), Fraction(data["cost"]), used)


class WriterBase(BackendBase):
    """A writer."""

    #: What it hands over.
    delivers: ClassVar[type[Written]] = Written
    context: ClassVar[frozenset[str]] = frozenset({"said", "around", "prompts"})
    #: Whether its words follow from `around` too; the script then records what that was.
    reads_around: ClassVar[bool] = False
    #: How often it is asked again when its answer is of no use (Unusable).
    repairs: ClassVar[int] = 0

    @classmethod
    def check_prompts(cls, own: Path, languages: Sequence[str]) -> None:
        """Raise UserError, with file and line, for a prompt file in the film's folder `own` that cannot be used.

        Costs nothing; asked once for a film in some languages, before anything is planned or made. A writer that reads no
        prompt files has nothing to check.
        """
