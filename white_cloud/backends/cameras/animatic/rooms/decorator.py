"""Furnishing a room: stained textures, blocks that cast shadows, painted walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.cutouts import Sculpture
from white_cloud.backends.cameras.animatic.rooms.planes import Block, Surface, block_surfaces

#: Texels a metre of furniture.
WOOD = 72
_NOISE = 512  # texels a side of the noises


@dataclass
class Furnishing:
    """All that is in a room."""

    surfaces: list[Surface] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sculptures: list[Sculpture] = field(default_factory=list)


class Decorator:
    """Paints textures with stains, and sets blocks into a furnishing."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        shapes = ((1.6, 2), (1.1, 6), (2.2, 1), (0.9, 14))
        self.noises = [spectral_noise(_NOISE, slope=b, seed=seed + i, lowest=low) for i, (b, low) in enumerate(shapes)]
        self.room = Furnishing()

    def noise(self, kind: int, h: int, w: int) -> Array:
        """Return a crop (h, w) of one of four noises: stains, grain, clouds, dust."""
        y, x = self.rng.integers(0, _NOISE, 2)
        return self.noises[kind][np.ix_((y + np.arange(h)) % _NOISE, (x + np.arange(w)) % _NOISE)]

    def stained(self, wide: float, high: float, tone: Array, density: float = WOOD, stain: float = 0.12) -> Array:
        """Return a texture of `wide` by `high` metres in one tone, stained and dusty."""
        w, h = max(6, int(wide * density)), max(6, int(high * density))
        grey = 1 + stain * self.noise(0, h, w) + 0.05 * self.noise(1, h, w) + 0.03 * self.noise(3, h, w)
        return (np.clip(grey, 0.25, 1.8)[..., None] * tone).astype(np.float32)

    def block(
        self,
        low: Sequence[float],
        high: Sequence[float],
        tone: str,
        group: int,
        level: int = 0,
        top: Array | None = None,
        solid: bool = True,
        kind: str | None = "furniture",
        density: float = WOOD,
        faces: Sequence[int] = range(6),
    ) -> None:
        """Set a block between two corners in metres; it casts a shadow unless it is not `solid`.

        What stands on the floor has no bottom, what has a `level` below 0 (it is under something) no top either. `faces`
        names those to show: 0 and 1 at the low and high end of y, 2 and 3 of x, 4 the top, 5 the bottom.
        """
        block = Block((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        if solid:
            self.room.blocks.append(block)
        w, d, h = (b - a for a, b in zip(low, high, strict=True))
        paint = colour(tone)
        texture = {"x": self.stained(w, h, paint, density), "y": self.stained(d, h, paint, density)}
        texture["top"] = self.stained(w, d, paint, density) if top is None else top
        count = 4 if level < 0 else 6 if low[2] > 0.2 and level == 0 else 5
        every = block_surfaces(block, texture, group, level, kind)
        self.room.surfaces += [every[face] for face in faces if face < count]

    def plane(
        self,
        origin: Sequence[float],
        right: Sequence[float],
        down: Sequence[float],
        albedo: Array,
        kind: str | None = "wall",
        group: int = 0,
        level: int = 0,
        glow: Array | None = None,
        cover: Array | None = None,
    ) -> Surface:
        """Set a rectangle by its upper left corner and edges, see Surface; return it."""
        corner, across, along = (np.array(v, float) for v in (origin, right, down))
        surface = Surface(corner, across, along, albedo, group, level, glow, kind, cover)
        self.room.surfaces.append(surface)
        return surface

    def painted_wall(
        self,
        wide: float,
        high: float,
        dado: str,
        lime: str = "#bcae92",
        bare: str = "#8f7d66",
        edge: float = 1.12,
        density: float = 128,
    ) -> Array:
        """Return limewash over a dado `edge` metres high that peels, with drips, damp and soot."""
        texture = self.stained(wide, high, colour(lime), density, 0.09)
        h, w = texture.shape[:2]
        y = (np.arange(h, dtype=np.float32) / np.float32(density))[:, None]
        stains, grain, clouds = self.noise(0, h, w), self.noise(1, h, w), self.noise(2, h, w)
        line = high - edge
        below = smoothstep(line - 0.007, line + 0.007, y + 0.006 * grain)
        paint = colour(dado) * (1 + 0.09 * stains + 0.05 * grain)[..., None]
        peel = smoothstep(1.0, 1.2, stains + 0.55 * grain + 0.5 * (y - high + 0.9))
        plaster = colour(bare) * (1 + 0.12 * self.noise(3, h, w))[..., None]
        texture = mix(texture, paint, (below * (1 - peel))[..., None])
        texture = mix(texture, plaster, (below * peel * 0.85)[..., None])
        shade = 1 - 0.5 * np.exp(-(((y - line) / 0.012) ** 2))
        shade = shade * (1 - 0.16 * np.clip(stains[:1], 0, None) * np.exp(-y * 0.9))
        shade = shade * (1 - 0.45 * smoothstep(0.5, 1.6, clouds + 1.1 * (y - high + 0.55)))
        shade = shade * np.clip(1 - 0.35 * np.exp(-y * 3.0) * (0.6 + 0.3 * clouds), 0.3, 1)
        painted: Array = (texture * shade[..., None]).astype(np.float32)
        return painted
