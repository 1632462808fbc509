"""The inside of a car before its camera: dashboard, bonnet, mirror, what the glass reflects, wipers and drops in rain."""

from __future__ import annotations

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, blur, four_channels, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.settings.city.moods import Mood
from white_cloud.backends.cameras.animatic.settings.drive.drops import Drops, wiper_blade
from white_cloud.media.survey import Survey

_DEPTH = 1.2  # metres to what is seen of the car
_WIDER = 1.5  # the inside is painted so much wider than the frame, and higher
#: How the camera's move shifts the inside: right and down as parts of the height, and its zoom.
View = tuple[float, float, float]


class Windscreen:
    """Stands before pictures of one size (width, height)."""

    def __init__(self, size: tuple[int, int], mood: Mood, seed: int) -> None:
        self.size, self._mood = size, mood
        self._inside, self._shine = self._painted()
        self._rain = bool(mood.weather.drops)
        self._sheen = self._reflected(seed)
        if self._rain:
            self._drops = Drops.fallen(size, seed)

    # ---------------------------------------------------------------- painting
    def _painted(self) -> tuple[Array, Array]:
        """Return the inside (h, w, 4), premultiplied by its cover, and the part of the bonnet that shines (h, w)."""
        width, height = (int(side * _WIDER) for side in self.size)
        unit = np.float32(self.size[1])
        # Parts of the frame's height, from its middle and from its top.
        u = ((np.arange(width, dtype=np.float32) - np.float32(width / 2)) / unit)[None]
        v = ((np.arange(height, dtype=np.float32) - np.float32(height / 2)) / unit + np.float32(0.5))[:, None]
        soft = np.float32(1.6) / unit
        ambient = (self._mood.ambient * 0.9 + self._mood.lamps * 0.10).astype(np.float32)
        inside: Array = np.zeros((height, width, 4), np.float32)

        def lay(mask: Array, tone: Array | float, light: Array) -> None:
            """Lay a part over what is there: its cover, and its tone in a light."""
            inside[..., :3] *= 1 - mask[..., None]
            inside[..., :3] += (mask * tone).astype(np.float32)[..., None] * light
            np.maximum(inside[..., 3], mask, out=inside[..., 3])

        bonnet = np.clip((v - (0.905 + 0.035 * u * u + 0.02 * np.abs(u) ** 3)) / soft, 0, 1)
        slope = np.clip((v - np.float32(0.905)) / np.float32(0.12), 0, 1)
        crease = np.exp(-(((np.abs(u) - 0.52 - 0.5 * slope) / 0.035) ** 2))
        lay(bonnet, 0.16 * (1 - slope) ** 2 + 0.035 + 0.03 * crease, (ambient + 0.8 * self._mood.haze[0]).astype(np.float32))
        edge = 0.975 + 0.012 * np.cos(u * 2.2) + 0.02 * smoothstep(0.1, 0.5, np.abs(u - 0.12))
        dash = np.clip((v - edge) / soft, 0, 1)
        lay(dash, 0.010 + 0.010 * np.exp(-(((v - edge) / 0.01) ** 2)), ambient)
        if not self._mood.weather.drops:
            bent = v - (0.958 - 0.045 * np.clip(u + 0.35, 0, 1.2) - 0.004 * u)
            lay(np.clip((0.006 - np.abs(bent)) / soft + 0.5, 0, 1) * ((u > -0.62) & (u < 0.34)), 0.012, ambient)
        across, down = (u - 0.40) / 0.235, (v + 0.008) / 0.072
        mirror = np.clip((1 - (across**4 + down**4)) * 0.035 / soft * 0.25, 0, 1)
        stalk = np.clip((0.016 - np.abs(u - 0.40)) / soft, 0, 1) * (v < 0.0)
        lay(np.maximum(mirror, stalk), 0.008 + 0.006 * (down > 0.7), ambient)
        shine = bonnet * (1 - dash) * np.clip(1 - np.abs(u) / 1.3, 0, 1) * slope
        return inside, shine.astype(np.float32)

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
            self._drops.lay(picture, self._mood.haze[0] * np.float32(0.5) + self._mood.lamps * np.float32(0.25), t)
        first = int(0.4 * self.size[1])
        cv2.add(picture[first:], self._sheen[first:], dst=picture[first:])
        for rows in self._bands(view):
            inside = self._placed(self._inside, view, rows)
            if rows.start:
                self._slide_light(inside, self._placed(self._shine, view, rows), rows, passing)
            clear = four_channels(1 - cv2.extractChannel(inside, 3))
            picture[rows] = cv2.add(cv2.multiply(np.ascontiguousarray(picture[rows]), clear), inside)
        if self._rain:
            place, blade = wiper_blade(self.size, t)
            picture[place] = cv2.multiply(np.ascontiguousarray(picture[place]), four_channels(1 - np.float32(0.93) * blade))
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
            place, blade = wiper_blade(self.size, t)
            inside[place] |= blade > 0.5
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
