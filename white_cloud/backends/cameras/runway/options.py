"""The options of the camera `runway`, as a screenplay writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from white_cloud.backends.cameras.runway import formats
from white_cloud.backends.cameras.runway.models import DEFAULT_MODEL, Model, like, model, models
from white_cloud.backends.hosted.options import HostedOptions
from white_cloud.errors import nearest


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
        return model(name).name

    @field_validator("ratio")
    @classmethod
    def _ratio_is_sold(cls, ratio: str, info: ValidationInfo) -> str:
        sold = _asked(info)
        if sold is None or ratio in ("", *formats.ratios(sold)):
            return ratio
        return _refuse(sold.name, "ratio", ratio, formats.ratios(sold), _nearest_ratio(ratio, formats.ratios(sold)))

    @field_validator("resolution")
    @classmethod
    def _resolution_is_sold(cls, resolution: str, info: ValidationInfo) -> str:
        sold = _asked(info)
        if sold is None or resolution in ("", *formats.resolutions(sold)):
            return resolution
        known = formats.resolutions(sold)
        return _refuse(sold.name, "resolution", resolution, known, nearest(resolution, known))

    @field_validator("sound")
    @classmethod
    def _sound_is_sold(cls, sound: bool, info: ValidationInfo) -> bool:
        sold = _asked(info)
        if sound and sold and not sold.takes("audio"):
            raise ValueError(f"{sold.name} takes no word on sound ({_able('audio', sold.name)})")
        return sound

    @field_validator("negative")
    @classmethod
    def _negative_is_heeded(cls, negative: str, info: ValidationInfo) -> str:
        sold = _asked(info)
        if negative and sold and not sold.takes("negative"):
            raise ValueError(f"{sold.name} heeds no negative prompt ({_able('negative', sold.name)})")
        return negative

    @field_validator("durations")
    @classmethod
    def _durations_are_needed(cls, durations: list[int], info: ValidationInfo) -> list[int]:
        sold = _asked(info)
        if sold is None or bool(durations) != bool(sold.durations):
            return sorted(set(durations))
        if not durations:
            raise ValueError(
                f"it is not known how long a take of {sold.name} may be: name the seconds it sells, such as "
                f"`durations: [5, 10]`, or choose another model (such as {like(sold.name, set(sold.doors))})"
            )
        told = ", ".join(map(str, sold.durations))
        raise ValueError(f"{sold.name} sells {told} seconds, and that is known: leave `durations` out")


def sold_durations(options: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the whole seconds sold under options that were read, rising."""
    return tuple(options["durations"]) or model(options["model"]).durations


def _asked(info: ValidationInfo) -> Model | None:
    """Return the model named in the same options; None where there is none, which is told by itself."""
    return models().get(info.data.get("model", ""))


def _nearest_ratio(ratio: str, sold: tuple[str, ...]) -> str:
    wanted = formats.shape(ratio)
    found = formats.nearest_ratio(sold, wanted) if wanted and all(wanted) else ""
    return f"the nearest is {found}" if found else nearest(ratio, sold)


def _refuse(name: str, what: str, given: str, sold: tuple[str, ...], hint: str) -> str:
    known = f"it sells {', '.join(sold)}" if sold else f"an order names no {what} there"
    raise ValueError(f"{name} sells no {what} {given!r}: {known}" + (f" ({hint})" if hint and sold else ""))


def _able(what: Literal["audio", "negative"], name: str) -> str:
    able = [one.name for one in models().values() if one.takes(what)]
    return nearest(name, able) or f"such as {able[0]}"
