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
    Loudness,
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
from white_cloud.documents.models.captions import CaptionsModel, RhythmChoice
from white_cloud.documents.models.glitch import GlitchChoice
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
    """A bed of sound: one that the program makes (`use`), or a file in the film folder. A name alone is its `use`."""

    model_config = ConfigDict(json_schema_extra=exactly_one("use", "file"))

    use: Maybe[Text] = Field(None, description="A bed that the program makes.", examples=["wind", "machinery", "muzak"])
    file: Maybe[Text] = Field(None, description="A sound file in the film folder.", examples=["sound/gate.wav"])
    gain: Decibels = Field(Fraction(0), description="How much louder or softer it is.")

    @model_validator(mode="after")
    def _one_source(self) -> BedModel:
        if (self.use is None) == (self.file is None):
            raise refused("a bed has either `use` (a procedural kind) or `file`")
        return self


BedChoice = Annotated[BedModel, BeforeValidator(as_use, json_schema_input_type=str | BedModel)]


#: A line to show how one is written.
_WORDS = {"zh": "这个门我看了六年。", "en": "I have watched this gate for six years."}


class PhraseModel(Model):
    """A stretch of a line that is voiced in one language."""

    speak: Language = Field(description="The language that is voiced.", examples=["zh"])
    text: Texts = Field(description="The words, in every language of the film.", examples=[_WORDS])


class LineModel(Model):
    """What is said: words by hand (`text`, or `phrases` to switch language), or a `brief` for the writer."""

    model_config = ConfigDict(json_schema_extra=exactly_one("text", "phrases", "brief"))

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    text: Maybe[Texts] = Field(
        None,
        description="The words, kept to the letter, in every language of the film; `[pause 1s]` is a silence in them.",
        examples=[_WORDS],
    )
    phrases: Maybe[list[PhraseModel]] = Field(None, min_length=1, description="The words of a line that switches language.")
    brief: Maybe[Text] = Field(None, description="What the writer is asked to say.", examples=["dust on everything"])
    count: Maybe[Count] = Field(None, description="With `brief`: how many lines to write; 1 unless said.", examples=[2])
    speaker: Maybe[Text] = Field(
        None, description="Who says it, from `cast`; the scene's speaker unless said.", examples=["guard"]
    )
    speak: Maybe[Speaks] = Field(None, description="The language that is voiced; the scene's unless said.")
    register_name: Maybe[RegisterName] = Field(
        None, alias="register", description="How it is written, voiced and treated; the scene's unless said."
    )
    pause: Length = Field(Duration(seconds=Fraction(1, 2)), description="Silence after it.", examples=["0.8s"])

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
    """A picture asked for: a `prompt` for the camera, or a `file` of one's own."""

    model_config = ConfigDict(json_schema_extra=exactly_one("prompt", "file"))

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    prompt: Maybe[Text] = Field(
        None, description="What is seen, in plain nouns.", examples=["open pit mine at dusk, a haul truck"]
    )
    becomes: Maybe[Text] = Field(
        None,
        description="What the picture turns into while the shot runs: a second prompt. Allow it 6 seconds.",
        examples=["a tunnel, lamps overhead"],
    )
    image: Maybe[Text] = Field(
        None,
        description="A still in the film folder that the picture starts from, for cameras that can.",
        examples=["footage/gate.png"],
    )
    references: Maybe[list[Text]] = Field(
        None,
        min_length=1,
        description="Pictures in the film folder of faces and places that are to look the same, for cameras that take them.",
        examples=[["faces/miner.png", "places/yard.jpg"]],
    )
    file: Maybe[Text] = Field(
        None, description="One's own footage in the film folder, instead of a prompt.", examples=["footage/gate.mov"]
    )
    length: Length = Field(
        description="The length asked for; longer words lengthen a scene's shots in proportion.", examples=["4s"]
    )
    move: Text = Field("static", description="How the camera moves.", examples=["push in", "pan left", "drone"])
    seed: Maybe[Seed] = Field(
        None, description="Another chance, where the one that follows from the id is not liked.", examples=[7]
    )
    camera: Maybe[Backend] = Field(None, description="The camera of this shot.", examples=[{"use": "animatic"}])
    drift: Maybe[Drift] = Field(None, description="Drift over this shot, instead of its part of the scene's.")
    glitch: Maybe[GlitchChoice] = Field(None, description="What works on its picture, over what works on the scene's.")
    was: Maybe[Id] = Field(None, description="The id this shot had before; keeps its seed and takes.", examples=["truck_01"])

    @model_validator(mode="after")
    def _one_source(self) -> ShotModel:
        if (self.prompt is None) == (self.file is None):
            raise refused("a shot has either `prompt` or `file`")
        if self.becomes is not None and self.prompt is None:
            raise refused("`becomes` needs a `prompt`: footage of one's own stays what it is")
        if self.image is not None and self.prompt is None:
            raise refused("`image` needs a `prompt`: footage of one's own begins as it does")
        if self.references is not None and self.prompt is None:
            raise refused("`references` need a `prompt`: footage of one's own shows what it shows")
        return self


