"""The lexicon: what the camera's words stand for, read from the YAML files beside this one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

#: Points of a word that names a setting, and of one that hints at it.
NAME_POINTS, HINT_POINTS = 3.0, 1.0

_ELISION = re.compile(r"(?<![a-z])(?:[ldsnjcmt]|qu)'")


@dataclass(frozen=True)
class Lexicon:
    """The words of the camera, each in its folded form, and what it stands for.

    `terms` gives points to settings, `modifiers` name what changes within one; a setting heeds those in `heeded`, shows those
    in `shown` unasked and leaves out those in `spared` when they are refused. `silent` words ask for nothing. A word of
    `takes_away` negates what follows, one of `takes_back` what precedes, and so does one of `takes_back_at_end` that nothing
    follows; one of `carries_on` lets a negation reach one thing further, one of `reached_over` does not end it, one of
    `qualities` ends it after one of `denials` ("is not deep"). One of `takes` ("nobody") takes its modifiers away by itself.
    `refused_as` are the modifiers that a word takes away which does not ask for them, and `means` says which modifier is meant
    where another is taken away; one of `stands` is shown against the refusal of that other, unless only `deeds` ("walks") ask
    for it. No setting shows those of `only_asked` unasked. `instead` are the hours that stand for a refused one, the first to
    be tried first.
    """

    heeded: Mapping[str, frozenset[str]]
    shown: Mapping[str, frozenset[str]]
    spared: Mapping[str, frozenset[str]]
    terms: Mapping[str, tuple[tuple[str, float], ...]]
    modifiers: Mapping[str, frozenset[str]]
    silent: frozenset[str]
    takes_away: frozenset[str]
    takes_back: frozenset[str]
    takes_back_at_end: frozenset[str]
    carries_on: frozenset[str]
    reached_over: frozenset[str]
    denials: frozenset[str]
    qualities: frozenset[str]
    takes: Mapping[str, frozenset[str]]
    refused_as: Mapping[str, frozenset[str]]
    means: Mapping[str, str]
    stands: Mapping[str, str]
    deeds: frozenset[str]
    only_asked: frozenset[str]
    instead: tuple[str, ...]

    @property
    def settings(self) -> tuple[str, ...]:
        """Return the names of all settings, in the order of the alphabet."""
        return tuple(self.heeded)

    def names_a_thing(self, term: str) -> bool:
        """Return whether a folded term asks for something."""
        return term in self.terms or term in self.modifiers or term in self.takes

    def refusable(self, term: str) -> bool:
        """Return whether a folded term means something where it is refused."""
        return self.names_a_thing(term) or term in self.refused_as

    def names_a_place(self, term: str) -> bool:
        """Return whether a folded term names a setting outright and is nothing within one."""
        return term not in self.modifiers and any(points == NAME_POINTS for _, points in self.terms.get(term, ()))

    def belongs_to(self, term: str, setting: str) -> bool:
        """Return whether a folded term names or hints at a setting, changes it, or is shown there anyway."""
        steers = any(name == setting for name, _ in self.terms.get(term, ()))
        changes = self.modifiers.get(term, frozenset()) & (self.heeded[setting] | self.shown[setting])
        return steers or bool(changes)

    def refused_by(self, term: str) -> frozenset[str]:
        """Return the modifiers that are taken away where a folded term is."""
        names = frozenset().union(*(table.get(term, frozenset()) for table in (self.modifiers, self.takes, self.refused_as)))
        return frozenset(self.means.get(name, name) for name in names)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    folder = resources.files(__package__)
    files = sorted((folder / "settings").iterdir(), key=lambda file: file.name)
    settings = {file.name.removesuffix(".yaml"): _read(file) for file in files}
    negations = _read(folder / "negations.yaml")
    return Lexicon(
        heeded={name: frozenset(document["heeds"]) for name, document in settings.items()},
        shown={name: frozenset(document.get("shows", ())) for name, document in settings.items()},
        spared={name: frozenset(document.get("spares", ())) for name, document in settings.items()},
        terms=_terms(settings),
        modifiers=_by_term(_read(folder / "modifiers.yaml")),
        silent=frozenset(_every(_read(folder / "silent.yaml"))),
        takes_away=frozenset(_every(negations["takes_away"])),
        takes_back=frozenset(_every(negations["takes_back"])),
        takes_back_at_end=frozenset(_every(negations["takes_back_at_end"])),
        carries_on=frozenset(_every(negations["carries_on"])),
        reached_over=frozenset(_every(negations["reached_over"])),
        denials=frozenset(_every(negations["denials"])),
        qualities=frozenset(_every(negations["qualities"])),
        takes=_by_term(negations["takes"]),
        refused_as=_by_term(negations["refused_as"]),
        means=negations["means"],
        stands=negations["stands"],
        deeds=frozenset(_every(negations["deeds"])),
        only_asked=frozenset(negations["only_asked"]),
        instead=tuple(negations["instead"]),
    )


def _by_term(document: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """Return for each term of a document the modifiers that it names."""
    found: dict[str, set[str]] = {}
    for modifier, languages in document.items():
        for term in _every(languages):
            found.setdefault(term, set()).add(modifier)
    return {term: frozenset(names) for term, names in found.items()}


def _terms(settings: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each term the settings it speaks for, with its points; a name is not counted as a hint as well."""
    found: dict[str, dict[str, float]] = {}
    for setting, document in settings.items():
        for kind, points in (("hints", HINT_POINTS), ("names", NAME_POINTS)):
            for term in _every(document[kind]):
                found.setdefault(term, {})[setting] = points
    return {term: tuple(meanings.items()) for term, meanings in found.items()}


def folded(text: str) -> str:
    """Return a text in lower case, without accents and without elided articles (l'usine, d'une)."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'")).lower()
    return _ELISION.sub("", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def _every(languages: Mapping[str, Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(folded(term) for terms in languages.values() for term in terms))


def _read(file: Traversable) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # every scalar is a text
    return document
