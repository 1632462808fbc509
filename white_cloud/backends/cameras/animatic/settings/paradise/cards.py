"""The cards of paradise: each painted on the left and copied to the right."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card, card
from white_cloud.backends.cameras.animatic.props.figures import standing
from white_cloud.backends.cameras.animatic.props.figures_relief import Glow, sculpt
from white_cloud.backends.cameras.animatic.props.scenery import Flat, View
from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep
from white_cloud.backends.cameras.animatic.settings.clouds.cumulus import CloudLight, heap, lit
from white_cloud.backends.cameras.animatic.settings.paradise.falls import Fall
from white_cloud.backends.cameras.animatic.settings.paradise.growth import bed, lay, tree
from white_cloud.backends.cameras.animatic.settings.paradise.marble import Mason
from white_cloud.backends.cameras.animatic.settings.paradise.palettes import Palette
from white_cloud.backends.cameras.animatic.settings.paradise.peaks import floating_isle, misted, mountains
from white_cloud.backends.cameras.animatic.settings.paradise.swans import swan
from white_cloud.media.survey import class_number

_TREE_METRE = 26.0  # pixels to the metre of the one tree, for a frame 800 wide

#: Waves of a grown shore: metres high, how often in a metre (radians), where they begin.
_SHORE = ((0.17, 1.15, 2.6), (0.07, 3.7, 0.4), (0.035, 8.9, 1.9), (0.02, 21.0, 0.7))


@dataclass
class Scene:
    """The painted paradise.

    `cards` lie far to near; `floating` has the height in metres and a phase for those that hang in the air, by number; `falls`
    are waterfalls, each before the card of its number.
    """

    cards: list[Card] = field(default_factory=list)
    floating: dict[int, tuple[float, float]] = field(default_factory=dict)
    falls: list[tuple[int, Fall]] = field(default_factory=list)


class ParadisePainter:
    """Paints cards whose ground is the water, z = 0, for one lens, palette and seed."""

    def __init__(self, view: View, spread: float, palette: Palette, words: frozenset[str], seed: int) -> None:
        """`spread` is how much wider than the frame a card is."""
        self.view, self.spread, self.palette, self.words = view, spread, palette, words
        self.random = np.random.default_rng(seed)
        self.mason = Mason(palette)
        self.tree = tree(_TREE_METRE * view.size[0] / 800, palette, seed)
        self.scene = Scene()

    # ---------------------------------------------------------------- canvases
    def half(self, depth: float) -> float:
        """Return half the frame's width in metres at a distance."""
        return depth * self.view.size[0] / 2 / self.view.focal

    def _canvas(self, depth: float, above: float, below: float = 0.0) -> tuple[Array, float]:
        """Return half a card's canvas, its right edge the middle of the frame, and its pixels to the metre."""
        metre = self.view.focal / depth
        return np.zeros((int((above + below) * metre) + 2, int(self.view.size[0] * self.spread / 2), 4), np.float32), metre

    def _hazed(self, picture: Array, depth: float, foot: float = 0.0) -> Array:
        return misted(picture, self.palette.haze, math.exp(-depth / self.palette.sight), foot)

    def _twice(self, half: Array, depth: float, above: float, kind: str, ground: bool = False) -> None:
        """Add a card: the half and its mirror image."""
        metre = self.view.focal / depth
        whole = np.concatenate([half, half[:, ::-1]], 1)
        self.scene.cards.append(card(depth, whole, -half.shape[1] / metre, above, metre, ground, kind=kind))

    def _flat(self, depth: float, tall: float, draw: Callable[[Flat], None]) -> Card:
        """Return a card of what is drawn on a flat; its left half is copied to the right, light and all."""
        flat = Flat(self.view, depth, self.half(depth) * self.spread, tall, 2.0, self.palette.daylight)
        draw(flat)
        one = flat.finish(grain=0.02)
        middle = one.picture.shape[1] // 2
        assert one.kinds is not None
        picture = np.concatenate([one.picture[:, :middle], one.picture[:, :middle][:, ::-1]], 1)
        kinds = np.concatenate([one.kinds[:, :middle], one.kinds[:, :middle][:, ::-1]], 1)
        # The flat's heights count from the eye, these cards' from the water.
        left, top = -middle / one.metre, one.top + self.view.eye
        return replace(one, picture=picture, kinds=kinds, left=left, top=top, ground=False, solid=len(picture))

    # ---------------------------------------------------------------- far
    def _metres(self, part: float, depth: float) -> float:
        """Return how high a thing is that fills a part of the frame's height at a distance."""
        return part * self.view.size[1] / self.view.focal * depth

    def clouds(self, depth: float, part: float) -> None:
        """Add a bank of white clouds, a part of the frame's height tall."""
        high = self._metres(part * 1.25, depth)
        canvas, _ = self._canvas(depth, high)
        h, w = canvas.shape[:2]
        count = 60
        x, rise = self.random.random(count) * w, self.random.random(count)
        swell = 0.35 + 0.65 * np.abs(np.sin(x / w * 7.0 + 1.3)) * np.clip(1.25 - x / w, 0, 1)
        radius = h * 0.15 * self.random.uniform(0.5, 1.2, count) * (0.5 + 0.5 * swell)
        roots = np.stack([x, rise * swell * h * 0.66, self.random.uniform(0, 0.4, count) * h, radius], 1)
        seed = int(self.random.integers(1 << 20))
        light = CloudLight(self.palette.sun * np.float32(0.9), self.palette.sky * np.float32(0.9), -1.0, 0.6, 20.0, 0.5, 0.2)
        picture = lit(heap((w, h), roots, 3, seed, wraps=False), light, seed)
        self._twice(self._hazed(picture, depth * 0.35, 0.7), depth, high, "cloud")

    def range(self, depth: float, part: float, rough: int = 9) -> None:
        """Add a far range, a part of the frame's height tall."""
        high = self._metres(part, depth)
        canvas, _ = self._canvas(depth, high * 1.15)
        outline = np.clip(self.random.uniform(0.35, 1.0, rough), 0, 1)
        canvas[:] = mountains((canvas.shape[1], canvas.shape[0]), outline, self.palette, int(self.random.integers(999)))
        self._twice(self._hazed(canvas, depth, 0.5), depth, high * 1.15, "rock")

    def peaks(self, depth: float, outline: tuple[float, ...], part: float, strata: bool = False) -> None:
        """Add mountains whose `outline` runs from the card's edge to the frame's middle; `part` of the frame's height tall.

        Where they stand in the middle they are one massif, as a mirrored one would have a seam.
        """
        high = self._metres(part, depth) * 1.05
        canvas, metre = self._canvas(depth, high)
        height, width = canvas.shape[:2]
        shape = np.array(outline) * self.random.uniform(0.9, 1.08, len(outline))
        number = int(self.random.integers(999))
        if shape[-1] < 0.3:
            picture = mountains((width, height), shape, self.palette, number, strata)
            self._twice(self._hazed(picture, depth, 0.35), depth, high, "rock")
            return
        picture = mountains((2 * width, height), np.append(shape, shape[-2::-1]), self.palette, number, strata)
        self.scene.cards.append(card(depth, self._hazed(picture, depth, 0.35), -width / metre, high, metre, kind="rock"))

    def fall(self, part: float, wide: float) -> None:
        """Let water fall on both sides from the cliff that was added last, a part of the frame's half from the middle."""
        cliff = self.scene.cards[-1]
        depth, x = cliff.depth - 5, part * self.half(cliff.depth)
        column = cliff.picture[:, int((x - cliff.left) * cliff.metre), 3]
        top = (cliff.top - int(np.argmax(column > 0.5)) / cliff.metre) * 0.94
        clear = math.exp(-depth / self.palette.sight)
        light = (self.palette.sky * 0.75 + self.palette.sun * 0.5) * clear + self.palette.haze * (1 - clear)
        for side in (-x, x):
            self.scene.falls.append((len(self.scene.cards), Fall(depth, side, top, 0.0, wide, light.astype(np.float32))))

    # ---------------------------------------------------------------- middle
    def shore(self, depth: float, gap: float, trees: float, step: float) -> None:
        """Add a strip of lawn with copies of the tree; `gap` of the frame's half stays open in the middle."""
        canvas, metre = self._canvas(depth, 9.6 * trees + 4)
        h, w = canvas.shape[:2]
        edge = w - self.view.size[0] / 2 * gap
        x = np.arange(w, dtype=np.float32)[None]
        rise = np.clip((edge - x) / (0.20 * self.view.size[0]), 0, 1) ** 0.5 * (2.8 * metre)
        up = (h - np.arange(h, dtype=np.float32))[:, None]
        cover = np.clip(rise - up + 1, 0, 1)
        light = self.palette.sky * 0.7 + self.palette.sun * 0.6
        lawn = (up > 0.16 * rise + 0.4)[..., None]
        tone = (0.72 + 0.28 * np.clip(up / (rise + 1), 0, 1))[..., None]
        paint = np.where(lawn, self.palette.meadow * 0.62 * tone, colour("#efe2cc") * 0.85) * light
        canvas[:] = np.dstack([paint * cover[..., None], cover])
        copy = self.tree.at(metre * trees)
        at = edge - self.view.size[0] * 0.05
        while at > -copy.shape[1]:
            lay(canvas, copy, at, h - 1.4 * metre)
            at -= step * metre
        self._twice(self._hazed(canvas, depth), depth, 9.6 * trees + 4, "plant")

    def islet(self, depth: float, aside: float, wide: float, trees: int) -> None:
        """Add a round islet on both sides, with trees on it."""
        canvas, metre = self._canvas(depth, 14)
        h, w = canvas.shape[:2]
        at = w - aside * metre
        x = (np.arange(w, dtype=np.float32)[None] - at) / (wide * metre)
        rise = np.clip(1 - x * x, 0, 1) ** 0.6 * (1.9 * metre)
        up = (h - np.arange(h, dtype=np.float32))[:, None]
        cover = np.clip(rise - up + 1, 0, 1)
        tone = (0.62 + 0.38 * np.clip(up / (rise + 1), 0, 1) - 0.18 * x)[..., None]
        light = self.palette.sky * 0.7 + self.palette.sun * 0.6
        paint = np.where((up > 0.24 * metre)[..., None], self.palette.meadow * 0.66 * tone, colour("#efe2cc") * 0.8) * light
        canvas[:] = np.dstack([paint * cover[..., None], cover])
        for k in range(trees):
            off = (k - (trees - 1) / 2) * wide * 0.72
            lay(canvas, self.tree.at(metre * (0.72 + 0.22 * ((k + 1) % 2))), at + off * metre, h - 1.25 * metre)
        self._twice(self._hazed(canvas, depth), depth, 14, "plant")

    def temple(self, depth: float, size: float = 1.0) -> None:
        """Add the pavilion, in the middle."""
        self.scene.cards.append(self._flat(depth, 19.5 * size, lambda flat: self.mason.pavilion(flat, 0.0, depth, size)))

    def isle(self, depth: float, aside: float, high: float) -> None:
        """Add an isle that hangs in the air, on both sides."""
        thing = floating_isle(self.view.focal / depth, self.palette, self.tree, int(self.random.integers(99)))
        left_one = self._hazed(np.pad(thing.picture, ((1, 1), (2, 2), (0, 0))), depth)
        h, w = left_one.shape[:2]
        for side in (-1, 1):
            picture = left_one if side < 0 else np.ascontiguousarray(left_one[:, ::-1])
            self.scene.floating[len(self.scene.cards)] = (high, depth)
            left = side * aside - w / 2 / thing.metre
            self.scene.cards.append(card(depth, picture, left, h / thing.metre, thing.metre, kind="rock"))

    def canal(self, depths: tuple[float, ...], inner: float, trees: float) -> None:
        """Add straight banks with an avenue: a pair of copies at every depth."""
        for number, depth in enumerate(depths):
            beyond = depths[number - 1] if number else depth * 2.2
            outer = self.half(depth) * self.spread + 4
            draw = partial(self._bank, y=(depth, beyond), inner=inner, outer=outer)
            bank = self._flat(depth, self.view.eye + 0.2, draw)
            self.scene.cards.append(self._planted(bank, depth * 1.04, inner + 3.4, trees))

    def _bank(self, flat: Flat, y: tuple[float, float], inner: float, outer: float) -> None:
        self.mason.bank(flat, y, inner, outer)
        if flat.metre > 7:
            self.mason.urn(flat, -inner - 0.7, y[0] + 0.4, 0.55)

    def _planted(self, bank: Card, y: float, aside: float, trees: float) -> Card:
        """Return a bank with the tree on it, left and right, and more of them farther out."""
        ratio = bank.depth / y
        metre = bank.metre
        copy = misted(self.tree.at(metre * trees * ratio), self.palette.haze, math.exp(-bank.depth / self.palette.sight), 0.0)
        foot = (0.55 - self.view.eye) * ratio + self.view.eye
        top = max(bank.top, foot + copy.shape[0] / metre + 0.2)
        h, w = bank.picture.shape[:2]
        more = int((top - bank.top) * metre)
        picture = np.zeros((h + more, w, 4), np.float32)
        kinds = np.full((h + more, w), class_number("plant"), np.uint8)
        picture[more:] = bank.picture
        if bank.kinds is not None:
            kinds[more:] = bank.kinds
        middle = w // 2
        left = np.ascontiguousarray(picture[:, :middle])
        row = (bank.top - foot) * metre + more
        for out in (aside + 15, aside):
            before = left[..., 3].copy()
            lay(left, copy, middle - out * ratio * metre, row)
            kinds[:, :middle][left[..., 3] > before + 0.3] = class_number("plant")
        picture[:, :middle], picture[:, middle : 2 * middle] = left, left[:, ::-1]
        kinds[:, middle : 2 * middle] = kinds[:, :middle][:, ::-1]
        return replace(bank, picture=picture, kinds=kinds, top=bank.top + more / metre, solid=len(picture))

    # ---------------------------------------------------------------- near
    def swans(self, depth: float, apart: float = 2.2) -> None:
        """Add two swans that face each other."""
        canvas, metre = self._canvas(depth, 1.4)
        bird = swan(metre * 1.15, self.palette)
        lay(canvas, bird.picture, canvas.shape[1] - apart * metre, canvas.shape[0])
        self._twice(canvas, depth, 1.4, "thing")

    def framing(self, depth: float) -> None:
        """Add two trees that frame the picture, on banks of flowers that fall to the water in the middle."""
        below = 4.5
        canvas, metre = self._canvas(depth, 11.5, below)
        h, w = canvas.shape[:2]
        water, half = h - below * metre, self.view.size[0] / 2
        for aside, size in ((1.30, 1.0), (0.98, 1.15)):
            lay(canvas, self.tree.at(metre * size), w - half * aside, water - 0.2 * metre)
        x = (w - np.arange(w)) / half
        shore = 0.36
        slope = smoothstep(shore, 1.15, x)
        waves = 0.10 * np.cos(x * 17) + 0.05 * np.cos(x * 41)
        crest = np.where(x < shore, h + 9, water + below * metre * (1 - slope**0.55) - (1.1 + waves) * slope * metre)
        bed(canvas, metre, crest.astype(np.float32), self.palette, int(self.random.integers(99)))
        self._twice(canvas, depth, 11.5, "plant")

    def flowers(self, depth: float) -> None:
        """Add the bed of flowers at the lens; its edge comes and goes along the water."""
        lowest = self.view.eye - 0.36 * self.view.size[1] * depth / self.view.focal
        above, below = max(0.6, lowest + 0.75), self.view.eye + 2.2
        canvas, metre = self._canvas(depth, above, below)
        h, w = canvas.shape[:2]
        x = (w - np.arange(w)) / metre
        edge = sum(high * np.cos(x * often + phase) for high, often, phase in _SHORE)
        crest = h - (below + lowest + edge) * metre
        bed(canvas, metre, crest.astype(np.float32), self.palette, int(self.random.integers(99)))
        self._twice(canvas, depth, above, "plant", ground=True)

    def crowd(self, depth: float) -> None:
        """Add rows of the one person on a terrace, all looking the same way."""
        far = depth * 1.7
        terrace = self._flat(
            depth, self.view.eye, lambda flat: self.mason.terrace(flat, (depth * 0.8, far), self.half(far) * self.spread, 0.6)
        )
        self.scene.cards.append(terrace)
        for row in range(4):
            y = far * 0.96 - (far * 0.96 - depth * 0.92) * row / 3
            canvas, metre = self._canvas(y, 2.7)
            person = self._follower(metre)
            w = canvas.shape[1]
            for k in range(int(w / (metre * 1.25)) + 2):
                lay(canvas, person, w - metre * 1.25 * (k + 0.5 * ((row + 1) % 2)), canvas.shape[0] - 0.6 * metre)
            self._twice(canvas, y, 2.7, "person")

    def _follower(self, metre: float) -> Array:
        relief = sculpt(standing("hair", 0.35, 0.04), 0, metre, 0.06, 1)
        sun = Glow((-0.5, 0.8, 0.6), self.palette.sun, distant=True, wrap=0.35, edge=0.9)
        return relief.lit(colour("#f4ece8"), self.palette.sky * np.float32(1.3), [sun])

    def jetty(self, depth: float, far: float) -> None:
        """Add a terrace that runs out into the water, for whoever walks on it."""
        half = 1.9

        def draw(flat: Flat) -> None:
            self.mason.terrace(flat, (depth * 0.6, far), half, 0.5)
            edge = [(-half, far, 0), (half, far, 0), (half, far, 0.5), (-half, far, 0.5)]
            flat.face(edge, self.mason.stone * np.float32(0.7), (0.0, -1.0, 0.0), "floor")

        self.scene.cards.append(self._flat(depth, self.view.eye, draw))


def mirrored(one: Card) -> Card:
    """Return a card as still water shows it: what lies above z = 0, upside down below it."""
    dry = max(1, min(len(one.picture), round(one.top * one.metre)))
    picture = np.ascontiguousarray(one.picture[:dry][::-1])
    return Card(one.depth, picture, one.left, 0.0, one.metre, len(picture))
