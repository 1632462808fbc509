"""Small things and people in a room: sculpted and lit once, they stand in the picture as upright cut-outs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, Relief, sculpt
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.light import SWING, Sources
from white_cloud.backends.cameras.animatic.survey import Survey, class_number

_NEAREST = 0.3  # what stands nearer is not drawn, metres


@dataclass(frozen=True)
class Standee:
    """A thing to sculpt: its limbs, the way it faces (degrees clockwise from +y), its place in metres and its colour.

    `group` and `level` are those of a Surface; `folds` roughens it like cloth; `kind` is its class in a survey.
    """

    limbs: tuple[Limb, ...]
    heading: float
    place: tuple[float, float, float]
    albedo: Array
    group: int
    level: int = 3
    folds: float = 0.0
    kind: str | None = "thing"


@dataclass(frozen=True)
class Cutout:
    """An upright picture at a place, square to the lens: one picture, or three for a lamp that swings to either side.

    Pictures are float32 (h, w, 4), linear BGR premultiplied by their coverage, `metre` pixels to the metre; `left` and `bottom`
    are the metres from `place` to their lower left corner.
    """

    lit: tuple[Array, ...] = field(repr=False)
    left: float
    bottom: float
    metre: float
    place: tuple[float, float, float]
    group: int
    level: int = 3
    kind: str | None = "thing"

    def draw(self, lens: Pinhole, picture: Array, swing: float = 0.0) -> None:
        """Draw it over `picture` in place, the lamp at `swing` -1..1."""
        window = self._window(lens)
        if window is None:
            return
        lit = self.lit[0]
        if len(self.lit) == 3:
            lit = cv2.addWeighted(self.lit[1], 1 - abs(swing), self.lit[2 if swing > 0 else 0], abs(swing), 0)
        matrix, rows, columns = window
        size = (columns.stop - columns.start, rows.stop - rows.start)
        over(cv2.warpAffine(lit, matrix, size, flags=cv2.INTER_LINEAR), picture[rows, columns])

    def plot(self, lens: Pinhole, survey: Survey) -> None:
        """Note it in a survey where it covers at least half a pixel."""
        window = self._window(lens)
        if window is None or self.kind is None:
            return
        matrix, rows, columns = window
        size = (columns.stop - columns.start, rows.stop - rows.start)
        cover = cv2.warpAffine(cv2.extractChannel(self.lit[0], 3), matrix, size, flags=cv2.INTER_LINEAR) >= 0.5
        survey.classes[rows, columns][cover] = class_number(self.kind)
        survey.depth[rows, columns][cover] = float(lens.project(*self.place)[2])

    def _window(self, lens: Pinhole) -> tuple[Array, slice, slice] | None:
        """Return the warp to the picture's rows and columns that it falls on."""
        x, y, depth = (float(v) for v in lens.project(*self.place))
        if depth < _NEAREST:
            return None
        h, w = self.lit[0].shape[:2]
        metre = lens.focal / depth
        zoom = metre / self.metre
        left, top = x + self.left * metre, y - self.bottom * metre - h * zoom
        x0, x1 = max(0, math.floor(left)), min(lens.size[0], math.ceil(left + w * zoom) + 1)
        y0, y1 = max(0, math.floor(top)), min(lens.size[1], math.ceil(top + h * zoom) + 1)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return None
        shift = 0.5 * zoom - 0.5
        matrix = np.array([[zoom, 0, left - x0 + shift], [0, zoom, top - y0 + shift]])
        return matrix, slice(y0, y1), slice(x0, x1)


def cut_out(
    thing: Standee,
    lens: Pinhole,
    glows: Callable[[float], tuple[Array, list[Glow]]],
    swinging: bool = False,
    finest: float = 200.0,
    seed: int = 0,
    relief: Relief | None = None,
) -> Cutout:
    """Sculpt a standee as `lens` sees it, no finer than it resolves nor than `finest` pixels to the metre, and light it.

    `glows` gives, for a swing of the lamp, the ambient light and the lights as the thing sees them (see `room_glows`).
    A `relief` that was sculpted before is used as it is.
    """
    away = math.hypot(thing.place[0] - lens.x, thing.place[1] - lens.y)
    if relief is None:
        sharp = min(finest, lens.focal / away * 1.15)
        relief = sculpt(thing.limbs, lens.yaw - thing.heading, sharp, thing.folds, seed)
    lit = tuple(relief.lit(thing.albedo, *glows(swing)) for swing in ((-1, 0, 1) if swinging else (0,)))
    return Cutout(lit, relief.left, relief.bottom, relief.metre, thing.place, thing.group, thing.level, thing.kind)


def room_glows(sources: Sources, place: tuple[float, float, float], lens: Pinhole, swing: float) -> tuple[Array, list[Glow]]:
    """Return the ambient light and the lamp and window of a room as a thing at `place` sees them, in the lens's axes."""
    pane = sources.pane
    window = np.array([0.05, pane.y + pane.width / 2, pane.z + pane.height / 2])
    lamp = sources.lamp + SWING * (swing, swing, abs(swing))
    lights = [
        (lamp, sources.lamp_colour, 0.5),
        (window, sources.pane_colour * (pane.width * pane.height * 0.5), 0.6),
        *((np.mean(one.places, 0), one.colour, 0.5) for one in sources.emitters),
    ]
    glows = [Glow(seen_from(place, at, lens), tint.astype(np.float32), edge=edge) for at, tint, edge in lights if tint.any()]
    ambient = sources.ambient + sources.lamp_colour * 0.015 + sources.pane_colour * 0.01
    return ambient.astype(np.float32), glows


def seen_from(place: tuple[float, float, float], at: Array, lens: Pinhole) -> tuple[float, float, float]:
    """Return the way from a place to another in the lens's axes: metres aside, along the sight and up."""
    x, y, z = np.asarray(at) - np.asarray(place)
    return (
        float(x * lens.right[0] + y * lens.right[1]),
        float(x * lens.forward[0] + y * lens.forward[1]),
        float(z),
    )
