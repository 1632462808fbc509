"""What stands along a street: lamp posts, poles with wires, traffic lights, signs, neon, banners."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas, Glows
from white_cloud.backends.cameras.animatic.settings.city.road import Road

_STEEL, _BOX = colour("#4a4e52", 0.7), colour("#17191a")
_LAMP_HEIGHT, _ARM = 8.4, 2.3
_SIGNALS = {"red": colour("#ff2a1c", 3.2), "amber": colour("#ffae2a", 3.0), "green": colour("#2cff9a", 2.4)}


@dataclass(frozen=True)
class Board:
    """An upright board across the street's sight: along, left and right, foot and top, metres; its ground, and marks on it.

    `marks` are (left, right, foot, top) as parts of the board with a linear colour; `shine` is how much it gives off itself.
    """

    along: float
    sides: tuple[float, float]
    heights: tuple[float, float]
    ground: Array
    marks: tuple[tuple[tuple[float, float, float, float], Array], ...] = field(default=(), repr=False)
    shine: float = 0.0
    pole: bool = False
    kind: str = "sign"


class Stand:
    """Draws furniture of one road into a canvas."""

    def __init__(self, canvas: Canvas, glows: Glows, road: Road) -> None:
        self.canvas, self.glows, self.road = canvas, glows, road

    def project(self, along: Array, across: Array, z: Array) -> tuple[Array, Array, Array]:
        """Return columns, rows and depths of places in the street."""
        x, y = self.road.place(along, across)
        return self.canvas.lens.project(x, y, z)

    def shapes(self, outlines: list[list[tuple[float, float]]], along: float, tones: Array, kind: str) -> float:
        """Draw flat outlines of (across, z) that stand across the street; return their depth, 0 where they are out of sight."""
        corners = np.array([point for outline in outlines for point in outline])
        x, y, depth = self.project(np.full(len(corners), along), corners[:, 0], corners[:, 1])
        far = float(depth.mean())
        width, height = self.canvas.lens.size
        if depth.min() < 1.2 or x.max() < 0 or x.min() > width or y.max() < 0 or y.min() > height:
            return 0.0
        points, at, polygons = np.stack([x, y], 1), 0, []
        for outline in outlines:
            polygons.append(points[at : at + len(outline)])
            at += len(outline)
        tones = self.canvas.hazed(tones, float(x.mean()), far, float(corners[:, 1].mean()))
        self.canvas.polygons(polygons, tones, far, kind)
        return far

    def light(self, along: float, across: float, up: float = 0.0) -> Array:
        """Return the light (3,) on what faces the lens at a place in the street."""
        x, y = self.road.place(along, across)
        return np.asarray(self.canvas.blocks.light_on(np.array([[0.0, 0.0, up]]), (float(x), float(y), 3.0))[0])

    # ---------------------------------------------------------------- lamps, lights
    def lamp_post(self, along: float, side: int, lit: bool) -> None:
        """Draw a lamp post whose arm reaches over the lanes."""
        foot, head = side * (self.road.kerb + 0.7), side * (self.road.kerb + 0.7 - _ARM)
        light = self.light(along, foot)
        tones = np.array([_STEEL * light, _STEEL * light, _BOX * light if not lit else colour("#ffdfae", 5.0)])
        w = 0.09
        outlines = [
            [(foot - w, 0), (foot + w, 0), (foot + w * 0.6, _LAMP_HEIGHT), (foot - w * 0.6, _LAMP_HEIGHT)],
            [(foot, _LAMP_HEIGHT), (head, _LAMP_HEIGHT + 0.35), (head, _LAMP_HEIGHT + 0.45), (foot, _LAMP_HEIGHT + 0.12)],
            [(head - 0.4, _LAMP_HEIGHT + 0.26), (head + 0.4, _LAMP_HEIGHT + 0.26), (head + 0.3, _LAMP_HEIGHT + 0.42), (head - 0.3, _LAMP_HEIGHT + 0.42)],
        ]
        far = self.shapes(outlines, along, tones, "lamp")
        if lit and far:
            self.glow(along, head, _LAMP_HEIGHT + 0.3, far, colour("#ffc488", 0.85), 1.9)

    def glow(self, along: float, across: float, z: float, far: float, light: Array, reach: float) -> None:
        """Add the glow of a lamp, unless something nearer hides it."""
        x, y, _ = (float(part[0]) for part in self.project(np.array([along]), np.array([across]), np.array([z])))
        reach = self.canvas.lens.focal / far * reach + 1.2
        self.glows.add((x, y), reach, light * np.float32(self.canvas.blocks.clear_to(far, z)), far)

    def signal(self, along: float, side: int, shows: str) -> None:
        """Draw a traffic light on a mast that reaches over the lanes."""
        foot, head = side * (self.road.kerb + 0.5), side * (self.road.kerb + 0.5 - min(5.2, self.road.kerb * 0.62))
        light = self.light(along, foot)
        outlines = [
            [(foot - 0.1, 0), (foot + 0.1, 0), (foot + 0.08, 6.0), (foot - 0.08, 6.0)],
            [(foot, 5.72), (head, 5.92), (head, 6.02), (foot, 5.92)],
        ]
        tones = [_STEEL * light, _STEEL * light]
        for middle, low in ((head, 5.0), (foot - side * 0.42, 2.6)):
            outlines.append([(middle - 0.24, low), (middle + 0.24, low), (middle + 0.24, low + 1.25), (middle - 0.24, low + 1.25)])
            tones.append(_BOX * light)
            for number, name in enumerate(("green", "amber", "red")):
                z = low + 0.23 + number * 0.39
                outlines.append([(middle + 0.15 * math.cos(a), z + 0.15 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 10)[:-1]])
                tones.append(_SIGNALS[name] if name == shows else _SIGNALS[name] * 0.012)
        far = self.shapes(outlines, along, np.array(tones), "lamp")
        if far and shows in _SIGNALS:
            z = 5.0 + 0.23 + ("green", "amber", "red").index(shows) * 0.39
            self.glow(along, head, z, far, _SIGNALS[shows] * 0.16, 1.1)

    def pole(self, along: float, across: float) -> None:
        """Draw a wooden pole with a bar for wires and a transformer now and then."""
        light = self.light(along, across)
        outlines = [
            [(across - 0.13, 0), (across + 0.13, 0), (across + 0.09, 9.2), (across - 0.09, 9.2)],
            [(across - 0.9, 8.3), (across + 0.9, 8.3), (across + 0.9, 8.42), (across - 0.9, 8.42)],
            [(across - 0.7, 7.5), (across + 0.7, 7.5), (across + 0.7, 7.6), (across - 0.7, 7.6)],
        ]
        if int(along) % 3 == 0:
            outlines.append([(across + 0.15, 6.0), (across + 0.62, 6.0), (across + 0.62, 6.9), (across + 0.15, 6.9)])
        self.shapes(outlines, along, np.array([colour("#5a5148", 0.7) * light] * len(outlines)), "thing")

    def board(self, board: Board) -> None:
        """Draw a board."""
        (left, right), (foot, top) = board.sides, board.heights
        light = self.light(board.along, (left + right) / 2)

        def tone(paint: Array) -> Array:
            return np.asarray(paint * light + paint * np.float32(board.shine))

        outlines, tones = [], []
        if board.pole:
            middle = (left + right) / 2
            outlines.append([(middle - 0.05, 0), (middle + 0.05, 0), (middle + 0.05, foot), (middle - 0.05, foot)])
            tones.append(_STEEL * light)
        outlines.append([(left, foot), (right, foot), (right, top), (left, top)])
        tones.append(tone(board.ground))
        for (a, b, c, d), paint in board.marks:
            x0, x1 = left + (right - left) * a, left + (right - left) * b
            z0, z1 = foot + (top - foot) * c, foot + (top - foot) * d
            outlines.append([(x0, z0), (x1, z0), (x1, z1), (x0, z1)])
            tones.append(tone(paint))
        far = self.shapes(outlines, board.along, np.array(tones), board.kind)
        if far and board.shine > 0.5:
            reach = 0.8 * (top - foot)
            self.glow(board.along, (left + right) / 2, (foot + top) / 2, far, board.ground * np.float32(0.10 * board.shine), reach)

    def wires(self, poles: list[float], across: float) -> None:
        """Darken the picture where wires hang between poles; they are finer than a pixel."""
        canvas = self.canvas
        mask: Array = np.zeros(canvas.depth.shape, np.uint8)
        part = np.linspace(0, 1, 9)
        for first, last in zip(poles[:-1], poles[1:], strict=True):
            for offset, z in ((-0.8, 8.4), (0.0, 8.45), (0.8, 8.4), (-0.6, 7.55), (0.5, 7.5)):
                sag = z - 0.9 * 4 * part * (1 - part) * (1.0 if z > 8 else 1.25)
                x, y, depth = self.project(first + (last - first) * part, np.full(9, across + offset), sag)
                near = depth > 1.5
                if near.sum() < 2:
                    continue
                shade = int(np.clip(0.05 * canvas.lens.focal / float(depth[near].mean()), 0.10, 0.75) * 255)
                points = np.round(np.clip(np.stack([x[near], y[near]], 1), -4000, 8000) * 16).astype(np.int32)
                cv2.polylines(mask, [points], False, shade, 1, cv2.LINE_AA, 4)
        rows = np.flatnonzero(mask.any(1))
        if len(rows):
            band = slice(int(rows[0]), int(rows[-1]) + 1)
            clear = np.float32(1) - mask[band].astype(np.float32) * np.float32(0.85 / 255)
            canvas.picture[band] = cv2.multiply(canvas.picture[band], cv2.merge([clear] * 4))


def abstract_marks(random: np.random.Generator, tint: Array, rows: int, columns: int) -> tuple[tuple[tuple[float, float, float, float], Array], ...]:
    """Return strokes in a grid that look like writing from afar, and are none."""
    marks = []
    for row in range(rows):
        for column in range(columns):
            u, v = (column + 0.5) / columns, (row + 0.5) / rows
            w, h = 0.30 / columns, 0.30 / rows
            for _ in range(3):
                if random.random() < 0.5:
                    at = v + float(random.uniform(-h, h))
                    marks.append(((u - w, u + w, at - 0.05 / rows, at + 0.05 / rows), tint))
                else:
                    at = u + float(random.uniform(-w, w))
                    marks.append(((at - 0.05 / columns, at + 0.05 / columns, v - h, v + h), tint))
    return tuple(marks)
