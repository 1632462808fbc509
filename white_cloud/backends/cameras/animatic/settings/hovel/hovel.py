"""The hovel: a miners' room with a bunk, a table, a lamp, a window onto the works, and someone who sits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole, cropped
from white_cloud.backends.cameras.animatic.props.cards import over
from white_cloud.backends.cameras.animatic.props.figures import Glow, Limb, Relief, sculpt, seated_at_table, seated_bowed
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.light import SWING, Sources, bake
from white_cloud.backends.cameras.animatic.rooms.planes import Surface, draw, visible
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.hovel import room as things
from white_cloud.backends.cameras.animatic.settings.hovel.room import PANE, Furnishing, Standee, furnish

#: Words by which the window leads and the lamp pales.
_BRIGHT = frozenset({"dawn", "day", "dusk"})
#: The group of a sitter who has a stool of his own.
_ALONE = 100


@dataclass(frozen=True)
class _View:
    """A station in the room, and who sits where: pose, place, heading (degrees clockwise from north), lamp's place."""

    eye: tuple[float, float, float]
    yaw: float
    horizon: float
    fov: float
    pose: str = "table"
    seat: tuple[float, float] = (1.10, 3.72)
    heading: float = 0.0
    lamp: tuple[float, float, float] = (1.42, 4.22, 1.66)
    group: int = things.STOOL


_VIEWS = (
    _View((2.05, 0.42, 1.32), -2, 0.47, 62),
    _View((2.62, 1.50, 1.24), -27, 0.44, 54, heading=-8),
    _View((0.62, 0.70, 1.30), 21, 0.46, 60, "bowed", (3.02, 3.45), 272, (2.05, 3.35, 1.72), things.BUNK),
    _View((1.80, 1.95, 1.30), -17, 0.42, 50, heading=4),
    _View((1.15, 1.05, 1.22), 33, 0.43, 52, "bowed", (3.04, 3.60), 262, (2.15, 3.9, 1.70), things.BUNK),
)
#: Stations that look at the window, the sitter before it.
_WINDOW_VIEWS = (
    _View((3.30, 2.10, 1.28), -66, 0.46, 56, "bowed", (1.45, 3.05), 285, (2.5, 3.9, 1.72), _ALONE),
    _View((2.95, 1.55, 1.26), -48, 0.45, 54, "table", (1.32, 3.42), 318, (1.9, 4.2, 1.70), _ALONE),
)


@dataclass(frozen=True)
class _Card:
    """A sculpted thing lit for the lamp's three places: premultiplied pictures, and where it stands."""

    relief: Relief
    lit: tuple[Array, ...]
    place: tuple[float, float, float]
    group: int
    level: int


