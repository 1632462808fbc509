"""The camera for works: pieces are drawn far to near as numbers, and every pixel looks its light up.

A pixel knows its panel, so its place in the world follows from the panel's plane: depth is exact, and haze, worn paint and
what runs on a belt are looked up there (deferred shading; Deering et al. 1988). Edges are smooth because numbers are drawn
four to a pixel: a pixel is the mean of its four pieces' flat colours, times how the first of them differs from its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.hours import Hour
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.build import PALETTE_STEP, WEAR, Works
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, mix, spectral_noise
from white_cloud.backends.cameras.animatic.survey import SKY_DEPTH, Survey

_NEAR = 0.6  # metres: what is nearer is cut off
_SUBPIXEL = 4


@dataclass(frozen=True)
class Dust:
    """The air among works: a part 1 / `sight` of light is lost a metre, and more near the ground: `low` times, in a layer
    `layer` metres high. `colours` (width, 4) is what it adds, one colour a column of the picture."""

    sight: float
    colours: Array = field(repr=False)
    low: float = 1.0
    layer: float = 12.0

    @classmethod
    def seen(cls, lens: Pinhole, azimuth: float, hour: Hour, sight: float, low: float = 1.0, layer: float = 12.0) -> Dust:
        """Return the air of an hour through `lens`: its haze is of another colour towards the sun at `azimuth` degrees."""
        slope = (np.arange(lens.size[0], dtype=np.float32) + np.float32(0.5 - lens.size[0] / 2)) / np.float32(lens.focal)
        part = np.clip(np.cos(np.arctan(slope) + np.float32(math.radians(lens.yaw - azimuth))), 0, 1) ** 3
        colours = np.zeros((lens.size[0], 4), np.float32)
        colours[:, :3] = mix(colour(*hour.haze_away), colour(*hour.haze_towards), part[:, None])
        return cls(sight, colours, low, layer)

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
    """What was drawn, all of it within `rows`: light premultiplied by cover (height, width, 4), depth (height, width) in
    metres, class numbers."""

    radiance: Array = field(repr=False)
    depth: Array = field(repr=False)
    kinds: Array = field(repr=False)
    rows: slice = field(default_factory=lambda: slice(0, 0))

    def over(self, picture: Array, depth: Array, bias: float = 0.0, part: float = 0.0) -> Array:
        """Return `picture` (height, width, 4) with the plate before it, where what is at `depth` metres does not hide it.

        What is up to `bias` metres and a `part` of its depth nearer does not hide it either. Both arrays are changed.
        """
        rows = self.rows
        shown, far = self.radiance[rows], depth[rows]
        hidden = self.depth[rows] > far * np.float32(1 + part) + np.float32(bias)
        if hidden.any():
            shown = cv2.multiply(shown, four_channels((~hidden).astype(np.float32)))
        if len(far):
            cover = cv2.extractChannel(shown, 3)
            np.copyto(far, self.depth[rows], where=cover >= 0.5)
            picture[rows] = cv2.add(cv2.multiply(np.ascontiguousarray(picture[rows]), four_channels(1 - cover)), shown)
        return picture

    def survey_into(self, survey: Survey, bias: float = 0.0, part: float = 0.0) -> None:
        """Enter into `survey` what covers at least half of a pixel and lies before what is there; see `over`."""
        seen = (self.radiance[..., 3] >= 0.5) & (self.depth <= survey.depth * np.float32(1 + part) + np.float32(bias))
        survey.classes[seen] = self.kinds[seen]
        survey.depth[seen] = self.depth[seen]


class WorksCamera:
    """Photographs works for pictures of one size."""

    def __init__(self, size: tuple[int, int], seed: int = 0, fine: int = 2) -> None:
        """`seed` chooses how paint is worn; `fine` is the samples a pixel, each way: 1 or 2."""
        self._size, self._fine = size, fine
        worn = spectral_noise(512, 1.1, seed + 41, 3) * 0.10 + spectral_noise(512, 1.3, seed + 42, 3, stretch=5.0) * 0.09
        ribs = np.sin(np.arange(512, dtype=np.float32) * np.float32(2 * np.pi * 14 / 512))[None] * np.float32(0.16)
        self._worn = Tile(cv2.merge([worn, np.repeat(ribs, 512, 0)]))

    def photograph(
        self, works: Works, lens: Pinhole, dust: Dust, t: float, movers: Movers | None = None, plain: bool = False
    ) -> Plate:
        """Return the works as seen through `lens` at `t` seconds; `plain`: each piece in its mean colour, for what is far."""
        scene = Scene.of(works, lens, dust, t, movers, self._fine, plain)
        drawn = np.zeros((self._size[1] * self._fine, self._size[0] * self._fine), np.uint16)
        scene.draw(drawn, lens)
        width, height = self._size
        plate = Plate(
            np.zeros((height, width, 4), np.float32),
            np.full((height, width), SKY_DEPTH, np.float32),
            np.zeros((height, width), np.uint8),
        )
        rows = np.flatnonzero(drawn.any(1))
        if len(rows):
            plate.rows = slice(int(rows[0]) // self._fine, int(rows[-1]) // self._fine + 1)
            self._develop(plate, drawn, _Shot(scene, works, lens, dust), plain)
        return plate

    def _develop(self, plate: Plate, drawn: Array, shot: _Shot, plain: bool) -> None:
        """Fill the rows of a plate from the numbers drawn there."""
        fine, scene, rows = self._fine, shot.scene, plate.rows
        part = drawn[rows.start * fine : rows.stop * fine]
        flat = np.take(scene.flat, part, axis=0, mode="clip")  # samples in the mean colours of their pieces: smooth edges
        size = (self._size[0], rows.stop - rows.start)
        covered = flat if fine == 1 else cv2.resize(flat, size, interpolation=cv2.INTER_AREA)
        sample = np.maximum(part[::fine, ::fine], part[fine - 1 :: fine, fine - 1 :: fine]).ravel()  # the nearer of two
        plate.radiance[rows] = covered
        pixels = _in_rows(np.flatnonzero(sample))  # only what is covered is looked up
        if not len(pixels):
            return
        pieces = sample[pixels]
        sight = _sight(shot.lens, pixels, rows.start)
        depth = _plane(scene, pieces, 0, *sight)
        np.maximum(depth, np.float32(1 / SKY_DEPTH), out=depth)
        np.divide(np.float32(1), depth, out=depth)
        plate.depth[rows].reshape(-1)[pixels] = depth
        plate.kinds[rows].reshape(-1)[pixels] = scene.kinds[pieces]
        if not plain:
            light = self._shade(pieces, depth, sight, shot, shot.dust.colours[pixels % size[0]])
            light /= np.take(scene.flat, pieces, axis=0, mode="clip") + np.float32(1e-4)
            np.clip(light, 0.1, 8, out=light)
            light[..., 3] = 1
            plate.radiance[rows].reshape(-1, 4)[pixels] *= light

    def _shade(self, pieces: Array, depth: Array, sight: tuple[Array, Array], shot: _Shot, haze: Array) -> Array:
        """Return the light (rows, columns, 4) that `pieces` (rows, columns) send through the air at places of the picture."""
        scene = shot.scene
        across, down = (_plane(scene, pieces, first, *sight) for first in (3, 7))
        for texel, first in ((across, 3), (down, 7)):
            texel *= depth
            texel += scene.lookup(pieces, first + 3)
        light = cv2.remap(shot.works.sheet, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._wear(light, pieces, scene, across, down, depth)
        height = sight[1] * depth
        height *= 0.5
        height += np.float32(shot.lens.z)
        np.clip(height, 0, 60, out=height)
        clear = shot.dust.clear(depth, height)
        return cv2.blendLinear(light, haze, clear, 1 - clear)

    def _wear(self, light: Array, drawn: Array, scene: Scene, across: Array, down: Array, depth: Array) -> None:
        """Roughen near walls in place: worn paint, and the ribs of corrugated sheets."""
        tiles = scene.lookup(drawn, 12)
        across = across * tiles
        across += scene.lookup(drawn, 13)
        down = down * tiles
        down += scene.lookup(drawn, 14)
        worn, ribs = cv2.split(self._worn(across, down))
        ribs *= scene.lookup(drawn, 11)
        ribs *= cv2.exp(depth * np.float32(-1 / 70))
        worn *= scene.lookup(drawn, 15)
        worn *= cv2.exp(depth * np.float32(-1 / 160))
        worn += ribs
        worn += 1
        light *= four_channels(worn)


@dataclass(frozen=True)
class _Shot:
    """What one photograph is of."""

    scene: Scene
    works: Works
    lens: Pinhole
    dust: Dust


@dataclass
class Scene:
    """One frame's pieces, far to near, numbered from 1.

    `starts` and `counts` say where each one's corners lie among `corners` (n, 3), `pixels` (n, 2, fixed point) and `depth`
    (n,), and which reach behind the eye (`cut`); `table` holds 16 numbers of each, `flat` its mean colour in the air (m + 1, 4) and `kinds` its class.
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
    def of(cls, works: Works, lens: Pinhole, dust: Dust, t: float, movers: Movers | None, fine: int, plain: bool) -> Scene:
        """Return what of `works` and `movers` may be seen through `lens`."""
        eye = np.array([lens.x, lens.y, lens.z])
        corners, starts = works.corners, works.starts
        count = len(works.parents)
        if movers is not None and len(movers.corners):
            moved = movers.corners.reshape(-1, 3).astype(np.float32)
            starts = np.concatenate([starts, starts[-1] + 4 * np.arange(1, len(movers.corners) + 1)])
            corners = np.concatenate([corners, moved])
        pixels, depth, nearest, seen = _projected(corners, starts, lens, fine)
        facing = works.offsets - (works.normals * eye).sum(1) < -1e-3
        seen[:count] &= facing[works.parents]
        seen[:count] &= _thick_enough(works, lens, eye, plain)
        order, extra = np.flatnonzero(seen[:count]), np.flatnonzero(seen[count:])
        parents = works.parents[order]
        far = np.linalg.norm(works.middles[order] - eye, axis=1) - works.lifts[parents]
        table, kinds, flat = _planes(works, parents, lens, t), works.kinds[parents], works.means[order]
        if movers is not None and len(extra):
            middles = movers.corners.mean(1)[extra]
            far = np.concatenate([far, np.linalg.norm(middles - eye, axis=1)])
            table = np.vstack([table, _flat_planes(movers, extra, works, lens)])
            kinds = np.concatenate([kinds, movers.kinds[extra]])
            flat = np.vstack([flat, works.sheet[-1, (movers.tones[extra] * PALETTE_STEP + 1).astype(int), :3]])
        turn = np.argsort(-far, kind="stable")
        chosen = np.concatenate([order, count + extra])[turn]
        whole = np.zeros((16, 65536), np.float32)
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
        return cv2.LUT(drawn, self.table[number : number + 1])

    def draw(self, drawn: Array, lens: Pinhole) -> None:
        """Draw the pieces' numbers, far to near."""
        number = 0
        for start, count, cut in zip(self.starts.tolist(), self.counts.tolist(), self.cut.tolist(), strict=True):
            number += 1
            shape = self.pixels[start : start + count]
            if cut:
                part = slice(start, start + count)
                shape = _cut_off(self.corners[part], self.depth[part], lens, self.fine)
            if len(shape) > 2:
                cv2.fillConvexPoly(drawn, shape, number, cv2.LINE_8, _SUBPIXEL)


