"""The hovel: a miners' room with bunks, a table, a lamp, a stove, a window onto the works, and someone who sits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.rooms.bulb import draw_wire, hung_bulb
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout, Glows, Sculpture, room_glows
from white_cloud.backends.cameras.animatic.rooms.decorator import Decorator
from white_cloud.backends.cameras.animatic.rooms.light import SWING, Emitter, Sources, bake
from white_cloud.backends.cameras.animatic.rooms.stage import Stage, mirrored
from white_cloud.backends.cameras.animatic.rooms.standpoint import Standpoint
from white_cloud.backends.cameras.animatic.rooms.wisp import Wisp
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.backends.cameras.animatic.settings.hovel import room
from white_cloud.backends.cameras.animatic.settings.hovel.dwellers import ALONE, asleep, others, shown, sitter
from white_cloud.backends.cameras.animatic.settings.hovel.outside import Glass, is_outside, set_outside
from white_cloud.backends.cameras.animatic.settings.hovel.room import PANE, Taste
from white_cloud.media.survey import Survey


@dataclass(frozen=True)
class _View:
    """A station in the room, and who sits where: pose, place, heading (degrees clockwise from north), lamp's place."""

    at: Standpoint
    pose: str = "table"
    seat: tuple[float, float] = (1.10, 3.72)
    heading: float = 0.0
    lamp: tuple[float, float, float] = (1.42, 4.25, 1.62)
    group: int = room.STOOL
    washing: bool = False


_VIEWS = (
    _View(Standpoint((2.05, 0.42, 1.32), -2, 0.46, 60), washing=True),
    _View(Standpoint((2.62, 1.50, 1.24), -27, 0.43, 54), heading=-8),
    _View(Standpoint((0.62, 0.70, 1.28), 21, 0.45, 58), "bowed", (3.02, 3.45), 272, (2.25, 4.55, 1.70), room.BUNK, True),
    _View(Standpoint((1.80, 1.95, 1.28), -17, 0.42, 50), heading=4),
    _View(Standpoint((1.15, 1.05, 1.20), 33, 0.42, 52), "bowed", (3.04, 3.60), 262, (2.45, 4.6, 1.66), room.BUNK),
    _View(Standpoint((3.05, 3.95, 1.18), -124, 0.43, 54), "bowed", (1.42, 2.12), 278, (0.95, 0.95, 1.72), ALONE),
)
#: Stations that look at the window, the sitter before it.
_WINDOW_VIEWS = (
    _View(Standpoint((3.30, 2.10, 1.28), -64, 0.45, 56), "bowed", (1.45, 3.05), 285, (2.5, 4.3, 1.72), ALONE),
    _View(Standpoint((2.95, 1.55, 1.26), -48, 0.44, 54), "table", (1.32, 3.42), 318, (1.9, 4.5, 1.70), ALONE),
    _View(Standpoint((2.75, 4.05, 1.22), -98, 0.43, 54), "bowed", (0.95, 3.95), 190, (2.3, 2.2, 1.70), ALONE),
)
#: Stations near one.
_CLOSE_VIEWS = (
    _View(Standpoint((1.52, 2.35, 1.22), -16, 0.43, 40, (0.14, 0.14, 0.22)), heading=-6),
    _View(
        Standpoint((1.75, 2.15, 1.06), 43, 0.42, 38, (0.14, 0.14, 0.22)),
        "bowed",
        (3.04, 3.50),
        255,
        (2.5, 4.5, 1.62),
        room.BUNK,
    ),
    _View(
        Standpoint((2.35, 2.75, 1.12), -78, 0.42, 40, (0.14, 0.14, 0.22)), "bowed", (0.92, 3.15), 250, (1.9, 4.6, 1.66), ALONE
    ),
)


