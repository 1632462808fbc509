"""Life in a street: lamp posts, cars, and the wet ground that mirrors the walls."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.plan import BLOCK, CELL, Plan, Station, avenue
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits


def find_street(city: Plan, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return x, y in metres and a yaw along an avenue between high buildings: the best of some that chance offers."""
    best, chosen = -1.0, (0.0, 0.0, 0.0)
    for _ in range(30):
        north = rng.random() < 0.5
        line, other = (int(v) for v in rng.integers(0, 16, 2))
        wide = avenue(line, 3 if north else 4)
        middle, start = (line * BLOCK + wide * 0.5) * CELL, (other * BLOCK + rng.uniform(3, 9)) * CELL
        x, y, yaw = (middle, start, 0.0) if north else (start, middle, 90.0)
        if rng.random() < 0.5:
            yaw += 180
        walls = []
        for ahead in range(2, 40, 3):
            for aside in (-wide * 0.5 - 1, wide * 0.5 + 1):
                a = math.radians(yaw)
                px = x + (math.sin(a) * ahead + math.cos(a) * aside) * CELL
                py = y + (math.cos(a) * ahead - math.sin(a) * aside) * CELL
                walls.append(city.height_at(px, py))
        score = float(np.minimum(walls, 90).mean() + 0.6 * np.std(walls)) - 60 * float(np.mean(np.array(walls[:8]) < 8))
        if score > best:
            best, chosen = score, (x + 3.2, y + 3.2, yaw)
    return chosen


@dataclass(frozen=True, order=True)
class _Car:
    lane: float
    start: float
    speed: float


