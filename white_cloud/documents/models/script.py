"""The script document: every line of the film in every language."""

from __future__ import annotations

from pydantic import Field

from white_cloud.documents.fields import Id, LineId, RegisterName, Text
from white_cloud.documents.models.base import Format, Model
from white_cloud.documents.models.screenplay import PhraseModel


class ScriptLineModel(Model):
    """One written line. Change its words here, or lock them, and they stay."""

    id: LineId = Field(description="The line's own id.", examples=["gate_l2"])
    slot: Id = Field(description="The line or scene of the screenplay that asked for it.", examples=["gate_l2"])
    speaker: Text = Field(description="Who says it, from the screenplay's `cast`.", examples=["guard"])
    register_name: RegisterName = Field(alias="register", description="How it is written, voiced and treated.")
    source: Text = Field(
        "screenplay", description="Where the words come from: `screenplay`, or the writer's name.", examples=["phrasebook"]
    )
    locked: bool = Field(default=False, description="Whether these words stay, whatever the writer would say now.")
    asked: str = Field(
        "", description="What was asked for, as a digest; the program's, leave it.", examples=["1dd6c49dbbc4be08"]
    )
    made: str = Field("", description="What was written, as a digest; the program's, leave it.", examples=["49be7ccd4f60fe19"])
    prompts: str = Field(
        "",
        description="Which prompt files its writer was told by, as a digest; the program's, leave it.",
        examples=["c27a90f1d3b85e64"],
    )
    context: str = Field(
        "",
        description="What its writer was told of the film around it, as a digest; the program's, leave it.",
        examples=["5be0417f92ad6c38"],
    )
    phrases: list[PhraseModel] = Field(min_length=1, description="The words, phrase by phrase.")


class ScriptModel(Model):
    """The written film: every line in every language. The program writes it; a person may change any word."""

    format: Format
    film: Text = Field(description="The screenplay's name.", examples=["night_shift"])
    approved: bool = Field(
        default=False, description="Whether a person has approved the words; it holds for those in `approved_words` alone."
    )
    lines: list[ScriptLineModel] = Field([], description="Every line, in order.")
    approved_words: dict[LineId, str] = Field(
        {},
        description="Which words were approved, line by line, as digests; `white-cloud approve` writes them, leave them.",
        examples=[{"gate_l1": "6e0b52c7a94f13d8"}],
    )
