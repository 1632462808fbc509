"""What is small or moves in the canteen: enamel bowls, steam from the hatch, a fan under the ceiling."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout
from white_cloud.backends.cameras.animatic.rooms.light import Sources, light_at
from white_cloud.backends.cameras.animatic.rooms.wisp import Wisp
from white_cloud.backends.cameras.animatic.settings.canteen.hall import DEPTH, HATCH, HEIGHT

_FINE = 4  # times finer that small things are painted
_BLADES = 3
_TURN = 2.3  # radians a second: a tired fan
_SHUTTER = 1 / 50  # seconds the blades are seen turning
_COARSE = 4  # pixels of the picture to one of the steam


def bowl(place: tuple[float, float, float], lens: Pinhole, light: Array, group: int, kind: int) -> Cutout:
    """Return an enamel bowl (`kind` 0), mug (1) or thermos (2) at a place, as `lens` looks down on it, in `light` (3,)."""
    _, _, depth = (float(v) for v in lens.project(*place))
    tilt = min(max((lens.z - place[2]) / max(depth, 0.5), 0.04), 0.8)
    wide, high, foot = ((0.090, 0.065, 0.5), (0.048, 0.095, 0.96), (0.058, 0.29, 1.0))[kind]
    metre = lens.focal / max(depth, 0.5) * 1.2 * _FINE
    w, h = max(8, int(wide * 2.2 * metre)), max(8, int((high + 2.2 * wide * tilt + 0.03 * (kind == 2)) * metre))
    picture = np.zeros((h, w, 4), np.float32)
    middle, rim, base = w / 2, (wide * tilt * 1.1 + 0.03 * (kind == 2)) * metre, h - wide * foot * tilt * 1.1 * metre
    paint, line = (("#d9d6c8", "#2f4a6e"), ("#d6d8d2", "#7a3a30"), ("#6d2f28", "#b9b3a0"))[kind]
    _body(picture, (middle, rim, base), (wide * metre, foot, tilt), light * colour(paint))
    if kind < 2:
        _ellipse(picture, middle, rim, wide * metre, tilt, light * colour(line))
        _ellipse(picture, middle, rim + 0.01 * metre * tilt, wide * metre * 0.93, tilt, light * colour(paint) * 0.55)
        _ellipse(picture, middle, rim + 0.05 * metre * tilt, wide * metre * 0.80, tilt, light * colour("#6b5a3a") * 0.7)
    else:
        _ellipse(picture, middle, rim, wide * metre, tilt, light * colour(paint) * 1.3)
        _ellipse(picture, middle, rim - 0.010 * metre, wide * 0.62 * metre, tilt, light * colour(line) * 0.9)
    small = cv2.resize(picture, (max(2, w // _FINE), max(2, h // _FINE)), interpolation=cv2.INTER_AREA)
    return Cutout((small,), -wide * 1.1, -wide * foot * tilt * 1.1, metre / _FINE, place, group, 4)


def _body(picture: Array, rows: tuple[float, float, float], shape: tuple[float, float, float], tint: Array) -> None:
    middle, rim, base = rows
    wide, foot, tilt = shape
    corners = [(middle - wide, rim), (middle + wide, rim), (middle + wide * foot, base), (middle - wide * foot, base)]
    cv2.fillConvexPoly(picture, np.round(np.array(corners)).astype(np.int32), (1, 1, 1, 1))
    _ellipse(picture, middle, base, wide * foot, tilt, np.ones(3))
    across = (np.arange(picture.shape[1]) - middle) / wide
    shade = np.clip(0.62 - 0.45 * across**2 - 0.20 * across, 0.1, 1).astype(np.float32)
    picture[..., :3] *= shade[None, :, None] * tint.astype(np.float32)


def _ellipse(picture: Array, x: float, y: float, wide: float, tilt: float, tint: Array) -> None:
    axes = (max(1, int(wide)), max(1, int(wide * tilt)))
    cv2.ellipse(picture, (int(x), int(y)), axes, 0, 0, 360, (*(float(v) for v in tint), 1.0), -1)


class Steam:
    """Steam that rolls out of the hatch and up the wall."""

    def __init__(self, seed: int, light: Array, amount: float) -> None:
        """Prepare steam lit by `light` (linear BGR); `amount` 1 is what a kitchen gives."""
        self._light, self._amount = light, amount
        self._noise = Tile(spectral_noise(256, slope=1.5, seed=seed, lowest=2, highest=46))

    def draw(self, picture: Array, lens: Pinhole, t: float) -> None:
        """Draw the steam over `picture` in place, at the depth of the counter."""
        x0, x1, z0, _ = HATCH
        corners = np.array([(x0 - 1.4, DEPTH - 0.5, HEIGHT - 0.02), (x1 + 1.4, DEPTH - 0.5, z0)])
        column, row, depth = lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
        if depth.min() < 1:
            return
        width, height = lens.size
        left, right = max(0, int(column.min())), min(width, int(column.max()))
        top, bottom = max(0, int(row[0])), min(height, int(row[1]) + 2)
        if right - left < _COARSE or bottom - top < _COARSE:
            return
        coarse = (max(2, (right - left) // _COARSE), max(2, (bottom - top) // _COARSE))
        across = np.linspace(left, right, coarse[0], dtype=np.float32)
        down = np.linspace(top, bottom, coarse[1], dtype=np.float32)
        x = (across - np.float32(column[0])) / np.float32(column[1] - column[0]) * np.float32(x1 - x0 + 2.8) + np.float32(
            x0 - 1.4
        )
        z = np.float32(HEIGHT) - (down - np.float32(row[0])) / np.float32(row[1] - row[0]) * np.float32(HEIGHT - z0)
        cover = self._cover(np.repeat(x[None], len(z), 0), np.repeat(z[:, None], len(x), 1), t)
        cover = cv2.resize(cover, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
        veil = four_channels(cover)
        veil *= np.append(self._light, 1).astype(np.float32)
        over(veil, picture[top:bottom, left:right])

    def _cover(self, x: Array, z: Array, t: float) -> Array:
        """Return how much the steam hides at places on its plane: two drifts of noise, rising, in plumes that widen."""
        x0, x1, z0, _ = HATCH
        rise = z - np.float32(z0)
        t = float(t)
        swirl = self._noise(x * 0.20 + 0.012 * t, z * 0.17 + 0.085 * t)
        curl = self._noise(x * 0.47 + 0.10 * swirl - 0.01 * t, z * 0.36 + 0.19 * t)
        plumes = np.zeros_like(x)
        for part, strength in ((0.16, 0.8), (0.47, 1.0), (0.80, 0.7)):
            middle = x0 + part * (x1 - x0) + (0.14 * rise) * np.sin(0.4 * t + 9 * part) + 0.25 * swirl * rise
            plumes += strength * np.exp(-(((x - middle) / (0.20 + 0.42 * rise)) ** 2)) / (1 + 0.9 * rise)
        body = plumes * np.clip(0.55 + 0.38 * swirl + 0.28 * curl, 0, None) * smoothstep(-0.02, 0.25, rise)
        edge = smoothstep(x0 - 1.4, x0 - 0.7, x) * smoothstep(x1 + 1.4, x1 + 0.7, x)
        gone = smoothstep(HEIGHT - 0.02, HEIGHT - 0.6, z)
        cover: Array = (0.9 * (1 - np.exp(-1.1 * self._amount * body)) * edge * gone).astype(np.float32)
        return cover


def steaming(laid: Sequence[Cutout], lens: Pinhole, sources: Sources, many: int) -> dict[int, list[tuple[Wisp, Array]]]:
    """Return the steam of the `many` nearest bowls in sight, with its light, by the group of their table."""
    found: dict[int, list[tuple[Wisp, Array]]] = {}
    for one in sorted(laid, key=lambda thing: float(lens.project(*thing.place)[2])):
        x, y, z = one.place
        column, _, depth = (float(v) for v in lens.project(x, y, z))
        if many == 0 or not (0.08 < column / lens.size[0] < 0.92 and depth > 1.7 and one.left < -0.09):  # bowls are the widest
            continue
        many -= 1
        light = light_at(sources, (x, y, z + 0.2)) * np.float32(0.30) + sources.pane_colour * np.float32(0.05)
        found.setdefault(one.group, []).append(
            (Wisp((x, y, z + 0.05), 0.62, 0.050, 0.14, 0.62, 0.30), light.astype(np.float32))
        )
    return found


def draw_fan(picture: Array, lens: Pinhole, place: tuple[float, float, float], light: Array, t: float) -> None:
    """Draw a ceiling fan over `picture` in place: rod, hub and blades blurred by their turning."""
    x, y, z = place
    column, row, depth = (float(v) for v in lens.project(x, y, z))
    if depth < 0.8:
        return
    metre = lens.focal / depth
    reach = int(0.75 * metre) + 3
    left, right = max(0, int(column) - reach), min(lens.size[0], int(column) + reach)
    top, bottom = max(0, int(row - (HEIGHT - z) * metre) - 2), min(lens.size[1], int(row) + reach)
    if right - left < 4 or bottom - top < 4:
        return
    fine = np.zeros(((bottom - top) * 2, (right - left) * 2), np.float32)

    def spot(places: Array) -> Array:
        a, b, _ = lens.project(places[:, 0], places[:, 1], places[:, 2])
        corners = np.clip(np.stack([(a - left) * 2, (b - top) * 2], 1), -20_000, 20_000)
        fixed: Array = np.round(corners * 16).astype(np.int32)
        return fixed

    passes = 5
    for step in range(passes):
        sheet = np.zeros_like(fine)
        for blade in range(_BLADES):
            angle = _TURN * 2 * (t + _SHUTTER * step / passes) + blade * 2 * math.pi / _BLADES
            c, s = math.cos(angle), math.sin(angle)
            outline = ((0.08, -0.03), (0.66, -0.075), (0.68, 0.06), (0.08, 0.03))
            corners = np.array([(x + c * a - s * b, y + s * a + c * b, z + 0.25 * b) for a, b in outline])
            cv2.fillConvexPoly(sheet, spot(corners), 1.0, cv2.LINE_8, 4)
        fine += sheet / passes
    rod = spot(np.array([(x - 0.012, y, HEIGHT), (x + 0.012, y, HEIGHT), (x + 0.012, y, z), (x - 0.012, y, z)]))
    cv2.fillConvexPoly(fine, rod, 1.0, cv2.LINE_8, 4)
    hub = spot(np.array([(x - 0.09, y, z + 0.07), (x + 0.09, y, z + 0.07), (x + 0.07, y, z - 0.05), (x - 0.07, y, z - 0.05)]))
    cv2.fillConvexPoly(fine, hub, 1.0, cv2.LINE_8, 4)
    cover = cv2.resize(fine, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    blades = four_channels(cover)
    blades *= np.append(light, 1).astype(np.float32)
    over(blades, picture[top:bottom, left:right])
