"""The voice document: who speaks, and how each voice backend should sound."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pydantic import Field

from white_cloud.documents.fields import Decibels, Language, Text
from white_cloud.documents.models.base import Format, Model, Texts


class VoiceModel(Model):
    """One who can be cast."""

    format: Format
    name: Texts = Field(description="The speaker's name in each language.", examples=[{"zh": "门卫", "en": "The guard"}])
    persona: str = Field(
        "",
        description="Who this is, for the writer and for voices made from a description.",
        examples=["A man of sixty, slow and sure."],
    )
    gain: Decibels = Field(Fraction(0), description="How much louder or softer this voice is.")
    backends: dict[Text, dict[Language, dict[str, Any]]] = Field(
        min_length=1,
        description=(
            "How it sounds: the voice backend, the language, the backend's options. A voice that is made from `persona` may be "
            "left out, or empty."
        ),
        examples=[{"espeak": {"zh": {"variant": "m3"}, "en": {"variant": "m3"}}}],
    )
    say: dict[Language, dict[Text, Text]] = Field(
        {},
        description="How words are pronounced that a voice misreads, for each language: pinyin with tones, or a respelling.",
        examples=[{"zh": {"白云": "bai2 yun2"}}],
    )
