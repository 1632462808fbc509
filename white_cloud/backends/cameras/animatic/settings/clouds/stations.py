"""What clouds are seen, and from where: each station paints its strips far to near."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.clouds.cumulus import CloudLight, heap, lit
from white_cloud.backends.cameras.animatic.settings.clouds.strips import Strip, wrapped
from white_cloud.backends.cameras.animatic.settings.clouds.weather import Weather


@dataclass(frozen=True)
class Station:
    """A kind of view (`wall`, `sea`, `blast`, `cirrus`), its lens and horizon, the sun's side, and a seed of its own.

    `tall` stretches the clouds; `seat` is `inside` an aeroplane's cabin, `beside` its wing, or nowhere.
    """

    kind: str
    fov: float
    horizon: float
    aside: float
    seed: int
    tall: float = 1.0
    seat: str = ""


STATIONS = (
    Station("wall", 42, 0.90, -0.85, 3),
    Station("sea", 50, 0.36, 0.80, 5),
    Station("wall", 36, 0.86, 0.90, 8, 0.9, "inside"),
    Station("blast", 40, 0.86, -0.9, 2),
    Station("sea", 40, 0.30, -0.55, 13, 1.4),
    Station("cirrus", 58, 0.90, 0.6, 4),
    Station("wall", 50, 0.94, -0.75, 21, 1.05, "beside"),
    Station("sea", 58, 0.44, 0.15, 34, 0.8),
    Station("cirrus", 50, 0.87, -0.7, 17),
    Station("blast", 46, 0.84, 0.85, 26, 0.8),
)

#: Metres a camera goes at most: across, up, forward, by the kind of view.
REACH = {
    "wall": (420.0, 260.0, 900.0),
    "sea": (150.0, 120.0, 420.0),
    "blast": (60.0, 40.0, 160.0),
    "cirrus": (60.0, 30.0, 120.0),
}


class CloudPainter:
    """Paints the strips of one station for one size of picture and one weather."""

    def __init__(self, size: tuple[int, int], focal: float, station: Station, weather: Weather, seed: int) -> None:
        self.size, self.focal, self.station, self.weather = size, focal, station, weather
        self.random = np.random.default_rng((seed, station.seed))

    def paint(self) -> list[Strip]:
        """Return the strips, far to near."""
        views: dict[str, Callable[[], list[Strip]]] = {
            "wall": self._wall, "sea": self._sea, "blast": self._blast, "cirrus": self._cirrus,
        }  # fmt: skip
        return views[self.station.kind]()

    def _light(self, gain: float = 1.0, gloom: float = 0.4) -> CloudLight:
        weather = self.weather
        return CloudLight(
            colour(*weather.sun) * np.float32(gain),
            colour(*weather.shade),
            aside=math.copysign(1.0, self.station.aside),
            rise=weather.rise,
            front=weather.front,
            lining=weather.lining,
            gloom=gloom,
        )

    def _unrest(self, pixels: float) -> float:
        return pixels * self.size[0] / 640

    def _hazed(self, picture: Array, depth: float, sight: float | None = None) -> Array:
        clear = np.float32(math.exp(-depth / (sight or self.weather.sight)))
        picture[..., :3] *= clear
        picture[..., :3] += picture[..., 3:] * (colour(*self.weather.haze) * (1 - clear))
        return picture

    def _misted(self, picture: Array, rows: float) -> Array:
        """Let the last `rows` (a part of the height) of a strip turn to haze, so that it stands on nothing."""
        high = picture.shape[0]
        part = smoothstep(1 - rows, 1.0, (np.arange(high, dtype=np.float32) + 0.5) / high)[:, None, None]
        cover = mix(picture[..., 3:], 1.0, part)
        haze = colour(*self.weather.haze)
        picture[..., :3] = picture[..., :3] * (1 - part) + haze * part
        picture[..., 3:] = cover
        return picture

    # ---------------------------------------------------------------- the wall
    def _wall(self) -> list[Strip]:
        """Paint towers in three ranks, a hazy bank behind and shreds before them, all drifting past an aeroplane."""
        strips = [self._rank(16000, 0.22, 9, 0.55, 0.10)]
        strips.append(self._rank(9500, 0.55 * self.station.tall, 4, 0.8, 0.22))
        strips.append(self._rank(6200, 0.92 * self.station.tall, 3, 1.0, 0.30))
        strips.append(self._rank(3600, 0.42, 4, 1.0, 0.36))
        strips.append(self._shreds(1500))
        return strips

    def _rank(self, depth: float, tall: float, towers: int, gain: float, wide: float) -> Strip:
        width, height = self.size
        span, high = int(width * 1.9), int(height * 1.15)
        foot = (self.station.horizon - 1.12) * height  # pixels below the eye, at the station
        roots = _towers(self.random, span, high, tall * height, towers, wide * height)
        number = int(self.random.integers(1 << 20))
        picture = lit(heap((span, high), roots, 3, number), self._light(gain), number)
        picture = self._misted(self._hazed(picture, depth), 0.30)
        metre = self.focal / depth
        left = -float(self.random.random()) * span / metre
        return Strip(depth, wrapped(picture), foot / metre, metre, left, drift=-32.0, boil=self._unrest(1.6) / metre)

    def _shreds(self, depth: float) -> Strip:
        """Paint thin rags of cloud that pass close by."""
        height = self.size[1]
        span, high = 1024, int(height * 0.9)
        seed = int(self.random.integers(1 << 20))
        rag = spectral_noise(512, 1.55, seed, 1, 60, stretch=0.5, width=1024)
        rag = cv2.resize(rag, (span, high), interpolation=cv2.INTER_LINEAR)
        up = np.linspace(1, 0, high, dtype=np.float32)[:, None]
        cover = smoothstep(0.75, 2.6, rag + 0.35 - 1.5 * up) * np.float32(0.55) * smoothstep(0.0, 0.2, up)
        light = self._light()
        paint = (light.sun * 0.42 + light.sky * 0.85) * np.ones((high, span, 1), np.float32)
        picture = np.dstack([paint * cover[..., None], cover]).astype(np.float32)
        metre = self.focal / depth
        foot = (self.station.horizon - 1.02) * height / metre
        return Strip(depth, wrapped(picture), foot, metre, 0.0, drift=-32.0, boil=self._unrest(2.5) / metre, ground=False)

    # ---------------------------------------------------------------- the sea
    def _sea(self) -> list[Strip]:
        """Paint rank behind rank of tops, seen from above; the nearest lie under the frame's lower edge."""
        eye = 300.0
        tiles = [self._tops(k) for k in range(5)]
        strips: list[Strip] = [self._far_towers()]
        depth, number = 15000.0, 0
        while depth > 420:
            picture, metre = tiles[number % len(tiles)]
            # Far tops are painted larger than near ones, as what is small there is lost.
            scale = min(4.0, max(0.8, (depth / 1300) ** 0.62)) * float(self.random.uniform(0.8, 1.45))
            strips.append(self._laid(picture, metre / scale, depth, -eye, number))
            depth *= 0.82 if depth > 2600 else 0.87
            number += 1
        return strips

    def _laid(self, picture: Array, metre: float, depth: float, floor: float, number: int) -> Strip:
        lit_strip = self._hazed(picture.copy(), depth, self.weather.sight * 0.85)
        lift = float(self.random.uniform(-22, 30)) * min(1.6, depth / 2500 + 0.4)
        high = picture.shape[0] / metre
        return Strip(
            depth,
            wrapped(lit_strip),
            floor - high * 0.62 + lift,
            metre,
            -float(self.random.random()) * picture.shape[1] / metre,
            drift=1.5 + 1.2 * (number % 3),
            boil=self._unrest(1.4) / metre,
        )

    def _tops(self, number: int) -> tuple[Array, float]:
        """Return a strip of tops and its pixels to the metre; its lower half is the shade between the ranks."""
        width = self.size[0]
        span, high = int(width * 1.5), int(width * 0.25)
        roots = np.vstack([self._bank(span, high), self._swells(span, high), *self._risen(span, high, number)])
        seed = int(self.random.integers(1 << 20))
        light = replace(self._light(1.0, 0.72), soft=1.0)
        picture = lit(heap((span, high), roots, 3, seed, frayed=1.0), light, seed)
        part = smoothstep(0.42, 1.0, np.linspace(0, 1, high, dtype=np.float32))[:, None, None]
        shade = np.append(light.sky * 0.50 + light.sun * 0.10, 1).astype(np.float32)
        return (picture * (1 - part) + shade * part).astype(np.float32), span / 1500.0

    def _bank(self, span: int, high: int) -> Array:
        """Return the balls of the floor that all tops stand in."""
        count, radius = 40, high * 0.15
        places = np.linspace(0, span, count)
        return np.stack([places, np.full(count, high * 0.05), np.zeros(count), np.full(count, radius)], 1)

    def _swells(self, span: int, high: int) -> Array:
        """Return the balls of low tops of all sizes: broad ones, and crumbs about them."""
        count = 34
        size = high * np.clip(np.exp(self.random.normal(-2.55, 0.85, count)), 0.018, 0.26)
        x = self.random.choice(self.random.random(7), count) * span + self.random.normal(0, 0.05, count) * span  # in clumps
        swell = 0.5 + 0.5 * np.sin(x / span * 2 * math.pi * 2 + self.random.uniform(0, 6.3))
        up = np.minimum(high * (0.14 + 0.24 * swell) * self.random.uniform(0.5, 1.0, count), high * 0.85 - size)
        return np.stack([x, up, self.random.uniform(-0.2, 0.4, count) * high, size], 1)

    def _risen(self, span: int, high: int, number: int) -> list[Array]:
        """Return the balls of a few tops that tower over the others, each narrower as it rises, and leaning."""
        risen, count = [], 30
        for _ in range(1 + number % 2):
            middle, lean = float(self.random.uniform(0, span)), float(self.random.normal(0, 0.12))
            top = high * min(0.88, float(self.random.uniform(0.52, 0.84)) * (0.7 + 0.3 * self.station.tall))
            half = high * float(self.random.uniform(0.22, 0.40))
            part = self.random.random(count) ** 0.9
            radius = half * self.random.uniform(0.22, 0.50, count) * (1.1 - 0.45 * part)
            up = part * (top - radius)
            off = self.random.uniform(-1, 1, count)
            towards = np.sqrt(1 - off * off) * half * 0.5
            x = middle + off * half * (1.1 - 0.75 * part**1.5) + lean * up
            risen.append(np.stack([x, up, towards, radius], 1))
        return risen

    def _far_towers(self) -> Strip:
        one = self._rank(30000, (0.10 + 0.10 * self.station.tall) * 1.0, 5, 0.8, 0.10)
        height = self.size[1]
        foot = -(0.16 * height) / one.metre
        return replace(one, foot=foot, drift=2.0, boil=self._unrest(1.0) / one.metre)

    # ---------------------------------------------------------------- the blast
    def _blast(self) -> list[Strip]:
        """Paint a cloud of dust that stands over a dark rim, the haze it leaves behind it, and the rim."""
        width, height = self.size
        strips = [self._rank(20000, 0.10, 6, 0.35, 0.06)]
        strips[0] = replace(strips[0], foot=-0.06 * height / strips[0].metre, drift=3.0)
        depth = 1500.0
        span, high = int(width * 1.15), int(height * 0.92)
        strips.append(replace(self._dust(depth, span, high, 0.55), depth=depth + 60))
        strips.append(self._rim(620.0))
        return strips

    def _dust(self, depth: float, span: int, high: int, wide: float) -> Strip:
        metre, height = self.focal / depth, self.size[1]
        middle = span * (0.5 - 0.06 * self.station.aside)
        reach, crown = span * wide * 0.40, high * 0.74 * self.station.tall
        roots = []
        for _ in range(120):
            part = float(self.random.random()) ** 0.8
            half = reach * (0.50 + 0.55 * math.sin(math.pi * min(1.0, 0.25 + part * 0.85)) ** 1.3 - 0.15 * part)
            off = float(self.random.uniform(-1, 1))
            radius = high * float(self.random.uniform(0.05, 0.115)) * (0.75 + 0.5 * part)
            roots.append((middle + off * half, part * crown, math.sqrt(1 - off * off) * half * 0.5, radius))
        for off in np.linspace(-1, 1, 26):
            radius = high * 0.065 * float(self.random.uniform(0.6, 1.3)) * (1.1 - 0.6 * abs(off))
            roots.append((middle + off * reach * 1.7, radius * 0.5, float(self.random.uniform(0, 20)), radius))
        seed = int(self.random.integers(1 << 20))
        light = self._light(1.05, 0.30)
        warm = colour("#ffe6c4")
        light = replace(light, sun=light.sun * warm, sky=light.sky * colour("#f2e4d2") * np.float32(1.1), lining=light.lining)
        picture = lit(heap((span, high), np.array(roots), 3, seed, wraps=False), light, seed)
        picture = self._hazed(picture, depth, 9000)
        aside = 0.06 * self.station.aside * self.size[0] / metre
        foot = (self.station.horizon - 1.04) * height / metre
        unrest = self._unrest(2.6) / metre
        return Strip(depth, picture, foot, metre, aside - middle / metre, 2.2, unrest, ground=False, single=True)

    def _rim(self, depth: float) -> Strip:
        """Paint the dark edge of a pit, a dump's flat top, and small machines on it."""
        width, height = self.size
        metre = self.focal / depth
        span, high = int(width * 2.2), int(height * 0.34)
        x = np.arange(span, dtype=np.float32) / span
        line = np.resize(spectral_noise(64, 1.5, int(self.random.integers(1 << 20)), 1, width=1024)[0], 1024)
        line = np.interp(x * 1024, np.arange(1024), line)
        steps = 0.10 * np.tanh(np.sin(x * 2 * math.pi * 2 + 1.0) * 6) + 0.05 * np.tanh(np.sin(x * 2 * math.pi * 5 + 2) * 9)
        top = high * (0.62 - 0.35 * steps - 0.02 * line)
        rows = np.arange(high, dtype=np.float32)[:, None]
        cover = np.clip(rows - top[None] + 0.5, 0, 1).astype(np.float32)
        for mast in self.random.random(4):
            at = int(mast * span)
            cover[int(top[at] - 9 * metre * 1.2) : int(top[at]) + 2, at : at + max(1, round(0.5 * metre))] = 1
        paint = (colour(*self.weather.shade) * 0.09 + colour(*self.weather.sun) * 0.012) * np.ones((high, span, 1), np.float32)
        crest = np.clip(1 - (rows - top[None]) / (1.2 * metre), 0, 1)[..., None]
        paint = paint + crest * colour(*self.weather.sun) * 0.05
        picture = np.dstack([paint * cover[..., None], cover]).astype(np.float32)
        foot = (self.station.horizon - 1.03) * height / metre
        return Strip(depth, wrapped(picture), foot, metre, -0.5 * span / metre, kind="ground")

    # ---------------------------------------------------------------- the streaks
    def _cirrus(self) -> list[Strip]:
        """Paint the thin strip of land under high streaks; the streaks themselves are painted into the sky."""
        hills = self._rim(2600.0)
        height = self.size[1]
        far = replace(hills, depth=9000.0, metre=self.focal / 9000.0, kind="rock")
        far_picture = self._hazed(far.picture.copy(), 9000, 6500)
        far = replace(far, picture=far_picture, foot=-0.135 * height / far.metre, left=-0.62 * far.picture.shape[1] / far.metre)
        return [far, replace(hills, foot=(self.station.horizon - 1.06) * height / hills.metre)]


