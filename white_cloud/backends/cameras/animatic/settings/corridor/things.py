"""What stands and hangs in a dormitory corridor: flasks, washstands, boots, stools, a mop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from white_cloud.backends.cameras.animatic.props.figures import Limb, Point
from white_cloud.backends.cameras.animatic.radiance import colour


def _paint(code: str, gain: float = 1.0) -> Point:
    blue, green, red = (float(v) for v in colour(code, gain))
    return (blue, green, red)


_STEEL = _paint("#8d8f8c")
_WOOD, _RUBBER = _paint("#6a4e33"), _paint("#171614")
_FLASKS = ("#8c2a20", "#2f5a4a", "#35507a", "#a5713a")
#: Where a basin stands, metres over the floor: on a washstand, on a stool.
WASHSTAND, STOOL = 0.42, 0.465


def flask(number: int) -> tuple[Limb, ...]:
    """Return a thermos flask, 0.4 m high, its handle to the side."""
    body = _paint(_FLASKS[number % len(_FLASKS)])
    return (
        Limb((0, 0, 0.05), (0, 0, 0.27), 0.068, 0.068, 0.004, paint=body),
        Limb((0, 0, 0.02), (0, 0, 0.03), 0.070, 0.070, 0.004, (1, 1, 0.4), _STEEL),
        Limb((0, 0, 0.29), (0, 0, 0.33), 0.052, 0.034, 0.02, paint=_STEEL),
        Limb((0, 0, 0.36), (0, 0, 0.38), 0.030, 0.028, 0.004, paint=_WOOD),
        Limb((0.072, 0, 0.29), (0.098, 0, 0.20), 0.009, 0.009, 0.004, paint=_STEEL),
        Limb((0.098, 0, 0.20), (0.072, 0, 0.09), 0.009, 0.009, 0.004, paint=_STEEL),
    )


def boots(number: int) -> tuple[Limb, ...]:
    """Return a pair of rubber boots, one leaning."""
    limbs = []
    for side, lean in ((-0.09, 0.0), (0.09, 0.05 if number % 2 else -0.02)):
        limbs += [
            Limb((side, 0, 0.07), (side + lean, 0, 0.33), 0.058, 0.066, 0.03, paint=_RUBBER),
            Limb((side, 0, 0.05), (side + 0.01, -0.15, 0.045), 0.052, 0.046, 0.03, paint=_RUBBER),
        ]
    return (*limbs, Limb((0, 0, 0.93), (0, 0, 0.93), 0.6, 0.6, 0.006, carve=True))  # open at the top


def washstand() -> tuple[Limb, ...]:
    """Return a low stand of bent rod, a ring at `WASHSTAND` metres to take a basin, a cloth over its side."""
    high = WASHSTAND
    feet = [(0.17, -0.12), (-0.17, -0.12), (0.0, 0.16)]
    legs = [Limb((x, y, 0.0), (0.85 * x, 0.85 * y, high), 0.011, 0.011, 0.004, paint=_STEEL) for x, y in feet]
    hoop = [Limb((-0.145, 0, z), (0.145, 0, z), 0.012, 0.012, 0.004, (1, 1, 0.8), _STEEL) for z in (0.14, high)]
    cloth = Limb(
        (0.15, -0.08, high - 0.02), (0.16, -0.08, high - 0.24), 0.045, 0.055, 0.01, (0.8, 0.25, 1.0), _paint("#8d8878")
    )
    return (*legs, *hoop, cloth)


def stool() -> tuple[Limb, ...]:
    """Return a wooden stool."""
    legs = [
        Limb((s * 0.13, q * 0.1, 0.42), (s * 0.17, q * 0.14, 0), 0.020, 0.016, 0.01, paint=_WOOD)
        for s in (-1, 1)
        for q in (-1, 1)
    ]
    return (Limb((-0.11, 0, 0.44), (0.11, 0, 0.44), 0.12, 0.12, 0.01, (1, 1, 0.2), _WOOD), *legs)


def broom() -> tuple[Limb, ...]:
    """Return a mop that leans, its head in the air to dry."""
    return (
        Limb((0.0, 0, 0.0), (0.14, 0, 1.30), 0.015, 0.015, 0.004, paint=_WOOD),
        *(
            Limb((0.14, 0, 1.30), (0.14 + dx, 0, 1.05), 0.035, 0.022, 0.03, paint=_paint("#8d8878"))
            for dx in (-0.09, -0.03, 0.03, 0.10)
        ),
    )


@dataclass(frozen=True)
class Thing:
    """What stands at a door: how it is made, metres from the wall to its middle, how high a basin on it stands (None: none)."""

    make: Callable[[int], tuple[Limb, ...]]
    off: float
    basin: float | None = None


#: What leans and stands at the doors; the first four make a still life.
FLOOR_THINGS = (
    Thing(flask, 0.14),
    Thing(boots, 0.18),
    Thing(lambda _: washstand(), 0.27, WASHSTAND),
    Thing(lambda _: stool(), 0.24),
    Thing(lambda _: broom(), 0.16),
    Thing(flask, 0.24),
    Thing(lambda _: stool(), 0.26, STOOL),
    Thing(flask, 0.17),
    Thing(lambda _: (), 0.30, 0.0),
)
