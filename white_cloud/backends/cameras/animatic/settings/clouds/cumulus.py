"""Cumulus as a relief: heaps of balls on balls, seen from one side and lit once.

A heap begins with large balls; each carries smaller ones on its upper and near side, and so on, as in Gardner's and later
puff models of clouds. The nearest surface of all balls is a height field that faces the viewer, so that the light of a land
(shadows cast along the sun, sky in hollows) lights a cloud too. Strips wrap from their right edge to their left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.light import Sun, normals, openness, sun_reaches
from white_cloud.backends.cameras.animatic.radiance import Array, blur, mix, smoothstep, spectral_noise

_NOWHERE = -1e4
_SMALLEST = 1.6  # pixels: a ball below this is left to the noise


@dataclass(frozen=True)
class CloudLight:
    """What falls on a cloud: colours of sun and sky, linear, blue first, (3,), and where the sun stands.

    `aside` is -1 for a sun on the left, 1 on the right; `rise` its height over the cloud, -1..1; `front` how far it is on the
    viewer's side, degrees (a low one grazes); `lining` is the strength of the silver edge; `gloom` darkens the feet;
    `soft` 0..1 is how far light wanders within the cloud, so that it shows no hard creases.
    """

    sun: Array
    sky: Array
    aside: float = 1.0
    rise: float = 0.6
    front: float = 24.0
    lining: float = 0.5
    gloom: float = 0.4
    soft: float = 0.0


@dataclass(frozen=True)
class Heap:
    """A relief: `near` (h, w) pixels towards the viewer, `cover` (h, w) 0..1 with soft edges."""

    near: Array = field(repr=False)
    cover: Array = field(repr=False)


def heap(size: tuple[int, int], roots: Array, generations: int, seed: int, wraps: bool = True, frayed: float = 0.0) -> Heap:
    """Return the relief of balls grown from `roots` (n, 4): x, height above the foot, depth towards the viewer, radius; pixels.

    `size` is (width, height); children sit on the upper, nearer side of their parents; `frayed` 0..1 is how far the
    outline dissolves.
    """
    random = np.random.default_rng((seed, 11))
    balls, parents = [roots], roots
    for _ in range(generations):
        count = 7
        grown = np.repeat(parents, count, 0)
        way = random.normal(0, 1, (len(grown), 3)) + np.array([0.0, 0.75, 0.55])
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        radius = grown[:, 3] * random.uniform(0.30, 0.56, len(grown))
        grown[:, :3] += way * (grown[:, 3] - radius * 0.35)[:, None]
        grown[:, 3] = radius
        parents = grown[(radius > _SMALLEST) & (grown[:, 1] + radius < size[1] - 4)]  # nothing may be cut off above
        balls.append(parents)
    near = _surface(size, np.concatenate(balls), wraps)
    return Heap(near, _soft(near, seed, frayed))


def _surface(size: tuple[int, int], balls: Array, wraps: bool) -> Array:
    width, height = size
    margin = int(balls[:, 3].max()) + 2
    wide = np.full((height, width + 2 * margin), _NOWHERE, np.float32)
    for x, up, towards, radius in balls.tolist():
        _stamp(wide, margin + x % width if wraps else margin + x, height - up, towards, max(1, round(radius)))
    near = wide[:, margin:-margin]
    if wraps:
        np.maximum(near[:, :margin], wide[:, -margin:], out=near[:, :margin])
        np.maximum(near[:, -margin:], wide[:, :margin], out=near[:, -margin:])
    return np.ascontiguousarray(near)


def _stamp(wide: Array, x: float, y: float, towards: float, radius: int) -> None:
    left, top = int(x) - radius, int(y) - radius
    side = 2 * radius + 1
    x0, x1, y0, y1 = max(0, left), min(wide.shape[1], left + side), max(0, top), min(wide.shape[0], top + side)
    if x1 <= x0 or y1 <= y0:
        return
    region = wide[y0:y1, x0:x1]
    np.maximum(region, _ball(radius)[y0 - top : y1 - top, x0 - left : x1 - left] + np.float32(towards), out=region)


@lru_cache(maxsize=256)
def _ball(radius: int) -> Array:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(np.float32)
    inside = (radius + 0.3) ** 2 - rows * rows - columns * columns
    return np.where(inside > 0, np.sqrt(np.maximum(inside, 0)), np.float32(2 * _NOWHERE)).astype(np.float32)


def _soft(near: Array, seed: int, frayed: float) -> Array:
    """Return how much of the sky a relief hides: its outline, frayed by noise, softer where the wind has it."""
    height, width = near.shape
    there = (near > _NOWHERE / 2).astype(np.float32)
    fray = _grain((width, height), 1.1, seed + 5, 4, 110)
    wisp = _grain((width, height), 1.7, seed + 6, 2, 20)
    soft, wide = _blurred(there, 1.3 + frayed), _blurred(there, 5.0 + 3.0 * frayed)
    part = np.clip(0.5 + 0.5 * wisp, 0, 1) * (0.6 + 0.3 * frayed)
    edge = mix(soft, wide, part) + (0.10 + 0.11 * frayed) * fray * (4 * wide * (1 - wide))
    cover: Array = smoothstep(0.16, 0.86, edge).astype(np.float32)
    return cover


def lit(one: Heap, light: CloudLight, seed: int) -> Array:
    """Return the heap lit, float32 (h, w, 4), linear BGR premultiplied by its cover, which is the fourth channel."""
    height, width = one.near.shape
    there = one.near > _NOWHERE / 2
    floor = float(one.near[there].min()) if there.any() else 0.0
    relief = np.where(there, one.near, floor).astype(np.float32)
    grain = _grain((width, height), 1.6, seed + 7, 5, 90)
    level: Array = np.ascontiguousarray(
        (_blurred(relief, 0.9 + 1.4 * light.soft) + np.float32(0.9 + 0.5 * light.soft) * grain)[::-1]
    )  # rows run north, which is up
    sun = Sun(float(np.degrees(np.arctan2(light.aside, light.rise))), light.front)
    reached = _blurred(sun_reaches(level, 1.0, sun, softness=9.0, doublings=7), 1.6)[::-1]
    x, up, towards = (plane[::-1] for plane in normals(_blurred(level, 0.8), 1.0))
    direction = sun.direction
    facing = (x * direction[0] + up * direction[1] + towards * direction[2] + 0.35) / 1.35
    sunlit: Array = np.clip(facing, 0, None) * (0.12 + 0.88 * reached)
    wander = 0.30 + 0.25 * light.soft
    direct = (1 - wander) * sunlit + wander * _blurred(sunlit, 5.0)  # light that is scattered within comes out beside
    clear = openness(level, 1.0, ((3, 0.05), (12, 0.022), (40, 0.008)))[::-1]
    high = np.linspace(1, 0, height, dtype=np.float32)[:, None]
    ambient = clear * (0.62 + 0.38 * up) * (1 - light.gloom * (1 - smoothstep(0.0, 0.75, high)))
    lining = _lining(one.cover, light)
    planes = [direct * light.sun[i] + ambient * light.sky[i] + lining * light.sun[i] for i in range(3)]
    return np.asarray(cv2.merge([(plane * one.cover).astype(np.float32) for plane in planes] + [one.cover]))


def _grain(size: tuple[int, int], slope: float, seed: int, lowest: float, highest: float) -> Array:
    """Return noise of a size (width, height) that repeats from its right edge to its left."""
    tile = spectral_noise(256, slope, seed, lowest, highest)
    wide, high = max(1, round(size[0] / 256)), size[1] // 256 + 1
    across = cv2.resize(np.tile(tile, (high, wide)), (size[0], high * 256), interpolation=cv2.INTER_LINEAR)
    return np.asarray(across[: size[1]])


def _blurred(plane: Array, sigma: float) -> Array:
    """Return a Gaussian blur of a strip that wraps across, but not up."""
    border = int(3 * sigma) + 1
    wide = cv2.copyMakeBorder(plane, 0, 0, border, border, cv2.BORDER_WRAP)
    return np.ascontiguousarray(blur(wide, sigma)[:, border:-border])


def _lining(cover: Array, light: CloudLight) -> Array:
    """Return the silver edge: where there is less cloud a step towards the sun than here."""
    reach = max(2.0, cover.shape[0] / 60)
    shift = np.array([[1, 0, light.aside * reach], [0, 1, -light.rise * reach]], np.float32)
    size = (cover.shape[1], cover.shape[0])
    thick = _blurred(cover, reach * 0.7)
    towards = cv2.warpAffine(thick, shift, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    lining: Array = np.clip(thick - towards, 0, 1) * np.float32(light.lining)
    return lining
