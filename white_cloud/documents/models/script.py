"""The script document: every line of the film in every language."""

from __future__ import annotations

from pydantic import Field

from white_cloud.documents.fields import Id, LineId, RegisterName, Text
from white_cloud.documents.models.base import Format, Model
from white_cloud.documents.models.screenplay import PhraseModel


class ScriptLineModel(Model):
    """One written line."""

    id: LineId = Field(description="The line's own id.")
    slot: Id = Field(description="The line or scene of the screenplay that asked for it.")
    speaker: Text = Field(description="Who says it.")
    register_name: RegisterName = Field(alias="register", description="How it is written, voiced and treated.")
    source: Text = Field("screenplay", description="`screenplay` for words by hand, or the writer's name.")
    locked: bool = Field(default=False, description="Whether these words stay, whatever the writer would say now.")
    asked: str = Field("", description="Digest of what was asked for; written by the program.")
    made: str = Field("", description="Digest of the words the writer gave; written by the program.")
    phrases: list[PhraseModel] = Field(min_length=1, description="The words, phrase by phrase.")


class ScriptModel(Model):
    """The written film."""

    format: Format
    film: Text = Field(description="The screenplay's name.")
    approved: bool = Field(default=False, description="Whether a person has approved the words.")
    lines: list[ScriptLineModel] = Field([], description="Every line, in order.")
