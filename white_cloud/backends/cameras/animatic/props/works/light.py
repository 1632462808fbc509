"""Light baked on panels and on the ground below them: sun, sky with what hides it, lamps, a bounce, dust and rust.

What a direction of light reaches is found by a map of heights seen from there (Williams 1978, "Casting curved shadows on
curved surfaces"); the sky is a few dozen such directions, so that hollows are dark (Zhukov et al. 1998, ambient occlusion).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_MAP = 640  # pixels of a map of heights
_LAMPLIT = 55.0  # metres that a lamp reaches
_NEAR_ENOUGH = 0.4  # metres by which a place may lie below what the map shows and still be lit


@dataclass(frozen=True)
class Lamp:
    """A lamp: its place in metres, and its light at a metre (linear, blue first), thrown downwards."""

    place: tuple[float, float, float]
    light: Array = field(repr=False)


@dataclass(frozen=True)
class WorksLight:
    """What falls on works.

    `sun` points to the sun, of light `sunlight`; the sky gives `skylight`, more of it from the sun's side by `leaning`; the
    ground gives back `bounce`. Without `shadows` nothing hides anything, for works so far away that no map of them is fine
    enough. All colours are linear, blue first, float32 (3,).
    """

    sun: Array
    sunlight: Array
    skylight: Array
    bounce: Array
    lamps: tuple[Lamp, ...] = ()
    leaning: float = 0.6
    softness: float = 0.02
    sky_parts: int = 20
    shadows: bool = True


@dataclass(frozen=True)
class Casters:
    """What throws shadows: `corners` (n, 3), where each polygon `starts`, its plane's `normals` (m, 3) and `offsets` (m,)."""

    corners: Array
    starts: Array
    normals: Array
    offsets: Array


def along(places: Array, direction: Array) -> Array:
    """Return the component of every row of `places` (n, 3) in a direction; the same to the bit however many cores there are."""
    x, y, z = (float(part) for part in direction)
    return np.asarray(places[:, 0] * x + places[:, 1] * y + places[:, 2] * z)


class _HeightMap:
    """How far towards a direction things reach."""

    def __init__(self, casters: Casters, towards: Array) -> None:
        self._towards = towards
        side = np.cross(towards, (0, 0, 1.0)) if abs(towards[2]) < 0.95 else np.array([1.0, 0, 0])
        self._side = side / np.linalg.norm(side)
        self._up = np.cross(self._side, towards)
        x, y, far = (along(casters.corners, axis) for axis in (self._side, self._up, towards))
        self._low = np.array([x.min(), y.min()])
        self._scale = (_MAP - 3) / max(x.max() - x.min(), y.max() - y.min(), 1.0)
        pixels = np.round((np.column_stack([x, y]) - self._low + 1 / self._scale) * self._scale * 16).astype(np.int32)
        centres = np.add.reduceat(far, casters.starts[:-1]) / np.diff(casters.starts)
        facing = along(casters.normals, towards)
        drawn = np.zeros((_MAP, _MAP), np.uint16)
        starts = casters.starts
        for face in np.argsort(centres, kind="stable"):
            if abs(facing[face]) > 1e-3:
                cv2.fillConvexPoly(drawn, pixels[starts[face] : starts[face + 1]], int(face) + 1, cv2.LINE_8, 4)
        safe = np.where(np.abs(facing) > 1e-3, facing, 1.0)
        planes = (
            np.stack([-along(casters.normals, self._side), -along(casters.normals, self._up), casters.offsets], 1)
            / safe[:, None]
        )
        planes = np.vstack([[0, 0, -1e9], planes]).astype(np.float32)
        across = (np.arange(_MAP, dtype=np.float32) / np.float32(self._scale)) - np.float32(1 / self._scale)
        per = planes[drawn]
        self._height = (
            per[..., 0] * (across + np.float32(self._low[0]))[None]
            + per[..., 1] * (across + np.float32(self._low[1]))[:, None]
            + per[..., 2]
        )

    def reaches(self, places: Array) -> Array:
        """Return which places (n, 3) the light reaches, bool."""
        x = ((along(places, self._side) - self._low[0] + 1 / self._scale) * self._scale).round().astype(np.int32)
        y = ((along(places, self._up) - self._low[1] + 1 / self._scale) * self._scale).round().astype(np.int32)
        inside = (x >= 0) & (y >= 0) & (x < _MAP) & (y < _MAP)
        height = self._height[np.clip(y, 0, _MAP - 1), np.clip(x, 0, _MAP - 1)]
        return np.asarray(~inside | (along(places, self._towards) >= height - _NEAR_ENOUGH))


