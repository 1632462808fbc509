"""The bus: workers at dawn, seen from behind or beside, and through misted glass a country of pylons and spoil heaps."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout
from white_cloud.backends.cameras.animatic.rooms.light import Emitter, Pane, Sources, bake
from white_cloud.backends.cameras.animatic.rooms.stage import Stage, mirrored
from white_cloud.backends.cameras.animatic.rooms.standpoint import Standpoint
from white_cloud.backends.cameras.animatic.setting import Setting, hour_of
from white_cloud.backends.cameras.animatic.settings.bus import cabin
from white_cloud.backends.cameras.animatic.settings.bus.cabin import HALF, HEIGHT, LENGTH, LINTEL, SILL, WINDOWS, WINDSCREEN
from white_cloud.backends.cameras.animatic.settings.bus.country import Country, Weather
from white_cloud.backends.cameras.animatic.settings.bus.riders import SLEEVE, Riders, clear_of, strap
from white_cloud.media.survey import Survey

_LIGHT_MAP = 7.0  # texels of the light maps a metre
_TUBE = colour("#d3e6cf")
_STRAPS = 500
_REACH = (0.16, 0.16, 0.55)


@dataclass(frozen=True)
class _View:
    """A station: the standpoint, the sun's azimuth (degrees right of the road), who leans on the glass (row, place)."""

    at: Standpoint
    sun: float
    leaning: tuple[int, int] | None = None
    flips: bool = False


_AISLE = (
    _View(Standpoint((0.02, 0.55, 1.42), 0, 0.47, 64, _REACH), -16),
    _View(Standpoint((-0.06, 1.9, 1.36), 6, 0.48, 58, _REACH), 24),
    _View(Standpoint((0.10, 3.5, 1.46), -7, 0.46, 56, _REACH), -30),
    _View(Standpoint((0.08, 5.7, 1.44), -3, 0.46, 58, _REACH), 10),
)
_SIDE = (
    _View(Standpoint((0.30, 3.05, 1.26), -58, 0.39, 54, (0.22, 0.14, 0.28)), -78, (2, 0), True),
    _View(Standpoint((0.24, 4.10, 1.28), -66, 0.40, 50, (0.22, 0.14, 0.28)), -50, (3, 0), True),
)
_CLOSE = (
    _View(Standpoint((-0.02, 2.75, 1.24), -52, 0.38, 40, (0.12, 0.10, 0.20)), -66, (2, 0), True),
    _View(Standpoint((0.12, 4.55, 1.25), -60, 0.38, 38, (0.12, 0.10, 0.20)), -84, (4, 0), True),
)


