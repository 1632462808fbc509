"""What a phone shows: a feed of pictures with bars where words would be, drawn on by a thumb. Nothing in it can be read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep
from white_cloud.backends.cameras.animatic.settings.phone.pictures import PICTURES

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
        posts = [_post(PICTURES[number % len(PICTURES)], random) for number in order]
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


_STAYS = _bars()
