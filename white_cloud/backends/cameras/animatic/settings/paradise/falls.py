"""Waterfalls: threads of white that slide down a cliff and turn to mist; drawn anew for every moment."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, smoothstep, spectral_noise


@dataclass(frozen=True)
class Fall:
    """A waterfall `depth` metres away whose middle is `x` across, from `top` to `foot`, `wide` metres; `light` is its white."""

    depth: float
    x: float
    top: float
    foot: float
    wide: float
    light: Array = field(repr=False)


class Water:
    """What all falls share: the noise that slides."""

    def __init__(self, seed: int) -> None:
        self._streaks = Tile(spectral_noise(128, 1.3, seed + 91, 3, 60))

    def card(self, fall: Fall, metre: float, t: float) -> Card:
        """Return a fall at `t` seconds as a card, `metre` pixels to the metre."""
        high = max(6, int((fall.top - fall.foot) * metre * 1.04))
        wide = max(4, int(fall.wide * 3 * metre))
        down = np.linspace(0, 1, high, dtype=np.float32)[:, None]
        across = np.linspace(-1.5, 1.5, wide, dtype=np.float32)[None]
        u = np.repeat(across * 0.6 + np.float32(fall.x * 0.013), high, 0)
        v = np.repeat(down * 0.55 - np.float32(0.16 * t), wide, 1)
        streaks = self._streaks(np.ascontiguousarray(u, np.float32), np.ascontiguousarray(v, np.float32))
        spread = 0.34 + 0.30 * down + 0.75 * smoothstep(0.80, 1.0, down)
        body = np.exp(-((across / spread) ** 2)) * np.clip(0.72 + 0.30 * streaks, 0, 1.2)
        mist = np.exp(-((across / 1.0) ** 2)) * smoothstep(0.82, 0.99, down) * 0.55
        edge = smoothstep(1.0, 0.97, down) * smoothstep(0.0, 0.015, down) * smoothstep(1.5, 1.1, np.abs(across))
        cover = (np.clip(np.maximum(body * 0.92, mist), 0, 0.96) * edge).astype(np.float32)
        shade = np.clip(0.86 + 0.13 * streaks, 0.6, 1.1)
        planes = [(cover * shade * np.float32(v)).astype(np.float32) for v in fall.light] + [cover]
        return Card(fall.depth, cv2.merge(planes), fall.x - wide / 2 / metre, fall.top, metre, high, kind="water")
