"""The screenplay document."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from white_cloud.documents.fields import (
    Count,
    Decibels,
    Drift,
    Id,
    Language,
    Length,
    Maybe,
    Rate,
    RegisterName,
    Seed,
    Size,
    Text,
    as_list,
    as_use,
    refused,
)
from white_cloud.documents.models.base import Format, Model, Texts, exactly_one
from white_cloud.film.drift import Curve
from white_cloud.timecode import Duration


class BackendChoice(Model):
    """A backend by name, with its options beside `use`."""

    model_config = ConfigDict(extra="allow")

    use: Text = Field(description="The backend's name.")

    def options(self) -> dict[str, Any]:
        """Return the options as plain data, with inexact numbers where a fraction was written."""
        return {name: plain_numbers(value) for name, value in (self.model_extra or {}).items()}


def plain_numbers(value: Any) -> Any:
    """Return data with float for Decimal, as options of backends take it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: plain_numbers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain_numbers(item) for item in value]
    return value


Backend = Annotated[
    BackendChoice,
    BeforeValidator(as_use),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "object", "properties": {"use": {"type": "string", "minLength": 1}}, "required": ["use"]},
            ]
        }
    ),
]
Speaks = Annotated[
    list[Language],
    BeforeValidator(as_list),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}], "examples": ["zh"]}
    ),
]


class BedModel(Model):
    """A bed of sound: a procedural kind (`use`) or a file in the film folder."""

    model_config = ConfigDict(json_schema_extra=exactly_one("use", "file"))

    use: Maybe[Text] = Field(None, description="A procedural bed, such as wind.")
    file: Maybe[Text] = Field(None, description="A sound file in the film folder.")
    gain: Decibels = Field(Fraction(0), description="Gain in dB.")

    @model_validator(mode="after")
    def _one_source(self) -> BedModel:
        if (self.use is None) == (self.file is None):
            raise refused("a bed has either `use` (a procedural kind) or `file`")
        return self


BedChoice = Annotated[BedModel, BeforeValidator(as_use, json_schema_input_type=str | BedModel)]


class PhraseModel(Model):
    """A stretch of a line in one language."""

    speak: Language = Field(description="The language that is voiced.")
    text: Texts = Field(description="The words, in every language of the film.")


class LineModel(Model):
    """What is said: words by hand (`text`, or `phrases` to switch language), or a `brief` for the writer."""

    model_config = ConfigDict(json_schema_extra=exactly_one("text", "phrases", "brief"))

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    text: Maybe[Texts] = Field(None, description="The words, kept to the letter, in every language of the film.")
    phrases: Maybe[list[PhraseModel]] = Field(None, min_length=1, description="The words of a line that switches language.")
    brief: Maybe[Text] = Field(None, description="What the writer is asked to say.")
    count: Maybe[Count] = Field(None, description="With `brief`: how many lines to write; 1 unless said.")
    speaker: Maybe[Text] = Field(None, description="Who says it, from `cast`; the scene's speaker unless said.")
    speak: Maybe[Speaks] = Field(None, description="The language that is voiced; the scene's turn unless said.")
    register_name: Maybe[RegisterName] = Field(None, alias="register", description="How it is written, voiced and treated.")
    pause: Length = Field(Duration(seconds=Fraction(1, 2)), description="Silence after it.")

    @model_validator(mode="after")
    def _one_source(self) -> LineModel:
        if sum(source is not None for source in (self.text, self.phrases, self.brief)) != 1:
            raise refused("a line has one of `text`, `phrases` and `brief`")
        if self.phrases is not None and self.speak is not None:
            raise refused("each phrase says what it speaks; `speak` has no place beside `phrases`")
        if self.text is not None and self.speak is not None and len(self.speak) > 1:
            raise refused("one text is spoken in one language", "a line that switches language is written as `phrases`")
        if self.brief is None and self.count is not None:
            raise refused("`count` goes with `brief`; words by hand are one line")
        return self


