"""The embedded writer: a seeded grammar over aligned bilingual phrasebooks. Needs no key, no network, no weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from white_cloud.backends.base import Progress, silent
from white_cloud.backends.writers.base import WriterBase, WriteRequest, Written
from white_cloud.backends.writers.book import Book, Made, Template, load_book, load_topics, registers, topics_of
from white_cloud.errors import BackendError, Refusal, nearest
from white_cloud.identity import seed

#: Subtags of Chinese that is not written in the simplified characters the phrasebooks hold.
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


class Phrasebook(WriterBase):
    """Writes lines from the phrasebook of a register.

    A template is used once in a scene if that can be; topics named in the brief come first, then templates not yet heard in the
    film; a line said in the film is never said again. The order among equals follows from the seed and the template's id alone,
    so that a template added to a book changes few lines of the films made before.
    """

    name: ClassVar[str] = "phrasebook"
    revision: ClassVar[int] = 1

    def make(self, request: WriteRequest, folder: Path, progress: Progress = silent) -> Written:
        """Write `request.count` lines; no file is left in `folder`.

        Raises:
            Refusal: there are no phrases for the register or a language; the message says what there is.
            BackendError: all that the book can say in a language is said.
        """
        del folder
        book = _book_for(request.register)
        tags = _tags(request, book)
        topics = topics_of(request.brief)
        said = set(request.said)
        lines: list[Made] = []
        for index in range(request.count):
            language = request.speak[index % len(request.speak)]
            choices = _choices(book, tags, tags[language], said, {line.template for line in lines})
            best = min(choices, key=lambda choice: choice.rank(topics, request.seed, index), default=None)
            if best is None:
                raise BackendError(_exhausted(request, language))
            lines.append(best.left[seed(request.seed, index, best.template.id) % len(best.left)])
            said |= lines[-1].texts
            progress((index + 1) / request.count)
        return Written(tuple(line.phrases for line in lines), _note(topics), tuple(line.template for line in lines))


@dataclass(frozen=True)
class _Choice:
    """A template with the lines of it that are left, and whether it was heard in this scene or in the film."""

    template: Template
    left: tuple[Made, ...]
    in_scene: bool
    in_film: bool

    def rank(self, topics: frozenset[str], film_seed: int, index: int) -> tuple[bool, bool, bool, int]:
        """Return what orders choices, the lowest first; chance comes last, and every topic met helps it."""
        met = len(topics & set(self.template.topics))
        draw = seed(film_seed, index, "template", self.template.id) // max(1, met * met)
        return self.in_scene, met == 0, self.in_film, draw


def _choices(book: Book, tags: Mapping[str, str], spoken: str, said: set[str], used: set[str]) -> Iterator[_Choice]:
    """Yield the templates that have lines left for a line voiced in the book's language `spoken`."""
    for template in book.templates:
        if template.suits(spoken, frozenset(tags.values())):
            every = tuple(book.lines(template, tags, spoken))
            left = tuple(line for line in every if not line.texts & said)
            if left:
                yield _Choice(template, left, template.id in used, len(left) < len(every))


def _book_for(register: str) -> Book:
    known = registers()
    if register not in known:
        raise Refusal(
            f"phrasebook has no phrases for the register {register!r}: {nearest(register, known)}; "
            "write these lines by hand, or choose another writer"
        )
    return load_book(register)


def _tags(request: WriteRequest, book: Book) -> Mapping[str, str]:
    """Map each language of the film to the book's (`zh-CN` to `zh`)."""
    tags = {language: _book_language(language, book) for language in request.languages}
    for language in request.speak:
        if language not in tags:
            raise Refusal(f"a line is to be spoken in {language!r}, which is no language of the film: {', '.join(tags)}")
    if len(set(tags.values())) < len(tags):
        raise Refusal(f"phrasebook cannot tell these languages of the film apart: {', '.join(tags)}")
    return tags


def _book_language(language: str, book: Book) -> str:
    main, *rest = language.lower().split("-")
    if main not in book.languages or _TRADITIONAL & set(rest):
        raise Refusal(
            f"phrasebook has no phrases in {language!r} for the register {book.register_name!r}; it has "
            f"{', '.join(book.languages)}; write these lines by hand, or choose another writer"
        )
    return main


def _exhausted(request: WriteRequest, language: str) -> str:
    return (
        f"phrasebook has said all it can in {language} for the register {request.register!r}; no line is left for the brief "
        f"{request.brief!r}: ask for fewer lines, write some by hand, or choose another writer"
    )


def _note(topics: frozenset[str]) -> str:
    if topics:
        return ""
    return f"phrasebook knows no topic in this brief, so its words may miss it (it knows {', '.join(sorted(load_topics()))})"
