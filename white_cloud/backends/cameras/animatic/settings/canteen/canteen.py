"""The canteen: a hall of tables at the change of shifts, a hatch that steams, a few who eat and do not speak."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.bulb import hung_bulb
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout
from white_cloud.backends.cameras.animatic.rooms.decorator import Furnishing
from white_cloud.backends.cameras.animatic.rooms.gloss import add_gloss
from white_cloud.backends.cameras.animatic.rooms.light import Emitter, Sources, bake, light_at
from white_cloud.backends.cameras.animatic.rooms.stage import SHELL, Stage, mirrored
from white_cloud.backends.cameras.animatic.rooms.standpoint import Standpoint
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.canteen import hall
from white_cloud.backends.cameras.animatic.settings.canteen.eaters import Eaters
from white_cloud.backends.cameras.animatic.settings.canteen.fare import Steam, bowl, draw_fan, steaming
from white_cloud.backends.cameras.animatic.settings.canteen.hall import (
    DEPTH,
    DROP,
    HATCH,
    HEIGHT,
    LAMPS,
    PANE,
    TABLE_TOP,
    WIDTH,
)
from white_cloud.media.survey import Survey

_LIGHT_MAP = 3.4  # texels of the light maps a metre
_REACH = (0.55, 0.35, 0.9)
_FAN = (WIDTH / 2, 6.9, HEIGHT - 0.62)
_POOL = 2.5  # what a lamp's shade throws down, of what it sends all round
_FLICKER = 2.7  # seconds from one failing of the old tube to the next


@dataclass(frozen=True)
class _View:
    """A station: the standpoint, how the tables stand, who surely sits there (table, part of it, side), how long a queue."""

    at: Standpoint
    along: str = "x"
    people: tuple[tuple[int, float, int], ...] = ()
    queue: int = 2


_VIEWS = (
    _View(Standpoint((4.5, 0.75, 1.50), 0, 0.44, 60, _REACH), "x", ((2, 0.72, -1), (3, 0.25, -1), (5, 0.45, -1)), 3),
    _View(Standpoint((3.1, 0.9, 1.22), 9, 0.42, 56, _REACH), "x", ((0, 0.55, -1), (2, 0.8, -1), (3, 0.35, -1))),
    _View(Standpoint((7.9, 0.9, 1.55), -27, 0.45, 58, _REACH), "x", ((3, 0.2, -1), (3, 0.55, -1), (2, 0.6, -1)), 4),
    _View(Standpoint((4.45, 0.7, 1.28), 0, 0.40, 58, _REACH), "y", ((1, 0.35, -1), (1, 0.6, 1), (4, 0.3, -1))),
    _View(Standpoint((3.0, 0.7, 1.42), 6, 0.44, 56, _REACH), "y", ((0, 0.5, 1), (1, 0.45, -1), (1, 0.7, 1), (4, 0.4, -1)), 4),
    _View(Standpoint((2.0, 6.9, 1.50), 20, 0.46, 52, (0.4, 0.3, 0.5)), "x", ((7, 0.3, -1), (7, 0.6, -1)), 5),
)
_CLOSE = (
    _View(Standpoint((4.5, 0.6, 1.42), 0, 0.46, 33, _REACH), "x", ((2, 0.8, -1), (3, 0.2, -1), (5, 0.3, -1), (4, 0.7, -1)), 3),
    _View(Standpoint((1.4, 0.6, 1.36), 14, 0.44, 34, _REACH), "y", ((1, 0.5, -1), (1, 0.85, 1), (4, 0.3, -1)), 3),
    _View(Standpoint((6.6, 5.1, 1.40), -22, 0.46, 36, (0.4, 0.3, 0.6)), "x", ((6, 0.75, -1), (4, 0.8, -1)), 4),
)
_WINDOWS = (
    _View(Standpoint((8.0, 3.6, 1.35), -62, 0.45, 56, _REACH), "y", ((1, 0.55, -1), (1, 0.85, 1), (0, 0.6, 1), (0, 0.9, 1))),
    _View(
        Standpoint((6.2, 5.4, 1.32), -78, 0.46, 58, (0.8, 0.35, 0.7)),
        "y",
        ((0, 0.9, 1), (0, 0.62, -1), (3, 0.3, -1), (1, 0.8, -1)),
    ),
)


class Canteen(Setting):
    """A workers' canteen under tubes or bulbs.

    Words: night, dawn, dusk, day; rain, snow (at the windows); smoke, fog (more steam); crowd, empty; close, window (which
    station); lamp (an old tube fails and comes back).
    """

    name = "canteen"
    internal_scale = 0.5
    grade = Grade(
        exposure=1.75, contrast=1.28, saturation=0.72, bloom=0.24, vignette=0.42, shadow="#0d1112", highlight="#efead6"
    )

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Furnish the hall, bake its light and seat who eats there."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 41))
        views = _WINDOWS if "window" in words else _CLOSE if "close" in words else (*_VIEWS, _CLOSE[0], _WINDOWS[0])
        view = views[int(rng.integers(len(views)))]
        self._mirrored = bool(rng.random() < 0.5)
        self._at = view.at
        self._hour = _hour(words, bool(rng.random() < 0.35) and "lamp" not in words)
        lens = self._lens(0.0)
        room = hall.furnish(int(rng.integers(1 << 30)), view.along, self._hour.sky, self._hour.hatch, words & {"rain", "snow"})
        lamps = self._hang_lamps(room, lens)
        for surface in room.surfaces:
            surface.fit(lens, nearer=0.6)
        self._sources, self._failing = self._hour.sources(), "lamp" in words
        self._maps = bake(room.surfaces, room.blocks, self._sources, False, _LIGHT_MAP)
        self._surfaces, self._tube = room.surfaces, 1.0
        self._expose(1.0)
        people = (
            []
            if words & {"empty", "no people"}
            else Eaters(self._sources, lens, view.at, rng).come(view.along, view.people, view.queue, "crowd" in words)
        )
        laid = self._lay_tables(hall.rows(view.along), lens, rng)
        self._hot = steaming(laid, lens, self._sources, 3 if words & {"smoke", "fog"} else 2)
        cutouts = [*lamps, *laid, *people]
        self._stage = Stage(room.surfaces, cutouts, view.at.lenses(move, size, self._mirrored))
        self._steam = Steam(seed, self._hour.hatch * np.float32(0.85), 3.2 if words & {"smoke", "fog"} else 1.5)

    def radiance(self, t: float) -> Array:
        """Return the hall's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        tube = _failing_tube(t + self.seed % 7) if self._failing else 1.0
        if tube != self._tube:
            self._expose(tube)
        picture: Array = np.zeros((self.size[1], self.size[0], 4), np.float32)

        def after(group: int) -> None:
            if group == SHELL:
                add_gloss(picture, lens, self._bright(), 2.2 if self.words & {"rain", "snow"} else 1.0)
                draw_fan(picture, lens, _FAN, np.float32(0.02) * np.ones(3, np.float32), t)
            elif group == hall.COUNTER:
                self._steam.draw(picture, lens, t)
            else:
                self._draw_hot(group, picture, lens, t)

        self._stage.paint(lens, picture, after=after)
        if self.words & {"smoke", "fog"}:
            veil = np.append(self._hour.hatch * np.float32(0.022), 0).astype(np.float32)
            picture = cv2.addWeighted(picture, 0.9, np.broadcast_to(veil, picture.shape), 1, 0)
        return cv2.flip(picture, 1) if self._mirrored else picture

    def survey(self, t: float) -> Survey:
        """Return what the pixels of `radiance(t)` show; steam and the turning fan are left out."""
        lens, survey = self._lens(t), Survey.empty(self.size)
        self._stage.survey(lens, survey)
        return mirrored(survey) if self._mirrored else survey

    def _lens(self, t: float) -> Pinhole:
        return self._at.lens(self.move.at(t), self.size, self._mirrored)

    def _expose(self, tube: float) -> None:
        self._tube = tube
        for surface, light in zip(self._surfaces, self._maps.combined(self._sources, lamp=tube), strict=True):
            surface.expose(light)

    def _hang_lamps(self, room: Furnishing, lens: Pinhole) -> list[Cutout]:
        hour = self._hour
        if "no lamp" in self.words:
            return []
        if not hour.bulbs:
            hall.hang_tubes(room, hour.tint, hour.lit)
            return []
        places = [(x, y, HEIGHT - DROP - 0.25) for x, y in LAMPS]
        return [
            hung_bulb(place, lens, hour.tint * np.float32(0.9 if on else 0.004), hall.FIRST_LAMP + number)
            for number, (place, on) in enumerate(zip(places, hour.lit, strict=True))
            if float(lens.project(*place)[2]) > 0.6
        ]

    def _lay_tables(self, rows: list[hall.Row], lens: Pinhole, rng: np.random.Generator) -> list[Cutout]:
        laid = []
        for row in rows:
            for part in np.arange(0.08, 0.95, 0.13):
                for side in (-0.3, 0.3):
                    if rng.random() > 0.55:
                        continue
                    x, y = row.place(float(part + rng.normal(0, 0.02)), side)
                    kind = int(rng.choice(3, p=(0.74, 0.21, 0.05)))
                    place = (x, y, TABLE_TOP)
                    if float(lens.project(*place)[2]) > 0.7:
                        light = light_at(self._sources, place) + self._sources.pane_colour * np.float32(0.10)
                        laid.append(bowl(place, lens, light, row.group, kind))
        return laid

    def _draw_hot(self, group: int, picture: Array, lens: Pinhole, t: float) -> None:
        """Draw the steam over what is hot on a table."""
        for one, light in self._hot.get(group, ()):
            one.draw(picture, lens, light, t)

    def _bright(self) -> list[tuple[Array, Array]]:
        """Return what the floor mirrors: the hatch, the windows, the lamps."""
        x0, x1, z0, z1 = HATCH
        found = [
            (np.array([(x0, DEPTH, z0), (x1, DEPTH, z0), (x1, DEPTH, z1), (x0, DEPTH, z1)]), self._hour.hatch * np.float32(0.8))
        ]
        for y0, y1, low, high in hall.WINDOWS:
            found.append(
                (np.array([(0, y0, low), (0, y1, low), (0, y1, high), (0, y0, high)]), self._hour.sky * np.float32(0.8))
            )
        for (x, y), on in zip(LAMPS, self._hour.lit, strict=True):
            z, light = HEIGHT - DROP, self._hour.tint * np.float32(3.5 if on else 0)
            found.append(
                (
                    np.array([(x - 0.05, y - 0.6, z), (x + 0.05, y - 0.6, z), (x + 0.05, y + 0.6, z), (x - 0.05, y + 0.6, z)]),
                    light,
                )
            )
        return found


