"""What espeak is given to read, and how its starts become timed words."""

from fractions import Fraction
from itertools import pairwise

from white_cloud.backends.voices.espeak_words import reading, timed_words
from white_cloud.backends.voices.words import word_places


def words(text):
    return [text[at : at + length] for at, length in word_places(text)]


def test_each_han_character_is_a_word_and_latin_words_keep_their_apostrophes():
    """Mixed text is cut as it is timed."""
    assert words("白云 isn't 1,200 m。A座") == ["白", "云", "isn't", "1,200", "m", "A", "座"]


def test_a_pronunciation_stands_in_the_place_of_its_word_and_remembers_it():
    """Each pinyin syllable belongs to its han character."""
    found = reading("叫白云。", {"白云": "bai2 yun2"})
    assert found.text == "叫 bai2 yun2 。"
    assert found.place(found.text.index("bai2")) == 1
    assert found.place(found.text.index("yun2")) == 2
    assert found.place(found.text.index("。")) == 3
    assert not found.phonemes


def test_pinyin_may_be_written_together_and_with_umlaut():
    """Syllables are put apart, and ü is spelt as espeak reads it."""
    assert reading("女人", {"女人": "nü3ren2"}).text.split() == ["nv3", "ren2"]


def test_a_latin_word_is_replaced_whole_in_any_case_and_never_inside_another():
    """`mine` is not in `determine`."""
    assert reading("Mine, determine", {"mine": "myne"}).text.split() == ["myne", ",", "determine"]


def test_the_longest_word_wins():
    """A name with a shorter word in it is said as a name."""
    assert reading("白云鄂博", {"白云": "X", "白云鄂博": "Y"}).text.strip() == "Y"


def test_phonemes_are_only_those_of_a_pronunciation():
    """Double brackets in the written text are not read as phonemes."""
    assert "[[" not in reading("a [[b]]", {}).text
    assert reading("mine", {"mine": "[[m'aIn]]"}).phonemes


def test_a_word_that_was_not_heard_apart_shares_the_time_of_the_one_before():
    """没有 is one word to espeak."""
    found = timed_words("没有人", [(0, 0), (2, 400)], [(0, 600)], 1000)
    assert [(word.start, word.end) for word in found] == [
        (0, Fraction(1, 5)),
        (Fraction(1, 5), Fraction(2, 5)),
        (Fraction(2, 5), Fraction(3, 5)),
    ]


def test_a_word_before_a_pause_ends_with_its_sound():
    """The silence after a comma belongs to no word."""
    found = timed_words("是，不", [(0, 0), (2, 1000)], [(0, 500), (1000, 1500)], 1000)
    assert [(word.start, word.end) for word in found] == [(0, Fraction(1, 2)), (1, Fraction(3, 2))]


def test_starts_that_run_backwards_never_make_words_overlap():
    """Order is kept whatever was reported."""
    found = timed_words("一二三", [(0, 0), (1, 900), (2, 500)], [(0, 1000)], 1000)
    assert all(one.end <= other.start for one, other in pairwise(found))
