"""The haul truck: frame, radiator, stairs, cab under its canopy, ribbed dump body heaped with ore, and six turning wheels.

Measured after the ultra-class trucks of open pits: 15 m long, 9 m wide and 7.6 m high before it is scaled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.partition import Node, Partition, attach
from white_cloud.backends.cameras.animatic.props.solids import Face, Solid, bar, box, column, lamp, prism
from white_cloud.backends.cameras.animatic.radiance import Array, colour
from white_cloud.backends.cameras.animatic.settings.pit.wheel import wheel

RADIUS = 1.95  # of a wheel, metres
SUNK = 0.08  # how far its load flattens a tyre
FRONT, _REAR = 4.3, -3.5  # the axles, metres ahead of the middle
_WHEELS = ((-3.5, FRONT), (3.5, FRONT), (-3.75, _REAR), (3.75, _REAR), (-2.2, _REAR), (2.2, _REAR))
_WIDTH = 1.4
_TREADS = {True: 56, False: 28}
#: Planes between the wheels and the rest, below the tops of the tyres.
_WALLS = tuple((0.0, 1.0, 0.0, y) for y in (6.3, 2.2, -1.4, -5.55)) + tuple(
    (1.0, 0.0, 0.0, x) for x in (2.75, -2.75, 1.45, -1.45)
)
_TYRE_TOP = (0.0, 0.0, 1.0, 3.93)

_TAIL = (-7.5, 5.0)
_BED = (_TAIL, (-6.3, 4.25), (1.9, 3.75), (3.7, 6.75), (7.3, 7.15), (7.3, 7.4), (3.5, 7.5), (-7.5, 6.3))
_BED_PARTS = ((0, 1, 2, 7), (7, 2, 3, 6), (6, 3, 4, 5))
#: What keeps sun and sky from the rest, low and high corners: bed, canopy, deck, hood, frame, wheels.
_SHADES = np.array(
    [
        [(-4.4, -7.4, 4.3), (4.4, 2.6, 6.4)],
        [(-4.4, 3.2, 7.05), (4.4, 7.3, 7.4)],
        [(-4.3, 3.7, 4.45), (4.3, 6.9, 4.65)],
        [(-1.9, 4.4, 1.9), (1.9, 6.8, 4.45)],
        [(-1.3, -5.5, 1.4), (1.3, 6.4, 2.5)],
        [(-3.8, 4.2, 4.7), (-1.7, 6.1, 6.6)],
        *([(x - 0.6, y - 1.7, 0.3), (x + 0.6, y + 1.7, 3.5)] for x, y in _WHEELS[:4]),
    ]
)


def treads() -> tuple[Array, ...]:
    """Return where the tyres touch the ground, outlines (4, 3) somewhat wider than they are."""
    wide, long = 0.62 * _WIDTH, 1.25
    return tuple(
        np.array([[x - wide, y - long, 0], [x + wide, y - long, 0], [x + wide, y + long, 0], [x - wide, y + long, 0]])
        for x, y in _WHEELS
    )


@dataclass(frozen=True)
class TruckModel:
    """A truck whose wheels turn: `still` is the whole at rest; the wheels' corners and faces follow the `fixed` ones."""

    still: Solid
    fixed_corners: int
    fixed_faces: int
    axles: Array = field(repr=False)
    face_axles: Array = field(repr=False)

    def rolled(self, angle: float) -> Solid:
        """Return the truck with its wheels rolled forward by `angle` radians."""
        corners, centres, normals = self.still.corners.copy(), self.still.centres.copy(), self.still.normals.copy()
        corners[self.fixed_corners :] = _rolled(corners[self.fixed_corners :] - self.axles, angle) + self.axles
        np.maximum(corners[self.fixed_corners :, 2], SUNK, out=corners[self.fixed_corners :, 2])
        centres[self.fixed_faces :] = _rolled(centres[self.fixed_faces :] - self.face_axles, angle) + self.face_axles
        normals[self.fixed_faces :] = _rolled(normals[self.fixed_faces :], angle)
        sky, ground = self.still.sky.copy(), self.still.ground.copy()
        rise = normals[self.fixed_faces :, 2]
        high = centres[self.fixed_faces :, 2] / (2 * RADIUS)
        sky[self.fixed_faces :] = (0.5 + 0.5 * rise) * (0.75 - 0.5 * high)  # the upper half stands under deck and bed
        ground[self.fixed_faces :] = (0.5 - 0.5 * rise) * 0.8
        return replace(self.still, corners=corners, centres=centres, normals=normals, sky=sky, ground=ground)