def _towers(random: np.random.Generator, span: int, high: int, tall: float, count: int, wide: float) -> Array:
    """Return the roots of cloud towers along a strip, and of the bank they stand in; pixels."""
    roots = []
    places = (np.arange(count) + random.uniform(-0.28, 0.28, count)) * span / count
    for middle in places:
        top, half = tall * float(random.uniform(0.62, 1.0)), wide * float(random.uniform(0.75, 1.25))
        lean = float(random.normal(0, 0.10))
        for part in np.linspace(0.0, 1.0, 44).tolist():
            reach = half * (1.1 - 0.85 * part**1.4) * (0.85 + 0.22 * math.sin(9 * part + middle))
            off = float(random.uniform(-1, 1))
            radius = half * float(random.uniform(0.22, 0.40)) * (1.05 - 0.40 * part)
            up = part * top - 0.8 * radius
            roots.append((middle + off * reach + lean * up, up, math.sqrt(1 - off * off) * reach * 0.7, radius))
    bank = tall * 0.22 + high * 0.06
    for x in np.linspace(0, span, int(span / max(8.0, wide * 0.35))):
        radius = float(random.uniform(0.5, 1.0)) * max(8.0, wide * 0.42)
        roots.append((float(x), bank * float(random.uniform(0.3, 1.0)), float(random.uniform(0, 0.4)) * wide, radius))
    return np.array(roots)
