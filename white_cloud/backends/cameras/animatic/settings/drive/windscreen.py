"""The inside of a car before its camera: dashboard, bonnet, mirror, what the glass reflects, wipers and drops in rain."""

from __future__ import annotations

import math

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.survey import Survey

_DEPTH = 1.2  # metres to what is seen of the car
_WIDER = 2.2  # the inside is painted so much wider than the frame, and higher
_CYCLE = 2.4  # seconds of a wiper
#: How the camera's move shifts the inside: right and down as parts of the height, and its zoom.
View = tuple[float, float, float]


class Windscreen:
    """Stands before pictures of one size (width, height)."""

    def __init__(self, size: tuple[int, int], mood: Mood, seed: int) -> None:
        self.size, self._mood = size, mood
        width, height = size
        self._inside, self._shine = self._painted()
        self._rain = bool(mood.weather.drops)
        self._sheen = self._reflected(seed)
        if self._rain:
            self._drops, self._born = _drops(size, seed)
            y, x = np.mgrid[0:height, 0:width].astype(np.float32)
            self._grid = (x, y)
            pivot = (0.30 * width, 1.12 * height)
            self._angle = np.arctan2(pivot[1] - y, x - pivot[0]).astype(np.float32)

    # ---------------------------------------------------------------- painting
    def _painted(self) -> tuple[Array, Array]:
        """Return the inside (h, w, 4), premultiplied by its cover, and the part of the bonnet that shines (h, w)."""
        width, height = (int(side * _WIDER) for side in self.size)
        unit = self.size[1]
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        u, v = (x - width / 2) / unit, (y - height / 2) / unit + 0.5  # parts of the frame's height, from its middle, its top
        soft = np.float32(1.6 / unit)
        ambient = self._mood.ambient * 0.9 + self._mood.lamps * 0.10
        light = np.zeros((height, width, 3), np.float32)
        cover = np.zeros((height, width), np.float32)

        def lay(mask: Array, paint: Array) -> None:
            nonlocal cover
            light[:] = light * (1 - mask[..., None]) + paint * mask[..., None]
            cover = np.maximum(cover, mask)

        bonnet = np.clip((v - (0.905 + 0.035 * u * u + 0.02 * np.abs(u) ** 3)) / soft, 0, 1)
        slope = np.clip((v - 0.905) / 0.12, 0, 1)
        crease = np.exp(-(((np.abs(u) - 0.52 - 0.5 * slope) / 0.035) ** 2))
        tone = (0.16 * (1 - slope) ** 2 + 0.035 + 0.03 * crease)[..., None] * (ambient + 0.8 * self._mood.haze[0])
        lay(bonnet, tone)
        edge = 0.975 + 0.012 * np.cos(u * 2.2) + 0.02 * smoothstep(0.1, 0.5, np.abs(u - 0.12))
        dash = np.clip((v - edge) / soft, 0, 1)
        lay(dash, (0.010 + 0.010 * np.exp(-(((v - edge) / 0.01) ** 2)))[..., None] * ambient)
        rubber = (
            np.clip((0.006 - np.abs(v - (0.958 - 0.045 * np.clip(u + 0.35, 0, 1.2) - 0.004 * u))) / soft + 0.5, 0, 1)
            * (u > -0.62)
            * (u < 0.34)
        )
        if not self._mood.weather.drops:
            lay(rubber, 0.012 * ambient)
        mirror_u, mirror_v = (u - 0.40) / 0.235, (v + 0.008) / 0.072
        mirror = np.clip((1 - (mirror_u**4 + mirror_v**4)) * 0.035 / soft * 0.25, 0, 1)
        stalk = np.clip((0.016 - np.abs(u - 0.40)) / soft, 0, 1) * (v < 0.0)
        lay(np.maximum(mirror, stalk), (0.008 + 0.006 * (mirror_v > 0.7))[..., None] * ambient)
        shine = bonnet * (1 - dash) * np.clip(1 - np.abs(u) / 1.3, 0, 1)
        return np.dstack([light * cover[..., None], cover]).astype(np.float32), (shine * slope).astype(np.float32)

    def _reflected(self, seed: int) -> Array:
        """Return what the glass reflects of the dashboard (h, w, 4): a grey veil, edges of papers, smears."""
        width, height = self.size
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        u, v = x / width - 0.5, y / height
        veil = smoothstep(0.42, 1.0, v) * 0.020
        sheet = ((np.abs(u - 0.16 - 0.2 * (v - 0.8)) < 0.075) & (np.abs(v - 0.80) < 0.055)).astype(np.float32)
        vents = ((np.abs(u + 0.24) < 0.10) & (np.abs(((v - 0.74) * 40) % 1 - 0.5) < 0.22) & (np.abs(v - 0.77) < 0.05)).astype(
            np.float32
        )
        smear = cv2.resize(spectral_noise(128, 1.4, seed + 8, 2, stretch=4), (width, height))
        plane = (
            veil * (1 + 0.25 * smear) + blur(sheet, max(0.8, width / 180)) * 0.020 + blur(vents, max(0.6, width / 300)) * 0.008
        )
        night = 0.35 if self._mood.lit and self._mood.windows > 1 else 1.0
        light = self._mood.haze[0] * 0.9 + self._mood.ambient * 0.5
        return np.dstack([plane[..., None] * light * night, 0 * plane]).astype(np.float32)

    # ---------------------------------------------------------------- a moment
    def before(self, picture: Array, view: View, passing: float, t: float) -> Array:
        """Return a picture (h, w, 4) as seen through the glass; a lamp is `passing` 0..1 of the way to the next ahead."""
        if self._rain:
            picture = self._through_drops(picture, t)
        first = int(0.4 * self.size[1])
        cv2.add(picture[first:], self._sheen[first:], dst=picture[first:])
        for rows in self._bands(view):
            inside = self._placed(self._inside, view, rows)
            if rows.start:
                self._slide_light(inside, self._placed(self._shine, view, rows), rows, passing)
            clear = four_channels(1 - cv2.extractChannel(inside, 3))
            picture[rows] = cv2.add(cv2.multiply(np.ascontiguousarray(picture[rows]), clear), inside)
        if self._rain:
            picture = cv2.multiply(picture, four_channels(1 - np.float32(0.93) * self._blade(t)))
        return picture

    def _slide_light(self, inside: Array, shine: Array, rows: slice, passing: float) -> None:
        """Let the light of the next lamp slide over the bonnet, in place."""
        down = np.arange(rows.start, rows.stop, dtype=np.float32) / np.float32(self.size[1])
        band = np.float32(0.85) * np.exp(-(((down - np.float32(1.06 - 0.55 * passing)) / np.float32(0.03)) ** 2))
        light = self._mood.lamps * 0.5 + self._mood.ambient * 0.02
        inside[..., :3] += (shine * band[:, None])[..., None] * light

    def _bands(self, view: View) -> list[slice]:
        """Return the rows above and below in which something of the car may be seen."""
        _, down, zoom = view
        height = self.size[1]
        top = int((0.5 + (0.085 - 0.5) * zoom + down) * height) + 2
        bottom = int((0.5 + (0.890 - 0.5) * zoom + down) * height) - 2
        bands = [slice(0, min(top, height)), slice(max(bottom, 1), height)]
        return [band for band in bands if band.stop - band.start > 0]

    def enter(self, survey: Survey, view: View, t: float) -> None:
        """Enter what is seen of the car into a survey."""
        inside = self._placed(self._inside, view, slice(0, self.size[1]))[..., 3] > 0.5
        if self._rain:
            inside |= self._blade(t) > 0.5
        survey.put("thing", inside, _DEPTH)

    def _placed(self, plane: Array, view: View, rows: slice) -> Array:
        """Return some rows of a plane of the inside as the camera's move shows it."""
        right, down, zoom = view
        width, height = self.size
        shift = (zoom - 1) / 2
        x = width / 2 + right * height - zoom * plane.shape[1] / 2 + shift
        y = height / 2 + down * height - zoom * plane.shape[0] / 2 + shift - rows.start
        place = np.array([[zoom, 0, x], [0, zoom, y]])
        size = (width, rows.stop - rows.start)
        return cv2.warpAffine(plane, place, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    # ---------------------------------------------------------------- rain
    def _wiper(self, t: float) -> float:
        """Return the wiper's angle: it rests for a moment, goes over and comes back."""
        part = (t / _CYCLE) % 1.0
        sweep = math.sin(math.pi * min(part / 0.55, 1.0)) ** 2
        return 0.12 + 2.35 * sweep

    def _through_drops(self, picture: Array, t: float) -> Array:
        """Return a picture with drops on the glass, each of which turns what is behind it over; the wiper takes them away."""
        part = (t / _CYCLE) % 1.0
        # The wiper passes an angle going over and coming back; only the later pass counts.
        wiped = np.clip((self._angle - 0.12) / 2.35, 0, 1)
        there = np.arcsin(np.sqrt(wiped)) / np.pi * np.float32(0.55)
        back = np.float32(0.55) - there
        since = np.where(part >= back, part - back, np.where(part >= there, part - there, part + 1 - back)) * np.float32(_CYCLE)
        grown = smoothstep(0.0, 0.15, since - self._born).astype(np.float32)
        x = self._grid[0] + self._drops[0] * grown
        y = self._grid[1] + self._drops[1] * grown
        seen = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        rim = 1 + self._drops[2] * grown
        return cv2.multiply(seen, four_channels(rim))

    def _blade(self, t: float) -> Array:
        width, height = self.size
        mask: Array = np.zeros((height, width), np.uint8)
        angle = self._wiper(t)
        pivot = (0.30 * width, 1.12 * height)
        ends = [
            (pivot[0] + reach * height * math.cos(angle), pivot[1] - reach * height * math.sin(angle)) for reach in (0.05, 0.92)
        ]
        start, end = ((round(x * 16), round(y * 16)) for x, y in ends)
        cv2.line(mask, start, end, 255, max(1, round(height * 0.011)), cv2.LINE_AA, 4)
        return blur(mask.astype(np.float32) / 255, max(0.5, height / 500))


def _drops(size: tuple[int, int], seed: int) -> tuple[tuple[Array, Array, Array], Array]:
    """Return drops as shifts of the picture across and down and a change of its light (h, w), and when each is born."""
    width, height = size
    random = np.random.default_rng((seed, 91))
    across, down, rim, born = (np.zeros((height, width), np.float32) for _ in range(4))
    for _ in range(520):
        radius = height * float(np.clip(random.lognormal(-5.0, 0.45), 0.003, 0.018))
        x, y = random.uniform(0, width), random.uniform(0, height)
        x0, x1, y0, y1 = (
            int(max(x - radius - 1, 0)),
            int(min(x + radius + 2, width)),
            int(max(y - radius - 1, 0)),
            int(min(y + radius + 2, height)),
        )
        if x1 <= x0 or y1 <= y0:
            continue
        grid_y, grid_x = np.mgrid[y0:y1, x0:x1].astype(np.float32)
        away_x, away_y = (grid_x - x) / radius, (grid_y - y) / radius
        inside = away_x**2 + away_y**2 < 1
        place = np.s_[y0:y1, x0:x1]
        across[place] = np.where(inside, -away_x * radius * 7, across[place])
        down[place] = np.where(inside, -away_y * radius * 7 - radius * 4, down[place])
        rim[place] = np.where(inside, -0.28 * away_y - 0.10, rim[place])
        born[place] = np.where(inside, np.float32(random.uniform(0.05, 2.2)), born[place])
    return (across, down, rim), born
