"""Mountains as an advert has them: ridged, snowed in above, green below; and isles that hang in the air."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.paradise.growth import Thing, lay
from white_cloud.backends.cameras.animatic.settings.paradise.palettes import Palette

_DEEP = 220  # rows of ground from the foot of a range to its crest


def ridged(height: int, width: int, seed: int, octaves: int = 6) -> Array:
    """Return a ridged multifractal (Musgrave's), 0 to 1, float32 (height, width): crests where noise passes zero."""
    total, gain = np.zeros((height, width), np.float32), 0.5
    weight: Array = np.ones((height, width), np.float32)
    for octave in range(octaves):
        count = 3 * 2**octave
        noise = spectral_noise(256, 1.4, seed + octave, max(1, count // 3), count * 1.4, width=512)
        tile = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
        sharp = np.clip(1 - np.abs(tile) * 0.9, 0, 1) ** 2
        total += gain * sharp * weight
        weight = np.clip(sharp * 1.6, 0, 1)
        gain *= 0.52
    result: Array = total / total.max()
    return result


def mountains(size: tuple[int, int], outline: Array, palette: Palette, seed: int, strata: bool = False) -> Array:
    """Return mountains of `size` (width, height) pixels, premultiplied: `outline` (width) is their height, 0..1, roughly.

    A relief that rises from the foot to its crest is seen from before: the nearest ground that reaches a row shows there.
    """
    width, height = size[0] * 2, size[1] * 2
    rise = np.linspace(0.0, 1.0, _DEEP, dtype=np.float32)[:, None]
    envelope = np.interp(np.linspace(0, 1, width), np.linspace(0, 1, len(outline)), outline).astype(np.float32)[None]
    rock = ridged(_DEEP, width, seed)
    ground = envelope * (rise**1.15 * (0.45 + 0.62 * rock) + 0.10 * (rock - 0.4) * np.sin(math.pi * rise))
    ground = np.maximum(ground, 0)
    z = blur(ground, 1.0) * np.float32(height * 0.92)
    paint = _painted(z / np.float32(height), rock, palette, strata, seed, width)
    return _seen(z, paint, (width, height), size)


def _painted(z: Array, rock: Array, palette: Palette, strata: bool, seed: int, width: int) -> Array:
    slope_x = cv2.Sobel(z, cv2.CV_32F, 1, 0, scale=width / 26)
    slope_y = cv2.Sobel(z, cv2.CV_32F, 0, 1, scale=_DEEP / 12)
    length = np.sqrt(1 + slope_x * slope_x + slope_y * slope_y)
    facing = np.clip((0.80 * slope_x + 0.16 * slope_y + 0.30) / length, 0, 1)
    open_ = np.clip(0.45 + 0.75 * rock, 0, 1)
    grain = cv2.resize(spectral_noise(256, 1.0, seed + 40, 6), (z.shape[1], z.shape[0]))
    level = z + 0.018 * grain
    snow = smoothstep(0.28, 0.42, level) * smoothstep(2.6, 1.3, length + 0.5 * np.abs(grain) * (1 - level))
    green = smoothstep(0.22, 0.07, level + 0.02 * grain)
    albedo = mix(palette.rock * np.float32(0.62), palette.meadow * np.float32(0.62), green[..., None])
    if strata:
        bands = 0.5 + 0.5 * np.sin(level * 150 + 1.5 * grain)
        albedo = mix(albedo, mix(palette.blossoms[0], palette.rock, 0.35), (0.65 * bands * (1 - green))[..., None])
    albedo = mix(albedo, palette.snow * np.float32(0.95), (snow * (0.25 if strata else 1.0))[..., None])
    light = facing[..., None] * palette.sun * np.float32(1.45) + np.float32(0.85) * open_[..., None] * palette.sky
    return np.asarray(albedo * light, np.float32)


def _seen(z: Array, paint: Array, fine: tuple[int, int], size: tuple[int, int]) -> Array:
    """Return the relief from before: for every pixel the first row of ground, from the foot, that reaches up to it."""
    width, height = fine
    highest = np.maximum.accumulate(z, 0)
    rows = height - 0.5 - np.arange(height, dtype=np.float32)
    index = np.empty((height, width), np.float32)
    for column in range(width):
        index[:, column] = np.searchsorted(highest[:, column], rows)
    cover = (index < _DEEP).astype(np.float32)
    np.minimum(index, _DEEP - 1, out=index)
    columns = np.repeat(np.arange(width, dtype=np.float32)[None], height, 0)
    picture: Array = cv2.remap(np.dstack([paint, np.ones_like(z)]), columns, index, cv2.INTER_LINEAR)
    picture *= cover[..., None]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def misted(picture: Array, haze: Array, clear: float, foot: float) -> Array:
    """Return a picture behind air: `clear` of its light comes through, less over the last `foot` (a part of its height)."""
    h = picture.shape[0]
    part = smoothstep(1 - max(foot, 1e-3), 1.0, (np.arange(h, dtype=np.float32) + 0.5) / h)[:, None, None] * 0.55
    through = (clear * (1 - part)).astype(np.float32)
    result = picture.copy()
    result[..., :3] = picture[..., :3] * through + picture[..., 3:] * (haze * (1 - through))
    return result


def floating_isle(metre: float, palette: Palette, tree: Thing, seed: int) -> Thing:
    """Return a rock that hangs in the air, some 26 m wide: a lawn with trees above, a ridged root below."""
    wide, deep, air = int(30 * metre), int(17 * metre), int(12 * metre)
    x = np.linspace(-1, 1, 200)
    root = mountains(
        (wide, deep), np.clip(1.0 - np.abs(x) ** 1.3, 0, 1) * (0.8 + 0.2 * np.cos(9 * x)), palette, seed, strata=True
    )
    root = root[::-1] * np.linspace(0.95, 0.6, deep, dtype=np.float32)[:, None, None] ** np.array([1, 1, 1, 0], np.float32)
    canvas = np.zeros((deep + air, wide, 4), np.float32)
    canvas[air:] = root
    ellipse = np.zeros((deep + air, wide), np.uint8)
    middle = (wide // 2, air + int(0.6 * metre))
    cv2.ellipse(ellipse, middle, (int(wide * 0.44), max(2, int(1.7 * metre))), 0, 0, 360, 255, -1, cv2.LINE_AA)
    lawn = ellipse.astype(np.float32)[..., None] / 255
    shade = np.linspace(0.75, 1.15, wide, dtype=np.float32)[None, ::-1, None]
    green = palette.meadow * (palette.sun * 0.55 + palette.sky * 0.7) * shade
    canvas[..., :3] = canvas[..., :3] * (1 - lawn) + green * lawn
    canvas[..., 3:] = np.maximum(canvas[..., 3:], lawn)
    for part, size in ((-0.27, 0.7), (0.30, 0.62), (-0.06, 0.95), (0.14, 0.8)):
        lay(canvas, tree.at(metre * size), wide / 2 + part * wide, air + 0.9 * metre)
    return Thing(canvas, metre)
