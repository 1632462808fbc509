"""What moves and shines in a city seen from above its roofs: traffic as lights in the streets, masts with red lamps."""

from __future__ import annotations

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas, Glows
from white_cloud.backends.cameras.animatic.settings.city.pieces import Pieces, draw_pieces
from white_cloud.backends.cameras.animatic.settings.city.plan import BLOCK, CELL, CELLS, Plan
from white_cloud.backends.cameras.animatic.settings.city.rays import Hits

_SIGHT = 2600.0  # metres
_GAP = 37.0  # metres from car to car


class Heights:
    """Draws traffic, where there is any, and the masts of a plan."""

    def __init__(self, plan: Plan, lit: bool, traffic: bool) -> None:
        self._masts, self._lit, self._traffic = plan.beacons.astype(np.float64), lit, traffic

    def draw(self, canvas: Canvas, hits: Hits, t: float) -> None:
        """Draw all as of `t` seconds."""
        if self._traffic:
            _drive(canvas, hits, t, 1.0 if self._lit else 0.0)
        masts = self._in_sight(canvas)
        if not len(masts):
            return
        draw_pieces(canvas, Pieces.joined([_mast(one, canvas) for one in masts]))
        if self._lit:
            phases = masts[:, 0] * 0.7 + masts[:, 1] * 1.3
            beat = 0.25 + 0.75 * np.clip(np.sin(t * 2.4 + phases) * 4, 0, 1)
            tips = masts + np.array([0.0, 0.0, 34.0])
            reach = np.maximum(5.0, np.linalg.norm(masts[:, :2] - (canvas.lens.x, canvas.lens.y), axis=1) / 150)
            Glows(tips, reach, beat[:, None] * colour("#ff3a20", 2.4)).lay(canvas)

    def _in_sight(self, canvas: Canvas) -> Array:
        """Return the masts (n, 3) in the copy of the city that lies around the lens."""
        lens, period = canvas.lens, CELLS * CELL
        masts = self._masts.copy()
        for axis, here in ((0, lens.x), (1, lens.y)):
            masts[:, axis] = (masts[:, axis] - here + period / 2) % period - period / 2 + here
        x, _, depth = lens.project(masts[:, 0], masts[:, 1], masts[:, 2])
        return masts[(depth > 30) & (depth < _SIGHT) & (x > -20) & (x < lens.size[0] + 20)]


def _mast(foot: Array, canvas: Canvas) -> Pieces:
    x, y, z = (float(part) for part in foot)
    right = np.array([*canvas.lens.right, 0.0])
    outlines = []
    for low, high, wide in ((-2.0, 18.0, 1.3), (18.0, 34.0, 0.7)):
        bottom, top = np.array([x, y, z + low]), np.array([x, y, z + high])
        outlines.append(
            np.array([bottom - right * wide, bottom + right * wide, top + right * wide * 0.6, top - right * wide * 0.6])
        )
    tone = colour("#5a5f66", 0.6) * canvas.blocks.light_on(np.array([[0.0, 0.0, 0.2]]), 0.5)[0]
    return Pieces.of(outlines, [tone, tone], "building", (x, y, z))


def _drive(canvas: Canvas, hits: Hits, t: float, lit: float) -> None:
    """Let cars run along the streets: lights, white towards the lens and red away from it, or specks of paint by day."""
    where = np.flatnonzero(hits.ground & (hits.depth < 1600))
    x, y, depth = (plane.ravel().take(where) for plane in (hits.x, hits.y, hits.depth))
    lane_x, lane_y = np.mod(x, BLOCK), np.mod(y, BLOCK)
    northward = (lane_x < 2.0) & ~(lane_y < 2.0)
    lane = np.where(northward, lane_x, lane_y)
    along = np.where(northward, y, x) * np.float32(CELL)
    ahead = lane > 1.0
    street = np.floor(np.where(northward, x, y) / BLOCK)
    moved = along - np.where(ahead, np.float32(13 * t), np.float32(-13 * t)) + street * 131 + np.floor(lane * 2.5) * 47
    number = np.floor(moved / np.float32(_GAP))
    chance = np.mod(number * np.float32(0.618) + street * np.float32(0.37), 1)
    spot = np.abs(np.mod(moved, np.float32(_GAP)) - np.float32(_GAP / 2)) + 30 * (chance > 0.62)
    aside = np.abs(np.mod(lane * np.float32(2.5), 1) - np.float32(0.5))
    cover = np.clip(1.8 - spot / (1.6 + depth / 420), 0, 1) * np.clip(1.6 - aside * 4.0, 0, 1) * (lane < 2.0)
    flat = canvas.picture.reshape(-1, 4)
    if lit:
        towards = np.where(northward, canvas.lens.forward[1], canvas.lens.forward[0]) * np.where(ahead, 1, -1) < 0
        tint = np.where(towards[:, None], colour("#fff0d0", 2.4), colour("#ff3b22", 1.5))
        flat[where, :3] += (tint * (cover * np.exp(-depth * np.float32(canvas.blocks.mood.density)))[:, None]).astype(
            np.float32
        )
        return
    shade = np.where(chance < 0.35, np.float32(0.75), np.float32(0.07))[:, None] * canvas.blocks.mood.ambient
    clear = np.exp(-depth * np.float32(canvas.blocks.mood.density * 0.98))[:, None]
    veil = canvas.blocks.mood.haze[0] * (1 - clear)
    flat[where, :3] += ((shade * clear + veil - flat[where, :3]) * cover[:, None]).astype(np.float32)
