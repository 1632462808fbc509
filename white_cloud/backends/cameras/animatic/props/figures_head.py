"""Heads, and what is worn on them.

Metres about the middle of the head, between the ears; the face looks towards +y. Measures are an adult's (Farkas 1994,
"Anthropometry of the Head and Face"): .23 m from crown to chin, .15 m wide.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from white_cloud.backends.cameras.animatic.props.figures_relief import Limb, Point

#: Albedos of skin, hair, dark trousers (linear, blue first).
SKIN, HAIR, DARK = (0.055, 0.085, 0.15), (0.010, 0.010, 0.011), (0.018, 0.017, 0.016)
_LIP, _WHITE = (0.042, 0.045, 0.105), (0.16, 0.17, 0.18)
_PAINTS = {
    "cap": (0.045, 0.040, 0.032), "helmet": (0.03, 0.20, 0.34), "hair": HAIR, "long": HAIR, "bun": HAIR,
    "scarf": (0.045, 0.040, 0.11), "fur": (0.020, 0.024, 0.030),
}  # fmt: skip
#: What a head may wear.
HATS = tuple(_PAINTS)


def mirrored(
    start: Point, end: Point, radius_start: float, radius_end: float, blend: float = 0.03, **more: object
) -> list[Limb]:
    """Return a limb and its mirror image on the other side of the body; `more` are the other fields of Limb."""
    return [
        Limb((s * start[0], *start[1:]), (s * end[0], *end[1:]), radius_start, radius_end, blend, **more)  # type: ignore[arg-type]
        for s in (-1.0, 1.0)
    ]


def head(x: float, y: float, z: float, hat: str = "cap", nod: float = 0.0, turn: float = 0.0) -> list[Limb]:
    """Return a head whose middle lies at (x, y, z), facing +y, bowed by `nod` and turned by `turn` degrees; hat: see HATS."""
    worn = [replace(limb, paint=limb.paint or _PAINTS[hat]) for limb in hat_limbs(hat)]
    return [limb.nodded(nod).turned(turn).moved(x, y, z) for limb in worn + _skull() + _features() + _ears()]


def _skull() -> list[Limb]:
    """Return cranium, face, cheekbones and jaw."""
    return [
        Limb((0, -0.030, 0.036), (0, 0.012, 0.046), 0.080, 0.076, 0.03, (0.93, 1.0, 1.0), SKIN),
        Limb((0, 0.046, 0.030), (0, 0.046, -0.062), 0.054, 0.040, 0.03, (1.06, 1.0, 1.0), SKIN),
        *mirrored((0.060, 0.000, -0.045), (0.036, 0.048, -0.088), 0.018, 0.018, 0.035, paint=SKIN),
        *mirrored((0.046, 0.062, -0.018), (0.062, 0.020, -0.006), 0.016, 0.014, 0.024, paint=SKIN),
        Limb((-0.012, 0.070, -0.100), (0.012, 0.070, -0.100), 0.016, 0.016, 0.018, paint=SKIN),
        Limb((-0.036, 0.080, 0.028), (0.036, 0.080, 0.028), 0.012, 0.012, 0.016, paint=SKIN),
    ]


def _features() -> list[Limb]:
    """Return eyes, nose and mouth."""
    return [
        *mirrored((0.030, 0.106, 0.008), (0.036, 0.104, 0.006), 0.014, 0.013, 0.014, carve=True),
        *mirrored((0.031, 0.078, 0.007), (0.031, 0.078, 0.007), 0.0125, 0.0125, 0.004, paint=SKIN),
        Limb((0, 0.090, 0.016), (0, 0.110, -0.024), 0.007, 0.0105, 0.010, paint=SKIN),
        *mirrored((0.012, 0.099, -0.029), (0.014, 0.094, -0.030), 0.0075, 0.0065, 0.006, paint=SKIN),
        Limb((0, 0.088, -0.050), (0, 0.089, -0.053), 0.0085, 0.0085, 0.008, (2.5, 0.95, 0.62), _LIP),
        Limb((0, 0.086, -0.065), (0, 0.087, -0.065), 0.0095, 0.0095, 0.008, (1.9, 0.95, 0.66), _LIP),
        Limb((-0.022, 0.0965, -0.0585), (0.022, 0.0965, -0.0585), 0.0022, 0.0022, 0.004, carve=True),
    ]


def _ears() -> list[Limb]:
    """Return ears that stand off the head: a hollow shell, the rolled edge about it, and a lobe."""
    edge = (
        (0.074, 0.006, 0.014),
        (0.084, -0.008, 0.029),
        (0.092, -0.024, 0.022),
        (0.090, -0.026, 0.000),
        (0.080, -0.010, -0.026),
    )
    rim = [one for start, end in pairwise(edge) for one in mirrored(start, end, 0.0062, 0.0056, 0.004, paint=SKIN)]
    shell = mirrored((0.079, -0.008, 0.012), (0.079, -0.008, -0.010), 0.020, 0.015, 0.005, squash=(0.34, 0.85, 1.0), paint=SKIN)
    lobe = mirrored((0.077, -0.004, -0.026), (0.078, -0.006, -0.031), 0.0085, 0.0075, 0.006, squash=(0.6, 1.0, 1.0), paint=SKIN)
    return [*shell, *rim, *lobe]


def hat_limbs(kind: str) -> list[Limb]:
    """Return what is worn, about the middle of the head."""
    return {"cap": _cap, "helmet": _helmet, "scarf": _scarf, "fur": _fur, "long": _long_hair, "bun": _bun}.get(kind, _hair)()


def _lock(start: Point, end: Point, radius_start: float, radius_end: float, blend: float, squash: Point) -> Limb:
    return Limb(start, end, radius_start, radius_end, blend, squash, HAIR, cloth=True, grain=3.4)


def _hair() -> list[Limb]:
    """Return short hair: crown, nape, temples, and a fringe that lies to one side."""
    return [
        _lock((0, -0.032, 0.046), (0, 0.006, 0.058), 0.085, 0.082, 0.006, (0.98, 1.0, 1.0)),
        _lock((0, -0.062, -0.012), (0, -0.058, -0.05), 0.050, 0.040, 0.02, (1.15, 0.8, 1.0)),
        _lock((-0.066, 0.020, 0.050), (-0.071, 0.016, -0.004), 0.017, 0.008, 0.016, (1.0, 1.0, 1.0)),
        _lock((0.066, 0.020, 0.050), (0.071, 0.016, -0.004), 0.017, 0.008, 0.016, (1.0, 1.0, 1.0)),
        _lock((-0.050, 0.056, 0.094), (0.028, 0.066, 0.098), 0.020, 0.023, 0.030, (1.0, 1.0, 0.8)),
        _lock((0.028, 0.066, 0.098), (0.058, 0.048, 0.078), 0.023, 0.017, 0.022, (1.0, 1.0, 0.8)),
    ]


def _long_hair() -> list[Limb]:
    return [
        *_hair(),
        _lock((0, -0.058, 0.02), (0, -0.070, -0.16), 0.078, 0.060, 0.03, (1.0, 0.62, 1.0)),
        *(_lock((s * 0.070, -0.004, 0.04), (s * 0.078, -0.014, -0.13), 0.024, 0.016, 0.03, (1.0, 1.0, 1.0)) for s in (-1, 1)),
    ]


def _bun() -> list[Limb]:
    return [*_hair(), _lock((0, -0.122, 0.035), (0, -0.128, 0.045), 0.034, 0.032, 0.008, (1.0, 1.0, 1.0))]


def _cap() -> list[Limb]:
    """Return a cloth cap: a band about the head, a crown that hangs over it, and a peak."""
    cloth = _PAINTS["cap"]
    nape = Limb((0, -0.042, 0.030), (0, -0.048, -0.030), 0.078, 0.058, 0.02, paint=HAIR, cloth=True, grain=3.4)
    return [
        *_hair()[1:4],
        nape,
        Limb((0, -0.020, 0.052), (0, 0.016, 0.056), 0.089, 0.085, 0.006, (0.97, 1.0, 0.42), cloth, cloth=True, grain=4.5),
        Limb((0, -0.016, 0.082), (0, 0.026, 0.084), 0.096, 0.088, 0.008, (0.99, 1.0, 0.38), cloth, cloth=True, grain=4.5),
        Limb((0, -0.008, 0.102), (0, 0.030, 0.098), 0.074, 0.066, 0.020, (1.06, 1.0, 0.30), cloth, cloth=True, grain=4.5),
        Limb((0, 0.074, 0.050), (0, 0.132, 0.034), 0.066, 0.046, 0.006, (1.0, 0.9, 0.09), cloth),
    ]


def _helmet() -> list[Limb]:
    """Return a miner's helmet: a dome with a bare lip, a short peak before, a lamp on its bracket and the lamp's cable."""
    shell = _PAINTS["helmet"]
    return [
        Limb((0, -0.006, 0.050), (0, 0.006, 0.050), 0.118, 0.116, 0.006, (0.92, 1.0, 0.94), shell),
        Limb((0, 0, -0.020), (0, 0, -0.020), 0.170, 0.170, 0.004, (1.0, 1.0, 0.30), carve=True),  # open below the lip
        Limb((0, -0.008, 0.034), (0, 0.008, 0.034), 0.121, 0.119, 0.006, (0.92, 1.0, 0.055), shell),
        Limb((0, 0.086, 0.036), (0, 0.122, 0.028), 0.078, 0.056, 0.012, (1.0, 0.86, 0.08), shell),
        *mirrored((0.024, -0.088, 0.118), (0.022, 0.076, 0.124), 0.007, 0.007, 0.014, paint=shell),
        Limb((0, 0.098, 0.092), (0, 0.112, 0.092), 0.022, 0.020, 0.008, (1.1, 1.0, 1.1), paint=(0.03, 0.03, 0.03)),
        Limb((0, 0.118, 0.092), (0, 0.132, 0.092), 0.021, 0.022, 0.004, paint=(0.03, 0.03, 0.03)),
        Limb((0, 0.146, 0.092), (0, 0.147, 0.092), 0.016, 0.016, 0.002, (1.0, 0.4, 1.0), paint=_WHITE),
        Limb((0, -0.124, 0.060), (0, -0.116, 0.036), 0.008, 0.007, 0.004, paint=(0.03, 0.03, 0.03)),  # what holds the cable
        *_hair()[1:4],
    ]


def _scarf() -> list[Limb]:
    return [
        Limb((0, -0.030, 0.034), (0, 0.006, 0.046), 0.097, 0.092, 0.012, (0.92, 1.0, 1.0), cloth=True),
        Limb((0, -0.030, -0.01), (0, -0.028, -0.13), 0.088, 0.082, 0.05, (0.95, 0.92, 1.0), cloth=True),
        *mirrored((0.070, 0.010, 0.02), (0.034, 0.056, -0.118), 0.020, 0.022, 0.02, cloth=True),
        Limb((0, 0.062, -0.128), (0, 0.066, -0.145), 0.030, 0.026, 0.02, cloth=True),
    ]


def _fur() -> list[Limb]:
    return [
        Limb((0, -0.026, 0.070), (0, 0.016, 0.074), 0.098, 0.094, 0.012, (0.96, 1.0, 0.86), cloth=True),
        Limb((-0.045, 0.070, 0.072), (0.045, 0.070, 0.072), 0.034, 0.034, 0.012, (1.0, 0.7, 1.1), cloth=True),
        *mirrored((0.086, -0.016, 0.055), (0.080, -0.004, -0.055), 0.036, 0.030, 0.016, squash=(0.62, 1.0, 1.0), cloth=True),
        Limb((0, -0.100, 0.05), (0, -0.088, -0.03), 0.042, 0.040, 0.02, (1.5, 0.8, 1.0), cloth=True),
    ]
