"""The hand that holds a phone: palm and fingers behind it, fingertips over its edge, and a thumb that moves.

Metres about the middle of the screen, which looks to -y: x to the right, z up; the right hand, seen by its owner. Measures of
a hand from Garrett (1971, "The adult human hand").
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from white_cloud.backends.cameras.animatic.props.figures import SKIN, Glow, Limb, sculpt
from white_cloud.backends.cameras.animatic.radiance import Array, colour

#: Half the width and half the height of the phone's glass and of its body, metres.
GLASS, BODY = (0.0345, 0.0715), (0.0375, 0.0775)
#: Where the thumb turns.
THUMB = (0.050, -0.052)
_LIFT = 0.60  # sculpted things must stand above 0


@dataclass(frozen=True)
class Piece:
    """A piece of the hand: by its own light and by the screen's (h, w, 4), premultiplied; its corner, its scale."""

    still: Array = field(repr=False)
    lit: Array = field(repr=False)
    left: float
    bottom: float
    metre: float


def pieces(metre: float, ambient: Array) -> tuple[Piece, Piece, Piece]:
    """Return palm and sleeve, fingertips, and thumb, at most `metre` pixels to the metre."""
    return (
        _piece(_palm(), min(metre, 800.0), ambient, 0.5),
        _piece(_fingertips(), min(metre, 1900.0), ambient, 1.0),
        _piece(_thumb(), min(metre, 1900.0), ambient, 1.0),
    )


def _piece(limbs: list[Limb], metre: float, ambient: Array, strength: float) -> Piece:
    relief = sculpt([limb.moved(z=_LIFT) for limb in limbs], 0.0, metre, 0.10)
    cloth, white = colour("#39424c"), np.ones(3, np.float32)
    # Near a screen light comes from all of it: three lamps stand for the area.
    glows = [
        Glow((x, 0.012, z + _LIFT), white * np.float32(0.42 * strength), wrap=0.15, edge=0.5)
        for x, z in ((-0.012, 0.045), (0.008, 0.0), (-0.008, -0.045))
    ]
    still, lit = (
        cv2.GaussianBlur(one, (0, 0), 0.8) for one in (relief.lit(cloth, ambient, []), relief.lit(cloth, 0 * white, glows))
    )
    lit[..., 3] = 0
    return Piece(still, lit, relief.left, relief.bottom - _LIFT, relief.metre)


def _skin(start: tuple[float, float, float], end: tuple[float, float, float], a: float, b: float, blend: float = 0.008) -> Limb:
    return Limb(start, end, a, b, blend, paint=SKIN)


def _palm() -> list[Limb]:
    limbs = [
        _skin((0.000, 0.034, -0.030), (0.030, 0.036, -0.085), 0.026, 0.028, 0.02),
        _skin((0.030, 0.036, -0.085), (0.056, 0.046, -0.150), 0.030, 0.025, 0.02),
        _skin((0.046, 0.020, -0.045), (0.044, 0.028, -0.095), 0.019, 0.022, 0.02),
        _skin((0.056, 0.046, -0.150), (0.076, 0.058, -0.210), 0.025, 0.027, 0.02),
    ]
    limbs += [_skin((-0.004, 0.030, z - 0.004), (-0.0400, 0.017, z + 0.002), 0.0105, 0.0098, 0.006) for z in _ROWS]
    # What is seen of the fingers beside the phone, behind its edge: they lie close to one another.
    limbs += [_skin((-0.036, 0.020, _ROWS[-1] - 0.002), (-0.037, 0.020, _ROWS[0]), 0.0100, 0.0105, 0.010)]
    sleeve = [
        Limb((0.072, 0.058, -0.200), (0.160, 0.105, -0.420), 0.038, 0.052, 0.006, cloth=True),
        Limb((0.071, 0.057, -0.196), (0.076, 0.060, -0.210), 0.040, 0.041, 0.006, cloth=True),
    ]
    return limbs + sleeve


_ROWS = (0.004, -0.0135, -0.0310, -0.0470)
#: How far over the glass a fingertip lies, and how thick it is; the little finger is short and thin.
_TIPS = ((0.0000, 0.0082), (0.0022, 0.0086), (0.0012, 0.0082), (-0.0022, 0.0070))
_NAIL = (0.075, 0.095, 0.15)


def _fingertips() -> list[Limb]:
    """Return the last joints of the fingers, bent over the edge of the phone side by side, and their nails."""
    limbs = []
    for z, (reach, thick) in zip(_ROWS, _TIPS, strict=True):
        over = -0.0335 + reach
        limbs += [
            _skin((-0.0425, 0.017, z + 0.001), (-0.0440, 0.005, z + 0.003), thick * 1.10, thick * 1.06, 0.003),
            _skin((-0.0440, 0.005, z + 0.003), (-0.0405, -0.0035, z + 0.005), thick * 1.06, thick, 0.003),
            _skin((-0.0405, -0.0035, z + 0.005), (over, -0.0045, z + 0.0075), thick, thick * 0.74, 0.003),
            Limb(
                (over - 0.0035, -0.0055 - thick * 0.62, z + 0.0066), (over + 0.0012, -0.0045 - thick * 0.58, z + 0.0078),
                thick * 0.52, thick * 0.46, 0.0012, (1.0, 0.5, 1.0), _NAIL,
            ),
        ]  # fmt: skip
    return limbs


def _thumb() -> list[Limb]:
    return [
        _skin((0.0500, 0.012, -0.066), (0.0490, -0.004, -0.040), 0.0165, 0.0130, 0.012),
        _skin((0.0490, -0.004, -0.040), (0.0370, -0.014, -0.008), 0.0125, 0.0102, 0.008),
        _skin((0.0370, -0.014, -0.008), (0.0180, -0.0125, 0.0130), 0.0104, 0.0080, 0.006),
        Limb((0.0205, -0.0205, 0.0112), (0.0178, -0.0195, 0.0140), 0.0052, 0.0048, 0.002, (1.0, 0.45, 1.0), _NAIL),
    ]
