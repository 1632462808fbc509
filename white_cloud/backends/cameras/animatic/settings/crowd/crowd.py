"""The crowd: workers against the light, who leave, who queue at a gate, or who rally."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.figures import Glow, bust, sculpt
from white_cloud.backends.cameras.animatic.props.precipitation import Precipitation
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.standees import Standee
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.crowd.backdrop import Backdrop, Layout, hour
from white_cloud.backends.cameras.animatic.settings.crowd.gate import Gate
from white_cloud.backends.cameras.animatic.settings.crowd.ink import Ink, Row
from white_cloud.backends.cameras.animatic.settings.crowd.scenes import Leaving, Queue, Rally
from white_cloud.media.survey import Survey

_WORKS_AWAY = 240.0
_BELOW = 0.30  # metres of a near body below what a bust usually shows: no tilt may find its end


@dataclass(frozen=True)
class _Station:
    """Where one stands: height of the eye, horizon, angle of view; who; what is far off; the near heads (x, y, turn)."""

    scene: str
    eye: float
    horizon: float
    fov: float
    sun: float
    works: str
    near: tuple[tuple[float, float, float], ...]
    head: tuple[float, float] = (0.0, 24.0)
    end: tuple[float, float] = (-1.2, 3.0)


_LEAVING = (
    _Station("leaving", 1.86, 0.40, 42, 0.10, "pylons", ((-0.70, 2.1, -25), (0.86, 2.5, 20))),
    _Station("leaving", 2.30, 0.34, 36, -0.14, "plant", ((0.74, 2.4, 35), (-1.30, 3.1, 0))),
    _Station("leaving", 1.55, 0.46, 46, 0.0, "plant", ((-0.66, 1.9, 10), (0.62, 2.1, -15), (1.5, 2.9, 0))),
)
_QUEUES = (
    _Station("queue", 1.95, 0.38, 40, 0.14, "plant", ((-0.74, 2.1, 20),), (1.6, 23.0), (-0.6, 2.9)),
    _Station("queue", 1.75, 0.42, 38, -0.16, "plant", ((0.80, 2.2, -30),), (-2.2, 25.0), (1.0, 3.0)),
    _Station("aside", 1.50, 0.54, 40, 0.22, "plant", ((-0.74, 2.3, -60),), (2.0, 10.4), (-12.0, 10.4)),
)
_RALLIES = (
    _Station("rally", 1.74, 0.55, 44, 0.0, "masts", ((-0.84, 2.2, 8), (0.84, 2.2, -8))),
    _Station("rally", 1.92, 0.50, 38, 0.0, "masts", ((-0.62, 2.3, 6), (0.62, 2.3, -6))),
)
_ROWS = (3.7, 4.9, 6.4, 8.2, 10.6, 13.6, 17.5, 22.5, 29.0, 37.0)


_FAR_ROW = 6.0  # metres: rows of a rally from here on move as one


class Crowd(Setting):
    """Workers as silhouettes.

    Words: the hours; `fog`, `rain`, `snow`; `close` and `wide`; `lamp` (the gate's), `queue` and `rally`.
    """

    name = "crowd"
    internal_scale = 0.6

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Call the people, paint what they stand before and sculpt those who are near."""
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 60))
        self._station = self._choose(random)
        rally = self._station.scene == "rally"
        by_default = {"leaving": "haze", "rally": "night"}.get(self._station.scene, "dawn")
        self._light = hour(words, rally, by_default)
        if "aerial" in words:  # from above people stand before the ground: it must be lighter than they are
            self._light = replace(self._light, ground=self._light.ground * 0.4 + self._light.low * 0.6)
        self.grade = Grade(
            exposure=1.15 * self._light.exposure, contrast=1.32, saturation=0.86, bloom=0.20, vignette=0.38,
            shadow="#0f1114", highlight="#f4e9d6",
        )  # fmt: skip
        self._people = self._call(random)
        layout = Layout(
            self._station.sun * self._side,
            0.055 if not rally else 0.0,
            self._station.eye * self._lens(0.0).focal / size[1],
            self._station.works,
            bool(words & {"rain", "night"}),
            seed,
        )
        self._backdrop = Backdrop(size, self._light, layout)
        self._near = self._sculpt(random)
        self._rows = self._far_rows()
        falls = next((kind for kind in ("snow", "rain") if kind in words), None)
        self._falling = Precipitation(falls, size, seed) if falls else None
        self._gate = self._build_gate()

    def radiance(self, t: float) -> Array:
        """Return the crowd's light at `t` seconds, float32 (h, w, 4)."""
        return self._paint(t, None)

    def survey(self, t: float) -> Survey:
        """Return what each pixel shows: people, sky, ground, and buildings far off."""
        survey = Survey.empty(self.size)
        self._paint(t, survey)
        return survey

    def _choose(self, random: np.random.Generator) -> _Station:
        pick, side = int(random.integers(1 << 30)), bool(random.random() < 0.5)
        self._side = -1.0 if side else 1.0
        stations = self._stations()
        station = stations[pick % len(stations)]
        if "close" in self.words:
            station = replace(station, fov=station.fov * 0.78, horizon=station.horizon - 0.04)
        if "wide" in self.words:
            station = replace(station, fov=min(58.0, station.fov * 1.25), eye=station.eye + 0.5)
        if "aerial" in self.words:
            station = replace(station, eye=station.eye + 3.4, horizon=0.25, near=())
        return station

    def _stations(self) -> tuple[_Station, ...]:
        words = self.words
        if words & {"rally", "aerial", "wide"}:
            return _RALLIES
        if "queue" in words:
            return _QUEUES
        if "close" in words:
            return _RALLIES + _LEAVING
        if words & {"night", "lamp"}:
            return _QUEUES + _RALLIES
        if words & {"dusk", "fog", "day", "storm"}:
            return _LEAVING
        return _QUEUES if "dawn" in words else _LEAVING + _QUEUES

    def _call(self, random: np.random.Generator) -> Leaving | Queue | Rally:
        hats: tuple[str, ...] = ("helmet", "helmet", "helmet", "cap", "hair", "scarf")
        loads: tuple[str, ...] = ("", "", "", "pockets", "pockets", "bag", "bag", "shovel")
        if "snow" in self.words:
            hats, loads = ("fur", "fur", "helmet", "hood", "scarf"), ("", "pockets", "pockets", "bag")
        if "rain" in self.words:
            hats, loads = ("helmet", "hood", "hood", "cap"), ("", "umbrella", "umbrella", "pockets")
        station, side = self._station, self._side
        if station.scene == "rally":
            return Rally.of(random, ("helmet", "helmet", "cap"), _ROWS, 0.72)
        if station.scene == "leaving":
            return Leaving.of(random, hats, loads)
        head, end = ((side * x, y) for x, y in (station.head, station.end))
        aside = station.scene == "aside"
        if aside:
            head, end = station.head, station.end  # from the side people look to the right; the picture is not mirrored
        return Queue.of(random, hats, loads, head, end, aside)

    def _lens(self, t: float) -> Pinhole:
        station, offset = self._station, self.move.at(t)
        yaw = math.radians(offset.yaw)
        across, forward = 0.42 * offset.across, 0.62 * offset.forward
        return Pinhole(
            across * math.cos(yaw) + forward * math.sin(yaw),
            forward * math.cos(yaw) - across * math.sin(yaw),
            station.eye + 0.55 * offset.up,
            offset.yaw,
            station.horizon + offset.horizon,
            cropped(station.fov, self.size),
            self.size,
        )

    def _build_gate(self) -> Gate | None:
        station = self._station
        if not isinstance(self._people, Queue):
            return None
        lit = not self.words or bool(self.words & {"night", "dusk", "dawn", "lamp", "rain", "snow"})
        lamp = colour("#ffc27a", 1.7 if "night" in self.words else 1.0) if lit else colour("#ffe2b8", 0.35)
        side = 1.0 if station.scene == "aside" else self._side
        x, y = self._people.head
        clear = math.exp(-y * self._light.thick)
        dark = self._light.low * np.float32((1 - clear) * 0.55) + self._light.body * np.float32(0.4)
        half = 2.6
        return Gate(x + (half + 0.7 if station.scene == "aside" else -0.2 * side), y + 0.6, half, lamp, dark)

    # ------------------------------------------------------------ near heads
    def _sculpt(self, random: np.random.Generator) -> list[Standee]:
        lens, found = self._lens(0.0), []
        light = self._light
        warm = light.glow * np.float32(1.2) + light.low * np.float32(0.9)
        for x, y, turn in self._station.near:
            hat = ("helmet", "helmet", "cap", "hair")[int(random.integers(4))]
            if "snow" in self.words:
                hat = ("fur", "scarf")[int(random.integers(2))]
            if self._station.scene == "rally":
                hat = "helmet"
            metre = min(lens.focal / (y - 0.4), 560.0)
            coat = ("jacket", "padded")[int(random.integers(2))]
            limbs = [limb.moved(z=_BELOW) for limb in bust(hat, 4.0, -turn * 0.6 * self._side, coat)]
            relief = sculpt(limbs, -turn * 0.4 * self._side, metre, 0.12, self.seed)
            sun = (self._station.sun * self._side * 3, 1.0, 0.55)
            glows = [
                Glow(sun, warm * np.float32(1.3), distant=True, wrap=0.0, edge=0.9),
                Glow((0.0, -0.4, 1.0), light.top * np.float32(0.22), distant=True, wrap=0.3),
            ]
            lit = relief.lit(colour("#3a3f46"), light.body * np.float32(2.2) + light.top * np.float32(0.05), glows)
            tall = float(random.normal(1.0, 0.02))
            found.append(Standee.of(relief, lit, (x * self._side, y, 0.925 * tall - _BELOW), "person"))
        return sorted(found, key=lambda one: -one.place[1])

    # ------------------------------------------------------------ the picture
    def _paint(self, t: float, survey: Survey | None) -> Array:
        lens = self._lens(t)
        behind = self._backdrop.at(lens, t)
        if survey is not None:
            self._survey_land(survey, lens)
        picture = behind
        if self._gate is not None:
            picture = self._gate.draw(behind, lens, survey, 1.3 if "lamp" in self.words else 1.0)
        ink = Ink(picture, behind, lens, self._light, self._station.sun * self._side * 4, survey)
        if isinstance(self._people, Rally):
            self._draw_far_rows(ink, self._people, t)
        else:
            ink.figures(self._people.at(t))
        self._draw_near(picture, lens, t, survey)
        if self._falling is not None:
            shift = (-math.tan(math.radians(lens.yaw)) * lens.focal, lens.horizon_row - self.size[1] / 2)
            self._falling.draw(picture, self._light.low * np.float32(1.5), t, shift)
        return picture

    def _draw_far_rows(self, ink: Ink, rally: Rally, t: float) -> None:
        flags = sorted(rally.flags, key=lambda flag: -flag.y)
        for row in self._rows:
            for flag in [flag for flag in flags if flag.y > row.y]:
                ink.flag(flag, t)
                flags.remove(flag)
            ink.row(row, t)
        for flag in flags:
            ink.flag(flag, t)
        ink.figures([f for number, (y, _) in enumerate(rally.rows) if y < _FAR_ROW for f in rally.row(number, t)])

    def _draw_near(self, picture: Array, lens: Pinhole, t: float, survey: Survey | None) -> None:
        for number, standee in enumerate(self._near):
            breath = 0.004 * math.sin(t * 1.5 + number * 2.1)
            lean = 0.010 * math.sin(t * 0.43 + number * 1.7)
            x, y, z = standee.place
            moved = replace(standee, place=(x + lean, y, z + breath))
            clear = math.exp(-y * self._light.thick * 0.5)
            moved.draw(picture, lens, clear, np.append(self._light.low * np.float32(1 - clear), 0).astype(np.float32))
            if survey is not None:
                moved.mark(survey, lens)

    def _far_rows(self) -> list[Row]:
        if not isinstance(self._people, Rally):
            return []
        focal = self._lens(0.0).focal
        rows = [self._people.row(number, 0.0) for number, (y, _) in enumerate(self._people.rows) if y >= _FAR_ROW]
        return [Row.of(people, focal / people[0].y) for people in reversed(rows)]

    def _survey_land(self, survey: Survey, lens: Pinhole) -> None:
        below = np.arange(self.size[1], dtype=np.float32) + 0.5 - lens.horizon_row
        ground = np.repeat((below > 0)[:, None], self.size[0], 1)
        away = lens.z * lens.focal / np.maximum(below, 0.5)
        survey.put("ground", ground, np.repeat(np.minimum(away, 5000.0)[:, None], self.size[0], 1))
        survey.put("building", self._backdrop.buildings(lens) & ~ground, _WORKS_AWAY)
