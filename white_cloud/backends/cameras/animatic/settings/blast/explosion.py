"""The blast: a ripple of charges runs along the face; the rock lifts, is thrown and slumps, and its dust comes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.props.works.scene import Movers
from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep
from white_cloud.backends.cameras.animatic.settings.blast.dust import Cloud
from white_cloud.backends.cameras.animatic.settings.blast.quarry import ALONG, AWAY, BENCH, on_face, place
from white_cloud.backends.cameras.animatic.settings.blast.things import Charges
from white_cloud.media.survey import class_number

_DELAY = 0.075  # seconds from charge to charge
_FRAGMENTS = 200
_STRIDE = 3  # of the pixels of the drilled rock, where its heaving is reckoned
_GRAVITY = 9.8


@dataclass(frozen=True)
class Explosion:
    """A blast of a row of charges that begins at `start` seconds."""

    charges: Charges
    start: float
    fragments: Array = field(repr=False)
    cloud: Cloud = field(repr=False)

    @classmethod
    def of(cls, charges: Charges, start: float, far: float, seed: int) -> Explosion:
        """Return a blast seen from `far` metres before the face; `seed` varies its dust."""
        fragments = _thrown(charges, np.random.default_rng((seed, 62)))
        return cls(charges, start, fragments, Cloud.of(charges.along, far, seed))

    def since(self, t: float) -> Array:
        """Return the seconds since each charge went off, below 0 before."""
        return np.asarray(t - self.start - np.arange(len(self.charges.along)) * _DELAY)

    def shake(self, lens_time: float) -> tuple[float, float]:
        """Return how far the ground shakes the camera: yaw in degrees, and a part of the height."""
        time = lens_time - self.start - 0.35
        if time <= 0:
            return 0.0, 0.0
        strength = math.exp(-time * 1.1) * min(1.0, time * 8)
        return 0.10 * strength * math.sin(time * 31), 0.0042 * strength * math.sin(time * 43 + 1)

    def heave(self, view: View, t: float) -> None:
        """Lift the drilled rock and let it slump, in place: its pixels move up and down."""
        since = self.since(t)
        if since[0] <= 0:
            return
        window = self._block(view.lens)
        if window is None:
            return
        rows, columns = window
        shift = self._shift(view, window, since)
        if shift is None:
            return
        height, width = shift.shape
        from_row = np.arange(height, dtype=np.float32)[:, None] + shift
        from_column = np.ascontiguousarray(np.broadcast_to(np.arange(width, dtype=np.float32)[None], shift.shape))
        planes = [(view.radiance, cv2.INTER_LINEAR), (view.depth, cv2.INTER_NEAREST)]
        if view.survey is not None:
            planes += [(view.survey.classes, cv2.INTER_NEAREST), (view.survey.depth, cv2.INTER_NEAREST)]
        for plane, way in planes:
            part = np.ascontiguousarray(plane[rows, columns])
            plane[rows, columns] = cv2.remap(part, from_column, from_row, way, borderMode=cv2.BORDER_REPLICATE)

    def _block(self, lens: Pinhole) -> tuple[slice, slice] | None:
        """Return the rows and columns of the picture in which the drilled rock may be."""
        ends = float(self.charges.along.min()) - 6, float(self.charges.along.max()) + 6
        corners = [(*place(along, away), z) for along in ends for away in (-3, 14) for z in (-2.0, BENCH + 7)]
        x, y, depth = lens.project(*np.array(corners).T)
        if depth.min() < 5:
            return slice(0, lens.size[1]), slice(0, lens.size[0])
        left, right = max(0, int(x.min())), min(lens.size[0], int(x.max()) + 1)
        top, bottom = max(0, int(y.min())), min(lens.size[1], int(y.max()) + 1)
        return (slice(top, bottom), slice(left, right)) if right > left and bottom > top else None

    def _shift(self, view: View, window: tuple[slice, slice], since: Array) -> Array | None:
        """Return by how many pixels rock moves up in a window of the picture, None if by none; reckoned at every _STRIDE-th."""
        along, away, up, far = _places(view, window)
        order = np.argsort(self.charges.along)
        time = np.interp(along.ravel(), self.charges.along[order], since[order]).reshape(along.shape).astype(np.float32)
        edge = np.abs(along - np.float32(self.charges.along.mean()))
        reach = float(np.ptp(self.charges.along)) / 2 + 4
        block = smoothstep(reach, reach - 5, edge) * smoothstep(14, 8, away) * smoothstep(-3.5, 0.5, away)
        block *= np.clip(up / BENCH, 0, 1.05) * (up < BENCH + 6)
        lift = np.float32(2.3) * smoothstep(0, 0.45, time) - np.float32(8.5) * smoothstep(0.55, 2.6, time)
        shift = np.asarray(lift * block * view.lens.focal / np.maximum(far, 1), np.float32)
        if np.abs(shift).max() < 0.05:
            return None
        size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
        return cv2.resize(cv2.blur(shift, (3, 3)), size, interpolation=cv2.INTER_LINEAR)

    def thrown(self, t: float) -> Movers | None:
        """Return the fragments in the air and those that have come down."""
        since = self.since(t)[self.fragments[:, 0].astype(int)] - 0.12
        flying = since > 0
        if not flying.any():
            return None
        part, time = self.fragments[flying], since[flying]
        along, away = part[:, 1] + part[:, 4] * time, part[:, 2] - part[:, 5] * time
        height = part[:, 3] + part[:, 6] * time - _GRAVITY / 2 * time * time * 0.6  # a little slower than life: it is far
        landed = height < 0.3
        x = place(0, 0)[0] + ALONG[0] * along + AWAY[0] * away
        y = place(0, 0)[1] + ALONG[1] * along + AWAY[1] * away
        middle = np.stack([x, y, height], 1)[~landed]
        if not len(middle):
            return None
        size, spin = part[~landed, 7], part[~landed, 8] * time[~landed]
        offsets = []
        for corner in range(4):
            turn = spin + corner * math.pi / 2
            stretch = size * (1.0, 0.62, 0.85, 0.5)[corner]
            offsets.append(
                np.stack([np.cos(turn) * stretch * ALONG[0], np.cos(turn) * stretch * ALONG[1], np.sin(turn) * stretch], 1)
            )
        corners = middle[:, None] + np.stack(offsets, 1)
        count = len(corners)
        return Movers(corners, np.ones(count), np.full(count, class_number("rock"), np.uint8))

    def draw_dust(self, view: View, air: Dust, t: float, colours: tuple[Array, Array]) -> None:
        """Draw the dust over the view, in place; see Cloud.draw."""
        self.cloud.draw(view, air, self.since(t), colours)


def _places(view: View, window: tuple[slice, slice]) -> tuple[Array, Array, Array, Array]:
    """Return for every _STRIDE-th pixel of a window where what it shows is, metres.

    They are along the face, into it, above the floor and away from the camera.
    """
    lens = view.lens
    width, height = lens.size
    rows, columns = (slice(part.start, part.stop, _STRIDE) for part in window)
    aside = ((np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2)) / np.float32(lens.focal))[None, columns]
    up = (np.float32(lens.horizon_row - 0.5) - np.arange(height, dtype=np.float32))[rows, None] / np.float32(lens.focal)
    far = np.minimum(view.depth[rows, columns], 2000)
    x = far * (np.float32(lens.forward[0]) + aside * np.float32(lens.right[0])) + np.float32(lens.x)
    y = far * (np.float32(lens.forward[1]) + aside * np.float32(lens.right[1])) + np.float32(lens.y)
    along, away = on_face(x, y)
    return along, away, up * far + np.float32(lens.z), far


def _thrown(charges: Charges, random: np.random.Generator) -> Array:
    """Return fragments (n, 9): charge, along, away, height, velocities along, out and up, size, spin."""
    which = random.integers(0, len(charges.along), _FRAGMENTS)
    columns = [
        which,
        charges.along[which] + random.uniform(-3, 3, _FRAGMENTS),
        random.uniform(0, 3, _FRAGMENTS),
        random.uniform(4, BENCH, _FRAGMENTS),
        random.normal(0, 2.2, _FRAGMENTS),
        random.gamma(3, 3.2, _FRAGMENTS),
        random.gamma(2.5, 3.4, _FRAGMENTS),
        0.12 + random.gamma(1.6, 0.13, _FRAGMENTS),
        random.uniform(-4, 4, _FRAGMENTS),
    ]
    return np.stack(columns, 1).astype(float)
