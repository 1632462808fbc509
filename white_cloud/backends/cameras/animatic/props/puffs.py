"""Puffs of dust and smoke in a view, lit by its light and veiled by its air."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.props.window import Window
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, columns_and_rows


@dataclass(frozen=True)
class Puff:
    """A soft puff of dust or smoke: its middle in metres, its radius `size`, how thick it is, and what moves its noise."""

    position: tuple[float, float, float]
    size: float
    thickness: float
    phase: float


def draw_puff(
    view: View, position: tuple[float, float, float], size: float, paint: Array, thickness: float, noise: Tile, phase: float
) -> None:
    """Draw one soft puff of dust or smoke, `size` metres in radius, of colour `paint`, with noise that `phase` moves."""
    draw_puffs(view, [Puff(position, size, thickness, phase)], paint, noise)


def draw_puffs(view: View, puffs: Sequence[Puff], paint: Array, noise: Tile) -> None:
    """Draw puffs that belong together, of colour `paint`, as one body; they are computed coarsely, as dust is soft."""
    seen = []
    for puff in puffs:
        column, row, depth = (float(part) for part in view.lens.project(*puff.position))
        radius = puff.size * view.lens.focal / max(depth, 0.01)
        if depth > 2 and radius > 2 and puff.thickness > 0:
            seen.append((puff, column, row, depth, radius))
    if not seen:
        return
    places = np.array([one[1:] for one in seen])
    ends = np.concatenate([places[:, :2] - places[:, 3:], places[:, :2] + places[:, 3:]])
    window = Window.around(ends[:, 0], ends[:, 1], view.lens.size, margin=0)
    if min(window.width, window.height) < 2:
        return
    step = int(np.clip(places[:, 3].min() / 5, 1, 5))
    grid = (max(2, window.width // step), max(2, window.height // step))
    ground = cv2.resize(view.depth[window.place], grid, interpolation=cv2.INTER_NEAREST)
    across, down = np.linspace(window.left, window.right, grid[0]), np.linspace(window.top, window.bottom, grid[1])
    through = np.ones((grid[1], grid[0]), np.float32)
    for puff, column, row, depth, radius in seen:
        columns = slice(*np.searchsorted(across, (column - radius, column + radius)))
        rows = slice(*np.searchsorted(down, (row - radius, row + radius)))
        if columns.stop - columns.start < 2 or rows.stop - rows.start < 2:
            continue
        cover = _puff_cover((across[columns] - column) / radius, (down[rows] - row) / radius, puff, noise)
        soft = (ground[rows, columns] - np.float32(depth - puff.size)) * np.float32(1 / (puff.size * 1.5))
        through[rows, columns] *= 1 - cover * np.clip(soft, 0, 1)  # soft where it meets the ground
    nearest = int(np.argmin(places[:, 2]))
    clear, haze = view.haze.at(places[nearest, 0], places[nearest, 2])
    cover = cv2.resize(1 - through, (window.width, window.height))
    dust = np.empty((window.height, window.width, 4), np.float32)
    dust[:] = np.append(paint * clear + haze * (1 - clear), 0)
    view.radiance[window.place] = cv2.blendLinear(dust, view.radiance[window.place].copy(), cover, 1 - cover)


def _puff_cover(across: Array, down: Array, puff: Puff, noise: Tile) -> Array:
    """Return how much a puff hides at places in its own radii, (rows, columns)."""
    across, down = across.astype(np.float32), down.astype(np.float32)
    pattern = noise(*columns_and_rows(across * 0.16 + puff.phase, down * 0.16 + puff.phase * 0.7))
    body = np.clip(1 - (across * across)[None] - (down * down * 1.25)[:, None], 0, 1) ** 2
    density = np.clip(pattern * 0.75 + 0.9, 0, None) * body * -puff.thickness
    return np.asarray(1 - cv2.exp(density.astype(np.float32)))
