"""A room of rectangles: textured surfaces with baked light, drawn as perspective warps, and surveyed alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.media.survey import Survey, class_number

#: Nothing nearer than this is drawn, metres.
NEAR = 0.15
#: Texels to a pixel above which a texture is made coarser: a finer one would glitter as the lens moves.
_TEXELS_A_PIXEL = 1.15
_SUBPIXEL = 4  # bits of fraction in OpenCV's polygon corners
_FARTHEST = 60_000.0  # pixels: OpenCV's fixed-point corners overflow beyond


@dataclass
class Surface:
    """A rectangle in space: `origin` is its upper left corner seen from its lit side, `right` and `down` its edges in metres.

    `albedo` is its texture (h, w, 3), linear BGR; `glow` what it emits itself; `cover`, where it has one, how much of what
    lies behind it hides, 0..1 (h, w); `kind` is its class in a survey, or none where light passes through it. `group` and
    `level` say what it is drawn with: groups are drawn far to near, within a group low levels first; group 0 is the shell.
    """

    origin: Array
    right: Array
    down: Array
    albedo: Array
    group: int = 0
    level: int = 0
    glow: Array | None = None
    kind: str | None = "furniture"
    cover: Array | None = None
    lit: Array = field(init=False)
    #: Unit normal of the lit side; corners (4, 3) clockwise from the upper left; their mean.
    normal: Array = field(init=False)
    corners: Array = field(init=False)
    middle: Array = field(init=False)

    def __post_init__(self) -> None:
        """Derive the geometry once: every frame asks for it."""
        o, r, d = self.origin, self.right, self.down
        normal = np.cross(d, r)
        self.normal = normal / np.linalg.norm(normal)
        self.corners = np.array([o, o + r, o + r + d, o + d])
        self.middle = self.corners.mean(0)

    def expose(self, light: Array) -> None:
        """Set `lit` to albedo times a light map (any size, 3 channels, linear BGR), plus the surface's own glow."""
        h, w = self.albedo.shape[:2]
        smooth = cv2.resize(light, (w, h), interpolation=cv2.INTER_LINEAR)
        lit = cv2.multiply(smooth, self.albedo)
        if self.glow is not None:
            lit = cv2.add(lit, self.glow)
        self.lit = cv2.cvtColor(lit, cv2.COLOR_BGR2BGRA)
        if self.cover is not None:
            self.lit[..., :3] *= self.cover[..., None]
            self.lit[..., 3] = self.cover

    def away(self, lens: Pinhole) -> float:
        """Return how far its nearest place is from the lens, metres."""
        corner = self.origin - (lens.x, lens.y, lens.z)
        for edge in (self.right, self.down):
            corner = corner + edge * min(max(-float(corner @ edge) / float(edge @ edge), 0.0), 1.0)
        return float(np.linalg.norm(corner))

    def fit(self, lens: Pinhole, nearer: float = 0.0) -> None:
        """Make the texture no finer than `lens` resolves where it is nearest, after coming `nearer` by as many metres."""
        depth = max(0.8 * (self.away(lens) - nearer), NEAR * 2)
        h, w = self.albedo.shape[:2]
        fine = _TEXELS_A_PIXEL * lens.focal / depth
        wide, high = (
            max(4, min(n, math.ceil(float(np.linalg.norm(edge)) * fine))) for n, edge in ((w, self.right), (h, self.down))
        )
        if wide < w * 0.8 or high < h * 0.8:
            self.albedo = _reduced(self.albedo, wide, high)
            self.glow = None if self.glow is None else _reduced(self.glow, wide, high)
            self.cover = None if self.cover is None else _reduced(self.cover, wide, high)


def _reduced(plane: Array, wide: int, high: int) -> Array:
    return cv2.resize(plane, (wide, high), interpolation=cv2.INTER_AREA)


@dataclass(frozen=True)
class Block:
    """An axis-aligned box that casts shadows: its low and high corner in metres."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]


def block_surfaces(
    block: Block, texture: dict[str, Array], group: int, level: int, kind: str | None = "furniture"
) -> list[Surface]:
    """Return a block's four sides, top and bottom; `texture` has `x` (sides along x), `y` (sides along y) and `top`."""
    (x0, y0, z0), (x1, y1, z1) = block.low, block.high
    w, d, h = x1 - x0, y1 - y0, z1 - z0
    edges = [
        ((x0, y0, z1), (w, 0, 0), (0, 0, -h), "x"),
        ((x1, y1, z1), (-w, 0, 0), (0, 0, -h), "x"),
        ((x0, y1, z1), (0, -d, 0), (0, 0, -h), "y"),
        ((x1, y0, z1), (0, d, 0), (0, 0, -h), "y"),
        ((x0, y1, z1), (w, 0, 0), (0, -d, 0), "top"),
        ((x0, y0, z0), (w, 0, 0), (0, d, 0), "top"),
    ]
    return [
        Surface(np.array(o, float), np.array(r, float), np.array(v, float), texture[key], group, level, kind=kind)
        for o, r, v, key in edges
    ]


