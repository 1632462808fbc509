"""The voice openai over the wire: the SDK itself, and a server on loopback."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from pydantic import ValidationError

from white_cloud.backends.voices.base import Speech, SpeechRequest
from white_cloud.backends.voices.openai.options import VOICES, voices_of
from white_cloud.backends.voices.openai.telling import instructions
from white_cloud.backends.voices.openai.voice import Openai
from white_cloud.errors import Ambiguous, BackendUnavailable, NotAccepted, Refusal, Unusable
from white_cloud.film.screenplay import REGISTERS
from white_cloud.media.sound import read_sound
from white_cloud.testing.vendors import Fault, Vendors

pytest.importorskip("openai")

Speak = Callable[[SpeechRequest], Speech]
TEXTS = {"zh": "白云在那里，没有人。", "en": "White Cloud is over there. Nobody's here."}


def asked(language: str = "en", options: Any = None, **changes: Any) -> SpeechRequest:
    request = SpeechRequest(TEXTS[language], language, Openai.read_options(options or {}), {}, persona="A man of fifty.")
    return replace(request, **{"register": "testimony"} | changes)


@pytest.fixture
def speak(tmp_path: Path) -> Speak:
    return lambda request: Openai().make(request, tmp_path)


def wav(samples: np.ndarray, rate: int = 24000, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


def tone(seconds: float, rate: int = 24000) -> np.ndarray:
    return np.sin(np.arange(round(seconds * rate)) / 20) * 9000


def test_its_voices_are_those_of_the_sdk() -> None:
    """A new one is not missed."""
    from openai.types.audio.speech_create_params import Voice

    named = {name for choice in get_args(Voice) for name in get_args(choice) if isinstance(name, str)}
    assert named == set(VOICES)


@pytest.mark.parametrize("model", ["gpt-4o-mini-tts", "tts-1", "tts-1-hd"])
def test_a_model_speaks_with_every_voice_that_it_has_and_with_one_of_them_unasked(
    vendors: Vendors, speak: Speak, model: str
) -> None:
    """The vendor takes each; cedar stays the one that speaks where neither a model nor a voice is named."""
    for voice in voices_of(model):
        speak(asked(options={"model": model, "voice": voice}, text="One."))
    speak(asked(options={"model": model}, text="One."))
    *_, unasked = vendors.created("speech")
    assert unasked.body["voice"] in voices_of(model)
    assert Openai.read_options({})["voice"] == "cedar"


def test_a_persona_is_told_whole_or_refused_before_it_is_sent(vendors: Vendors, speak: Speak) -> None:
    """As long as what comes of it is no longer than the vendor takes, to the character."""
    room = 4096 - len(instructions(asked(persona="."), "")) + 1
    speak(asked(persona="x" * room))
    for persona, extra, why in (
        ("x" * (room + 1), "", "comes to 4097 characters .* make `persona:` of the voice shorter by 1"),
        ("x" * room, "Older.", "make `persona:` or the `instructions` of the voice shorter"),
    ):
        with pytest.raises(Refusal, match=why):
            speak(asked(persona=persona, options={"instructions": extra}))
    assert len(vendors.created("speech")) == 1


def test_a_server_of_ones_own_is_told_a_persona_of_any_length(canned: Any, speak: Speak) -> None:
    """What it takes is not known here."""
    body = told(asked(persona="x" * 5000, options={"base_url": canned.url, "model": "kokoro"}), canned, speak)
    assert "x" * 5000 in body["instructions"]


def test_what_was_delivered_is_kept_as_it_is(vendors: Vendors, speak: Speak, tmp_path: Path) -> None:
    """To the sample, and nothing else is left in the folder."""
    speech = speak(asked())
    assert [path.name for path in tmp_path.iterdir()] == ["speech.wav"]
    assert speech.words == ()
    vendors.add(Fault("unsized"))
    again = speak(asked())
    assert (again.rate, again.samples) == (speech.rate, speech.samples) == (24000, len(read_sound(speech.path)[0]))
    assert len(vendors.created("speech")) == 2


def test_who_speaks_and_how_is_told(canned: Any, speak: Speak) -> None:
    """Persona, language, register, what the document adds; what is at its default is left out."""
    canned.answer(wav(tone(3)), content="audio/wav")
    speak(asked(options={"instructions": "A little older."}))
    path, _, body = canned.asked[0]
    assert path == "/v1/audio/speech"
    assert (body["model"], body["voice"], body["response_format"]) == ("gpt-4o-mini-tts", "cedar", "wav")
    assert body["input"] == TEXTS["en"]
    assert "speed" not in body
    for part in ("A man of fifty.", "English (en)", "Manner: testimony.", "A little older."):
        assert part in body["instructions"]


def told(request: SpeechRequest, canned: Any, speak: Speak) -> dict[str, Any]:
    canned.answer(wav(tone(3)), content="audio/wav")
    speak(request)
    body: dict[str, Any] = canned.asked[-1][2]
    return body


def test_each_register_is_told_otherwise(canned: Any, speak: Speak) -> None:
    """And nothing is left to fill in, whatever the persona holds."""
    said = {told(asked(register=one, persona="Costs $5."), canned, speak)["instructions"] for one in REGISTERS}
    assert len(said) == len(REGISTERS)
    assert not [one for one in said if "${" in one or "Costs $5." not in one]


def test_an_english_word_is_respelled_and_a_chinese_one_told_in_pinyin(canned: Any, speak: Speak) -> None:
    """Whole words in any case; pinyin stands in what is told, never in what is read."""
    body = told(asked(say={"cloud": "klowd", "here": "heer"}), canned, speak)
    assert body["input"] == "White klowd is over there. Nobody's heer."
    body = told(asked("zh", say={"白云": "bai2 yun2", "行": "hang2"}), canned, speak)
    assert body["input"] == TEXTS["zh"]
    assert "白云 = bai2 yun2." in body["instructions"]
    assert "hang2" not in body["instructions"]


def test_the_prompt_files_of_its_instructions_are_those_that_are_filled_in() -> None:
    """By register, and for readings in pinyin where there are any; none for a model that cannot be told."""
    digests = [
        Openai.prompts_digest(one)
        for one in (
            asked("zh"),
            asked("zh", register="advert"),
            asked("zh", register=""),
            asked("zh", say={"白云": "bai2 yun2"}),
            asked("zh", attempt=2),
        )
    ]
    assert len({*digests}) == len(digests)
    assert Openai.prompts_digest(asked("zh", say={"矿": "kuang4"})) == Openai.prompts_digest(asked("en")) == digests[0]
    assert Openai.prompts_digest(asked("en", {"model": "tts-1"})) == ""


def test_a_second_attempt_asks_for_the_words_as_they_stand(canned: Any, speak: Speak) -> None:
    """What was heard was not what was written."""
    first = told(asked(), canned, speak)["instructions"]
    second = told(asked(attempt=2), canned, speak)["instructions"]
    assert "did not match" in second
    assert "did not match" not in first


def test_custom_voices_other_servers_and_speeds(canned: Any, speak: Speak) -> None:
    """A custom voice goes by its id; a server of one's own has voices of its own, and needs no key here."""
    assert told(asked(options={"voice": "voice_123", "speed": 1.5}), canned, speak)["voice"] == {"id": "voice_123"}
    assert canned.asked[-1][2]["speed"] == 1.5
    body = told(asked(options={"base_url": canned.url, "voice": "zf_xiaobei", "model": "kokoro"}), canned, speak)
    assert body["voice"] == "zf_xiaobei"
    assert canned.asked[-1][1]["authorization"] == "Bearer none"


