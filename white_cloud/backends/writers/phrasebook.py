"""The embedded writer: a seeded grammar over aligned bilingual phrasebooks. Needs no key, no network, no weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from white_cloud.backends.base import BackendBase, Progress, silent
from white_cloud.backends.writers.base import WriteRequest, Written
from white_cloud.backends.writers.book import Book, Made, Template, load_book, load_topics, registers, topics_of
from white_cloud.errors import BackendError, Refusal, nearest
from white_cloud.identity import seed

#: Subtags of Chinese that is not written in the simplified characters the phrasebooks hold.
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


class Phrasebook(BackendBase):
    """Writes lines from the phrasebook of a register.

    Topics named in the brief come first, templates not yet heard in the film before others; what is said in the film is never
    said again. The order among equals follows from the seed and the template's id alone, so that a template added to a book
    changes few lines of the films made before.
    """

    name: ClassVar[str] = "phrasebook"
    revision: ClassVar[int] = 1

    def make(self, request: WriteRequest, folder: Path, progress: Progress = silent) -> Written:
        """Write `request.count` lines; no file is left in `folder`.

        Raises:
            Refusal: there are no phrases for the register or a language; the message says what there is.
            BackendError: everything the book can say for this brief is said.
        """
        del folder
        book = _book_for(request.register)
        tags = _tags(request, book)
        topics = topics_of(request.brief)
        said = set(request.said)
        lines: list[Made] = []
        for index in range(request.count):
            language = request.speak[index % len(request.speak)]
            line = _choose(request, book, tags, language, topics, said, index)
            lines.append(line)
            said |= line.texts
            progress((index + 1) / request.count)
        return Written(tuple(line.phrases for line in lines), _note(topics, lines))


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


def _choose(
    request: WriteRequest,
    book: Book,
    tags: Mapping[str, str],
    language: str,
    topics: frozenset[str],
    said: set[str],
    index: int,
) -> Made:
    """Return the line the seed picks among those left, the best on topic first."""
    spoken, film = tags[language], frozenset(tags.values())
    ranked = []
    for template in book.templates:
        if not template.suits(spoken, film):
            continue
        every = list(book.lines(template, tags, spoken))
        left = [line for line in every if not line.texts & said]
        if left:
            ranked.append((_rank(template, topics, len(left) < len(every), request.seed, index), left))
    if not ranked:
        raise BackendError(
            f"phrasebook has said all it can in {language} for the register {request.register!r}; no line is left for the "
            f"brief {request.brief!r}: ask for fewer lines, write some by hand, or choose another writer"
        )
    rank, left = min(ranked, key=lambda pair: pair[0])
    return left[seed(request.seed, index, rank[-1]) % len(left)]


def _rank(template: Template, topics: frozenset[str], heard: bool, film_seed: int, index: int) -> tuple[bool, bool, int, str]:
    """Return what orders templates, the lowest first: on topic, not yet heard, then chance, helped by every topic met."""
    met = len(topics & set(template.topics))
    draw = seed(film_seed, index, "template", template.id) // max(1, met * met)
    return met == 0, heard, draw, template.id


def _note(topics: frozenset[str], lines: list[Made]) -> str:
    used = "templates " + ", ".join(line.template for line in lines)
    if topics:
        return f"topics {', '.join(sorted(topics))}; {used}"
    return f"no topic recognised in the brief (known: {', '.join(sorted(load_topics()))}); {used}"
