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
from white_cloud.backends.cameras.animatic.radiance import Array, colour, four_channels
from white_cloud.backends.cameras.animatic.rooms.bore import Cast
from white_cloud.backends.cameras.animatic.rooms.passage import Sight, blended, through_haze
from white_cloud.backends.cameras.animatic.rooms.standees import Standee
from white_cloud.backends.cameras.animatic.setting import Setting, hour_of
from white_cloud.backends.cameras.animatic.settings.tunnel.ahead import truck
from white_cloud.backends.cameras.animatic.settings.tunnel.make import MAKES, light_maps
from white_cloud.backends.cameras.animatic.settings.tunnel.road import grain, lit_road
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number

_RING = 0.30  # metres of a ring of light
_GRAIN_LONG, _GRAIN_ROUND = 11.0, 2  # metres of the grain along the tunnel, its periods round it


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
    """A tunnel travelled through.

    Words: the hours (the light at its end), `truck` (one drives ahead), `walker`, `fog` and `smoke`, `rain` (the road is a
    mirror), `empty` (no lamp burns), `close`, `wide`.
    """

    name = "tunnel"
    internal_scale = 0.5
    grade = Grade(exposure=1.15, contrast=1.4, saturation=0.8, bloom=0.22, vignette=0.5, shadow="#0c0e0f", highlight="#f5ecda")

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Bore the tunnel and light its walls."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng((seed, 53))
        makes = [make for make in MAKES if not (make.rails and "truck" in words)]
        self._make = makes[int(rng.integers(len(makes)))]
        self._station = _STATIONS[int(rng.choice(len(_STATIONS), p=[0.4, 0.25, 0.2, 0.15]))]
        self._side = -1 if rng.random() < 0.5 else 1
        self._burning = 0.0 if words & {"empty", "no lamp"} else (0.45 if "night" in words else 1.0)
        self._first = float(rng.uniform(10.5, 12.0))  # where the first great ring stands at the start
        self._end_at = 190.0 + float(rng.uniform(-30, 40))
        self._end = _ENDS[hour_of(words, "")]
        self._grain = grain(int(rng.integers(1 << 30)))
        self._wall_light, self._road_light = light_maps(self._make, self._end, self._burning)
        self._ahead = self._something_ahead(rng)

    def radiance(self, t: float) -> Array:
        """Return the tunnel's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        sight = Sight.of(lens)
        cast = Cast.of(sight, self._make.bore)
        picture = self._walls(cast)
        depth = self._lay_road(picture, sight, cast)
        picture = through_haze(picture, depth, self._density(), self._haze())
        self._open_end(picture, sight, depth)
        ahead = self._thing(t)
        if ahead:
            ahead.ground(picture, lens, 0.8)
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

    def _walls(self, cast: Cast) -> Array:
        """Return the lit wall: ribs, their fronts, grooves, with what lamps and one's own headlights throw on them."""
        make, turn = self._make, np.float32(1 / (2 * math.pi))
        fine, coarse, wet, _ = cv2.split(self._grain((cast.turn * turn * _GRAIN_ROUND), cast.north / np.float32(_GRAIN_LONG)))
        plain = np.clip(1.5 - cast.wide * 5, 0, 1)  # far away the grain is finer than a pixel
        paint = np.maximum(1 + fine * plain * np.float32(0.22) + coarse * np.float32(0.16), 0)
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
        if "no lamp" in self.words:
            return np.zeros((*cast.rib.shape, 4), np.float32)
        core = cast.ring(self._first, _RING, make.portal) * np.float32(1.9)
        about = cast.ring(self._first - 0.5, _RING + 1.0, make.portal) * np.float32(0.22)  # on the wall, and in the air
        ring = (core + about) * np.float32(max(self._burning, 0.08))
        shine = cv2.merge([*(ring * v for v in make.ring), np.zeros_like(ring)])
        if make.lamps and self._burning:
            part = cast.ring(self._first + 2.0, 0.9, make.pitch)
            part *= sum(cast.arc(middle, 0.028) for middle in make.lamps) * np.float32(8.0)
            shine = cv2.add(shine, cv2.merge([*(part * v for v in make.tint), np.zeros_like(part)]))
        return shine

    def _shining(self, cast: Cast) -> Array:
        """Return the part of each pixel that is lamp."""
        part = cast.ring(self._first, _RING, self._make.portal)
        if "no lamp" in self.words:
            return part * np.float32(0)
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
        road, gloss = lit_road(self._make, self._grain, self._road_light, (x, y, distance), sight.lens, self._first)
        if "rain" in self.words:
            gloss = np.minimum(gloss + np.float32(0.5), 1)
        mirror = self._mirror(sight.lens, below)
        grazing = 1 / np.sqrt(1 + (1 / sight.up[rows]) ** 2)
        gloss = gloss * (0.05 + 0.95 * (1 - grazing) ** 4).astype(np.float32)
        road = cv2.add(road, cv2.multiply(mirror, four_channels(gloss)))
        cover = np.clip(np.float32(0.5) - cast.height[rows] * (np.float32(sight.lens.focal) / cast.distance[rows]), 0, 1)
        picture[rows] = blended(picture[rows], road, cover)
        depth = cast.distance.copy()
        depth[rows] = np.where(cover > 0.5, np.broadcast_to(distance, cover.shape), depth[rows])
        return depth

    def _mirror(self, lens: Pinhole, below: int) -> Array:
        """Return what the road mirrors, rows from `below` on, painted at half the size.

        Wet mud is no glass: what stands on it is sharp at its foot and drawn out the higher it is.
        """
        width, height = self.size
        small = Pinhole(lens.x, lens.y, lens.z, lens.yaw, lens.horizon, lens.fov, (max(2, width // 2), max(2, height // 2)))
        sight = Sight.of(small)
        first = min(below // 2, small.size[1] - 1)
        part = Sight(small, sight.aside, sight.along, sight.up[first:])
        cast = Cast.of(part, self._make.bore, mirrored=True)
        sharp = self._walls(cast)
        soft = cv2.GaussianBlur(sharp, (0, 0), max(0.3, width / 900), sigmaY=max(0.3, width / 240))
        high = np.clip(cast.height * np.float32(0.28), 0, 1)
        seen = cv2.blendLinear(soft, sharp, high, 1 - high)
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

    def _something_ahead(self, rng: np.random.Generator) -> Standee | None:
        """Return the truck that drives ahead, or the one who stands there."""
        lens = self._lens(0.0)
        if "truck" in self.words:
            return truck(self._make.tint * np.float32(0.05 + 0.1 * self._burning), (0.25 * self._side, 15.0, 0.0))
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
