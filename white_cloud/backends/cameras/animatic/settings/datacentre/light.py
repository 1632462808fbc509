"""The light of a data centre: a broken line of lamps under the ceiling of each aisle, and the glow of the racks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.lamps import Lamps, grid
from white_cloud.backends.cameras.animatic.settings.datacentre.paint import END, HALF, HEIGHT, PERIOD, RACK_HEIGHT, START


@dataclass(frozen=True)
class Light:
    """Irradiance (h, w, 3) of the surfaces under a broken line of light."""

    side: Array = field(repr=False)
    row_end: Array = field(repr=False)
    floor: Array = field(repr=False)
    ceiling: Array = field(repr=False)
    tray: Array = field(repr=False)

    @classmethod
    def of(cls, burning: tuple[bool, ...], tint: Array) -> Light:
        """Return the light of the ceiling's lamps, 1.5 m each from START on, where they burn."""
        lamps = [
            Lamps.line(
                (0, START + 1.5 * i, HEIGHT - 0.05),
                (0, START + 1.5 * i + 1.4, HEIGHT - 0.05),
                tint * np.float32(2.6),
                (0, 0, 0),
                2,
            )
            for i, on in enumerate(burning)
            if on
        ]
        every = Lamps.all(lamps)
        long, fine = END - START, 4.0
        count = round(long * fine)
        north, east = (0, long, 0), (PERIOD, 0, 0)
        side = every.on(grid((-HALF, 0, 0), (0, END, 0), (0, 0, HEIGHT), (24, round(END * fine))), (1, 0, 0))
        side[round(24 * RACK_HEIGHT / HEIGHT) :] *= np.float32(0.5)
        floor = every.on(grid((-PERIOD / 2, START, 0), north, east, (16, count)), (0, 0, 1))
        glow = tint * np.float32(0.10) + colour("#3f9a94", 0.030)
        row_end = np.repeat(floor[:, :1].mean((0, 1), keepdims=True) * np.float32(0.6) + glow, 8, 0)
        ceiling = np.full((4, 4, 3), 1, np.float32) * (tint * np.float32(0.5) + colour("#3f9a94", 0.02))
        tray = np.full((4, 4, 3), 1, np.float32) * (tint * np.float32(0.35) + colour("#3f9a94", 0.03))
        return cls(side + glow, row_end.astype(np.float32), floor + glow, ceiling, tray)


def burning_lamps(rng: np.random.Generator, words: frozenset[str]) -> tuple[bool, ...]:
    """Return which lamps of the ceiling burn: by night one far away, by day all, else all but a dark stretch or, empty, few."""
    count = round((END - START) / 1.5)
    if "day" in words:
        return (True,) * count
    burning = rng.random(count) < 0.93
    dark = int(rng.integers(4, 14))
    if rng.random() < 0.6:
        burning[dark : dark + int(rng.integers(3, 8))] = False
    if "empty" in words:
        burning &= rng.random(count) < 0.4
    if "night" in words:
        burning[:] = False
        burning[int(rng.integers(12, 18))] = True
    return tuple(bool(on) for on in burning)
