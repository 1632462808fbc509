"""The canteen: a hall of tables at the change of shifts, a hatch that steams, a few who eat and do not speak."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures import Relief, sculpt, seated_at_table
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.light import Emitter, Sources, bake, light_at
from white_cloud.backends.cameras.animatic.rooms.stage import Stage
from white_cloud.backends.cameras.animatic.rooms.standees import Cutout, Standee, cut_out, room_glows
from white_cloud.backends.cameras.animatic.rooms.standpoint import Standpoint
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.canteen import hall
from white_cloud.backends.cameras.animatic.settings.canteen.fare import Steam, bowl, draw_fan
from white_cloud.backends.cameras.animatic.settings.canteen.hall import DEPTH, HATCH, HEIGHT, PANE, TABLE_TOP, WIDTH, Row
from white_cloud.backends.cameras.animatic.survey import Survey

_LIGHT_MAP = 4.0  # texels of the light maps a metre
_REACH = (0.55, 0.35, 0.9)


@dataclass(frozen=True)
class _View:
    """A station: how the tables stand, who is certainly there (table, part of it, side), and the standpoint."""

    at: Standpoint
    along: str = "x"
    people: tuple[tuple[int, float, int], ...] = ()


_VIEWS = (
    _View(Standpoint((4.5, 0.75, 1.50), 0, 0.44, 60, _REACH), "x", ((2, 0.72, -1), (3, 0.25, -1), (5, 0.45, -1))),
    _View(Standpoint((3.1, 0.9, 1.22), 9, 0.42, 56, _REACH), "x", ((0, 0.55, -1), (2, 0.8, -1), (3, 0.35, -1))),
    _View(Standpoint((7.9, 0.9, 1.55), -27, 0.45, 58, _REACH), "x", ((3, 0.2, -1), (3, 0.55, -1), (2, 0.6, -1))),
    _View(Standpoint((4.45, 0.7, 1.28), 0, 0.40, 58, _REACH), "y", ((1, 0.35, -1), (1, 0.6, 1), (4, 0.3, -1))),
    _View(Standpoint((3.0, 0.7, 1.42), 6, 0.44, 56, _REACH), "y", ((0, 0.5, 1), (1, 0.45, -1), (1, 0.7, 1), (4, 0.4, -1))),
    _View(Standpoint((8.0, 3.6, 1.35), -62, 0.45, 56, _REACH), "y", ((1, 0.55, -1), (1, 0.85, 1), (0, 0.6, 1), (0, 0.9, 1))),
)


class Canteen(Setting):
    """A workers' canteen by tube light; words night, dawn, dusk, day, smoke, crowd, empty, close, window, lamp, fog, rain, snow."""

    name = "canteen"
    internal_scale = 0.6
    grade = Grade(exposure=1.25, contrast=1.3, saturation=0.72, bloom=0.24, vignette=0.42, shadow="#0d1112", highlight="#efead6")

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Furnish the hall, bake its light and seat who eats there."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 41))
        view = _VIEWS[int(rng.integers(len(_VIEWS)))]
        self._mirrored = bool(rng.random() < 0.5)
        self._at = view.at
        bulbs = bool(rng.random() < 0.4)
        self._sources, sky, hatch = _sources(words, bulbs)
        room = hall.furnish(int(rng.integers(1 << 30)), view.along, sky, hatch)
        lens = self._lens(0.0)
        hall.hang_lamps(room, self._sources, bulbs)
        for surface in room.surfaces:
            surface.fit(lens, nearer=0.8)
        maps = bake(room.surfaces, room.blocks, self._sources, False, _LIGHT_MAP)
        for surface, light in zip(room.surfaces, maps.combined(self._sources), strict=True):
            surface.expose(light)
        rows = hall.rows(view.along)
        cutouts = self._lay_tables(rows, lens, rng) + self._seat(rows, view, lens, rng)
        self._stage = Stage(room.surfaces, cutouts)
        self._steam = Steam(seed, hatch * np.float32(0.8), 2.2 if words & {"smoke", "fog"} else 1.0)

    def radiance(self, t: float) -> Array:
        """Return the hall's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        picture: Array = np.zeros((self.size[1], self.size[0], 4), np.float32)

        def after(group: int) -> None:
            if group == hall.COUNTER:
                self._steam.draw(picture, lens, t)
                draw_fan(picture, lens, (WIDTH / 2, 6.9, HEIGHT - 0.62), np.float32(0.02) * np.ones(3, np.float32), t)

        self._stage.paint(lens, picture, after=after)
        return cv2.flip(picture, 1) if self._mirrored else picture

    def survey(self, t: float) -> Survey:
        """Return what the pixels of `radiance(t)` show; steam is left out."""
        lens = self._lens(t)
        survey = Survey.empty(self.size)
        self._stage.survey(lens, survey)
        if not self._mirrored:
            return survey
        return Survey(np.ascontiguousarray(survey.classes[:, ::-1]), np.ascontiguousarray(survey.depth[:, ::-1]))

    def _lens(self, t: float) -> Pinhole:
        return self._at.lens(self.move.at(t), self.size, self._mirrored)

    def _lay_tables(self, rows: list[Row], lens: Pinhole, rng: np.random.Generator) -> list[Cutout]:
        laid = []
        for row in rows:
            for part in np.arange(0.08, 0.95, 0.13):
                for side in (-0.3, 0.3):
                    if rng.random() > 0.55:
                        continue
                    x, y = row.place(float(part + rng.normal(0, 0.02)), side)
                    kind = int(rng.choice(3, p=(0.7, 0.22, 0.08)))
                    place = (x, y, TABLE_TOP)
                    if lens.project(*place)[2] > 0.7:
                        laid.append(bowl(place, lens, light_at(self._sources, place), row.group, kind))
        return laid

    def _seat(self, rows: list[Row], view: _View, lens: Pinhole, rng: np.random.Generator) -> list[Cutout]:
        """Seat people at the tables: those the view is made for, and by chance more."""
        if "empty" in self.words:
            return []
        seats = [*view.people]
        more = 30 if "crowd" in self.words else 7
        for _ in range(more):
            table = int(rng.integers(len(rows)))
            seats.append((table, float(rng.uniform(0.06, 0.94)), -1 if rng.random() < 0.7 else 1))
        people: list[Cutout] = []
        taken: list[tuple[float, float]] = []
        reliefs: dict[tuple[int, ...], Relief] = {}
        for number, (table, part, side) in enumerate(seats):
            row = rows[table]
            x, y = row.place(part, side)
            if any(math.hypot(x - a, y - b) < 0.55 for a, b in taken) or not 0.9 < float(lens.project(x, y, 1.0)[2]) < 14:
                continue
            taken.append((x, y))
            people.append(self._person(row, (x, y, 0.0), side, lens, number, reliefs))
        return people

    def _person(
        self, row: Row, place: tuple[float, float, float], side: int, lens: Pinhole, number: int, reliefs: dict[tuple[int, ...], Relief]
    ) -> Cutout:
        heading = {("x", -1): 0.0, ("x", 1): 180.0, ("y", -1): 90.0, ("y", 1): -90.0}[row.along, side]
        away = math.hypot(place[0] - lens.x, place[1] - lens.y)
        fine = next(step for step in (1.5, 2.6, 4.5, 8.0, 99.0) if away < step)
        hat = number % 3
        key = (int(heading), hat if away < 8 else 0, int(fine * 10))
        if key not in reliefs:
            metre = min(260.0, lens.focal / (fine / 1.5) * 1.1)
            reliefs[key] = sculpt(seated_at_table(("cap", "helmet", "hair")[hat]), lens.yaw - heading, metre, 0.3, hat)
        cloth = colour(("#3a4250", "#3d403c", "#4a463c", "#333c46")[number % 4])
        thing = Standee((), heading, place, cloth, row.bench(side), -2, kind="person")
        return cut_out(thing, lens, lambda swing: room_glows(self._sources, place, lens, swing), relief=reliefs[key])


def _sources(words: frozenset[str], bulbs: bool) -> tuple[Sources, Array, Array]:
    """Return what lights the hall, and the light of sky and kitchen."""
    hatch = colour("#ffd9a0", 1.7)
    tube = colour("#ffc98a" if bulbs else "#e2f2dc", 1.0)
    sky, pane, strength = colour("#3d5878", 0.28), 0.25, 1.0
    if "night" in words:
        sky, pane = colour("#1a2638", 0.06), 0.02
    elif words & {"dawn", "dusk"}:
        sky, pane, strength = colour("#a9b8c8" if "dawn" in words else "#d8a27c", 0.9), 1.1, 0.35
    elif "day" in words:
        sky, pane, strength = colour("#dfe6e6", 2.0), 3.0, 0.0
    emitters = [
        Emitter(np.array([(x, y + dy, HEIGHT - 0.55) for dy in (-0.5, 0.0, 0.5)]), tube * np.float32(1.1 * strength), hooded=True)
        for x, y in hall.LAMPS
        if strength
    ]
    x0, x1, z0, z1 = HATCH
    opening = np.array([(x, DEPTH - 0.02, z) for x in np.linspace(x0 + 0.3, x1 - 0.3, 4) for z in (z0 + 0.3, z1 - 0.25)])
    emitters.append(Emitter(opening, hatch * np.float32(3.4), (0.0, -1.0, 0.0)))
    ambient = tube * np.float32(0.02 * strength) + sky * np.float32(0.02)
    return Sources(np.array([4.5, 6.0, 2.9]), np.zeros(3, np.float32), PANE, sky * np.float32(pane * 1.4), ambient, tuple(emitters)), sky, hatch
