r"""One setting becomes another while the take runs: it turns part by part, swells, hesitates, retreats and recomposes.

Each pixel has its turn. Where the first setting shows something the second can grow out of (a wheel for a tunnel, a window for
a screen), the turn spreads from there and the second opens up inside it; elsewhere the far parts turn first. What is turning
is warped and breaks into grains, as a picture does that is made anew from noise (Ho et al. 2020, "Denoising Diffusion
Probabilistic Models", is the machine that is imitated here).

    progress                                  ____----
      1 |                            ___-----
        |                  ___      /
        |              ___/   \____/
      0 |____-----____/
        +---------------------------------------------- time
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade, Print
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, columns_and_rows, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.media.survey import SKY_DEPTH, Survey, class_number

#: What a setting grows out of, in the order of preference.
GERMS = {
    "tunnel": ("vehicle", "machine", "pipe"),
    "phone": ("screen", "window", "lamp"),
    "paradise": ("screen", "window", "water", "sky"),
    "datacentre": ("window", "wall", "ground"),
    "city": ("window", "screen", "water"),
    "drive": ("screen", "window", "road"),
    "clouds": ("sky", "window", "screen"),
    "dunes": ("ground", "floor"),
}
#: A germ covers at least and at most these parts of the picture.
_LEAST_GERM, _MOST_GERM = 0.002, 0.45
#: What may fill more of the picture than that: the second setting opens up in its middle.
_HEARTS = frozenset({"vehicle", "machine", "pipe", "screen", "window"})

#: Progress at parts of the take: it starts, stops, retreats, restarts, stops again and completes.
_PROGRESS = ((0.14, 0.0), (0.34, 0.34), (0.42, 0.34), (0.50, 0.22), (0.66, 0.68), (0.72, 0.66), (0.90, 1.0))
_BAND = 0.45  # the part of all turns that are under way at once
_SWELL = 0.22  # how much the first setting grows where it turns
_WHOLE = 0.42  # the progress at which the second setting has opened to its whole size
_SOFT = 0.5  # how slowly a single grain turns
_SAND_DRIFT = (0.035, -0.006)  # tiles a second, to the right and down
_TREMOR = 0.022  # how far what is turning is displaced, as a part of the width
_COARSE = 4  # pixels from one point to the next where displacement is worked out; it is smooth


def progress(part: float) -> float:
    """Return how far the change has come, 0..1, at a part of the take, 0..1."""
    before = (0.0, 0.0)
    for point in _PROGRESS:
        if part < point[0]:
            return float(before[1] + (point[1] - before[1]) * smoothstep(before[0], point[0], part))
        before = point
    return 1.0


@dataclass(frozen=True)
class _Germ:
    """Where the second setting opens up: a point (column, row) and a radius, in pixels."""

    column: float
    row: float
    radius: float


class Becoming(Setting):
    """`first` turns into `second` over `seconds`; both of one size. The light is already exposed: print it with exposure 1."""

    name = "becoming"

    def __init__(self, first: Setting, second: Setting, seconds: float, seed: int) -> None:
        super().__init__(first.size, seed, first.words | second.words, first.move)
        self.first, self.second, self.seconds = first, second, seconds
        self.grade = replace(first.grade, exposure=1.0)
        width, height = first.size
        self._germ, self._turn = self._order_of_turns()
        self._grain = self._grains()
        self._tremor = tuple(Tile(spectral_noise(128, 1.9, seed + salt, 2, 24)) for salt in (51, 52))
        self._columns, self._rows = columns_and_rows(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        self._points = columns_and_rows(*(_coarse(side) for side in (width, height)))

    @property
    def grades(self) -> tuple[Grade, Grade]:
        """Return how the first and the second are printed once exposed."""
        return replace(self.first.grade, exposure=1.0), replace(self.second.grade, exposure=1.0)

    def progress_at(self, t: float) -> float:
        """Return how far the change has come at `t` seconds, 0..1."""
        return progress(t / self.seconds)

    def radiance(self, t: float) -> Array:
        """Return the light at `t` seconds, float32 (height, width, 4), exposed."""
        done = self.progress_at(t)
        if done <= 0:
            return _exposed(self.first, t)
        if done >= 1:
            return _exposed(self.second, t)
        turned = self._turned(done)
        maps = self._maps(turned, done, t)
        old, new = (
            cv2.remap(_exposed(setting, t), *grid, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
            for setting, grid in zip((self.first, self.second), maps, strict=True)
        )
        shown = self._granular(turned, t)
        return cv2.blendLinear(new, old, shown, 1 - shown)

    def survey(self, t: float) -> Survey:
        """Return the survey of `radiance(t)`: of a pixel that is turning, the one of the two that shows more."""
        done = self.progress_at(t)
        if done <= 0 or done >= 1:
            return (self.first if done <= 0 else self.second).survey(t)
        turned = self._turned(done)
        old, new = (
            _warped(setting.survey(t), grid)
            for setting, grid in zip((self.first, self.second), self._maps(turned, done, t), strict=True)
        )
        second = self._granular(turned, t) > 0.5
        return Survey(np.where(second, new.classes, old.classes), np.where(second, new.depth, old.depth))

    # ---------------------------------------------------------------- whose turn it is
    def _order_of_turns(self) -> tuple[_Germ | None, Array]:
        """Return the germ, and when each pixel turns, 0 first to 1 last."""
        seen = self.first.survey(0.25 * self.seconds)
        germ = _germ_mask(seen, self.second.name)
        if germ is None:
            place, away = None, _nearness(seen.depth)
        else:
            place = _enclosing(germ)
            away = cv2.distanceTransform((~germ).astype(np.uint8), cv2.DIST_L2, 5)
            away = np.multiply(away, np.float32(1 / max(float(away.max()), 1.0)))
        height, width = away.shape
        side = max(64, 1 << math.ceil(math.log2(max(width, height) / 4)))
        noise = cv2.resize(
            spectral_noise(side, 2.0, self.seed + 50, 1, 20)[: height // 4 + 1, : width // 4 + 1], (width, height)
        )
        order = 0.8 * away + 0.16 * noise
        low, high = np.percentile(order, (1, 99))
        return place, np.clip((order - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)

    def _turned(self, done: float) -> Array:
        """Return how far each pixel has turned, 0..1."""
        turned: Array = np.clip((np.float32(done * (1 + _BAND)) - self._turn) * np.float32(1 / _BAND), 0, 1)
        return turned

    def _grains(self) -> Tile:
        """Return the order in which grains turn, 0..1: sand, in drifts."""
        width = self.size[0]
        sand = np.random.default_rng((self.seed, 53)).random((512, 512), np.float32)
        sand = blur(sand, max(0.45, width / 640 * 0.55), wrap=True)
        order = 0.55 * _ranked(sand) + 0.45 * _ranked(spectral_noise(512, 1.7, self.seed + 54, 3, 60))
        return Tile(_ranked(order))

    def _granular(self, turned: Array, t: float) -> Array:
        """Return how much of the second shows: a mixture whose grains turn one after the other, and drift as sand does."""
        u, v = self._columns * np.float32(1 / 512), self._rows * np.float32(1 / 512)
        u -= np.float32(_SAND_DRIFT[0] * t)
        v -= np.float32(_SAND_DRIFT[1] * t)
        shown = turned * np.float32(1 + _SOFT)
        shown -= self._grain(u, v)
        shown *= np.float32(1 / _SOFT)
        return np.clip(shown, 0, 1, out=shown)

    # ---------------------------------------------------------------- where it is seen
    def _maps(self, turned: Array, done: float, t: float) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Return where each pixel looks in the first and in the second setting: columns and rows, float32."""
        width, height = self.size
        column, row = (self._germ.column, self._germ.row) if self._germ else (width / 2, height / 2)
        across, down = self._points
        turned = cv2.remap(turned, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        unrest = turned * (1 - turned) * np.float32(4 * _TREMOR * width)
        u, v = across * np.float32(1.4 / width), down * np.float32(1.4 / width)
        shake = [tile(u + np.float32(0.03 * t), v + np.float32(0.02 * t)) * unrest for tile in self._tremor]
        swell = 1 - np.float32(_SWELL) * turned
        old = (
            (across - np.float32(column)) * swell + np.float32(column) + shake[0],
            (down - np.float32(row)) * swell + np.float32(row) + shake[1],
        )
        first, second = ((self._filled(x), self._filled(y)) for x, y in (old, self._opening(shake, done)))
        return first, second

    def _opening(self, shake: list[Array], done: float) -> tuple[Array, Array]:
        """Return where the second setting is looked at: small within the germ at first, then whole."""
        width, height = self.size
        radius = self._germ.radius / math.hypot(width, height) * 2 if self._germ else 0.85
        opened = radius + (1 - radius) * float(smoothstep(0.0, _WHOLE, done))
        # What the second setting has in its middle moves from the germ to the middle of the picture.
        column, row = width / 2, height / 2
        if self._germ:
            column, row = mix(self._germ.column, column, done), mix(self._germ.row, row, done)
        scale = np.float32(1 / opened)
        across, down = self._points
        return (
            (across - np.float32(column)) * scale + np.float32(width / 2) + shake[0],
            (down - np.float32(row)) * scale + np.float32(height / 2) + shake[1],
        )

    def _filled(self, coarse: Array) -> Array:
        """Return a plane of points for all pixels."""
        width, height = self.size
        whole = (coarse.shape[1] * _COARSE, coarse.shape[0] * _COARSE)
        enlarged = cv2.resize(coarse, whole, interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(enlarged[_COARSE : _COARSE + height, _COARSE : _COARSE + width])


def _coarse(side: int) -> Array:
    """Return where the points lie along a side of so many pixels: one more at either end, so that none is cut short."""
    return (np.arange(-1, math.ceil(side / _COARSE) + 1, dtype=np.float32) + np.float32(0.5)) * _COARSE - np.float32(0.5)


class ChangingPrint:
    """A print whose grade goes over from one to another: `part` says how far, 0..1, at a frame."""

    def __init__(self, first: Print, second: Print, part: Callable[[int], float]) -> None:
        self.first, self.second, self.part = first, second, part

    def __call__(self, number: int, radiance: Array, previous: Array | None = None) -> Array:
        """Return frame `number` as planes; see Print."""
        part = self.part(number)
        if part <= 0 or part >= 1:
            return (self.first if part <= 0 else self.second)(number, radiance, previous)
        developed = (printer.develop(radiance, previous) for printer in (self.first, self.second))
        return self.first.finish(number, cv2.addWeighted(next(developed), 1 - part, next(developed), part, 0))


def _exposed(setting: Setting, t: float) -> Array:
    light = setting.radiance(t)
    if light.shape[2] == 3:
        light = cv2.cvtColor(light, cv2.COLOR_BGR2BGRA)
    light *= np.float32(setting.grade.exposure)
    return light


def _warped(survey: Survey, grid: tuple[Array, Array]) -> Survey:
    classes, depth = (
        cv2.remap(plane, *grid, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT_101)
        for plane in (survey.classes, survey.depth)
    )
    return Survey(classes, depth)


def _germ_mask(seen: Survey, second: str) -> Array | None:
    """Return where the setting `second` grows from, bool, or None where nothing fits."""
    for name in GERMS.get(second, ()):
        mask = seen.classes == class_number(name)
        part = float(mask.mean())
        if part > _MOST_GERM and name in _HEARTS:
            return _heart(mask)
        if _LEAST_GERM <= part <= _MOST_GERM:
            return _largest(mask)
    return None


def _heart(mask: Array) -> Array:
    """Return a disc in the middle of what nearly fills the picture: a quarter of the largest circle that fits within."""
    within = cv2.distanceTransform(cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 5)
    row, column = np.unravel_index(int(np.argmax(within)), within.shape)
    disc = np.zeros(mask.shape, np.uint8)
    cv2.circle(disc, (int(column) - 1, int(row) - 1), max(2, round(float(within.max()) / 4)), 1, cv2.FILLED)
    return disc.astype(bool)


def _largest(mask: Array) -> Array:
    """Return the largest connected part of a mask."""
    _, labels, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    found: Array = labels == 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA]))
    return found


def _enclosing(mask: Array) -> _Germ:
    rows, columns = np.nonzero(mask)
    return _Germ(float(columns.mean()), float(rows.mean()), math.sqrt(len(rows) / math.pi))


def _nearness(depth: Array) -> Array:
    """Return 0 for what is farthest and 1 for what is nearest, by the logarithm of the depth."""
    away = np.log(np.clip(depth, 0.3, SKY_DEPTH))
    seen = away[depth < SKY_DEPTH / 2]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)
    nearness: Array = (1 - np.clip((away - low) / max(high - low, 1e-3), 0, 1)).astype(np.float32)
    return nearness


def _ranked(plane: Array) -> Array:
    """Return a plane stretched to 0..1 between its second and its ninety-eighth percentile."""
    low, high = np.percentile(plane, (2, 98))
    ranked: Array = np.clip((plane - low) / (high - low), 0, 1).astype(np.float32)
    return ranked
