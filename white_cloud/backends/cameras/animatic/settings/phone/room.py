"""The dark that a phone is looked at in: a wall, the bars of a bunk, a quilt, perhaps a window or a lamp, all out of focus."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise
from white_cloud.media.survey import Survey

#: Sheets are wider and higher than a frame by these factors and painted at a half of its pixels.
_WIDE, _HIGH, _HALF = 1.7, 1.8, 2
_WALL_AWAY, _QUILT_AWAY = 2.4, 0.95


@dataclass(frozen=True)
class Room:
    """What lies behind the phone, painted: by its own light and by the screen's; `ambient` and `outside` light who is there.

    `wall` and `quilt` are each (own light, in a white screen's light), (h, w, 4), the quilt premultiplied; `window` is where
    a window is in the wall, `sway` how much a lamp moves.
    """

    wall: tuple[Array, Array] = field(repr=False)
    quilt: tuple[Array, Array] = field(repr=False)
    window: Array = field(repr=False)
    size: tuple[int, int]
    ambient: Array
    outside: Array

    def at(self, lens: Pinhole, glow: Array, t: float, survey: Survey | None) -> Array:
        """Return the light (h, w, 4) where the screen's is `glow` (3,)."""
        tint = np.append(glow, 0).astype(np.float64)
        wall = cv2.add(self.wall[0], cv2.multiply(self.wall[1], tint))
        matrix = self._placed(lens, _WALL_AWAY)
        picture = cv2.warpAffine(wall, matrix, self.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        quilt = cv2.add(self.quilt[0], cv2.multiply(self.quilt[1], tint))
        near = self._placed(lens, _QUILT_AWAY, 0.002 * math.sin(t * 1.5))
        cut = cv2.warpAffine(quilt, near, self.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        clear = 1 - cv2.extractChannel(cut, 3)
        if survey is not None:
            survey.put("wall", np.ones(survey.depth.shape, bool), _WALL_AWAY)
            pane = cv2.warpAffine(self.window, matrix, self.size, flags=cv2.INTER_NEAREST) > 0
            survey.put("window", pane, _WALL_AWAY - 0.01)
            survey.put("furniture", clear < 0.5, _QUILT_AWAY)
        return cv2.add(cv2.multiply(picture, cv2.merge([clear] * 4)), cut)

    def _placed(self, lens: Pinhole, away: float, lift: float = 0.0) -> Array:
        zoom = _HALF * away / max(away - lens.y, 0.2)
        shift = math.tan(math.radians(lens.yaw)) * lens.focal + lens.x * lens.focal / away
        h, w = self.window.shape
        x = self.size[0] / 2 - shift - w / 2 * zoom
        y = lens.horizon_row + (lens.z - lift) * lens.focal / away - h / 2 * zoom
        return np.array([[zoom, 0, x + (zoom - 1) / 2], [0, zoom, y + (zoom - 1) / 2]])


def room(size: tuple[int, int], seed: int, words: frozenset[str], place: tuple[float, float]) -> Room:
    """Return the dark for a phone at `place` in the frame (parts of it from its middle)."""
    random = np.random.default_rng((seed, 63))
    w, h = max(8, round(size[0] * _WIDE / _HALF)), max(8, round(size[1] * _HIGH / _HALF))
    x = ((np.arange(w, dtype=np.float32) + 0.5 - w / 2) * _HALF / size[0])[None]
    y = ((np.arange(h, dtype=np.float32) + 0.5 - h / 2) * _HALF / size[1])[:, None]
    noise = cv2.resize(spectral_noise(128, slope=1.8, seed=seed, lowest=2), (w, h), interpolation=cv2.INTER_CUBIC)
    outside = _outside(words)
    side = -1.0 if place[0] > 0 else 1.0
    soft = size[0] / _HALF
    reach = np.exp(-(((x - place[0]) / 0.42) ** 2) - ((y - place[1] + 0.1) / 0.62) ** 2)[..., None]
    paint = mix(colour("#5c5a50"), colour("#3e4a44"), smoothstep(0.10, 0.13, y)[..., None]) * (1 + 0.14 * noise)[..., None]
    bars = _bars(x, y, side)[..., None]
    own, window = _wall_light(x, y, words, outside, side, paint, random)
    own, lit = own * (1 - 0.8 * bars), paint * reach * (0.62 + 0.50 * bars)
    blurred = [
        cv2.GaussianBlur(np.ascontiguousarray(np.broadcast_to(v, (h, w, 3)), np.float32), (0, 0), 0.008 * soft)
        for v in (own, lit)
    ]
    quilt = _quilt(x, y, place, seed, outside, side, soft)
    ambient = colour("#28303c", 0.012) + outside * np.float32(0.035)
    walls = (_four(blurred[0]), _four(blurred[1]))
    return Room(walls, quilt, window.astype(np.uint8), size, ambient, outside)


def _outside(words: frozenset[str]) -> Array:
    """Return the light that comes in."""
    if "day" in words:
        return colour("#c8d4dc", 1.5)
    if "dawn" in words:
        return colour("#7c9cc8", 0.45)
    if "dusk" in words:
        return colour("#c88a64", 0.40)
    if words & {"night", "window"}:
        return colour("#48689c", 0.16)
    return colour("#304868", 0.05)


def _wall_light(
    x: Array, y: Array, words: frozenset[str], outside: Array, side: float, paint: Array, random: np.random.Generator
) -> tuple[Array, Array]:
    """Return the wall in its own light, and where the window is."""
    own = paint * (colour("#2c3c54", 0.06) + outside * np.float32(0.05))
    window = np.zeros((y.shape[0], x.shape[1]), bool)
    if words & {"night", "dawn", "dusk", "day", "window"}:
        left, right = sorted((side * 0.20, side * 0.46))
        window = (x > left) & (x < right) & (y > -0.46) & (y < 0.04)
        middle = (left + right) / 2
        glass = window & (np.abs(x - middle) > 0.008) & (np.abs(y + 0.24) > 0.012)
        shade = 1 - 0.5 * smoothstep(-0.12, 0.04, y + 0.02 * np.sin(x * 40))[..., None]
        own = np.where(glass[..., None], outside * shade, own)
        spill = np.exp(-np.sqrt((x - middle) ** 2 + ((y + 0.2) * 0.56) ** 2) * 6)[..., None]
        own = own + spill * outside * np.float32(0.05)
    if "lamp" in words:
        away = np.sqrt((x - side * 0.34) ** 2 + ((y + 0.20) * 0.5625) ** 2)[..., None]
        own = own + smoothstep(0.028, 0.022, away) * colour("#ffb868", 1.6) + np.exp(-away * 9) * colour("#ff9c4c", 0.07)
    if random.random() < 0.5:  # a charger's light, far off
        dot = np.sqrt((x + side * 0.40) ** 2 + ((y - 0.02) * 0.5625) ** 2)[..., None]
        own = own + smoothstep(0.010, 0.006, dot) * colour("#ff3020" if random.random() < 0.5 else "#40ff80", 0.25)
    return own, window


def _bars(x: Array, y: Array, side: float) -> Array:
    """Return the posts and rails of the bunk above and beside."""
    post = np.abs(x + side * 0.36) < 0.016
    rail = (np.abs(y + 0.36) < 0.030) | ((np.abs(y + 0.22) < 0.012) & (x * side < -0.02))
    return np.asarray(post | rail, np.float32)


def _quilt(
    x: Array, y: Array, place: tuple[float, float], seed: int, outside: Array, side: float, soft: float
) -> tuple[Array, Array]:
    """Return a quilt that lies over somebody's knees: dots on red or blue, in folds, lit by the screen from above."""
    random = np.random.default_rng((seed, 64))
    h, w = y.shape[0], x.shape[1]
    folds = cv2.resize(
        spectral_noise(128, slope=2.2, seed=seed + 5, lowest=2, highest=9, stretch=0.7), (w, h), interpolation=cv2.INTER_CUBIC
    )
    crest = 0.30 + 0.05 * np.sin(x * 5 + float(random.uniform(0, 6))) + 0.03 * np.sin(x * 11 + 1.0)
    hills = 0.045 * folds - 0.6 * np.sqrt(np.clip(y - crest, 0, 1))
    slope_x = cv2.Sobel(hills.astype(np.float32), cv2.CV_32F, 1, 0) * np.float32(soft * 0.11)
    slope_y = cv2.Sobel(hills.astype(np.float32), cv2.CV_32F, 0, 1) * np.float32(soft * 0.07)
    tone = colour(("#7c2420", "#274058", "#5c4a34")[int(random.integers(3))])
    u, v = x * 11 + 0.8 * folds, (y - crest) * 9 + 0.5 * folds
    row = np.floor(v)
    dots = smoothstep(
        0.075, 0.045, (u + 0.5 * (row % 2)) % 1 * 1.0 * (1 - (u + 0.5 * (row % 2)) % 1) * -1 + 0.25 + ((v % 1) - 0.5) ** 2
    )
    cloth = mix(tone, colour("#c8b89a"), 0.55 * dots[..., None])
    dx, dy = place[0] - x, (place[1] - 0.05 - y) * 0.5625
    away = np.sqrt(dx * dx + dy * dy + 0.03)
    facing = np.clip(0.35 + (slope_x * dx + slope_y * dy * 1.4) / away, 0.0, 2.0)
    lit = cloth * (facing * 0.125 / (away * away + 0.035))[..., None]
    moon = np.clip(0.30 - side * slope_x * 0.7, 0.03, 1)[..., None]
    own = cloth * (outside * np.float32(0.42) * moon + np.float32(0.003))
    alpha = smoothstep(-0.010, 0.010, y - crest)
    own, lit = (
        cv2.GaussianBlur(np.ascontiguousarray(v * alpha[..., None], np.float32), (0, 0), 0.0035 * soft) for v in (own, lit)
    )
    alpha = cv2.GaussianBlur(alpha.astype(np.float32), (0, 0), 0.0035 * soft)
    return np.dstack([own, alpha]).astype(np.float32), _four(lit)


def _four(picture: Array) -> Array:
    return np.ascontiguousarray(np.dstack([picture, np.zeros_like(picture[..., 0])]), np.float32)
