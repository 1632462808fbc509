"""Who is in the canteen: some at the tables, mostly from behind, some in the queue, one who serves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import DARK, Limb, Relief, sculpt, seated_at_table, standing
from white_cloud.backends.cameras.animatic.radiance import colour
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout, Sculpture, coarser, lit_cutout, room_glows, softened
from white_cloud.backends.cameras.animatic.rooms.light import Sources
from white_cloud.backends.cameras.animatic.rooms.seating import breeches, parted
from white_cloud.backends.cameras.animatic.rooms.stage import SHELL
from white_cloud.backends.cameras.animatic.rooms.standpoint import Standpoint
from white_cloud.backends.cameras.animatic.settings.canteen.hall import DEPTH, HATCH, SEAT, WIDTH, rows

_NEAR, _FINEST = 3.2, 320.0  # metres within which people are sculpted finely, pixels a metre
_HATS = ("cap", "helmet", "hair")
_CLOTHS = ("#49535f", "#53564d", "#5d5546", "#434f5d", "#555e66")
_TROUSERS = (0.046, 0.043, 0.040)  # faded
_FIRST_IN_QUEUE = 200
_FEW, _MANY = 7, 32
#: People nearer than so many metres keep so far apart in the picture, metres where they are.
_MERGES, _APART = 7.0, 0.46


class Eaters:
    """Seats people and lights them; those alike and about as far away share one sculpture."""

    def __init__(self, sources: Sources, lens: Pinhole, at: Standpoint, rng: np.random.Generator) -> None:
        self._sources, self._lens, self._rng = sources, lens, rng
        self._clear = at.reach[2] + 0.85  # nobody sits where the camera goes
        self._reliefs: dict[tuple[object, ...], Relief] = {}
        self._taken: list[tuple[float, float]] = []
        self._seen: list[tuple[float, float]] = []

    def come(self, along: str, asked: Sequence[tuple[int, float, int]], queue: int, many: bool) -> list[Cutout]:
        """Return all who are there: on the seats `asked` for (table, part, side) and by chance more, the queue and the cook."""
        tables = rows(along)
        seats = [*asked]
        for _ in range(_MANY if many else _FEW):
            table, part = int(self._rng.integers(len(tables))), float(self._rng.uniform(0.06, 0.94))
            seats.append((table, part, -1 if self._rng.random() < 0.7 else 1))
        people = []
        for table, part, side in seats:
            row = tables[table]
            heading = {("x", -1): 0.0, ("x", 1): 180.0, ("y", -1): 90.0, ("y", 1): -90.0}[row.along, side]
            if self._free(row.place(part, side)):
                one = self._person("seated", (*row.place(part, side), 0.0), heading, row.bench(side), -2)
                people += parted(one, SEAT, -2, 1)
        return [*people, *self._queue(queue * (2 if many else 1)), self._cook()]

    def _queue(self, count: int) -> list[Cutout]:
        x0, x1, *_ = HATCH
        people = []
        for number in range(count):
            x = x1 - 0.5 + 0.56 * number + self._rng.normal(0, 0.05) if number else x0 + 1.2
            place = (min(x, WIDTH - 0.4), DEPTH - 1.05 + self._rng.normal(0, 0.06), 0.0)
            if place[0] < WIDTH - 0.5 and self._free(place[:2]):
                people.append(self._person("standing", place, 0.0, _FIRST_IN_QUEUE + number, 0))
        return people

    def _cook(self) -> Cutout:
        x0, x1, *_ = HATCH
        return self._person("standing", (x0 + 0.75 + self._rng.random() * (x1 - x0 - 1.5), DEPTH + 0.75, 0.0), 160.0, SHELL, -1)

    def _free(self, at: tuple[float, float]) -> bool:
        """Say whether a place is in sight, out of the camera's way and not taken, and take it."""
        column, _, depth = (float(v) for v in self._lens.project(*at, 1.0))
        aside = (column - self._lens.size[0] / 2) / self._lens.focal * depth
        if not 0.8 < depth < 16 or (depth < self._clear and abs(aside) < 0.75):
            return False
        if any(math.hypot(at[0] - x, at[1] - y) < 0.5 for x, y in self._taken) or self._hides(column, depth):
            return False
        self._taken.append(at)
        self._seen.append((column, depth))
        return True

    def _hides(self, column: float, depth: float) -> bool:
        """Say whether someone there would melt into another, near the lens, about as far away."""
        apart = _APART * self._lens.focal
        return any(
            min(depth, other) < _MERGES and abs(depth - other) < 2.2 and abs(column - at) < apart / min(depth, other)
            for at, other in self._seen
        )

    def _person(self, pose: str, place: tuple[float, float, float], heading: float, group: int, level: int) -> Cutout:
        number = len(self._taken) + group
        away = math.hypot(place[0] - self._lens.x, place[1] - self._lens.y)
        hat = "hair" if level == -1 else _HATS[number % (3 if pose == "seated" and away < _NEAR else 2)]
        key = (pose, hat, heading, away < _NEAR)
        if key not in self._reliefs:
            limbs: tuple[Limb, ...] = (*seated_at_table(hat), breeches(SEAT)) if pose == "seated" else standing(hat, 0.78)
            limbs = tuple(replace(limb, paint=_TROUSERS) if limb.paint == DARK else limb for limb in limbs)
            metre = min(_FINEST, self._lens.focal / (0.9 if away < _NEAR else _NEAR) * 1.1)
            self._reliefs[key] = sculpt(limbs, self._lens.yaw - heading, metre, 0.3, number)
        cloth = colour("#8a8a82" if level == -1 else _CLOTHS[number % len(_CLOTHS)])
        thing = Sculpture((), heading, place, cloth, group, level, kind="person")
        one = lit_cutout(thing, self._reliefs[key], lambda swing: room_glows(self._sources, place, self._lens, swing, 1.6))
        one = coarser(one, self._lens.focal / away * 1.15)
        soft = 0.9 * (2.2 - away) * self._lens.size[0] / 768  # nearer than the lens is focused on
        return softened(one, soft * one.metre * away / self._lens.focal) if soft > 0.2 else one
