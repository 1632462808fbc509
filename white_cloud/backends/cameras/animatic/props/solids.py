"""Solids of flat convex polygons, and the order in which their faces are painted.

Local axes: x to the right, y forward, z up, metres; polygons run anticlockwise seen from outside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.props.partition import Node, facing, painted_order
from white_cloud.backends.cameras.animatic.radiance import Array


@dataclass(frozen=True)
class Face:
    """One convex polygon: corners (n, 3), its linear colour (3,) and what it emits of itself (3,)."""

    corners: Array
    paint: Array
    glow: Array


@dataclass(frozen=True)
class Solid:
    """Faces compiled for drawing.

    `corners` (n, 3), where each face `starts`; by face centre, normal, paint and glow (m, 3), and `sky` and `ground`, the parts
    of its light (m,) that it gets from above and from below. With a `tree` faces are painted in exactly the right order,
    else by their distance. `shades` (k, 2, 3), low and high corners of boxes, are what keeps the sun from its faces.
    """

    corners: Array = field(repr=False)
    starts: Array = field(repr=False)
    centres: Array = field(repr=False)
    normals: Array = field(repr=False)
    paint: Array = field(repr=False)
    glow: Array = field(repr=False)
    sky: Array = field(repr=False)
    ground: Array = field(repr=False)
    tree: Node | None = field(default=None, repr=False)
    shades: Array | None = field(default=None, repr=False)

    @classmethod
    def of(cls, faces: Sequence[Face], tree: Node | None = None, shades: Array | None = None) -> Solid:
        """Return the solid that `faces` make."""
        centres = np.array([f.corners.mean(0) for f in faces])
        normals = np.array([facing(f.corners) for f in faces])
        sky, ground = _openness(centres, normals, shades)
        return cls(
            corners=np.vstack([f.corners for f in faces]),
            starts=np.concatenate([[0], np.cumsum([len(f.corners) for f in faces])]),
            centres=centres,
            normals=normals,
            paint=np.array([f.paint for f in faces]),
            glow=np.array([f.glow for f in faces]),
            sky=sky,
            ground=ground,
            tree=tree,
            shades=shades,
        )

    def order(self, eye: Array) -> Array:
        """Return the faces turned to an `eye` (3,) in local axes, in the order in which they are painted."""
        to_eye = eye - self.centres
        turned = (to_eye * self.normals).sum(1) > 0
        if self.tree is not None:
            faces = np.array(painted_order(self.tree, (float(eye[0]), float(eye[1]), float(eye[2]))))
            return np.asarray(faces[turned[faces]])
        seen = np.flatnonzero(turned)
        away = (to_eye[seen] ** 2).sum(1)
        away -= (self.glow[seen, 0] > 0) * 9.0  # lamps lie on the face behind them
        return seen[np.argsort(-away, kind="stable")]

    def sunlit(self, sun: Array, faces: Array) -> Array:
        """Return the part 0..1 of the centres of `faces`, indices (k,), that a sun in the local direction `sun` reaches."""
        if self.shades is None:
            return np.ones(len(faces))
        return 1 - _shade(self.centres[faces] + self.normals[faces] * 0.06, sun, self.shades)


def _shade(places: Array, direction: Array, boxes: Array) -> Array:
    """Return how much (0..1) boxes hide `direction` (3,) from `places` (n, 3): (n,), by the slab test of Kay and Kajiya."""
    inverse = [1 / (float(part) if abs(part) > 1e-6 else 1e-6) for part in direction]
    axes = [np.ascontiguousarray(places[:, axis]) for axis in range(3)]
    hidden = np.zeros(len(places))
    for low, high in boxes:
        enter, leave = np.full(len(places), -1e9), np.full(len(places), 1e9)
        inside = np.ones(len(places), bool)
        for axis, place in enumerate(axes):
            to_low, to_high = low[axis] - place, high[axis] - place
            inside &= (to_low < 0) & (to_high > 0)
            to_low *= inverse[axis]
            to_high *= inverse[axis]
            np.maximum(enter, np.minimum(to_low, to_high), out=enter)
            np.minimum(leave, np.maximum(to_low, to_high), out=leave)
        through = leave - np.maximum(enter, 0)
        through[inside] = 0
        np.maximum(hidden, np.clip(through / 0.7, 0, 1), out=hidden)  # grazing a box shades a little: no face pops
    return hidden


def _openness(centres: Array, normals: Array, shades: Array | None) -> tuple[Array, Array]:
    """Return which parts of a face's light come from the sky and from the ground, (m,) each, together 1 where all is open."""
    if shades is None:
        return 0.5 + 0.5 * normals[:, 2], 0.5 - 0.5 * normals[:, 2]
    count = 40  # directions on a Fibonacci sphere
    rise = 1 - 2 * (np.arange(count) + 0.5) / count
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))
    flat = np.sqrt(1 - rise * rise)
    directions = np.column_stack([flat * np.cos(turn), flat * np.sin(turn), rise])
    weight = np.clip(normals @ directions.T, 0, None)
    weight /= weight.sum(1, keepdims=True)
    weight *= 1 - np.column_stack([_shade(centres + normals * 0.06, direction, shades) for direction in directions])
    return (weight * (rise > 0)).sum(1), (weight * (rise <= 0)).sum(1)


