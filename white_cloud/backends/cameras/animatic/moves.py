"""Camera moves: where the camera is along a take, as a pure function of time."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

#: From and to, for each quantity of Offset that a move changes.
_PATHS: dict[str, dict[str, tuple[float, float]]] = {
    "static": {},
    "pan left": {"yaw": (9, -9)},
    "pan right": {"yaw": (-9, 9)},
    "tilt up": {"horizon": (-0.12, 0.10)},
    "tilt down": {"horizon": (0.12, -0.10)},
    "push in": {"forward": (0, 1)},
    "pull out": {"forward": (1, 0)},
    "track left": {"across": (0.5, -0.5)},
    "track right": {"across": (-0.5, 0.5)},
    "crane up": {"up": (0, 1), "horizon": (0.03, -0.04)},
    "crane down": {"up": (1, 0), "horizon": (-0.04, 0.03)},
    "drone": {"forward": (0, 1), "up": (0, 0.6), "yaw": (-4, 4), "horizon": (0.01, -0.03)},
    "hand-held": {"forward": (0, 0.12)},
    "descent": {"up": (1, 0), "forward": (0, 0.6), "horizon": (-0.09, 0.0)},
}
_USUAL_SECONDS = 6.0


@dataclass(frozen=True)
class Offset:
    """How far the camera is from its station.

    `across` (to the right), `up` and `forward` are parts of the reach a setting allows, -1..1; `yaw` is in degrees, to the
    right; `horizon` is how far the horizon sinks in the frame (the camera tilts up), as a fraction of its height.
    """

    across: float = 0.0
    up: float = 0.0
    forward: float = 0.0
    yaw: float = 0.0
    horizon: float = 0.0

    def __add__(self, other: Offset) -> Offset:
        """Return both offsets together."""
        return Offset(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))


@dataclass(frozen=True)
class Move:
    """One of cameras.base.MOVES over a take of `seconds`; `seed` decides the shake of hands and gate."""

    name: str = "static"
    seconds: float = _USUAL_SECONDS
    seed: int = 0

    def at(self, t: float) -> Offset:
        """Return the offset at `t` seconds, gate weave included; before the start and after the end the move rests."""
        extent = min(max(self.seconds / _USUAL_SECONDS, 0.35), 1.5)  # a short take must not whip, a long one not crawl
        part = eased(t / self.seconds)
        path = Offset(**{what: (start + (end - start) * part) * extent for what, (start, end) in _PATHS[self.name].items()})
        return path + self._weave(t) + (self._hands(t) if self.name == "hand-held" else Offset())

    def _waves(self, t: float, salt: int, frequencies: tuple[float, ...]) -> float:
        # Seeded sines of falling height: smooth at any time, with no state.
        phases = np.random.default_rng((self.seed, salt)).random(len(frequencies)) * 2 * math.pi
        return sum(
            math.sin(2 * math.pi * f * t + float(p)) / (1 + k) for k, (f, p) in enumerate(zip(frequencies, phases, strict=True))
        )

    def _weave(self, t: float) -> Offset:
        return Offset(yaw=0.012 * self._waves(t, 1, (0.5, 0.9, 2.3)), horizon=0.0005 * self._waves(t, 2, (1.16, 2.05, 3.1)))

    def _hands(self, t: float) -> Offset:
        return Offset(
            across=0.05 * self._waves(t, 3, (0.21, 0.53, 1.3)),
            up=0.03 * self._waves(t, 4, (0.27, 0.71, 1.7)),
            yaw=0.45 * self._waves(t, 5, (0.19, 0.47, 1.1, 2.6)),
            horizon=0.007 * self._waves(t, 6, (0.23, 0.61, 1.4, 2.9)),
        )


def eased(part: float) -> float:
    """Return a part of a move, 0..1, that starts and ends gently: half a straight line, half a smooth step."""
    part = min(max(part, 0.0), 1.0)
    return 0.5 * part + 0.5 * part * part * (3 - 2 * part)
