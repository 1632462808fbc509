"""What is out of focus behind a head: dunes, a pit's lamps, a city, a window, a bulb, a furnace, a wall of screens.

A backdrop is painted once, wider than the frame, at half its pixels; lights that live are layers of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import colour, mix, smoothstep
from white_cloud.backends.cameras.animatic.settings.portrait.indoors import bulb, furnace, screens, window
from white_cloud.backends.cameras.animatic.settings.portrait.sheet import Backdrop, Rim, Sheet, everywhere, four


def dunes(sheet: Sheet, words: frozenset[str]) -> Backdrop:
    """Paint ridges of sand under a low sun, or a high one by day."""
    day, dawn = "day" in words, "dawn" in words
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    top, low = (colour("#9fb4c4", 0.75), colour("#e0d6c2", 0.95)) if day else (colour("#5a5f70", 0.30), colour("#d99a62", 0.62))
    if dawn:
        top, low = colour("#56708c", 0.34), colour("#d8b8a4", 0.56)
    sun = colour("#fff2d8", 1.2) if day else colour("#ffba70" if not dawn else "#ffd0a8", 1.5)
    sand, shade = (
        (colour("#c9a878", 0.62), colour("#7c6448", 0.40)) if day else (colour("#b07846", 0.36), colour("#3c2c28", 0.16))
    )
    picture = low + (top - low) * smoothstep(-0.05, -0.75, sheet.y)[..., None] + 0 * sheet.x[..., None]
    away = np.sqrt((sheet.x - side * 0.30) ** 2 + ((sheet.y + (0.42 if day else 0.06)) / sheet.aspect) ** 2)
    picture += np.exp(-away * 5.5)[..., None] * sun * 0.6 + np.exp(-away * 20)[..., None] * sun
    ground = np.zeros((sheet.h, sheet.w), np.float32)
    for number, (base, tall) in enumerate(((0.02, 0.05), (0.10, 0.09), (0.24, 0.15))):
        phase = sheet.random.uniform(0, 6.28, 3)
        crest = base - tall * (0.6 * np.sin(sheet.x * (2.6 - 0.5 * number) + phase[0]) + 0.4 * np.sin(sheet.x * 5.7 + phase[1]))
        cover = smoothstep(-0.012, 0.012, sheet.y - crest)
        slope = np.cos(sheet.x * (2.6 - 0.5 * number) + phase[0]) * side
        lit = smoothstep(-0.2, 0.7, slope - (sheet.y - crest) * 2.0)[..., None]
        near = 0.35 + 0.32 * number
        paint = mix(low * 0.75, shade + (sand - shade) * lit, near)
        picture = picture + (paint - picture) * cover[..., None]
        ground = np.maximum(ground, cover)
    soft = sheet.soft(picture.astype(np.float32), 0.016)
    rim = Rim(
        (side * 0.8, 0.75, 0.42), sun * np.float32(0.95), top * np.float32(0.8), low * np.float32(0.12 if not day else 0.24)
    )
    return Backdrop(four(soft), (), (("sky", None, 1e6), ("ground", ground > 0.5, 90.0)), rim, 60.0)


def pit(sheet: Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint the lamps along a pit's terraces by night, and a truck's that creep."""
    sky = mix(colour("#1b2638", 0.22), colour("#5c5868", 0.24), smoothstep(-0.7, -0.14, sheet.y)[..., None])
    rim_of_pit = sheet.y + 0.17 - 0.10 * sheet.x**2 - 0.012 * np.sin(sheet.x * 9) - 0.006 * np.sin(sheet.x * 23)
    picture = mix(sky, colour("#1a1a20", 0.16), smoothstep(-0.008, 0.012, rim_of_pit)[..., None])
    warm, cold = colour("#ffb45e"), colour("#dfeaff")
    groups = [sheet.blank(), sheet.blank(), sheet.blank()]
    for terrace in range(7):
        y = -0.12 + 0.085 * terrace + 0.010 * terrace * terrace
        picture += (np.exp(-(((sheet.y - y - 0.10 * sheet.x**2) / 0.020) ** 2)) * (0.11 + 0.026 * terrace))[..., None] * colour(
            "#a8703c", 0.5
        )
        count = 9 + int(sheet.random.integers(5))
        for _ in range(count):
            x = float(sheet.random.uniform(-0.95, 0.95))
            light = (warm if sheet.random.random() < 0.75 else cold) * np.float32(math.exp(sheet.random.normal(-0.6, 0.6)))
            radius = 0.008 + 0.0026 * terrace
            sheet.disc(groups[int(sheet.random.integers(3))], x, y + 0.10 * x * x, radius, light)
    still = sheet.soft(picture.astype(np.float32), 0.012) + groups[0]
    living = tuple((four(group), rate, 0.55, phase) for group, rate, phase in ((groups[1], 0.23, 0.5), (groups[2], 0.37, 2.0)))
    rim = Rim((0.85, 0.6, 0.30), warm * np.float32(1.1), colour("#5a78a8", 0.7), colour("#2c3646", 0.07))
    ground = everywhere(sheet.y > -0.16 + 0.10 * sheet.x**2, sheet)
    return Backdrop(four(still), living, (("sky", None, 1e6), ("ground", ground, 300.0)), rim, 120.0, 1.1, 0.06)


