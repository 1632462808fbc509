"""Sheets: painted surfaces of a long room, kept in all the finenesses that distance asks for, so that none of them shimmers.

A level is filtered for one distance: along the sight its texels are as long as a pixel is there on a surface seen at a glance,
across it as wide as a pixel is on one that faces the lens (ripmaps, McCormack and others 1999; here one chain, as in a passage
the distance tells both). All levels of all sheets lie in one atlas: one look-up reaches every surface.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.codes import coded, decoded
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.media.survey import class_number

_RATIO = 1.6  # from the distance of a level to the next
_GUTTER = 2
_WIDEST_SLOPE = 1.4  # metres along the passage for a metre of sight, at the most


@dataclass(frozen=True)
class Sheet:
    """A painted surface: `picture` (rows, columns, 4), linear BGR and a fourth of one's own, `metre` texels to the metre.

    The upper left corner of its first texel lies at (`u`, `v`) metres: u along its columns, v along its rows. Seen at a
    glance along u it lies `aside` metres from the lens; one that faces the lens has None. `onward` says that u is the way
    the lens looks, so that what lies far along it is never near. `classes` (uint8, any size over the same surface) says what
    it shows.
    """

    picture: Array = field(repr=False)
    metre: float
    u: float
    v: float
    classes: Array = field(repr=False)
    aside: float | None = None
    onward: bool = False

    def texel(self, distance: float, focal: float) -> tuple[float, float]:
        """Return the metres along u and v that a pixel covers at a distance, never less than a texel of the picture."""
        across = distance / focal
        along = across if self.aside is None else across * max(1.0, distance / self.aside)
        return max(along, 1 / self.metre), max(across, 1 / self.metre)


#: What a chart says where a surface has a hole.
HOLE = 255


@dataclass(frozen=True)
class Chart:
    """What a sheet shows: class numbers (rows, columns), uint8, HOLE where nothing; the first lies at (`u`, `v`) metres."""

    classes: Array = field(repr=False)
    u: float
    v: float
    per_u: float
    per_v: float

    @classmethod
    def of(cls, sheet: Sheet) -> Chart:
        """Return the chart of a sheet."""
        (height, width), (rows, columns) = sheet.picture.shape[:2], sheet.classes.shape
        return cls(sheet.classes, sheet.u, sheet.v, columns / width * sheet.metre, rows / height * sheet.metre)

    def at(self, u: Array, v: Array) -> Array:
        """Return the class numbers at arrays of metres that broadcast; beyond its edge a chart goes on as it ends."""
        rows, columns = self.classes.shape
        row = np.clip((v - self.v) * self.per_v, 0, rows - 1).astype(int)
        column = np.clip((u - self.u) * self.per_u, 0, columns - 1).astype(int)
        found: Array = self.classes[row, column]
        return found


@dataclass(frozen=True)
class _Level:
    """A sheet at one distance: its picture in codes, and where metres lie in it: x = `x` + u * `per_u`, y likewise.

    It `serves` so many distances that ask for the same fineness.
    """

    picture: Array
    x: float
    per_u: float
    y: float
    per_v: float
    serves: int = 1


class Atlas:
    """The sheets of one passage, filtered for a lens of `focal` pixels at distances from `near` to `far` metres.

    `reach` is the greatest u that the lens comes to: what lies so far from there that no sight needs it finely is left out.
    """

    def __init__(self, sheets: Iterable[Sheet], focal: float, near: float, far: float, reach: float) -> None:
        self._near = near
        count = max(2, math.ceil(math.log(far / near) / math.log(_RATIO)) + 1)
        distances = [near * _RATIO**k for k in range(count)]
        self._last = count - 1
        levels: list[_Level] = []
        charts: list[Chart] = []
        for sheet in sheets:  # one at a time: whole sheets are large, and not kept
            levels += _chain(sheet, distances, focal, reach)
            charts.append(Chart.of(sheet))
        self.charts = tuple(charts)
        corners, size = _laid_out([level.picture.shape[:2] for level in levels])
        self._map = np.zeros((*size, 4), np.uint16)
        table: list[tuple[float, float, float, float]] = []
        levels.reverse()
        for left, top in corners:  # each level goes as soon as it has its place: two atlases at once would be too many
            one = levels.pop()
            _place(one.picture, self._map, left, top)
            table += [(one.x + left, one.per_u, one.y + top, one.per_v)] * one.serves
        self._places = np.array(table, np.float32).reshape(len(charts), count, 4)

    def look(self, sheet: Array | int, distance: Array, u: Array, v: Array) -> Array:
        """Return (h, w, 4): the light of places (`u`, `v`) metres on a `sheet`, as filtered for a `distance`.

        Sheet and distance are the same along a line of pixels: (1, w) where each column sees one wall, (h, 1) where each row
        sees one height; all four broadcast to (h, w), float32.
        """
        shape = np.broadcast_shapes(distance.shape, u.shape, v.shape)
        step = np.log(np.maximum(distance, self._near) / np.float32(self._near)) * np.float32(1 / math.log(_RATIO))
        step = np.minimum(step, np.float32(self._last - 0.001))
        lower = step.astype(np.intp)
        fine, coarse = (self._sampled(self._places[sheet, lower + k], u, v, shape) for k in (0, 1))
        part = _whole((step - lower).astype(np.float32), shape)
        return cv2.blendLinear(fine, coarse, 1 - part, part)

    def _sampled(self, place: Array, u: Array, v: Array, shape: tuple[int, ...]) -> Array:
        x = _whole(u * place[..., 1] + place[..., 0], shape)
        y = _whole(v * place[..., 3] + place[..., 2], shape)
        return decoded(cv2.remap(self._map, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _whole(values: Array, shape: tuple[int, ...]) -> Array:
    return np.ascontiguousarray(np.broadcast_to(values, shape))


def _chain(sheet: Sheet, distances: Sequence[float], focal: float, reach: float) -> list[_Level]:
    levels: list[_Level] = []
    picture: Array = np.ascontiguousarray(sheet.picture, np.float32)
    height, width = picture.shape[:2]
    for distance, farther in zip(distances, [*distances[1:], math.inf], strict=True):
        along, across = sheet.texel(distance, focal)
        columns = max(2, round(width / sheet.metre / along))
        rows = max(2, round(height / sheet.metre / across))
        if (rows, columns) != picture.shape[:2]:
            picture = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
        per_u, per_v = columns / width * sheet.metre, rows / height * sheet.metre
        end = columns
        if sheet.onward and math.isfinite(farther):
            end = min(columns, max(2, math.ceil((reach + _WIDEST_SLOPE * farther - sheet.u) * per_u)))
        serves = 1
        if levels and levels[-1].per_u == per_u and levels[-1].per_v == per_v:
            serves += levels.pop().serves  # the farther of two alike reaches farther
        levels.append(_Level(coded(picture[:, :end]), -sheet.u * per_u - 0.5, per_u, -sheet.v * per_v - 0.5, per_v, serves))
    return levels


def _laid_out(shapes: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Return the corners (x, y) of pictures of `shapes` (rows, columns) on shelves, and the shape of what holds them all."""
    widest = max(2048, *(columns + 2 * _GUTTER for _, columns in shapes))
    corners, x, y, tall = [(0, 0)] * len(shapes), 0, 0, 0
    for i in sorted(range(len(shapes)), key=lambda i: -shapes[i][0]):
        height, width = shapes[i][0] + 2 * _GUTTER, shapes[i][1] + 2 * _GUTTER
        if x + width > widest:
            x, y, tall = 0, y + tall, 0
        corners[i] = (x + _GUTTER, y + _GUTTER)
        x, tall = x + width, max(tall, height)
    return corners, (y + tall, widest)


