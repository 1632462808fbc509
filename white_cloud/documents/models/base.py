"""What the models of all documents share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from white_cloud.documents.fields import Language, Text

Format = Annotated[str, Field(description="The kind of document and the version of its form.")]

#: A text in each language of the film.
Texts = dict[Language, Text]


class Model(BaseModel):
    """A part of a document: unknown keys refused, nothing converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def exactly_one(*keys: str) -> dict[str, Any]:
    """Return what a schema adds where exactly one of some keys is required."""
    return {"oneOf": [{"required": [key]} for key in keys]}
