"""The blast: a ripple of charges along the face; stemming shoots up, rock lifts and is thrown, dust billows and rolls forward."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.works.picture import Dust, Movers
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.blast.quarry import ALONG, AWAY, BENCH, on_face, place
from white_cloud.backends.cameras.animatic.settings.blast.things import Charges
from white_cloud.backends.cameras.animatic.survey import class_number

_DELAY = 0.075  # seconds from charge to charge
_FRAGMENTS = 200
_GRAVITY = 9.8
_SPRITE, _SPRITES = 112, 6
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
class _Course:
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
class Explosion:
    """A blast of a row of charges that begins at `start` seconds."""

    charges: Charges
    start: float
    courses: tuple[_Course, ...] = field(repr=False)
    sprites: tuple[Array, ...] = field(repr=False)
    fragments: Array = field(repr=False)
    veil: Tile = field(repr=False)

    @classmethod
    def of(cls, charges: Charges, start: float, far: float, seed: int) -> Explosion:
        """Return a blast seen from `far` metres before the face; `seed` varies its dust."""
        random = np.random.default_rng((seed, 61))
        courses = tuple(
            course for number in range(len(charges.along)) for course in _courses(charges, number, max(20.0, far - 42), random)
        )
        sprites = (*(_billow(67 + number) for number in range(_SPRITES)), _haze())
        return cls(charges, start, courses, sprites, _thrown(charges, random), Tile(spectral_noise(128, 1.8, 68, 2, 24)))

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

    # -------------------------------------------------------------------------------------------- rock
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
        if np.abs(shift).max() < 0.05:
            return
        height, width = shift.shape
        from_row = np.arange(height, dtype=np.float32)[:, None] + cv2.blur(shift, (5, 5))
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

    def _shift(self, view: View, window: tuple[slice, slice], since: Array) -> Array:
        """Return by how many pixels rock moves up in a window of the picture."""
        along, away, up = _places(view, window)
        order = np.argsort(self.charges.along)
        time = np.interp(along.ravel(), self.charges.along[order], since[order]).reshape(along.shape).astype(np.float32)
        edge = np.abs(along - np.float32(self.charges.along.mean()))
        reach = float(np.ptp(self.charges.along)) / 2 + 4
        block = smoothstep(reach, reach - 5, edge) * smoothstep(14, 8, away) * smoothstep(-3.5, 0.5, away)
        block *= np.clip(up / BENCH, 0, 1.05) * (up < BENCH + 6)
        lift = np.float32(2.3) * smoothstep(0, 0.45, time) - np.float32(8.5) * smoothstep(0.55, 2.6, time)
        return np.asarray(lift * block * view.lens.focal / np.maximum(view.depth[window], 1), np.float32)

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

    # -------------------------------------------------------------------------------------------- dust
    def draw(self, view: View, air: Dust, t: float, bright: Array, dim: Array) -> None:
        """Draw the dust over the view, in place, seen through `air`; `bright` and `dim` are its lit and its shaded colour."""
        since = self.since(t)
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
                self._lay(canvas, land, puffs[number], spot, far, view, air, (bright, dim))
        whole = cv2.resize(canvas, lens.size, interpolation=cv2.INTER_LINEAR)
        clear = four_channels(1 - cv2.extractChannel(whole, 3))
        view.radiance = cv2.add(cv2.multiply(view.radiance, clear), whole)
        self._draw_veil(view, t, bright, dim)

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
        scale = 2 * radius / _SPRITE
        cosine, sine = math.cos(puff.turn) / scale, math.sin(puff.turn) / scale
        middle = _SPRITE / 2
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

    def _draw_veil(self, view: View, t: float, bright: Array, dim: Array) -> None:
        """Let the dust come to the camera: the whole picture goes pale, in drifts."""
        time = t - self.start - 2.6
        if time <= 0:
            return
        width, height = view.lens.size
        strength = 0.86 * (1 - math.exp(-((time / 4.2) ** 1.7)))
        across = np.arange(0, width, 8, dtype=np.float32) / width
        down = np.arange(0, height, 8, dtype=np.float32) / width
        drift = self.veil(
            np.repeat((across * 0.6 + t * 0.03)[None], len(down), 0).astype(np.float32),
            np.repeat((down * 0.8 - t * 0.05)[:, None], len(across), 1).astype(np.float32),
        )
        cover = cv2.resize(np.clip(strength * (1 + 0.30 * drift), 0, 0.94).astype(np.float32), (width, height))
        tone = np.zeros_like(view.radiance)
        tone[..., :3] = (bright * 0.42 + dim * 0.58).astype(np.float32)
        view.radiance = cv2.blendLinear(tone, view.radiance, cover, 1 - cover)


def _places(view: View, window: tuple[slice, slice]) -> tuple[Array, Array, Array]:
    """Return for pixels of a window how far along the face, into it and above the floor what they show is, metres."""
    lens = view.lens
    width, height = lens.size
    aside = ((np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2)) / np.float32(lens.focal))[None, window[1]]
    up = (np.float32(lens.horizon_row - 0.5) - np.arange(height, dtype=np.float32))[window[0], None] / np.float32(lens.focal)
    far = np.minimum(view.depth[window], 2000)
    x = far * (np.float32(lens.forward[0]) + aside * np.float32(lens.right[0])) + np.float32(lens.x)
    y = far * (np.float32(lens.forward[1]) + aside * np.float32(lens.right[1])) + np.float32(lens.y)
    along, away = on_face(x, y)
    return along, away, up * far + np.float32(lens.z)


def _courses(charges: Charges, number: int, room: float, random: np.random.Generator) -> list[_Course]:
    """Return the billows of one charge: stemming shot up, bursts from the face, a roll along the ground, a rising cloud.

    Nothing goes farther than `room` metres from the face: what comes nearer to the camera is the veil.
    """
    along = float(charges.along[number])

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
    ) -> _Course:
        jitter = random.normal(0, 1, 3)
        return _Course(
            number, after + 0.05 * abs(float(jitter[2])), along + 2.4 * float(jitter[0]), away, z, out * (1 + 0.16 * math.tanh(float(jitter[1]))),
            rise * (1 + 0.15 * float(jitter[2])), size[0], size[1] * (1 + 0.15 * float(jitter[0])), pace, cover, fade,
            _SPRITES if soft else int(random.integers(_SPRITES)), float(random.uniform(-0.35, 0.35)), tone,
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


def _billow(seed: int) -> Array:
    """Return a billow of dust (_SPRITE, _SPRITE, 4): cover, and its relief's slopes to the right and down.

    It is the upper side of many balls within a ball, roughened by noise.
    """
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:_SPRITE, 0:_SPRITE].astype(np.float32) / (_SPRITE / 2) - 1
    height = np.full((_SPRITE, _SPRITE), -1.0, np.float32)
    for _ in range(46):
        turn, out = random.uniform(0, 2 * math.pi), math.sqrt(random.random()) * 0.62
        radius = float(random.uniform(0.15, 0.36))
        x, y, z = out * math.cos(turn), out * math.sin(turn), math.sqrt(max(0.0, 0.62 - out * out)) * random.uniform(0.3, 0.9)
        inside = radius * radius - (columns - np.float32(x)) ** 2 - (rows - np.float32(y)) ** 2
        height = np.maximum(height, np.where(inside > 0, np.float32(z) + np.sqrt(np.maximum(inside, 0)), -1))
    noise = spectral_noise(_SPRITE, 1.5, seed + 50, 4, 40)
    solid = blur((height > -0.9).astype(np.float32), 3.2)
    height = np.maximum(height, -0.15) + 0.035 * noise
    edge = np.hypot(columns, rows)
    cover = smoothstep(0.20, 0.88, solid + 0.13 * noise) * smoothstep(1.0, 0.80, edge)
    relief = blur(height.astype(np.float32), 1.6)
    slope_x, slope_y = (cv2.Sobel(relief, cv2.CV_32F, dx, dy, ksize=3) for dx, dy in ((1, 0), (0, 1)))
    gain = np.float32(1 / (slope_x.std() + slope_y.std()))
    slopes = [np.clip(slope * gain, -1.6, 1.6) for slope in (slope_x, slope_y)]
    return cv2.merge([cover.astype(np.float32), *slopes, np.zeros_like(relief)])


def _haze() -> Array:
    """Return a sprite as of _billow, but soft: it fills the gaps between billows."""
    rows, columns = np.mgrid[0:_SPRITE, 0:_SPRITE].astype(np.float32) / (_SPRITE / 2) - 1
    cover = np.clip(1 - columns**2 - rows**2, 0, 1) ** 1.3 * (1 + 0.18 * spectral_noise(_SPRITE, 1.7, 66, 3, 24))
    flat = np.zeros_like(cover)
    return cv2.merge([np.clip(cover, 0, 1).astype(np.float32), -0.35 * columns, -0.35 * rows, flat])
