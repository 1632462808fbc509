"""Where a word is heard: as spoken, at the times of its words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from white_cloud.film.heard import heard
from white_cloud.film.timeline import SpokenPhrase, VoiceClip, Word

ENGLISH = "This is Paradise, a new paradise; paradises are not."
CHINESE = "这里是天堂，白云天堂。"


def _said(language: str, text: str, start: int, *, timed: bool = True) -> VoiceClip:
    """Return a line whose every character takes a tenth of a second."""
    words = tuple(Word(at, 1, Fraction(at, 10), Fraction(at + 1, 10)) for at in range(len(text))) if timed else ()
    phrase = SpokenPhrase(language, {language: text, "fr": "paradise"}, Fraction(0), Fraction(len(text), 10), words)
    return VoiceClip("l", "s", "b", Fraction(start), Fraction(len(text), 10), (phrase,))


VOICE = (_said("en", ENGLISH, 10), _said("zh", CHINESE, 20))


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("paradise", [(10, 8, 16), (10, 24, 32)]),
        ("a new paradise", [(10, 18, 32)]),
        ("天堂", [(20, 3, 5), (20, 8, 10)]),
        ("hell", []),
        ("para", []),
    ],
)
def test_a_word_is_found_where_it_is_spoken(word: str, places: list[tuple[int, int, int]]) -> None:
    """Whole words, whatever their capitals; in Chinese wherever the characters stand; not in what is only captioned."""
    expected = [(line + Fraction(first, 10), line + Fraction(end, 10)) for line, first, end in places]
    assert list(heard(VOICE, word)) == expected


@pytest.mark.parametrize(
    ("text", "word", "heard_at"),
    [
        ("un café noir", "café", True),
        ("un cafe\u0301 noir", "café", True),
        ("un café noir", "cafe\u0301", True),
        ("un cafe\u0301 noir", "cafe", False),
        ("कमी है", "कम", False),
        ("कम है", "कम", True),
        ("كَتَبَ", "كَت", False),
        ("It doesn’t rain.", "doesn't", True),
        ("une écharpe", "charpe", False),
    ],
)
def test_letters_go_with_their_marks(text: str, word: str, heard_at: bool) -> None:
    """However they are typed; apostrophes too."""
    assert bool(heard([_said("own", text, 0)], word)) == heard_at


def test_a_phrase_without_timings_is_the_whole_span() -> None:
    """Nearer than that nobody knows."""
    assert heard([_said("en", "To paradise.", 5, timed=False)], "paradise") == ((Fraction(5), Fraction(62, 10)),)