def irradiance(places: Array, normals: Array, casters: Casters, light: WorksLight) -> Array:
    """Return the light that falls on `places` (n, 3) with `normals` (n, 3): float32 (n, 3), linear, blue first."""
    places = places + normals * 0.2
    lit = np.zeros(len(places), np.float32)
    for direction in _around(light.sun, light.softness, 4):
        lit += _reaching(casters, direction, places, light) / np.float32(4)
    facing = np.clip(along(normals, light.sun), 0, None).astype(np.float32)
    fall = (facing * lit)[:, None] * light.sunlight
    sky, seen = np.zeros(len(places), np.float32), np.zeros(len(places), np.float32)
    weights = 0.0
    flat = np.array([light.sun[0], light.sun[1], 0.0])
    flat /= max(1e-6, float(np.linalg.norm(flat)))
    for direction in _dome(light.sky_parts):
        brightness = 1 + light.leaning * float(direction @ flat)
        reached = _reaching(casters, direction, places, light)
        sky += reached * np.clip(along(normals, direction), 0, None).astype(np.float32) * np.float32(brightness)
        seen += reached
        weights += float(direction[2])
    fall += (sky / np.float32(weights))[:, None] * light.skylight
    below = np.clip(0.5 - 0.5 * normals[:, 2], 0, 1).astype(np.float32) * (seen / light.sky_parts * 2).clip(0, 1)
    fall += below[:, None] * light.bounce
    for lamp in light.lamps:
        _add_lamp(fall, lamp, places, normals)
    return np.asarray(fall, np.float32)


def _reaching(casters: Casters, direction: Array, places: Array, light: WorksLight) -> Array:
    """Return 1 where light from a direction reaches places, else 0: float32 (n,)."""
    if not light.shadows:
        return np.ones(len(places), np.float32)
    return _HeightMap(casters, direction).reaches(places).astype(np.float32)


def _add_lamp(fall: Array, lamp: Lamp, places: Array, normals: Array) -> None:
    x, y, _ = lamp.place
    near = np.flatnonzero((np.abs(places[:, 0] - x) < _LAMPLIT) & (np.abs(places[:, 1] - y) < _LAMPLIT))
    way = (np.array(lamp.place) - places[near]).astype(np.float32)
    square = (way * way).sum(1)
    distance = np.sqrt(square)
    facing = np.clip((way * normals[near]).sum(1) / distance, 0, None)
    thrown = np.clip(way[:, 2] / distance + 0.35, 0.03, 1)  # a shade sends it downwards
    fall[near] += (facing * thrown / (square + 3) * np.clip(1 - square / _LAMPLIT**2, 0, 1))[:, None] * lamp.light


def _around(direction: Array, spread: float, count: int) -> list[Array]:
    """Return directions on a ring about one, so that shadows have soft edges."""
    side = np.cross(direction, (0, 0, 1.0))
    side /= max(1e-6, float(np.linalg.norm(side)))
    up = np.cross(side, direction)
    angles = np.arange(count) * 2 * math.pi / count
    near = [direction + spread * (math.cos(angle) * side + math.sin(angle) * up) for angle in angles]
    return [one / np.linalg.norm(one) for one in near]


def _dome(count: int) -> list[Array]:
    """Return directions spread evenly over the upper half of the sphere (a Fibonacci spiral)."""
    found = []
    for number in range(count):
        z = 0.06 + 0.94 * (number + 0.5) / count
        angle = number * math.pi * (3 - math.sqrt(5))
        flat = math.sqrt(1 - z * z)
        found.append(np.array([flat * math.cos(angle), flat * math.sin(angle), z]))
    return found
