"""The pictures of a feed: dunes, a truck in the dust, somebody before a view, a lake in flower, a city, goods, clouds.

Each is painted from its coordinates x to the right and y downwards, 0..1, as linear light (h, w, 3), blue first.
"""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, bust, sculpt
from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise

_FINER = 4  # polygons are filled on a sheet this many times as fine


def _dunes(x: Array, y: Array, random: np.random.Generator) -> Array:
    sky = mix(colour("#7c98b8", 0.9), colour("#f0c898", 1.0), smoothstep(0.0, 0.5, y)[..., None])
    for number, base in enumerate((0.42, 0.56, 0.74)):
        phase = float(random.uniform(0, 6))
        crest = base + 0.06 * np.sin(x * (5 - number) + phase) + 0.02 * np.sin(x * 11 + phase)
        lit = smoothstep(-0.4, 0.6, np.cos(x * (5 - number) + phase) - (y - crest) * 3)[..., None]
        sand = mix(colour("#7a4c2c", 0.8), colour("#e8b070", 1.0), lit)
        sky = mix(sky, sand, smoothstep(-0.006, 0.006, y - crest)[..., None])
    return np.asarray(sky)


def _filled(shape: tuple[int, int], *polygons: tuple[tuple[float, float], ...]) -> Array:
    """Return the coverage (h, w, 1) of polygons whose corners are parts of the picture."""
    h, w = shape
    sheet: Array = np.zeros((h * _FINER, w * _FINER), np.uint8)
    for corners in polygons:
        cv2.fillPoly(sheet, [np.round(np.array(corners) * (w * _FINER, h * _FINER)).astype(np.int32)], 255)
    return (cv2.resize(sheet, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / 255)[..., None]


def _truck(x: Array, y: Array, random: np.random.Generator) -> Array:
    """Paint a haul truck in the dust of a pit, the low sun behind it."""
    shape = (x.shape[0], x.shape[1])
    sun = np.sqrt((x - 0.80) ** 2 + (y - 0.30) ** 2)[..., None]
    dust = mix(colour("#b8a488", 0.62), colour("#8a6c4c", 0.42), smoothstep(0.2, 0.95, y)[..., None])
    picture = dust + np.exp(-sun * 4.5) * colour("#ffe0a8", 0.75)
    for step in range(3):
        crest = 0.44 + 0.11 * step + 0.03 * np.sin(x * (3 + step) + float(random.uniform(0, 6)))
        picture = mix(picture, colour("#6c543c", 0.40 - 0.06 * step), 0.45 * smoothstep(0.0, 0.03, y - crest)[..., None])
    bed = ((0.20, 0.42), (0.30, 0.34), (0.80, 0.36), (0.84, 0.40), (0.73, 0.42), (0.66, 0.58), (0.34, 0.60))
    frame = ((0.26, 0.58), (0.76, 0.54), (0.77, 0.66), (0.27, 0.67))
    cab = ((0.66, 0.44), (0.77, 0.43), (0.79, 0.56), (0.66, 0.58))
    shade = mix(colour("#d89420", 0.85), colour("#6c4410", 0.42), smoothstep(0.35, 0.60, y + 0.25 * (0.8 - x))[..., None])
    picture = mix(picture, colour("#2a2018", 0.30), _filled(shape, frame))
    picture = mix(picture, shade, _filled(shape, bed))
    picture = mix(picture, colour("#3c3024", 0.34), _filled(shape, cab))
    for place in (0.36, 0.68):
        wheel = np.sqrt((x - place) ** 2 + ((y - 0.68) * shape[0] / shape[1]) ** 2)[..., None]
        picture = mix(picture, colour("#1c1814", 0.30), smoothstep(0.100, 0.092, wheel))
        picture = mix(picture, colour("#7c5818", 0.40), smoothstep(0.046, 0.038, wheel))
    noise = _noise(x, random, 8)
    low = np.clip(smoothstep(0.60, 0.86, y) * (0.75 + 0.30 * noise), 0, 0.92)[..., None]
    return np.asarray(mix(picture, colour("#c0a47c", 0.60), low) * 1.15)


def _paradise(x: Array, y: Array, random: np.random.Generator) -> Array:
    """Paint a lake that mirrors hills and trees in flower."""
    sky = mix(colour("#78bce4", 1.1), colour("#ffdcd8", 1.2), smoothstep(0.02, 0.52, y)[..., None])
    mirror = np.where(y > 0.56, 1.12 - y, y)
    hill = 0.50 - 0.16 * np.exp(-(((x - 0.3) / 0.16) ** 2)) - 0.11 * np.exp(-(((x - 0.75) / 0.2) ** 2))
    sky = mix(sky, mix(colour("#90a8d0", 0.9), colour("#c8c8d8", 1.0), smoothstep(0.3, 0.55, mirror)[..., None]),
              smoothstep(-0.008, 0.008, mirror - hill)[..., None])  # fmt: skip
    noise = _noise(x, random, 22)
    noise = np.where(y > 0.56, noise[::-1], noise)
    for place, wide in ((0.12, 0.15), (0.55, 0.10), (0.90, 0.17)):
        crown = ((x - place) / wide) ** 2 + ((mirror - 0.46) / (0.75 * wide)) ** 2 + 0.22 * noise
        bloom = mix(colour("#f8b8d0", 1.15), colour("#b05880", 0.75), smoothstep(0.36, 0.56, mirror + 0.03 * noise)[..., None])
        sky = mix(sky, bloom, smoothstep(1.15, 0.75, crown)[..., None])
    shore = np.exp(-(((y - 0.56) / 0.012) ** 2))[..., None]
    sky = mix(sky, colour("#506850", 0.5), shore * 0.7)
    ripple = 1 + 0.07 * np.sin(y * 160 + 3 * noise) * smoothstep(0.58, 0.8, y)
    return np.asarray(sky * (np.where(y > 0.56, 0.84, 1.0) * ripple)[..., None])


def _city(x: Array, y: Array, random: np.random.Generator) -> Array:
    """Paint towers by night over water, each window on or off."""
    mirror = np.where(y > 0.74, 1.48 - y, y)
    picture = mix(colour("#141c34", 0.5), colour("#8c5a60", 0.6), smoothstep(0.05, 0.8, mirror)[..., None])
    for number in range(13):
        left, wide = float(random.uniform(-0.08, 1)), float(random.uniform(0.07, 0.15))
        top, near = float(random.uniform(0.16, 0.58)), number / 12
        tower = ((x > left) & (x < left + wide) & (mirror > top))[..., None].astype(np.float32)
        on = random.random((48, 16)) * (random.random((48, 16)) < 0.42)
        row, column = (mirror * 46).astype(int) % 48, ((x - left) * 70).astype(int) % 16
        pane = (np.abs((mirror * 46) % 1 - 0.5) < 0.30) & (np.abs(((x - left) * 70) % 1 - 0.5) < 0.34)
        tint = colour("#ffd498", 0.9) if random.random() < 0.7 else colour("#c0dcf0", 0.8)
        lights = (on[row, column] * pane)[..., None].astype(np.float32) * tint
        wall = mix(colour("#4c4858", 0.34), colour("#0e1220", 0.40), np.float32(near))
        picture = mix(picture, wall + lights * (0.4 + 0.6 * near), tower)
    smeared = cv2.blur(picture.astype(np.float32), (1, max(3, x.shape[0] // 12)))
    return np.asarray(np.where((y > 0.74)[..., None], smeared * 0.55, picture) * 1.7)


def _somebody(x: Array, y: Array, random: np.random.Generator) -> Array:
    """Paint somebody from behind before a view in the last sun, as it was sent from a journey."""
    h, w = x.shape
    side = 1.0 if random.random() < 0.5 else -1.0
    noise = _noise(x, random, 10)
    sun = np.sqrt((x - 0.5 - side * 0.30) ** 2 + (y - 0.40) ** 2)[..., None]
    picture = mix(colour("#6c80a0", 0.65), colour("#f4b484", 0.95), smoothstep(0.0, 0.46, y + 0.03 * noise)[..., None])
    picture = picture + np.exp(-sun * 7) * colour("#ffe0a0", 1.1)
    for number, base in enumerate((0.46, 0.52, 0.60)):
        crest = base + 0.035 * np.sin(x * (7 - number) + float(random.uniform(0, 6))) + 0.010 * noise
        slope = mix(colour("#a88078", 0.55), colour("#3c2c30", 0.36), np.float32(number / 2))
        picture = mix(picture, slope, smoothstep(-0.008, 0.008, y - crest)[..., None])
    hat, cloth = (("bun", "#a85c48"), ("long", "#8898a0"), ("hair", "#8c8468"))[int(random.integers(3))]
    metre = w / 0.92
    relief = sculpt(bust(hat, 0.0, -12.0 * side), -10 * side, metre, 0.14)
    glows = [
        Glow((side, 0.7, 0.4), colour("#ffc890", 3.4), distant=True, wrap=0.0, edge=0.9),
        Glow((-side * 0.4, -1.0, 0.8), colour("#90a4c0", 0.9), distant=True, wrap=0.3),
    ]
    lit = cv2.GaussianBlur(relief.lit(colour(cloth, 0.42), colour("#8090a8", 0.35), glows), (0, 0), 0.6)
    left, top = (0.5 - side * 0.12) * w + relief.left * metre, h + 0.10 * metre - lit.shape[0]
    cut = cv2.warpAffine(lit, np.array([[1, 0, left], [0, 1, top]]), (w, h), flags=cv2.INTER_LINEAR)
    whole = np.ascontiguousarray(np.dstack([picture, np.zeros_like(x)]), np.float32)
    over(cut, whole)
    return whole[..., :3]


def _goods(x: Array, y: Array, _random: np.random.Generator) -> Array:
    """Paint three boxes on a lit table, as a shop shows them."""
    shape = (x.shape[0], x.shape[1])
    light = np.exp(-(((x - 0.42) / 0.5) ** 2) - ((y - 0.35) / 0.6) ** 2)[..., None]
    picture = mix(colour("#cfc8c0", 0.62), colour("#fbf6ec", 1.15), light)
    picture = mix(picture, colour("#b8b0a8", 0.70), 0.8 * smoothstep(0.64, 0.68, y)[..., None])
    for number, (code, tall) in enumerate((("#d85848", 0.34), ("#488cc0", 0.42), ("#e8b048", 0.28))):
        left, foot = 0.14 + 0.26 * number, 0.76 - 0.02 * (number % 2)
        right, top = left + 0.17, foot - tall
        under = np.exp(-(((x - right + 0.04) / 0.13) ** 2) - ((y - foot - 0.005) / 0.022) ** 2)[..., None]
        picture = picture * (1 - 0.6 * under)
        front = ((left, top), (right, top + 0.012), (right, foot + 0.012), (left, foot))
        flank = ((right, top + 0.012), (right + 0.045, top - 0.02), (right + 0.045, foot - 0.02), (right, foot + 0.012))
        lid = ((left, top), (left + 0.05, top - 0.032), (right + 0.045, top - 0.02), (right, top + 0.012))
        label = ((left + 0.03, top + 0.10), (right - 0.03, top + 0.108), (right - 0.03, top + 0.17), (left + 0.03, top + 0.162))
        for face, gain in ((flank, 0.34), (lid, 1.15), (front, 0.80)):
            picture = mix(picture, colour(code, gain), _filled(shape, face))
        picture = mix(picture, colour("#f8f0e4", 0.8), _filled(shape, label))
    return np.asarray(picture)


def _noise(x: Array, random: np.random.Generator, highest: int) -> Array:
    """Return smooth noise over a picture, deviation 1."""
    noise = spectral_noise(64, slope=2.2, seed=int(random.integers(1 << 30)), lowest=2, highest=highest)
    return cv2.resize(noise, x.shape[::-1], interpolation=cv2.INTER_CUBIC)


def _clouds(x: Array, y: Array, random: np.random.Generator) -> Array:
    """Paint clouds of fair weather, grey beneath."""
    noise = _noise(x, random, 20)
    cloud = smoothstep(0.0, 1.7, noise + 0.9 * y - 0.1)[..., None]
    under = smoothstep(-0.2, 1.6, np.roll(noise, -max(2, x.shape[0] // 14), 0))[..., None]
    white = mix(colour("#ffffff", 1.15), colour("#a8b4c4", 0.85), 0.7 * under)
    return np.asarray(mix(mix(colour("#3c7cc0", 0.85), colour("#a0c8e4", 1.0), y[..., None]), white, cloud))


PICTURES = (_dunes, _paradise, _truck, _somebody, _city, _goods, _clouds)
