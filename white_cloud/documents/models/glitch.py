"""What documents say of the glitch: which effects work, how they answer to drift, and where accents fall."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from white_cloud.documents.fields import Id, Length, Maybe, Share, Strength, Text, refused
from white_cloud.documents.models.base import Format, Model, exactly_one
from white_cloud.documents.models.response import ResponseModel
from white_cloud.film.score import HALF_A_SECOND


def _as_effect(value: Any) -> Any:
    """Return `off`, `hold`, a strength or keyframes of it as the mapping that says the same."""
    if value == "hold":
        return {"hold": True}
    if value == "off":
        return {"strength": 0}
    keyframes = isinstance(value, dict) and any(str(key).rstrip().endswith("%") for key in value)
    return value if isinstance(value, dict) and not keyframes else {"strength": value}


def _as_glitch(value: Any) -> Any:
    """Return `off`, `hold` or the name of a preset as the mapping that says the same."""
    if value in ("off", "hold"):
        return {value: True}
    return {"preset": value} if isinstance(value, str) else value


class EffectModel(ResponseModel):
    """How one effect works: how it answers to drift, or a strength of its own. What is not said stays as it is around it.

    Said nowhere, it comes in at drift 0, is full at 1, and rises evenly to strength 1. `off`, `hold` and a strength may stand
    for the whole mapping: `tear: off`, `melt: 0.3`, `drain: {0%: 0, 100%: 0.5}`.
    """

    strength: Maybe[Strength] = Field(
        None,
        description="Its strength, whatever the drift, over this act, scene or shot.",
        examples=[0.3, {"0%": 0, "100%": 0.5}],
    )
    hold: bool = Field(default=False, description="It stays as strong as it is where this act, scene or shot begins.")

    @model_validator(mode="after")
    def _one_way(self) -> EffectModel:
        answers = [name for name in (self.enters, self.full, self.curve, self.ceiling) if name is not None]
        if (self.strength is not None) + self.hold + bool(answers) > 1:
            raise refused(
                "an effect has a `strength` of its own, or `hold`, or it answers to drift (`from`, `to`, `curve`, `ceiling`)"
            )
        return self


EffectChoice = Annotated[
    EffectModel,
    BeforeValidator(_as_effect, json_schema_input_type=Literal["off", "hold"] | Strength | EffectModel),
]


class AccentModel(Model):
    """A blow on a word or on cuts: effects jump to their strengths and fall off again."""

    model_config = ConfigDict(json_schema_extra=exactly_one("word", "cuts"))

    word: Maybe[Text] = Field(None, description="Where this word, or these words in a row, are heard.", examples=["paradise"])
    cuts: Maybe[Literal["here", "from here"]] = Field(
        None, description="On the cuts that begin the shots of this part; `from here`: and of all that comes after it."
    )
    effects: dict[str, Share] = Field(min_length=1, description="How strong each effect is there.", examples=[{"tear": 0.9}])
    length: Length = Field(HALF_A_SECOND, description="How long they take to fall off.", examples=["12f"])

    @model_validator(mode="after")
    def _one_place(self) -> AccentModel:
        if (self.word is None) == (self.cuts is None):
            raise refused("an accent falls on a `word` or on `cuts`")
        return self


class GlitchModel(Model):
    """What works on the picture, and how strongly. What is not said here stays as it is around this part.

    The name of a preset, `off` and `hold` may stand for the whole mapping: `glitch: still-water`, `glitch: off`.
    """

    preset: Maybe[Text] = Field(
        None,
        description="The score to start over from: one that comes with the program, or scores/NAME.yaml of the film folder; "
        "a film that does not say has white-cloud.",
        examples=["white-cloud", "still-water"],
    )
    off: bool = Field(default=False, description="Start over from nothing.")
    hold: bool = Field(default=False, description="Every effect stays as strong as it is where this act, scene or shot begins.")
    amount: Share = Field(Fraction(1), description="All of it weaker: every strength is multiplied by this.", examples=[0.5])
    effects: dict[Id, EffectChoice] = Field(
        {},
        description="Effects by name; `voice` is what voices suffer, by the mean of a scene.",
        examples=[{"tear": "off", "melt": 0.3}],
    )
    accents: list[AccentModel] = Field([], description="Blows on words and cuts, on top of those around this part.")

    @model_validator(mode="after")
    def _one_start(self) -> GlitchModel:
        if self.preset is not None and self.off:
            raise refused("`preset` and `off` both start over; keep one of them")
        return self


GlitchChoice = Annotated[GlitchModel, BeforeValidator(_as_glitch, json_schema_input_type=Text | GlitchModel)]


class ScoreModel(Model):
    """A score of its own: how effects answer to drift, for a film to start from as its `preset`."""

    format: Format
    about: Maybe[Text] = Field(None, description="What it looks like.", examples=["barely there"])
    effects: dict[Id, EffectChoice] = Field(description="Effects by name.", examples=[{"float": {"from": 0.1, "ceiling": 0.4}}])
    accents: list[AccentModel] = Field([], description="Blows on words and cuts.")

    @model_validator(mode="after")
    def _nothing_held(self) -> ScoreModel:
        if held := next((name for name, effect in self.effects.items() if effect.hold), None):
            raise refused(f"a score begins nowhere, so that {held} has nothing to `hold`; say a strength: `{held}: 0.3`")
        return self
