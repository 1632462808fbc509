"""A passage: a long box with two walls, a floor, a ceiling and an end, cast ray by ray.

The lens is level, so every pixel column sees one place along a wall and every pixel row one height at one distance: where a
wall is hit is a division a column, where the floor is hit a division a row. What the floor mirrors is the same wall at heights
below zero. Edges are blended by how much of a pixel either side covers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.backends.cameras.animatic.rooms.sheets import Atlas

_FARTHEST = 400.0
_LEAST = 1e-4


@dataclass(frozen=True)
class Sight:
    """The rays of one frame, metres for a metre of sight: `aside` (1, w) to the east, `along` (1, w) north, `up` (h, 1)."""

    lens: Pinhole
    aside: Array = field(repr=False)
    along: Array = field(repr=False)
    up: Array = field(repr=False)

    @classmethod
    def of(cls, lens: Pinhole) -> Sight:
        """Return the rays through the middles of all pixels of a lens, float32."""
        width, height = lens.size
        across = ((np.arange(width) + 0.5 - width / 2) / lens.focal)[None]
        up = ((lens.horizon_row - np.arange(height) - 0.5) / lens.focal)[:, None]
        return cls(
            lens,
            (lens.forward[0] + lens.right[0] * across).astype(np.float32),
            (lens.forward[1] + lens.right[1] * across).astype(np.float32),
            np.where(np.abs(up) < _LEAST, _LEAST, up).astype(np.float32),
        )

    def north(self, distance: Array) -> Array:
        """Return the y of places at a `distance` along the sight."""
        return self.along * distance + np.float32(self.lens.y)

    def east(self, distance: Array) -> Array:
        """Return the x of places at a `distance` along the sight."""
        return self.aside * distance + np.float32(self.lens.x)

    def height(self, distance: Array) -> Array:
        """Return the z of places at a `distance` along the sight: (h, w) for distances (1, w)."""
        return self.up * distance + np.float32(self.lens.z)

    def level(self, z: float) -> Array:
        """Return the distance (h, 1) at which each row meets the height `z`, whichever side of the lens it lies on."""
        return np.minimum(np.abs(np.float32(z - self.lens.z) / self.up), np.float32(_FARTHEST))

    def upright(self, x: float) -> Array:
        """Return the distance (1, w) at which each column meets the plane x; very far where it never does."""
        gap = np.float32(x - self.lens.x)
        away = gap / np.where(np.abs(self.aside) < _LEAST, np.float32(_LEAST), self.aside)
        return np.where((away > 0) & (self.aside * gap > 0), np.minimum(away, _FARTHEST), _FARTHEST).astype(np.float32)

    def across(self, y: float) -> Array:
        """Return the distance (1, w) at which each column meets the plane y before the lens; very far where it never does."""
        away = np.float32(y - self.lens.y) / np.maximum(self.along, _LEAST)
        return np.where(away > 0, np.minimum(away, _FARTHEST), _FARTHEST).astype(np.float32)


def footprint(values: Array) -> Array:
    """Return how far each column's value (1, w) lies from its neighbours': what the pixel covers, never quite 0."""
    if values.shape[1] < 2:
        return np.full_like(values, 1)
    apart: Array = np.maximum(np.abs(np.gradient(values[0]))[None], np.float32(1e-5)).astype(np.float32)
    return apart


def covered(values: Array, wide: Array, low: Array | float, high: Array | float) -> Array:
    """Return the part of each pixel, `wide` about its value, that lies between `low` and `high` (a box filter)."""
    inside = np.minimum(values + wide / 2, high) - np.maximum(values - wide / 2, low)
    return np.clip(inside / wide, 0, 1)


def blended(below: Array, above: Array, part: Array) -> Array:
    """Return the picture `below` where `part` (h, w), float32, is 0 and `above` where it is 1."""
    return cv2.blendLinear(below, above, 1 - part, part)


def through_haze(picture: Array, distance: Array, density: float, haze: Array, gain: Array | None = None) -> Array:
    """Return a picture (h, w, 4), times `gain` (h, w), through air of optical `density` a metre that glows in `haze` (4,).

    Koschmieder's law.
    """
    clear = cv2.exp(distance * np.float32(-density))
    veil = 1 - clear
    seen = cv2.multiply(picture, four_channels(clear if gain is None else clear * gain))
    return cv2.add(seen, cv2.merge([veil * part for part in haze]))


def drawn_out(mirror: Array, across: float, down: float) -> Array:
    """Return what a rough wet floor makes of a mirror image (h, w, 4): blurred by so many pixels, more down than across."""
    height, width = mirror.shape[:2]
    if height < 4 or width < 4:
        return mirror
    small = cv2.resize(mirror, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(across / 2, 0.3), sigmaY=max(down / 2, 0.3))
    return cv2.resize(small, (width, height))


@dataclass(frozen=True)
class Box:
    """The walls of a passage: planes x = `left` and x = `right`, a floor at 0, a ceiling at `height`, an end at y = `end`."""

    left: float
    right: float
    height: float
    end: float


@dataclass(frozen=True)
class Walls:
    """What each column of a frame meets, all (1, w): which wall (0 left, 1 right, 2 the end), where along it, how far away."""

    which: Array = field(repr=False)
    place: Array = field(repr=False)
    distance: Array = field(repr=False)

    @classmethod
    def of(cls, sight: Sight, box: Box) -> Walls:
        """Cast a frame's columns into a box; `place` is metres north on the sides and east on the end."""
        reached = np.vstack([sight.upright(box.left), sight.upright(box.right), sight.across(box.end)])
        which = reached.argmin(0)[None]
        distance = reached.min(0)[None]
        place = np.where(which == 2, sight.east(distance), sight.north(distance))
        return cls(which, place.astype(np.float32), distance)


