"""Light maps of a room: a lamp that may swing, a window, one bounce and contact shade, baked once a take.

Direct light is Lambert's cosine over distance squared, shadowed by slab tests against boxes (Kay and Kajiya 1986); the bounce
is instant radiosity (Keller 1997): a few virtual lights drawn from what the direct light reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep
from white_cloud.backends.cameras.animatic.rooms.planes import Block, Surface

#: Texels of the light maps a metre.
DENSITY = 9
#: How far the lamp swings from rest, metres along x, y, z at the end of its swing.
SWING = np.array([0.17, 0.06, 0.025])


@dataclass(frozen=True)
class Pane:
    """A window in the wall x = 0: lower left corner (y, z) and size in metres."""

    y: float
    z: float
    width: float
    height: float


@dataclass(frozen=True)
class Emitter:
    """A steady light: places (k, 3) spread over it and its colour (linear BGR, radiance at 1 m of all of it).

    A flat one shines to the side of its unit normal `facing`; a `hooded` one little upwards.
    """

    places: Array
    colour: Array
    facing: tuple[float, float, float] | None = None
    hooded: bool = False


@dataclass(frozen=True)
class Sources:
    """What lights a room: the lamp's place (3,), the window, and the colours of both (linear BGR, radiance at 1 m).

    `emitters` are what else shines, always the same.
    """

    lamp: Array
    lamp_colour: Array
    pane: Pane
    pane_colour: Array
    ambient: Array
    emitters: tuple[Emitter, ...] = ()


@dataclass(frozen=True)
class LightMaps:
    """Baked light of n texels: the lamp at three places of its swing (3, n), the window (n,), bounce and steady light (n, 3).

    `spans` is for each surface its first texel, height and width.
    """

    lamp: Array
    pane: Array
    bounce: Array
    steady: Array
    spans: tuple[tuple[int, int, int], ...]

    def combined(self, sources: Sources, swing: float = 0.0, lamp: float = 1.0) -> list[Array]:
        """Return a light map (h, w, 3) for each surface, the lamp at `swing` -1..1 and burning at `lamp` of its strength."""
        aside = self.lamp[2] if swing > 0 else self.lamp[0]
        part = np.float32(abs(swing))
        direct = self.lamp[1] + (aside - self.lamp[1]) * part
        total = self.pane[:, None] * sources.pane_colour.astype(np.float32)
        total += direct[:, None] * (sources.lamp_colour * lamp).astype(np.float32)
        total += self.bounce * np.float32(0.3 + 0.7 * lamp)
        total += self.steady
        return [total[start : start + h * w].reshape(h, w, 3) for start, h, w in self.spans]


def bake(
    surfaces: Sequence[Surface], blocks: Sequence[Block], sources: Sources, swinging: bool, density: float = DENSITY
) -> LightMaps:
    """Bake the light of a room, `density` texels a metre; without `swinging` the lamp's three places are one."""
    places, normals, spans = _texels(surfaces, density)
    shade = _Shade(blocks)
    rng = np.random.default_rng(0)
    lamp = _lamp(places, normals, shade, sources, swinging, rng)
    pane = _pane(places, normals, shade, sources.pane)
    steady = np.zeros((len(places), 3), np.float32)
    for emitter in sources.emitters:
        steady += _steady(places, normals, shade, emitter)[:, None] * emitter.colour.astype(np.float32)
    first = lamp[1][:, None] * sources.lamp_colour + pane[:, None] * sources.pane_colour + steady
    bounce = _bounce(surfaces, spans, places, normals, shade, first, rng)
    clear = _clearance(places, normals, shade, rng)
    lifted = ((bounce + sources.ambient) * (0.2 + 0.8 * clear)[:, None]).astype(np.float32)
    return LightMaps(lamp, pane, lifted, steady, spans)


def _texels(surfaces: Sequence[Surface], density: float) -> tuple[Array, Array, tuple[tuple[int, int, int], ...]]:
    places, normals, spans, start = [], [], [], 0
    for s in surfaces:
        w = max(3, int(np.linalg.norm(s.right) * density))
        h = max(3, int(np.linalg.norm(s.down) * density))
        across, along = (np.arange(w) + 0.5) / w, (np.arange(h) + 0.5) / h
        grid = s.origin + across[None, :, None] * s.right + along[:, None, None] * s.down
        places.append((grid + s.normal * 0.012).reshape(-1, 3))
        normals.append(np.repeat(s.normal[None], w * h, 0))
        spans.append((start, h, w))
        start += w * h
    return np.vstack(places).astype(np.float32), np.vstack(normals).astype(np.float32), tuple(spans)


