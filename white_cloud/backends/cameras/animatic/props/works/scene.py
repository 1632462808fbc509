"""One frame's pieces: which may be seen, where they lie in the picture, and what a pixel must know of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.build import PALETTE_STEP, WEAR, Works
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.radiance import Array

_NEAR = 0.6  # metres: what is nearer is cut off
_SUBPIXEL = 4
_NUMBERS = 16  # that a pixel must know of its piece


@dataclass(frozen=True)
class Movers:
    """Small quads that move: `corners` (m, 4, 3) metres, which light of the palette each sends (m,), their classes (m,)."""

    corners: Array
    tones: Array
    kinds: Array


@dataclass
class Scene:
    """One frame's pieces, far to near, numbered from 1.

    `starts` and `counts` say where each one's corners lie among `corners` (n, 3), `pixels` (n, 2, fixed point) and `depth`
    (n,), and which reach behind the eye (`cut`); `table` holds 16 numbers of each, `flat` its mean colour in the air (m + 1,
    4) and `kinds` its class.
    """

    corners: Array
    pixels: Array
    depth: Array
    starts: Array
    counts: Array
    cut: Array
    fine: int
    table: Array
    flat: Array
    kinds: Array

    @classmethod
    def of(
        cls,
        works: Works,
        lens: Pinhole,
        dust: Dust,
        t: float,
        movers: Movers | None,
        fine: int,
        plain: bool,
        reach: float = math.inf,
    ) -> Scene:
        """Return what of `works`, as far as `reach` metres, and of `movers` may be seen through `lens`."""
        eye = np.array([lens.x, lens.y, lens.z])
        near = np.flatnonzero(_may_show(works, lens, eye, plain) & (np.abs(works.middles - eye).max(1) < reach))
        corners, starts = _corners_of(works, near)
        count = len(near)
        if movers is not None and len(movers.corners):
            moved = movers.corners.reshape(-1, 3).astype(np.float32)
            starts = np.concatenate([starts, starts[-1] + 4 * np.arange(1, len(movers.corners) + 1)])
            corners = np.concatenate([corners, moved])
        pixels, depth, nearest, seen = _projected(corners, starts, lens, fine)
        order, extra = np.flatnonzero(seen[:count]), np.flatnonzero(seen[count:])
        parents = works.parents[near[order]]
        far = np.linalg.norm(works.middles[near[order]] - eye, axis=1) - works.lifts[parents]
        table, kinds, flat = _planes(works, parents, lens, t), works.kinds[parents], works.means[near[order]]
        if movers is not None and len(extra):
            middles = movers.corners.mean(1)[extra]
            far = np.concatenate([far, np.linalg.norm(middles - eye, axis=1)])
            table = np.vstack([table, _flat_planes(movers, extra, works, lens)])
            kinds = np.concatenate([kinds, movers.kinds[extra]])
            flat = np.vstack([flat, works.sheet[-1, (movers.tones[extra] * PALETTE_STEP + 1).astype(int), :3]])
        turn = np.argsort(-far, kind="stable")
        chosen = np.concatenate([order, count + extra])[turn]
        whole = np.zeros((_NUMBERS, 65536), np.float32)
        whole[:, 1 : len(turn) + 1] = table[turn].T
        return cls(
            corners,
            pixels,
            depth,
            starts[chosen],
            starts[chosen + 1] - starts[chosen],
            nearest[chosen] < _NEAR,
            fine,
            whole,
            _hazed(flat[turn], far[turn], lens, dust),
            np.concatenate([[0], kinds[turn]]).astype(np.uint8),
        )

    def lookup(self, drawn: Array, number: int) -> Array:
        """Return one of the numbers of each sample's piece."""
        return np.asarray(cv2.LUT(drawn, self.table[number : number + 1]))

    def draw(self, drawn: Array, lens: Pinhole) -> None:
        """Draw the pieces' numbers, far to near."""
        pieces = zip(self.starts.tolist(), self.counts.tolist(), self.cut.tolist(), strict=True)
        for number, (start, count, cut) in enumerate(pieces, 1):
            shape = self.pixels[start : start + count]
            if cut:
                part = slice(start, start + count)
                shape = _cut_off(self.corners[part], self.depth[part], lens, self.fine)
            if len(shape) > 2:
                cv2.fillConvexPoly(drawn, shape, number, cv2.LINE_8, _SUBPIXEL)


def _may_show(works: Works, lens: Pinhole, eye: Array, plain: bool) -> Array:
    """Return which pieces may show, bool (m,): those that face the eye, are not too thin and whose ball is in sight.

    Each gives way at a width of its own, so that none is missed.
    """
    out = works.middles - eye
    least = (0.30 if plain else 0.22) + 0.35 * works.staying
    depth = out[:, 0] * lens.forward[0] + out[:, 1] * lens.forward[1]
    aside = np.abs(out[:, 0] * lens.right[0] + out[:, 1] * lens.right[1])
    slope = lens.size[0] / 2 / lens.focal
    shown = works.thin[works.parents] * lens.focal > least * np.abs(out).max(1)
    shown &= aside - slope * depth < works.radii * math.hypot(1, slope)
    shown &= depth > -works.radii
    facing = works.offsets - (works.normals * eye).sum(1) < -1e-3
    return np.asarray(shown & facing[works.parents])


