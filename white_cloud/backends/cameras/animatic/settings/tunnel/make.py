"""Makes of tunnels: how they are bored, fitted and lit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour
from white_cloud.backends.cameras.animatic.rooms.bore import Bore
from white_cloud.backends.cameras.animatic.rooms.lamps import Lamps

_LIGHT = (48, 64)  # texels of the light maps, round or across and along


@dataclass(frozen=True)
class Make:
    """How a tunnel is lit and fitted.

    `lamps` are the places of its lamps, radians from the crown on both sides (none: rings), every `pitch` metres; `portal` is
    the distance from one great ring of light to the next; `rails` instead of a road.
    """

    bore: Bore
    lamps: tuple[float, ...]
    pitch: float
    tint: Array
    portal: float
    ring: Array
    rails: bool
    speed: float


MAKES = (
    Make(Bore(), (), 9.0, colour("#f4ead2"), 9.0, colour("#fff0d0"), False, 5.2),
    Make(Bore(chevron=0.55, pitch=1.35, wide=0.6), (0.62,), 9.0, colour("#ffab57"), 45.0, colour("#ffd9a0"), False, 6.0),
    Make(
        Bore(radius=2.7, axis=1.35, pitch=1.2, wide=0.34, deep=0.24),
        (1.05,),
        6.0,
        colour("#ffc987"),
        36.0,
        colour("#f7e6c6"),
        True,
        3.6,
    ),
    Make(
        Bore(chevron=0.9, pitch=1.6, wide=0.75, deep=0.36), (0.0,), 12.0, colour("#dfeee6"), 36.0, colour("#eaf6ee"), False, 5.4
    ),
)


def light_maps(make: Make, end: Array, burning: float) -> tuple[Tile, Tile]:
    """Return the light on the wall (round, along; fourth: on what faces the lens) and on the road (across, along)."""
    bore = make.bore
    around, along = _LIGHT
    lamps = Lamps.all(_all_lamps(make, burning))
    y = (np.arange(along) + 0.5) / along * make.portal
    turn = (np.arange(around) + 0.5) / around * 2 * math.pi
    wall = np.zeros((along, around, 4), np.float32)
    for column, angle in enumerate(turn):
        inward = (-math.sin(angle), 0.0, -math.cos(angle))
        places = np.stack(
            np.broadcast_arrays(bore.radius * math.sin(angle), y[:, None], bore.axis + bore.radius * math.cos(angle)), -1
        )
        wall[:, column, :3] = lamps.on(places, inward)[:, 0]
        wall[:, column, 3] = lamps.on(places, (0.0, -1.0, 0.0))[:, 0].mean(-1)
    wall[..., :3] += wall[..., :3].mean((0, 1)) * np.float32(0.22) + end * np.float32(0.010)
    wall[..., 3] += wall[..., 3].mean() * np.float32(0.3)
    x = (np.arange(around) + 0.5) / around * 8 - 4
    places = np.stack(np.broadcast_arrays(x[None], y[:, None], 0.0), -1)
    road = np.zeros((along, around, 4), np.float32)
    road[..., :3] = lamps.on(places, (0, 0, 1)) + end * np.float32(0.012)
    return Tile(wall), Tile(road)


def _all_lamps(make: Make, burning: float) -> list[Lamps]:
    """Return the lamps of one period and of its neighbours, y counted from the great ring."""
    bore = make.bore
    lamps: list[Lamps] = []
    strong = np.float32(burning)
    for period in (-1, 0, 1):
        ring = np.linspace(-2.0, 2.0, 9)
        places = np.stack(
            [
                0.94 * bore.radius * np.sin(ring),
                np.full(9, period * make.portal + 0.15),
                bore.axis + 0.94 * bore.radius * np.cos(ring),
            ],
            1,
        )
        tint = make.ring * np.float32(max(0.9 * burning, 0.05))
        lamps.append(Lamps(places, np.repeat(tint[None], 9, 0), np.zeros((9, 3))))
        for number in range(round(make.portal / make.pitch) if make.lamps else 0):
            for angle in {sign * middle for middle in make.lamps for sign in (-1, 1)}:
                reach = bore.radius - 0.25
                place = (
                    reach * math.sin(angle),
                    period * make.portal + number * make.pitch + 2.45,
                    bore.axis + reach * math.cos(angle),
                )
                lamps.append(Lamps(np.array([place]), (make.tint * np.float32(2.4) * strong)[None], np.zeros((1, 3))))
    return lamps
