"""The camera for works: pieces are drawn far to near as numbers, four samples a pixel, and every sample looks its light up.

A sample knows its panel, so its place in the world follows from the panel's plane: depth is exact, and haze, worn paint and
what runs on a belt are looked up there (deferred shading; Deering et al. 1988).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.build import PALETTE_STEP, Works
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, spectral_noise
from white_cloud.backends.cameras.animatic.survey import SKY_DEPTH, Survey

_NEAR = 0.6  # metres: what is nearer is cut off
_SUBPIXEL = 4
_FINE = 2  # samples a pixel, each way
_DETAIL = 7.0  # metres of wall a tile of worn paint covers


@dataclass(frozen=True)
class Dust:
    """The air among works: a part 1 / `sight` of light is lost a metre, and more near the ground: `low` times, in a layer
    `layer` metres high. `colours` (width, 4) is what it adds, one colour a column of the picture."""

    sight: float
    colours: Array = field(repr=False)
    low: float = 1.0
    layer: float = 12.0

    def clear(self, depth: Array, height: Array) -> Array:
        """Return the part of light that comes through from `depth` metres and a mean `height` of its way, in metres."""
        loss = cv2.exp(height * np.float32(-1 / self.layer))
        loss *= np.float32(-self.low / self.sight)
        loss -= np.float32(1 / self.sight)
        loss *= depth
        return np.asarray(cv2.exp(loss))


@dataclass(frozen=True)
class Movers:
    """Small quads that move: `corners` (m, 4, 3) metres, which light of the palette each sends (m,), their classes (m,)."""

    corners: Array
    tones: Array
    kinds: Array


@dataclass
class Plate:
    """What was drawn: light premultiplied by cover (height, width, 4), depth (height, width) in metres, class numbers."""

    radiance: Array = field(repr=False)
    depth: Array = field(repr=False)
    kinds: Array = field(repr=False)

    def survey_into(self, survey: Survey) -> None:
        """Enter into `survey` what covers at least half of a pixel and is nearer than what is there."""
        seen = (self.radiance[..., 3] >= 0.5) & (self.depth < survey.depth)
        survey.classes[seen] = self.kinds[seen]
        survey.depth[seen] = self.depth[seen]


class WorksCamera:
    """Photographs works for pictures of one size."""

    def __init__(self, size: tuple[int, int], seed: int = 0) -> None:
        self._size = size
        self._fine = (size[0] * _FINE, size[1] * _FINE)
        worn = spectral_noise(512, 1.1, seed + 41, 3) * 0.10 + spectral_noise(512, 1.3, seed + 42, 3, stretch=5.0) * 0.09
        ribs = np.sin(np.arange(512, dtype=np.float32) * np.float32(2 * np.pi * 14 / 512))[None] * np.float32(0.16)
        self._worn = Tile(cv2.merge([worn, np.repeat(ribs, 512, 0)]))

    def photograph(self, works: Works, lens: Pinhole, dust: Dust, t: float, movers: Movers | None = None) -> Plate:
        """Return the works as seen through `lens` at `t` seconds."""
        scene = _Scene.of(works, lens, t, movers)
        drawn = np.zeros((self._fine[1], self._fine[0]), np.uint16)
        scene.draw(drawn, lens)
        rows = np.flatnonzero(drawn.any(1))
        width, height = self._size
        plate = Plate(
            np.zeros((height, width, 4), np.float32),
            np.full((height, width), SKY_DEPTH, np.float32),
            np.zeros((height, width), np.uint8),
        )
        if not len(rows):
            return plate
        top, bottom = rows[0] // _FINE, rows[-1] // _FINE + 1
        part = np.ascontiguousarray(drawn[top * _FINE : bottom * _FINE])
        light, depth = self._shade(part, scene, works, lens, dust, top * _FINE)
        plate.radiance[top:bottom] = cv2.resize(light, (width, bottom - top), interpolation=cv2.INTER_AREA)
        one, other = (part[i::_FINE, i::_FINE] for i in (0, 1))
        plate.depth[top:bottom] = np.where(one > 0, depth[::_FINE, ::_FINE], depth[1::_FINE, 1::_FINE])
        plate.kinds[top:bottom] = scene.kinds[np.where(one > 0, one, other)]
        return plate

    def _shade(self, drawn: Array, scene: _Scene, works: Works, lens: Pinhole, dust: Dust, top: int) -> tuple[Array, Array]:
        """Return light premultiplied by cover (rows, columns, 4) and depth (rows, columns) of samples `drawn`."""
        rows, columns = drawn.shape
        x = ((np.arange(columns, dtype=np.float32) + 0.5) / _FINE - lens.size[0] / 2)[None] / np.float32(lens.focal)
        y = (np.float32(lens.horizon_row) - (np.arange(rows, dtype=np.float32) + (top + 0.5))[:, None] / _FINE) / np.float32(
            lens.focal
        )

        def plane(first: int) -> Array:
            found = scene.lookup(drawn, first) * x
            found += scene.lookup(drawn, first + 1) * y
            found += scene.lookup(drawn, first + 2)
            return found

        depth = plane(0)
        np.maximum(depth, np.float32(1e-6), out=depth)
        np.divide(np.float32(1), depth, out=depth)
        across, down = plane(3), plane(7)
        for texel, first in ((across, 3), (down, 7)):
            texel *= depth
            texel += scene.lookup(drawn, first + 3)
        light = cv2.remap(works.sheet, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._wear(light, drawn, scene, across, down, depth)
        height = y * depth
        height *= 0.5
        height += np.float32(lens.z)
        np.clip(height, 0, 60, out=height)
        clear = dust.clear(depth, height)
        haze = cv2.resize(dust.colours[None], (columns, rows), interpolation=cv2.INTER_LINEAR)
        light = cv2.blendLinear(light, haze, clear, 1 - clear)
        covered = np.minimum(drawn, 1).astype(np.float32)
        light = cv2.multiply(light, four_channels(covered))
        cv2.insertChannel(covered, light, 3)
        return light, depth

    def _wear(self, light: Array, drawn: Array, scene: _Scene, across: Array, down: Array, depth: Array) -> None:
        """Roughen near walls in place: worn paint, and the ribs of corrugated sheets."""
        tiles = scene.lookup(drawn, 12)
        across = across * tiles
        across += scene.lookup(drawn, 13)
        worn, ribs = cv2.split(self._worn(across, down * tiles))
        ribs *= scene.lookup(drawn, 11)
        ribs *= cv2.exp(depth * np.float32(-1 / 70))
        worn *= scene.lookup(drawn, 14)
        worn *= cv2.exp(depth * np.float32(-1 / 160))
        worn += ribs
        worn += 1
        light *= four_channels(worn)


class _Scene:
    """One frame's pieces, sorted, with what a sample must know of each: 15 numbers a piece in columns of a table."""

    def __init__(self, polygons: list[Array], table: Array, kinds: Array) -> None:
        self._polygons, self._table, self.kinds = polygons, table, kinds

    @classmethod
    def of(cls, works: Works, lens: Pinhole, t: float, movers: Movers | None) -> _Scene:
        eye = np.array([lens.x, lens.y, lens.z])
        facing = works.offsets - (works.normals * eye).sum(1) < -1e-3
        order = np.flatnonzero(facing[works.parents] & _in_sight(works, lens))
        far = np.linalg.norm(works.middles[order] - eye, axis=1) - works.lifts[works.parents[order]]
        polygons = [works.corners[works.starts[i] : works.starts[i + 1]] for i in order]
        table = _planes(works, works.parents[order], lens, t)
        kinds = works.kinds[works.parents[order]]
        if movers is not None and len(movers.corners):
            polygons += list(movers.corners)
            table = np.vstack([table, _flat_planes(movers, works, lens)])
            kinds = np.concatenate([kinds, movers.kinds])
            far = np.concatenate([far, np.linalg.norm(movers.corners.mean(1) - eye, axis=1)])
        turn = np.argsort(-far, kind="stable")
        whole = np.zeros((15, 1 + len(turn)), np.float32)
        whole[:, 1:] = table[turn].T
        return cls([polygons[i] for i in turn], whole, np.concatenate([[0], kinds[turn]]).astype(np.uint8))

    def lookup(self, drawn: Array, number: int) -> Array:
        """Return one of the numbers of each sample's piece."""
        return np.take(self._table[number], drawn, mode="clip")

    def draw(self, drawn: Array, lens: Pinhole) -> None:
        """Draw the pieces' numbers, from 1, far to near."""
        if not self._polygons:
            return
        counts = np.array([len(polygon) for polygon in self._polygons])
        starts = np.concatenate([[0], np.cumsum(counts)])
        corners = np.vstack(self._polygons)
        x, y, depth = lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
        nearest = np.minimum.reduceat(depth, starts[:-1])
        pixels = _pixels(x, y)
        for number in range(len(counts)):
            part = slice(starts[number], starts[number + 1])
            shape = pixels[part] if nearest[number] > _NEAR else _cut_off(corners[part], depth[part], lens)
            if len(shape) > 2:
                cv2.fillConvexPoly(drawn, shape, number + 1, cv2.LINE_8, _SUBPIXEL)


