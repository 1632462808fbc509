"""A floor that shines a little: bright openings and lamps mirrored in it, drawn out by its roughness."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array

_COARSE = 6  # pixels of the picture to one of the reflection


def add_gloss(picture: Array, lens: Pinhole, bright: Sequence[tuple[Array, Array]], wet: float = 1.0) -> None:
    """Add to `picture`, in place, what the floor z = 0 mirrors: `bright` has corners (n, 3) in metres and light (3,).

    `wet` 1 is worn stone. Call it before anything is drawn that stands on the floor: only the shell must be there.
    """
    w, h = max(2, lens.size[0] // _COARSE), max(2, lens.size[1] // _COARSE)
    mirror = np.zeros((h, w, 4), np.float32)
    scale = np.array([w / lens.size[0], h / lens.size[1]]) * 16
    for corners, light in bright:
        x, y, depth = lens.project(corners[:, 0], corners[:, 1], -corners[:, 2])
        if depth.min() < 0.4:
            continue
        spot = np.clip(np.stack([x, y], 1) * scale, -200_000, 200_000)
        cv2.fillPoly(mirror, [np.round(spot).astype(np.int32)], (*(float(v) for v in light), 0.0), cv2.LINE_8, 4)
    drawn_out: Array = cv2.GaussianBlur(mirror, (0, 0), sigmaX=max(0.4, w / 110), sigmaY=max(0.6, h / 14))
    # Schlick's rise towards a glance: the farther the floor, the more of the light it sends on.
    rows = np.maximum(np.arange(h) + 0.5 - lens.horizon_row * h / lens.size[1], 0.5) / (lens.focal * h / lens.size[1])
    glance = 0.04 + 0.5 * (1 - np.clip(rows / np.sqrt(1 + rows * rows), 0, 1)) ** 5
    drawn_out *= (wet * glance)[:, None, None].astype(np.float32)
    cv2.add(picture, cv2.resize(drawn_out, lens.size, interpolation=cv2.INTER_LINEAR), picture)
