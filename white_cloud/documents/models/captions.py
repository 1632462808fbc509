"""What a screenplay says of captions in the picture, and of the rhythm of its cut: both may answer to drift."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from white_cloud.documents.fields import Language, Maybe, refused
from white_cloud.documents.models.base import Model
from white_cloud.documents.models.response import ResponseModel
from white_cloud.documents.reader import described
from white_cloud.errors import nearest

#: As many languages as stand in the picture at once.
_TWO = 2


def _as_languages(value: Any) -> Any:
    """Return `none` as no language, and one language as a list of it."""
    if value == "none":
        return []
    if isinstance(value, list) and not 1 <= len(value) <= _TWO:
        raise refused(f"expected none, a language, or two of them; found {len(value)}", "such as zh, or [zh, en]")
    return [value] if isinstance(value, str) else value


def _as_corrupt(value: Any) -> Any:
    if value == "off":
        return None
    if isinstance(value, str):
        raise refused(
            f"expected true, off, or how it answers to drift; found {described(value)}", nearest(value, ["true", "off"])
        )
    return ({} if value else None) if isinstance(value, bool) else value


def _as_rhythm(value: Any) -> Any:
    if value == "off":
        return None
    if isinstance(value, str | bool):
        hint = "such as {from: 0.3, ceiling: 0.5}"
        raise refused(f"expected off, or how it answers to drift; found {described(value)}", hint)
    return value


class CorruptModel(ResponseModel):
    """How captions in the picture lie. What is not said: from drift 0.35, full at 1, curve 1.5, ceiling 1."""


class RhythmModel(ResponseModel):
    """How much shorter the cut makes its clips. What is not said: from drift 0.3, full at 1, curve 1, ceiling 0.5."""


_Pair = Annotated[list[Language], Field(min_length=1, max_length=_TWO)]
BurnIn = Annotated[
    list[Language],
    BeforeValidator(
        _as_languages,
        json_schema_input_type=Literal["none"] | Language | _Pair,
    ),
]
CorruptChoice = Annotated[
    CorruptModel | None, BeforeValidator(_as_corrupt, json_schema_input_type=bool | Literal["off"] | CorruptModel)
]
RhythmChoice = Annotated[RhythmModel | None, BeforeValidator(_as_rhythm, json_schema_input_type=Literal["off"] | RhythmModel)]


class CaptionsModel(Model):
    """Captions in the picture. The files beside the film, and the tracks in it, are there in any case, and never lie."""

    burn_in: BurnIn = Field(
        description="The language that stands in the picture, or two, the first above the second; or `none`.",
        examples=["zh", ["zh", "en"], "none"],
    )
    corrupt: Maybe[CorruptChoice] = Field(
        None,
        description="Whether what is burnt in goes from faithful to corrupted as drift rises, and how; off unless said.",
        examples=[True, {"from": 0.4, "ceiling": 0.8}],
    )

    @model_validator(mode="after")
    def _something_to_corrupt(self) -> CaptionsModel:
        if self.corrupt is not None and not self.burn_in:
            raise refused("`corrupt` works on captions in the picture, and none are burnt in", "add `burn_in: zh`")
        return self
