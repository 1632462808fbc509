"""What a crowd stands before: an hour's sky and ground, the works on the horizon, a gate, the masts of a rally.

The backdrop is a picture as wide as any move may look; it only shifts, as what is far away does.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.setting import hour_of

#: The backdrop is this many times as wide and high as a frame, and painted at half its pixels.
_WIDE, _HIGH = 2.2, 2.0
_HALF = 2


#: Masts of floodlights: side, how far aside and how high, in widths of a frame.
_MASTS = ((-1, 0.36, 0.205), (1, 0.36, 0.205), (-1, 0.22, 0.130), (1, 0.22, 0.130))


#: Draws a polygon of places on the horizon: x and height, in widths of a frame.
_Pen = Callable[..., None]


@dataclass(frozen=True)
class Hour:
    """The light a crowd stands in.

    `top` and `low` are the sky's colours, `glow` the light behind the crowd, `sun` its core, `ground` what lies at one's feet,
    `body` the light on a back; `thick` is how fast a body pales (a metre), `shadow` how much a body takes from the ground.
    """

    top: Array
    low: Array
    glow: Array
    sun: Array
    ground: Array
    body: Array
    thick: float
    shadow: float
    exposure: float = 1.0

    @property
    def far(self) -> Array:
        """Return the light of so much haze that nothing is seen through it."""
        return self.low * np.float32(0.82) + self.glow * np.float32(0.24)


_HOURS = {
    "haze": Hour(
        colour("#8d9090", 0.42), colour("#cdb48a", 0.66), colour("#f2cf96", 0.95), colour("#fff0d0", 2.6),
        colour("#7a6444", 0.40), colour("#1c1813", 0.45), 0.046, 0.62,
    ),
    "dawn": Hour(
        colour("#3e5470", 0.40), colour("#8298ae", 0.52), colour("#d9b79a", 0.44), colour("#ffdcae", 0.0),
        colour("#38424e", 0.26), colour("#10161f", 0.60), 0.034, 0.12,
    ),
    "day": Hour(
        colour("#9fb0bd", 0.80), colour("#d8d3c4", 1.0), colour("#fff6e0", 0.75), colour("#fffaf0", 3.0),
        colour("#a08c6c", 0.62), colour("#3a342c", 0.70), 0.040, 0.50, 0.92,
    ),
    "dusk": Hour(
        colour("#3c4664", 0.26), colour("#c8825a", 0.52), colour("#ff9a50", 0.90), colour("#ffc070", 3.2),
        colour("#46332c", 0.22), colour("#15110f", 0.45), 0.052, 0.45,
    ),
    "night": Hour(
        colour("#16233a", 0.16), colour("#34485e", 0.15), colour("#c98a58", 0.10), colour("#ffce90", 0.0),
        colour("#1c232b", 0.10), colour("#0a0d13", 0.30), 0.028, 0.10, 1.45,
    ),
    "rally": Hour(
        colour("#0e1826", 0.10), colour("#607488", 0.24), colour("#d8e6f2", 0.62), colour("#eef6ff", 0.0),
        colour("#2a3038", 0.16), colour("#0b0e12", 0.30), 0.034, 0.10, 1.30,
    ),
}  # fmt: skip


def hour(words: frozenset[str], rally: bool, by_default: str) -> Hour:
    """Return the hour that the words name, thicker in fog, paler in snow, darker in rain."""
    name = hour_of(words, by_default)
    found = _HOURS["rally"] if rally and name not in ("day", "dawn", "dusk") else _HOURS[name]
    if rally:
        found = replace(found, sun=found.sun * 0)  # the stage stands where the sun would
    if "fog" in words or "storm" in words:
        low = found.low * np.float32(0.9)
        found = replace(
            found, thick=found.thick * 2.4, top=mix(found.top, low, 0.8), sun=found.sun * 0.25, shadow=found.shadow * 0.3
        )
    if "rain" in words:
        found = replace(
            found,
            thick=found.thick * 1.3,
            sun=found.sun * 0.1,
            glow=found.glow * 0.7,
            top=found.top * 0.8,
            ground=found.ground * 0.6,
        )
    if "snow" in words:
        white = found.low * np.float32(0.75)
        found = replace(found, ground=mix(found.ground, white, 0.75), sun=found.sun * 0.3, shadow=found.shadow * 0.5)
    return found


@dataclass(frozen=True)
class Layout:
    """Where the light comes from and what stands on the horizon: parts of a frame from its middle, of its width.

    `reach` is how far away the ground is that is seen a frame's height below the horizon, metres.
    """

    sun: float
    height: float
    reach: float
    works: str
    wet: bool
    seed: int


class Backdrop:
    """The far picture of a crowd, linear light, and which of it is building."""

    def __init__(self, size: tuple[int, int], light: Hour, layout: Layout) -> None:
        """Paint it for frames of `size` (width, height)."""
        self.size, self.light, self.layout = size, light, layout
        width, height = (max(8, round(side * more / _HALF)) for side, more in zip(size, (_WIDE, _HIGH), strict=True))
        self._middle = (width / 2, height / 2)  # of the picture: straight ahead, at the horizon
        x = ((np.arange(width, dtype=np.float32) + 0.5 - width / 2) * _HALF / size[0])[None]
        y = ((np.arange(height, dtype=np.float32) + 0.5 - height / 2) * _HALF / size[1])[:, None]
        rest = spectral_noise(64, slope=2.0, seed=layout.seed + 2, lowest=1, highest=14)[0]
        drift = np.interp(np.linspace(0, 64, width), np.arange(64), rest).astype(np.float32)[None]
        cover = self._works(x, y) * (0.25 + 0.75 * smoothstep(-0.004, 0.040, -y + 0.010 * drift))
        picture = _sky(x, y, light, layout, size[0] / size[1])
        haze = picture * np.float32(0.80) + light.low * np.float32(0.06)
        building = haze * 0.55 + light.body * np.float32(0.25)
        picture += (building - picture) * cover[..., None]
        if layout.works == "masts":
            picture += _floodlights(x, y, light, size[0] / size[1])
        ground, horizon = _ground(x, y, light, layout), _horizon(x, layout) + 0.004 * drift
        ground -= picture
        ground *= smoothstep(-0.006, 0.030, y - horizon)[..., None]
        picture += ground
        self._picture = np.ascontiguousarray(np.dstack([picture, np.zeros_like(picture[..., 0])]), np.float32)
        self._building = np.ascontiguousarray(cover > 0.5).astype(np.uint8)
        self._grit = Tile(spectral_noise(256, slope=1.2, seed=layout.seed, lowest=2))
        self._drift = Tile(spectral_noise(128, slope=2.0, seed=layout.seed + 1, lowest=1, highest=14, stretch=0.6))

    def at(self, lens: Pinhole, t: float) -> Array:
        """Return the light (h, w, 4) through a lens at `t` seconds: haze drifts over it, the ground passes below."""
        place = self._placed(lens)
        picture = cv2.warpAffine(self._picture, place, self.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        w, h = max(2, self.size[0] // 4), max(2, self.size[1] // 4)
        x = (np.arange(w, dtype=np.float32) + 0.5) / w - 0.5 + math.tan(math.radians(lens.yaw)) * lens.focal / self.size[0]
        y = (np.arange(h, dtype=np.float32) + 0.5) / h - lens.horizon
        drift = self._drift(
            *np.broadcast_arrays((x * 0.5 - t * 0.010)[None] + 0 * y[:, None], (y * 0.8 + t * 0.004)[:, None] + 0 * x[None])
        )
        shade = 1 + 0.10 * drift
        below = y > 0.012
        if below.any():
            away = lens.z * lens.focal / (y[below] * self.size[1])
            across = ((np.arange(w, dtype=np.float32) + 0.5) * (self.size[0] / w) - self.size[0] / 2)[None] / np.float32(
                lens.focal
            )
            east = across * away[:, None] + np.float32(lens.x)
            north = np.repeat((away + np.float32(lens.y))[:, None], w, 1)
            grit = self._grit((east * 0.11).astype(np.float32), (north * 0.05).astype(np.float32))
            shade[below] += grit * np.clip(1.6 / (1 + away * 0.16), 0, 1)[:, None] * 0.13
        plane = cv2.resize(np.clip(shade, 0.3, 2).astype(np.float32), self.size, interpolation=cv2.INTER_LINEAR)
        return cv2.multiply(picture, cv2.merge([plane] * 4), dst=picture)

    def buildings(self, lens: Pinhole) -> Array:
        """Return where buildings are seen, bool (h, w)."""
        return cv2.warpAffine(self._building, self._placed(lens), self.size, flags=cv2.INTER_NEAREST) > 0

    def _placed(self, lens: Pinhole) -> Array:
        x = lens.size[0] / 2 - math.tan(math.radians(lens.yaw)) * lens.focal - self._middle[0] * _HALF
        y = lens.horizon_row - self._middle[1] * _HALF
        return np.array([[_HALF, 0, x + 0.5], [0, _HALF, y + 0.5]])

    def _works(self, x: Array, y: Array) -> Array:
        """Return the coverage (h, w) of what stands far off."""
        h, w = y.shape[0], x.shape[1]
        sheet: Array = np.zeros((h * 2, w * 2), np.uint8)
        unit = self.size[0] / _HALF * 2  # sheet pixels of a frame's width

        def polygon(*points: tuple[float, float]) -> None:
            places = [(px * unit + w, h - pz * unit) for px, pz in points]
            cv2.fillPoly(sheet, [np.round(np.array(places) * 16).astype(np.int32)], 255, cv2.LINE_8, 4)

        _DRAWN[self.layout.works](polygon, np.random.default_rng((self.layout.seed, 5)))
        small = cv2.resize(sheet, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        return small * (y < 0.002)


def _sky(x: Array, y: Array, light: Hour, layout: Layout, aspect: float) -> Array:
    rise = smoothstep(0.0, 0.62, -y)[..., None]
    sky = light.low + (light.top - light.low) * rise
    away = np.sqrt((x - layout.sun) ** 2 + ((y + layout.height) / aspect) ** 2)
    glow = np.exp(-away * 4.2)[..., None] * light.glow + np.exp(-away * 17)[..., None] * light.glow * 0.8
    disc = smoothstep(0.020, 0.015, away)[..., None] * light.sun
    band = np.exp(np.minimum(y, 0) * 16)[..., None] * light.glow * 0.22
    return np.asarray(sky + glow + disc + band, np.float32)


def _horizon(x: Array, layout: Layout) -> Array:
    """Return how far below the straight horizon the ground is seen to begin, in frame heights: it is no ruled line."""
    return np.asarray(0.010 + 0.004 * np.sin(x * 5.3 + layout.seed % 7) + 0.003 * np.sin(x * 13.1 + 1.0))


def _ground(x: Array, y: Array, light: Hour, layout: Layout) -> Array:
    """Return the ground below the horizon: as much haze as lies before it, its own colour, and the light lying on it."""
    near = np.exp(-light.thick * layout.reach / np.maximum(y, 0.004))[..., None]
    aside = np.abs(x - layout.sun * (1 - smoothstep(0, 0.8, y) * 0.6))
    spread = 0.10 if layout.wet else 0.24
    path = np.exp(-((aside / (spread + y * 0.35)) ** 2)) * np.exp(-np.clip(y, 0, 1) * (2.2 if layout.wet else 4.5))
    far = light.far
    dust = far + (light.ground - far) * near
    return np.asarray(dust + path[..., None] * light.glow * np.float32(0.75 if layout.wet else 0.40), np.float32)


def _floodlights(x: Array, y: Array, light: Hour, aspect: float) -> Array:
    """Return lamps on masts, and their beams in the haze."""
    total: Array = np.zeros((y.shape[0], x.shape[1], 3), np.float32)
    for side, mast, top in _MASTS:
        px, py = side * mast, -top * aspect
        for row in range(2):
            for lamp in range(4):
                dx, dy = x - px - (lamp - 1.5) * 0.011 * top / 0.2, (y - py - row * 0.016 * top / 0.2 * aspect) / aspect
                total += (smoothstep(0.0052, 0.0030, np.sqrt(dx * dx + dy * dy) / (top / 0.2)) * 7.0)[..., None] * colour(
                    "#eaf4ff"
                )
        dx, dy = (x - px) * -side, (y - py) / aspect
        along, off = dx * 0.80 + dy * 0.60, np.abs(dx * 0.60 - dy * 0.80)
        beam = np.exp(-((off / (0.012 + 0.22 * np.clip(along, 0, 1))) ** 2)) * np.exp(-np.clip(along, 0, 2) * 3.2)
        total += (beam * smoothstep(-0.01, 0.03, along))[..., None] * light.glow * np.float32(0.85 * top / 0.2)
        halo = np.exp(-np.sqrt(dx * dx + dy * dy) * 24)
        total += halo[..., None] * light.glow * np.float32(0.9 * top / 0.2)
    return total


def _plant(polygon: _Pen, random: np.random.Generator) -> None:
    """Draw chimneys, a cooling tower and sheds."""
    base = float(random.uniform(-0.34, -0.12)) * (1 if random.random() < 0.5 else -1)
    for offset, tall in ((0.0, 0.20), (0.055, 0.165), (0.30, 0.13)):
        x = base + offset
        polygon((x - 0.008, 0), (x - 0.0045, tall), (x + 0.0045, tall), (x + 0.008, 0))
    x = base - 0.17
    side = [(0.062, 0.0), (0.047, 0.05), (0.040, 0.09), (0.043, 0.118)]
    polygon(*[(x + dx, z) for dx, z in side], *[(x - dx, z) for dx, z in reversed(side)])
    left = -1.1
    while left < 1.1:
        wide, tall = float(random.uniform(0.05, 0.16)), float(random.uniform(0.012, 0.045))
        polygon((left, 0), (left, tall), (left + wide * 0.5, tall * 1.12), (left + wide, tall), (left + wide, 0))
        left += wide * float(random.uniform(0.8, 1.5))


def _pylons(polygon: _Pen, random: np.random.Generator) -> None:
    """Draw a line of pylons that goes away, and low hills of spoil."""
    polygon((-1.2, 0), (-0.7, 0.022), (-0.42, 0.035), (-0.1, 0.014), (0.3, 0.010), (0.6, 0.028), (1.2, 0.016), (1.2, 0))
    start = float(random.uniform(-0.5, -0.3)) * (1 if random.random() < 0.5 else -1)
    for number in range(5):
        x, tall = start * 0.72**number, 0.20 * 0.70**number
        thin = 0.0035 * 0.72**number
        for side in (-1, 1):
            polygon((x + side * 0.16 * tall, 0), (x + side * 0.16 * tall + thin, 0), (x + thin, tall), (x - thin, tall))
        for z, wide in ((0.66, 0.30), (0.80, 0.24), (0.93, 0.16)):
            polygon((x - wide * tall, z * tall), (x + wide * tall, z * tall), (x, z * tall + thin * 2.4))


def _masts(polygon: _Pen, _random: np.random.Generator) -> None:
    """Draw the masts of floodlights and a stand between them."""
    for side, mast, top in _MASTS:
        x = side * mast
        polygon((x - 0.004, 0), (x + 0.004, 0), (x + 0.003, top), (x - 0.003, top))
        polygon(
            *[
                (x + dx * top / 0.2, top + dz * top / 0.2)
                for dx, dz in ((-0.024, 0.008), (0.024, 0.008), (0.024, -0.026), (-0.024, -0.026))
            ]
        )
    polygon(
        (-0.12, 0), (-0.12, 0.030), (-0.085, 0.030), (-0.085, 0.075), (0.085, 0.075), (0.085, 0.030), (0.12, 0.030), (0.12, 0)
    )
    polygon((-1.2, 0), (-1.2, 0.02), (-0.2, 0.012), (0.2, 0.012), (1.2, 0.02), (1.2, 0))


_DRAWN = {"plant": _plant, "pylons": _pylons, "masts": _masts}
