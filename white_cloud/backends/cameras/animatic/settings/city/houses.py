"""How houses look: their paint, the style of their faces, the size of their bays, which lights burn in them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.city.bays import STYLES
from white_cloud.backends.cameras.animatic.settings.city.rooms_lit import LIGHTS

#: Places in Looks.styles of one house: faces to east and west, to north and south, the same on the ground floor, the roof.
FACES = 5
#: Places in Looks.lights of one house: behind the same two faces, and on the ground floor.
LIT = 3
_SHINING = {"screen": "neon", "line": "flood"}  # faces that shine by themselves


@dataclass(frozen=True)
class Look:
    """How one house looks.

    `paint` is linear albedo, `bays` a cell of ten metres, `floor` and `base` the heights of a storey and of the ground floor
    in metres; `faces` are styles towards east and west, towards north and south; `lights` burn behind these and downstairs,
    `gain` times as brightly as usual.
    """

    paint: Array
    bays: int
    floor: float
    base: float
    faces: tuple[str, str]
    foot: str
    roof: str
    lights: tuple[str, str, str]
    gain: float


@dataclass(frozen=True)
class _Kind:
    """What a kind of house may look like."""

    paints: tuple[str, ...]
    faces: tuple[tuple[str, str], ...]
    bays: tuple[int, ...]
    floor: tuple[float, float]
    base: float
    feet: tuple[str, ...]
    lights: tuple[str, ...]
    albedo: float = 0.62


def _alike(*styles: str) -> tuple[tuple[str, str], ...]:
    """Return faces that are of the same style all round."""
    return tuple((style, style) for style in styles)


_CONCRETE = ("#a9a49a", "#9a9c9c", "#b4aa98", "#8e8a84", "#a89f94")
_GLASS = ("#5c6a74", "#4a5660", "#6c7674", "#5a5f68", "#77828a")
_PLASTER = ("#c9b79a", "#c2a690", "#b9b29e", "#d0c6b2", "#a8b0a8", "#b98f78", "#c8c4bc", "#9fb0b4")
_BRICK = ("#8d5a46", "#9c6f58", "#7a6558", "#a88a72")
_STONE = ("#c8bda4", "#cfc6b0", "#beb39c")

_KINDS = {
    "yard": _Kind(("#808080",), (("blank", "blank"),), (2,), (3.3, 3.3), 4, ("blank",), ("dark",)),
    "slab": _Kind(
        _PLASTER,
        (("blank", "balcony"), ("blank", "panel"), ("balcony", "balcony"), ("panel", "panel"), ("blank", "punched")),
        (2, 3, 3),
        (2.9, 3.1),
        4.0,
        ("shutter", "shop", "blank"),
        ("homes",),
    ),
    "low": _Kind(
        _PLASTER + _BRICK + _CONCRETE,
        (("caged", "caged"), ("punched", "punched"), ("panel", "blank"), ("balcony", "caged")),
        (2, 3),
        (3.2, 3.5),
        4.4,
        ("shop", "shop", "shutter"),
        ("homes", "few"),
    ),
    "mixed": _Kind(
        _PLASTER + _BRICK + _CONCRETE + _STONE,
        _alike("punched", "grid", "balcony", "fins", "ribbon", "pilaster"),
        (2, 3, 3),
        (3.2, 3.6),
        4.8,
        ("shop", "shop", "lobby"),
        ("homes", "offices", "few", "hotel"),
    ),
    "office": _Kind(
        _CONCRETE + _GLASS,
        (*_alike("ribbon", "curtain", "grid", "fins"), *_alike("ribbon", "grid", "curtain"), ("screen", "ribbon")),
        (2, 3),
        (3.5, 3.9),
        5.2,
        ("lobby", "shop"),
        ("offices", "offices", "few"),
    ),
    "hotel": _Kind(
        _STONE + _GLASS,
        (("grid", "grid"), ("punched", "punched"), ("line", "line")),
        (3, 4),
        (3.2, 3.4),
        5.5,
        ("lobby",),
        ("hotel",),
    ),
    "podium": _Kind(
        _STONE + _CONCRETE,
        (*_alike("louvre", "pilaster", "ribbon", "grid", "blank", "fins"), ("screen", "louvre"), ("grid", "screen")),
        (2,),
        (4.6, 5.2),
        5.6,
        ("shop", "lobby"),
        ("shops", "offices", "neon"),
    ),
    "tower": _Kind(
        _GLASS + _CONCRETE,
        (
            ("curtain", "curtain"), ("fins", "fins"), ("ribbon", "ribbon"), ("grid", "grid"), ("curtain", "fins"),
            ("line", "curtain"), ("balcony", "balcony"), ("punched", "punched"),
        ),
        (2, 3, 3, 4),
        (3.4, 4.0),
        8.0,
        ("lobby",),
        ("offices", "offices", "few", "homes", "hotel"),
    ),
    "crown": _Kind(
        _CONCRETE + _GLASS, (("louvre", "louvre"), ("fins", "fins"), ("line", "line")), (2, 3), (4.0, 5.0), 0.1,
        ("louvre",), ("flood", "neon", "flood", "few"),
    ),
    "ministry": _Kind(
        _STONE, (("pilaster", "pilaster"), ("grid", "grid")), (2,), (3.9, 4.3), 7.0, ("lobby",), ("offices",), 0.70,
    ),
    "hall": _Kind(_STONE, (("pilaster", "pilaster"),), (2,), (5.5, 6.0), 9.0, ("lobby",), ("flood",), 0.72),
    "monument": _Kind(_STONE, (("fins", "fins"),), (2,), (6.0, 6.0), 0.1, ("fins",), ("flood",), 0.75),
}  # fmt: skip


def look(kind: str, random: np.random.Generator) -> Look:
    """Return the look of a new house of a kind."""
    may = _KINDS[kind]

    def one(of: tuple[str, ...]) -> str:
        return of[int(random.integers(len(of)))]

    paint = colour(one(may.paints), may.albedo * float(random.uniform(0.75, 1.15)))
    faces = may.faces[int(random.integers(len(may.faces)))]
    faces = (faces[1], faces[0]) if random.random() < 0.3 else faces
    foot, inside = one(may.feet), one(may.lights)
    downstairs = {"shop": "shops", "shutter": "few"}.get(foot, "lobbies")
    return Look(
        paint=paint,
        bays=may.bays[int(random.integers(len(may.bays)))],
        floor=float(random.uniform(*may.floor)),
        base=may.base,
        faces=faces,
        foot=foot,
        roof=f"roof {random.integers(4)}",
        lights=(_SHINING.get(faces[0], inside), _SHINING.get(faces[1], inside), downstairs),
        gain=float(np.exp(random.normal(-0.1, 0.45))),
    )


@dataclass(frozen=True)
class Looks:
    """The looks of all houses as tables by number.

    `paint` (n * 2, 4): albedo of fronts, then of the roof, and the gain of lights; `sizes` (n, 4): bays a metre, storeys a
    metre, ground floor in metres, shift of the lights in bays; `styles` (n * FACES,) and `lights` (n * LIT,), uint8.
    """

    paint: Array = field(repr=False)
    sizes: Array = field(repr=False)
    styles: Array = field(repr=False)
    lights: Array = field(repr=False)

    @classmethod
    def of(cls, looks: list[Look]) -> Looks:
        """Return the tables of some looks."""
        styles = [[*one.faces, one.foot, one.foot, one.roof] for one in looks]
        sizes = [(one.bays / 10, 1 / one.floor, one.base, n * 37 % 509) for n, one in enumerate(looks)]
        return cls(
            np.array([[*paint, one.gain] for one in looks for paint in (one.paint, _roof(one.paint))], np.float32),
            np.array(sizes, np.float32),
            np.array([STYLES.index(name) for faces in styles for name in faces], np.uint8),
            np.array([LIGHTS.index(name) for one in looks for name in one.lights], np.uint8),
        )


def _roof(paint: Array) -> Array:
    """Return the albedo of a roof: felt and dust, a little of the colour of its house."""
    return np.asarray(paint * 0.22 + paint.mean() * 0.30 + 0.05)
