"""Panels, the flat pieces that works are built of, and the shapes that are made of them.

Places are metres: x east, y north, z up. The corners of a panel run anticlockwise seen from outside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

#: A place or a direction, metres.
Place = tuple[float, float, float]


@dataclass(frozen=True)
class Panel:
    """A flat convex piece: `corners` (n, 3), the colour it is painted and what it gives off by itself (linear, blue first).

    `kind` is its class in a survey. `axis` (a place, a direction) makes it a part of something round. `ribs` 0..1 is how
    strongly it is corrugated and `rough` how strongly worn; the wear runs along its first edge and up from it at `run` metres
    a second, and where it goes on from one panel to the next, `phase` says where on it this one begins, in metres. It is cut
    into pieces of at most `cut` metres, which are sorted by their middles, and taken to be `lift` metres nearer than it is, so
    that it shows on what it lies on.
    """

    corners: Array
    paint: Array
    kind: str = "building"
    glow: Array = field(default_factory=lambda: np.zeros(3, np.float32))
    axis: tuple[Array, Array] | None = None
    ribs: float = 0.0
    rough: float = 1.0
    run: tuple[float, float] = (0.0, 0.0)
    phase: tuple[float, float] | None = None
    cut: float = 9.0
    lift: float = 0.0


def quad(a: Place, b: Place, c: Place, d: Place, paint: Array, kind: str = "building") -> Panel:
    """Return the panel of four corners."""
    return Panel(np.array([a, b, c, d], float), paint, kind)


def turned(panels: Sequence[Panel], heading: float, to: Place = (0, 0, 0)) -> list[Panel]:
    """Return panels turned about the vertical, `heading` degrees clockwise from above, then moved by `to`."""
    cosine, sine = math.cos(math.radians(heading)), math.sin(math.radians(heading))
    turn = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    moved = []
    for panel in panels:
        axis = None if panel.axis is None else (panel.axis[0] @ turn + np.array(to), panel.axis[1] @ turn)
        moved.append(replace(panel, corners=panel.corners @ turn + np.array(to), axis=axis))
    return moved


_SIDES = ((4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))
_UNDER = (0, 2, 3, 1)


def box(
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    paint: Array,
    kind: str = "building",
    ribs: float = 0.0,
) -> list[Panel]:
    """Return a box; one that stands on the ground has no underside."""
    corners = np.array([[a, b, c] for c in z for b in y for a in x], float)
    sides = _SIDES if z[0] <= 0 else (*_SIDES, _UNDER)
    return [Panel(corners[list(side)], paint, kind, ribs=0.0 if side == _SIDES[0] else ribs) for side in sides]


def beam(start: Place, end: Place, wide: float, paint: Array, kind: str = "building", high: float | None = None) -> list[Panel]:
    """Return a straight beam `wide` and `high` metres thick, without ends."""
    a, b = np.array(start, float), np.array(end, float)
    along = (b - a) / np.linalg.norm(b - a)
    side = np.cross(along, (0, 0, 1.0))
    side = np.array([1.0, 0, 0]) if np.linalg.norm(side) < 1e-3 else side / np.linalg.norm(side)
    up = np.cross(side, along) * (high or wide) / 2
    side = side * wide / 2
    rim = [side - up, side + up, up - side, -side - up]
    return [
        Panel(np.array([a + rim[i], b + rim[i], b + rim[(i + 1) % 4], a + rim[(i + 1) % 4]]), paint, kind) for i in range(4)
    ]


def tube(places: Sequence[Place], radius: float, paint: Array, sides: int = 10, kind: str = "pipe") -> list[Panel]:
    """Return a pipe through `places`; its bends are mitred."""
    points = np.array(places, float)
    steps = np.diff(points, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    rings = []
    for number, point in enumerate(points):
        before, after = steps[max(0, number - 1)], steps[min(number, len(steps) - 1)]
        middle = (before + after) / max(1e-6, float(np.linalg.norm(before + after)))
        rings.append(_ring(point, middle, after if number == 0 else before, radius, sides))
    panels = []
    gone = 0.0
    for number, step in enumerate(steps):
        near, far = rings[number], rings[number + 1]
        for i in range(sides):
            j = (i + 1) % sides
            corners = np.array([near[i], far[i], far[j], near[j]])
            phase = (gone, i * 2 * math.pi * radius / sides)
            panels.append(Panel(corners, paint, kind, axis=(points[number], step), phase=phase))
        gone += float(np.linalg.norm(points[number + 1] - points[number]))
    panels.append(Panel(rings[-1][::-1], paint * np.float32(0.4), kind))
    panels.append(Panel(rings[0], paint * np.float32(0.4), kind))
    return panels


def _ring(point: Array, mitre: Array, step: Array, radius: float, sides: int) -> Array:
    """Return where a pipe along `step` is cut by the plane through `point` across `mitre`, anticlockwise seen from ahead."""
    up = np.array([0, 0, 1.0]) if abs(step[2]) < 0.9 else np.array([0, 1.0, 0])
    side = np.cross(step, up)
    side /= np.linalg.norm(side)
    up = np.cross(side, step)
    angle = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    ring = np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * up
    ring = ring * radius
    slip = -(ring @ mitre) / float(step @ mitre)
    return np.asarray(point + ring + slip[:, None] * step)


def drum(
    x: float,
    y: float,
    z: tuple[float, float],
    radius: tuple[float, float],
    paint: Array,
    sides: int = 20,
    kind: str = "building",
    ribs: float = 0.0,
    roof: float = 0.0,
) -> list[Panel]:
    """Return an upright drum, `radius` metres below and above, under a cone `roof` metres high (0: flat)."""
    angle = np.linspace(0, 2 * math.pi, sides, endpoint=False) + 0.1
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    low, high = (np.column_stack([np.array([x, y]) + circle * r, np.full(sides, h)]) for r, h in zip(radius, z, strict=True))
    axis = (np.array([x, y, 0.0]), np.array([0, 0, 1.0]))
    panels = []
    for i in range(sides):
        j = (i + 1) % sides
        phase = (i * 2 * math.pi * radius[0] / sides, z[0])
        panels.append(Panel(np.array([low[i], low[j], high[j], high[i]]), paint, kind, axis=axis, ribs=ribs, phase=phase))
        if roof:
            panels.append(Panel(np.array([high[i], high[j], [x, y, z[1] + roof]]), paint * np.float32(0.9), kind))
    if not roof:
        panels.append(Panel(high, paint * np.float32(0.8), kind))
    if z[0] > 0:
        panels.append(Panel(low[::-1], paint * np.float32(0.8), kind))
    return panels
