"""The surface of the lake: it mirrors sky, far shore and pipes, darkly; foam spreads from where slurry falls."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.picture import Plate
from white_cloud.backends.cameras.animatic.radiance import (
    Array,
    Tile,
    columns_and_rows,
    four_channels,
    smoothstep,
    spectral_noise,
)
from white_cloud.backends.cameras.animatic.settings.tailings.basin import SIZE

_STEP = 0.5  # metres a cell of the map of foam
_MARGIN = 60.0
_FOAMING = 260.0  # metres beyond which foam is not seen


@dataclass(frozen=True)
class Sludge:
    """The lake's surface, at height 0.

    `foam` is a map of how much foam there is and how far the nearest fall is (rows, columns, 2), from `corner` metres on;
    `bed` holds the land's heights (a tile of `SIZE` metres), `body` and `froth` the light that sludge and foam send (linear,
    blue first).
    """

    foam: Array = field(repr=False)
    corner: tuple[float, float]
    body: Array = field(repr=False)
    froth: Array = field(repr=False)
    bed: Tile = field(repr=False)
    waves: Tile = field(repr=False)
    slick: Tile = field(repr=False)

    @classmethod
    def around(cls, falls: Array, body: Array, froth: Array, bed: Tile) -> Sludge:
        """Return a lake into which slurry falls at places (n, 2), metres."""
        low, high = falls.min(0) - _MARGIN, falls.max(0) + _MARGIN
        columns, rows = (int(side / _STEP) for side in high - low)
        x = (low[0] + np.arange(columns) * _STEP).astype(np.float32)[None]
        y = (low[1] + np.arange(rows) * _STEP).astype(np.float32)[:, None]
        foam, near = np.zeros((rows, columns), np.float32), np.full((rows, columns), 99, np.float32)
        for at_x, at_y in falls.astype(np.float32):
            distance = np.hypot(x - at_x, y - at_y)
            near = np.minimum(near, distance)
            drift = np.clip(y - at_y, 0, None)
            trail = np.exp(-(((x - at_x - 0.12 * drift) / (1.2 + 0.17 * drift)) ** 2) - drift / 22) * (y > at_y)
            foam = np.maximum(foam, np.maximum(np.exp(-((distance / 2.3) ** 2)) * 1.3, trail * 0.85))
        edge = np.minimum(np.minimum(x - x.min(), x.max() - x), np.minimum(y - y.min(), y.max() - y))
        foam *= np.clip(edge / 12, 0, 1)
        waves = Tile(spectral_noise(512, 1.5, 71, 5, 90, stretch=0.45))
        slick = Tile(cv2.merge([spectral_noise(512, 1.9, 72, 2, 60, stretch=0.30), spectral_noise(512, 1.15, 73, 8)]))
        return cls(cv2.merge([foam, near]), (float(low[0]), float(low[1])), body, froth, bed, waves, slick)

    def paint(self, lens: Pinhole, land_depth: Array, mirrored: Array, t: float) -> tuple[Array, Array, Array]:
        """Return the lake's light (rows, width, 4), its depth in metres (rows,), and its cover (rows, width).

        `mirrored` (rows, width, 4) is what a still lake would show from the first row on, `land_depth` (height, width) how far
        the land is.
        """
        width, height = lens.size
        first = first_row(lens)
        drop = np.arange(first, height, dtype=np.float32) + np.float32(0.5 - lens.horizon_row)
        whole = (np.float32(lens.z * lens.focal) / drop)[:, None]
        depth = np.float32(lens.z * lens.focal) / (drop[::2, None] + np.float32(0.5))
        aside = ((np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2)) / np.float32(lens.focal))[None]
        aside = aside[:, ::2] + np.float32(0.5 / lens.focal)  # the surface is worked out for every other pixel
        x = depth * (np.float32(lens.forward[0]) + aside * np.float32(lens.right[0])) + np.float32(lens.x)
        y = depth * (np.float32(lens.forward[1]) + aside * np.float32(lens.right[1])) + np.float32(lens.y)
        bed = self.bed(x / np.float32(SIZE), y / np.float32(SIZE))
        cover = _enlarged(smoothstep(0.03, -0.05, bed).astype(np.float32), (width, height - first))
        cover[land_depth[first:] < whole * 0.95 - 1] = 0  # a bank stands before it
        light = self._surface(lens, mirrored, first, depth, x, y, t)
        return light, whole[:, 0], cover

    def _surface(self, lens: Pinhole, mirrored: Array, first: int, depth: Array, x: Array, y: Array, t: float) -> Array:
        width, height = lens.size
        swell = self.waves(x / np.float32(34) + np.float32(t * 0.012), y / np.float32(34) - np.float32(t * 0.021))
        swell += np.float32(0.55) * self.waves(
            x / np.float32(11) - np.float32(t * 0.03), y / np.float32(11) - np.float32(t * 0.045)
        )
        low = int(np.argmax(depth[:, 0] < _FOAMING))  # beyond, foam is too small to see
        foam, near = cv2.split(self._foam_at(x[low:], y[low:]))
        ring = np.zeros_like(swell)
        ring[low:] = np.sin(near * np.float32(2.6) - np.float32(t * 4.2)) * cv2.exp(near * np.float32(-1 / 9))
        lift = swell * np.float32(0.007) + ring * np.float32(0.03)
        lift *= np.float32(lens.focal) * np.minimum(1, 26 / depth)
        lift = _enlarged(lift, (width, height - first))
        rows = np.clip(np.arange(height - first, dtype=np.float32)[:, None] + lift, 0, height - first - 1)
        columns = np.clip(np.arange(width, dtype=np.float32)[None] + lift * np.float32(0.25), 0, width - 1)
        seen = cv2.remap(mirrored, columns, rows, cv2.INTER_LINEAR)
        light = self._dulled(seen, lens, depth, x, y, swell, ring, t)
        self._lay_foam(light[2 * low :], foam, depth[low:], x[low:], y[low:], t)
        return light

    def _dulled(
        self, seen: Array, lens: Pinhole, depth: Array, x: Array, y: Array, swell: Array, ring: Array, t: float
    ) -> Array:
        """Return the lake without foam: it mirrors what is `seen`, the flatter the sight the more, less where slick."""
        sine = np.float32(lens.z) / np.sqrt(depth * depth + np.float32(lens.z**2))
        slick, grain = cv2.split(self.slick(x / np.float32(160) + np.float32(t * 0.0008), y / np.float32(160)))
        grain *= np.float32(0.25) * np.exp(-depth / 150)
        dull = smoothstep(0.1, 1.5, slick + grain)
        dull *= np.float32(0.5) * np.exp(-depth / 700)
        gloss = (np.float32(0.08) + np.float32(0.62) * (1 - sine) ** 5) * (1 - dull)
        gloss *= 1 - np.float32(0.12) * np.abs(ring)
        tone = np.float32(0.25) * slick
        tone += np.float32(0.10) * swell
        tone += np.float32(0.6) * dull
        tone += 1
        shine, shade = cv2.split(_enlarged(cv2.merge([gloss, tone]), (seen.shape[1], len(seen))))
        body = four_channels(shade) * np.append(self.body, 0).astype(np.float32)
        return cv2.blendLinear(seen, body, shine, 1 - shine)

    def _lay_foam(self, light: Array, foam: Array, depth: Array, x: Array, y: Array, t: float) -> None:
        """Lay foam over near water, in place."""
        if not len(foam):
            return
        froth, fine = cv2.split(self.slick(x / np.float32(14), y / np.float32(14) - np.float32(t * 0.02)))
        thick = foam * np.float32(1.15) + (froth * np.float32(0.22) + fine * np.float32(0.12)) * np.minimum(1, foam * 3)
        cover = smoothstep(0.25, 0.95, thick).astype(np.float32)
        cover *= np.clip((_FOAMING - depth) / 60, 0, 1) * np.minimum(1, 60 / depth + np.float32(0.35))
        fine *= np.float32(0.22)
        fine += 1
        cover, fine = cv2.split(_enlarged(cv2.merge([cover, fine]), (light.shape[1], len(light))))
        bubbles = four_channels(fine) * np.append(self.froth, 0).astype(np.float32)
        light[:] = cv2.blendLinear(bubbles, np.ascontiguousarray(light), cover, 1 - cover)

    def _foam_at(self, x: Array, y: Array) -> Array:
        u, v = (x - np.float32(self.corner[0])) / np.float32(_STEP), (y - np.float32(self.corner[1])) / np.float32(_STEP)
        return cv2.remap(self.foam, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 99, 0, 0))


def first_row(lens: Pinhole) -> int:
    """Return the first row that lies below the horizon."""
    return min(lens.size[1] - 1, max(0, math.ceil(lens.horizon_row + 0.6)))


def _enlarged(plane: Array, size: tuple[int, int]) -> Array:
    """Return what was worked out for every other pixel for all of them: `size` is (width, height)."""
    return cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR)


def mirror_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return how large the works are photographed for the mirror: the lake is never so still that more is seen."""
    return max(2, size[0] // 2), max(2, size[1] // 2)


def still_mirror(above: Array, sky: Array, plate: Plate, lens: Pinhole, first: int) -> Array:
    """Return what a still lake shows from row `first` on: land and sky `above` turned over at the horizon, works before them.

    What lies above the frame is taken from `sky`, of the same size, which goes on below the horizon as a mirror does. `plate`
    is how the eye's own mirror image below the lake sees the works, upside down and of `mirror_size`.
    """
    width, height = lens.size
    rows = 2 * lens.horizon_row - 1 - np.arange(first, height, dtype=np.float32)
    inside = np.clip(rows / (0.08 * height), 0, 1)[:, None, None].astype(np.float32)
    turned = cv2.remap(
        above, *columns_and_rows(np.arange(width, dtype=np.float32), np.clip(rows, 0, height - 1)), cv2.INTER_LINEAR
    )
    turned *= inside
    turned += sky[first:] * (1 - inside)
    works = cv2.resize(np.ascontiguousarray(plate.radiance[::-1]), (width, height), interpolation=cv2.INTER_LINEAR)
    down = height / len(plate.radiance)
    begin = max(0, height - math.ceil(plate.rows.stop * down) - 2 - first)
    end = min(height - first, height - int(plate.rows.start * down) + 2 - first)
    if begin < end:
        shown, part = works[first + begin : first + end], np.ascontiguousarray(turned[begin:end])
        turned[begin:end] = cv2.add(cv2.multiply(part, four_channels(1 - cv2.extractChannel(shown, 3))), shown)
    return cv2.blur(turned, (1, 3))
