"""Haul trucks on their roads: where each is at a time, and how it is drawn with its lamps, shadow and dust."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.bodies import Placed, draw_puff, draw_solid
from white_cloud.backends.cameras.animatic.landscape import View
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour
from white_cloud.backends.cameras.animatic.solids import Solid, distant_truck, haul_truck

_FOOTPRINT = (4.2, 7.0, 6.0)  # half width, half length, height before scaling
_NEAR, _SMALL, _TINY = 380.0, 900.0, 1700.0  # metres beyond which a truck loses its faces, its shadow, itself


@dataclass(frozen=True)
class Truck:
    """A truck on a stretch of road: places (n, 3) in metres and the metres gone at each; `speed` below 0 goes against them.

    At 0 seconds it is in the middle. `scale` 2 makes it twice as large as any truck there is.
    """

    places: Array = field(repr=False)
    gone: Array = field(repr=False)
    speed: float
    loaded: bool
    phase: float
    scale: float = 2.1

    @classmethod
    def on(cls, places: Array, speed: float, loaded: bool, phase: float) -> Truck:
        """Return a truck on the road through `places` (n, 3)."""
        steps = np.linalg.norm(np.diff(places[:, :2], axis=0), axis=1)
        return cls(places, np.concatenate([[0], np.cumsum(steps)]), speed, loaded, phase)

    def at(self, t: float) -> tuple[tuple[float, float, float], float]:
        """Return position (x, y, z) in metres and heading in degrees at `t` seconds."""
        metres = self.gone[-1] / 2 + self.speed * t
        x, y, z = (float(np.interp(metres, self.gone, self.places[:, axis])) for axis in range(3))
        half = math.copysign(9, self.speed)  # headed along the chord of its own length: a polyline's corners do not jerk it
        east, north = (
            float(
                np.interp(metres + half, self.gone, self.places[:, axis])
                - np.interp(metres - half, self.gone, self.places[:, axis])
            )
            for axis in range(2)
        )
        return (x, y, z), math.degrees(math.atan2(east, north))


class Convoy:
    """Draws trucks into a landscape."""

    def __init__(self, body: str, dust: str, smoke: Tile, dirt: Tile) -> None:
        """Build the solids; `body` and `dust` are colours, `smoke` the noise of puffs and `dirt` that of worn paint."""
        self._solids = {loaded: haul_truck(body, loaded) for loaded in (True, False)}
        self._distant: Solid = distant_truck(body)
        self._dust, self._smoke, self._dirt = colour(dust), smoke, dirt

    def draw(self, view: View, trucks: tuple[Truck, ...], t: float) -> None:
        """Draw `trucks` as they are at `t` seconds, the farthest first."""
        seen = []
        for truck in trucks:
            position, heading = truck.at(t)
            column, _, depth = (float(part) for part in view.lens.project(*position))
            margin = 70 * view.lens.focal / max(depth, 1.0)  # a truck and its dust
            if 12 < depth < _TINY and -margin < column < view.lens.size[0] + margin:
                seen.append((depth, truck, position, heading))
        for depth, truck, position, heading in sorted(seen, key=lambda one: -one[0]):
            self._draw_dust(view, truck, position, heading, depth, t)
            self._draw_truck(view, truck, position, heading, depth)

    def _draw_truck(self, view: View, truck: Truck, position: tuple[float, float, float], heading: float, depth: float) -> None:
        near = depth < _NEAR
        body = Placed(
            self._solids[truck.loaded] if near else self._distant,
            position,
            heading,
            truck.scale,
            dirt=self._dirt if near else None,
            footprint=_FOOTPRINT if depth < _SMALL else None,
            glare=0.4,
        )
        draw_solid(view, body)

    def _draw_dust(
        self, view: View, truck: Truck, position: tuple[float, float, float], heading: float, depth: float, t: float
    ) -> None:
        """Draw what the truck raises behind it, the farthest puff first; a distant one raises fewer."""
        puffs = (5, 3, 1) if depth < 170 else (4, 1) if depth < 450 else (2,) if depth < 700 else ()
        east, north = math.sin(math.radians(heading)), math.cos(math.radians(heading))
        lit = 0.7 + 0.3 * view.landscape.sunlit(position[0], position[1])  # dust rises out of the shade
        paint = self._dust * view.landscape.light.ambience(lit)
        for number in puffs:
            behind = 8 + number * 11
            place = (position[0] - east * behind, position[1] - north * behind, position[2] + 3 + number * 1.6)
            phase = truck.phase + number * 0.37 - t * 0.02
            draw_puff(view, place, 8 + number * 4.5, paint, 0.42 / number**0.35, self._smoke, phase)
