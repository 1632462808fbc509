"""Haul trucks on their roads: where each is at a time, and how it is drawn with its lamps, shadow and trail of dust."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.props.bodies import Placed, draw_solid
from white_cloud.backends.cameras.animatic.props.marks import light_ground, mark_ground
from white_cloud.backends.cameras.animatic.props.puffs import Puff, draw_puffs
from white_cloud.backends.cameras.animatic.props.solids import Solid
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour
from white_cloud.backends.cameras.animatic.settings.pit.truck import RADIUS, SUNK, TruckModel, distant_truck, haul_truck, treads

_FOOTPRINT = (4.3, 7.0, 6.5)  # half width, half length, height before scaling
_NEAR, _SMALL, _TINY = 170.0, 900.0, 2200.0  # metres beyond which a truck loses its parts, its shadow, itself
_PAINT = "#9a8d6c"
SCALE = 1.75  # how much larger the trucks are than any that there are: a wheel is 6.8 m high
_LAMPLIGHT = colour("#ffdca0")
_SPACING = 7.5  # metres between two puffs of a trail


@dataclass(frozen=True)
class Truck:
    """A truck on a stretch of road: places (n, 3) in metres and the metres gone at each; `speed` below 0 goes against them.

    At 0 seconds it is in the middle.
    """

    places: Array = field(repr=False)
    gone: Array = field(repr=False)
    speed: float
    loaded: bool
    phase: float
    scale: float = SCALE

    @classmethod
    def on(cls, places: Array, speed: float, loaded: bool, phase: float) -> Truck:
        """Return a truck on the road through `places` (n, 3)."""
        steps = np.linalg.norm(np.diff(places[:, :2], axis=0), axis=1)
        return cls(places, np.concatenate([[0], np.cumsum(steps)]), speed, loaded, phase)

    def metres(self, t: float) -> float:
        """Return how far along its road the truck is at `t` seconds."""
        return float(self.gone[-1] / 2 + self.speed * t)

    def place(self, metres: float) -> tuple[float, float, float]:
        """Return the place on the road after `metres`."""
        x, y, z = (float(np.interp(metres, self.gone, self.places[:, axis])) for axis in range(3))
        return x, y, z

    def at(self, t: float) -> tuple[tuple[float, float, float], float]:
        """Return position (x, y, z) in metres and heading in degrees at `t` seconds."""
        metres = self.metres(t)
        half = math.copysign(12, self.speed)  # headed along the chord of its own length: a polyline's corners do not jerk it
        ahead, behind = self.place(metres + half), self.place(metres - half)
        return self.place(metres), math.degrees(math.atan2(ahead[0] - behind[0], ahead[1] - behind[1]))


@lru_cache(maxsize=3)
def _model(loaded: bool, fine: bool, number: int) -> TruckModel:
    return haul_truck(_PAINT, loaded, fine, number)


class Convoy:
    """Draws trucks into a landscape."""

    def __init__(self, dust: str, smoke: Tile, dirt: Tile, damp: float = 0.0, dark: float = 0.0) -> None:
        """Take the colour of `dust`, the noise of puffs and that of worn paint.

        `damp` ground, 0..1, raises less dust; the more `dark`, 0..1, the more the lamps do.
        """
        self._dark = dark
        self._distant: Solid = distant_truck(_PAINT)
        self._dust, self._smoke, self._dirt, self._dusty = colour(dust), smoke, dirt, 1 - damp

    def draw(self, view: View, trucks: tuple[Truck, ...], t: float, fine: bool = False) -> None:
        """Draw `trucks`, the subject given first, as they are at `t` seconds; `fine` ones where a wheel fills the frame."""
        seen = []
        for truck in trucks:
            position, heading = truck.at(t)
            column, _, depth = (float(part) for part in view.lens.project(*position))
            margin = 110 * view.lens.focal / max(depth, 1.0)  # a truck and its trail
            if 4 < depth < _TINY and -margin < column < view.lens.size[0] + margin:
                seen.append((depth, truck, position, heading))
        for depth, truck, position, heading in sorted(seen, key=lambda one: -one[0]):
            if self._dusty > 0:
                self._draw_trail(view, truck, depth, t)
            near = depth < (_NEAR if truck is trucks[0] else _NEAR / 2)  # the first is the subject
            if self._dark > 0 and depth < _SMALL:
                self._light_road(view, position, heading, truck.scale, depth)
            angle = truck.metres(t) * math.copysign(1, truck.speed) / (RADIUS * truck.scale)
            solid = _model(truck.loaded, fine, 7 if truck.loaded else 12).rolled(angle) if near else self._distant
            body = Placed(
                solid,
                self._standing(view, position, heading, truck.scale),
                heading,
                truck.scale,
                bias=1.5,
                dirt=self._dirt if near else None,
                footprint=_FOOTPRINT if depth < _SMALL else None,
                glare=0.15 + 0.06 * self._dark,
            )
            if near:
                mark_ground(view, [outline * truck.scale @ body.turn + np.asarray(body.position) for outline in treads()], 0.5)
            draw_solid(view, body)

    def _light_road(self, view: View, position: tuple[float, float, float], heading: float, scale: float, depth: float) -> None:
        """Throw the light of the lamps on the road before a truck."""
        east, north = math.sin(math.radians(heading)), math.cos(math.radians(heading))
        column = float(view.lens.project(*position)[0])
        clear, _ = view.haze.at(column, depth)
        for ahead, aside, strength in ((46, 12, 0.05), (26, 7, 0.09)):
            corners = [(8.5, -3.5), (8.5, 3.5), (ahead, aside), (ahead, -aside)]
            places = [
                (position[0] + (east * a + north * b) * scale, position[1] + (north * a - east * b) * scale, position[2])
                for a, b in corners
            ]
            light_ground(view, np.array(places), _LAMPLIGHT * (strength * self._dark * clear))

    @staticmethod
    def _standing(view: View, position: tuple[float, float, float], heading: float, scale: float) -> tuple[float, float, float]:
        """Return a place as high as the ground under the two axles."""
        x, y, _ = position
        east, north = math.sin(math.radians(heading)) * 4 * scale, math.cos(math.radians(heading)) * 4 * scale
        field = view.landscape.field
        return x, y, (field.height_at(x + east, y + north) + field.height_at(x - east, y - north)) / 2 - 0.1 - SUNK * scale

    def _draw_trail(self, view: View, truck: Truck, depth: float, t: float) -> None:
        """Draw what the truck has raised: puffs that stay where they rose, grow, lift and thin out; the oldest first."""
        count = 9 if depth < 200 else 4 if depth < 500 else 2 if depth < 900 else 0
        metres, way = truck.metres(t) * math.copysign(1, truck.speed), math.copysign(1, truck.speed)
        spacing = _SPACING * 9 / max(count, 1)
        wind = view.landscape.air.wind
        first = math.floor((metres - 10 * truck.scale / SCALE) / spacing)
        puffs = []
        for number in range(first - count + 1, first + 1):
            behind = metres - number * spacing
            age = behind / (count * spacing)  # 0..1, when it is gone
            if not 0 < age < 1:
                continue
            seconds = behind / 4.0
            x, y, z = truck.place(number * spacing * way)
            place = (x + wind[0] * 0.06 * seconds, y + wind[1] * 0.06 * seconds, z + 2.5 + 7 * age)
            size = (6.5 + 13 * age) * (1 + 0.25 * math.sin(number * 2.4))
            thickness = 0.62 * self._dusty * min(1.0, 9 * age) * (1 - age) ** 1.3 * (spacing / _SPACING) ** 0.5
            puffs.append(Puff(place, size, thickness, truck.phase + number * 0.37 - seconds * 0.01))
        if puffs:
            x, y, _ = puffs[-1].position
            lit = 0.7 + 0.3 * view.landscape.sunlit(x, y)  # dust rises out of the shade
            draw_puffs(view, puffs, self._dust * view.landscape.light.ambience(lit), self._smoke)