class Hovel(Setting):
    """A room by lamplight; words `dawn`, `day` or `dusk` (the window leads), `lamp` (it swings), `empty`, `window` (faced)."""

    name = "hovel"
    internal_scale = 0.7
    grade = Grade(
        exposure=1.3, contrast=1.25, saturation=0.86, bloom=0.20, vignette=0.45, shadow="#0f1211", highlight="#f3e7cf"
    )

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Furnish the room, bake its light and sculpt who sits there."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng(seed)
        stations = _WINDOW_VIEWS if "window" in words else _VIEWS
        self._view = stations[int(rng.integers(len(stations)))]
        self._mirrored = bool(rng.random() < 0.5)
        self._jitter = rng.uniform(-1, 1, 4)
        self._swings = "lamp" in words
        self._sources = _sources(words, self._view)
        outside = colour("#b4c6d6", 0.95) if words & _BRIGHT else colour("#6f8fb8", 0.22)
        room = furnish(int(rng.integers(1 << 30)), outside)
        self._room = room
        self._maps = bake(room.surfaces, room.blocks, self._sources, self._swings)
        self._expose(0.0, 1.0)
        self._cards = self._stand(room, rng)

    def radiance(self, t: float) -> Array:
        """Return the room's light at `t` seconds, float32 (h, w, 4)."""
        lens = self._lens(t)
        swing = 0.9 * math.sin(t * 2.6 + 1.0) if self._swings else 0.0
        if self._swings:
            self._expose(swing, 0.96 + 0.04 * math.sin(t * 31) * math.sin(t * 7))
        picture: Array = np.zeros((self.size[1], self.size[0], 4), np.float32)
        for thing in self._order(lens):
            if isinstance(thing, Surface):
                draw(thing, lens, picture)
            else:
                self._draw_card(thing, lens, swing, picture)
        lamp = self._sources.lamp + SWING * (swing, swing, abs(swing))
        self._draw_lamp(picture, lens, lamp)
        picture = cv2.add(picture, self._air(lens, lamp))
        return cv2.flip(picture, 1) if self._mirrored else picture

    def _lens(self, t: float) -> Pinhole:
        view, offset = self._view, self.move.at(t)
        side = -1 if self._mirrored else 1  # the mirrored room must still pan the way it was told to
        across, forward = 0.26 * offset.across * side, 0.36 * offset.forward
        angle = math.radians(view.yaw)
        return Pinhole(
            view.eye[0] + 0.10 * self._jitter[0] + math.cos(angle) * across + math.sin(angle) * forward,
            view.eye[1] + 0.10 * self._jitter[1] - math.sin(angle) * across + math.cos(angle) * forward,
            view.eye[2] + 0.05 * self._jitter[2] + 0.28 * offset.up,
            view.yaw + 2.5 * self._jitter[3] + offset.yaw * side,
            view.horizon + offset.horizon,
            cropped(view.fov, self.size),
            self.size,
        )

    def _expose(self, swing: float, strength: float) -> None:
        for surface, light in zip(self._room.surfaces, self._maps.combined(self._sources, swing, strength), strict=True):
            surface.expose(light)

    def _order(self, lens: Pinhole) -> list[Surface | _Card]:
        """Return surfaces and cards far to near; cards go behind or before what shares their group by their level."""
        eye = np.array([lens.x, lens.y])
        order: list[Surface | _Card] = list(visible(self._room.surfaces, lens))
        for card in self._cards:
            mates = [i for i, s in enumerate(order) if s.group == card.group]
            if mates:
                order.insert(max(mates) + 1, card)
                continue
            far = float(np.linalg.norm(np.array(card.place[:2]) - eye))
            nearer = (i for i, s in enumerate(order) if s.group != things.SHELL and _away(s, eye) < far)
            order.insert(next(nearer, len(order)), card)
        return order

    def _stand(self, room: Furnishing, rng: np.random.Generator) -> list[_Card]:
        lens = self._lens(0.0)
        cards = [self._card(thing, lens, 200.0) for thing in room.standees]
        if "empty" not in self.words:
            view = self._view
            pose = seated_at_table if view.pose == "table" else seated_bowed
            hat = ("cap", "hair", "helmet", "cap")[int(rng.integers(4))]
            cloth = colour(("#44597c", "#4d5560", "#556047")[int(rng.integers(3))])
            person = Standee(pose(hat), view.heading, (*view.seat, 0.0), cloth, view.group, 5, 0.22)
            cards.append(self._card(person, lens, 300.0))
            if view.group == _ALONE:
                cards.insert(-1, self._card(Standee(_STOOL, 30, (*view.seat, 0.0), colour("#57442f"), _ALONE), lens, 200.0))
        return sorted(cards, key=lambda card: card.level)

    def _card(self, thing: Standee, lens: Pinhole, metre: float) -> _Card:
        away = math.hypot(thing.place[0] - lens.x, thing.place[1] - lens.y)
        sharp = min(metre, lens.focal / away * 1.15)
        relief = sculpt(thing.limbs, lens.yaw - thing.heading, sharp, thing.folds, self.seed)
        lit = tuple(self._lit(relief, thing, lens, swing) for swing in ((-1, 0, 1) if self._swings else (0,)))
        return _Card(relief, lit, thing.place, thing.group, thing.level)

    def _lit(self, relief: Relief, thing: Standee, lens: Pinhole, swing: int) -> Array:
        """Light a relief by lamp and window, both seen from where the lens first stands."""
        sources = self._sources
        glows = []
        window = np.array([0.05, PANE.y + PANE.width / 2, PANE.z + PANE.height / 2])
        for place, tint, edge in (
            (sources.lamp + SWING * (swing, swing, abs(swing)), sources.lamp_colour, 0.5),
            (window, sources.pane_colour * (PANE.width * PANE.height * 0.5), 0.6),
        ):
            x, y, z = place - np.array(thing.place)
            aside = x * lens.right[0] + y * lens.right[1]
            beyond = x * lens.forward[0] + y * lens.forward[1]
            glows.append(Glow((aside, beyond, z), tint.astype(np.float32), edge=edge))
        ambient = (sources.ambient + sources.lamp_colour * 0.015 + sources.pane_colour * 0.01).astype(np.float32)
        return relief.lit(thing.albedo, ambient, glows)

    def _draw_card(self, card: _Card, lens: Pinhole, swing: float, picture: Array) -> None:
        x, y, depth = (float(v) for v in lens.project(*card.place))
        if depth < 0.3:
            return
        zoom = lens.focal / depth / card.relief.metre
        h, w = card.lit[0].shape[:2]
        left = x + card.relief.left * card.relief.metre * zoom
        top = y - card.relief.bottom * card.relief.metre * zoom - h * zoom
        x0, x1 = max(0, math.floor(left)), min(self.size[0], math.ceil(left + w * zoom) + 1)
        y0, y1 = max(0, math.floor(top)), min(self.size[1], math.ceil(top + h * zoom) + 1)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return
        lit = card.lit[0]
        if len(card.lit) == 3:
            lit = cv2.addWeighted(card.lit[1], 1 - abs(swing), card.lit[2 if swing > 0 else 0], abs(swing), 0)
        shift = 0.5 * zoom - 0.5
        matrix = np.array([[zoom, 0, left - x0 + shift], [0, zoom, top - y0 + shift]])
        cut = cv2.warpAffine(lit, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        over(cut, picture[y0:y1, x0:x1])

    def _draw_lamp(self, picture: Array, lens: Pinhole, lamp: Array) -> None:
        """Draw wire, tin shade and bulb, four times too large and then reduced."""
        x, y, depth = (float(v) for v in lens.project(*lamp))
        if depth < 0.3:
            return
        metre = lens.focal / depth
        reach = int(0.3 * metre) + 2
        hang = lens.project(self._sources.lamp[0], self._sources.lamp[1], things.HEIGHT)
        cord = (np.array([[hang[0], hang[1]], [x, y - 0.12 * metre]]) * 16).round().astype(int)
        start, end = (int(cord[0, 0]), int(cord[0, 1])), (int(cord[1, 0]), int(cord[1, 1]))
        cv2.line(picture, start, end, (0.01, 0.012, 0.014, 0), max(1, int(metre * 0.012)), cv2.LINE_8, 4)
        x0, x1 = max(0, int(x) - reach), min(self.size[0], int(x) + reach)
        y0, y1 = max(0, int(y) - reach), min(self.size[1], int(y) + reach)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        fine = np.zeros(((y1 - y0) * 4, (x1 - x0) * 4, 4), np.float32)
        underside = (lens.z - float(lamp[2])) / max(depth, 0.5)
        _paint_lamp(fine, ((x - x0) * 4, (y - y0) * 4), metre * 4, -underside, self._lamp_tint())
        over(cv2.resize(fine, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA), picture[y0:y1, x0:x1])

    def _lamp_tint(self) -> Array:
        return self._sources.lamp_colour / 3.0

    def _air(self, lens: Pinhole, lamp: Array) -> Array:
        """Return the smoky air's own light: a halo round the lamp, stronger below it, and the window's shaft."""
        w, h = self.size[0] // 8, self.size[1] // 8
        x, y, depth = (float(v) for v in lens.project(*lamp))
        air = np.zeros((h, w, 4), np.float32)
        if depth > 0.3:
            across = ((np.arange(w, dtype=np.float32) * 8 + 4 - x) / np.float32(lens.focal / depth))[None]
            down = ((np.arange(h, dtype=np.float32) * 8 + 4 - y) / np.float32(lens.focal / depth))[:, None]
            halo = 0.055 / (across * across + down * down + 0.09) + 0.010
            halo *= np.exp(np.clip(down * 11, -9, 0))
            air[..., :3] = halo[..., None] * (self._sources.lamp_colour * 0.16)
        air[..., :3] += self._shaft(lens, w, h)[..., None] * (self._sources.pane_colour * 0.008)
        return cv2.resize(air, self.size)

    def _shaft(self, lens: Pinhole, w: int, h: int) -> Array:
        top, side = PANE.z + PANE.height, PANE.y + PANE.width
        places = np.array([(0, PANE.y, top), (0, side, top), (2.1, side - 0.3, 0.05), (2.1, PANE.y - 0.7, 0.05)])
        x, y, depth = lens.project(places[:, 0], places[:, 1], places[:, 2])
        shaft = np.zeros((h, w), np.float32)
        if depth.min() > 0.3:
            cv2.fillConvexPoly(shaft, np.round(np.stack([x, y], 1) * 2).astype(np.int32), 1.0, cv2.LINE_8, 4)
        return cv2.GaussianBlur(shaft, (0, 0), 5 * w / 120)


#: A stool for seats away from the furniture's own.
_STOOL = (
    Limb((-0.10, 0, 0.42), (0.10, 0, 0.42), 0.11, 0.11, 0.02, (1.0, 1.0, 0.25)),
    *(Limb((s * 0.12, q * 0.1, 0.40), (s * 0.15, q * 0.13, 0.0), 0.022, 0.018, 0.01) for s in (-1, 1) for q in (-1, 1)),
)


def _away(thing: Surface | _Card, eye: Array) -> float:
    place = thing.middle[:2] if isinstance(thing, Surface) else np.array(thing.place[:2])
    return float(np.linalg.norm(place - eye))


def _paint_lamp(fine: Array, middle: tuple[float, float], metre: float, underside: float, tint: Array) -> None:
    """Paint a shade, its lit underside (`underside` is the sine of the angle it is seen from below at) and the bulb."""
    x, y = middle
    glow = tuple(float(v) for v in tint)
    rim, flat = 0.17 * metre, max(2.0, abs(underside) * 0.17 * metre)
    cone = np.array([[x - 0.04 * metre, y - 0.12 * metre], [x + 0.04 * metre, y - 0.12 * metre], [x + rim, y], [x - rim, y]])
    cv2.fillConvexPoly(fine, np.round(cone * 16).astype(np.int32), (0.025, 0.034, 0.036, 1), cv2.LINE_8, 4)
    axes = (int(rim), int(flat))
    cv2.ellipse(fine, (int(x), int(y)), axes, 0, 0, 360, (*(2.2 * v for v in glow), 1), -1)
    if underside < 0:  # the lens looks down upon the shade
        cv2.fillConvexPoly(fine, np.round(cone * 16).astype(np.int32), (0.04, 0.055, 0.058, 1), cv2.LINE_8, 4)
        return
    cv2.circle(fine, (int(x), int(y + 0.012 * metre)), max(2, int(0.036 * metre)), (*(8.5 * v for v in glow), 1), -1)


def _sources(words: frozenset[str], view: _View) -> Sources:
    if words & _BRIGHT:
        lamp, pane, sky = colour("#ffc07a", 0.50), colour("#a9bfd2", 6.0), colour("#7c8790", 0.07)
    else:
        lamp, pane, sky = colour("#ffbf78", 2.3), colour("#7f9fc4", 1.1), colour("#7a6a58", 0.06)
    return Sources(np.array(view.lamp), lamp, PANE, pane, sky)
