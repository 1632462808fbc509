"""The light over the clouds, by the hour: sky, sun, what falls on a cloud, and how far one sees."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep

#: A colour as people write it, and its gain.
Paint = tuple[str, float]


@dataclass(frozen=True)
class Weather:
    """One hour's light: the sky from high to low, sun and shade on clouds, the glow round the sun, haze, and the exposure.

    `sun_high` is the sun's height over the horizon as a part of the frame's, `lining` the strength of silver edges.
    """

    high: Paint
    middle: Paint
    low: Paint
    sun: Paint
    shade: Paint
    glow: Paint
    haze: Paint
    stop: float = 1.0
    sun_high: float = 0.55
    lining: float = 0.5
    rise: float = 0.7
    front: float = 13.0
    sight: float = 9000.0


WEATHERS = {
    "day": Weather(
        ("#2f6fb4", 0.62), ("#86b2d8", 0.84), ("#f0ebe0", 1.1), ("#fff0dc", 2.1), ("#7f9bcc", 0.44), ("#fff0d8", 0.35),
        ("#dfe6ea", 1.0), lining=0.55, rise=0.45,
    ),
    "dawn": Weather(
        ("#5f7fb0", 0.52), ("#d8b6c4", 0.72), ("#ffd2ac", 1.15), ("#ffc39c", 1.65), ("#8f8db8", 0.48), ("#ffd9a8", 0.75),
        ("#f0c4b4", 0.86), sun_high=0.12, rise=0.30, front=12, lining=0.9,
    ),
    "dusk": Weather(
        ("#39496e", 0.40), ("#a8708a", 0.50), ("#ff9a58", 1.05), ("#ff9058", 1.55), ("#5d5a86", 0.36), ("#ffb066", 0.95),
        ("#c8826e", 0.62), stop=1.1, sun_high=0.05, rise=0.16, front=9, lining=1.1,
    ),
    "night": Weather(
        ("#0e1626", 0.40), ("#1c2a42", 0.42), ("#2f4058", 0.42), ("#b6c8e6", 0.42), ("#34445f", 0.22), ("#a8bcdc", 0.16),
        ("#2c3a50", 0.40), stop=1.35, sun_high=0.62, front=17, lining=0.9,
    ),
    "storm": Weather(
        ("#33404a", 0.34), ("#5a6668", 0.42), ("#a89a80", 0.56), ("#e8d8bc", 0.52), ("#55616e", 0.34), ("#d8c090", 0.25),
        ("#6d7474", 0.46), stop=1.3, sun_high=0.2, rise=0.2, front=15, lining=0.6, sight=6000,
    ),
    "rain": Weather(
        ("#6a7780", 0.50), ("#88939a", 0.58), ("#b4bab8", 0.68), ("#dfe4e6", 0.50), ("#7d8994", 0.50), ("#e0e4e4", 0.12),
        ("#a2acb0", 0.60), stop=1.25, sun_high=0.6, front=34, lining=0.2, sight=4200,
    ),
}  # fmt: skip


def weather_of(words: frozenset[str]) -> str:
    """Return which of WEATHERS the words ask for; `day` where they name none."""
    return next((name for name in ("night", "storm", "rain", "dusk", "dawn") if name in words), "day")


def paint_sky(weather: Weather, lens: Pinhole, aside: float) -> Array:
    """Return the sky of a frame, float32 (h, w, 4): a gradient from the horizon up, a glow round a sun `aside` (-1..1)."""
    w, h = max(2, lens.size[0] // 4), max(2, lens.size[1] // 4)
    row = (np.arange(h, dtype=np.float32) + 0.5) / h
    up = (np.float32(lens.horizon_row / lens.size[1]) - row)[:, None]
    turned = lens.focal * np.tan(np.radians(lens.yaw)) / lens.size[0]
    across = ((np.arange(w, dtype=np.float32) + 0.5) / w - np.float32(0.5) + np.float32(turned))[None]
    low, middle, high = colour(*weather.low), colour(*weather.middle), colour(*weather.high)
    rise = np.clip(up, 0, None)[..., None]
    dome = mix(mix(low, middle, smoothstep(0.0, 0.30, rise)), high, smoothstep(0.15, 0.75, rise))
    dome = np.repeat(dome, w, 1)
    away = np.sqrt(((across - np.float32(aside * 0.52)) * 1.6) ** 2 + (up - np.float32(weather.sun_high)) ** 2)
    dome += (np.exp(-away * 3.2) + 0.8 * np.exp(-away * 11))[..., None] * colour(*weather.glow)
    sky = np.zeros((h, w, 4), np.float32)
    sky[..., :3] = dome
    return cv2.resize(sky, lens.size, interpolation=cv2.INTER_LINEAR)