class ShotModel(Model):
    """A picture asked for."""

    model_config = ConfigDict(json_schema_extra=exactly_one("prompt", "file"))

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    prompt: Maybe[Text] = Field(None, description="What is seen.")
    file: Maybe[Text] = Field(None, description="One's own footage in the film folder, instead of a prompt.")
    length: Length = Field(description="The length asked for, such as 5s or 120f.")
    move: Text = Field("static", description="How the camera moves.", examples=["push in", "pan left", "drone"])
    seed: Maybe[Seed] = Field(None, description="Chance, when the one that follows from the id is not liked.")
    camera: Maybe[Backend] = Field(None, description="The camera of this shot, with its options.")
    drift: Maybe[Drift] = Field(None, description="Drift over this shot, instead of the scene's.")
    was: Maybe[Id] = Field(None, description="The id this shot had before; keeps its seed and takes.")

    @model_validator(mode="after")
    def _one_source(self) -> ShotModel:
        if (self.prompt is None) == (self.file is None):
            raise refused("a shot has either `prompt` or `file`")
        return self


class SceneModel(Model):
    """Shots, and what is said under them."""

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    brief: Maybe[Text] = Field(None, description="What the scene is about; without `lines` the writer fills it.")
    speaker: Maybe[Text] = Field(None, description="Who says its lines, from `cast`, unless a line says otherwise.")
    speak: Maybe[Speaks] = Field(None, description="The language of each line in turn; the film's first unless said.")
    register_name: Maybe[RegisterName] = Field(None, alias="register", description="The register, instead of the act's.")
    drift: Maybe[Drift] = Field(None, description="Drift over this scene, instead of the act's.")
    camera: Maybe[Backend] = Field(None, description="The camera of its shots, with its options.")
    beds: list[BedChoice] = Field([], description="Sound under the scene.")
    lead: Literal["words", "picture"] = Field("words", description="What gives the scene its length.")
    lines: Maybe[list[LineModel]] = Field(None, description="What is said, in order; [] for a scene without words.")
    shots: list[ShotModel] = Field(min_length=1, description="What is seen, in order.")


class ActModel(Model):
    """A movement of the film."""

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    title: Texts = Field(description="The act's title in every language of the film.")
    register_name: RegisterName = Field("testimony", alias="register", description="How its lines are written and treated.")
    drift: Drift = Field(
        Curve.flat(0), description="From 0 (testimony) to 1 (propaganda): a number, [from, to], or {0%: 0, 100%: 1}."
    )
    scenes: list[SceneModel] = Field(min_length=1, description="Its scenes, in order.")


class CastModel(Model):
    """One who speaks."""

    voice: Text = Field(description="The voice document: `miner` is voices/miner.yaml.")


class CardsModel(Model):
    """Cards before and after the film."""

    title: Length = Field(Duration(), description="How long the title card stands; none unless said.")
    closing: Length = Field(Duration(seconds=Fraction(4)), description="How long the closing card stands.")


class ScreenplayModel(Model):
    """What the film is, before anything is made."""

    format: Format
    title: Texts = Field(description="The film's title in each of its languages.")
    languages: list[Language] = Field(min_length=1, description="The film's languages (BCP-47), the first one leading.")
    rate: Rate = Field(Fraction(24), description="Frames a second.")
    size: Size = Field((1280, 720), description="Width x height in pixels.")
    seed: Seed = Field(0, description="Chance, for the whole film.")
    writer: Backend = Field(BackendChoice(use="phrasebook"), description="Who writes the lines that are only briefs.")
    voice: Backend = Field(BackendChoice(use="espeak"), description="Which backend of the voice documents speaks.")
    camera: Backend = Field(BackendChoice(use="animatic"), description="Who shoots, unless a scene or shot says otherwise.")
    listener: Backend = Field(BackendChoice(use="timing"), description="Who times the words.")
    cards: CardsModel = Field(CardsModel(), description="Title and closing cards.")
    disclosure: bool = Field(default=True, description="Whether the closing card says what was synthesised.")
    cast: dict[Id, CastModel] = Field({}, description="Who speaks, by name.")
    acts: list[ActModel] = Field(min_length=1, description="The film's movements, in order.")
