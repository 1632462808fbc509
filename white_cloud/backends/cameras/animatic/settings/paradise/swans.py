"""Two swans, drawn from a spline and rounded by how far each point lies from the outline."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, colour
from white_cloud.backends.cameras.animatic.settings.paradise.growth import Thing
from white_cloud.backends.cameras.animatic.settings.paradise.palettes import Palette

#: Outlines in metres, across and up from the water, the swan swimming to the right.
_BODY = (
    (-0.92, 0.40), (-0.70, 0.30), (-0.56, 0.10), (-0.30, 0.0), (0.10, -0.02), (0.40, 0.02), (0.55, 0.14), (0.57, 0.30),
    (0.46, 0.44), (0.24, 0.50), (-0.05, 0.54), (-0.34, 0.55), (-0.62, 0.50),
)  # fmt: skip
_WING = (
    (-0.86, 0.47), (-0.52, 0.30), (-0.20, 0.20), (0.12, 0.18), (0.32, 0.26), (0.34, 0.42), (0.16, 0.55), (-0.14, 0.62),
    (-0.46, 0.60), (-0.72, 0.53),
)  # fmt: skip
_NECK = (
    (0.34, 0.24, 0.150), (0.50, 0.36, 0.115), (0.575, 0.52, 0.085), (0.555, 0.68, 0.070), (0.495, 0.82, 0.064),
    (0.475, 0.95, 0.060), (0.525, 1.055, 0.062), (0.615, 1.085, 0.070), (0.675, 1.06, 0.062),
)  # fmt: skip
_BILL = ((0.70, 1.085), (0.80, 1.035), (0.865, 1.005), (0.85, 0.985), (0.78, 1.0), (0.70, 1.03))
_FINE = 4


def swan(metre: float, palette: Palette) -> Thing:
    """Return a swan that swims to the right, 1.2 m tall, its water line on the picture's last row."""
    scale = metre * _FINE
    wide, high = int(2.1 * scale), int(1.24 * scale)

    def points(places: Array) -> Array:
        return np.round(np.stack([(places[:, 0] + 1.05) * scale * 16, (1.22 - places[:, 1]) * scale * 16], 1)).astype(np.int32)

    def mask(*outlines: Array) -> Array:
        drawn = np.zeros((high, wide), np.uint8)
        for outline in outlines:
            cv2.fillPoly(drawn, [points(outline)], 255, cv2.LINE_8, 4)
        return drawn

    neck = np.array(_NECK)
    path = _through(neck, closed=False)
    drawn_neck = np.zeros((high, wide), np.uint8)
    for x, z, radius in path.tolist():
        (at,) = points(np.array([(x, z)]))
        cv2.circle(drawn_neck, (int(at[0]), int(at[1])), max(8, int(radius * scale * 16)), 255, -1, cv2.LINE_8, 4)
    body, wing = mask(_through(np.array(_BODY))), mask(_through(np.array(_WING)))
    picture = np.zeros((high, wide, 4), np.float32)
    for shape, tone in ((body, 0.86), (drawn_neck, 0.98), (wing, 1.0)):
        _round(picture, shape, palette, tone)
    _fill(picture, mask(np.array(_BILL)), colour("#ee8a2e") * (palette.sky + palette.sun * 0.5))
    _fill(picture, mask(np.array(((0.665, 1.10), (0.715, 1.095), (0.72, 1.045), (0.68, 1.05)))), colour("#14120f"))
    small = (wide // _FINE, high // _FINE)
    return Thing(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), metre)


def _through(places: Array, closed: bool = True) -> Array:
    """Return a smooth line through places: Catmull and Rom's spline, sixteen steps a span."""
    count = len(places)
    ring = places if closed else np.vstack([2 * places[0] - places[1], places, 2 * places[-1] - places[-2]])
    steps = np.linspace(0, 1, 16, endpoint=False)[:, None]
    line = []
    for k in range(count if closed else count - 1):
        a, b, c, d = (ring[(k + i) % len(ring)] for i in ((-1, 0, 1, 2) if closed else (0, 1, 2, 3)))
        line.append(
            0.5 * (2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3)
        )
    return np.vstack(line)


def _round(picture: Array, shape: Array, palette: Palette, tone: float) -> None:
    """Lay a white shape over a picture, shaded as if it were blown up."""
    away = cv2.distanceTransform(shape, cv2.DIST_L2, 5)
    dome = blur(np.sqrt(away * 2), max(1.0, shape.shape[0] / 90))
    across, down = cv2.Sobel(dome, cv2.CV_32F, 1, 0), cv2.Sobel(dome, cv2.CV_32F, 0, 1)
    length = np.sqrt(across * across + down * down + 1.2)
    facing = np.clip(0.30 + 0.70 * (0.55 * across + 0.70 * down + 0.40) / length, 0.12, 1)
    up = np.clip(0.86 + 0.30 * down / length, 0.55, 1.15)
    white = colour("#fbf7f4") * np.float32(0.9 * tone)
    light = facing[..., None] * palette.sun * np.float32(0.75) + up[..., None] * palette.sky
    _fill(picture, shape, white * light)


def _fill(picture: Array, shape: Array, paint: Array) -> None:
    cover = (shape > 0)[..., None]
    picture[..., :3] = np.where(cover, paint, picture[..., :3])
    picture[..., 3:] = np.where(cover, 1.0, picture[..., 3:])
