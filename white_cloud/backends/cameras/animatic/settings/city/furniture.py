"""What stands along a street: lamp posts, traffic lights, poles with wires, signs, neon boards, banners."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas
from white_cloud.backends.cameras.animatic.settings.city.pieces import Pieces
from white_cloud.backends.cameras.animatic.settings.city.road import Road

#: A flat outline that stands across the street: (across, up) in metres.
Flat = list[tuple[float, float]]

#: Metres from pole to pole.
POLES = 40.0
_STEEL, _BOX, _WOOD = colour("#4a4e52", 0.7), colour("#17191a"), colour("#5a5148", 0.7)
_LAMP_HEIGHT, _ARM = 8.4, 2.3
_SIGNALS = {"green": colour("#2cff9a", 2.4), "amber": colour("#ffae2a", 3.0), "red": colour("#ff2a1c", 3.2)}


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


@dataclass(frozen=True)
class Shine:
    """A lamp's glow: place in metres, radius in metres, light (3,)."""

    place: tuple[float, float, float]
    reach: float
    light: Array


def _box(x0: float, x1: float, z0: float, z1: float) -> Flat:
    return [(x0, z0), (x1, z0), (x1, z1), (x0, z1)]


class Joiner:
    """Makes furniture for one road as pieces, in the light that falls there."""

    def __init__(self, road: Road, blocks: Blocks) -> None:
        self.road, self.blocks = road, blocks
        angle = math.radians(road.yaw)
        self._towards = np.array([[-math.sin(angle), -math.cos(angle), 0.0]])

    def _light(self, along: float, across: float) -> Array:
        """Return the light (3,) on what faces the lens at a place in the street."""
        x, y = self.road.place(along, across)
        return np.asarray(self.blocks.light_on(self._towards, self.blocks.sunlit(float(x), float(y), 4.0))[0])

    def _stood(
        self, outlines: list[Flat], along: float, across: float, tones: list[Array], kind: str, least: float = 0.0
    ) -> Pieces:
        anchor = self.road.place(along, across)
        placed = []
        for outline in outlines:
            flat = np.array(outline)
            x, y = self.road.place(np.full(len(flat), along), flat[:, 0])
            placed.append(np.column_stack([x, y, flat[:, 1]]))
        return Pieces.of(placed, tones, kind, (float(anchor[0]), float(anchor[1]), 0.0), least)

    def lamp_post(self, along: float, side: int, lit: bool) -> tuple[Pieces, Shine | None]:
        """Return a lamp post whose arm reaches over the lanes, and its glow."""
        foot, head = side * (self.road.kerb + 0.7), side * (self.road.kerb + 0.7 - _ARM)
        light, w, z = self._light(along, foot), 0.09, _LAMP_HEIGHT
        outlines: list[Flat] = [
            [(foot - w, 0), (foot + w, 0), (foot + w * 0.6, z), (foot - w * 0.6, z)],
            [(foot, z), (head, z + 0.35), (head, z + 0.45), (foot, z + 0.12)],
            [(head - 0.4, z + 0.26), (head + 0.4, z + 0.26), (head + 0.3, z + 0.42), (head - 0.3, z + 0.42)],
        ]
        burning = colour("#ffdfae", 5.0) if lit else _BOX * light
        pieces = self._stood(outlines, along, foot, [_STEEL * light, _STEEL * light, burning], "lamp")
        x, y = self.road.place(along, head)
        return pieces, Shine((float(x), float(y), z + 0.3), 1.9, colour("#ffc488", 0.8)) if lit else None

    def signal(self, along: float, side: int, shows: str) -> tuple[Pieces, Shine | None]:
        """Return a traffic light on a mast that reaches over the lanes, and the glow of the lamp it `shows`."""
        foot = side * (self.road.kerb + 0.5)
        head = foot - side * min(5.2, self.road.kerb * 0.62)
        light = self._light(along, foot)
        outlines: list[Flat] = [
            [(foot - 0.1, 0), (foot + 0.1, 0), (foot + 0.08, 6.0), (foot - 0.08, 6.0)],
            [(foot, 5.72), (head, 5.92), (head, 6.02), (foot, 5.92)],
        ]
        tones = [_STEEL * light, _STEEL * light]
        for middle, low in ((head, 5.0), (foot - side * 0.42, 2.6)):
            outlines.append(_box(middle - 0.25, middle + 0.25, low, low + 1.28))
            tones.append(_BOX * light)
            for number, name in enumerate(_SIGNALS):
                z = low + 0.24 + number * 0.40
                turn = np.linspace(0, 2 * math.pi, 10)[:-1]
                outlines.append([(middle + 0.17 * math.cos(a), z + 0.17 * math.sin(a)) for a in turn])
                tones.append(_SIGNALS[name] if name == shows else _SIGNALS[name] * 0.012)
        pieces = self._stood(outlines, along, foot, tones, "lamp")
        if shows not in _SIGNALS:
            return pieces, None
        x, y = self.road.place(along, head)
        z = 5.24 + 0.40 * list(_SIGNALS).index(shows)
        return pieces, Shine((float(x), float(y), z), 1.1, _SIGNALS[shows] * np.float32(0.16))

    def pole(self, along: float, across: float) -> Pieces:
        """Return a wooden pole with bars for wires, and a transformer now and then."""
        light = self._light(along, across)
        outlines: list[Flat] = [
            [(across - 0.13, 0), (across + 0.13, 0), (across + 0.09, 9.2), (across - 0.09, 9.2)],
            _box(across - 0.9, across + 0.9, 8.3, 8.42),
            _box(across - 0.7, across + 0.7, 7.5, 7.6),
        ]
        if round(along / POLES) % 3 == 0:
            outlines.append(_box(across + 0.15, across + 0.62, 6.0, 6.9))
        return self._stood(outlines, along, across, [_WOOD * light] * len(outlines), "thing")

    def board(self, board: Board) -> tuple[list[Pieces], Shine | None]:
        """Return a board with its marks, which are left out where it is small, and its glow."""
        (left, right), (foot, top) = board.sides, board.heights
        light = self._light(board.along, (left + right) / 2)

        def tone(paint: Array) -> Array:
            return np.asarray(paint * light + paint * np.float32(board.shine))

        outlines, tones = [_box(left, right, foot, top)], [tone(board.ground)]
        if board.pole:
            middle = (left + right) / 2
            outlines.insert(0, _box(middle - 0.05, middle + 0.05, 0, foot))
            tones.insert(0, _STEEL * light)
        pieces = [self._stood(outlines, board.along, left, tones, "sign")]
        if board.marks:
            places = [(left + (right - left) * a, left + (right - left) * b, foot + (top - foot) * c, foot + (top - foot) * d)
                      for (a, b, c, d), _ in board.marks]  # fmt: skip
            inks = [tone(paint) for _, paint in board.marks]
            pieces.append(self._stood([_box(*place) for place in places], board.along, left, inks, "sign", 7.0))
        if board.shine < 0.5:
            return pieces, None
        x, y = self.road.place(board.along, (left + right) / 2)
        light = board.ground * np.float32(0.10 * board.shine)
        return pieces, Shine((float(x), float(y), (foot + top) / 2), 0.8 * (top - foot), light)


def hang_wires(canvas: Canvas, road: Road, first: float, count: int) -> None:
    """Darken the picture where wires hang between `count` poles from `first` metres along on; they are finer than a pixel."""
    part = np.linspace(0, 1, 9)
    mask: Array = np.zeros(canvas.depth.shape, np.uint8)
    for number in range(count - 1):
        along = first + (number + part) * POLES
        for offset, z in ((-0.8, 8.4), (0.0, 8.45), (0.8, 8.4), (-0.6, 7.55), (0.5, 7.5)):
            sag = z - 0.9 * 4 * part * (1 - part) * (1.0 if z > 8 else 1.25)
            x, y, depth = canvas.lens.project(*road.place(along, np.full(9, road.kerb + 0.9 + offset)), sag)
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
        canvas.picture[band] = cv2.multiply(np.ascontiguousarray(canvas.picture[band]), cv2.merge([clear] * 4))
