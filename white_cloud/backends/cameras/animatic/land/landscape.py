"""A land with its light, sky and air, and the renderer that photographs it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.air import Air, Haze, Sky
from white_cloud.backends.cameras.animatic.land.field import HeightField
from white_cloud.backends.cameras.animatic.land.light import Light
from white_cloud.backends.cameras.animatic.land.terrain import Ground, Surface, VoxelRenderer
from white_cloud.backends.cameras.animatic.moves import Move, Offset
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number


@dataclass(frozen=True)
class Detail:
    """Relief too fine for the height field: a tile of `size` metres modulates the light of near ground by `amount`.

    It fades with a scale of `fade` metres and is left out beyond `end` metres.
    """

    tile: Tile
    size: float
    amount: float
    fade: float
    end: float


@dataclass(frozen=True)
class Cliffs:
    """Strata painted by world height where the land is steeper than `slope`; there slices smear into curtains.

    A tile is `height` metres high and 2.5 times as long; `amount` fades with a scale of `fade` metres.
    """

    tile: Tile
    slope: float
    height: float
    amount: float
    fade: float


@dataclass(frozen=True)
class Landscape:
    """All that a land is.

    `lit` says where the sun reaches (0..1, one value a cell of the field); `kinds` what every cell is, uint8 (n, n), indices
    into survey.CLASSES: without it all is ground; `grain` is a second relief, as coarse as the middle distance needs.
    """

    field: HeightField
    lit: Tile
    light: Light
    sky: Sky
    air: Air
    detail: Detail | None = None
    cliffs: Cliffs | None = None
    kinds: Array | None = None
    grain: Detail | None = None

    def sunlit(self, x: float, y: float) -> float:
        """Return how much of the sun reaches the ground at a place, 0..1."""
        return float(self.lit.at(x / self.field.size, y / self.field.size)[0])


@dataclass(frozen=True)
class Station:
    """Where a camera may stand: metres east and north, `above` the ground, yaw, horizon and `fov` as of a Pinhole.

    The angle is that of a frame of 16:9; a narrower frame crops its sides.
    """

    x: float
    y: float
    above: float
    yaw: float
    horizon: float
    fov: float


@dataclass(frozen=True)
class Reach:
    """How far a whole move takes the camera, in metres; it never comes nearer to the ground than `clearance`."""

    across: float
    up: float
    forward: float
    clearance: float = 2.0


class Path:
    """A camera's way: a station, a move and a reach give the lens at any time. Ground in it raises it as a whole."""

    def __init__(self, station: Station, move: Move, reach: Reach, field: HeightField, size: tuple[int, int]) -> None:
        self._station, self._move, self._reach, self._size = station, move, reach, size
        self._eye = field.height_at(station.x, station.y) + station.above
        self._fov = cropped(station.fov, size)
        self._eye += self._lift(field)

    def lens(self, t: float) -> Pinhole:
        """Return the lens at `t` seconds."""
        return self._at(self._move.at(t))

    def _at(self, offset: Offset) -> Pinhole:
        station, reach = self._station, self._reach
        yaw = math.radians(station.yaw)
        across, forward = offset.across * reach.across, offset.forward * reach.forward
        return Pinhole(
            x=station.x + math.cos(yaw) * across + math.sin(yaw) * forward,
            y=station.y - math.sin(yaw) * across + math.cos(yaw) * forward,
            z=self._eye + offset.up * reach.up,
            yaw=station.yaw + offset.yaw,
            horizon=station.horizon + offset.horizon,
            fov=self._fov,
            size=self._size,
        )

    def _lift(self, field: HeightField) -> float:
        lift = 0.0
        for part in np.linspace(0, 1, 13):
            lens = self.lens(float(part) * self._move.seconds)
            lift = max(lift, field.height_at(lens.x, lens.y) + self._reach.clearance - lens.z)
        return lift


@dataclass
class View:
    """One photograph in the making: bodies are drawn into `radiance` (height, width, 4) by `depth` (height, width), metres.

    `depth` decides what hides what; `survey`, where one is asked for, records what is seen: it follows every body drawn.
    """

    radiance: Array = field(repr=False)
    depth: Array = field(repr=False)
    lens: Pinhole
    haze: Haze
    landscape: Landscape
    survey: Survey | None = field(default=None, repr=False)

    def put(self, place: tuple[slice, slice], cover: Array, depth: Array | float, kind: str) -> None:
        """Note a body of class `kind` drawn into the pixels `place` with `cover` 0..1, at `depth`, one or one a pixel."""
        seen = cover > 0.5
        self.depth[place] = np.where(seen, depth, self.depth[place])
        if self.survey is not None:
            self.survey.classes[place][seen] = class_number(kind)
            self.survey.depth[place] = np.where(seen, depth, self.survey.depth[place])


