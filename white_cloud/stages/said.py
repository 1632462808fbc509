"""What a take of a line says: captions hold these words, whatever the script says by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from white_cloud.film.lines import Line, Phrase
from white_cloud.store.takes import Take


def as_said(line: Line, take: Take) -> Line:
    """Return a line with the words that a take of it says: the script's while they are the same, else those of then.

    A recording says what stands in the script. A phrase that is spoken as it was may have been translated better since.
    """
    if take.backend == "file":
        return line
    now = {(phrase.speak, phrase.spoken()): phrase for phrase in line.phrases}
    phrases = tuple(now.get((phrase.speak, phrase.spoken()), phrase) for phrase in _then(take))
    return line if phrases == line.phrases else replace(line, phrases=phrases)


def not_captioned(line: Line, take: Take, languages: Sequence[str]) -> str:
    """Return why a take of a line cannot be captioned in every language of the film; empty where it can."""
    said = as_said(line, take)
    missing = next((language for language in languages if any(language not in phrase.text for phrase in said.phrases)), "")
    if not missing:
        return ""
    return f"it says other words than the script has now, and they are not known in {missing!r}, to be captioned"


def _then(take: Take) -> list[Phrase]:
    """Return what a take says; one of before its words were kept knows them as they are spoken alone."""
    spoken = ({"speak": one["language"], "text": {one["language"]: one["text"]}} for one in take.request["phrases"])
    return [Phrase(one["speak"], one["text"]) for one in take.facts.get("said", spoken)]
