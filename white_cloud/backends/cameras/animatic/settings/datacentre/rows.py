"""The rows of a data centre as a lens casts its columns into them: aisles side by side, and the ends of the rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.passage import Sight, Walls, footprint
from white_cloud.backends.cameras.animatic.settings.datacentre.paint import END, HALF, PERIOD, RACK, ROW

#: The sheets of the rows; the lamps of a wall of racks follow upon it.
LEFT, LEFT_LAMPS, RIGHT, RIGHT_LAMPS, BACK, ROW_END = range(6)


@dataclass(frozen=True)
class Rows:
    """What each column of a frame meets: a wall of racks, or before it the end of a row (1, w) by the part it covers."""

    walls: Walls
    end_part: Array = field(repr=False)
    end_distance: Array = field(repr=False)
    end_place: Array = field(repr=False)
    sight: Sight = field(repr=False)

    @classmethod
    def of(cls, sight: Sight) -> Rows:
        """Cast a frame's columns into the rows; those beside the middle aisle are its copies, farther on in the racks."""
        lens = sight.lens
        entry = sight.across(0.0) if lens.y < 0 else np.zeros_like(sight.along)
        at = sight.east(entry)
        aisle = np.floor(at / PERIOD + 0.5)
        inside = at - aisle * PERIOD
        middle = aisle * PERIOD
        going = sight.aside > 0
        plane = np.where(going, middle + HALF, middle - HALF)
        aside = np.where(np.abs(sight.aside) < 1e-4, np.where(going, 1e-4, -1e-4), sight.aside)
        side = np.maximum((plane - lens.x) / aside, entry)
        back = sight.across(END)
        distance = np.minimum(side, back).astype(np.float32)
        which = np.where(side > back, BACK, np.where(going, RIGHT, LEFT))
        place = np.where(
            side > back, sight.east(distance) - middle, sight.north(distance) + np.where(aisle == 0, 0, 3 * RACK * (aisle % 4))
        )
        walls = Walls(which, np.clip(place, -HALF, END).astype(np.float32), distance)
        if lens.y >= 0:
            none = np.zeros_like(distance)
            return cls(walls, none, distance, none, sight)
        wide = footprint(at)
        to_panel = np.abs(inside) - HALF  # metres into a row's end, below 0 in an aisle
        part = np.clip(to_panel / wide + 0.5, 0, 1).astype(np.float32)
        walls = replace(walls, distance=np.where(part > 0.5, entry, distance).astype(np.float32))
        place = inside - np.sign(inside) * PERIOD / 2
        return cls(walls, part, entry, np.clip(place, -ROW / 2, ROW / 2).astype(np.float32), sight)

    def whole(self) -> tuple[Array, Array]:
        """Return which sheet each column shows and where, (1, w): the ends of rows included."""
        ends = self.end_part > 0.5
        return np.where(ends, ROW_END, self.walls.which), np.where(ends, self.end_place, self.walls.place)