@dataclass(frozen=True)
class _Hour:
    """The light of an hour: of the windows' sky, of the kitchen and of the lamps (linear BGR), and which lamps burn."""

    sky: Array
    pane: float
    hatch: Array
    tint: Array
    strength: float
    lit: tuple[bool, ...]
    bulbs: bool
    failing: bool

    def sources(self) -> Sources:
        """Return the hour as what lights the hall; a failing tube is the one that may change."""
        tube = self.tint * np.float32(0.92 * self.strength)
        burning = [place for place, on in zip(LAMPS, self.lit, strict=True) if on]
        old = burning.pop(1) if self.failing and len(burning) > 1 else None
        emitters = [
            Emitter(np.array([(x, y + dy, HEIGHT - DROP) for dy in (-0.5, 0.0, 0.5)]), tube, hooded=True) for x, y in burning
        ]
        x0, x1, z0, z1 = HATCH
        opening = np.array([(x, DEPTH - 0.02, z) for x in np.linspace(x0 + 0.3, x1 - 0.3, 4) for z in (z0 + 0.3, z1 - 0.25)])
        emitters.append(Emitter(opening, self.hatch * np.float32(3.4), (0.0, -1.0, 0.0)))
        emitters += [
            Emitter(np.array([(x, y, HEIGHT - DROP - 0.2)]), tube * np.float32(_POOL), (0.0, 0.0, -1.0)) for x, y in burning
        ]
        ambient = tube * np.float32(0.018) + self.sky * np.float32(0.02)
        lamp = np.array([*(old or (4.5, 6.0)), HEIGHT - DROP])
        lamp_colour = tube * np.float32(old is not None)
        return Sources(lamp, lamp_colour, PANE, self.sky * np.float32(self.pane), ambient, tuple(emitters))


