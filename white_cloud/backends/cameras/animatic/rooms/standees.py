"""Standees: sculpted things, lit once, that stand upright in a passage and face its length; small, they have no sides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, Relief, sculpt
from white_cloud.backends.cameras.animatic.props.walker import walking
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.media.survey import Survey

_NEAREST = 0.35
_PHASES = 12


@dataclass(frozen=True)
class Standee:
    """A lit relief at `place` (x, y, z of its own origin), metres.

    `pictures` (h, w, 4) are premultiplied, each half the one before; `left` and `bottom` are the metres of its lower left
    corner, `metre` the pixels of a metre in the first picture, `name` its class.
    """

    pictures: tuple[Array, ...] = field(repr=False)
    left: float
    bottom: float
    metre: float
    place: tuple[float, float, float]
    name: str = "thing"

    @classmethod
    def of(cls, relief: Relief, lit: Array, place: tuple[float, float, float], name: str = "thing") -> Standee:
        """Return a relief, lit, at its place."""
        return cls.pictured(lit, relief.left, relief.bottom, relief.metre, place, name)

    @classmethod
    def pictured(
        cls, picture: Array, left: float, bottom: float, metre: float, place: tuple[float, float, float], name: str = "thing"
    ) -> Standee:
        """Return a flat picture (h, w, 4), premultiplied, that stands at its place."""
        pictures = [picture]
        while min(pictures[-1].shape[:2]) >= 8 and len(pictures) < 6:
            h, w = pictures[-1].shape[:2]
            pictures.append(cv2.resize(pictures[-1], (max(1, w // 2), max(1, h // 2)), interpolation=cv2.INTER_AREA))
        return cls(tuple(pictures), left, bottom, metre, place, name)

    def at(self, place: tuple[float, float, float]) -> Standee:
        """Return it at another place."""
        return replace(self, place=place)

    def depth(self, lens: Pinhole) -> float:
        """Return the metres along the sight."""
        return float(lens.project(*self.place)[2])

    def draw(
        self, picture: Array, lens: Pinhole, clear: float = 1.0, veil: Array | None = None, mirrored: bool = False
    ) -> None:
        """Draw into `picture` (h, w, 4), seen through air that lets `clear` of the light pass and adds `veil` (4,).

        `mirrored` draws what a floor at height 0 shows of it.
        """
        found = self._cut(lens, mirrored)
        if found is None:
            return
        cut, place = found
        if veil is not None:
            cover = cut[..., 3:].copy()
            cut *= np.float32(clear)
            cut += cover * veil
            cut[..., 3:] = cover
        over(cut, picture[place])

    def ground(self, picture: Array, lens: Pinhole, deep: float = 0.6) -> None:
        """Darken the floor of `picture` (h, w, 4) under it, by `deep` where it touches."""
        column, row, depth = (float(v) for v in lens.project(self.place[0], self.place[1], 0.0))
        if depth < _NEAREST or self.place[2] > 0.05:
            return
        metre = lens.focal / depth
        half = 0.34 * self.pictures[0].shape[1] / self.metre * metre
        middle = column + (self.left + 0.5 * self.pictures[0].shape[1] / self.metre) * metre
        flat = max(0.16 * metre * lens.z / depth, 0.6)
        left, right = max(0, int(middle - 3 * half)), min(lens.size[0], int(middle + 3 * half) + 2)
        top, bottom = max(0, int(row - 3 * flat)), min(lens.size[1], int(row + 3 * flat) + 2)
        if right - left < 1 or bottom - top < 1:
            return
        x = (np.arange(left, right, dtype=np.float32) + np.float32(0.5 - middle)) / np.float32(half)
        y = (np.arange(top, bottom, dtype=np.float32) + np.float32(0.5 - row)) / np.float32(flat)
        shade = np.float32(deep) * np.exp(-(y * y))[:, None] * np.exp(-(x * x))
        picture[top:bottom, left:right] *= 1 - shade[..., None]

    def mark(self, survey: Survey, lens: Pinhole) -> None:
        """Mark it in a survey."""
        found = self._cut(lens, mirrored=False)
        if found is not None:
            where = np.zeros(survey.depth.shape, bool)
            where[found[1]] = found[0][..., 3] > 0.5
            survey.put(self.name, where, self.depth(lens))

    def _cut(self, lens: Pinhole, mirrored: bool) -> tuple[Array, tuple[slice, slice]] | None:
        """Return the standee at the size it is seen, and the rows and columns where."""
        x, y, z = self.place
        column, _, depth = (float(v) for v in lens.project(x, y, z))
        if depth < _NEAREST:
            return None
        tall, wide = self.pictures[0].shape[:2]
        zoom = lens.focal / depth / self.metre
        level = int(np.clip(math.floor(-math.log2(max(zoom, 1e-4)) + 0.35), 0, len(self.pictures) - 1))
        source = self.pictures[level]
        left = column + self.left * self.metre * zoom
        low, high = z + self.bottom, z + self.bottom + tall / self.metre
        if mirrored:
            low, high = -high, -low
        rows = [lens.horizon_row - (height - lens.z) * lens.focal / depth for height in (high, low)]
        x0, x1 = max(0, math.floor(left)), min(lens.size[0], math.ceil(left + wide * zoom) + 1)
        y0, y1 = max(0, math.floor(rows[0])), min(lens.size[1], math.ceil(rows[1]) + 1)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return None
        across, down = wide * zoom / source.shape[1], (rows[1] - rows[0]) / source.shape[0]
        matrix = np.array([[across, 0, left - x0 + (across - 1) / 2], [0, down, rows[0] - y0 + (down - 1) / 2]])
        if mirrored:
            source = cv2.flip(source, 0)
        cut = cv2.warpAffine(source, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        return cut, (slice(y0, y1), slice(x0, x1))


@dataclass(frozen=True)
class Stroller:
    """Someone who walks along a passage: `phases` of two steps of `stride` metres, `speed` metres a second north."""

    phases: tuple[Standee, ...]
    speed: float
    stride: float = 1.5

    @classmethod
    def lit(
        cls, place: tuple[float, float, float], metre: float, albedo: Array, ambient: Array, glows: Sequence[Glow], speed: float
    ) -> Stroller:
        """Return someone seen from behind, sculpted with `metre` pixels to the metre and lit where the walk begins."""
        reliefs = [sculpt(walking(number / _PHASES), 0.0, metre) for number in range(_PHASES)]
        phases = (Standee.of(relief, relief.lit(albedo, ambient, glows), place, "person") for relief in reliefs)
        return cls(tuple(phases), speed)

    def at(self, t: float) -> Standee:
        """Return the walker as of `t` seconds."""
        gone = self.speed * t
        phase = self.phases[math.floor(abs(gone) / self.stride * len(self.phases)) % len(self.phases)]
        x, y, z = phase.place
        return phase.at((x, y + gone, z))
