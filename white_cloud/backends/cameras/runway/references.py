"""Reference images: how many a model takes, and beside what; told before anything is sent."""

from __future__ import annotations

from dataclasses import replace

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway import formats
from white_cloud.backends.cameras.runway.models import Door, Model, Way, models
from white_cloud.errors import Refusal

_BEGINS: dict[Way, str] = {"text": "from words alone", "image": "from a still"}


def takers(count: int, way: Way | None = None) -> tuple[str, ...]:
    """Return the models that take so many references, by one way or by any, in the order of the table."""
    ways: tuple[Way, ...] = (way,) if way else ("text", "image")
    return tuple(one.name for one in models().values() if any(_taken(one, each) >= count for each in ways))


def require_taken(request: ShotRequest, sold: Model) -> None:
    """Raise Refusal where a take may not have the request's references as it begins, naming how many and which models do."""
    goes_on = request.turning[0] > 0
    way: Way = "image" if request.image or goes_on else "text"
    count, taken = len(request.references), _taken(sold, way)
    if count <= taken:
        return
    found = f"{sold.name} takes {taken or 'no'} references for a take that begins {_BEGINS[way]}, and the shot has {count}"
    if goes_on:
        found += "; it is longer than one take, and each of its takes but the first begins from a still"
    raise Refusal(f"{found}: {_instead(count, taken, sold, way, goes_on)}")


def offered(door: Door, request: ShotRequest) -> Door:
    """Return what a door sells for a request: with references, of some models, no resolution above a limit."""
    if not (request.references and door.references_capped):
        return door
    most_lines = formats.tier(door.references_capped)
    sold = tuple(name for name in door.resolutions if formats.tier(name) <= most_lines)
    wanted = request.options["resolution"]
    if wanted in door.resolutions and wanted not in sold:
        raise Refusal(
            f"{request.options['model']} makes no {wanted} with references: leave `resolution` out, or name {', '.join(sold)}"
        )
    return replace(door, resolutions=sold)


def _taken(sold: Model, way: Way) -> int:
    return sold.doors[way].references if way in sold.doors else 0


def _instead(count: int, taken: int, sold: Model, way: Way, goes_on: bool) -> str:
    """Return in words what a person can do."""
    other: Way = "text" if way == "image" else "image"
    ways = [f"leave {count - taken} out"]
    if goes_on:
        ways.append("make the shot shorter")
    elif _taken(sold, other) >= count:
        ways.append("give the shot an `image`" if other == "image" else "take its `image` away")
    if able := takers(count, way):
        ways.append(f"choose a model that takes as many there ({', '.join(able)})")
    return ", or ".join(ways)
