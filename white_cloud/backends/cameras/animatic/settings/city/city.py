"""The modern city: from above in smog, or down in a street on wet ground."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.radiance import Array, colour, four_channels, mix
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.city.plan import (
    CELL,
    CELLS,
    FLOOR,
    FLOORS,
    Plan,
    Station,
    WindowAtlas,
    clouds,
    plan,
)
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits, RayCaster
from white_cloud.backends.cameras.animatic.settings.city.street import Street, find_street


@dataclass(frozen=True)
class Mood:
    """The hour over a city: light of windows, glass by day, lamps, sky light, sun, haze and sky low and high, air's density.

    `faces` is how much sky light a wall gets that faces east, west, north, south; the sun stands in the east.
    """

    windows: float
    glass: Array
    lamps: Array
    ambient: Array
    sun: Array
    haze: tuple[Array, Array]
    sky: tuple[Array, Array]
    density: float
    faces: tuple[float, float, float, float]
    exposure: float


_MOODS = {
    "night": Mood(
        windows=2.6,
        glass=colour("#10161c", 0.2),
        lamps=colour("#ffc48a", 0.62),
        ambient=colour("#5f7590", 0.13),
        sun=colour("#000000"),
        haze=(colour("#7d7064", 0.33), colour("#4a5a68", 0.22)),
        sky=(colour("#7d7266", 0.36), colour("#25323e", 0.18)),
        density=0.00095,
        faces=(0.9, 0.7, 1.0, 0.8),
        exposure=1.5,
    ),
    "dusk": Mood(
        windows=1.45,
        glass=colour("#5f6a74", 0.10),
        lamps=colour("#ffb066", 0.55),
        ambient=colour("#8fa0b4", 0.36),
        sun=colour("#000000"),
        haze=(colour("#c0a78c", 0.62), colour("#93a0aa", 0.52)),
        sky=(colour("#d2b08a", 0.76), colour("#66798c", 0.40)),
        density=0.00120,
        faces=(1.25, 0.75, 0.95, 0.85),
        exposure=1.08,
    ),
    "day": Mood(
        windows=0.10,
        glass=colour("#7f99ad", 0.16),
        lamps=colour("#ffe0b8", 0.03),
        ambient=colour("#aebccb", 0.62),
        sun=colour("#ffe3bd", 0.95),
        haze=(colour("#cdd0d0", 1.05), colour("#b9c6d2", 1.0)),
        sky=(colour("#dcdcd6", 1.15), colour("#8fa9c2", 0.80)),
        density=0.00060,
        faces=(1.1, 0.8, 1.0, 0.85),
        exposure=0.74,
    ),
}


class City(Setting):
    """A modern city; words `night`, `day`, `dusk`, `fog`, and `street`, `aerial` or `from above`; `empty` for no cars."""

    name = "city"
    internal_scale = 0.5

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Build the plan and find a station."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng(seed)
        hour = next((name for name in ("night", "day", "dusk") if name in words), ("dusk", "night")[int(rng.integers(2))])
        self._mood = _MOODS[hour]
        if "fog" in words:
            self._mood = replace(self._mood, density=self._mood.density * 1.8)
        night_or_dusk = hour != "day"
        self.grade = Grade(
            exposure=self._mood.exposure,
            contrast=1.25 if night_or_dusk else 1.4,
            saturation=0.85 if night_or_dusk else 0.95,
            bloom=0.2 if night_or_dusk else 0.12,
            shadow="#0d1116",
            highlight="#f6ead2" if night_or_dusk else "#f4efe4",
        )
        above = bool(words & {"aerial", "above", "from above"})
        on_street = "street" in words or (not above and hour == "night" and rng.random() < 0.5)
        self._plan = plan(int(rng.integers(1 << 30)))
        self._atlas = WindowAtlas(seed)
        self._clouds = clouds(seed)
        self._caster = RayCaster(size, self._plan, 200 if on_street else 240)
        self._station = _in_street(self._plan, rng) if on_street else _aloft(self._plan, rng)
        self._street = Street(self._station, seed, hour != "day", 0 if "empty" in words else 5) if on_street else None

    def radiance(self, t: float) -> Array:
        """Return the city's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        hits = self._caster.cast(lens)
        picture = self._walls(lens, hits)
        if self._street is None:
            self._traffic(picture, lens, hits, t)
        picture = self._air(picture, hits)
        sky = self._sky(lens, t)
        open_ = hits.sky.astype(np.float32)
        picture = cv2.blendLinear(sky, picture, open_, 1 - open_)
        self._draw_beacons(picture, lens, hits, t)
        if self._street is not None:
            self._street.draw(picture, lens, hits, t)
        return picture

    def _lens(self, t: float) -> Pinhole:
        s, offset = self._station, self.move.at(t)
        across, up, forward = offset.across * s.reach[0], offset.up * s.reach[1], offset.forward * s.reach[2]
        angle = math.radians(s.yaw)
        x = s.x + math.cos(angle) * across + math.sin(angle) * forward
        y = s.y - math.sin(angle) * across + math.cos(angle) * forward
        return Pinhole(x, y, s.z + up, s.yaw + offset.yaw, s.horizon + offset.horizon, cropped(s.fov, self.size), self.size)

    # ---------------------------------------------------------------- walls and ground
    def _walls(self, lens: Pinhole, hits: Hits) -> Array:
        mood = self._mood
        metre = hits.depth * np.float32(1 / lens.focal)
        picture, glazed, slabs = self._windows(lens, hits, metre)
        u, v = hits.x * np.float32(1 / CELLS), hits.y * np.float32(1 / CELLS)
        ground = hits.flat & (hits.top < 1)
        low: Array = np.maximum(hits.z, 0) * np.float32(-1 / 9.0)
        street = self._plan.street(u.copy(), v.copy())
        warm: Array = cv2.exp(low) * street * np.float32(0.36) + np.float32(0.04) * cv2.exp(low * np.float32(0.15))
        warm = np.where(hits.flat, np.where(ground, np.float32(0.26), np.float32(0.05)) * street + np.float32(0.015), warm)
        paint = hits.albedo * slabs
        paint *= 1 - np.float32(0.45) * glazed
        paint = np.where(ground, self._plan.ground(u, v), paint)
        rising = np.float32(1) - np.float32(0.58) * cv2.exp(low * np.float32(0.375))  # walls darken towards the street
        sky, sun = self._facing(hits)
        skylight = np.where(hits.flat, paint, paint * rising * sky)
        sunlight = paint * sun
        warm *= paint
        light = [
            warm * mood.lamps[i] + skylight * mood.ambient[i] + glazed * mood.glass[i] + sunlight * mood.sun[i]
            for i in range(3)
        ]
        return cv2.add(picture, cv2.merge([*light, warm]))

    def _facing(self, hits: Hits) -> tuple[Array, Array]:
        """Return how much sky light and how much sun each pixel's surface gets by the way it faces."""

        def by_face(east: float, west: float, north: float, south: float, flat: float) -> Array:
            across = np.where(hits.rays[0] > 0, np.float32(west), np.float32(east))[None]
            along = np.where(hits.rays[1] > 0, np.float32(south), np.float32(north))[None]
            return np.where(hits.flat, np.float32(flat), np.where(hits.along_x, along, across)).astype(np.float32)

        return by_face(*self._mood.faces, 1.1), by_face(1.0, 0.0, 0.25, 0.0, 0.35)

    def _windows(self, lens: Pinhole, hits: Hits, metre: Array) -> tuple[Array, Array, Array]:
        """Return the light of windows (h, w, 4), how much of each pixel is glass, and how light the wall between is (h, w)."""
        a_metre = np.where(hits.kind > 2.5, np.float32(0.6), np.float32(0.4))
        across, floor = hits.wall * (a_metre * CELL), np.clip(hits.z * np.float32(1 / FLOOR), 0, FLOORS - 8)
        slope = np.sqrt(1 + (self._caster.aside / np.float32(lens.focal)) ** 2) / CELL
        steep_x = np.minimum(slope / np.maximum(np.abs(hits.rays[0]), 1e-4), 14).astype(np.float32)
        steep_y = np.minimum(slope / np.maximum(np.abs(hits.rays[1]), 1e-4), 14).astype(np.float32)
        wide = np.where(hits.along_x, steep_y, steep_x) * metre * a_metre  # windows a pixel spans: many on a glancing wall
        wide = np.minimum(wide, 64)
        tall = np.minimum(metre * np.float32(1 / FLOOR), 64)
        level = np.clip(np.log2(np.maximum(np.maximum(wide, tall), 0.5)) + 1, 0, WindowAtlas.LEVELS - 1).astype(np.int8)
        light = self._look_up(hits, across, floor, level)
        part = across - np.floor(across)
        part = np.abs(part - np.float32(0.5))
        up = floor - np.floor(floor)
        up = np.abs(up - np.float32(0.53))
        glass = np.clip((np.float32(0.34) - part) / np.clip(wide, 0.04, 1) + np.float32(0.5), 0, 1)
        glass *= np.clip((np.float32(0.31) - up) / np.clip(tall, 0.04, 1) + np.float32(0.5), 0, 1)
        glass *= 1 - np.float32(0.6) * (part < np.float32(0.025)) * (wide < 0.08)  # mullions, on near walls
        blurred = np.clip((np.maximum(wide, tall) - np.float32(0.55)) * np.float32(1.4), 0, 1)
        glass += (np.float32(0.40) - glass) * blurred
        glass[hits.flat | (hits.z > hits.top - 1) | (hits.z < 0.4)] = 0
        gain = np.where(hits.z < FLOOR, np.float32(max(self._mood.windows, 0.4)), np.float32(self._mood.windows))
        slabs = 1 - np.float32(0.30) * ((up > 0.43) & (metre < 0.3))
        return cv2.multiply(light, four_channels(glass * gain)), glass, slabs.astype(np.float32)

    def _look_up(self, hits: Hits, across: Array, floor: Array, level: Array) -> Array:
        fine = level == 0
        u = np.where(fine, np.floor(across), across) + hits.number * 3
        u *= np.float32(1 / 512)
        u -= np.floor(u)
        u *= 512
        v = np.where(fine, np.floor(floor), floor) + hits.kind * FLOORS
        middle = fine * np.float32(0.5)
        scale = self._atlas.scales.take(level)
        u = (u + middle) * scale + self._atlas.starts.take(level) - np.float32(0.5)
        v = (v + middle) * scale - np.float32(0.5)
        return cv2.remap(self._atlas.map, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR)

    # ---------------------------------------------------------------- air, sky, lamps
    def _air(self, picture: Array, hits: Hits) -> Array:
        mood, z = self._mood, np.maximum(hits.z, 0)
        thin = (np.float32(0.45) + np.float32(0.55) * cv2.exp(z * np.float32(-1 / 110.0))) * np.minimum(hits.depth, 6000)
        clear = cv2.exp(thin * np.float32(-mood.density))
        veil = 1 - clear
        high = np.clip(z * np.float32(1 / 330) + np.float32(0.1), 0, 1) * veil
        haze = [veil * mood.haze[0][i] + high * (mood.haze[1][i] - mood.haze[0][i]) for i in range(3)]
        return cv2.add(cv2.multiply(picture, four_channels(clear)), cv2.merge([*haze, veil]))

    def _sky(self, lens: Pinhole, t: float) -> Array:
        w, h = self.size[0] // 4, self.size[1] // 4
        up = np.arctan((lens.horizon_row - (np.arange(h, dtype=np.float32) + 0.5) * 4) / lens.focal)
        up = np.clip(up, 0, 1)[:, None].astype(np.float32)
        aside = np.arctan((np.arange(w, dtype=np.float32) + 0.5 - w / 2) * 4 / lens.focal) + math.radians(lens.yaw)
        picture = np.zeros((h, w, 4), np.float32)
        picture[..., :3] = mix(self._mood.sky[1], self._mood.sky[0], np.exp(-up * 5)[..., None])
        u = np.repeat((aside * 0.35 + t * 0.002)[None].astype(np.float32), h, 0)
        smog = self._clouds(u, np.repeat(np.float32(0.12) / (up + np.float32(0.12)), w, 1))
        picture *= (1 + 0.20 * np.clip(smog, -1.5, 2))[..., None]
        return cv2.resize(picture, self.size)

    def _draw_beacons(self, picture: Array, lens: Pinhole, hits: Hits, t: float) -> None:
        places, period = self._plan.beacons, 256 * CELL
        if not len(places):
            return
        east = (places[:, 0] - lens.x + period / 2) % period - period / 2 + lens.x
        north = (places[:, 1] - lens.y + period / 2) % period - period / 2 + lens.y
        x, y, depth = lens.project(east, north, places[:, 2])
        w, h = self.size
        red = colour("#ff3a20", 3.0)
        for i in np.flatnonzero((depth > 20) & (depth < 2400) & (x > 2) & (x < w - 3) & (y > 2) & (y < h - 3)):
            column, row = int(x[i]), int(y[i])
            if hits.depth[row, column] > depth[i] - 25:
                bright = (0.3 + 0.7 * (math.sin(t * 2.2 + i) > 0)) * math.exp(-depth[i] * self._mood.density)
                picture[row - 1 : row + 1, column - 1 : column + 1, :3] += red * bright

    def _traffic(self, picture: Array, lens: Pinhole, hits: Hits, t: float) -> None:
        """Let lights run along the streets seen from above: white towards the lens, red away from it."""
        if self._mood.windows < 0.5:
            return
        where = np.flatnonzero(hits.flat & (hits.top < 0.5) & (hits.depth < 1500))
        x, y = hits.x.ravel().take(where), hits.y.ravel().take(where)
        lane_x, lane_y = np.mod(x, 16), np.mod(y, 16)
        vertical = (lane_x < 2.6) & ~(lane_y < 2.6)
        lane = np.where(vertical, lane_x, lane_y)
        along = np.where(vertical, y, x) * np.float32(CELL)
        ahead = lane > 1.25
        street = np.floor(np.where(vertical, x, y) / 16)
        moved = along - np.where(ahead, np.float32(13 * t), np.float32(-13 * t)) + street * 131 + np.floor(lane * 2.4) * 47
        spot = np.abs(np.mod(moved, 37.0) - 18.5) + 7 * (np.sin(np.floor(moved / 37.0) * 12.9 + street * 3.7) > 0.2)
        aside = np.abs(np.mod(lane * 2.4, 1) - 0.5)
        bright = (
            np.clip(1.7 - spot / (1.5 + hits.depth.ravel().take(where) / 400), 0, 1)
            * np.clip(1.6 - aside * 3.6, 0, 1)
            * (lane < 2.6)
        )
        towards = np.where(vertical, lens.forward[1], lens.forward[0]) * np.where(ahead, 1, -1) < 0
        tint = np.where(towards[:, None], colour("#fff0d0", 2.4), colour("#ff3b22", 1.5))
        picture.reshape(-1, 4)[where, :3] += (tint * bright[:, None]).astype(np.float32)