@dataclass(frozen=True)
class Recesses:
    """Openings in one side wall, as deep as `depth` and as high as `height` metres: each from `starts` to `ends` (n,).

    They are painted unfolded on one sheet, each in a slot of `slot` metres: the back from left to right as one goes north,
    then the far jamb, from the back to the wall.
    """

    starts: Array = field(repr=False)
    ends: Array = field(repr=False)
    depth: float
    height: float
    slot: float

    def seen(self, sight: Sight, walls: Walls, side: int, box: Box) -> tuple[Array, Array, Array, Array]:
        """Return the columns (n,) that look into openings of a `side`, the part of each that does, distance and place.

        Place is metres on the unfolded sheet; openings narrower than two columns stay flat.
        """
        wide = footprint(walls.place)[0]
        place = walls.place[0]
        number = np.clip(np.searchsorted(self.starts, place + wide / 2) - 1, 0, len(self.starts) - 1)
        start, end = self.starts[number].astype(np.float32), self.ends[number].astype(np.float32)
        part = covered(place, wide, start, end)
        part *= np.clip((end - start) / wide - 1, 0, 1)
        columns = np.flatnonzero((part > 0) & (walls.which[0] == side))
        number, start, end = number[columns], start[columns], end[columns]
        aside, along = sight.aside[0, columns], np.maximum(sight.along[0, columns], 0.05)
        plane = box.right if side else box.left
        back = (abs(plane - sight.lens.x) + self.depth) / np.abs(aside)
        jamb = np.maximum((end - sight.lens.y) / along, walls.distance[0, columns])
        deep = np.abs(sight.lens.x + jamb * aside - plane)
        reaches = back <= jamb
        north = np.clip(sight.lens.y + back * along - start, 0, end - start)
        inside = np.where(reaches, north, end - start + np.clip(self.depth - deep, 0, self.depth))
        distance = np.where(reaches, back, jamb).astype(np.float32)
        return columns, part[columns].astype(np.float32), distance, (number * self.slot + inside).astype(np.float32)


