"""Smooth unions of limbs, seen from afar and kept as reliefs that any light may fall on.

`sculpt` walks every ray of a distant viewer to the surface by sphere tracing (Hart 1996, "Sphere tracing"), with the polynomial
smooth minimum of Quilez, and keeps coverage, normals, places and openness. It works in tiles and asks in each only the limbs
that reach into it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, Tile, smoothstep, spectral_noise

Point = tuple[float, float, float]

_TILE = 144  # pixels a side: a tile's arrays stay in the processor's cache
_FAR = 9.0  # metres, farther than any limb
_CREASE = 0.07  # metres that cloth is moved by folds of 1
_BLOCK = 6  # pixels a side that are walked together as far as all of them are free
_OPENNESS_STEP = 3  # the openness is soft: a ninth of the rays will do


@dataclass(frozen=True)
class Limb:
    """A rounded cone from `start` to `end`, radii in metres; `blend` is how far it melts into the limbs before it.

    `squash` scales the limb about its middle along x, y, z, so that a ball becomes a cap or a palm; `paint` is its own albedo
    (linear, blue first) where it differs from the rest; `carve` takes it away from the limbs before it;
    `cloth` creases, the finer the greater its `grain`.
    """

    start: Point
    end: Point
    radius_start: float
    radius_end: float
    blend: float = 0.03
    squash: Point = (1.0, 1.0, 1.0)
    paint: Point | None = None
    carve: bool = False
    cloth: bool = False
    grain: float = 1.0

    def turned(self, yaw: float) -> Limb:
        """Return the limb turned about the vertical by `yaw` degrees (anticlockwise from above); the squash turns with it."""
        c, s = (value * value for value in (math.cos(math.radians(yaw)), math.sin(math.radians(yaw))))
        wide, thick, tall = self.squash
        squash = (wide**c * thick**s, thick**c * wide**s, tall)  # exact at right angles, between them a mean
        return replace(self, start=_turn(self.start, yaw), end=_turn(self.end, yaw), squash=squash)

    def nodded(self, angle: float) -> Limb:
        """Return the limb turned forward about the x axis by `angle` degrees."""
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        (x0, y0, z0), (x1, y1, z1) = self.start, self.end
        return replace(self, start=(x0, c * y0 + s * z0, c * z0 - s * y0), end=(x1, c * y1 + s * z1, c * z1 - s * y1))

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Limb:
        """Return the limb moved by metres."""
        a, b = self.start, self.end
        return replace(self, start=(a[0] + x, a[1] + y, a[2] + z), end=(b[0] + x, b[1] + y, b[2] + z))

    @property
    def reach(self) -> tuple[Array, Array]:
        """Return the lowest and highest corner of the box around the limb."""
        ends = np.array([self.start, self.end])
        size = max(self.radius_start, self.radius_end) * np.array(self.squash)
        middle, half = ends.mean(0), np.abs(ends[1] - ends[0]) / 2
        return middle - half - size, middle + half + size


def _turn(point: Point, yaw: float) -> Point:
    angle = math.radians(yaw)
    c, s = math.cos(angle), math.sin(angle)
    return (c * point[0] - s * point[1], s * point[0] + c * point[1], point[2])


@dataclass(frozen=True)
class Glow:
    """A light on a relief: `place` in metres (a direction when `distant`), linear BGR `colour`.

    `wrap` is how far it reaches past the terminator, `edge` how strongly a contour catches it.
    """

    place: Point
    colour: Array
    distant: bool = False
    wrap: float = 0.1
    edge: float = 0.0


@dataclass(frozen=True)
class Relief:
    """A sculpted thing: coverage (h, w), unit normals (h, w, 3), places in metres (h, w, 3), openness 0..1 (h, w).

    `paint` (h, w, 4) is the albedo of painted limbs and, fourth, where they are; `left` and `bottom` are the metres of the
    picture's lower left corner, `metre` the pixels of a metre.
    """

    alpha: Array
    normal: Array
    place: Array
    open: Array
    paint: Array
    left: float
    bottom: float
    metre: float

    def lit(self, albedo: Array, ambient: Array, glows: Sequence[Glow]) -> Array:
        """Return the lit relief, float32 (h, w, 4), linear BGR premultiplied by its coverage, which is the fourth channel."""
        light = np.zeros_like(self.normal)
        sky = (0.55 + 0.45 * self.normal[..., 2]) * self.open
        light += sky[..., None] * ambient
        for glow in glows:
            light += self._from(glow)[..., None] * glow.colour
        lit = light * (self.paint[..., :3] + albedo * (1 - self.paint[..., 3:]))
        return np.dstack([lit * self.alpha[..., None], self.alpha]).astype(np.float32)

    def _from(self, glow: Glow) -> Array:
        """Lambert's law, wrapped, and an edge that catches light from behind (a Fresnel term of Schlick's shape)."""
        towards = np.asarray(glow.place, np.float32)
        fall: Array | float = 1.0
        if glow.distant:
            direction = np.broadcast_to(towards / np.linalg.norm(towards), self.normal.shape)
        else:
            reach = towards - self.place
            far = np.linalg.norm(reach, axis=2)
            direction, fall = reach / far[..., None], 1.0 / (far * far + 0.05)
        facing = (self.normal * direction).sum(2)
        diffuse = np.clip((facing + glow.wrap) / (1 + glow.wrap), 0, None) * (0.35 + 0.65 * self.open)
        grazing = (1 - np.clip(-self.normal[..., 1], 0, 1)) ** 3
        result: Array = ((diffuse + glow.edge * grazing * smoothstep(-0.1, 0.5, facing)) * fall).astype(np.float32)
        return result


class Body:
    """The distance field of some limbs; `crease` is how far cloth is moved by its folds, in metres."""

    def __init__(self, limbs: Sequence[Limb], crease: float) -> None:
        self.limbs, self.crease = limbs, np.float32(crease)
        self._shapes = [_Shape(limb) for limb in limbs]
        self._grains = sorted({limb.grain for limb in limbs if limb.cloth}) if crease else []

    def distance(self, x: Array, y: Array, z: Array) -> Array:
        """Return the (lower bound of the) distance in metres of points to the surface, negative inside."""
        total = np.full_like(x, _FAR)
        folds = {grain: self._folds(x, y, z, grain) for grain in self._grains}
        for limb, shape in zip(self.limbs, self._shapes, strict=True):
            near = shape.distance(x, y, z)
            if limb.cloth and folds:
                near += folds[limb.grain]
            if limb.carve:  # the smooth maximum of what there is and what lies outside the limb
                np.negative(total, out=total)
                _melt(total, near, limb.blend)
                np.negative(total, out=total)
            else:
                _melt(total, near, limb.blend)
        return total

    def _folds(self, x: Array, y: Array, z: Array, grain: float) -> Array:
        around, down = x * np.float32(0.75) + y * np.float32(0.55), z * np.float32(0.6) + x * np.float32(0.22)
        around, down = around * np.float32(grain), down * np.float32(math.sqrt(grain))
        folds: Array = _folds()(around[None], down[None])[0] * (self.crease / np.float32(grain))
        return folds

    def paint(self, x: Array, y: Array, z: Array) -> Array:
        """Return the paint (n, 4) of the limb nearest to each point; all 0 where that limb has none."""
        distances = np.empty((len(self.limbs), len(x)), np.float32)
        for row, (limb, shape) in enumerate(zip(self.limbs, self._shapes, strict=True)):
            distances[row] = shape.distance(x, y, z)
            if limb.carve:
                np.maximum(distances[:row], 0.004 - distances[row], out=distances[:row])  # what is left wins over what was cut
                distances[row] = _FAR
        nearest = distances.argmin(axis=0)
        coats = np.array([(*limb.paint, 1.0) if limb.paint else (0.0,) * 4 for limb in self.limbs], np.float32)
        painted: Array = coats[nearest]
        return painted


def _melt(total: Array, near: Array, blend: float) -> None:
    """Make `total` the smooth minimum of itself and `near`, which is used up."""
    near -= total
    part = near * np.float32(-0.5 / blend)
    part += np.float32(0.5)
    np.minimum(part, 1, out=part)
    np.maximum(part, 0, out=part)
    near *= part
    total += near
    np.subtract(1, part, out=near)
    near *= part
    near *= np.float32(blend)
    total -= near


class _Shape:
    """A limb with its numbers made ready."""

    def __init__(self, limb: Limb) -> None:
        start, end = np.array(limb.start, np.float32), np.array(limb.end, np.float32)
        self.scale = np.array(limb.squash, np.float32)
        self.axis = (end - start) / self.scale
        self.first = (start + end) / 2 - self.axis * self.scale / 2
        length = float((self.axis * self.axis).sum())
        self.along = self.axis / np.float32(max(length, 1e-9)) if length > 1e-9 else None
        self.radius, self.growth = np.float32(limb.radius_start), np.float32(limb.radius_end - limb.radius_start)
        self.round = limb.squash == (1.0, 1.0, 1.0)

    def distance(self, x: Array, y: Array, z: Array) -> Array:
        """Return the distance to this limb alone."""
        a, b, c = ((v - f) if self.round else (v - f) / s for v, f, s in zip((x, y, z), self.first, self.scale, strict=True))
        reach = self.radius
        if self.along is not None:
            along = a * self.along[0] + b * self.along[1] + c * self.along[2]
            np.minimum(along, 1, out=along)
            np.maximum(along, 0, out=along)
            a -= along * self.axis[0]
            b -= along * self.axis[1]
            c -= along * self.axis[2]
            reach = self.radius + along * self.growth
        away: Array = np.sqrt(a * a + b * b + c * c)
        if self.round:
            away -= reach
            return away
        # First order: the scaled distance over the length of its gradient.
        slope = np.sqrt((a / self.scale[0]) ** 2 + (b / self.scale[1]) ** 2 + (c / self.scale[2]) ** 2)
        result: Array = (away - reach) * (away / np.maximum(slope, np.float32(1e-6)))
        return result


@lru_cache(maxsize=1)
def _folds() -> Tile:
    """Return how cloth lies, deviation about .3: long hanging folds and creases across them."""
    hanging = spectral_noise(256, slope=2.0, seed=71, lowest=3, highest=12, stretch=0.35)
    creases = spectral_noise(256, slope=2.0, seed=72, lowest=3, highest=18, stretch=0.7)
    return Tile(0.20 * hanging + 0.16 * (np.abs(creases) - 0.8))


def sculpt(limbs: Sequence[Limb], yaw: float = 0.0, metre: float = 220.0, folds: float = 0.0, seed: int = 0) -> Relief:
    """Return the relief of `limbs` turned by `yaw` degrees, `metre` pixels to the metre.

    `folds` creases what is cloth, outline and all; where nothing is, it roughens the whole surface by seed.
    """
    turned = [limb.turned(yaw) for limb in limbs]
    crease = folds * _CREASE if any(limb.cloth for limb in turned) else 0.0
    boxes = np.array([limb.reach for limb in turned if not limb.carve])
    low, high = boxes[:, 0].min(0) - 0.02, boxes[:, 1].max(0) + 0.02
    low[2] = max(low[2], 0.0)  # what stands on the ground ends there
    w, h = int((high[0] - low[0]) * metre) + 2, int((high[2] - low[2]) * metre) + 2
    x = (low[0] + (np.arange(w) + 0.5) / metre).astype(np.float32)
    z = (low[2] + (h - np.arange(h) - 0.5) / metre).astype(np.float32)
    sheet = _Sheet(turned, crease, metre, x, z, (float(low[1]), float(high[1])))
    shaped = sheet.normal
    if folds and not crease:
        shaped = _roughen(shaped, folds, seed)
    return Relief(sheet.alpha, shaped, sheet.place, sheet.openness(), sheet.paint, float(low[0]), float(low[2]), metre)


class _Sheet:
    """A relief in the making: the arrays of Relief, filled tile by tile."""

    def __init__(
        self, limbs: Sequence[Limb], crease: float, metre: float, x: Array, z: Array, span: tuple[float, float]
    ) -> None:
        self._limbs, self._crease, self._metre, self._span = limbs, crease, metre, span
        self._boxes = [_grown(limb, later, crease) for limb, later in _with_later_blends(limbs)]
        h, w = len(z), len(x)
        self.alpha = np.zeros((h, w), np.float32)
        self.normal = np.zeros((h, w, 3), np.float32)
        self.normal[..., 1] = -1
        self.paint = np.zeros((h, w, 4), np.float32)
        self.place = np.dstack([np.repeat(x[None], h, 0), np.full((h, w), span[1], np.float32), np.repeat(z[:, None], w, 1)])
        self._start = self._approach(x, z)
        for top in range(0, h, _TILE):
            for left in range(0, w, _TILE):
                self._fill(np.s_[top : top + _TILE, left : left + _TILE])

    def _approach(self, x: Array, z: Array) -> Array:
        """Return how far (h, w) rays may go at once: a block of them together, as a cone would."""
        across, down = (np.concatenate([v[: len(v) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).mean(1), v[-1:]]) for v in (x, z))
        shape = (len(down), len(across))
        body = Body(self._limbs, self._crease)
        px, pz = np.tile(across, len(down)), np.repeat(down, len(across))
        wide = np.float32((0.5 * math.sqrt(2) * _BLOCK + 1) / self._metre + 0.001)
        y = np.full_like(px, self._span[0])
        active = np.arange(len(px))
        for _ in range(24):
            free = body.distance(px[active], y[active], pz[active]) * np.float32(0.92) - wide
            y[active] += np.maximum(free, 0)
            active = active[(free > wide * 0.2) & (y[active] < self._span[1])]
            if not len(active):
                break
        rows, columns = (np.minimum(np.arange(len(v)) // _BLOCK, len(p) - 1) for v, p in ((z, down), (x, across)))
        return y.reshape(shape)[rows][:, columns]

    def _fill(self, tile: tuple[slice, slice]) -> None:
        place = self.place[tile]
        x, z = place[..., 0].ravel(), place[..., 2].ravel()
        near = [
            limb
            for limb, box in zip(self._limbs, self._boxes, strict=True)
            if box[0] <= x[-1] and box[1] >= x[0] and box[2] <= z[0] and box[3] >= z[-1]
        ]
        if not any(not limb.carve for limb in near):
            return
        body = Body(near, self._crease)
        y, nearest = _walk(body, x, self._start[tile].ravel(), z, self._span[1], 0.3 / self._metre)
        alpha = np.clip(0.5 - nearest * np.float32(self._metre), 0, 1)
        hit = np.flatnonzero(alpha > 0)
        if not len(hit):
            return
        shape = place.shape[:2]
        normal, paint = self.normal[tile].reshape(-1, 3), self.paint[tile].reshape(-1, 4)
        tap = min(max(0.8 / self._metre, 0.0012), 0.004)
        normal[hit] = _normals(body, x[hit], y[hit], z[hit], tap)
        paint[hit] = body.paint(x[hit], y[hit], z[hit])
        self.alpha[tile] = alpha.reshape(shape)
        self.normal[tile], self.paint[tile] = normal.reshape(*shape, 3), paint.reshape(*shape, 4)
        self.place[tile][..., 1] = np.minimum(y, self._span[1]).reshape(shape)

    def openness(self) -> Array:
        """Return how open to the sky the surface is, 0..1: the field along the normal against what free space would give."""
        h, w = self.alpha.shape
        step = _OPENNESS_STEP if min(h, w) > 40 else 1
        part = np.s_[step // 2 :: step, step // 2 :: step]
        normal, place = self.normal[part], self.place[part]
        hit = np.nonzero(self.alpha[part] > 0)
        clear = np.ones(normal.shape[:2], np.float32)
        bend, start = normal[hit].T, place[hit].T
        shut = np.zeros(len(hit[0]), np.float32)
        body = Body([limb for limb in self._limbs if not limb.carve], 0.0)
        for reach, weight in ((0.03, 0.9), (0.09, 0.5), (0.20, 0.28)):
            r = np.float32(reach)
            there = body.distance(*(np.ascontiguousarray(start + bend * r)))
            shut += np.clip(1 - there / r, 0, 1.5) * np.float32(weight)
        clear[hit] = np.clip(1.1 - shut, 0.12, 1)
        return clear if step == 1 else cv2.resize(clear, (w, h), interpolation=cv2.INTER_LINEAR)


def _with_later_blends(limbs: Sequence[Limb]) -> list[tuple[Limb, float]]:
    """Return each limb with the widest blend of itself and those after it: so far its influence goes."""
    widest, found = 0.0, []
    for limb in reversed(limbs):
        widest = max(widest, limb.blend)
        found.append((limb, widest))
    return found[::-1]


def _grown(limb: Limb, blend: float, crease: float) -> tuple[float, float, float, float]:
    low, high = limb.reach
    more = blend + crease + 0.004
    return float(low[0]) - more, float(high[0]) + more, float(low[2]) - more, float(high[2]) + more


def _walk(body: Body, x: Array, y: Array, z: Array, far: float, close: float) -> tuple[Array, Array]:
    """Step every ray along +y to the surface; also return the smallest distance each ray came to, for soft edges."""
    nearest = np.full_like(x, _FAR)
    active = np.flatnonzero(y < far)
    for _ in range(34):
        if not len(active):
            break
        step = body.distance(x[active], y[active], z[active])
        nearest[active] = np.where(step > close, np.minimum(nearest[active], step), -1)
        # Past a contour a ray must not creep; at the surface it must not go under it.
        y[active] += np.where(step > close, np.maximum(step * np.float32(0.92), close * 4), step)
        active = active[(step > close) & (y[active] < far)]
    return y, nearest


def _normals(body: Body, x: Array, y: Array, z: Array, tap: float) -> Array:
    """Return unit gradients by central differences over four tetrahedral taps `tap` metres off."""
    total = np.zeros((len(x), 3), np.float32)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        a, b, c = (np.float32(v * tap) for v in corner)
        total += body.distance(x + a, y + b, z + c)[:, None] * np.array(corner, np.float32)
    unit: Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return unit


def _roughen(normal: Array, folds: float, seed: int) -> Array:
    """Bend the normals by noise, so that what is smooth lies uneven."""
    h, w = normal.shape[:2]
    noise = cv2.resize(spectral_noise(128, slope=2.1, seed=seed, lowest=3), (w, h), interpolation=cv2.INTER_CUBIC)
    bent = normal.copy()
    bent[..., 0] += cv2.Sobel(noise, cv2.CV_32F, 1, 0) * np.float32(folds * 0.6)
    bent[..., 2] += cv2.Sobel(noise, cv2.CV_32F, 0, 1) * np.float32(folds * 0.4)
    unit: Array = bent / np.maximum(np.linalg.norm(bent, axis=2, keepdims=True), 1e-6)
    return unit
