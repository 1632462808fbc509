"""The listener timing, on small tones."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from white_cloud.backends.listeners.base import ListenRequest
from white_cloud.backends.listeners.timing import Timing
from white_cloud.film.timeline import Word
from white_cloud.media.sound import write_wav

RATE = 8000


@pytest.fixture
def tone(tmp_path):
    """A file of two seconds with sound from 0.5 to 1.5."""
    sound = np.zeros(2 * RATE, dtype=np.float32)
    sound[RATE // 2 : RATE * 3 // 2] = 0.5 * np.sin(np.arange(RATE) * 0.4)
    path = tmp_path / "tone.wav"
    write_wav(path, sound, RATE)
    return path


def listen(path, text, *words):
    return Timing().make(ListenRequest(path, text, "zh", words, {}), path.parent).words


def test_timings_of_the_voice_pass_unchanged(tone):
    """What is whole already is not touched."""
    given = (Word(0, 1, Fraction(1, 2), Fraction(1)), Word(1, 1, Fraction(1), Fraction(3, 2)))
    assert listen(tone, "白云", *given) == given


def test_without_timings_words_share_the_voiced_part_by_characters(tone):
    """Silence at the ends belongs to no word."""
    words = listen(tone, "一 two 三")
    assert [word.at for word in words] == [0, 2, 6]
    assert words[0].start == Fraction(1, 2)
    assert words[-1].end == Fraction(3, 2)
    assert words[1].end - words[1].start == 3 * (words[0].end - words[0].start)


def test_words_the_voice_left_out_stand_between_their_neighbours(tone):
    """Before the first, in the middle, and after the last."""
    words = listen(tone, "一二三四五", Word(1, 1, Fraction(7, 10), Fraction(8, 10)), Word(3, 1, Fraction(1), Fraction(11, 10)))
    assert [word.at for word in words] == [0, 1, 2, 3, 4]
    assert words[0].end <= Fraction(7, 10)
    assert (words[2].start, words[2].end) == (Fraction(8, 10), Fraction(1))
    assert (words[4].start, words[4].end) == (Fraction(11, 10), Fraction(3, 2))


def test_words_never_overlap_whatever_was_given(tone):
    """Overlaps and wrong orders of a voice are put straight."""
    given = (
        Word(0, 1, Fraction(0), Fraction(1)),
        Word(1, 1, Fraction(1, 2), Fraction(3, 4)),
        Word(2, 1, Fraction(1, 4), Fraction(2)),
    )
    words = listen(tone, "一二三四", *given)
    assert len(words) == 4
    assert all(one.start <= one.end <= other.start <= other.end for one, other in pairwise(words))


def test_a_text_without_words_has_none(tone):
    """Punctuation is not heard."""
    assert listen(tone, "……") == ()
