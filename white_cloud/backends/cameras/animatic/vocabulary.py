"""From a prompt to what the animatic camera can show: the words it knows, in English, Chinese and French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from white_cloud.backends.cameras.animatic.words.lexicon import HINT_POINTS, NAME_POINTS, Lexicon, folded, lexicon
from white_cloud.backends.cameras.animatic.words.tokens import Token, tokens

#: What is shown for a prompt that names nothing the camera knows.
FALLBACK = "dunes"

_MISSPELT_POINTS = 0.5
_SHORTEST_MISSPELT = 4


@dataclass(frozen=True)
class Understanding:
    """What the camera will show for a prompt.

    `setting` and the `words` are names from the lexicon: of the modifiers asked for, those that the setting heeds, and of
    those refused, as "no truck", what it leaves out. `without` is all that will not be there, as the prompt wishes; `kept` are
    the prompt's words for what it refuses and the setting cannot leave out. `ignored` are words the camera does not know,
    `unheeded` those that it knows but this setting has no use for, or that the prompt refuses as well, `taken` those it took
    for another, with that one. `score` is how surely the setting was named (0: not at all, it is a stand-in).
    """

    setting: str
    words: frozenset[str]
    without: frozenset[str]
    kept: tuple[str, ...]
    ignored: tuple[str, ...]
    unheeded: tuple[str, ...]
    taken: tuple[tuple[str, str], ...]
    score: float


def understand(prompt: str) -> Understanding:
    """Return what the camera makes of `prompt`, in any mixture of the three languages. Never fails."""
    known = lexicon()
    asked, refused = _asked_and_refused(list(tokens(folded(prompt), known)), known)
    terms = [token.text for token in asked if token.kind == "term"]
    unknown = tuple(dict.fromkeys(token.text for token in asked if token.kind == "unknown"))
    named = _points(terms, known)
    taken = () if named else _misspelt(unknown, known)
    scores = named or _points((term for _, term in taken), known, _MISSPELT_POINTS)
    setting = max(scores, key=lambda name: scores[name]) if scores else FALLBACK
    standing = _standing(terms, refused, setting, known)
    without, kept = _left_out(refused, setting, known)
    without -= {known.stands[name] for name in standing}
    useless = (term for term in terms if not _has_use(term, setting, known) or _overruled(term, without, setting, known))
    return Understanding(
        setting=setting,
        words=_heeded(terms, refused, standing, setting, known),
        without=without,
        kept=kept,
        ignored=tuple(word for word in unknown if word not in dict(taken)),
        unheeded=tuple(dict.fromkeys(useless)),
        taken=taken,
        score=scores.get(setting, 0.0),
    )


def remarks(prompt: str) -> tuple[str, ...]:
    """Return sentences on what of a prompt is not understood or will not be shown; empty when all will."""
    understood, known = understand(prompt), lexicon()
    said = []
    if understood.score < HINT_POINTS:
        taken = "; ".join(f"{word!r} was taken for {term!r}" for word, term in understood.taken)
        guess = f"{taken}, so the nearest is" if taken else "it will show"
        said.append(
            f"names no setting that animatic knows; {guess} {understood.setting!r}. It knows: {', '.join(known.settings)}."
        )
    if understood.ignored:
        said.append(f"animatic does not know {_quoted(understood.ignored)} and will not show it.")
    if understood.unheeded:
        said.append(f"animatic shows {understood.setting!r} here, and there {_quoted(understood.unheeded)} changes nothing.")
    if understood.kept:
        spared = ", ".join(sorted(known.spared[understood.setting])) or "nothing"
        kept = f"animatic leaves nothing out of {understood.setting!r} for {_quoted(understood.kept)}"
        said.append(f"{kept}; what it can leave out there: {spared}.")
    return tuple(said)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(repr(word) for word in words)


def _asked_and_refused(found: list[Token], known: Lexicon) -> tuple[list[Token], list[str]]:
    """Return what is asked for, and the words for what is taken away, known or not; a negation reaches as far as its clause."""
    asked: list[Token] = []
    refused: list[str] = []
    clause: list[Token] = []
    for token in [*found, Token("stop", "")]:
        if token.kind != "stop":
            clause.append(token)
            continue
        wanted, unwanted = _heard(clause, known)
        asked += wanted
        refused += unwanted
        clause = []
    return asked, list(dict.fromkeys(refused))


def _heard(clause: list[Token], known: Lexicon) -> tuple[list[Token], list[str]]:
    """Return what a clause asks for and takes away: the next thing after a negation, or the last before one that ends it."""
    asked: list[Token] = []
    refused: list[str] = []
    negation, carried = "", ""
    for at, token in enumerate(clause):
        if token.kind == "takes away":
            negation = token.text
        elif token.kind == "takes back":
            refused += _taken_back(clause[:at], asked, known)
        elif token.kind == "carries on":
            negation = negation or carried
        elif negation in known.denials and token.text in known.qualities:
            negation = ""
        elif token.text in known.reached_over and (negation or token.kind == "silent"):
            continue
        elif token.kind == "takes" or (negation and (token.kind != "silent" or token.text in known.refused_as)):
            refused.append(token.text)
            negation, carried = "", negation or token.text
        else:
            asked += [] if token.kind == "silent" else [token]
            negation, carried = "", ""
    if clause and clause[-1].kind == "takes away" and clause[-1].text in known.takes_back_at_end:
        refused += _taken_back(clause[:-1], asked, known)
    return asked, refused


def _taken_back(before: list[Token], asked: list[Token], known: Lexicon) -> list[str]:
    """Return the thing right before a negation, off the end of what is `asked`; the only place of a clause stays."""
    last = next((token for token in reversed(before) if token.text not in known.reached_over), None)
    if last and last.kind == "silent" and last.text in known.refused_as:
        return [last.text]
    if not asked or asked[-1] is not last:
        return []
    if known.names_a_place(last.text) and not any(known.names_a_place(token.text) for token in asked[:-1]):
        return []
    return [asked.pop().text]


def _left_out(refused: Iterable[str], setting: str, known: Lexicon) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return what of the refused will not be there, and the words for what may be there all the same."""
    never_there = known.spared[setting] | known.only_asked | frozenset(known.instead)
    without: set[str] = set()
    kept = []
    for term in refused:
        names = known.refused_by(term)
        if names & never_there:
            without |= names & never_there
        elif known.belongs_to(term, setting) or names & known.shown[setting] or not known.names_a_thing(term):
            kept.append(term)
        else:
            without |= names or {term}
    return frozenset(without), tuple(kept)