class LandscapeCamera:
    """Photographs one landscape at one size."""

    def __init__(self, landscape: Landscape, renderer: VoxelRenderer) -> None:
        self.landscape, self.renderer = landscape, renderer

    def view(self, lens: Pinhole, t: float, surveyed: bool = False) -> View:
        """Return the land, air and sky at `t` seconds through `lens`, with no bodies yet; with a survey of it if asked."""
        renderer, scene = self.renderer, self.landscape
        heights = renderer.heights(lens, scene.field)
        surface = renderer.resolve(lens, heights)
        ground = renderer.meet(lens, scene.field, surface)
        veil, haze = scene.air.veil(renderer, lens, scene.light.sun, heights, t)
        pixel = ground.pixel(lens)
        land = scene.field.paint(ground.x, ground.y, pixel, scene.field.near_rows(lens.x, lens.y, ground.depth))
        for detail in (scene.detail, scene.grain):
            if detail is not None:
                _roughen(land, ground, pixel, detail)
        depth = ground.depths()
        if scene.cliffs is not None:
            _paint_cliffs(land, ground, lens, scene.cliffs)
        air = renderer.soft_lookup(veil, ground.index)
        land *= air[..., 3:]
        land += air
        picture = np.zeros((*depth.shape, 4), np.float32)
        picture[ground.top :] = land
        picture = renderer.join(picture, scene.sky.paint(lens, scene.light.sun, t), surface, depth)
        survey = self._survey(ground, surface, depth) if surveyed else None
        return View(picture, depth, lens, haze, scene, survey)

    def _survey(self, ground: Ground, surface: Surface, depth: Array) -> Survey:
        """Return the classes and depths of the bare land; a ridge pixel that is mostly open shows what is above it."""
        classes = np.full(depth.shape, class_number("ground"), np.uint8)
        scene = self.landscape
        if scene.kinds is not None:
            rows, columns = (
                np.round(place * np.float32(1 / scene.field.cell)).astype(np.int64) % scene.field.cells
                for place in (ground.y, ground.x)
            )
            classes[ground.top :] = scene.kinds[rows, columns]
        classes[depth >= SKY_DEPTH] = class_number("sky")
        open_ = self.renderer.ridge_gaps(surface, depth)[1:] > 0.5
        seen = depth.copy()
        seen[1:][open_], classes[1:][open_] = depth[:-1][open_], classes[:-1][open_]
        return Survey(classes, seen)


def _roughen(land: Array, ground: Ground, pixel: Array, detail: Detail) -> None:
    """Modulate the light of near land by a fine relief, in place; where a pixel covers more than its grain it fades."""
    near = (ground.depth < detail.end).any(1)
    if not near.any():
        return
    low = int(np.argmax(near))
    scale = np.float32(1 / detail.size)
    relief = detail.tile(ground.x[low:] * scale, ground.y[low:] * scale)
    strength = cv2.exp(ground.depth[low:] * np.float32(-1 / detail.fade))
    strength *= np.clip((detail.end - ground.depth[low:]) * np.float32(4 / detail.end), 0, 1)
    grain = np.float32(detail.tile.columns / (2.0 * detail.size))
    strength *= np.asarray(1 / (1 + (pixel[low:] * grain) ** 2 * np.float32(0.05)), np.float32)
    relief *= strength
    relief *= np.float32(detail.amount)
    relief += 1
    land[low:] *= four_channels(relief)


def _paint_cliffs(land: Array, ground: Ground, lens: Pinhole, cliffs: Cliffs) -> None:
    """Modulate the light of steep land by strata, in place."""
    depth = ground.depth
    rows = np.arange(ground.top, lens.size[1], dtype=np.float32)[:, None]
    height: Array = (rows - np.float32(lens.horizon_row - 0.5)) * depth
    height *= np.float32(-1 / lens.focal)
    height += np.float32(lens.z)
    steep = np.divide(height[:-1] - height[1:], depth[:-1] - depth[1:] + np.float32(1e-3)) - np.float32(cliffs.slope)
    weight = np.clip(np.vstack([steep, steep[-1:]]), 0, 1)
    length = np.float32(1 / (cliffs.height * 2.5))
    along = ground.x * (np.float32(0.8) * length)
    along += ground.y * (np.float32(0.6) * length)
    height *= np.float32(1 / cliffs.height)
    strata = cliffs.tile(along, height)
    strata *= weight
    strata *= np.float32(cliffs.amount)
    strata *= cv2.exp(depth * np.float32(-1 / cliffs.fade))
    strata += 1
    land *= four_channels(strata)


def shifted_station(station: Station, random: np.random.Generator) -> Station:
    """Return a station a little to the side and with a slightly other lens, so that two takes of it differ."""
    x, y, yaw, horizon, fov = random.uniform(-1, 1, 5)
    return replace(
        station,
        x=station.x + 3 * x,
        y=station.y + 3 * y,
        yaw=station.yaw + 2 * yaw,
        horizon=station.horizon + 0.012 * horizon,
        fov=station.fov * (1 + 0.04 * fov),
    )