def _rolled(places: Array, angle: float) -> Array:
    c, s = math.cos(angle), math.sin(angle)
    return np.asarray(places @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]))


def haul_truck(body: str, loaded: bool, fine: bool = False, number: int = 7) -> TruckModel:
    """Return a truck of colour `body` with its `number` on the side; a `fine` one is for when a wheel fills the frame."""
    paint = colour(body)
    faces = _chassis(paint) + _nose(paint) + _deck(paint) + _cab(paint) + _bed(paint) + _digits(number)
    if loaded:
        faces += _ore(np.random.default_rng(number))
    faces = [face for face in faces if np.ptp(face.corners, axis=0).max() > 1e-3]
    tree = _tree(faces)
    fixed_corners, fixed_faces = sum(len(face.corners) for face in faces), len(faces)
    tyre = wheel(RADIUS, _WIDTH, paint * np.float32(0.8), _TREADS[fine])
    axles, face_axles = [], []
    for x, y in _WHEELS:
        axle = np.array([x, y, RADIUS])
        attach(tree, (x, y, RADIUS), range(len(faces), len(faces) + len(tyre)))
        faces += [replace(face, corners=face.corners + axle) for face in tyre]
        axles += [axle] * sum(len(face.corners) for face in tyre)
        face_axles += [axle] * len(tyre)
    solid = Solid.of(faces, tree, _SHADES)
    return TruckModel(solid, fixed_corners, fixed_faces, np.array(axles), np.array(face_axles))


def _tree(faces: list[Face]) -> Node:
    """Return the order of painting of `faces`, some of which are cut: their halves are appended."""
    polygons = [face.corners for face in faces]

    def cut(face: int) -> int:
        faces.append(faces[face])
        return len(faces) - 1

    partition = Partition(polygons, cut)
    above, below, within = partition.divided(range(len(faces)), _TYRE_TOP)
    tree = Node(_TYRE_TOP, within, partition.tree(above), partition.tree(below, _WALLS))
    faces[:] = [replace(face, corners=polygon) for face, polygon in zip(faces, polygons, strict=True)]
    return tree


def _chassis(paint: Array) -> list[Face]:
    """Return the frame, axles, tanks and the struts of the front wheels."""
    shade, steel = paint * np.float32(0.42), colour("#4a4640")
    faces = box((-1.3, 1.3), (-5.5, 6.2), (1.45, 2.45), shade)
    faces += box((-1.4, 1.4), (-4.4, -2.6), (1.1, 2.9), steel) + box((-2.6, 2.6), (4.0, 4.6), (1.5, 2.2), steel)
    for side in (-1, 1):
        faces += column(side * 2.2, 4.3, (2.2, 4.4), 0.34, steel)
        low, high = sorted((side * 1.5, side * 2.9))
        faces += box((low, high), (-0.9, 1.8), (1.5, 3.3), paint * np.float32(0.8))
        faces += box((low, high), (-0.3, 0.0), (1.48, 3.34), shade) + box((low, high), (1.0, 1.3), (1.48, 3.34), shade)
        faces += bar((side * 1.0, -1.0, 2.4), (side * 1.3, 1.4, 4.1), 0.4, steel)  # hoists
    return faces