def _standing(terms: Iterable[str], refused: Iterable[str], setting: str, known: Lexicon) -> frozenset[str]:
    """Return the modifiers shown against a refusal of others of their kind: a woman against no people, not against no woman."""
    asked = _modifiers((term for term in terms if term not in known.deeds), known)
    taken_away = {name for term in refused for name in known.refused_by(term)}
    possible = {name for name, other in known.stands.items() if other in taken_away} & known.heeded[setting]
    return frozenset(asked & possible - _modifiers(refused, known))


def _overruled(term: str, without: frozenset[str], setting: str, known: Lexicon) -> bool:
    """Return whether all that a term asks for within a setting is refused as well."""
    names = {known.means.get(name, name) for name in known.modifiers.get(term, frozenset())}
    is_name = (setting, NAME_POINTS) in known.terms.get(term, ())
    return bool(names) and names <= without and term not in known.deeds and not is_name


def _heeded(
    terms: Iterable[str], refused: Iterable[str], standing: frozenset[str], setting: str, known: Lexicon
) -> frozenset[str]:
    """Return the words for a setting: the modifiers asked for and not refused, the refusals, and an hour for a refused one."""
    taken_away = {name for term in refused for name in known.refused_by(term)}
    asked = {name for name in _modifiers(terms, known) if known.means.get(name, name) not in taken_away}
    words = (asked & known.heeded[setting]) | standing
    hours = [hour for hour in known.instead if hour in known.heeded[setting]]
    if taken_away & set(hours) and not words & set(hours):
        words |= set([hour for hour in hours if hour not in taken_away][:1])
    left_out = taken_away & known.spared[setting] - {known.stands[name] for name in standing}
    return frozenset(words | {f"no {name}" for name in left_out})


def _points(terms: Iterable[str], known: Lexicon, most: float = NAME_POINTS) -> dict[str, float]:
    scores: dict[str, float] = {}  # in the order of the prompt, so that of equals the first named wins
    for term in terms:
        for setting, points in known.terms.get(term, ()):
            scores[setting] = scores.get(setting, 0.0) + min(points, most)
    return scores


def _modifiers(terms: Iterable[str], known: Lexicon) -> set[str]:
    return {name for term in terms for name in known.modifiers.get(term, frozenset())}


def _has_use(term: str, setting: str, known: Lexicon) -> bool:
    # Words about the picture need no place, and where nobody is shown unasked, "empty" is so already.
    is_empty = "empty" in known.modifiers.get(term, frozenset()) and not known.shown[setting] & {"people", "walker"}
    return term in known.silent or is_empty or known.belongs_to(term, setting)


def _misspelt(words: Iterable[str], known: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return unknown words with the name of a thing that each comes close to."""
    things = [term for term in known.terms if len(term) >= _SHORTEST_MISSPELT and term not in known.takes]
    found = ((word, get_close_matches(word, things, n=1, cutoff=0.75)) for word in words if len(word) >= _SHORTEST_MISSPELT)
    return tuple((word, close[0]) for word, close in found if close)
