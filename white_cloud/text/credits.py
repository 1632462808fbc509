"""The end credits, from the screenplay: people, the cast and the voices behind it, the models used, sources of inspiration.

They are set in the languages of the film that `credits.yaml` knows, and in English where it knows none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

import yaml

from white_cloud.film.screenplay import Screenplay
from white_cloud.film.timeline import Card

_ROWS = 7  # credits a page
_SOURCES = 4  # sources a page

Line = tuple[str, str]


def credit_pages(screenplay: Screenplay) -> tuple[Card, ...]:
    """Return the pages of a film's end credits, in order; none that is empty."""
    people = [_credit(_every(credit.role, screenplay), credit.names) for credit in screenplay.credits]
    pages = [
        *_pages("", people, _ROWS),
        *_pages(_label("cast", screenplay), list(_cast(screenplay)), _ROWS),
        *_pages(_label("made_with", screenplay), list(_models(screenplay)), _ROWS),
        *_pages(_label("inspired_by", screenplay), list(_sources(screenplay)), _SOURCES),
    ]
    return tuple(pages)


def _pages(heading: str, entries: Sequence[Sequence[Line]], most: int) -> Iterator[Card]:
    for start in range(0, len(entries), most):
        lines = [line for entry in entries[start : start + most] for line in entry]
        yield Card((*([("heading", heading)] if heading else []), *lines))


def _credit(role: str, names: Iterable[str]) -> list[Line]:
    return [("credit", f"{role}\t{chr(10).join(names)}")]


def _cast(screenplay: Screenplay) -> Iterator[list[Line]]:
    """Yield the speakers that are heard, with the backends that speak for them."""
    heard = {slot.speaker for _, _, slot in screenplay.slots()}
    for id_, speaker in screenplay.cast.items():
        if id_ in heard:
            yield _credit(_every(speaker.name, screenplay), dict.fromkeys(voice.backend for voice in speaker.voices.values()))


def _models(screenplay: Screenplay) -> Iterator[list[Line]]:
    """Yield the backends behind the four doors; words that people wrote are credited to hands."""
    slots, shots = [slot for _, _, slot in screenplay.slots()], [shot for _, _, shot in screenplay.shots()]
    by_hand = [_label("by_hand", screenplay)] if any(slot.words for slot in slots) else []
    writer = [screenplay.writer.name] if any(not slot.words for slot in slots) else []
    voices = [voice.backend for speaker in screenplay.cast.values() for voice in speaker.voices.values()]
    cameras = [shot.camera.name for shot in shots if not shot.file]
    said = {"writer": by_hand + writer, "voice": voices, "camera": cameras, "listener": [screenplay.listener.name]}
    for door, names in said.items():
        if names:
            yield _credit(_label(door, screenplay), dict.fromkeys(names))


def _sources(screenplay: Screenplay) -> Iterator[list[Line]]:
    for source in screenplay.inspired_by:
        first, *others = (source[language] for language in screenplay.languages)
        yield [("text", first), *(("small", other) for other in others)]


def _every(texts: Mapping[str, str], screenplay: Screenplay) -> str:
    """Return a text in all languages of the film, one after the other."""
    return "  ".join(dict.fromkeys(texts[language] for language in screenplay.languages if language in texts))


def _label(name: str, screenplay: Screenplay) -> str:
    known = [language.split("-")[0].lower() for language in screenplay.languages]
    labels = [_data()[base][name] for base in known if base in _data()] or [_data()["en"][name]]
    return "  ".join(dict.fromkeys(labels))


@functools.cache
def _data() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load(files(__package__).joinpath("credits.yaml").read_text(encoding="utf-8"))
    return data
