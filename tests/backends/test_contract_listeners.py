"""What every listener keeps."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from white_cloud.backends.listeners.base import Heard, ListenRequest
from white_cloud.errors import MediaError
from white_cloud.film.timeline import Word
from white_cloud.media.sound import write_wav

TEXTS = {"en": "The wind, it's strong: 1,200 trucks.", "zh": "风很大，3 辆车。"}
RATE = 16000


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A second of tone between two silences of a tenth."""
    path = tmp_path / "said.wav"
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE)
    write_wav(path, np.concatenate([np.zeros(RATE // 10), tone, np.zeros(RATE // 10)]).astype(np.float32), RATE)
    return path


def asked(listener: Any, sound: Path, language: str, words: tuple[Word, ...] = ()) -> ListenRequest:
    return ListenRequest(sound, TEXTS[language], language, words, listener.read_options({}))


def check(heard: Heard, text: str) -> None:
    """Check that words cover a text, in order, without overlap, within the sound."""
    said = "".join(text[word.at : word.at + word.length] for word in heard.words)
    assert [letter for letter in said if letter.isalnum()] == [letter for letter in text if letter.isalnum()]
    characters = [at for word in heard.words for at in (word.at, word.at + word.length)]
    times = [time for word in heard.words for time in (word.start, word.end)]
    assert characters == sorted(characters)
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= Fraction(12, 10)
    assert heard.error_rate is None or 0 <= heard.error_rate <= 1


@pytest.mark.parametrize("language", TEXTS)
def test_words_cover_the_whole_text_in_order(any_listener: Any, get: Callable[..., Any], sound: Path, language: str) -> None:
    """Where the voice timed no word."""
    check(get(any_listener, asked(any_listener, sound, language)), TEXTS[language])


@pytest.mark.parametrize("language", TEXTS)
def test_words_that_the_voice_left_out_are_found(
    any_listener: Any, get: Callable[..., Any], sound: Path, language: str
) -> None:
    """Between those it timed."""
    timed = (Word(0, 1, Fraction(1, 10), Fraction(3, 10)), Word(4, 1, Fraction(5, 10), Fraction(6, 10)))
    check(get(any_listener, asked(any_listener, sound, language, timed)), TEXTS[language])


def test_the_same_sound_is_heard_the_same(any_listener: Any, get: Callable[..., Any], sound: Path) -> None:
    """Word for word."""
    first = get(any_listener, asked(any_listener, sound, "en"))
    assert get(any_listener, asked(any_listener, sound, "en")) == first


def test_a_file_that_is_no_sound_is_an_error_that_names_it(any_listener: Any, get: Callable[..., Any], sound: Path) -> None:
    """And not an empty hearing."""
    sound.write_bytes(b"nothing")
    with pytest.raises(MediaError, match=r"said\.wav"):
        get(any_listener, asked(any_listener, sound, "en"))
