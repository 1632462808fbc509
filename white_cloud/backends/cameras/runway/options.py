"""The options of the camera `runway`, as a screenplay writes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from white_cloud.backends.cameras.runway import formats
from white_cloud.backends.cameras.runway.models import DEFAULT_MODEL, Model, like, model, models, shared_start
from white_cloud.backends.hosted.options import HostedOptions
from white_cloud.documents.fields import refused
from white_cloud.errors import closest


class RunwayOptions(HostedOptions):
    """`ratio` and `resolution` are those the model sells nearest to the film's size, unless they are named.

    `sound` lets a model that can do so make sound with its picture, for which some ask more; a film does not use it. `negative`
    says what is not to be seen, for models that heed it. `durations` names the whole seconds that a model sells, where neither
    its maker's SDK nor this program knows them. `poll` is how many seconds lie between two questions about an order.
    `amnesia` is how much of a shot's drift becomes forgetting: the shot is made in more and shorter takes.
    """

    model: str = DEFAULT_MODEL
    ratio: str = ""
    resolution: str = ""
    sound: bool = False
    negative: str = ""
    durations: list[Annotated[int, Field(ge=1, le=600)]] = Field(default_factory=list, validate_default=True)
    poll: float = Field(5.0, ge=0)
    resend_below: float = Field(0.0, ge=0)
    amnesia: float = Field(0.0, ge=0, le=1)

    # amnesia is in a take's key as what it comes to at the shot's drift
    operational: ClassVar[frozenset[str]] = HostedOptions.operational | {"poll", "amnesia"}

    @field_validator("model")
    @classmethod
    def _is_sold(cls, name: str) -> str:
        if name not in models():
            raise refused(f"Runway sells no model {name!r}", closest(name, models()) or f"such as {DEFAULT_MODEL}")
        return name

    @field_validator("ratio")
    @classmethod
    def _ratio_is_sold(cls, ratio: str, info: ValidationInfo) -> str:
        sold = _asked(info)
        if sold is None or ratio in ("", *formats.ratios(sold)):
            return ratio
        raise _unsold(sold.name, "ratio", ratio, formats.ratios(sold), "resolution", formats.resolutions(sold))

    @field_validator("resolution")
    @classmethod
    def _resolution_is_sold(cls, resolution: str, info: ValidationInfo) -> str:
        sold = _asked(info)
        if sold is None or resolution in ("", *formats.resolutions(sold)):
            return resolution
        raise _unsold(sold.name, "resolution", resolution, formats.resolutions(sold), "ratio", formats.ratios(sold))

    @field_validator("sound")
    @classmethod
    def _sound_is_sold(cls, sound: bool, info: ValidationInfo) -> bool:
        sold = _asked(info)
        if sound and sold and not sold.takes("audio"):
            raise refused(f"{sold.name} takes no word on sound", _leave("sound", "audio", sold.name))
        return sound

    @field_validator("negative")
    @classmethod
    def _negative_is_heeded(cls, negative: str, info: ValidationInfo) -> str:
        sold = _asked(info)
        if negative and sold and not sold.takes("negative"):
            raise refused(f"{sold.name} heeds no negative prompt", _leave("negative", "negative", sold.name))
        return negative

    @field_validator("durations")
    @classmethod
    def _durations_are_needed(cls, durations: list[int], info: ValidationInfo) -> list[int]:
        sold = _asked(info)
        if sold is None or bool(durations) != bool(sold.durations):
            return sorted(set(durations))
        if not durations:
            raise refused(
                f"it is not known how long a take of {sold.name} may be",
                "name the seconds it sells, such as `durations: [5, 10]`, or choose another model, such as "
                f"{like(sold.name, set(sold.doors))}",
            )
        told = ", ".join(map(str, sold.durations))
        raise refused(f"it is known what {sold.name} sells, {told} seconds", "leave `durations` out")


def sold_durations(options: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the whole seconds sold under options that were read, rising."""
    return tuple(options["durations"]) or model(options["model"]).durations


def _asked(info: ValidationInfo) -> Model | None:
    """Return the model named in the same options; None where there is none, which is told by itself."""
    return models().get(info.data.get("model", ""))


def _unsold(
    name: str, what: str, given: str, sold: tuple[str, ...], other: str, others: tuple[str, ...]
) -> PydanticCustomError:
    """Return the refusal of a ratio or resolution: what is sold, the nearest, and that a model may take neither of the two."""
    if sold:
        found = f"{name} sells no {what} {given!r}: it sells {', '.join(sold)}"
        return refused(found, formats.hint(given, sold) or closest(given, sold))
    instead = f", or name the {other}: {', '.join(others)}" if others else ""
    return refused(f"an order of {name} names no {what}", f"leave `{what}` out{instead}")


def _leave(option: str, what: Literal["audio", "negative"], name: str) -> str:
    able = [one.name for one in models().values() if one.takes(what)]
    return f"leave `{option}` out, or choose a model that takes it, such as {max(able, key=partial(shared_start, name))}"