def _nose(paint: Array) -> list[Face]:
    """Return hood, radiator grille, bumper, lamps and the stairs across the front."""
    shade, black = paint * np.float32(0.5), colour("#171615")
    faces = box((-1.95, 1.95), (4.7, 6.8), (1.95, 4.45), paint * np.float32(0.92))
    faces += box((-1.6, 1.6), (6.8, 6.86), (2.15, 4.25), black)
    faces += [face for z in np.arange(2.3, 4.2, 0.24) for face in box((-1.55, 1.55), (6.86, 6.93), (z, z + 0.09), shade)]
    faces += box((-0.08, 0.08), (6.86, 6.97), (2.15, 4.25), shade)
    faces += box((-4.15, 4.15), (6.75, 7.35), (1.75, 2.35), shade) + box((-4.15, 4.15), (7.35, 7.38), (2.12, 2.32), paint)
    faces += box((-1.8, 1.8), (6.3, 6.75), (1.2, 1.95), shade)  # the guard under the radiator, between the wheels
    for side in (-1, 1):
        low, high = sorted((side * 2.1, side * 4.3))
        faces += box((low, high), (6.35, 6.75), (3.45, 4.45), paint * np.float32(0.85))
        faces += [lamp(side * x, 6.77, 3.95, 0.27, colour("#ffe6b8", 9)) for x in (2.65, 3.4)]
        faces += [lamp(side * 3.75, 7.4, 1.95, 0.13, colour("#ffb45a", 3))]
    for side in (-1, 1):  # stairs, one to each side
        faces += bar((side * 2.1, 7.5, 1.0), (side * 2.1, 7.0, 4.6), 0.1, paint) + bar(
            (side * 3.0, 7.5, 1.0), (side * 3.0, 7.0, 4.6), 0.1, paint
        )
        for part in np.linspace(0.06, 0.94, 9):
            y, z = 7.5 - 0.5 * part, 1.0 + 3.6 * part
            low, high = sorted((side * 2.1, side * 3.0))
            faces += box((low, high), (y - 0.12, y + 0.12), (z, z + 0.07), paint * np.float32(0.75))
    return faces


def _deck(paint: Array) -> list[Face]:
    """Return the deck over the front wheels with its rails, cabinets, air cleaners and exhausts."""
    shade, steel, black = paint * np.float32(0.6), colour("#5b5750"), colour("#22201e")
    faces = box((-4.35, 4.35), (3.7, 6.95), (4.45, 4.65), shade)
    faces += box((1.5, 3.9), (4.0, 5.2), (4.65, 5.9), paint * np.float32(0.9))
    faces += box((1.7, 2.6), (5.2, 5.23), (4.9, 5.7), shade) + box((2.8, 3.7), (5.2, 5.23), (4.9, 5.7), shade)
    for x in (-0.9, -0.1, 0.7):
        faces += column(x, 5.9, (4.65, 5.75), 0.32, black)
    for x in (1.0, 1.35):
        faces += column(x, 4.0, (4.65, 7.0), 0.14, steel, 6)
    rail = colour("#b9a878")
    posts = [(x, 6.88) for x in (-4.25, -3.2, -1.6, -0.4, 0.8, 2.0, 3.2, 4.25)] + [(4.25, y) for y in (3.9, 4.9, 5.9)]
    for x, y in posts:
        faces += bar((x, y, 4.65), (x, y, 5.75), 0.07, rail)
    for z in (5.2, 5.72):
        faces += bar((-4.25, 6.88, z), (4.25, 6.88, z), 0.07, rail) + bar((4.25, 3.9, z), (4.25, 6.88, z), 0.07, rail)
    for side in (-1, 1):  # mirrors on arms
        for z in (4.95, 5.72):
            faces += bar((side * 4.2, 6.86, z), (side * 4.5, 7.1, z), 0.1, rail)
        low, high = sorted((side * 4.36, side * 4.72))
        faces += box((low, high), (7.06, 7.18), (4.8, 5.85), shade) + box((low, high), (7.03, 7.06), (4.86, 5.79), black)
    return faces


