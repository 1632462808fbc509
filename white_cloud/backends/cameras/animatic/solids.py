"""Solids of flat convex polygons, and haul trucks built from them.

Local axes: x to the right, y forward, z up, metres; polygons run anticlockwise seen from outside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour


@dataclass(frozen=True)
class Face:
    """One convex polygon: corners (n, 3), its linear colour (3,) and what it emits of itself (3,)."""

    corners: Array
    paint: Array
    glow: Array


@dataclass(frozen=True)
class Solid:
    """Faces compiled for drawing: `corners` (n, 3), where each face `starts`, by face centre, normal, paint and glow (m, 3)."""

    corners: Array = field(repr=False)
    starts: Array = field(repr=False)
    centres: Array = field(repr=False)
    normals: Array = field(repr=False)
    paint: Array = field(repr=False)
    glow: Array = field(repr=False)

    @classmethod
    def of(cls, faces: Sequence[Face]) -> Solid:
        """Return the solid that `faces` make."""
        across = np.array([np.cross(f.corners[1] - f.corners[0], f.corners[2] - f.corners[0]) for f in faces])
        return cls(
            corners=np.vstack([f.corners for f in faces]),
            starts=np.concatenate([[0], np.cumsum([len(f.corners) for f in faces])]),
            centres=np.array([f.corners.mean(0) for f in faces]),
            normals=across / np.linalg.norm(across, axis=1, keepdims=True),
            paint=np.array([f.paint for f in faces]),
            glow=np.array([f.glow for f in faces]),
        )


_DARK = np.zeros(3, np.float32)
_BOX_FACES = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))


def box(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], paint: Array) -> list[Face]:
    """Return a box from its spans along x, y and z."""
    corners = np.array([[a, b, c] for c in z for b in y for a in x], float)
    return [Face(corners[list(face)], paint, _DARK) for face in _BOX_FACES]


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


def wheel(x: tuple[float, float], y: float, radius: float, rubber: Array, hub: Array) -> list[Face]:
    """Return a wheel that stands on the ground at `y`, with a hub on both sides."""
    angle = np.linspace(0, 2 * math.pi, 18, endpoint=False)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    middle = np.array([y, radius])
    tyre = prism(middle + circle * radius, x, rubber)
    return tyre + prism(middle + circle * (radius * 0.5), (x[0] - 0.03, x[1] + 0.03), hub)


def _lamp(x: float, y: float, z: float, radius: float, light: Array) -> Face:
    """Return a round lamp that looks forward."""
    angle = np.linspace(0, 2 * math.pi, 8, endpoint=False) + math.pi / 8
    return Face(np.column_stack([x - radius * np.cos(angle), np.full(8, y), z + radius * np.sin(angle)]), _DARK, light)


_BED = ((-7.6, 4.4), (-6.6, 3.2), (2.2, 2.8), (3.9, 6.5), (7.6, 6.9), (7.6, 7.2), (3.4, 7.3), (-7.6, 5.9))
_BED_PARTS = ((0, 1, 2, 7), (7, 2, 3, 6), (6, 3, 4, 5))
_LOAD = ((-7.0, 5.9), (3.2, 7.2), (0.8, 8.9), (-1.8, 9.2), (-4.6, 7.9))


def haul_truck(body: str, loaded: bool, lamps: float = 1.0) -> Solid:
    """Return a mining truck about 15 m long, 9 m wide and 7 m high (drawn at twice that, it is monumental)."""
    paint = colour(body)
    rubber, glass, shade = colour("#1b1a19"), colour("#20262a"), paint * np.float32(0.5)
    faces: list[Face] = []
    for x, y in (((-4.2, -2.7), 4.6), ((2.7, 4.2), 4.6), ((-4.4, -1.6), -3.6), ((1.6, 4.4), -3.6)):
        faces += wheel(x, y, 2.05, rubber, paint * np.float32(0.6))
    faces += box((-1.5, 1.5), (-5.5, 6.2), (1.5, 2.7), shade)
    faces += _front(paint, shade, rubber, glass)
    faces += prism(_BED, (-4.3, 4.3), paint, _BED_PARTS)
    for y in (-5.0, -2.6, -0.2, 2.0):  # ribs of the bed
        for x in ((4.3, 4.5), (-4.5, -4.3)):
            faces += box(x, (y, y + 0.35), (3.3, 6.1), shade)
    if loaded:
        faces += prism(_LOAD, (-3.4, 3.4), colour("#6d655a"))
    light = colour("#ffe6b8", 9 * lamps)
    faces += [_lamp(x, 7.46, 2.75, 0.3, light) for x in (-2.9, -2.1, 2.1, 2.9)]
    return Solid.of(faces)


def _front(paint: Array, shade: Array, rubber: Array, glass: Array) -> list[Face]:
    """Return the hood with its radiator, bumper, deck, cab, stairs and rails."""
    faces = box((-3.4, 3.4), (5.2, 7.3), (1.9, 4.4), paint * np.float32(0.9))
    faces += box((-1.7, 1.7), (7.3, 7.4), (2.2, 4.1), rubber)
    faces += [face for z in (2.4, 2.8, 3.2, 3.6) for face in box((-1.6, 1.6), (7.4, 7.44), (z, z + 0.12), shade)]
    faces += box((-3.8, 3.8), (7.0, 7.7), (1.25, 1.9), shade)
    faces += box((-4.1, 4.1), (4.6, 7.5), (4.4, 4.6), shade)
    faces += box((0.9, 3.6), (4.9, 6.7), (4.6, 6.3), paint)
    faces += box((1.1, 3.4), (6.7, 6.74), (5.2, 6.1), glass) + box((3.6, 3.64), (5.1, 6.5), (5.2, 6.1), glass)
    for x in (-4.0, -2.6, -1.2, 0.2):  # posts and rail of the deck
        faces += box((x, x + 0.1), (7.35, 7.45), (4.6, 5.6), shade)
    faces += box((-4.0, 0.6), (7.35, 7.45), (5.5, 5.6), shade)
    for step in range(5):  # stairs up the front
        z = 1.9 + step * 0.5
        faces += box((-3.3, -2.5), (7.4 - step * 0.02, 7.75 - step * 0.05), (z, z + 0.1), shade)
    return faces


def distant_truck(body: str, lamps: float = 1.0) -> Solid:
    """Return a haul truck in a tenth of the faces, for where it is small."""
    paint, rubber, light = colour(body), colour("#1b1a19"), colour("#ffe6b8", 9 * lamps)
    faces = box((-4, 4), (-5.4, -1.8), (0, 3.6), rubber) + box((-4, 4), (2.9, 6.3), (0, 3.6), rubber)
    faces += box((-3.4, 3.4), (5.2, 7.3), (1.7, 6.2), paint * np.float32(0.8))
    faces += prism((*_BED[:6], (-2.0, 8.6), _BED[7]), (-4.3, 4.3), paint, _BED_PARTS)
    faces += [_lamp(x, 7.42, 2.8, 0.5, light) for x in (-2.3, 2.3)]
    return Solid.of(faces)
