"""Staffage: people, vehicles and stones that give a place its scale, for where they are small."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.panels import Panel, Place, beam, box, drum, turned
from white_cloud.backends.cameras.animatic.radiance import Array, colour

_GLASS, _RUBBER = colour("#23282b"), colour("#1d1c1b")


def person(x: float, y: float, heading: float, coat: Array, z: float = 0.0) -> list[Panel]:
    """Return somebody 1.75 m tall in a helmet."""
    trousers, skin = coat * np.float32(0.55), colour("#8a6a52")
    panels: list[Panel] = []
    for side in (-1, 1):
        panels += drum(side * 0.11, 0.05 * side, (0.0, 0.86), (0.07, 0.10), trousers, 6)
        panels += beam((side * 0.27, 0.02, 1.40), (side * 0.31, 0.10, 0.82), 0.11, coat * np.float32(0.85))
    panels += drum(0, 0, (0.80, 1.16), (0.19, 0.20), coat, 8) + drum(0, 0, (1.16, 1.46), (0.20, 0.17), coat, 8)
    panels += drum(0, 0, (1.46, 1.64), (0.08, 0.10), skin, 7)
    panels += drum(0, 0.03, (1.62, 1.66), (0.16, 0.15), colour("#c7973a"), 8, roof=0.12)
    return [replace(panel, kind="person") for panel in turned(panels, heading, (x, y, z))]


def pickup(place: Place, heading: float, paint: Array) -> list[Panel]:
    """Return a pickup truck 5.3 m long that faces `heading`, with a beacon on its cab."""
    panels = box((-0.95, 0.95), (-2.6, 2.6), (0.38, 1.05), paint)
    panels += box((-0.9, 0.9), (1.1, 2.6), (1.05, 1.25), paint)
    panels += box((-0.88, 0.88), (-0.7, 1.1), (1.05, 1.85), _GLASS)
    panels += box((-0.9, 0.9), (-0.75, 1.0), (1.8, 1.9), paint)
    panels += box((-0.95, -0.85), (-2.6, -0.7), (1.05, 1.4), paint) + box((0.85, 0.95), (-2.6, -0.7), (1.05, 1.4), paint)
    panels += box((-0.95, 0.95), (-2.65, -2.55), (0.6, 1.4), paint)
    for y in (-1.7, 1.75):
        for x in ((-1.0, -0.75), (0.75, 1.0)):
            panels += box(x, (y - 0.36, y + 0.36), (0.0, 0.70), _RUBBER)
    panels += drum(0, 0.2, (1.9, 2.05), (0.12, 0.12), colour("#c77d2a"), 8)
    return [replace(panel, kind="vehicle", cut=0.9) for panel in turned(panels, heading, place)]


def drill_rig(place: Place, heading: float, paint: Array) -> list[Panel]:
    """Return a crawler drill: tracks, engine house, cab, and a lattice mast 13 m high with its steel."""
    dark = paint * np.float32(0.35)
    panels = box((-1.7, -1.1), (-2.6, 2.2), (0.0, 0.9), _RUBBER) + box((1.1, 1.7), (-2.6, 2.2), (0.0, 0.9), _RUBBER)
    panels += box((-1.5, 1.5), (-2.9, 1.0), (0.95, 2.5), paint) + box((-1.4, 0.0), (1.0, 2.3), (0.95, 2.9), paint)
    panels += box((-1.3, -0.1), (2.3, 2.33), (1.7, 2.7), _GLASS) + box((-1.42, -1.4), (1.2, 2.1), (1.7, 2.7), _GLASS)
    for x in (0.35, 0.95):
        for y in (2.5, 3.1):
            panels += beam((x, y, 0.1), (x, y, 13.0), 0.13, paint)
    for level in range(12):
        z, side = 0.4 + level * 1.05, level % 2
        for y in (2.5, 3.1):
            panels += beam((0.35 if side else 0.95, y, z), (0.95 if side else 0.35, y, z + 1.05), 0.08, paint)
    panels += beam((0.65, 2.8, 0.0), (0.65, 2.8, 12.4), 0.16, dark) + box((0.25, 1.05), (2.4, 3.2), (10.2, 11.2), dark)
    panels += beam((0.65, 0.5, 2.5), (0.65, 2.6, 7.5), 0.16, dark)
    return [replace(panel, kind="machine", cut=1.5) for panel in turned(panels, heading, place)]


def boulder(place: Place, size: float, paint: Array, random: np.random.Generator) -> list[Panel]:
    """Return a broken stone about `size` metres across, half sunk in the ground."""
    panels: list[Panel] = []
    rings, sides = 4, 6
    points = np.empty((rings + 1, sides, 3))
    squash = random.uniform(0.55, 0.9)
    for ring in range(rings + 1):
        for side in range(sides):
            up, turn = math.pi * ring / rings, 2 * math.pi * (side + 0.5 * (ring % 2)) / sides
            radius = size / 2 * (random.uniform(0.72, 1.18) if 0 < ring < rings else 0.9)
            flat = radius * math.sin(up)
            points[ring, side] = flat * math.cos(turn), flat * math.sin(turn) * 0.85, -radius * math.cos(up) * squash
    points += np.array(place)
    for ring in range(1, rings):
        for side in range(sides):
            low, low_next = points[ring, side], points[ring, (side + 1) % sides]
            high, high_next = points[ring + 1, side], points[ring + 1, (side + 1) % sides]
            tone = paint * np.float32(random.uniform(0.85, 1.12))
            panels.append(Panel(np.array([low, low_next, high_next]), tone, "rock", rough=1.6))
            if ring + 1 < rings:
                panels.append(Panel(np.array([low, high_next, high]), tone, "rock", rough=1.6))
    return panels
