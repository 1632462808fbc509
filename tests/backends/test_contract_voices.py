"""What every voice keeps."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.backends.contract import LeftOpen, known
from white_cloud.backends.base import Job, Pending
from white_cloud.backends.drive import obtain
from white_cloud.backends.voices.base import Speech, SpeechRequest
from white_cloud.errors import Refusal

TEXTS = {"zh": "风很大，没有人。", "en": "The wind is strong; nobody's here.", "fr": "Il n'y a pas de vent."}
#: What of a voice its contract leaves open, by its name: a text that is `refused`.
LEFT_OPEN: dict[str, LeftOpen] = {
    "espeak": {"refused": "…"},
    "openai": {"refused": "…"},
    "fake": {"refused": "forbidden words"},
    "fake-queued": {"refused": "forbidden words"},
}


@pytest.fixture
def left_open(any_voice: Any) -> LeftOpen:
    """Those of this voice."""
    return known(any_voice, LEFT_OPEN)


def asked(voice: Any, language: str = "en", **changes: Any) -> SpeechRequest:
    return replace(SpeechRequest(TEXTS[language], language, voice.read_options({}), {}), **changes)


@pytest.mark.parametrize("language", TEXTS)
def test_it_delivers_a_mono_file_as_long_as_it_says(any_voice: Any, get: Callable[..., Any], language: str) -> None:
    """PCM of 16 bit, in the folder it was given, with sound in it."""
    if not any_voice.serves(language):
        pytest.skip(f"{any_voice.name} does not speak {language}")
    speech = get(any_voice, asked(any_voice, language))
    assert isinstance(speech, Speech)
    with wave.open(str(speech.path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        assert (sound.getframerate(), sound.getnframes()) == (speech.rate, speech.samples)
        assert any(sound.readframes(speech.samples))
    assert speech.samples > 0
    assert isinstance(speech.cost, Fraction)
    assert [path.name for path in speech.path.parent.iterdir()] == [speech.path.name]


@pytest.mark.parametrize("language", TEXTS)
def test_the_words_it_times_stand_in_order_within_text_and_sound(
    any_voice: Any, get: Callable[..., Any], language: str
) -> None:
    """Neither their characters nor their times overlap; a voice may time none."""
    if not any_voice.serves(language):
        pytest.skip(f"{any_voice.name} does not speak {language}")
    speech = get(any_voice, asked(any_voice, language))
    if not speech.words:
        pytest.skip(f"{any_voice.name} times no words")
    characters = [at for word in speech.words for at in (word.at, word.at + word.length)]
    times = [time for word in speech.words for time in (word.start, word.end)]
    assert characters == sorted(characters)
    assert times == sorted(times)
    assert all(word.length > 0 for word in speech.words)
    assert characters[0] >= 0
    assert characters[-1] <= len(TEXTS[language])
    assert times[0] >= 0
    assert times[-1] <= Fraction(speech.samples, speech.rate)
    heard = "".join(TEXTS[language][word.at : word.at + word.length] for word in speech.words)
    assert [letter for letter in heard if letter.isalnum()] == [letter for letter in TEXTS[language] if letter.isalnum()]


def test_the_prompt_files_it_is_told_by_are_known_from_a_take_s_request(any_voice: Any) -> None:
    """Which holds only those options that are in keys; a voice that has none says so by an empty digest."""
    request = asked(any_voice, persona="a miner", register="testimony")
    one = any_voice.prompts_digest(request)
    assert one == "" or re.fullmatch("[0-9a-f]{16}", one)
    assert any_voice.prompts_digest(replace(request, options=any_voice.keyed(request.options))) == one


def test_the_same_request_gives_the_same_bytes(
    any_voice: Any, get: Callable[..., Any], get_elsewhere: Callable[..., str], digest: Callable[..., str]
) -> None:
    """Whatever was asked before, and in another process."""
    first = get(any_voice, asked(any_voice))
    get(any_voice, asked(any_voice, "zh"))
    again = get(any_voice, asked(any_voice))
    assert digest(again) == digest(first)
    assert again.words == first.words
    if hasattr(any_voice, "make"):
        assert get_elsewhere(any_voice, asked(any_voice)) == digest(first)


def test_other_words_sound_otherwise(any_voice: Any, get: Callable[..., Any], digest: Callable[..., str]) -> None:
    """It speaks what it was given."""
    assert digest(get(any_voice, asked(any_voice))) != digest(get(any_voice, asked(any_voice, text="The wind is weak.")))


def test_it_speaks_every_language_that_it_lists(any_voice: Any) -> None:
    """A person chooses from that list."""
    assert all(any_voice.serves(language) for language in any_voice.languages())
    assert not any_voice.serves("tlh")


def test_what_it_refuses_is_a_refusal(any_voice: Any, get: Callable[..., Any], left_open: LeftOpen) -> None:
    """Which stops this line and no other."""
    with pytest.raises(Refusal) as told:
        get(any_voice, asked(any_voice, text=left_open["refused"]))
    assert str(told.value)
    assert get(any_voice, asked(any_voice)).samples


def test_a_queued_one_takes_one_order_and_is_asked_until_it_delivers(any_voice: Any, tmp_path: Any) -> None:
    """Orders are placed once: each costs."""
    if not hasattr(any_voice, "submit"):
        pytest.skip("an immediate one")
    placed: list[Job] = []

    class Counted(any_voice):  # type: ignore[misc]
        """The same, counting its orders."""

        def submit(self, request: SpeechRequest) -> Job:
            placed.append(super().submit(request))
            return placed[-1]

    parts: list[float] = []
    assert isinstance(obtain(Counted, asked(any_voice), tmp_path, parts.append), Speech)
    assert len(placed) == 1
    assert placed[0].id
    assert all(0 <= part <= 1 for part in parts)


def test_a_queued_one_answers_pending_or_delivers(any_voice: Any, tmp_path: Any) -> None:
    """And nothing else."""
    if not hasattr(any_voice, "submit"):
        pytest.skip("an immediate one")
    voice = any_voice()
    job = voice.submit(asked(any_voice))
    answers = [voice.collect(job, tmp_path) for _ in range(3)]
    assert {type(answer) for answer in answers} <= {Pending, Speech}
    assert isinstance(answers[-1], Speech)
