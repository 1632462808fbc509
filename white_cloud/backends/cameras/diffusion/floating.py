"""A still that floats: one picture, and a camera that moves slowly over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from white_cloud.backends.cameras.diffusion.picture import Rgb, Size


@dataclass(frozen=True)
class Way:
    """Where a camera looks, from the first frame to the last.

    `near` is how many times closer than the whole picture; `across` and `down` are -1..1 of the room this leaves at the sides.
    """

    near: tuple[float, float]
    across: tuple[float, float] = (0, 0)
    down: tuple[float, float] = (0, 0)
    shakes: bool = False


_WAYS = {
    "static": Way((1.0, 1.04)),
    "pan left": Way((1.2, 1.2), across=(1, -1)),
    "pan right": Way((1.2, 1.2), across=(-1, 1)),
    "tilt up": Way((1.2, 1.2), down=(1, -1)),
    "tilt down": Way((1.2, 1.2), down=(-1, 1)),
    "push in": Way((1.0, 1.25)),
    "pull out": Way((1.25, 1.0)),
    "track left": Way((1.15, 1.2), across=(1, -1)),
    "track right": Way((1.15, 1.2), across=(-1, 1)),
    "crane up": Way((1.25, 1.1), down=(1, -1)),
    "crane down": Way((1.1, 1.25), down=(-1, 1)),
    "drone": Way((1.1, 1.25), down=(-1, 0.5)),
    "hand-held": Way((1.1, 1.12), shakes=True),
    "descent": Way((1.0, 1.3), down=(-1, 1)),
}


def floated(still: Rgb, film: Size, frames: int, move: str, seed: int) -> Iterator[Rgb]:
    """Yield the frames of a move over a still of the film's shape, at the film's size; raise KeyError for an unknown move."""
    import cv2

    way, begin = _WAYS[move], (seed % 1000) / 1000 * 2 * pi
    height, width = still.shape[:2]
    for number in range(frames):
        part = number / max(frames - 1, 1)
        eased = 0.5 - 0.5 * cos(pi * part)
        near, across, down = (_at(pair, eased) for pair in (way.near, way.across, way.down))
        if way.shakes:
            across, down = 0.6 * sin(begin + 17 * part), 0.6 * sin(2 * begin + 23 * part)
        seen = width / near, height / near
        left, top = (width - seen[0]) * (1 + across) / 2, (height - seen[1]) * (1 + down) / 2
        scale = seen[0] / film[0], seen[1] / film[1]
        # from a pixel's middle in the frame to its place in the still
        place = np.array([[scale[0], 0, left + scale[0] / 2 - 0.5], [0, scale[1], top + scale[1] / 2 - 0.5]])
        how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        yield np.asarray(cv2.warpAffine(still, place, film, flags=how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _at(pair: tuple[float, float], part: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * part