class Hovel(Setting):
    """A room by lamplight.

    Words: dawn, day, dusk (the window leads), night (black outside, the lamp low); lamp (it swings); empty, crowd; smoke (the
    stove burns, the kettle steams, a cigarette); rain, snow (on the window); window, close (which station).
    """

    name = "hovel"
    internal_scale = 0.6
    grade = Grade(
        exposure=1.65, contrast=1.3, saturation=0.66, bloom=0.20, vignette=0.48, shadow="#0c0f10", highlight="#f0e6d2"
    )

    def __init__(self, size: tuple[int, int], seed: int, words: frozenset[str], move: Move) -> None:
        """Furnish the room, bake its light and sculpt who sits there."""
        super().__init__(size, seed, words, move)
        rng = np.random.default_rng(seed)
        self._view = _station(words, rng)
        self._mirrored = bool(rng.random() < 0.5)
        self._swings, self._fire = "lamp" in words, "smoke" in words or (bool(rng.random() < 0.3) and "no smoke" not in words)
        taste, shaded = Taste.of(rng), bool(rng.random() < 0.5)
        taste = taste if self._view.washing else replace(taste, washing=None)
        self._sources, sky = _light(words, self._view, self._fire)
        decorator = Decorator(int(rng.integers(1 << 30)))
        room.furnish(decorator, taste, self._fire)
        lens = self._lens(0.0)
        self._glass = self._set_window(decorator, sky, lens)
        inside = [
            surface for surface in decorator.room.surfaces if not is_outside(surface) and surface is not self._glass.surface
        ]
        for surface in inside:
            surface.fit(lens, nearer=0.4)
        self._maps, self._inside = bake(inside, decorator.room.blocks, self._sources, self._swings), inside
        self._expose(0.0, 1.0)
        things = [*decorator.room.sculptures, *self._people(taste, rng)]
        self._stage = Stage(
            decorator.room.surfaces,
            shown(things, lens, self._glows, self._swings, seed),
            self._view.at.lenses(move, size, self._mirrored),
        )
        self._lamp = hung_bulb(self._view.lamp, lens, self._sources.lamp_colour / 3.0, ALONE, shaded, 9.0 if shaded else 16.0)
        self._phase = float(rng.uniform(0, 6))

    def radiance(self, t: float) -> Array:
        """Return the room's light at `t` seconds, float32 (h, w, 4)."""
        lens, swing = self._lens(t), self._swing(t)
        if self._swings:
            self._expose(swing, 0.96 + 0.04 * math.sin(t * 31) * math.sin(t * 7))
        self._glass.set_to(t)
        picture: Array = np.zeros((self.size[1], self.size[0], 4), np.float32)
        self._stage.paint(lens, picture, swing)
        for wisp, light in self._wisps():
            wisp.draw(picture, lens, light, t + self._phase)
        lamp = self._lamp_at(swing)
        if "no lamp" not in self.words:
            draw_wire(picture, lens, (*self._view.lamp[:2], room.HEIGHT), (lamp.place[0], lamp.place[1], lamp.place[2] + 0.07))
            lamp.draw(lens, picture)
        picture = cv2.add(picture, self._air(lens, np.array(lamp.place)))
        return cv2.flip(picture, 1) if self._mirrored else picture

    def survey(self, t: float) -> Survey:
        """Return what the pixels of `radiance(t)` show: through the glass, the works."""
        lens, survey = self._lens(t), Survey.empty(self.size)
        self._stage.survey(lens, survey)
        if "no lamp" not in self.words:
            self._lamp_at(self._swing(t)).plot(lens, survey)
        return mirrored(survey) if self._mirrored else survey

    def _lens(self, t: float) -> Pinhole:
        return self._view.at.lens(self.move.at(t), self.size, self._mirrored)

    def _swing(self, t: float) -> float:
        return 0.9 * math.sin(t * 2.6 + 1.0) if self._swings else 0.0

    def _lamp_at(self, swing: float) -> Cutout:
        x, y, z = np.array(self._view.lamp) + SWING * (swing, swing, abs(swing))
        return replace(self._lamp, place=(float(x), float(y), float(z)))

    def _expose(self, swing: float, strength: float) -> None:
        for surface, light in zip(self._inside, self._maps.combined(self._sources, swing, strength), strict=True):
            surface.expose(light)

    def _set_window(self, decorator: Decorator, sky: Array, lens: Pinhole) -> Glass:
        dark = not self.words & {"day", "dawn"}
        first = len(decorator.room.surfaces)
        set_outside(decorator, sky, 1.2 if dark else 0.0, "snow" in self.words)
        for surface in decorator.room.surfaces[first:]:
            surface.fit(lens)
            surface.expose(np.zeros((2, 2, 3), np.float32))
        return Glass(decorator, PANE, self.words, 0.75 * sky + 0.006 * self._sources.lamp_colour)

    def _people(self, taste: Taste, rng: np.random.Generator) -> list[Sculpture]:
        if self.words & {"empty", "no people"}:
            return []
        view = self._view
        people = sitter(view.pose, view.seat, view.heading, view.group, rng)
        if "crowd" in self.words:
            return [*people, *others(taste, view.seat, rng)]
        return [*people, asleep(taste)] if rng.random() < 0.4 else people

    def _glows(self, place: tuple[float, float, float]) -> Glows:
        lens = self._lens(0.0)
        return lambda swing: room_glows(self._sources, place, lens, swing, 0.9)

    def _wisps(self) -> list[tuple[Wisp, Array]]:
        """Return the kettle's steam and, where smoke is asked for, that of a cigarette."""
        light = 0.035 * self._sources.lamp_colour + 0.05 * self._sources.pane_colour + colour("#ff9a50", 0.01)
        found = []
        if self._fire:
            found.append((Wisp(room.SPOUT, 0.95, 0.018, 0.16, 1.5 if "smoke" in self.words else 0.8, 0.42), light))
        if "smoke" in self.words and not self.words & {"empty", "no people"}:
            view, turn = self._view, math.radians(self._view.heading)
            reach, high = (0.52, 0.80) if view.pose == "table" else (0.68, 0.60)
            hand = (view.seat[0] + math.sin(turn) * reach, view.seat[1] + math.cos(turn) * reach, high)
            found.append((Wisp(hand, 1.15, 0.010, 0.12, 1.3, 0.28), light * np.float32(1.3)))
        return found

    def _air(self, lens: Pinhole, lamp: Array) -> Array:
        """Return the smoky air's own light: a halo round the lamp, stronger below it, and the window's shaft."""
        w, h = max(2, self.size[0] // 8), max(2, self.size[1] // 8)
        x, y, depth = (float(v) for v in lens.project(*lamp))
        air = np.zeros((h, w, 4), np.float32)
        if depth > 0.3:
            across = ((np.arange(w, dtype=np.float32) * 8 + 4 - x) / np.float32(lens.focal / depth))[None]
            down = ((np.arange(h, dtype=np.float32) * 8 + 4 - y) / np.float32(lens.focal / depth))[:, None]
            halo = 0.05 / (across * across + down * down + 0.09) + 0.006
            halo *= np.exp(np.clip(down * 11, -9, 0))
            air[..., :3] = halo[..., None] * (self._sources.lamp_colour * (0.28 if "smoke" in self.words else 0.15))
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


def _station(words: frozenset[str], rng: np.random.Generator) -> _View:
    """Return one of the stations that the words leave, a hand's breadth off."""
    stations = _WINDOW_VIEWS if "window" in words else _CLOSE_VIEWS if "close" in words else _VIEWS
    view = stations[int(rng.integers(len(stations)))]
    a, b, c, d = (float(v) for v in rng.uniform(-1, 1, 4))
    x, y, z = view.at.eye
    return replace(view, at=replace(view.at, eye=(x + 0.08 * a, y + 0.08 * b, z + 0.04 * c), yaw=view.at.yaw + 2.0 * d))


def _light(words: frozenset[str], view: _View, fire: bool) -> tuple[Sources, Array]:
    """Return what lights the room, and the light of the sky outside."""
    lamp, pane, ambient = colour("#ffc68c", 1.75), colour("#6f8db4", 1.0), colour("#6a5f54", 0.022)
    sky = colour("#5f7fa8", 0.17)
    if "day" in words:
        lamp, pane, ambient, sky = (
            colour("#ffc68c", 0.0),
            colour("#b4c2cc", 11.0),
            colour("#7c8790", 0.11),
            colour("#c9d6dc", 1.35),
        )
    elif "dawn" in words:
        lamp, pane, ambient, sky = (
            colour("#ffc68c", 0.42),
            colour("#9db3cc", 5.5),
            colour("#748294", 0.045),
            colour("#b9c4d0", 0.85),
        )
    elif "dusk" in words:
        lamp, pane, ambient, sky = (
            colour("#ffc68c", 0.65),
            colour("#c9a390", 3.4),
            colour("#7a6e74", 0.028),
            colour("#cfa08a", 0.60),
        )
    elif "night" in words:
        lamp, pane, ambient, sky = (
            colour("#ffbe80", 1.25),
            colour("#3a4c6c", 0.35),
            colour("#4a4a52", 0.012),
            colour("#27364f", 0.05),
        )
    if "no lamp" in words and lamp.any():  # the eye opens to what comes through the window
        opened = np.float32(45.0 if "night" in words else 4.0 if words & {"dusk", "dawn"} else 12.0)
        lamp, pane, ambient, sky = lamp * np.float32(0), pane * opened, ambient * opened, sky * np.float32(2.0)
    if words & {"rain", "snow"}:
        sky = sky * np.float32(0.75 if "rain" in words else 1.1)
    embers = Emitter(np.array([room.FIRE]), colour("#ff7a2e", 0.34), (1.0, 0.0, 0.0))
    return Sources(np.array(view.lamp), lamp, PANE, pane, ambient, (embers,) if fire else ()), sky
