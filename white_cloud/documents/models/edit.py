"""The edit and takes documents: how the film is cut, and which takes it is cut from."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from white_cloud.documents.fields import Id, Length, LineId, Maybe, TakeName, TakeNumber, Text, refused
from white_cloud.documents.models.base import Format, Model
from white_cloud.errors import nearest
from white_cloud.timecode import Duration


class TrimModel(Model):
    """Takes picture from the ends of a shot."""

    shot: Id = Field(description="The shot to trim.")
    head: Length = Field(Duration(), description="How much to take from its beginning.")
    tail: Length = Field(Duration(), description="How much to take from its end.")


class GapModel(Model):
    """Opens black in the cut."""

    after: Id = Field(description="The shot after which it opens.")
    length: Length = Field(description="How long it is.")


class ChangeModel(Model):
    """One change to the assembly: exactly one of these keys."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    trim: Maybe[TrimModel] = Field(None, description="Take picture from the ends of a shot.")
    remove: Maybe[Id] = Field(None, description="Take a shot out.")
    swap: Maybe[list[Id]] = Field(None, min_length=2, max_length=2, description="Two shots change places.")
    drop: Maybe[LineId] = Field(None, description="Leave a line unsaid.")
    gap: Maybe[GapModel] = Field(None, description="Open black after a shot.")

    @model_validator(mode="before")
    @classmethod
    def _one_change(cls, value: Any) -> Any:
        if isinstance(value, dict) and len(value) != 1:
            raise refused(f"a change has exactly one key; this one has {len(value)}", nearest("", cls.model_fields))
        return value


class EditModel(Model):
    """How the film is cut."""

    format: Format
    screenplay: Text = Field(description="The screenplay's name.")
    cut: list[ChangeModel] = Field([], description="Changes to the assembly, in order.")


class TakesModel(Model):
    """Which takes were chosen or rejected, and notes on them. Takes are numbered from 1."""

    format: Format
    chosen: dict[Id, TakeNumber] = Field({}, description="The take to use, for each shot.")
    rejected: dict[Id, list[TakeNumber]] = Field({}, description="Takes not to use, for each shot.")
    notes: dict[Id, dict[TakeName, Text]] = Field({}, description="Notes on takes: shot, number, words.")
