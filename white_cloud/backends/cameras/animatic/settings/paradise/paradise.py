"""The virtual paradise: a mirror lake between impossible hills, one tree copied, a pastel sun, and everything twice."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import Card, show
from white_cloud.backends.cameras.animatic.radiance import (
    Array,
    Tile,
    colour,
    columns_and_rows,
    four_channels,
    mix,
    smoothstep,
    spectral_noise,
)
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.paradise.cards import ParadisePainter, mirrored
from white_cloud.backends.cameras.animatic.settings.paradise.things import Palette

_FOV, _HORIZON = 54.0, 0.535

#: Palettes: of things, and of the sky: low, middle, high, sun.
_PALETTES = {
    "pearl": (
        Palette(
            colour("#6fae6a"), colour("#7fb5a6"), colour("#d8c4e4"), colour("#2f7a55"), colour("#e58fa6"),
            colour("#ffe6cc", 1.5), colour("#b9c4e6", 0.72), colour("#ecd6dc", 1.0),
        ),
        (colour("#fbe3d2", 1.25), colour("#d9c3e6", 0.95), colour("#7fa6dc", 0.72), colour("#fff6e6", 2.2)),
    ),
    "mint": (
        Palette(
            colour("#7cc47a"), colour("#5fa9a0"), colour("#eadfe8"), colour("#2c8068"), colour("#f0a3b4"),
            colour("#fff0d6", 1.5), colour("#b4d4e0", 0.75), colour("#d9e8e4", 1.0),
        ),
        (colour("#fdf0dc", 1.25), colour("#bfe3e0", 0.95), colour("#6fb6d8", 0.75), colour("#fffaf0", 2.2)),
    ),
    "sunset": (
        Palette(
            colour("#6a9a5c"), colour("#8a7ea4"), colour("#f0a9b0"), colour("#33604c"), colour("#f08a8a"),
            colour("#ffbf8a", 1.5), colour("#a79ad6", 0.62), colour("#ffbfa6", 0.95),
        ),
        (colour("#ffc08c", 1.35), colour("#f08fa8", 0.85), colour("#6f78c4", 0.55), colour("#ffe9c4", 2.6)),
    ),
}  # fmt: skip


class Paradise(Setting):
    """A lake in an advert's paradise; words `sunset` (or `dusk`, `dawn`), `crowd`, `lake`, `islands`, `flowers`."""

    name = "paradise"
    internal_scale = 0.625
    grade = Grade(
        exposure=0.80,
        contrast=1.35,
        saturation=1.12,
        bloom=0.22,
        vignette=0.18,
        shadow="#1a2430",
        highlight="#fdf6ef",
        grain=2.2,
    )

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Choose what stands here, and paint it."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng(seed)
        mood = "sunset" if words & {"sunset", "dusk", "dawn"} else ("pearl", "mint")[int(rng.integers(2))]
        palette, self._sky_paint = _PALETTES[mood]
        self._haze = palette.haze
        self._sun = (
            float(rng.uniform(0.17, 0.24)),
            float(rng.uniform(0.155, 0.20)),
        )  # above the horizon, radius: of the height
        self._ripples = Tile(spectral_noise(256, slope=1.5, seed=seed, lowest=4, highest=60, stretch=0.35))
        self._clouds = Tile(spectral_noise(256, slope=1.75, seed=seed + 1, lowest=1, highest=50, stretch=0.5, width=512))
        self._grid = bool(rng.random() < 0.4)
        painter = ParadisePainter(size, self._lens(0.0).focal, palette, int(rng.integers(1 << 30)))
        self._cards, self._floating = self._compose(painter, rng)

    def _compose(self, painter: ParadisePainter, rng: np.random.Generator) -> tuple[list[Card], dict[int, float]]:
        """Return the cards far to near, and of those that float how high they hang."""
        words = self.words
        cards = [painter.range(3200, 420, 7), painter.peaks(1500)]
        floating: dict[int, float] = {}
        many = "islands" in words
        aside, high = float(rng.uniform(85, 135)), float(rng.uniform(42, 68))
        isles = (
            ((620, -1.2 * aside, high), (620, 1.2 * aside, high), (420, 0, 44))
            if many
            else ((520, -aside, high), (520, aside, high))
        )
        if many or rng.random() < 0.7:
            for depth, aside, high in isles:
                floating[len(cards)] = high
                cards.append(painter.isle(depth, aside, int(rng.integers(99))))
        cards.append(painter.shore(420, float(rng.uniform(0.34, 0.5)), 1.5))
        if not many and rng.random() < 0.5:
            cards.append(painter.gate(230))
        cards.append(painter.islets(130))
        if "crowd" in words:
            return cards + painter.crowd(15), floating
        cards.append(painter.swans(float(rng.uniform(20, 30))))
        framed = bool(rng.random() < 0.65)
        if framed:
            cards.append(painter.frame(float(rng.uniform(18, 24))))
        if "flowers" in words or ("lake" not in words and rng.random() < (0.2 if framed else 0.8)):
            cards.append(painter.flowers(7.5))
        return cards, floating

    def radiance(self, t: float) -> Array:
        """Return the lake's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        cards = [
            replace(one, top=one.top + self._floating[i] + 1.6 * math.sin(0.7 * t + 2.1 * i)) if i in self._floating else one
            for i, one in enumerate(self._cards)
        ]
        picture = self._sky(lens, t)
        self._fill_lake(picture, lens, cards, t)
        show(picture, lens, cards)
        return picture

    def _lens(self, t: float) -> Pinhole:
        offset = self.move.at(t)
        return Pinhole(
            1.7 * offset.across,
            2.6 * offset.forward,
            2.5 + 1.3 * offset.up,
            0.8 * offset.yaw,
            _HORIZON + 0.8 * offset.horizon,
            cropped(_FOV, self.size),
            self.size,
        )

    # ---------------------------------------------------------------- sky and lake
    def _sky(self, lens: Pinhole, t: float) -> Array:
        """Paint a sky that shades like silk, clouds in it, and a sun too large; below the horizon its mirror image."""
        w, h = lens.size[0] // 2, lens.size[1] // 2
        low, middle, high, sun = self._sky_paint
        up = np.abs((lens.horizon_row / 2 - np.arange(h, dtype=np.float32) - 0.5) / h).astype(np.float32)[:, None]
        silk = mix(mix(low, middle, smoothstep(0.0, 0.28, up)), high, smoothstep(0.18, 0.62, up))
        across = (np.arange(w, dtype=np.float32) + 0.5) / w - 0.5
        across += np.float32(lens.focal * math.tan(math.radians(lens.yaw)) / lens.size[0])
        veil = self._veil(np.abs(across), up, t)
        aside = across[None] * np.float32(lens.size[0] / lens.size[1])
        away = cv2.sqrt(aside * aside + (up - np.float32(self._sun[0])) ** 2)
        disc = np.clip((np.float32(self._sun[1] + 0.003) - away) * np.float32(1 / 0.006), 0, 1) * np.float32(0.92)
        glow = cv2.exp(away * np.float32(-3.4)) * np.float32(0.30)
        shine = np.float32(0.72) + np.float32(0.28) * smoothstep(self._sun[0] - self._sun[1], self._sun[0] + self._sun[1], up)
        rest = 1 - disc
        planes = [(silk[:, i : i + 1] + veil * low[i] + glow * sun[i]) * rest + disc * (shine * sun[i]) for i in range(3)]
        sky: Array = cv2.resize(cv2.merge([*planes, rest]), lens.size)
        return sky

    def _veil(self, across: Array, up: Array, t: float) -> Array:
        """Return how much cloud there is, the same on the left and on the right, at a quarter and enlarged."""
        u, v = across[::4] * np.float32(0.55) + np.float32(t * 0.0012), np.float32(0.05) / (up[::2, 0] + np.float32(0.06))
        cloud = self._clouds(*columns_and_rows(u, v))
        cloud = smoothstep(0.5, 2.0, cloud) * (0.5 * smoothstep(0.02, 0.15, up[::2]))
        veil: Array = cv2.resize(cloud.astype(np.float32), (len(across), len(up)), interpolation=cv2.INTER_LINEAR)
        return veil

    def _fill_lake(self, picture: Array, lens: Pinhole, cards: list[Card], t: float) -> None:
        """Fill the rows below the horizon with the mirror image of all cards, at half size, through slow ripples."""
        w, h = lens.size
        first = max(0, math.ceil(lens.horizon_row))
        if h - first < 2:
            return
        small = replace(lens, size=(w // 2, h // 2))
        image = cv2.resize(picture, small.size, interpolation=cv2.INTER_AREA)
        show(image, small, [mirrored(one) for one in cards])
        rows = np.arange(first, h, dtype=np.float32) + np.float32(0.5)
        depth = np.float32(lens.z * lens.focal) / np.maximum(rows - np.float32(lens.horizon_row), np.float32(0.35))
        half = np.arange(0, w, 2, dtype=np.float32) + np.float32(0.5)
        east = (half - w / 2)[None] * (depth / np.float32(lens.focal))[:, None] + np.float32(lens.x)
        north = np.repeat((depth + np.float32(lens.y))[:, None], len(half), 1)
        wave = self._ripples(east * np.float32(1 / 26), north * np.float32(1 / 26) + np.float32(t * 0.03))
        wave += 0.5 * self._ripples(east * np.float32(1 / 7), north * np.float32(1 / 7) - np.float32(t * 0.05))
        wave *= (np.clip(np.float32(34) / np.maximum(depth, 5), 0.04, 1.1) * np.float32(h / 360 * 1.6))[:, None]
        wave = cv2.resize(wave, (w, len(rows)), interpolation=cv2.INTER_LINEAR)
        across = np.arange(w, dtype=np.float32)[None] * np.float32(0.5) - np.float32(0.25)
        x, y = wave * np.float32(0.2) + across, (wave + rows[:, None]) * np.float32(0.5) - np.float32(0.5)
        seen = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        near = np.repeat(np.clip((rows - first) / (h * 0.55), 0, 1).astype(np.float32)[:, None], w, 1)
        seen = cv2.multiply(seen, four_channels(np.float32(0.96) - np.float32(0.22) * near))
        shine = [near * np.float32(v * 0.05) for v in self._sky_paint[2]]
        if self._grid:
            lines = cv2.resize(self._grid_lines(east, north, depth[:, None], lens), (w, len(rows)))
            shine = [plane + lines * np.float32(v) for plane, v in zip(shine, colour("#f2fbff", 0.9), strict=True)]
        picture[first:] = cv2.add(seen, cv2.merge([*shine, near]))

    @staticmethod
    def _grid_lines(east: Array, north: Array, depth: Array, lens: Pinhole) -> Array:
        """Return the grid of the machine that shows through the water, 4 m wide, fading into the distance."""
        pixel = depth / np.float32(lens.focal) / 4
        x, y = east / 4, north / 4
        off_x = np.abs(x - np.round(x)) / np.maximum(pixel * 2.0, 0.003)
        off_y = np.abs(y - np.round(y)) / np.maximum(pixel * depth / np.float32(lens.z) * 0.8, 0.003)
        faded: Array = np.clip(1.2 - np.minimum(off_x, off_y), 0, 1) * np.clip(1.0 - depth / 70, 0, 1) * np.float32(0.16)
        return faded.astype(np.float32)
