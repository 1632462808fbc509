"""Some of a picture's pixels, gathered so that work is done on them alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

#: Pixels are kept in rows of so many, as OpenCV's remap wants two dimensions.
COLUMNS = 256


@dataclass(frozen=True)
class Picked:
    """Pixels by their `index` (n, 256) in the flat picture, the last ones repeated; `count` of them are meant."""

    index: Array = field(repr=False)
    count: int
    shape: tuple[int, int]

    @classmethod
    def of(cls, mask: Array) -> Picked | None:
        """Return the pixels where a mask (h, w) is true; None where it is nowhere."""
        where = np.flatnonzero(mask)
        if not len(where):
            return None
        padded = np.append(where, np.full(-len(where) % COLUMNS, where[-1]))
        return cls(padded.reshape(-1, COLUMNS), len(where), (mask.shape[0], mask.shape[1]))

    def take(self, plane: Array) -> Array:
        """Return a plane's (h, w) values there, (n, 256)."""
        return plane.ravel().take(self.index)

    def put(self, picture: Array, light: Array) -> None:
        """Put light (n, 256, 4) into a picture (h, w, 4)."""
        whole(picture)[self.index.ravel()[: self.count]] = whole(light)[: self.count]


def whole(pixels: Array) -> Array:
    """Return float32 pixels (..., 4) as one number each (n,): so they are gathered and scattered several times as fast."""
    return pixels.reshape(-1, 4).view(np.complex128)[:, 0]


def looked_up(table: Array, index: Array) -> Array:
    """Return rows of a table (m, 4), float32, for an index (...): (..., 4)."""
    found: Array = whole(table).take(index)
    return found.view(np.float32).reshape(*index.shape, 4)
