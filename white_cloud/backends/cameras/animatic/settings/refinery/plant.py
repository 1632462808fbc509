"""The plan of the refinery: where its buildings, conveyors, tanks and stacks stand. Metres; the gate is at the origin."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.light import Lamp
from white_cloud.backends.cameras.animatic.props.works.panels import Panel, Place, beam, box, drum, tube, turned
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.refinery.parts import (
    CONCRETE,
    DARK_STEEL,
    ORE,
    RAIL,
    SHEET,
    STEEL,
    conveyor,
    frame,
    gallery,
    hoppers,
    rack,
    rails,
    shed,
    stairs,
    windows,
)

#: The belts whose ore is seen: from, to, metres a second.
BELTS: tuple[tuple[Place, Place, float], ...] = (
    ((74, 34, 4), (-6, 96, 25), 1.9),
    ((4, 112, 20), (58, 128, 27), 1.7),
    ((-150, 60, 13), (-31, 104, 26), 1.8),
)
#: Where ore falls from a belt: the head, and how far down the heap is.
FALLS: tuple[tuple[Place, float], ...] = (((59.5, 128.4, 26.3), 9.6),)
#: Mouths of stacks: place, radius, and how dense their smoke is.
STACKS: tuple[tuple[Place, float, float], ...] = (
    ((-64, 196, 82), 3.2, 1.0),
    ((-34, 206, 66), 2.6, 0.75),
    ((46, 214, 74), 2.4, 0.6),
    ((36, 158, 44), 0.9, 0.5),
)
_RUSTY, _WHITE, _GREEN = colour("#704a38"), colour("#bdb8aa"), colour("#666f66")


@dataclass(frozen=True)
class Plan:
    """A plant: its panels, and its lamps with the light each gives at a metre."""

    panels: tuple[Panel, ...] = field(repr=False)
    lamps: tuple[Lamp, ...] = field(repr=False)


def plan(lamplight: Array, window: Array, hung: bool = True) -> Plan:
    """Return the plant with lamps of `lamplight`, where any are `hung`, and windows of `window` (linear, blue first)."""
    panels = _crusher(window) + _belts(window) + _silos(window) + _tanks() + _process() + _racks() + _stacks() + _yard()
    places = [*_LAMPS, *_SMALL, *((x + 1.5, y - 0.4, 8.8) for x, y in _POSTS)] if hung else []
    lamps = tuple(
        Lamp(place, (lamplight if number not in _COLD else lamplight @ _TO_COLD) * np.float32(_PART if place in _SMALL else 1))
        for number, place in enumerate(places)
    )
    for x, y, z in _LAMPS:
        panels += beam((x, y, z - 1.8), (x, y, z), 0.14, DARK_STEEL)
    for x, y in _POSTS:
        panels += beam((x, y, 0), (x, y, 9.0), 0.18, DARK_STEEL) + beam((x, y, 9.0), (x + 1.5, y - 0.4, 9.1), 0.12, DARK_STEEL)
    for lamp in lamps:
        x, y, z = lamp.place
        head = box((x - 0.3, x + 0.3), (y - 0.3, y + 0.3), (z, z + 0.25), DARK_STEEL)
        panels += [replace(panel, kind="lamp", glow=lamp.light * np.float32(0.02)) for panel in head]
    return Plan(tuple(panels), lamps)


_POSTS = ((14, 22), (-24, 40), (16, 62), (-44, 70), (84, 62), (-92, 50), (52, 88), (112, 92))
_LAMPS = (
    (-18, 86.2, 16.5), (-8, 93.2, 27), (-30, 93.2, 30), (20, 131, 9), (44, 131, 15), (28, 131, 22), (52, 131, 31),
    (-70, 122.4, 36), (-95, 131.2, 41), (-84.8, 128.4, 10), (104, 110.5, 13.4), (30, 68.2, 17.6), (60, 45, 9.8),
    (-62, 92.5, 24.6),
)  # fmt: skip
#: Small lamps on walls and roofs, and what part of a lamp's light they give.
_SMALL, _PART = ((80.7, 30.2, 5.2), (75.4, 26.0, 6.4), (94, 47.3, 8.6)), 0.16
#: Which of the lamps are mercury, among sodium; and what turns one light into the other.
_COLD = frozenset((2, 5, 9, 12))
_TO_COLD = np.diag([7.0, 1.35, 0.62]).astype(np.float32)


def _mixed(light: Array) -> list[Array]:
    """Return lights of a row of windows: some dark, some dim."""
    dark = np.zeros(3, np.float32)
    return [light, dark, light * np.float32(0.55), dark, dark, light * np.float32(0.8), dark]


def _crusher(window: Array) -> list[Panel]:
    """Return the crusher house: a tall shed with a lean-to, a lantern on its roof, a stair tower and the belts' hoods."""
    panels = shed((-34, -4), (94, 118), 34, SHEET, bands=(9.5, 24))
    panels += box((-28, -10), (98, 114), (34, 39), SHEET * np.float32(0.85), ribs=1.0)
    panels += shed((-3.5, 6), (98, 116), 22, SHEET * np.float32(0.9), 4.8, (9.5,))
    panels += box((-46, -34), (98, 112), (0, 15), CONCRETE)
    panels += windows(((-34, 94, 0), (-4, 94, 0)), 5, (27.5,), _mixed(window))
    panels += windows(((-34, 94, 0), (-28, 94, 0)), 1, (11.5, 17.5, 21.0), [window * np.float32(0.7)])
    panels += windows(((-45, 98, 0), (-34, 98, 0)), 3, (4.0, 9.0), _mixed(window)[::-1])
    panels += box((-13, -7), (92.5, 94), (0, 5.5), DARK_STEEL)  # the door
    panels += stairs(-1, 93.9, 30, 180)
    panels += hoppers(-27, 86.5, 4, window * np.float32(0.5))
    panels += tube([(-18, 88.7, 16), (-18, 88.7, 20.5), (-18, 94, 22)], 0.9, SHEET, 10)
    panels += tube([(-26, 93.0, 9.8), (-26, 93.0, 33), (-26, 95, 36)], 0.7, _RUSTY, 10)
    panels += rails([(-34, 94, 34), (-28, 94, 34), (-22, 94, 34), (-16, 94, 34), (-10, 94, 34), (-4, 94, 34)])
    panels += drum(-40, 105, (15, 20), (3.2, 3.2), _RUSTY, 14, "machine", roof=1.5)
    panels += tube([(-37, 105, 20), (-37, 105, 27), (-33.5, 105, 29)], 0.9, _RUSTY, 8, "pipe")
    return panels


