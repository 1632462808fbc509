"""Options that cannot be, as a person is told of them: where they stand, what was expected, the nearest, what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from white_cloud.errors import DocumentError
from white_cloud.project import open_project

Told = Callable[..., list[str]]


_SCREENPLAY = """\
format: white-cloud/screenplay@1
title: {{zh: 小片, en: Small Film}}
languages: [zh, en]
writer: {writer}
voice: {voice}
camera: {camera}
listener: {listener}
cast: {{one: {{voice: one}}}}
acts:
  - id: only
    title: {{zh: 一, en: One}}
    drift: 0
    scenes:
      - {{id: yard, speaker: one, speak: zh, lines: [], shots: [{{id: a, prompt: dunes, length: 1s}}]}}
"""
_VOICE = """\
format: white-cloud/voice@1
name: {{zh: 某人, en: Someone}}
{persona}backends:
  espeak: {{zh: {{}}, en: {{}}}}
  openai: {{zh: {spoken}, en: {{}}}}
"""
_MAKERS = {"writer": "phrasebook", "voice": "espeak", "camera": "animatic", "listener": "timing"}


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Return what is told of a film whose makers are chosen so, without places in the file.

    `spoken` is a voice's Mandarin, `persona` its line on who speaks.
    """

    def told_(spoken: str = "{}", persona: str = "", **chosen: str) -> list[str]:
        screenplay = tmp_path / "scripts_screenplay" / "small.yaml"
        for path, text in (
            (screenplay, _SCREENPLAY.format(**{**_MAKERS, **chosen})),
            (tmp_path / "voices" / "one.yaml", _VOICE.format(spoken=spoken, persona=persona)),
        ):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with pytest.raises(DocumentError) as caught:
            open_project(screenplay).read()
        return [f"{one.where}: {one.message}" + (f" ({one.hint})" if one.hint else "") for one in caught.value.problems]

    return told_


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [
        (
            {"writer": "{use: openai, effort: hight}"},
            "writer.effort: expected one of none, minimal, low, medium, high, xhigh, max, or leave it out; found the text "
            "'hight' (did you mean 'high'?)",
        ),
        (
            {"writer": "{use: openai, format: chat}"},
            "expected one of responses, json_schema, json_object; found the text 'chat'",
        ),
        ({"writer": "{use: openai, temperature: 3}"}, "writer.temperature: expected a number of at most 2; found the number 3"),
        ({"writer": "{use: openai, timeout: 0}"}, "writer.timeout: expected a number above 0; found the number 0"),
        ({"writer": "{use: openai, model: ''}"}, "writer.model: expected text, found none"),
        (
            {"writer": "{use: openai, base_url: 'http://h:99999/v1'}"},
            "its port is a number below 65536 (such as http://localhost",
        ),
        ({"camera": "{use: runway, model: zzz}"}, "camera.model: Runway sells no model 'zzz' (such as gen4.5)"),
        (
            {"camera": "{use: runway, model: wan3}"},
            "camera: `durations`: it is not known how long a take of wan3 may be (name the seconds it sells, such as "
            "`durations: [5, 10]`, or choose another model, such as gen4.5)",
        ),
        (
            {"camera": "{use: diffusers, size: 832 x 480}"},
            "camera.size: expected a size as WIDTHxHEIGHT in pixels, such as 832x480",
        ),
        ({"camera": "{use: diffusers, device: gpu}"}, "auto, cpu, cuda or mps (auto is a GPU where there is one)"),
        ({"listener": "{use: whisper, device: GPU}"}, "auto, cpu, cuda or mps (auto is a GPU where there is one)"),
    ],
    ids=lambda one: "" if isinstance(one, str) else str(*one.values()).partition(", ")[2],
)
def test_an_option_that_cannot_be_is_told_with_what_helps(told: Told, chosen: dict[str, str], complaint: str) -> None:
    """No choice that is empty, no pattern, and nothing said twice."""
    (said,) = told(**chosen)
    assert complaint in said


def test_a_voice_document_is_told_of_at_the_option(told: Told) -> None:
    """Not at the whole mapping; what comes from the screenplay is told of there, once for all speakers and languages."""
    spoken = ("backends.openai.zh.voice: there is no voice 'sedar' (did you mean 'cedar'?)",)
    assert tuple(told(spoken="{voice: sedar}", voice="openai")) == spoken
    assert told(voice="{use: openai, speed: 9}") == ["voice.speed: expected a number of at most 4; found the number 9"]
    assert told(voice="{use: openai, spead: 1}") == ["voice.spead: there is no key 'spead' here (did you mean 'speed'?)"]
    said = told(spoken="{model: tts-1}", voice="{use: openai, instructions: slowly}")
    assert said == ["voice.instructions: tts-1 takes no instructions (leave them out, or choose gpt-4o-mini-tts)"]
    (known,) = told(spoken="{voice: x}", voice="openai")
    assert "(choose from alloy, ash, ballad," in known


def test_a_voice_that_the_model_lacks_is_told_of_with_those_it_has(told: Told) -> None:
    """The older models have fewer; where nobody is named they speak with one of their own."""
    assert told(spoken="{voice: cedar}", voice="{use: openai, model: tts-1}") == [
        "backends.openai.zh.voice: tts-1 has no voice 'cedar' (choose from alloy, ash, coral, echo, fable, nova, onyx, sage, "
        "shimmer, or a model that has it, such as gpt-4o-mini-tts)"
    ]
    near = "backends.openai.zh.voice: there is no voice 'onix' (did you mean 'onyx'?)"
    assert told(spoken="{voice: onix}", voice="{use: openai, model: tts-1-hd}") == [near]


def test_a_persona_too_long_to_be_told_is_found_in_its_document(told: Told) -> None:
    """Once, whatever the languages; a model that is told nothing does not mind."""
    persona = f"persona: {'x' * 4000}\n"
    (said,) = told(persona=persona, voice="openai")
    assert said.startswith("persona: who speaks and how comes to ")
    assert "OpenAI is told at most 4096: make `persona:` of the voice shorter by " in said
    (kept,) = told(persona=persona, voice="{use: openai, model: tts-1, speed: 9}")
    assert kept.startswith("voice.speed")


def test_a_line_to_add_to_a_voice_document_stands_alone(told: Told) -> None:
    """The name of another voice beside it would be another thing to do."""
    (said,) = told(voice="coqui")
    assert "to have it, add the line `coqui: " in said
    assert said.endswith("under its `backends:`")


@pytest.mark.parametrize(
    "given",
    [
        "{use: openai, base_url: 'https://me:sk-secret-0123456789abcdef@host/v1'}",
        "{use: openai, base_url: 'https://host/v1?key=sk-secret-0123456789abcdef'}",
        "{use: openai, base_url: sk-secret-0123456789abcdef}",
        "{use: openai, api_key: sk-secret-0123456789abcdef}",
        "{use: openai, token: sk-secret-0123456789abcdef}",
    ],
)
def test_a_key_in_a_document_is_refused_and_not_told(told: Told, given: str) -> None:
    """A terminal may be looked at, and a log sent to somebody."""
    (said,) = told(writer=given)
    assert "secret-" not in said
    assert "keyring" in said or "an address begins with" in said