class Bus(Setting):
    """A workers' bus from inside.

    Words: dawn (as it is), day, dusk, night; fog, rain, snow; window, close (the station); crowd, empty; lamp (of the ceiling).
    """

    name = "bus"
    internal_scale = 0.5
    grade = Grade(
        exposure=1.8,
        contrast=1.25,
        saturation=0.72,
        bloom=0.20,
        vignette=0.42,
        shutter=0.0,
        shadow="#0c1013",
        highlight="#f4e6cc",
    )

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Furnish the cabin, bake its light, seat the riders and paint the country."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 43))
        views = _CLOSE if "close" in words else _SIDE if "window" in words else (*_AISLE, *_SIDE)
        self._view = views[int(rng.integers(len(views)))]
        self._mirrored = self._view.flips and bool(rng.random() < 0.5)
        weather = _weather(words, self._view.sun + float(rng.uniform(-5, 5)))
        lamp = 1.5 if "lamp" in words else 1.0 if "night" in words and "no lamp" not in words else 0.0
        mist = float(rng.uniform(0.25, 0.6)) * (1.15 if words & {"rain", "snow", "fog"} else 1.0)
        glow = (0.42 * weather.horizon + 0.16 * weather.zenith + 0.04 * weather.glow).astype(np.float32)
        glow += np.float32(0.035 * lamp) * _TUBE
        room = cabin.furnish(int(rng.integers(1 << 30)), mist, glow, "rain" in words)
        if lamp:
            cabin.light_ceiling(room, _TUBE * np.float32(lamp))
        lens = self._lens(0.0)
        lights = _lights(weather, lamp)
        for surface in room.surfaces:
            surface.fit(lens, nearer=0.3)
        ambient = (0.010 * (weather.zenith + weather.horizon) + lamp * 0.012 * _TUBE).astype(np.float32)
        nowhere = Sources(np.zeros(3), np.zeros(3, np.float32), Pane(0, 0, 1, 1), np.zeros(3, np.float32), ambient, lights)
        maps = bake(room.surfaces, room.blocks, nowhere, False, _LIGHT_MAP)
        for surface, light in zip(room.surfaces, maps.combined(nowhere), strict=True):
            surface.expose(light)
        self._stage = Stage(
            room.surfaces, self._ride(lens, lights, ambient, rng), self._view.at.lenses(move, size, self._mirrored)
        )
        self._country = Country(int(rng.integers(1 << 30)), weather, "snow" in words)
        self._phases = rng.uniform(0, 2 * math.pi, 8)
        self._strap_light = (ambient * 2 + 0.02 * weather.horizon).astype(np.float32)

    def _ride(self, lens: Pinhole, lights: tuple[Emitter, ...], ambient: Array, rng: np.random.Generator) -> list[Cutout]:
        riders = Riders(lens, [(one.places.mean(0), one.colour.astype(np.float32)) for one in lights], ambient, rng)
        people = [] if "no people" in self.words else [riders.driver()]
        if not people or "empty" in self.words:
            return people
        many = "crowd" in self.words
        people += riders.seated(0.95 if many else 0.62, 0.95 + self._view.at.reach[2] * 0.5, self._view.leaning)
        return people + (riders.standing(4) if many else [])

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds, float32 (h, w, 4)."""
        lens, rows = self._lens(t), self._glass_rows(self._lens(t))
        picture: Array = np.zeros((self.size[1], self.size[0], 4), np.float32)
        self._country.paint(picture, self._outside(lens, t), t, rows, 1 if self._view.leaning else 2)
        self._stage.paint(lens, picture)
        for one in self._straps(lens, t):
            one.draw(lens, picture)
        return cv2.flip(picture, 1) if self._mirrored else picture

    def survey(self, t: float) -> Survey:
        """Return what the pixels of `radiance(t)` show: through the glass, the country."""
        lens, survey = self._lens(t), Survey.empty(self.size)
        self._country.survey(survey, self._outside(lens, t), t, self._glass_rows(lens))
        self._stage.survey(lens, survey)
        for one in self._straps(lens, t):
            one.plot(lens, survey)
        return mirrored(survey) if self._mirrored else survey

    def _lens(self, t: float) -> Pinhole:
        lens = self._view.at.lens(self.move.at(t), self.size, self._mirrored)
        shake = 0.0022 * (
            math.sin(2 * math.pi * 5.3 * t) * math.sin(2 * math.pi * 0.31 * t) + 0.7 * math.sin(2 * math.pi * 1.9 * t)
        )
        return replace(lens, z=lens.z + shake)

    def _outside(self, lens: Pinhole, t: float) -> Pinhole:
        """Return the lens as the road sees it: the bus sways, pitches and heaves on its springs."""
        a, b, c, d = (float(p) for p in self._phases[:4])
        pitch = 0.0035 * math.sin(2 * math.pi * 0.53 * t + a) + 0.0020 * math.sin(2 * math.pi * 1.31 * t + b)
        sway = 0.35 * math.sin(2 * math.pi * 0.17 * t + c) + 0.12 * math.sin(2 * math.pi * 0.71 * t + d)
        return replace(lens, yaw=lens.yaw + sway, horizon=lens.horizon + pitch)

    def _glass_rows(self, lens: Pinhole) -> slice:
        """Return the rows of the picture that glass can fall on."""
        half = lens.size[0] / 2 / lens.focal
        edges = [lens.forward[0] + across * lens.right[0] for across in (-half, half)]
        near = min([(HALF - abs(lens.x)) / max(abs(edge), 0.05) for edge in edges] + [LENGTH - lens.y])
        near = max(near * 0.95, 0.3)
        top = lens.horizon_row - (max(LINTEL, WINDSCREEN[2]) - lens.z) * lens.focal / near
        bottom = lens.horizon_row + (lens.z - min(SILL, WINDSCREEN[1])) * lens.focal / near
        return slice(max(0, int(top) - 2), min(self.size[1], int(bottom) + 3))

    def _straps(self, lens: Pinhole, t: float) -> list[Cutout]:
        found = []
        for number in range(6):
            y = 2.2 + 1.15 * number
            for x in (-cabin.STRAPS_AT, cabin.STRAPS_AT):
                place = (x, y, cabin.RAIL + SLEEVE)
                if float(lens.project(*place)[2]) < 1.4:
                    continue
                phase = float(self._phases[4 + number % 4]) + 0.4 * x
                angle = 0.10 * math.sin(2 * math.pi * 0.62 * t + phase) + 0.05 * math.sin(2 * math.pi * 0.17 * t + phase)
                seen = clear_of(self._stage.cutouts, lens, place)
                if seen > 0:
                    one = strap(place, lens, self._strap_light, angle, _STRAPS)
                    found.append(replace(one, lit=(one.lit[0] * np.float32(seen),)) if seen < 1 else one)
        return found


def _lights(weather: Weather, lamp: float) -> tuple[Emitter, ...]:
    """Return what lights the cabin: the windows of both sides as the sky stands in them, the windscreen, ceiling lamps."""
    emitters = []
    for side in (-1, 1):
        for start, end in WINDOWS:
            towards = max(0.0, math.cos(math.radians(90 * side - weather.azimuth)))
            light = (0.5 * weather.horizon + 0.5 * weather.zenith + 1.1 * towards**2 * weather.glow) * np.float32(0.8)
            places = np.array([(side * (HALF - 0.06), y, z) for y in (start + 0.35, end - 0.35) for z in (1.05, 1.5)])
            emitters.append(Emitter(places, light.astype(np.float32), (-float(side), 0.0, 0.0)))
    ahead = max(0.0, math.cos(math.radians(weather.azimuth)))
    front = (0.6 * weather.horizon + 0.4 * weather.zenith + 0.9 * ahead**2 * weather.glow) * np.float32(1.3)
    half, sill, lintel = WINDSCREEN
    places = np.array([(x, LENGTH - 0.05, z) for x in (-0.6 * half, 0.6 * half) for z in (sill + 0.25, lintel - 0.25)])
    emitters.append(Emitter(places, front.astype(np.float32), (0.0, -1.0, 0.0)))
    if lamp:
        emitters += [
            Emitter(np.array([(0.0, y, HEIGHT - 0.05)]), _TUBE * np.float32(lamp), (0.0, 0.0, -1.0)) for y in cabin.LAMPS
        ]
    return tuple(emitters)


def _weather(words: frozenset[str], azimuth: float) -> Weather:
    hour = hour_of(words, "dawn")
    zenith, horizon, glow, ground, sun, shine = _HOURS[hour]
    clear = 150.0 if "fog" in words else 450.0 if words & {"rain", "snow"} else 1300.0
    if words & {"rain", "snow", "fog"}:
        grey = 0.6 * horizon + 0.4 * zenith
        zenith, horizon, glow, sun = grey * 0.9, grey * 1.15, glow * 0.15 + grey * 0.8, 0.0
    if "snow" in words:
        ground = horizon * 0.95
    zenith, horizon, glow, ground = (light.astype(np.float32) for light in (zenith, horizon, glow, ground))
    return Weather(zenith, horizon, glow, ground, azimuth, clear, shine, sun, 4.0 if hour == "dusk" else 5.5)


#: For each hour: zenith, horizon, glow, ground, the sun's disc, windows' shine.
_HOURS = {
    "dawn": (colour("#5f7a9c", 0.55), colour("#b9aba4", 0.62), colour("#ffb774", 1.5), colour("#5c5348", 0.34), 9.0, 0.8),
    "day": (colour("#93abc4", 0.85), colour("#cfd4d2", 1.0), colour("#efe8d4", 1.2), colour("#83776a", 0.62), 0.0, 0.0),
    "dusk": (colour("#465884", 0.42), colour("#a8807c", 0.46), colour("#ff9c62", 1.25), colour("#443b3a", 0.24), 7.0, 1.1),
    "night": (colour("#0a1220", 0.25), colour("#202c40", 0.32), colour("#2c3648", 0.25), colour("#1c1d20", 0.16), 0.0, 1.6),
}
