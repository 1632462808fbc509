"""Light of many small lamps on flat surfaces: tubes, panes and doors as points, each with the side it shines to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

_NEAREST = 0.03  # metres squared: a lamp is no point


@dataclass(frozen=True)
class Lamps:
    """Points of light: `places` (n, 3) in metres, `colours` (n, 3) linear BGR, and the unit vectors (n, 3) they shine along.

    A point sends its colour, at 1 m, straight ahead, and less aside by the cosine; one that has a zero vector shines evenly.
    """

    places: Array = field(repr=False)
    colours: Array = field(repr=False)
    aims: Array = field(repr=False)

    @classmethod
    def line(cls, start: Sequence[float], end: Sequence[float], colour: Array, aim: Sequence[float], count: int = 3) -> Lamps:
        """Return a tube from `start` to `end` as `count` points that share its colour."""
        part = ((np.arange(count) + 0.5) / count)[:, None]
        places = np.array(start) + (np.array(end) - np.array(start)) * part
        return cls(places, np.repeat(colour[None] / count, count, 0), np.repeat(np.array([aim], float), count, 0))

    @classmethod
    def pane(cls, corner: Sequence[float], right: Sequence[float], up: Sequence[float], colour: Array) -> Lamps:
        """Return a shining rectangle of six points; it shines along `right` x `up`, `colour` is what all of it sends."""
        a, b = (v.ravel() for v in np.meshgrid((np.arange(3) + 0.5) / 3, (np.arange(2) + 0.5) / 2))
        places = np.array(corner) + a[:, None] * np.array(right) + b[:, None] * np.array(up)
        aim = np.cross(right, up)
        aim = aim / np.linalg.norm(aim)
        return cls(places, np.repeat(colour[None] / 6, 6, 0), np.repeat(aim[None], 6, 0))

    @classmethod
    def all(cls, parts: Sequence[Lamps]) -> Lamps:
        """Return all lamps as one."""
        if not parts:
            return cls(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)))
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("places", "colours", "aims")))

    def on(self, places: Array, normal: Sequence[float]) -> Array:
        """Return the irradiance (h, w, 3), float32, of places (h, w, 3) on a surface that faces along `normal`."""
        total = np.zeros(places.shape, np.float32)
        spot, face = places.astype(np.float32), np.array(normal, np.float32)
        for place, colour, aim in zip(
            self.places.astype(np.float32), self.colours.astype(np.float32), self.aims.astype(np.float32), strict=True
        ):
            way = place - spot
            square = (way * way).sum(2) + np.float32(_NEAREST)
            facing = np.clip((way * face).sum(2), 0, None)
            if aim.any():
                facing *= np.clip(-(way * aim).sum(2), 0, None) / square
            else:
                facing /= np.sqrt(square)
            total += (facing / square)[..., None] * colour
        return total


def grid(origin: Sequence[float], right: Sequence[float], up: Sequence[float], shape: tuple[int, int]) -> Array:
    """Return the places (h, w, 3) of the texels of a surface, its first row at `origin`, rows going along `up`."""
    h, w = shape
    across, along = ((np.arange(w) + 0.5) / w)[None, :, None], ((np.arange(h) + 0.5) / h)[:, None, None]
    places: Array = (np.array(origin) + across * np.array(right) + along * np.array(up)).astype(np.float32)
    return places


def corner_shade(metres: Array, reach: float = 0.35, deepest: float = 0.45) -> Array:
    """Return the part of the ambient light that is left `metres` away from an inner edge: contact shade."""
    part: Array = (1 - deepest * np.exp(-np.abs(metres) / reach)).astype(np.float32)
    return part
