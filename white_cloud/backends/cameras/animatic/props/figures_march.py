"""People in a crowd as outlines, drawn anew for every moment: a gait from behind, a queue from the side, arms that rise.

An outline is polygons in metres (x to the right, z up, feet at 0), to be filled one over the other. It has no inside: it is for
figures against the light. The walk follows Winter (1991, "The Biomechanics and Motor Control of Human Gait") as far as a
silhouette tells it: a narrow base, a knee that bends as the foot leaves, hips that sink twice a cycle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array

Flat = tuple[float, float]
#: A tapered stroke: from, to, radius at either end.
Stroke = tuple[float, float, float, float, float, float]

_CAP = np.linspace(-math.pi / 2, math.pi / 2, 7)
_ROUND = np.linspace(0, 2 * math.pi, 18, endpoint=False)
_SUBPIXEL = 4  # bits of fraction in OpenCV's polygon corners
_OUTSIDE = 500_000  # OpenCV's corners may not lie farther off
_FACE = (
    (0.030, -0.110), (0.066, -0.108), (0.084, -0.098), (0.086, -0.080), (0.083, -0.068), (0.092, -0.060), (0.090, -0.050),
    (0.094, -0.044), (0.092, -0.034), (0.112, -0.026), (0.108, -0.014), (0.094, 0.014), (0.100, 0.030), (0.096, 0.066),
    (0.074, 0.104), (0.028, 0.124), (-0.030, 0.122), (-0.080, 0.092), (-0.104, 0.044), (-0.100, -0.006), (-0.078, -0.050),
    (-0.070, -0.110),
)  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """Polygons, one after the other: their corners `points` (n, 2), and where each one `ends`."""

    points: Array
    ends: tuple[int, ...]

    @classmethod
    def of(cls, parts: Sequence[Array]) -> Outline:
        """Return the outline of polygons (n, 2)."""
        return cls(np.concatenate(parts), tuple(np.cumsum([len(part) for part in parts]).tolist()))

    def placed(self, metre: float, x: float, y: float) -> Outline:
        """Return the outline in pixels: `metre` of them to the metre, its foot at (x, y), upwards."""
        return Outline(self.points * (metre, -metre) + (x, y), self.ends)

    def first(self, count: int) -> Outline:
        """Return the first `count` polygons."""
        ends = self.ends[:count]
        return Outline(self.points[: ends[-1]], ends)

    def window(self, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
        """Return left, top, right and bottom of the pixels it touches in a picture of `size`; None where it touches none."""
        low, high = np.floor(self.points.min(0)) - 1, np.ceil(self.points.max(0)) + 2
        x0, y0, x1, y1 = max(0, int(low[0])), max(0, int(low[1])), min(size[0], int(high[0])), min(size[1], int(high[1]))
        return (x0, y0, x1, y1) if x1 - x0 > 1 and y1 - y0 > 1 else None

    def cover(self, window: tuple[int, int, int, int], finer: int = 2) -> Array:
        """Return the coverage, float32 (h, w), of a window (left, top, right, bottom) of pixels."""
        x0, y0, x1, y1 = window
        sheet: Array = np.zeros(((y1 - y0) * finer, (x1 - x0) * finer), np.uint8)
        scaled = ((self.points - (x0, y0)) * finer - 0.5) * 2**_SUBPIXEL
        corners = np.clip(np.round(scaled), -_OUTSIDE, _OUTSIDE).astype(np.int32)
        start = 0
        for end in self.ends:
            cv2.fillPoly(sheet, [corners[start:end]], 255, cv2.LINE_8, _SUBPIXEL)
            start = end
        small: Array = cv2.resize(sheet, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA).astype(np.float32)
        small *= np.float32(1 / 255)
        return small


@dataclass(frozen=True)
class Person:
    """Who it is: hat (helmet, cap, fur, scarf, hair or hood), where the coat ends (metres), breadth and height as factors.

    `load` is what is carried: nothing, a bag, a shovel or an umbrella; `aside` shows the person from the side, walking to +x.
    """

    hat: str = "helmet"
    coat: float = 0.8
    breadth: float = 1.0
    tall: float = 1.0
    load: str = ""
    aside: bool = False

    @classmethod
    def cast(cls, random: np.random.Generator, hats: Sequence[str], loads: Sequence[str], aside: bool = False) -> Person:
        """Return somebody."""
        return cls(
            hats[int(random.integers(len(hats)))],
            float(random.choice([0.62, 0.78, 0.84, 0.88])),
            float(random.normal(1.0, 0.06)),
            float(np.clip(random.normal(0.99, 0.035), 0.9, 1.07)),
            loads[int(random.integers(len(loads)))],
            aside,
        )

    def outline(self, phase: float, stride: float = 1.0, tilt: float = 0.1, raised: float = 0.0) -> Outline:
        """Return the outline at `phase` 0..1 of two steps.

        `stride` 0 stands still; `tilt` is how steeply one looks down on the ground (a foot ahead is seen higher); `raised` 0..1
        lifts the right arm.
        """
        turn = 2 * math.pi * phase
        bob = 0.016 * stride * math.cos(2 * turn)
        parts = self._from_the_side(turn, stride, bob) if self.aside else self._from_behind(turn, stride, bob, tilt, raised)
        wide = self.tall * self.breadth * (1.10 if self.aside else 1.0)  # padded jackets
        whole = Outline.of(parts)
        return Outline(whole.points * (wide, self.tall), whole.ends)

    def _from_behind(self, turn: float, stride: float, bob: float, tilt: float, raised: float) -> list[Array]:
        sway, roll = 0.018 * stride * math.sin(turn), 0.022 * stride * math.cos(turn)
        strokes: list[Stroke] = []
        for side in (-1.0, 1.0):
            strokes += _leg_behind(side, turn + (math.pi if side < 0 else 0), stride, sway, bob, tilt)
            strokes += _arm_behind(side, turn, stride, (sway, bob + side * roll), raised if side > 0 else 0.0, self.load)
        hang = 0.03 + 0.08 * (0.92 - self.coat)
        coat = _shifted(_back(self.coat, hang), sway, bob, roll)
        middle = (sway * 0.5, 1.585 + bob)
        strokes.append((sway, 1.40 + bob, *_plus(middle, 0, -0.05), 0.058, 0.052))
        worn = [part + middle for part in _head_behind(self.hat)]
        return [*tapered(strokes), coat, *worn, *(part + np.array([sway, bob]) for part in _carried(self.load))]

    def _from_the_side(self, turn: float, stride: float, bob: float) -> list[Array]:
        strokes: list[Stroke] = []
        for swing in (turn, turn + math.pi):
            strokes += _leg_aside(swing, stride, bob)
            strokes += _arm_aside(swing, stride, bob, bool(self.load == "bag"))
        coat = np.array(
            [
                (-0.085, 1.44), (0.070, 1.43), (0.115, 1.33), (0.128, 1.18), (0.125, 1.0), (0.150, self.coat),
                (-0.150, self.coat), (-0.118, 1.02), (-0.128, 1.2), (-0.132, 1.34),
            ]
        )  # fmt: skip
        coat[:, 1] += bob
        middle = (0.045, 1.585 + bob)
        strokes.append((0.0, 1.42 + bob, 0.022, 1.53 + bob, 0.062, 0.055))
        worn = [part + middle for part in _head_aside(self.hat)]
        hand = (-0.16 if self.load == "bag" else 0.06, bob)
        return [*tapered(strokes), coat, *worn, *(part + hand for part in _carried(self.load))]


def _plus(place: Flat, x: float, z: float) -> Flat:
    return place[0] + x, place[1] + z


def _leg_behind(side: float, swing: float, stride: float, sway: float, bob: float, tilt: float) -> list[Stroke]:
    ahead = 0.30 * stride * math.sin(swing)
    lift = 0.17 * stride * max(0.0, math.cos(swing)) ** 1.5  # on its way forward the foot is off the ground
    hip = (side * 0.085 + sway, 0.88 + bob)
    foot = (side * (0.075 + 0.012 * (1 - stride)), 0.075 + lift * 0.8 + ahead * tilt)
    knee = (side * 0.098 + 0.4 * sway, 0.475 + lift * 0.30 + 0.4 * ahead * tilt)
    return [
        (*hip, *knee, 0.094, 0.072),
        (*knee, *foot, 0.071, 0.062 - 0.05 * lift),
        (*_plus(foot, 0, -0.012), *_plus(foot, side * 0.018, -0.038), 0.046, 0.040),
    ]


def _arm_behind(side: float, turn: float, stride: float, shift: Flat, raised: float, load: str) -> list[Stroke]:
    swing = math.sin(turn) * side * stride
    shoulder = _plus(shift, side * 0.185, 1.355)
    if raised > 0.02:
        lift = min(1.0, raised)
        elbow = _plus(shoulder, side * (0.075 + 0.02 * lift), -0.25 + 0.42 * lift)
        hand = _plus(elbow, side * (0.0 - 0.02 * lift), -0.22 + 0.48 * lift)
        return [(*shoulder, *elbow, 0.062, 0.052), (*elbow, *hand, 0.050, 0.037), (*hand, *_plus(hand, 0, 0.045), 0.040, 0.044)]
    if load == "pockets":
        elbow = _plus(shoulder, side * 0.085, -0.25)
        return [(*shoulder, *elbow, 0.062, 0.056), (*elbow, *_plus(elbow, -side * 0.10, -0.17), 0.052, 0.044)]
    elbow = _plus(shoulder, side * 0.045, -0.265 + 0.010 * swing)
    wrist = _plus(elbow, side * 0.004, -0.235 + 0.045 * swing)
    return [
        (*shoulder, *elbow, 0.062, 0.053),
        (*elbow, *wrist, 0.051, 0.041),
        (*wrist, *_plus(wrist, -side * 0.008, -0.085), 0.033, 0.022),
    ]


def _leg_aside(swing: float, stride: float, bob: float) -> list[Stroke]:
    thigh = 0.40 * stride * math.sin(swing)
    bend = stride * max(0.0, 0.80 * math.sin(swing + 1.9)) + 0.05
    hip = (0.0, 0.90 + bob)
    knee = (0.425 * math.sin(thigh), hip[1] - 0.425 * math.cos(thigh))
    ankle = (knee[0] + 0.41 * math.sin(thigh - bend), max(0.065, knee[1] - 0.41 * math.cos(thigh - bend)))
    pitch = 0.5 * (thigh - bend) if thigh < bend else 0.0
    toe = (ankle[0] + 0.15 * math.cos(pitch), max(0.03, ankle[1] - 0.03 + 0.15 * math.sin(pitch)))
    return [(*hip, *knee, 0.100, 0.076), (*knee, *ankle, 0.074, 0.062), (*ankle, *toe, 0.050, 0.034)]


def _arm_aside(swing: float, stride: float, bob: float, still: bool) -> list[Stroke]:
    angle = 0.06 if still else -0.40 * stride * math.sin(swing) + 0.05
    shoulder = (-0.005, 1.365 + bob)
    elbow = (shoulder[0] + 0.28 * math.sin(angle), shoulder[1] - 0.28 * math.cos(angle))
    wrist = (elbow[0] + 0.24 * math.sin(angle + 0.32), elbow[1] - 0.24 * math.cos(angle + 0.32))
    hand = (wrist[0] + 0.08 * math.sin(angle + 0.4), wrist[1] - 0.08 * math.cos(angle + 0.4))
    return [(*shoulder, *elbow, 0.066, 0.053), (*elbow, *wrist, 0.050, 0.041), (*wrist, *hand, 0.033, 0.024)]


@lru_cache(maxsize=64)
def _back(hem: float, hang: float) -> Array:
    """Return the outline of a jacket from behind, collar to hem."""
    half = [
        (0.058, 1.475), (0.078, 1.445), (0.120, 1.425), (0.178, 1.400), (0.212, 1.372), (0.226, 1.335), (0.205, 1.25),
        (0.176, 1.16), (0.164, 1.05), (0.166, 0.95), (0.160 + hang, hem), (0.09 + hang, hem - 0.012),
    ]  # fmt: skip
    return np.array(half + [(-x, z) for x, z in reversed(half)])


def _shifted(outline: Array, sway: float, bob: float, roll: float) -> Array:
    x, z = outline[:, 0], outline[:, 1]
    return np.stack([x + sway * np.clip((z - 0.4) / 0.6, 0, 1), z + bob + roll * x / 0.2 * np.clip(z - 1, 0, 0.4) / 0.4], 1)


def ellipse(middle: Flat, width: float, height: float) -> Array:
    """Return an ellipse as a polygon; half axes in metres."""
    return np.stack([middle[0] + width * np.cos(_ROUND), middle[1] + height * np.sin(_ROUND)], 1)


def _dome(middle: Flat, width: float, height: float) -> Array:
    angle = np.linspace(0, math.pi, 13)
    return np.stack([middle[0] + width * np.cos(angle), middle[1] + height * np.sin(angle)], 1)


def _shell(middle: Flat, behind: float, before: float, height: float) -> Array:
    """Return the dome of a helmet, fuller at its shoulders than half an ellipse."""
    angle = np.linspace(0, math.pi, 19)
    c, s = np.cos(angle), np.sin(angle)
    wide = np.where(c > 0, before, behind)
    return np.stack([middle[0] + wide * np.sign(c) * np.abs(c) ** 0.86, middle[1] + height * s**0.86], 1)


def _place(x: float, z: float) -> Flat:
    return x, z


def _bar(a: Flat, b: Flat, start: float, end: float) -> Array:
    (polygon,) = tapered([(*a, *b, start, end)])
    return polygon


@lru_cache(maxsize=16)
def _head_behind(hat: str) -> list[Array]:
    """Return head and hat about the middle of the head."""
    at = _place
    parts = [ellipse(at(0, 0.012), 0.078, 0.112), _bar(at(-0.079, 0.0), at(-0.076, -0.018), 0.016, 0.011)]
    parts += [_bar(at(0.079, 0.0), at(0.076, -0.018), 0.016, 0.011)]
    if hat == "helmet":
        return [
            *parts,
            _shell(at(0, 0.022), 0.112, 0.112, 0.138),
            _bar(at(-0.106, 0.026), at(0.106, 0.026), 0.012, 0.012),
        ]
    if hat == "cap":
        return [*parts, _dome(at(0, 0.055), 0.094, 0.078), _bar(at(-0.080, 0.066), at(0.080, 0.066), 0.018, 0.018)]
    if hat == "fur":
        return [
            *parts,
            ellipse(at(0, 0.075), 0.112, 0.075),
            _bar(at(-0.092, 0.05), at(-0.090, -0.045), 0.036, 0.028),
            _bar(at(0.092, 0.05), at(0.090, -0.045), 0.036, 0.028),
        ]
    if hat == "scarf":
        return [
            *parts,
            ellipse(at(0, 0.015), 0.096, 0.122),
            np.array([at(-0.090, -0.02), at(0.090, -0.02), at(0.125, -0.165), at(-0.125, -0.165)]),
        ]
    if hat == "hood":
        return [
            *parts,
            ellipse(at(0, 0.01), 0.108, 0.140),
            np.array([at(-0.10, -0.02), at(0.10, -0.02), at(0.16, -0.17), at(-0.16, -0.17)]),
        ]
    return [*parts, ellipse(at(0, 0.026), 0.089, 0.106)]


@lru_cache(maxsize=16)
def _head_aside(hat: str) -> list[Array]:
    """Return head and hat about the middle of the head."""
    at = _place
    parts = [np.array(_FACE)]
    if hat == "helmet":
        return [
            *parts,
            _shell(at(-0.004, 0.026), 0.124, 0.120, 0.134),
            _bar(at(0.090, 0.040), at(0.170, 0.024), 0.013, 0.007),
            _bar(at(0.100, 0.088), at(0.140, 0.088), 0.024, 0.021),
        ]
    if hat == "cap":
        return [*parts, _dome(at(-0.004, 0.060), 0.108, 0.078), _bar(at(0.09, 0.062), at(0.168, 0.046), 0.012, 0.007)]
    if hat == "fur":
        return [*parts, ellipse(at(-0.004, 0.082), 0.122, 0.070), _bar(at(-0.02, 0.04), at(-0.01, -0.05), 0.046, 0.034)]
    if hat in ("scarf", "hood"):
        return [
            *parts,
            ellipse(at(-0.028, 0.012), 0.108, 0.128),
            np.array([at(-0.11, -0.02), at(0.05, -0.05), at(0.07, -0.165), at(-0.145, -0.165)]),
        ]
    return [*parts, ellipse(at(-0.022, 0.040), 0.096, 0.092)]


@lru_cache(maxsize=8)
def _carried(load: str) -> list[Array]:
    """Return what is carried, about the middle of the feet."""
    if load == "bag":
        return [
            np.array([(0.150, 0.78), (0.315, 0.78), (0.330, 0.52), (0.140, 0.52)]),
            _bar((0.17, 0.78), (0.29, 0.78), 0.018, 0.018),
        ]
    if load == "shovel":
        blade = np.array([(-0.30, 1.86), (-0.20, 1.90), (-0.235, 2.12), (-0.335, 2.08)])
        return [_bar((0.06, 1.02), (-0.26, 1.92), 0.017, 0.017), blade]
    if load == "umbrella":
        angle = np.linspace(0.06, math.pi - 0.06, 15)
        dome = np.stack([0.05 + 0.52 * np.cos(angle), 1.80 + 0.34 * np.sin(angle)], 1)
        return [dome, _bar((0.14, 1.2), (0.06, 2.16), 0.010, 0.008)]
    return []


def tapered(strokes: Sequence[Stroke]) -> list[Array]:
    """Return tapered strokes as convex polygons (14, 2)."""
    numbers = np.array(strokes, np.float64)
    start, end, radius = numbers[:, :2], numbers[:, 2:4], numbers[:, 4:]
    angle = np.arctan2(end[:, 1] - start[:, 1], end[:, 0] - start[:, 0])[:, None]
    far = np.stack([np.cos(angle + _CAP), np.sin(angle + _CAP)], 2) * radius[:, 1, None, None] + end[:, None]
    back = angle + math.pi
    near = np.stack([np.cos(back + _CAP), np.sin(back + _CAP)], 2) * radius[:, 0, None, None] + start[:, None]
    return list(np.concatenate([far, near], 1))
