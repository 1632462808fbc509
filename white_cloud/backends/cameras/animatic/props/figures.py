"""People in the clothes of a mining town, and a few round things, as limbs for `sculpt`.

A pose is a tuple of limbs (rounded cones, metres, x to the right, y away from the viewer, z up, feet at z = 0, the person
facing +y, so yaw 0 shows the back). Skin, hats and boots are painted; jackets take the albedo that a relief is lit with.
"""

from __future__ import annotations

from dataclasses import replace

from white_cloud.backends.cameras.animatic.props.figures_head import DARK, HAIR, HATS, SKIN, hat_limbs, head, mirrored
from white_cloud.backends.cameras.animatic.props.figures_relief import Glow, Limb, Point, Relief, sculpt

__all__ = [
    "DARK", "HAIR", "HATS", "SKIN", "Glow", "Limb", "Point", "Relief",
    "bust", "hanging_coat", "head", "helmet", "sculpt", "seated_at_table", "seated_bowed", "standing",
]  # fmt: skip


def _torso(hips: Point, waist: Point, chest: Point, width: float, neck: Point) -> list[Limb]:
    """Return a work jacket from the hips' middle to between the shoulders, which lie `width` to either side, and a neck."""
    x, y, z = chest
    lap = (hips[0], hips[1], hips[2] - 0.02)
    return [
        Limb(waist, (x, y, z - 0.03), 0.120, 0.122, 0.05, (1.24, 0.86, 1.0), cloth=True),
        Limb(
            (x - width * 0.5, y - 0.015, z), (x + width * 0.5, y - 0.015, z), 0.084, 0.084, 0.06, (1.0, 0.95, 1.0), cloth=True
        ),
        *mirrored((0.045, y - 0.012, z + 0.118), (width, y - 0.004, z + 0.052), 0.040, 0.056, 0.05, cloth=True),
        Limb(lap, waist, 0.136, 0.122, 0.06, (1.22, 0.86, 1.0), cloth=True),
        Limb((x, y - 0.002, z + 0.10), neck, 0.060, 0.050, 0.016, paint=SKIN),
    ]


def _collar(chest: Point, lean: float = 0.0) -> list[Limb]:
    """Return the folded collar of a jacket, `lean` metres farther forward where the neck bends."""
    y, z = chest[1] + lean, chest[2]
    tall: Point = (0.9, 0.9, 1.5)
    return [
        Limb((0, y - 0.030, z + 0.085), (0, y - 0.026, z + 0.120), 0.060, 0.050, 0.03, cloth=True),
        *mirrored((0.0, y - 0.060, z + 0.140), (0.054, y - 0.014, z + 0.138), 0.017, 0.017, 0.016, squash=tall, cloth=True),
        *mirrored((0.054, y - 0.014, z + 0.138), (0.024, y + 0.064, z + 0.098), 0.017, 0.012, 0.014, squash=tall, cloth=True),
        *mirrored((0.030, y + 0.060, z + 0.098), (0.056, y + 0.074, z + 0.066), 0.013, 0.013, 0.022, cloth=True),
    ]


def _hem(x: float, y: float, z: float) -> Limb:
    """Return what cuts a jacket off at height z, so that it hangs from the body and does not close under it."""
    return Limb((x, y, z - 0.2), (x, y, z - 0.2), 0.2, 0.2, 0.012, (3.0, 3.0, 1.0), carve=True)


def _arm(shoulder: Point, elbow: Point, wrist: Point, fingers: Point) -> list[Limb]:
    """Return both arms: sleeves with their cuffs, and hands that point to `fingers`."""
    knuckles: Point = ((wrist[0] + fingers[0]) / 2, (wrist[1] + fingers[1]) / 2, (wrist[2] + fingers[2]) / 2)
    thumb = (knuckles[0] - 0.026, knuckles[1] + 0.006, knuckles[2] + 0.012)
    return [
        *mirrored(shoulder, elbow, 0.060, 0.049, 0.035, cloth=True),
        *mirrored(elbow, wrist, 0.049, 0.039, 0.014, cloth=True),
        *mirrored(wrist, knuckles, 0.023, 0.028, 0.004, squash=(1.0, 1.0, 0.85), paint=SKIN),
        *mirrored(knuckles, fingers, 0.024, 0.013, 0.010, squash=(1.0, 1.0, 0.85), paint=SKIN),
        *mirrored(wrist, thumb, 0.013, 0.010, 0.010, paint=SKIN),
    ]


