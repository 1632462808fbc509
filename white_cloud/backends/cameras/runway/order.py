"""What is ordered for a shot: made from the request alone, and checked against what the model sells before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway import formats, references, stills
from white_cloud.backends.cameras.runway.lengths import bought
from white_cloud.backends.cameras.runway.models import Door, Model, Way, like, model
from white_cloud.backends.cameras.runway.options import sold_durations
from white_cloud.backends.cameras.wording import directed, worded
from white_cloud.errors import Refusal

#: Runway takes seeds below this.
SEEDS = 2**32


@dataclass(frozen=True)
class Order:
    """One order: by which way, of which model, how many seconds, the prompt as sent; what else is `named`, as the SDK does."""

    way: Way
    model: str
    seconds: int
    prompt: str
    named: Mapping[str, Any]

    def body(self, still: str = "", looks: Sequence[str] = ()) -> dict[str, Any]:
        """Return the order as the SDK takes it; `still` is where the picture it starts from lies, `looks` its references."""
        image: dict[str, Any] = {"prompt_image": [{"position": "first", "uri": still}]} if still else {}
        if looks:
            image["references"] = [{"uri": address} for address in looks]
        return {"model": self.model, "duration": self.seconds, "prompt_text": self.prompt, **self.named, **image}

    def record(self) -> dict[str, Any]:
        """Return what is kept about the making, as plain data."""
        return {"model": self.model, "duration": self.seconds, "prompt": self.prompt, **self.named}


def order_of(request: ShotRequest) -> Order:
    """Return the order for a request; raise Refusal that says what the model does not sell, its limit, and what it does."""
    sold = model(request.options["model"])
    way: Way = "image" if request.image else "text"
    door = references.offered(_door(sold, way), request)
    references.require_taken(request, sold)
    for look in looks_of(request):
        stills.look(look)
    return Order(way, sold.name, seconds_of(request), _prompt(request, sold, door), _named(request, sold.name, way, door))


def looks_of(request: ShotRequest) -> tuple[stills.Picture, ...]:
    """Return the references of a request, in order."""
    return tuple(stills.Picture(look, "reference") for look in request.references)


def seconds_of(request: ShotRequest) -> int:
    """Return the seconds to be bought in one order; raise Refusal where the model sells no take so long."""
    durations = sold_durations(request.options)
    first, *more = bought(request.frames, request.rate, durations)
    if more:
        asked = float(request.frames / request.rate)
        raise Refusal(
            f"one take of {asked:.2f} s was asked; the longest {request.options['model']} sells is {max(durations)} s: "
            "it is to be made in chunks"
        )
    return first


def chains(sold: Model) -> None:
    """Raise Refusal, naming the nearest model that can, where one cannot go on from a still."""
    if "image" not in sold.doors:
        able = like(sold.name, {"text", "image"})
        raise Refusal(
            f"the shot is longer than {sold.name} makes at once, and that model cannot go on from a still: make the shot "
            f"shorter, or choose a model that can (such as {able})"
        )


def _door(sold: Model, way: Way) -> Door:
    if way in sold.doors:
        return sold.doors[way]
    able = like(sold.name, {way})
    if way == "text":
        raise Refusal(f"{sold.name} starts from a still: give the shot one, or choose a model that needs none (such as {able})")
    raise Refusal(
        f"{sold.name} starts from words alone: take the still away, or choose a model that takes one (such as {able})"
    )


def _prompt(request: ShotRequest, sold: Model, door: Door) -> str:
    words = worded(request.prompt, request.becomes, request.turning)
    prompt = directed(words, request.move, request.register)
    units = len(prompt.encode("utf-16-le")) // 2
    if door.prompt_units and units > door.prompt_units:
        raise Refusal(
            f"the prompt has {units} UTF-16 units with what it becomes, its move and its tone worded in; {sold.name} takes "
            f"{door.prompt_units} at most: take {units - door.prompt_units} away"
        )
    if door.needs_prompt and not request.prompt.strip():
        raise Refusal(f"{sold.name} needs a prompt: say what is to be seen")
    return prompt


def _named(request: ShotRequest, name: str, way: Way, door: Door) -> dict[str, Any]:
    options = request.options
    named: dict[str, Any] = dict(_format(request, name, way, door))
    if door.seed:
        named["seed"] = request.seed % SEEDS
    if door.audio:
        named["audio"] = options["sound"]
    if door.rewrites:
        named["prompt_expansion_mode"] = "disabled"
    if door.negative and options["negative"]:
        named["negative_prompt"] = options["negative"]
    return named


def _format(request: ShotRequest, name: str, way: Way, door: Door) -> dict[str, str]:
    ratio = request.options["ratio"]
    goes_on = request.turning[0] > 0
    # what goes on from a take keeps its shape; a still of one's own is fitted to the film
    still = stills.size_of(request.image) if request.image else request.size
    size = still if goes_on else request.size
    if ratio and not goes_on and formats.shape(ratio) and door.ratios and not _sells(door, ratio, way):
        nearest = formats.nearest_ratio(door.ratios, formats.shape(ratio) or size)
        begins = "from a still" if way == "image" else "from words alone"
        raise Refusal(f"{name} sells no ratio {ratio} for a take {begins}: the nearest is {nearest}")
    return formats.asked_format(
        door, "" if goes_on and ratio not in door.ratios else ratio, request.options["resolution"], size, way == "image"
    )


def _sells(door: Door, ratio: str, way: Way) -> bool:
    """Return whether a ratio can be had by a way: as it stands, or in the still's own shape."""
    return ratio in door.ratios or (way == "image" and any(formats.shape(one) is None for one in door.ratios))
