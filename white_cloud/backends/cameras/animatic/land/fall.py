"""What falls through a view: snowflakes and drops of rain, each with its place in the air around the camera."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.land.weather import Weather
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels

_SHIFT = 4  # bits of fraction in OpenCV's coordinates


@dataclass(frozen=True)
class Fall:
    """Particles in a box of air `side` metres wide that repeats: `places` (n, 3) in 0..1, and how they fall, metres a second.

    `radius` is a flake's in metres; drops, with a `streak` in seconds, are lines as long as they fall in that time.
    """

    places: Array = field(repr=False)
    velocity: tuple[float, float, float]
    side: float
    radius: float
    streak: float
    strength: float

    @classmethod
    def of(cls, weather: Weather, seed: int) -> Fall | None:
        """Return what falls in a weather, None where nothing does."""
        random = np.random.default_rng((seed, 41))
        if weather.flakes:
            return cls(random.random((1500, 3)), (1.3, 0.5, -1.25), 30.0, 0.026, 0.0, 0.95)
        if weather.drops:
            return cls(random.random((950, 3)), (1.2, 0.5, -8.5), 26.0, 0.004, 1 / 40, 0.42)
        return None

    def draw(self, view: View, t: float) -> None:
        """Draw the particles as they are at `t` seconds in the sky's light; land and bodies hide what is behind them."""
        self._lay(view, self.seen(view.lens, view.depth, t))

    def seen(self, lens: Pinhole, before: Array, t: float) -> Array:
        """Return how much of each pixel the particles cover, uint8 (h, w), where nothing at depth `before` hides them."""
        places = self._around(lens, t)
        ends = places + np.array(self.velocity) * self.streak
        x, y, depth = lens.project(places[:, 0], places[:, 1], places[:, 2])
        end_x, end_y, _ = lens.project(ends[:, 0], ends[:, 1], ends[:, 2])
        width, height = lens.size
        seen = (depth > 1.6) & (x > -9) & (x < width + 9) & (y > -9) & (y < height + 9)
        columns, rows = (np.clip(place, 0, side - 1).astype(int) for place, side in ((x, width), (y, height)))
        seen &= before[rows, columns] > depth
        mask: Array = np.zeros((height, width), np.uint8)
        metre = lens.focal / np.maximum(depth, 0.1)
        fade = np.clip((self.side / 2 - depth) / 6, 0, 1) * np.clip((depth - 1.6) / 2, 0, 1)
        radius = np.maximum(self.radius * metre, 0.55)
        cover = fade * np.minimum(1, (self.radius * metre / 0.55) ** 1.3) if not self.streak else fade
        points = np.round(np.stack([x, y, end_x, end_y], 1) * 2**_SHIFT).astype(int)
        for one in np.flatnonzero(seen & (cover > 0.03)):
            shade = int(255 * cover[one])
            start = (int(points[one, 0]), int(points[one, 1]))
            if self.streak:
                cv2.line(mask, start, (int(points[one, 2]), int(points[one, 3])), shade, 1, cv2.LINE_AA, _SHIFT)
            else:
                cv2.circle(mask, start, int(min(radius[one], 3.2) * 2**_SHIFT), shade, -1, cv2.LINE_AA, _SHIFT)
        return mask

    def _around(self, lens: Pinhole, t: float) -> Array:
        """Return the particles' places in metres, in the copy of the box that lies around the camera."""
        side = self.side
        eye = np.array([lens.x, lens.y, lens.z])
        sway = 0.25 * np.sin(t * 1.1 + self.places[:, 2] * 40)[:, None] * np.array([1.0, 0.6, 0.0]) if not self.streak else 0.0
        places = self.places * side + np.array(self.velocity) * t + sway
        return np.asarray((places - eye + side / 2) % side - side / 2 + eye)

    def _lay(self, view: View, mask: Array) -> None:
        light = view.landscape.light
        paint = (light.skylight * 1.15 + light.sunlight * 0.2) * (0.85 if not self.streak else 1.0)
        cover = mask.astype(np.float32) * np.float32(self.strength / 255)
        veil = four_channels(cover) * np.append(paint, 0).astype(np.float32)
        np.copyto(view.radiance, cv2.add(cv2.multiply(view.radiance, four_channels(1 - cover)), veil))
