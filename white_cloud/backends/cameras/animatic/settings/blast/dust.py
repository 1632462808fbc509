"""The dust of a blast: billows laid over each other into one mass, coarsely, as dust is soft."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.radiance import Array, four_channels
from white_cloud.backends.cameras.animatic.settings.blast.billows import SPRITE, sprites
from white_cloud.backends.cameras.animatic.settings.blast.courses import Course, Puff, courses
from white_cloud.backends.cameras.animatic.settings.blast.mass import Mass, Tones
from white_cloud.backends.cameras.animatic.settings.blast.veil import Veil

_ACROSS = 320  # how many pixels across the mass is drawn, about
_CLOSED = 0.10  # where less than this part is open, nothing behind is drawn


@dataclass(frozen=True)
class Cloud:
    """All the dust of a blast whose charges lie at `along`, metres along the face."""

    courses: tuple[Course, ...] = field(repr=False)
    sprites: tuple[Array, ...] = field(repr=False)
    mass: Mass
    veil: Veil

    @classmethod
    def of(cls, along: Array, far: float, seed: int) -> Cloud:
        """Return the dust of charges at `along` (n,), seen from `far` metres before the face; `seed` varies it."""
        random = np.random.default_rng((seed, 61))
        room = max(20.0, far - 42)
        return cls(courses(along, room, random), sprites(67), Mass.of(along, seed), Veil.of(along, max(14.0, far - 6), seed))

    def draw(self, view: View, air: Dust, since: Array, colours: tuple[Array, Array]) -> None:
        """Draw the dust over the view, in place, seen through `air`, `since` (n,) seconds after each charge.

        `colours` are what is lit of it and what is not (linear, blue first).
        """
        if since.max() <= 0:
            return
        lens = view.lens
        step = max(1, round(lens.size[0] / _ACROSS))
        coarse = Pinhole(lens.x, lens.y, lens.z, lens.yaw, lens.horizon, lens.fov, (lens.size[0] // step, lens.size[1] // step))
        land = cv2.resize(view.depth, coarse.size, interpolation=cv2.INTER_NEAREST)
        tones = Tones(*colours, air, view.landscape.light.sun.azimuth)
        light, cover = self.mass.lit(self._laid(coarse, since), land, coarse, tones, since)
        light, cover = self.veil.before(light, cover, land, coarse, tones, since)
        light, cover = (cv2.resize(plane, lens.size, interpolation=cv2.INTER_LINEAR) for plane in (light, cover))
        view.radiance = cv2.blendLinear(light, view.radiance, cover, 1 - cover)

    def _laid(self, lens: Pinhole, since: Array) -> Array:
        """Return the billows in one, (height, width, 4): slopes to the right and down, depth, each times cover, and cover."""
        canvas = np.zeros((lens.size[1], lens.size[0], 4), np.float32)
        puffs = [puff for course in self.courses if (puff := course.at(float(since[course.charge]))) is not None]
        if not puffs:
            return canvas
        x, y, depth = lens.project(*np.array([(puff.x, puff.y, puff.z) for puff in puffs]).T)
        for number in np.argsort(depth, kind="stable"):  # near ones first: what they cover need not be drawn
            far = float(depth[number])
            if far > 2.5:
                self._lay(canvas, puffs[number], (float(x[number]), float(y[number])), far, lens.focal / far)
        return canvas

    def _lay(self, canvas: Array, puff: Puff, spot: tuple[float, float], far: float, metre: float) -> None:
        """Lay one billow under what the canvas holds; a metre is `metre` pixels."""
        height, width = canvas.shape[:2]
        wide = puff.radius * metre
        high = wide * puff.tall
        left, right = int(max(0, spot[0] - wide)), int(min(width, spot[0] + wide + 1))
        top, bottom = int(max(0, spot[1] - high)), int(min(height, spot[1] + high + 1))
        near = puff.cover * min(1.0, (far - 2.5) / 14)  # a billow about the camera is the veil's
        if right - left < 2 or bottom - top < 2 or near < 0.02:
            return
        window = canvas[top:bottom, left:right]
        open_part = 1 - cv2.extractChannel(window, 3)
        if cv2.minMaxLoc(open_part)[1] < _CLOSED:
            return
        corner = (spot[0] - left, spot[1] - top)
        matrix = _sampling(corner, puff.turn, SPRITE / 2 / wide, SPRITE / 2 / high)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        sprite = cv2.warpAffine(self.sprites[puff.sprite], matrix, (right - left, bottom - top), flags=flags)
        # the sprite rolls, the light does not: its slopes are turned back
        back, over = near * math.cos(puff.turn), near * math.sin(puff.turn)
        turned = np.array([[back, over, 0, 0], [-over, back, 0, 0], [0, 0, 0, near * far], [0, 0, 0, near]], np.float32)
        cv2.add(window, cv2.multiply(cv2.transform(sprite, turned), four_channels(open_part)), window)


def _sampling(corner: tuple[float, float], turn: float, across: float, down: float) -> Array:
    """Return the matrix from a window's pixels to those of a sprite turned by `turn` about the window's `corner`."""
    cosine, sine, middle = math.cos(turn), math.sin(turn), SPRITE / 2
    a, b, c, d = cosine * across, -sine * down, sine * across, cosine * down
    return np.array([[a, b, middle - a * corner[0] - b * corner[1]], [c, d, middle - c * corner[0] - d * corner[1]]])
