"""What a take of a line says: captions hold these words, whatever the script says by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from white_cloud.errors import UserError
from white_cloud.film.lines import Line, Phrase
from white_cloud.store.takes import Take


def said_data(line: Line) -> list[dict[str, Any]]:
    """Return a line's words in every language, as a take of it keeps them."""
    return [{"speak": phrase.speak, "text": dict(phrase.text)} for phrase in line.phrases]


def as_said(line: Line, take: Take, languages: Sequence[str]) -> Line:
    """Return a line with the words that a take of it says: the script's while they are the same, else those of then.

    A recording says what stands in the script. Raises UserError when what is said is not known in one of the film's languages.
    """
    if take.backend == "file" or says_it(line, take):
        return line
    now = {(phrase.speak, phrase.spoken()): phrase for phrase in line.phrases}
    then = [Phrase(said["speak"], said["text"]) for said in take.facts.get("said", ())]
    missing = [language for language in languages if any(language not in phrase.text for phrase in then)]
    if missing or not then:
        unknown = f"in {missing[0]!r}" if missing else "in any language"
        raise UserError(
            f"line {line.id}: the words of its take {take.number} are no longer those of the script, and are not known "
            f"{unknown}, to be captioned: have it spoken again with --reshoot {line.id}"
        )
    # a phrase that is spoken as it was may have been translated better since
    return replace(line, phrases=tuple(now.get((phrase.speak, phrase.spoken()), phrase) for phrase in then))


def says_it(line: Line, take: Take) -> bool:
    """Return whether a take, other than a recording, says the words that a line has now."""
    spoken = [(phrase["language"], phrase["text"]) for phrase in take.request["phrases"]]
    return spoken == [(phrase.speak, phrase.spoken()) for phrase in line.phrases]
