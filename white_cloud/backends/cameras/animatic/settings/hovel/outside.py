"""What the hovel's window shows: a roof and a wire, the works, a bare hill, sky; and frost or rain on the glass."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.rooms.decorator import Decorator
from white_cloud.backends.cameras.animatic.rooms.light import Pane
from white_cloud.backends.cameras.animatic.rooms.planes import Surface

_BACKDROP = 50  # level under which all of it is drawn, before the walls
_GROUND = -0.4


def set_outside(d: Decorator, sky: Array, lit: float, snow: bool) -> None:
    """Set the planes outside the wall x = 0 in the light of `sky` (linear BGR); windows there shine with `lit`."""
    _plane(d, -400.0, (-300.0, 700.0), 150.0, _sky(d, sky), None, None, 4)
    for x, span, tall, metre, painter, tone, kind, level in (
        (-170.0, (-120.0, 320.0), 46.0, 2.4, _hill, 0.42, "ground", 3),
        (-70.0, (-40.0, 150.0), 26.0, 6.0, _works, 0.26, "building", 2),
        (-6.5, (-1.0, 16.0), 4.2, 38.0, _roofs, 0.13, "building", 1),
    ):
        h, w = int(tall * metre), int((span[1] - span[0]) * metre)
        shape, shine = painter(d, np.zeros((h, w), np.float32), metre)
        cover: Array = cv2.GaussianBlur(shape, (0, 0), 0.7)
        down = np.linspace(1, 0, h, dtype=np.float32)[:, None]
        grey = tone * (1 + 0.10 * d.noise(0, h, w)) * (1.25 if snow else 1.0) + (0.16 * (1 - down) if snow else 0)
        glow = grey[..., None] * sky + (shine * lit)[..., None] * colour("#ffb266")
        foot = round(-0.1 * x * metre)  # the ground that lies between it and the next plane
        cover, light = (cv2.copyMakeBorder(v, 0, foot, 0, 0, cv2.BORDER_REPLICATE) for v in (cover, glow.astype(np.float32)))
        _plane(d, x, span, tall, light, cover, kind, level, foot / metre)


def _plane(
    d: Decorator,
    x: float,
    span: tuple[float, float],
    tall: float,
    glow: Array,
    cover: Array | None,
    kind: str | None,
    level: int,
    foot: float = 0.0,
) -> None:
    dark = np.zeros((*glow.shape[:2], 3), np.float32)
    corner, across, along = (x, span[0], _GROUND + tall), (0, span[1] - span[0], 0), (0, 0, -tall - foot)
    d.plane(corner, across, along, dark, kind, 0, -_BACKDROP - level, glow, cover)


def is_outside(surface: Surface) -> bool:
    """Say whether a surface is one of these: no light map is made for them."""
    return surface.level < -_BACKDROP


def _sky(d: Decorator, sky: Array) -> Array:
    h, w = 90, 400
    up = np.linspace(1, 0, h, dtype=np.float32)[:, None]
    light = (1.12 - 0.40 * up) * (1 + 0.07 * d.noise(2, h, w))
    return (light[..., None] * sky).astype(np.float32)


def _hill(d: Decorator, cover: Array, metre: float) -> tuple[Array, Array]:
    """Paint a bare ridge; like the painters after it, return what it covers and what shines."""
    h, w = cover.shape
    ridge = 9 + 3.5 * spectral_noise(8, 1.4, int(d.rng.integers(1 << 20)), lowest=3, width=w)[0]
    cover[:] = np.arange(h, dtype=np.float32)[:, None] > h - ridge * metre
    return cover, np.zeros_like(cover)


def _works(d: Decorator, cover: Array, metre: float) -> tuple[Array, Array]:
    """Paint heaps, sheds, stacks and headframes in a row that goes all the way along."""
    h, w = cover.shape
    shine = np.zeros_like(cover)

    def spot(x: float, z: float) -> tuple[int, int]:
        return round(x * metre), round(h - z * metre)

    def fill(*points: tuple[float, float]) -> None:
        cv2.fillPoly(cover, [np.array([spot(*p) for p in points], np.int32)], 1.0)

    fill((0, 0), (0, 1.2), (w / metre, 1.2), (w / metre, 0))
    place = 2.0
    while place < w / metre - 10:
        kind = int(d.rng.integers(4))
        if kind == 0:
            wide, high = d.rng.uniform(14, 26), d.rng.uniform(6, 11)
            fill((place, 0), (place + wide * 0.45, high), (place + wide * 0.55, high), (place + wide, 0))
        elif kind == 1:
            high = d.rng.uniform(12, 18)
            for foot, head in ((-3.2, -0.7), (3.2, 0.7), (8, 0.7)):
                cv2.line(cover, spot(place + 4 + foot, 0), spot(place + 4 + head, high), 1.0, max(1, round(metre * 0.28)))
            for part in (0.35, 0.65):
                cv2.line(
                    cover,
                    spot(place + 1.5 + part, high * part),
                    spot(place + 6.5 - part, high * part),
                    1.0,
                    max(1, round(metre * 0.2)),
                )
            cv2.circle(cover, spot(place + 4, high + 1), round(1.1 * metre), 1.0, max(1, round(metre * 0.3)))
            wide = 9
        elif kind == 2:
            wide, high = d.rng.uniform(8, 15), d.rng.uniform(3, 5)
            fill((place, 0), (place, high), (place + wide / 2, high + 1.2), (place + wide, high), (place + wide, 0))
            for x in np.arange(place + 1, place + wide - 1, 2.1):
                if d.rng.random() < 0.5:
                    cv2.rectangle(shine, spot(x, 2.6), spot(x + 0.8, 1.7), 1.0, -1)
        else:
            wide, high = 3.0, d.rng.uniform(11, 17)
            fill((place + 0.9, 0), (place + 1.1, high), (place + 1.9, high), (place + 2.1, 0))
        place += wide + d.rng.uniform(0.5, 7)
    return cover, shine


def _roofs(d: Decorator, cover: Array, metre: float) -> tuple[Array, Array]:
    """Paint a neighbour's wall and roof, a pole, a wire."""
    h, w = cover.shape
    wall = d.rng.uniform(0.95, 1.25)
    start = d.rng.uniform(1, 5)
    points = (
        (0, 0),
        (0, wall),
        (start, wall),
        (start, wall + 0.25),
        (start + 4.5, wall + 0.25),
        (start + 4.9, wall),
        (w / metre, wall),
        (w / metre, 0),
    )
    cv2.fillPoly(cover, [np.array([(round(x * metre), round(h - z * metre)) for x, z in points], np.int32)], 1.0)
    pole = round((start + d.rng.uniform(5, 8)) * metre)
    cv2.line(cover, (pole, h), (pole, 0), 1.0, max(2, round(metre * 0.09)))
    x = np.linspace(0, w, 60)
    sag = h - (2.9 - 0.5 * np.sin(np.pi * x / w)) * metre
    cv2.polylines(cover, [np.stack([x, sag], 1).round().astype(np.int32)], False, 0.8, 1)
    return cover, np.zeros_like(cover)