def _belts(window: Array) -> list[Panel]:
    panels: list[Panel] = []
    for start, end, speed in BELTS:
        panels += conveyor(start, end, speed)
    lit = window * np.float32(0.6)
    panels += gallery((-40, 112, 30), (-96, 136, 41), lit)
    panels += gallery((6, 108, 14), (24, 140, 20), lit)
    panels += gallery((112, 60, 6), (74, 34, 3), lit)
    panels += _feeder(window)
    panels += _heap((61, 128), 24.0, 16.5)
    panels += _heap((118, 58), 17.0, 9.0)
    return panels


def _feeder(window: Array) -> list[Panel]:
    """Return the house in which the first belt begins: a plinth, a door under a canopy, pipes up a wall."""
    panels = box((70, 79), (28, 36), (1.1, 8), SHEET, ribs=1.0) + box((69.9, 79.1), (27.9, 36.1), (0, 1.1), CONCRETE)
    panels += box((69.6, 79.4), (27.6, 36.4), (8, 8.35), DARK_STEEL)
    panels += windows(((70, 28, 0), (79, 28, 0)), 2, (4.0,), _mixed(window))
    panels += [replace(panel, lift=1.8) for panel in box((79.1, 79.2), (29.2, 31.2), (0, 3.3), _RUSTY)]  # the door
    panels += box((79, 80.6), (28.8, 31.6), (3.5, 3.65), STEEL)
    for y in (32.6, 33.2, 33.9):
        panels += tube([(79.3, y, 0.3), (79.3, y, 6.0 + 0.4 * (y - 32)), (79.3, 35.6, 6.0 + 0.4 * (y - 32))], 0.16, _WHITE, 8)
    panels += beam((75.4, 26.0, 6.3), (75.4, 28, 6.3), 0.14, DARK_STEEL) + beam((79, 30.2, 5.1), (80.7, 30.2, 5.1), 0.14, STEEL)
    panels += beam((94, 47.3, 6.4), (94, 47.3, 8.6), 0.14, DARK_STEEL)
    return panels