def test_a_model_that_cannot_be_told_is_told_nothing(canned: Any, speak: Speak) -> None:
    """And is sold by the character."""
    request = asked(options={"model": "tts-1-hd", "voice": "onyx"})
    assert "instructions" not in told(request, canned, speak)
    assert Openai.quantities(request) == {"character": len(TEXTS["en"])}
    with pytest.raises(ValidationError, match="takes no instructions"):
        Openai.read_options({"model": "tts-1", "instructions": "Older."})


def test_its_estimate_is_in_tokens_of_text_and_of_sound() -> None:
    """The longer the text, the more of both; faster speech is shorter."""
    short, long = Openai.quantities(asked()), Openai.quantities(asked(text=TEXTS["en"] * 5))
    assert long["input_token"] > short["input_token"] > 50
    assert long["output_token"] > short["output_token"] > 21
    assert Openai.quantities(asked(options={"speed": 2.0}))["output_token"] < short["output_token"]


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"voice": "sedar"}, "there is no voice 'sedar'"),
        ({"model": "tts-1-hd", "instructions": "slowly"}, "tts-1-hd takes no instructions"),
        ({"speed": 9}, "4"),
        ({"voice": ""}, "1"),
    ],
)
def test_options_that_cannot_be_are_refused(options: Any, hint: str) -> None:
    """With the nearest that can."""
    with pytest.raises(ValidationError, match=hint):
        Openai.read_options(options)