def _pixels(x: Array, y: Array) -> Array:
    fixed = (np.stack([x, y], 1) * _FINE - 0.5) * 2**_SUBPIXEL
    return np.round(np.clip(fixed, -2e7, 2e7)).astype(np.int32)


def _cut_off(corners: Array, depth: Array, lens: Pinhole) -> Array:
    """Return the pixels of a polygon without what is nearer than _NEAR (Sutherland and Hodgman 1974)."""
    kept = []
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        if depth[i] >= _NEAR:
            kept.append(corners[i])
        if (depth[i] >= _NEAR) != (depth[j] >= _NEAR):
            part = (_NEAR - depth[i]) / (depth[j] - depth[i])
            kept.append(corners[i] + (corners[j] - corners[i]) * part)
    if len(kept) < 3:
        return np.empty((0, 2), np.int32)
    places = np.array(kept)
    x, y, _ = lens.project(places[:, 0], places[:, 1], places[:, 2])
    return _pixels(x, y)


def _in_sight(works: Works, lens: Pinhole) -> Array:
    """Return which pieces may show in the frame, bool (m,)."""
    x, y, depth = lens.project(works.corners[:, 0], works.corners[:, 1], works.corners[:, 2])
    width, height = lens.size
    starts = works.starts[:-1]
    before = depth > _NEAR
    out = np.ones(len(starts), bool)
    for beyond in (x < -2, x > width + 2, y < -2, y > height + 2):
        out &= ~np.logical_and.reduceat(beyond & before, starts)
    return np.asarray(out & np.logical_or.reduceat(before, starts))


