"""The data centre: an aisle between racks to its vanishing point, lamps that blink in waves, a floor that mirrors them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.figures import Glow
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.passage import (
    Shell,
    Sight,
    blended,
    footprint,
    lay_floor,
    lay_level,
    lay_open,
    through_haze,
)  # fmt: skip
from white_cloud.backends.cameras.animatic.rooms.sheets import HOLE, Atlas, Sheet
from white_cloud.backends.cameras.animatic.rooms.standees import Stroller
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.datacentre import paint
from white_cloud.backends.cameras.animatic.settings.datacentre.light import Light, burning_lamps
from white_cloud.backends.cameras.animatic.settings.datacentre.paint import (
    END,
    GROUPS,
    HALF,
    HEIGHT,
    LAMP_COLOURS,
    PERIOD,
    RACK,
    TRAY,
)  # fmt: skip
from white_cloud.backends.cameras.animatic.settings.datacentre.rows import BACK, LEFT, RIGHT, ROW_END, Rows
from white_cloud.media.survey import Survey, class_number

_FLOOR, _CEILING, _TRAYS = range(ROW_END + 1, ROW_END + 4)
_NEAR, _FAR = 1.9, 45.0

#: From the groups of lamps to linear blue, green, red, and nothing.
_LAMP_MATRIX = np.vstack([np.stack([colour(code, 17.0) for code in LAMP_COLOURS], 1), np.zeros((1, GROUPS), np.float32)])


@dataclass(frozen=True)
class _Station:
    """Where the lens stands: metres east of the aisle's middle, north, up; degrees to the right, horizon, angle."""

    x: float
    y: float
    z: float
    yaw: float
    horizon: float
    fov: float


_STATIONS = (
    _Station(0.0, 1.2, 1.32, 0.0, 0.49, 66),
    _Station(-0.42, 1.2, 1.15, 6.0, 0.47, 60),
    _Station(0.06, 1.2, 0.34, -1.0, 0.60, 64),
    _Station(0.50, 1.2, 1.55, -15.0, 0.46, 58),
    _Station(0.0, 1.2, 2.05, 0.0, 0.36, 62),
    _Station(-0.25, 1.2, 0.85, 3.0, 0.50, 42),
)
#: Stations in the cross aisle, that look over the ends of the rows.
_ACROSS = (
    _Station(-1.0, -1.9, 1.35, 40.0, 0.47, 66),
    _Station(-0.6, -2.3, 0.75, 32.0, 0.53, 68),
    _Station(0.2, -2.5, 1.45, 46.0, 0.46, 60),
)
_WIDE = (*_ACROSS, _Station(0.0, 0.8, 1.3, 0.0, 0.49, 86))
#: Stations that look at one wall of racks.
_CLOSE = (
    _Station(-0.62, 1.2, 1.25, 42.0, 0.47, 48),
    _Station(-0.66, 1.2, 0.75, 38.0, 0.54, 46),
    _Station(-0.55, 1.2, 1.6, 46.0, 0.42, 50),
)