def _leg(hip: Point, knee: Point, ankle: Point, toe: Point) -> list[Limb]:
    """Return both legs in wide trousers, and boots."""
    return [
        *mirrored(hip, knee, 0.078, 0.066, 0.03, paint=DARK, cloth=True),
        *mirrored(knee, ankle, 0.066, 0.058, 0.02, paint=DARK, cloth=True),
        *mirrored((ankle[0], ankle[1] - 0.01, 0.045), toe, 0.045, 0.036, 0.006, squash=(1.0, 1.0, 0.95), paint=HAIR),
    ]


def seated_at_table(hat: str = "cap") -> tuple[Limb, ...]:
    """Return a worker on a stool (seat at 0.44 m), bent over a table in front of him, forearms on it, head low."""
    chest = (0.0, 0.100, 1.000)
    body = _torso((0, 0, 0.56), (0, -0.015, 0.76), chest, 0.158, (0, 0.165, 1.17))
    body += [_hem(0, 0, 0.47), *_collar(chest, 0.03)]
    body += _arm((0.178, 0.10, 1.035), (0.250, 0.215, 0.800), (0.135, 0.415, 0.790), (0.050, 0.540, 0.770))
    body += _leg((0.095, 0.03, 0.525), (0.165, 0.43, 0.525), (0.160, 0.36, 0.10), (0.170, 0.49, 0.036))
    return (*body, *head(0.0, 0.185, 1.255, hat, 16.0))


def seated_bowed(hat: str = "hair") -> tuple[Limb, ...]:
    """Return a worker on the edge of a bunk (0.46 m), elbows on his knees, hands together, head bowed."""
    chest = (0.0, 0.215, 0.955)
    body = _torso((0, 0, 0.57), (0, 0.05, 0.76), chest, 0.155, (0, 0.315, 1.085))
    body += [_hem(0, 0, 0.48), *_collar(chest, 0.045)]
    body += _arm((0.172, 0.225, 0.985), (0.215, 0.405, 0.725), (0.085, 0.590, 0.665), (0.012, 0.690, 0.575))
    body += _leg((0.095, 0.04, 0.545), (0.195, 0.46, 0.555), (0.190, 0.40, 0.10), (0.200, 0.53, 0.036))
    return (*body, *head(0.0, 0.355, 1.145, hat, 34.0))


def standing(hat: str = "hair", coat: float = 0.55, arms: float = 0.05) -> tuple[Limb, ...]:
    """Return a person standing at ease in a coat that ends `coat` metres above the ground, hands `arms` metres off."""
    chest = (0.0, 0.0, 1.300)
    body = _torso((0, 0, 0.93), (0, -0.005, 1.08), chest, 0.160, (0, 0.018, 1.48))
    body += [Limb((0, 0, 0.95), (0, 0, coat), 0.146, 0.172, 0.05, (1.18, 0.86, 1.0), cloth=True)]
    body += [_hem(0, 0, coat), *_collar(chest)]
    body += _arm((0.180, 0, 1.345), (0.205 + arms, -0.015, 1.070), (0.205 + arms, 0.035, 0.840), (0.200 + arms, 0.060, 0.680))
    body += _leg((0.085, 0, 0.80), (0.095, 0.012, 0.48), (0.100, -0.012, 0.09), (0.120, 0.12, 0.036))
    return (*body, *head(0.0, 0.028, 1.585, hat))


