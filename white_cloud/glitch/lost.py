"""Where a key frame is lost: the frames that go without it, and which blocks show it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from white_cloud.glitch.effect import Moment
from white_cloud.glitch.noise import Field, dice, enlarged, slow_field
from white_cloud.media.planes import Packed

#: Frames from one coded picture to the next, and after a cut: as each frame may drag, motion is up to so many times too fast.
_STRIDE, _STRIDE_CUT = 6, 3
#: How fast it is: this power of strength, and in each cell another part of it, from this to the whole.
_HASTE, _SLOWEST = 1.5, 0.7
#: The part of the blocks that is shown dragged: this power of strength.
_SPREAD = 1.1
#: Frames at the most until dragging begins, frames in which the blocks fall to it, and in which they heal before the key frame.
_LATE, _FALL, _HEAL = 6, 8, 18
#: Up to this strength all blocks heal; at full strength none does, and the key frame snaps the picture clean.
_HEALED = 0.3
#: The part of a cell that the last shot stays after a cut: this power of strength. For half of that time nothing of it heals.
_STAYS = 1.2
#: Where blocks fall first: rows and columns of the land, frames of its swing; and the weights of runs and single blocks in it.
_LAND, _PERIOD, _RUN, _SINGLE = (4, 6), 260, 0.45, 0.12
#: Blocks in a run, at the most.
_LONG = 9


@dataclass(frozen=True)
class Cell:
    """The frames from one lost key frame to the next, and whether it was lost at a cut."""

    first: int
    end: int
    cut: bool

    @property
    def stride(self) -> int:
        """Return how many frames are from one coded picture to the next."""
        return _STRIDE_CUT if self.cut else _STRIDE

    def late(self, seed: int) -> int:
        """Return after how many frames dragging begins."""
        return 0 if self.cut else round(_throws(seed, self.first)[0] * _LATE)

    def haste(self, moment: Moment) -> float:
        """Return how many drags a frame brings: in time with the plate at no strength, one in each frame at the most."""
        fastest = _SLOWEST + (1 - _SLOWEST) * _throws(moment.seed, self.first)[1]
        strength: float = moment.strength**_HASTE
        return (1 + (self.stride - 1) * fastest * strength) / self.stride

    def share(self, moment: Moment) -> float:
        """Return the part of the blocks that is shown dragged."""
        age = moment.frame - self.first
        if self.cut:
            stays = (self.end - self.first) * moment.strength**_STAYS
            return _within(2 * (1 - (age + 1) / (stays + 1)))
        begun = _within((age + 1 - self.late(moment.seed)) / _FALL)
        healed = _within((moment.frame + 1 - self.end + _HEAL) / _HEAL)
        left = _within((moment.strength - _HEALED) / (1 - _HEALED))
        most: float = moment.strength**_SPREAD
        return most * begun * (1 - healed * (1 - left))


def lost_blocks(moment: Moment, cell: Cell, shape: tuple[int, int]) -> Packed:
    """Return which blocks are shown dragged, 255 for those, (rows, columns): a stronger one shows more, those among them."""
    land = enlarged(slow_field(moment.seed, moment.frame, _LAND, _PERIOD), shape[::-1])
    order = land + _ragged(moment.seed, cell.first, shape)
    count = round(cell.share(moment) * order.size)
    if not count:
        return np.zeros(shape, np.uint8)
    last = np.partition(order, count - 1, axis=None)[count - 1]
    return np.where(order <= last, 255, 0).astype(np.uint8)


@lru_cache(maxsize=64)
def _throws(seed: int, first: int) -> tuple[float, ...]:
    """Return how late a cell's dragging is, and how fast, 0..1."""
    return tuple(dice(seed, first).random(2).tolist())


@lru_cache(maxsize=4)
def _ragged(seed: int, first: int, shape: tuple[int, int]) -> Field:
    """Return what makes the land's borders ragged: runs of blocks along a row, as slices are lost, and single blocks."""
    chance = dice(seed, first, *shape)
    runs = chance.random((shape[0], shape[1] // _LONG + 2), np.float32)
    places = (np.arange(shape[1]) + chance.integers(0, _LONG, (shape[0], 1))) // _LONG
    single = chance.random(shape, np.float32)
    return np.asarray(_RUN * np.take_along_axis(runs, places, axis=1) + _SINGLE * single, np.float32)


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)
