"""Street trees as painted cards: a trunk, boughs and a crown of leaves, or bare in snow."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, colour, spectral_noise

_METRE = 22
TALL = 9.5
_SIZE = (int(7.6 * _METRE), int(TALL * _METRE))
_FINE = 2


def tree(seed: int, bare: bool) -> tuple[Array, Array]:
    """Return a tree's cover and tone, (h, w) each; `bare` has no leaves."""
    random = np.random.default_rng((seed, 71))
    wide, high = (side * _FINE for side in _SIZE)
    wood: Array = np.zeros((high, wide), np.float32)
    _grow(wood, random, (wide / 2, high - 1.0), -math.pi / 2, high * 0.26, high * 0.022, 6 if bare else 5)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    cover, tone = wood, np.full_like(wood, 0.5)
    if not bare:
        crown = np.zeros_like(wood)
        for _ in range(13):
            angle, away = random.uniform(0, 2 * math.pi), math.sqrt(random.uniform(0, 1))
            cx, cy = wide * (0.5 + 0.30 * away * math.cos(angle)), high * (0.36 + 0.22 * away * math.sin(angle))
            reach = high * random.uniform(0.10, 0.17)
            crown = np.maximum(crown, 1 - ((x - cx) / reach / 1.15) ** 2 - ((y - cy) / reach) ** 2)
        leaves = cv2.resize(spectral_noise(256, 0.75, seed + 11, 6), (wide, high))
        masses = cv2.resize(spectral_noise(128, 1.6, seed + 12, 3), (wide, high))
        foliage = np.clip((crown * 1.5 + 0.28 * leaves + 0.20 * masses - 0.18) * 3.5, 0, 1)
        lit = np.clip(1.05 - (y / high - 0.10) * 1.3 + 0.16 * masses + 0.10 * leaves, 0.25, 1.3)
        cover, tone = np.maximum(wood, foliage), np.where(foliage > 0.4, lit, 0.42)
    small = [cv2.resize(part.astype(np.float32), _SIZE, interpolation=cv2.INTER_AREA) for part in (cover, tone)]
    return small[0], small[1]


def _grow(
    wood: Array, random: np.random.Generator, foot: tuple[float, float], angle: float, long: float, thick: float, forks: int
) -> None:
    """Draw a bough and what forks off it."""
    end = (foot[0] + math.cos(angle) * long, foot[1] + math.sin(angle) * long)
    points = [(round(x * 16), round(y * 16)) for x, y in (foot, end)]
    cv2.line(wood, points[0], points[1], 1.0, max(1, round(thick)), cv2.LINE_8, 4)
    if not forks:
        return
    for side in (-1, 1, float(random.choice([-0.2, 0.2]))):
        spread = side * float(random.uniform(0.30, 0.62))
        _grow(wood, random, end, angle + spread, long * float(random.uniform(0.62, 0.82)), thick * 0.66, forks - 1)


def tree_cards(cover: Array, tone: Array, light: Array, lamp: Array, snowy: bool) -> list[Array]:
    """Return a tree (h, w, 4) in the light of sky and sun (3,) and of the lamps below it, premultiplied by its cover.

    Each further one is half as large.
    """
    leaf = colour("#77716a", 0.8) if snowy else colour("#5c6a40", 0.75)
    below = np.linspace(0.05, 1.0, len(cover), dtype=np.float32)[:, None, None] ** 2
    shine = tone[..., None] * leaf * light + below * (0.6 * leaf) * lamp
    if snowy:
        upper = np.clip(cover - np.roll(blur(cover, 1.2), 2, 0), 0, 1)[..., None]
        shine += upper * light * np.float32(0.7)
    cards: list[Array] = [np.dstack([shine * cover[..., None], cover]).astype(np.float32)]
    for _ in range(4):
        half = (max(1, cards[-1].shape[1] // 2), max(1, cards[-1].shape[0] // 2))
        cards.append(np.asarray(cv2.resize(cards[-1], half, interpolation=cv2.INTER_AREA)))
    return cards
