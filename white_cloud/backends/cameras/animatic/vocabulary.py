"""From a prompt to what the animatic camera can show: the words it knows, in English, Chinese and French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from white_cloud.backends.cameras.animatic.words.lexicon import HINT_POINTS, Lexicon, folded, lexicon
from white_cloud.backends.cameras.animatic.words.tokens import Token, tokens

#: What is shown for a prompt that names nothing the camera knows.
FALLBACK = "dunes"

_MISSPELT_POINTS = 0.5


@dataclass(frozen=True)
class Understanding:
    """What the camera will show for a prompt.

    `setting` and the modifier `words` are names from the lexicon, of which the setting heeds all; `without` are the modifiers
    that were taken away ("no trucks"). `ignored` are the prompt's words the camera does not know, `unheeded` those that it
    knows but this setting has no use for; `score` is how surely the setting was named (0: not at all, it is a stand-in).
    """

    setting: str
    words: frozenset[str]
    without: frozenset[str]
    ignored: tuple[str, ...]
    unheeded: tuple[str, ...]
    score: float


def understand(prompt: str) -> Understanding:
    """Return what the camera makes of `prompt`, in any mixture of the three languages. Never fails."""
    known = lexicon()
    asked, refused = _asked_and_refused(list(tokens(folded(prompt), known)))
    terms = [token.text for token in asked if token.kind == "term"]
    ignored = tuple(dict.fromkeys(token.text for token in asked if token.kind == "unknown"))
    scores = _points(terms, known) or _misspelt(ignored, known)
    setting = max(scores, key=lambda name: scores[name]) if scores else FALLBACK
    without = _modifiers(refused, known)
    implied = {known.means[name] for name in without if name in known.means}
    words = (_modifiers(terms, known) - without) | implied
    return Understanding(
        setting=setting,
        words=frozenset(words & known.heeded[setting]),
        without=frozenset(without),
        ignored=ignored,
        unheeded=tuple(dict.fromkeys(term for term in terms if not _has_use(term, setting, known))),
        score=scores.get(setting, 0.0),
    )


def remarks(prompt: str) -> tuple[str, ...]:
    """Return sentences on what of a prompt is not understood or will not be shown; empty when all will."""
    understood = understand(prompt)
    said = []
    if understood.score < HINT_POINTS:
        guess = "the nearest is" if understood.score else "it will show"
        places = ", ".join(lexicon().settings)
        said.append(f"names no setting that animatic knows; {guess} {understood.setting!r}. It knows: {places}.")
    if understood.ignored:
        said.append(f"animatic does not know {_quoted(understood.ignored)} and will not show it.")
    if understood.unheeded:
        said.append(f"animatic shows {understood.setting!r} here, and there {_quoted(understood.unheeded)} changes nothing.")
    return tuple(said)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(repr(word) for word in words)


def _asked_and_refused(found: list[Token]) -> tuple[list[Token], list[str]]:
    """Return what is asked for, and the terms that are taken away; a negation reaches the next thing, known or not."""
    asked: list[Token] = []
    refused: list[str] = []
    taking, carried = False, False
    for token in found:
        if token.kind == "takes away":
            taking = True
        elif token.kind == "carries on":
            taking = taking or carried
        elif token.kind == "stop":
            taking, carried = False, False
        elif taking:
            refused.append(token.text)
            taking, carried = False, True
        else:
            asked.append(token)
            carried = False
    return asked, refused


def _points(terms: Iterable[str], known: Lexicon) -> dict[str, float]:
    scores: dict[str, float] = {}  # in the order of the prompt, so that of equals the first named wins
    for term in terms:
        for setting, points in known.terms.get(term, ()):
            scores[setting] = scores.get(setting, 0.0) + points
    return scores


def _modifiers(terms: Iterable[str], known: Lexicon) -> set[str]:
    return {name for term in terms for name in known.modifiers.get(term, frozenset())}


def _has_use(term: str, setting: str, known: Lexicon) -> bool:
    # A place that does not heed "empty" has nobody in it anyway.
    return known.belongs_to(term, setting) or "empty" in known.modifiers.get(term, frozenset())


def _misspelt(words: Iterable[str], known: Lexicon) -> dict[str, float]:
    """Return points for the settings whose terms come closest to unknown words."""
    scores: dict[str, float] = {}
    for word in words:
        for term in get_close_matches(word, known.terms, n=1, cutoff=0.75):
            for setting, _ in known.terms[term]:
                scores[setting] = scores.get(setting, 0.0) + _MISSPELT_POINTS
    return scores
