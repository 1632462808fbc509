"""Cars, vans, buses and lorries as solids, with their lamps.

Local axes as everywhere: x to the right, y forward, z up, metres; a car stands with its middle at the origin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from white_cloud.backends.cameras.animatic.pinhole import Pinhole
from white_cloud.backends.cameras.animatic.props.solids import Face, Solid, box, prism
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.blocks import Blocks
from white_cloud.backends.cameras.animatic.settings.city.canvas import Glows
from white_cloud.backends.cameras.animatic.settings.city.pieces import Pieces
from white_cloud.media.survey import class_number

_GLASS, _RUBBER, _PLATE, _NONE = colour("#232b31"), colour("#121212"), colour("#3c6ea8"), np.zeros(3, np.float32)
_PAINTS = ("#2b2d31", "#c9c8c4", "#8f9498", "#e2e0da", "#5a2723", "#2f3b4c", "#6a6e70", "#b8b2a4", "#35424a", "#1d1e22")
_TAXI = "#c8a03a"
#: Lamps as they burn: tail lamps, tail lamps of one who brakes, head lamps.
_TAIL, _BRAKE, _HEAD = colour("#ff2a18", 0.85), colour("#ff2a18", 2.4), colour("#fff0d8", 4.0)
_WITHIN = colour("#ffe6bc", 0.16)  # the light in a bus
_DETAILED = 20.0  # pixels to the length of a car from which all its parts are drawn


@dataclass(frozen=True)
class Model:
    """A kind of car: `near` with all its parts, `far` with few; its lamps behind and in front: across, along, up; its size.

    The last two faces of either solid are its tail lamps, the two before them its head lamps.
    """

    near: Solid = field(repr=False)
    far: Solid = field(repr=False)
    tail: tuple[float, float, float]
    head: tuple[float, float, float]
    length: float
    width: float

    @classmethod
    def of(
        cls,
        near: list[Face],
        far: list[Face],
        tail: tuple[float, float, float],
        head: tuple[float, float, float],
        size: tuple[float, float],
    ) -> Model:
        """Return the model of some faces; lamps are added to them."""
        lamps = [_round((side * head[0], *head[1:]), (0.15, 0.085), colour("#b8bcc0", 0.5)) for side in (-1, 1)]
        lamps += [
            _lamp(
                (side * tail[0] - 0.16, side * tail[0] + 0.16),
                tail[1],
                (tail[2] - 0.08, tail[2] + 0.08),
                colour("#6a1a16", 0.8),
            )
            for side in (-1, 1)
        ]
        return cls(Solid.of([*near, *lamps]), Solid.of([*far, *lamps]), tail, head, *size)


def _lamp(x: tuple[float, float], y: float, z: tuple[float, float], paint: Array) -> Face:
    corners = np.array([[x[0], y, z[0]], [x[1], y, z[0]], [x[1], y, z[1]], [x[0], y, z[1]]])
    return Face(corners if y < 0 else corners[::-1], paint, _NONE)


def _round(middle: tuple[float, float, float], radii: tuple[float, float], paint: Array) -> Face:
    """Return an oval lamp, across and up."""
    angle = np.linspace(0, 2 * math.pi, 8, endpoint=False)
    ring = np.column_stack([radii[0] * np.cos(angle), 0 * angle, radii[1] * np.sin(angle)]) + middle
    return Face(ring if middle[1] < 0 else ring[::-1], paint, _NONE)


def _under(at: tuple[float, float], half: float, radius: float) -> list[Face]:
    """Return four tyres as boxes: what is seen of them below the body."""
    faces = []
    for y in at:
        faces += box((-half + 0.05, -half + 0.3), (y - radius, y + radius), (0.0, 0.45), _RUBBER)
        faces += box((half - 0.3, half - 0.05), (y - radius, y + radius), (0.0, 0.45), _RUBBER)
    return faces


def _wheels(at: tuple[float, float], half: float, radius: float) -> list[Face]:
    """Return the outer sides of four wheels as discs."""
    angle = np.linspace(0, 2 * math.pi, 12, endpoint=False)
    circle = np.column_stack([np.zeros(12), np.cos(angle), np.sin(angle)]) * radius
    faces = []
    for y in at:
        for side in (1, -1):
            for size, out, paint in ((1.0, 0.01, _RUBBER), (0.55, 0.02, colour("#6a6c6e"))):
                disc = circle * size + (side * (half + out), y, radius)
                faces.append(Face(disc if side > 0 else disc[::-1], paint, _NONE))
    return faces


def _saloon(code: str, estate: bool) -> Model:
    paint = colour(code, 0.75)
    half = 0.89
    back, rear = (-2.12, -1.75) if estate else (-1.75, -1.05)
    body = prism(
        [(-2.25, 0.30), (2.2, 0.28), (2.28, 0.62), (2.05, 0.80), (0.95, 0.94), (-1.9, 0.98), (-2.25, 0.90)],
        (-half, half),
        paint,
    )
    glass = prism([(back, 0.95), (1.05, 0.93), (0.30, 1.38), (rear, 1.40)], (-0.74, 0.74), _GLASS)
    roof = prism([(rear + 0.05, 1.36), (0.28, 1.36), (0.15, 1.45), (rear + 0.15, 1.46)], (-0.70, 0.70), paint)
    pillars = [
        face
        for face in box((-0.75, 0.75), (-0.40, -0.30), (0.95, 1.40), paint * np.float32(0.8))
        if np.ptp(face.corners[:, 0]) == 0
    ]
    axles = ((-1.35, 1.38), half, 0.31)
    faces = [*_under(*axles), *body, *glass, *pillars, *roof, *_wheels(*axles)]
    faces += [
        _lamp((-0.25, 0.25), -2.27, (0.62, 0.74), _PLATE),
        _lamp((-0.80, 0.80), -2.26, (0.32, 0.46), _RUBBER),
        _lamp((-0.60, 0.60), 2.29, (0.36, 0.58), _RUBBER),
        _lamp((-0.25, 0.25), 2.30, (0.42, 0.54), _PLATE),
    ]
    far = box((-half, half), (-2.2, 2.2), (0.15, 0.93), paint) + prism(
        [(back, 0.93), (1.05, 0.93), (0.30, 1.45), (rear, 1.45)], (-0.72, 0.72), (_GLASS + paint) * np.float32(0.5)
    )
    return Model.of(faces, far, (0.70, -2.28, 0.80), (0.66, 2.28, 0.64), (4.5, 1.8))


def _high(code: str, length: float, half: float, height: float, band: tuple[float, float], within: Array = _NONE) -> Model:
    """Return a van or a bus: a tall box with a band of glass, through which comes the light `within`."""
    paint = colour(code, 0.75)
    y = length / 2
    nose = min(0.5, length * 0.1)
    outline = [(-y, 0.35), (y, 0.35), (y, height * 0.5), (y - nose, height), (-y, height)]
    axles = ((-y * 0.62, y * 0.64), half, 0.42)
    faces = [*_under(*axles), *prism(outline, (-half, half), paint), *_wheels(*axles)]
    low, high = band
    faces += [replace(_lamp((-half * 0.86, half * 0.86), -y - 0.01, (low + 0.1, high), _GLASS), glow=within * np.float32(0.3))]
    rim = ((-0.9, 0.01, 0.52), (0.9, 0.01, 0.52), (0.86, 0.02 - nose * 0.8, 0.92), (-0.86, 0.02 - nose * 0.8, 0.92))
    faces.append(Face(np.array([(half * a, y + b, height * c) for a, b, c in rim])[::-1], _GLASS, within * np.float32(0.35)))
    for side in (-1, 1):
        x = side * (half + 0.01)
        pane = np.array([[x, -y + 0.3, low], [x, y - nose - 0.2, low], [x, y - nose - 0.3, high], [x, -y + 0.3, high]])
        faces.append(Face(pane if side > 0 else pane[::-1], _GLASS, within))
    faces += [_lamp((-0.25, 0.25), -y - 0.02, (0.55, 0.68), _PLATE)]
    far = box((-half, half), (-y, y), (0.2, height), paint)
    return Model.of(faces, far, (half * 0.86, -y - 0.02, 0.95), (half * 0.78, y + 0.02, 0.75), (length, 2 * half))


@lru_cache(maxsize=1)
def garage() -> tuple[Model, ...]:
    """Return the models: ten saloons and estates, a taxi, two vans, two buses, a lorry."""
    saloons = [_saloon(code, number % 3 == 2) for number, code in enumerate(_PAINTS)]
    vans = [_high(code, 4.8, 0.92, 2.0, (1.05, 1.7)) for code in ("#c8c6c0", "#7d858c")]
    buses = [_high(code, 10.8, 1.24, 3.1, (1.25, 2.45), _WITHIN) for code in ("#8f3b30", "#3f6a78")]
    return (*saloons, _saloon(_TAXI, False), *vans, *buses, _high("#8d979e", 7.2, 1.15, 3.2, (1.6, 1.61)))


@dataclass(frozen=True)
class Car:
    """A car on its way: which model, metres along at 0 s, metres across, speed along the street (below 0: towards the lens).

    Its speed varies, so that it falls back and catches up by `sway` metres; its brake lamps burn where it is `braking`.
    """

    model: int
    along: float
    across: float
    speed: float
    sway: float = 0.0
    braking: bool = False

    def at(self, t: float) -> float:
        """Return where it is along the street."""
        return self.along + self.speed * t + self.sway * math.sin(0.55 * t + self.along)


@dataclass(frozen=True)
class Placed:
    """A car at a moment: where it stands, whether it comes towards the lens, how strongly its lamps burn, whether it brakes."""

    model: int
    place: tuple[float, float]
    coming: bool
    lamps: float
    braking: bool = False


@dataclass(frozen=True)
class _Body:
    """A solid turned as it stands in the street; the light its faces send in the sun and in shade, (m, 3) each."""

    solid: Solid
    counts: Array
    sunny: Array
    shaded: Array


class Fleet:
    """All models turned along one street both ways and lit, ready to be set down."""

    def __init__(self, models: Sequence[Model], yaw: float, blocks: Blocks) -> None:
        self.models, self._blocks = models, blocks
        self._bodies = {
            (number, coming, near): _turned(model.near if near else model.far, yaw + 180 * coming, blocks)
            for number, model in enumerate(models)
            for coming in (False, True)
            for near in (False, True)
        }
        self._yaw = yaw

    def pieces(self, cars: Sequence[Placed], lens: Pinhole) -> list[Pieces]:
        """Return the pieces of cars that face the lens."""
        found = []
        eye = np.array([lens.x, lens.y, lens.z])
        for car in cars:
            depth = (car.place[0] - lens.x) * lens.forward[0] + (car.place[1] - lens.y) * lens.forward[1]
            if depth < 1.5:
                continue
            near = self.models[car.model].length * lens.focal > depth * _DETAILED
            body = self._bodies[car.model, car.coming, near]
            there = np.array([car.place[0], car.place[1], 0.0])
            solid = body.solid
            turned = ((eye - there - solid.centres) * solid.normals).sum(1) > 0
            lit = self._blocks.sunlit(car.place[0], car.place[1], 1.0)
            tones = body.shaded + (body.sunny - body.shaded) * np.float32(lit) + solid.glow * np.float32(car.lamps)
            tones[-4:-2] += _HEAD * np.float32(car.lamps)
            tones[-2:] += (_BRAKE if car.braking else _TAIL) * np.float32(1.0 if car.braking else car.lamps)
            which = np.flatnonzero(turned)
            corners = np.repeat(turned, body.counts)
            found.append(
                Pieces(
                    solid.corners[corners] + there,
                    body.counts[which],
                    tones[which],
                    np.full(len(which), class_number("vehicle"), np.uint8),
                    np.tile(there, (len(which), 1)),
                    np.zeros(len(which)),
                )
            )
        return found

    def glows(self, cars: Sequence[Placed]) -> Glows:
        """Return the glow of the cars' lamps."""
        places, reach, light = [], [], []
        angle = math.radians(self._yaw)
        ahead, right = np.array([math.sin(angle), math.cos(angle), 0]), np.array([math.cos(angle), -math.sin(angle), 0])
        for car in cars:
            strength = max(car.lamps, 1.0 * car.braking)
            if strength < 0.05:
                continue
            model = self.models[car.model]
            x, y, z = model.head if car.coming else model.tail
            tint = (
                _HEAD * np.float32(0.15 * strength)
                if car.coming
                else (_BRAKE if car.braking else _TAIL) * np.float32(0.16 * strength)
            )
            for side in (-1, 1):
                places.append(np.array([*car.place, z]) + (-ahead if car.coming else ahead) * y + right * (side * x))
                reach.append(0.85 if car.coming else 0.7)
                light.append(tint)
        return Glows(np.array(places).reshape(-1, 3), np.array(reach), np.array(light).reshape(-1, 3))


def _turned(solid: Solid, heading: float, blocks: Blocks) -> _Body:
    angle = math.radians(heading)
    turn = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    moved = replace(solid, corners=solid.corners @ turn, centres=solid.centres @ turn, normals=solid.normals @ turn)
    sunny, shaded = (solid.paint * blocks.light_on(moved.normals, part) for part in (1.0, 0.0))
    return _Body(moved, np.diff(solid.starts), np.asarray(sunny, np.float32), np.asarray(shaded, np.float32))


def stream(
    models: Sequence[Model],
    chosen: Sequence[int],
    lanes: Sequence[tuple[float, float]],
    gap: float,
    span: float,
    random: np.random.Generator,
) -> tuple[Car, ...]:
    """Return cars of `chosen` models on lanes (across, speed) with about `gap` metres between them over `span` metres."""
    cars = []
    for across, speed in lanes:
        at = float(random.uniform(0, gap))
        while at < span:
            number = int(chosen[int(random.integers(len(chosen)))])
            at += models[number].length / 2
            cars.append(Car(number, at, across + float(random.normal(0, 0.12)), speed))
            at += models[number].length / 2 + gap * float(random.uniform(0.5, 1.7))
    return tuple(cars)