class SceneModel(Model):
    """Shots, and what is said under them."""

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    brief: Maybe[Text] = Field(
        None, description="What the scene is about; without `lines` the writer makes two of it.", examples=["the gate at night"]
    )
    speaker: Maybe[Text] = Field(
        None, description="Who says its lines, from `cast`, unless a line says otherwise.", examples=["guard"]
    )
    speak: Maybe[Speaks] = Field(
        None, description="The language of each line in turn; the film's first unless said.", examples=[["zh", "en"]]
    )
    register_name: Maybe[RegisterName] = Field(None, alias="register", description="The register, instead of the act's.")
    drift: Maybe[Drift] = Field(None, description="Drift over this scene, instead of its part of the act's.")
    glitch: Maybe[GlitchChoice] = Field(None, description="What works on its pictures, over what works on the act's.")
    camera: Maybe[Backend] = Field(None, description="The camera of its shots.", examples=["animatic"])
    beds: list[BedChoice] = Field([], description="Beds of sound under the scene.", examples=[["wind"]])
    lead: Literal["words", "picture"] = Field(
        "words", description="What gives the scene its length: its words, or its shots as asked.", examples=["picture"]
    )
    lines: Maybe[list[LineModel]] = Field(None, description="What is said, in order; [] for a scene without words.")
    shots: list[ShotModel] = Field(min_length=1, description="What is seen, in order.")


class ActModel(Model):
    """A movement of the film."""

    id: Maybe[Id] = Field(None, description="Written in at the first build when it is missing.")
    title: Texts = Field(
        description="The act's title in every language of the film.", examples=[{"zh": "证词", "en": "Testimony"}]
    )
    register_name: RegisterName = Field(
        "testimony", alias="register", description="How its lines are written, voiced and treated."
    )
    drift: Drift = Field(
        Curve.flat(0),
        description="How far the story has gone from testimony (0) to propaganda (1): it drives what the picture suffers.",
        examples=[[0, 0.2], {"0%": 0, "60%": 0.1, "100%": 0.5}],
    )
    glitch: Maybe[GlitchChoice] = Field(None, description="What works on its pictures, over what works on the film's.")
    scenes: list[SceneModel] = Field(min_length=1, description="Its scenes, in order.")


class CastModel(Model):
    """One who speaks in the film."""

    voice: Text = Field(description="The voice document: `guard` is voices/guard.yaml.", examples=["guard"])


class CardsModel(Model):
    """Cards before and after the film."""

    title: Length = Field(Duration(), description="How long the title card stands; none unless said.", examples=["2s"])
    credits: Maybe[Length] = Field(
        None,
        description="How long each page of the end credits stands; 5s unless said in a film that has `credits` or "
        "`inspired_by`, else none.",
        examples=["6s"],
    )
    closing: Length = Field(Duration(seconds=Fraction(4)), description="How long the closing card stands.", examples=["4s"])


class CreditModel(Model):
    """One of the end credits: who did what."""

    role: Texts = Field(
        description="What they did, in each of the film's languages.", examples=[{"zh": "剪辑", "en": "Editor"}]
    )
    names: list[Text] = Field(min_length=1, description="Who did it.", examples=[["Li Na"]])


class ScreenplayModel(Model):
    """What the film is, before anything is made."""

    format: Format
    title: Texts = Field(
        description="The film's title in each of its languages.", examples=[{"zh": "夜班", "en": "Night Shift"}]
    )
    languages: list[Language] = Field(
        min_length=1, description="The film's languages, the first one leading.", examples=[["zh", "en"]]
    )
    rate: Rate = Field(Fraction(24), description="Frames a second.")
    size: Size = Field((1280, 720), description="Width x height in pixels.")
    seed: Seed = Field(
        0, description="Chance for the whole film: another number, another film of the same screenplay.", examples=[7]
    )
    writer: Backend = Field(
        BackendChoice(use="phrasebook"), description="Who writes the lines that are only briefs.", examples=["phrasebook"]
    )
    voice: Backend = Field(
        BackendChoice(use="espeak"), description="Which backend of the voice documents speaks.", examples=["espeak"]
    )
    camera: Backend = Field(
        BackendChoice(use="animatic"), description="Who shoots, unless a scene or shot says otherwise.", examples=["animatic"]
    )
    listener: Backend = Field(BackendChoice(use="timing"), description="Who times the words.", examples=["timing"])
    review: Literal["none", "required"] = Field(
        "none", description="Whether shots wait until a person has approved the written words.", examples=["required"]
    )
    glitch: Maybe[GlitchChoice] = Field(
        None,
        description="What works on the pictures, and how it answers to drift; the preset white-cloud unless said.",
        examples=["still-water"],
    )
    captions: Maybe[CaptionsModel] = Field(
        None, description="Captions in the picture; none unless said.", examples=[{"burn_in": ["zh", "en"]}]
    )
    rhythm: Maybe[RhythmChoice] = Field(
        None,
        description="How the cut shortens its clips with drift, though never a scene below its speech; off unless said.",
        examples=[{"from": 0.3, "to": 1, "curve": 1, "ceiling": 0.5}, "off"],
    )
    cards: CardsModel = Field(CardsModel(), description="Title and closing cards.")
    loudness: Loudness = Field(
        Fraction(-16),
        description="How loud the mix is, in LUFS: -14 or -16 for the web, -23 for broadcast (EBU R 128).",
        examples=[-23],
    )
    credits: list[CreditModel] = Field(
        [], description="End credits of people; the cast and the models are credited without being listed here."
    )
    inspired_by: list[Texts] = Field(
        [],
        description="Sources of inspiration, for the end credits.",
        examples=[[{"zh": "一本矿区地方志", "en": "A gazetteer of the mine"}]],
    )
    disclosure: bool = Field(default=True, description="Whether the closing card says what was synthesised.", examples=[True])
    cast: dict[Id, CastModel] = Field({}, description="Who speaks, by name.")
    acts: list[ActModel] = Field(min_length=1, description="The film's movements, in order.")
