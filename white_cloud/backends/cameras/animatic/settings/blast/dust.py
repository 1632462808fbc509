"""The dust of a blast: billows that shoot up, burst from the face, roll forward and rise, and the veil that comes last."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.props.works.dust import Dust
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, four_channels, spectral_noise
from white_cloud.backends.cameras.animatic.settings.blast.billows import SPRITE, SPRITES, billow, haze
from white_cloud.backends.cameras.animatic.settings.blast.quarry import BENCH, place

_COARSE = 2  # dust is soft: it is drawn at half size


@dataclass(frozen=True)
class Puff:
    """One billow at one time: place and radius in metres, cover 0..1, which sprite and how far it has rolled (radians)."""

    x: float
    y: float
    z: float
    radius: float
    cover: float
    sprite: int
    turn: float
    tone: float


@dataclass(frozen=True)
class Course:
    """How one billow goes: it starts `after` seconds after its charge at (along, away, z) and comes to rest slowly.

    It goes `out` towards the camera's side, up by `rise` and grows from `small` to `large` metres; `pace` is how fast, a
    second; `fade` is when it begins to thin out.
    """

    charge: int
    after: float
    along: float
    away: float
    z: float
    out: float
    rise: float
    small: float
    large: float
    pace: float
    cover: float
    fade: float
    sprite: int
    spin: float
    tone: float

    def at(self, since: float) -> Puff | None:
        """Return the billow `since` seconds after its charge, None before it begins or after it has gone."""
        time = since - self.after
        if time <= 0:
            return None
        gone = 1 - math.exp(-time * self.pace)
        x, y = place(self.along, self.away - self.out * gone)
        cover = self.cover * min(1.0, time / 0.14) * math.exp(-max(0.0, time - self.fade) / 3.5)
        radius = self.small + (self.large - self.small) * (1 - math.exp(-time * self.pace * 0.9))
        z = max(self.z + self.rise * gone, radius * 0.35)
        return Puff(x, y, z, radius, cover, self.sprite, self.spin * time, self.tone) if cover > 0.02 else None


@dataclass(frozen=True)
class Cloud:
    """All the dust of a blast whose charges lie at `along`, metres along the face."""

    courses: tuple[Course, ...] = field(repr=False)
    sprites: tuple[Array, ...] = field(repr=False)
    veil: Tile = field(repr=False)

    @classmethod
    def of(cls, along: Array, far: float, seed: int) -> Cloud:
        """Return the dust of charges at `along` (n,), seen from `far` metres before the face; `seed` varies it."""
        random = np.random.default_rng((seed, 61))
        courses = tuple(
            one for number in range(len(along)) for one in _courses(float(along[number]), number, max(20.0, far - 42), random)
        )
        sprites = (*(billow(67 + number) for number in range(SPRITES)), haze())
        return cls(courses, sprites, Tile(spectral_noise(128, 1.8, 68, 2, 24)))

    def draw(self, view: View, air: Dust, since: Array, colours: tuple[Array, Array]) -> None:
        """Draw the dust over the view, in place, seen through `air`, `since` (n,) seconds after each charge.

        `colours` are what is lit of it and what is not (linear, blue first).
        """
        puffs = [puff for course in self.courses if (puff := course.at(float(since[course.charge]))) is not None]
        if not puffs:
            return
        lens = view.lens
        places = np.array([(puff.x, puff.y, puff.z) for puff in puffs])
        x, y, depth = lens.project(places[:, 0], places[:, 1], places[:, 2])
        size = (lens.size[0] // _COARSE, lens.size[1] // _COARSE)
        canvas = np.zeros((size[1], size[0], 4), np.float32)
        land = cv2.resize(view.depth, size, interpolation=cv2.INTER_NEAREST)
        for number in np.argsort(depth, kind="stable"):  # near ones first: what they cover need not be drawn
            far = float(depth[number])
            if far > 2.5:
                spot = (float(x[number]) / _COARSE, float(y[number]) / _COARSE)
                self._lay(canvas, land, puffs[number], spot, far, view, air, colours)
        whole = cv2.resize(canvas, lens.size, interpolation=cv2.INTER_LINEAR)
        clear = four_channels(1 - cv2.extractChannel(whole, 3))
        view.radiance = cv2.add(cv2.multiply(view.radiance, clear), whole)
        self._draw_veil(view, float(since[0]), *colours)

    def _lay(
        self,
        canvas: Array,
        land: Array,
        puff: Puff,
        spot: tuple[float, float],
        far: float,
        view: View,
        air: Dust,
        colours: tuple[Array, Array],
    ) -> None:
        """Lay one billow under what the canvas holds."""
        height, width = canvas.shape[:2]
        lens = view.lens
        radius = puff.radius * lens.focal / _COARSE / far
        left, right = int(max(0, spot[0] - radius)), int(min(width, spot[0] + radius + 1))
        top, bottom = int(max(0, spot[1] - radius)), int(min(height, spot[1] + radius + 1))
        near = puff.cover * min(1.0, (far - 2.5) / 14)  # a billow about the camera is the veil's
        if right - left < 2 or bottom - top < 2 or near < 0.02:
            return
        open_part = 1 - cv2.extractChannel(canvas[top:bottom, left:right], 3)
        if open_part.max() < 0.04:
            return
        scale = 2 * radius / SPRITE
        cosine, sine = math.cos(puff.turn) / scale, math.sin(puff.turn) / scale
        middle = SPRITE / 2
        matrix = np.array(
            [
                [cosine, -sine, middle - cosine * (spot[0] - left) + sine * (spot[1] - top)],
                [sine, cosine, middle - sine * (spot[0] - left) - cosine * (spot[1] - top)],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        sprite = cv2.warpAffine(self.sprites[puff.sprite], matrix, (right - left, bottom - top), flags=flags)
        cover, relief_x, relief_y = cv2.split(sprite)[:3]
        cover *= np.float32(near)
        behind = land[top:bottom, left:right] - np.float32(far - puff.radius * 0.7)
        behind *= np.float32(1 / (1.1 * puff.radius))
        cover *= open_part
        cover *= np.maximum(np.minimum(behind, 1, out=behind), 0, out=behind)
        # the sprite rolls, the light does not: its slopes are turned back
        back, over = math.cos(puff.turn), math.sin(puff.turn)
        sun = view.landscape.light.sun
        side, above = -0.45 * math.sin(math.radians(sun.azimuth - lens.yaw)), 0.46
        shade = relief_x * np.float32(side * back - above * over)
        shade += relief_y * np.float32(side * over + above * back)
        shade += np.float32(0.46 * puff.tone)
        np.maximum(np.minimum(shade, 1, out=shade), 0, out=shade)
        clear = np.float32(math.exp(-far / air.sight))
        haze = air.colours[min(max(0, int(spot[0] * _COARSE)), lens.size[0] - 1), :3]
        bright, dim = colours
        span, base = (bright - dim) * clear, dim * clear + haze * (1 - clear)
        light = cv2.merge([shade * np.float32(span[i]) + np.float32(base[i]) for i in range(3)] + [np.ones_like(shade)])
        canvas[top:bottom, left:right] += cv2.multiply(light, four_channels(cover))

    def _draw_veil(self, view: View, since: float, bright: Array, dim: Array) -> None:
        """Let the dust come to the camera: the whole picture goes pale, in drifts."""
        time = since - 2.6
        if time <= 0:
            return
        width, height = view.lens.size
        strength = 0.86 * (1 - math.exp(-((time / 4.2) ** 1.7)))
        across = np.arange(0, width, 8, dtype=np.float32) / width
        down = np.arange(0, height, 8, dtype=np.float32) / width
        drift = self.veil(
            np.repeat((across * 0.6 + since * 0.03)[None], len(down), 0).astype(np.float32),
            np.repeat((down * 0.8 - since * 0.05)[:, None], len(across), 1).astype(np.float32),
        )
        cover = cv2.resize(np.clip(strength * (1 + 0.30 * drift), 0, 0.94).astype(np.float32), (width, height))
        tone = np.zeros_like(view.radiance)
        tone[..., :3] = (bright * 0.42 + dim * 0.58).astype(np.float32)
        view.radiance = cv2.blendLinear(tone, view.radiance, cover, 1 - cover)


def _courses(along: float, number: int, room: float, random: np.random.Generator) -> list[Course]:
    """Return the billows of one charge: stemming shot up, bursts from the face, a roll along the ground, a rising cloud.

    Nothing goes farther than `room` metres from the face: what comes nearer to the camera is the veil.
    """

    def course(
        after: float,
        away: float,
        z: float,
        out: float,
        rise: float,
        size: tuple[float, float],
        pace: float,
        cover: float,
        fade: float,
        tone: float,
        soft: bool = False,
    ) -> Course:
        jitter = random.normal(0, 1, 3)
        return Course(
            number, after + 0.05 * abs(float(jitter[2])), along + 2.4 * float(jitter[0]), away, z,
            out * (1 + 0.16 * math.tanh(float(jitter[1]))),
            rise * (1 + 0.15 * float(jitter[2])), size[0], size[1] * (1 + 0.15 * float(jitter[0])), pace, cover, fade,
            SPRITES if soft else int(random.integers(SPRITES)), float(random.uniform(-0.35, 0.35)), tone,
        )  # fmt: skip

    strong = float(random.lognormal(0, 0.30))
    high = float(random.uniform(7, 19)) * strong
    found = [course(0.0, 5.0, BENCH, 0.4, high * part, (0.6, size * strong), 2.0, 0.9, 1.3, 1.2)
             for part, size in ((1.0, 2.2), (0.5, 3.4))]  # fmt: skip
    for _ in range(2 + number % 2):
        z = float(random.uniform(2, BENCH - 3))
        size = 6.5 * float(random.lognormal(0, 0.38))
        out = float(random.uniform(5, 24)) * strong
        found.append(course(0.10, 1.0, z, out, 3.0, (1.3, size), 0.7, 0.95, 4.5, 0.85 + 0.012 * z))
    if number % 2 == 0:
        size = 15 * float(random.lognormal(0, 0.25))
        found.append(course(0.45, -2.0, 2.0, min(room, float(random.uniform(30, 92))), 3.0, (3.0, size), 0.27, 0.95, 9.0, 0.9))
        found.append(course(0.15, 2.0, 9.0, 3.0, 6.0, (4.0, 15.0), 0.6, 0.85, 6.0, 0.75, soft=True))
    if number % 3 == 0:
        size = 15 * float(random.lognormal(0, 0.25))
        found.append(course(0.4, 3.0, BENCH - 3, 6.0, float(random.uniform(14, 34)), (3.0, size), 0.30, 0.88, 7.0, 1.1))
        found.append(course(0.9, -6.0, 2.0, min(room, float(random.uniform(70, 125))), 5.0, (4.0, 23.0), 0.24, 0.95, 12.0, 0.9))
    return found
