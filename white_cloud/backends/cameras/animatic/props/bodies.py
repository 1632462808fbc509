"""Bodies in a landscape: solids lit by its sun and veiled by its air, their shadows, their lamps; and cards.

Everything is drawn into a View, far things first, against its depth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.land.landscape import View
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.marks import darken_ground
from white_cloud.backends.cameras.animatic.props.puffs import draw_puff
from white_cloud.backends.cameras.animatic.props.solids import Solid
from white_cloud.backends.cameras.animatic.props.window import Window
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, smoothstep

__all__ = ["Placed", "darken_ground", "draw_card", "draw_puff", "draw_solid"]

_SUBPIXEL = 4  # bits of fraction in OpenCV's polygon corners
_FAR_AWAY = 1 << 20  # as far as a corner may lie outside the picture, in fractions of a pixel
_LAMP_GLOW = np.array([0.28, 0.62, 1.0, 0.0], np.float32)
_SKIRT = colour("#b8a582")
_GLARE_CELLS = 48  # of a radius


def _glare() -> Array:
    """Return the light about a lamp, as wide as two radii."""
    away = ((np.arange(2 * _GLARE_CELLS, dtype=np.float32) + 0.5) / _GLARE_CELLS - 1) ** 2
    distance = away[None] + away[:, None]
    return (np.clip(1 - distance, 0, 1) ** 2 * 0.16 / (0.06 + distance)).astype(np.float32)


_GLARE = _glare()


@dataclass(frozen=True)
class Placed:
    """A solid in the world: position (x, y, z) in metres, `heading` degrees clockwise from north, scale.

    Ground up to `bias` metres in front of it is taken to be under it; `dirt`, a tile of noise, weathers it; `footprint`
    (half width, half length, height) throws its shadow; `glare` is the strength of its lamps' bloom in the dust;
    `kind` is its class in a survey.
    """

    solid: Solid
    position: tuple[float, float, float]
    heading: float
    scale: float
    bias: float = 6.0
    dirt: Tile | None = None
    footprint: tuple[float, float, float] | None = None
    glare: float = 0.0
    kind: str = "vehicle"

    @property
    def turn(self) -> Array:
        """The matrix (3, 3) that takes row vectors from local to world axes."""
        cosine, sine = math.cos(math.radians(self.heading)), math.sin(math.radians(self.heading))
        return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])

    def local(self, lens: Pinhole) -> Array:
        """Return the place of a lens in local axes, (3,)."""
        return np.asarray(self.turn @ (np.array([lens.x, lens.y, lens.z]) - np.asarray(self.position)) / self.scale)

    def world(self, points: Array) -> Array:
        """Return local points (n, 3) in the world."""
        return np.asarray((points * self.scale) @ self.turn + np.asarray(self.position))


def draw_solid(view: View, body: Placed) -> None:
    """Draw a solid, flat shaded and weathered, with its shadow and the glare of its lamps; nearer land hides it."""
    corners = body.world(body.solid.corners)
    x, y, depth = view.lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
    window = Window.around(x, y, view.lens.size)
    if depth.min() < 1.0 or window.width < 1 or window.height < 1:
        return
    if (view.depth[window.place] < depth.min() - body.bias).all():  # land hides it all
        return
    middle = float(depth.mean())
    clear, haze = view.haze.at((window.left + window.right) / 2, middle)
    lit = view.landscape.sunlit(body.position[0], body.position[1])
    if body.footprint is not None and window.width > 8:
        _draw_shadow(view, body, body.footprint, lit, clear)
    finer = 2 if window.width > 160 else 3
    order = body.solid.order(body.local(view.lens))
    faces = _painted_faces(body.solid, order, window, np.stack([x, y], 1), finer)
    light = _face_light(view, body, order, lit, clear, haze)
    picture = cv2.resize(_looked_up(light, faces), (window.width, window.height), interpolation=cv2.INTER_AREA)
    ranges = _ranges(view, body, window, faces[finer // 2 :: finer, finer // 2 :: finer], middle)
    if body.dirt is not None and window.width > 14:
        skirt = _SKIRT * view.landscape.light.ambience(lit) * clear + haze * (1 - clear)
        _weather(view, picture, ranges, window, body, skirt)
    shown = (view.depth[window.place] > ranges - np.float32(body.bias)).astype(np.float32)
    picture = cv2.multiply(picture, four_channels(shown))
    cover = picture[..., 3].copy()
    view.radiance[window.place] = cv2.add(cv2.multiply(view.radiance[window.place].copy(), four_channels(1 - cover)), picture)
    view.put(window.place, cover, ranges, body.kind)
    if body.glare:
        shining = order[body.solid.glow[order, 2] > 6]
        shining.sort()
        for face in shining[::2]:  # lamps sit in pairs
            _draw_glare(view, body, face, clear)


def _face_light(view: View, body: Placed, order: Array, lit: float, clear: float, haze: Array) -> Array:
    """Return what each face of `order` sends to the eye, float32 (m + 1, 4): cover in the last channel; the last is no face."""
    light, solid = view.landscape.light, body.solid
    sun = body.turn @ light.sun.direction
    direct = np.clip(solid.normals[order] @ sun, 0, None) * solid.sunlit(sun, order) * lit
    fall = direct[:, None] * light.sunlight + 1.15 * solid.sky[order, None] * light.skylight
    fall += solid.ground[order, None] * (light.skylight * 0.3 + light.sunlight * (0.13 * lit))  # what lit ground throws back
    table = np.zeros((len(solid.centres) + 1, 4), np.float32)
    table[order, :3] = (fall * solid.paint[order] + solid.glow[order]) * clear + haze * (1 - clear)
    table[order, 3] = 1
    return table


def _painted_faces(solid: Solid, order: Array, window: Window, corners: Array, finer: int) -> Array:
    """Return the number of the face that is seen, int32, -1 where none is, `finer` times as fine as the window."""
    seen = np.full((window.height * finer, window.width * finer), -1, np.int32)
    pixels = ((corners - (window.left, window.top)) * finer - 0.5) * 2**_SUBPIXEL
    pixels = np.round(np.clip(pixels, -_FAR_AWAY, _FAR_AWAY)).astype(np.int32)
    starts = solid.starts.tolist()
    for face in order.tolist():
        cv2.fillConvexPoly(seen, pixels[starts[face] : starts[face + 1]], face, cv2.LINE_8, _SUBPIXEL)
    return seen


def _looked_up(table: Array, numbers: Array) -> Array:
    """Return the rows of a table (n, 4), float32, by number (height, width); -1 is the last. 16 bytes at once are fastest."""
    rows: Array = np.ascontiguousarray(table, np.float32).view(np.complex128)[:, 0]
    return np.asarray(rows[numbers].view(np.float32).reshape(*numbers.shape, 4))


def _ranges(view: View, body: Placed, window: Window, faces: Array, middle: float) -> Array:
    """Return the depth of every pixel's face, float32 metres: where its ray meets the face's plane; `middle` on open edges."""
    lens = view.lens
    eye = np.array([lens.x, lens.y, lens.z])
    normals = body.solid.normals @ body.turn
    distance = ((body.world(body.solid.centres) - eye) * normals).sum(1)
    ahead, aside = (normals[:, 0] * way[0] + normals[:, 1] * way[1] for way in (lens.forward, lens.right))
    planes = np.column_stack([ahead, aside / lens.focal, -normals[:, 2] / lens.focal, distance])
    planes = np.vstack([planes, [1, 0, 0, middle]]).astype(np.float32)
    across = np.arange(window.left, window.right, dtype=np.float32) + np.float32(0.5 - lens.size[0] / 2)
    down = np.arange(window.top, window.bottom, dtype=np.float32) + np.float32(0.5 - lens.horizon_row)
    plane = _looked_up(planes, faces)
    slant = plane[..., 0] + plane[..., 1] * across + plane[..., 2] * down[:, None]
    slant[np.abs(slant) < 1e-4] = 1e-4
    reach = np.float32(12 * body.scale)
    return np.asarray(np.clip(plane[..., 3] / slant, middle - reach, middle + reach))


def _weather(view: View, picture: Array, ranges: Array, window: Window, body: Placed, skirt: Array) -> None:
    """Blotch a painted solid by place on it, and let dust of colour `skirt`, as seen, rise from its wheels; in place."""
    assert body.dirt is not None
    lens = view.lens
    across = np.arange(window.left, window.right, dtype=np.float32) + np.float32(0.5 - lens.size[0] / 2)
    down = np.arange(window.top, window.bottom, dtype=np.float32) + np.float32(0.5 - lens.horizon_row)
    aside = ranges * (across * np.float32(1 / lens.focal))
    high = ranges * (down * np.float32(-1 / lens.focal))[:, None]
    high += np.float32(lens.z - body.position[2])
    high *= np.float32(1 / body.scale)
    # Place along the body: what lies ahead and aside of the eye, less what the body has gone, along its own axis.
    heading = math.radians(body.heading - lens.yaw)
    along = ranges * np.float32(math.cos(heading)) + aside * np.float32(math.sin(heading))
    along -= np.float32((body.local(lens)[1]) * -body.scale)
    along *= np.float32(1 / body.scale)
    blotches = body.dirt(along * np.float32(0.043), high * np.float32(0.043) + along * np.float32(0.011))
    blotches *= np.float32(0.13)
    blotches += 1
    rising = smoothstep(5.0, 0.2, high)
    rising *= np.float32(0.24)
    blotches *= 1 - rising
    rising *= picture[..., 3]
    np.copyto(picture, cv2.multiply(picture, cv2.merge([blotches, blotches, blotches, np.ones_like(blotches)])))
    for channel, part in enumerate(skirt):
        picture[..., channel] += rising * np.float32(part)


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


def _draw_glare(view: View, body: Placed, face: int, clear: float) -> None:
    """Draw the bloom of a lamp in the air; the more it turns away, the less."""
    lamp = body.world(body.solid.centres[face : face + 1])[0]
    to_eye = np.array([view.lens.x, view.lens.y, view.lens.z]) - lamp
    facing = float((body.solid.normals[face] @ body.turn) @ to_eye / np.linalg.norm(to_eye))
    x, y, depth = (float(part) for part in view.lens.project(lamp[0], lamp[1], lamp[2]))
    radius = min(max(3.0, body.scale * 4.0 * view.lens.focal / depth), 0.17 * view.lens.size[0])
    window = Window.around(np.array([x - radius, x + radius]), np.array([y - radius, y + radius]), view.lens.size, margin=0)
    width, height = view.lens.size
    seen = view.depth[min(height - 1, max(0, int(y))), min(width - 1, max(0, int(x)))] > depth - body.bias - 0.5 * body.scale
    if min(window.width, window.height) < 2 or not seen:
        return
    step = radius / _GLARE_CELLS
    place = np.array([[step, 0, x - radius - window.left], [0, step, y - radius - window.top]], np.float32)
    light = cv2.warpAffine(
        _GLARE * np.float32(body.glare * clear * max(0.0, facing) ** 1.5), place, (window.width, window.height)
    )
    region = np.ascontiguousarray(view.radiance[window.place])
    view.radiance[window.place] = cv2.add(region, cv2.merge([light * gain for gain in _LAMP_GLOW]))


def draw_card(
    view: View, card: Array, foot: tuple[float, float, float], height: float, bias: float = 6.0, kind: str = "person"
) -> None:
    """Stand an upright card in the view: `card` (h, w, 4) is light premultiplied by cover, the fourth channel.

    It is `height` metres tall, the middle of its lower edge at `foot` (x, y, z); ground up to `bias` metres nearer is
    under it; `kind` is its class in a survey.
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
    window = Window.around(
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
    view.put(window.place, cover, depth, kind)