_ROW = 256


def _in_rows(pixels: Array) -> Array:
    """Return a list as rows of _ROW, the last filled up with its last, as OpenCV's pictures must not be too wide."""
    return np.concatenate([pixels, np.repeat(pixels[-1:], -len(pixels) % _ROW)]).reshape(
        len(pixels) // _ROW + (len(pixels) % _ROW > 0), _ROW
    )


def _sight(lens: Pinhole, pixels: Array, top: int) -> tuple[Array, Array]:
    """Return how far aside and up pixels, counted from row `top` on, look per metre of depth."""
    width, focal = lens.size[0], np.float32(lens.focal)
    across = (np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2)) / focal
    up = (np.float32(lens.horizon_row - 0.5) - np.arange(top, lens.size[1], dtype=np.float32)) / focal
    return across[pixels % width], up[pixels // width]


def _plane(scene: Scene, drawn: Array, first: int, x: Array, y: Array) -> Array:
    """Return what is linear in the sight (x, y) of each pixel: three numbers of its piece from `first` on."""
    found = scene.lookup(drawn, first)
    found *= x
    part = scene.lookup(drawn, first + 1)
    part *= y
    found += part
    found += scene.lookup(drawn, first + 2)
    return found


def _thick_enough(works: Works, lens: Pinhole, eye: Array, plain: bool) -> Array:
    """Return which pieces are wide enough to show, bool (m,); each gives way at a width of its own, so that none is missed."""
    far = np.abs(works.middles - eye).max(1)
    least = (0.16 if plain else 0.08) + (0.30 if plain else 0.20) * ((np.arange(len(far)) * 0.618034) % 1)
    return np.asarray(works.thin[works.parents] * lens.focal > least * far)


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
    return np.round(np.clip(fixed, -2e7, 2e7)).astype(np.int32)


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
    """Return the 16 numbers of pieces: 1/depth (3), texel across (3 and 1) and down (3 and 1), ribs, tiles of wear a texel, tiles run (2), roughness."""
    eye = np.array([lens.x, lens.y, lens.z])
    axes = _axes(lens)
    normals = works.normals[parents]
    away = works.offsets[parents] - (normals * eye).sum(1)
    table = np.empty((len(parents), 16))
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
    table = np.zeros((len(corners), 16))
    for k, axis in enumerate(_axes(lens)):
        table[:, k] = (normals * axis).sum(1) / away
    table[:, 6] = movers.tones[which] * PALETTE_STEP + 1.5
    table[:, 10] = len(works.sheet) - 1.5
    table[:, 12] = 0.1
    return table
