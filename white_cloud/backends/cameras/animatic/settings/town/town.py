"""The mining town at the blue hour: a pit head, a power plant, spoil heaps, smoke, lit windows, and new towers beside."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import over, place, show
from white_cloud.backends.cameras.animatic.props.smoke import Plume, Smoke, SmokeLight
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, mix, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.town.cards import LAND, TownLight, TownPainter, paint_train, sky

_FOV, _HORIZON = 44.0, 0.64

#: Per hour: light on the town, and the sky's low, middle, high colour and glow.
_HOURS = {
    "dusk": (
        TownLight(colour("#a08a78", 0.36), colour("#6f7f8c", 0.30), colour("#6d8299", 0.13), 1.0, 1500),
        (colour("#b79a80", 0.50), colour("#8396a3", 0.40), colour("#3d5068", 0.24), colour("#f0b07a", 0.30)),
    ),
    "dawn": (
        TownLight(colour("#c2a294", 0.60), colour("#9aa3b2", 0.48), colour("#8c95a6", 0.22), 0.45, 1250),
        (colour("#e0b49a", 0.80), colour("#a9adb8", 0.60), colour("#6f86a3", 0.42), colour("#ffc08a", 0.60)),
    ),
    "night": (
        TownLight(colour("#6a5c50", 0.34), colour("#3f4c5c", 0.26), colour("#56708f", 0.115), 1.25, 1700),
        (colour("#80664e", 0.36), colour("#38485c", 0.28), colour("#1c2838", 0.24), colour("#d0905a", 0.16)),
    ),
}


class Town(Setting):
    """A mining town; words `dawn` (or `day`), `dusk`, `night`, `fog`, and `smoke` for more of it."""

    name = "town"
    internal_scale = 0.75
    grade = Grade(exposure=1.5, contrast=1.22, saturation=0.9, bloom=0.20, vignette=0.38, shadow="#0e1216", highlight="#f3e9d8")

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Paint the cards."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng(seed)
        self._mirrored = bool(rng.random() < 0.5)
        hour = "night" if "night" in words else "dawn" if words & {"dawn", "day"} else "dusk"
        self._light, self._sky_colours = _HOURS[hour]
        if words & {"fog", "smoke"}:
            self._light = replace(self._light, sight=self._light.sight * 0.6)
        self._thick = 1.7 if "smoke" in words else 1.0
        lens = self._lens(0.0)
        self._town = TownPainter(size, lens.focal, _HORIZON, int(rng.integers(1 << 30)), self._light).paint()
        self._smoke = Smoke(seed)
        self._clouds = Tile(spectral_noise(256, slope=1.8, seed=seed + 6, lowest=1, highest=50, stretch=0.25, width=512))
        rail = self._town.cards[self._town.train]
        wagons = paint_train(rail.metre, self._light, rail.depth)
        self._wagons = size[0] // wagons.shape[1] + 3  # pairs of wagons, enough to fill the frame whatever the place
        self._train = np.tile(wagons, (1, self._wagons, 1))
        self._train_start = float(rng.uniform(-60, 60))

    def radiance(self, t: float) -> Array:
        """Return the town's light at `t` seconds, float32 (h, w, 4)."""
        lens, picture = self._lens(t), self._sky(t)
        lamps = [lamp[0] for lamp in self._town.lamps]

        def before(index: int) -> None:
            for number, plume in self._town.plumes:
                if number == index:
                    self._draw_plume(picture, lens, index, plume, t)
            if index == self._town.train + 1:
                self._draw_train(picture, lens, t)

        show(picture, lens, self._town.cards, before)
        self._draw_points(picture, lens, t)
        if lamps:
            self._draw_street_lamps(picture, lens)
        return cv2.flip(picture, 1) if self._mirrored else picture

    def _lens(self, t: float) -> Pinhole:
        offset = self.move.at(t)
        side = -1 if self._mirrored else 1
        return Pinhole(
            5.0 * offset.across * side,
            11.0 * offset.forward,
            3.2 * offset.up,
            0.85 * offset.yaw * side,
            _HORIZON + offset.horizon,
            cropped(_FOV, self.size),
            self.size,
        )

    def _sky(self, t: float) -> Array:
        lens = self._lens(t)
        small = sky(self.size, lens.horizon_row, self._sky_colours)
        h, w = small.shape[:2]
        up = np.clip((lens.horizon_row / 4 - np.arange(h, dtype=np.float32) - 0.5) / (0.66 * h), 0, None)[:, None]
        across = (np.arange(w, dtype=np.float32) + 0.5) / w * 0.5 + np.float32(t * 0.0015 + lens.yaw * 0.008)
        clouds = self._clouds(np.repeat(across[None], h, 0).astype(np.float32), np.repeat(0.07 / (up + 0.10), w, 1))
        small *= (1 - 0.13 * np.clip(clouds, -1.2, 1.8) * np.clip(up * 5, 0, 1))[..., None]
        return cv2.resize(small, self.size)

    def _draw_plume(self, picture: Array, lens: Pinhole, index: int, plume: Plume, t: float) -> None:
        one = self._town.cards[index]
        ground = _ground(index)
        x, y, metre = place(lens, plume.x, plume.z - ground, one.depth)
        clear = math.exp(-one.depth / self._light.sight)
        haze = mix(self._light.haze_high, self._light.haze_low, 0.5)
        belly = self._light.sky * 0.55 * clear + haze * (1 - clear) * 0.9
        back = self._light.haze_low * 1.15 * clear + haze * (1 - clear)
        thick = replace(plume, radius=plume.radius * self._thick**0.5, density=plume.density * self._thick)
        self._smoke.draw(picture, (x, y), metre, thick, SmokeLight(belly, back), t)

    def _draw_train(self, picture: Array, lens: Pinhole, t: float) -> None:
        """Let the train run: it is longer than the frame is wide, and its wagons are equal, so it starts anew every two."""
        number = self._town.train
        rail = self._town.cards[number]
        x, y, metre = place(lens, self._train_start + 5.5 * t, 2.2 + 5.6 - _ground(number), rail.depth)
        h, w = self._train.shape[:2]
        zoom = metre / rail.metre
        period = w / self._wagons * zoom
        x = x % period - period
        top, bottom = max(0, int(y)), min(self.size[1], int(y + h * zoom) + 1)
        if bottom - top < 2:
            return
        matrix = np.array([[zoom, 0, x], [0, zoom, y - top]])
        cut = cv2.warpAffine(self._train, matrix, (self.size[0], bottom - top), flags=cv2.INTER_LINEAR)
        over(cut, picture[top:bottom])

    def _draw_points(self, picture: Array, lens: Pinhole, t: float) -> None:
        """Let red lamps breathe and sheaves turn."""
        red, dark = colour("#ff4528", 3.2), tuple(float(v) for v in self._light.sky * 0.4)
        for k, (number, bx, bz) in enumerate(self._town.beacons):
            x, y, _ = place(lens, bx, bz - _ground(number), self._town.cards[number].depth)
            if 2 < x < self.size[0] - 3 and 2 < y < self.size[1] - 3:
                bright = 0.12 + 0.88 * max(0.0, math.sin(t * 2.1 + k * 1.3)) ** 2
                picture[int(y) - 1 : int(y) + 1, int(x) - 1 : int(x) + 1, :3] += red * bright
        for k, (number, wx, wz, radius) in enumerate(self._town.wheels):
            x, y, metre = place(lens, wx, wz - _ground(number), self._town.cards[number].depth)
            for spoke in range(5):
                angle = t * (0.9 if k % 2 else -0.9) + spoke * 2 * math.pi / 5
                tip = (x + radius * metre * math.cos(angle), y + radius * metre * math.sin(angle))
                ends = [(round(px * 16), round(py * 16)) for px, py in ((x, y), tip)]
                cv2.line(picture, ends[0], ends[1], (*dark, 0), 1, cv2.LINE_AA, 4)

    def _draw_street_lamps(self, picture: Array, lens: Pinhole) -> None:
        """Add the glow of street lamps in the haze."""
        for number, lx, lz in self._town.lamps:
            x, y, metre = place(lens, lx, lz - _ground(number), self._town.cards[number].depth)
            reach = 4.5 * metre
            x0, x1, y0, y1 = (
                int(v)
                for v in (max(0, x - reach), min(self.size[0], x + reach), max(0, y - reach), min(self.size[1], y + reach))
            )
            if x1 - x0 < 1 or y1 - y0 < 1:
                continue
            across = ((np.arange(x0, x1, dtype=np.float32) - x) / reach)[None]
            down = ((np.arange(y0, y1, dtype=np.float32) - y) / reach)[:, None]
            near = np.clip(1 - across * across - down * down, 0, 1)
            glow = near**2 * (0.006 / (1.006 - near)) + near**3 * 0.05 * np.clip(down * 3 + 0.6, 0, 1)
            picture[y0:y1, x0:x1, :3] += glow[..., None] * colour("#ffc27a", 3.0)


def _ground(number: int) -> float:
    return LAND[number].drop