def _corners_of(works: Works, pieces: Array) -> tuple[Array, Array]:
    """Return the corners (n, 3) of some pieces, one after the other, and where each one's begin, with the end of all."""
    starts = works.starts[pieces]
    counts = works.starts[pieces + 1] - starts
    begins = np.concatenate([[0], np.cumsum(counts)])
    index = np.repeat(starts - begins[:-1], counts) + np.arange(begins[-1])
    return works.corners[index], begins


def _hazed(flat: Array, far: Array, lens: Pinhole, dust: Dust) -> Array:
    """Return pieces' mean colours (m, 3) as seen through the air, with those of no piece before them: (m + 1, 4)."""
    seen = np.zeros((len(flat) + 1, 4), np.float32)
    if not len(flat):
        return seen
    distance = np.maximum(far, 0)[:, None].astype(np.float32)
    clear = dust.clear(distance, np.full_like(distance, max(0.0, lens.z)))
    middle = dust.colours[len(dust.colours) // 2, :3]
    seen[1:, :3] = flat * clear + middle * (1 - clear)
    seen[1:, 3] = 1
    return seen


def _pixels(x: Array, y: Array, fine: int) -> Array:
    fixed = (np.stack([x, y], 1) * np.float32(fine) - np.float32(0.5)) * 2**_SUBPIXEL
    return np.asarray(np.round(np.clip(fixed, -2e7, 2e7)), np.int32)


def _cut_off(corners: Array, depth: Array, lens: Pinhole, fine: int) -> Array:
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
    return _pixels(x, y, fine)


def _projected(corners: Array, starts: Array, lens: Pinhole, fine: int) -> tuple[Array, Array, Array, Array]:
    """Return the corners' pixels (n, 2) and depths (n,), polygons' nearest depths (m,), and which may show, bool (m,)."""
    east, north = corners[:, 0] - np.float32(lens.x), corners[:, 1] - np.float32(lens.y)
    up = corners[:, 2] - np.float32(lens.z)
    forward, right = lens.forward, lens.right
    depth = east * np.float32(forward[0]) + north * np.float32(forward[1])
    aside = east * np.float32(right[0]) + north * np.float32(right[1])
    width, height = lens.size
    focal = np.float32(lens.focal)
    side = depth * np.float32((width / 2 + 2) / lens.focal)
    above, below = (np.float32(part / lens.focal) for part in (lens.horizon_row + 2, height + 2 - lens.horizon_row))
    hidden = np.zeros(len(starts) - 1, bool)
    if not len(hidden):
        return np.empty((0, 2), np.int32), depth, depth, ~hidden
    for beyond in (depth < _NEAR, aside < -side, aside > side, up > depth * above, up < depth * -below):
        hidden |= np.logical_and.reduceat(beyond, starts[:-1])
    metre = focal / np.maximum(depth, np.float32(0.01))
    pixels = _pixels(np.float32(width / 2) + aside * metre, np.float32(lens.horizon_row) - up * metre, fine)
    return pixels, depth, np.minimum.reduceat(depth, starts[:-1]), ~hidden


def _axes(lens: Pinhole) -> Array:
    """Return per picture axis (right, up, forward) its direction in the world, (3, 3)."""
    right, forward = lens.right, lens.forward
    return np.array([[right[0], right[1], 0], [0, 0, 1.0], [forward[0], forward[1], 0]])


def _planes(works: Works, parents: Array, lens: Pinhole, t: float) -> Array:
    """Return the 16 numbers of pieces (m, 16), those of threes linear in the sight.

    They are 1/depth (3), texel across (3 and 1) and down (3 and 1), ribs, tiles of wear a texel, where wear begins (2),
    roughness.
    """
    eye = np.array([lens.x, lens.y, lens.z])
    axes = _axes(lens)
    normals = works.normals[parents]
    away = works.offsets[parents] - (normals * eye).sum(1)
    table = np.empty((len(parents), _NUMBERS))
    for k in range(3):
        table[:, k] = (normals * axes[k]).sum(1) / away
    for first, rows in ((3, works.across[parents]), (7, works.down[parents])):
        for k in range(3):
            table[:, first + k] = (rows[:, :3] * axes[k]).sum(1)
        table[:, first + 3] = (rows[:, :3] * eye).sum(1) + rows[:, 3]
    table[:, 11] = works.ribs[parents]
    table[:, 12] = works.texels[parents] / WEAR
    table[:, 13:15] = works.begins[parents] + (works.runs[parents] * t / -WEAR) % 1.0
    table[:, 15] = works.rough[parents]
    return table


def _flat_planes(movers: Movers, which: Array, works: Works, lens: Pinhole) -> Array:
    """Return the 16 numbers of some movers: as of pieces, but all of one colour."""
    eye = np.array([lens.x, lens.y, lens.z])
    corners = movers.corners[which]
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    away = (normals * (corners.mean(1) - eye)).sum(1)
    away = np.where(np.abs(away) < 1e-2, 1e-2, away)
    table = np.zeros((len(corners), _NUMBERS))
    for k, axis in enumerate(_axes(lens)):
        table[:, k] = (normals * axis).sum(1) / away
    table[:, 6] = movers.tones[which] * PALETTE_STEP + 1.5
    table[:, 10] = len(works.sheet) - 1.5
    table[:, 12] = 0.1
    return table