def _hour(words: frozenset[str], bulbs: bool) -> _Hour:
    tint = colour("#ffc489" if bulbs else "#dff0d8")
    hatch = colour("#ffd59a", 0.85)
    sky, pane, strength, lit = colour("#5f7c9c", 0.62), 1.3, 1.0, (True,) * len(LAMPS)
    if "night" in words:
        sky, pane, lit = colour("#1a2638", 0.05), 0.3, (False, True, False, True, False, False, True, False)
    elif "dawn" in words:
        sky, pane, strength, lit = colour("#a3b6cb", 0.85), 2.0, 0.6, (False, True, False, True, False, False, True, False)
    elif "dusk" in words:
        sky, pane, strength, lit = colour("#e09a62", 0.95), 2.6, 0.6, (False, False, True, True, False, True, False, True)
    elif "day" in words:
        sky, pane, lit = colour("#dde6e8", 1.9), 3.4, (False,) * len(LAMPS)
    if words & {"rain", "snow", "fog"}:
        sky = sky * np.float32(0.8)
    lit = (False,) * len(LAMPS) if "no lamp" in words else lit
    return _Hour(sky, pane, hatch, tint, strength, lit, bulbs, "lamp" in words)


def _failing_tube(t: float) -> float:
    """Return the strength of a worn-out tube: it goes out for a moment and flutters back, at times that differ."""
    turn = math.floor(t / _FLICKER)
    start, long, flutter = np.random.default_rng((turn + 1000, 5)).uniform((0.1, 0.25, 14), (1.2, 0.9, 22))
    since = t - turn * _FLICKER - start
    if not 0 < since < long:
        return 1.0
    return 0.12 if since < long * 0.5 else 0.3 + 0.4 * float(math.sin(since * flutter * 2 * math.pi / 2) > 0)
