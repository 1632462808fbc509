"""From a prompt to what the animatic camera can show: the nouns it knows, in English, Chinese and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources

import yaml

_NAME_POINTS, _HINT_POINTS, _MISSPELT_POINTS = 3.0, 1.0, 0.5
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_ELISION = re.compile(r"(?<![a-z])(?:[ldsnjcmt]|qu)'")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Understanding:
    """What the camera will show for a prompt.

    `setting` and the modifier `words` are names from the vocabulary; `ignored` are the prompt's words it does not know;
    `score` is how surely the setting was named (0: not at all, the setting is a stand-in).
    """

    setting: str
    words: frozenset[str]
    ignored: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary file as values: each term in its written form, and what it stands for."""

    fallback: str
    settings: tuple[str, ...]
    terms: Mapping[str, tuple[tuple[str, float], ...]]
    modifiers: Mapping[str, frozenset[str]]
    silent: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the package."""
    text = resources.files(__package__).joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=yaml.BaseLoader)  # every scalar is a text: "on" is a word here, not true
    terms: dict[str, list[tuple[str, float]]] = {}
    for setting, kinds in document["settings"].items():
        for kind, points in (("names", _NAME_POINTS), ("hints", _HINT_POINTS)):
            for term in _every(kinds[kind]):
                terms.setdefault(term, []).append((setting, points))
    modifiers: dict[str, set[str]] = {}
    for modifier, languages in document["modifiers"].items():
        for term in _every(languages):
            modifiers.setdefault(term, set()).add(modifier)
    return Vocabulary(
        fallback=document["fallback"],
        settings=tuple(document["settings"]),
        terms={term: tuple(meanings) for term, meanings in terms.items()},
        modifiers={term: frozenset(names) for term, names in modifiers.items()},
        silent=frozenset(_every(document["silent"])),
    )


def _every(languages: Mapping[str, Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(_folded(term) for terms in languages.values() for term in terms))


def understand(prompt: str) -> Understanding:
    """Return what the camera makes of `prompt`, in any mixture of the three languages. Never fails."""
    known = vocabulary()
    found, ignored = _terms_in(_folded(prompt), known)
    scores: dict[str, float] = {}  # in the order of the prompt, so that of equals the first named wins
    words: set[str] = set()
    for term in found:
        words |= known.modifiers.get(term, frozenset())
        for setting, points in known.terms.get(term, ()):
            scores[setting] = scores.get(setting, 0.0) + points
    if not scores:
        scores = _misspelt(ignored, known)
    setting = max(scores, key=lambda name: scores[name]) if scores else known.fallback
    return Understanding(setting, frozenset(words), tuple(ignored), scores.get(setting, 0.0))


def remarks(prompt: str) -> tuple[str, ...]:
    """Return sentences on what of a prompt is not understood; empty when all is."""
    known, understood = vocabulary(), understand(prompt)
    said = []
    if understood.score < _HINT_POINTS:
        guess = "the nearest is" if understood.score else "it will show"
        said.append(
            f"names no setting that animatic knows; {guess} {understood.setting!r}. It knows: {', '.join(known.settings)}."
        )
    if understood.ignored:
        said.append("animatic does not know " + ", ".join(repr(word) for word in understood.ignored) + " and will not show it.")
    return tuple(said)


def _folded(prompt: str) -> str:
    """Return a text in lower case, without accents and without elided articles (l'usine, d'une)."""
    decomposed = unicodedata.normalize("NFKD", prompt.replace("œ", "oe").replace("’", "'")).lower()
    return _ELISION.sub("", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def _terms_in(prompt: str, known: Vocabulary) -> tuple[list[str], list[str]]:
    """Return the known terms of a folded prompt and the unknown words, both in the prompt's order."""
    found: list[tuple[int, str]] = []
    ignored: list[tuple[int, str]] = []
    words = [(match.start(), match.group()) for match in _LATIN_WORD.finditer(prompt)]
    found += _latin_terms(words, known, ignored)
    for run in _HAN_RUN.finditer(prompt):
        found += _han_terms(run.start(), run.group(), known, ignored)
    return [term for _, term in sorted(found)], list(dict.fromkeys(word for _, word in sorted(ignored)))


def _latin_terms(words: list[tuple[int, str]], known: Vocabulary, ignored: list[tuple[int, str]]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(words):
        for length in range(min(5, len(words) - at), 0, -1):
            term = _known_form(" ".join(word for _, word in words[at : at + length]), known)
            if term:
                found.append((words[at][0], term))
                break
        else:
            length = 1
            if not _silent(words[at][1], known):
                ignored.append(words[at])
        at += length
    return found


def _known_form(words: str, known: Vocabulary) -> str:
    """Return the term that `words` are a form of (a plural), or an empty text."""
    forms = [words, *(words.removesuffix(end) for end in ("s", "es", "x", "'s") if words.endswith(end))]
    forms += [words[:-3] + "y"] if words.endswith("ies") else []
    return next((form for form in forms if form in known.terms or form in known.modifiers), "")


def _silent(word: str, known: Vocabulary) -> bool:
    return word in known.silent or len(word) == 1 or word.isdigit() or word.removesuffix("s") in known.silent


def _han_terms(start: int, run: str, known: Vocabulary, ignored: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Cut a run of Han characters greedily into the longest known words; unknown characters in a row are one ignored word."""
    found: list[tuple[int, str]] = []
    at, unknown = 0, ""
    while at <= len(run):
        term = _longest(run[at : at + 6], known) if at < len(run) else "."
        if not term:
            unknown += run[at]
            at += 1
            continue
        if unknown:
            ignored.append((start + at - len(unknown), unknown))
            unknown = ""
        if term not in known.silent and term != ".":
            found.append((start + at, term))
        at += len(term)
    return found


def _longest(text: str, known: Vocabulary) -> str:
    for length in range(len(text), 0, -1):
        part = text[:length]
        if part in known.terms or part in known.modifiers or part in known.silent:
            return part
    return ""


def _misspelt(words: Iterable[str], known: Vocabulary) -> dict[str, float]:
    """Return points for the settings whose terms come closest to unknown words."""
    scores: dict[str, float] = {}
    for word in words:
        for term in get_close_matches(word, known.terms, n=1, cutoff=0.75):
            for setting, _ in known.terms[term]:
                scores[setting] = scores.get(setting, 0.0) + _MISSPELT_POINTS
    return scores
