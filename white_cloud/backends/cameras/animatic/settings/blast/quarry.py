"""The quarry about the blasting face: a floor of rubble inside sheer bench walls, one of them drilled for the next blast.

Places on the face are counted along it (`along`, metres, 0 in its middle) and away from it (`away`, metres, into the rock).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, blur, colour, mix, smoothstep, spectral_noise
from white_cloud.media.survey import class_number

CELLS, CELL = 1024, 1.0
SIZE = CELLS * CELL
#: The direction along the face and the one into its rock, unit vectors east and north. Strata run along the first.
ALONG, AWAY = (0.8, 0.6), (-0.6, 0.8)
#: The middle of the face's foot, metres east and north.
FOOT = (470.0, 590.0)
BENCH = 24.0  # how high a bench is, metres
_LEDGE = 22.0  # how wide the ledge above it
_BENCHES = 2
#: The colour of rock by height in metres.
_STRATA = (
    (-20, "#73726f"), (3, "#73726f"), (9, "#85837f"), (12.5, "#7b7976"), (13.2, "#474645"), (16, "#4c4a49"), (18, "#807b75"),
    (24, "#8a857d"), (30, "#7c7873"), (31, "#55524f"), (36, "#837e77"), (52, "#8a8479"), (70, "#8d8576"),
)  # fmt: skip
_HALF_LONG, _DEEP = 215.0, 300.0  # half the floor's length, and its depth from the face, metres


def place(along: float, away: float) -> tuple[float, float]:
    """Return where a place on the face is, metres east and north."""
    return FOOT[0] + ALONG[0] * along + AWAY[0] * away, FOOT[1] + ALONG[1] * along + AWAY[1] * away


def on_face(x: Array, y: Array) -> tuple[Array, Array]:
    """Return `along` and `away` of places."""
    east, north = x - np.float32(FOOT[0]), y - np.float32(FOOT[1])
    along = east * np.float32(ALONG[0]) + north * np.float32(ALONG[1])
    return along, east * np.float32(AWAY[0]) + north * np.float32(AWAY[1])


@dataclass(frozen=True)
class Quarry:
    """Heights (CELLS, CELLS) in metres above the floor, albedo (CELLS, CELLS, 3), and the class of each cell."""

    height: Array = field(repr=False)
    albedo: Array = field(repr=False)
    kinds: Array = field(repr=False)


def quarry(seed: int) -> Quarry:
    """Return the quarry."""
    x = (np.arange(CELLS, dtype=np.float32) * np.float32(CELL))[None]
    along, away = on_face(x, x.T)
    broad = spectral_noise(CELLS, 2.2, seed, 2, 14)
    buttress = spectral_noise(CELLS, 1.7, seed + 1, 20, 90)
    rough = spectral_noise(CELLS, 1.2, seed + 2, 60, 400)
    out = _outside(along, away)
    side = smoothstep(-25, -70, away)  # the face itself is straight, the other walls wander
    out = out + broad * 16 * side + buttress * (0.9 + 1.6 * side) + rough * 0.45
    height, face = _benches(out)
    floor = 0.5 * broad + 0.35 * buttress + 0.12 * rough
    talus = np.clip(5.0 + 2.6 * buttress + 1.6 * broad, 0.8, 9) * np.exp(np.clip(out, None, 0) / 5.0) * (out < 0.6)
    heaps = np.clip(spectral_noise(CELLS, 1.9, seed + 4, 12, 60) - 1.5, 0, 2) * 4.5 * smoothstep(-18, -60, out)
    height = np.maximum(height, floor * (out < 2) + talus + heaps)
    height += (0.10 * rough + 0.25 * buttress) * (1 - face) * (out > 1)
    albedo = _rock(height, face, out, broad, buttress, rough)
    kinds = np.where(face > 0.25, class_number("rock"), class_number("ground")).astype(np.uint8)
    return Quarry(height.astype(np.float32), albedo, kinds)


def _outside(along: Array, away: Array) -> Array:
    """Return how far a place lies outside the floor, metres: a box with round corners (a signed distance)."""
    round_ = 46.0
    x = np.abs(along) - (_HALF_LONG - round_)
    y = np.abs(away + _DEEP / 2) - (_DEEP / 2 - round_)
    outside = np.hypot(np.maximum(x, 0), np.maximum(y, 0))
    return np.asarray(outside + np.minimum(np.maximum(x, y), 0) - round_, np.float32)


def _benches(out: Array) -> tuple[Array, Array]:
    """Return heights of the benches outside the floor, and how much of a cell is wall, 0..1."""
    height, face = np.zeros_like(out), np.zeros_like(out)
    for bench in range(_BENCHES):
        foot = bench * (_LEDGE + 2.2)
        height += np.float32(BENCH) * np.clip((out - foot) / 2.2, 0, 1)
        face = np.maximum(face, smoothstep(-1.6, 0.2, out - foot) * smoothstep(4.4, 2.0, out - foot))
    return height, face.astype(np.float32)


def _rock(height: Array, face: Array, out: Array, broad: Array, buttress: Array, rough: Array) -> Array:
    """Return the albedo: grey rock with a dark seam and rusty stains on the walls, pale rock flour on what is flat."""
    level = height + 2.2 * broad + 0.8 * buttress
    heights = np.array([height for height, _ in _STRATA])
    shades = np.array([colour(code) for _, code in _STRATA])
    stain = smoothstep(0.6, 2.2, buttress + 0.6 * broad)[..., None] * 0.55
    flour = colour("#97948e")
    albedo = np.empty((*level.shape, 3), np.float32)
    for channel in range(3):
        wall = np.interp(level, heights, shades[:, channel]).astype(np.float32)
        albedo[..., channel] = wall * (1 + 0.10 * rough + 0.08 * buttress)
    albedo = mix(albedo, colour("#7c5a40"), stain * face[..., None])
    flat = (
        mix(flour, colour("#74716d"), smoothstep(-0.6, 1.6, broad + 0.4 * buttress)[..., None]) * (1 + 0.07 * rough)[..., None]
    )
    rubble = smoothstep(-16, -3, out)[..., None] * (1 + 0.22 * rough)[..., None]
    flat = mix(flat, colour("#8a847c") * rubble, smoothstep(-16, -3, out)[..., None] * 0.8)
    return np.asarray(mix(flat, albedo, face[..., None]), np.float32)


def face_texture() -> Tile:
    """Return the face of a drilled wall less 1, one bench high: half barrels of drill holes, bedding, cracks, blocks.

    The light comes from the left: what stands out is bright on its left.
    """
    side = 512
    columns = np.mgrid[0:side, 0:side].astype(np.float32)[1] / side
    wander = 0.006 * spectral_noise(side, 2.0, 91, 2, 12)
    # a tile is 2.5 times as long as it is high: twelve holes are 5 m apart
    phase = (columns + wander) * 12
    hole = phase - np.floor(phase) - np.float32(0.5)
    whole = smoothstep(-0.7, 0.1, spectral_noise(side, 1.8, 92, 2, 20, stretch=3.0))
    barrel = np.clip(1 - (hole / 0.085) ** 2, 0, 1) * whole
    crack, block = _cracked(side, 70, 95)
    bedding = blur(spectral_noise(side, 1.1, 94, 6, 90, stretch=0.10), 0.8, wrap=True)
    relief = -2.4 * barrel + 0.5 * blur(spectral_noise(side, 1.6, 93, 5, 60), 0.8, wrap=True) + 0.5 * bedding + 0.9 * block
    slope_x = np.roll(relief, -1, 1) - np.roll(relief, 1, 1)
    slope_y = np.roll(relief, -1, 0) - np.roll(relief, 1, 0)
    light = 1.3 * slope_x - 0.8 * slope_y + 0.22 * block + 0.12 * bedding - 0.5 * crack - 0.28 * barrel
    light = blur(light.astype(np.float32), 0.7, wrap=True)
    light /= light.std()
    return Tile(np.clip(light, -2.4, 2.4))


def _cracked(side: int, count: int, seed: int) -> tuple[Array, Array]:
    """Return the cracks between blocks (0..1, 1 in the crack) and a height for each block (Worley 1996, flat cells)."""
    random = np.random.default_rng(seed)
    points, heights = random.random((count, 2)) * side, random.normal(0, 1, count)
    first, second = (np.full((side, side), 1e9, np.float32) for _ in range(2))
    which = np.zeros((side, side), np.float32)
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    columns = columns + 5 * spectral_noise(side, 1.8, seed + 1, 3, 40)
    rows = rows + 5 * spectral_noise(side, 1.8, seed + 2, 3, 40)
    for (x, y), high in zip(points, heights, strict=True):
        east = np.abs(columns - np.float32(x))
        north = np.abs(rows - np.float32(y))
        distance = np.minimum(east, side - east) ** 2 * 1.3 + np.minimum(north, side - north) ** 2
        which = np.where(distance < first, np.float32(high), which)
        second = np.minimum(second, np.maximum(first, distance))
        first = np.minimum(first, distance)
    crack = smoothstep(4.0, 0.4, cv2.sqrt(second) - cv2.sqrt(first))
    return np.asarray(crack, np.float32), blur(which, 0.7, wrap=True)


def gravel() -> Tile:
    """Return rubble on the floor as a factor less 1."""
    stones = spectral_noise(512, 0.8, 17, 24) * 0.55 + spectral_noise(512, 1.5, 18, 3, 60) * 0.35
    tracks = np.sin(np.arange(512, dtype=np.float32) * np.float32(2 * math.pi * 3 / 512))[None] * 0.10
    return Tile(stones + tracks)
