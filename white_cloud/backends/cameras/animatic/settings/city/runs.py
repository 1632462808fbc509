"""The walls of a picture as upright runs of pixels: all of a run lies in one column and shows one wall of one house.

What only depends on the wall and the column is worked out once a run, which are some thousands, and handed to its pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.city.picked import COLUMNS, Picked, looked_up
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits


@dataclass(frozen=True)
class Runs:
    """Pixels `picked`, column by column; `first` (r,) is each run's first pixel, `run` (n, 256) the number of its run."""

    picked: Picked
    first: Array = field(repr=False)
    run: Array = field(repr=False)

    def at_first(self, plane: Array) -> Array:
        """Return a plane's (h, w) values at the first pixel of every run, (r,)."""
        return plane.ravel().take(self.first)

    def columns(self, values: Array) -> Array:
        """Return, for what is one a column (w,), the value of every run (r,)."""
        return values.take(self.first % self.picked.shape[1])

    def spread(self, values: Array) -> Array:
        """Return a value a run (r,) for every pixel (n, 256)."""
        return values.take(self.run)

    def spread_pixels(self, values: Array) -> Array:
        """Return a pixel a run (r, 4) for every pixel (n, 256, 4)."""
        return looked_up(values, self.run)


class Runner:
    """Finds the runs in pictures of one size (width, height)."""

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self._by_column = np.ascontiguousarray(np.arange(width * height).reshape(height, width).T).ravel()

    def find(self, hits: Hits) -> Runs | None:
        """Return the runs of walls; None where there is no wall."""
        walls = ~(hits.flat | hits.sky)
        where = self._by_column[np.ascontiguousarray(walls.T).ravel()]
        if not len(where):
            return None
        index = np.append(where, np.full(-len(where) % COLUMNS, where[-1]))
        wall = hits.event.ravel().take(index)
        starts = np.empty(len(index), bool)
        starts[0] = True
        np.not_equal(wall[1:], wall[:-1], out=starts[1:])
        starts[1:] |= index[1:] < index[:-1]  # the next column
        run = np.cumsum(starts, dtype=np.int32)
        run -= 1
        picked = Picked(index.reshape(-1, COLUMNS), len(where), (hits.depth.shape[0], hits.depth.shape[1]))
        return Runs(picked, index[starts], run.reshape(-1, COLUMNS))
