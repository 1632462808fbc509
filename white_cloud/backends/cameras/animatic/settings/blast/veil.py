"""The veil: thin dust that runs over the floor ahead of the mass, and at last stands before the camera."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, columns_and_rows, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.blast.mass import Tones
from white_cloud.backends.cameras.animatic.settings.blast.quarry import ALONG, AWAY, on_face

_THICK = 0.050  # what a metre of the veil takes, at the floor
_HIGH = 3.2  # metres in which it thins out upwards
_ARRIVES = 2.6  # seconds after which it comes to the camera
_SEEN = 70.0  # metres of air before the camera that count


@dataclass(frozen=True)
class Veil:
    """The thin dust of charges at `along`, which runs at most `room` metres from the face."""

    along: Array = field(repr=False)
    room: float
    drifts: Tile = field(repr=False)

    @classmethod
    def of(cls, along: Array, room: float, seed: int) -> Veil:
        """Return it; `seed` varies it."""
        return cls(along, room, Tile(spectral_noise(128, 1.6, seed * 7 + 21, 2, 30)))

    def before(self, light: Array, cover: Array, land: Array, lens: Pinhole, tones: Tones, since: Array) -> tuple[Array, Array]:
        """Return the light and the cover of the dust with the veil before it."""
        thick = self.on_floor(land, lens, since) + self._in_air(land, lens, float(since[0]))
        veil = 1 - cv2.exp(-thick)
        whole = veil + cover * (1 - veil)
        own = np.empty_like(light)
        own[:] = np.append(tones.bright * 0.55 + tones.dim * 0.45, 0)
        part = veil * (1 - 0.35 * cover) / np.maximum(whole, 1e-3)
        return cv2.blendLinear(own, light, part, 1 - part), np.asarray(whole, np.float32)

    def on_floor(self, land: Array, lens: Pinhole, since: Array) -> Array:
        """Return how thick the dust on the floor is before each pixel's land: it has run out in tongues."""
        width, height = lens.size
        aside = (np.arange(width) + 0.5 - width / 2) / lens.focal
        east, north = (lens.forward[axis] + aside * lens.right[axis] for axis in (0, 1))
        start = on_face(np.array([lens.x], np.float32), np.array([lens.y], np.float32))
        into = np.maximum(east * AWAY[0] + north * AWAY[1], 0.12)  # metres into the rock, a metre of depth
        face = -float(start[1][0]) / into
        along = float(start[0][0]) + face * (east * ALONG[0] + north * ALONG[1])
        order = np.argsort(self.along)
        time = np.maximum(np.interp(along, self.along[order], since[order]) - 0.5, 0)
        beyond = np.maximum(np.abs(along - self.along.mean()) - np.ptp(self.along) / 2, 0)
        tongues = _row(self.drifts, along / 190.0, 0.1) + 0.6 * _row(self.drifts, along / 60.0, 0.6)
        run = self.room * (1 - np.exp(-0.42 * time)) * (1 + 0.16 * tongues) * np.exp(-((beyond / (10 + 6 * time)) ** 2))
        first = np.maximum(face - run / into, 3.0)
        strength = _THICK * smoothstep(0, 1.2, time) * np.exp(-np.maximum(time - 6, 0) / 5)
        path = np.minimum(land, face.astype(np.float32)[None]) - first.astype(np.float32)[None]
        path = np.maximum(path, 0)
        path *= path / (path + np.float32(20))  # it begins softly
        rise = np.maximum(np.float32(lens.horizon_row - 0.5) - np.arange(height, dtype=np.float32), 0) / np.float32(lens.focal)
        middle = (0.5 * first + 0.5 * face) / (_HIGH * np.maximum(1 + 0.25 * tongues + 0.15 * time, 0.4))
        thick = path * cv2.exp(-rise[:, None] * middle.astype(np.float32)[None]) * strength.astype(np.float32)[None]
        return np.asarray(thick / (1 + 0.45 * thick), np.float32)  # never so thick that nothing is seen through it

    def _in_air(self, land: Array, lens: Pinhole, since: float) -> Array:
        """Return how thick the dust in the air is before each pixel's land: it comes to the camera, in drifts."""
        time = max(0.0, since - _ARRIVES)
        width, height = lens.size
        across, down = (np.arange(size, dtype=np.float32) / np.float32(width) for size in (width, height))
        drift = self.drifts(*columns_and_rows(across * 0.6 + np.float32(since * 0.03), down * 0.8 - np.float32(since * 0.05)))
        strength = 1.5 * (1 - math.exp(-((time / 4.2) ** 1.7))) / _SEEN
        drift *= np.float32(0.3)
        drift += 1
        return np.maximum(drift, 0) * np.minimum(land, np.float32(_SEEN)) * np.float32(strength)


def _row(tile: Tile, u: Array, v: float) -> Array:
    """Return a tile's values at places `u` (n,) along one of its lines."""
    return np.asarray(tile(u.astype(np.float32)[None], np.full((1, len(u)), v, np.float32))[0], float)