class _Shade:
    """Which points see which lights through the blocks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.boxes = [(np.array(b.low, np.float32) + 0.004, np.array(b.high, np.float32) - 0.004) for b in blocks]

    def seen(self, places: Array, ends: Array) -> Array:
        """Return what part of rays from `places` (n, 3) to `ends` (k, 3) or to one end each (n, 1, 3) is free: bool (n, k)."""
        ends = ends[None] if ends.ndim == 2 else ends
        free = np.ones((len(places), ends.shape[1]), bool)
        inverse = []
        for axis in range(3):
            way = ends[..., axis] - places[:, axis, None]
            inverse.append(1 / np.where(np.abs(way) < 1e-6, np.float32(1e-6), way))
        for low, high in self.boxes:
            enter, leave = np.float32(0.01), np.float32(0.985)
            for axis in range(3):
                origin = places[:, axis, None]
                a, b = (low[axis] - origin) * inverse[axis], (high[axis] - origin) * inverse[axis]
                enter = np.maximum(enter, np.minimum(a, b))
                leave = np.minimum(leave, np.maximum(a, b))
            free &= enter >= leave
        return free


def _received(places: Array, normals: Array, lights: Array) -> tuple[Array, Array]:
    """Return cosine at the receiver over distance squared, and the unit ways to the lights, (n, k) and (n, k, 3)."""
    way = lights[None] - places[:, None]
    square = (way * way).sum(2)
    way /= np.sqrt(square)[..., None] + np.float32(1e-6)
    cosine = np.clip(np.einsum("nkc,nc->nk", way, normals), 0, None)
    return cosine / (square + np.float32(0.03)), way


def _lamp(places: Array, normals: Array, shade: _Shade, sources: Sources, swinging: bool, rng: np.random.Generator) -> Array:
    ball = rng.normal(size=(6, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    maps = []
    for side in (-1, 0, 1) if swinging else (0,):
        middle = sources.lamp + SWING * (side, side, abs(side))
        lights = (middle + ball * 0.05).astype(np.float32)
        light, way = _received(places, normals, lights)
        below = smoothstep(-0.22, 0.10, way[..., 2])  # a tin shade keeps the ceiling dim
        maps.append((light * shade.seen(places, lights) * (0.16 + 0.84 * below)).mean(1))
    result: Array = np.stack(maps if swinging else maps * 3).astype(np.float32)
    return result


def _pane(places: Array, normals: Array, shade: _Shade, pane: Pane) -> Array:
    across, up = np.meshgrid((np.arange(4) + 0.5) / 4, (np.arange(3) + 0.5) / 3)
    lights = np.stack([np.full(12, 0.02), pane.y + across.ravel() * pane.width, pane.z + up.ravel() * pane.height], 1).astype(
        np.float32
    )
    light, way = _received(places, normals, lights)
    light *= np.clip(-way[..., 0], 0, None) * shade.seen(places, lights)
    result: Array = (light.mean(1) * (pane.width * pane.height)).astype(np.float32)
    return result


def _steady(places: Array, normals: Array, shade: _Shade, emitter: Emitter) -> Array:
    lights = emitter.places.astype(np.float32)
    light, way = _received(places, normals, lights)
    if emitter.facing is not None:
        light *= np.clip(-np.einsum("nkc,c->nk", way, np.array(emitter.facing, np.float32)), 0, None)
    if emitter.hooded:
        light *= 0.16 + 0.84 * smoothstep(-0.22, 0.10, way[..., 2])
    result: Array = (light * shade.seen(places, lights)).mean(1).astype(np.float32)
    return result


def _bounce(
    surfaces: Sequence[Surface],
    spans: tuple[tuple[int, int, int], ...],
    places: Array,
    normals: Array,
    shade: _Shade,
    first: Array,
    rng: np.random.Generator,
) -> Array:
    """Gather from virtual lights chosen in proportion to the power each texel sends back."""
    power = np.empty_like(first)
    for s, (start, h, w) in zip(surfaces, spans, strict=True):
        area = float(np.linalg.norm(s.right) * np.linalg.norm(s.down)) / (h * w)
        power[start : start + h * w] = first[start : start + h * w] * s.albedo.reshape(-1, 3).mean(0) * area
    weight = power.sum(1)
    count = 28
    pick = rng.choice(len(places), count, p=weight / weight.sum())
    strength = power[pick] / weight[pick, None] * weight.sum() / count / np.pi
    light, way = _received(places, normals, places[pick])
    light *= np.clip(-np.einsum("nkc,kc->nk", way, normals[pick]), 0, None)
    np.minimum(light, 1.2, out=light)  # a virtual light close by would leave a spot
    light *= shade.seen(places, places[pick])
    result: Array = np.einsum("nk,kc->nc", light, strength)  # not BLAS: its sums may depend on its threads
    return result


def _clearance(places: Array, normals: Array, shade: _Shade, rng: np.random.Generator) -> Array:
    """Return what part of short rays from each point meets nothing: the shade where things touch."""
    ways = rng.normal(size=(8, 3)).astype(np.float32)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    facing = np.where(np.einsum("nc,kc->nk", normals, ways) < 0, np.float32(-1), np.float32(1))
    ends = places[:, None] + (facing[..., None] * ways[None] + 0.4 * normals[:, None]) * np.float32(0.42)
    result: Array = shade.seen(places, ends).mean(1)
    return result


def light_at(sources: Sources, place: tuple[float, float, float]) -> Array:
    """Return the light (3,) that falls from above on a small thing at `place`, with no shadows: linear BGR."""
    up = np.array([[0.0, 0.0, 1.0]], np.float32)
    here = np.array([place], np.float32)
    lights = [(sources.lamp[None].astype(np.float32), sources.lamp_colour)]
    lights += [(one.places.astype(np.float32), one.colour) for one in sources.emitters]
    total = sources.ambient.astype(np.float32)
    for places, tint in lights:
        total = total + np.float32(_received(here, up, places)[0].mean()) * tint.astype(np.float32)
    return total
