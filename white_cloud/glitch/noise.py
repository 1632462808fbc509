"""Chance that can be repeated: numbers that follow from a seed and whole numbers alone, and slow fields made from them."""

from __future__ import annotations

from functools import lru_cache
from math import tau

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


def dice(seed: int, *numbers: int) -> np.random.Generator:
    """Return a random generator that follows from a seed and up to three whole numbers (frame, slot...), 0..2**32-1."""
    counter = np.zeros(4, np.uint64)
    counter[1 : 1 + len(numbers)] = numbers
    return np.random.Generator(np.random.Philox(key=seed, counter=counter))


def slow_field(seed: int, frame: int, grid: tuple[int, int], period: float) -> Field:
    """Return a coarse field, float32 (rows, columns) of about -1..1, that wanders for ever and never jumps.

    Every point swings on two sines whose periods (in frames, around `period`) have no common multiple worth waiting for.
    """
    speed, phase, weight = _swings(seed, grid)
    return np.asarray((weight * np.sin(tau * (frame / period * speed + phase))).sum(0), np.float32)


@lru_cache(maxsize=32)
def _swings(seed: int, grid: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    chance = dice(seed, *grid)
    speed = np.stack([0.7 + 0.2 * chance.random(grid), 1.15 + 0.3 * chance.random(grid)])
    phase = chance.random((2, *grid))
    weight = np.stack([0.4 + 0.4 * chance.random(grid), 0.2 + 0.2 * chance.random(grid)])
    return speed, phase, weight


def enlarged(field: Field, size: tuple[int, int]) -> Field:
    """Return a coarse field drawn smoothly to (width, height)."""
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_CUBIC), np.float32)
