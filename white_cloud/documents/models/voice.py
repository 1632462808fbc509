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
    name: Texts = Field(description="The speaker's name in each language.")
    persona: str = Field("", description="Who this is, for the writer and for voices made from a description.")
    gain: Decibels = Field(Fraction(0), description="Gain in dB.")
    backends: dict[Text, dict[Language, dict[str, Any]]] = Field(
        min_length=1, description="Options for each voice backend, for each language."
    )
    say: dict[Language, dict[Text, Text]] = Field(
        {}, description="How hard words are pronounced, per language: pinyin, phonemes or a respelling."
    )
