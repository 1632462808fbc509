"""What a take of a line says, and so what is captioned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from white_cloud.film.lines import Line, Phrase
from white_cloud.stages.said import as_said, not_captioned
from white_cloud.store.takes import Take

WIND = Phrase("zh", {"zh": "风很大。", "en": "The wind is strong."})
WATER = Phrase("en", {"zh": "水很甜。", "en": "The water is sweet."})
RAIN = Phrase("zh", {"zh": "雨很大。", "en": "The rain is heavy."})
LINE = Line("l", "one", "testimony", (WIND, WATER))


def take_of(line: Line, **changes: Any) -> Take:
    request = {"phrases": [{"language": phrase.speak, "text": phrase.spoken()} for phrase in line.phrases]}
    return replace(
        Take("line/l", 1, "key", request, "blob", 1, "openai", {"said": [phrase.data() for phrase in line.phrases]}), **changes
    )


def test_a_take_of_the_words_that_stand_there_says_them() -> None:
    """The line is the script's own."""
    assert as_said(LINE, take_of(LINE)) is LINE


def test_a_take_of_other_words_says_those() -> None:
    """In every language, however many phrases there are by now; what is spoken as it was has the translation of now."""
    better = replace(WATER, text={**WATER.text, "zh": "这水甜。"})
    assert as_said(replace(LINE, phrases=(RAIN,)), take_of(LINE)) == LINE
    changed = replace(LINE, phrases=(RAIN, better), register="advertising")
    assert as_said(changed, take_of(LINE)) == replace(changed, phrases=(WIND, better))


def test_a_recording_says_what_the_script_has() -> None:
    """Nobody else knows its words."""
    recording = take_of(LINE, backend="file", request={"file": "voices/one/l.wav"}, facts={})
    changed = replace(LINE, phrases=(RAIN,))
    assert as_said(changed, recording) is changed


@pytest.mark.parametrize(
    ("facts", "known"), [({}, ("zh",)), ({"said": [phrase.data() for phrase in LINE.phrases]}, ("zh", "en"))]
)
def test_it_is_told_in_which_language_it_is_not_known_what_a_take_says(facts: dict[str, Any], known: tuple[str, ...]) -> None:
    """As in a film that got a language since, or of a take of before its words were kept; what is said still is no matter."""
    changed = replace(LINE, phrases=(RAIN, WATER))
    take = take_of(LINE, facts=facts)
    assert not_captioned(changed, take, known) == ""
    assert "not known in 'fr'" in not_captioned(changed, take, (*known, "fr"))
    assert not_captioned(LINE, take, ("zh", "en")) == ""
