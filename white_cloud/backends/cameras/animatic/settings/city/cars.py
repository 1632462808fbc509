"""Cars, vans, buses and lorries as solids, with their lamps.

Local axes as everywhere: x to the right, y forward, z up, metres; a car stands with its middle at the origin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.solids import Face, Solid, box, prism
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.canvas import Canvas, Glows

_GLASS, _RUBBER, _PLATE = colour("#1c2329"), colour("#121212"), colour("#20406a")
_PAINTS = ("#2b2d31", "#c9c8c4", "#8f9498", "#e2e0da", "#5a2723", "#2f3b4c", "#6a6e70", "#b8b2a4", "#35424a", "#1d1e22")
_TAXI = "#c8a03a"


@dataclass(frozen=True)
class Model:
    """A kind of car: near by a solid with all its parts, farther off one of few; its two lamps each way, its length, width."""

    near: Solid = field(repr=False)
    far: Solid = field(repr=False)
    tail: tuple[float, float, float]
    head: tuple[float, float, float]
    length: float
    width: float


def _lamp(x: tuple[float, float], y: float, z: tuple[float, float], paint: Array) -> Face:
    corners = np.array([[x[0], y, z[0]], [x[1], y, z[0]], [x[1], y, z[1]], [x[0], y, z[1]]])
    return Face(corners if y < 0 else corners[::-1], paint, np.zeros(3, np.float32))


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
                faces.append(Face(disc if side > 0 else disc[::-1], paint, np.zeros(3, np.float32)))
    return faces


def _saloon(code: str, estate: bool) -> Model:
    paint = colour(code, 0.75)
    half = 0.89
    back, rear = (-2.12, -1.75) if estate else (-1.75, -1.05)
    body = prism(
        [(-2.25, 0.30), (2.2, 0.28), (2.28, 0.62), (2.05, 0.80), (0.95, 0.94), (-1.9, 0.98), (-2.25, 0.90)], (-half, half), paint
    )
    glass = prism([(back, 0.95), (1.05, 0.93), (0.30, 1.38), (rear, 1.40)], (-0.74, 0.74), _GLASS)
    roof = prism([(rear + 0.05, 1.36), (0.28, 1.36), (0.15, 1.45), (rear + 0.15, 1.46)], (-0.70, 0.70), paint)
    pillars = box((-0.75, 0.75), (-0.40, -0.30), (0.95, 1.40), paint * np.float32(0.8))
    axles = ((-1.35, 1.38), half, 0.31)
    faces = [*_under(*axles), *body, *glass, *pillars, *roof, *_wheels(*axles)]
    faces += [
        _lamp((-0.25, 0.25), -2.27, (0.62, 0.74), _PLATE * np.float32(1.6)),
        _lamp((-0.80, 0.80), -2.26, (0.32, 0.48), _RUBBER),
        _lamp((-0.60, 0.60), 2.27, (0.36, 0.58), _RUBBER),
        _lamp((-0.25, 0.25), 2.29, (0.42, 0.54), _PLATE * np.float32(1.6)),
    ]
    far = box((-half, half), (-2.2, 2.2), (0.15, 0.93), paint) + prism(
        [(back, 0.93), (1.05, 0.93), (0.30, 1.45), (rear, 1.45)], (-0.72, 0.72), (_GLASS + paint) * np.float32(0.5)
    )
    return Model(Solid.of(faces), Solid.of(far), (0.70, -2.28, 0.80), (0.66, 2.28, 0.64), 4.5, 1.8)


def _high(code: str, length: float, half: float, height: float, band: tuple[float, float]) -> Model:
    """Return a van or a bus: a tall box with a band of glass."""
    paint = colour(code, 0.75)
    y = length / 2
    nose = min(0.5, length * 0.1)
    outline = [(-y, 0.35), (y, 0.35), (y, height * 0.5), (y - nose, height), (-y, height)]
    axles = ((-y * 0.62, y * 0.64), half, 0.42)
    faces = [*_under(*axles), *prism(outline, (-half, half), paint), *_wheels(*axles)]
    low, high = band
    faces += [_lamp((-half * 0.86, half * 0.86), -y - 0.01, (low + 0.1, high), _GLASS)]
    faces += [_lamp((-half * 0.9, half * 0.9), y + 0.01, (low * 0.85, height * 0.5), _GLASS)]
    for side in (-1, 1):
        x = side * (half + 0.01)
        pane = np.array([[x, -y + 0.3, low], [x, y - nose - 0.2, low], [x, y - nose - 0.3, high], [x, -y + 0.3, high]])
        faces.append(Face(pane if side > 0 else pane[::-1], _GLASS, np.zeros(3, np.float32)))
    faces += [_lamp((-half * 0.3, half * 0.3), -y - 0.02, (0.55, 0.68), _PLATE * np.float32(1.6))]
    far = box((-half, half), (-y, y), (0.2, height), paint)
    return Model(Solid.of(faces), Solid.of(far), (half * 0.86, -y - 0.02, 0.95), (half * 0.78, y + 0.02, 0.75), length, 2 * half)


@dataclass(frozen=True)
class Car:
    """A car on its way: model, metres along at 0 s, metres across, speed along the street (below 0: towards the lens)."""

    model: Model
    along: float
    across: float
    speed: float
    lit: bool = True

    def at(self, t: float) -> float:
        """Return where it is along the street."""
        return self.along + self.speed * t

    def moved(self, along: float) -> Car:
        """Return the car elsewhere along the street."""
        return replace(self, along=along)


def garage() -> tuple[Model, ...]:
    """Return the models: saloons of all paints, taxis, estates, vans, a bus, a lorry."""
    saloons = [_saloon(code, number % 3 == 2) for number, code in enumerate(_PAINTS)]
    taxis = [_saloon(_TAXI, False)]
    vans = [_high(code, 4.8, 0.92, 2.0, (1.05, 1.7)) for code in ("#c8c6c0", "#7d858c")]
    buses = [_high(code, 10.8, 1.24, 3.1, (1.25, 2.45)) for code in ("#8f3b30", "#3f6a78")]
    lorry = [_high("#55606c", 7.2, 1.15, 3.2, (1.6, 1.61))]
    return (*saloons, *taxis, *vans, *buses, *lorry)


def draw_car(
    canvas: Canvas, glows: Glows, car: Car, place: tuple[float, float], heading: float, lamps: float, braking: bool = False
) -> None:
    """Draw a car that stands at `place` and looks along `heading` degrees; its lamps burn with a strength."""
    lens, model = canvas.lens, car.model
    angle = math.radians(heading)
    turn = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    middle = float(lens.project(place[0], place[1], 0.7)[2])
    if middle < 3.2:
        return
    wide = model.length * 0.5 * lens.focal / middle
    solid = model.near if wide > 22 else model.far
    corners = solid.corners @ turn + (place[0], place[1], 0.0)
    x, y, depth = lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
    if depth.min() < 0.8 or x.max() < 0 or x.min() > lens.size[0]:
        return
    eye = (np.array([lens.x, lens.y, lens.z]) - (*place, 0)) @ turn.T
    order = _far_to_near(solid, eye)
    light = canvas.blocks.light_on(solid.normals[order] @ turn, (place[0], place[1], 1.0))
    tones = canvas.hazed(solid.paint[order] * light, float(x.mean()), middle)
    points = np.stack([x, y], 1)
    shapes = [points[solid.starts[face] : solid.starts[face + 1]] for face in order]
    rear = float(eye[1]) < 0
    lamp_shapes, lamp_tones = _lamps(canvas, glows, model, (turn, place), rear, lamps, braking)
    canvas.polygons([*shapes, *lamp_shapes], np.concatenate([tones, *lamp_tones]), float(depth.min()), "vehicle")


def _far_to_near(solid: Solid, eye: Array) -> Array:
    """Return the faces turned to the eye in the order they were built in: wheels, body, cabin, plates lie one over the other."""
    return np.flatnonzero(((eye - solid.centres) * solid.normals).sum(1) > 0)


def _lamps(
    canvas: Canvas, glows: Glows, model: Model, pose: tuple[Array, tuple[float, float]], rear: bool, strength: float, braking: bool
) -> tuple[list[Array], list[Array]]:
    """Return the lamps of the end that is seen, as polygons and their light, and add their glow."""
    turn, place = pose
    x, y, z = model.tail if rear else model.head
    tint = colour("#ff2a18", 2.2 if braking else 0.85) if rear else colour("#fff0d8", 4.0)
    unlit = colour("#5a1512", 0.6) if rear else colour("#b8bcc0", 0.5)
    shapes, tones = [], []
    for side in (-1.0, 1.0):
        quad = [(side * x + a, y, z + b) for a, b in ((-0.16, -0.07), (0.16, -0.07), (0.16, 0.07), (-0.16, 0.07))]
        corners = np.array(quad) @ turn + (place[0], place[1], 0.0)
        column, row, depth = canvas.lens.project(corners[:, 0], corners[:, 1], corners[:, 2])
        far = float(depth.mean())
        if far < 1.0:
            continue
        clear = canvas.blocks.clear_to(far)
        shapes.append(np.stack([column, row], 1))
        light = canvas.blocks.light_on(np.array([[0, 0, 0.3]]), (place[0], place[1], 1.0))[0] * unlit + tint * strength
        tones.append(canvas.hazed(light[None], float(column.mean()), far))
        middle = (float(column.mean()), float(row.mean()))
        if strength > 0.05:
            metre = canvas.lens.focal / far
            reach = metre * (0.7 if rear else 1.5) + 1.5
            glows.add(middle, reach, tint * np.float32(strength * clear * (0.16 if rear else 0.22)), far)
    return shapes, tones


def stream(
    models: Sequence[Model], lanes: Sequence[tuple[float, float]], gap: float, span: float, random: np.random.Generator
) -> tuple[Car, ...]:
    """Return cars on lanes (across, speed) with about `gap` metres between them over `span` metres."""
    cars = []
    for across, speed in lanes:
        at = float(random.uniform(0, gap))
        while at < span:
            model = models[int(random.integers(len(models)))]
            cars.append(Car(model, at, across + float(random.normal(0, 0.12)), speed))
            at += model.length + gap * float(random.uniform(0.5, 1.7))
    return tuple(cars)
