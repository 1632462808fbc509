"""How a crowd is inked: bodies dark against the air before them, paler the farther, with an edge where light comes past.

`Ink` is one photograph in the making; what is drawn later covers what was drawn before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures_march import Outline
from white_cloud.backends.cameras.animatic.radiance import Array, colour, four_channels, smoothstep
from white_cloud.backends.cameras.animatic.settings.crowd.backdrop import Hour
from white_cloud.backends.cameras.animatic.settings.crowd.scenes import Figure, Flag, raised
from white_cloud.media.survey import Survey

_NEAREST = 1.7  # metres: who is nearer is not drawn
_MIST = 0.95  # metres above the ground: so high it hides a body
_SHADOWS_TO = 24.0  # metres
_BODY = 14  # polygons of an outline that are limbs and coat
_SHADOW_LENGTH = 0.85  # of a body's height
_FLAG = colour("#9c1f17", 0.62)
#: A far row of a rally is painted once for each of these heights of the arms.
HEIGHTS = (0.70, 0.78, 0.85, 0.93, 1.0)

Place = tuple[slice, slice]


@dataclass(frozen=True)
class Row:
    """A far row of a rally: coverage for each of HEIGHTS, metres of its left edge, pixels a metre, its distance."""

    covers: tuple[Array, ...] = field(repr=False)
    left: float
    metre: float
    y: float

    @classmethod
    def of(cls, people: Sequence[Figure], metre: float) -> Row:
        """Return the row that `people` stand in, `metre` pixels to the metre; a raised arm follows HEIGHTS."""
        left = min(figure.x for figure in people) - 0.6
        window = (0, 0, max(4, int(-2 * left * metre)), max(4, int(2.3 * metre)))
        covers = []
        for height in HEIGHTS:
            parts = []
            for figure in people:
                outline = figure.person.outline(0.0, 0.0, 0.1, height if figure.raised else 0.0)
                placed = outline.placed(metre, (figure.x - left) * metre, window[3])
                parts += np.split(placed.points, placed.ends[:-1])
            covers.append(Outline.of(parts).cover(window))
        return cls(tuple(covers), left, metre, people[0].y)


class Ink:
    """A picture of a crowd through a lens, and its survey where one is asked for.

    `behind` is what the crowd stands before; `air` is the haze between, `sun` -1..1 the side the light comes from.
    """

    def __init__(self, picture: Array, behind: Array, lens: Pinhole, light: Hour, sun: float, survey: Survey | None) -> None:
        self.picture, self.lens, self.light, self.survey = picture, lens, light, survey
        self._sun = float(np.clip(sun, -1, 1))
        w, h = lens.size
        small = cv2.resize(behind, (max(2, w // 16), max(2, h // 16)), interpolation=cv2.INTER_AREA)
        haze = _haze(small, lens, light)
        edge = haze * np.float32(0.72) + np.append(light.glow * np.float32(0.07), 0).astype(np.float32)
        soil = cv2.GaussianBlur(small, (0, 0), 2.2)
        self.air, self._edge, self._soil = (
            cv2.resize(one, lens.size, interpolation=cv2.INTER_LINEAR) for one in (haze, edge, soil)
        )

    def figures(self, figures: Sequence[Figure]) -> None:
        """Draw people, the farthest first, with their shadows."""
        lens, found = self.lens, []
        for figure in figures:
            column, row, depth = (float(v) for v in lens.project(figure.x, figure.y, 0.0))
            if depth > _NEAREST:
                tilt = lens.z / depth
                outline = figure.person.outline(figure.phase % 1, figure.stride, tilt, figure.raised)
                found.append((depth, column, row, outline, figure))
        found.sort(key=lambda one: -one[0])
        if self.light.shadow > 0.12:
            self._shadows([(figure, outline) for depth, *_, outline, figure in found if depth < _SHADOWS_TO])
        for depth, column, row, outline, _ in found:
            metre = lens.focal / depth
            placed = outline.placed(metre, column, row)
            window = placed.window(lens.size)
            if window is not None:
                self._body(placed.cover(window), _place(window), depth, row)

    def row(self, row: Row, t: float) -> None:
        """Draw a far row of a rally."""
        lens = self.lens
        column, foot, depth = (float(v) for v in lens.project(row.left, row.y, 0.0))
        height = raised(t - 0.03 * (row.y % 1.7))
        step = (height - HEIGHTS[0]) / (HEIGHTS[-1] - HEIGHTS[0]) * (len(HEIGHTS) - 1)
        low = min(max(int(step), 0), len(HEIGHTS) - 2)
        mask = cv2.addWeighted(row.covers[low], 1 - (step - low), row.covers[low + 1], step - low, 0)
        zoom = lens.focal / depth / row.metre
        top = foot - mask.shape[0] * zoom
        y0, y1 = max(0, math.floor(top)), min(lens.size[1], math.ceil(foot) + 1)
        if y1 - y0 < 2:
            return
        matrix = np.array([[zoom, 0, column + (zoom - 1) / 2], [0, zoom, top - y0 + (zoom - 1) / 2]])
        seen = cv2.warpAffine(mask, matrix, (lens.size[0], y1 - y0), flags=cv2.INTER_LINEAR)
        self._body(seen, (slice(y0, y1), slice(0, lens.size[0])), depth, foot)

    def flag(self, flag: Flag, t: float) -> None:
        """Draw a flag: its pole, and its cloth in waves that run out along it."""
        column, row, depth = (float(v) for v in self.lens.project(flag.x, flag.y, 0.0))
        metre = self.lens.focal / depth
        pole = np.array([(-0.022, 1.2), (0.022, 1.2), (0.018, flag.tall + 0.12), (-0.018, flag.tall + 0.12)])
        stick = Outline.of([pole]).placed(metre, column, row)
        window = stick.window(self.lens.size)
        if window is not None:
            self._body(stick.cover(window), _place(window), depth, row)
        phase = t * 2.6 + flag.late
        cloth = Outline.of([_cloth(flag, phase)]).placed(metre, column, row)
        window = cloth.window(self.lens.size)
        if window is None:
            return
        mask, place = cloth.cover(window), _place(window)
        clear = math.exp(-depth * self.light.thick)
        along = (np.arange(window[0], window[2]) + 0.5 - column) / metre / flag.long
        folds = (0.9 + 0.42 * np.cos(along * 6.5 - phase + 0.5)).astype(np.float32)
        light = self.light.glow * np.float32(1.5) + self.light.low
        paint = self.air[place] * np.float32((1 - clear) * 0.85)
        paint[..., :3] += folds[:, None] * (_FLAG * light * np.float32(2.2 * clear))
        self.picture[place] = cv2.blendLinear(paint, self.picture[place], mask, 1 - mask)
        self._mark(place, mask, "thing", depth)

    def _body(self, mask: Array, place: Place, depth: float, foot: float) -> None:
        """Lay bodies over the picture; near the ground, at row `foot`, a mist as pale as the ground there hides them."""
        clear, metre = math.exp(-depth * self.light.thick), self.lens.focal / depth
        self._mark(place, mask, "person", depth)
        dark = np.append(self.light.body * np.float32(0.5 * clear), 0).astype(np.float64)
        body = cv2.add(self.air[place] * np.float32(0.95 * (1 - clear) ** 1.6), dark)
        edge = self._contour(mask, metre) * np.float32(0.45 + 0.55 * clear)
        body = cv2.blendLinear(self._edge[place], body, edge, 1 - edge)
        self._drown(body, place, foot, metre, clear)
        self.picture[place] = cv2.blendLinear(body, self.picture[place], mask, 1 - mask)

    def _drown(self, body: Array, place: Place, foot: float, metre: float, clear: float) -> None:
        """Let the mist on the ground, as pale as the ground there, rise over the lower part of `body`."""
        first = max(place[0].start, int(foot - _MIST * metre))
        rows = slice(first, place[0].stop)
        if rows.stop - rows.start < 1:
            return
        rise = np.maximum(foot - np.arange(rows.start, rows.stop, dtype=np.float32), 0) / np.float32(metre)
        mist = np.clip((1.12 - clear) * np.exp(-rise / 0.30) * np.clip((_MIST - rise) / 0.3, 0, 1), 0, 0.94).astype(np.float32)
        veil = np.repeat(mist[:, None], body.shape[1], 1)
        lower = body[rows.start - place[0].start :]
        lower[:] = cv2.blendLinear(self._soil[rows, place[1]], lower, veil, 1 - veil)

    def _contour(self, mask: Array, metre: float) -> Array:
        """Return the contour (h, w) that looks to the light, which stands above and to the side: fine, however near."""
        step = min(max(0.7, 0.016 * metre), max(0.9, self.lens.size[1] * 0.0034))
        matrix = np.array([[1, 0, -self._sun * step], [0, 1, step]])
        inner = cv2.warpAffine(mask, matrix, mask.shape[::-1], flags=cv2.INTER_LINEAR)
        edge: Array = np.maximum(mask - inner, 0)
        return edge * np.float32(min(1.0, 70.0 / metre + 0.10))

    def _shadows(self, cast: Sequence[tuple[Figure, Outline]]) -> None:
        """Lay shadows on the ground: long, and towards the station."""
        lens = self.lens
        w, h = max(2, lens.size[0] // 2), max(2, lens.size[1] // 2)
        sheet: Array = np.zeros((h, w), np.uint8)
        for figure, whole in cast:
            outline = whole.first(_BODY)  # without what is on the head
            x, z = outline.points[:, 0], np.maximum(outline.points[:, 1], 0)
            column, row, near = lens.project(
                figure.x + x - z * self._sun * 0.75, figure.y - z * _SHADOW_LENGTH, np.zeros(len(x))
            )
            if near.min() < 0.8:
                continue
            corners = np.round(np.clip(np.stack([column, row], 1) / 2, -4000, 4000) * 16).astype(np.int32)
            for polygon in np.split(corners, outline.ends[:-1]):
                cv2.fillPoly(sheet, [polygon], 255, cv2.LINE_8, 4)
        soft = cv2.GaussianBlur(sheet, (0, 0), max(0.6, w / 150)).astype(np.float32) * np.float32(self.light.shadow / 255)
        rows = (np.arange(h, dtype=np.float32) * 2 - lens.horizon_row) / lens.size[1]
        soft *= smoothstep(0.01, 0.20, rows).astype(np.float32)[:, None]
        shade = cv2.resize(1 - soft, lens.size, interpolation=cv2.INTER_LINEAR)
        cv2.multiply(self.picture, four_channels(shade), dst=self.picture)

    def _mark(self, place: Place, mask: Array, name: str, depth: float) -> None:
        if self.survey is not None:
            where = np.zeros(self.survey.depth.shape, bool)
            where[place] = mask > 0.5
            self.survey.put(name, where, depth)


def _haze(small: Array, lens: Pinhole, light: Hour) -> Array:
    """Return the light of the haze before a body (h, w, 4): what hangs at the horizon of each column, and no ground.

    `small` is the picture at a sixteenth of the lens's size, and so is what is returned.
    """
    h = small.shape[0]
    row = int(np.clip(lens.horizon_row / lens.size[1] * h, 0, h - 1))
    band = small[max(0, row - 2) : row + 2].mean(0, keepdims=True)
    across = np.minimum(cv2.GaussianBlur(band, (0, 0), 3.0), np.append(light.far, 0) * np.float32(0.92))
    below = smoothstep(0, h * 0.7, np.arange(h, dtype=np.float32) - row)[:, None, None]
    haze = across * (1 - 0.30 * below)
    return np.ascontiguousarray(haze, np.float32)


def _place(window: tuple[int, int, int, int]) -> Place:
    return slice(window[1], window[3]), slice(window[0], window[2])


def _cloth(flag: Flag, phase: float) -> Array:
    """Return the outline of a flag's cloth, metres about the foot of its pole."""
    along = np.linspace(0, 1, 15)
    wave = 0.13 * along * np.sin(along * 6.5 - phase) - 0.16 * along * along
    x = 0.03 + along * flag.long * (0.94 + 0.03 * math.sin(phase * 0.5))
    lower = wave - flag.long * 0.62 + 0.05 * along * np.sin(along * 5 - phase + 0.6)
    return np.concatenate([np.stack([x, flag.tall + wave], 1), np.stack([x, flag.tall + lower], 1)[::-1]])
