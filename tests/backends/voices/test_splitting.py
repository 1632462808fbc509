"""Texts in pieces that a model can speak."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.voices.splitting import CLAUSE, PHRASE, SENTENCE, split
from white_cloud.backends.voices.words import word_places

LETTERS = st.text(alphabet="ab Ab3.5,，。！？；“”'’ -白云风大A…", max_size=80)


def bare(text: str) -> str:
    return "".join(text.split())


@given(LETTERS, st.sampled_from(["zh", "en", "ja", "fr"]), st.integers(1, 40), st.booleans())
def test_nothing_is_lost_and_no_word_is_cut(text: str, language: str, longest: int, apart: bool) -> None:
    """All but spaces comes back in order; every word is whole in one piece, and every piece has one."""
    pieces = split(text, language, longest, apart=apart)
    if not word_places(text):
        assert pieces == ()
        return
    assert bare("".join(piece.text for piece in pieces)) == bare(text)
    words = [text[at : at + length] for at, length in word_places(text)]
    found = [piece.text[at : at + length] for piece in pieces for at, length in word_places(piece.text)]
    assert found == words
    assert all(word_places(piece.text) for piece in pieces)


@given(LETTERS, st.integers(4, 40))
def test_a_piece_is_as_long_as_it_may_be_or_one_word(text: str, longest: int) -> None:
    """Punctuation that has no word of its own may make it a little longer."""
    for piece in split(text, "zh", longest):
        first = word_places(piece.text)[0][0]
        last = sum(word_places(piece.text)[-1])
        assert last - first <= longest or len(word_places(piece.text)) == 1


def test_sentences_are_parted_before_clauses_and_clauses_before_words() -> None:
    """The best place within reach is taken."""
    text = "The wind is strong. Nobody, they say, is here at all today."
    assert [piece.text for piece in split(text, "en", 30)] == [
        "The wind is strong.",
        "Nobody, they say,",
        "is here at all today.",
    ]
    assert [piece.text for piece in split("我们被告知，这家店从不关门。没有人问。", "zh", 9)] == [
        "我们被告知，",
        "这家店从不关门。",
        "没有人问。",
    ]


def test_pauses_are_those_of_the_punctuation() -> None:
    """A sentence's, a clause's, or hardly any."""
    assert [piece.pause for piece in split("一二三。四五六，七八九十", "zh", 4)] == [SENTENCE, CLAUSE, PHRASE]


@pytest.mark.parametrize(
    ("text", "language", "pieces"),
    [
        ("我们叫它 White Cloud，很大。", "zh", [("我们叫它", "zh"), ("White Cloud，", "en"), ("很大。", "zh")]),
        ("They call it 白云。 It grows.", "en", [("They call it", "en"), ("白云。", "zh"), ("It grows.", "en")]),
        ("A 股涨了 3.5%。", "zh", [("A 股涨了 3.5%。", "zh")]),
        ("iPhone 15 很好", "zh", [("iPhone", "en"), ("15 很好", "zh")]),
        ("他说“Hello”。", "zh", [("他说", "zh"), ("“Hello”。", "en")]),
        ("他说：Hello, world! 你好", "zh", [("他说：", "zh"), ("Hello, world!", "en"), ("你好", "zh")]),
    ],
)
def test_words_of_another_script_are_spoken_in_their_language(text: str, language: str, pieces: list[tuple[str, str]]) -> None:
    """Numbers and single letters stay where they are."""
    assert [(piece.text, piece.language) for piece in split(text, language, 200, apart=True)] == pieces