def _cab(paint: Array) -> list[Face]:
    """Return the driver's cab: small, for a person, which gives the truck its size."""
    glass, shade = colour("#39434a"), paint * np.float32(0.55)
    faces = box((-3.8, -1.7), (4.2, 6.1), (4.65, 6.45), paint) + box((-3.9, -1.6), (4.1, 6.3), (6.45, 6.58), shade)
    faces += box((-3.6, -2.8), (6.1, 6.12), (5.35, 6.3), glass) + box((-2.7, -1.9), (6.1, 6.12), (5.35, 6.3), glass)
    faces += box((-3.82, -3.8), (5.2, 5.95), (5.35, 6.3), glass) + box((-3.82, -3.8), (4.35, 5.0), (4.7, 6.3), shade)
    faces += box((-1.7, -1.68), (4.5, 5.9), (5.35, 6.3), glass)
    faces += [lamp(-2.75, 6.13, 5.05, 0.12, colour("#ffb45a", 2))]
    return faces


def _bed(paint: Array) -> list[Face]:
    """Return the dump body: its trough, the canopy over cab and deck, and the ribs that hold it."""
    shade = paint * np.float32(0.62)
    inner = np.array(_BED)
    faces = prism(inner, (-4.2, 4.2), paint, _BED_PARTS)
    faces += [face for x in ((4.2, 4.45), (-4.45, -4.2)) for face in _ribs(x, paint, shade)]
    for x in (-3.4, -2.3, -1.15, 0.0, 1.15, 2.3, 3.4):  # under the canopy
        faces += prism(((3.75, 6.55), (7.25, 6.98), (7.25, 7.13), (3.75, 6.73)), (x - 0.09, x + 0.09), shade)
    faces += box((-4.45, 4.45), (7.3, 7.42), (6.98, 7.48), paint)
    return faces


def _ribs(x: tuple[float, float], paint: Array, shade: Array) -> list[Face]:
    faces = []
    for y in (-6.9, -5.6, -4.3, -3.0, -1.7, -0.4, 0.9, 2.2):
        low = 4.45 - 0.061 * (y + 6.3) if y > -6.6 else 4.75
        top = 6.3 + (y + 7.5) * 0.109
        faces += box(x, (y, y + 0.34), (low, top - 0.12), shade)
    slope = 1.2 / 11.0
    faces += prism(((-7.5, 6.0), (3.5, 6.0 + 11 * slope), (3.5, 6.3 + 11 * slope), (-7.5, 6.3)), x, paint)
    faces += prism(((-6.3, 4.25), (1.9, 3.75), (1.9, 4.02), (-6.3, 4.52)), x, paint)
    faces += prism(((1.9, 3.75), (3.7, 6.75), (3.4, 6.85), (1.6, 3.9)), x, paint)
    return faces


_SEGMENTS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg",
    "9": "abcdfg",
}  # fmt: skip
_STROKES = {
    "a": (0, 1, 0.5, 1), "b": (0.5, 0.5, 0.5, 1), "c": (0.5, 0, 0.5, 0.5), "d": (0, 0, 0.5, 0), "e": (0, 0, 0, 0.5),
    "f": (0, 0.5, 0, 1), "g": (0, 0.5, 0.5, 0.5),
}  # fmt: skip


def _digits(number: int) -> list[Face]:
    """Return the truck's number on the edge of its canopy, in strokes."""
    white, faces = colour("#d8d2c2"), []
    for place, digit in enumerate(f"{number:02d}"):
        for stroke in _SEGMENTS[digit]:
            x0, z0, x1, z1 = (v * 0.40 for v in _STROKES[stroke])
            x = 0.32 - place * 0.3  # read from the front, where x runs to the left
            span = (x - x1 * 0.9 - 0.03, x - x0 * 0.9 + 0.03)
            faces += box(span, (7.42, 7.435), (7.05 + z0 - 0.03, 7.05 + z1 + 0.03), white)
    return faces