def city(sheet: Sheet, _words: frozenset[str]) -> Backdrop:
    """Paint a city's lights by night."""
    band = np.exp(-(((sheet.y - 0.12) / 0.45) ** 2))[..., None]
    picture = colour("#141c28", 0.12) + band * colour("#6a5a52", 0.13) + 0 * sheet.x[..., None]
    paints = [colour(code) for code in ("#ffb65c", "#ffd9a0", "#cfe3e8", "#ff5a3c", "#8fd0c8", "#ff8ab0")]
    groups = [sheet.blank(), sheet.blank(), sheet.blank()]
    for _ in range(190):
        x, y = float(sheet.random.uniform(-0.95, 0.95)), float(np.clip(sheet.random.normal(0.10, 0.20), -0.65, 0.7))
        paint = paints[int(sheet.random.choice(6, p=[0.40, 0.24, 0.16, 0.09, 0.06, 0.05]))]
        sheet.disc(
            groups[int(sheet.random.choice(3, p=[0.6, 0.2, 0.2]))],
            x,
            y,
            float(sheet.random.uniform(0.008, 0.024)),
            paint * np.float32(math.exp(sheet.random.normal(-1.15, 0.7))),
        )
    for _ in range(5):  # signs
        x, y = float(sheet.random.uniform(-0.8, 0.8)), float(sheet.random.uniform(-0.35, 0.1))
        for step in range(4):
            sheet.disc(groups[0], x, y + step * 0.035, 0.020, paints[3 + int(sheet.random.integers(3))] * np.float32(0.35))
    still = picture + groups[0]
    living = tuple((four(group), rate, 0.7, phase) for group, rate, phase in ((groups[1], 0.31, 0.0), (groups[2], 0.19, 1.1)))
    rim = Rim((0.9, 0.5, 0.25), colour("#ffc484", 1.3), colour("#6c9cc0", 0.7), colour("#202833", 0.05))
    building = everywhere(sheet.y > -0.10, sheet)
    return Backdrop(
        four(still.astype(np.float32)), living, (("sky", None, 1e6), ("building", building, 200.0)), rim, 150.0, 1.1, 0.10
    )


def mist(sheet: Sheet, words: frozenset[str]) -> Backdrop:
    """Paint fog, with a pylon in it that is nearly gone."""
    night = "night" in words
    light = colour("#4a5a6e", 0.20) if night else colour("#c4c6c2", 0.72)
    if words & {"dusk", "dawn"}:
        light = colour("#c8a890", 0.55)
    side = 1.0 if sheet.random.random() < 0.5 else -1.0
    away = np.sqrt((sheet.x - side * 0.35) ** 2 + ((sheet.y + 0.25) / sheet.aspect) ** 2)[..., None]
    picture = light * (0.72 + 0.45 * np.exp(-away * 2.6) + 0.05 * sheet.cloudy()[..., None])
    x, up = (sheet.x - side * 0.26) / 0.11, np.clip((0.34 - sheet.y) / 0.72, 0, 1)
    lattice = (np.abs(np.abs(x) - (1 - up) * 0.9 - 0.06) < 0.07) & (sheet.y > -0.38) & (sheet.y < 0.34)
    arms = ((np.abs(sheet.y + 0.16) < 0.008) | (np.abs(sheet.y + 0.27) < 0.007)) & (np.abs(x) < 1.3)
    pylon = everywhere(lattice | arms, sheet)
    picture = picture * np.where(pylon, 0.80, 1.0)[..., None]
    ground = smoothstep(0.30, 0.44, sheet.y)[..., None]
    picture = picture * (1 - 0.25 * ground)
    rim = Rim((side * 0.8, 0.8, 0.5), light * np.float32(0.55), light * np.float32(0.30), light * np.float32(0.22))
    soil = everywhere(sheet.y > 0.37, sheet)
    return Backdrop(
        four(sheet.soft(picture.astype(np.float32), 0.008)), (), (("sky", None, 1e6), ("ground", soil, 40.0)), rim, 40.0
    )


KINDS: dict[str, Callable[[Sheet, frozenset[str]], Backdrop]] = {
    "dunes": dunes, "pit": pit, "city": city, "window": window, "bulb": bulb, "furnace": furnace, "screens": screens,
    "mist": mist,
}  # fmt: skip


def painted(kind: str, size: tuple[int, int], seed: int, words: frozenset[str]) -> Backdrop:
    """Return the backdrop `kind`, one of KINDS, for frames of `size` (width, height)."""
    return KINDS[kind](Sheet(size, seed), words)