def _place(picture: Array, whole: Array, left: int, top: int) -> None:
    """Lay a picture into the atlas `whole`, with a border of its own last texels."""
    padded = cv2.copyMakeBorder(picture, _GUTTER, _GUTTER, _GUTTER, _GUTTER, cv2.BORDER_REPLICATE)
    top, left = top - _GUTTER, left - _GUTTER
    whole[top : top + padded.shape[0], left : left + padded.shape[1]] = padded


def _texels(low: float, high: float, metre: float, count: int) -> slice:
    start = max(0, round(low * metre))
    return slice(min(start, count), min(max(start + 1, round(high * metre), 0), count))


class Canvas:
    """A surface to paint in metres: `albedo`, `glow` (rows, columns, 3) and `classes` of `u` by `v` metres, low and high."""

    def __init__(self, u: tuple[float, float], v: tuple[float, float], metre: float, paint: Array, name: str) -> None:
        """Stretch a canvas with `metre` texels to the metre in one `paint` (3,), linear BGR, of a class `name`."""
        self.u, self.v, self.metre = u, v, metre
        shape = (max(2, round((v[1] - v[0]) * metre)), max(2, round((u[1] - u[0]) * metre)))
        self.albedo = np.empty((*shape, 3), np.float32)
        self.albedo[:] = paint
        self.glow = np.zeros((*shape, 3), np.float32)
        self.classes = np.full(shape, class_number(name), np.uint8)

    @property
    def shape(self) -> tuple[int, int]:
        """Return rows and columns."""
        return self.classes.shape[0], self.classes.shape[1]

    def metres(self) -> tuple[Array, Array]:
        """Return the metres of the texels: u (1, columns) and v (rows, 1), float32."""
        rows, columns = self.shape
        u = self.u[0] + (np.arange(columns, dtype=np.float32)[None] + 0.5) / self.metre
        v = self.v[0] + (np.arange(rows, dtype=np.float32)[:, None] + 0.5) / self.metre
        return u.astype(np.float32), v.astype(np.float32)

    def part(self, u0: float, u1: float, v0: float, v1: float) -> tuple[slice, slice]:
        """Return the rows and columns of a rectangle, at least one of each where it lies on the canvas."""
        rows, columns = self.shape
        return _texels(v0 - self.v[0], v1 - self.v[0], self.metre, rows), _texels(
            u0 - self.u[0], u1 - self.u[0], self.metre, columns
        )

    def box(
        self, u0: float, u1: float, v0: float, v1: float, paint: Array, name: str | None = None, glow: Array | None = None
    ) -> None:
        """Paint a rectangle; what it had shone before is gone, unless it is given a `glow`."""
        place = self.part(u0, u1, v0, v1)
        self.albedo[place] = paint
        self.glow[place] = 0 if glow is None else glow
        if name is not None:
            self.classes[place] = class_number(name)

    def shade(self, u0: float, u1: float, v0: float, v1: float, factor: float) -> None:
        """Darken a rectangle, or lighten it, by a factor."""
        self.albedo[self.part(u0, u1, v0, v1)] *= np.float32(factor)

    def sheet(self, light: Array, aside: float | None = None, onward: bool = True, fourth: Array | None = None) -> Sheet:
        """Return the canvas lit by irradiance `light` (any size, 3), with a `fourth` channel (rows, columns)."""
        rows, columns = self.shape
        lit = cv2.resize(light, (columns, rows), interpolation=cv2.INTER_LINEAR)
        cv2.multiply(lit, self.albedo, lit)
        cv2.add(lit, self.glow, lit)
        picture = cv2.cvtColor(lit, cv2.COLOR_BGR2BGRA)
        picture[..., 3] = 0 if fourth is None else fourth
        return Sheet(picture, self.metre, self.u[0], self.v[0], self.classes, aside, onward and aside is not None)
