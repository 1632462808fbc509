"""The basin of the tailings lake: a shore of cracked crust, a low dam behind it, another far across, a plain beyond."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, colour, mix, smoothstep, spectral_noise
from white_cloud.media.survey import class_number

CELLS, CELL = 672, 4.0
SIZE = CELLS * CELL
#: The middle of what can be seen from near: the pipes are about here; the lake lies to the north of the shore.
MIDDLE = SIZE / 2
_SOUTH = 330.0  # where the shore lies on the map, metres north of its edge
_FAR_DAM = 1430.0  # metres from shore to shore


def shore(x: Array | float) -> Array:
    """Return how far north the shore is at `x` metres east."""
    turn = np.asarray(x) * (2 * math.pi / SIZE)
    return np.asarray(_SOUTH + 20 * np.sin(7 * turn + 0.6) + 6 * np.sin(19 * turn + 1.0) + 2 * np.sin(41 * turn))


@dataclass(frozen=True)
class Basin:
    """Heights (CELLS, CELLS) in metres above the sludge, albedo (CELLS, CELLS, 3), and the class of each cell."""

    height: Array = field(repr=False)
    albedo: Array = field(repr=False)
    kinds: Array = field(repr=False)


def basin(seed: int) -> Basin:
    """Return the basin."""
    x = (np.arange(CELLS, dtype=np.float32) * np.float32(CELL))[None]
    y = x.T
    broad, middle = spectral_noise(CELLS, 2.0, seed, 2, 40), spectral_noise(CELLS, 1.6, seed + 1, 20, 200)
    out = y - shore(x).astype(np.float32) + 2.2 * middle  # metres from the shore into the lake
    rise = np.interp(
        out,
        [
            -330,
            -150,
            -96,
            -84,
            -76,
            -66,
            -46,
            -10,
            0,
            30,
            110,
            _FAR_DAM - 40,
            _FAR_DAM + 8,
            _FAR_DAM + 34,
            _FAR_DAM + 48,
            1700,
            2300,
        ],
        [7, 5, 5, 9.4, 9.6, 9.2, 2.3, 0.35, 0.0, -0.28, -1.2, -1.2, 11, 11.5, 5, 9, 30],
    ).astype(np.float32)
    apart = np.abs((x - MIDDLE + SIZE / 2) % SIZE - SIZE / 2)  # a dam closes the lake on either side
    rise = np.maximum(rise, np.interp(apart, [0, 1270, 1306, SIZE / 2], [-2, -2, 10, 10.5]).astype(np.float32))
    banks = smoothstep(1.1, 2.0, broad * 0.9 + middle * 0.5) * np.exp(-(((out - 48) / 40) ** 2))
    height = rise + banks * np.float32(0.75) + 0.05 * middle * smoothstep(-3, -20, out)
    height += np.clip(spectral_noise(CELLS, 2.0, seed + 2, 2, 26), -0.6, 3) * 16 * smoothstep(1560, 1800, out)
    height += 0.35 * middle * smoothstep(-50, -70, out)
    albedo = _ground(out, height, broad, middle)
    kinds = np.full(height.shape, class_number("ground"), np.uint8)
    return Basin(blur(height.astype(np.float32), 0.6, wrap=True), albedo, kinds)


def _ground(out: Array, height: Array, broad: Array, middle: Array) -> Array:
    """Return the albedo: black mud by the sludge, grey crust with pale salt, ochre earth on the dams."""
    tone = (1 + 0.14 * middle)[..., None]
    earth = colour("#8b8070") * tone
    crust = colour("#7d8086") * (1 + 0.10 * middle + 0.10 * broad)[..., None]
    salt = smoothstep(0.2, 1.6, broad + 0.8 * middle)[..., None] * smoothstep(0.08, 0.5, height)[..., None] * 0.6
    crust = mix(crust, colour("#b9bab8"), salt)
    mud = colour("#2b292e")
    low = mix(mud, crust, smoothstep(0.02, 0.30, height)[..., None])
    dry = smoothstep(1.2, 3.4, height + 0.4 * middle)[..., None]
    plain = smoothstep(1550, 1800, out)[..., None]
    albedo = mix(low, earth, np.maximum(dry, plain))
    track = np.exp(-(((out + 77) / 3.2) ** 2))[..., None]
    return np.asarray(mix(albedo, colour("#a39378") * tone, track * 0.7), np.float32)


def cracks() -> Tile:
    """Return the cracked crust as a factor less 1: dark lines between plates of several sizes, and what is rough on them."""
    side = 512
    lines = np.zeros((side, side), np.float32)
    for number, (plates, wide, deep) in enumerate(((90, 5.5, 0.75), (420, 4.0, 0.45))):
        near, next_near = _two_nearest(side, plates, 61 + number)
        lines = np.maximum(lines, deep * smoothstep(wide, 0.4, next_near - near))
    rough = spectral_noise(side, 1.0, 63, 6) * 0.10 + spectral_noise(side, 1.6, 64, 2, 40) * 0.10
    return Tile(-lines + rough + lines.mean())


def _two_nearest(side: int, count: int, seed: int) -> tuple[Array, Array]:
    """Return the distances in pixels to the nearest and the second of random points on a tile (Worley 1996)."""
    points = np.random.default_rng(seed).random((count, 2)) * side
    around = np.concatenate([points + np.array([dx, dy]) * side for dx in (-1, 0, 1) for dy in (-1, 0, 1)])
    around = around[((around > -side * 0.3) & (around < side * 1.3)).all(1)]
    bend = [spectral_noise(side, 1.7, seed + 5 + axis, 3, 40) * 3.5 for axis in (0, 1)]
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    rows += bend[0]
    columns += bend[1]
    first, second = (np.full((side, side), 1e9, np.float32) for _ in range(2))
    for x, y in around:
        distance = (columns - np.float32(x)) ** 2 + (rows - np.float32(y)) ** 2
        second = np.minimum(second, np.maximum(first, distance))
        first = np.minimum(first, distance)
    return cv2.sqrt(first), cv2.sqrt(second)