@dataclass(frozen=True)
class Sighting:
    """How a lens sees a surface: its corners (4, 3), metres right, up and along the sight, and as pixels, `spots` (4, 2).

    `box` is the left, top, right and bottom of its pixels, `warp` (3, 3) goes from texels to pixels. A surface that passes
    beside the lens has no sound spots nor box; see `_cut`.
    """

    corners: Array = field(repr=False)
    spots: Array = field(repr=False)
    box: tuple[int, int, int, int]
    warp: Array = field(repr=False)


class Facets:
    """Many surfaces at once: which of them a lens sees, and how. Their textures must have their last size."""

    def __init__(self, surfaces: Sequence[Surface]) -> None:
        self.surfaces = list(surfaces)
        self._corners = np.array([s.corners for s in surfaces]).reshape(-1, 4, 3)
        self._normals = np.array([s.normal for s in surfaces]).reshape(-1, 3)
        sizes = np.array([s.albedo.shape[:2] for s in surfaces], float).reshape(-1, 2)
        right = (self._corners[:, 1] - self._corners[:, 0]) / sizes[:, 1:]
        down = (self._corners[:, 3] - self._corners[:, 0]) / sizes[:, :1]
        # From texels (their middles at whole numbers) to the room.
        self._texels = np.stack([right, down, self._corners[:, 0] + 0.5 * (right + down)], 2)

    def seen(self, lens: Pinhole) -> dict[int, Sighting]:
        """Return the sighting of each surface that may be in the picture, by its id."""
        eye, axes = np.array([lens.x, lens.y, lens.z]), np.stack(_axes(lens))
        away = self._corners - eye
        facing = (away[:, 0] * self._normals).sum(1) < 0
        outlines = away @ axes[[0, 2, 1]].T
        depth = outlines[..., 2]
        scale = lens.focal / np.maximum(depth, NEAR)
        x, y = lens.size[0] / 2 + outlines[..., 0] * scale, lens.horizon_row - outlines[..., 1] * scale
        inside = (x.max(1) > -1) & (x.min(1) < lens.size[0] + 1) & (y.max(1) > -1) & (y.min(1) < lens.size[1] + 1)
        large = (np.ptp(x, 1) > 0.4) & (np.ptp(y, 1) > 0.4)
        chosen = facing & (depth.max(1) > NEAR) & ((depth.min(1) < NEAR) | (inside & large))
        texels = self._texels.copy()
        texels[:, :, 2] -= eye
        rays = axes[None] @ texels  # rows: right, along the sight, up
        warps = np.stack(
            [
                lens.size[0] / 2 * rays[:, 1] + lens.focal * rays[:, 0],
                lens.horizon_row * rays[:, 1] - lens.focal * rays[:, 2],
                rays[:, 1],
            ],
            1,
        )
        spots = np.stack([x, y], 2)
        low, high = np.floor(spots.min(1)) - 1, np.ceil(spots.max(1)) + 2
        boxes = np.clip(np.hstack([low, high]), 0, [*lens.size, *lens.size]).astype(int).tolist()
        return {
            id(self.surfaces[i]): Sighting(outlines[i], spots[i], tuple(boxes[i]), warps[i]) for i in np.flatnonzero(chosen)
        }


@dataclass(frozen=True)
class _Window:
    """Where a surface lies in the picture: the warp from its texels to `rows` and `columns`, and its coverage there, uint8."""

    matrix: Array
    rows: slice
    columns: slice
    cover: Array

    @property
    def size(self) -> tuple[int, int]:
        return self.columns.stop - self.columns.start, self.rows.stop - self.rows.start


def draw(surface: Surface, sighting: Sighting, lens: Pinhole, picture: Array) -> None:
    """Draw one lit surface into `picture` (h, w, 4), in place."""
    window = _window(sighting, lens)
    if window is None:
        return
    clear = surface.cover is not None
    border = cv2.BORDER_CONSTANT if clear else cv2.BORDER_REPLICATE
    cut = cv2.warpPerspective(surface.lit, window.matrix, window.size, None, cv2.INTER_LINEAR, border)
    region = picture[window.rows, window.columns]
    if clear:
        over(cv2.multiply(cut, four_channels(_part(window.cover))), region)
    elif int(window.cover.min()) == 255:
        region[:] = cut
    else:
        inside = _part(window.cover)
        region[:] = cv2.blendLinear(cut, np.ascontiguousarray(region), inside, 1 - inside)


