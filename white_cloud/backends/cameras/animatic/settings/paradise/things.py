"""Things an advert's paradise is made of: hills turned on a lathe, trees copied from one tree, palms, isles that float, swans.

Each is a picture (h, w, 4), linear BGR premultiplied by its coverage.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, Point, sculpt, standing
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise


@dataclass(frozen=True)
class Palette:
    """The paints of one paradise (linear BGR): meadow, slope, peak, leaves and blossom; sun and sky light on things; haze."""

    meadow: Array
    slope: Array
    peak: Array
    leaves: Array
    blossom: Array
    sun: Array
    sky: Array
    haze: Array


@dataclass(frozen=True)
class Thing:
    """A picture that stands on the ground, its foot in the middle of its last row, `metre` pixels to the metre."""

    picture: Array
    metre: float


def hill(metre: float, radius: float, high: float, palette: Palette, light_from: float, seed: int) -> Thing:
    """Return a hill turned on a lathe: every normal follows from its profile, and its lawn is mown in rings.

    `light_from` is -1 for light from the left, 1 from the right.
    """
    w, h = max(8, int(2 * radius * metre)), max(8, int(high * metre))
    x = ((np.arange(w, dtype=np.float32) + 0.5) / w * 2 - 1)[None] * radius
    z = ((h - np.arange(h, dtype=np.float32) - 0.5) / h)[:, None]
    profile = radius * np.clip(1 - z**1.7, 0, 1) ** 0.8 + 1e-3
    slope = np.gradient(profile[:, 0]) * (-h / high) if h > 1 else np.zeros(h)
    aside = np.clip(x / profile, -1, 1)
    toward = np.sqrt(1 - aside * aside)
    length = np.sqrt(1 + slope[:, None] ** 2)
    sun = np.clip((aside * light_from * 0.80 + toward * 0.18 - slope[:, None] * 0.55) / length, 0, 1)
    rings = 1 + 0.07 * np.sign(np.sin(z * high / radius * 34 + 0 * x))
    grain = 1 + 0.05 * cv2.resize(spectral_noise(128, slope=1.2, seed=seed, lowest=4), (w, h))
    paint = mix(palette.meadow, palette.slope, smoothstep(0.08, 0.52, z + 0 * x)[..., None])
    paint = mix(paint, palette.peak, smoothstep(0.50, 0.95, z + 0 * x)[..., None])
    open_ = 0.5 + 0.5 * toward / length
    lit = paint * (rings * grain)[..., None] * (sun[..., None] * palette.sun + open_[..., None] * palette.sky)
    cover = np.clip((profile - np.abs(x)) * metre + 0.5, 0, 1) * smoothstep(0.0, 0.006, z)
    return Thing(np.dstack([lit * cover[..., None], cover]).astype(np.float32), metre)


def _coat(paint: Array) -> Point:
    return float(paint[0]), float(paint[1]), float(paint[2])


def _lit(
    limbs: tuple[Limb, ...],
    metre: float,
    albedo: Array,
    palette: Palette,
    light_from: float,
    folds: float = 0.0,
    yaw: float = 0.0,
) -> Array:
    relief = sculpt(limbs, yaw, metre, folds, 3)
    sun = Glow((light_from * 0.8, -0.35, 0.75), palette.sun, distant=True, wrap=0.25, edge=0.3)
    return relief.lit(albedo, palette.sky, [sun])


def round_tree(metre: float, palette: Palette, light_from: float) -> Thing:
    """Return the one tree of this paradise, 9 m high: balls on a stem."""
    balls = ((0, 6.6, 2.2), (-1.7, 5.2, 1.9), (1.7, 5.2, 1.9), (0, 4.9, 2.3), (-0.9, 7.3, 1.3), (1.0, 7.3, 1.3))
    crown = [Limb((x, -0.2 * i, z), (x, -0.2 * i, z), r, r, 0.25) for i, (x, z, r) in enumerate(balls)]
    stem = Limb((0, 0, 0), (0, 0, 3.6), 0.24, 0.18, 0.2, paint=(0.06, 0.08, 0.11))
    return Thing(_lit((stem, *crown), metre, palette.blossom, palette, light_from, 0.25), metre)


def arch(metre: float, palette: Palette, light_from: float) -> Thing:
    """Return a white gate, 30 m high, that leads from water to water."""
    limbs = []
    turns = np.linspace(0, math.pi, 13)
    places = [(12.5 * math.cos(a), 15.5 + 12.5 * math.sin(a)) for a in turns]
    for (x0, z0), (x1, z1) in pairwise(places):
        limbs.append(Limb((x0, 0, z0), (x1, 0, z1), 2.0, 2.0, 0.2))
    limbs += [Limb((s * 12.5, 0, 0), (s * 12.5, 0, 15.5), 2.0, 2.0, 0.2) for s in (-1, 1)]
    limbs += [Limb((s * 12.5, 0, 0.2), (s * 12.5, 0, 0.5), 3.2, 2.8, 0.1) for s in (-1, 1)]
    return Thing(_lit(tuple(limbs), metre, colour("#f4ece6", 0.9), palette, light_from), metre)


def floating_isle(metre: float, palette: Palette, light_from: float, seed: int) -> Thing:
    """Return a rock that hangs in the air, some 24 m wide, with a lawn, trees and a thread of falling water."""
    rng = np.random.default_rng(seed)
    rock = _coat(mix(palette.peak, colour("#8d7f86"), 0.6))
    lawn = _coat(palette.meadow)
    limbs = [Limb((0, 0, 1.0), (0, 0, 15), 0.6, 9.0, 1.2, (1.0, 0.8, 1.0), rock)]
    for _ in range(7):
        x, z = float(rng.uniform(-7, 7)), float(rng.uniform(8, 14))
        limbs.append(Limb((x, -2, z), (x * 0.7, -1, z - float(rng.uniform(3, 6))), 2.6, 0.5, 1.0, paint=rock))
    limbs.append(Limb((-4, 0, 17), (4, 0, 17), 8.0, 8.0, 0.8, (1.0, 0.9, 0.22), lawn))
    picture = _lit(tuple(limbs), metre, palette.meadow, palette, light_from, 0.5)
    h, w = picture.shape[:2]
    tall = int(8 * metre)
    canvas = np.zeros((h + tall, w, 4), np.float32)
    canvas[tall:] = picture
    tree = round_tree(metre * 0.55, palette, light_from).picture
    ground = tall + h - int(18.0 * metre)
    for part in (0.20, 0.36, 0.72, 0.86):
        _paste(canvas, tree, int(w * part), ground)
    _fall(canvas, int(w * 0.56), ground + int(0.6 * metre), int(17 * metre), max(1, int(0.5 * metre)))
    return Thing(canvas, metre)


def _fall(canvas: Array, x: int, top: int, long: int, wide: int) -> None:
    """Let a thread of water fall and turn to mist."""
    bottom = min(canvas.shape[0], top + long)
    part = np.linspace(0, 1, bottom - top, dtype=np.float32)
    across = np.arange(canvas.shape[1], dtype=np.float32)[None] - x
    thread = np.exp(-((across / (wide * (0.6 + 1.6 * part[:, None]))) ** 2)) * (0.85 * (1 - part[:, None]) ** 0.7)
    cut = np.dstack([thread * 0.95] * 3 + [thread]).astype(np.float32)
    region = canvas[top:bottom]
    region[:] = region * (1 - cut[..., 3:]) + cut


def swan(metre: float, palette: Palette, light_from: float) -> Thing:
    """Return a swan that swims to the right."""
    white = (0.86, 0.88, 0.90)
    neck = [(0.42, 0.20), (0.60, 0.34), (0.62, 0.56), (0.50, 0.74), (0.52, 0.92), (0.66, 0.98)]
    limbs = [
        Limb((-0.35, 0, 0.14), (0.30, 0, 0.16), 0.17, 0.22, 0.08, (1.0, 0.9, 1.0), white),
        Limb((-0.30, 0, 0.28), (-0.66, 0, 0.40), 0.14, 0.03, 0.08, paint=white),
        *(Limb((x0, 0, z0), (x1, 0, z1), 0.065, 0.06, 0.04, paint=white) for (x0, z0), (x1, z1) in pairwise(neck)),
        Limb((0.66, 0, 0.98), (0.70, 0, 0.97), 0.075, 0.06, 0.03, paint=white),
        Limb((0.75, 0, 0.95), (0.86, 0, 0.91), 0.03, 0.015, 0.01, paint=(0.03, 0.20, 0.75)),
    ]
    return Thing(_lit(tuple(limbs), metre, palette.peak, palette, light_from), metre)


def follower(metre: float, palette: Palette, light_from: float) -> Thing:
    """Return the one person of this paradise, seen from behind, in white."""
    relief = sculpt(standing("hair", 0.35, 0.04), 0, metre, 0.06, 1)
    sun = Glow((light_from * 0.5, 0.8, 0.6), palette.sun, distant=True, wrap=0.35, edge=0.9)
    return Thing(relief.lit(colour("#f4ece8", 0.95), palette.sky * 1.5, [sun]), metre)


def palm(metre: float, high: float, lean: float, palette: Palette, seed: int) -> Thing:
    """Return a palm against the light: a curved stem and fronds whose leaflets hang, leaning `lean` metres aside."""
    rng = np.random.default_rng(seed)
    fine = 3
    scale = metre * fine
    w, h = int(17 * scale), int((high + 4.2) * scale)
    shape = np.zeros((h, w), np.float32)
    tone = np.zeros((h, w), np.float32)

    def at(x: float, z: float) -> tuple[int, int]:
        return round((w / 2 + x * scale) * 16), round((h - z * scale) * 16)

    part = np.linspace(0, 1, 26)
    stem = [(float(lean * p**1.8), float(high * p)) for p in part]
    for (x0, z0), (x1, z1), p in zip(stem, stem[1:], part[1:], strict=False):
        cv2.line(shape, at(x0, z0), at(x1, z1), 1.0, max(1, round(scale * (0.34 - 0.16 * p))), cv2.LINE_AA, 4)
    for angle in rng.permutation(np.linspace(-0.45, math.pi + 0.45, 12) + rng.normal(0, 0.06, 12)):
        _frond((shape, tone), at, stem[-1], float(angle), float(rng.uniform(3.0, 3.9)), scale)
    cover = cv2.resize(shape, (w // fine, h // fine), interpolation=cv2.INTER_AREA)
    light = cv2.resize(tone, (w // fine, h // fine), interpolation=cv2.INTER_AREA)
    up = np.linspace(1, 0, h // fine, dtype=np.float32)[:, None, None]
    green = palette.leaves * 0.55 + palette.leaves * light[..., None] * 1.7
    lit = mix(colour("#6d5a50", 0.5), green, smoothstep(high / (high + 4.2) - 0.2, high / (high + 4.2) - 0.12, up))
    lit = lit * (palette.sky * 0.8 + palette.sun * 0.35)
    return Thing(np.dstack([lit * cover[..., None], cover]).astype(np.float32), metre)


def _frond(
    layers: tuple[Array, Array], at: object, crown: tuple[float, float], angle: float, long: float, scale: float
) -> None:
    """Draw one frond: a rib that rises and droops, leaflets on both sides."""
    assert callable(at)
    part = np.linspace(0, 1, 30)
    x = crown[0] + math.cos(angle) * long * part
    z = crown[1] + math.sin(angle) * long * 0.75 * part - 1.9 * part**2.2 * (1 - 0.35 * abs(math.sin(angle)))
    bright = 0.25 + 0.75 * max(0.0, math.sin(angle))
    for k in range(1, 30):
        start, end = at(x[k - 1], z[k - 1]), at(x[k], z[k])
        reach = 0.8 * math.sin(math.pi * (0.04 + 0.93 * part[k])) ** 0.9
        ahead = math.copysign(0.35, math.cos(angle)) * reach
        for layer, value in ((layers[0], 1.0), (layers[1], bright)):
            cv2.line(layer, start, end, value, max(1, round(scale * 0.05)), cv2.LINE_AA, 4)
            for drop in (-0.9, 0.45):
                tip = at(x[k] + ahead, z[k] + drop * reach)
                cv2.line(layer, start, tip, value * (1.0 if drop < 0 else 0.8), max(1, round(scale * 0.03)), cv2.LINE_AA, 4)


def flower_bank(canvas: Array, metre: float, crest: Array, palette: Palette, seed: int) -> None:
    """Paint grass and flowers over a canvas, in place, below `crest`: the bank's uppermost row at every column, in pixels."""
    rng = np.random.default_rng(seed)
    h = canvas.shape[0]
    cover = np.clip(np.arange(h, dtype=np.float32)[:, None] - crest[None] + 0.5, 0, 1)[..., None]
    part = np.clip((np.arange(h, dtype=np.float32)[:, None] - crest[None]) / (1.8 * metre), 0, 1)[..., None]
    paint = mix(palette.leaves * 1.15, palette.leaves * 0.42, part) * (palette.sky + palette.sun * 0.25)
    canvas[..., :3] = canvas[..., :3] * (1 - cover) + paint * cover
    canvas[..., 3:] = canvas[..., 3:] * (1 - cover) + cover
    grown = np.flatnonzero(crest < h - 2)
    if not len(grown):
        return
    for column in rng.choice(grown, int(len(grown) * 1.6)):
        _blade(canvas, metre, int(column), float(crest[column] + rng.uniform(0, 0.5) * metre), palette, rng)
    petals = (palette.blossom, colour("#fff4ee"), colour("#ffd9a0"), mix(palette.blossom, colour("#ffffff"), 0.5))
    for column in rng.choice(grown, int(len(grown) / metre * 62)):
        depth = float(rng.random()) ** 1.5
        row = int(crest[column] + (depth * 2.6 - 0.22) * metre)
        tint = petals[int(rng.integers(4))] * (palette.sky * 1.1 + palette.sun * 0.7) * (1 - 0.55 * depth)
        _flower(canvas, (int(column), row), max(1.2, metre * (0.035 + 0.05 * depth)), tint)