@dataclass(frozen=True)
class Shell:
    """What surrounds the lens in one frame, pixel by pixel: depth (h, w) and the parts that floor and ceiling cover (h, w).

    `mirrored` is the part of what a floor mirrors that is ceiling; `below` the first row below the horizon.
    """

    depth: Array = field(repr=False)
    floor: Array = field(repr=False)
    ceiling: Array = field(repr=False)
    mirrored: Array = field(repr=False)
    below: int

    @classmethod
    def of(cls, sight: Sight, walls: Walls, height: Array, ceiling: float) -> Shell:
        """Return the shell of a box whose walls are met at heights `height` (h, w)."""
        pixels = np.float32(sight.lens.focal) / walls.distance
        above = sight.lens.horizon_row
        over = np.clip((height - np.float32(ceiling)) * pixels + np.float32(0.5), 0, 1)
        under = np.clip(np.float32(0.5) - height * pixels, 0, 1)
        mirrored = np.clip((-height - np.float32(ceiling)) * pixels + np.float32(0.5), 0, 1)
        depth = _whole_distance(sight, walls, over, under, ceiling)
        below = min(max(math.ceil(above - 0.5), 0), sight.lens.size[1])
        return cls(depth, under, over, mirrored, below)


def _whole_distance(sight: Sight, walls: Walls, over: Array, under: Array, ceiling: float) -> Array:
    depth = np.where(over > 0.5, sight.level(ceiling), walls.distance)
    result: Array = np.where(under > 0.5, sight.level(0.0), depth).astype(np.float32)
    return result


def lay_level(
    picture: Array, atlas: Atlas, sheet: int, sight: Sight, z: float, cover: Array, width: float | None = None
) -> None:
    """Lay a level surface at height `z` over `picture` where `cover` (h, w) tells, in place; below the horizon z is mirrored.

    `width` is the metres after which the surface repeats to the east, its middle at 0. Its sheet's fourth channel is not used.
    """
    rows = _rows_seen(cover)
    if rows is None:
        return
    distance = sight.level(z)[rows]
    light = atlas.look(sheet, distance, sight.north(distance), _repeated(sight.east(distance), width))
    picture[rows] = blended(picture[rows], light, np.ascontiguousarray(cover[rows]))


def lay_open(
    picture: Array, atlas: Atlas, sheet: int, sight: Sight, z: float, cover: Array, width: float | None = None
) -> None:
    """Lay a level surface with holes: as lay_level, but its sheet is premultiplied by its coverage, the fourth channel."""
    rows = _rows_seen(cover)
    if rows is None:
        return
    distance = sight.level(z)[rows]
    light = atlas.look(sheet, distance, sight.north(distance), _repeated(sight.east(distance), width))
    light = cv2.multiply(light, four_channels(np.ascontiguousarray(cover[rows])))
    clear = four_channels(1 - cv2.extractChannel(light, 3))
    picture[rows] = cv2.add(cv2.multiply(np.ascontiguousarray(picture[rows]), clear), light)


def lay_floor(
    picture: Array, atlas: Atlas, sheet: int, sight: Sight, shell: Shell, rough: tuple[float, float], width: float | None = None
) -> None:
    """Lay the floor over `picture`, which holds what it mirrors, in place.

    `rough` is how far the mirror image is blurred across and down, in parts of the picture's width; the sheet's fourth channel
    is its gloss. Schlick's approximation of Fresnel's law.
    """
    if shell.below >= len(picture):
        return
    rows = slice(shell.below, None)
    distance = sight.level(0.0)[rows]
    floor = atlas.look(sheet, distance, sight.north(distance), _repeated(sight.east(distance), width))
    across, down = (part * picture.shape[1] for part in rough)
    mirror = drawn_out(picture[rows], across, down)
    grazing = 1 / np.sqrt(1 + (1 / sight.up[rows]) ** 2)  # the sine of the angle to the floor
    gloss = cv2.extractChannel(floor, 3)
    gloss *= (0.06 + 0.94 * (1 - grazing) ** 4).astype(np.float32)
    floor = cv2.add(floor, cv2.multiply(mirror, four_channels(gloss)))
    picture[rows] = blended(picture[rows], floor, np.ascontiguousarray(shell.floor[rows]))


def _rows_seen(cover: Array) -> slice | None:
    seen = np.flatnonzero(cover.any(1))
    return slice(int(seen[0]), int(seen[-1]) + 1) if len(seen) else None


def _repeated(east: Array, width: float | None) -> Array:
    if width is not None:
        east -= np.float32(width) * np.floor(east / np.float32(width) + np.float32(0.5))
    return east