def _part(cover: Array) -> Array:
    """Return a coverage of 0..255 as one of 0..1, float32."""
    part = cover.astype(np.float32)
    part *= np.float32(1 / 255)
    return part


def plot(surface: Surface, sighting: Sighting, lens: Pinhole, survey: Survey) -> None:
    """Note in a survey what `draw` would draw: the class and the exact depth where it covers at least half a pixel."""
    if surface.kind is None:
        return
    window = _window(sighting, lens)
    if window is None:
        return
    covered = window.cover > 127
    if surface.cover is not None:
        covered &= cv2.warpPerspective(surface.cover, window.matrix, window.size, None, cv2.INTER_LINEAR) >= 0.5
    place = window.rows, window.columns
    survey.classes[place][covered] = class_number(surface.kind)
    survey.depth[place][covered] = plane_depth(surface.origin, surface.normal, lens, window.rows, window.columns)[covered]


@dataclass(frozen=True)
class Silhouette:
    """Where a surface falls in the picture: rows and columns, the pixels there that it touches and that it hides, bool."""

    place: tuple[slice, slice]
    touched: Array = field(repr=False)
    hidden: Array = field(repr=False)


def silhouette(surface: Surface, sighting: Sighting, lens: Pinhole) -> Silhouette | None:
    """Return where a surface falls, None where it is out of the picture."""
    window = _window(sighting, lens)
    if window is None:
        return None
    hidden = window.cover == 255
    if surface.cover is not None:
        hidden &= cv2.warpPerspective(surface.cover, window.matrix, window.size, None, cv2.INTER_LINEAR) > 0.99
    return Silhouette((window.rows, window.columns), window.cover > 0, hidden)


def plane_depth(origin: Array, normal: Array, lens: Pinhole, rows: slice, columns: slice) -> Array:
    """Return the depth, metres along the sight, at which the rays of a part of the picture meet a plane, float32."""
    across, ahead, up = (float(v @ normal) for v in _axes(lens))
    reach = float((origin - (lens.x, lens.y, lens.z)) @ normal)
    x = (np.arange(columns.start, columns.stop) - lens.size[0] / 2) / lens.focal
    y = (lens.horizon_row - np.arange(rows.start, rows.stop)) / lens.focal
    slope = ahead + across * x[None] + up * y[:, None]
    depth: Array = (reach / np.where(np.abs(slope) < 1e-9, 1e-9, slope)).astype(np.float32)
    return np.maximum(depth, np.float32(NEAR))  # a pixel half off the edge may miss the plane


def _axes(lens: Pinhole) -> tuple[Array, Array, Array]:
    """Return the lens's unit vectors right, forward and up in the room."""
    return np.array([*lens.right, 0.0]), np.array([*lens.forward, 0.0]), np.array([0.0, 0.0, 1.0])


def _window(sighting: Sighting, lens: Pinhole) -> _Window | None:
    spots, (left, top, right, bottom) = sighting.spots, sighting.box
    if sighting.corners[:, 2].min() < NEAR:
        spots = _cut(sighting.corners, lens)
        low, high = np.floor(spots.min(0)) - 1, np.ceil(spots.max(0)) + 2
        left, top, right, bottom = np.clip([*low, *high], 0, [*lens.size, *lens.size]).astype(int).tolist()
    if right - left < 1 or bottom - top < 1:
        return None
    fixed = np.clip(spots - (left, top), -_FARTHEST, _FARTHEST) * (1 << _SUBPIXEL)
    cover = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillConvexPoly(cover, np.rint(fixed).astype(np.int32), 255, cv2.LINE_AA, _SUBPIXEL)
    matrix = sighting.warp.copy()
    matrix[0] -= left * matrix[2]
    matrix[1] -= top * matrix[2]
    return _Window(matrix, slice(top, bottom), slice(left, right), cover)


def _cut(outline: Array, lens: Pinhole) -> Array:
    """Return the pixels (n, 2) of what of an outline (4, 3) lies before the plane NEAR (Sutherland and Hodgman 1974)."""
    kept = []
    for i in range(4):
        here, there = outline[i], outline[(i + 1) % 4]
        if here[2] >= NEAR:
            kept.append(here)
        if (here[2] >= NEAR) != (there[2] >= NEAR):
            kept.append(here + (there - here) * ((NEAR - here[2]) / (there[2] - here[2])))
    part = np.array(kept)
    scale = lens.focal / part[:, 2]
    spots: Array = np.stack([lens.size[0] / 2 + part[:, 0] * scale, lens.horizon_row - part[:, 1] * scale], 1)
    return spots
