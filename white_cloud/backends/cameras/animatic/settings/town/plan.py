"""Where the town is seen from and what stands where; and its light, by the hour and the weather."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.scenery import Daylight, Place
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix
from white_cloud.backends.cameras.animatic.setting import hour_of


@dataclass(frozen=True)
class Plan:
    """One station.

    The eye's height in metres, angle and horizon of the lens, the sun's and a layout's seed. Where things stand across the
    frame is a part of its half width at their distance, -1 to 1: the `lane` that leads away (None: there is none), and, each
    with its distance in metres, the power `plant`, the new `towers` (with their number), the `pit` head. `rows` are the
    distances of the rows of houses; `slabs` and `rail` distances, 0 for none.
    """

    eye: float
    fov: float
    horizon: float
    seed: int
    lane: float | None
    rows: tuple[float, ...]
    plant: tuple[float, float] | None = None
    towers: tuple[float, float, int] | None = None
    pit: tuple[float, float] | None = None
    slabs: float = 0.0
    rail: float = 0.0
    cooling: bool = False


_FAR_ROWS = (150.0, 112.0, 84.0, 62.0, 45.0, 31.0)
PLANS = (
    # Over the roofs: a lane leads to the pit head; stacks on one side, the new towers on the other.
    Plan(12.0, 46, 0.40, 3, -0.14, _FAR_ROWS, (-0.42, 900), (0.42, 420, 4), (0.10, 300), 230, 0),
    # In the lane, at the height of the eaves, wires over it.
    Plan(3.4, 50, 0.52, 5, 0.06, (120, 86, 62, 46, 34, 25, 18, 12.5), (0.10, 620), (-0.55, 460, 3), None, 0, 0),
    # The new towers with a long lens: concrete over brick.
    Plan(17.0, 27, 0.55, 11, None, (330, 265, 212, 170, 136, 108), (-0.62, 1500), (-0.05, 560, 6), None, 420, 0),
    # The pit head over the tracks.
    Plan(9.0, 34, 0.62, 21, -0.5, (110, 82, 60, 43), (0.60, 1100), (0.86, 640, 2), (-0.30, 262), 330, 140),
    # Under the cooling towers.
    Plan(10.0, 34, 0.56, 34, 0.30, (170, 130, 98, 73, 54, 40), (-0.20, 640), (0.80, 700, 3), None, 330, 230, True),
    # A low lane that ends at a stack.
    Plan(2.6, 40, 0.60, 55, -0.10, (110, 78, 56, 41, 30, 21.5, 15.5), (-0.06, 520), None, (0.60, 330), 0, 0),
    # A hillside of roofs, the eye high, everything small and much of it.
    Plan(26.0, 42, 0.30, 89, 0.22, (420, 330, 262, 206, 162, 126, 98, 76), (0.52, 1300), (-0.36, 640, 4), (0.12, 560), 520, 0),
    # Slabs and a crane behind the last brick houses, the train between.
    Plan(7.0, 44, 0.54, 144, 0.55, (72, 52, 37, 26), (-0.66, 1000), (0.12, 250, 4), None, 150, 98),
)


@dataclass(frozen=True)
class TownLight:
    """An hour of the town: its daylight, the part of windows lit, the sky low, middle and high and its glow, the exposure."""

    daylight: Daylight
    lit: float
    sky: tuple[Array, Array, Array, Array]
    stop: float = 1.0
    lamps: bool = True


def _air(
    sun: tuple[str, float], sky: tuple[str, float], towards: Place, low: tuple[str, float], high: tuple[str, float],
    sight: float, mist: float,
) -> Daylight:  # fmt: skip
    length = sum(part * part for part in towards) ** 0.5
    x, y, z = (part / length for part in towards)
    return Daylight(colour(*sun), colour(*sky), (x, y, z), colour(*low), colour(*high), sight, mist)


def _dome(*paints: tuple[str, float]) -> tuple[Array, Array, Array, Array]:
    low, middle, high, glow = (colour(*paint) for paint in paints)
    return low, middle, high, glow


HOURS = {
    "day": TownLight(
        _air(("#ffe2b8", 1.75), ("#a9b4bd", 0.50), (-0.75, -0.30, 0.55), ("#d8cdba", 0.90), ("#c3c6c4", 0.84), 2300, 0.22),
        0.0, _dome(("#e0d2b8", 1.0), ("#c2c4be", 0.90), ("#8fa3b2", 0.72), ("#fff0d0", 0.30)), 0.80, lamps=False,
    ),
    "dawn": TownLight(
        _air(("#ffb98a", 0.95), ("#8f9bb2", 0.34), (0.85, 0.28, 0.24), ("#dcb09a", 0.66), ("#a9a6b4", 0.52), 1200, 0.5),
        0.35, _dome(("#f0b892", 0.86), ("#c0aeb4", 0.62), ("#7089a8", 0.46), ("#ffc890", 0.70)), 0.80,
    ),
    "dusk": TownLight(
        _air(("#ff9a5a", 0.10), ("#8b9cbb", 0.80), (0.5, 0.8, 0.18), ("#a08c86", 0.36), ("#6b7f98", 0.30), 1250, 0.4),
        1.0, _dome(("#c89a70", 0.52), ("#8396a3", 0.40), ("#35496a", 0.26), ("#f0a86a", 0.34)), 1.30,
    ),
    "night": TownLight(
        _air(("#9fb4d6", 0.035), ("#64789a", 0.52), (-0.4, -0.5, 0.7), ("#75604a", 0.25), ("#3f4d62", 0.18), 1100, 0.4),
        1.15, _dome(("#745844", 0.24), ("#333f52", 0.20), ("#151f30", 0.20), ("#d08a50", 0.12)), 1.6,
    ),
}  # fmt: skip


def light_of(words: frozenset[str]) -> TownLight:
    """Return the light that the words ask for; the blue hour where they name none."""
    hour = HOURS[hour_of(words, "dusk")]
    air = hour.daylight
    if words & {"rain", "snow"}:
        grey = (air.sky + air.haze_low) * 0.5
        air = replace(
            air, sun=air.sun * 0.25, sky=air.sky * 0.85 + grey * 0.12, sight=air.sight * 0.62, mist=min(0.6, air.mist * 1.2)
        )
    if words & {"fog", "smoke"}:
        thick = 0.26 if "fog" in words else 0.6
        low, high = (mix(air.haze_low, air.haze_high, 0.5) * np.float32(1.25), air.haze_high * np.float32(1.15))
        air = replace(air, haze_low=low, haze_high=high) if "fog" in words else air
        air = replace(
            air, sun=air.sun * (0.2 if "fog" in words else 0.7), sight=air.sight * thick, mist=min(0.75, air.mist * 1.6)
        )
    return replace(hour, daylight=air)
