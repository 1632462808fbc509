"""The edit and takes documents: how the film is cut, and which takes it is cut from."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from white_cloud.documents.fields import Id, Length, LineId, Maybe, TakeName, TakeNumber, Text, refused
from white_cloud.documents.models.base import Format, Model
from white_cloud.documents.models.glitch import GlitchChoice
from white_cloud.errors import nearest
from white_cloud.timecode import Duration


class TrimModel(Model):
    """Takes picture from the ends of a shot."""

    shot: Id = Field(description="The shot to trim.", examples=["pit_02"])
    head: Length = Field(Duration(), description="How much to take from its beginning.", examples=["6f"])
    tail: Length = Field(Duration(), description="How much to take from its end.", examples=["0.5s"])


class GapModel(Model):
    """Opens black in the cut."""

    after: Id = Field(description="The shot after which it opens.", examples=["pit_02"])
    length: Length = Field(description="How long it is.", examples=["12f"])


class ChangeModel(Model):
    """One change to the assembly: exactly one of these keys."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    trim: Maybe[TrimModel] = Field(None, description="Take picture from the ends of a shot.")
    remove: Maybe[Id] = Field(None, description="Take a shot out.", examples=["pit_03"])
    swap: Maybe[list[Id]] = Field(
        None, min_length=2, max_length=2, description="Two shots change places.", examples=[["pit_01", "pit_02"]]
    )
    drop: Maybe[LineId] = Field(None, description="Leave a line unsaid.", examples=["pit_l2"])
    gap: Maybe[GapModel] = Field(None, description="Open black after a shot.")

    @model_validator(mode="before")
    @classmethod
    def _one_change(cls, value: Any) -> Any:
        if isinstance(value, dict) and len(value) != 1:
            raise refused(f"a change has exactly one key; this one has {len(value)}", nearest("", cls.model_fields))
        return value


class EditModel(Model):
    """How the film is cut: changes to the assembly, the cut that follows from the screenplay and the spoken lines."""

    format: Format
    screenplay: Text = Field(description="The name of the screenplay that it cuts.", examples=["night_shift"])
    cut: list[ChangeModel] = Field([], description="Changes to the assembly, made in this order.")
    glitch: dict[Id, GlitchChoice] = Field(
        {},
        description="What works on the pictures of an act, scene or shot, by its id, or of the whole `film`, over what the "
        "screenplay says of it.",
        examples=[{"film": "still-water", "pit_02": "off"}],
    )


class TakesModel(Model):
    """Which takes a person chose or rejected, and notes on them. Takes are numbered from 1."""

    format: Format
    chosen: dict[Id, TakeNumber] = Field({}, description="The take to use, for each shot or line.", examples=[{"pit_01": 2}])
    rejected: dict[Id, list[TakeNumber]] = Field(
        {}, description="Takes not to use, for each shot or line.", examples=[{"pit_01": [1, 3]}]
    )
    notes: dict[Id, dict[TakeName, Text]] = Field(
        {},
        description="Notes on takes: shot or line, number in quotes, words.",
        examples=[{"pit_01": {"2": "the dust hangs longer"}}],
    )
