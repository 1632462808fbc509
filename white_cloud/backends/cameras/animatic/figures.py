"""People and round things as smooth unions of limbs, seen from afar and lit as reliefs.

A pose is a tuple of limbs (rounded cones, metres, x to the right, y away from the viewer, z up, feet at z = 0, the person
facing +y, so yaw 0 shows the back). `sculpt` walks every ray of a distant viewer to the surface by sphere tracing (Hart 1996,
"Sphere tracing"), with the polynomial smooth minimum of Quilez, and keeps coverage, normals, places and occlusion. A relief is
lit once, when a setting is built, and then stands in the picture as a card.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, smoothstep, spectral_noise

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Limb:
    """A rounded cone from `start` to `end`, radii in metres; `blend` is how far it melts into the limbs before it.

    `squash` scales the limb about its middle along x, y, z, so that a ball becomes a cap or a palm; `paint` is its own albedo
    (linear, blue first) where it differs from the rest.
    """

    start: Point
    end: Point
    radius_start: float
    radius_end: float
    blend: float = 0.03
    squash: Point = (1.0, 1.0, 1.0)
    paint: Point | None = None

    def turned(self, yaw: float) -> Limb:
        """Return the limb turned about the vertical by `yaw` degrees (anticlockwise from above); the squash stays."""
        return replace(self, start=_turn(self.start, yaw), end=_turn(self.end, yaw))

    def nodded(self, angle: float) -> Limb:
        """Return the limb turned forward about the x axis by `angle` degrees."""
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        (x0, y0, z0), (x1, y1, z1) = self.start, self.end
        return replace(self, start=(x0, c * y0 + s * z0, c * z0 - s * y0), end=(x1, c * y1 + s * z1, c * z1 - s * y1))

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Limb:
        """Return the limb moved by metres."""
        a, b = self.start, self.end
        return replace(self, start=(a[0] + x, a[1] + y, a[2] + z), end=(b[0] + x, b[1] + y, b[2] + z))


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

    `paint` (h, w, 4) is the albedo of painted limbs and, fourth, where they are;
    `left` and `bottom` are the metres of the picture's lower left
    corner, `metre` the pixels of a metre.
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


class _Body:
    """The distance field of a pose."""

    def __init__(self, limbs: Sequence[Limb]) -> None:
        self.limbs = limbs

    def distance(self, x: Array, y: Array, z: Array) -> Array:
        """Return the (lower bound of the) distance in metres of points to the surface, negative inside."""
        total = np.full_like(x, 9.0)
        for limb in self.limbs:
            near = self._limb(limb, x, y, z)
            part = np.clip(0.5 + (total - near) * np.float32(0.5 / limb.blend), 0, 1)
            total += (near - total) * part
            total -= np.float32(limb.blend) * part * (1 - part)
        return total

    def paint(self, x: Array, y: Array, z: Array) -> Array:
        """Return the paint (n, 4) of the limb nearest to each point; all 0 where that limb has none."""
        nearest = np.argmin([self._limb(limb, x, y, z) for limb in self.limbs], axis=0)
        coats = np.array([(*limb.paint, 1.0) if limb.paint else (0.0,) * 4 for limb in self.limbs], np.float32)
        painted: Array = coats[nearest]
        return painted

    @staticmethod
    def _limb(limb: Limb, x: Array, y: Array, z: Array) -> Array:
        start, end = np.array(limb.start, np.float32), np.array(limb.end, np.float32)
        middle, scale = (start + end) / 2, np.array(limb.squash, np.float32)
        axis = (end - start) / scale
        offset = [(v - m) / s + h for v, m, s, h in zip((x, y, z), middle, scale, axis / 2, strict=True)]
        length = max(float((axis * axis).sum()), 1e-9)
        along = (offset[0] * axis[0] + offset[1] * axis[1] + offset[2] * axis[2]) * np.float32(1 / length)
        np.clip(along, 0, 1, out=along)
        offset = [part - along * step for part, step in zip(offset, axis, strict=True)]
        away: Array = np.sqrt(offset[0] ** 2 + offset[1] ** 2 + offset[2] ** 2)
        reach: Array = away - (np.float32(limb.radius_start) + along * np.float32(limb.radius_end - limb.radius_start))
        if limb.squash != (1.0, 1.0, 1.0):  # first order: the scaled distance over the length of its gradient
            slope = np.sqrt(np.sum([(part / s) ** 2 for part, s in zip(offset, limb.squash, strict=True)], axis=0))
            reach *= away / np.maximum(slope, 1e-6)
        return reach


def sculpt(limbs: Sequence[Limb], yaw: float = 0.0, metre: float = 220.0, folds: float = 0.0, seed: int = 0) -> Relief:
    """Return the relief of `limbs` turned by `yaw` degrees, `metre` pixels to the metre; `folds` roughens it like cloth."""
    turned = [limb.turned(yaw) for limb in limbs]
    ends = np.array([p for limb in turned for p in (limb.start, limb.end)])
    size = np.repeat([max(limb.radius_start, limb.radius_end) * max(limb.squash) for limb in turned], 2)[:, None] + 0.02
    low, high = (ends - size).min(0), (ends + size).max(0)
    low[2] = max(low[2], 0.0)  # what stands on the ground ends there
    w, h = int((high[0] - low[0]) * metre) + 2, int((high[2] - low[2]) * metre) + 2
    x = np.broadcast_to((low[0] + (np.arange(w) + 0.5) / metre).astype(np.float32), (h, w)).ravel()
    z = np.repeat((low[2] + (h - np.arange(h) - 0.5) / metre).astype(np.float32), w)
    body = _Body(turned)
    y, nearest = _walk(body, x, z, float(low[1]), float(high[1]))
    alpha = np.clip(0.5 - nearest * np.float32(metre), 0, 1)
    hit = np.flatnonzero(alpha > 0)
    normal = np.zeros((h * w, 3), np.float32)
    normal[:, 1] = -1
    normal[hit] = _normals(body, x[hit], y[hit], z[hit])
    clear = np.ones(h * w, np.float32)
    clear[hit] = _openness(body, x[hit], y[hit], z[hit], normal[hit])
    paint = np.zeros((h * w, 4), np.float32)
    paint[hit] = body.paint(x[hit], y[hit], z[hit])
    shaped = normal.reshape(h, w, 3)
    if folds:
        shaped = _roughen(shaped, folds, seed)
    place = np.stack([x, y, z], 1).reshape(h, w, 3)
    return Relief(
        alpha.reshape(h, w), shaped, place, clear.reshape(h, w), paint.reshape(h, w, 4), float(low[0]), float(low[2]), metre
    )


def _walk(body: _Body, x: Array, z: Array, near: float, far: float) -> tuple[Array, Array]:
    """Step every ray along +y to the surface; also return the smallest distance each ray came to, for soft edges."""
    y = np.full_like(x, near)
    nearest = np.full_like(x, 9.0)
    active = np.arange(len(x))
    for _ in range(30):
        step = body.distance(x[active], y[active], z[active])
        nearest[active] = np.where(step > 0.0015, np.minimum(nearest[active], step), -1)
        y[active] += np.maximum(step, 0.001) * np.float32(0.85)
        active = active[(step > 0.0015) & (y[active] < far)]
        if not len(active):
            break
    return y, nearest


def _normals(body: _Body, x: Array, y: Array, z: Array) -> Array:
    """Return unit gradients by central differences over four tetrahedral taps."""
    total = np.zeros((len(x), 3), np.float32)
    for tap in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        a, b, c = (np.float32(v * 0.004) for v in tap)
        total += body.distance(x + a, y + b, z + c)[:, None] * np.array(tap, np.float32)
    unit: Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return unit


def _openness(body: _Body, x: Array, y: Array, z: Array, normal: Array) -> Array:
    """Return how open to the sky points are: the field along the normal against what free space would give."""
    shut = np.zeros_like(x)
    for reach, weight in ((0.03, 0.9), (0.09, 0.5), (0.20, 0.28)):
        r = np.float32(reach)
        there = body.distance(x + normal[:, 0] * r, y + normal[:, 1] * r, z + normal[:, 2] * r)
        shut += np.clip(1 - there / r, 0, 1.5) * np.float32(weight)
    result: Array = np.clip(1.1 - shut, 0.12, 1)
    return result


def _roughen(normal: Array, folds: float, seed: int) -> Array:
    """Bend the normals by two scales of noise, so that cloth hangs in folds."""
    h, w = normal.shape[:2]
    noise = cv2.resize(spectral_noise(128, slope=2.1, seed=seed, lowest=3), (w, h), interpolation=cv2.INTER_CUBIC)
    bent = normal.copy()
    bent[..., 0] += cv2.Sobel(noise, cv2.CV_32F, 1, 0) * np.float32(folds * 0.6)
    bent[..., 2] += cv2.Sobel(noise, cv2.CV_32F, 0, 1) * np.float32(folds * 0.4)
    unit: Array = bent / np.maximum(np.linalg.norm(bent, axis=2, keepdims=True), 1e-6)
    return unit


#: Albedos of skin, hair, dark trousers, hats (linear, blue first).
SKIN, HAIR, DARK = (0.055, 0.085, 0.15), (0.010, 0.010, 0.011), (0.018, 0.017, 0.016)
_HATS = {"cap": (0.045, 0.040, 0.032), "helmet": (0.03, 0.20, 0.34), "hair": HAIR, "scarf": (0.06, 0.05, 0.17)}


def head(x: float, y: float, z: float, hat: str = "cap", nod: float = 0.0) -> list[Limb]:
    """Return a head whose middle lies at (x, y, z), facing +y, bowed by `nod` degrees; hat: cap, helmet, hair or scarf."""
    skull = [
        Limb((0, -0.015, 0.01), (0, 0.03, 0.025), 0.090, 0.084, 0.04, (0.88, 1.0, 1.08), SKIN),
        Limb((0, 0.045, -0.05), (0, 0.062, -0.085), 0.055, 0.036, 0.04, paint=SKIN),
        Limb((0, 0.100, 0.005), (0, 0.118, -0.028), 0.008, 0.014, 0.010, paint=SKIN),
        Limb((-0.083, 0.005, 0.0), (-0.083, 0, -0.03), 0.018, 0.013, 0.006, (0.6, 1.0, 1.2), SKIN),
        Limb((0.083, 0.005, 0.0), (0.083, 0, -0.03), 0.018, 0.013, 0.006, (0.6, 1.0, 1.2), SKIN),
    ]
    worn = [replace(limb, paint=_HATS[hat]) for limb in _hat(hat)]
    return [limb.nodded(nod).moved(x, y, z) for limb in skull + worn]


def _hat(kind: str) -> list[Limb]:
    if kind == "cap":
        return [
            Limb((0, 0, 0.072), (0, 0.02, 0.075), 0.105, 0.102, 0.012, (1.0, 1.0, 0.55)),
            Limb((0, 0.10, 0.055), (0, 0.14, 0.045), 0.062, 0.05, 0.012, (1.2, 1.0, 0.16)),
        ]
    if kind == "helmet":
        return [
            Limb((0, 0, 0.055), (0, 0.02, 0.055), 0.122, 0.122, 0.008, (0.95, 1.05, 0.92)),
            Limb((0, 0.01, 0.05), (0, 0.03, 0.048), 0.150, 0.152, 0.008, (0.95, 1.0, 0.12)),
            Limb((0, 0.14, 0.10), (0, 0.165, 0.10), 0.030, 0.028, 0.010),
            Limb((0, -0.08, 0.145), (0, 0.10, 0.145), 0.020, 0.020, 0.015),
        ]
    if kind == "scarf":
        return [
            Limb((0, -0.015, 0.015), (0, 0.01, 0.03), 0.103, 0.098, 0.02, (0.9, 1.0, 1.12)),
            Limb((0, -0.03, -0.09), (0, -0.06, -0.17), 0.075, 0.10, 0.04, (1.0, 0.7, 1.0)),
        ]
    return [Limb((0, -0.03, 0.035), (0, -0.005, 0.055), 0.096, 0.090, 0.012, (0.9, 1.0, 1.0))]


def _pair(
    start: Point, end: Point, radius_start: float, radius_end: float, blend: float = 0.03, paint: Point | None = None
) -> list[Limb]:
    """Return a limb and its mirror image on the other side of the body."""
    return [
        Limb((s * start[0], *start[1:]), (s * end[0], *end[1:]), radius_start, radius_end, blend, paint=paint)
        for s in (-1.0, 1.0)
    ]


def _torso(hips: Point, waist: Point, chest: Point, width: float) -> list[Limb]:
    """Return pelvis, belly, chest and shoulders in a loose jacket, from the hips' middle to between the shoulders."""
    return [
        Limb((-0.10, *hips[1:]), (0.10, *hips[1:]), 0.125, 0.125, 0.05),
        Limb(hips, waist, 0.15, 0.145, 0.08, (1.15, 0.85, 1.0)),
        Limb(waist, chest, 0.15, 0.165, 0.08, (1.2, 0.82, 1.0)),
        Limb((-width, chest[1], chest[2] + 0.055), (width, chest[1], chest[2] + 0.055), 0.075, 0.075, 0.09),
        Limb((0, chest[1], chest[2] + 0.06), (0, chest[1] + 0.02, chest[2] + 0.15), 0.075, 0.062, 0.06),
    ]


