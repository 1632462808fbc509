"""Who lives in the room: one who sits, others on the beds, one asleep."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import Limb, head, sculpt, seated_at_table, seated_bowed, standing
from white_cloud.backends.cameras.animatic.radiance import colour
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout, Glows, Sculpture, coarser, lit_cutout, softened
from white_cloud.backends.cameras.animatic.rooms.seating import breeches, parted
from white_cloud.backends.cameras.animatic.settings.hovel import room

#: Groups of people who belong to no furniture.
ALONE, FIRST_OTHER = 100, 110
_CLOTHS = ("#3a4049", "#434844", "#474a3c", "#3d3a36")
_FINEST = 260.0
_FINE = 2.0  # times finer that small things are sculpted than they are seen: their outlines come out smooth
_SEATS = {room.STOOL: room.STOOL_TOP}  # heights of what people sit on, by group, where their legs go behind it

#: A stool for seats away from the furniture's own.
_STOOL = (
    Limb((-0.10, 0, 0.42), (0.10, 0, 0.42), 0.11, 0.11, 0.02, (1.0, 1.0, 0.25)),
    *(Limb((s * 0.12, q * 0.1, 0.40), (s * 0.15, q * 0.13, 0.0), 0.022, 0.018, 0.01) for s in (-1, 1) for q in (-1, 1)),
)


def sitter(pose: str, seat: tuple[float, float], heading: float, group: int, rng: np.random.Generator) -> list[Sculpture]:
    """Return the one who sits, with a stool where the room has none for the seat."""
    hat = ("cap", "hair", "hair", "cap")[int(rng.integers(4))]
    limbs = (*(seated_at_table(hat) if pose == "table" else seated_bowed(hat)), breeches(room.STOOL_TOP))
    cloth = colour(_CLOTHS[int(rng.integers(len(_CLOTHS)))])
    person = Sculpture(limbs, heading, (*seat, 0.0), cloth, group, 5, 0.32, "person")
    if group != ALONE:
        return [person]
    return [Sculpture(_STOOL, 30, (*seat, 0.0), colour("#4b3b29"), ALONE, 0, kind="furniture"), person]


def others(taste: room.Taste, taken: tuple[float, float], rng: np.random.Generator) -> list[Sculpture]:
    """Return the rest of a full room: men on the bunk's edge, one by the door, one asleep above."""
    found = []
    places = [
        ("bowed", (3.04, 3.02), 268.0, room.BUNK), ("bowed", (3.06, 4.15), 262.0, room.BUNK),
        ("bowed", (1.95, 3.15), 40.0, ALONE + 1),
        ("stands", (3.62, 2.30), 285.0, FIRST_OTHER), ("table", (0.62, 3.66), 8.0, ALONE + 2),
    ]  # fmt: skip
    for number, (pose, place, heading, group) in enumerate(places):
        if math.dist(place, taken) < 0.5:
            continue
        hat = ("cap", "hair", "helmet")[number % 3]
        limbs = standing(hat, 0.80) if pose == "stands" else seated_at_table(hat) if pose == "table" else seated_bowed(hat)
        cloth = colour(_CLOTHS[number % len(_CLOTHS)])
        turn = heading + float(rng.uniform(-8, 8))
        found.append(Sculpture(limbs, turn, (*place, 0.0), cloth, group, 5, 0.32, "person"))
        if pose != "stands" and group != room.BUNK:
            found.append(Sculpture(_STOOL, 30, (*place, 0.0), colour("#4b3b29"), group, 0, kind="furniture"))
    return [*found, asleep(taste)]


def asleep(taste: room.Taste) -> Sculpture:
    """Return one who lies under a quilt on an upper bed, head on the pillow."""
    body = (
        Limb((0, -0.75, 0.07), (0, 0.05, 0.10), 0.10, 0.15, 0.05, (1.5, 1.0, 1.0)),
        Limb((0, 0.05, 0.10), (0, 0.42, 0.11), 0.16, 0.17, 0.08, (1.4, 1.0, 1.0)),
        Limb((0.02, -0.95, 0.13), (-0.04, -0.90, 0.12), 0.07, 0.08, 0.06),
    )
    lying = [limb.nodded(-80).moved(z=0.20, y=0.62) for limb in head(0.0, 0.0, 0.0, "hair")]
    bed = room.BEDS[taste.tiers][-1] + 0.12
    return Sculpture((*body, *lying), 0.0, (3.62, 3.95, bed), colour("#4a4f47"), room.BUNK, 3, 0.3, "person")


def shown(
    things: Sequence[Sculpture], lens: Pinhole, light: Callable[[tuple[float, float, float]], Glows], swinging: bool, seed: int
) -> list[Cutout]:
    """Sculpt things for `lens` and light them, each by what `light` gives for its place. Those very near are out of focus."""
    found = []
    for thing in things:
        away = math.hypot(thing.place[0] - lens.x, thing.place[1] - lens.y)
        seen = lens.focal / away * 1.15
        small = thing.kind == "thing" and not thing.folds
        sharp = min(seen * _FINE, 2 * _FINEST) if small else min(seen, _FINEST)
        relief = sculpt(thing.limbs, lens.yaw - thing.heading, sharp, thing.folds, seed)
        one = coarser(lit_cutout(thing, relief, light(thing.place), swinging), seen)
        soft = 1.6 * (1.6 - away) * lens.size[0] / 896
        one = softened(one, soft * one.metre * away / lens.focal) if soft > 0.2 else one
        seat = _SEATS.get(thing.group) if thing.kind == "person" else None
        found += [one] if seat is None else parted(one, seat, -2, thing.level)
    return found
