"""Damage: how far a voice has come apart, 0..1, and which things that calls, how strongly.

A thing is absent up to `enter`, grows evenly, and stands at its `ceiling` from `full` on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """How one thing answers to damage."""

    enter: float
    full: float
    ceiling: float = 1.0

    def strength(self, damage: float) -> float:
        """Return the strength, 0 to the ceiling; never falls as damage grows."""
        return self.ceiling * min(max((damage - self.enter) / (self.full - self.enter), 0.0), 1.0)


#: In the order in which they come in: too clean, then several, then a machine, then broken.
DAMAGE: Mapping[str, Answer] = {
    "gate": Answer(0.0, 0.5),
    "double": Answer(0.05, 0.6),
    "pitch": Answer(0.1, 0.7),
    "sparkle": Answer(0.2, 0.8),
    "stutter": Answer(0.3, 1.0),
    "stretch": Answer(0.35, 1.0),
    "crush": Answer(0.4, 1.0, 0.7),
    "hall": Answer(0.45, 1.0, 0.8),
}


def strengths(damage: float) -> dict[str, float]:
    """Return the strength of every thing at a damage of 0..1; raises ValueError for another."""
    if not 0 <= damage <= 1:
        raise ValueError(f"damage lies between 0 and 1, and not at {damage}")
    return {name: answer.strength(damage) for name, answer in DAMAGE.items()}