def _collar(start: Point, end: Point) -> Limb:
    return Limb(start, end, 0.090, 0.082, 0.008)


def _hem(middle: Point) -> Limb:
    """Return the skirt of a jacket about the hips."""
    x, y, z = middle
    return Limb((x - 0.09, y, z), (x + 0.09, y, z), 0.158, 0.158, 0.012, (1.0, 1.0, 0.62))


def seated_at_table(hat: str = "cap") -> tuple[Limb, ...]:
    """Return a worker on a stool (seat at 0.44 m), bent over a table in front of him, forearms on it, head low."""
    body = _torso((0, 0, 0.55), (0, -0.02, 0.78), (0, 0.09, 1.01), 0.165)
    body += _pair((0.185, 0.09, 1.065), (0.265, 0.20, 0.80), 0.078, 0.062, 0.05)
    body += _pair((0.265, 0.20, 0.80), (0.12, 0.44, 0.80), 0.060, 0.045)
    body += _pair((0.12, 0.44, 0.80), (0.06, 0.50, 0.80), 0.045, 0.035, paint=SKIN)
    body += _pair((0.10, 0.03, 0.53), (0.17, 0.43, 0.53), 0.105, 0.080, 0.06, paint=DARK)
    body += _pair((0.17, 0.43, 0.53), (0.16, 0.36, 0.10), 0.075, 0.055, paint=DARK)
    body += _pair((0.16, 0.34, 0.055), (0.17, 0.50, 0.04), 0.055, 0.042, paint=HAIR)
    body += [_collar((0, 0.12, 1.13), (0, 0.14, 1.17)), _hem((0, -0.03, 0.60))]
    return (*body, *head(0.0, 0.20, 1.275, hat, 16.0))