def _axes(lens: Pinhole) -> Array:
    """Return per picture axis (right, up, forward) its direction in the world, (3, 3)."""
    right, forward = lens.right, lens.forward
    return np.array([[right[0], right[1], 0], [0, 0, 1.0], [forward[0], forward[1], 0]])


def _planes(works: Works, parents: Array, lens: Pinhole, t: float) -> Array:
    """Return the 15 numbers of pieces: 1/depth (3), texel across (3 and 1) and down (3 and 1), ribs, tiles of wear a texel, tiles run, roughness."""
    eye = np.array([lens.x, lens.y, lens.z])
    axes = _axes(lens)
    normals = works.normals[parents]
    away = works.offsets[parents] - (normals * eye).sum(1)
    table = np.empty((len(parents), 15))
    for k in range(3):
        table[:, k] = (normals * axes[k]).sum(1) / away
    for first, rows in ((3, works.across[parents]), (7, works.down[parents])):
        for k in range(3):
            table[:, first + k] = (rows[:, :3] * axes[k]).sum(1)
        table[:, first + 3] = (rows[:, :3] * eye).sum(1) + rows[:, 3]
    table[:, 11] = works.ribs[parents]
    table[:, 12] = works.texels[parents] / _DETAIL
    table[:, 13] = (works.runs[parents] * t / -_DETAIL) % 1.0
    table[:, 14] = works.rough[parents]
    return table


def _flat_planes(movers: Movers, works: Works, lens: Pinhole) -> Array:
    """Return the 15 numbers of movers: as of pieces, but all of one colour."""
    eye = np.array([lens.x, lens.y, lens.z])
    corners = movers.corners
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    away = (normals * (corners.mean(1) - eye)).sum(1)
    away = np.where(np.abs(away) < 1e-2, 1e-2, away)
    table = np.zeros((len(corners), 15))
    for k, axis in enumerate(_axes(lens)):
        table[:, k] = (normals * axis).sum(1) / away
    table[:, 6] = movers.tones * PALETTE_STEP + 1.5
    table[:, 10] = len(works.sheet) - 1.5
    table[:, 12] = 0.1
    return table