def _ore(random: np.random.Generator) -> list[Face]:
    """Return the heap: a hill of facets that spills to the edges, and a few boulders."""
    ys, xs = np.linspace(-7.0, 3.4, 10), np.linspace(-4.1, 4.1, 8)
    grid = np.empty((len(ys), len(xs), 3))
    for i, y in enumerate(ys):
        for j, x in enumerate(xs):
            inside = max(0.0, 1 - (x / 4.1) ** 2) * max(0.0, 1 - ((y + 1.6) / 5.6) ** 2)
            rough = random.uniform(-0.16, 0.22) * (inside > 0)
            level = 6.2 + (y + 7.5) * 0.109
            grid[i, j] = (x, y, level - 0.12 + 2.6 * inside**0.8 + rough)
    faces = []
    for i in range(len(ys) - 1):
        for j in range(len(xs) - 1):
            a, b, c, d = grid[i, j], grid[i, j + 1], grid[i + 1, j + 1], grid[i + 1, j]
            faces += [
                Face(np.array(corners), colour("#7d7466", random.uniform(0.65, 1.15)), np.zeros(3, np.float32))
                for corners in ((a, b, c), (a, c, d))
            ]
    return faces


def distant_truck(body: str) -> Solid:
    """Return a haul truck in a tenth of the faces, for where it is small."""
    paint, light, dark = colour(body), colour("#ffe6b8", 9), colour("#23211f")
    shade, steel = paint * np.float32(0.55), colour("#35322e")
    angle = np.linspace(0, 2 * math.pi, 10, endpoint=False)
    faces = box((-1.3, 1.3), (-5.5, 6.2), (1.45, 2.6), shade)
    for side in (-1, 1):
        for near, far, axle in ((2.8, 4.2, FRONT), (1.5, 4.4, _REAR)):
            span = (side * near, side * far) if side > 0 else (side * far, side * near)
            ring = np.column_stack([axle + RADIUS * np.cos(angle), RADIUS + RADIUS * np.sin(angle)])
            faces += prism(ring, span, steel)
            hub = np.column_stack([axle + RADIUS * 0.5 * np.cos(angle), RADIUS + RADIUS * 0.5 * np.sin(angle)])
            faces += prism(hub, (span[0] - 0.05, span[1] + 0.05), shade)[-2:]
    faces += box((-1.95, 1.95), (4.7, 6.8), (1.6, 4.45), paint * np.float32(0.8))
    faces += box((-1.6, 1.6), (6.8, 6.85), (2.15, 4.25), dark) + box((-4.1, 4.1), (6.75, 7.3), (1.0, 1.7), shade)
    faces += box((-4.3, 4.3), (3.8, 6.9), (4.2, 4.65), shade)
    faces += box((-3.8, -1.7), (4.2, 6.1), (4.65, 6.5), paint) + box((-3.6, -1.9), (6.1, 6.15), (5.3, 6.3), dark)
    faces += prism(_BED, (-4.3, 4.3), paint, _BED_PARTS)
    for y in (-6.9, -4.9, -2.9, -0.9, 1.1):
        faces += [face for x in ((4.3, 4.45), (-4.45, -4.3)) for face in box(x, (y, y + 0.5), (4.5, 6.5), shade)]
    heap = ((-7.0, 6.3), (3.3, 7.5), (0.8, 8.6), (-1.8, 8.8), (-4.6, 7.8))
    faces += prism(heap, (-3.0, 3.0), colour("#7d7466"))
    faces += [lamp(x, 6.95, 3.95, 0.4, light) for x in (-3.0, 3.0)]
    return Solid.of(faces)
