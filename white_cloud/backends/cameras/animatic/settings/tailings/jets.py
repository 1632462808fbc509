"""The falling slurry: ropes of liquid that bend, widen and tear, streaked along their fall."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, smoothstep, spectral_noise

GRAVITY = 9.8
_FARTHEST, _MIRRORED = 150.0, 45.0  # metres


@dataclass(frozen=True)
class Outfall:
    """Where slurry leaves a pipe: its mouth, the pipe's radius, metres, and its speed northwards, metres a second."""

    mouth: tuple[float, float, float]
    radius: float
    speed: float

    @property
    def seconds(self) -> float:
        """How long it falls until it meets the lake."""
        return math.sqrt(2 * self.mouth[2] / GRAVITY)

    @property
    def foot(self) -> tuple[float, float]:
        """Where it meets the lake."""
        return self.mouth[0], self.mouth[1] + self.speed * self.seconds

    def places(self, count: int) -> Array:
        """Return `count` places along the fall, (count, 3)."""
        time = np.linspace(0, self.seconds, count)
        x, y, z = self.mouth
        return np.stack([np.full(count, x), y + self.speed * time, np.maximum(z - GRAVITY / 2 * time * time, 0)], 1)


@dataclass(frozen=True)
class Jets:
    """Draws falling slurry of a light `bright` where it is lit and `dim` in its shade (linear, blue first)."""

    outfalls: tuple[Outfall, ...]
    bright: Array = field(repr=False)
    dim: Array = field(repr=False)
    streaks: Tile = field(repr=False)

    @classmethod
    def of(cls, outfalls: tuple[Outfall, ...], bright: Array, dim: Array) -> Jets:
        """Return the jets of some outfalls."""
        streaks = spectral_noise(256, 1.25, 81, 3, stretch=5.0)
        torn = spectral_noise(256, 1.5, 82, 4, 90)
        return cls(outfalls, bright, dim, Tile(cv2.merge([streaks, torn])))

    def draw(self, view: View, haze: tuple[Array, float], t: float) -> None:
        """Draw all jets into a view, far ones first; `haze` is the air's colours (width, 4) and sight in metres."""
        lens = view.lens
        for number, outfall, depth in self._by_depth(lens):
            window, cover, light = self._painted(lens, outfall, number, t, upside_down=False)
            if window is None:
                continue
            cover *= view.depth[window] > depth - 0.6
            self._lay(view.radiance, window, cover, light, depth, haze)
            view.put(window, cover, depth, "water")

    def draw_mirrored(self, mirror: Array, first: int, lens: Pinhole, haze: tuple[Array, float], t: float) -> None:
        """Draw the jets turned over into what the lake mirrors, `mirror` (rows, width, 4), whose first row is row `first`."""
        for number, outfall, depth in self._by_depth(lens):
            if depth > _MIRRORED:
                continue
            window, cover, light = self._painted(lens, outfall, number, t, upside_down=True)
            if window is None or window[0].start < first:
                continue
            rows = slice(window[0].start - first, window[0].stop - first)
            self._lay(mirror, (rows, window[1]), cover, light, depth, haze)

    def _by_depth(self, lens: Pinhole) -> list[tuple[int, Outfall, float]]:
        seen = []
        for number, outfall in enumerate(self.outfalls):
            depth = float(lens.project(*outfall.mouth)[2])
            if 2 < depth < _FARTHEST:
                seen.append((number, outfall, depth))
        return sorted(seen, key=lambda one: -one[2])

    @staticmethod
    def _lay(
        picture: Array, window: tuple[slice, slice], cover: Array, light: Array, depth: float, haze: tuple[Array, float]
    ) -> None:
        clear = math.exp(-depth / haze[1])
        light = light * np.float32(clear) + haze[0][window[1]][None] * np.float32(1 - clear)
        under = np.ascontiguousarray(picture[window])
        picture[window] = cv2.blendLinear(light.astype(np.float32), under, cover, 1 - cover)

    def _painted(
        self, lens: Pinhole, outfall: Outfall, number: int, t: float, upside_down: bool
    ) -> tuple[tuple[slice, slice], Array, Array] | tuple[None, Array, Array]:
        """Return where a jet is in the picture, how far it covers and the light it sends there."""
        thick = outfall.radius * lens.focal / max(1.0, float(lens.project(*outfall.mouth)[2]))
        bends = 3 if thick < 2.5 else 5 if thick < 8 else 7
        places = outfall.places(bends)
        x, y, depth = lens.project(places[:, 0], places[:, 1], places[:, 2] * (-1 if upside_down else 1))
        wide = outfall.radius * np.linspace(0.62, 1.35, bends) * lens.focal / np.maximum(depth, 1)
        reach = float(wide.max()) * 1.3 + 2
        left, right = int(max(0, x.min() - reach)), int(min(lens.size[0], x.max() + reach + 1))
        top, bottom = int(max(0, y.min() - reach)), int(min(lens.size[1], y.max() + float(wide[-1]) * 0.3 + 2))
        if upside_down:
            top, bottom = int(max(0, y.min() - 1)), int(min(lens.size[1], y.max() + reach))
        nothing = np.zeros((0, 0), np.float32)
        if right - left < 2 or bottom - top < 2 or wide.max() < 0.4:
            return None, nothing, nothing
        step = 3 if wide.max() > 24 else 2 if wide.max() > 3 else 1
        columns = np.arange(left, right, step, dtype=np.float32)[None] + np.float32(0.5 * step)
        rows = np.arange(top, bottom, step, dtype=np.float32)[:, None] + np.float32(0.5 * step)
        aside, gone = _along(columns, rows, np.stack([x, y], 1).astype(np.float32), wide.astype(np.float32))
        cover, tone = self._texture(aside, gone, outfall, number, t)
        size = (right - left, bottom - top)
        cover, tone = (cv2.resize(part, size, interpolation=cv2.INTER_LINEAR) for part in (cover, tone))
        light = four_channels(tone) * np.append(self.bright - self.dim, 0).astype(np.float32) + np.append(self.dim, 0)
        return (slice(top, bottom), slice(left, right)), cover, light.astype(np.float32)

    def _texture(self, aside: Array, gone: Array, outfall: Outfall, number: int, t: float) -> tuple[Array, Array]:
        """Return cover and tone 0..1, from how far aside of the middle, in half widths, and how far down, 0..1, a pixel is."""
        fallen = gone * np.float32(outfall.seconds)
        down = fallen * np.float32(outfall.speed) + np.float32(GRAVITY / 2) * fallen * fallen  # near enough the way gone
        flow = down * np.float32(0.10) - np.float32(t * (0.20 * outfall.speed + 0.25))
        streak, torn = cv2.split(self.streaks(aside * np.float32(0.16) + np.float32(number * 0.37), flow))
        _, fine = cv2.split(self.streaks(aside * np.float32(0.4) + np.float32(number * 0.61), flow * 3))
        rag = (np.float32(0.06) + np.float32(0.15) * gone) * (torn + np.float32(0.6) * fine)
        cover = smoothstep(1.12, 0.80, np.abs(aside) + rag) * np.float32(0.98)
        cover *= smoothstep(-0.05, 0.01, gone) * smoothstep(1.06, 0.98, gone)
        cover *= 1 - smoothstep(0.55, 1.6, np.float32(0.9) * torn + gone) * np.float32(0.30) * gone
        round_ = 1 - aside * aside * np.float32(0.42)
        tone = np.float32(0.60) * round_ + np.float32(0.24) * streak + np.float32(0.07) * fine + np.float32(0.25) * gone
        return cover.astype(np.float32), np.clip(tone, 0, 1.25).astype(np.float32)


def _along(columns: Array, rows: Array, bends: Array, wide: Array) -> tuple[Array, Array]:
    """Return how far pixels lie aside of a bent line, in its half widths with a sign, and how far along it, 0..1."""
    best = np.full((rows.shape[0], columns.shape[1]), 1e9, np.float32)
    aside, gone = np.full_like(best, 9), np.zeros_like(best)
    last = len(bends) - 1
    for number in range(last):
        start, way = bends[number], bends[number + 1] - bends[number]
        east, south = columns - start[0], rows - start[1]
        part = (east * way[0] + south * way[1]) / np.float32(max(float(way @ way), 1e-3))
        low, high = (np.float32(end) for end in (0 if number else -0.5, 1 if number < last - 1 else 1.5))
        np.clip(part, low, high, out=part)
        off = cv2.magnitude(east - part * way[0], south - part * way[1])
        off /= wide[number] + (wide[number + 1] - wide[number]) * part
        side = np.copysign(off, east * way[1] - south * way[0])
        nearer = off < best
        np.copyto(best, off, where=nearer)
        np.copyto(aside, side, where=nearer)
        np.copyto(gone, (number + part) / np.float32(last), where=nearer)
    return aside, gone  # a little less than 0 before the mouth, more than 1 below the lake
