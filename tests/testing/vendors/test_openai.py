"""The loopback OpenAI, asked by OpenAI's own SDK."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel, Field

from white_cloud.media.sound import voiced_spans
from white_cloud.testing.vendors import Vendors, words

sdk = pytest.importorskip("openai")


class Said(BaseModel):
    """A line in two languages."""

    zh: str
    en: str


class Phrase(BaseModel):
    """A phrase that is spoken in one of them."""

    speak: str = Field(json_schema_extra={"enum": ["zh", "en"]})
    text: Said


class Scene(BaseModel):
    """What a writer might be asked for."""

    title: str | None
    lines: list[Said] = Field(min_length=4, max_length=4)
    phrases: list[Phrase] = Field(min_length=1, max_length=6)
    words: list[str] = Field(max_length=2)
    count: int
    done: bool


def _hanzi(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _check(scene: Any) -> list[Said]:
    assert (len(scene.lines), len(scene.phrases), len(scene.words)) == (4, 1, 2)
    said = [*scene.lines, *(phrase.text for phrase in scene.phrases)]
    assert all(_hanzi(one.zh) and not _hanzi(one.en) for one in said)
    return said


def test_responses_obey_the_schema_and_say_nothing_twice(openai: Any) -> None:
    """Lists are as long as the schema says; the same request again is answered in other words."""
    answers = [openai.responses.parse(model="gpt-5-mini", input="a scene", text_format=Scene) for _ in range(12)]
    said = [one.zh for answer in answers for one in _check(answer.output_parsed)]
    assert len(set(said)) == len(said) == 60
    assert answers[0].usage.total_tokens == answers[0].usage.input_tokens + answers[0].usage.output_tokens > 0


@pytest.mark.parametrize("seconds", [8, 16, 60])
def test_lines_take_about_as_long_as_the_prompt_says(openai: Any, seconds: int) -> None:
    """At four hanzi a second, all lines of an answer together."""
    prompt = f"Together the lines take about {seconds} seconds to say."
    scene = openai.responses.parse(model="gpt-5-mini", input=prompt, text_format=Scene).output_parsed
    said = [one.zh for one in _check(scene)]
    assert 0.6 * seconds < sum(map(len, said)) / 4 < 1.4 * seconds


def test_what_stands_in_the_prompt_is_not_said_again() -> None:
    """Also by a server that never said it: a film goes on where it was."""
    known = words.Pool().line(seed=5, hanzi=14)["zh"]
    assert words.Pool().line(seed=5, hanzi=14)["zh"] == known
    assert words.Pool().line(seed=5, hanzi=14, known=f"said before: {known}")["zh"] != known


def test_another_server_gives_the_same_answer_to_the_same_request() -> None:
    """What is written follows from what was asked."""
    said = []
    for _ in range(2):
        with Vendors() as vendors, sdk.OpenAI(api_key=vendors.keys["openai"], base_url=vendors.url.openai) as client:
            said.append(client.responses.parse(model="gpt-5-mini", input="a scene", text_format=Said).output_text)
    assert said[0] == said[1]


def test_chat_completions_obey_the_schema(openai: Any) -> None:
    """As compatible servers are asked."""
    messages = [{"role": "user", "content": "a scene"}]
    answer = openai.chat.completions.parse(model="qwen3", messages=messages, response_format=Scene)
    _check(answer.choices[0].message.parsed)


@pytest.mark.parametrize("written", [True, False])
def test_chat_completions_answer_json_without_a_schema(openai: Any, written: bool) -> None:
    """The schema may stand in the prompt; without one, lines in both languages come."""
    prompt = f"Obey {Scene.model_json_schema()!s}".replace("'", '"') if written else "Give me JSON."
    answer = openai.chat.completions.create(
        model="qwen3", messages=[{"role": "user", "content": prompt}], response_format={"type": "json_object"}
    )
    text = answer.choices[0].message.content
    if written:
        _check(Scene.model_validate_json(text))
    else:
        assert '"zh"' in text


def _open(file: bytes) -> tuple[np.ndarray[Any, Any], int]:
    with wave.open(io.BytesIO(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return samples / 32768, sound.getframerate()


def test_speech_is_as_long_as_its_text(speak: Callable[..., bytes]) -> None:
    """0.22 s a hanzi, 0.06 s any other character, and a tenth of a second of silence at both ends."""
    chinese, rate = _open(speak("风很大"))
    english, _ = _open(speak("wind"))
    assert rate == 24000
    assert len(chinese) == round((0.2 + 3 * 0.22) * rate)
    assert len(english) == round((0.2 + 4 * 0.06) * rate)
    for sound in (chinese, english):
        assert abs(sound[:2400]).max() == abs(sound[-2400:]).max() == 0
        assert 0.1 < abs(sound).max() < 0.5


def test_syllables_can_be_told_apart_in_speech(speak: Callable[..., bytes]) -> None:
    """Each hanzi is loud in its middle and silent where the next begins."""
    samples, rate = _open(speak("风很大"))
    each = round(0.22 * rate)
    for number in range(3):
        syllable = abs(samples[2400 + number * each :][:each])
        assert syllable[each // 2 - 200 : each // 2 + 200].max() > 20 * max(syllable[:100].max(), syllable[-100:].max())


def test_words_can_be_told_apart_in_speech(speak: Callable[..., bytes]) -> None:
    """What is no letter is silent."""
    samples, rate = _open(speak("one     two     ten"))
    assert len(voiced_spans(samples.astype(np.float32), rate)) == 3


def test_speech_follows_voice_speed_and_format(speak: Callable[..., bytes]) -> None:
    """Equal requests give equal bytes; PCM is the WAV without its header."""
    usual = speak()
    assert speak() == usual
    assert speak(voice="nova") != usual
    assert speak(response_format="pcm") == usual[44:]
    assert abs(len(speak(speed=2.0)) - len(usual) / 2) < 10000


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"voice": "hal"}, "voice"),
        ({"voice": "cedar"}, "voice"),
        ({"voice": "ballad", "model": "tts-1-hd"}, "voice"),
        ({"input": "x" * 4097}, "input"),
        ({"instructions": "x" * 4097, "model": "gpt-4o-mini-tts"}, "instructions"),
        ({"response_format": "mp3"}, "response_format"),
    ],
)
def test_speech_that_is_not_sold_is_refused(openai: Any, vendors: Vendors, wrong: dict[str, Any], named: str) -> None:
    """By the name of what is wrong."""
    usual = {"model": "tts-1", "voice": "ash", "input": "x", "response_format": "wav"}
    with pytest.raises(sdk.BadRequestError) as caught:
        openai.audio.speech.create(**(usual | wrong))
    assert caught.value.param == named
    assert vendors.created("speech") == ()


def test_a_wrong_key_comes_back_masked_and_in_full(vendors: Vendors) -> None:
    """As some compatible servers do, so that scrubbing has something to scrub."""
    with (
        sdk.OpenAI(api_key="sk-wrong-key-123456", base_url=vendors.url.openai, max_retries=0) as client,
        pytest.raises(sdk.AuthenticationError) as caught,
    ):
        client.models.list()
    assert "sk-wrong-key-123456" in str(caught.value)
    assert "sk-wr***3456" in str(caught.value)
    assert "sk-wrong" not in repr(vars(vendors.asked()[0]))


def test_orders_are_counted_with_their_bodies(openai: Any, vendors: Vendors, speak: Callable[..., bytes]) -> None:
    """Two of one kind are found; what is merely asked is no order."""
    speak("once")
    speak("twice")
    speak("twice")
    openai.models.list()
    assert [order.body["input"] for order in vendors.created("speech")] == ["once", "twice", "twice"]
    assert list(vendors.repeated("speech").values()) == [2]
    assert vendors.created("text") == vendors.created("video") == ()
    assert [(one.method, one.path) for one in vendors.asked()][-1] == ("GET", "/v1/models")


def test_the_sdk_asks_again_after_a_refusal(vendors: Vendors, play: Callable[..., None]) -> None:
    """With the SDK's own retries on, a rate limit is waited out, and one order placed."""
    play("rate limit", times=2, wait=0.001)
    with sdk.OpenAI(api_key=vendors.keys["openai"], base_url=vendors.url.openai, max_retries=2) as client:
        client.responses.parse(model="gpt-5-mini", input="a scene", text_format=Said)
    assert len(vendors.asked()) == 3
    assert len(vendors.created("text")) == 1
