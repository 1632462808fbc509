"""The end credits: people, the cast and the voices behind it, the models used, sources of inspiration.

Their own words are set in every language of the film; for one that `credits.yaml` does not know they are in English, once, and
`credit_remarks` says so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

import yaml

from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Card

_CREDITS, _SOURCES = 7, 4  # at most on a page
_ROWS = 12  # of type on a page, where they have many names or languages

_ENGLISH = "en"

Line = tuple[str, str]


@dataclass(frozen=True)
class Makers:
    """What made a cut, as credits name it: backends with their models; `cast` has the voices of each speaker that is heard.

    `by_hand` says that the screenplay's author wrote words of it; `recorded` are the speakers that a person spoke lines for.
    """

    by_hand: bool = False
    writers: tuple[str, ...] = ()
    cast: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    voices: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    listeners: tuple[str, ...] = ()
    recorded: frozenset[str] = frozenset()


def credit_pages(screenplay: Screenplay, makers: Makers) -> tuple[Card, ...]:
    """Return the pages of a film's end credits, in order; none that is empty."""
    people = [_credit(_every(credit.role, screenplay), credit.names) for credit in screenplay.credits]
    pages = [
        *_pages("", people, _CREDITS),
        *_pages(_label("cast", screenplay), list(_cast(screenplay, makers)), _CREDITS),
        *_pages(_label("made_with", screenplay), list(_models(screenplay, makers)), _CREDITS),
        *_pages(_label("inspired_by", screenplay), list(_sources(screenplay)), _SOURCES),
    ]
    return tuple(pages)


def credit_remarks(screenplay: Screenplay) -> list[tuple[tuple[str, ...], str]]:
    """Return what a person should know about a film's end credits before it is built, with the keys it is about."""
    if not screenplay.credits_card:
        listed = [name for name in ("credits", "inspired_by") if getattr(screenplay, name)]
        found = f"`cards: {{credits: 0s}}` leaves out what stands under {' and '.join(f'`{name}`' for name in listed)}"
        return [(("cards", "credits"), found)] if listed else []
    unknown = [language for language in screenplay.languages if _base(language) not in _data()]
    if not unknown:
        return []
    known = ", ".join(sorted(_data()))
    said = f"the headings of the end credits are in English for {', '.join(unknown)}; they are known in {known}"
    return [(("languages",), said)]


def _pages(heading: str, entries: Sequence[Sequence[Line]], most: int) -> Iterator[Card]:
    pages: list[list[Sequence[Line]]] = []
    for entry in entries:
        if not pages or len(pages[-1]) == most or _rows([*pages[-1], entry]) > _ROWS:
            pages.append([])
        pages[-1].append(entry)
    for page in pages:
        yield Card((*([("heading", heading)] if heading else []), *(line for entry in page for line in entry)))


def _rows(entries: Iterable[Sequence[Line]]) -> int:
    return sum(text.count("\n") + 1 for entry in entries for _, text in entry)


def _credit(role: str, names: Iterable[str]) -> list[Line]:
    return [("credit", f"{role}\t{chr(10).join(names)}")]


def _cast(screenplay: Screenplay, makers: Makers) -> Iterator[list[Line]]:
    """Yield the speakers that are heard, with the voices that speak for them."""
    for id_, speaker in screenplay.cast.items():
        person = (_label("recorded", screenplay),) if id_ in makers.recorded else ()
        if voices := (*person, *makers.cast.get(id_, ())):
            yield _credit(_every(speaker.name, screenplay), voices)


def _models(screenplay: Screenplay, makers: Makers) -> Iterator[list[Line]]:
    """Yield what came through the four doors; words that were written by hand are their author's, and no writer's."""
    author = (_label("author", screenplay),) if makers.by_hand else ()
    said = {
        "words": author,
        "writer": makers.writers,
        "voice": makers.voices,
        "camera": makers.cameras,
        "listener": makers.listeners,
    }
    for label, names in said.items():
        if names:
            yield _credit(_label(label, screenplay), names)


def _sources(screenplay: Screenplay) -> Iterator[list[Line]]:
    for source in screenplay.inspired_by:
        first, *others = (source[language] for language in screenplay.languages)
        yield [("text", first), *(("small", other) for other in others)]


def _every(texts: Mapping[str, str], screenplay: Screenplay) -> str:
    """Return a text in all languages of the film, one after the other."""
    return "  ".join(dict.fromkeys(texts[language] for language in screenplay.languages if language in texts))


def _label(name: str, screenplay: Screenplay) -> str:
    labels = [_data().get(_base(language), _data()[_ENGLISH])[name] for language in screenplay.languages]
    return "  ".join(dict.fromkeys(labels))


def _base(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


@functools.cache
def _data() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load(files(__package__).joinpath("credits.yaml").read_text(encoding="utf-8"))
    return data
