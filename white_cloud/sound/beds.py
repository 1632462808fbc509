"""Beds: procedural sound under a scene, read at any place. A sum of loops of different lengths seldom repeats.

layer of 17 s   |--------|--------|--------|
layer of 23 s   |-----------|-----------|---        together anew for 391 s
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from white_cloud.errors import UserError, nearest
from white_cloud.sound import bed_music, bed_places
from white_cloud.sound.filters import decibels
from white_cloud.sound.loops import raised
from white_cloud.sound.loudness import SILENCE, loudness
from white_cloud.sound.revisions import KINDS

Samples = NDArray[np.float32]
Layers = tuple[NDArray[np.float64], ...]

#: How loud a bed is by itself, in LUFS; a treated line has -20.
LEVELS = {
    "wind": -33.0,
    "machinery": -31.0,
    "generator": -34.0,
    "room": -46.0,
    "town": -35.0,
    "muzak": -31.0,
    "hum": -38.0,
    "anthem": -28.0,
}

_MAKERS: dict[str, Callable[[int], Layers]] = {
    "wind": bed_places.wind,
    "machinery": bed_places.machinery,
    "generator": bed_places.generator,
    "room": bed_places.room,
    "town": bed_places.town,
    "muzak": bed_music.muzak,
    "hum": bed_places.hum,
    "anthem": bed_music.anthem,
}


class Bed:
    """A bed of one kind and seed, without end. Raises UserError for a kind that does not exist."""

    def __init__(self, kind: str, seed: int) -> None:
        if kind not in KINDS:
            raise UserError(f"there is no bed of the kind {kind!r} ({nearest(kind, KINDS)})")
        self._kind, self._seed = kind, seed

    def block(self, start: int, count: int) -> Samples:
        """Return samples start..start+count, float32 (count, 2) at 48 kHz; a block equals the same stretch of a longer one."""
        out = np.zeros((count, 2), dtype=np.float32)
        for layer in _layers(self._kind, self._seed):
            _add(out, layer, start)
        return out


def _add(out: Samples, layer: Samples, start: int) -> None:
    """Add a stretch of an endless loop."""
    done, place = 0, start % len(layer)
    while done < len(out):
        part = min(len(layer) - place, len(out) - done)
        out[done : done + part] += layer[place : place + part]
        done, place = done + part, 0


@lru_cache(maxsize=len(_MAKERS))
def _layers(kind: str, seed: int) -> tuple[Samples, ...]:
    """Make a bed's loops at its level; one of each kind may be kept, 7 to 19 MB."""
    if kind == "silence":
        return ()
    layers = [raised(layer).astype(np.float32) for layer in _MAKERS[kind](seed)]
    longest = max(len(layer) for layer in layers)
    whole = np.zeros((longest, 2), dtype=np.float32)
    for layer in layers:
        _add(whole, layer, 0)
    loud = loudness(whole)
    gain = decibels(LEVELS[kind] - loud) if loud > SILENCE else 1.0
    return tuple(layer * np.float32(gain) for layer in layers)