def seated_bowed(hat: str = "hair") -> tuple[Limb, ...]:
    """Return a worker on the edge of a bunk (0.46 m), elbows on his knees, hands together, head bowed."""
    body = _torso((0, 0, 0.57), (0, 0.05, 0.78), (0, 0.22, 0.97), 0.16)
    body += _pair((0.18, 0.23, 1.02), (0.22, 0.40, 0.73), 0.076, 0.060, 0.05)
    body += _pair((0.22, 0.40, 0.73), (0.05, 0.62, 0.68), 0.058, 0.042)
    body += _pair((0.05, 0.62, 0.68), (0.02, 0.66, 0.61), 0.044, 0.034, paint=SKIN)
    body += _pair((0.10, 0.04, 0.55), (0.20, 0.46, 0.56), 0.105, 0.080, 0.06, paint=DARK)
    body += _pair((0.20, 0.46, 0.56), (0.19, 0.40, 0.10), 0.075, 0.055, paint=DARK)
    body += _pair((0.19, 0.38, 0.055), (0.20, 0.54, 0.04), 0.055, 0.042, paint=HAIR)
    body += [_collar((0, 0.26, 1.07), (0, 0.30, 1.10)), _hem((0, -0.02, 0.60))]
    return (*body, *head(0.0, 0.36, 1.17, hat, 38.0))


