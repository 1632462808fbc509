"""A request as a film makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from white_cloud.backends.writers.base import Around, Said, WriteRequest
from white_cloud.backends.writers.openai.writer import Openai

AROUND = Around(
    title="White Cloud",
    scene="The shift bus before dawn. One seat is empty.",
    speakers={"miner": ("The miner", "A man of fifty, dry."), "state": ("The loudspeaker", "Level and certain.")},
    before=(Said("miner", {"zh": "坑底下成天是黄的。", "en": "Down here it is yellow all day."}),),
)


@pytest.fixture
def ask() -> Callable[..., WriteRequest]:
    """Return a request for two lines; options by name, anything else as the request has it."""

    def ask_(options: Any = None, **changes: Any) -> WriteRequest:
        request = WriteRequest(
            brief="who fills the thermos",
            register="testimony",
            speaker="miner",
            persona="A man of fifty, dry.",
            languages=("zh", "en"),
            speak=("zh", "en"),
            count=2,
            drift=Fraction(1, 10),
            seed=2**40 + 5,
            options=Openai.read_options(options or {}),
            around=AROUND,
        )
        return replace(request, **changes)

    return ask_
