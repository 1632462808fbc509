"""What stands and hangs in a dormitory corridor: flasks, basins, boots, stools, washing, and one who walks away."""

from __future__ import annotations

from white_cloud.backends.cameras.animatic.props.figures import Limb, Point
from white_cloud.backends.cameras.animatic.radiance import colour


def _paint(code: str, gain: float = 1.0) -> Point:
    blue, green, red = (float(v) for v in colour(code, gain))
    return (blue, green, red)


_STEEL, _ENAMEL, _RIM = _paint("#8d8f8c"), _paint("#d5d2c4"), _paint("#2e4470")
_WOOD, _RUBBER = _paint("#6a4e33"), _paint("#171614")
_FLASKS = ("#8c2a20", "#2f5a4a", "#35507a", "#a5713a")
_CLOTHS = ("#41546f", "#6c6a60", "#8a4a3c", "#55604a", "#b3ad9c")


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
    return tuple(limbs)


def basins(number: int) -> tuple[Limb, ...]:
    """Return enamel basins on a low stand, one on its edge against the wall, a mug beside."""
    legs = [Limb((x, y, 0.0), (x, y, 0.40), 0.014, 0.014, 0.004, paint=_STEEL) for x in (-0.17, 0.17) for y in (-0.11, 0.11)]
    shelf = Limb((-0.15, 0, 0.40), (0.15, 0, 0.40), 0.05, 0.05, 0.004, (1.2, 2.6, 0.25), _WOOD)
    tint = (_ENAMEL, _paint("#a7b4ae"), _paint("#c9b98f"))[number % 3]
    bowl = Limb((0, -0.02, 0.43), (0, -0.02, 0.505), 0.12, 0.19, 0.01, (1, 1, 0.12), tint)
    rim = Limb((0, -0.02, 0.525), (0, -0.02, 0.53), 0.20, 0.20, 0.004, (1, 1, 0.09), _RIM)
    leaning = Limb((0.02, 0.09, 0.71), (0.02, 0.11, 0.71), 0.185, 0.185, 0.004, (1, 0.16, 1), _ENAMEL)
    flower = Limb((0.02, 0.055, 0.71), (0.02, 0.06, 0.71), 0.075, 0.075, 0.004, (1, 0.12, 1), _paint("#9a3b30"))
    return (*legs, shelf, bowl, rim, leaning, flower)


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


def shirt(number: int) -> tuple[Limb, ...]:
    """Return a wet shirt on a hanger, its hem at z = 0, its hook at 0.86 m."""
    cloth = _paint(_CLOTHS[number % len(_CLOTHS)])
    return (
        Limb((-0.16, 0, 0.66), (0.16, 0, 0.66), 0.035, 0.035, 0.02, (1, 0.7, 1), cloth),
        Limb((0, 0, 0.62), (0, 0, 0.12), 0.17, 0.20, 0.03, (1.05, 0.22, 1.0), cloth),
        Limb((-0.20, 0, 0.64), (-0.27, 0, 0.24), 0.055, 0.060, 0.02, (1, 0.6, 1), cloth),
        Limb((0.20, 0, 0.64), (0.27, 0, 0.22), 0.055, 0.060, 0.02, (1, 0.6, 1), cloth),
        Limb((0, 0, 0.70), (0, 0, 0.86), 0.007, 0.006, 0.004, paint=_STEEL),
    )


def trousers(number: int) -> tuple[Limb, ...]:
    """Return trousers hung by the waist, their ends at z = 0, the line at 1.02 m."""
    cloth = _paint(_CLOTHS[(number + 2) % len(_CLOTHS)], 0.8)
    return (
        Limb((-0.12, 0, 0.98), (0.12, 0, 0.98), 0.045, 0.045, 0.02, (1, 0.6, 1), cloth),
        Limb((-0.07, 0, 0.90), (-0.10, 0, 0.08), 0.10, 0.075, 0.04, (1, 0.4, 1), cloth),
        Limb((0.07, 0, 0.90), (0.10, 0, 0.06), 0.10, 0.075, 0.04, (1, 0.4, 1), cloth),
    )


def towel(number: int) -> tuple[Limb, ...]:
    """Return a towel over the line, its lower edge at z = 0, the line at 0.62 m."""
    cloth = _paint(_CLOTHS[(number + 1) % len(_CLOTHS)], 1.3)
    return (
        Limb((-0.10, 0, 0.56), (0.10, 0, 0.56), 0.06, 0.06, 0.01, (1, 0.4, 1), cloth),
        Limb((-0.09, 0, 0.50), (-0.09, 0, 0.09), 0.075, 0.08, 0.05, (1, 0.3, 1), cloth),
        Limb((0.09, 0, 0.50), (0.09, 0, 0.11), 0.075, 0.08, 0.05, (1, 0.3, 1), cloth),
    )


#: What leans and stands at the doors: sculptor, and how far from the wall its middle is.
FLOOR_THINGS = (
    (flask, 0.14),
    (boots, 0.18),
    (basins, 0.27),
    (lambda _: stool(), 0.24),
    (lambda _: broom(), 0.16),
    (flask, 0.24),
    (boots, 0.20),
    (flask, 0.17),
    (lambda _: stool(), 0.3),
)
#: What hangs on a line: sculptor, and how far below the line its zero lies.
WASHING = ((shirt, 0.86), (trousers, 1.02), (towel, 0.62), (shirt, 0.86))
