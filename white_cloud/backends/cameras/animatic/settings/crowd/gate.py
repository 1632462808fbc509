"""The gate that a queue waits at: posts with lamps, a board over the way, a booth with a lit window, fences to either side."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.figures_march import Outline
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.media.survey import Survey


@dataclass(frozen=True)
class Gate:
    """A gate across the sight, its middle at (x, y) metres; `lamp` is its lamps' light, `dark` its own colour as seen there."""

    x: float
    y: float
    half: float
    lamp: Array
    dark: Array

    def draw(self, picture: Array, lens: Pinhole, survey: Survey | None, strength: float = 1.0) -> Array:
        """Return `picture` with the gate, its lamps at `strength`; their halo and pools of light go into `picture` itself."""
        column, row, depth = (float(v) for v in lens.project(self.x, self.y, 0.0))
        if depth < 3:
            return picture
        metre = lens.focal / depth
        self._shine(picture, lens, strength)
        picture = picture.copy()
        for parts, paint, name, before in (
            (_body(self.half), self.dark, "building", 0.0),
            (_window(self.half), self.lamp * np.float32(0.30), "window", 0.1),
            (_lamps(self.half), self.lamp * np.float32(3.2 * strength), "lamp", 0.1),
        ):
            self._lay(picture, Outline.of(parts).placed(metre, column, row), paint, survey, name, depth - before)
        return picture

    @staticmethod
    def _lay(picture: Array, outline: Outline, paint: Array, survey: Survey | None, name: str, depth: float) -> None:
        window = outline.window((picture.shape[1], picture.shape[0]))
        if window is None:
            return
        mask = outline.cover(window)
        region = np.s_[window[1] : window[3], window[0] : window[2]]
        colour = np.empty((*mask.shape, 4), np.float32)
        colour[:] = np.append(paint, 0)
        picture[region] = cv2.blendLinear(colour, picture[region], mask, 1 - mask)
        if survey is not None:
            where = np.zeros(survey.depth.shape, bool)
            where[region] = mask > 0.5
            survey.put(name, where, depth)

    def _shine(self, picture: Array, lens: Pinhole, strength: float) -> None:
        """Add the halo of the lamps and the pools of their light."""
        w, h = max(2, lens.size[0] // 8), max(2, lens.size[1] // 8)
        x = ((np.arange(w, dtype=np.float32) + 0.5) * (lens.size[0] / w))[None]
        y = ((np.arange(h, dtype=np.float32) + 0.5) * (lens.size[1] / h))[:, None]
        total: Array = np.zeros((h, w), np.float32)
        for side in (-1, 1):
            column, row, depth = (float(v) for v in lens.project(self.x + side * self.half, self.y - 0.4, 3.35))
            metre = lens.focal / depth
            away = ((x - column) ** 2 + (y - row) ** 2) / np.float32(metre * metre)
            total += 0.34 / (away + 0.5) * np.exp(-away * 0.02)
            foot = float(lens.project(self.x, self.y, 0.0)[1])
            down = np.clip((y - foot) / np.float32(max(lens.size[1] - foot, 1.0)), 0, 1)
            aside = (x - column) / np.float32(metre * 1.6 * (1.0 + 3.2 * 1.0)) * (1 / (0.35 + 1.4 * down))
            total += (y > foot) * np.exp(-aside * aside) * np.exp(-down * 3.6) * 0.42
        glow = cv2.resize(total, lens.size, interpolation=cv2.INTER_CUBIC) * np.float32(0.34 * strength)
        np.maximum(glow, 0, out=glow)
        for channel in range(3):
            picture[..., channel] += glow * self.lamp[channel]


def _box(x0: float, x1: float, z0: float, z1: float) -> Array:
    return np.array([(x0, z0), (x1, z0), (x1, z1), (x0, z1)])


def _body(half: float) -> list[Array]:
    parts = [_box(s * half - 0.20, s * half + 0.20, 0, 3.1) for s in (-1, 1)]
    parts += [
        _box(-half - 0.5, half + 0.5, 3.75, 4.45),
        _box(-half - 0.34, -half - 0.20, 0, 4.4),
        _box(half + 0.20, half + 0.34, 0, 4.4),
    ]
    booth = half + 0.9
    parts += [_box(booth, booth + 2.3, 0, 1.05), _box(booth, booth + 0.14, 1.0, 2.4), _box(booth + 2.16, booth + 2.3, 1.0, 2.4)]
    parts += [_box(booth + 1.08, booth + 1.16, 1.0, 2.4), _box(booth - 0.2, booth + 2.5, 2.35, 2.62)]
    for side in (-1, 1):
        start = half + (3.3 if side > 0 else 0.3)
        left, right = sorted((side * start, side * 40.0))
        parts += [_box(left, right, 2.0, 2.07), _box(left, right, 0.25, 0.32)]
        parts += [_box(side * (start + 0.5 * n) - 0.022, side * (start + 0.5 * n) + 0.022, 0, 2.2) for n in range(28)]
    return parts


def _window(half: float) -> list[Array]:
    booth = half + 0.9
    return [_box(booth + 0.14, booth + 1.08, 1.05, 2.35), _box(booth + 1.16, booth + 2.16, 1.05, 2.35)]


def _lamps(half: float) -> list[Array]:
    angle = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], 1)
    return [ring * 0.17 + (s * half, 3.32) for s in (-1, 1)]
