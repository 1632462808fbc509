"""What is said: marks and languages inside a line, and the values of a script."""

from __future__ import annotations

from fractions import Fraction

import pytest

from white_cloud.film.lines import Line, Phrase, join_text, pieces, plain, unspaced
from white_cloud.film.script import ScriptDocument, ScriptLine


def test_a_line_reads_as_each_language_is_written() -> None:
    """English with spaces between its phrases, Mandarin without; marks are not read."""
    phrases = (
        Phrase("zh", {"zh": "风很大。", "en": "The wind [pause 1s] is strong."}),
        Phrase("en", {"zh": "他说。", "en": " So he said. "}),
    )
    line = Line("l", "one", "testimony", phrases)
    assert line.text("zh") == "风很大。他说。"
    assert line.text("en") == "The wind is strong. So he said."
    assert [phrase.spoken() for phrase in phrases] == ["风很大。", " So he said. "]


@pytest.mark.parametrize(
    ("language", "without"), [("zh", True), ("zh-Hant", True), ("cmn", True), ("ja", True), ("en", False), ("fr-CA", False)]
)
def test_languages_without_spaces_are_known(language: str, without: bool) -> None:
    """By the first part of their tag."""
    assert unspaced(language) is without


def test_empty_parts_leave_no_double_space() -> None:
    """A phrase that is only a pause has no words."""
    assert join_text(["one", " ", "two"], "en") == "one two"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dust.", ("Dust.",)),
        ("One. [pause 1.2s] Two.", ("One.", Fraction(6, 5), "Two.")),
        ("[pause 400ms]Two.", (Fraction(2, 5), "Two.")),
        ("One.[pause 1s][pause 2s]", ("One.", Fraction(1), Fraction(2))),
        ("风[pause 1s]很大", ("风", Fraction(1), "很大")),
        ("no [mark] here", ("no [mark] here",)),
        ("", ()),
    ],
)
def test_pauses_part_what_is_spoken(text: str, found: tuple[object, ...]) -> None:
    """Each piece is spoken alone, each silence is exact."""
    assert pieces(text) == found


def test_a_pause_of_no_sense_says_what_was_expected() -> None:
    """It would otherwise be read aloud."""
    with pytest.raises(ValueError, match="'a while' is not a duration"):
        pieces("One. [pause a while] Two.")


def test_plain_words_hold_no_mark_and_no_double_space() -> None:
    """As a caption shows them."""
    assert plain("  One. [pause 1s]  Two. ") == "One. Two."


def test_a_script_gives_its_lines_by_id_and_by_slot() -> None:
    """In the order in which they stand."""
    lines = tuple(ScriptLine(id_, slot, "one", "testimony", ()) for id_, slot in [("a", "a"), ("b", "b"), ("a_2", "a")])
    script = ScriptDocument("film", lines)
    assert script.line("b") == lines[1]
    assert script.line("c") is None
    assert lines[0].line() == Line("a", "one", "testimony", (), "screenplay")