class Street:
    """The furniture and traffic of the avenue that the lens looks along, in metres along and across the station's sight."""

    def __init__(self, station: Station, seed: int, lit: bool, cars: int) -> None:
        """Furnish the street: lamps that are `lit` or not, `cars` cars to a lane."""
        rng = np.random.default_rng(seed + 5)
        self._station, self._lit = station, lit
        angle = math.radians(station.yaw)
        self._ahead = (math.sin(angle), math.cos(angle))
        self._aside = (math.cos(angle), -math.sin(angle))
        self._cars = [
            _Car(lane, float(rng.uniform(0, 330)), float(rng.uniform(7, 12)) * (1 if lane > 0 else -1))
            for lane in (-8.2, -4.8, 1.2, 4.4)
            for _ in range(cars)
        ]
        self._puddles = Tile(spectral_noise(256, slope=1.5, seed=seed, lowest=3, highest=60))

    def draw(self, picture: Array, lens: Pinhole, hits: Hits, t: float) -> None:
        """Draw lamp posts, mirror all in the wet ground, then draw cars and their own streaks of light."""
        self._lamp_posts(picture, lens, hits)
        self._mirror(picture, lens, hits, t)
        self._draw_cars(picture, lens, hits, t)

    # ---------------------------------------------------------------- lamps
    def _lamp_posts(self, picture: Array, lens: Pinhole, hits: Hits) -> None:
        """Draw posts far to near: foot, top and lamp of each, and a glow where the lamp is not hidden."""
        along = np.repeat(np.arange(14, -1, -1) * 24 + 9.0, 2)
        side = np.tile((-13.5, 10.0), 15)
        head = side - np.sign(side) * 2.4
        x, y, depth = self._project(lens, np.stack([along] * 3, 1), np.stack([side, side, head], 1), np.array([0, 8.2, 8.6]))
        dark = (*(float(v) for v in colour("#20242a", 0.25)), 0.0)
        glows = _Glows(picture)
        h, w = picture.shape[:2]
        for post in np.flatnonzero(depth[:, 0] > 2.5):
            metre, far = lens.focal / float(depth[post, 0]), float(depth[post, 0])
            fixed = [(int(px * 16), int(py * 16)) for px, py in zip(x[post], y[post], strict=True)]
            for a, b in pairwise(fixed):
                cv2.line(picture, a, b, dark, max(1, round(metre * 0.13)), cv2.LINE_AA, 4)
            column, row = int(x[post, 2]), int(y[post, 2])
            if self._lit and 0 <= column < w and 0 <= row < h and hits.depth[row, column] > far - 2:
                glows.add((column, row), metre * 1.9, colour("#ffd09a", 1.5 * math.exp(-far / 240)))
                axes = (max(1, int(metre * 0.42)), max(1, int(metre * 0.10)))
                cv2.ellipse(picture, (column, row), axes, 0, 0, 360, (*(float(v) for v in colour("#ffe6c0", 6.0)), 0), -1)
        glows.lay()

    def _project(self, lens: Pinhole, along: Array, across: Array, z: Array) -> tuple[Array, Array, Array]:
        """Return columns, rows and depths of places given along and across the street, all at once."""
        s = self._station
        x = s.x + self._ahead[0] * along + self._aside[0] * across
        y = s.y + self._ahead[1] * along + self._aside[1] * across
        return lens.project(x, y, np.broadcast_to(z, x.shape))

    # ---------------------------------------------------------------- wet ground
    def _mirror(self, picture: Array, lens: Pinhole, hits: Hits, t: float) -> None:
        """Mix into the ground what it mirrors, by Fresnel's law (Schlick 1994) and by how wet it is.

        The mirrored row follows from the wall where the column's ground ends: a place `z` high on a wall at depth `d` is seen
        in the ground as if the lens stood as deep below it as it stands above.
        """
        first = max(0, math.ceil(lens.horizon_row))
        h, w = picture.shape[:2]
        if h - first < 4:
            return
        depth = np.minimum(hits.depth[first:], 3000)
        ground = hits.flat[first:] & (hits.top[first:] < 1) & ~hits.sky[first:]
        rows = np.arange(h - first, dtype=np.int32)[:, None]
        wall_row = np.maximum.accumulate(np.where(ground, 0, rows), axis=0)
        wall = np.minimum(np.take_along_axis(hits.depth[first:], wall_row, 0), 3000)
        below = (rows + np.float32(first + 0.5 - lens.horizon_row)).astype(np.float32)
        scale = np.float32(1 / 26.0)
        wet = self._puddles(hits.x[first:] * (scale * CELL), hits.y[first:] * (scale * CELL))
        ripple = self._puddles(hits.x[first:] * np.float32(1.9) + np.float32(t * 0.02), hits.y[first:] * np.float32(1.9))
        mirrored = np.float32(lens.horizon_row) + np.float32(2 * lens.z * lens.focal) / wall - below
        mirrored += ripple * np.clip(below * np.float32(0.05), 0.2, 3.0)
        columns = np.broadcast_to(np.arange(w, dtype=np.float32), (*below.shape[:1], w)) + ripple * np.float32(0.8)
        smeared = cv2.blur(picture, (1, max(3, h // 60)))
        seen = cv2.remap(smeared, columns.astype(np.float32), np.clip(mirrored, 0, h - 1).astype(np.float32), cv2.INTER_LINEAR)
        grazing = np.float32(lens.z) / np.sqrt(np.float32(lens.z**2) + depth * depth)
        fresnel = np.float32(0.05) + np.float32(0.85) * (1 - grazing) ** 5
        wetness = (np.float32(0.35) + np.float32(0.65) * smoothstep(-0.6, 0.5, wet)) * (1.0 if self._lit else 0.5)
        share = (fresnel * wetness * ground).astype(np.float32)
        region = np.ascontiguousarray(picture[first:])
        darker = cv2.multiply(region, four_channels((1 - np.float32(0.55) * share).astype(np.float32)))
        picture[first:] = cv2.add(darker, cv2.multiply(seen, four_channels(share)))

    # ---------------------------------------------------------------- cars
    def _draw_cars(self, picture: Array, lens: Pinhole, hits: Hits, t: float) -> None:
        """Draw cars far to near as two boxes in perspective, their lamps, and the lamps' streaks on the wet ground."""
        if not self._cars:
            return
        cars = sorted(((car.start + car.speed * t) % 330 - 8, car) for car in self._cars)[::-1]
        along = np.array([place for place, _ in cars])[:, None] + _CAR[None, :, 0]
        across = np.array([car.lane for _, car in cars])[:, None] + _CAR[None, :, 1]
        x, y, depth = self._project(lens, along, across, _CAR[:, 2])
        glows = _Glows(picture)
        h, w = picture.shape[:2]
        for i, (_, car) in enumerate(cars):
            column, row, far = float(x[i, -1]), float(y[i, -1]), float(depth[i, -1])
            if far < 7 or not (0 <= column < w and 0 <= row < h) or hits.depth[int(row), int(column)] < far - 4:
                continue
            for box in (slice(0, 8), slice(8, 16)):
                outline = cv2.convexHull(np.stack([x[i, box], y[i, box]], 1).astype(np.float32))[:, 0]
                cv2.fillConvexPoly(
                    picture, np.round(outline * 16).astype(np.int32), self._paint(car, box.start > 0), cv2.LINE_AA, 4
                )
            if self._lit and float(depth[i, 16]) > 4:
                self._car_lamps(picture, glows, (x[i, 16:20], y[i, 16:20]), lens.focal / float(depth[i, 16]), car.speed < 0)
        glows.lay()

    def _paint(self, car: _Car, cabin: bool) -> tuple[float, float, float, float]:
        """Return a car's colour: a shadow by night, by day one of five dull paints, its cabin dark glass."""
        paints = ("#24262a", "#8d9196", "#c9c8c2", "#5a2b26", "#2f3c4c")
        shade = 0.10 if not self._lit else 0.012
        tint = colour("#3a444c" if cabin else paints[int(car.start) % 5], shade if cabin else shade * 3.5)
        return float(tint[0]), float(tint[1]), float(tint[2]), 0.0

    @staticmethod
    def _car_lamps(picture: Array, glows: _Glows, lamps: tuple[Array, Array], metre: float, coming: bool) -> None:
        fade = math.exp(-1.2 / max(metre, 0.2))
        tint = colour("#fff2dc", 4.0 * fade) if coming else colour("#ff2f1c", 2.2 * fade)
        axes = (max(1, round(metre * 0.13)), max(1, round(metre * 0.08)))
        for k in range(2):
            x, y, mirrored = float(lamps[0][k]), float(lamps[1][k]), float(lamps[1][k + 2])
            cv2.ellipse(picture, (int(x), int(y)), axes, 0, 0, 360, (*(float(v) * 1.6 for v in tint), 0), -1)
            glows.add((x, y), metre * (1.3 if coming else 0.8), tint * 0.35)
            glows.add((x, mirrored + metre * 0.5), metre * 0.9, tint * 0.16, tall=2.6)


#: A car: corners of body and cabin, two lamps and their mirror images, and its middle; along, across, up in metres.
_CAR = np.array(
    [(a * 2.2, b * 0.92, z) for a in (-1, 1) for b in (-1, 1) for z in (0.25, 0.95)]
    + [(a * 1.2, b * 0.78, z) for a in (-1, 1) for b in (-1, 1) for z in (0.95, 1.45)]
    + [(-2.2, -0.62, 0.68), (-2.2, 0.62, 0.68), (-2.2, -0.62, -0.68), (-2.2, 0.62, -0.68), (0.0, 0.0, 0.7)]
)


class _Glows:
    """Soft round lights, gathered at half the size, as they are soft, and laid over a picture at once."""

    def __init__(self, picture: Array) -> None:
        self._picture = picture
        h, w = picture.shape[:2]
        self._half = np.zeros((max(1, h // 2), max(1, w // 2), 4), np.float32)

    def add(self, middle: tuple[float, float], reach: float, light: Array, tall: float = 1.0) -> None:
        """Add a light of a radius in pixels, `tall` times as high as wide."""
        h, w = self._half.shape[:2]
        x, y, wide = middle[0] / 2, middle[1] / 2, max(reach / 2, 0.8)
        high = wide * tall
        x0, x1, y0, y1 = max(0, int(x - wide)), min(w, int(x + wide) + 1), max(0, int(y - high)), min(h, int(y + high) + 1)
        if x1 <= x0 or y1 <= y0:
            return
        across = ((np.arange(x0, x1, dtype=np.float32) - np.float32(x)) / np.float32(wide))[None]
        down = ((np.arange(y0, y1, dtype=np.float32) - np.float32(y)) / np.float32(high))[:, None]
        square = across * across + down * down
        soft = np.maximum(1 - square, 0) ** 2 * (np.float32(0.10) / (square + np.float32(0.10)))
        glow = cv2.merge([soft * light[0], soft * light[1], soft * light[2], soft])
        self._half[y0:y1, x0:x1] += glow

    def lay(self) -> None:
        """Add the gathered lights to the picture, in place."""
        h, w = self._picture.shape[:2]
        self._picture[:] = cv2.add(self._picture, cv2.resize(self._half, (w, h), interpolation=cv2.INTER_LINEAR))
