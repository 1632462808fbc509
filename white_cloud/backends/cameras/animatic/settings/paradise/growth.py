"""What grows in paradise: one blossoming tree, of which all others are copies; grass; flowers in beds, as at a show.

Each is a picture (h, w, 4), linear BGR premultiplied by its coverage.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, mix
from white_cloud.backends.cameras.animatic.settings.paradise.palettes import Palette

_FINE = 3


@dataclass(frozen=True)
class Thing:
    """A picture that stands on the ground, its foot in the middle of its last row, `metre` pixels to the metre."""

    picture: Array
    metre: float

    def at(self, metre: float) -> Array:
        """Return the picture at another number of pixels to the metre."""
        ratio = metre / self.metre
        size = (max(1, round(self.picture.shape[1] * ratio)), max(1, round(self.picture.shape[0] * ratio)))
        return cv2.resize(self.picture, size, interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR)


def tree(metre: float, palette: Palette, seed: int, tall: float = 9.0) -> Thing:
    """Return the one tree: a forked stem and a round crown of blossom, lit from the left and above.

    The crown is some thousand dabs on the upper sides of balls on a ball, painted from the back forward, as a painter would.
    """
    random = np.random.default_rng((seed, 3))
    scale = metre * _FINE
    wide, high = int(tall * 1.0 * scale), int(tall * 1.04 * scale)
    canvas = np.zeros((high, wide, 4), np.float32)
    _stem(canvas, scale, tall, palette, random)
    places, normals, deep = _crown(random, tall)
    towards = np.array([-0.62, -0.45, 0.64])
    facing = np.clip(0.18 + 0.82 * (normals @ towards) / np.linalg.norm(towards), 0, 1)  # petals let light through
    for k in np.argsort(-places[:, 1]).tolist():
        paint = palette.blossoms[0] if random.random() < 0.72 else palette.blossoms[1]
        if random.random() < 0.10 + 0.16 * (1 - deep[k]):
            paint = palette.leaves * np.float32(1.1)
        light = palette.sun * np.float32(facing[k] * deep[k]) + palette.sky * np.float32(
            0.62 + 0.62 * deep[k] * (0.5 + 0.5 * normals[k, 2])
        )
        tint = paint * light * np.float32(random.uniform(0.86, 1.12))
        at = (round((wide / 2 + places[k, 0] * scale) * 16), round((high - places[k, 2] * scale) * 16))
        radius = round(tall * 0.0125 * scale * float(random.uniform(0.6, 1.3)) * 16)
        cv2.circle(canvas, at, max(16, radius), (*tint.tolist(), 1.0), -1, cv2.LINE_8, 4)
    picture = cv2.resize(canvas, (wide // _FINE, high // _FINE), interpolation=cv2.INTER_AREA)
    return Thing(picture, metre)


def _crown(random: np.random.Generator, tall: float) -> tuple[Array, Array, Array]:
    """Return places (n, 3) of dabs in metres, their normals, and how deep in shade each is, 0 to 1 (open)."""
    middle, radius = np.array([0.0, 0.0, tall * 0.62]), tall * 0.36
    ways = random.normal(0, 1, (24, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    ways[:, 2] = np.abs(ways[:, 2]) * 0.9 - 0.22
    lobes = middle + ways * radius * (0.72, 0.72, 0.62)
    sizes = radius * random.uniform(0.34, 0.52, 24)
    count = 380
    out = random.normal(0, 1, (24, count, 3))
    out /= np.linalg.norm(out, axis=2, keepdims=True)
    places = (lobes[:, None] + out * (sizes[:, None] * random.uniform(0.8, 1.06, (24, count)))[..., None]).reshape(-1, 3)
    whole = (places - middle) / radius
    normals = 0.55 * out.reshape(-1, 3) + 0.6 * whole
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    deep = np.clip(0.22 + 0.85 * np.linalg.norm(whole, axis=1) ** 2 * (0.62 + 0.38 * normals[:, 2]), 0.22, 1)
    return places, normals, deep


def _stem(canvas: Array, scale: float, tall: float, palette: Palette, random: np.random.Generator) -> None:
    high, wide = canvas.shape[:2]
    bark = (mix(palette.rock, palette.leaves, 0.15) * np.float32(0.22) * (palette.sky + palette.sun * 0.4)).tolist()

    for start, end, thick in _branches(0.0, 0.0, 0.02, tall * 0.24, tall * 0.045, 3, random):
        ends = [(round((wide / 2 + a * scale) * 16), round((high - b * scale) * 16)) for a, b in (start, end)]
        cv2.line(canvas, ends[0], ends[1], (*bark, 1.0), max(1, round(thick * scale)), cv2.LINE_8, 4)


def _branches(
    x: float, z: float, angle: float, length: float, thick: float, forks: int, random: np.random.Generator
) -> Iterator[tuple[tuple[float, float], tuple[float, float], float]]:
    """Yield a branch and all that grows on it: where it begins and ends, and how thick it is, metres."""
    x1, z1 = x + length * math.sin(angle), z + length * math.cos(angle)
    yield (x, z), (x1, z1), thick
    for turn in (-0.5, 0.42) if forks else ():
        bent = angle + turn * float(random.uniform(0.7, 1.2))
        yield from _branches(x1, z1, bent, length * 0.72, thick * 0.62, forks - 1, random)


def bed(canvas: Array, metre: float, crest: Array, palette: Palette, seed: int, water: bool = False) -> None:
    """Plant a flower bed on a canvas, in place, below `crest`: the bed's uppermost row at every column, in pixels.

    Flowers stand in bands of one colour, the far ones small; grass shows between them.
    """
    random = np.random.default_rng((seed, 5))
    h = canvas.shape[0]
    rows = np.arange(h, dtype=np.float32)[:, None]
    cover = np.clip(rows - crest[None] + 0.5, 0, 1)[..., None]
    part = np.clip((rows - crest[None]) / (2.4 * metre), 0, 1)[..., None]
    light = palette.sky * 0.8 + palette.sun * 0.45
    paint = mix(palette.meadow * 0.85, palette.leaves * 0.28, part) * light
    canvas[..., :3] = canvas[..., :3] * (1 - cover) + paint * cover
    canvas[..., 3:] = canvas[..., 3:] * (1 - cover) + cover
    grown = np.flatnonzero(crest < h - 2)
    if not len(grown) or water:
        return
    _grass(canvas, metre, crest, palette, light, random)
    tints = [palette.blossoms[0], palette.blossoms[1], mix(palette.blossoms[0], palette.snow, 0.55), palette.snow * 0.95]
    count = int(len(grown) / metre * 150)
    depths = np.sort(random.random(count)) ** 1.25
    for depth, column in zip(depths.tolist(), random.choice(grown, count).tolist(), strict=True):
        row = float(crest[column]) + (depth * 2.3 - 0.16) * metre
        size = metre * (0.020 + 0.062 * depth)
        stem = palette.leaves * light * np.float32(random.uniform(0.5, 1.25))
        _blade(canvas, (column, row), size * 4.5, stem, random)
        if random.random() < 0.75:
            band = int(depth * 7 + 0.9 * math.sin(column / metre * 1.3)) % 4
            tint = tints[band] * (palette.sky * 0.7 + palette.sun * np.float32(0.35 + 0.5 * random.random()))
            _flower(canvas, (column, row), size, tint, palette, random)


def _grass(canvas: Array, metre: float, crest: Array, palette: Palette, light: Array, random: np.random.Generator) -> None:
    """Let grass stand in tufts: thick along the edge of a bed, and nearer in rows that grow taller."""
    height, width = canvas.shape[:2]
    grown = np.flatnonzero(crest < height - 2)
    tufts = 0.45 + 0.55 * np.sin(np.arange(width) / metre * 5.3 + 1) * np.sin(np.arange(width) / metre * 13.7)
    count = int(len(grown) / metre * 180)
    for away in np.sort(2.2 * random.random(count) ** 2.2).tolist():
        column = int(random.choice(grown))
        long = metre * float(random.uniform(0.05, 0.13) + random.uniform(0.0, 0.20) * max(0.0, tufts[column]))
        foot = float(crest[column]) + (0.05 + away) * metre
        tint = mix(palette.meadow * 0.9, palette.leaves, float(random.uniform(0.2, 0.9)))
        _tapered(canvas, (column, foot), long, float(random.normal(0, 0.22)) * long, tint * light * random.uniform(0.75, 1.35))


def _tapered(canvas: Array, foot: tuple[float, float], long: float, lean: float, tint: Array) -> None:
    """Draw a blade of grass from its broad foot to its tip."""
    (x, y), half = foot, max(0.6, long * 0.045)
    blade = [(x - half, y), (x + half, y), (x + 0.3 * lean + half * 0.7, y - 0.55 * long),
             (x + lean, y - long), (x + 0.3 * lean - half * 0.7, y - 0.55 * long)]  # fmt: skip
    cv2.fillPoly(canvas, [np.round(np.array(blade) * 16).astype(np.int32)], (*tint.tolist(), 1.0), cv2.LINE_8, 4)


def _blade(canvas: Array, foot: tuple[int, float], long: float, tint: Array, random: np.random.Generator) -> None:
    tip = foot[0] + float(random.normal(0, 0.3)) * long, foot[1] - long * float(random.uniform(0.3, 0.8))
    ends = (foot[0] * 16, int((foot[1] + long) * 16)), (int(tip[0] * 16), int(tip[1] * 16))
    cv2.line(canvas, *ends, (*tint.tolist(), 1), max(1, round(long * 0.05)), cv2.LINE_8, 4)


def _flower(
    canvas: Array, place: tuple[int, float], radius: float, tint: Array, palette: Palette, random: np.random.Generator
) -> None:
    """Paint a cup of petals seen from aside: a shaded fan below, a lit rim above."""
    x, y = place
    at = (int(x * 16), int(y * 16))
    squash = float(random.uniform(0.55, 0.85))
    for part, tone in ((1.0, 0.72), (0.72, 1.08)):
        axes = (max(8, int(radius * part * 16)), max(6, int(radius * part * squash * 16)))
        lower = (at[0], at[1] - int(radius * (1 - part) * 10))
        cv2.ellipse(canvas, lower, axes, 0, 0, 360, (*(tint * np.float32(tone)).tolist(), 1.0), -1, cv2.LINE_8, 4)
    if radius > 2.2:
        eye = palette.snow * np.float32(0.5) + palette.sun * 0.3
        cv2.ellipse(canvas, at, (int(radius * 4), int(radius * 3)), 0, 0, 360, (*eye.tolist(), 1.0), -1, cv2.LINE_8, 4)


def lay(canvas: Array, picture: Array, x: float, foot: float) -> None:
    """Lay a picture over a canvas, the middle of its foot at (x, foot) pixels, both premultiplied."""
    h, w = picture.shape[:2]
    left, top = round(x) - w // 2, round(foot) - h
    x0, x1, y0, y1 = max(0, left), min(canvas.shape[1], left + w), max(0, top), min(canvas.shape[0], top + h)
    if x1 <= x0 or y1 <= y0:
        return
    cut = picture[y0 - top : y1 - top, x0 - left : x1 - left]
    region = canvas[y0:y1, x0:x1]
    region[:] = region * (1 - cut[..., 3:]) + cut