# -------------------------------------------------------------------- stations
def _in_street(city: Plan, rng: np.random.Generator) -> Station:
    x, y, yaw = find_street(city, rng)
    return Station(x, y, float(rng.uniform(2.6, 5.5)), yaw, 0.56, 62, (2.2, 2.4, 20.0))


def _aloft(city: Plan, rng: np.random.Generator) -> Station:
    """Scout: look from random places over a tiny picture and keep the best balance of sky, skyline and depth."""
    size = (64, 36)
    caster = RayCaster(size, city, 160)
    best, chosen, room = -1e9, None, 0.0
    for _ in range(40):
        x, y = rng.uniform(0, 256 * CELL, 2)
        z = float(rng.uniform(95, 210))
        station = Station(float(x), float(y), z, float(rng.uniform(0, 360)), float(rng.uniform(0.24, 0.36)), 46, (16, 16, 40))
        if city.height_at(station.x, station.y) > z - 40:
            continue
        hits = caster.cast(Pinhole(station.x, station.y, z, station.yaw, station.horizon, station.fov, size))
        score = _composition(hits)
        if score > best:
            best, chosen, room = score, station, float(hits.depth.min())
    if chosen is None:  # forty roofs in a row: above them all there is room
        return Station(0.0, 0.0, 360.0, 45.0, 0.24, 46, (16, 16, 40))
    return replace(chosen, reach=(16.0, 16.0, min(45.0, 0.55 * room)))


def _composition(hits: Hits) -> float:
    depth = np.log(np.minimum(hits.depth, 6000))
    open_ = float(hits.sky.mean())
    skyline = np.argmin(hits.sky, axis=0).astype(float)
    near = float(((hits.depth < 280) & ~hits.flat).mean())
    blocked = 8.0 * max(0.0, near - 0.20) + (6.0 if hits.depth.min() < 45 else 0.0)
    streets = float((hits.flat & (hits.top < 1)).mean())
    return float(
        -4 * abs(open_ - 0.2)
        + 0.10 * float(np.abs(np.diff(skyline)).mean())
        + 0.06 * skyline.std()
        + float(depth[~hits.sky].std())
        - blocked
        + 2.0 * min(streets, 0.08)
        + 1.5 * min(near, 0.15)
    )
