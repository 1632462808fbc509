"""The portrait: head and shoulders against a light that is out of focus."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, bust, sculpt
from white_cloud.backends.cameras.animatic.props.figures_shadow import shadow
from white_cloud.backends.cameras.animatic.props.figures_turn import Light, Turnable
from white_cloud.backends.cameras.animatic.props.precipitation import Precipitation
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.portrait.backdrops import painted
from white_cloud.backends.cameras.animatic.settings.portrait.sheet import HALF, wavering
from white_cloud.media.survey import Survey

_FOV = 40.0
_HEAD = 0.665  # metres of the middle of the head above the foot of a bust
_FOOT = 0.10  # metres of a bust that no frame shows
_FINEST = 700.0  # pixels to the metre a bust is sculpted at, at most


@dataclass(frozen=True)
class _Pose:
    """How somebody is seen: degrees turned from showing the back, place in the frame, height of a head in frame heights."""

    yaw: float
    x: float
    y: float
    head: float
    nod: float = 0.0
    turn: float = 0.0


_POSES = (
    _Pose(90, -0.12, 0.45, 0.52, 3.0),  # profile
    _Pose(122, -0.14, 0.45, 0.50, 6.0, 8.0),  # three-quarter
    _Pose(10, -0.13, 0.45, 0.46, 2.0, -38.0),  # from behind, the head turned to the light
    _Pose(172, -0.05, 0.45, 0.52, 5.0, 10.0),  # from the front
    _Pose(80, -0.15, 0.48, 0.58, 13.0),  # profile, looking down
    _Pose(42, -0.15, 0.46, 0.50, 0.0, -22.0),  # three-quarter from behind
)


class Portrait(Setting):
    """One head and shoulders; words: the hours, `window`, `lamp`, `fog`, `snow`, `walker` (who works), `close`, `wide`."""

    name = "portrait"
    internal_scale = 0.75

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Choose the pose, paint the backdrop, sculpt and light the bust."""
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 61))
        pose = _POSES[int(random.integers(len(_POSES)))]
        self._phase = float(random.random()) * 6
        self._backdrop = painted(self._kind(random), size, seed, words)
        self._side = 1.0 if self._backdrop.rim.towards[0] > 0 else -1.0
        larger = 1.32 if "close" in words else 0.68 if "wide" in words else 1.0
        self._pose = pose
        self._metre = pose.head * larger / 0.24 * size[1]
        self._away = self._lens(0.0).focal / self._metre
        self.grade = Grade(
            exposure=1.2 * self._backdrop.exposure, contrast=1.30, saturation=0.9, bloom=0.20, vignette=0.40,
            shadow="#0d0f12", highlight="#f5ead6", grain=3.2,
        )  # fmt: skip
        self._bust = self._sculpt(random)
        self._snow = Precipitation("snow", size, seed, 0.7) if "snow" in words else None

    def radiance(self, t: float) -> Array:
        """Return the portrait's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        picture = self._behind(self._backdrop.at(t), lens, cv2.INTER_LINEAR)
        cut, place = self._before(lens, t)
        if cut is not None:
            over(cut, picture[place])
        if self._snow is not None:
            rim = self._backdrop.rim
            self._snow.draw(
                picture, rim.key * np.float32(1.2) + rim.ambient, t, (-math.tan(math.radians(lens.yaw)) * lens.focal, 0.0)
            )
        return picture

    def survey(self, t: float) -> Survey:
        """Return what each pixel shows: the person, and what is out of focus behind."""
        survey, lens = Survey.empty(self.size), self._lens(t)
        for name, mask, away in self._backdrop.classes:
            if name == "sky":
                continue
            full = np.ones(self._backdrop.still.shape[:2], np.uint8) if mask is None else mask.astype(np.uint8)
            survey.put(name, self._behind(full, lens, cv2.INTER_NEAREST) > 0, away - 0.001 * (mask is not None))
        cut, place = self._before(lens, t)
        if cut is not None:
            where = np.zeros(survey.depth.shape, bool)
            where[place] = cut[..., 3] > 0.5
            survey.put("person", where, max(0.3, self._away - lens.y))
        return survey

    def _kind(self, random: np.random.Generator) -> str:
        words, pick = self.words, float(random.random())
        kinds: tuple[str, ...] = ("window", "bulb", "furnace", "pit", "dunes", "screens", "city")
        if "window" in words:
            kinds = ("window",)
        elif "lamp" in words:
            kinds = ("bulb",)
        elif words & {"fog", "snow"}:
            kinds = ("mist",)
        elif "night" in words:
            kinds = ("pit", "city", "screens", "furnace")
        elif words & {"dusk", "dawn"}:
            kinds = ("dunes",)
        elif "day" in words:
            kinds = ("dunes", "window", "dunes")
        return kinds[int(pick * len(kinds))]

    def _lens(self, t: float) -> Pinhole:
        offset = self.move.at(t)
        yaw = 0.8 * offset.yaw
        return Pinhole(
            0.17 * offset.across, 0.26 * offset.forward, 0.10 * offset.up, yaw, 0.5 + 0.8 * offset.horizon,
            cropped(_FOV, self.size), self.size,
        )  # fmt: skip

    def _sculpt(self, random: np.random.Generator) -> Turnable:
        pose, side, rim = self._pose, self._side, self._backdrop.rim
        hats = ("hair", "helmet", "cap", "hair", "bun", "long", "helmet", "scarf")
        hat = hats[int(random.integers(len(hats)))]
        coat = ("jacket", "padded", "jacket")[int(random.integers(3))]
        if "walker" in self.words:  # somebody who works
            hat = ("helmet", "cap", "helmet", "hair")[int(random.integers(4))]
        if "snow" in self.words:
            hat, coat = ("fur", "scarf", "fur")[int(random.integers(3))], "padded"
        # The light comes from the side that is looked to: a contour that is lit reads best.
        yaw = -pose.yaw * side
        limbs = [limb.moved(z=-_FOOT) for limb in bust(hat, pose.nod, -pose.turn * side, coat)]
        relief = sculpt(limbs, yaw, min(self._metre, _FINEST), 0.16, self.seed)
        x, y, z = rim.towards
        key = (Glow((x, y, z), rim.key * np.float32(3.0), distant=True, wrap=0.0, edge=1.1),)
        steady = (
            Glow((-x * 1.1, y * 0.8, z + 0.3), rim.fill * np.float32(1.6), distant=True, wrap=0.0, edge=1.0),
            Glow((x * 1.2, -0.35, z + 0.1), rim.key * np.float32(0.12), distant=True, wrap=0.1),
            Glow((0.2 * x, -1.0, 0.5), rim.ambient * np.float32(1.4), distant=True, wrap=0.2),
        )
        cloth = colour(("#343f52", "#3c3f3a", "#46403a", "#2e353c")[int(random.integers(4))])
        light = Light(rim.ambient, steady, key)
        neck = (_HEAD - _FOOT - 0.17, _HEAD - _FOOT - 0.06)
        return Turnable.of(relief, cloth, light, neck, shadow(limbs, relief, yaw, (x, y, z)))

    def _behind(self, sheet: Array, lens: Pinhole, way: int) -> Array:
        away = self._backdrop.away
        zoom = HALF * away / (away - lens.y) if away > 1 else HALF
        shift = math.tan(math.radians(lens.yaw)) * lens.focal + lens.x * lens.focal / away
        h, w = sheet.shape[:2]
        x = self.size[0] / 2 - shift - w / 2 * zoom
        y = lens.horizon_row + lens.z * lens.focal / away - h / 2 * zoom
        matrix = np.array([[zoom, 0, x + (zoom - 1) / 2], [0, zoom, y + (zoom - 1) / 2]])
        return cv2.warpAffine(sheet, matrix, self.size, flags=way, borderMode=cv2.BORDER_REPLICATE)

    def _before(self, lens: Pinhole, t: float) -> tuple[Array | None, tuple[slice, slice]]:
        """Return the bust as it is seen at `t`, and where."""
        turn = 5.0 * math.sin(t * 0.42 + self._phase) + 1.2 * math.sin(t * 1.1 + 2 * self._phase)
        breath = 0.0045 * math.sin(t * 1.55 + self._phase)
        aside = math.degrees(math.atan2(lens.x, self._away)) + 0.4 * lens.yaw
        flicker = 1 + self._backdrop.lively * wavering(t * 0.9, 0.0)
        seen = self._bust.seen(turn, aside, breath, flicker)
        depth = max(0.35, self._away - lens.y)
        metre = lens.focal / depth
        zoom = metre / self._bust.metre
        shift = math.tan(math.radians(lens.yaw)) * lens.focal
        column = self.size[0] / 2 + (self._pose.x * self._side * self.size[0] / self._metre - lens.x) * metre - shift
        drop = (self._pose.y - 0.5) * self.size[1] / self._metre
        row = lens.horizon_row + (drop + lens.z) * metre
        h, w = seen.shape[:2]
        left = column + self._bust.left * metre
        top = row - (h / self._bust.metre + self._bust.bottom - (_HEAD - _FOOT)) * metre
        x0, x1 = max(0, math.floor(left)), min(self.size[0], math.ceil(left + w * zoom) + 1)
        y0, y1 = max(0, math.floor(top)), min(self.size[1], math.ceil(top + h * zoom) + 1)
        place = np.s_[y0:y1, x0:x1]
        if x1 - x0 < 1 or y1 - y0 < 1:
            return None, place
        matrix = np.array([[zoom, 0, left - x0 + (zoom - 1) / 2], [0, zoom, top - y0 + (zoom - 1) / 2]])
        return cv2.warpAffine(seen, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR), place
