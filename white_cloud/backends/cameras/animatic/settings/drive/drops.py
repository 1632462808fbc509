"""Rain on a windscreen: drops that turn over what is behind them, and the wiper that takes them away."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep
from white_cloud.backends.cameras.animatic.settings.city.picked import whole

_CYCLE, _MOVING = 2.4, 0.55  # seconds of a wiper; the part of them in which it moves
_REST, _SWEEP = 0.12, 2.35  # radians
_PIVOT, _LONG = (0.30, 1.12), (0.05, 0.92)  # parts of the frame's width and height; of its height, from the pivot
_LINE = 256  # drops' pixels in a line, as OpenCV looks them up
_SOFT = 5  # a drop shows a picture so many times smaller: the lens looks at the street, not at the glass
_TURNED = 5.0  # radii of the street that a drop turns over, on either side of its middle
#: Sizes of drops as parts of the frame's height: how many, median, spread and the largest.
_SIZES = ((420, 0.0042, 0.34, 0.008), (90, 0.0105, 0.34, 0.022))


@dataclass(frozen=True)
class Drops:
    """The pixels that drops cover, all (n,): `index` in the flat picture, `seen_x` and `seen_y` in the soft one.

    `cover` is how much of the pixel is drop, `light` what the rim leaves, `glint` the highlight, `born` the seconds after the
    wiper at which the drop falls, `passed` the part of the wiper's way over at which it comes by.
    """

    index: Array = field(repr=False)
    seen_x: Array = field(repr=False)
    seen_y: Array = field(repr=False)
    cover: Array = field(repr=False)
    light: Array = field(repr=False)
    glint: Array = field(repr=False)
    born: Array = field(repr=False)
    passed: Array = field(repr=False)

    @classmethod
    def fallen(cls, size: tuple[int, int], seed: int) -> Drops:
        """Return the drops on a glass of `size` (width, height)."""
        width, height = size
        random = np.random.default_rng((seed, 91))
        parts = [_drop(size, kind, random) for kind in _SIZES for _ in range(kind[0])]
        planes = [np.concatenate(part) for part in zip(*parts, strict=True)]
        index = planes[1].astype(np.int64) * width + planes[0].astype(np.int64)
        last = np.zeros(width * height, np.int64)  # of drops that overlap the last one shows
        last[index] = np.arange(len(index))
        kept = last[index] == np.arange(len(index))
        x, y, seen_x, seen_y, cover, light, glint, born = (plane[kept] for plane in planes)
        angle = np.arctan2(_PIVOT[1] * height - y, x - _PIVOT[0] * width)
        passed = np.arcsin(np.sqrt(np.clip((angle - _REST) / _SWEEP, 0, 1))) / np.pi * _MOVING
        small = ((seen + 0.5) / _SOFT - 0.5 for seen in (seen_x, seen_y))
        planes = [plane.astype(np.float32) for plane in (*small, cover, light, glint, born, passed)]
        return cls(index[kept], *planes)

    def lay(self, picture: Array, light: Array, t: float) -> None:
        """Show a picture (h, w, 4) through the drops there are at `t` seconds, in place; `light` (3,) glints in them."""
        part = (t / _CYCLE) % 1.0
        back = _MOVING - self.passed
        since = np.where(part >= back, part - back, np.where(part >= self.passed, part - self.passed, part + 1 - back)) * _CYCLE
        grown = (smoothstep(0.0, 0.15, since - self.born) * self.cover).astype(np.float32)[:, None]
        flat = whole(picture)
        behind = flat.take(self.index).view(np.float32).reshape(-1, 4)
        through = self._turned(picture) * self.light[:, None]
        through[:, :3] += self.glint[:, None] * light
        flat[self.index] = whole(behind + (through - behind) * grown)

    def _turned(self, picture: Array) -> Array:
        """Return what the drops show of a picture, (n, 4)."""
        height, width = picture.shape[:2]
        soft = cv2.resize(picture, (max(1, width // _SOFT), max(1, height // _SOFT)), interpolation=cv2.INTER_AREA)
        rows = max(1, -(-len(self.index) // _LINE))
        x, y = (np.resize(seen, (rows, _LINE)) for seen in (self.seen_x, self.seen_y))
        seen = cv2.remap(soft, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen.reshape(-1, 4)[: len(self.index)])


def _drop(size: tuple[int, int], kind: tuple[int, float, float, float], random: np.random.Generator) -> tuple[Array, ...]:
    """Return a drop's pixels: columns, rows, the column and row seen through each, cover, light, glint, when it is born."""
    width, height = size
    radius = height * min(float(random.lognormal(math.log(kind[1]), kind[2])), kind[3])
    heavy = float(np.clip((radius / height - 0.008) / 0.012, 0, 1))  # a heavy drop runs, and is long
    long = 1 + float(random.uniform(0.0, 0.30)) + heavy * float(random.uniform(0.0, 0.9))
    x, y, born = float(random.uniform(0, width)), float(random.uniform(0, height)), float(random.uniform(0.05, 2.2))
    high = int(radius * long) + 2
    rows, columns = np.mgrid[int(y) - high : int(y) + high + 1, int(x - radius) - 2 : int(x + radius) + 3]
    away_y = (rows - y) / (radius * long)
    # Narrower above where it ran, and bent a little.
    bend = heavy * float(random.uniform(-0.35, 0.35)) * away_y**2
    away_x = (columns - x) / radius / (1 + (0.10 + 0.25 * heavy) * np.clip(away_y, -1, 1)) - bend
    out = np.hypot(away_x, away_y)
    cover = np.clip((1 - out) * radius / 1.6 + 0.5, 0, 1) * np.clip(radius / 1.8, 0.35, 1)
    kept = (cover > 0) & (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    away_x, away_y, out, cover, rows, columns = (part[kept] for part in (away_x, away_y, out, cover, rows, columns))
    edge = smoothstep(0.55, 1.0, out) * (0.5 - 0.5 * away_y / np.maximum(out, 0.1))  # dark above, as it shows the road there
    light = 0.98 - 0.62 * edge
    glint = np.exp(-((away_x + 0.32) ** 2 + (away_y + 0.42) ** 2) / max(0.05, 0.5 / radius**2)) * min(1.0, radius / 4)
    swell = _TURNED * radius * (1 + 0.6 * out * out)
    return columns, rows, x - away_x * swell, y - away_y * swell, cover, light, glint, np.full(len(rows), born)


def wiper_blade(size: tuple[int, int], t: float) -> tuple[tuple[slice, slice], Array]:
    """Return a part of the picture and how much of it the wiper covers at `t` seconds: it goes over, comes back and rests."""
    width, height = size
    part = (t / _CYCLE) % 1.0
    angle = _REST + _SWEEP * math.sin(math.pi * min(part / _MOVING, 1.0)) ** 2
    pivot = (_PIVOT[0] * width, _PIVOT[1] * height)
    ends = [(pivot[0] + reach * height * math.cos(angle), pivot[1] - reach * height * math.sin(angle)) for reach in _LONG]
    left, right = (int(np.clip(edge, 0, width)) for edge in (min(x for x, _ in ends) - 6, max(x for x, _ in ends) + 7))
    top, bottom = (int(np.clip(edge, 0, height)) for edge in (min(y for _, y in ends) - 6, max(y for _, y in ends) + 7))
    left, top = min(left, width - 1), min(top, height - 1)
    mask: Array = np.zeros((max(bottom - top, 1), max(right - left, 1)), np.uint8)
    start, end = ((round((x - left) * 16), round((y - top) * 16)) for x, y in ends)
    cv2.line(mask, start, end, 255, max(1, round(height * 0.011)), cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.5, height / 500)).astype(np.float32)
    return np.s_[top : top + len(mask), left : left + mask.shape[1]], soft * np.float32(1 / 255)
