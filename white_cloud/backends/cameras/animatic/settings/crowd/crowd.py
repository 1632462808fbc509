"""The crowd: workers against the light, who leave, who queue at a gate, or who rally."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, bust, sculpt
from white_cloud.backends.cameras.animatic.props.figures_march import cover
from white_cloud.backends.cameras.animatic.radiance import Array, colour, four_channels, smoothstep
from white_cloud.backends.cameras.animatic.rooms.standees import Standee
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.crowd.backdrop import Backdrop, Hour, Layout, hour
from white_cloud.backends.cameras.animatic.settings.crowd.gate import Gate
from white_cloud.backends.cameras.animatic.settings.crowd.scenes import Figure, Flag, Leaving, Queue, Rally, raised
from white_cloud.backends.cameras.animatic.survey import Survey

_NEAREST = 1.7  # metres: who is nearer is not drawn
_WORKS_AWAY = 240.0


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
_ROWS = (3.7, 4.9, 6.4, 8.2, 10.6, 13.6, 17.5)


#: Rows of a rally from here on are painted once for each of these heights of the arms.
_FAR_ROW = 8.0
_HEIGHTS = (0.50, 0.62, 0.75, 0.88, 1.0)
_FLAG = colour("#9c1f17", 0.62)


@dataclass(frozen=True)
class _Strip:
    """A far row of a rally: coverage for each of _HEIGHTS, metres of its left edge, pixels a metre, its distance."""

    covers: tuple[Array, ...] = field(repr=False)
    left: float
    metre: float
    y: float


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
        self.grade = Grade(
            exposure=1.15 * self._light.exposure, contrast=1.32, saturation=0.86, bloom=0.20, vignette=0.38,
            shadow="#0f1114", highlight="#f4e9d6",
        )  # fmt: skip
        self._people = self._call(random)
        layout = Layout(self._station.sun * self._side, 0.055 if not rally else 0.0, self._station.works, bool(words & {"rain", "night"}), seed)
        self._backdrop = Backdrop(size, self._lens(0.0).focal, self._light, layout)
        self._near = self._sculpt(random)
        self._strips = self._paint_rows()
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
        if "rally" in self.words:
            stations = _RALLIES
        elif "queue" in self.words or self.words & {"dawn", "night", "lamp"}:
            stations = _QUEUES
        elif self.words & {"dusk", "fog", "day"}:
            stations = _LEAVING
        else:
            stations = _LEAVING + _QUEUES
        station = stations[pick % len(stations)]
        if "close" in self.words:
            station = replace(station, fov=station.fov * 0.78, horizon=station.horizon - 0.04)
        if "wide" in self.words:
            station = replace(station, fov=min(58.0, station.fov * 1.25), eye=station.eye + 0.5)
        return station

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
        lamp = colour("#ffc27a", 1.0) if self.words & {"night", "dusk", "dawn", "lamp", "rain"} or not self.words else colour("#ffe2b8", 0.35)
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
            relief = sculpt(bust(hat, 4.0, -turn * 0.6 * self._side, coat), -turn * 0.4 * self._side, metre, 0.12, self.seed)
            sun = (self._station.sun * self._side * 3, 1.0, 0.55)
            glows = [
                Glow(sun, warm * np.float32(1.3), distant=True, wrap=0.0, edge=0.9),
                Glow((0.0, -0.4, 1.0), light.top * np.float32(0.22), distant=True, wrap=0.3),
            ]
            lit = relief.lit(colour("#3a3f46"), light.body * np.float32(2.2) + light.top * np.float32(0.05), glows)
            tall = float(random.normal(1.0, 0.02))
            found.append(Standee.of(relief, lit, (x * self._side, y, 0.925 * tall), "person"))
        return sorted(found, key=lambda one: -one.place[1])

    # ------------------------------------------------------------ the picture
    def _paint(self, t: float, survey: Survey | None) -> Array:
        lens = self._lens(t)
        air = self._backdrop.at(lens, t)
        if survey is not None:
            self._survey_land(survey, lens)
        picture = air
        if self._gate is not None:
            picture = self._gate.draw(air, lens, survey, 1.3 if "lamp" in self.words else 1.0)
        air = self._air(air)
        people = self._people
        if isinstance(people, Rally):
            self._draw_far_rows(picture, air, lens, t, survey)
            figures = [f for number, (y, _) in enumerate(people.rows) if y < _FAR_ROW for f in people.row(number, t)]
        else:
            figures = people.at(t)
        shown = [(figure, *self._placed(figure, lens)) for figure in figures]
        shown = sorted((one for one in shown if one[3] > _NEAREST), key=lambda one: -one[3])
        if self._light.shadow > 0.12:
            self._cast(picture, shown, lens)
        for figure, column, row, depth in shown:
            self._draw(figure, (column, row, depth), lens, (air, picture), survey)
        for number, standee in enumerate(self._near):
            breath = 0.004 * math.sin(t * 1.5 + number * 2.1)
            lean = 0.010 * math.sin(t * 0.43 + number * 1.7)
            x, y, z = standee.place
            moved = replace(standee, place=(x + lean, y, z + breath))
            clear = math.exp(-y * self._light.thick * 0.5)
            moved.draw(picture, lens, clear, np.append(self._light.low * np.float32(1 - clear), 0).astype(np.float32))
            if survey is not None:
                moved.mark(survey, lens)
        return picture

    def _air(self, far: Array) -> Array:
        """Return the light of the air before everybody: what lies behind, without its shapes."""
        small = cv2.resize(far, (max(2, self.size[0] // 16), max(2, self.size[1] // 16)), interpolation=cv2.INTER_AREA)
        return cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.6), self.size, interpolation=cv2.INTER_LINEAR)

    def _placed(self, figure: Figure, lens: Pinhole) -> tuple[float, float, float]:
        column, row, depth = lens.project(figure.x, figure.y, 0.0)
        return float(column), float(row), float(depth)

    def _draw(
        self, figure: Figure, place: tuple[float, float, float], lens: Pinhole, light: tuple[Array, Array], survey: Survey | None
    ) -> None:
        column, row, depth = place
        air, picture = light
        metre = lens.focal / depth
        stride = figure.stride if metre > 14 else 0.0
        outline = figure.person.outline(figure.phase % 1, stride, lens.z / depth, figure.raised)
        corners = [part * (metre, -metre) + (column, row) for part in outline]
        every = np.concatenate(corners)
        x0, y0 = (int(max(0, v)) for v in np.floor(every.min(0)) - 1)
        x1, y1 = (int(min(side, v)) for side, v in zip(self.size, np.ceil(every.max(0)) + 2, strict=True))
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        mask = cover([part - (x0, y0) for part in corners], (x1 - x0, y1 - y0))
        region = np.s_[y0:y1, x0:x1]
        self._mark(survey, region, mask, "person", depth)
        self._blend(picture, air, region, mask, depth, metre, row)

    def _blend(
        self, picture: Array, air: Array, region: tuple[slice, slice], mask: Array, depth: float, metre: float, foot: float = 1e6
    ) -> None:
        """Lay bodies over the picture; where they stand on the ground, at row `foot`, dust hides their feet."""
        shade = self._shaded(mask, air[region], depth, metre)
        if foot < 1e6:
            rows = np.arange(region[0].start, region[0].stop)
            feet = 0.62 * (1 - math.exp(-depth * self._light.thick)) * np.exp(-(foot - rows) / (0.34 * metre))
            mask = mask * (1 - np.clip(feet, 0, 0.85).astype(np.float32))[:, None]
        picture[region] = cv2.blendLinear(shade, np.ascontiguousarray(picture[region]), mask, 1 - mask)

    def _shaded(self, mask: Array, behind: Array, depth: float, metre: float) -> Array:
        """Return a body's colour: dark, paled by the air before it, with an edge where the light comes past."""
        clear = math.exp(-depth * self._light.thick)
        step = max(0.7, 0.016 * metre)
        aside = float(np.clip(self._station.sun * self._side * 4, -1, 1)) * step
        matrix = np.array([[1, 0, -aside], [0, 1, step]])
        inner = cv2.warpAffine(mask, matrix, mask.shape[::-1], flags=cv2.INTER_LINEAR)
        edge = np.clip(mask - inner, 0, 1)
        body = cv2.addWeighted(behind, (1 - clear) * 0.92, behind, 0, 0)
        body += np.append(self._light.body * np.float32(0.5 * clear), 0).astype(np.float32)
        rim = cv2.multiply(np.ascontiguousarray(behind), (0.30 + 0.45 * clear,) * 4)
        rim += np.append(self._light.glow * np.float32(0.10 * clear), 0).astype(np.float32)
        return cv2.add(body, cv2.multiply(rim, four_channels(edge)))

    # ------------------------------------------------------------ a rally's far rows
    def _paint_rows(self) -> list[_Strip]:
        if not isinstance(self._people, Rally):
            return []
        found = []
        for number in range(len(self._people.rows) - 1, -1, -1):
            y, people = self._people.rows[number]
            if y < _FAR_ROW:
                continue
            metre = self._lens(0.0).focal / y
            left = min(x for _, x, _, _ in people) - 0.6
            size = (max(4, int(-2 * left * metre)), max(4, int(2.3 * metre)))
            covers = []
            for height in _HEIGHTS:
                parts = [
                    part * (metre, -metre) + ((x - left) * metre, size[1])
                    for who, x, _, zeal in people
                    for part in who.outline(0.0, 0.0, 0.1, height * zeal)
                ]
                covers.append(cover(parts, size))
            found.append(_Strip(tuple(covers), left, metre, y))
        return found

    def _draw_far_rows(self, picture: Array, air: Array, lens: Pinhole, t: float, survey: Survey | None) -> None:
        assert isinstance(self._people, Rally)
        flags = sorted(self._people.flags, key=lambda flag: -flag.y)
        for strip in self._strips:
            for flag in [flag for flag in flags if flag.y > strip.y]:
                self._draw_flag(flag, picture, air, lens, t, survey)
                flags.remove(flag)
            self._draw_strip(strip, picture, air, lens, t, survey)
        for flag in flags:
            self._draw_flag(flag, picture, air, lens, t, survey)

    def _draw_strip(self, strip: _Strip, picture: Array, air: Array, lens: Pinhole, t: float, survey: Survey | None) -> None:
        column, row, depth = (float(v) for v in lens.project(strip.left, strip.y, 0.0))
        height = raised(t - 0.03 * (strip.y % 1.7))
        step = (height - _HEIGHTS[0]) / (_HEIGHTS[-1] - _HEIGHTS[0]) * (len(_HEIGHTS) - 1)
        low = min(max(int(step), 0), len(_HEIGHTS) - 2)
        mask = cv2.addWeighted(strip.covers[low], 1 - (step - low), strip.covers[low + 1], step - low, 0)
        zoom = lens.focal / depth / strip.metre
        top = row - mask.shape[0] * zoom
        y0, y1 = max(0, math.floor(top)), min(self.size[1], math.ceil(row) + 1)
        if y1 - y0 < 2:
            return
        matrix = np.array([[zoom, 0, column + (zoom - 1) / 2], [0, zoom, top - y0 + (zoom - 1) / 2]])
        seen = cv2.warpAffine(mask, matrix, (self.size[0], y1 - y0), flags=cv2.INTER_LINEAR)
        region = np.s_[y0:y1, 0 : self.size[0]]
        self._blend(picture, air, region, seen, depth, lens.focal / depth)
        self._mark(survey, region, seen, "person", depth)

    def _draw_flag(self, flag: Flag, picture: Array, air: Array, lens: Pinhole, t: float, survey: Survey | None) -> None:
        column, row, depth = (float(v) for v in lens.project(flag.x, flag.y, 0.0))
        metre = lens.focal / depth
        along = np.linspace(0, 1, 15)
        phase = t * 2.6 + flag.late
        wave = 0.13 * along * np.sin(along * 6.5 - phase) - 0.16 * along * along
        x = flag.x * 0 + 0.03 + along * flag.long * (0.94 + 0.03 * math.sin(phase * 0.5))
        lower = wave - flag.long * 0.62 + 0.05 * along * np.sin(along * 5 - phase + 0.6)
        cloth = np.concatenate([np.stack([x, flag.tall + wave], 1), np.stack([x, flag.tall + lower], 1)[::-1]])
        pole = np.array([(-0.022, 1.2), (0.022, 1.2), (0.018, flag.tall + 0.12), (-0.018, flag.tall + 0.12)])
        parts = [part * (metre, -metre) + (column, row) for part in (cloth, pole)]
        every = np.concatenate(parts)
        x0, y0 = (int(max(0, v)) for v in np.floor(every.min(0)) - 1)
        x1, y1 = (int(min(side, v)) for side, v in zip(self.size, np.ceil(every.max(0)) + 2, strict=True))
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        region = np.s_[y0:y1, x0:x1]
        size = (x1 - x0, y1 - y0)
        self._blend(picture, air, region, cover([parts[1] - (x0, y0)], size), depth, metre)
        mask = cover([parts[0] - (x0, y0)], size)
        clear = math.exp(-depth * self._light.thick)
        place = (np.arange(x0, x1) + 0.5 - column) / metre / flag.long
        folds = (0.9 + 0.42 * np.cos(place * 6.5 - phase + 0.5)).astype(np.float32)
        light = self._light.glow * np.float32(1.5) + self._light.low
        paint = folds[:, None] * (_FLAG * light * np.float32(2.2 * clear))
        behind = np.ascontiguousarray(air[region]) * np.float32((1 - clear) * 0.85)
        behind[..., :3] += paint[None]
        picture[region] = cv2.blendLinear(behind, np.ascontiguousarray(picture[region]), mask, 1 - mask)
        self._mark(survey, region, np.maximum(mask, 0), "thing", depth)

    @staticmethod
    def _mark(survey: Survey | None, region: tuple[slice, slice], mask: Array, name: str, depth: float) -> None:
        if survey is not None:
            where = np.zeros(survey.depth.shape, bool)
            where[region] = mask > 0.5
            survey.put(name, where, depth)

    def _cast(self, picture: Array, shown: list[tuple[Figure, float, float, float]], lens: Pinhole) -> None:
        """Lay the shadows on the ground: long, and towards the station."""
        w, h = max(2, self.size[0] // 2), max(2, self.size[1] // 2)
        sheet: Array = np.zeros((h, w), np.uint8)
        long = 1.9
        lean = -self._station.sun * self._side * 3.0
        for figure, *_, depth in shown:
            if depth > 24:
                continue
            for part in figure.person.outline(figure.phase % 1, figure.stride, 0.0, figure.raised)[:9]:
                x = figure.x + part[:, 0] + part[:, 1] * lean
                column, row, near = lens.project(x, figure.y - part[:, 1] * long, np.zeros(len(x)))
                if near.min() < 0.8:
                    continue
                corners = np.clip(np.stack([column, row], 1) / 2, -4000, 4000)
                cv2.fillPoly(sheet, [np.round(corners * 16).astype(np.int32)], 255, cv2.LINE_8, 4)
        soft = cv2.GaussianBlur(sheet, (0, 0), max(0.6, w / 380)).astype(np.float32) * np.float32(self._light.shadow / 255)
        rows = (np.arange(h, dtype=np.float32) * 2 - lens.horizon_row) / self.size[1]
        soft *= smoothstep(0.02, 0.30, rows).astype(np.float32)[:, None]
        shade = cv2.resize(1 - soft, self.size, interpolation=cv2.INTER_LINEAR)
        cv2.multiply(picture, four_channels(shade), dst=picture)

    def _survey_land(self, survey: Survey, lens: Pinhole) -> None:
        below = np.arange(self.size[1], dtype=np.float32) + 0.5 - lens.horizon_row
        ground = np.repeat((below > 0)[:, None], self.size[0], 1)
        away = lens.z * lens.focal / np.maximum(below, 0.5)
        survey.put("ground", ground, np.repeat(np.minimum(away, 5000.0)[:, None], self.size[0], 1))
        survey.put("building", self._backdrop.buildings(lens) & ~ground, _WORKS_AWAY)