_DARK = np.zeros(3, np.float32)
_BOX_FACES = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))


def box(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], paint: Array) -> list[Face]:
    """Return a box from its spans along x, y and z."""
    corners = np.array([[a, b, c] for c in z for b in y for a in x], float)
    return [Face(corners[list(face)], paint, _DARK) for face in _BOX_FACES]


def bar(start: Sequence[float], end: Sequence[float], thick: float, paint: Array) -> list[Face]:
    """Return a square bar between two places, without its ends."""
    first, last = np.array(start, float), np.array(end, float)
    along = (last - first) / np.linalg.norm(last - first)
    side = np.cross(along, (0, 0, 1) if abs(along[2]) < 0.9 else (1, 0, 0))
    side /= np.linalg.norm(side)
    up = np.cross(side, along)
    ring = [(side * a + up * b) * thick / 2 for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    return [
        Face(np.array([first + ring[i], first + ring[(i + 1) % 4], last + ring[(i + 1) % 4], last + ring[i]]), paint, _DARK)
        for i in range(4)
    ]


def prism(
    outline: Array | Sequence[tuple[float, float]],
    x: tuple[float, float],
    paint: Array,
    parts: Sequence[Sequence[int]] | None = None,
) -> list[Face]:
    """Return an outline of (y, z), anticlockwise seen from +x, drawn out along x; a hollow one is closed by convex `parts`."""
    shape = np.array(outline, float)
    count = len(shape)
    right, left = (np.column_stack([np.full(count, side), shape]) for side in (x[1], x[0]))
    faces = []
    for i in range(count):
        j = (i + 1) % count
        faces.append(Face(np.array([right[i], left[i], left[j], right[j]]), paint, _DARK))
    for part in parts or [range(count)]:
        faces += [Face(right[list(part)], paint, _DARK), Face(left[list(part)][::-1], paint * np.float32(0.9), _DARK)]
    return faces


def column(x: float, y: float, z: tuple[float, float], radius: float, paint: Array, sides: int = 8) -> list[Face]:
    """Return an upright round column with its lid."""
    angle = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    ring = np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])
    faces = []
    for i in range(sides):
        (ax, ay), (bx, by) = ring[i], ring[(i + 1) % sides]
        faces.append(Face(np.array([[ax, ay, z[0]], [bx, by, z[0]], [bx, by, z[1]], [ax, ay, z[1]]]), paint, _DARK))
    return [*faces, Face(np.column_stack([ring, np.full(sides, z[1])]), paint, _DARK)]


def lamp(x: float, y: float, z: float, radius: float, light: Array) -> Face:
    """Return a round lamp that looks forward."""
    angle = np.linspace(0, 2 * math.pi, 8, endpoint=False) + math.pi / 8
    return Face(np.column_stack([x - radius * np.cos(angle), np.full(8, y), z + radius * np.sin(angle)]), _DARK, light)
