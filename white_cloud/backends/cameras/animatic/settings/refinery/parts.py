"""Parts of a plant: trestles, conveyors, galleries, pipe racks, stairs, frames, lamp posts."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np

from white_cloud.backends.cameras.animatic.props.works.panels import Panel, Place, beam, box, quad, tube, turned
from white_cloud.backends.cameras.animatic.radiance import Array, colour

STEEL, DARK_STEEL, SHEET, CONCRETE = colour("#6e6a62"), colour("#3f3d3a"), colour("#8d8a80"), colour("#a39c8e")
ORE, RAIL = colour("#54473e"), colour("#9a8644")
_GLASS = colour("#2e3234")


def _machine(panels: list[Panel]) -> list[Panel]:
    return [replace(panel, kind="machine") for panel in panels]


def trestle(x: float, y: float, top: float, heading: float, spread: float = 5.0) -> list[Panel]:
    """Return a trestle that carries a conveyor across it: two splayed legs with cross braces, `heading` along the conveyor."""
    if top < 2:
        return []
    foot, head = spread / 2, 1.5
    legs = beam((-foot, 0, 0), (-head, 0, top), 0.5, DARK_STEEL) + beam((foot, 0, 0), (head, 0, top), 0.5, DARK_STEEL)
    levels = max(1, round(top / 6))
    for level in range(levels):
        low, high = ((foot + (head - foot) * part / levels, top * part / levels) for part in (level, level + 1))
        legs += beam((-low[0], 0, low[1]), (high[0], 0, high[1]), 0.2, DARK_STEEL)
        legs += beam((low[0], 0, low[1]), (-high[0], 0, high[1]), 0.2, DARK_STEEL)
        legs += beam((-high[0], 0, high[1]), (high[0], 0, high[1]), 0.25, DARK_STEEL)
    legs += box((-foot - 0.7, -foot + 0.7), (-0.7, 0.7), (0, 0.5), CONCRETE)
    legs += box((foot - 0.7, foot + 0.7), (-0.7, 0.7), (0, 0.5), CONCRETE)
    return turned(_machine(legs), heading, (x, y, 0))


def _line(start: Place, end: Place) -> tuple[Array, Array, float, float]:
    """Return start, direction, length and heading of the way between two places."""
    a, way = np.array(start, float), np.array(end, float) - np.array(start, float)
    length = float(np.linalg.norm(way))
    return a, way / length, length, math.degrees(math.atan2(way[0], way[1]))


def _legs(start: Place, end: Place, every: float, under: float) -> list[Panel]:
    a, way, length, heading = _line(start, end)
    panels: list[Panel] = []
    count = max(1, round(length / every))
    for number in range(count):
        at = a + way * length * (number + 0.5) / count
        panels += trestle(float(at[0]), float(at[1]), float(at[2]) - under, heading, 3.6 + 0.13 * float(at[2]))
    return panels


def conveyor(start: Place, end: Place, speed: float, every: float = 13.0) -> list[Panel]:
    """Return an open belt with its ore on a truss, walkways and rails beside it, on trestles; ore runs from start to end."""
    a, way, length, _ = _line(start, end)
    side = np.cross(way, (0, 0, 1.0))
    side /= np.linalg.norm(side)
    up = np.cross(side, way)

    def at(metres: float, aside: float, rise: float) -> Place:
        x, y, z = (float(part) for part in a + way * metres + side * aside + up * rise)
        return x, y, z

    panels: list[Panel] = []
    for aside in (-1.7, 1.7):  # the truss: chords, posts, diagonals
        panels += beam(at(0, aside, -0.2), at(length, aside, -0.2), 0.26, STEEL)
        panels += beam(at(0, aside, -1.7), at(length, aside, -1.7), 0.26, STEEL)
        for number in range(round(length / 3)):
            low, high = number * 3.0, min(length, number * 3.0 + 3)
            tip, toe = (low, high) if number % 2 else (high, low)
            panels += beam(at(tip, aside, -0.2), at(toe, aside, -1.7), 0.15, STEEL)
        panels += beam(at(0, aside * 1.5, 1.1), at(length, aside * 1.5, 1.1), 0.09, RAIL)
        for number in range(round(length / 4)):
            panels += beam(at(number * 4, aside * 1.5, 0), at(number * 4, aside * 1.5, 1.1), 0.08, RAIL)
    panels.append(quad(at(0, -2.6, -1.75), at(length, -2.6, -1.75), at(length, 2.6, -1.75), at(0, 2.6, -1.75), DARK_STEEL))
    panels.append(quad(at(0, 2.6, -0.05), at(length, 2.6, -0.05), at(length, -2.6, -0.05), at(0, -2.6, -0.05), DARK_STEEL))
    belt = []
    for near, far in (((1.15, 0.35), (0.0, 1.0)), ((0.0, 1.0), (-1.15, 0.35))):  # a ridge of ore between its edges
        belt.append(quad(at(0, *near), at(length, *near), at(length, *far), at(0, *far), ORE))
    belt.append(quad(at(0, 1.2, -0.05), at(length, 1.2, -0.05), at(length, 1.15, 0.35), at(0, 1.15, 0.35), DARK_STEEL))
    belt.append(quad(at(0, -1.15, 0.35), at(length, -1.15, 0.35), at(length, -1.2, -0.05), at(0, -1.2, -0.05), DARK_STEEL))
    panels += [replace(panel, run=(speed, 0.0), rough=3.5, lift=0.6) for panel in belt]
    return _machine(panels) + _legs(start, end, every, 1.8)


def gallery(start: Place, end: Place, lit: Array, every: float = 16.0) -> list[Panel]:
    """Return a closed conveyor gallery of corrugated sheet with a row of small windows, on trestles."""
    a, way, length, _ = _line(start, end)
    side = np.cross(way, (0, 0, 1.0))
    side /= np.linalg.norm(side)
    rim = ((1.9, -1.5), (1.9, 1.4), (0.0, 2.2), (-1.9, 1.4), (-1.9, -1.5))
    panels: list[Panel] = []

    def at(metres: float, aside: float, rise: float) -> Place:
        x, y, z = (float(part) for part in a + way * metres + side * aside + np.array([0, 0, rise]))
        return x, y, z

    for i in range(5):
        one, two = rim[i], rim[(i + 1) % 5]
        panels.append(replace(quad(at(0, *one), at(length, *one), at(length, *two), at(0, *two), SHEET), ribs=1.0))
    for number in range(round(length / 4.5)):
        middle = number * 4.5 + 2.2
        for aside in (1.93, -1.93):
            ends = (middle - 0.6, middle + 0.6) if aside > 0 else (middle + 0.6, middle - 0.6)
            for low, high, part in ((0.0, 0.32, 0.6), (0.38, 0.7, 1.0)):
                (left, right), glow = ends, lit * np.float32(part)
                corners = at(left, aside, low), at(right, aside, low), at(right, aside, high), at(left, aside, high)
                panels.append(replace(quad(*corners, DARK_STEEL), glow=glow, lift=1.0, kind="window", rough=0.0))
    return panels + _legs(start, end, every, 1.6)


def rack(start: Place, end: Place, radii: tuple[float, ...], paints: tuple[Array, ...], levels: int = 1) -> list[Panel]:
    """Return a rack of parallel pipes on bents every 8 m; `start` and `end` say where the lowest deck is."""
    a, way, length, heading = _line(start, end)
    side = np.cross(way, (0, 0, 1.0))
    wide = sum(2 * r for r in radii) + 0.35 * (len(radii) + 1)
    panels: list[Panel] = []
    for number in range(round(length / 8) + 1):
        x, y, z = (float(part) for part in a + way * min(length, number * 8.0))
        bent = beam((-wide / 2, 0, 0), (-wide / 2, 0, z + 2.4 * (levels - 1)), 0.35, DARK_STEEL)
        bent += beam((wide / 2, 0, 0), (wide / 2, 0, z + 2.4 * (levels - 1)), 0.35, DARK_STEEL)
        for level in range(levels):
            bent += beam(
                (-wide / 2 - 0.4, 0, z - 0.2 + 2.4 * level), (wide / 2 + 0.4, 0, z - 0.2 + 2.4 * level), 0.35, DARK_STEEL
            )
        panels += turned(bent, heading, (x, y, 0))
    for level in range(levels):
        aside = -wide / 2
        for radius, paint in zip(radii, (paints * 2)[level:], strict=False):
            aside += radius + 0.35
            places = [a + way * metres + side * aside + np.array([0, 0, radius + 2.4 * level]) for metres in (0.0, length)]
            panels += tube([(float(p[0]), float(p[1]), float(p[2])) for p in places], radius, paint, 8)
            aside += radius
    return panels


def rails(places: list[Place], high: float = 1.1) -> list[Panel]:
    """Return a handrail along `places`, with a post at each."""
    panels: list[Panel] = []
    for one, two in pairwise(places):
        panels += beam((one[0], one[1], one[2] + high), (two[0], two[1], two[2] + high), 0.07, RAIL)
    for x, y, z in places:
        panels += beam((x, y, z), (x, y, z + high), 0.07, RAIL)
    return panels


def frame(x: tuple[float, float], y: tuple[float, float], floors: tuple[float, ...]) -> list[Panel]:
    """Return an open steel frame: columns every 7 m or so, a grating and rails on each floor, braces."""
    panels: list[Panel] = []
    columns = [np.linspace(*span, max(2, round((span[1] - span[0]) / 7) + 1)) for span in (x, y)]
    for cx in columns[0]:
        for cy in columns[1]:
            panels += beam((float(cx), float(cy), 0), (float(cx), float(cy), floors[-1] + 1.2), 0.45, STEEL)
    below = 0.0
    for number, z in enumerate(floors):
        panels += box(x, y, (z - 0.25, z), DARK_STEEL)
        ring = [(x[0], y[0], z), (x[1], y[0], z), (x[1], y[1], z), (x[0], y[1], z), (x[0], y[0], z)]
        for one, two in pairwise(ring):
            steps = np.linspace(0, 1, 6)[:, None]
            way = np.array(one) + (np.array(two) - np.array(one)) * steps
            panels += rails([(float(p[0]), float(p[1]), float(p[2])) for p in way])
        first, second = (columns[0][0], columns[0][1]) if number % 2 else (columns[0][-1], columns[0][-2])
        panels += beam((float(first), y[0], below), (float(second), y[0], z), 0.22, STEEL)
        below = z
    return panels


def stairs(x: float, y: float, top: float, heading: float) -> list[Panel]:
    """Return a zigzag of stairs against a wall, up to `top`."""
    panels: list[Panel] = []
    flights = max(1, round(top / 3.2))
    rise = top / flights
    for flight in range(flights):
        ends = (-2.2, 2.2) if flight % 2 == 0 else (2.2, -2.2)
        low, high = flight * rise, (flight + 1) * rise
        panels += beam((ends[0], 0.55, low), (ends[1], 0.55, high), 0.9, DARK_STEEL, high=0.14)
        panels += beam((ends[0], 1.0, low + 1), (ends[1], 1.0, high + 1), 0.07, RAIL)
        panels += box((ends[1] - 0.7, ends[1] + 0.7), (0.1, 1.1), (high - 0.1, high), DARK_STEEL)
    panels += beam((-2.9, 1.1, 0), (-2.9, 1.1, top), 0.14, STEEL) + beam((2.9, 1.1, 0), (2.9, 1.1, top), 0.14, STEEL)
    return turned(panels, heading, (x, y, 0))


def shed(
    x: tuple[float, float], y: tuple[float, float], high: float, paint: Array, every: float = 6.0, bands: tuple[float, ...] = ()
) -> list[Panel]:
    """Return a tall shed of corrugated sheet between pilasters, with bands around it and a ledge at the top."""
    panels = box(x, y, (0, high), paint, ribs=1.0)
    stone = CONCRETE * np.float32(0.8)
    for at in np.linspace(x[0], x[1], round((x[1] - x[0]) / every) + 1):
        panels += box((float(at) - 0.4, float(at) + 0.4), (y[0] - 0.45, y[0]), (0, high - 0.6), stone)
    for at in np.linspace(y[0], y[1], round((y[1] - y[0]) / every) + 1):
        for side, out in ((x[0], -0.45), (x[1], 0.45)):
            panels += box(
                (min(side, side + out), max(side, side + out)), (float(at) - 0.4, float(at) + 0.4), (0, high - 0.6), stone
            )
    for z in (*bands, high - 0.6):
        panels += box((x[0] - 0.6, x[1] + 0.6), (y[0] - 0.6, y[1] + 0.6), (z, z + 0.6), stone)
    return panels


def windows(wall: tuple[Place, Place], across: int, rows: tuple[float, ...], lit: list[Array]) -> list[Panel]:
    """Return panes on a wall between two places on its foot, one row at each height; `lit` are their lights in turn."""
    a, way, length, _ = _line(*wall)
    out = np.cross(way, (0, 0, 1.0)) * 0.06
    panels = []
    for number in range(across * len(rows)):
        middle = length * (number % across + 0.5) / across
        z = rows[number // across]
        for part in (-0.85, 0.0, 0.85):  # three lights to a window
            ends = tuple(a + way * (middle + part + half) + out for half in (-0.36, 0.36))
            panels += _lights(ends, z, lit[number % len(lit)])
    return panels


def _lights(ends: tuple[Array, ...], z: float, lit: Array) -> list[Panel]:
    """Return one light of a window, 2.6 m high: grimy below, brightest above a glazing bar, dim again under the lintel."""
    panels = []
    for low, high, part in ((0.0, 0.78, 0.42), (0.86, 1.68, 0.75), (1.76, 2.6, 1.0)):
        (x0, y0), (x1, y1) = ((float(end[0]), float(end[1])) for end in ends)
        pane = quad((x0, y0, z + low), (x1, y1, z + low), (x1, y1, z + high), (x0, y0, z + high), _GLASS, "window")
        panels.append(replace(pane, glow=lit * np.float32(part), lift=1.5, rough=0.0))
    return panels


def hoppers(x: float, y: float, count: int, lit: Array) -> list[Panel]:
    """Return a dust collector: a casing on legs over a row of hoppers."""
    wide = 4.4
    panels = box((x, x + count * wide), (y, y + wide), (9.0, 16.0), SHEET, "machine", ribs=1.0)
    for number in range(count):
        middle = x + (number + 0.5) * wide
        low = [(middle - 0.5, y + 1.7), (middle + 0.5, y + 1.7), (middle + 0.5, y + 2.7), (middle - 0.5, y + 2.7)]
        left, right = middle - wide / 2 + 0.1, middle + wide / 2 - 0.1
        high = [(left, y + 0.1), (right, y + 0.1), (right, y + wide - 0.1), (left, y + wide - 0.1)]
        for i in range(4):
            j = (i + 1) % 4
            panels.append(
                quad((*low[i], 4.6), (*low[j], 4.6), (*high[j], 9.0), (*high[i], 9.0), SHEET * np.float32(0.8), "machine")
            )
    for number in range(count + 1):
        for at in (y + 0.2, y + wide - 0.2):
            panels += beam((x + number * wide, at, 0), (x + number * wide, at, 9.0), 0.35, DARK_STEEL)
    panels += windows(((x + count * wide * 0.55, y, 0), (x + count * wide, y, 0)), 1, (11.0,), [lit])
    ends = np.linspace(x, x + count * wide, 7)
    return panels + rails([(float(at), y, 16.0) for at in ends])
