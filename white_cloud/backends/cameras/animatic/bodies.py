"""Bodies in a landscape: solids lit by its sun and veiled by its air, their shadows, their lamps, puffs of dust, cards.

Everything is drawn into a View, far things first, against its depth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.landscape import View
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, columns_and_rows, four_channels, smoothstep
from white_cloud.backends.cameras.animatic.solids import Solid

_SUBPIXEL = 4  # bits of fraction in OpenCV's polygon corners
_LAMP_GLOW = np.array([0.28, 0.62, 1.0, 0.0], np.float32)
_SKIRT = colour("#b8a582")


@dataclass(frozen=True)
class Placed:
    """A solid in the world: position (x, y, z) in metres, `heading` degrees clockwise from north, scale.

    Ground up to `bias` metres in front of it is taken to be under it; `dirt`, a tile of noise, weathers it; `footprint`
    (half width, half length, height) throws its shadow; `glare` is the strength of its lamps' bloom in the dust.
    """

    solid: Solid
    position: tuple[float, float, float]
    heading: float
    scale: float
    bias: float = 6.0
    dirt: Tile | None = None
    footprint: tuple[float, float, float] | None = None
    glare: float = 0.0

    @property
    def turn(self) -> Array:
        """The matrix (3, 3) that takes row vectors from local to world axes."""
        cosine, sine = math.cos(math.radians(self.heading)), math.sin(math.radians(self.heading))
        return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])

    def world(self, points: Array) -> Array:
        """Return local points (n, 3) in the world."""
        return np.asarray((points * self.scale) @ self.turn + np.asarray(self.position))


@dataclass(frozen=True)
class _Window:
    """A rectangle of pixels."""

    left: int
    right: int
    top: int
    bottom: int

    @classmethod
    def around(cls, x: Array, y: Array, size: tuple[int, int], margin: float = 1.0) -> _Window:
        return cls(
            int(max(0, x.min() - margin)),
            int(min(size[0], x.max() + margin + 1)),
            int(max(0, y.min() - margin)),
            int(min(size[1], y.max() + margin + 1)),
        )

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def place(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


def draw_solid(view: View, body: Placed) -> None:
    """Draw a solid, flat shaded, nearer faces over farther ones, with its shadow and the glare of its lamps."""
    corners = body.world(body.solid.corners)
    x, y, depth = view.lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
    window = _Window.around(x, y, view.lens.size)
    if depth.min() < 1.0 or window.width < 1 or window.height < 1:
        return
    middle = float(depth.mean())
    clear, haze = view.haze.at((window.left + window.right) / 2, middle)
    lit = view.landscape.sunlit(body.position[0], body.position[1])
    if body.footprint is not None and window.width > 8:
        _draw_shadow(view, body, body.footprint, lit, clear)
    visible = _facing(view, body)
    picture = _painted_faces(body, visible, window, np.stack([x, y], 1), _face_light(view, body, lit, clear, haze))
    if body.dirt is not None and window.width > 14:
        picture = _weathered(picture, body, _SKIRT * view.landscape.light.ambience(lit) * clear + haze * (1 - clear))
    hidden = (view.depth[window.place] <= middle - body.bias).astype(np.float32)
    picture = cv2.multiply(picture, four_channels(1 - hidden))
    cover = picture[..., 3].copy()
    view.radiance[window.place] = cv2.add(cv2.multiply(view.radiance[window.place].copy(), four_channels(1 - cover)), picture)
    view.depth[window.place][cover > 0.5] = middle
    if body.glare:
        for face in [face for face in visible if body.solid.glow[face, 0] > 0][::2]:  # lamps sit in pairs
            _draw_glare(view, body, body.world(body.solid.centres[face : face + 1])[0], clear)


def _facing(view: View, body: Placed) -> Array:
    """Return the faces turned to the eye, the farthest first."""
    lens = view.lens
    centres = body.world(body.solid.centres)
    to_eye = np.array([lens.x, lens.y, lens.z]) - centres
    visible = np.flatnonzero((to_eye * (body.solid.normals @ body.turn)).sum(1) > 0)
    depth = (centres[:, 0] - lens.x) * lens.forward[0] + (centres[:, 1] - lens.y) * lens.forward[1]
    depth -= (body.solid.glow[:, 0] > 0) * 2.5 * body.scale  # lamps lie on the face behind them
    return np.asarray(visible[np.argsort(-depth[visible], kind="stable")])


def _face_light(view: View, body: Placed, lit: float, clear: float, haze: Array) -> Array:
    """Return what each face sends to the eye, (m, 4), the last channel 1."""
    light, normals = view.landscape.light, body.solid.normals @ body.turn
    fall = np.clip(normals @ light.sun.direction, 0, None)[:, None] * light.sunlight * lit
    fall = fall + (0.75 + 0.40 * normals[:, 2:]) * light.skylight
    seen = (fall * body.solid.paint + body.solid.glow) * clear + haze * (1 - clear)
    return np.column_stack([seen, np.ones(len(seen))])


def _painted_faces(body: Placed, order: Array, window: _Window, corners: Array, light: Array) -> Array:
    """Return the solid alone (window, 4), premultiplied by its cover in the last channel, supersampled."""
    finer = 2 if window.width > 200 else 3
    picture = np.zeros((window.height * finer, window.width * finer, 4), np.float32)
    pixels = ((corners - (window.left, window.top)) * finer - 0.5) * 2**_SUBPIXEL
    pixels = np.round(pixels).astype(np.int32)
    starts = body.solid.starts
    for face in order:
        cv2.fillConvexPoly(picture, pixels[starts[face] : starts[face + 1]], light[face].tolist(), cv2.LINE_8, _SUBPIXEL)
    return cv2.resize(picture, (window.width, window.height), interpolation=cv2.INTER_AREA)


def _weathered(picture: Array, body: Placed, skirt: Array) -> Array:
    """Return a solid with blotches, and dust rising from its wheels (`skirt`, its colour as seen)."""
    assert body.dirt is not None
    height, width = picture.shape[:2]
    across, down = np.arange(width, dtype=np.float32) / height, np.arange(height, dtype=np.float32) / height
    blotches = body.dirt(*columns_and_rows(across * 0.8 + body.position[0] * 0.01, down * 0.8))
    blotches *= 0.12
    blotches += 1.04
    cover = picture[..., 3].copy()
    picture = cv2.multiply(picture, four_channels(blotches))
    picture[..., 3] = cover
    rising = np.repeat((smoothstep(0.45, 1.0, down) * 0.30).astype(np.float32)[:, None], width, 1)
    dust = four_channels(cover) * np.append(skirt, 1).astype(np.float32)
    return cv2.blendLinear(dust, picture, rising, 1 - rising)


def _draw_shadow(view: View, body: Placed, footprint: tuple[float, float, float], lit: float, clear: float) -> None:
    """Darken the ground under the body and, where the sun reaches, along its throw."""
    half_width, half_length, height = (part * body.scale for part in footprint)
    x, y, z = (float(part) for part in view.landscape.light.sun.direction)
    corners = np.array(
        [
            [-half_width, -half_length, 0],
            [half_width, -half_length, 0],
            [half_width, half_length, 0],
            [-half_width, half_length, 0],
        ]
    )
    ground = corners @ body.turn + np.asarray(body.position)
    thrown = ground + np.array([-x / z * height, -y / z * height, 0])
    if lit > 0.2:
        darken_ground(view, np.vstack([ground, thrown]), 0.62 * lit * clear)
    darken_ground(view, ground, 0.55 * clear)


def darken_ground(view: View, places: Array, amount: float) -> None:
    """Take `amount` (0..1) of the light from the ground within the outline of `places` (n, 3), with a soft edge."""
    x, y, depth = view.lens.project(places[:, 0], places[:, 1], places[:, 2])
    if depth.min() < 3:
        return
    hull = cv2.convexHull(np.stack([x, y], 1).astype(np.float32))[:, 0]
    window = _Window.around(hull[:, 0], hull[:, 1], view.lens.size, margin=8)
    if min(window.width, window.height) < 2:
        return
    mask: Array = np.zeros((window.height, window.width), np.float32)
    corners = np.round((hull - (window.left, window.top)) * 2**_SUBPIXEL).astype(np.int32)
    cv2.fillConvexPoly(mask, corners, amount, cv2.LINE_8, _SUBPIXEL)
    mask = cv2.GaussianBlur(mask, (0, 0), 1.8)
    mask[view.depth[window.place] < depth.min() - 12] = 0
    view.radiance[window.place] = cv2.multiply(view.radiance[window.place].copy(), four_channels(1 - mask))


def _draw_glare(view: View, body: Placed, lamp: Array, clear: float) -> None:
    x, y, depth = (float(part) for part in view.lens.project(lamp[0], lamp[1], lamp[2]))
    radius = max(3.0, body.scale * 4.0 * view.lens.focal / depth)
    window = _Window.around(np.array([x - radius, x + radius]), np.array([y - radius, y + radius]), view.lens.size, margin=0)
    width, height = view.lens.size
    seen = view.depth[min(height - 1, max(0, int(y))), min(width - 1, max(0, int(x)))] >= depth - body.bias - 8 * body.scale
    if min(window.width, window.height) < 2 or not seen:
        return
    across = (np.arange(window.left, window.right, dtype=np.float32) - x) / radius
    down = (np.arange(window.top, window.bottom, dtype=np.float32) - y) / radius
    distance = (across * across)[None] + (down * down)[:, None]
    light = np.clip(1 - distance, 0, 1) ** 2 * 0.16 / (0.06 + distance) * (body.glare * clear)
    view.radiance[window.place] += light[..., None].astype(np.float32) * _LAMP_GLOW


def draw_puff(
    view: View, position: tuple[float, float, float], size: float, paint: Array, thickness: float, noise: Tile, phase: float
) -> None:
    """Draw a soft puff of dust or smoke, `size` metres in radius, of colour `paint`, with noise that `phase` moves."""
    column, row, depth = (float(part) for part in view.lens.project(*position))
    radius = size * view.lens.focal / max(depth, 0.01)
    window = _Window.around(
        np.array([column - radius, column + radius]), np.array([row - radius, row + radius]), view.lens.size, margin=0
    )
    if depth < 2 or radius < 2 or min(window.width, window.height) < 2:
        return
    cover = _puff_cover(window, (column, row), radius, thickness, noise, phase)
    cover *= np.clip(
        (view.depth[window.place] - np.float32(depth - size)) / np.float32(size * 1.5), 0, 1
    )  # soft where it meets the ground
    clear, haze = view.haze.at(column, depth)
    dust = np.zeros((window.height, window.width, 4), np.float32)
    dust[..., :3] = paint * clear + haze * (1 - clear)
    view.radiance[window.place] = cv2.blendLinear(dust, view.radiance[window.place].copy(), cover, 1 - cover)


def _puff_cover(
    window: _Window, centre: tuple[float, float], radius: float, thickness: float, noise: Tile, phase: float
) -> Array:
    coarser = int(np.clip(radius / 12, 1, 6))  # a big puff is computed small
    columns, rows = max(2, window.width // coarser), max(2, window.height // coarser)
    across = (np.linspace(window.left, window.right, columns, dtype=np.float32) - centre[0]) / radius
    down = (np.linspace(window.top, window.bottom, rows, dtype=np.float32) - centre[1]) / radius
    pattern = noise(*columns_and_rows(across * 0.16 + phase, down * 0.16 + phase * 0.7))
    body = np.clip(1 - (across * across)[None] - (down * down * 1.25)[:, None], 0, 1) ** 2
    density = np.clip(pattern * 0.75 + 0.9, 0, None) * body * -thickness
    cover = 1 - cv2.exp(density.astype(np.float32))
    return cover if coarser == 1 else cv2.resize(cover, (window.width, window.height))


def draw_card(view: View, card: Array, foot: tuple[float, float, float], height: float, bias: float = 6.0) -> None:
    """Stand an upright card in the view: `card` (h, w, 4) is light premultiplied by cover, the fourth channel.

    It is `height` metres tall, the middle of its lower edge at `foot` (x, y, z); ground up to `bias` metres nearer is under it.
    """
    column, row, depth = (float(part) for part in view.lens.project(*foot))
    tall = height * view.lens.focal / max(depth, 0.01)
    if depth < 3 or tall < 1.5:
        return
    if tall < card.shape[0]:
        wide = max(1, round(tall * card.shape[1] / card.shape[0]))
        card = cv2.resize(card, (wide, max(1, round(tall))), interpolation=cv2.INTER_AREA)
    scale = tall / card.shape[0]
    wide_now = card.shape[1] * scale
    window = _Window.around(
        np.array([column - wide_now / 2, column + wide_now / 2]), np.array([row - tall, row]), view.lens.size
    )
    if min(window.width, window.height) < 1:
        return
    place = np.array([[scale, 0, column - wide_now / 2 - window.left], [0, scale, row - tall - window.top]], np.float32)
    card = cv2.warpAffine(card, place, (window.width, window.height), flags=cv2.INTER_LINEAR)
    clear, haze = view.haze.at(column, depth)
    card = cv2.multiply(card, four_channels((view.depth[window.place] > depth - bias).astype(np.float32)))
    cover = card[..., 3].copy()
    card[..., :3] = card[..., :3] * np.float32(clear) + cover[..., None] * (haze * np.float32(1 - clear))
    view.radiance[window.place] = cv2.add(cv2.multiply(view.radiance[window.place].copy(), four_channels(1 - cover)), card)
    view.depth[window.place][cover > 0.5] = depth
