"""A relief that turns its head a little, breathes, and is seen from a little aside, as its own depth tells (2.5 dimensions)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures_relief import Glow, Relief
from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep

_COARSE = 4  # depth is smooth: the maps are made at a quarter and enlarged
_TURNED = 7.0  # degrees to either side that a relief is lit at; between them light is mixed


@dataclass(frozen=True)
class Light:
    """What falls on a relief: the ambient light, lamps that are always there, and those that may flicker."""

    ambient: Array
    steady: Sequence[Glow]
    key: Sequence[Glow]


@dataclass(frozen=True)
class Turnable:
    """A lit relief ready to be turned.

    `steady` and `key` are its pictures (h, w, 4) when turned to the left and to the right, premultiplied, the key without
    cover; `depth` (h/4, w/4) is metres behind its axis, carried on beyond the outline, and `nod` how far each row turns with
    the head, 0..1.
    """

    steady: tuple[Array, Array] = field(repr=False)
    key: tuple[Array, Array] = field(repr=False)
    depth: Array = field(repr=False)
    nod: Array = field(repr=False)
    left: float
    bottom: float
    metre: float

    @classmethod
    def of(
        cls, relief: Relief, albedo: Array, light: Light, neck: tuple[float, float], shadow: Array | None = None
    ) -> Turnable:
        """Light a relief; from the height `neck[0]` to `neck[1]`, metres, it turns more and more with the head.

        `shadow` (h, w) is how much of the lamps that flicker each place sees: all of them where it is None.
        """
        steady, key = [], []
        dark = np.zeros(3, np.float32)
        for angle in (-_TURNED, _TURNED):
            turned = replace(relief, normal=_turned(relief.normal, angle))
            steady.append(_softened(turned.lit(albedo, light.ambient, light.steady)))
            flicker = turned.lit(albedo, dark, light.key)
            if shadow is not None:
                flicker *= shadow[..., None]
            flicker = _softened(flicker)
            flicker[..., 3] = 0
            key.append(flicker)
        h, w = relief.alpha.shape
        small = (max(2, w // _COARSE), max(2, h // _COARSE))
        rows = relief.bottom + (h - (np.arange(small[1]) + 0.5) * h / small[1]) / relief.metre
        nod = smoothstep(*neck, rows).astype(np.float32)
        depth = _carried_on(relief.place[..., 1], relief.alpha, small)
        return cls((steady[0], steady[1]), (key[0], key[1]), depth, nod, relief.left, relief.bottom, relief.metre)

    def seen(self, turn: float, aside: float, breath: float, key: Array | float = 1.0) -> Array:
        """Return the picture (h, w, 4), premultiplied: the head turned by `turn` and all by `aside` degrees.

        `breath`, metres, lifts the shoulders; `key` is the strength, or the colour (3,), of the lamps that may flicker.
        """
        h, w = self.steady[0].shape[:2]
        part = np.clip(0.5 + (turn * self.nod + aside) / (2 * _TURNED), 0, 1).astype(np.float32)
        right = cv2.resize(part[:, None], (w, h), interpolation=cv2.INTER_LINEAR)
        left = 1 - right
        lit = cv2.blendLinear(*self.steady, left, right)
        flicker = cv2.blendLinear(*self.key, left, right)
        strength = np.broadcast_to(np.asarray(key, np.float64), 3)
        lit = cv2.add(lit, cv2.multiply(flicker, np.append(strength, 0)))
        x, y = self._maps(math.sin(math.radians(turn)), math.sin(math.radians(aside)), breath)
        return cv2.remap(lit, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)

    def _maps(self, turn: float, aside: float, breath: float) -> tuple[Array, Array]:
        """Return where each pixel comes from: x moved by depth (two steps of a fixed point), y by breath."""
        h, w = self.steady[0].shape[:2]
        rows, columns = self.depth.shape
        sine = (turn * self.nod + aside)[:, None].astype(np.float32)
        x = np.repeat(np.arange(columns, dtype=np.float32)[None], rows, 0)
        y = np.repeat(np.arange(rows, dtype=np.float32)[:, None], columns, 1)
        pixel = np.float32(self.metre * columns / w)
        shift = self.depth * sine * pixel
        for _ in range(2):
            shift = cv2.remap(self.depth, x - shift, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) * sine * pixel
        lift = np.float32(breath * self.metre) * (1 - 0.75 * self.nod)
        full_x: Array = cv2.resize(shift, (w, h), interpolation=cv2.INTER_LINEAR) * np.float32(-w / columns)
        full_x += np.arange(w, dtype=np.float32)[None]
        full_y: Array = np.repeat(cv2.resize(lift[:, None], (1, h), interpolation=cv2.INTER_LINEAR), w, 1)
        full_y += np.arange(h, dtype=np.float32)[:, None]
        return full_x, full_y


def _softened(picture: Array) -> Array:
    """Take the steps from an outline that a strong light shows."""
    return cv2.GaussianBlur(picture, (0, 0), 0.75)


def _turned(normal: Array, angle: float) -> Array:
    c, s = np.float32(math.cos(math.radians(angle))), np.float32(math.sin(math.radians(angle)))
    x, y, z = normal[..., 0], normal[..., 1], normal[..., 2]
    return np.dstack([c * x + s * y, c * y - s * x, z])


def _carried_on(depth: Array, alpha: Array, small: tuple[int, int]) -> Array:
    """Return a depth at the size `small`, its values at the outline carried on beyond it."""
    known = cv2.resize((alpha > 0.9).astype(np.float32), small, interpolation=cv2.INTER_AREA)
    value = cv2.resize(np.where(alpha > 0.9, depth, 0).astype(np.float32), small, interpolation=cv2.INTER_AREA)
    weight: Array = known.copy()
    total: Array = value.copy()
    for sigma in (1.5, 4.0, 12.0):
        hole = 1 - np.clip(weight, 0, 1)
        total += hole * cv2.GaussianBlur(value, (0, 0), sigma)
        weight += hole * cv2.GaussianBlur(known, (0, 0), sigma)
    found: Array = (total / np.maximum(weight, 1e-4)).astype(np.float32)
    return cv2.GaussianBlur(found, (0, 0), 0.8)
