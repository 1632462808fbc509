"""Where houses stand along the rows of the old town, and what of a row the nearer one hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_STEEP = 0.46  # rise over run of a roof whose gable faces the viewer


@dataclass(frozen=True)
class House:
    """A house on the rectangle `x` by `y`: how high its eaves are, the rise of its roof, whether a gable faces us."""

    x: tuple[float, float]
    y: tuple[float, float]
    eaves: float
    pitch: float
    end_on: bool

    def hides(self, place: tuple[float, float], eye: float) -> float:
        """Return up to what height it hides things at a place (x, y) from an `eye` above (0, 0); below 0 where it does not."""
        x, y = place
        middle = (self.x[0] + self.x[1]) / 2
        ridge = self.y[0] if self.end_on else (self.y[0] + self.y[1]) / 2
        at = x * ridge / y
        if not self.x[0] - 0.35 < at < self.x[1] + 0.35:
            return -1.0
        top = self.eaves + (_STEEP * ((self.x[1] - self.x[0]) / 2 - abs(at - middle)) if self.end_on else self.pitch)
        return eye - (eye - top) * y / ridge


def house(random: np.random.Generator, x: tuple[float, float], y: tuple[float, float], eaves: float) -> House:
    """Return a house: its ridge runs along x or, at times, away."""
    pitch = (y[1] - y[0]) / 2 * float(random.uniform(0.42, 0.56))
    return House(x, y, eaves, pitch, bool(random.random() < 0.24))


def lots(random: np.random.Generator, left: float, right: float, lane: float | None) -> list[tuple[float, float]]:
    """Return where houses stand along a row, leaving the lane free."""
    spans, at = [], left + float(random.uniform(-6, 0))
    while at < right:
        wide = float(random.uniform(7.0, 12.5))
        if lane is not None and at < lane + 2.9 and at + wide > lane - 2.9:
            if lane - 2.9 - at > 5.0:
                spans.append((at, lane - 2.9))
            at = lane + 2.9 + float(random.uniform(0, 0.4))
            continue
        if random.random() < 0.9:
            spans.append((at, at + wide))
        at += wide + float(random.choice([0.25, 0.6, 2.4, 3.4]))
    return spans


def hidden(nearer: Sequence[House], place: tuple[float, float], eye: float) -> float:
    """Return up to what height the nearer houses hide things at a place (x, y)."""
    return max((one.hides(place, eye) for one in nearer), default=-1.0)
