"""The cards of paradise, painted once on the left and copied to the right."""

from __future__ import annotations

import math

import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card, card
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.settings.paradise.things import (
    Palette,
    Thing,
    arch,
    floating_isle,
    flower_bank,
    follower,
    hill,
    palm,
    paste,
    round_tree,
    swan,
)

#: Metres to where half of what is seen is haze, times 1.44.
_SIGHT = 4200.0


class ParadisePainter:
    """Paints cards whose ground is the water, z = 0, for one size of picture."""

    def __init__(self, size: tuple[int, int], focal: float, palette: Palette, seed: int) -> None:
        self.size, self.focal, self.palette = size, focal, palette
        self.rng = np.random.default_rng(seed)

    def _canvas(self, depth: float, above: float, below: float) -> tuple[Array, float]:
        """Return half a card's canvas, its right edge the middle of the frame, and its pixels to the metre."""
        metre = self.focal / depth
        return np.zeros((int((above + below) * metre) + 2, int(self.size[0] * 0.95), 4), np.float32), metre

    def _symmetric(self, half: Array, depth: float, above: float, ground: bool = False) -> Card:
        """Return a card: the half and its mirror image, with haze laid over it by its depth."""
        clear = math.exp(-depth / _SIGHT)
        metre = self.focal / depth
        half[..., :3] = half[..., :3] * clear + half[..., 3:] * (self.palette.haze * (1 - clear))
        whole = np.concatenate([half, half[:, ::-1]], 1)
        return card(depth, whole, -half.shape[1] / metre, above, metre, ground)

    def range(self, depth: float, high: float, count: int) -> Card:
        """Paint far hills in a row."""
        canvas, metre = self._canvas(depth, high * 1.2, 0)
        foot, w = canvas.shape[0] - 1, canvas.shape[1]
        for part in np.linspace(0.05, 1.0, count)[self.rng.permutation(count)]:
            tall = high * self.rng.uniform(0.45, 1.0)
            radius = tall * self.rng.uniform(0.55, 0.85)
            paste(canvas, hill(metre, radius, tall, self.palette, 1, int(self.rng.integers(99))), w * part, foot)
        return self._symmetric(canvas, depth, high * 1.2)

    def peaks(self, depth: float) -> Card:
        """Paint the impossible hills: the highest towards the frame's edge, steps down to the middle."""
        high = depth * self.rng.uniform(0.24, 0.33)
        canvas, metre = self._canvas(depth, high * 1.1, 0)
        foot, w, reach = canvas.shape[0] - 1, canvas.shape[1], self.size[0] / 2
        spread = self.rng.uniform(0.85, 1.25)
        for aside, tall in ((1.55, 0.6), (1.12, 0.85), (0.74, 1.0), (0.47, 0.52), (0.30, 0.24)):
            radius = high * tall * self.rng.uniform(0.42, 0.58)
            shape = hill(metre, radius, high * tall, self.palette, 1, int(self.rng.integers(99)))
            paste(canvas, shape, w - reach * aside * spread, foot)
        self._plant(canvas, metre, foot)
        return self._symmetric(canvas, depth, high * 1.1)

    def _plant(self, canvas: Array, metre: float, foot: int) -> None:
        """Set copies of the tree along the foot at equal distances."""
        tree = round_tree(max(metre * 2.2, 0.9), self.palette, 1)
        step = max(10, int(self.size[0] * 0.035))
        for x in range(canvas.shape[1] - int(self.size[0] * 0.13), 0, -step):
            paste(canvas, tree, x, foot)

    def shore(self, depth: float, gap: float, trees: float) -> Card:
        """Paint a strip of beach and lawn with an avenue of copies; `gap` of the frame's half stays open in the middle."""
        canvas, metre = self._canvas(depth, 30, 0)
        h, w = canvas.shape[:2]
        edge = w - self.size[0] / 2 * gap
        x = np.arange(w, dtype=np.float32)[None]
        rise = np.clip((edge - x) / (0.16 * self.size[0]), 0, 1) ** 0.6 * (2.6 * metre)
        z = (h - np.arange(h, dtype=np.float32))[:, None]
        cover = np.clip(rise - z + 1, 0, 1)
        lawn = (z > 0.30 * rise + 0.3)[..., None]
        light = self.palette.sky * 0.8 + self.palette.sun * 0.55
        paint = np.where(lawn, self.palette.meadow * 0.9, np.array([0.62, 0.74, 0.82], np.float32)) * light
        canvas[:] = np.dstack([paint * cover[..., None], cover])
        tree = round_tree(metre * trees, self.palette, 1)
        for k in range(12):
            at = edge - self.size[0] * (0.055 + 0.082 * k)
            paste(canvas, tree, at, h - 1.5 * metre)
        return self._symmetric(canvas, depth, 30)

    def islets(self, depth: float) -> Card:
        """Paint two islets with palms, left and right."""
        canvas, metre = self._canvas(depth, 22, 0)
        h, w = canvas.shape[:2]
        at = w - self.size[0] * self.rng.uniform(0.17, 0.25)
        mound = hill(metre, 13, 3.0, self.palette, 1, 4)
        for x, tall, lean in ((-4.5, 9, -1.6), (3.5, 10.5, 1.8), (-0.5, 12.5, 0.6)):
            paste(canvas, palm(metre, tall, lean, self.palette, int(self.rng.integers(99))), at + x * metre, h - 1.6 * metre)
        paste(canvas, mound, at, h - 1)
        return self._symmetric(canvas, depth, 22)

    def gate(self, depth: float) -> Card:
        """Paint the white gate in the middle."""
        thing = arch(self.focal / depth, self.palette, 1)
        return self._single(thing, depth, 0.0)

    def isle(self, depth: float, aside: float, seed: int) -> Card:
        """Paint one floating isle; its height in the air is for whoever shows it."""
        thing = floating_isle(self.focal / depth * 2.4, self.palette, -1 if aside > 0 else 1, seed)
        thing = Thing(thing.picture, self.focal / depth)
        if aside > 0:
            thing = Thing(np.ascontiguousarray(thing.picture[:, ::-1]), thing.metre)
        return self._single(thing, depth, aside)

    def _single(self, thing: Thing, depth: float, aside: float) -> Card:
        clear = math.exp(-depth / _SIGHT)
        picture = thing.picture.copy()
        picture[..., :3] = picture[..., :3] * clear + picture[..., 3:] * (self.palette.haze * (1 - clear))
        picture = np.pad(picture, ((0, 0), (2, 2), (0, 0)))
        h, w = picture.shape[:2]
        return card(depth, picture, aside - w / 2 / thing.metre, h / thing.metre, thing.metre)

    def swans(self, depth: float) -> Card:
        """Paint two swans that face each other."""
        canvas, metre = self._canvas(depth, 2.6, 0)
        bird = swan(metre * 1.5, self.palette, 1)
        paste(canvas, bird, canvas.shape[1] - 2.6 * metre, canvas.shape[0])
        return self._symmetric(canvas, depth, 2.6)

    def crowd(self, depth: float, rows: int = 3) -> list[Card]:
        """Paint rows of the one person on a white terrace."""
        cards = []
        for row in range(rows):
            away = depth * (1 - 0.16 * row)
            canvas, metre = self._canvas(away, 2.6, 1.2)
            person = follower(metre, self.palette, 1)
            h, w = canvas.shape[:2]
            foot = h - 1.2 * metre
            if row == 0:
                light = self.palette.sky * 0.8 + self.palette.sun * 0.4
                canvas[int(foot - 0.1 * metre) :, :] = (*(np.array([0.80, 0.82, 0.84]) * light), 1)
            step = metre * 1.15
            for k in range(int(w / step) + 2):
                paste(canvas, person, w - step * (k + 0.5 * ((row + 1) % 2)), foot + 0.3)
            cards.append(self._symmetric(canvas, away, 2.6, ground=row == 0))
        return cards

    def frame(self, depth: float) -> Card:
        """Paint palms that frame the picture, on a bank of flowers that falls to the water in the middle."""
        below = 5.0
        canvas, metre = self._canvas(depth, 17, below)
        h, w = canvas.shape[:2]
        water, half = h - below * metre, self.size[0] / 2
        for aside, tall, lean in ((0.98, 10.0, 2.4), (1.22, 12.0, 1.0), (0.84, 7.4, 2.6), (1.6, 11.0, 0.8)):
            tree = palm(metre, tall, lean, self.palette, int(self.rng.integers(99)))
            paste(canvas, tree, w - half * aside, water)
        x = (w - np.arange(w)) / half
        rise = np.clip((x - 0.52) / 0.5, 0, 1) ** 0.55 * (0.95 + 0.12 * np.cos(x * 19) + 0.06 * np.cos(x * 41))
        shore = 0.42 + 0.10 * self.rng.random()
        foot = np.clip((x - shore) / (0.62 - shore), 0, 1) ** 0.5
        crest = np.where(x < shore, h + 9, water + (1 - foot) * below * metre - rise * metre)
        flower_bank(canvas, metre, crest.astype(np.float32), self.palette, int(self.rng.integers(99)))
        return self._symmetric(canvas, depth, 17)

    def flowers(self, depth: float) -> Card:
        """Paint the bank of flowers at the lens."""
        below = 4.0
        canvas, metre = self._canvas(depth, 2.0, below)
        h, w = canvas.shape[:2]
        x = (w - np.arange(w)) / metre
        crest = h - (below + 1.0 + 0.22 * np.cos(x * 1.15 + 2.6) + 0.06 * np.cos(x * 3.7)) * metre
        flower_bank(canvas, metre, crest.astype(np.float32), self.palette, int(self.rng.integers(99)))
        return self._symmetric(canvas, depth, 2.0, ground=True)


def mirrored(one: Card) -> Card:
    """Return a card as still water shows it: what lies above z = 0, upside down below it."""
    dry = max(1, min(len(one.picture), round(one.top * one.metre)))
    picture = np.ascontiguousarray(one.picture[:dry][::-1])
    return Card(one.depth, picture, one.left, 0.0, one.metre, len(picture))
