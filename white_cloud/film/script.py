"""The script as values: the written film, with what people decided about each line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from white_cloud import identity
from white_cloud.film.lines import Line, Phrase

#: Lines in order, each by its id with a digest of what a person approves of it.
Words = tuple[tuple[str, str], ...]


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
    """The written film, in order, and whether a person has approved it: these very words, as `approved_words` has them."""

    film: str
    lines: tuple[ScriptLine, ...] = ()
    approved: bool = False
    approved_words: Words = ()

    @property
    def words_approved(self) -> bool:
        """Return whether a person has approved the words as they stand."""
        return self.approved and self.approved_words == words_of(self.lines)

    def changed_since_approval(self) -> tuple[str, ...]:
        """Return the ids of lines that were changed, added, moved or taken out since; none where nothing was ever approved."""
        then, now = self.approved_words, words_of(self.lines)
        if not then:
            return ()
        apart = SequenceMatcher(None, then, now, autojunk=False).get_opcodes()
        changed = [(*now[start:end], *then[gone:until]) for what, gone, until, start, end in apart if what != "equal"]
        return tuple(dict.fromkeys(id_ for lines in changed for id_, _ in lines))

    def line(self, line_id: str) -> ScriptLine | None:
        """Return the line of that id, or None when nothing of that id is written."""
        return next((line for line in self.lines if line.id == line_id), None)


def words_of(lines: Iterable[ScriptLine]) -> Words:
    """Return what a person approves of lines, in order: of each the words in all languages, who says them and how."""
    return tuple((line.id, _words_digest(line)) for line in lines)


def _words_digest(line: ScriptLine) -> str:
    """Return a digest of 16 hexadecimal digits."""
    phrases = [phrase.data() for phrase in line.phrases]
    return identity.key("approved", {"speaker": line.speaker, "register": line.register, "phrases": phrases})[:16]
