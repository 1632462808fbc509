"""What a phone shows: a feed of pictures with bars where words would be, drawn on by a thumb. Nothing in it can be read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise

#: Pixels of the screen: width and height.
SCREEN = (216, 448)
_POSTS = 7
_FLICK = 2.3  # seconds from one flick of the thumb to the next
_SETTLES = 0.75  # seconds until the feed rests
_SIDE = 12


@dataclass(frozen=True)
class Feed:
    """A strip (rows, 216, 4) of linear light that repeats after `length` rows; `sums` are its rows summed (n, 3)."""

    strip: Array = field(repr=False)
    sums: Array = field(repr=False)
    length: int
    late: float

    @classmethod
    def of(cls, random: np.random.Generator) -> Feed:
        """Return a feed: posts in an order of its own."""
        order = [int(one) for one in random.permutation(_POSTS)]
        posts = [_post(_PICTURES[number % len(_PICTURES)], random) for number in order]
        strip = np.concatenate(posts)
        length = len(strip)
        strip = np.concatenate([strip, strip[: SCREEN[1] + 2]])
        sums = np.concatenate([np.zeros((1, 3)), np.cumsum(strip.mean(1, dtype=np.float64), 0)])
        return cls(
            np.ascontiguousarray(np.dstack([strip, np.zeros(strip.shape[:2])]), np.float32),
            sums,
            length,
            float(random.random()) * _FLICK,
        )

    def offset(self, t: float) -> float:
        """Return how far the feed is drawn up, rows, at `t` seconds."""
        turns = (t + self.late) / _FLICK
        number = math.floor(turns)
        since = (turns - number) * _FLICK / _SETTLES
        gone = 1 - math.exp(-4.2 * since)
        done = sum(_stretch(one) for one in range(-4, number)) if number > -4 else 0.0
        return (done + _stretch(number) * gone) * SCREEN[1] + 900.0

    def thumb(self, t: float) -> float:
        """Return where the thumb is, 0 (low, at rest) to 1 (up, at the end of a flick)."""
        since = ((t + self.late) / _FLICK % 1) * _FLICK
        return float(
            smoothstep(-0.10, 0.16, since) * (1 - smoothstep(0.35, 1.1, since))
            + smoothstep(_FLICK - 0.10, _FLICK + 0.16, since)
        )

    def shown(self, t: float) -> Array:
        """Return what the screen shows at `t`, float32 (448, 216, 4): the feed, and bars that stay."""
        top = self.offset(t) % self.length
        first = int(top)
        part = top - first
        rows = self.strip[first : first + SCREEN[1] + 1]
        picture = cv2.addWeighted(rows[:-1], 1 - part, rows[1:], part, 0)
        shown: Array = cv2.add(cv2.multiply(picture, _STAYS[0]), _STAYS[1])
        return shown

    def glow(self, t: float) -> Array:
        """Return the mean light (3,) of the screen at `t`."""
        top = self.offset(t) % self.length
        first = int(top)
        total: Array = self.sums[first + SCREEN[1]] - self.sums[first]
        return (total / SCREEN[1]).astype(np.float32)


def _stretch(number: int) -> float:
    """Return how far one flick goes, screens."""
    return 0.62 + 0.30 * math.sin(number * 2.399)


def _bars() -> tuple[Array, Array]:
    """Return what the bars at the top and bottom leave of the feed, and what they add: a clock's blot, five round signs."""
    w, h = SCREEN
    leave: Array = np.ones((h, w, 4), np.float32)
    add: Array = np.zeros((h, w, 4), np.float32)
    leave[:26], leave[-38:] = 0.10, 0.06
    add[:26, :, :3], add[-38:, :, :3] = colour("#15181c", 0.5), colour("#15181c", 0.5)
    for x, wide in ((14, 26), (w - 44, 12), (w - 27, 15)):
        add[10:17, x : x + wide, :3] = 0.35
    for number in range(5):
        cv2.circle(
            add,
            (int(w * (number + 0.5) / 5), h - 20),
            6,
            (0.45, 0.45, 0.45, 0) if number != 2 else (0.25, 0.35, 0.95, 0),
            -1 if number == 2 else 2,
        )
    return leave, add