def _heap(middle: tuple[float, float], radius: float, high: float) -> list[Panel]:
    """Return a cone of ore, with gullies."""
    uneven = np.random.default_rng((int(radius), 5))
    sides, rings = 26, 4
    angle = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    out = uneven.normal(0, 0.05, (rings + 1, sides)) * np.array([0, 0.5, 0.8, 1, 1])[:, None]
    part = np.linspace(0, 1, rings + 1)[:, None]
    reach = part * (1 + out) * radius
    x, y = middle[0] + reach * np.cos(angle), middle[1] + reach * np.sin(angle)
    z = np.maximum(high * (1 - part) - 0.8 * np.exp(-(((part - 0.02) / 0.1) ** 2)), 0) + 0 * x
    ore = ORE * np.float32(1.15)
    panels = []
    for ring in range(rings):
        for i in range(sides):
            j = (i + 1) % sides
            corners = [(ring + 1, i), (ring + 1, j), (ring, j), (ring, i)]
            points = np.array([(x[at], y[at], z[at]) for at in corners])
            axis = (np.array([middle[0], middle[1], 0.0]), np.array([0, 0, 1.0]))
            triangles = [points[[0, 1, 2]], points[[0, 2, 3]]] if ring else [points[[0, 1, 2]]]
            panels += [Panel(one, ore, "ground", rough=2.5) for one in triangles]
            del axis
    return panels


def _silos(window: Array) -> list[Panel]:
    panels: list[Panel] = []
    for column in range(4):
        for row in range(2):
            panels += drum(-114 + column * 14.6, 136 + row * 14.6, (0, 36), (7, 7), CONCRETE, 22)
    panels += box((-121, -63), (132, 154), (36, 44), SHEET, ribs=1.0)
    panels += windows(((-120, 132, 0), (-64, 132, 0)), 12, (39.0,), _mixed(window))
    panels += box((-66, -60), (130, 138), (0, 48), CONCRETE) + stairs(-63, 129.9, 44, 180)
    panels += rails([(float(x), 132, 44) for x in np.linspace(-121, -63, 9)])
    return panels


def _tanks() -> list[Panel]:
    panels: list[Panel] = []
    for x, y, radius, high, paint in (
        (104, 122, 11, 12, _WHITE), (130, 116, 9, 10, _WHITE * np.float32(0.9)), (128, 142, 11, 13, _WHITE),
        (98, 150, 8, 9, _RUSTY), (150, 130, 10, 11, _GREEN),
    ):  # fmt: skip
        panels += drum(x, y, (0, high), (radius, radius), paint, 26, "machine", roof=1.6)
        panels += beam((x - radius * 0.9, y - radius * 0.7, 0), (x + 1, y - radius - 0.6, high), 0.8, STEEL, high=0.15)
        ring = [
            (x + (radius + 0.1) * math.cos(a), y + (radius + 0.1) * math.sin(a), float(high)) for a in np.linspace(2.6, 6.8, 14)
        ]
        panels += rails(ring)
    for number in range(4):  # a row of slender leaching vats in the foreground of many views
        panels += drum(
            -74 + number * 9.5,
            62,
            (1.2, 10),
            (3.6, 3.6),
            _GREEN if number % 2 else _WHITE * np.float32(0.8),
            20,
            "machine",
            roof=1.0,
        )
        panels += drum(-74 + number * 9.5, 62, (0, 1.2), (3.0, 3.0), CONCRETE, 14)
        panels += box((-74.6 + number * 9.5, -73.4 + number * 9.5), (61.4, 62.6), (10.8, 12.4), DARK_STEEL, "machine")
    panels += rails([(float(x), 58.2, 10.1) for x in np.linspace(-77, -43, 12)])
    panels += box((-78, -42), (58, 59.2), (9.9, 10.1), DARK_STEEL)
    return panels


