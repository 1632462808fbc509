"""The script as values: the written film, with what people decided about each line."""

from __future__ import annotations

from dataclasses import dataclass

from white_cloud.film.lines import Line, Phrase


@dataclass(frozen=True)
class ScriptLine:
    """A written line. `slot` asked for it; `asked` and `made` are digests of the request and of the words the writer gave.

    `prompts` and `context` are digests of what the writer was told beside that, where it was: its prompt files, and where the
    line stands in the film. `locked` words stay whatever the writer would say now; words that differ from `made` were changed
    by a person.
    """

    id: str
    slot: str
    speaker: str
    register: str
    phrases: tuple[Phrase, ...]
    source: str = "screenplay"
    locked: bool = False
    asked: str = ""
    made: str = ""
    prompts: str = ""
    context: str = ""

    def line(self) -> Line:
        """Return the line as it is spoken."""
        return Line(self.id, self.speaker, self.register, self.phrases, self.source)


@dataclass(frozen=True)
class ScriptDocument:
    """The written film, in order, and whether a person has approved it."""

    film: str
    lines: tuple[ScriptLine, ...] = ()
    approved: bool = False

    def line(self, line_id: str) -> ScriptLine | None:
        """Return the line of that id, or None when nothing of that id is written."""
        return next((line for line in self.lines if line.id == line_id), None)
