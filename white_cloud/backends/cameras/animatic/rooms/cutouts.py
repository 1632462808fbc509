"""Small things and people in a room: sculpted and lit once, they stand in the picture as upright cut-outs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, Relief
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.light import SWING, Sources
from white_cloud.media.survey import Survey, class_number

_LIGHTS = 4  # no more light a thing: the strongest where it stands
_NEAREST = 0.3  # what stands nearer is not drawn, metres

#: For a swing of the lamp -1..1: the ambient light and the lights that reach a thing.
Glows = Callable[[float], tuple[Array, list[Glow]]]


@dataclass(frozen=True)
class Sculpture:
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
    are the metres from `place` to their lower left corner. `kind` is its class in a survey, none for what light passes through.
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


def lit_cutout(thing: Sculpture, relief: Relief, glows: Glows, swinging: bool = False) -> Cutout:
    """Light a relief that was sculpted for a thing, or for one like it."""
    lit = tuple(relief.lit(thing.albedo, *glows(swing)) for swing in ((-1, 0, 1) if swinging else (0,)))
    return Cutout(lit, relief.left, relief.bottom, relief.metre, thing.place, thing.group, thing.level, thing.kind)


def room_glows(
    sources: Sources, place: tuple[float, float, float], lens: Pinhole, swing: float, rim: float = 0.5
) -> tuple[Array, list[Glow]]:
    """Return the ambient light and the lamp and window of a room as a thing at `place` sees them, in the lens's axes.

    `rim` is how strongly contours catch the light.
    """
    pane = sources.pane
    window = np.array([0.05, pane.y + pane.width / 2, pane.z + pane.height / 2])
    lamp = sources.lamp + SWING * (swing, swing, abs(swing))
    lights = [
        (lamp, sources.lamp_colour),
        (window, sources.pane_colour * (pane.width * pane.height * 0.4)),
        *((np.mean(one.places, 0), one.colour) for one in sources.emitters),
    ]
    middle = np.array([place[0], place[1], place[2] + 0.9])
    lights.sort(key=lambda light: -float(light[1].max()) / (0.3 + float(((light[0] - middle) ** 2).sum())))
    glows = [Glow(seen_from(place, at, lens), tint.astype(np.float32), edge=rim) for at, tint in lights[:_LIGHTS] if tint.any()]
    ambient = sources.ambient + sources.lamp_colour * 0.015 + sources.pane_colour * 0.01
    return ambient.astype(np.float32), glows


def seen_from(place: tuple[float, float, float], at: Array, lens: Pinhole) -> tuple[float, float, float]:
    """Return the way from a place to another in the lens's axes: metres aside, along the sight and up."""
    x, y, z = np.asarray(at) - np.asarray(place)
    aside = float(x * lens.right[0] + y * lens.right[1])
    return aside, float(x * lens.forward[0] + y * lens.forward[1]), float(z)


def softened(one: Cutout, sigma: float) -> Cutout:
    """Return a cut-out out of focus by `sigma` of its own pixels."""
    border = int(3 * sigma) + 1
    padded = (cv2.copyMakeBorder(lit, border, border, border, border, cv2.BORDER_CONSTANT) for lit in one.lit)
    blurred = tuple(cv2.GaussianBlur(lit, (0, 0), sigma) for lit in padded)
    return replace(one, lit=blurred, left=one.left - border / one.metre, bottom=one.bottom - border / one.metre)


def coarser(one: Cutout, metre: float) -> Cutout:
    """Return a cut-out with no more than about `metre` pixels to the metre."""
    if one.metre <= metre * 1.1:
        return one
    h, w = one.lit[0].shape[:2]
    wide, high = (max(2, round(n * metre / one.metre)) for n in (w, h))
    small = tuple(cv2.resize(lit, (wide, high), interpolation=cv2.INTER_AREA) for lit in one.lit)
    return replace(one, lit=small, metre=one.metre * high / h)


def tilted(one: Cutout, angle: float) -> Cutout:
    """Return a cut-out leant by `angle` degrees to the right about the middle of its foot."""
    h, w = one.lit[0].shape[:2]
    border = int(abs(math.sin(math.radians(angle))) * h) + 2
    turn = cv2.getRotationMatrix2D((border - one.left * one.metre, h + border + one.bottom * one.metre), -angle, 1.0)
    padded = (cv2.copyMakeBorder(lit, border, 0, border, border, cv2.BORDER_CONSTANT) for lit in one.lit)
    lit = tuple(cv2.warpAffine(lit, turn, (w + 2 * border, h + border), flags=cv2.INTER_LINEAR) for lit in padded)
    return replace(one, lit=lit, left=one.left - border / one.metre)
