"""Reference images: how many a model takes, and beside what; told before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway import formats
from white_cloud.backends.cameras.runway.models import Door, Model, Way, models
from white_cloud.errors import Refusal

#: The stretch of a shot that is made in one take.
WHOLE = (Fraction(0), Fraction(1))
_BEGINS: dict[Way, str] = {"text": "from words alone", "image": "from a still"}


def takers(count: int) -> tuple[str, ...]:
    """Return the models that take so many references, by one way or another, in the order of the table."""
    return tuple(one.name for one in models().values() if max(door.references for door in one.doors.values()) >= count)


def require_taken(request: ShotRequest, sold: Model) -> None:
    """Raise Refusal where a take may not have the request's references as it begins, naming how many and which models do."""
    goes_on = request.turning[0] > 0
    first: Way = "image" if request.image else "text"
    way: Way = "image" if goes_on else first
    count, taken = len(request.references), _taken(sold, way)
    if count <= taken:
        return
    found = f"{sold.name} takes {taken or 'no'} references for a take that begins {_BEGINS[way]}, and the shot has {count}"
    chained = request.turning != WHOLE
    if chained:
        found += "; it is longer than one take, and each of its takes but the first begins from a still"
    raise Refusal(f"{found}: {_instead(count, sold, first, chained)}")


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


def _instead(count: int, sold: Model, first: Way, chained: bool) -> str:
    """Return in words what a person can do for a shot whose first take begins by a way, and others from stills if `chained`."""
    needed: set[Way] = {first, "image"} if chained else {first}
    taken = min(_taken(sold, way) for way in needed)
    ways = [f"leave {count - taken} out" if taken else "leave them out"]
    if changes := _changes(count, sold, first, chained):
        ways.append(" and ".join(changes))
    able = [one.name for one in models().values() if all(_taken(one, way) >= count for way in needed)]
    if able:
        ways.append(f"choose a model that takes as many there ({', '.join(able)})")
    return ", or ".join(ways)


def _changes(count: int, sold: Model, first: Way, chained: bool) -> list[str]:
    """Return what would have to change in a shot for the same model to take all its references; nothing where none would do."""
    text, image = _taken(sold, "text") >= count, _taken(sold, "image") >= count
    if image:
        return ["give the shot an `image`"] if first == "text" else []
    if not text:
        return []
    changes = ["take its `image` away"] if first == "image" else []
    return [*changes, "make the shot shorter"] if chained else changes