def bust(hat: str = "hair", nod: float = 0.0, turn: float = 0.0, coat: str = "jacket") -> tuple[Limb, ...]:
    """Return head and shoulders, cut off at z = 0 (a hand above the waist), the middle of the head at 0.665 m.

    `coat` is `jacket`, `padded` (quilted, with a high collar) or `shirt`; `turn` turns the head alone.
    """
    chest = (0.0, 0.0, 0.380)
    wide = 0.172 if coat == "padded" else 0.160
    body = _torso((0, 0, -0.45), (0, -0.005, 0.12), chest, wide, (0, 0.018, 0.560))
    body += mirrored((wide + 0.020, 0, 0.425), (wide + 0.066, -0.02, 0.150), 0.062, 0.052, 0.035, cloth=True)
    body += mirrored((wide + 0.066, -0.02, 0.150), (wide + 0.030, 0.09, -0.18), 0.052, 0.048, 0.014, cloth=True)
    if coat == "padded":
        body = [
            replace(limb, radius_start=limb.radius_start * 1.1, radius_end=limb.radius_end * 1.1) if limb.cloth else limb
            for limb in body
        ]
        body += mirrored((0.0, -0.080, 0.540), (0.070, -0.015, 0.540), 0.026, 0.026, 0.010, squash=(0.9, 0.9, 1.7), cloth=True)
        body += mirrored((0.070, -0.015, 0.540), (0.036, 0.078, 0.485), 0.026, 0.024, 0.008, squash=(0.9, 0.9, 1.5), cloth=True)
    elif coat == "jacket":
        body += _collar(chest)
        body += [Limb((0, 0.14, 0.42), (0, 0.16, 0.0), 0.006, 0.006, 0.010, carve=True)]
    else:
        body += [replace(limb, radius_start=0.013, radius_end=0.012) for limb in _collar(chest)]
    # The long muscles of the neck give it its line from the side; those behind carry the nape down into the shoulders.
    body += mirrored((0.047, -0.012, 0.622), (0.020, 0.046, 0.480), 0.012, 0.012, 0.014, paint=SKIN)
    body += mirrored((0.018, -0.038, 0.620), (0.064, -0.026, 0.500), 0.018, 0.030, 0.024, paint=SKIN)
    return (*body, *head(0.0, 0.028, 0.665, hat, nod, turn))


def helmet() -> tuple[Limb, ...]:
    """Return a miner's helmet with its lamp, lying on z = 0, its front towards +y."""
    worn = [limb for limb in hat_limbs("helmet") if limb.paint]
    return tuple(limb.moved(z=-0.04) for limb in worn)


def hanging_coat() -> tuple[Limb, ...]:
    """Return a jacket on a hook, its hem at z = 0 and its collar at 0.8 m."""
    return (
        Limb((0, 0, 0.79), (0, 0, 0.75), 0.022, 0.040, 0.02, (1.2, 0.8, 1.0), cloth=True),
        *mirrored((0.02, 0, 0.735), (0.135, 0, 0.665), 0.030, 0.042, 0.04, squash=(1.0, 0.7, 1.0), cloth=True),
        Limb((0, 0, 0.62), (0.01, 0, 0.05), 0.118, 0.150, 0.05, (1.1, 0.36, 1.0), cloth=True),
        Limb((0.01, 0, -0.16), (0.01, 0, -0.16), 0.2, 0.2, 0.010, (3.0, 3.0, 1.0), carve=True),
        *mirrored((0.150, 0, 0.655), (0.195, -0.03, 0.36), 0.045, 0.042, 0.014, squash=(1.0, 0.8, 1.0), cloth=True),
        *mirrored((0.195, -0.03, 0.36), (0.205, -0.02, 0.12), 0.041, 0.040, 0.010, squash=(1.0, 0.8, 1.0), cloth=True),
        Limb((0, -0.05, 0.60), (0.01, -0.062, 0.06), 0.006, 0.006, 0.008, carve=True),
    )