class Glass:
    """The panes: frost and grime, and runs of rain or falling snow that move."""

    def __init__(self, d: Decorator, pane: Pane, weather: frozenset[str], light: Array) -> None:
        """Set the glass before the opening; what clings to it shines with `light` (linear BGR)."""
        density = 120
        h, w = int(pane.height * density), int(pane.width * density)
        y, x = (np.arange(h, dtype=np.float32) / h)[:, None], (np.arange(w, dtype=np.float32) / w)[None]
        edge = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y))
        frost = 0.16 + 0.30 * np.exp(-edge / 0.07) + 0.25 * y**2 + 0.08 * d.noise(0, h, w) + 0.05 * d.noise(3, h, w)
        if "snow" in weather:
            frost += 0.35 * smoothstep(0.25, 0.02, edge + 0.03 * d.noise(1, h, w))
        self._frost = np.clip(frost, 0.04, 0.9).astype(np.float32)
        self._light = light.astype(np.float32)
        self._weather = weather & {"rain", "snow"}
        dots = (d.rng.random((h, w)) < (0.0035 if "rain" in weather else 0.006)).astype(np.float32)
        runs = cv2.GaussianBlur(dots, (0, 0), sigmaX=1.0, sigmaY=16.0 if "rain" in weather else 1.3)
        self._runs = runs / max(float(runs.max()), 1e-6)
        flat = np.zeros((h, w, 3), np.float32)
        corner = (0.012, pane.y, pane.z + pane.height)
        self._surface = d.plane(corner, (0, pane.width, 0), (0, 0, -pane.height), flat, None, 0, 1, flat, self._frost)
        self._surface.kind = None
        self.set_to(0.0)

    @property
    def surface(self) -> Surface:
        """Return the surface of the panes."""
        return self._surface

    def set_to(self, t: float) -> None:
        """Set the panes to how they look at `t` seconds."""
        cover = self._frost
        if self._weather:
            fast, slow = (150.0, 55.0) if "rain" in self._weather else (70.0, 38.0)
            moving = self._shifted(fast * t) + 0.7 * np.flip(self._shifted(slow * t), 1)
            cover = np.clip(cover + np.float32(0.5) * moving, 0, 0.95)
        lit = cover[..., None] * self._light
        self._surface.cover = cover
        self._surface.lit = np.dstack([lit, cover]).astype(np.float32)

    def _shifted(self, rows: float) -> Array:
        """Return the runs moved down by a number of rows, which need not be whole."""
        whole = int(np.floor(rows))
        part = np.float32(rows - whole)
        first, second = (np.roll(self._runs, whole + step, 0) for step in (0, 1))
        moved: Array = first * (1 - part) + second * part
        return moved
