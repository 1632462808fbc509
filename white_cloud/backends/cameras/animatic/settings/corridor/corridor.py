"""The corridor: a workers' dormitory in one long perspective, with doors, tube lamps, a wet floor and a window at its end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.passage import (
    Box,
    Recesses,
    Shell,
    Sight,
    Walls,
    blended,
    lay_floor,
    lay_level,
    through_haze,
)
from white_cloud.backends.cameras.animatic.rooms.sheets import Atlas, Sheet
from white_cloud.backends.cameras.animatic.rooms.standees import Standee
from white_cloud.backends.cameras.animatic.setting import Setting, hour_of
from white_cloud.backends.cameras.animatic.settings.corridor import paint
from white_cloud.backends.cameras.animatic.settings.corridor.dressing import Dresser, doors_along, tubes_along, wear_of
from white_cloud.backends.cameras.animatic.settings.corridor.light import HOURS, lighting
from white_cloud.backends.cameras.animatic.settings.corridor.paint import (
    DOOR_DEEP,
    DOOR_HEIGHT,
    DOOR_WIDTH,
    END,
    HALF,
    HEIGHT,
    SLOT,
)
from white_cloud.media.survey import Survey, class_number

_LEFT, _RIGHT, _END, _FLOOR, _CEILING, _LEFT_DOORS, _RIGHT_DOORS = range(7)
_BOX = Box(-HALF, HALF, HEIGHT, END)
_NEAR, _FAR = 1.9, 40.0


@dataclass(frozen=True)
class _Station:
    """Where the lens stands: metres from the middle, metres up, degrees to the right, horizon, angle."""

    x: float
    z: float
    yaw: float
    horizon: float
    fov: float


_STATIONS = (
    _Station(0.0, 1.45, 0.0, 0.46, 64),
    _Station(-0.52, 1.40, 7.0, 0.45, 58),
    _Station(0.48, 1.05, -8.0, 0.43, 66),
    _Station(0.05, 0.42, 1.0, 0.56, 62),
    _Station(0.60, 1.55, -13.0, 0.45, 60),
    _Station(-0.30, 1.30, 3.0, 0.44, 44),
    _Station(0.0, 1.95, 0.0, 0.34, 60),
    _Station(-0.62, 0.75, 14.0, 0.48, 62),
)
_WIDE = (_Station(0.0, 1.40, 0.0, 0.47, 84), _Station(0.45, 1.0, -6.0, 0.46, 86), _Station(-0.4, 0.5, 5.0, 0.55, 84))
_CLOSE = (_Station(-0.45, 0.50, 22.0, 0.42, 40), _Station(0.45, 0.55, -23.0, 0.42, 40), _Station(-0.50, 0.62, 17.0, 0.44, 36))
_WINDOW = (_Station(0.15, 1.42, 0.0, 0.47, 40), _Station(-0.45, 1.30, 4.0, 0.46, 42), _Station(0.4, 0.9, -3.0, 0.52, 38))


class Corridor(Setting):
    """A dormitory corridor.

    Words: the hours, `window` (the end is near and leads), `empty`, `walker`, `lamp` (it falters more), `rain` (the floor is
    wet), `smoke` and `fog`, `close`, `wide`.
    """

    name = "corridor"
    internal_scale = 0.5
    grade = Grade(
        exposure=1.12, contrast=1.28, saturation=0.84, bloom=0.17, vignette=0.42, shadow="#0e1312", highlight="#f1ecd9"
    )

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Paint the corridor, light it, and let things stand about."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 31))
        kind = next(
            (stations for word, stations in (("close", _CLOSE), ("window", _WINDOW), ("wide", _WIDE)) if word in words),
            _STATIONS,
        )
        self._station = kind[int(rng.integers(len(kind)))]
        self._side = -1 if rng.random() < 0.5 else 1  # stations are used as their mirror images too
        self._start = float(rng.uniform(0.0, 0.8)) + (12.5 if "window" in words else 0.0)
        self._hour = HOURS[hour_of(words, "")]
        empty = bool(words & {"empty", "no people"})
        self._doors = tuple(doors_along(rng, self._hour, self._start, empty) for _ in range(2))
        self._tubes, faltering = tubes_along(rng, self._hour, self._start)
        if "no lamp" in words:
            self._tubes, faltering = (), None
        self._clock = float(rng.uniform(0, 100))
        self._wear = wear_of(rng, empty)
        sides = [(door, bool(right)) for right in (0, 1) for door in self._doors[right]]
        self._light = lighting(self._tubes, sides, self._hour, faltering)
        self._atlas = Atlas(
            self._painted(int(rng.integers(1 << 30))), self._lens(0.0).focal, _NEAR, _FAR, self._start + 1.9 * 1.5
        )
        starts = [np.array([door.y for door in doors]) for doors in self._doors]
        self._recesses = tuple(Recesses(y, y + DOOR_WIDTH, DOOR_DEEP, DOOR_HEIGHT, SLOT) for y in starts)
        dresser = Dresser(rng, self._light, self._hour, self._tubes, self._lens(0.0))
        self._standees = dresser.at_doors(self._doors, empty) + ([] if empty else dresser.washing())
        if "close" in words:
            self._standees += dresser.group(1 if self._lens(0.0).yaw > 0 else -1)
        self._stroller = dresser.walker("walker" in words, "window" in words) if not empty else None

    def radiance(self, t: float) -> Array:
        """Return the corridor's light at `t` seconds, float32 (h, w, 4)."""
        sight = Sight.of(self._lens(t))
        walls = Walls.of(sight, _BOX)
        height = sight.height(walls.distance)
        shell = Shell.of(sight, walls, height, HEIGHT)
        picture = self._walls(sight, walls, height)
        lay_level(picture, self._atlas, _CEILING, sight, HEIGHT, shell.ceiling)
        lay_level(picture, self._atlas, _CEILING, sight, -HEIGHT, shell.mirrored)
        standing = self._standing(t, sight.lens)
        for thing in standing:
            thing.draw(picture, sight.lens, mirrored=True)
        lay_floor(picture, self._atlas, _FLOOR, sight, shell, (0.0012, 0.006))
        picture = through_haze(picture, shell.depth, self._density(), self._haze(), self._flicker(sight, shell, t))
        for thing in standing:
            thing.ground(picture, sight.lens)
        for thing in standing:
            clear = math.exp(-self._density() * thing.depth(sight.lens))
            thing.draw(picture, sight.lens, clear, self._haze() * np.float32(1 - clear))
        return picture

    def survey(self, t: float) -> Survey:
        """Return the classes and depths of the corridor at `t` seconds."""
        sight = Sight.of(self._lens(t))
        walls = Walls.of(sight, _BOX)
        height = sight.height(walls.distance)
        shell = Shell.of(sight, walls, height, HEIGHT)
        survey = Survey.empty(self.size)
        survey.classes[:] = self._classes(sight, walls, height, shell)
        survey.depth[:] = shell.depth
        for side, sheet in ((0, _LEFT_DOORS), (1, _RIGHT_DOORS)):
            columns, part, distance, place = self._recesses[side].seen(sight, walls, side, _BOX)
            seen = (height[:, columns] > 0) & (height[:, columns] < DOOR_HEIGHT) & (part > 0.5)
            z = np.clip(sight.up * distance + np.float32(sight.lens.z), 0, DOOR_HEIGHT)
            classes = self._atlas.charts[sheet].at(np.broadcast_to(place, z.shape), z)
            survey.classes[:, columns] = np.where(seen, classes, survey.classes[:, columns])
            survey.depth[:, columns] = np.where(seen, distance, survey.depth[:, columns])
        for thing in self._standing(t, sight.lens):
            thing.mark(survey, sight.lens)
        return survey

    def _classes(self, sight: Sight, walls: Walls, height: Array, shell: Shell) -> Array:
        classes = np.full(height.shape, class_number("floor"), np.uint8)
        for which, sheet in ((0, _LEFT), (1, _RIGHT), (2, _END)):
            found = self._atlas.charts[sheet].at(np.broadcast_to(walls.place, height.shape), height)
            classes = np.where((walls.which == which) & (shell.floor <= 0.5), found, classes)
        distance = sight.level(HEIGHT)
        found = self._atlas.charts[_CEILING].at(sight.north(distance), sight.east(distance))
        return np.where(shell.ceiling > 0.5, found, classes)

    def _lens(self, t: float) -> Pinhole:
        station, offset = self._station, self.move.at(t)
        x = station.x * self._side + 0.42 * offset.across
        z = station.z + 0.75 * offset.up * (0.55 if station.z > 1.2 else 1.0)
        return Pinhole(
            min(max(x, 0.24 - HALF), HALF - 0.24),
            self._start + 1.9 * offset.forward,
            min(max(z, 0.25), HEIGHT - 0.3),
            station.yaw * self._side + offset.yaw,
            station.horizon + offset.horizon,
            cropped(station.fov, self.size),
            self.size,
        )

    def _walls(self, sight: Sight, walls: Walls, height: Array) -> Array:
        """Return walls, above and mirrored below the floor, with the doorways set in."""
        up = np.abs(height)
        picture = self._atlas.look(walls.which, walls.distance, walls.place, up)
        for side, sheet in ((0, _LEFT_DOORS), (1, _RIGHT_DOORS)):
            columns, part, distance, place = self._recesses[side].seen(sight, walls, side, _BOX)
            if not len(columns):
                continue
            z = np.minimum(np.abs(sight.up * distance + np.float32(sight.lens.z)), np.float32(DOOR_HEIGHT + 0.1))
            inner = self._atlas.look(sheet, distance[None], place[None], z.astype(np.float32))
            pixels = np.float32(sight.lens.focal) / walls.distance[:, columns]
            cover = np.clip((DOOR_HEIGHT - up[:, columns]) * pixels + np.float32(0.5), 0, 1) * part
            outer = np.ascontiguousarray(picture[:, columns])
            picture[:, columns] = blended(outer, inner, cover.astype(np.float32))
        return picture

    def _flicker(self, sight: Sight, shell: Shell, t: float) -> Array:
        """Return the part of its light that each pixel keeps while the bad tube falters, (h, w)."""
        share = self._light.faltering
        gain = (1 + (self._falter(t) - 1) * share).astype(np.float32)[None]
        place = sight.north(shell.depth)
        place -= np.float32(paint.START)
        place *= np.float32(len(share) / (END - paint.START))
        place -= np.float32(0.5)
        return cv2.remap(gain, place, np.zeros_like(place), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def _falter(self, t: float) -> float:
        """Return how strongly the bad tube burns, 0..1.1: it stutters, rests and strikes again."""
        s = t + self._clock
        slow = math.sin(s * 0.9) + math.sin(s * 2.3 + 1.1) * 0.7 + (0.9 if "lamp" not in self.words else 0.1)
        stutter = math.sin(s * 17.0) + math.sin(s * 29.0 + 2.0) + math.sin(s * 41.0 + 4.0) * 0.6
        burning = 0.5 + 0.5 * math.tanh(4.0 * slow)
        return 0.06 + burning * (0.94 + 0.06 * math.sin(s * 47)) * (0.62 + 0.38 * math.tanh(3.0 * stutter + 2.2 + 3.0 * slow))

    def _density(self) -> float:
        return 0.010 + (0.075 if "fog" in self.words else 0.0) + (0.050 if "smoke" in self.words else 0.0)

    def _haze(self) -> Array:
        tint = self._hour.air * (0.55 if "smoke" in self.words else 1.0)
        lit = self._light.along.mean(0) * np.float32(0.16)
        return np.append(tint + lit, 0).astype(np.float32)

    def _painted(self, seed: int) -> Iterator[Sheet]:
        """Paint one surface after the other and light it."""
        light, wear, lens = self._light, self._wear, self._lens(0.0)
        for side, lit in ((0, light.left), (1, light.right)):
            aside = HALF + (lens.x if side == 0 else -lens.x)
            yield paint.side(self._doors[side], wear, seed + side).sheet(lit, max(aside, 0.3))
        yield paint.end(self._hour.pane, wear, seed + 2).sheet(light.end)
        floor, gloss = paint.floor(0.95 if "rain" in self.words else 0.2 + 0.4 * (seed % 97) / 97, seed + 3)
        yield floor.sheet(light.floor, lens.z, fourth=gloss)
        yield paint.ceiling(self._tubes, self._hour.tube * np.float32(7.0), seed + 4).sheet(light.ceiling, HEIGHT - lens.z)
        for side in (0, 1):
            canvas = paint.recesses(self._doors[side], wear, seed + 5 + side)
            yield canvas.sheet(self._in_doorways(side), HALF, onward=False)

    def _in_doorways(self, side: int) -> Array:
        """Return the light on the unfolded doorways: that of the wall about them."""
        light = (self._light.left, self._light.right)[side]
        middles = (np.array([door.y for door in self._doors[side]]) + 0.45 - paint.START) / (END - paint.START)
        columns = np.clip(middles * light.shape[1], 0, light.shape[1] - 1).astype(int)
        return np.repeat(light[:, columns], 2, 1) * np.float32(0.8)

    def _standing(self, t: float, lens: Pinhole) -> list[Standee]:
        """Return all standees, the farthest first."""
        every = [*self._standees, *([self._stroller.at(t)] if self._stroller else [])]
        return sorted(every, key=lambda thing: -thing.depth(lens))