@pytest.mark.parametrize(
    ("text", "why"), [("…", "nothing to say"), ("a" * 4097, "4097 characters are too many"), ("白" * 1700, "about 2125 tokens")]
)
def test_what_cannot_be_spoken_is_refused_before_it_is_sent(vendors: Vendors, speak: Speak, text: str, why: str) -> None:
    """It costs nothing."""
    with pytest.raises(Refusal, match=why):
        speak(asked(text=text))
    assert not vendors.asked()


@pytest.mark.parametrize(
    ("kind", "why"),
    [("page", "it is no WAV file"), ("empty", "it is empty"), ("half", "it is cut off")],
)
def test_what_is_no_speech_is_of_no_use(vendors: Vendors, speak: Speak, tmp_path: Path, kind: Any, why: str) -> None:
    """Nothing of it is left in the folder."""
    vendors.add(Fault(kind))
    with pytest.raises(Unusable, match=why):
        speak(asked())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("samples", "why"),
    [(np.zeros(48000), "silence"), (tone(0.1), "too short: about"), (tone(60), "60.0 s of sound .*, far too long")],
)
def test_speech_that_cannot_be_of_this_text_is_of_no_use(canned: Any, speak: Speak, samples: Any, why: str) -> None:
    """Silence, a click, a minute for a sentence."""
    canned.answer(wav(samples), content="audio/wav")
    with pytest.raises(Unusable, match=why):
        speak(asked(text=TEXTS["en"] * 2))


def test_another_kind_of_wav_becomes_mono(canned: Any, speak: Speak) -> None:
    """At the rate it came with."""
    sound = tone(3, 16000)
    canned.answer(wav(np.repeat(sound, 2), 16000, 2), content="audio/wav")
    speech = speak(asked())
    with wave.open(str(speech.path)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (1, 16000, len(sound))


@pytest.mark.parametrize("fault", [Fault("cut short"), Fault("short"), Fault("hold", after=True), Fault("error", after=True)])
def test_an_order_whose_fate_is_unknown_is_ambiguous(vendors: Vendors, speak: Speak, fault: Fault) -> None:
    """It was taken once, and the voice did not ask again."""
    vendors.add(fault)
    with pytest.raises(Ambiguous, match="may have been taken"):
        speak(asked(options={"timeout": 0.3}))
    assert len(vendors.created("speech")) == 1


def test_a_limit_of_rate_and_a_policy(vendors: Vendors, speak: Speak) -> None:
    """The one may be asked again, the other may not."""
    vendors.add(Fault("rate limit", wait=3), Fault("moderated"))
    with pytest.raises(NotAccepted) as waiting:
        speak(asked())
    assert waiting.value.wait == 3
    with pytest.raises(Refusal, match="usage policy"):
        speak(asked())


def test_a_wrong_key_is_told_without_the_key(vendors: Vendors, speak: Speak, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the server repeats it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789-secret")
    with pytest.raises(BackendUnavailable) as told_:
        speak(asked())
    assert "0123456789" not in str(told_.value)


def test_it_speaks_what_it_is_documented_for() -> None:
    """By language, whatever the region; Cantonese is not on the list."""
    assert all(map(Openai.serves, ("zh", "zh-CN", "en-GB", "cy")))
    assert not any(map(Openai.serves, ("tlh", "yue", "zh-yue")))