def _post(paint: Callable[[Array, Array, np.random.Generator], Array], random: np.random.Generator) -> Array:
    """Return one post (rows, 216, 3): who, a picture, what was said, as bars."""
    w = SCREEN[0]
    tall = int(w * float(random.choice([1.0, 1.25, 0.75])))
    head, foot = 38, 58
    post: Array = np.full((head + tall + foot, w, 3), 0.035, np.float32)
    avatar = colour(("#c8a070", "#7090a8", "#a86858", "#88a878")[int(random.integers(4))], 0.8)
    cv2.circle(post, (22, head // 2), 11, avatar.tolist(), -1, cv2.LINE_8)
    _bar(post, 40, 11, int(random.integers(50, 90)), 0.42)
    _bar(post, 40, 23, int(random.integers(30, 60)), 0.18)
    y, x = np.mgrid[0:tall, 0:w].astype(np.float32)
    post[head : head + tall] = paint(x / w, y / tall, random)
    for number in range(3):
        cv2.circle(
            post,
            (18 + 24 * number, head + tall + 14),
            7,
            (0.30, 0.30, 0.30) if number else (0.16, 0.14, 0.75),
            2 if number else -1,
        )
    for number in range(2):
        _bar(post, _SIDE, head + tall + 32 + 11 * number, int(random.integers(70, 180)), 0.30)
    return cv2.GaussianBlur(post, (0, 0), 0.7)


def _bar(post: Array, x: int, y: int, wide: int, light: float) -> None:
    post[y : y + 6, x : min(x + wide, post.shape[1] - _SIDE)] = light


def _dunes(x: Array, y: Array, random: np.random.Generator) -> Array:
    sky = mix(colour("#7c98b8", 0.9), colour("#f0c898", 1.0), smoothstep(0.0, 0.5, y)[..., None])
    for number, base in enumerate((0.42, 0.56, 0.74)):
        phase = float(random.uniform(0, 6))
        crest = base + 0.06 * np.sin(x * (5 - number) + phase) + 0.02 * np.sin(x * 11 + phase)
        lit = smoothstep(-0.4, 0.6, np.cos(x * (5 - number) + phase) - (y - crest) * 3)[..., None]
        sand = mix(colour("#7a4c2c", 0.8), colour("#e8b070", 1.0), lit)
        sky = mix(sky, sand, smoothstep(-0.006, 0.006, y - crest)[..., None])
    return np.asarray(sky)


def _truck(x: Array, y: Array, _random: np.random.Generator) -> Array:
    picture = mix(colour("#b8b8b0", 0.8), colour("#8a7860", 0.7), smoothstep(0.3, 0.9, y)[..., None])
    for step in range(4):
        picture = mix(
            picture,
            colour("#5c5040", 0.4 + 0.1 * step),
            smoothstep(0.0, 0.01, y - 0.46 - 0.13 * step + 0.04 * x)[..., None] * 0.5,
        )
    body = (np.abs(x - 0.5) < 0.24) & (y > 0.38) & (y < 0.62) | (np.abs(x - 0.48) < 0.30) & (y > 0.30) & (
        y < 0.46 - 0.2 * (x - 0.5)
    )
    picture = mix(picture, colour("#e8a81c", 1.0), body[..., None].astype(np.float32))
    for place in (0.34, 0.68):
        wheel = (x - place) ** 2 + ((y - 0.68) * 0.9) ** 2
        picture = mix(picture, colour("#1c1a18", 0.6), smoothstep(0.0105, 0.0085, wheel)[..., None])
        picture = mix(picture, colour("#c89018", 0.8), smoothstep(0.0025, 0.0015, wheel)[..., None])
    return np.asarray(picture)


def _paradise(x: Array, y: Array, _random: np.random.Generator) -> Array:
    sky = mix(colour("#8ed0f0", 1.3), colour("#ffd8e8", 1.3), smoothstep(0.05, 0.5, y)[..., None])
    mirror = np.where(y > 0.56, 1.12 - y, y)
    hill = 0.50 - 0.16 * np.exp(-(((x - 0.3) / 0.16) ** 2)) - 0.11 * np.exp(-(((x - 0.75) / 0.2) ** 2))
    sky = mix(sky, colour("#a8b8e0", 1.0), smoothstep(-0.005, 0.005, mirror - hill)[..., None])
    for place in (0.18, 0.5, 0.82):
        tree = ((x - place) / 0.09) ** 2 + ((mirror - 0.45) / 0.08) ** 2
        sky = mix(sky, colour("#f0a0c0" if place == 0.5 else "#70c890", 1.1), smoothstep(1.1, 0.9, tree)[..., None])
    return np.asarray(sky * np.where(y > 0.56, 0.86, 1.0)[..., None])


def _city(x: Array, y: Array, random: np.random.Generator) -> Array:
    picture = mix(colour("#101a30", 0.6), colour("#583a50", 0.7), smoothstep(0.1, 0.9, y)[..., None])
    for _ in range(11):
        left, wide, top = float(random.uniform(-0.05, 1)), float(random.uniform(0.06, 0.14)), float(random.uniform(0.2, 0.6))
        tower = ((x > left) & (x < left + wide) & (y > top))[..., None].astype(np.float32)
        lights = ((np.sin((x - left) * 190) > 0.2) & (np.sin(y * 150) > 0.1))[..., None] * colour("#ffd088", 1.1)
        picture = mix(picture, colour("#0c1018", 0.6) + lights, tower)
    return np.asarray(picture)


def _face(x: Array, y: Array, _random: np.random.Generator) -> Array:
    picture = mix(colour("#f0e0d0", 1.2), colour("#f8b8a8", 1.2), smoothstep(0, 1, x + y * 0.6)[..., None])
    away = ((x - 0.5) / 0.165) ** 2 + ((y - 0.47) / 0.22) ** 2
    hair = ((x - 0.5) / 0.25) ** 2 + ((y - 0.42) / 0.32) ** 2
    body = ((x - 0.5) / 0.42) ** 2 + ((y - 1.02) / 0.34) ** 2
    picture = mix(picture, colour("#2a2220", 0.8), smoothstep(1.05, 0.95, hair)[..., None])
    picture = mix(picture, colour("#5a88c8", 1.0), smoothstep(1.04, 0.96, body)[..., None])
    return np.asarray(mix(picture, colour("#c08464", 1.0), smoothstep(1.05, 0.95, away)[..., None]))


def _goods(x: Array, y: Array, _random: np.random.Generator) -> Array:
    picture = mix(colour("#f8f4ec", 1.4), colour("#d8e4f0", 1.3), y[..., None])
    for number in range(3):
        box = (np.abs(x - 0.24 - 0.26 * number) < 0.09) & (y > 0.34 - 0.05 * (number % 2)) & (y < 0.74)
        picture = mix(picture, colour(("#e05848", "#48a0d8", "#f0b838")[number], 1.1), box[..., None].astype(np.float32))
    return np.asarray(picture * (1 - 0.5 * smoothstep(0.76, 0.78, y))[..., None])


def _clouds(x: Array, y: Array, random: np.random.Generator) -> Array:
    noise = cv2.resize(
        spectral_noise(64, slope=2.6, seed=int(random.integers(1 << 30)), lowest=2, highest=14),
        x.shape[::-1],
        interpolation=cv2.INTER_CUBIC,
    )
    cloud = smoothstep(-0.3, 1.6, noise + 1.2 * y - 0.3)[..., None]
    return np.asarray(mix(mix(colour("#4890d8", 1.0), colour("#a8d8f0", 1.2), y[..., None]), colour("#ffffff", 1.3), cloud))


_PICTURES = (_dunes, _paradise, _truck, _face, _city, _goods, _clouds)
_STAYS = _bars()
