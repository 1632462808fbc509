"""The survey of a frame: what each pixel shows and how far away it is, exact because the scene is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: What a pixel may show; a survey holds indices into this.
CLASSES = (
    "sky", "cloud", "ground", "road", "water", "plant", "rock", "building", "wall", "floor", "ceiling", "window", "furniture",
    "machine", "pipe", "vehicle", "person", "lamp", "screen", "sign", "thing",
)  # fmt: skip

#: The depth of the sky, metres.
SKY_DEPTH = 1e6


def class_number(name: str) -> int:
    """Return the index of a class in CLASSES; raise ValueError for a name that is none."""
    return CLASSES.index(name)


@dataclass(frozen=True)
class Survey:
    """What a frame shows.

    `classes` is uint8 (height, width), indices into CLASSES; `depth` is float32 (height, width), metres along the sight,
    SKY_DEPTH where there is nothing. What light passes through (smoke, dust, haze, glow, glass) is left out; of what is
    drawn softly, a pixel belongs to what covers at least half of it.
    """

    classes: Array = field(repr=False)
    depth: Array = field(repr=False)

    def resized(self, size: tuple[int, int]) -> Survey:
        """Return the survey at `size` (width, height); each pixel is that of the nearest one."""
        width, height = size
        rows = (np.arange(height) + 0.5) * self.depth.shape[0] / height
        columns = (np.arange(width) + 0.5) * self.depth.shape[1] / width
        nearest = np.ix_(rows.astype(int), columns.astype(int))
        return Survey(self.classes[nearest], self.depth[nearest])

    @classmethod
    def empty(cls, size: tuple[int, int]) -> Survey:
        """Return a survey of sky alone for pictures of `size` (width, height); its arrays may be drawn into."""
        width, height = size
        return cls(np.zeros((height, width), np.uint8), np.full((height, width), SKY_DEPTH, np.float32))

    def put(self, name: str, where: Array, depth: Array | float) -> None:
        """Let the pixels `where` (height, width), bool, show class `name` at `depth`, unless something nearer is there."""
        nearer = where & (self.depth > depth)
        self.classes[nearer] = class_number(name)
        self.depth[nearer] = np.broadcast_to(np.asarray(depth, np.float32), self.depth.shape)[nearer]
