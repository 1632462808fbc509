"""What drives ahead in a tunnel."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.standees import Standee


def truck(ambient: Array, place: tuple[float, float, float]) -> Standee:
    """Return a loaded truck from behind, its lamps lit."""
    metre, wide, tall = 90.0, 2.9, 3.5
    fine = np.zeros((round(tall * metre), round(wide * metre), 4), np.float32)

    def box(x0: float, x1: float, z0: float, z1: float, light: Array) -> None:
        columns = slice(round((x0 + wide / 2) * metre), round((x1 + wide / 2) * metre))
        fine[round((tall - z1) * metre) : round((tall - z0) * metre), columns] = (*light, 1)

    box(-1.25, 1.25, 0.95, 3.0, ambient * np.float32(0.5))
    for x in np.arange(-1.2, 1.2, 0.3):
        box(float(x), float(x) + 0.06, 0.98, 2.95, ambient * np.float32(0.8))
    box(-1.28, 1.28, 2.92, 3.02, ambient * np.float32(1.1))
    box(-1.1, 1.1, 0.72, 0.95, ambient * np.float32(0.3))
    for side in (-1, 1):
        left, right = sorted((side * 0.62, side * 1.18))
        box(left, right, 0.0, 1.0, ambient * np.float32(0.14))
        left, right = sorted((side * 0.92, side * 1.18))
        box(left, right, 0.78, 0.92, colour("#ff2a18", 5.0))
        left, right = sorted((side * 0.72, side * 0.86))
        box(left, right, 0.78, 0.92, colour("#c23a20", 1.0))
    heap = np.array([(-1.15, 3.0), (-0.6, 3.32), (0.1, 3.45), (0.7, 3.25), (1.15, 3.0)])
    points = np.stack([(heap[:, 0] + wide / 2) * metre, (tall - heap[:, 1]) * metre], 1).round().astype(np.int32)
    cv2.fillPoly(fine, [points], (*(float(v) for v in ambient * np.float32(0.4)), 1.0))
    soft = cv2.GaussianBlur(fine, (0, 0), 0.8)
    return Standee.pictured(soft, -wide / 2, 0.0, metre, place, "vehicle")