def _process() -> list[Panel]:
    """Return the process tower: an open frame full of vessels, columns beside it."""
    panels = frame((18, 56), (132, 150), (7.0, 14.0, 21.0, 29.0))
    for x, y, z, radius, high, paint in (
        (25, 138, 0.5, 2.6, 6, _WHITE), (34, 138, 0.5, 2.2, 12, _RUSTY), (44, 139, 7, 3.0, 6, _WHITE),
        (51, 138, 14, 2.0, 13, _GREEN), (27, 141, 21, 2.8, 6, _WHITE), (38, 140, 21, 1.6, 11, STEEL),
    ):  # fmt: skip
        panels += drum(x, y, (z, z + high), (radius, radius), paint, 16, "machine", roof=radius * 0.4)
    for x, y, radius, high in ((62, 146, 2.2, 42), (69, 150, 1.7, 34), (14, 148, 1.9, 37)):
        panels += drum(x, y, (0, high), (radius, radius), _WHITE * np.float32(0.85), 16, "machine", roof=1.2)
        for level in range(9, high - 2, 8):
            panels += drum(x, y, (level, level + 0.25), (radius + 1.2, radius + 1.2), DARK_STEEL, 12, "machine")
        panels += tube([(x + radius + 0.4, y - 0.5, 1.0), (x + radius + 0.4, y - 0.5, high - 1.0)], 0.28, STEEL, 6)
    panels += tube([(36, 158, 0), (36, 158, 44)], 0.9, STEEL, 10, "building")
    panels += tube([(20, 131, 5), (40, 131, 5), (40, 131, 18), (58, 131, 18)], 0.45, _RUSTY, 8)
    panels += tube([(22, 130.6, 11), (50, 130.6, 11), (50, 130.6, 26)], 0.35, _WHITE, 8)
    return panels


def _racks() -> list[Panel]:
    paints = (_WHITE, _RUSTY, STEEL, _GREEN)
    panels = rack((-18, 12, 5.2), (-18, 86, 5.2), (0.55, 0.35, 0.45, 0.3), paints)
    panels += rack((-140, 78, 7.0), (-34, 78, 7.0), (0.6, 0.4, 0.5), paints, levels=2)
    panels += rack((92, 104, 6.0), (164, 104, 6.0), (0.5, 0.35, 0.6, 0.3), paints)
    panels += tube([(-17, 86, 5.8), (-17, 91, 5.8), (-17, 91, 11), (-17, 94, 11)], 0.55, _WHITE, 10)
    return panels


def _stacks() -> list[Panel]:
    panels: list[Panel] = []
    for (x, y, high), radius, _ in STACKS[:3]:
        panels += drum(x, y, (0, high * 0.5), (radius * 1.5, radius * 1.22), CONCRETE, 18)
        panels += drum(x, y, (high * 0.5, high - 9), (radius * 1.22, radius * 1.04), CONCRETE, 18)
        panels += drum(x, y, (high - 9, high), (radius * 1.04, radius), _RUSTY, 18)
        panels += drum(x, y, (high * 0.62, high * 0.62 + 0.4), (radius * 1.6, radius * 1.6), DARK_STEEL, 14)
    panels += box((-92, -20), (186, 204), (0, 20), SHEET * np.float32(0.9), ribs=1.0)
    panels += box((-84, -60), (188, 202), (20, 28), SHEET, ribs=1.0)
    panels += box((70, 130), (176, 194), (0, 17), SHEET, ribs=1.0)
    return panels


def _yard() -> list[Panel]:
    """Return what lies about: a parked loader, drums, blocks, a weighbridge hut."""
    panels = box((20, 25), (44, 50), (0, 3.2), SHEET * np.float32(0.9), ribs=0.6)
    panels += box((19.6, 25.4), (43.6, 50.4), (3.2, 3.5), DARK_STEEL)
    scattered = np.random.default_rng(9)
    for _ in range(26):
        x, y = float(scattered.uniform(-60, 90)), float(scattered.uniform(14, 86))
        if -3 < x < 15 or -22 < x < -13:
            continue
        if scattered.random() < 0.5:
            panels += drum(x, y, (0, 0.9), (0.3, 0.3), RAIL if scattered.random() < 0.3 else _RUSTY, 10, "thing")
        else:
            side = float(scattered.uniform(0.6, 1.6))
            block = box((-side, side), (-0.4, 0.4), (0, 0.9), CONCRETE, "thing")
            panels += turned(block, float(scattered.uniform(0, 180)), (x, y, 0))
    return panels
