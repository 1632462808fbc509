"""A wisp: the steam of a kettle or the smoke of a cigarette, that rises, wavers and is gone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.radiance import (
    Array,
    Tile,
    columns_and_rows,
    four_channels,
    smoothstep,
    spectral_noise,
)

_COARSE = 2  # pixels of the picture to one of the wisp


@dataclass(frozen=True)
class Wisp:
    """Where it rises from, metres; how high, how wide at its foot, how much wider for a metre; how dense; metres a second."""

    place: tuple[float, float, float]
    tall: float
    foot: float
    spread: float
    density: float
    speed: float

    def draw(self, picture: Array, lens: Pinhole, light: Array, t: float) -> None:
        """Draw it over `picture` (h, w, 4) in place, in `light` (linear BGR)."""
        column, row, depth = (float(v) for v in lens.project(*self.place))
        if depth < 0.4:
            return
        metre = lens.focal / depth
        half = (self.foot + self.spread * self.tall) * 1.6
        left, right = max(0, int(column - half * metre)), min(lens.size[0], int(column + half * metre) + 1)
        top, bottom = max(0, int(row - self.tall * metre)), min(lens.size[1], int(row) + 1)
        if right - left < 4 or bottom - top < 4:
            return
        across = (np.arange(left, right, _COARSE) - column) / metre
        up = (row - np.arange(top, bottom, _COARSE)) / metre
        cover = cv2.resize(
            self._cover(*columns_and_rows(across, up), t), (right - left, bottom - top), interpolation=cv2.INTER_LINEAR
        )
        veil = four_channels(cover)
        veil *= np.append(light, 1).astype(np.float32)
        over(veil, picture[top:bottom, left:right])

    def _cover(self, across: Array, up: Array, t: float) -> Array:
        drift = np.float32(self.speed * t)
        bend = _swirls()(0.13 + 0 * up, (up - drift) * np.float32(0.55)) * up * np.float32(0.30)
        wide = np.float32(self.foot) + np.float32(self.spread) * up
        aside = (across - bend) / wide
        curl = _swirls()(across * np.float32(1.3) + np.float32(0.4), (up - drift) * np.float32(0.9))
        body = np.exp(-aside * aside) * np.clip(0.6 + 0.55 * curl, 0, None) * (np.float32(self.foot) / wide) ** 0.7
        body *= smoothstep(0, 0.04, up) * smoothstep(self.tall, self.tall * 0.35, up)
        cover: Array = (1 - np.exp(-np.float32(self.density) * body)).astype(np.float32)
        return cover


@lru_cache(maxsize=1)
def _swirls() -> Tile:
    return Tile(spectral_noise(128, slope=1.4, seed=17, lowest=1, highest=24))
