"""The virtual paradise: a mirror lake between impossible hills, one tree copied, a pastel sun, and everything twice."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import Card, enter, show
from white_cloud.backends.cameras.animatic.props.passers import Passer, walkers
from white_cloud.backends.cameras.animatic.props.scenery import View
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
from white_cloud.backends.cameras.animatic.settings.paradise.falls import Water
from white_cloud.backends.cameras.animatic.settings.paradise.palettes import palette_of
from white_cloud.backends.cameras.animatic.settings.paradise.views import VIEWS, view_of
from white_cloud.media.survey import Survey, class_number

_GRADE = Grade(
    exposure=0.80, contrast=1.35, saturation=1.14, bloom=0.20, vignette=0.16, shadow="#1a2430", highlight="#fdf6ef", grain=2.2
)
_LONGEST = 1.5  # of a usual take's way, as far as a move goes


class Paradise(Setting):
    """A lake in an advert's paradise: everything twice, nothing casts a shadow.

    Words: the hours, `fog`; `lake`, `islands`, `flowers` choose the view; `walker`, `crowd`, `empty`.
    """

    name = "paradise"
    internal_scale = 0.625

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Choose what stands here, and paint it."""
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 5))
        self._palette = palette_of(words, random)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * self._palette.stop)
        compose, self._fov, self._horizon, self._eye = VIEWS[view_of(words, int(random.integers(12)))]
        self._horizon -= 0.06 if "lake" in words else 0.0  # more of the water
        # The sun: its height over the horizon and its radius, parts of the frame's height.
        self._sun = (float(random.uniform(0.20, 0.30)), float(random.uniform(0.075, 0.11)) * (0.7 if "night" in words else 1.0))
        self._ripples = Tile(spectral_noise(256, slope=1.5, seed=seed, lowest=4, highest=60, stretch=0.35))
        self._clouds = Tile(spectral_noise(256, slope=1.75, seed=seed + 1, lowest=1, highest=50, stretch=0.5, width=512))
        self._grid = bool(random.random() < 0.3)
        lens = self._lens(0.0)
        spread = 1 + 2 * math.tan(math.radians(9 * _LONGEST * self._turn())) * lens.focal / size[0] + 0.14
        view = View(lens.focal, size, self._horizon, self._eye)
        painter = ParadisePainter(view, spread, self._palette, words, int(random.integers(1 << 30)))
        compose(painter)
        self._scene = painter.scene
        self._water = Water(seed)
        self._people = self._twins(view, seed) if "walker" in words and not words & {"crowd", "empty"} else []

    def _twins(self, view: View, seed: int) -> list[Passer]:
        """Return one person in white, twice, side by side."""
        light = replace(self._palette.daylight, sky=self._palette.sky * np.float32(1.3))
        places = [(x, 15.0, (0.0, 0.8)) for x in (-0.75, 0.75)]
        twins = walkers(light, 0.0, places, view.focal, seed, ("#f2ece6",))
        return [replace(twin, start=twins[0].start, foot=0.5) for twin in twins]

    def radiance(self, t: float) -> Array:
        """Return the lake's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        cards = self._cards(t)
        picture = self._sky(lens, t)
        self._fill_lake(picture, lens, cards, t)
        show(picture, lens, cards)
        return picture

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows: water below the horizon, and the cards as they are laid. No reflection counts."""
        kept, lens = Survey.empty(self.size), self._lens(t)
        first = max(0, math.ceil(lens.horizon_row))
        rows = np.arange(first, self.size[1], dtype=np.float32) + np.float32(0.5 - lens.horizon_row)
        kept.depth[first:] = (lens.z * lens.focal / np.maximum(rows, 0.35))[:, None]
        kept.classes[first:] = class_number("water")
        enter(kept, lens, self._cards(t))
        return kept

    def _cards(self, t: float) -> list[Card]:
        """Return the cards of a moment, far to near, with what floats, falls and walks where it is."""
        scene, metre = self._scene, self._lens(0.0).focal
        cards: list[Card] = []
        for number, one in enumerate(scene.cards):
            cards += [self._water.card(fall, metre / fall.depth, t) for before, fall in scene.falls if before == number]
            rise = 0.0
            if number in scene.floating:
                high, phase = scene.floating[number]
                rise = high + 1.6 * math.sin(0.7 * t + phase)
            cards.append(replace(one, top=one.top + rise) if rise else one)
        return cards + [person.card(t) for person in self._people]

    def _turn(self) -> float:
        return 0.8 * self._fov / 54

    def _lens(self, t: float) -> Pinhole:
        offset = self.move.at(t)
        return Pinhole(
            1.5 * offset.across,
            2.0 * offset.forward,
            self._eye + 1.2 * offset.up,
            self._turn() * offset.yaw,
            self._horizon + 0.8 * offset.horizon,
            cropped(self._fov, self.size),
            self.size,
        )

    # ---------------------------------------------------------------- sky and lake
    def _sky(self, lens: Pinhole, t: float) -> Array:
        """Paint a sky that shades like silk, clouds in it, and a sun too large; below the horizon its mirror image."""
        w, h = lens.size[0] // 2, lens.size[1] // 2
        low, middle, high, sun = (getattr(self._palette, name) for name in ("low", "middle", "high", "disc"))
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
        near = np.float32(0.30) / (up[::2, 0] + np.float32(0.30))
        aside = cv2.resize(across[None], (max(1, len(across) // 4), 1), interpolation=cv2.INTER_AREA)[0]
        u, v = columns_and_rows(aside * np.float32(0.5), near)
        u *= v * np.float32(1.4)
        u += np.float32(t * 0.0012)
        cloud = self._clouds(u, v)
        cloud = smoothstep(0.5, 2.0, cloud) * (0.30 * smoothstep(0.02, 0.15, up[::2]))
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
        shine = [near * np.float32(v * 0.05) for v in self._palette.high]
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
