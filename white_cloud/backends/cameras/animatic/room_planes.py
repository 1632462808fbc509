"""A room of rectangles: textured surfaces with baked light, drawn far to near as perspective warps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array

#: Nothing nearer than this is drawn, metres.
NEAR = 0.15


@dataclass
class Surface:
    """A rectangle in space: `origin` is its upper left corner seen from its lit side, `right` and `down` its edges in metres.

    `albedo` is its texture (h, w, 3), linear BGR; `glow` what it emits itself; `group` and `level` say what it is drawn with:
    groups are drawn far to near, within a group low levels first; group 0 is the shell.
    """

    origin: Array
    right: Array
    down: Array
    albedo: Array
    group: int = 0
    level: int = 0
    glow: Array | None = None
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


@dataclass(frozen=True)
class Block:
    """An axis-aligned box that casts shadows: its low and high corner in metres."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]


def block_surfaces(block: Block, texture: dict[str, Array], group: int, level: int) -> list[Surface]:
    """Return the four sides and the top of a block; `texture` has `x` (sides along x), `y` (sides along y) and `top`."""
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
        Surface(np.array(o, float), np.array(r, float), np.array(v, float), texture[key], group, level)
        for o, r, v, key in edges
    ]


@dataclass(frozen=True)
class _Window:
    """A part of a surface in the picture: its corners in pixels, the texels it shows, and the picture's rows and columns."""

    surface: Surface
    corners: Array
    texels: tuple[slice, slice]
    rows: slice
    columns: slice


def visible(surfaces: Sequence[Surface], lens: Pinhole) -> list[Surface]:
    """Return the surfaces whose lit side faces the lens, in the order to draw them."""
    eye = np.array([lens.x, lens.y, lens.z])
    facing = [s for s in surfaces if float((eye - s.origin) @ s.normal) > 0]
    middles: dict[int, list[Array]] = {}
    for s in surfaces:
        middles.setdefault(s.group, []).append(s.middle)
    far = {g: float(np.linalg.norm((np.mean(m, 0) - eye)[:2])) for g, m in middles.items()}
    far[0] = math.inf
    return sorted(facing, key=lambda s: (-far[s.group], s.level, -float(np.linalg.norm(s.middle - eye))))


def draw(surface: Surface, lens: Pinhole, picture: Array) -> None:
    """Draw one lit surface into `picture` (h, w, 4), in place."""
    window = _window(surface, lens)
    if window is None:
        return
    texture = surface.lit[window.texels]
    h, w = texture.shape[:2]
    source = np.array([[-0.5, -0.5], [w - 0.5, -0.5], [w - 0.5, h - 0.5], [-0.5, h - 0.5]], np.float32)
    target = (window.corners - (window.columns.start, window.rows.start)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    size = (window.columns.stop - window.columns.start, window.rows.stop - window.rows.start)
    region = np.ascontiguousarray(picture[window.rows, window.columns])
    cv2.warpPerspective(texture, matrix, size, region, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    picture[window.rows, window.columns] = region


def _window(surface: Surface, lens: Pinhole) -> _Window | None:
    part = _in_front(surface, lens)
    if part is None:
        return None
    corners, texels = part
    x, y, _ = lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
    w, h = lens.size
    left, right = max(0, math.floor(x.min())), min(w, math.ceil(x.max()) + 1)
    top, bottom = max(0, math.floor(y.min())), min(h, math.ceil(y.max()) + 1)
    if right - left < 1 or bottom - top < 1:
        return None
    return _Window(surface, np.stack([x, y], 1), texels, slice(top, bottom), slice(left, right))


def _in_front(surface: Surface, lens: Pinhole) -> tuple[Array, tuple[slice, slice]] | None:
    """Return the corners and texels of the part of a surface that lies in front of the lens, cut along one edge."""
    h, w = surface.albedo.shape[:2]
    corners = surface.corners
    depth = lens.project(corners[:, 0], corners[:, 1], corners[:, 2])[2]
    if depth.min() >= NEAR:
        return corners, (slice(0, h), slice(0, w))
    if depth.max() <= NEAR:
        return None
    cuts = [_cut(depth[0], depth[3], depth[1], w), _cut(depth[0], depth[1], depth[3], h)]
    kept = [(b - a) / n for (a, b), n in zip(cuts, (w, h), strict=True)]
    axis = int(kept[1] > kept[0])
    a, b = cuts[axis]
    if b - a < 2:
        return None
    o, r, d = surface.origin, surface.right, surface.down
    if axis == 0:
        o, r = o + r * (a / w), r * ((b - a) / w)
        return np.array([o, o + r, o + r + d, o + d]), (slice(0, h), slice(a, b))
    o, d = o + d * (a / h), d * ((b - a) / h)
    return np.array([o, o + r, o + r + d, o + d]), (slice(a, b), slice(0, w))


def _cut(start: float, start_across: float, end: float, texels: int) -> tuple[int, int]:
    """Return the range of texels along one edge that is in front, given the depths of its ends (and of the opposite edge)."""
    slope = end - start
    if abs(slope) < 1e-6:
        return 0, 0
    where = (NEAR - min(start, start_across)) / slope
    low, high = (max(0.0, where), 1.0) if slope > 0 else (0.0, min(1.0, where))
    return math.ceil(low * texels), math.floor(high * texels)
