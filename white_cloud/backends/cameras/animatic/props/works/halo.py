"""The glow of lamps in dusty air, and their long reflections on wet ground."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.light import Lamp
from white_cloud.backends.cameras.animatic.radiance import Array


def draw_halos(
    picture: Array,
    depth: Array,
    lens: Pinhole,
    lamps: tuple[Lamp, ...],
    strength: float,
    sight: float,
    wet: Array | None = None,
) -> None:
    """Add the glow of `lamps` to `picture` where what is seen at `depth` (height, width) does not hide them.

    `strength` is the glow's light for a lamp of light 1 at a metre; a lamp `sight` metres away has lost most of it; `wet`
    (height, width) is how strongly what is seen mirrors it.
    """
    for lamp in lamps:
        column, row, far = (float(part) for part in lens.project(*lamp.place))
        if far < 2:
            continue
        shown = _open_part(depth, column, row, far)
        if shown <= 0:
            continue
        light = lamp.light * np.float32(strength * shown * np.exp(-far / sight))
        metre = lens.focal / far
        _add(picture, (column, row), (4.5 * metre, 4.5 * metre), light)
        _add(picture, (column, row), (0.9 * metre + 0.8, 0.9 * metre + 0.8), light * np.float32(2.5))
        if wet is not None:
            _, foot, _ = (float(part) for part in lens.project(lamp.place[0], lamp.place[1], -lamp.place[2]))
            _add(picture, (column, foot), (0.7 * metre + 1, 5.0 * metre + 4), light * np.float32(1.6), wet)


def _open_part(depth: Array, column: float, row: float, far: float) -> float:
    """Return the part of the pixels about a place at which nothing nearer is seen."""
    height, width = depth.shape
    left, right = max(0, int(column) - 2), min(width, int(column) + 3)
    top, bottom = max(0, int(row) - 2), min(height, int(row) + 3)
    if right <= left or bottom <= top:
        return 1.0 if -width < column < 2 * width else 0.0
    return float((depth[top:bottom, left:right] > far - 1.5).mean())


def _add(
    picture: Array, middle: tuple[float, float], radii: tuple[float, float], light: Array, where: Array | None = None
) -> None:
    height, width = picture.shape[:2]
    left, right = int(max(0, middle[0] - radii[0])), int(min(width, middle[0] + radii[0] + 1))
    top, bottom = int(max(0, middle[1] - radii[1])), int(min(height, middle[1] + radii[1] + 1))
    if right - left < 1 or bottom - top < 1:
        return
    across = (np.arange(left, right, dtype=np.float32) + np.float32(0.5 - middle[0])) / np.float32(radii[0])
    down = (np.arange(top, bottom, dtype=np.float32) + np.float32(0.5 - middle[1])) / np.float32(radii[1])
    distance = (across * across)[None] + (down * down)[:, None]
    glow = np.clip(1 - distance, 0, 1) ** 2
    glow *= np.float32(0.12) / (np.float32(0.05) + distance)
    if where is not None:
        glow *= where[top:bottom, left:right]
    picture[top:bottom, left:right] += cv2.merge([glow * np.float32(light[i]) for i in range(3)] + [np.zeros_like(glow)])
