"""The mining town: stacks and unfinished towers over low brick houses, a pit head, lanes with lamps."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import Card, enter, over, place, show
from white_cloud.backends.cameras.animatic.props.passers import Passer, walkers
from white_cloud.backends.cameras.animatic.props.precipitation import Precipitation
from white_cloud.backends.cameras.animatic.props.scenery import View
from white_cloud.backends.cameras.animatic.props.smoke import Plume, Smoke, SmokeLight
from white_cloud.backends.cameras.animatic.radiance import Array, Tile, colour, mix, smoothstep, spectral_noise
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.town.houses import Season
from white_cloud.backends.cameras.animatic.settings.town.painter import Spot, TownPainter
from white_cloud.backends.cameras.animatic.settings.town.plan import PLANS, Plan, light_of
from white_cloud.media.survey import Survey

_GRADE = Grade(exposure=1.15, contrast=1.24, saturation=0.88, bloom=0.18, vignette=0.36, shadow="#0e1216", highlight="#f3e9d8")
_LONGEST = 1.5  # of a usual take's way, as far as a move goes
_CROWD = 22


class Town(Setting):
    """A mining town.

    Words: the hours; `fog`, `smoke`, `rain`, `snow`; `walker`, `crowd` (a shift changes), `empty`; `street` (in a lane),
    `aerial` and `wide` (over the roofs), `close` (a longer lens).
    """

    name = "town"
    internal_scale = 0.64

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Paint the cards."""
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 3))
        self._mirrored = bool(random.random() < 0.5)
        self._plan = _plan(random, words)
        self._light = light_of(words)
        if "no lamp" in words:
            self._light = replace(self._light, lit=0.0, lamps=False)
        self.grade = replace(_GRADE, exposure=_GRADE.exposure * self._light.stop)
        near = self._plan.rows[-1]
        self._reach = (0.22 * near * math.tan(math.radians(self._plan.fov / 2)), 0.16 * self._plan.eye, 0.24 * near)
        wet = 1.0 if "rain" in words else 0.25
        lit = self._light.lit * (0.15 if "empty" in words else 1.0)
        season = Season("snow" in words, wet, lit, "no lamp" not in words)
        lens = self._lens(0.0)
        self._focal = lens.focal
        view = View(lens.focal, size, self._plan.horizon, self._plan.eye)
        spare = (self._reach[0] * 0.5 * _LONGEST * 1.3, math.radians(9 * _LONGEST * self._turn() + 0.3))
        calm = float(random.choice([0.0, 0.0, 0.25, 0.7]))
        painter = TownPainter(view, self._plan, self._light, season, spare, int(random.integers(1 << 30)), calm)
        self._scene = painter.paint()
        self._people = self._peopled(painter, random)
        self._smoke = Smoke(seed)
        self._thick = 1.8 if "smoke" in words else 1.0
        self._clouds = Tile(spectral_noise(256, slope=1.8, seed=seed + 6, lowest=1, highest=50, stretch=0.25, width=512))
        self._train_start = float(random.uniform(-60, 60))
        falling = "rain" if "rain" in words else "snow" if "snow" in words else ""
        self._falling = Precipitation(falling, size, seed) if falling else None
        self._wheel = _wheel()

    def radiance(self, t: float) -> Array:
        """Return the town's light at `t` seconds, float32 (h, w, 4)."""
        lens, picture = self._lens(t), self._sky(t)
        cards, owners = self._cards(t)

        def before(index: int) -> None:
            for spot, plume in () if "no smoke" in self.words else self._scene.plumes:
                if owners[index] == spot.card + 1:
                    self._draw_plume(picture, lens, spot, plume, t)

        show(picture, lens, cards, before)
        self._draw_points(picture, lens, t)
        if self._falling is not None:
            fall = self._light.daylight
            shift = (-lens.focal * math.tan(math.radians(lens.yaw)), lens.horizon_row - self._plan.horizon * self.size[1])
            self._falling.draw(picture, fall.haze_low * 0.7 + fall.sky * 0.9, t, shift)
        return cv2.flip(picture, 1) if self._mirrored else picture

    def survey(self, t: float) -> Survey:
        """Return what every pixel shows: the cards as they are laid. Smoke, rain and glow are left out."""
        kept = Survey.empty(self.size)
        enter(kept, self._lens(t), self._cards(t)[0])
        if self._mirrored:
            return Survey(np.ascontiguousarray(kept.classes[:, ::-1]), np.ascontiguousarray(kept.depth[:, ::-1]))
        return kept

    # ---------------------------------------------------------------- the lens
    def _turn(self) -> float:
        return 0.8 * self._plan.fov / 50

    def _lens(self, t: float) -> Pinhole:
        offset = self.move.at(t)
        side = -1 if self._mirrored else 1
        across, up, forward = self._reach
        return Pinhole(
            across * offset.across * side,
            forward * offset.forward,
            up * offset.up,
            self._turn() * offset.yaw * side,
            self._plan.horizon + offset.horizon,
            cropped(self._plan.fov, self.size),
            self.size,
        )

    # ---------------------------------------------------------------- what moves
    def _cards(self, t: float) -> tuple[list[Card], list[int]]:
        """Return the cards of a moment, far to near, and for each which of the painted ones it is (-1: none)."""
        cards, owners = list(self._scene.cards), list(range(len(self._scene.cards)))
        for person in self._people:  # on the ground that belongs to the card before which they walk
            one = person.card(t)
            last = len(cards) - 1
            at = next((k for k, other in enumerate(cards[:last]) if other.depth <= one.depth), last - 1) + 1
            cards.insert(at, one)
            owners.insert(at, -1)
        if self._scene.train is not None:
            train = self._scene.train
            period = math.floor(28.0 * train.metre) / train.metre
            left = (self._train_start + 5.5 * t) % period - period - train.picture.shape[1] / train.metre * 0.5
            at = owners.index(self._scene.rail) + 1
            cards.insert(at, replace(train, left=left))
            owners.insert(at, -1)
        return cards, owners

    def _peopled(self, painter: TownPainter, random: np.random.Generator) -> list[Passer]:
        """Return who walks here: nobody, one person in the lane, or a shift."""
        plan, rows = self._plan, self._plan.rows
        if self.words & {"empty", "no people"} or not self.words & {"walker", "crowd"}:
            return []
        # The nearest ground that the frame's lower edge shows, and the first row's lane.
        seen = plan.eye * self._focal / (self.size[1] * (1 - plan.horizon))
        nearest = max(rows[-1] * 1.08, 1.2 * seen)
        far = [nearest * 1.25] if "crowd" not in self.words else (nearest * random.uniform(1.0, 2.4, _CROWD)).tolist()
        places = []
        for y in far:
            aside = float(random.uniform(-1.7, 1.7)) if len(far) > 1 else 0.0
            pace = float(random.choice([-0.95, -1.1, 1.0])) if len(far) > 1 else 0.9
            places.append(((painter.lane_at(y) or 0.0) + aside, y, (0.0, pace)))
        return walkers(self._light.daylight, plan.eye, places, self._focal, self.seed)

    def _sky(self, t: float) -> Array:
        lens = self._lens(t)
        low, middle, high, glow = self._light.sky
        w, h = max(2, self.size[0] // 4), max(2, self.size[1] // 4)
        up = np.clip((lens.horizon_row / 4 - np.arange(h, dtype=np.float32) - 0.5) / (0.62 * h), 0, None)[:, None]
        across = (np.arange(w, dtype=np.float32) + 0.5) / w
        small = np.zeros((h, w, 4), np.float32)
        small[..., :3] = mix(
            mix(low, middle, smoothstep(0.0, 0.42, up[..., None])), high, smoothstep(0.28, 1.05, up[..., None])
        )
        turned = np.float32(math.tan(math.radians(lens.yaw)) * lens.focal / lens.size[0])
        bright = np.exp(-(((across + turned - 0.66) / 0.34) ** 2))[None] * np.exp(-up * 3.8)
        small[..., :3] += bright[..., None] * glow
        veil = self._clouds(
            np.repeat((across * 0.5 + np.float32(t * 0.0015) + turned * 0.5)[None], h, 0).astype(np.float32),
            np.repeat(0.09 / (up + 0.12), w, 1),
        )
        small *= (1 + 0.17 * np.clip(veil, -1.4, 1.8) * np.clip(up * 5, 0, 1))[..., None]
        if self.words & {"fog", "smoke"}:
            part = np.float32(0.8 if "fog" in self.words else 0.35) * np.exp(-up * 0.9)[..., None]
            small[..., :3] = mix(small[..., :3], self._light.daylight.haze_high, part)
        return cv2.resize(small, self.size)

    def _draw_plume(self, picture: Array, lens: Pinhole, spot: Spot, plume: Plume, t: float) -> None:
        one, light = self._scene.cards[spot.card], self._light.daylight
        x, y, metre = place(lens, spot.x, spot.z, one.depth)
        clear = light.clear(one.depth)
        haze = mix(light.haze_high, light.haze_low, 0.5)
        lit = light.sky * 0.9 + light.sun * 0.30 + light.haze_low * 0.25
        belly = lit * 0.48 * clear + haze * (1 - clear) * 0.9
        back = (lit * 0.95 + light.haze_low * 0.35) * clear + haze * (1 - clear)
        thick = replace(plume, radius=plume.radius * self._thick**0.5, density=plume.density * self._thick)
        self._smoke.draw(picture, (x, y), metre * spot.scale, thick, SmokeLight(belly, back), t)

    def _draw_points(self, picture: Array, lens: Pinhole, t: float) -> None:
        """Let red lamps breathe and the sheaves turn."""
        red = colour("#ff4528", 2.6 if self._light.lamps else 0.5)
        for k, spot in enumerate(() if "no lamp" in self.words else self._scene.beacons):
            x, y, _ = place(lens, spot.x, spot.z, self._scene.cards[spot.card].depth)
            if 3 < x < self.size[0] - 4 and 3 < y < self.size[1] - 4:
                bright = 0.12 + 0.88 * max(0.0, math.sin(t * 2.1 + k * 1.3)) ** 2
                _dot(picture, x, y, red * np.float32(bright))
        for k, (spot, radius) in enumerate(self._scene.wheels):
            x, y, metre = place(lens, spot.x, spot.z, self._scene.cards[spot.card].depth)
            self._draw_wheel(picture, (x, y), radius * metre * spot.scale, t * (52 if k % 2 else -52), spot)

    def _draw_wheel(self, picture: Array, middle: tuple[float, float], radius: float, turned: float, spot: Spot) -> None:
        left, top = int(middle[0] - radius) - 2, int(middle[1] - radius) - 2
        side = int(2 * radius) + 6
        if radius < 1 or left < 0 or top < 0 or left + side > self.size[0] or top + side > self.size[1]:
            return
        half = self._wheel.shape[0] / 2
        matrix = cv2.getRotationMatrix2D((half, half), turned, radius / half)
        matrix[:, 2] += (middle[0] - left - half, middle[1] - top - half)
        small = cv2.resize(self._wheel, None, fx=1, fy=1)
        cover = cv2.warpAffine(small, matrix, (side, side), flags=cv2.INTER_AREA)
        light, depth = self._light.daylight, self._scene.cards[spot.card].depth
        clear = light.clear(depth)
        steel = light.on(colour("#4b4743"), (0.0, -1.0, 0.0)) * clear + mix(light.haze_high, light.haze_low, 0.5) * (1 - clear)
        cut = cover[..., None] * np.append(steel, 1).astype(np.float32)
        over(cut.astype(np.float32), picture[top : top + side, left : left + side])


def _dot(picture: Array, x: float, y: float, light: Array) -> None:
    """Add a small soft point of light."""
    x0, y0 = int(x) - 2, int(y) - 2
    rows, columns = np.arange(y0, y0 + 5), np.arange(x0, x0 + 5)
    away = ((rows + 0.5 - y) ** 2)[:, None] + ((columns + 0.5 - x) ** 2)[None]
    picture[y0 : y0 + 5, x0 : x0 + 5, :3] += (np.exp(-away / 1.1)[..., None] * light).astype(np.float32)


def _wheel() -> Array:
    """Return the coverage of a sheave with eight spokes, float32 (64, 64)."""
    fine = np.zeros((256, 256), np.uint8)
    cv2.circle(fine, (128, 128), 116, 255, 14, cv2.LINE_AA)
    cv2.circle(fine, (128, 128), 16, 255, -1, cv2.LINE_AA)
    for k in range(8):
        a = k * math.pi / 4
        cv2.line(fine, (128, 128), (round(128 + 116 * math.cos(a)), round(128 + 116 * math.sin(a))), 255, 6, cv2.LINE_AA)
    return cv2.resize(fine, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def _plan(random: np.random.Generator, words: frozenset[str]) -> Plan:
    """Return the station that the words ask for, else any."""
    choice = list(PLANS)
    if words & {"street", "walker", "crowd"}:
        choice = [plan for plan in PLANS if plan.lane is not None and plan.rows[-1] < 35]
        choice = [plan for plan in choice if plan.eye < 5] if "street" in words else choice
    elif words & {"aerial", "wide"}:
        choice = [plan for plan in PLANS if plan.eye > 11]
    plan = choice[int(random.integers(len(choice)))]
    return replace(plan, fov=plan.fov * 0.72) if "close" in words else plan