def standing(hat: str = "hair", coat: float = 0.55, arms: float = 0.05) -> tuple[Limb, ...]:
    """Return a person standing at ease in a coat that ends `coat` metres above the ground, hands `arms` metres off."""
    body = _torso((0, 0, 0.93), (0, 0.0, 1.13), (0, 0.01, 1.36), 0.165)
    body += _pair((0.19, 0.01, 1.41), (0.235 + arms, -0.01, 1.13), 0.072, 0.056, 0.05)
    body += _pair((0.235 + arms, -0.01, 1.13), (0.225 + arms, 0.05, 0.87), 0.054, 0.042)
    body += _pair((0.225 + arms, 0.05, 0.87), (0.22 + arms, 0.07, 0.80), 0.042, 0.034, paint=SKIN)
    body += _pair((0.09, 0, 0.90), (0.10, 0.01, 0.50), 0.10, 0.070, 0.05)
    body += _pair((0.10, 0.01, 0.50), (0.105, -0.01, 0.09), 0.068, 0.050)
    body += _pair((0.105, -0.01, 0.05), (0.125, 0.12, 0.04), 0.050, 0.038, paint=HAIR)
    skirt = [Limb((0, 0, 0.95), (0, 0, coat + 0.1), 0.17, 0.19, 0.05, (1.05, 0.75, 1.0))]
    return (*body, *skirt, *head(0.0, 0.03, 1.615, hat))


def helmet() -> tuple[Limb, ...]:
    """Return a miner's helmet with its lamp, lying on z = 0, its front towards +y."""
    return tuple(limb.moved(z=-0.04) for limb in _hat("helmet"))


def hanging_coat() -> tuple[Limb, ...]:
    """Return a jacket on a hook, its hem at z = 0 and its collar at 0.8 m."""
    body = [
        Limb((0, 0, 0.80), (0, 0, 0.76), 0.035, 0.05, 0.03),
        Limb((-0.13, 0, 0.70), (0.13, 0, 0.70), 0.05, 0.05, 0.05, (1.0, 0.7, 1.0)),
        Limb((0, 0, 0.66), (0.01, 0, 0.13), 0.13, 0.155, 0.05, (1.0, 0.4, 1.0)),
    ]
    body += _pair((0.17, 0, 0.68), (0.245, -0.02, 0.20), 0.06, 0.048, 0.015)
    return tuple(body)
