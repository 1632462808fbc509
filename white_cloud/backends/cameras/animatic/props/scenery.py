"""Flats, as a theatre's scenery: things in space drawn in perspective on one upright sheet, lit, and hazed by distance.

A flat belongs to a lens that does not turn: what stands between this flat and the next is drawn as the station sees it, and
moves as one card. Places are (x to the right, y away, z up) in metres, the eye above (0, 0) at the height `eye`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.cards import Card, card
from white_cloud.backends.cameras.animatic.radiance import Array, spectral_noise
from white_cloud.media.survey import class_number

Place = tuple[float, float, float]

_FINE = 2  # a sheet is drawn twice as fine as it is shown
_GLOW = 6.0  # the strongest light of its own that a sheet holds
_BITS = 4  # of fraction in OpenCV's corners


@dataclass(frozen=True)
class Daylight:
    """What falls on scenery: sun and sky, linear BGR (3,), the sun's direction (towards it); and the air.

    Haze has a colour at the foot and one higher up; `sight` is the distance in metres at which 1/e of a thing is seen;
    `mist` 0..1 is the part of it that lies on the ground.
    """

    sun: Array
    sky: Array
    towards: Place
    haze_low: Array
    haze_high: Array
    sight: float
    mist: float = 0.3

    def on(self, albedo: Array, normal: Place, open_: float = 1.0) -> Array:
        """Return the light from a matt face of an albedo and a unit normal; `open_` is the part of the sky it sees."""
        facing = sum(a * b for a, b in zip(normal, self.towards, strict=True))
        ambient = (0.62 + 0.38 * normal[2]) * open_
        light: Array = albedo * (self.sun * np.float32(max(0.0, facing)) + self.sky * np.float32(ambient))
        return light.astype(np.float32)

    def clear(self, depth: float) -> float:
        """Return the part of light that comes through the air from a depth in metres."""
        return math.exp(-depth / self.sight)


@dataclass(frozen=True)
class View:
    """The station's lens: focal length in pixels, size of the frame, horizon as a part of its height, the eye's height."""

    focal: float
    size: tuple[int, int]
    horizon: float
    eye: float


class Flat:
    """A sheet at one depth. `reach` is the half width in metres it must cover, `tall` the highest place, at that depth.

    `deep` is how many pixels it goes on below its own ground's edge; `detail` below 1 draws it coarser (what is near the lens
    is out of focus). Paint is kept as square roots in 8 bits, in units of the brightest face, which OpenCV draws smoothly.
    """

    def __init__(
        self, view: View, depth: float, reach: float, tall: float, deep: float, daylight: Daylight, detail: float = 1.0
    ) -> None:
        self.view, self.depth, self.daylight, self.detail = view, depth, daylight, detail
        self.metre = view.focal / depth * detail
        self.left, self.top = -reach, tall - view.eye
        self.size = (int(2 * reach * self.metre) + 2, max(4, int((self.top + view.eye) * self.metre + deep)))
        fine = (self.size[1] * _FINE, self.size[0] * _FINE)
        self._paint = np.zeros((*fine, 4), np.uint8)
        self._glow = np.zeros((*fine, 4), np.uint8)
        self._kinds = np.zeros(fine, np.uint8)
        self._pools: list[tuple[Place, float, Array]] = []
        self._brightest = float((daylight.sun + daylight.sky).max()) * 1.1

    # ---------------------------------------------------------------- drawing
    def pixels(self, places: Sequence[Place] | Array) -> Array:
        """Return places as int32 (n, 2) corners for OpenCV on the fine sheet."""
        p = np.asarray(places, float)
        ratio = self.depth / np.maximum(p[:, 1], 0.2 * self.depth)
        x, z = p[:, 0] * ratio, (p[:, 2] - self.view.eye) * ratio
        scale = self.metre * _FINE * (1 << _BITS)
        at = np.stack([(x - self.left) * scale, (self.top - z) * scale], 1)
        return np.asarray(np.round(np.clip(at, -400_000, 400_000)), np.int32)

    def scale_at(self, y: float) -> float:
        """Return the pixels to the metre, as shown, at a distance."""
        return self.view.focal * self.detail / max(y, 0.2 * self.depth)

    def face(self, places: Sequence[Place] | Array, albedo: Array, normal: Place, kind: str, open_: float = 1.0) -> None:
        """Draw a lit polygon."""
        self.fill(places, self.daylight.on(albedo, normal, open_), kind)

    def fill(self, places: Sequence[Place] | Array, light: Array, kind: str) -> None:
        """Draw a polygon that sends `light` (3,), whatever falls on it."""
        corners = [self.pixels(places)]
        cv2.fillPoly(self._paint, corners, self._coded(light), cv2.LINE_AA, _BITS)
        cv2.fillPoly(self._glow, corners, (0, 0, 0, 255), cv2.LINE_AA, _BITS)
        cv2.fillPoly(self._kinds, corners, class_number(kind), cv2.LINE_8, _BITS)

    def stroke(self, path: Sequence[Place] | Array, thick: float, light: Array, kind: str) -> None:
        """Draw a line `thick` metres wide, never less than a third of a pixel; what is thinner is drawn fainter."""
        corners = self.pixels(path)
        wide = thick * self.scale_at(float(np.asarray(path, float)[:, 1].mean())) * _FINE
        colour = np.array(self._coded(light), float)
        if wide < 0.7:
            self._faint(corners, colour, max(0.30, wide / 0.7))
            return
        width = max(1, round(wide))
        cv2.polylines(self._paint, [corners], False, tuple(colour.tolist()), width, cv2.LINE_AA, _BITS)
        cv2.polylines(self._glow, [corners], False, (0, 0, 0, 255), width, cv2.LINE_AA, _BITS)
        cv2.polylines(self._kinds, [corners], False, class_number(kind), width, cv2.LINE_8, _BITS)

    def _faint(self, corners: Array, colour: Array, part: float) -> None:
        points = corners >> _BITS
        x0, y0 = np.maximum(points.min(0) - 2, 0)
        x1, y1 = points.max(0) + 3
        region = self._paint[y0:y1, x0:x1]
        if not region.size:
            return
        drawn = region.copy()
        moved = corners - (np.array([x0, y0]) << _BITS)
        cv2.polylines(drawn, [moved.astype(np.int32)], False, tuple(colour.tolist()), 1, cv2.LINE_AA, _BITS)
        region[:] = cv2.addWeighted(drawn, part, region, 1 - part, 0)

    def shine(self, places: Sequence[Place] | Array, light: Array) -> None:
        """Let a polygon shine in a linear BGR light of its own."""
        coded = np.sqrt(np.clip(light / _GLOW, 0, 1)) * 255
        cv2.fillPoly(self._glow, [self.pixels(places)], (*coded.tolist(), 255), cv2.LINE_AA, _BITS)

    def pool(self, place: Place, radius: float, light: Array) -> None:
        """Let a lamp throw `light` on what is within `radius` metres of a place."""
        self._pools.append((place, radius, light))

    def mark(self, places: Sequence[Place] | Array, kind: str) -> None:
        """Say what a polygon shows, without drawing it."""
        cv2.fillPoly(self._kinds, [self.pixels(places)], class_number(kind), cv2.LINE_8, _BITS)

    def _coded(self, light: Array) -> tuple[float, float, float, float]:
        b, g, r = (np.sqrt(np.clip(light / self._brightest, 0, 1)) * 255).tolist()
        return b, g, r, 255.0

    # ---------------------------------------------------------------- the finished card
    def finish(self, wet: float = 0.0, grain: float = 0.12) -> Card:
        """Return the card: paint, what windows and lamps spill on it, weathering, and haze by the depth."""
        self._crop()
        paint, cover, glow = self._layers()
        h, w = cover.shape
        kinds = self._shown_kinds()
        paint *= self._weathering(h, w, grain)[..., None]
        self._lamplight(paint, glow)
        clear, haze = self._air(h)
        alpha = cover[..., None]
        spill = self._spill(glow, kinds, wet) if glow.any() else None
        if spill is not None:
            cv2.scaleAdd(spill, 0.55, paint, paint)
        paint -= haze
        paint *= clear
        paint += haze
        paint *= alpha
        glow *= clear**0.6
        paint += glow
        if spill is not None:
            spill *= (1 - alpha) * (clear * np.float32(0.06))
            paint += spill
        picture = np.empty((h, w, 4), np.float32)
        picture[..., :3] = paint
        picture[..., 3] = cover
        return card(self.depth, picture, self.left, self.top, self.metre, True, kinds)

    def _crop(self) -> None:
        """Cut away what is empty above, before it costs anything."""
        filled = np.flatnonzero(self._paint[..., 3].max(1))
        first = max(0, int(filled[0]) // _FINE - 24) if len(filled) else 0
        self.top -= first / self.metre
        self.size = (self.size[0], self.size[1] - first)
        self._paint, self._glow, self._kinds = (
            np.ascontiguousarray(sheet[first * _FINE :]) for sheet in (self._paint, self._glow, self._kinds)
        )

    def _layers(self) -> tuple[Array, Array, Array]:
        """Return paint (h, w, 3) and cover (h, w), not multiplied, and glow (h, w, 3), linear, at the size they are shown."""
        small = cv2.resize(self._paint, self.size, interpolation=cv2.INTER_AREA).astype(np.float32)
        small *= np.float32(1 / 255)
        cover = np.ascontiguousarray(small[..., 3])
        paint = np.ascontiguousarray(small[..., :3])
        del small
        paint /= np.maximum(cover, np.float32(1e-3))[..., None]
        paint *= paint
        paint *= np.float32(self._brightest)
        shown = cv2.resize(self._glow, self.size, interpolation=cv2.INTER_AREA)
        shine: Array = cv2.cvtColor(shown, cv2.COLOR_BGRA2BGR).astype(np.float32)
        del self._paint, self._glow  # the fine sheets are large; a card is finished once
        shine *= np.float32(1 / 255)
        shine *= shine
        shine *= np.float32(_GLOW)
        return paint, cover, shine

    def _lamplight(self, paint: Array, glow: Array) -> None:
        """Light `paint` (h, w, 3) by the pools, and add the halo they make in the air to `glow`, both in place."""
        h, w = paint.shape[:2]
        sky = float(self.daylight.sky.mean())
        for place, radius, light in self._pools:
            column, row = (self.pixels([place])[0] / (_FINE << _BITS)).tolist()
            reach = radius * self.scale_at(place[1])
            x0, x1 = (int(np.clip(v, 0, w)) for v in (column - 2.5 * reach, column + 2.5 * reach))
            y0, y1 = (int(np.clip(v, 0, h)) for v in (row - 1.4 * reach, row + 2.5 * reach))
            if x1 - x0 < 1 or y1 - y0 < 1:
                continue
            across = ((np.arange(x0, x1, dtype=np.float32) - np.float32(column)) / np.float32(reach))[None]
            down = ((np.arange(y0, y1, dtype=np.float32) - np.float32(row)) / np.float32(reach))[:, None]
            near = np.exp(-1.3 * (across * across + np.where(down > 0, down * 0.8, down * 1.7) ** 2))[..., None]
            paint[y0:y1, x0:x1] *= 1 + near * light * np.float32(0.8 / sky)
            core = np.float32(0.010) / (across * across + down * down + np.float32(0.010))
            glow[y0:y1, x0:x1] += (near * (core[..., None] * np.float32(0.9) + np.float32(0.03))) * light

    def _shown_kinds(self) -> Array:
        """Return what each pixel of the card shows; a smooth edge belongs to what is beside it."""
        kinds = np.ascontiguousarray(self._kinds[_FINE // 2 :: _FINE, _FINE // 2 :: _FINE])
        for _ in range(2):
            kinds = np.where(kinds == 0, cv2.dilate(kinds, np.ones((3, 3), np.uint8)), kinds)
        kinds[kinds == 0] = class_number("thing")
        return kinds

    def _weathering(self, h: int, w: int, amount: float) -> Array:
        seed = int(self.depth * 7) % 997
        soot = cv2.resize(spectral_noise(256, 1.3, seed, 3), (max(w, 1), max(h, 1)), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(1 + np.float32(amount) * soot, 0.5, 1.6))

    def _spill(self, glow: Array, kinds: Array, wet: float) -> Array:
        """Return the light that what shines throws about itself, and down wet ground."""
        h, w = glow.shape[:2]
        spill: Array = cv2.GaussianBlur(glow, (0, 0), max(0.8, min(10.0, 0.9 * self.metre)))
        spill *= 0.18
        small = (max(1, w // 4), max(1, h // 4))
        far = cv2.resize(glow, small, interpolation=cv2.INTER_AREA)
        far = cv2.GaussianBlur(far, (0, 0), max(0.6, min(9.0, 0.9 * self.metre)))
        cv2.scaleAdd(cv2.resize(far, (w, h)), 0.42, spill, spill)
        ground = (kinds == class_number("ground")) | (kinds == class_number("road"))
        if wet and ground.any():
            mirrored = self._mirrored(glow)
            mirrored *= (wet * ground[..., None]).astype(np.float32)
            spill += mirrored
        return np.asarray(spill)

    def _mirrored(self, glow: Array) -> Array:
        """Return what wet ground shows of lights: drawn out downwards."""
        h, w = glow.shape[:2]
        small = cv2.resize(glow, (w, max(1, h // 4)), interpolation=cv2.INTER_AREA)
        long = max(3, int(2.6 * self.metre / 4) | 1)
        kernel = np.zeros((2 * long + 1, 1), np.float32)
        kernel[:long] = np.linspace(0.15, 1, long, dtype=np.float32)[:, None]
        kernel /= kernel.sum()
        return cv2.resize(cv2.filter2D(small, -1, kernel), (w, h))

    def _air(self, h: int) -> tuple[Array, Array]:
        """Return what comes through (h, 1, 1) and the haze's colour (h, 1, 3) for every row of the sheet."""
        light, view = self.daylight, self.view
        up = (self.top + view.eye - np.arange(h, dtype=np.float32) / np.float32(self.metre))[:, None, None]
        mist = light.mist * (1 - math.exp(-self.depth / 220)) * np.exp(-np.abs(up) / (9.0 + 0.02 * self.depth))
        clear = np.float32(light.clear(self.depth)) * (1 - mist)
        row = np.float32(view.horizon) - (up - view.eye) * np.float32(self.metre / self.detail / view.size[1])
        part = np.clip((row - view.horizon + 0.38) / 0.5, 0, 1)
        return clear.astype(np.float32), (light.haze_high + (light.haze_low - light.haze_high) * part).astype(np.float32)
