"""Phrasebooks: aligned templates and fillers of one register, read from YAML, and every line they can make.

A template stands in every language of its book, and so does every filler of its slots: one choice of fillers makes the same
line in each language. A `{slot}` in one language stands in all of them, once or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import product
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from white_cloud.errors import BackendError
from white_cloud.film.lines import Phrase, join_text, plain, unspaced

_FOLDER = files("white_cloud.backends.writers") / "phrasebooks"
_TOPICS_FILE = "topics.yaml"
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"([.!?]\s+)(\w)")
#: Endings under which a word of a spaced language is still taken for the topic's word.
_ENDINGS = ("s", "es", "d", "ed", "ing")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Spoken(_Data):
    """A phrase of a template: the language it is voiced in, and its text with `{slot}`s in every language."""

    speak: str
    text: Mapping[str, str]

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of the slots in it."""
        return frozenset(_SLOT.findall("".join(self.text.values())))


class Template(_Data):
    """A line with slots: one `text`, voiced in whatever language is asked for, or `phrases` that each have their own."""

    id: str
    topics: tuple[str, ...] = ()
    text: Mapping[str, str] | None = None
    phrases: tuple[Spoken, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Template:
        if (self.text is None) == (not self.phrases):
            raise ValueError(f"template {self.id}: give either text or phrases")
        return self

    def spoken(self, language: str) -> tuple[Spoken, ...]:
        """Return its phrases for a line that is to be voiced in `language`."""
        return self.phrases if self.text is None else (Spoken(speak=language, text=self.text),)

    def suits(self, language: str, languages: frozenset[str]) -> bool:
        """Return whether it can be said in a film of `languages` by a line that begins in `language`."""
        if not self.phrases:
            return True
        return self.phrases[0].speak == language and {phrase.speak for phrase in self.phrases} <= languages


class Book(_Data):
    """The phrasebook of one register: its languages, the fillers of each slot, its templates."""

    format: Literal["white-cloud/phrasebook@1"]
    # `register` itself would hide a method of the base class
    register_name: str = Field(alias="register")
    languages: tuple[str, ...]
    slots: Mapping[str, tuple[Mapping[str, str], ...]]
    templates: tuple[Template, ...]

    @model_validator(mode="after")
    def _aligned(self) -> Book:
        problems = [*self._missing_languages(), *self._loose_slots(), *self._repeated_ids()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _texts(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        for name, fillers in self.slots.items():
            for filler in fillers:
                yield f"slot {name}", filler
        for template in self.templates:
            for phrase in template.spoken(self.languages[0]):
                yield f"template {template.id}", phrase.text

    def _missing_languages(self) -> Iterator[str]:
        for where, text in self._texts():
            if set(text) != set(self.languages):
                yield f"{where} stands in {sorted(text)}, not in {sorted(self.languages)}: {dict(text)}"

    def _loose_slots(self) -> Iterator[str]:
        for template in self.templates:
            for phrase in template.spoken(self.languages[0]):
                for language, text in phrase.text.items():
                    if set(_SLOT.findall(text)) != phrase.slots:
                        yield f"template {template.id}: its {language} text has not all of {sorted(phrase.slots)}"
                if unknown := phrase.slots - set(self.slots):
                    yield f"template {template.id}: no fillers for {sorted(unknown)}"

    def _repeated_ids(self) -> Iterator[str]:
        ids = [template.id for template in self.templates]
        yield from (f"template {name} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1}))

    def lines(self, template: Template, tags: Mapping[str, str], language: str) -> Iterator[Made]:
        """Yield every line a template makes, voiced in the book's `language`.

        `tags` maps the film's languages to the book's: the lines stand in the film's.
        """
        spoken = template.spoken(language)
        names = sorted(frozenset().union(*(phrase.slots for phrase in spoken)))
        for choice in product(*(self.slots[name] for name in names)):
            fillers = dict(zip(names, choice, strict=True))
            yield Made(template.id, tuple(_filled(spoken, fillers, tags)))


@dataclass(frozen=True)
class Made:
    """A line a template made: aligned phrases in the film's languages."""

    template: str
    phrases: tuple[Phrase, ...]

    @cached_property
    def texts(self) -> frozenset[str]:
        """The whole line in each language, without marks."""
        languages = self.phrases[0].text
        return frozenset(join_text([plain(phrase.text[name]) for phrase in self.phrases], name) for name in languages)


def _filled(spoken: tuple[Spoken, ...], fillers: Mapping[str, Mapping[str, str]], tags: Mapping[str, str]) -> Iterator[Phrase]:
    """Yield the phrases of a line, in the film's languages, with their slots filled."""
    film = {book: language for language, book in tags.items()}
    said = dict.fromkeys(tags.values(), "")
    for phrase in spoken:
        for book in said:
            opens = not said[book] or said[book].endswith((".", "!", "?"))
            said[book] = _fill(phrase.text[book], fillers, book, opens)
        yield Phrase(film[phrase.speak], {language: said[book] for language, book in tags.items()})


def _fill(text: str, fillers: Mapping[str, Mapping[str, str]], language: str, opens: bool) -> str:
    """Fill a text's slots; where the text `opens` a sentence, or has one begin with a slot, that gets its capital."""
    filled = _SLOT.sub(lambda slot: fillers[slot.group(1)][language], text)
    if unspaced(language):
        return filled
    filled = _SENTENCE.sub(lambda start: start.group(1) + start.group(2).upper(), filled)
    return filled[:1].upper() + filled[1:] if opens else filled


def registers() -> tuple[str, ...]:
    """Return the registers there are phrasebooks for."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and name != _TOPICS_FILE))


@cache
def load_book(register: str) -> Book:
    """Read the phrasebook of a register; raise BackendError when its data are not aligned."""
    name = f"{register}.yaml"
    try:
        return Book.model_validate(_read(name), strict=False)
    except ValidationError as error:
        reasons = "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise BackendError(f"the phrasebook's data file {name} is not sound: {reasons}") from error


@cache
def load_topics() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Read the topics: the words, per language, that name each."""
    data = _read(_TOPICS_FILE)
    return {topic: {language: tuple(words) for language, words in named.items()} for topic, named in data.items()}


def topics_of(brief: str) -> frozenset[str]:
    """Return the topics a brief names, in any language there are topic words for."""
    words = frozenset(re.findall(r"[^\W\d_]+", brief.lower()))
    return frozenset(
        topic
        for topic, named in load_topics().items()
        if any(_named(known, language, brief, words) for language, known in named.items())
    )


def _named(known: tuple[str, ...], language: str, brief: str, words: frozenset[str]) -> bool:
    if unspaced(language):
        return any(word in brief for word in known)
    return any(word in words or any(word + ending in words for ending in _ENDINGS) for word in known)


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(_FOLDER.joinpath(name).read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(data, dict):
        raise BackendError(f"the phrasebook's data file {name} holds no mapping")
    return data
