"""Sitting down: a cut-out of someone who sits, parted at the seat, so that the legs go behind it and the rest lies on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from white_cloud.backends.cameras.animatic.props.figures import DARK, Limb
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.rooms.cutouts import Cutout


def breeches(seat: float) -> Limb:
    """Return the seat of the trousers of one who sits at height `seat`: it fills the gap between the jacket and the seat."""
    return Limb(
        (-0.07, 0.03, seat + 0.045), (0.07, 0.03, seat + 0.045), 0.095, 0.095, 0.02, (1.15, 1.25, 0.8), DARK, cloth=True
    )


def parted(one: Cutout, seat: float, below: int, above: int) -> list[Cutout]:
    """Return what of a cut-out hangs under height `seat`, at level `below`, and what rests on it, at level `above`."""
    rows = one.lit[0].shape[0]
    edge = rows - (seat - one.place[2] - one.bottom) * one.metre
    share = np.clip(np.float32(edge) - np.arange(rows, dtype=np.float32), 0, 1)[:, None, None]
    cut = min(max(int(edge) + 1, 1), rows - 1)
    low = cut - 2 if cut > 2 else 0
    upper = replace(one, lit=tuple(_part(lit * share, 0, cut) for lit in one.lit), bottom=one.bottom + (rows - cut) / one.metre)
    return [replace(one, lit=tuple(_part(lit, low, rows) for lit in one.lit), level=below), replace(upper, level=above)]


def _part(lit: Array, start: int, stop: int) -> Array:
    return np.ascontiguousarray(lit[start:stop])
