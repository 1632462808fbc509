"""The phone: the only light in a dark room, a thumb that draws the feed on, somebody's face."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, bust, sculpt
from white_cloud.backends.cameras.animatic.props.figures_march import Outline
from white_cloud.backends.cameras.animatic.props.figures_shadow import shadow
from white_cloud.backends.cameras.animatic.props.figures_turn import Light, Turnable
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.phone.feed import SCREEN, Feed
from white_cloud.backends.cameras.animatic.settings.phone.holding import BODY, GLASS, THUMB, Piece, pieces
from white_cloud.backends.cameras.animatic.settings.phone.room import Room, room
from white_cloud.media.survey import Survey, class_number

_FOV = 40.0
_TALL = 2 * BODY[1]
_HEAD = 0.665  # metres of the middle of the head above the foot of a bust
_SCREEN = 1.0  # how much brighter the screen is than its pictures are painted


@dataclass(frozen=True)
class _Station:
    """How the phone is seen: its place in the frame (parts of it, from the middle), its height in frame heights, its roll.

    With somebody: the yaw of the bust in degrees, its place, the height of the head, whether it is before the phone (and out
    of focus) or behind, how far its head is bowed and turned.
    """

    x: float
    y: float
    tall: float
    roll: float
    yaw: float | None = None
    who: tuple[float, float, float] = (0.0, 0.0, 0.0)
    before: bool = False
    nod: float = 0.0
    turn: float = 0.0
    away: bool = False  # the screen looks away from us


_ALONE = (
    _Station(0.06, 0.04, 0.80, 5.0),
    _Station(-0.10, 0.06, 0.70, -7.0),
    _Station(0.14, 0.10, 1.02, 9.0),
)
_SHOULDER = (
    _Station(0.15, 0.12, 0.46, -4.0, 24.0, (-0.20, 0.02, 0.74), True, 18.0, -26.0),
    _Station(0.10, 0.16, 0.42, 6.0, 40.0, (-0.24, -0.04, 0.66), True, 22.0, -18.0),
)
_FACES = (
    _Station(0.17, 0.30, 0.34, -14.0, 128.0, (-0.12, -0.05, 0.50), False, 20.0, 6.0, True),
    _Station(0.20, 0.32, 0.36, -18.0, 98.0, (-0.16, -0.05, 0.52), False, 24.0, 0.0, True),
)


class Phone(Setting):
    """A phone in the dark; words: the hours (what comes through a window), `window`, `lamp`, `walker`, `close`, `wide`."""

    name = "phone"
    internal_scale = 0.7

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Furnish the dark, write the feed, sculpt who holds it."""
        super().__init__(size, seed, words, move)
        random = np.random.default_rng((seed, 62))
        self._station = self._choose(random)
        self._phase = float(random.random()) * 6
        self._feed = Feed.of(random)
        self._side = 1.0 if random.random() < 0.5 else -1.0
        self._metre = self._station.tall * size[1] / _TALL
        self._away = self._lens(0.0).focal / self._metre
        place = (self._station.x * self._side, self._station.y)
        self._room: Room = room(size, seed, words, place)
        self.grade = Grade(
            exposure=1.25, contrast=1.30, saturation=0.92, bloom=0.24, vignette=0.42,
            shadow="#0b0e12", highlight="#f2eee6", grain=3.8,
        )  # fmt: skip
        self._hand = pieces(self._metre, self._room.ambient)
        self._who = self._sculpt(random) if self._station.yaw is not None else None

    def radiance(self, t: float) -> Array:
        """Return the room's and the screen's light at `t` seconds, float32 (h, w, 4)."""
        return self._paint(t, None)

    def survey(self, t: float) -> Survey:
        """Return what each pixel shows: screen, phone, hand and person, quilt, wall and window."""
        survey = Survey.empty(self.size)
        self._paint(t, survey)
        return survey

    def _choose(self, random: np.random.Generator) -> _Station:
        stations: tuple[_Station, ...] = _ALONE + _SHOULDER + _FACES
        if "walker" in self.words:
            stations = _SHOULDER + _FACES
        if "close" in self.words:
            stations = _ALONE
        station = stations[int(random.integers(1 << 30)) % len(stations)]
        if "close" in self.words:
            station = replace(station, tall=station.tall * 1.3)
        if "wide" in self.words:
            x, y, head = station.who
            station = replace(station, tall=station.tall * 0.62, y=station.y + 0.06, who=(x, y + 0.04, head * 0.62))
        return station

    def _lens(self, t: float) -> Pinhole:
        offset = self.move.at(t)
        return Pinhole(
            0.075 * offset.across, 0.13 * offset.forward, 0.05 * offset.up, 0.7 * offset.yaw, 0.5 + 0.7 * offset.horizon,
            cropped(_FOV, self.size), self.size,
        )  # fmt: skip

    def _sculpt(self, random: np.random.Generator) -> Turnable:
        station, side = self._station, self._side
        assert station.yaw is not None
        hat = ("hair", "long", "hair", "cap", "bun")[int(random.integers(5))]
        metre = station.who[2] / 0.24 * self.size[1]
        limbs = bust(hat, station.nod, -station.turn * side, ("jacket", "padded")[int(random.integers(2))])
        relief = sculpt(limbs, -station.yaw * side, min(metre, 620.0 if not station.before else 380.0), 0.14, self.seed)
        aside = (station.x - station.who[0]) * self.size[0] / metre * side
        below = (station.y - station.who[1]) * self.size[1] / metre
        before = 0.07 if station.before else -0.16 if station.yaw > 110 else 0.02
        glow = Glow(
            (aside, before, _HEAD - below),
            np.full(3, 1.6 if station.before else 1.05, np.float32),
            wrap=0.60 if station.before else 0.1,
            edge=0.25 if station.before else 0.5,
        )
        window = Glow(
            (-0.9 * side, 0.6, 0.5), self._room.outside * np.float32(1.2) + colour("#40608c", 0.10), distant=True, edge=2.0
        )
        light = Light(self._room.ambient, (window,), (glow,))
        # The screen is wide and near: what does not see it is not black.
        seen = 0.3 + 0.7 * shadow(limbs, relief, -station.yaw * side, (aside, before, -below)) if station.before else None
        return Turnable.of(relief, colour("#39424c"), light, (_HEAD - 0.17, _HEAD - 0.06), seen)

    # ------------------------------------------------------------ the picture
    def _paint(self, t: float, survey: Survey | None) -> Array:
        lens = self._lens(t)
        glow = self._feed.glow(t) * np.float32(_SCREEN)
        picture = self._room.at(lens, glow, t, survey)
        station = self._station
        if self._who is not None and not station.before:
            self._draw_who(picture, lens, glow, t, survey)
        spot = self._spot(lens, t)
        palm, tips, thumb = self._hand
        mirrored = -1.0 if station.away else 1.0
        if not station.away:
            self._draw_piece(palm, spot, glow, picture, survey, mirrored)
        self._draw_phone(picture, spot, t, survey)
        if station.away:
            self._draw_piece(palm, spot, glow * np.float32(0.12), picture, survey, mirrored)
        else:
            self._draw_piece(tips, spot, glow, picture, survey, mirrored)
            angle = -4.0 + 15.0 * self._feed.thumb(t)
            self._draw_piece(thumb, spot, glow, picture, survey, mirrored, angle)
        if self._who is not None and station.before:
            self._draw_who(picture, lens, glow, t, survey)
        return picture

    def _spot(self, lens: Pinhole, t: float) -> tuple[Array, float]:
        """Return the matrix (2, 3) from metres about the phone (x, z) to pixels, and the phone's distance."""
        depth = max(0.2, self._away - lens.y)
        metre = lens.focal / depth
        sway = 0.0012 * math.sin(t * 0.9 + self._phase), 0.0010 * math.sin(t * 1.3 + 2 * self._phase)
        nudge = 0.0012 * self._feed.thumb(t)
        x = self._station.x * self._side * self.size[0] / self._metre + sway[0]
        z = -self._station.y * self.size[1] / self._metre + sway[1] + nudge
        column = self.size[0] / 2 + (x - lens.x) * metre - math.tan(math.radians(lens.yaw)) * lens.focal
        row = lens.horizon_row - (z - lens.z) * metre
        angle = math.radians(self._station.roll * self._side + 0.5 * math.sin(t * 0.7 + self._phase))
        c, s = math.cos(angle) * metre, math.sin(angle) * metre
        return np.array([[c, s, column], [s, -c, row]]), depth

    def _draw_piece(
        self,
        piece: Piece,
        spot: tuple[Array, float],
        glow: Array,
        picture: Array,
        survey: Survey | None,
        mirrored: float,
        angle: float = 0.0,
    ) -> None:
        matrix, depth = spot
        turn = math.radians(angle)
        c, s = math.cos(turn), math.sin(turn)
        # From the piece's pixels to metres about the phone: its scale, its corner, its turn about the root of the thumb.
        h = piece.still.shape[0]
        k = 1 / piece.metre
        to_metres = np.array([[k, 0, piece.left + k / 2], [0, -k, piece.bottom + (h - 0.5) * k], [0, 0, 1]])
        x, z = THUMB
        turned = np.array([[c, -s, x - c * x + s * z], [s, c, z - s * x - c * z], [0, 0, 1]])
        flip = np.diag([mirrored, 1.0, 1.0])
        whole = np.vstack([matrix, [0, 0, 1]]) @ flip @ turned @ to_metres
        corners = whole[:2] @ np.array([[0, piece.still.shape[1], 0, piece.still.shape[1]], [0, 0, h, h], [1, 1, 1, 1]])
        x0, y0 = (int(max(0, v)) for v in np.floor(corners.min(1)))
        x1, y1 = (int(min(side, v)) for side, v in zip(self.size, np.ceil(corners.max(1)) + 1, strict=True))
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        lit = cv2.add(piece.still, cv2.multiply(piece.lit, np.append(glow, 0).astype(np.float64)))
        cut = cv2.warpAffine(lit, whole[:2] - [[0, 0, x0], [0, 0, y0]], (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        region = np.s_[y0:y1, x0:x1]
        over(cut, picture[region])
        _mark(survey, region, cut[..., 3], "person", depth - 0.01)

    def _draw_phone(self, picture: Array, spot: tuple[Array, float], t: float, survey: Survey | None) -> None:
        matrix, depth = spot
        body = _seen(_rounded(*BODY, 0.011), matrix)
        self._fill(picture, body, np.array([0.016, 0.014, 0.012], np.float32), survey, "thing", depth)
        if self._station.away:
            edge = self._feed.glow(t) * np.float32(_SCREEN * 0.9)
            rim = _seen(_rounded(BODY[0] + 0.0012, BODY[1] + 0.0012, 0.012), matrix)
            self._fill(picture, rim, edge, survey, "thing", depth)
            self._fill(picture, body, self._room.ambient * np.float32(0.5) + np.float32(0.003), survey, "thing", depth - 0.001)
            for x, z in ((-0.022, 0.060), (-0.022, 0.044)):
                eye = _seen(np.array([(x, z)]) + 0.0062 * _RING, matrix)
                self._fill(picture, eye, np.array([0.05, 0.04, 0.035], np.float32), survey, "thing", depth)
            return
        glass = _seen(_rounded(*GLASS, 0.008), matrix)
        window = glass.window(self.size)
        if window is None:
            return
        x0, y0, x1, y1 = window
        shown: Array = self._feed.shown(t) * np.float32(_SCREEN)
        k = 2 * GLASS[0] / SCREEN[0], 2 * GLASS[1] / SCREEN[1]
        to_metres = np.array([[k[0], 0, -GLASS[0] + k[0] / 2], [0, -k[1], GLASS[1] - k[1] / 2], [0, 0, 1]])
        whole = (np.vstack([matrix, [0, 0, 1]]) @ to_metres)[:2] - [[0, 0, x0], [0, 0, y0]]
        small = math.hypot(whole[0, 0], whole[1, 0])
        if small < 0.6:
            shown = cv2.GaussianBlur(shown, (0, 0), 0.42 / small)
        cut = cv2.warpAffine(shown, whole, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        mask = glass.cover(window, 3)
        region = np.s_[y0:y1, x0:x1]
        picture[region] = cv2.blendLinear(cut, np.ascontiguousarray(picture[region]), mask, 1 - mask)
        _mark(survey, region, mask, "screen", depth - 0.002)

    def _fill(self, picture: Array, outline: Outline, paint: Array, survey: Survey | None, name: str, depth: float) -> None:
        window = outline.window(self.size)
        if window is None:
            return
        mask = outline.cover(window, 3)
        region = np.s_[window[1] : window[3], window[0] : window[2]]
        over(np.dstack([mask[..., None] * paint, mask]).astype(np.float32), picture[region])
        _mark(survey, region, mask, name, depth)

    def _draw_who(self, picture: Array, lens: Pinhole, glow: Array, t: float, survey: Survey | None) -> None:
        assert self._who is not None
        station, who = self._station, self._who
        metre_then = station.who[2] / 0.24 * self.size[1]
        away = lens.focal / metre_then
        depth = max(0.22, away - lens.y)
        metre = lens.focal / depth
        turn = 2.2 * math.sin(t * 0.37 + self._phase)
        seen = who.seen(turn, math.degrees(math.atan2(lens.x, away)), 0.004 * math.sin(t * 1.5 + self._phase), glow)
        if station.before:
            seen = cv2.GaussianBlur(seen, (0, 0), max(0.5, self.size[1] / 105 * who.metre / metre_then))
        zoom = metre / who.metre
        shift = math.tan(math.radians(lens.yaw)) * lens.focal
        column = self.size[0] / 2 + (station.who[0] * self._side * self.size[0] / metre_then - lens.x) * metre - shift
        row = lens.horizon_row + (station.who[1] * self.size[1] / metre_then + lens.z) * metre
        h, w = seen.shape[:2]
        left = column + who.left * metre
        top = row - (h / who.metre + who.bottom - _HEAD) * metre
        x0, x1 = max(0, math.floor(left)), min(self.size[0], math.ceil(left + w * zoom) + 1)
        y0, y1 = max(0, math.floor(top)), min(self.size[1], math.ceil(top + h * zoom) + 1)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        matrix = np.array([[zoom, 0, left - x0 + (zoom - 1) / 2], [0, zoom, top - y0 + (zoom - 1) / 2]])
        cut = cv2.warpAffine(seen, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        region = np.s_[y0:y1, x0:x1]
        over(cut, picture[region])
        _mark(survey, region, cut[..., 3], "person", depth)


_ANGLES = np.linspace(0, 2 * math.pi, 16, endpoint=False)
_RING = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], 1)


def _rounded(half: float, tall: float, radius: float) -> Array:
    """Return a rectangle with round corners as a polygon."""
    angle = np.linspace(0, math.pi / 2, 6)
    quarter = np.stack([np.cos(angle), np.sin(angle)], 1) * radius + (half - radius, tall - radius)
    flips = ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
    return np.concatenate([(quarter * (x, z))[::way] for x, z, way in flips])


def _seen(polygon: Array, matrix: Array) -> Outline:
    """Return a polygon in metres about the phone as it is seen, in pixels."""
    return Outline.of([polygon @ matrix[:, :2].T + matrix[:, 2]])


def _mark(survey: Survey | None, region: tuple[slice, slice], mask: Array, name: str, depth: float) -> None:
    if survey is not None:
        where = np.zeros(survey.depth.shape, bool)
        where[region] = mask > 0.5
        survey.classes[where] = class_number(name)
        survey.depth[where] = max(0.05, depth)
