"""The shadow that a sculpted body throws on itself, so that a lamp behind a head lights the one cheek and not the other ear."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures_relief import Body, Limb, Point, Relief
from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep

_STEP = 4  # a shadow's edge is soft: a sixteenth of the rays will do
_REACHES = (0.014, 0.030, 0.055, 0.090, 0.140)  # metres towards the lamp at which the way is looked at
_SOFT = 0.22  # how wide the lamp is, as part of its distance


def shadow(limbs: Sequence[Limb], relief: Relief, yaw: float, towards: Point) -> Array:
    """Return how much of a distant lamp each place of `relief` sees, 0..1 (h, w).

    `limbs` turned by `yaw` degrees are what was sculpted; the lamp lies in the direction `towards`.
    """
    body = Body([limb.turned(yaw) for limb in limbs if not limb.carve], 0.0)
    part = np.s_[_STEP // 2 :: _STEP, _STEP // 2 :: _STEP]
    hit = np.nonzero(relief.alpha[part] > 0)
    direction = np.asarray(towards, np.float32) / np.float32(np.linalg.norm(towards))
    start = relief.place[part][hit] + relief.normal[part][hit] * np.float32(0.006)
    free = np.ones(len(hit[0]), np.float32)
    for reach in _REACHES:
        active = np.flatnonzero(free > 0.02)
        there = body.distance(*np.ascontiguousarray((start[active] + direction * np.float32(reach)).T))
        free[active] = np.minimum(free[active], smoothstep(-0.4, 1.0, there / np.float32(reach * _SOFT)))
    seen: Array = np.ones(relief.alpha[part].shape, np.float32)
    seen[hit] = free
    h, w = relief.alpha.shape
    return cv2.resize(seen, (w, h), interpolation=cv2.INTER_LINEAR)