class Datacentre(Setting):
    """A data centre.

    Words: `night` (the ceiling is dark, the lamps lead), `day` (all lights burn), `fog` and `smoke` (mist from the floor),
    `walker`, `empty` (most of it is switched off), `close`, `wide` (across the rows).
    """

    name = "datacentre"
    internal_scale = 0.5
    grade = Grade(
        exposure=1.1, contrast=1.35, saturation=0.78, bloom=0.20, halation=(0.9, 1.0, 1.0), vignette=0.42, shadow="#0b1113",
        highlight="#eaf3ef",
    )  # fmt: skip

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Paint the racks, the floor and the ceiling, and light them."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 47))
        every = (*_STATIONS, *_STATIONS[:1], *_ACROSS[:2])
        stations = next((some for word, some in (("close", _CLOSE), ("wide", _WIDE)) if word in words), every)
        self._station = stations[int(rng.integers(len(stations)))]
        self._side = -1 if rng.random() < 0.5 else 1
        self._clock = float(rng.uniform(0, 100))
        self._phases = rng.random((round(END / RACK) + 1, 2, GROUPS)).astype(np.float32)
        self._alive = rng.random((len(self._phases), 2, 1)) < (0.3 if "empty" in words else 0.97)
        self._burning = burning_lamps(rng, words)
        self._level = 0.05 if "night" in words else (1.5 if "day" in words else 1.0)
        self._tint = colour("#d6f0ee", self._level)
        lens = self._lens(0.0)
        self._atlas = Atlas(self._painted(int(rng.integers(1 << 30))), lens.focal, _NEAR, _FAR, lens.y + 1.7 * 1.5)
        self._mist = Tile(np.clip(0.55 + 0.5 * spectral_noise(64, 1.5, seed, 1), 0, 2))
        self._stroller = self._walker(rng)

    def radiance(self, t: float) -> Array:
        """Return the aisle's light at `t` seconds, float32 (h, w, 4)."""
        sight = Sight.of(self._lens(t))
        rows = Rows.of(sight)
        height = sight.height(rows.walls.distance)
        shell = Shell.of(sight, rows.walls, height, HEIGHT)
        picture = self._racks(rows, np.abs(height), t)
        for z, cover in ((HEIGHT, shell.ceiling), (-HEIGHT, shell.mirrored)):
            lay_level(picture, self._atlas, _CEILING, sight, z, cover, PERIOD)
        over = (height - np.float32(TRAY)) * (np.float32(sight.lens.focal) / rows.walls.distance)
        lay_open(picture, self._atlas, _TRAYS, sight, TRAY, np.clip(over + np.float32(0.5), 0, 1), PERIOD)
        figure = self._stroller.at(t) if self._stroller else None
        if figure:
            figure.draw(picture, sight.lens, mirrored=True)
        lay_floor(picture, self._atlas, _FLOOR, sight, shell, (0.0008, 0.0022), PERIOD)
        if figure:
            figure.ground(picture, sight.lens)
        picture = through_haze(picture, shell.depth, self._density(), self._haze())
        if figure:
            clear = math.exp(-self._density() * figure.depth(sight.lens))
            figure.draw(picture, sight.lens, clear, self._haze() * np.float32(1 - clear))
        return cv2.add(picture, self._cold(sight, shell, t))

    def survey(self, t: float) -> Survey:
        """Return the classes and depths of the aisle at `t` seconds."""
        sight = Sight.of(self._lens(t))
        rows = Rows.of(sight)
        height = sight.height(rows.walls.distance)
        shell = Shell.of(sight, rows.walls, height, HEIGHT)
        survey = Survey.empty(self.size)
        survey.depth[:] = shell.depth
        survey.classes[:] = class_number("floor")
        which, place = rows.whole()
        for number in (LEFT, RIGHT, BACK, ROW_END):
            found = self._atlas.charts[number].at(np.broadcast_to(place, height.shape), height)
            where = (which == number) & (shell.floor <= 0.5)
            survey.classes[:] = np.where(where, found, survey.classes)
        self._overhead(sight, height, survey)
        if self._stroller:
            self._stroller.at(t).mark(survey, sight.lens)
        return survey

    def _overhead(self, sight: Sight, height: Array, survey: Survey) -> None:
        """Survey the ceiling, and the trays before it where there is no hole."""
        for sheet, z in ((_CEILING, HEIGHT), (_TRAYS, TRAY)):
            distance = sight.level(z)
            east = sight.east(distance)
            east -= PERIOD * np.floor(east / PERIOD + 0.5)
            found = self._atlas.charts[sheet].at(sight.north(distance), east)
            where = (height > z) & (sight.up > 0) & (found != HOLE)
            survey.classes[:] = np.where(where, found, survey.classes)
            survey.depth[:] = np.where(where, distance, survey.depth)

    def _lens(self, t: float) -> Pinhole:
        station, offset = self._station, self.move.at(t)
        angle = math.radians(station.yaw * self._side)
        across, forward = 0.36 * offset.across, 1.7 * offset.forward
        if station.y > 0:  # within an aisle the way is along it, whichever way the lens looks
            x, y = station.x * self._side + across, station.y + forward
            x = min(max(x, 0.2 - HALF), HALF - 0.2)
        else:
            across, forward = across * 1.4, forward * 0.5
            x = station.x * self._side + math.cos(angle) * across + math.sin(angle) * forward
            y = min(station.y - math.sin(angle) * across + math.cos(angle) * forward, -0.9)
        z = min(max(station.z + 0.7 * offset.up * (0.5 if station.z > 1.2 else 1.0), 0.2), TRAY - 0.12)
        return Pinhole(
            x,
            y,
            z,
            station.yaw * self._side + offset.yaw,
            station.horizon + offset.horizon,
            cropped(station.fov, self.size),
            self.size,
        )

    def _racks(self, rows: Rows, up: Array, t: float) -> Array:
        """Return the walls of racks with their lamps as they burn now, and the rows' ends before them."""
        walls = rows.walls
        picture = self._atlas.look(walls.which, walls.distance, walls.place, up)
        glow = self._atlas.look(walls.which + 1, walls.distance, walls.place, up)
        burning = self._burn(rows, t)
        np.multiply(glow, burning[None], out=glow)
        picture = cv2.add(picture, cv2.transform(glow, _LAMP_MATRIX))
        columns = np.flatnonzero(rows.end_part[0] > 0)
        if len(columns):
            place, away = rows.end_place[:, columns], rows.end_distance[:, columns]
            ends = self._atlas.look(ROW_END, away, place, np.abs(rows.sight.height(away)))
            part = np.ascontiguousarray(np.broadcast_to(rows.end_part[:, columns], ends.shape[:2]))
            picture[:, columns] = blended(np.ascontiguousarray(picture[:, columns]), ends, part)
        return picture

    def _burn(self, rows: Rows, t: float) -> Array:
        """Return how brightly each group of lamps burns in each column, (w, GROUPS): a mean over what the column sees."""
        walls = rows.walls
        number = np.arange(len(self._phases), dtype=np.float32)[:, None, None]
        s = np.float32(t + self._clock)
        wave = 0.5 + 0.5 * np.sin(number * 0.55 - s * 2.1 + 1.7 * self._phases[..., :1])
        rate = 1.2 + 5.0 * self._phases
        beat = np.sin(2 * np.pi * (rate * s + 7.0 * self._phases))
        steady = self._phases[..., ::-1] > 0.35
        blink = np.where(steady, 0.75, smoothstep(-0.25, 0.25, beat))
        glow = (0.25 + 0.75 * wave) * blink * self._alive
        total = np.concatenate([np.zeros((1, 2, GROUPS)), np.cumsum(glow, 0)])
        wide = np.maximum(footprint(walls.place)[0], 0.02)
        place = np.clip(walls.place[0] / RACK, 0, len(glow) - 1.0)
        ends = np.clip(place + 0.5 * wide / RACK, 0, len(glow)), np.clip(place - 0.5 * wide / RACK, 0, len(glow))
        side = walls.which[0] == RIGHT
        knots = np.arange(len(total))
        burning = np.zeros((len(place), GROUPS), np.float32)
        for group in range(GROUPS):
            for right in (0, 1):
                sums = [np.interp(end, knots, total[:, right, group]) for end in ends]
                part = (sums[0] - sums[1]) / np.maximum(ends[0] - ends[1], 1e-3)
                burning[:, group] = np.where(side == right, part, burning[:, group])
        burning[walls.which[0] == BACK] = 0
        return burning

    def _cold(self, sight: Sight, shell: Shell, t: float) -> Array:
        """Return the light of the mist that lies on the floor, painted small: it is soft."""
        w, h = max(2, self.size[0] // 6), max(2, self.size[1] // 6)
        depth = cv2.resize(shell.depth, (w, h), interpolation=cv2.INTER_AREA)
        up = cv2.resize(sight.up, (1, h), interpolation=cv2.INTER_AREA)
        aside, along = (cv2.resize(part, (w, 1), interpolation=cv2.INTER_AREA) for part in (sight.aside, sight.along))
        thick = np.float32(0.22)
        end = np.clip(sight.lens.z + up * depth, 0, HEIGHT)
        drop = np.where(np.abs(end - sight.lens.z) < 0.01, np.float32(0.01), end - sight.lens.z)
        mean = thick * (math.exp(-sight.lens.z / thick) - np.exp(-end / thick)) / -drop  # of exp(-z / thick) along the ray
        low = np.clip((sight.lens.z - 0.15) / np.maximum(-up, 0.02), 0.5, depth)  # where the ray dips into it
        u, v = sight.lens.x + aside * low, sight.lens.y + along * low
        pattern = self._mist((u * 0.22 + t * 0.018).astype(np.float32), (v * 0.16 - t * 0.05).astype(np.float32))
        pattern *= self._mist((u * 0.09 - t * 0.010).astype(np.float32), (v * 0.07 - t * 0.03).astype(np.float32)) + np.float32(
            0.3
        )
        thickness = np.float32(4.0 if self.words & {"fog", "smoke"} else 0.3)
        veil = 1 - np.exp(-np.clip(mean, 0, None) * depth * pattern * thickness)
        tint = self._tint * 0.16 + colour("#58b7b4", 0.012 + 0.02 * self._level)
        return cv2.resize(
            cv2.merge([*(veil.astype(np.float32) * part for part in tint), np.zeros((h, w), np.float32)]), self.size
        )

    def _density(self) -> float:
        return 0.016 + (0.05 if self.words & {"fog", "smoke"} else 0.0)

    def _haze(self) -> Array:
        return np.append(self._tint * 0.085 + colour("#3f8f96", 0.014), 0).astype(np.float32)

    def _painted(self, seed: int) -> Iterator[Sheet]:
        """Paint one surface after the other and light it."""
        lens, light = self._lens(0.0), Light.of(self._burning, self._tint)
        for side, aside in enumerate(self._asides()):
            canvas, lamps = paint.fronts(seed + side, "close" in self.words)
            yield canvas.sheet(light.side, aside)
            yield paint.lamp_sheet(canvas, lamps, aside)
            del canvas, lamps  # they are large
        yield paint.back_wall(colour("#cfe9ea", 0.25 + 0.9 * self._level)).sheet(light.side[:, -1:])
        yield paint.row_end(seed, colour("#8fe8e4", 0.25 + 0.5 * self._level)).sheet(light.row_end)
        floor, gloss = paint.floor(seed + 2)
        yield floor.sheet(light.floor, max(lens.z, 0.3), fourth=gloss)
        yield paint.ceiling(self._burning, colour("#e6fbf8", 9.0)).sheet(light.ceiling, HEIGHT - min(lens.z, 2.0))
        yield paint.trays(light.tray)

    def _asides(self) -> tuple[float, float]:
        """Return how far the lens is from the left and from the right wall of racks, metres."""
        lens = self._lens(0.0)
        return (max(0.35, HALF + lens.x), max(0.35, HALF - lens.x)) if lens.y > 0 else (1.4, 1.4)

    def _walker(self, rng: np.random.Generator) -> Stroller | None:
        """Return a technician far down the aisle, in every third take unless asked for."""
        asked = "walker" in self.words
        chance = rng.random()
        if self.words & {"empty", "no people"} or self._station.y < 0 or (not asked and chance > 0.34):
            return None
        away = float(rng.uniform(5.0, 6.5) if asked else rng.uniform(9, 13))
        lens = self._lens(0.0)
        place = (0.15 * self._side, lens.y + away, 0.0)
        glows = [Glow((0, dy, HEIGHT), self._tint * np.float32(1.6), edge=0.4) for dy in (-1.5, 2.0)]
        glows += [Glow((side * HALF, 0.3, 1.2), colour("#4fc0b8", 0.10), edge=0.8) for side in (-1, 1)]
        metre = max(20.0, lens.focal / away * 1.25)
        return Stroller.lit(place, metre, colour("#40474b"), self._tint * np.float32(0.12), glows, 0.6)