def _blade(canvas: Array, metre: float, column: int, ground: float, palette: Palette, rng: np.random.Generator) -> None:
    tip = (column + float(rng.normal(0, 0.06)) * metre, ground - float(rng.uniform(0.1, 0.34)) * metre)
    tint = palette.leaves * float(rng.uniform(0.5, 1.7)) * (palette.sky + palette.sun * 0.4)
    ends = (column * 16, int(ground * 16)), (int(tip[0] * 16), int(tip[1] * 16))
    cv2.line(canvas, *ends, (*(float(v) for v in tint), 1), max(1, round(metre * 0.012)), cv2.LINE_AA, 4)


def _flower(canvas: Array, place: tuple[int, int], radius: float, tint: Array) -> None:
    """Paint five petals and a yellow eye."""
    paint = (*(float(v) for v in tint), 1.0)
    for petal in range(5):
        angle = petal * 2 * math.pi / 5 + place[0]
        x, y = place[0] + radius * 0.8 * math.cos(angle), place[1] + radius * 0.6 * math.sin(angle)
        cv2.circle(canvas, (int(x * 16), int(y * 16)), int(radius * 0.55 * 16), paint, -1, cv2.LINE_AA, 4)
    cv2.circle(canvas, (place[0] * 16, place[1] * 16), int(radius * 0.35 * 16), (0.1, 0.5, 0.8, 1), -1, cv2.LINE_AA, 4)


def _paste(canvas: Array, picture: Array, x: int, foot: int) -> None:
    """Lay a picture over a canvas, the middle of its foot at (x, foot) pixels, both premultiplied."""
    h, w = picture.shape[:2]
    left, top = x - w // 2, foot - h
    x0, x1, y0, y1 = max(0, left), min(canvas.shape[1], left + w), max(0, top), min(canvas.shape[0], foot)
    if x1 <= x0 or y1 <= y0:
        return
    cut = picture[y0 - top : y1 - top, x0 - left : x1 - left]
    region = canvas[y0:y1, x0:x1]
    region[:] = region * (1 - cut[..., 3:]) + cut


def paste(canvas: Array, thing: Thing, x: float, foot: float) -> None:
    """Lay a thing over a canvas of the same scale, its foot at (x, foot) pixels."""
    _paste(canvas, thing.picture, round(x), round(foot))
