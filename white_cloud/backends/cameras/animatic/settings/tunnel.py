"""The tunnel: a ribbed bore that the lens travels through for ever, with rings of light, wet walls and a light at the end."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.figures import Glow, sculpt
from white_cloud.backends.cameras.animatic.props.walker import walking
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.bore import Bore, Cast
from white_cloud.backends.cameras.animatic.rooms.lamps import Lamps
from white_cloud.backends.cameras.animatic.rooms.passage import Sight, blended, through_haze
from white_cloud.backends.cameras.animatic.rooms.standees import Standee
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.survey import SKY_DEPTH, Survey, class_number

_NOISE_LONG, _NOISE_ROUND = 11.0, 2  # metres of a noise tile along the tunnel, tiles round it
_LIGHT = (48, 64)  # texels of the light maps, round or across and along


@dataclass(frozen=True)
class _Make:
    """How a tunnel is lit and fitted.

    `lamps` are the places of its lamps, radians from the crown on both sides (none: rings), every `pitch` metres; `portal` is
    the distance from one great ring of light to the next; `rails` instead of a road.
    """

    bore: Bore
    lamps: tuple[float, ...]
    pitch: float
    tint: Array
    portal: float
    ring: Array
    rails: bool
    speed: float


_MAKES = (
    _Make(Bore(), (), 9.0, colour("#f4ead2"), 9.0, colour("#fff0d0"), False, 5.2),
    _Make(Bore(chevron=0.55, pitch=1.35, wide=0.6), (0.62,), 9.0, colour("#ffab57"), 45.0, colour("#ffd9a0"), False, 6.0),
    _Make(
        Bore(radius=2.7, axis=1.35, pitch=1.2, wide=0.34, deep=0.24),
        (1.05,),
        6.0,
        colour("#ffc987"),
        36.0,
        colour("#f7e6c6"),
        True,
        3.6,
    ),
    _Make(
        Bore(chevron=0.9, pitch=1.6, wide=0.75, deep=0.36), (0.0,), 12.0, colour("#dfeee6"), 36.0, colour("#eaf6ee"), False, 5.4
    ),
)


@dataclass(frozen=True)
class _Station:
    """Where the lens is in the bore: metres from the middle and up, degrees to the right, horizon, angle."""

    x: float
    z: float
    yaw: float
    horizon: float
    fov: float


_STATIONS = (
    _Station(0.0, 1.5, 0.0, 0.50, 72),
    _Station(0.0, 0.62, 0.0, 0.56, 76),
    _Station(-0.95, 1.25, 5.0, 0.52, 70),
    _Station(0.7, 2.0, -4.0, 0.45, 74),
)
_ENDS = {
    "": colour("#e9e4d2", 3.2),
    "day": colour("#f3f6f0", 7.0),
    "dusk": colour("#ff9a52", 3.6),
    "dawn": colour("#a9c4ea", 2.8),
    "night": colour("#1c2a44", 0.10),
}


class Tunnel(Setting):
    """A tunnel travelled through. Words: hours (the light at its end), `truck` (one drives ahead), `walker`, `fog` and `smoke`,
    `rain` (the road is a mirror), `empty` (no lamp burns), `close`, `wide`.
    """

    name = "tunnel"
    internal_scale = 0.5
    grade = Grade(exposure=1.15, contrast=1.4, saturation=0.8, bloom=0.22, vignette=0.5, shadow="#0c0e0f", highlight="#f5ecda")

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Bore the tunnel and light its walls."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 53))
        self._make = _MAKES[int(rng.integers(len(_MAKES)))]
        self._station = _STATIONS[int(rng.choice(len(_STATIONS), p=[0.4, 0.25, 0.2, 0.15]))]
        self._side = -1 if rng.random() < 0.5 else 1
        self._burning = 0.0 if "empty" in words else 1.0
        self._first = float(rng.uniform(10.5, 12.0))  # where the first great ring stands at the start
        self._end_at = 190.0 + float(rng.uniform(-30, 40))
        self._end = _ENDS[next((word for word in ("night", "dusk", "dawn", "day") if word in words), "")]
        self._surface = _surface(int(rng.integers(1 << 30)))
        self._wall_light, self._road_light = self._light()
        self._ahead = self._something_ahead(rng)

    def radiance(self, t: float) -> Array:
        """Return the tunnel's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        sight = Sight.of(lens)
        cast = Cast.of(sight, self._make.bore)
        picture = self._walls(cast, lens)
        depth = self._lay_road(picture, sight, cast)
        picture = through_haze(picture, depth, self._density(), self._haze())
        self._open_end(picture, sight, depth)
        ahead = self._thing(t)
        if ahead:
            clear = math.exp(-self._density() * ahead.depth(lens))
            ahead.draw(picture, lens, clear, self._haze() * np.float32(1 - clear))
        return picture

    def survey(self, t: float) -> Survey:
        """Return the classes and depths of the tunnel at `t` seconds."""
        lens = self._lens(t)
        sight, make = Sight.of(lens), self._make
        cast = Cast.of(sight, make.bore)
        survey = Survey.empty(self.size)
        survey.classes[:] = np.where(self._shining(cast) > 0.5, class_number("lamp"), class_number("wall"))
        groove = 1 - cast.rib - cast.front
        depth = np.where(groove > np.maximum(cast.rib, cast.front), cast.outer, cast.distance)
        road = np.clip(0.5 - cast.height * (lens.focal / cast.distance), 0, 1) > 0.5
        survey.classes[road] = class_number("road")
        depth = np.where(road, sight.level(0.0), depth).astype(np.float32)
        out = sight.north(depth) > self._end_at
        survey.depth[:] = np.where(out, SKY_DEPTH, depth)
        survey.classes[out] = class_number("sky")
        ahead = self._thing(t)
        if ahead:
            ahead.mark(survey, lens)
        return survey

    def _lens(self, t: float) -> Pinhole:
        station, offset, bore = self._station, self.move.at(t), self._make.bore
        x = station.x * self._side + 0.8 * offset.across
        z = station.z + 0.7 * offset.up + 0.012 * math.sin(t * 7.3) + 0.008 * math.sin(t * 11.9 + 1)
        fov = station.fov * (0.62 if "close" in self.words else 1.0) + (16 if "wide" in self.words else 0.0)
        return Pinhole(
            min(max(x, -1.5), 1.5),
            self._make.speed * t + 4.0 * offset.forward,
            min(max(z, 0.35), bore.axis + bore.radius - 1.0),
            station.yaw * self._side + offset.yaw,
            station.horizon + offset.horizon,
            cropped(fov, self.size),
            self.size,
        )

    def _walls(self, cast: Cast, lens: Pinhole) -> Array:
        """Return the lit wall: ribs, their fronts, grooves, with what lamps and one's own headlights throw on them."""
        make, turn = self._make, np.float32(1 / (2 * math.pi))
        fine, coarse, wet, _ = cv2.split(self._surface((cast.turn * turn * _NOISE_ROUND), cast.north / np.float32(_NOISE_LONG)))
        plain = np.clip(1.5 - cast.wide * 5, 0, 1)  # far away the grain is finer than a pixel
        paint = 1 + fine * plain * np.float32(0.22) + coarse * np.float32(0.16)
        groove = 1 - cast.rib - cast.front
        inward = (cast.rib * np.float32(0.15) + groove * np.float32(0.030) + cast.edge * np.float32(0.16)) * paint
        front = cast.front * np.float32(0.055) * paint
        light = self._wall_light(cast.turn * turn, (cast.north - np.float32(self._first)) / np.float32(make.portal))
        ahead = cv2.extractChannel(light, 3)
        strong = np.float32(1.0 if self._burning else 2.2)
        own = strong / (cast.distance * cast.distance * np.float32(0.25) + 6)  # one's own headlights
        glint = np.clip(wet, 0, 2) * cast.rib * plain
        inward += glint * np.float32(0.09)
        picture = cv2.multiply(light, four_channels(inward))
        headlight = own * (front * np.float32(2.2) + inward * np.float32(1.1))
        tints = ((make.tint * np.float32(0.9), front * ahead), (colour("#ffe9c8", 1.5), headlight))
        for tint, part in tints:
            picture = cv2.add(picture, cv2.merge([*(part * v for v in tint), np.zeros_like(part)]))
        return cv2.add(picture, self._lamps_seen(cast))

    def _lamps_seen(self, cast: Cast) -> Array:
        """Return what shines by itself."""
        make = self._make
        ring = cast.ring(self._first, 0.30, make.portal) * np.float32(9.0 * max(self._burning, 0.06))
        shine = cv2.merge([*(ring * v for v in make.ring), np.zeros_like(ring)])
        if make.lamps and self._burning:
            part = cast.ring(self._first + 2.0, 0.9, make.pitch)
            part *= sum(cast.arc(middle, 0.028) for middle in make.lamps) * np.float32(11.0)
            shine = cv2.add(shine, cv2.merge([*(part * v for v in make.tint), np.zeros_like(part)]))
        return shine

    def _shining(self, cast: Cast) -> Array:
        """Return the part of each pixel that is lamp."""
        part = cast.ring(self._first, 0.30, self._make.portal)
        if self._make.lamps:
            lamps = cast.ring(self._first + 2.0, 0.9, self._make.pitch) * sum(cast.arc(m, 0.028) for m in self._make.lamps)
            part = np.maximum(part, lamps)
        return part

    def _lay_road(self, picture: Array, sight: Sight, cast: Cast) -> Array:
        """Lay the road, wet as it is, and return the depth of all."""
        below = min(max(math.ceil(sight.lens.horizon_row), 0), self.size[1])
        if below >= self.size[1]:
            return cast.distance
        rows = slice(below, None)
        distance = sight.level(0.0)[rows]
        x, y = sight.east(distance), sight.north(distance)
        road, gloss = self._road(x, y, distance, sight.lens)
        mirror = self._mirror(sight.lens, below)
        grazing = 1 / np.sqrt(1 + (1 / sight.up[rows]) ** 2)
        gloss = gloss * (0.05 + 0.95 * (1 - grazing) ** 4).astype(np.float32)
        road = cv2.add(road, cv2.multiply(mirror, four_channels(gloss)))
        cover = np.clip(np.float32(0.5) - cast.height[rows] * (np.float32(sight.lens.focal) / cast.distance[rows]), 0, 1)
        picture[rows] = blended(picture[rows], road, cover)
        depth = cast.distance.copy()
        depth[rows] = np.where(cover > 0.5, np.broadcast_to(distance, cover.shape), depth[rows])
        return depth

    def _road(self, x: Array, y: Array, distance: Array, lens: Pinhole) -> tuple[Array, Array]:
        """Return the lit road at places (h, w) and its gloss: wheel tracks in mud, or rails on sleepers."""
        noise = self._surface(x * np.float32(0.22), y * np.float32(1 / 6.5))
        fine, coarse, wet, _ = cv2.split(noise)
        near = np.clip(1.6 - distance * distance * np.float32(4 / (lens.z * lens.focal)), 0, 1)
        paint = (1 + coarse * np.float32(0.18) + fine * near * np.float32(0.25)) * np.float32(0.15)
        track = np.exp(-(((np.abs(x) - np.float32(0.95)) / np.float32(0.26)) ** 2))
        rain = 0.5 if "rain" in self.words else 0.0
        gloss = np.clip(0.16 + rain + 0.50 * track + 0.26 * wet, 0.05, 1).astype(np.float32)
        paint *= 1 - np.float32(0.6) * track
        if self._make.rails:
            paint, gloss = _rails(x, y, distance, lens, paint, gloss)
        light = self._road_light(
            x / np.float32(8.0) + np.float32(0.5), (y - np.float32(self._first)) / np.float32(self._make.portal)
        )
        own = colour("#ffe9c8", 0.9) / np.float32(1)
        beam = paint * (np.float32(1.0) / (distance * np.float32(1.4) + np.float32(2.0)))
        lit = cv2.multiply(light, four_channels(paint))
        return cv2.add(lit, cv2.merge([*(beam * v for v in own), np.zeros_like(beam)])), gloss

    def _mirror(self, lens: Pinhole, below: int) -> Array:
        """Return what the road mirrors, rows from `below` on, painted at half the size: wet mud is no glass."""
        width, height = self.size
        small = Pinhole(lens.x, lens.y, lens.z, lens.yaw, lens.horizon, lens.fov, (max(2, width // 2), max(2, height // 2)))
        sight = Sight.of(small)
        first = min(below // 2, small.size[1] - 1)
        part = Sight(small, sight.aside, sight.along, sight.up[first:])
        seen = self._walls(Cast.of(part, self._make.bore, mirrored=True), small)
        seen = cv2.GaussianBlur(seen, (0, 0), max(0.3, width / 900), sigmaY=max(0.3, width / 240))
        whole = cv2.resize(seen, (width, 2 * len(seen)))
        start = below - 2 * first
        rows = np.minimum(np.arange(start, start + height - below), len(whole) - 1)
        return np.ascontiguousarray(whole[rows])

    def _open_end(self, picture: Array, sight: Sight, depth: Array) -> None:
        """Let the light at the end shine: where the tunnel is over, and as a glow in the air about it."""
        lens, away = sight.lens, self._end_at - sight.lens.y
        wide = depth * depth * np.float32(1 / (self._make.bore.radius * lens.focal)) + np.float32(1e-3)
        out = np.clip((sight.north(depth) - np.float32(self._end_at)) / wide + np.float32(0.5), 0, 1)
        across = (sight.aside / np.maximum(sight.along, 0.1) + np.float32(lens.x / away)) ** 2
        up = (sight.up - np.float32((self._make.bore.axis - lens.z) / away)) ** 2
        glow = (
            np.float32(0.00022) / (across + up + np.float32(0.0005)) * np.float32(1 + 2.2 * bool(self.words & {"fog", "smoke"}))
        )
        glow = glow * (1 - out) + out
        cv2.add(picture, cv2.merge([*(glow * v for v in self._end), np.zeros_like(glow)]), picture)

    def _density(self) -> float:
        return 0.012 + (0.040 if "fog" in self.words else 0.0) + (0.030 if "smoke" in self.words else 0.0)

    def _haze(self) -> Array:
        lit = self._make.tint * np.float32(0.020 * self._burning) + self._end * np.float32(0.006)
        if "smoke" in self.words:
            lit = lit * np.float32(0.6)
        return np.append(lit + np.float32(0.002), 0).astype(np.float32)

    def _light(self) -> tuple[Tile, Tile]:
        """Return the light on the wall (round, along; fourth: on what faces the lens) and on the road (across, along)."""
        make, bore = self._make, self._make.bore
        around, along = _LIGHT
        lamps = Lamps.all(list(self._all_lamps()))
        y = (np.arange(along) + 0.5) / along * make.portal
        turn = (np.arange(around) + 0.5) / around * 2 * math.pi
        wall = np.zeros((along, around, 4), np.float32)
        for column, angle in enumerate(turn):
            inward = (-math.sin(angle), 0.0, -math.cos(angle))
            places = np.stack(
                np.broadcast_arrays(bore.radius * math.sin(angle), y[:, None], bore.axis + bore.radius * math.cos(angle)), -1
            )
            wall[:, column, :3] = lamps.on(places, inward)[:, 0]
            wall[:, column, 3] = lamps.on(places, (0.0, -1.0, 0.0))[:, 0].mean(-1)
        wall[..., :3] += wall[..., :3].mean((0, 1)) * np.float32(0.22) + self._end * np.float32(0.004)
        wall[..., 3] += wall[..., 3].mean() * np.float32(0.3)
        x = (np.arange(around) + 0.5) / around * 8 - 4
        places = np.stack(np.broadcast_arrays(x[None], y[:, None], 0.0), -1)
        road = np.zeros((along, around, 4), np.float32)
        road[..., :3] = lamps.on(places, (0, 0, 1)) + self._end * np.float32(0.006)
        return Tile(wall), Tile(road)

    def _all_lamps(self) -> list[Lamps]:
        """Return the lamps of one period and of its neighbours, y counted from the great ring."""
        make, bore, lamps = self._make, self._make.bore, []
        strong = np.float32(self._burning)
        for period in (-1, 0, 1):
            ring = np.linspace(-2.0, 2.0, 9)
            places = np.stack(
                [
                    0.94 * bore.radius * np.sin(ring),
                    np.full(9, period * make.portal + 0.15),
                    bore.axis + 0.94 * bore.radius * np.cos(ring),
                ],
                1,
            )
            tint = make.ring * np.float32(max(0.9 * self._burning, 0.05))
            lamps.append(Lamps(places, np.repeat(tint[None], 9, 0), np.zeros((9, 3))))
            for number in range(round(make.portal / make.pitch) if make.lamps else 0):
                for angle in {sign * middle for middle in make.lamps for sign in (-1, 1)}:
                    reach = bore.radius - 0.25
                    place = (
                        reach * math.sin(angle),
                        period * make.portal + number * make.pitch + 2.45,
                        bore.axis + reach * math.cos(angle),
                    )
                    lamps.append(Lamps(np.array([place]), (make.tint * np.float32(2.4) * strong)[None], np.zeros((1, 3))))
        return lamps

    def _something_ahead(self, rng: np.random.Generator) -> Standee | None:
        """Return the truck that drives ahead, or the one who stands there."""
        lens = self._lens(0.0)
        if "truck" in self.words:
            return _truck(self._make.tint * np.float32(0.05 + 0.1 * self._burning), (0.25 * self._side, 15.0, 0.0))
        if "walker" not in self.words:
            return None
        place = (0.5 * self._side, 46.0 + float(rng.uniform(0, 8)), 0.0)
        relief = sculpt(walking(0.15), 180.0, min(120.0, lens.focal / 9))
        glows = [Glow((0, 60, 2), self._end * np.float32(900), edge=3.0), Glow((0, -4, 2), self._make.tint * np.float32(1.0))]
        return Standee.of(relief, relief.lit(colour("#33363a"), self._make.tint * np.float32(0.02), glows), place, "person")

    def _thing(self, t: float) -> Standee | None:
        """Return what is ahead as of `t` seconds: a truck keeps its distance, more or less; a person stays."""
        if self._ahead is None or self._ahead.name == "person":
            return self._ahead
        x, y, z = self._ahead.place
        gap = y + 1.4 * math.sin(0.45 * t) + 0.5 * t
        return self._ahead.at((x + 0.12 * math.sin(0.8 * t), self._make.speed * t + gap, z))


def _surface(seed: int) -> Tile:
    """Return the grain of wall and road, a tile of four planes: fine, coarse, wet, nothing."""
    fine = spectral_noise(256, 0.7, seed, 12)
    coarse = spectral_noise(256, 1.6, seed + 1, 2)
    wet = smoothstep(0.4, 1.6, spectral_noise(256, 1.3, seed + 2, 4)) * (1 + 0.5 * fine)
    return Tile(np.dstack([fine, coarse, wet, np.zeros_like(fine)]).astype(np.float32))


def _rails(x: Array, y: Array, distance: Array, lens: Pinhole, paint: Array, gloss: Array) -> tuple[Array, Array]:
    """Lay two rails on sleepers over a bed of gravel; a box filter in x and y."""
    across = distance / np.float32(lens.focal)
    along = distance * across / np.float32(lens.z)
    period = np.float32(0.66)
    phase = y / period - np.floor(y / period)
    soft = np.clip(along / period, 0.05, 1)
    sleeper = np.clip((np.float32(0.19) - np.abs(phase - np.float32(0.5))) / soft + np.float32(0.5), 0, 1)
    sleeper += (np.float32(0.38) - sleeper) * np.clip(along / period * 2 - 0.5, 0, 1)
    sleeper *= np.clip((np.float32(1.15) - np.abs(x)) / across + np.float32(0.5), 0, 1)
    rail = np.clip((np.float32(0.036) - np.abs(np.abs(x) - np.float32(0.72))) / across + np.float32(0.5), 0, 1)
    rail *= np.minimum(np.float32(0.072) / across, 1)
    paint = paint * (1 - np.float32(0.45) * sleeper) * (1 - rail) + rail * np.float32(0.5)
    return paint, np.clip(gloss * (1 - np.float32(0.4) * sleeper) + rail * np.float32(0.9), 0, 1)


def _truck(ambient: Array, place: tuple[float, float, float]) -> Standee:
    """Return a loaded truck from behind, its lamps lit."""
    metre, wide, tall = 90.0, 2.9, 3.5
    fine = np.zeros((round(tall * metre), round(wide * metre), 4), np.float32)

    def box(x0: float, x1: float, z0: float, z1: float, light: Array) -> None:
        columns = slice(round((x0 + wide / 2) * metre), round((x1 + wide / 2) * metre))
        fine[round((tall - z1) * metre) : round((tall - z0) * metre), columns] = (*light, 1)

    box(-1.25, 1.25, 0.95, 3.0, ambient * np.float32(0.5))
    for x in np.arange(-1.2, 1.2, 0.3):
        box(float(x), float(x) + 0.06, 0.98, 2.95, ambient * np.float32(0.8))
    box(-1.28, 1.28, 2.92, 3.02, ambient * np.float32(1.1))
    box(-1.1, 1.1, 0.72, 0.95, ambient * np.float32(0.3))
    for side in (-1, 1):
        left, right = sorted((side * 0.62, side * 1.18))
        box(left, right, 0.0, 1.0, ambient * np.float32(0.14))
        left, right = sorted((side * 0.92, side * 1.18))
        box(left, right, 0.78, 0.92, colour("#ff2a18", 5.0))
        left, right = sorted((side * 0.72, side * 0.86))
        box(left, right, 0.78, 0.92, colour("#c23a20", 1.0))
    heap = np.array([(-1.15, 3.0), (-0.6, 3.32), (0.1, 3.45), (0.7, 3.25), (1.15, 3.0)])
    points = np.stack([(heap[:, 0] + wide / 2) * metre, (tall - heap[:, 1]) * metre], 1).round().astype(np.int32)
    cv2.fillPoly(fine, [points], (*(float(v) for v in ambient * np.float32(0.4)), 1.0))
    soft = cv2.GaussianBlur(fine, (0, 0), 0.8)
    return Standee.pictured(soft, -wide / 2, 0.0, metre, place, "vehicle")
